// Writing in the browser: from a page to a saved edit, by mouse and keyboard, with script and without.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import AxeBuilder from "@axe-core/playwright";
import { button, heading, pages, press, serveGroup, session, visit as visitBy } from "./group.js";
import { browse } from "./site.js";

let site, repository, browser;
before(async () => {
  repository = pages();
  [site, browser] = await Promise.all([serveGroup(repository.folder, { ada: "organizer", ben: "reader" }), browse()]);
});
after(async () => {
  await browser?.close();
  await site?.stop();
  repository?.remove();
});

/** Runs with a page in which somebody is signed in. */
async function as(name, options, run) {
  const cookie = await session(site, name);
  const [key, value] = cookie.split("=");
  await visitBy(browser, options, async (page, context) => {
    await context.addCookies([{ name: key, value, url: site.address }]);
    await run(page);
  });
}

const save = (page) => press(page, page.locator("[data-save]"));

for (const javaScriptEnabled of [true, false]) {
  const how = javaScriptEnabled ? "with script" : "without script";
  test(`a page is changed in two clicks and its text (${how})`, () => as("ada", { javaScriptEnabled }, async (page) => {
    await page.goto(`${site.address}/open`);
    await press(page, page.locator("[data-edit-page]"));
    assert.match(await heading(page), /^Edit “Herons/);
    await page.locator("#c-body").fill(`Herons wade ${how}.`);
    await save(page);
    assert.equal(page.url(), `${site.address}/open`);
    assert.match(await page.locator("article").innerText(), new RegExp(`Herons wade ${how}`));
  }));

  test(`a case study is made with the form alone (${how})`, () => as("ada", { javaScriptEnabled }, async (page) => {
    await page.goto(`${site.address}/-/new`);
    await press(page, page.getByRole("link", { name: "Case study", exact: true }));
    await page.locator("#f-title").fill(`Ferries ${how}`);
    await page.locator("#f-summary").fill("A ferry company sends its tables.");
    await page.locator("[name='f.partners.0.name']").fill("Ferry Company");
    await page.locator("[name='f.countries']").first().fill("EE");
    await page.locator("#c-body").fill("The ferry sails.");
    await press(page, page.locator(".edit-buttons [value=preview]"));
    assert.match(await page.locator(".edit-page").innerText(), /Ferry Company/);
    await save(page);
    assert.equal(await page.locator("h1").innerText(), `Ferries ${how}`);
    assert.match(await page.locator(".facts").innerText(), /Ferry Company/);
  }));
}

test("two keys lead from a page to its form and from the form to the site", () => as("ada", {}, async (page) => {
  await page.goto(`${site.address}/all`);
  await Promise.all([page.waitForNavigation(), page.keyboard.press("e")]);
  await page.locator("#c-body").focus();
  await page.keyboard.press("Control+End");
  await page.keyboard.type("\n\nWritten by keys alone.");
  await Promise.all([page.waitForNavigation(), page.keyboard.press("Control+Enter")]);
  assert.match(await page.locator("article").innerText(), /Written by keys alone/);
}));

test("whoever leaves with a text that is not saved is asked first", () => as("ada", {}, async (page) => {
  await page.goto(`${site.address}/-/edit/open`);
  await page.locator("#c-body").fill("Not saved.");
  const asked = page.waitForEvent("dialog");
  const left = page.goto(`${site.address}/`).catch(() => {});
  const dialog = await asked;
  assert.equal(dialog.type(), "beforeunload");
  await dialog.accept();
  await left;
}));

test("two who changed the same are shown both, and choose", () => as("ada", {}, async (page) => {
  await page.goto(`${site.address}/-/edit/inside`);
  await as("ada", {}, async (other) => {
    await other.goto(`${site.address}/-/edit/inside`);
    await other.locator("#c-body").fill("Theirs.");
    await save(other);
  });
  await page.locator("#c-body").fill("Mine.");
  await save(page);
  assert.equal(await heading(page), "Both changed the same");
  assert.equal(await page.locator("input[type=radio]:checked").count(), 0);
  const { violations } = await new AxeBuilder({ page }).analyze();
  assert.deepEqual(violations.map((one) => one.id), []);
  await page.locator("input[type=radio][value=mine]").check();
  await press(page, button(page, "Show the result"));
  await save(page);
  assert.match(await page.locator("article").innerText(), /Mine\./);
}));

test("a reader is not offered to write", () => as("ben", {}, async (page) => {
  await page.goto(`${site.address}/open`);
  assert.equal(await page.locator("[data-edit-page], .edit-section").count(), 0);
  assert.equal((await page.goto(`${site.address}/-/edit/open`)).status(), 403);
}));

for (const [width, colorScheme] of [[1280, "light"], [360, "dark"]]) {
  test(`the forms are accessible at ${width} px, ${colorScheme}`, () => as("ada", { viewport: { width, height: 800 }, colorScheme }, async (page) => {
    for (const address of ["/-/edit/open", "/-/edit/open?mode=source", "/-/new", "/-/new?kind=case-study", "/-/move/open", "/-/delete/open"]) {
      await page.goto(site.address + address);
      for (const details of await page.locator("main details").all()) await details.evaluate((one) => { one.open = true; });
      const { violations } = await new AxeBuilder({ page }).analyze();
      assert.deepEqual(violations.map((one) => `${address}: ${one.id} ${one.nodes[0].html}`), []);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);
      assert.equal(wide, false, `${address} is wider than the window`);
    }
  }));
}
