// The editor: the text box with colours over that of the browser, and what it never loses.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import AxeBuilder from "@axe-core/playwright";
import { chromium } from "playwright-core";
import { PASSWORD, button, enter, pages, press, serveGroup, session, until } from "./group.js";
import { browse, browserPath } from "./site.js";
import { bars, isKept, night, rich, state, text, type, writer } from "./writing.js";

const own = {
  terns: ["Terns of the delta", "Terns fish.\n\n- one\n- two"],
  crash: ["Crakes of the delta", "Crakes creak."],
  kill: ["Kites of the delta", "Kites hang."],
  tabs: ["Tits of the delta", "Tits hop."],
  away: ["Auks of the delta", "Auks dive."],
  out: ["Owls of the delta", "Owls wait."],
  live: ["Larks of the delta", "Larks sing.\n\n## Dawn\n\nEarly."],
  files: ["Finches of the delta", "Finches crack."],
  news: ["Nightjars of the delta", "Nightjars churr."],
  states: ["Stilts of the delta", "Stilts stand."],
};
let site, repository, browser;
before(async () => {
  repository = pages(own);
  const people = { ada: "organizer", cleo: "administrator", dora: "contributor" };
  [site, browser] = await Promise.all([serveGroup(repository.folder, people), browse()]);
});
after(async () => {
  await browser?.close();
  await site?.stop();
  repository?.remove();
});

const writing = writer(() => ({ site, browser }));
const shown = (page) => rich(page).evaluate((content) => content.innerText);

test("the editor keeps to the policy, and the box of the browser stays the truth", () => writing("ada", "/-/edit/terns", async (page) => {
  await rich(page).waitFor();
  await page.locator("#c-body").fill("Terns fish.\n\n- one\n- two");
  await page.getByText("Text", { exact: true }).click();
  assert.ok(await rich(page).evaluate((content) => content.getRootNode().activeElement === content), "the label leads to the text");
  await page.keyboard.press("Control+End");
  await page.keyboard.press("Enter");
  await page.keyboard.type("three");
  assert.equal(await text(page), "Terns fish.\n\n- one\n- two\n- three");
  await page.keyboard.press("Enter");
  await page.keyboard.press("Enter");
  await page.keyboard.press("Enter");
  await page.keyboard.type("bird");
  await page.keyboard.press("Shift+Control+ArrowLeft");
  await page.keyboard.press("Control+b");
  assert.match(await text(page), /- three\n\n\*\*bird\*\*$/);
  assert.equal(await rich(page).locator("span", { hasText: /^bird$/ }).first().evaluate((span) => getComputedStyle(span).fontWeight), "700");
  await page.keyboard.press("Control+z");
  assert.match(await text(page), /bird$/);
  await page.keyboard.press("Control+End");
  await page.getByRole("button", { name: "Table", exact: true }).click();
  assert.match(await text(page), /bird\n\n\| Column 1 \| Column 2 \|\n\|---\|---\|/);
  await page.locator("#c-body").fill("A composition: naïve 漢字");
  assert.equal(await shown(page), "A composition: naïve 漢字");
  await page.keyboard.press("Control+f");
  await page.keyboard.type("naïve");
  assert.ok(await page.locator(".edit-box .cm-searchMatch").count() > 0);
}));

test("pages, sections, sources and blocks are completed", () => writing("ada", "/-/edit/terns", async (page) => {
  await rich(page).waitFor();
  const option = page.locator(".edit-box [role=option]").first();
  const complete = async (typed, wanted) => {
    await page.locator("#c-body").fill("");
    await rich(page).focus();
    await page.keyboard.type(typed);
    await option.waitFor();
    // For 75 ms after the list is shown, or shown anew, the box takes keys as typed.
    const shown = await page.evaluate(() => performance.now());
    await page.waitForFunction((shown) => performance.now() > shown + 300, shown);
    await page.keyboard.press("Enter");
    await until(wanted, async () => await text(page) === wanted);
  };
  await complete("See [[Herons", "See [[open|Herons of the delta]]");
  await complete(":::less", ":::lesson\n\n:::");
  // What is typed inside comes between the signs.
  await page.keyboard.type("Learnt.");
  assert.equal(await text(page), ":::lesson\nLearnt.\n:::");
}));

