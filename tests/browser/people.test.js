// Coming in: the first administrator, invitations, signing in, and what members see that strangers do not.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { PASSWORD, add, button, enter, heading, notice, pages, press, sendSignIn, serveGroup, signIn, until, visit as visitBy } from "./group.js";
import { browse, serve } from "./site.js";

let site, repository, browser;
before(async () => {
  repository = pages();
  [site, browser] = await Promise.all([serveGroup(repository.folder, { ada: "administrator", ben: "reader" }), browse()]);
});
after(async () => {
  await browser?.close();
  await site?.stop();
  repository?.remove();
});

const visit = (options, run) => visitBy(browser, options, run);
const doors = (page) => page.locator(".site-door a").allInnerTexts();

/** What works with script and without it. */
function both(name, run) {
  for (const javaScriptEnabled of [true, false]) {
    test(`${name} (${javaScriptEnabled ? "with" : "without"} script)`, () => visit({ javaScriptEnabled }, (page, context) => run(page, context, javaScriptEnabled)));
  }
}

both("the first administrator comes in by the address that the log has, which looking does not use", async (page) => {
  const fresh = await serve(repository.folder);
  try {
    const [link] = fresh.said().match(/http\S+\/-\/first\/\S+/);
    for (let look = 0; look < 2; look += 1) {
      assert.equal((await page.goto(link)).status(), 200);
      assert.equal(await heading(page), "The first administrator");
    }
    const [name, password, come] = [page.locator("#c-name"), page.locator("#c-password"), button(page, "Choose the password and come in")];
    const send = async (typed, secret) => {
      await name.fill(typed);
      await password.fill(secret);
      return (await press(page, come)).status();
    };
    assert.equal(await send("ada", "passwordpassword"), 422);
    assert.match(await notice(page), /among the first that are guessed/);
    assert.equal(await name.inputValue(), "ada", "what was typed stays");
    assert.equal(await password.getAttribute("aria-invalid"), "true");
    assert.match(await password.getAttribute("aria-describedby"), /^c-wrong /);
    assert.equal(await send("Ada Berg!", PASSWORD), 422);
    assert.match(await notice(page), /A name has 2 to 40 letters/);
    assert.equal(await name.inputValue(), "Ada Berg!");
    assert.equal(await name.getAttribute("aria-invalid"), "true");
    assert.equal(await password.getAttribute("aria-invalid"), null);
    assert.equal(fresh.user(["list"]), "", "nobody came in yet");
    assert.equal(await send("ada", PASSWORD), 200);
    assert.equal(page.url(), `${fresh.address}/-/accounts`);
    assert.equal(await heading(page), "Accounts");
    assert.match(fresh.user(["list"]), /^ada\tadministrator\topen\t/);
    assert.equal((await page.goto(link)).status(), 410);
    assert.match(await notice(page), /^This link is used/);
    assert.equal(await password.count(), 0);
  } finally { await fresh.stop(); }
});

both("who is invited opens the link, chooses a password and is in; then the link is over", async (page, _, scripted) => {
  const name = scripted ? "dora" : "emil";
  await enter(page, site, "ada", "/-/accounts");
  await page.locator("#c-name").fill(name);
  await page.locator("#c-full-name").fill("Somebody New");
  await page.locator("#c-role").selectOption("contributor");
  await press(page, button(page, "Make an account and a link"));
  assert.match(await notice(page), /^The link is made/);
  const link = await page.locator("#c-secret").inputValue();
  assert.match(link, new RegExp(`^${site.address}/-/invite/[0-9A-Za-z_-]{20,}$`));
  await page.goto(`${site.address}/-/accounts`);
  assert.ok(!(await page.content()).includes(link), "it is seen once");
  await visit({ javaScriptEnabled: scripted }, async (guest) => {
    for (let look = 0; look < 2; look += 1) {
      assert.equal((await guest.goto(link)).status(), 200);
      assert.match(await guest.locator(".lead").innerText(), new RegExp(`This link is for ${name}\\.`));
    }
    assert.match(site.user(["list", name]), /\tinvited\tnever used\t/);
    const come = button(guest, "Choose the password and come in");
    await guest.locator("#c-password").fill("too short");
    await come.click();
    assert.ok(await guest.locator("#c-password:invalid").isVisible(), "the browser holds a short one back");
    await guest.locator("#c-password").fill("passwordpassword");
    assert.equal((await press(guest, come)).status(), 422);
    assert.match(await notice(guest), /among the first that are guessed/);
    assert.match(await guest.locator(".lead").innerText(), new RegExp(name), "it is still said whom the link is for");
    await guest.locator("#c-password").fill(PASSWORD);
    await press(guest, come);
    assert.equal(guest.url(), `${site.address}/`);
    assert.deepEqual(await doors(guest), ["Your account"]);
    assert.equal((await guest.goto(link)).status(), 410);
    assert.match(await notice(guest), /used, out of date, or replaced by a newer one\. Ask for another\./);
    assert.equal(await guest.locator("main form").count(), 0);
    await press(guest, guest.locator("main").getByRole("link", { name: "Sign in" }));
    assert.equal(guest.url(), `${site.address}/`, "who is signed in goes on");
  });
});

