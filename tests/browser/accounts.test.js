// What one does with one's own account, what administrators do with all of them, and how these pages look
// to axe, to a phone, to a printer and to the keyboard.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { AxeBuilder } from "@axe-core/playwright";
import { PASSWORD, add, button, enter, heading, notice, pages, press, sendSignIn, serveGroup, session, until, visit as visitBy } from "./group.js";
import { browse, serve } from "./site.js";

const OTHER = "nine otters pay the toll";

let site, repository, browser;
before(async () => {
  repository = pages();
  [site, browser] = await Promise.all([serveGroup(repository.folder, { ada: "administrator", bea: "contributor", cai: "contributor" }), browse()]);
});
after(async () => {
  await browser?.close();
  await site?.stop();
  repository?.remove();
});

const visit = (options, run) => visitBy(browser, options, run);

/** Returns what tells whether a session reads a members' page. */
const reads = (cookie) => async () => (await fetch(`${site.address}/inside`, { headers: { cookie } })).status === 200;

/** What works with script and without it; each with a contributor of its own. */
function both(name, run) {
  for (const javaScriptEnabled of [true, false]) {
    const member = javaScriptEnabled ? "bea" : "cai";
    test(`${name} (${javaScriptEnabled ? "with" : "without"} script)`, () => visit({ javaScriptEnabled }, (page, context) => run(page, member, javaScriptEnabled, context)));
  }
}

/** A section of `/-/account`, by the id of its heading. */
const section = (page, id) => page.locator("main section", { has: page.locator(`#${id}`) });
/** Has the browser send what it would hold back, as other programs do. */
const unchecked = (page, id) => section(page, id).locator("form").last().evaluate((form) => { form.noValidate = true; });
const rows = (page, id) => section(page, id).locator("tbody tr");

both("name, address and language are one's own to choose", async (page, member) => {
  await enter(page, site, member, "/-/account");
  const [name, address] = [page.locator("#c-full-name"), page.locator("#c-address")];
  assert.match(await page.locator("#c-address-help").innerText(), new RegExp(`${member}@users\\.noreply\\.127\\.0\\.0\\.1`));
  await name.fill("Bea of the Delta");
  await address.fill("bea at home");
  await page.locator("#c-language").selectOption("es");
  await unchecked(page, "profile");
  assert.equal((await press(page, button(page, "Save"))).status(), 422);
  assert.match(await section(page, "profile").locator(".notice-wrong").innerText(), /^This is no address for mail/);
  assert.deepEqual([await name.inputValue(), await address.inputValue(), await page.locator("#c-language").inputValue()], ["Bea of the Delta", "bea at home", "es"], "what was typed stays");
  await address.fill(`${member}@example.org`);
  await page.locator("#c-language").selectOption("fr");
  await press(page, button(page, "Save"));
  await page.goto(`${site.address}/-/account`);
  assert.equal(await heading(page), "Votre compte");
  assert.deepEqual([await name.inputValue(), await address.inputValue()], ["Bea of the Delta", `${member}@example.org`]);
  await page.locator("#c-language").selectOption("en");
  await press(page, button(page, "Enregistrer"));
  await page.goto(`${site.address}/-/account`);
  assert.equal(await heading(page), "Your account");
  assert.match(site.user(["list", member]), /\tBea of the Delta\n$/);
});

test("the navigation is one line, whoever reads in whatever language, on every screen", () => visit({}, async (page) => {
  for (const member of [null, "bea", "ada"]) {
    if (member) await enter(page, site, member, "/open");
    for (const language of ["en", "fr", "es", "ru"]) {
      await page.goto(`${site.address}/open?ui=${language}`);
      assert.equal(await page.locator(".site-header").getAttribute("lang"), language);
      for (const width of [1440, 1280, 1024, 800, 360]) {
        await page.setViewportSize({ width, height: 800 });
        const lines = await page.locator(".site-navigation a").evaluateAll((links) => new Set(links.map((link) => link.getBoundingClientRect().top)).size);
        assert.equal(lines, 1, `${member} at ${width} px in ${language}`);
        assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), `${member} at ${width} px in ${language}: too wide`);
      }
    }
  }
}));

