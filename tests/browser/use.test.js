// What no scanner can see: the keyboard, focus, zoom, forced colours, motion, languages, no script.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { browse, pages, serve } from "./site.js";
import { small } from "./small.js";

let site, other, repository, browser;
before(async () => {
  repository = small();
  [site, other, browser] = await Promise.all([serve(), serve(repository.folder, '[look]\naccent = "#8a1538"\n'), browse()]);
});
after(async () => {
  await browser?.close();
  await Promise.all([site?.stop(), other?.stop()]);
  repository?.remove();
});

/** Runs with a page of its own. */
async function visit(options, run) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...options });
  try { await run(await context.newPage(), context); } finally { await context.close(); }
}

const focused = (page) => page.evaluate(() => {
  const element = document.activeElement;
  const box = element.getBoundingClientRect();
  const style = getComputedStyle(element);
  return { name: element.localName, text: element.textContent.trim(), outline: parseFloat(style.outlineWidth), style: style.outlineStyle, visible: box.width > 0 && box.height > 0 && box.bottom > 0 && box.top < innerHeight };
});

test("a whole visit by keyboard: skip, search, choose, read, go back", () => visit({}, async (page) => {
  await page.goto(site.address + "/map");
  await page.keyboard.press("Tab");
  assert.equal((await focused(page)).text, "Skip to content");
  await page.keyboard.press("Enter");
  assert.equal((await focused(page)).name, "main");
  await page.keyboard.press("/");
  assert.equal((await focused(page)).name, "input");
  await page.keyboard.type("scanner data");
  const input = page.locator("#c-search");
  await page.locator(".suggestions li").first().waitFor();
  assert.equal(await input.getAttribute("role"), "combobox");
  assert.equal(await input.getAttribute("aria-expanded"), "true");
  await page.keyboard.press("ArrowDown");
  const active = await input.getAttribute("aria-activedescendant");
  assert.equal(await page.locator(`#${active}`).getAttribute("aria-selected"), "true");
  assert.equal((await focused(page)).name, "input", "focus stays in the field");
  await page.keyboard.press("Escape");
  assert.equal(await input.getAttribute("aria-expanded"), "false");
  assert.equal(await input.inputValue(), "scanner data");
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/search\?q=/);
  assert.ok((await page.locator(".hit").count()) > 0);
  await page.locator(".hit-title a").first().focus();
  await page.keyboard.press("Enter");
  await page.locator(".prose").waitFor();
}));

test("focus is never lost or hidden", () => visit({}, async (page) => {
  for (const path of [pages.home, pages["case study"], pages.search, pages.map, pages.timeline]) {
    await page.goto(site.address + path);
    for (let step = 0; step < 60; step += 1) {
      await page.keyboard.press("Tab");
      // Scrolling is smooth, so look again until it has arrived.
      let seen = await focused(page);
      for (let wait = 0; wait < 40 && !seen.visible; wait += 1) { await page.waitForTimeout(25); seen = await focused(page); }
      if (seen.name === "body") break;
      assert.ok(seen.visible, `${path}: ${seen.name} “${seen.text}” is out of sight`);
      assert.ok(seen.outline >= 2 && seen.style !== "none", `${path}: ${seen.name} “${seen.text}” shows no focus`);
    }
  }
}));

test("arrow keys go through the map", () => visit({}, async (page) => {
  await page.goto(site.address + "/map");
  const cells = page.locator(".map tbody tr:has(td a)").first().locator("td a");
  await cells.first().focus();
  const name = await cells.first().innerText();
  assert.match(name, /: \d+ /, "a cell says its row, its column and its pages");
  const row = () => page.evaluate(() => document.activeElement.closest("tr").rowIndex);
  await page.keyboard.press("ArrowRight");
  assert.equal(await page.evaluate(() => document.activeElement.closest("td").cellIndex), 2);
  const first = await row();
  await page.keyboard.press("ArrowDown");
  assert.equal(await row(), first + 1);
  // Down to the last row, past those that name a group.
  for (let step = 0; step < 20; step += 1) await page.keyboard.press("ArrowDown");
  const last = await page.evaluate(() => document.querySelector(".map tbody tr:last-of-type").rowIndex);
  assert.ok(await row() > first + 8, `${await row()} of ${last}`);
}));

