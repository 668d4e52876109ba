// Writing in the browser: from a page to a saved edit, by mouse and keyboard, with script and without.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import AxeBuilder from "@axe-core/playwright";
import { PASSWORD, button, heading, notice, pages, press, serveGroup, session, visit as visitBy } from "./group.js";
import { browse } from "./site.js";

/** A page of its own for each who writes here. */
const own = {
  ended: ["Terns of the delta", "Terns fish."],
  cleared: ["Gulls of the delta", "Gulls fish."],
  files: ["Plovers of the delta", "Plovers run."],
  merged: ["Rails of the delta", "Rails hide."],
  keyboard: ["Coots of the delta", "Coots swim.\n\nBetween.\n\nCoots dive."],
  leaves: ["Storks of the delta", "Storks stand."],
  goes: ["Cranes of the delta", "Cranes dance."],
  states: ["Ducks of the delta", "Ducks dabble.\n\nSee [the cranes](all.md)."],
  links: ["Geese of the delta", "Geese graze with [ducks](states.md)."],
};
let site, repository, browser;
before(async () => {
  repository = pages(own);
  const people = { ada: "organizer", ben: "reader", cleo: "administrator", dora: "contributor" };
  [site, browser] = await Promise.all([serveGroup(repository.folder, people), browse()]);
});
after(async () => {
  await browser?.close();
  await site?.stop();
  repository?.remove();
});

const cookies = new Map();

/** Runs with a page in which somebody is signed in. */
async function as(name, options, run) {
  if (!cookies.has(name)) cookies.set(name, await session(site, name));
  const [key, value] = cookies.get(name).split("=");
  await visitBy(browser, options, async (page, context) => {
    await context.addCookies([{ name: key, value, url: site.address }]);
    await run(page, context);
  });
}

/** Changes a page as somebody else, while one writes. */
const meanwhile = (path, change) => as("cleo", {}, async (page) => {
  await page.goto(site.address + path);
  await change(page);
});

const save = (page) => press(page, page.locator("[data-save]"));

for (const javaScriptEnabled of [true, false]) {
  const how = javaScriptEnabled ? "with script" : "without script";
  test(`a page is changed in two clicks and its text (${how})`, () => as("ada", { javaScriptEnabled }, async (page) => {
    await page.goto(`${site.address}/open`);
    await press(page, page.locator("[data-edit-page]"));
    assert.match(await heading(page), /^Edit “Herons/);
    await page.locator("#c-body").fill(`Herons wade ${how}.`);
    await save(page);
    assert.equal(page.url(), `${site.address}/open`);
    assert.match(await page.locator("article").innerText(), new RegExp(`Herons wade ${how}`));
  }));

  test(`a case study is made with the form alone (${how})`, () => as("ada", { javaScriptEnabled }, async (page) => {
    await page.goto(`${site.address}/-/new`);
    await press(page, page.getByRole("link", { name: "Case study", exact: true }));
    await page.locator("#f-title").fill(`Ferries ${how}`);
    await page.locator("#f-summary").fill("A ferry company sends its tables.");
    await page.locator("[name='f.partners.0.name']").fill("Ferry Company");
    await page.locator("[name='f.countries']").first().fill("EE");
    await page.locator("#c-body").fill("The ferry sails.");
    await press(page, page.locator(".edit-buttons [value=preview]"));
    assert.match(await page.locator(".edit-preview .edit-page").innerText(), /Ferry Company/);
    await save(page);
    assert.equal(await page.locator("h1").innerText(), `Ferries ${how}`);
    assert.match(await page.locator(".facts").innerText(), /Ferry Company/);
  }));
}

test("two keys lead from a page to its form and from the form to the site", () => as("ada", {}, async (page) => {
  await page.goto(`${site.address}/all`);
  await Promise.all([page.waitForNavigation(), page.keyboard.press("e")]);
  await page.locator("#c-body").focus();
  await page.keyboard.press("Control+End");
  await page.keyboard.type("\n\nWritten by keys alone.");
  await Promise.all([page.waitForNavigation(), page.keyboard.press("Control+Enter")]);
  assert.match(await page.locator("article").innerText(), /Written by keys alone/);
}));

test("whoever leaves with a text that is not saved is asked first", () => as("ada", {}, async (page) => {
  // Where the browser keeps what is typed nothing is asked.
  await page.addInitScript(() => { Object.defineProperty(window, "indexedDB", { value: undefined }); });
  await page.goto(`${site.address}/-/edit/open`);
  await page.locator("#c-body").fill("Not saved.");
  const asked = page.waitForEvent("dialog");
  const left = page.goto(`${site.address}/`).catch(() => {});
  const dialog = await asked;
  assert.equal(dialog.type(), "beforeunload");
  await dialog.accept();
  await left;
}));

