// Coming in by mail: an invitation, an address that is confirmed, a password that is forgotten; with script and
// without, on a desk and on a phone.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { AxeBuilder } from "@axe-core/playwright";
import { PASSWORD, button, enter, heading, notice, pages, press, serveGroup, visit as visitBy } from "./group.js";
import { browse, root } from "./site.js";

let site, repository, browser, sink, lines;

/** A real mail server, of Debian's python3-aiosmtpd; what it takes is read line by line. */
async function mailServer() {
  const script = join(root, "tests/it/smtp_sink.py");
  sink = spawn("/usr/bin/python3", ["-W", "ignore", script, "127.0.0.1", "0", "take"], { stdio: ["ignore", "pipe", "inherit"] });
  lines = createInterface({ input: sink.stdout })[Symbol.asyncIterator]();
  return (await mail()).port;
}

const mail = async () => JSON.parse((await lines.next()).value);

/** Waits for a mail to an address; returns where it leads on the site. */
async function linkTo(address) {
  for (;;) {
    const { to, plain } = await mail();
    const link = plain.match(/^http:\/\/localhost(\/-\/(?:invite|reset|confirm)\/\S+)$/m);
    if (to[0] === address && link) return site.address + link[1];
  }
}

before(async () => {
  repository = pages();
  const port = await mailServer();
  const configuration = `base_url = "http://localhost"\n[mail]\nserver = "smtp://127.0.0.1:${port}"\nfrom = "wiki@example.org"\n`;
  [site, browser] = await Promise.all([serveGroup(repository.folder, { ada: "administrator", bea: "contributor", cai: "contributor" }, configuration), browse()]);
});
after(async () => {
  await browser?.close();
  await site?.stop();
  sink?.kill();
  repository?.remove();
});

/** Holds that a page is right for axe and fits a phone. */
async function fits(page, name) {
  for (const width of [1280, 360]) {
    await page.setViewportSize({ width, height: 900 });
    const found = await new AxeBuilder({ page }).include("main").analyze();
    assert.deepEqual(found.violations.map((entry) => `${entry.id}: ${entry.nodes[0].html}`), [], `${name}, ${width} px`);
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), `${name} is wider than ${width} px`);
    if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/mail-${name}-${width}.png`, fullPage: true });
  }
  await page.setViewportSize({ width: 1280, height: 800 });
}

const visit = (options, run) => visitBy(browser, options, run);

test("an invitation goes by mail and confirms its address", () => visit({}, async (page) => {
  await enter(page, site, "ada", "/-/accounts");
  await page.locator("#c-name").fill("dan");
  await page.locator("#c-mail").fill("dan@stat.example");
  await fits(page, "invite");
  await press(page, button(page, "Make an account and a link"));
  assert.match(await notice(page), /^The link is on its way by mail/);
  assert.equal(await page.locator("#c-secret").count(), 0);
  await fits(page, "invited");
  const link = await linkTo("dan@stat.example");
  await page.context().clearCookies();
  await page.goto(link);
  await page.locator("#c-password").fill(PASSWORD);
  await press(page, button(page, "Choose the password and come in"));
  await page.goto(`${site.address}/-/account`);
  assert.match(await page.locator("main").innerText(), /Mail goes to dan@stat\.example\./);
}));

for (const javaScriptEnabled of [true, false]) {
  const [name, address] = javaScriptEnabled ? ["bea", "bea@stat.example"] : ["cai", "cai@stat.example"];
  test(`an address is confirmed, and a forgotten password chosen anew (${javaScriptEnabled ? "with" : "without"} script)`, () => visit({ javaScriptEnabled }, async (page) => {
    await enter(page, site, name, "/-/account");
    await page.locator("#c-mail").fill(address);
    await press(page, page.locator("main section", { has: page.locator("#mail") }).getByRole("button", { name: "Save" }));
    assert.match(await notice(page), /^A link is on its way/);
    if (javaScriptEnabled) await fits(page, "account");
    const confirm = await linkTo(address);
    await page.context().clearCookies();
    await page.goto(confirm);
    assert.equal(await heading(page), "Your address");
    if (javaScriptEnabled) await fits(page, "confirm");
    await press(page, button(page, "Confirm this address"));
    assert.match(await notice(page), /^The address is confirmed/);
    if (javaScriptEnabled) await fits(page, "confirmed");
    await page.goto(confirm);
    assert.match(await notice(page), /^This link is used/);
    await page.goto(`${site.address}/-/sign-in`);
    if (javaScriptEnabled) await fits(page, "sign-in");
    await press(page, page.getByRole("link", { name: "Forgot your password?" }));
    if (javaScriptEnabled) await fits(page, "forgotten");
    await page.locator("#c-address").fill(address);
    await press(page, button(page, "Mail me a link"));
    assert.match(await notice(page), /^If an account has this address/);
    if (javaScriptEnabled) await fits(page, "forgotten-sent");
    await page.goto(await linkTo(address));
    assert.equal(await heading(page), "Another password");
    await page.locator("#c-password").fill("nine otters pay the toll");
    if (javaScriptEnabled) await fits(page, "reset");
    await press(page, button(page, "Choose the password and come in"));
    await page.goto(`${site.address}/-/account`);
    assert.match(await page.locator("main").innerText(), new RegExp(`Mail goes to ${address.replace(".", "\\.")}`));
  }));
}