test("a reference opens beside its mark and gives focus back", () => visit({}, async (page) => {
  await page.goto(site.address + pages["case study"]);
  const mark = page.locator(".citation a").first();
  await mark.focus();
  await page.keyboard.press("Enter");
  const note = page.locator(".note-popover");
  await note.waitFor({ state: "visible" });
  assert.match(await note.innerText(), /Salgado/);
  await page.keyboard.press("Escape");
  await note.waitFor({ state: "hidden" });
  assert.equal((await focused(page)).name, "a");
}));

test("a term tells its definition by keyboard", () => visit({}, async (page) => {
  await page.goto(site.address + pages["case study"]);
  await page.locator(".define").first().focus();
  await page.keyboard.press("Enter");
  await page.locator(".definition:popover-open").waitFor();
}));

test("values are offered while typing, and lead to their pages", () => visit({}, async (page) => {
  await page.goto(site.address + "/");
  await page.locator("#c-search").pressSequentially("eston");
  const option = page.locator(".suggestions li", { hasText: "Country: Estonia" });
  await option.waitFor();
  assert.match(await option.innerText(), /\d+ pages?/);
  await option.click();
  await page.waitForURL(/\/search\?country=EE/);
  assert.equal(await page.locator(".chip-remove").count(), 1);
}));

test("the words that led to a page are marked on it, until they are not wanted", () => visit({}, async (page) => {
  await page.goto(site.address + "/search?q=mobile+phone+confidentiality");
  const section = page.locator(".hit-section a").first();
  const heading = decodeURIComponent(new URL(await section.getAttribute("href"), site.address).hash.slice(1));
  await section.click();
  await page.locator("mark.found").first().waitFor();
  assert.equal(new URL(page.url()).search, "", "the address is the page's own");
  const top = await page.evaluate((id) => document.getElementById(id).getBoundingClientRect().top, heading);
  assert.ok(top >= 0 && top < 800, `the heading is at ${top}`);
  const words = await page.locator("mark.found").allInnerTexts();
  assert.ok(words.some((word) => /^(mobile|phones?|confidential\w*)$/i.test(word)), words.join());
  assert.ok(words.every((word) => !/^(the|of|and)$/i.test(word)), words.join());
  const text = await page.locator(".prose").innerText();
  // They stay when the page is loaded again, and go for good when they are taken away.
  await page.reload();
  await page.locator("mark.found").first().waitFor();
  const remove = page.locator("[data-marks] button");
  await remove.focus();
  assert.equal((await focused(page)).visible, true);
  await page.keyboard.press("Enter");
  assert.equal(await page.locator("mark.found").count(), 0);
  assert.equal(await page.locator("[data-marks]").isVisible(), false);
  assert.equal(await page.locator(".prose").innerText(), text);
  await page.reload();
  await page.waitForTimeout(200);
  assert.equal(await page.locator("mark.found").count(), 0);
  // Whoever comes from elsewhere sees the page as it is.
  await page.goto(site.address + pages["case study"]);
  assert.equal(await page.locator("mark.found").count(), 0);
}));

test("words are marked in a new tab as well", () => visit({}, async (page, context) => {
  await page.goto(site.address + "/search?q=mobile+phone");
  const opened = context.waitForEvent("page");
  await page.locator(".hit-title a").first().click({ modifiers: ["ControlOrMeta"] });
  const tab = await opened;
  await tab.locator("mark.found").first().waitFor();
}));

test("everything is there at a zoom of 400 %", () => visit({ viewport: { width: 320, height: 256 } }, async (page) => {
  for (const [name, path] of Object.entries(pages)) {
    await page.goto(site.address + path);
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    assert.ok(overflow <= 0, `${name} is ${overflow} px too wide`);
  }
}));

test("forced colours leave the map and its gaps to be told apart", () => visit({ forcedColors: "active" }, async (page) => {
  await page.goto(site.address + "/map");
  const border = await page.locator(".map-cell a").first().evaluate((cell) => getComputedStyle(cell).borderTopStyle);
  assert.equal(border, "solid");
}));

test("nothing moves for those who want no motion", () => visit({ reducedMotion: "reduce" }, async (page) => {
  await page.goto(site.address + pages["case study"]);
  assert.equal(await page.evaluate(() => getComputedStyle(document.documentElement).scrollBehavior), "auto");
}));