test("the plain box is one click, is remembered, and can do the same", () => writing("ada", "/-/edit/terns", async (page) => {
  await rich(page).waitFor();
  await page.getByRole("button", { name: "Plain text box" }).click();
  assert.equal(await page.locator(".edit-box").count(), 0);
  const box = page.locator("#c-body");
  await box.fill("- one");
  await box.press("Control+End");
  await box.press("Enter");
  await page.keyboard.type("two");
  await box.press("Control+a");
  await box.press("Control+i");
  assert.equal(await text(page), "*- one\n- two*");
  await box.press("Control+z");
  assert.equal(await text(page), "- one\n- two");
  const loaded = [];
  page.on("request", (request) => loaded.push(request.url()));
  page.on("dialog", (dialog) => dialog.accept());
  await page.reload();
  await page.locator(".edit-toolbar").waitFor();
  assert.ok(!loaded.some((url) => url.includes("/editor.")), "what is not shown is not loaded");
  await page.getByRole("button", { name: "Plain text box" }).click();
  await rich(page).waitFor();
}));

test("Tab leaves the text, arrows walk the buttons, and each has a name", () => writing("ada", "/-/edit/terns", async (page) => {
  await rich(page).waitFor();
  await page.getByRole("button", { name: "Heading", exact: true }).focus();
  await page.keyboard.press("ArrowRight");
  assert.equal(await page.evaluate(() => document.activeElement.ariaLabel), "Bold");
  await page.keyboard.press("Tab");
  assert.ok(await rich(page).evaluate((content) => content.getRootNode().activeElement === content));
  await page.keyboard.press("Tab");
  assert.ok(await page.evaluate(() => !document.activeElement.matches(".edit-box, #c-body, body")), "Tab leaves");
  assert.equal(await page.getByRole("textbox", { name: "Text", exact: true }).count(), 1);
  const unnamed = await page.locator(".edit-toolbar button").evaluateAll((all) => all.filter((one) => !(one.ariaLabel || one.textContent)).length);
  assert.equal(unnamed, 0);
}));

for (const [what, most, plain] of [["the editor", 150_000, false], ["the plain box", 40_000, true]]) {
  test(`the page with ${what} is at most ${most} bytes over the wire, without fonts`, () => writing("ada", "/", async (page, context) => {
    await page.evaluate((choice) => { localStorage.setItem("concord-box", choice); }, plain ? "plain" : "rich");
    const cold = await context.newPage();
    const session = await context.newCDPSession(cold);
    await session.send("Network.enable");
    await session.send("Network.clearBrowserCache");
    let bytes = 0;
    const counted = new Set();
    session.on("Network.requestWillBeSent", ({ requestId, request, type }) => { if (request.url.startsWith("http") && !/Font|XHR/.test(type)) counted.add(requestId); });
    session.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => { if (counted.has(requestId)) bytes += encodedDataLength; });
    await cold.goto(`${site.address}/-/edit/terns`, { waitUntil: "networkidle" });
    console.log(`# ${what}: ${bytes} bytes`);
    assert.ok(bytes <= most, `${bytes} bytes`);
  }));
}

test("one can write before the script of the box has come, and where it never comes", () => writing("ada", "/", async (page) => {
  await page.route("**/-/assets/editor.*", async (route) => { await new Promise((done) => setTimeout(done, 600)); await route.continue(); });
  await page.goto(`${site.address}/-/edit/terns`);
  await page.locator("#c-body").focus();
  await page.keyboard.press("Control+End");
  await page.keyboard.type(" Early.");
  await rich(page).waitFor();
  await page.keyboard.type(" Late.");
  assert.match(await text(page), /two\n Early\. Late\.$/);
  page.on("dialog", (dialog) => dialog.accept());
  await page.unroute("**/-/assets/editor.*");
  await page.route("**/-/assets/editor.*", (route) => route.abort());
  await page.goto(`${site.address}/-/edit/terns`);
  await page.locator("#c-body").fill("Plain.");
  await press(page, page.locator("[data-save]"));
  assert.match(await page.locator("article").innerText(), /Plain\./);
}));

