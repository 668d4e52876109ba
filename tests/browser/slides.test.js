// A session as slides: by keys and touch, in two windows, on paper, on a phone, and from a file without network.
import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { pathToFileURL } from "node:url";
import { AxeBuilder } from "@axe-core/playwright";
import jsQR from "jsqr";
import { until, visit as visitBy } from "./group.js";
import { browse, repository as make, serve } from "./site.js";

const front = (title, more, text = "Words.") => `---\ntitle: ${title}\nsummary: ${`About ${title}, at some length. `.repeat(12)}\nlang: en\n${more}---\n\n${text}\n`;
const kase = (title) => front(title, "kind: case-study\norganisations: [Ferry Office]\npartners: [{name: Harbour Ltd, sector: private}]\n", `## Outcome\n\n${"Boats sail on time, and all of them. ".repeat(12)}\n\n## Lessons learned\n\n- Ask early.`);
const questions = Array.from({ length: 7 }, (_, number) => `Question ${number + 1}, which is ${"rather ".repeat(9)}long?`);
const EVENT = `kind: event\nuid: spring\nstarts: 2030-04-17\ntimezone: Europe/Zurich\nsessions:\n  - {id: law, title: Trust and law, day: 1, starts: "09:00", ends: "10:00", room: XIX, chair: Ada, rapporteur: Bo, questions: [${questions.map((text) => `"${text}"`).join(", ")}], examples: [{page: a, note: Say how it began}, b]}\n`;
const COUNT = 5;

let site, repository, browser, folder;
before(async () => {
  repository = make({ "index.md": front("Home", "kind: page\n"), "s.md": front("Seminar", EVENT), "a.md": kase("Ferries and everything that goes with them in a country of many islands"), "b.md": kase("Trams") });
  folder = mkdtempSync(join(tmpdir(), "concord-slides-"));
  [site, browser] = await Promise.all([serve(repository.folder), browse()]);
});
after(async () => {
  await browser?.close();
  await site?.stop();
  repository?.remove();
  rmSync(folder, { recursive: true, force: true });
});

const visit = (options, run) => visitBy(browser, options, run);
const clean = async (page) => assert.deepEqual((await new AxeBuilder({ page }).analyze()).violations.map(({ id, nodes }) => [id, nodes.map((node) => node.html)]), []);
const open = (page) => page.goto(`${site.address}/-/session/s/law?slides`);
const shown = (page) => page.locator(".slide:visible").evaluateAll((all) => all.map((slide) => slide.id).join());

// What keys, buttons and the notes do, the same on the site and in a file.
async function leads(page, context) {
  assert.equal(await shown(page), "s1");
  for (const [key, slide] of [["ArrowRight", "s2"], ["PageDown", "s3"], ["Space", "s4"], ["ArrowLeft", "s3"], ["PageUp", "s2"], ["End", "s5"], ["ArrowRight", "s5"], ["Home", "s1"], ["ArrowDown", "s2"], ["ArrowUp", "s1"]]) {
    await page.keyboard.press(key);
    assert.equal(await shown(page), slide, key);
  }
  assert.equal(await page.locator(".notes:visible").count(), 0, "the hall does not see the notes");
  await page.locator(".steps").getByRole("button", { name: "Next slide" }).click();
  await page.keyboard.press("End");
  await page.keyboard.press("ArrowLeft");
  const [notes] = await Promise.all([context.waitForEvent("page"), page.locator(".steps").getByRole("button", { name: "Speaker notes" }).click()]);
  await until("the notes are where the slides are", async () => (await shown(notes)) === "s4");
  assert.match(await notes.locator(".notes:visible").innerText(), /Say how it began/);
  assert.match(await notes.locator(".coming").innerText(), /Trams/);
  await notes.keyboard.press("PageDown");
  await until("the notes lead the slides", async () => (await shown(page)) === "s5");
  await page.keyboard.press("Home");
  await until("the slides lead the notes", async () => (await shown(notes)) === "s1");
  await notes.close();
}

test("slides are led by keys, buttons and the notes in their own window", () => visit({}, async (page, context) => {
  await open(page);
  await leads(page, context);
  await clean(page);
  await page.keyboard.press("f");
  await until("it fills the screen", () => page.evaluate(() => Boolean(document.fullscreenElement)));
  await page.keyboard.press("f");
  await until("it does no more", () => page.evaluate(() => !document.fullscreenElement));
  // Which slide it is stands in the address.
  await page.keyboard.press("End");
  await page.reload();
  assert.equal(await shown(page), "s5");
  await page.keyboard.press("Escape");
  assert.equal(await page.locator(".slide:visible").count(), COUNT);
  await clean(page);
}));