test("the log is read on a phone without a move to the side", () => visit({ viewport: { width: 360, height: 800 } }, async (page) => {
  await enter(page, site, "ada", "/-/audit");
  assert.ok(await page.locator("tbody tr").count() > 0);
  const widths = await page.locator(".table-scroll").evaluate((table) => [table.scrollWidth, table.clientWidth]);
  assert.equal(widths[0], widths[1]);
  const labels = await page.locator("tbody tr").first().locator("td").evaluateAll((cells) => cells.map((cell) => getComputedStyle(cell, "::before").content));
  assert.ok(labels.every((label) => label.endsWith('": "') || label.endsWith(': "')), labels.join());
}));

both("a language is chosen on a page that answers a form, and the page is there again", async (page, member) => {
  await enter(page, site, member, "/-/account");
  await press(page, button(page, "Save"));
  assert.equal(new URL(page.url()).pathname, "/-/account/profile");
  await press(page, page.locator(".languages a[lang=ru]"));
  assert.equal(page.url(), `${site.address}/-/account`);
  assert.equal(await heading(page), "Ваша учётная запись");
});

both("a token is made, seen once, works and ends", async (page, member, scripted, context) => {
  if (scripted) await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await enter(page, site, member, "/-/account");
  const [name, days] = [page.locator("#c-token-name"), page.locator("#c-days")];
  await name.fill("Laptop");
  await page.locator("#c-scope").selectOption("read");
  await days.fill("800");
  assert.equal(await page.locator("#c-days:invalid").count(), 1);
  await unchecked(page, "tokens");
  assert.equal((await press(page, button(page, "Make a token"))).status(), 422);
  assert.match(await section(page, "tokens").locator(".notice-wrong").innerText(), /^A token lasts at least a day/);
  assert.deepEqual([await name.inputValue(), await page.locator("#c-scope").inputValue(), await days.inputValue()], ["Laptop", "read", "800"], "what was typed stays");
  await days.fill("30");
  await press(page, button(page, "Make a token"));
  assert.match(await section(page, "tokens").locator(".notice").innerText(), /^The token is made/);
  const token = await page.locator("#c-secret").inputValue();
  assert.match(token, /^concord_[0-9A-Za-z]{30,}$/);
  if (scripted) {
    await button(page, "Copy").click();
    await page.waitForFunction(() => document.querySelector("[data-said]").textContent === "Copied.");
    assert.equal(await page.evaluate(() => navigator.clipboard.readText()), token);
  } else {
    assert.equal(await button(page, "Copy").count(), 0);
  }
  assert.match(await rows(page, "tokens").innerText(), /^Laptop\s+Reading\s.*\snever\s+End$/);
  const read = () => fetch(`${site.address}/api/v1/pages/inside`, { headers: { authorization: `Bearer ${token}` } });
  assert.equal((await read()).status, 200);
  await page.goto(`${site.address}/-/account`);
  assert.ok(!(await page.content()).includes(token), "it is seen once");
  await press(page, page.getByRole("button", { name: "End: Laptop" }));
  assert.match(await section(page, "tokens").locator(".notice").innerText(), /^The token has ended/);
  assert.equal(await rows(page, "tokens").count(), 0);
  assert.notEqual((await read()).status, 200);
});

both("the private address of the feed has members' pages, without a cookie, until it ends", async (page, member) => {
  await enter(page, site, member, "/-/account");
  await page.locator("#c-token-name").fill("Reader of feeds");
  await page.locator("#c-scope").selectOption({ label: "Feeds only, as a private address" });
  await press(page, button(page, "Make a token"));
  const address = await page.locator("#c-secret").inputValue();
  assert.match(address, new RegExp(`^${site.address}/feed\\.xml\\?key=concord_`));
  const told = async (from) => (await (await fetch(from)).text()).includes("Otters of the delta");
  assert.equal(await told(address), true);
  assert.equal(await told(`${site.address}/feed.xml`), false);
  await press(page, page.getByRole("button", { name: "End: Reader of feeds" }));
  assert.equal(await told(address), false);
});

both("one session is ended, then all others", async (page, member) => {
  await enter(page, site, member, "/-/account");
  const others = [];
  for (let count = 0; count < 3; count += 1) others.push(await session(site, member));
  const reading = async () => {
    const answers = await Promise.all(others.map((cookie) => fetch(`${site.address}/inside`, { headers: { cookie } })));
    return answers.filter((answer) => answer.status === 200).length;
  };
  await page.reload();
  const all = rows(page, "sessions");
  assert.match(await all.filter({ hasText: "this one" }).innerText(), /Chrome, Linux/);
  assert.equal(await all.filter({ hasText: "Firefox, Linux" }).count(), 3);
  const before = await all.count();
  assert.equal(await reading(), 3);
  await press(page, all.filter({ hasText: "Firefox, Linux" }).first().getByRole("button"));
  assert.equal(await section(page, "sessions").locator(".notice").innerText(), "Ended.");
  assert.equal(await all.count(), before - 1);
  assert.equal(await reading(), 2);
  await press(page, button(page, "End all others"));
  assert.equal(await all.count(), 1);
  assert.equal(await reading(), 0);
  assert.equal((await page.goto(`${site.address}/inside`)).status(), 200, "this one goes on");
});

