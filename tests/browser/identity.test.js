// Coming in by the word of another provider of identities: the certified oidc-provider, in a real browser.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:https";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { AxeBuilder } from "@axe-core/playwright";
import { button, enter, heading, notice, pages, press, serveGroup, visit as visitBy } from "./group.js";
import { browse } from "./site.js";

let site, repository, browser, provider;
/** In which groups somebody is there, by the name with which they sign in. */
const groups = {};
before(async () => {
  repository = pages();
  provider = await openProvider();
  // The server trusts it as it does any other: by what its machine trusts.
  process.env.SSL_CERT_FILE = provider.certificate;
  const configuration = `[oidc]\nissuer = "${provider.address}"\nclient = "wiki"\nsecret = "of both, and long enough"\nname = "Staff Login"\nscopes = ["groups"]\nroles = { editors = "contributor" }\n`;
  [site, browser] = await Promise.all([serveGroup(repository.folder, { ada: "administrator", ben: "reader" }, configuration), browse()]);
  await provider.know(`${site.address}/-/provider/callback`);
});
after(async () => {
  await browser?.close();
  await site?.stop();
  provider?.stop();
  repository?.remove();
});

const visit = (options, run) => visitBy(browser, { ignoreHTTPSErrors: true, ...options }, run);

/** Makes a certificate of this machine for a day. */
function certify(folder) {
  const [key, certificate, configuration] = ["key.pem", "certificate.pem", "openssl.cnf"].map((name) => join(folder, name));
  writeFileSync(configuration, "[req]\nprompt = no\ndistinguished_name = name\nx509_extensions = more\n[name]\nCN = provider\n[more]\nbasicConstraints = critical, CA:FALSE\nsubjectAltName = IP:127.0.0.1\n");
  execFileSync("openssl", ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2", "-config", configuration, "-keyout", key, "-out", certificate], { stdio: "pipe" });
  return { key: readFileSync(key), cert: readFileSync(certificate), file: certificate };
}

/** Opens a provider on a free port, which knows the site once it is told where it is. */
async function openProvider() {
  let answer = (_, response) => response.writeHead(503).end();
  const folder = mkdtempSync(join(tmpdir(), "concord-provider-"));
  const { key, cert, file } = certify(folder);
  const opened = { isDown: false, certificate: file };
  const server = createServer({ key, cert }, (request, response) => {
    if (opened.isDown && request.url.startsWith("/token")) return response.writeHead(503).end();
    return answer(request, response);
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = `https://127.0.0.1:${server.address().port}`;
  return Object.assign(opened, {
    address,
    async know(redirect) {
      // Of the provider's own advice for its operators nothing is wanted here.
      const { warn, info } = console;
      Object.assign(console, { warn() {}, info() {} });
      try {
        const { Provider } = await import("oidc-provider");
        const made = new Provider(address, {
          clients: [{ client_id: "wiki", client_secret: "of both, and long enough", redirect_uris: [redirect] }],
          findAccount: (_, id) => ({ accountId: id, claims: () => ({ sub: id, name: `${id} Berg`, preferred_username: `${id}@stat.example`, groups: groups[id] ?? [] }) }),
          claims: { openid: ["sub"], profile: ["name", "preferred_username"], groups: ["groups"] },
          scopes: ["openid", "groups"],
          conformIdTokenClaims: false,
          ttl: { AccessToken: 600, Grant: 600, IdToken: 600, Interaction: 600, Session: 600 },
          cookies: { keys: ["one of its own"] },
        });
        answer = made.callback();
      } finally { Object.assign(console, { warn, info }); }
    },
    stop() {
      server.closeAllConnections();
      server.close();
      rmSync(folder, { recursive: true });
    },
  });
}

/** Signs in at the provider, as whoever it shows its own form to. */
async function signInThere(page, name) {
  await page.waitForURL(`${provider.address}/**`);
  if (await page.locator("input[name=login]").count()) {
    await page.locator("input[name=login]").fill(name);
    await page.locator("input[name=password]").fill("anything");
    await press(page, page.locator("[type=submit]"));
  }
  // It asks whether the site may know; once.
  if (page.url().startsWith(provider.address)) await press(page, page.locator("[type=submit]"));
}

const byProvider = (page) => page.locator("main").getByRole("link", { name: "Sign in with Staff Login" });

async function comeIn(page, name, to = "/inside") {
  await page.goto(`${site.address}/-/sign-in?to=${to}`);
  await byProvider(page).click();
  await signInThere(page, name);
}

async function isAccessible(page, name) {
  for (const width of [1280, 360]) {
    await page.setViewportSize({ width, height: 800 });
    if (width === 360) {
      const { violations } = await new AxeBuilder({ page }).analyze();
      assert.deepEqual(violations.map(({ id }) => id), [], name);
    }
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), `${name} at ${width} is not wider`);
    if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/${name}-${width}.png`, fullPage: true });
  }
}

for (const javaScriptEnabled of [true, false]) {
  test(`the role of a group is there at the first sign-in, and goes when it is taken away (${javaScriptEnabled ? "with" : "without"} script)`, () => visit({ javaScriptEnabled }, async (page) => {
    const name = javaScriptEnabled ? "carl" : "cora";
    groups[name] = ["editors"];
    await comeIn(page, name);
    assert.equal(page.url(), `${site.address}/inside`);
    assert.equal(await heading(page), "Otters of the delta");
    assert.match(site.user(["list", name]), new RegExp(`^${name}\tcontributor\t`));
    groups[name] = [];
    await visit({ javaScriptEnabled }, async (other) => {
      await comeIn(other, name);
      assert.match(other.url(), /\/-\/provider\/callback/);
      assert.match(await notice(other), /there is no account for you here, or it is shut/);
    });
    assert.match(site.user(["list", name]), /\tshut\t/);
    const gone = await page.goto(`${site.address}/inside`);
    assert.equal(gone.status(), 404, "who was signed in is not any more");
  }));
}

test("who nothing lets in is told so, and may begin again", () => visit({}, async (page) => {
  await comeIn(page, "mallory");
  assert.match(await notice(page), /Ask those who look after this site for an invitation/);
  await isAccessible(page, "refused");
  await press(page, page.locator("main").getByRole("link", { name: "Begin again" }));
  assert.ok(await byProvider(page).isVisible());
  await isAccessible(page, "sign-in");
}));

test("a member links the account they have, and comes in by it", () => visit({}, async (page, context) => {
  await enter(page, site, "ben", "/-/account#identities");
  await page.locator("main").getByRole("button", { name: "Link Staff Login" }).click();
  await signInThere(page, "benjamin");
  assert.equal(page.url(), `${site.address}/-/account#identities`);
  const row = page.locator("table", { hasText: "benjamin@stat.example" }).locator("tbody tr");
  assert.equal(await row.count(), 1);
  await isAccessible(page, "linked");
  await context.clearCookies();
  await comeIn(page, "benjamin");
  assert.equal(await heading(page), "Otters of the delta");
  // What changes how one signs in needs a proof that is not old, which the provider gives.
  site.age("ben", "proven = proven - 3600");
  await page.goto(`${site.address}/-/account`);
  await page.getByRole("link", { name: "Sign in again with Staff Login" }).click();
  await signInThere(page, "benjamin");
  assert.equal(page.url(), `${site.address}/-/account`);
  await page.locator("#c-token-name").fill("laptop");
  await press(page, button(page, "Make a token"));
  assert.equal(await page.locator("#c-secret").count(), 1);
  await press(page, row.getByRole("button", { name: /^Unlink/ }));
  assert.equal(await notice(page), "The link is ended, and whoever came in by it is signed out.");
  await context.clearCookies();
  await comeIn(page, "benjamin");
  assert.match(await notice(page), /there is no account for you here/);
}));

test("an invitation is accepted with the account one has elsewhere", () => visit({}, async (page) => {
  site.user(["add", "dora", "--role", "reader", "--invite"]);
  const link = site.user(["invite", "dora"]).trim();
  await page.goto(link);
  await isAccessible(page, "invited");
  await button(page, "Come in with Staff Login").click();
  await signInThere(page, "dora");
  assert.equal(page.url(), `${site.address}/`);
  assert.equal((await page.goto(link)).status(), 410);
  assert.match(site.user(["links", "dora"]), /\tdora\tdora@stat\.example\n$/);
}));

test("a provider that is down is said so, and everything else goes on", () => visit({}, async (page) => {
  provider.isDown = true;
  try {
    await comeIn(page, "benjamin");
    assert.match(await notice(page), /^Staff Login does not answer just now, so nobody can sign in by it\. Everything else goes on/);
    await isAccessible(page, "down");
    await page.goto(`${site.address}/open`);
    assert.equal(await heading(page), "Herons of the delta");
    await enter(page, site, "ada", "/inside");
    assert.equal(await heading(page), "Otters of the delta");
  } finally { provider.isDown = false; }
}));