test("a newer link ends the one before", () => visit({}, async (page) => {
  add(site, "fred", "reader");
  const links = [site.user(["invite", "fred"]).trim(), site.user(["invite", "fred"]).trim()];
  assert.equal((await page.goto(links[0])).status(), 410);
  assert.match(await notice(page), /replaced by a newer one/);
  assert.equal((await page.goto(links[1])).status(), 200);
}));

both("a wrong name or password is said in one sentence, and the name stays", async (page, _, scripted) => {
  await page.goto(`${site.address}/-/sign-in?to=/open`);
  for (const name of ["ben", "nobody-at-all"]) {
    assert.equal((await sendSignIn(page, name, "six herons tax the ferry")).status(), 403);
    assert.equal(await notice(page), "The name or the password is wrong.");
    assert.equal(await page.locator("#c-name").inputValue(), name);
    assert.equal(await page.locator("#c-password").inputValue(), "");
    assert.equal(await page.locator("#c-password").getAttribute("aria-describedby"), "c-wrong");
  }
  assert.equal(await page.locator("[data-show-password]").isVisible(), scripted);
  await sendSignIn(page, "ben");
  assert.equal(page.url(), `${site.address}/open`, "a wrong try does not forget where one was");
});

test("a password shows while it is typed, if one wants it", () => visit({}, async (page) => {
  await page.goto(`${site.address}/-/sign-in`);
  const field = page.locator("#c-password");
  await field.fill(PASSWORD);
  assert.equal(await field.getAttribute("type"), "password");
  await page.getByLabel("Show what I type").check();
  assert.equal(await field.getAttribute("type"), "text");
  await page.getByLabel("Show what I type").uncheck();
  assert.equal(await field.getAttribute("type"), "password");
  assert.equal(await field.inputValue(), PASSWORD);
}));

both("one comes back to where one was, with what was searched", async (page) => {
  await page.goto(`${site.address}/search?q=delta&kind=case-study`);
  await press(page, page.locator(".site-door").getByRole("link", { name: "Sign in" }));
  assert.equal(await page.locator(".site-door").count(), 0, "no second door, which would forget it");
  await sendSignIn(page, "ben");
  assert.equal(page.url(), `${site.address}/search?q=delta&kind=case-study`);
  assert.deepEqual(await doors(page), ["Your account"]);
  await page.goto(`${site.address}/-/sign-in?to=/open`);
  assert.equal(page.url(), `${site.address}/open`, "who is signed in is not asked again");
});

test("nobody is led to another site", () => visit({}, async (page) => {
  for (const to of ["https://example.org/", "//example.org/", "/\\example.org/", "\t//example.org", "javascript:alert(1)"]) {
    await page.context().clearCookies();
    await page.goto(`${site.address}/-/sign-in?to=${encodeURIComponent(to)}`);
    await sendSignIn(page, "ben");
    assert.equal(new URL(page.url()).origin, site.address, to);
    assert.deepEqual(await doors(page), ["Your account"]);
  }
}));

