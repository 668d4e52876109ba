// A group with a site of its own: an administrator, a reader, and pages that only they read.
import assert from "node:assert/strict";
import { repository, serve } from "./site.js";

/** A password that is taken, of everybody here. */
export const PASSWORD = "seven herons tax the ferry";

const page = (title, more, text) => `---\ntitle: ${title}\nsummary: ${title}, in a few words.\nlang: en\n${more}---\n\n${text}\n`;

/** Pages for all and pages for members, with more where they are wanted: titles and texts by their names. */
export function pages(more = {}) {
  const own = Object.entries(more).map(([name, [title, text]]) => [`${name}.md`, page(title, "kind: case-study\n", text)]);
  return repository({
    ...Object.fromEntries(own),
    "index.md": page("The group", "", "Welcome."),
    "open.md": page("Herons of the delta", "kind: case-study\n", "Everybody reads of the heron."),
    "inside.md": page("Otters of the delta", "kind: case-study\nvisibility: members\n", "Members read of the otter."),
    "all.md": page("All cases", "", ":::list kind=case-study\n:::"),
  });
}

/** Serves the pages to a group: the names and roles of its accounts. */
export async function serveGroup(folder, roles, configuration = "") {
  const site = await serve(folder, configuration);
  for (const [name, role] of Object.entries(roles)) add(site, name, role);
  return site;
}

/** Makes an account from the terminal. */
export function add(site, name, role) {
  site.user(["add", name, "--role", role, "--full-name", `${name[0].toUpperCase()}${name.slice(1)} Berg`, "--password-stdin"], PASSWORD);
}

/** Runs with a browser's page of its own, in which nobody is signed in. */
export async function visit(browser, options, run) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, reducedMotion: "reduce", ...options });
  try { await run(await context.newPage(), context); } finally { await context.close(); }
}

/** Presses a button, or follows a link, and waits for the page it leads to. */
export async function press(page, locator) {
  const [answer] = await Promise.all([page.waitForNavigation(), locator.click()]);
  return answer;
}

export const button = (page, name) => page.locator("main").getByRole("button", { name, exact: true });

/** Types what signs somebody in into the form, and sends it. */
export async function sendSignIn(page, name, password = PASSWORD) {
  await page.locator("#c-name").fill(name);
  await page.locator("#c-password").fill(password);
  return press(page, button(page, "Sign in"));
}

/** Signs somebody in as a browser's form does; returns the cookie. */
export async function session(site, name, agent = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0") {
  const body = new URLSearchParams({ name, password: PASSWORD });
  const answer = await fetch(`${site.address}/-/sign-in`, { method: "POST", redirect: "manual", headers: { "user-agent": agent }, body });
  assert.equal(answer.status, 303, `${name} signs in`);
  const [cookie] = answer.headers.get("set-cookie").split(";");
  return cookie;
}

/** Opens a page of the site as somebody who is signed in already. */
export async function enter(page, site, name, path) {
  const agent = await page.evaluate(() => navigator.userAgent);
  const [key, value] = (await session(site, name, agent)).split("=");
  await page.context().addCookies([{ name: key, value, url: site.address }]);
  await page.goto(site.address + path);
}

/** Signs somebody in; ends at a page of the site. */
export async function signIn(page, site, name, to = "/") {
  await page.goto(`${site.address}/-/sign-in?to=${encodeURIComponent(to)}`);
  await sendSignIn(page, name);
  assert.equal(page.url(), site.address + to);
}

/** Looks again and again until what is looked for is there. */
export async function until(what, look) {
  const deadline = Date.now() + 10_000;
  while (!(await look())) assert.ok(Date.now() < deadline, `never seen: ${what}`);
}

/** What is said first: what is wrong stands above what was done. */
export const notice = (page) => page.locator("main .notice").first().innerText();
export const heading = (page) => page.locator("h1").innerText();
