// The organizer's day: from an empty event to an agenda whose sessions are backed by examples, counted in actions
// and seconds; then what comes of it. An action is a press of a button, a link or a key; typing is none. The
// whole agenda is built at night, a short one each time.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { AxeBuilder } from "@axe-core/playwright";
import { add, button, enter, press, serveGroup, until, visit as visitBy } from "./group.js";
import { browse, repository as make } from "./site.js";

const front = (title, more, text = `Words of ${title}.`) => `---\ntitle: ${title}\nsummary: About ${title}.\nlang: en\n${more}---\n\n${text}\n`;
const THEMES = ["Ferries", "Orchards", "Bridges", "Lighthouses", "Windmills", "Vineyards", "Glaciers", "Tramways", "Quarries", "Beehives", "Harbours", "Meadows"].slice(0, process.env.CONCORD_NIGHTLY === "long" ? 12 : 2);
const PLAN = THEMES.map((theme, number) => ({ title: `${theme} and trust`, day: String(Math.floor(number / 2) % 2 + 1), starts: `${String(9 + Math.floor(number / 4)).padStart(2, "0")}:00`, ends: `${String(10 + Math.floor(number / 4)).padStart(2, "0")}:00`, track: number % 2 === 0 ? "Management" : "Operations" }));
const READY = `kind: event\nuid: ready\nstarts: 2030-04-17\nends: 2030-04-18\ntimezone: Europe/Zurich\ntracks: [Left, Right]\nrooms: [XIX, XX]\nsessions:\n  - {id: one, title: One, day: 1, starts: "09:00", ends: "10:00", track: Left, room: XIX}\n  - {id: two, title: Two, day: 1, starts: "10:00", ends: "11:00", track: Left, room: XX}\n  - {id: three, title: Three}\n`;

let site, repository, browser;
before(async () => {
  const cases = THEMES.flatMap((theme) => ["first", "second", "third"].map((which) => [`cases/${theme.toLowerCase()}-${which}.md`, front(`${theme}, the ${which} case`, "kind: case-study\ncountries: [EE]\n", `What was done about ${theme.toLowerCase()}.`)]));
  const ready = ["ready", "plain", "both", "keys"].map((name) => [`${name}.md`, front(`Event ${name}`, READY)]);
  repository = make({ "index.md": front("Home", "kind: page\n"), ...Object.fromEntries(cases), ...Object.fromEntries(ready) });
  [site, browser] = await Promise.all([serveGroup(repository.folder, { olga: "organizer" }), browse()]);
  add(site, "otto", "organizer");
});
after(async () => {
  await browser?.close();
  await site?.stop();
  repository?.remove();
});

const visit = (options, run) => visitBy(browser, options, run);
const clean = async (page) => assert.deepEqual((await new AxeBuilder({ page }).analyze()).violations.map(({ id, nodes }) => [id, nodes.map((node) => node.html)]), []);
const dialog = (page) => page.locator("dialog.in-place[open]");
const cell = (page, title, key) => page.locator(`[data-row]:has(legend:has-text("${title}")) [data-key="${key}"]`).first();
const block = (page, title) => page.locator(`.board-block:has(strong:text-is("${title}"))`);
const save = async (page) => press(page, button(page, "Save the agenda"));