test("after a crash of the tab the text is offered with what differs, gone on with, and forgotten when it is saved", () => writing("ada", "/-/edit/crash", async (page, context) => {
  assert.match(await state(page), /^Saved as [0-9a-f]{7}/);
  await type(page, "Half a wo");
  await isKept(page);
  const session = await context.newCDPSession(page);
  session.send("Page.crash").catch(() => {});
  await page.waitForEvent("crash");
  const again = await context.newPage();
  await again.goto(`${site.address}/-/edit/crash`);
  await bars(again).waitFor();
  assert.match(await bars(again).innerText(), /kept in this browser and not saved/);
  await bars(again).locator("summary").click();
  await bars(again).locator(".difference .added").first().waitFor();
  assert.match(await bars(again).locator(".difference").innerText(), /Half a wo/);
  await press(again, again.getByRole("button", { name: "Go on with it" }));
  assert.match(await text(again), /Half a wo$/);
  await isKept(again);
  await press(again, again.locator("[data-save]"));
  assert.match(await again.locator("article").innerText(), /Half a wo/);
  await again.goto(`${site.address}/-/edit/crash`);
  await rich(again).waitFor();
  await until("that nothing is kept", () => again.evaluate(async () => {
    const open = indexedDB.open("concord");
    await new Promise((done) => { open.onsuccess = done; });
    const all = open.result.transaction("texts").objectStore("texts").getAll();
    await new Promise((done) => { all.onsuccess = done; });
    return all.result.length === 0;
  }));
  assert.equal(await bars(again).count(), 0);
  assert.equal((await context.cookies()).filter(({ name }) => name.startsWith("concord-saved")).length, 0);
}));

test("of a browser that is killed in the middle of a word at most a second is lost, of new pages too", async () => {
  const folder = mkdtempSync(join(tmpdir(), "concord-profile-"));
  const open = () => chromium.launchPersistentContext(folder, { executablePath: browserPath, args: ["--no-sandbox"] });
  try {
    for (const path of ["/-/new?kind=lesson", ...(night ? ["/-/edit/kill"] : [])]) {
      let context = await open();
      const page = context.pages()[0] ?? await context.newPage();
      await enter(page, site, "dora", path);
      await type(page, "Typed until the very e");
      await page.waitForTimeout(1_000);
      const browserSession = await context.browser()?.newBrowserCDPSession() ?? await context.newCDPSession(page);
      const { processInfo } = await browserSession.send("SystemInfo.getProcessInfo");
      process.kill(processInfo.find(({ type: kind }) => kind === "browser").id, "SIGKILL");
      await context.close().catch(() => {});
      context = await open();
      const again = context.pages()[0] ?? await context.newPage();
      await enter(again, site, "dora", path);
      await bars(again).first().waitFor();
      await press(again, again.getByRole("button", { name: "Go on with it" }).first());
      assert.match(await text(again), /Typed until the very e$/);
      await context.close();
    }
  } finally { rmSync(folder, { recursive: true, force: true, maxRetries: 5 }); }
});

test("two tabs keep two texts, and what is being written elsewhere is not offered", () => writing("ada", "/-/edit/tabs", async (page, context) => {
  await type(page, "First tab.");
  await isKept(page);
  const other = await context.newPage();
  await other.goto(`${site.address}/-/edit/tabs`);
  await type(other, "Second tab.");
  await isKept(other);
  assert.equal(await bars(other).count(), 0);
  await other.close({ runBeforeUnload: false });
  await page.close({ runBeforeUnload: false });
  const third = await context.newPage();
  await third.goto(`${site.address}/-/edit/tabs`);
  await until("both", async () => await bars(third).count() === 2);
  await third.getByRole("button", { name: "Throw it away" }).first().click();
  await until("one", async () => await bars(third).count() === 1);
  await third.reload();
  await bars(third).waitFor();
  await press(third, third.getByRole("button", { name: "Go on with it" }));
  assert.match(await text(third), /First tab\.$/);
  // What is typed and taken back is nothing to keep.
  await third.goto(`${site.address}/-/edit/tabs`);
}));

