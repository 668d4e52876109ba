// The vocabulary and the bibliography of an organizer: a term replaced in its pages, and works added after a report.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { AxeBuilder } from "@axe-core/playwright";
import { button, enter, press, serveGroup, visit as visitBy } from "./group.js";
import { browse, repository as make } from "./site.js";

const VOCABULARY = `[[facet]]\nkey = "challenges"\nlabel = "Challenge"\n\n[[facet.term]]\nid = "old"\nlabel = "Old word"\nlabels = { fr = "Ancien mot" }\n\n[[facet.term]]\nid = "new"\nlabel = "New word"\n`;
const WORKS = `@article{a2014, title = {A work on ferries and law}, author = {Berg, Olga}, year = 2014}\n\n@book{a14, title = {A Work on Ferries and Law}, year = 2014}\n`;

let site, repository, browser;
before(async () => {
  const page = `---\ntitle: Ferries\nsummary: About ferries.\nkind: case-study\nlang: en\nchallenges: [old]\nsources: [a14]\n---\n\nFerries.\n`;
  repository = make({ "index.md": page.replace("Ferries", "Home").replace("case-study", "page"), "ferries.md": page, "vocabulary.toml": VOCABULARY, "references.bib": WORKS });
  [site, browser] = await Promise.all([serveGroup(repository.folder, { olga: "organizer" }), browse()]);
});
after(async () => {
  await browser?.close();
  await site?.stop();
  repository?.remove();
});

const visit = (options, run) => visitBy(browser, options, run);
const clean = async (page) => {
  assert.deepEqual((await new AxeBuilder({ page }).analyze()).violations.map(({ id, nodes }) => [id, nodes.map((node) => node.html)]), []);
  await page.setViewportSize({ width: 360, height: 800 });
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), `${page.url()} is wider than a phone`);
  await page.setViewportSize({ width: 1280, height: 800 });
};

test("an organizer replaces a term without JavaScript, and sees first which pages change", () => visit({ javaScriptEnabled: false }, async (page, context) => {
  await visit({}, async (signed) => {
    await enter(signed, site, "olga", "/");
    await context.addCookies(await signed.context().cookies());
  });
  await page.goto(`${site.address}/-/glossary`);
  await press(page, page.getByRole("link", { name: "Change the vocabulary" }));
  await press(page, page.getByRole("link", { name: "Old word" }));
  await page.getByLabel("What becomes of it").selectOption({ label: "Replaced by “New word”" });
  await press(page, button(page, "Show what changes"));
  assert.match(await page.locator(".changed-pages").innerText(), /Ferries.*challenges: \[old\].*challenges: \[new\]/s);
  await press(page, button(page, "Save"));
  assert.match(await page.locator(".notice").innerText(), /^Saved\./);
  assert.match(await page.locator("#challenges-old").innerText(), /replaced by “New word”/);
}));

test("the pages of the vocabulary and the bibliography are for everybody's eyes and hands", () => visit({}, async (page) => {
  await enter(page, site, "olga", "/-/vocabulary");
  await clean(page);
  await page.goto(`${site.address}/-/vocabulary/challenges/new`);
  await page.getByLabel("Remark").fill("A remark");
  await press(page, button(page, "Show what changes"));
  await clean(page);
  await page.goto(`${site.address}/-/synonyms?word=boat`);
  await page.getByLabel("Means the same as").fill("ferry\nship");
  await press(page, button(page, "Show what changes"));
  await clean(page);
  await page.goto(`${site.address}/-/bibliography`);
  await clean(page);
  await press(page, page.locator("#c-duplicates ~ ul").getByRole("link"));
  await press(page, button(page, "Show what changes"));
  await clean(page);
  await page.goto(`${site.address}/-/import`);
  const text = "@book{new, title = {A new one}}\n@book{x, title = {A work on ferries and law}, year = 2014}\n@book{open, title = {\n";
  await page.getByLabel("File", { exact: true }).setInputFiles({ name: "works.bib", mimeType: "text/plain", buffer: Buffer.from(text) });
  await press(page, button(page, "Show what is in it"));
  assert.deepEqual(await page.locator("main section h2").allInnerTexts(), ["What cannot be read", "1 new work", "1 work that seems to be there already"]);
  await clean(page);
  await press(page, button(page, "Add what is ticked"));
  assert.match(await page.locator("main").innerText(), /A new one/);
}));