test("slides saved as one file work from a folder with the network off", () => visit({ acceptDownloads: true }, async (page, context) => {
  await open(page);
  await page.keyboard.press("Escape");
  const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("link", { name: "Save as one file" }).click()]);
  const file = join(folder, download.suggestedFilename());
  await download.saveAs(file);
  await context.setOffline(true);
  const wrong = [];
  page.on("console", (message) => { if (message.type() === "error") wrong.push(message.text()); });
  page.on("request", (request) => { if (/^https?:/.test(request.url())) wrong.push(request.url()); });
  await page.goto(pathToFileURL(file).href);
  await leads(page, context);
  assert.equal(await page.evaluate(() => document.fonts.ready.then(() => document.fonts.check('16px "Source Sans"'))), true);
  await clean(page);
  assert.deepEqual(wrong, []);
}));

test("each slide is printed on one page, across, without the notes", () => visit({}, async (page) => {
  await open(page);
  const text = (await page.pdf({ preferCSSPageSize: true })).toString("latin1");
  assert.equal(text.match(/\/Type\s*\/Page\b/g).length, COUNT);
  const [, , wide, high] = text.match(/\/MediaBox\s*\[([^\]]+)\]/)[1].trim().split(/\s+/).map(Number);
  assert.deepEqual([Math.round(wide), Math.round(high)], [842, 595]);
  await page.emulateMedia({ media: "print" });
  assert.equal(await page.locator(".notes:visible, .about:visible, .steps:visible").count(), 0);
  // Nothing is cut off.
  const over = await page.locator(".slide").evaluateAll((all) => all.filter((slide) => slide.scrollHeight > slide.clientHeight + 1).map((slide) => slide.id));
  assert.deepEqual(over, []);
}));

test("slides fit a phone, and are led by a finger", () => visit({ viewport: { width: 360, height: 640 }, hasTouch: true }, async (page) => {
  await open(page);
  const swipe = (from, to) => page.evaluate(([from, to]) => {
    const touch = (x) => new Touch({ identifier: 1, target: document.body, clientX: x, clientY: 300 });
    document.body.dispatchEvent(new TouchEvent("touchstart", { bubbles: true, touches: [touch(from)], changedTouches: [touch(from)] }));
    document.body.dispatchEvent(new TouchEvent("touchend", { bubbles: true, touches: [], changedTouches: [touch(to)] }));
  }, [from, to]);
  for (let number = 1; number <= COUNT; number += 1) {
    assert.equal(await shown(page), `s${number}`);
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), `slide ${number}`);
    if (number === 4) await clean(page);
    await swipe(300, 100);
  }
  await swipe(100, 300);
  assert.equal(await shown(page), `s${COUNT - 1}`);
}));

test("without script they are a plain page, with the notes", () => visit({ javaScriptEnabled: false }, async (page) => {
  await open(page);
  assert.equal(await page.locator(".slide:visible").count(), COUNT);
  assert.match(await page.locator("body").innerText(), /as public as the event.*Say how it began/s);
  assert.equal(await page.getByRole("button").count(), 0);
}));

test("the codes of a picture of the slides lead to the versions that are shown", () => visit({}, async (page) => {
  await open(page);
  for (const key of ["Home", "End"]) {
    await page.keyboard.press(key);
    const code = page.locator(".slide:visible .code");
    const picture = (await code.locator("svg").screenshot({ type: "png" })).toString("base64");
    const { data, width, height } = await page.evaluate(async (picture) => {
      const image = new Image();
      image.src = `data:image/png;base64,${picture}`;
      await image.decode();
      const canvas = Object.assign(document.createElement("canvas"), { width: image.width, height: image.height });
      const pen = canvas.getContext("2d");
      pen.drawImage(image, 0, 0);
      return { data: [...pen.getImageData(0, 0, image.width, image.height).data], width: image.width, height: image.height };
    }, picture);
    const read = jsQR(Uint8ClampedArray.from(data), width, height);
    assert.equal(read?.data, await code.locator("a").getAttribute("href"));
  }
}));