test("what is typed and taken back is not kept, and whoever leaves is asked only where nothing is kept", () => writing("ada", "/-/edit/states", async (page) => {
  await type(page, "x");
  await isKept(page);
  await page.keyboard.press("Backspace");
  await until("that it is as saved", async () => /^Saved as/.test(await state(page)));
  await type(page, "Kept.");
  await isKept(page);
  const dialogs = [];
  page.on("dialog", (dialog) => { dialogs.push(dialog.type()); dialog.accept(); });
  await page.goto(`${site.address}/`);
  assert.deepEqual(dialogs, []);
  await page.addInitScript(() => { Object.defineProperty(window, "indexedDB", { get: () => { throw new Error("none"); } }); });
  await page.goto(`${site.address}/-/edit/states`);
  await type(page, "Nowhere.");
  await until("that it says so", async () => /this browser keeps nothing/.test(await state(page)));
  await page.goto(`${site.address}/`).catch(() => {});
  assert.deepEqual(dialogs, ["beforeunload"]);
}));

test("without a connection one writes on, and is told when it is back; signed out, too", () => writing("dora", "/-/edit/away", async (page, context) => {
  await type(page, "Before.");
  await context.setOffline(true);
  await page.keyboard.type(" Offline.");
  await page.getByText("The site does not answer").waitFor();
  await isKept(page);
  await context.setOffline(false);
  await page.keyboard.type(" Back.");
  await page.getByText("The site does not answer").waitFor({ state: "detached" });
  await context.clearCookies();
  await page.keyboard.type(" Out.");
  await page.getByText("You are signed out").waitFor();
  await isKept(page);
  await page.locator("[data-save]").click();
  await page.locator("#c-password").fill(PASSWORD);
  await press(page, button(page, "Sign in and go on"));
  assert.match(await page.locator("article").innerText(), /Before\. Offline\. Back\. Out\./);
}));

test("signing out takes the text along to the account and leaves nothing in the browser", () => writing("dora", "/-/edit/out", async (page, context) => {
  await type(page, "Half an owl.");
  await isKept(page);
  await page.goto(`${site.address}/-/account`);
  await press(page, button(page, "Sign out"));
  await until("that one is signed out", async () => (await context.cookies()).every(({ name }) => !name.includes("session")));
  await enter(page, site, "dora", "/-/edit/out");
  await rich(page).waitFor();
  assert.equal(await bars(page).count(), 0);
  await press(page, page.getByRole("link", { name: "Go on with it" }));
  assert.match(await text(page), /Half an owl\.$/);
  assert.match(await state(page), /^Kept for your account/);
}));

test("the preview beside the text follows each key, and shows what is wrong beside its field", () => writing("ada", "/-/edit/live", async (page) => {
  const pane = page.locator(".edit-live");
  await pane.getByText("Larks sing.").waitFor();
  await type(page, "A *new* line. [x](nowhere.md)");
  await pane.locator("em", { hasText: "new" }).waitFor();
  await pane.locator(".problems button").first().click();
  await page.locator("[name='f.period']").fill("soon");
  await page.locator("#p-period").waitFor();
  assert.equal(await page.locator("[name='f.period']").getAttribute("aria-invalid"), "true");
  await page.locator("[name='f.period']").fill("2008/2019");
  await page.locator("#p-period").waitFor({ state: "detached" });
  assert.equal(await page.locator("[name='f.period']").getAttribute("aria-invalid"), null);
  assert.deepEqual(await pane.locator("a[href]").evaluateAll((all) => all.filter((link) => link.target !== "_blank").length), 0);
  assert.equal(await pane.locator("[id]").count(), 0);
  // From a key to the sight of it, on a machine that does other things, too.
  await page.locator("[name='f.title']").waitFor();
  const took = [];
  for (let at = 0; at < 5; at += 1) {
    await rich(page).focus();
    await page.keyboard.press("Control+End");
    took.push(await page.evaluate(async (word) => {
      const seen = new Promise((done) => {
        const look = () => (document.querySelector(".edit-live").textContent.includes(word) ? done() : requestAnimationFrame(look));
        look();
      });
      const begun = performance.now();
      document.execCommand("insertText", false, ` ${word}`);
      await seen;
      return Math.round(performance.now() - begun);
    }, `lark${at}x`));
    await page.waitForTimeout(200);
  }
  console.log(`# from a key to its sight: ${took.join(", ")} ms`);
  if (night) assert.ok(took.sort((one, other) => one - other)[2] <= 150, took.join(", "));
  await page.getByRole("button", { name: "Live preview" }).click();
  assert.equal(await pane.count(), 0);
}));