both("a password is changed: the other sessions end, and the tokens that one wants to", async (page, _, scripted) => {
  const member = scripted ? "dee" : "eli";
  add(site, member, "reader");
  site.user(["token", member, "--scope", "read", "--name", "Old"]);
  await enter(page, site, member, "/-/account");
  const other = reads(await session(site, member));
  assert.equal(await other(), true);
  await page.locator("#c-new").fill("passwordpassword");
  assert.equal((await press(page, button(page, "Change the password"))).status(), 422);
  assert.match(await section(page, "password").locator(".notice-wrong").innerText(), /among the first that are guessed/);
  await page.locator("#c-new").fill(OTHER);
  await page.getByLabel("End my token too").check();
  await press(page, button(page, "Change the password"));
  assert.match(await section(page, "password").locator(".notice").innerText(), /^Your password is changed/);
  assert.equal(await rows(page, "tokens").count(), 0);
  assert.equal(await other(), false);
  await page.goto(`${site.address}/inside`);
  assert.equal(await heading(page), "Otters of the delta", "this session goes on");
  const answer = await signOut(page);
  assert.equal(await answer.headerValue("clear-site-data"), '"cache"');
  assert.equal(page.url(), `${site.address}/`);
  assert.equal((await page.goto(`${site.address}/inside`)).status(), 404);
  await page.goto(`${site.address}/-/sign-in`);
  assert.equal((await sendSignIn(page, member)).status(), 403, "the old password is over");
  await sendSignIn(page, member, OTHER);
  assert.deepEqual(await page.locator(".site-door a").allInnerTexts(), ["Your account"]);
});

/** Signs out; returns the answer to the form. */
async function signOut(page) {
  await page.goto(`${site.address}/-/account`);
  const sent = page.waitForResponse((answer) => new URL(answer.url()).pathname === "/-/sign-out");
  await press(page, button(page, "Sign out"));
  return sent;
}

both("after ten minutes the password is asked for once more, and what was typed stays", async (page, _, scripted) => {
  const member = scripted ? "fay" : "gus";
  add(site, member, "contributor");
  await enter(page, site, member, "/-/account");
  assert.equal(await page.locator("[name=current]").count(), 0);
  site.age(member, "proven = proven - 601");
  await until("the question for the password", async () => { await page.reload(); return (await page.locator("[name=current]").count()) === 3; });
  const name = page.locator("#c-token-name");
  await name.fill("Laptop");
  assert.equal((await press(page, button(page, "Make a token"))).status(), 403);
  assert.match(await section(page, "tokens").locator(".notice-wrong").innerText(), /more than ten minutes ago/);
  assert.equal(await name.inputValue(), "Laptop");
  await page.locator("#c-current-tokens").fill("not the password at all");
  assert.equal((await press(page, button(page, "Make a token"))).status(), 403);
  assert.equal(await name.inputValue(), "Laptop");
  await page.locator("#c-current-tokens").fill(PASSWORD);
  await press(page, button(page, "Make a token"));
  assert.match(await page.locator("#c-secret").inputValue(), /^concord_/);
  assert.equal(await page.locator("[name=current]").count(), 0, "it is proven now");
  await page.goto(`${site.address}/-/account`);
  assert.equal(await rows(page, "sessions").count(), 1, "the session goes on, with a new id");
});

/** The row of an account in `/-/accounts`. */
const row = (page, name) => page.locator(".people > li", { has: page.locator("h3 span", { hasText: new RegExp(`^${name}\\b`) }) });

