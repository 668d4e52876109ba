// The editor by keyboard, by ear, in long texts, and left open.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import AxeBuilder from "@axe-core/playwright";
import { pages, press, serveGroup, session, until } from "./group.js";
import { browse } from "./site.js";
import { bars, isKept, night, rich, state, text, type, writer } from "./writing.js";

const MINUTE = 60_000;
const EDITORS = 100;
const own = Object.fromEntries(Array.from({ length: EDITORS }, (_, at) => [`page-${at}`, [`Page ${at} of the delta`, "It lies there."]]));
let site, repository, browser;
before(async () => {
  repository = pages({ ...own, keys: ["Knots of the delta", "Knots wade."], long: ["Rails of the delta", "Rails run."] });
  [site, browser] = await Promise.all([serveGroup(repository.folder, { ada: "organizer", dora: "contributor" }), browse()]);
});
after(async () => {
  await browser?.close();
  await site?.stop();
  repository?.remove();
});
const writing = writer(() => ({ site, browser }));
const isIn = (page) => rich(page).evaluate((content) => content.getRootNode().activeElement === content);

test("with the keyboard alone one writes, marks, finds, looks at it and saves", () => writing("ada", "/-/edit/keys", async (page) => {
  await rich(page).waitFor();
  const { keyboard } = page;
  let stops = 0;
  for (; stops < 60 && !await isIn(page); stops += 1) await keyboard.press("Tab");
  assert.ok(stops < 60, "Tab leads to the text");
  await keyboard.press("Control+End");
  await keyboard.type(" They probe");
  await keyboard.press("Control+Shift+ArrowLeft");
  await keyboard.press("Shift+Tab");
  assert.ok(await page.evaluate(() => document.activeElement.closest(".edit-toolbar") !== null), "the buttons are one stop away");
  await keyboard.press("Home");
  await keyboard.press("ArrowRight");
  await keyboard.press("Enter");
  assert.ok(await isIn(page), "after a button one writes on");
  assert.match(await text(page), /They \*\*probe\*\*$/);
  await keyboard.press("Control+f");
  await keyboard.type("wade");
  await keyboard.press("Enter");
  await keyboard.press("Escape");
  assert.ok(await isIn(page), "from the search one comes back to the text");
  await keyboard.type("walk");
  assert.match(await text(page), /^Knots walk\./m);
  await keyboard.press("Tab");
  assert.ok(!await isIn(page), "Tab leaves");
  await Promise.all([page.waitForNavigation(), keyboard.press("Control+Enter")]);
  assert.match(await page.locator("article").innerText(), /Knots walk\. They probe/);
  // What is offered after a crash is reached and thrown away by keys, too.
  await page.goto(`${site.address}/-/edit/keys`);
  await type(page, "Lost?");
  await isKept(page);
  await page.reload();
  await bars(page).waitFor();
  await page.getByRole("button", { name: "Throw it away" }).focus();
  await keyboard.press("Shift+Tab");
  assert.equal(await page.evaluate(() => document.activeElement.textContent), "Go on with it");
  await keyboard.press("Tab");
  await keyboard.press("Enter");
  await until("that it is gone", async () => await bars(page).count() === 0);
}));

test("a screen reader hears a name of everything in the editor, and axe finds nothing in its panels", () => writing("ada", "/-/edit/page-0", async (page, context) => {
  await rich(page).waitFor();
  await page.locator("#c-body").fill("");
  await type(page, ":::less");
  await page.locator(".edit-box [role=option]").first().waitFor();
  const session = await context.newCDPSession(page);
  const heard = async () => {
    const { nodes } = await session.send("Accessibility.getFullAXTree");
    const roles = ["button", "textbox", "searchbox", "checkbox", "combobox", "listbox", "option", "link", "toolbar", "region", "group"];
    return nodes.filter(({ ignored, role }) => !ignored && roles.includes(role?.value));
  };
  const unnamed = (nodes) => nodes.filter(({ role, name }) => !name?.value && role.value !== "group").map(({ role, nodeId }) => `${role.value} ${nodeId}`);
  const axe = async () => (await new AxeBuilder({ page }).include("main").analyze()).violations.map((one) => `${one.id}: ${one.nodes[0].html}`);
  const offered = await heard();
  assert.deepEqual(unnamed(offered), []);
  assert.ok(offered.some(({ role }) => role.value === "listbox"), "what is offered is a list");
  assert.deepEqual(await axe(), []);
  await page.keyboard.press("Escape");
  await page.keyboard.press("Control+f");
  await page.locator(".edit-box .cm-search").waitFor();
  assert.deepEqual(unnamed(await heard()), []);
  await page.setViewportSize({ width: 360, height: 800 });
  assert.deepEqual(await axe(), []);
  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth), 0);
  const cut = await page.locator(".edit-box .cm-search").evaluate((panel) => {
    const right = panel.getBoundingClientRect().right;
    return [...panel.querySelectorAll("input, button, label")].filter((one) => one.getBoundingClientRect().right > right + 1).map((one) => one.name || one.textContent);
  });
  assert.deepEqual(cut, [], "all of the search is within its panel");
  // Where the text is stands in words, and is told when it changes.
  assert.match(await state(page), /\S/);
}));

