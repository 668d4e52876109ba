// Filters that apply in place, and the results beside them.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { browse, serve } from "./site.js";

let site, browser;
before(async () => { [site, browser] = await Promise.all([serve(), browse()]); });
after(async () => {
  await browser?.close();
  await site?.stop();
});

/** Runs with a page of its own. */
async function visit(options, run) {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, ...options });
  try { await run(await context.newPage(), context); } finally { await context.close(); }
}

const count = (page) => page.locator("[data-count]").innerText();
const announced = (page) => page.waitForFunction(() => document.querySelector("[data-announce]").textContent === document.querySelector("[data-count]").textContent);

test("a filter applies in place: focus and scroll stay, the count is said, back takes it back", () => visit({}, async (page) => {
  await page.goto(site.address + "/search?q=mobile+phone");
  const before = await count(page);
  const loaded = await page.evaluate(() => { window.same = true; return document.title; });
  const box = page.locator("input[name=challenges][value=confidentiality-and-data-sharing]");
  await box.focus();
  await page.evaluate(() => scrollBy({ top: 250, behavior: "instant" }));
  const top = async () => (await box.boundingBox()).y;
  const at = await top();
  await page.keyboard.press("Space");
  await page.waitForURL(/challenges=confidentiality-and-data-sharing/);
  await announced(page);
  assert.equal(await page.evaluate(() => window.same), true, "no other page was loaded");
  assert.ok(await box.evaluate((element) => element === document.activeElement && element.checked));
  assert.ok(Math.abs(await top() - at) <= 1, `it moved from ${at} to ${await top()}`);
  const after = await count(page);
  assert.notEqual(after, before);
  assert.equal(await page.locator(".chip-remove").count(), 1);
  assert.equal(await page.title(), loaded);
  // The same as when the address is opened.
  const results = await page.locator(".search-results").innerText();
  await page.reload();
  assert.equal(await page.locator(".search-results").innerText(), results);
  await page.goBack();
  await page.waitForFunction((text) => document.querySelector("[data-count]").textContent === text, before);
  assert.equal(await box.isChecked(), false);
}));

test("a filter that is taken away leaves the focus on the next one", () => visit({}, async (page) => {
  await page.goto(site.address + "/search?kind=case-study&country=NL");
  await page.evaluate(() => { window.same = true; });
  await page.locator(".chip-remove").first().focus();
  await page.keyboard.press("Enter");
  await page.waitForFunction(() => document.querySelectorAll(".chip-remove").length === 1);
  assert.equal(await page.evaluate(() => window.same && document.activeElement.classList.contains("chip-remove")), true);
  await page.keyboard.press("Enter");
  await page.waitForFunction(() => document.querySelectorAll(".chip-remove").length === 0);
  assert.equal(new URL(page.url()).search, "");
  assert.notEqual(await page.evaluate(() => document.activeElement.localName), "body");
}));

test("the form of the results changes in place", () => visit({}, async (page) => {
  await page.goto(site.address + "/search?kind=case-study");
  await page.evaluate(() => { window.same = true; });
  await page.locator(".tabs a", { hasText: "Timeline" }).click();
  await page.locator(".timeline .bar").first().waitFor();
  assert.equal(await page.evaluate(() => window.same && document.activeElement.textContent), "Timeline");
  await page.locator("input[name=status][value='ended early']").evaluate((box) => { box.closest("details").open = true; });
  await page.locator("input[name=status][value='ended early']").check();
  await page.waitForURL(/status=ended/);
  assert.match(page.url(), /view=timeline/);
  assert.equal(await page.evaluate(() => window.same), true);
}));

test("the first result is within twelve presses of Tab of the search field", () => visit({}, async (page) => {
  for (const path of ["/search?q=mobile+phone", "/search?kind=case-study&country=NL&challenges=concluding"]) {
    await page.goto(site.address + path);
    await page.locator("#c-search").focus();
    let presses = 0;
    const text = () => page.evaluate(() => document.activeElement.textContent);
    while (await text() !== "Skip to results") {
      await page.keyboard.press("Tab");
      presses += 1;
      assert.ok(presses < 3, "the way to the results is the first");
    }
    assert.ok(await page.locator(".skip-results").isVisible());
    await page.keyboard.press("Enter");
    while (!await page.evaluate(() => Boolean(document.activeElement.closest(".hit-title")))) {
      await page.keyboard.press("Tab");
      presses += 1;
      assert.ok(presses <= 12, path);
    }
  }
}));

