// What people come for, in as few actions as promised. An action is a click, a press of Enter, or
// typing in a field.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { browse, pages, serve } from "./site.js";

let site, browser;
before(async () => { [site, browser] = await Promise.all([serve(), browse()]); });
after(async () => {
  await browser?.close();
  await site?.stop();
});

/** Does something from a page on, and counts the actions. */
function task(name, most, start, run) {
  test(`${name} in at most ${most} actions`, async () => {
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, permissions: ["clipboard-read", "clipboard-write"] });
    try {
      const page = await context.newPage();
      await page.goto(site.address + start);
      let actions = 0;
      await run(page, {
        async click(locator) { actions += 1; await locator.click(); },
        async type(text) { actions += 1; await page.locator("#c-search").pressSequentially(text); },
        async enter() { actions += 1; await page.keyboard.press("Enter"); },
      });
      assert.ok(actions <= most, `${actions} actions`);
    } finally { await context.close(); }
  });
}

const facts = (page) => page.locator(".hit-facts").allInnerTexts();

task("lessons about ending a partnership", 3, "/", async (page, act) => {
  await act.click(page.getByRole("link", { name: "Lessons about ending" }));
  const found = await facts(page);
  assert.ok(found.length >= 3 && found.every((fact) => fact.startsWith("Lesson")), found.join("\n"));
  assert.match((await page.locator(".hit-title").allInnerTexts()).join("\n"), /ending/i);
});

task("an operator case in a developing country, its citation copied", 6, "/", async (page, act) => {
  await act.type("mobile operator Ghana");
  await act.enter();
  await act.click(page.locator(".hit", { hasText: /Case study · Ghana/ }).first().locator(".hit-title a"));
  await act.click(page.locator(".action summary").first());
  await act.click(page.locator("[data-copy-citation]"));
  await page.waitForFunction(() => document.querySelector("[data-said]").textContent !== "");
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  assert.match(copied, /Ghana.*\/cases\/[a-z-]*ghana[a-z-]*\?at=[0-9a-f]{40}|Ghana.*\/cases\/ghana[a-z-]*\?at=[0-9a-f]{40}/s);
});

// The starter content has a case for each pair, but not in each country.
task("the pairs without a case in a country", 1, "/map?country=CA", async (page, act) => {
  await act.click(page.getByRole("link", { name: "Which?" }));
  await page.waitForURL(/\/map\?[^#]*#c-gaps$/);
  assert.ok(await page.locator(".map-gap-list li").first().isVisible());
  const [, gaps] = (await page.locator(".map-gaps").innerText()).match(/: (\d+) of/);
  assert.equal(await page.locator(".map-gap-list li").count(), Number(gaps));
});

task("all Dutch cases", 3, "/", async (page, act) => {
  await act.type("netherlands");
  await act.click(page.locator(".suggestions li", { hasText: "Country: Netherlands" }));
  await page.waitForURL(/country=NL/);
  const total = Number(await page.locator("input[value=case-study] ~ .count").innerText());
  await act.click(page.locator("input[name=kind][value=case-study]"));
  await page.waitForURL(/kind=case-study/);
  await page.waitForFunction((count) => document.querySelectorAll(".hit").length === count, total);
  const found = await facts(page);
  assert.ok(total > 1 && found.every((fact) => /^Case study · .*Netherlands|^Case study · .*…/.test(fact)), found.join("\n"));
});

task("this week's changes", 2, "/", async (page, act) => {
  await act.click(page.locator("main a[href='/changes']"));
  assert.ok((await page.locator(".changes h2 time").count()) > 0);
  await act.click(page.locator(".commit-title a").first());
  assert.ok((await page.locator(".commit-groups li").count()) > 0);
});

task("a correction is proposed", 2, pages["case study"], async (page, act) => {
  await act.click(page.getByText("Correct this page"));
  assert.match(await page.locator(".panel pre").innerText(), /git clone http\S+\/content\.git[\s\S]*insee-orange-labs\.md/);
});

task("a filtered list as BibTeX", 2, "/search?kind=case-study&country=NL", async (page, act) => {
  const saved = page.waitForEvent("download");
  await act.click(page.locator(".search-results .cite-download a", { hasText: /^BibTeX$/ }));
  const text = readFileSync(await (await saved).path(), "utf8");
  assert.match(text, /^@\w+\{/m);
});