test("a page from right to left is laid out so, its surroundings are not", () => visit({}, async (page) => {
  await page.goto(other.address + "/arabic");
  assert.equal(await page.locator("html").getAttribute("dir"), "rtl");
  assert.equal(await page.locator(".site-header").getAttribute("dir"), "ltr");
  const title = await page.locator("h1").evaluate((heading) => getComputedStyle(heading).direction);
  assert.equal(title, "rtl");
  const right = await page.evaluate(() => document.querySelector(".outline").getBoundingClientRect().left > document.querySelector(".page-body").getBoundingClientRect().left);
  assert.ok(right, "the outline stands on the right");
  const bar = await page.locator(".alert").evaluate((alert) => [getComputedStyle(alert).borderRightWidth, getComputedStyle(alert).borderLeftWidth]);
  assert.deepEqual(bar, ["4px", "0px"]);
}));

test("all of it works without script", () => visit({ javaScriptEnabled: false }, async (page) => {
  await page.goto(site.address + "/");
  await page.locator("#c-search").fill("mobile phone");
  await page.locator(".search-form button").click();
  await page.locator(".hit").first().waitFor();
  await page.locator(".facet input[name=kind][value=case-study]").check();
  await page.locator(".facet-groups > [data-apply]").click();
  await page.waitForURL(/kind=case-study/);
  await page.locator(".hit-title a").first().click();
  await page.locator(".citation a").first().click();
  assert.ok(await page.locator("li:target").isVisible(), "a citation leads to its reference");
  await page.locator(".define").first().click();
  await page.locator(".definition:popover-open").waitFor();
}));

test("the interface speaks the reader's language", () => visit({ locale: "fr-FR" }, async (page) => {
  await page.goto(site.address + "/map");
  assert.equal(await page.locator("html").getAttribute("lang"), "fr");
  assert.equal(await page.locator("h1").innerText(), "Carte");
  await page.locator(".languages a[lang=ru]").click();
  assert.equal(page.url(), site.address + "/map");
  assert.equal(await page.locator("h1").innerText(), "Карта");
  await page.goto(site.address + pages["case study"]);
  assert.equal(await page.locator("html").getAttribute("lang"), "en", "what the page says stays English");
  assert.match(await page.locator(".facts").innerText(), /Франция/);
  await page.goto(other.address + "/francais");
  assert.match(await page.locator(".facts").innerText(), /Allemagne[\s\S]*Depuis 1er avril 2018|Depuis/, "a page in French has a French interface");
  assert.equal(await page.locator(".languages").count(), 0);
}));

test("a group's own colour is applied, without an inline style", () => visit({}, async (page) => {
  await page.goto(other.address + "/");
  assert.equal(await page.locator(".button").first().evaluate((button) => getComputedStyle(button).backgroundColor), "rgb(138, 21, 56)");
  assert.equal(await page.locator("[style]").count(), 0);
}));

test("a link to the page as it is now is copied, and it is said", () => visit({ permissions: ["clipboard-read", "clipboard-write"] }, async (page) => {
  await page.goto(site.address + pages["case study"]);
  const link = page.locator("[data-copy]");
  await link.focus();
  await page.keyboard.press("Enter");
  const said = page.locator("[data-said]");
  await page.waitForFunction(() => document.querySelector("[data-said]").textContent !== "");
  assert.equal(await said.getAttribute("role"), "status");
  assert.match(await said.innerText(), /copied/);
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  assert.match(copied, /^http:.*\/cases\/insee-orange-labs\?at=[0-9a-f]{40}$/);
  assert.equal(page.url(), site.address + pages["case study"], "the page stays");
  await page.goto(copied);
  assert.equal(await page.locator(".notice").count(), 0, "it is the page as it is");
}));

test("a page is cited and corrected, with or without script", async () => {
  for (const javaScriptEnabled of [true, false]) {
    await visit({ javaScriptEnabled }, async (page) => {
      await page.goto(site.address + pages["case study"]);
      assert.equal(await page.locator("[data-print]").isVisible(), javaScriptEnabled);
      const [cite, correct] = [page.locator("details.action").nth(0), page.locator("details.action").nth(1)];
      await cite.locator("summary").click();
      assert.match(await cite.locator(".own-citation").innerText(), /INSEE, Orange Labs.*\?at=[0-9a-f]{40}/s);
      const saved = page.waitForEvent("download");
      await cite.locator("a", { hasText: "RIS" }).click();
      assert.match((await saved).suggestedFilename(), /^cases-insee-orange-labs\.ris$/);
      await correct.locator("summary").click();
      assert.equal(await cite.evaluate((details) => details.open), false, "one panel at a time");
      assert.match(await correct.locator("pre").innerText(), /git clone http.*\/content\.git/);
      if (!javaScriptEnabled) return;
      await page.keyboard.press("Escape");
      assert.equal(await correct.evaluate((details) => details.open), false);
      assert.equal((await focused(page)).name, "summary");
    });
  }
});