both("the language is chosen where one signs in, and what one wanted to see is kept", async (page) => {
  await page.goto(`${site.address}/-/sign-in?to=/inside`);
  await press(page, page.locator(".languages a[lang=fr]"));
  assert.equal(await heading(page), "Se connecter");
  assert.equal(await page.locator("input[name=to]").inputValue(), "/inside");
});

both("a session that ends while one reads leads to signing in, and back", async (page, _, scripted) => {
  const name = scripted ? "ida" : "jan";
  add(site, name, "reader");
  const read = async () => (await page.goto(`${site.address}/inside`)).status();
  const back = async (to) => {
    await sendSignIn(page, name);
    assert.equal(page.url(), site.address + to);
  };
  await signIn(page, site, name, "/inside");
  assert.equal(await heading(page), "Otters of the delta");
  // From the terminal.
  assert.match(site.user(["sessions", name, "--end"]), /1 sessions have ended/);
  await until("the end of the session", async () => (await read()) === 404);
  await press(page, page.locator("main").getByRole("link", { name: "Sign in" }));
  await back("/inside");
  assert.equal(await heading(page), "Otters of the delta");
  // By its age: nobody stays signed in for more than a week.
  site.age(name, `created = created - ${8 * 86_400}`);
  await until("the end of the session", async () => (await read()) === 404);
  await page.goto(`${site.address}/-/account`);
  assert.equal(page.url(), `${site.address}/-/sign-in?to=%2F-%2Faccount`);
  await back("/-/account");
});

both("members read what strangers are not shown, and strangers are offered to sign in wherever nothing is", async (page) => {
  const missing = {};
  for (const path of ["/inside", "/inzide"]) {
    assert.equal((await page.goto(site.address + path)).status(), 404);
    assert.ok(await page.locator("main").getByText("If it is for members, it shows once you are signed in.").isVisible());
    missing[path] = (await page.locator("main").innerText()).replace(path.slice(1), "…");
    assert.equal(await page.locator("main a[href*='sign-in']").getAttribute("href"), `/-/sign-in?to=${encodeURIComponent(path)}`);
  }
  assert.equal(missing["/inside"], missing["/inzide"], "hidden looks like missing");
  const found = async () => {
    await page.goto(`${site.address}/search?q=delta`);
    const hits = await page.locator(".hit-title").allInnerTexts();
    await page.goto(`${site.address}/all`);
    return [hits.sort(), (await page.locator("main").innerText()).includes("Otters of the delta")];
  };
  assert.deepEqual(await found(), [["Herons of the delta"], false]);
  await page.goto(`${site.address}/inside`);
  await press(page, page.locator("main").getByRole("link", { name: "Sign in" }));
  await sendSignIn(page, "ben");
  assert.equal(page.url(), `${site.address}/inside`);
  assert.equal(await heading(page), "Otters of the delta");
  assert.deepEqual(await found(), [["Herons of the delta", "Otters of the delta"], true]);
  assert.equal((await page.goto(`${site.address}/outside`)).status(), 404);
  assert.equal(await page.locator("main a[href*='sign-in']").count(), 0, "nothing to offer to whoever is in");
});

// Last: what is guessed here counts against everybody of this network.
both("whoever guesses is told how long to wait", async (page, _, scripted) => {
  await page.goto(`${site.address}/-/sign-in`);
  const name = scripted ? "gerd" : "hans";
  let answer;
  for (let guess = 0; guess < 12; guess += 1) {
    answer = await sendSignIn(page, name, `guess number ${guess}`);
    if (answer.status() === 429) break;
    assert.equal(answer.status(), 403);
  }
  assert.equal(answer.status(), 429);
  const seconds = Number(await answer.headerValue("retry-after"));
  assert.ok(seconds >= 1 && seconds <= 900, `${seconds} seconds`);
  assert.match(await notice(page), /^Too many tries\. Wait (a second|\d+ seconds|a minute|\d+ minutes) and try again\.$/);
  assert.equal(await page.locator("#c-name").inputValue(), name);
});