test("a reader is not offered to write", () => as("ben", {}, async (page) => {
  await page.goto(`${site.address}/open`);
  assert.equal(await page.locator("[data-edit-page], .edit-section").count(), 0);
  assert.equal((await page.goto(`${site.address}/-/edit/open`)).status(), 403);
}));

/** The ways in which a session ends while one writes. */
const endings = {
  "an administrator ends the session": [true, "ended", () => meanwhile("/-/accounts?q=dora", (page) => press(page, page.getByRole("button", { name: /^End sessions/ })))],
  "the browser forgets the session": [false, "cleared", (context) => context.clearCookies()],
};

for (const [what, [javaScriptEnabled, name, end]] of Object.entries(endings)) {
  test(`${what} while one writes, and the text is saved after the sign-in (${javaScriptEnabled ? "with" : "without"} script)`, () => as("dora", { javaScriptEnabled }, async (page, context) => {
    await page.goto(`${site.address}/-/edit/${name}`);
    await page.locator("#c-body").fill("Typed for an hour,\n\nin two paragraphs & “quotes”.");
    await page.locator("#c-message").fill("What they do");
    await end(context);
    cookies.delete("dora");
    assert.equal((await save(page)).status(), 403);
    assert.equal(await heading(page), "Sign in to go on");
    assert.equal(await page.locator("#c-name").inputValue(), "dora");
    assert.equal(await page.locator("#c-name").getAttribute("readonly"), "");
    const go = button(page, "Sign in and go on");
    await page.locator("#c-password").fill("not the password");
    assert.equal((await press(page, go)).status(), 403);
    assert.match(await notice(page), /is wrong/);
    await page.locator("#c-password").fill(PASSWORD);
    await press(page, go);
    assert.equal(page.url(), `${site.address}/${name}`);
    assert.deepEqual(await page.locator("article p").allInnerTexts(), ["Typed for an hour,", "in two paragraphs & “quotes”."]);
    assert.equal(await page.locator(".site-door a[href='/-/account']").count(), 1, "one is signed in again");
    const log = await page.goto(`${site.address}/changes`);
    assert.match(await log.text(), /What they do/);
  }));
}

test("a form of one's account waits for the sign-in as well", () => as("ben", {}, async (page, context) => {
  await page.goto(`${site.address}/-/account`);
  await page.locator("#c-token-name").fill("Ferry laptop");
  await page.locator("#c-days").fill("7");
  await context.clearCookies();
  assert.equal((await press(page, button(page, "Make a token"))).status(), 403);
  await page.locator("#c-password").fill(PASSWORD);
  await press(page, button(page, "Sign in and go on"));
  assert.match(await page.locator("#c-secret").inputValue(), /^concord_/);
  assert.match(await page.locator("#tokens ~ .table-scroll").innerText(), /Ferry laptop/);
}));

/** A picture of one point. */
const PICTURE = Buffer.from("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==", "base64");

async function choose(page, name) {
  if (!await page.locator("#c-file").isVisible()) await page.locator("summary", { hasText: "Pictures and files" }).click();
  await page.locator("#c-file").setInputFiles({ name, mimeType: "image/png", buffer: PICTURE });
  await page.locator("#c-alt").fill("A plover on the sand");
}

test("a file that is chosen is kept with its text, and saved with it later", () => as("ada", {}, async (page) => {
  await page.goto(`${site.address}/-/edit/files`);
  await page.locator("#c-body").fill("Half a plover.");
  await choose(page, "My Plover.png");
  await press(page, button(page, "Keep for later"));
  assert.match(await notice(page), /^Your text is kept for 30 days/);
  assert.equal((await fetch(`${site.address}/files/my-plover.png`)).status, 404, "what waits has no address");
  await page.goto(`${site.address}/-/account`);
  await press(page, page.locator("main").getByRole("link", { name: "Plovers of the delta" }));
  assert.match(await page.locator("#c-body").inputValue(), /^Half a plover\.\n\n!\[A plover on the sand\]\(files\/my-plover\.png\)/);
  assert.equal(await page.locator("[name=drop-file][value='my-plover.png']").count(), 1);
  await save(page);
  assert.equal(page.url(), `${site.address}/files`);
  const picture = page.locator("article img[alt='A plover on the sand']");
  assert.equal(await picture.evaluate((one) => one.decode().then(() => one.naturalWidth)), 1);
  await page.goto(`${site.address}/-/account`);
  assert.equal(await page.locator("#kept").count(), 0);
}));