const PICTURE = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

/** Pastes or drops what a program would put there. */
const bring = (page, kind, { html, picture }) => rich(page).evaluate((content, [type, table, base64]) => {
  const data = new DataTransfer();
  if (table) { data.setData("text/html", table); data.setData("text/plain", "a b"); }
  if (base64) data.items.add(new File([Uint8Array.from(atob(base64), (one) => one.charCodeAt(0))], "My Finch.png", { type: "image/png" }));
  const event = type === "paste" ? new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true, composed: true }) : new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true, composed: true });
  content.dispatchEvent(event);
}, [kind, html, picture]);

test("a picture that is pasted or dropped waits with the text, and a table becomes one", () => writing("ada", "/-/edit/files", async (page) => {
  await type(page, "");
  await bring(page, "paste", { picture: PICTURE });
  await until("the link", async () => /!\[\]\(files\/my-finch\.png\)/.test(await text(page)));
  await page.keyboard.type("A finch");
  assert.match(await text(page), /!\[A finch\]\(files\/my-finch\.png\)/);
  assert.equal(await page.locator("[name=drop-file][value='my-finch.png']").count(), 1);
  await page.keyboard.press("Control+End");
  const cell = (inner) => `<td style='border:solid 1pt'><p class=MsoNormal><b>${inner}</b><o:p></o:p></p></td>`;
  const html = `<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><style>table{mso-x:1}</style></head><body><!--StartFragment--><table class=MsoTable border=1><tr>${cell("Name")}${cell("Number")}</tr><tr>${cell("Finch &amp; co")}${cell("1|2")}</tr></table><!--EndFragment--></body></html>`;
  await bring(page, "paste", { html });
  assert.match(await text(page), /\| Name \| Number \|\n\|---\|---\|\n\| Finch & co \| 1\\\|2 \|/);
  await bring(page, "drop", { picture: PICTURE });
  await until("the second link", async () => (await text(page)).match(/my-finch\.png/g)?.length === 2);
  await isKept(page);
  await press(page, page.locator("[data-save]"));
  assert.equal(await page.locator("article img").first().evaluate((one) => one.decode().then(() => one.naturalWidth)), 1);
}));

test("one is told who saved the page meanwhile, once, with what differs, and asks at most once a minute", () => writing("ada", "/-/edit/news", async (page) => {
  await page.clock.install();
  await page.goto(`${site.address}/-/edit/news`);
  await rich(page).waitFor();
  const asked = [];
  page.on("request", (request) => { if (request.url().includes("since=")) asked.push(request.url()); });
  const cookie = await session(site, "cleo");
  const form = await (await fetch(`${site.address}/-/edit/news`, { headers: { cookie } })).text();
  const base = /name="base" value="([^"]+)"/.exec(form)[1];
  const body = new FormData();
  for (const [name, value] of Object.entries({ account: "cleo", base, file: "news.md", mode: "source", source: "---\ntitle: Nightjars\nkind: case-study\nsummary: S.\nlang: en\n---\n\nTheirs.\n", do: "save" })) body.set(name, value);
  await fetch(`${site.address}/-/edit/news`, { method: "POST", headers: { cookie, "sec-fetch-site": "same-origin" }, body, redirect: "manual" });
  await page.evaluate(() => { for (let times = 0; times < 5; times += 1) dispatchEvent(new Event("focus")); });
  assert.equal(asked.length, 0, "not before a minute");
  await page.clock.fastForward(70_000);
  await page.getByText("changed this page").waitFor();
  assert.match(await bars(page).innerText(), /^Cleo Berg changed this page .*minute/);
  await bars(page).locator("summary").click();
  assert.match(await bars(page).locator(".difference").innerText(), /Theirs/);
  await page.clock.fastForward(70_000);
  await until("that it is asked again", () => asked.length >= 2);
  assert.equal(await bars(page).count(), 1, "of each change one is told once");
}));