test("the first four groups are open, and long ones are searched", () => visit({}, async (page) => {
  await page.goto(site.address + "/search");
  const open = await page.locator(".facet").evaluateAll((groups) => groups.map((group) => group.open));
  assert.deepEqual(open.slice(0, 4), [true, true, true, true]);
  assert.ok(open.length > 4 && open.slice(4).every((one) => !one));
  const group = page.locator(".facet[data-key=country]");
  await group.locator("summary").first().click();
  const box = group.locator("[data-find]");
  await box.fill("nether");
  assert.deepEqual(await group.locator(".facet-label:visible").allInnerTexts(), ["Netherlands"]);
  await box.fill("atlantis");
  assert.equal(await group.locator(".facet-label:visible").count(), 0);
  assert.match(await group.locator("[data-none]").innerText(), /Nothing/);
  await page.keyboard.press("Escape");
  assert.equal(await box.inputValue(), "");
  await box.fill("nether");
  await group.locator("input[value=NL]").check();
  await page.waitForURL(/country=NL/);
  await announced(page);
  assert.equal(await box.inputValue(), "nether", "what was typed stays");
  assert.equal(await page.locator(".facet[data-key=organisation] [data-find]").count(), 1);
  assert.doesNotMatch(page.url(), /nether/);
}));

test("on a phone the sheet stays open and says how many pages it leads to", () => visit({ viewport: { width: 360, height: 740 } }, async (page) => {
  await page.goto(site.address + "/search?q=mobile+phone");
  const summary = page.locator(".facet-sheet > summary");
  await summary.click();
  await page.locator("input[name=kind][value=case-study]").check();
  await page.waitForURL(/kind=case-study/);
  await announced(page);
  await page.locator("input[name=partnership_types][value=supplier-recipient]").check();
  await page.waitForURL(/partnership_types/);
  await announced(page);
  assert.equal(await page.locator(".facet-sheet").evaluate((sheet) => sheet.open), true);
  assert.equal(await summary.innerText(), "Filters (2)");
  const button = page.locator("[data-show]");
  const [, shown] = (await button.innerText()).match(/^Show (\d+) pages?$/);
  assert.ok((await button.boundingBox()).y < 740, "it is in sight");
  await button.click();
  assert.equal(await page.locator(".facet-sheet").evaluate((sheet) => sheet.open), false);
  assert.match(await count(page), new RegExp(`\\b${shown}\\b`));
  assert.equal(await page.evaluate(() => document.activeElement.id), "c-results");
}));

test("five hits stand above the fold", () => visit({}, async (page) => {
  for (const path of ["/search?q=mobile+phone", "/search?q=ending+a+partnership", "/search?kind=case-study", "/search?kind=lesson&challenges=concluding,managing-expectations"]) {
    await page.goto(site.address + path);
    const ends = await page.locator(".hit").evaluateAll((hits) => hits.map((hit) => hit.getBoundingClientRect().bottom));
    const above = ends.filter((end) => end <= 900).length;
    assert.ok(above >= Math.min(5, ends.length), `${path}: ${above} hits, ${ends.slice(0, 6).map(Math.round)}`);
    const chips = await page.locator(".hit").evaluateAll((hits) => hits.map((hit) => hit.querySelectorAll(".chip").length));
    assert.ok(chips.every((number) => number <= 2), chips.join());
  }
}));

test("the map's filters apply in place as well", () => visit({}, async (page) => {
  await page.goto(site.address + "/map");
  await page.evaluate(() => { window.same = true; });
  const before = await page.locator(".map").innerText();
  await page.locator(".map-options > summary").click();
  const lessons = page.locator("input[name=kind][value=lesson]");
  await lessons.check();
  await page.waitForURL(/kind=lesson/);
  await page.waitForFunction((text) => document.querySelector(".map").innerText !== text, before);
  assert.equal(await page.evaluate(() => window.same), true);
  assert.ok(await lessons.evaluate((element) => element === document.activeElement));
  assert.equal(await page.locator(".map-options").evaluate((part) => part.open), true);
}));

test("without script filters are applied by a button that is in sight", () => visit({ javaScriptEnabled: false }, async (page) => {
  await page.goto(site.address + "/search?q=mobile+phone");
  assert.equal(await page.locator(".facet-find:visible").count(), 0);
  const apply = page.locator(".facet-groups > [data-apply]");
  const box = await apply.boundingBox();
  assert.ok(box.y + box.height <= 900, `the button is at ${box.y}`);
  await page.locator("input[name=kind][value=lesson]").check();
  await apply.click();
  assert.match(page.url(), /kind=lesson/);
  assert.equal(await page.locator("[data-show]").isVisible(), false);
  assert.ok(await page.locator(".sort [data-apply]").isVisible());
}));

test("with script no button to sort is there, not even before the script came", () => visit({}, async (page) => {
  await page.route(/\.js$/, (route) => route.abort());
  await page.goto(site.address + "/search?q=mobile+phone");
  assert.equal(await page.locator(".sort [data-apply]").isVisible(), false);
  await page.locator(".sort select").selectOption("title");
  await page.locator(".search-page button[type=submit]").first().click();
  assert.match(page.url(), /sort=title/);
}));

test("the language is switched in the header, and kept", () => visit({}, async (page) => {
  await page.goto(site.address + "/search?kind=lesson");
  const link = page.locator(".site-header .languages a[lang=es]");
  assert.match(await link.innerText(), /es\s*Español/i);
  await link.click();
  assert.equal(await page.locator("html").getAttribute("lang"), "es");
  assert.match(page.url(), /kind=lesson/);
  await page.goto(site.address + "/map");
  assert.equal(await page.locator("h1").innerText(), "Mapa");
}));