test("on a phone a case begins on the first screen, its facts in three lines", async () => {
  for (const javaScriptEnabled of [true, false]) {
    await visit({ viewport: { width: 360, height: 740 }, javaScriptEnabled }, async (page) => {
      for (const path of ["/cases/insee-orange-labs", "/cases/kenya-citizen-generated-data", "/cases/adr-uk"]) {
        await page.goto(site.address + path);
        const top = (await page.locator(".prose > p").first().boundingBox()).y;
        assert.ok(top <= 700, `${path} begins at ${top} px`);
        const brief = page.locator(".brief");
        const lines = (await brief.boundingBox()).height / 20.25;
        assert.ok(lines < 3.2, `${path}: ${lines} lines of facts`);
        const rest = page.locator(".facts > details");
        assert.equal(await rest.locator("dl").isVisible(), false);
        await rest.locator("summary").click();
        assert.equal(await rest.locator("dl").isVisible(), true);
      }
    });
  }
});

test("the text begins at the same place with and without an outline", async () => {
  for (const width of [1000, 1280, 1600]) {
    await visit({ viewport: { width, height: 800 } }, async (page) => {
      const left = async (path) => {
        await page.goto(other.address + path);
        return (await page.locator(".prose").boundingBox()).x;
      };
      const [long, short] = [await left("/long"), await left("/short")];
      assert.equal(await page.locator(".outline").count(), 0);
      assert.equal(long, short, `at ${width} px`);
    });
  }
});

test("the outline marks the section one jumped to, also the last one", () => visit({}, async (page) => {
  await page.goto(site.address + pages["case study"]);
  for (const name of ["Related pages", "Approach", "References"]) {
    await page.locator(".outline a", { hasText: name }).click();
    await page.waitForTimeout(700);
    assert.equal(await page.locator(".outline a[aria-current]").innerText(), name);
  }
}));

test("a heading shows the link to it, to the mouse and to the keyboard", () => visit({}, async (page) => {
  await page.goto(site.address + pages["case study"]);
  const anchor = page.locator(".prose h2 a.anchor").first();
  const shown = () => anchor.evaluate((link) => getComputedStyle(link, "::before").opacity);
  assert.equal(await shown(), "0");
  await anchor.hover();
  assert.equal(await shown(), "1");
  await anchor.click();
  assert.match(page.url(), /#context$/);
}));

test("the programme of a seminar of two days prints on two sheets", () => visit({}, async (page) => {
  await page.goto(other.address + "/seminar");
  assert.ok((await page.locator(".overview tbody a").count()) === 12);
  const pdf = await page.pdf({ preferCSSPageSize: true });
  const sheets = pdf.toString("latin1").match(/\/Type\s*\/Page\b/g).length;
  assert.ok(sheets <= 2, `${sheets} sheets`);
}));

test("a case study prints as a hand-out of two pages with its address and version", () => visit({}, async (page) => {
  await page.goto(site.address + pages["case study"]);
  const pdf = await page.pdf({ preferCSSPageSize: true });
  const sheets = pdf.toString("latin1").match(/\/Type\s*\/Page\b/g).length;
  assert.equal(sheets, 2);
  await page.emulateMedia({ media: "print" });
  assert.match(await page.locator(".print-only").innerText(), /\/cases\/insee-orange-labs · [0-9a-f]{7,}/);
  assert.equal(await page.locator(".site-navigation").isVisible(), false);
}));

test("pages say what they are to machines, within the policy", () => visit({}, async (page) => {
  const blocked = [];
  page.on("console", (message) => { if (/Content Security Policy/i.test(message.text())) blocked.push(message.text()); });
  await page.goto(site.address + pages["case study"]);
  const data = JSON.parse(await page.locator("script[type='application/ld+json']").textContent());
  assert.equal(data["@type"], "Article");
  assert.deepEqual(blocked, []);
  const picture = await page.locator("meta[property='og:image']").getAttribute("content");
  const answer = await fetch(site.address + new URL(picture).pathname);
  assert.equal(answer.headers.get("content-type"), "image/png");
}));
