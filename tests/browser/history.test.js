// The history of a page: looked at, compared, an older version restored, a deleted page brought back.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import AxeBuilder from "@axe-core/playwright";
import { button, heading, pages, press, serveGroup, session, visit as visitBy } from "./group.js";
import { browse } from "./site.js";

const own = { heron: ["Herons at night", "In the delta herons sleep at night.\n\nThey dream."] };
let site, repository, browser, cookie;
before(async () => {
  repository = pages(own);
  [site, browser] = await Promise.all([serveGroup(repository.folder, { dora: "contributor" }), browse()]);
  cookie = (await session(site, "dora")).split("=");
});
after(async () => {
  await browser?.close();
  await site?.stop();
  repository?.remove();
});

for (const javaScriptEnabled of [true, false]) {
  test(`compared, restored, deleted and brought back (${javaScriptEnabled ? "with" : "without"} script)`, () => visitBy(browser, { javaScriptEnabled }, async (page, context) => {
    await context.addCookies([{ name: cookie[0], value: cookie[1], url: site.address }]);
    const link = (name) => page.locator("main").getByRole("link", { name, exact: true }).first();
    const look = async () => {
      if (!javaScriptEnabled) return;
      const { violations } = await new AxeBuilder({ page }).analyze();
      assert.deepEqual(violations.map((entry) => `${page.url()} ${entry.id}: ${entry.nodes[0].html.slice(0, 160)}`), []);
      assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
    };
    await page.goto(`${site.address}/-/edit/heron`);
    await page.locator("#c-body").fill(`In the delta herons wake ${javaScriptEnabled} at night.\n\nThey dream.`);
    await press(page, page.locator("[data-save]"));
    await press(page, link("History"));
    assert.equal(await heading(page), "History of “Herons at night”");
    await look();
    await press(page, link("Who wrote what"));
    assert.equal(await heading(page), "Who wrote what in “Herons at night”");
    await look();
    await press(page, link("Before this change"));
    assert.match(await page.locator("#b-0").innerText(), /herons sleep/);
    await look();
    await page.goto(`${site.address}/-/history/heron`);
    // By keyboard: the two newest are chosen.
    await page.getByRole("button", { name: "Compare" }).focus();
    await Promise.all([page.waitForNavigation(), page.keyboard.press("Enter")]);
    const words = async () => (await page.locator(".reading :is(del, ins)").allTextContents()).join(" ");
    assert.equal(await words(), `Removed: sleep Added: wake ${javaScriptEnabled}`);
    await page.keyboard.press("j");
    assert.equal(await page.evaluate(() => document.activeElement.matches(".reading .words")), javaScriptEnabled);
    await look();
    await press(page, link("Source side by side"));
    await page.keyboard.press("j");
    assert.equal(await page.evaluate(() => document.activeElement.matches(".beside.changed")), javaScriptEnabled);
    const [old, young] = await Promise.all([".removed", ".added"].map((side) => page.locator(`.beside:has(.removed):has(.added) > ${side}`).first().boundingBox()));
    // Beside one another where there is room, else one below the other.
    assert.ok((await page.evaluate(() => innerWidth >= 768)) ? old.y === young.y && old.x < young.x : old.y < young.y && old.x === young.x);
    await look();
    await press(page, link("Details and text"));
    await press(page, page.locator(".compared").getByRole("link", { name: "Restore" }));
    assert.equal(await words(), `Removed: wake ${javaScriptEnabled} Added: sleep`);
    await look();
    await press(page, button(page, "Restore this version"));
    assert.equal(page.url(), `${site.address}/heron`);
    assert.match(await page.locator("article").innerText(), /herons sleep/);
    await page.goto(`${site.address}/-/delete/heron`);
    await press(page, page.locator("button[value=confirm]"));
    assert.equal((await page.goto(`${site.address}/heron`)).status(), 410);
    await look();
    await page.goto(`${site.address}/-/deleted`);
    assert.match(await page.locator("main").innerText(), /\/heron/);
    await look();
    await page.goto(`${site.address}/heron`);
    await press(page, link("Bring it back"));
    await press(page, button(page, "Restore this version"));
    assert.match(await page.locator("article").innerText(), /herons sleep/);
  }));
}

test("a stranger reads the history and is offered nothing else", () => visitBy(browser, {}, async (page) => {
  await page.goto(`${site.address}/heron`);
  await press(page, page.getByRole("link", { name: "History", exact: true }));
  assert.equal(await page.locator("main a[href*='/-/restore/']").count(), 0);
  // The first says what the page says now; the one after it does not.
  await press(page, page.locator(".versions .commit-title a").nth(-2));
  assert.match(await page.locator(".notice").first().innerText(), /^This is the page as it was on/);
}));

test("a change is taken back by choosing, and the changes are filtered by keyboard", () => visitBy(browser, {}, async (page, context) => {
  await context.addCookies([{ name: cookie[0], value: cookie[1], url: site.address }]);
  const look = async () => {
    const { violations } = await new AxeBuilder({ page }).analyze();
    assert.deepEqual(violations.map((entry) => `${page.url()} ${entry.id}: ${entry.nodes[0].html.slice(0, 160)}`), []);
    const wide = page.viewportSize();
    await page.setViewportSize({ width: 360, height: 740 });
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), page.url());
    await page.setViewportSize(wide);
  };
  for (const word of ["first", "second"]) {
    await page.goto(`${site.address}/-/edit/heron`);
    await page.locator("#c-body").fill(`In the delta herons sing ${word}.`);
    await press(page, page.locator("[data-save]"));
  }
  await page.goto(`${site.address}/-/history/heron`);
  await press(page, page.locator(".versions > li:nth-child(2)").getByRole("link", { name: "Undo", exact: true }));
  await look();
  await press(page, button(page, "Undo"));
  await page.locator("input[name='choice.0'][value=mine]").check();
  await look();
  await press(page, page.locator("button[value=resolve]"));
  await press(page, page.locator("[data-save]"));
  await page.goto(`${site.address}/heron`);
  assert.doesNotMatch(await page.locator("article").innerText(), /sing second/);
  await page.goto(`${site.address}/-/history/heron`);
  assert.equal(await page.locator(".versions > .is-new").count(), 1);
  await look();
  await page.goto(`${site.address}/changes`);
  await look();
  await page.locator(".map-options > summary").focus();
  await page.keyboard.press("Enter");
  await page.locator("[name=folder]").focus();
  await page.keyboard.type("heron");
  await Promise.all([page.waitForNavigation(), page.keyboard.press("Enter")]);
  assert.match(page.url(), /folder=heron/);
  assert.deepEqual(await page.locator(".chip-remove").allTextContents(), ["Page or folder: /heron ×"]);
  await look();
  await page.locator(".chip-remove").focus();
  await Promise.all([page.waitForNavigation(), page.keyboard.press("Enter")]);
  assert.equal(page.url(), `${site.address}/changes`);
}));