test("an empty event becomes an agenda with three examples a session, in six actions a session", () => visit({}, async (page) => {
  const begun = Date.now();
  await enter(page, site, "olga", "/-/new?kind=event");
  for (const [key, text] of [["title", "The seminar"], ["summary", "Two days."], ["starts", "2030-04-17"], ["ends", "2030-04-18"], ["timezone", "Europe/Zurich"]]) await page.locator(`#f-${key}`).fill(text);
  await press(page, page.locator("[data-save]"));
  if (await page.getByRole("link", { name: "Build the agenda" }).count() === 0) await page.goto(`${site.address}/the-seminar`);
  await press(page, page.getByRole("link", { name: "Build the agenda" }));
  await page.locator("[name='f.tracks']").fill("Management\nOperations");
  let actions = 0;
  for (const planned of PLAN) {
    const field = (key) => page.locator(`[name='n.${key}']`);
    await field("title").fill(planned.title);
    await field("day").selectOption(planned.day);
    for (const key of ["starts", "ends", "track"]) await field(key).fill(planned[key]);
    actions += 1;
    await Promise.all([page.waitForNavigation(), field("track").press("Enter")]);
  }
  await clean(page);
  await save(page);
  await press(page, page.getByRole("link", { name: "Build the agenda" }));
  for (const { title } of PLAN) {
    let own = 1;
    await page.getByRole("button", { name: `Find examples: ${title}` }).click();
    own += 1;
    const adds = dialog(page).locator("button[value^='add:']");
    await until("suggestions", async () => await adds.count() >= 3);
    if (title === PLAN[0].title) await clean(page);
    for (let number = 1; number <= 3; number += 1) {
      // The first is pressed; then the next has the focus, and one key adds it.
      if (number === 1) await adds.first().click(); else await page.keyboard.press("Enter");
      own += 1;
      await until(`${number} are in`, async () => await dialog(page).locator(".example-rows > li").count() === number);
    }
    await dialog(page).getByRole("button", { name: "Save the examples" }).click();
    own += 1;
    await until("it is saved", async () => await page.locator("dialog.in-place[open]").count() === 0);
    assert.ok(own <= 6, `${own} actions for ${title}`);
    actions += own - 1;
  }
  const seconds = (Date.now() - begun) / 1000;
  assert.ok(seconds <= 600, `${seconds} seconds`);
  await page.goto(`${site.address}/-/coverage/the-seminar`);
  assert.match(await page.locator(".figures").innerText(), new RegExp(`Sessions ${PLAN.length}\\s+Examples linked ${PLAN.length * 3}\\s+Different pages ${PLAN.length * 3}`));
  assert.match(await page.locator("main").innerText(), /Every session has one\./);
  await page.goto(`${site.address}/the-seminar`);
  assert.equal(await page.locator("article.session").count(), PLAN.length);
  assert.ok(await page.locator(".agenda-grid").first().isVisible());
  console.log(`# ${PLAN.length} sessions with ${PLAN.length * 3} examples: ${actions} actions, ${Math.round(seconds)} s`);
}));

test("sessions are moved by pointer and by keys, divided and exchanged, and saved at once", () => visit({}, async (page) => {
  await enter(page, site, "olga", "/-/agenda/ready");
  await clean(page);
  // From the tray onto the second column of the second day.
  await page.locator(".board-tray").scrollIntoViewIfNeeded();
  const from = await block(page, "Three").boundingBox();
  await page.mouse.move(from.x + 10, from.y + 8);
  await page.mouse.down();
  await page.mouse.move(from.x + 40, from.y + 40, { steps: 4 });
  const grid = page.locator(".board-grid").nth(1);
  await grid.evaluate((part) => part.scrollIntoView({ block: "start" }));
  const box = await grid.boundingBox();
  await page.mouse.move(box.x + box.width - 30, box.y + 100, { steps: 4 });
  await page.mouse.up();
  assert.equal(await cell(page, "Three", "day").inputValue(), "2");
  assert.equal(await cell(page, "Three", "track").inputValue(), "Right");
  assert.match(await cell(page, "Three", "starts").inputValue(), /^\d\d:\d[05]$/);
  // By keys: a quarter of an hour down, into the next track, longer by a quarter.
  await block(page, "One").focus();
  for (const key of ["ArrowDown", "ArrowRight", "+"]) await page.keyboard.press(key);
  assert.deepEqual(await Promise.all(["starts", "ends", "track"].map((key) => cell(page, "One", key).inputValue())), ["09:15", "10:30", "Right"]);
  assert.match(await page.locator("[data-board-said]").innerText(), /One · Day 1.*09:15–10:30 · Right/);
  // A warning comes by itself, beside what it concerns.
  await cell(page, "One", "room").fill("XX");
  await until("the warning", async () => /needs the room/.test(await page.locator("[data-told$='.room']").allInnerTexts().then((all) => all.join(" "))));
  await page.locator("[data-row]:has(legend:has-text('Two')) .agenda-more > summary").click();
  await page.locator("[name='split.1']").fill("10:20");
  await press(page, page.locator("[data-row='1'] button[value^='split:']"));
  assert.equal(await page.locator("[data-row='3'] [data-key=starts]").inputValue(), "10:20");
  await page.locator("[data-row='0'] .agenda-more > summary").click();
  await page.locator("[name='swap.0']").selectOption("3");
  await press(page, page.locator("[data-row='0'] button[value^='swap:']"));
  assert.equal(await page.locator("[data-row='0'] [data-key=starts]").inputValue(), "10:20");
  await save(page);
  assert.match(await page.locator("main").innerText(), /Two \(2\)/);
}));