both("an administrator looks after every account", async (page, _, scripted) => {
  const [member, last] = [scripted ? "hal" : "ivo", "ada"];
  add(site, member, "reader");
  const token = site.user(["token", member, "--scope", "read", "--name", "Laptop"]).trim();
  const uses = async () => (await fetch(`${site.address}/api/v1/pages/inside`, { headers: { authorization: `Bearer ${token}` } })).status === 200;
  await enter(page, site, "ada", "/-/accounts");
  const act = async (name) => { await press(page, row(page, member).getByRole("button", { name, exact: true })); return notice(page); };
  let theirs = reads(await session(site, member));
  // Who is looked for is found, and stays in sight while one acts.
  await page.locator("#c-q").fill(member);
  await press(page, page.locator("main").getByRole("button", { name: "Search" }));
  assert.match(await row(page, member).innerText(), /open · Last used:/);
  assert.equal(await theirs(), true);
  assert.equal(await act("End sessions (1)"), "The account's sessions have ended.");
  assert.equal(await page.locator(".people > li").count(), 1);
  assert.equal(await theirs(), false);
  assert.equal(await uses(), true);
  assert.equal(await act("End tokens (1)"), "The account's tokens have ended.");
  assert.equal(await uses(), false);
  await row(page, member).locator("select").selectOption("contributor");
  assert.match(await act("Give this role"), /^The role is given/);
  assert.equal(await row(page, member).locator("select").inputValue(), "contributor");
  assert.match(site.user(["list", member]), /\tcontributor\t/);
  // Shut and open.
  theirs = reads(await session(site, member));
  assert.match(await act("Shut"), /^The account is shut/);
  assert.equal(await theirs(), false);
  await assert.rejects(session(site, member), /signs in/);
  assert.match(await act("Open again"), /^The account is open again/);
  assert.equal(await reads(await session(site, member))(), true);
  // A link to choose another password.
  assert.match(await act("New link to choose a password"), /^The link is made/);
  const link = await page.locator("#c-secret").inputValue();
  await visit({ javaScriptEnabled: scripted }, async (guest) => {
    await guest.goto(link);
    await guest.locator("#c-password").fill(OTHER);
    await press(guest, button(guest, "Choose the password and come in"));
    assert.equal((await guest.goto(`${site.address}/inside`)).status(), 200);
    await assert.rejects(session(site, member), /signs in/, "the old password is over");
    // Removed, once one is sure.
    await row(page, member).locator("summary").click();
    assert.match(await act("Remove for good"), /^Tick the box first/);
    await row(page, member).locator("summary").click();
    await row(page, member).getByRole("checkbox").check();
    assert.match(await act("Remove for good"), /^The account is removed/);
    assert.equal(await row(page, member).count(), 0);
    assert.equal((await guest.reload()).status(), 404);
  });
  await page.goto(`${site.address}/-/accounts`);
  // What would lock everybody out is refused.
  await row(page, last).locator("select").selectOption("reader");
  await press(page, row(page, last).getByRole("button", { name: "Give this role" }));
  assert.match(await notice(page), /^This is the last administrator/);
  assert.equal(await row(page, last).locator("select").inputValue(), "administrator");
  // A name that is taken keeps what was typed.
  await page.locator("#c-name").fill("bea");
  await page.locator("#c-full-name").fill("Another Bea");
  await page.locator("#c-role").selectOption("organizer");
  assert.equal((await press(page, button(page, "Make an account and a link"))).status(), 422);
  assert.match(await notice(page), /^There is an account of this name already/);
  assert.deepEqual([await page.locator("#c-name").inputValue(), await page.locator("#c-full-name").inputValue(), await page.locator("#c-role").inputValue()], ["bea", "Another Bea", "organizer"]);
});