const PARAGRAPH = `${"A line of a long page, with *bent* words and [a link](all.md).\n".repeat(20)}\n`;
const weight = (page, word) => rich(page).locator("span", { hasText: new RegExp(`^${word}$`) }).last().evaluate((span) => getComputedStyle(span).fontWeight);

test("a long text has its colours wherever one looks, also while one types and composes", () => writing("ada", "/-/edit/long", async (page, context) => {
  await rich(page).waitFor();
  await page.locator("#c-body").fill(`${PARAGRAPH.repeat(70)}**heavy** end\n\n- [one](all.md)`);
  await rich(page).focus();
  await page.keyboard.press("Control+End");
  await until("the colours at the end", async () => await weight(page, "heavy") === "700");
  await page.keyboard.type(" and **strong** words");
  await until("the colours of what was typed", async () => await weight(page, "strong") === "700");
  await page.keyboard.press("Control+Home");
  await page.keyboard.type("**first** ");
  await until("the colours at the top", async () => await weight(page, "first") === "700");
  // What is composed stays whole while the colours around it change and the text is kept.
  await page.keyboard.press("Control+End");
  await page.keyboard.type(" **");
  const input = await context.newCDPSession(page);
  const compose = (typed) => input.send("Input.imeSetComposition", { text: typed, selectionStart: typed.length, selectionEnd: typed.length });
  await compose("n");
  await isKept(page);
  await compose("ni");
  await page.waitForTimeout(100);
  await compose("你");
  await input.send("Input.insertText", { text: "你好" });
  await page.keyboard.type("**");
  await until("the whole word", async () => (await rich(page).evaluate((content) => content.innerText)).includes("words **你好**"));
  await until("its colours", async () => await weight(page, "你好") === "700");
  await isKept(page);
  await press(page, page.locator("[data-save]"));
  assert.match(await page.locator("article").innerText(), /words 你好/);
}));

test("an editor that is left open asks at most once a minute, and not at all where nobody looks", () => writing("ada", "/-/edit/page-1", async (page) => {
  await page.clock.install();
  await page.goto(`${site.address}/-/edit/page-1`);
  await rich(page).waitFor();
  await page.clock.runFor(MINUTE);
  await page.waitForLoadState("networkidle");
  // A preview that waits for a pause is not asked for any more where it was turned off before.
  const asked = [];
  page.on("request", (request) => asked.push(request.url().replace(site.address, "")));
  await rich(page).focus();
  await page.keyboard.type("x");
  await page.getByRole("button", { name: "Live preview" }).click();
  await page.clock.runFor(10_000);
  assert.deepEqual(asked.filter((url) => url.includes("live=")), []);
  asked.length = 0;
  await page.clock.runFor(30 * MINUTE);
  await until("that it was asked", () => asked.length >= 25);
  assert.ok(asked.length <= 30, `${asked.length} times in half an hour`);
  assert.ok(asked.every((url) => url.startsWith("/-/edit/page-1?since=")), asked.join("\n"));
  await page.evaluate(() => { Object.defineProperty(document, "visibilityState", { get: () => "hidden" }); });
  asked.length = 0;
  await page.clock.runFor(10 * MINUTE);
  assert.deepEqual(asked, []);
}));

test("a hundred editors that are open cost the server at most a hundredth of a core", { skip: !night && "it is long" }, async () => {
  const [ada, dora] = await Promise.all([session(site, "ada"), session(site, "dora")]);
  const editors = await Promise.all(Object.keys(own).map(async (name, at) => {
    const cookie = at % 2 === 0 ? ada : dora;
    const form = await (await fetch(`${site.address}/-/edit/${name}`, { headers: { cookie } })).text();
    const [, base] = /name="base" value="([^"]+)"/.exec(form);
    return { address: `${site.address}/-/edit/${name}?${new URLSearchParams({ since: base, file: `${name}.md` })}`, cookie, at };
  }));
  const minutes = 3;
  const begun = Date.now();
  const wait = (time) => new Promise((done) => { setTimeout(done, begun + time - Date.now()); });
  const before = site.cpu();
  const statuses = await Promise.all(editors.map(async ({ address, cookie, at }) => {
    const all = [];
    for (let minute = 0; minute < minutes; minute += 1) {
      await wait((minute + at / EDITORS) * MINUTE);
      all.push((await fetch(address, { headers: { cookie } })).status);
    }
    return all;
  }));
  await wait(minutes * MINUTE);
  const part = (site.cpu() - before) / (minutes * 60);
  console.log(`# ${EDITORS} open editors for ${minutes} minutes: ${(part * 100).toFixed(2)} % of a core`);
  assert.deepEqual([...new Set(statuses.flat())], [204]);
  assert.ok(part <= 0.01, `${part}`);
});