test("what two changed in different places is merged by itself, and said", () => as("ada", {}, async (page) => {
  await page.goto(`${site.address}/-/edit/merged`);
  await meanwhile("/-/edit/merged", async (other) => {
    await other.locator("#f-title").fill("Rails of the whole delta");
    await save(other);
  });
  await page.locator("#c-body").fill("Rails hide in the reed.");
  await save(page);
  assert.equal(await heading(page), "Saved");
  assert.match(await page.locator("main").innerText(), /What came in meanwhile/);
  await press(page, page.locator("main").getByRole("link", { name: "To the page" }));
  assert.equal(await heading(page), "Rails of the whole delta");
  assert.match(await page.locator("article").innerText(), /in the reed/);
}));

/** Goes from one to the next by the keyboard until one is at what a selector names. */
async function tabTo(page, selector) {
  for (let steps = 0; steps < 80; steps += 1) {
    if (await page.evaluate((wanted) => document.activeElement.matches(wanted), selector)) return;
    await page.keyboard.press("Tab");
  }
  assert.fail(`${selector} is not reached by the keyboard`);
}

test("two who changed the same are shown both, and choose by the keyboard alone", () => as("ada", {}, async (page) => {
  const text = (first, last) => `${first}\n\nBetween.\n\n${last}`;
  await page.goto(`${site.address}/-/edit/keyboard`);
  await meanwhile("/-/edit/keyboard", async (other) => {
    await other.locator("#c-body").fill(text("Their first.", "Their last."));
    await save(other);
  });
  await page.locator("#c-body").fill(text("My first.", "My last."));
  await Promise.all([page.waitForNavigation(), page.keyboard.press("Control+Enter")]);
  assert.equal(await heading(page), "Both changed the same");
  assert.equal(await page.locator("input[type=radio]:checked").count(), 0);
  assert.equal(await page.locator("fieldset.pair").count(), 2);
  await tabTo(page, "[name='choice.0']");
  await page.keyboard.press("Space");
  assert.equal(await page.locator("[name='choice.0']:checked").inputValue(), "theirs");
  await tabTo(page, "[name='choice.1']");
  await page.keyboard.press("ArrowDown");
  assert.equal(await page.locator("[name='choice.1']:checked").inputValue(), "mine");
  await tabTo(page, "[name='mine.1']");
  await page.keyboard.press("Control+End");
  await page.keyboard.type(" Changed first.");
  await tabTo(page, "button[value=resolve]");
  await Promise.all([page.waitForNavigation(), page.keyboard.press("Enter")]);
  assert.match(await page.locator(".edit-preview .edit-page").innerText(), /Their first\.\s+Between\.\s+My last\. Changed first\./);
  await tabTo(page, "[data-save]");
  await Promise.all([page.waitForNavigation(), page.keyboard.press("Enter")]);
  assert.deepEqual(await page.locator("article p").allInnerTexts(), ["Their first.", "Between.", "My last. Changed first."]);
}));