both("the log is filtered and taken along", async (page, member, _, context) => {
  await enter(page, site, "ada", "/-/audit");
  await page.locator("#c-person").fill(member);
  await page.locator("#c-action").selectOption("sign-in");
  await press(page, page.locator(".audit-filter button"));
  const entries = page.locator("main tbody tr");
  assert.ok((await entries.count()) > 1);
  for (const text of await entries.allInnerTexts()) assert.match(text, new RegExp(`UTC\\s+${member}\\s+signed in`));
  for (const [name, first] of [["CSV", /^number,time,actor,action,/], ["JSON", /^\{"number":\d+,/]]) {
    const link = page.locator("main").getByRole("link", { name, exact: true });
    const answer = await context.request.get(new URL(await link.getAttribute("href"), site.address).href);
    const text = await answer.text();
    assert.match(text, first);
    const lines = text.trim().split("\n").length - (name === "CSV" ? 1 : 0);
    assert.equal(lines, await entries.count(), `${name} has what the page shows`);
  }
  await page.locator("#c-person").fill("nobody-at-all");
  await press(page, page.locator(".audit-filter button"));
  assert.equal(await notice(page), "There is no such account.");
  assert.equal(await page.locator("#c-person").inputValue(), "nobody-at-all");
  await page.locator("#c-person").fill("");
  await page.locator("#c-text").fill("no such words");
  await press(page, page.locator(".audit-filter button"));
  assert.ok(await page.getByText("No entry fits.").isVisible());
});

test("whoever is no administrator finds neither accounts nor log", () => visit({}, async (page) => {
  await enter(page, site, "bea", "/");
  for (const path of ["/-/accounts", "/-/audit", "/-/audit.csv", "/-/audit.jsonl", "/-/searches"]) assert.equal((await page.goto(site.address + path)).status(), 404, path);
}));

/** Goes on with the Tab key until the focus is where it should be; it shows all the way. */
async function tabTo(page, selector, most) {
  for (let step = 0; step < most; step += 1) {
    await page.keyboard.press("Tab");
    const seen = await page.evaluate((wanted) => {
      const element = document.activeElement;
      const { bottom, top, width } = element.getBoundingClientRect();
      const { outlineStyle, outlineWidth } = getComputedStyle(element);
      return { name: element.id || element.outerHTML.slice(0, 80), found: element.matches(wanted), shows: outlineStyle !== "none" && parseFloat(outlineWidth) >= 2, visible: width > 0 && bottom > 0 && top < innerHeight };
    }, selector);
    assert.ok(seen.shows && seen.visible, `the focus does not show on ${seen.name}`);
    if (seen.found) return;
  }
  assert.fail(`${selector} is not reached in ${most} steps`);
}

test("one signs in and makes a token by the keyboard alone", () => visit({}, async (page) => {
  await page.goto(`${site.address}/-/sign-in?to=/-/account`);
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await tabTo(page, "#c-name", 1);
  await page.keyboard.type("bea");
  await tabTo(page, "#c-password", 1);
  await page.keyboard.type(PASSWORD);
  await page.keyboard.press("Enter");
  await page.waitForURL(`${site.address}/-/account`);
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await tabTo(page, "#c-token-name", 12);
  await page.keyboard.type("Made by keyboard");
  await tabTo(page, "#c-scope", 1);
  await page.keyboard.press("ArrowDown");
  assert.equal(await page.locator("#c-scope").inputValue(), "read");
  await tabTo(page, "#c-days", 1);
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/-\/account\/tokens#tokens$/);
  // One is where the token is, not at the top of the page again.
  await tabTo(page, "#c-secret", 2);
  assert.ok(await page.locator("#c-secret").evaluate((field) => field.selectionEnd === field.value.length && field.selectionStart === 0), "it is selected, to be copied");
  await tabTo(page, "[aria-label='End: Made by keyboard']", 4);
  await page.keyboard.press("Enter");
  await page.getByText("The token has ended.").waitFor();
}));

test("an account prints without buttons", () => visit({}, async (page) => {
  await enter(page, site, "bea", "/-/account");
  await page.emulateMedia({ media: "print" });
  assert.equal(await page.locator("button:visible, .site-door:visible").count(), 0);
  assert.equal(await page.locator("h2#sessions").isVisible(), true);
}));

/** The address by which the first administrator comes in. */
const first = (fresh) => fresh.said().match(/http\S+\/-\/first\/\S+/)[0];
const sendWeak = async (page) => {
  await page.locator("#c-password").fill("passwordpassword");
  await press(page, page.locator("main form button[type=submit]"));
};
/** Every page of these in every state, by who looks at it; each ends with the page as it is to be looked at. */
const states = {
  stranger: {
    "sign in": (page) => page.goto(`${site.address}/-/sign-in`),
    "sign in, wrong": async (page) => { await page.goto(`${site.address}/-/sign-in`); await sendSignIn(page, "nobody-at-all"); },
    "nothing there": (page) => page.goto(`${site.address}/inside`),
    "first administrator": (page, fresh) => page.goto(first(fresh)),
    "first administrator, wrong": async (page, fresh) => {
      await page.goto(first(fresh));
      await page.locator("#c-name").fill("ada");
      await sendWeak(page);
    },
    "invitation": (page) => page.goto(site.user(["invite", "lea"]).trim()),
    "invitation, wrong": async (page) => { await page.goto(site.user(["invite", "lea"]).trim()); await sendWeak(page); },
    "invitation, over": (page) => page.goto(`${site.address}/-/invite/${"0".repeat(64)}`),
  },
  lea: {
    "account": (page) => page.goto(`${site.address}/-/account`),
    "account, wrong": async (page) => {
      await page.goto(`${site.address}/-/account`);
      await page.locator("#c-address").fill("lea at home");
      await unchecked(page, "profile");
      await press(page, button(page, "Save"));
    },
    "account, with a token": async (page) => {
      await page.goto(`${site.address}/-/account`);
      await page.locator("#c-token-name").fill("The machine under my desk in the office at the end of the long corridor");
      await press(page, button(page, "Make a token"));
    },
    "account, asked for the password": async (page) => {
      site.age("lea", "proven = proven - 601");
      await until("the question for the password", async () => { await page.goto(`${site.address}/-/account`); return (await page.locator("[name=current]").count()) > 0; });
    },
  },
  ada: {
    "accounts": (page) => page.goto(`${site.address}/-/accounts`),
    "accounts, with a link": async (page) => {
      await page.goto(`${site.address}/-/accounts?q=lea`);
      await press(page, row(page, "lea").getByRole("button", { name: "New link to choose a password" }));
    },
    "accounts, wrong": async (page) => {
      await page.goto(`${site.address}/-/accounts?q=lea`);
      await page.locator("#c-name").fill("lea");
      await press(page, button(page, "Make an account and a link"));
    },
    "accounts, nobody found": (page) => page.goto(`${site.address}/-/accounts?q=nobody-at-all`),
    // Few rows tell as much as a hundred, in less time.
    "log": (page) => page.goto(`${site.address}/-/audit?person=lea`),
    "log, nothing found": (page) => page.goto(`${site.address}/-/audit?text=no+such+words`),
    "log, wrong": (page) => page.goto(`${site.address}/-/audit?person=nobody-at-all`),
    "searches, none": (page) => page.goto(`${site.address}/-/searches`),
    "searches": (page) => {
      const today = "CAST(strftime('%s', 'now') AS INTEGER) / 86400";
      const long = "arrangements for the exchange of microdata between the offices of neighbouring countries";
      site.write(`INSERT INTO searches (query, corrected, day, times) VALUES ('herron', 'heron', ${today}, 12), ('${long}', '', ${today}, 3);`);
      return page.goto(`${site.address}/-/searches`);
    },
  },
};

/** What axe finds: everything on a phone; on a desk what is between header and footer, and in the dark what colours
 *  alone can break. */
async function violations(page, width, colorScheme) {
  await page.setViewportSize({ width, height: 900 });
  await page.emulateMedia({ colorScheme });
  const axe = new AxeBuilder({ page });
  if (width > 360) axe.include("main");
  if (colorScheme === "dark") axe.withRules(["color-contrast"]);
  const found = await axe.analyze();
  return found.violations.map((entry) => `${entry.id}: ${entry.nodes.slice(0, 3).map((node) => `${node.html.slice(0, 160)} ${node.any.map((check) => check.message).join(" ")}`).join("\n  ")}`);
}

test("axe finds nothing, and nothing is wider than a phone, in every state of every page", async (t) => {
  const fresh = await serve(repository.folder);
  add(site, "lea", "contributor");
  try {
    for (const [who, pages] of Object.entries(states)) {
      await visit({}, async (page) => {
        const errors = [];
        page.on("console", (message) => { if (message.type() === "error" && !/status of 4\d\d/.test(message.text())) errors.push(message.text()); });
        page.on("pageerror", (error) => errors.push(String(error)));
        if (who !== "stranger") await enter(page, site, who, "/");
        for (const [name, show] of Object.entries(pages)) {
          await t.test(name, async () => {
            await show(page, fresh);
            await page.evaluate(() => { for (const part of document.querySelectorAll("main details")) part.open = true; });
            for (const [width, colorScheme] of [[1440, "dark"], [1440, "light"], [360, "light"]]) {
              assert.deepEqual(await violations(page, width, colorScheme), [], `${width} px, ${colorScheme}`);
              const wide = await page.evaluate(() => [...document.querySelectorAll("body *")].filter((part) => part.getBoundingClientRect().right > innerWidth && !part.closest(".table-scroll table, .visually-hidden, .site-navigation ul")).map((part) => part.outerHTML.slice(0, 120)));
              assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), `wider than ${width} px: ${wide.join("\n")}`);
              if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/${name.replace(/\W+/g, "-")}-${width}-${colorScheme}.png`, fullPage: true });
            }
            assert.equal(await page.locator("h1").count(), 1);
          });
        }
        assert.deepEqual(errors, [], "errors in the console are violations of the policy, or bugs");
      });
    }
  } finally { await fresh.stop(); }
});