test("two organizers build at once", () => visit({}, (page) => visit({}, async (other) => {
  await Promise.all([enter(page, site, "olga", "/-/agenda/both"), enter(other, site, "otto", "/-/agenda/both")]);
  await block(page, "One").focus();
  await page.keyboard.press("PageDown");
  await cell(other, "Two", "title").fill("Two and a half");
  await save(page);
  await save(other);
  const row = async (title) => (await other.locator(`article.session:has-text("${title}")`).first().innerText());
  assert.match(await other.locator("main").innerText(), /Two and a half/);
  assert.match(await row("One"), /One/);
  await other.goto(`${site.address}/-/agenda/both`);
  assert.equal(await cell(other, "One", "day").inputValue(), "2");
})));

test("an agenda is built without a script, and with the keyboard alone", async () => {
  await visit({ javaScriptEnabled: false }, async (page) => {
    await enter(page, site, "olga", "/-/agenda/plain");
    assert.equal(await page.locator(".board-place").isVisible(), false);
    await page.locator("[name='n.title']").fill("Ferries again");
    await press(page, page.locator("button[value=add]"));
    await page.locator("[data-row='0'] .agenda-more > summary").click();
    await press(page, page.locator("button[value='split:0']"));
    await press(page, page.locator("[data-row='3'] button[value='examples:3']"));
    await press(page, page.locator("button[value^='add:']").first());
    await press(page, button(page, "Save the examples"));
    assert.match(page.url(), /\/-\/agenda\/plain$/);
    assert.match(await page.locator("[data-row]:has(legend:has-text('Ferries again'))").innerText(), /1 example/);
  });
  await visit({}, async (page) => {
    await enter(page, site, "olga", "/-/agenda/keys");
    await page.locator("[name='n.title']").focus();
    await page.keyboard.type("By keys");
    await Promise.all([page.waitForNavigation(), page.keyboard.press("Enter")]);
    await block(page, "By keys").focus();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    assert.ok(await cell(page, "By keys", "title").evaluate((box) => box === document.activeElement));
    await Promise.all([page.waitForNavigation(), page.keyboard.press("Control+Enter")]);
    assert.match(await page.locator("main").innerText(), /By keys/);
  });
});

test("a page is added to a session from where it is found and read", () => visit({}, async (page) => {
  await enter(page, site, "olga", "/search?q=ferries");
  const links = page.locator(".hit-session a");
  await until("results", async () => await links.count() > 0);
  const address = page.url();
  await links.first().click();
  await until("the dialog", () => dialog(page).isVisible());
  await dialog(page).locator("#c-find-session").fill("keys two");
  await page.keyboard.press("Enter");
  await until("one is found", async () => await dialog(page).locator("[name=session]").count() === 1);
  await clean(page);
  await dialog(page).locator("[name=session]").check();
  await dialog(page).getByRole("button", { name: "Add", exact: true }).click();
  await until("it is said", async () => await page.locator("[data-done]").count() === 1);
  assert.equal(page.url(), address, "nobody leaves the page");
  await page.goto(`${site.address}/-/session/keys/two`);
  assert.equal(await page.locator(".cards .card").count(), 1);
  await page.getByRole("link", { name: "Find examples" }).click();
  await until("the dialog", () => dialog(page).isVisible());
  await page.keyboard.press("Escape");
  assert.equal(await dialog(page).count(), 0);
  assert.ok(await page.getByRole("link", { name: "Find examples" }).evaluate((link) => link === document.activeElement));
}));

test("what was said is recorded on a phone in half a minute, and taken over into the example", () => visit({ viewport: { width: 360, height: 740 } }, async (page) => {
  await enter(page, site, "olga", "/-/session/keys/two");
  const begun = Date.now();
  await press(page, page.getByRole("link", { name: "Record a lesson" }));
  await page.locator("#c-title").fill("Ask before");
  await page.locator("#c-said").fill("Two offices asked early. Both were quick.");
  await page.locator("[name=from]").first().check();
  await press(page, button(page, "Record a lesson"));
  assert.ok(Date.now() - begun < 30_000);
  await press(page, page.locator(".cards .card a").first());
  await press(page, page.getByRole("link", { name: /^Take a sentence over from/ }));
  await clean(page);
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
  await page.getByLabel("Two offices asked early.").check();
  await press(page, button(page, "Take over"));
  assert.match(await page.locator("#c-body").inputValue(), /Two offices asked early\. \(\[Ask before\]\(\/.*ask-before\)\)/);
  await press(page, page.locator("[data-save]"));
  await page.goto(`${site.address}/-/agenda/keys`);
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
  await clean(page);
}));