test("a text follows its page that was moved meanwhile", () => as("ada", {}, async (page) => {
  await page.goto(`${site.address}/-/edit/leaves`);
  await meanwhile("/-/move/leaves", async (other) => {
    await other.locator("#c-to").fill("away/storks");
    await press(other, button(other, "Show what changes"));
    await press(other, other.locator("button[value=confirm]"));
    assert.match(other.url(), /\/-\/undo\//);
  });
  await page.locator("#c-body").fill("Storks have left.");
  await save(page);
  await page.goto(`${site.address}/leaves`);
  assert.equal(page.url(), `${site.address}/away/storks`);
  assert.match(await page.locator("article").innerText(), /Storks have left/);
}));

test("whose page was deleted meanwhile is asked, and saves it anew", () => as("ada", {}, async (page) => {
  await page.goto(`${site.address}/-/edit/goes`);
  await meanwhile("/-/delete/goes", (other) => press(other, other.locator("button[value=confirm]")));
  await page.locator("#c-body").fill("Cranes come back.");
  assert.equal((await save(page)).status(), 409);
  assert.match(await notice(page), /^This page was deleted while you wrote/);
  assert.equal(await page.locator("#c-body").inputValue(), "Cranes come back.");
  assert.equal((await fetch(`${site.address}/goes`)).status, 410);
  await press(page, button(page, "Save as a new page"));
  assert.equal(page.url(), `${site.address}/goes`);
  assert.match(await page.locator("article").innerText(), /Cranes come back/);
}));

/** Every state of the pages where one writes; each leaves the one before as it is. */
const states = {
  form: (page) => page.goto(`${site.address}/-/edit/states`),
  source: (page) => page.goto(`${site.address}/-/edit/states?mode=source`),
  kinds: (page) => page.goto(`${site.address}/-/new`),
  "new page": (page) => page.goto(`${site.address}/-/new?kind=case-study`),
  "preview with what is wrong": async (page) => {
    await page.goto(`${site.address}/-/edit/states`);
    await page.locator("#c-body").fill("Ducks dive.\n\nSee [nothing](nowhere.md).");
    await page.locator("[name='f.period']").fill("soon");
    await press(page, button(page, "Preview"));
  },
  "kept text with a file": async (page) => {
    await choose(page, "duck.png");
    await press(page, button(page, "Keep for later"));
  },
  "that a text is kept": (page) => page.goto(`${site.address}/-/edit/states`),
  "kept texts": (page) => page.goto(`${site.address}/-/account`),
  "sign-in within a form": async (page) => {
    await page.goto(`${site.address}/-/edit/states`);
    await page.locator("[name=account]").evaluate((field) => { field.value = "dora"; });
    await save(page);
  },
  conflict: async (page) => {
    await page.goto(`${site.address}/-/edit/states`);
    await meanwhile("/-/edit/states", async (other) => {
      await other.locator("#c-body").fill("Ducks sleep.\n\nSee [the cranes](all.md).");
      await other.locator("#f-title").fill("Ducks");
      await save(other);
    });
    await page.locator("#c-body").fill("Ducks wake.\n\nSee [the cranes](all.md).");
    await save(page);
    assert.equal(await heading(page), "Both changed the same");
  },
  saved: async (page) => {
    await page.goto(`${site.address}/-/edit/states`);
    await meanwhile("/-/edit/states", async (other) => {
      await other.locator("#f-title").fill("Ducks, all of them");
      await save(other);
    });
    await page.locator("#c-body").fill("Ducks fly.\n\nSee [the cranes](all.md).");
    await save(page);
    assert.equal(await heading(page), "Saved");
  },
  "form with a file of the page": async (page) => {
    await page.goto(`${site.address}/-/edit/states`);
    assert.ok(await page.locator(".own-file").count() > 0);
  },
  "where to move": (page) => page.goto(`${site.address}/-/move/states`),
  "what a move changes": async (page) => {
    await page.locator("#c-to").fill("birds/ducks");
    await press(page, button(page, "Show what changes"));
    assert.match(await page.locator("main").textContent(), /Geese of the delta, line/);
  },
  moved: (page) => press(page, page.locator("button[value=confirm]")),
  "what a deletion changes": (page) => page.goto(`${site.address}/-/delete/birds/ducks`),
  deleted: (page) => press(page, page.locator("button[value=confirm]")),
  undone: (page) => press(page, page.locator("main form button")),
};

// By day each page in one scheme, on a phone; by night in both.
const night = process.env.CONCORD_NIGHTLY === "long";

test("axe finds nothing, and nothing is wider than a phone, wherever one writes", (t) => as("ada", {}, async (page) => {
  for (const [number, [name, show]] of Object.entries(states).entries()) {
    await t.test(name, async () => {
      await show(page);
      await page.evaluate(() => { for (const details of document.querySelectorAll("main details")) details.open = true; });
      const squeezed = await page.evaluate(() => [...document.querySelectorAll("main .check label")].filter((label) => label.clientHeight > 6 * 24 && label.clientWidth > 200).map((label) => label.textContent));
      assert.deepEqual(squeezed, [], "a label beside a box has room");
      const byDay = [[360, number % 2 === 0 ? "light" : "dark"]];
      for (const [width, colorScheme] of night ? [[1280, "light"], [360, "dark"]] : byDay) {
        await page.setViewportSize({ width, height: 800 });
        await page.emulateMedia({ colorScheme });
        const axe = new AxeBuilder({ page });
        if (width > 360) axe.include("main");
        const { violations } = await axe.analyze();
        assert.deepEqual(violations.map((one) => `${one.id}: ${one.nodes[0].html}`), [], `${width} px`);
        const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
        assert.equal(wide, 0, `${width} px: wider than the window`);
      }
    });
  }
}));