test("what is composed arrives whole: Chinese, and accents by dead keys", () => writing("ada", "/-/edit/states", async (page, context) => {
  await type(page, "");
  assert.equal(await rich(page).getAttribute("lang"), "en");
  assert.equal(await rich(page).getAttribute("spellcheck"), "true");
  const input = await context.newCDPSession(page);
  for (const [steps, whole] of [[["n", "ni", "你"], "你好"], [["´"], "é"]]) {
    for (const step of steps) await input.send("Input.imeSetComposition", { text: step, selectionStart: step.length, selectionEnd: step.length });
    await page.waitForTimeout(50);
    await input.send("Input.insertText", { text: whole });
  }
  await until("the whole words", async () => /你好é$/.test(await text(page)));
  await isKept(page);
}));

/** Types a hundred keys on a machine of a fourth of the speed; returns how long each took to be seen, sorted. */
async function keysSeen(page, context) {
  const session = await context.newCDPSession(page);
  await session.send("Emulation.setCPUThrottlingRate", { rate: 4 });
  await page.evaluate(() => {
    window.took = [];
    const box = document.querySelector(".edit-box")?.shadowRoot ?? document.getElementById("c-body");
    box.addEventListener("keydown", (event) => {
      const begun = event.timeStamp;
      requestAnimationFrame(() => { const channel = new MessageChannel(); channel.port1.onmessage = () => window.took.push(performance.now() - begun); channel.port2.postMessage(0); });
    }, true);
  });
  for (let at = 0; at < 100; at += 1) { await page.keyboard.press("x"); await page.waitForTimeout(60); }
  await session.send("Emulation.setCPUThrottlingRate", { rate: 1 });
  const took = (await page.evaluate(() => window.took)).sort((one, other) => one - other);
  return { half: took[50], most: took[95] };
}

test("in a page of a megabyte, on a slow machine, a key is seen at once", { skip: !night && "it is long" }, () => writing("ada", "/-/edit/states", async (page, context) => {
  await rich(page).waitFor();
  if (await page.locator(".edit-live").count() > 0) await page.getByRole("button", { name: "Live preview" }).click();
  // What the browser itself takes, with a box of its own and a line in it.
  await page.getByRole("button", { name: "Plain text box" }).click();
  await page.locator("#c-body").focus();
  const least = await keysSeen(page, context);
  await page.getByRole("button", { name: "Plain text box" }).click();
  await rich(page).waitFor();
  const long = `${"A line of a long page, with **bold** words and [a link](all.md).\n".repeat(40)}\n## Heading\n\n`;
  await page.evaluate((value) => {
    const area = document.getElementById("c-body");
    area.value = value;
    area.dispatchEvent(new Event("input", { bubbles: true }));
  }, long.repeat(Math.ceil(1_000_000 / long.length)));
  await isKept(page);
  await rich(page).focus();
  await page.keyboard.press("Control+Home");
  const { half, most } = await keysSeen(page, context);
  const told = (one) => `half in ${one.half.toFixed(1)} ms, 95 of 100 in ${one.most.toFixed(1)} ms`;
  console.log(`# a key in a page of a megabyte: ${told({ half, most })}; in a plain box with one line: ${told(least)}`);
  // Two frames, where the browser leaves so much; on a machine on which its own box takes longer, twice that.
  assert.ok(most <= Math.max(32, 2 * least.most), `${most} ms`);
}));

test("axe finds nothing in the editor and it fits a phone", () => writing("ada", "/-/edit/states", async (page) => {
  await type(page, "## Heading\n\n[x](nowhere.md) **bold**");
  await isKept(page);
  for (const [width, colorScheme] of [[360, "light"], ...(night ? [[1280, "dark"]] : [])]) {
    await page.setViewportSize({ width, height: 800 });
    await page.emulateMedia({ colorScheme });
    if (await page.locator(".edit-live").count() === 0) await page.getByRole("button", { name: "Live preview" }).click();
    await page.locator(".edit-live .edit-page").waitFor();
    const { violations } = await new AxeBuilder({ page }).include("main").analyze();
    assert.deepEqual(violations.map((one) => `${one.id}: ${one.nodes[0].html}`), [], `${width} px`);
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth), 0);
    const place = await page.locator("[data-state]").boundingBox();
    assert.ok(place && place.y < 800 && place.y + place.height <= 801, "the state is seen");
  }
}));
