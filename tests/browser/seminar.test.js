// An event where it is read and where it is built: the reader's own time, what goes on now, a selection kept in
// the browser, and an organizer's way from an empty session to one with three examples.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { AxeBuilder } from "@axe-core/playwright";
import { button, enter, press, serveGroup, until, visit as visitBy } from "./group.js";
import { browse, repository as make } from "./site.js";

const front = (title, more) => `---\ntitle: ${title}\nsummary: About ${title}.\nlang: en\n${more}---\n\nWords of ${title}.\n`;
const session = (id, title, starts, ends, more = "") => `  - {id: ${id}, title: ${title}, day: 1, starts: "${starts}", ends: "${ends}"${more}}\n`;
const AGENDA = `kind: event\nuid: spring\nstarts: 2030-04-17\ntimezone: Europe/Zurich\ntracks: [Left, Right]\nsessions:\n${[
  session("opening", "Opening", "09:00", "10:00"),
  session("left", "Trust and law", "10:00", "11:00", ", track: Left"),
  session("right", "Money", "10:00", "11:00", ", track: Right"),
  session("end", "Closing", "11:00", "12:00"),
].join("")}`;

let site, repository, browser;
before(async () => {
  const cases = ["Law of ferries", "Trust in trams", "Law and trust of boats", "Money", "Trust and law of rails"].map((title, number) => [`cases/c${number}.md`, front(title, "kind: case-study\n")]);
  repository = make({ "index.md": front("Home", "kind: page\n"), "seminar.md": front("Seminar", AGENDA), ...Object.fromEntries(cases) });
  [site, browser] = await Promise.all([serveGroup(repository.folder, { olga: "organizer" }), browse()]);
});
after(async () => {
  await browser?.close();
  await site?.stop();
  repository?.remove();
});

const visit = (options, run) => visitBy(browser, options, run);
const clean = async (page) => assert.deepEqual((await new AxeBuilder({ page }).analyze()).violations.map(({ id, nodes }) => [id, nodes.map((node) => node.html)]), []);
const states = (page) => page.locator("article .session-state").evaluateAll((marks) => marks.map((mark) => `${mark.closest("article").id}: ${mark.textContent}`));

test("times are shown where the reader is, and what goes on now and next", () => visit({ timezoneId: "America/Toronto" }, async (page) => {
  await page.clock.setFixedTime(new Date("2030-04-17T08:30:00Z"));
  await page.goto(`${site.address}/seminar`);
  assert.match(await page.locator("#c-session-opening").innerText(), /09:00–10:00.*Europe\/Zurich.*= 03:00–04:00 \(your time, America\/Toronto\)/s);
  assert.deepEqual(await states(page), ["c-session-left: now", "c-session-right: now", "c-session-end: next"]);
  assert.ok(await page.locator("#c-session-opening").evaluate((part) => part.classList.contains("is-past")));
  await clean(page);
  // Before the event nothing is now or next.
  await page.clock.setFixedTime(new Date("2030-04-16T08:30:00Z"));
  await page.reload();
  assert.deepEqual(await states(page), []);
}));

test("the grid is for wide windows, a list for phones and paper", () => visit({}, async (page) => {
  await page.goto(`${site.address}/seminar`);
  const seen = async () => [await page.locator(".agenda-grid").isVisible(), await page.locator(".agenda-list").isVisible()];
  assert.deepEqual(await seen(), [true, false]);
  await page.setViewportSize({ width: 360, height: 800 });
  assert.deepEqual(await seen(), [false, true]);
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
  await page.setViewportSize({ width: 1280, height: 800 });
  await page.emulateMedia({ media: "print" });
  assert.equal((await seen())[0], false);
  assert.equal(await page.locator("article.session:visible").count(), 4);
}));

test("a selection is kept in the browser and shared as an address", () => visit({}, async (page) => {
  for (const number of [0, 1]) {
    await page.goto(`${site.address}/cases/c${number}`);
    const choose = page.getByRole("button", { name: "Select", exact: true });
    await choose.press("Enter");
    await until("it is in", () => page.getByRole("button", { name: "Selected", exact: true }).isVisible());
  }
  const door = page.locator(".site-selection a");
  assert.equal((await door.innerText()).trim(), "Selection: 2");
  await press(page, door);
  assert.deepEqual(await page.locator(".example-rows h2").allInnerTexts(), ["Law of ferries", "Trust in trams"]);
  await page.locator("#c-note-1").fill("First");
  await press(page, page.getByRole("button", { name: "Move “Law of ferries” down" }));
  assert.equal(new URL(page.url()).search, "?p=cases%2Fc1&p=cases%2Fc0&note=First");
  await clean(page);
  await page.goto(`${site.address}/cases/c3`);
  assert.equal(await page.locator(".site-selection a").getAttribute("href"), "/-/selection?p=cases%2Fc1&p=cases%2Fc0&note=First");
  // Who opens the address of another does not lose their own.
  await visit({}, async (other) => {
    await other.goto(`${site.address}/-/selection?p=cases/c3`);
    assert.deepEqual(await other.locator(".example-rows h2").allInnerTexts(), ["Money"]);
    assert.equal(await other.locator(".site-selection").isVisible(), false);
  });
}));

test("an organizer gives a session three examples in six actions at most without a script, too", () => visit({ javaScriptEnabled: false }, async (page) => {
  await enter(page, site, "olga", "/-/session/seminar/end");
  let actions = 0;
  const act = async (locator) => { actions += 1; await press(page, locator); };
  await act(page.getByRole("link", { name: "Find examples" }));
  await page.locator("#c-find-q").fill("law OR trust OR money");
  actions += 1;
  await Promise.all([page.waitForNavigation(), page.locator("#c-find-q").press("Enter")]);
  for (let number = 0; number < 3; number += 1) await act(page.locator("#c-find ~ .cards button").first());
  await act(button(page, "Save the examples"));
  assert.ok(actions <= 6, `${actions} actions`);
  assert.equal(await page.locator(".cards .card").count(), 3);
}));

test("a lesson is recorded on a phone", () => visit({ viewport: { width: 360, height: 740 } }, async (page) => {
  await enter(page, site, "olga", "/-/session/seminar/end");
  await press(page, page.getByRole("link", { name: "Record a lesson" }));
  await clean(page);
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
  await page.locator("#c-title").fill("Ask before");
  await page.locator("#c-said").fill("Two offices asked early.");
  await page.locator("[name=from]").first().check();
  await press(page, button(page, "Record a lesson"));
  assert.match(await page.locator("main").innerText(), /Ask before/);
}));
