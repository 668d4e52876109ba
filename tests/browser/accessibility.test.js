// axe on every kind of page, in both themes, on a phone and on a desk: WCAG 2.2 AA and best practice.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { AxeBuilder } from "@axe-core/playwright";
import { browse, pages, serve } from "./site.js";
import { small } from "./small.js";

let site, other, repository, browser;
before(async () => {
  repository = small();
  [site, other, browser] = await Promise.all([serve(), serve(repository.folder), browse()]);
});
after(async () => {
  await browser?.close();
  await Promise.all([site?.stop(), other?.stop()]);
  repository?.remove();
});

// By day each colour scheme at one width: colours and widths do not depend on each other. By night all four.
const night = process.env.CONCORD_NIGHTLY === "long";

for (const colorScheme of ["light", "dark"]) {
  for (const width of night ? [360, 1440] : [colorScheme === "light" ? 1440 : 360]) {
    test(`axe finds nothing (${colorScheme}, ${width} px)`, async (t) => {
      const context = await browser.newContext({ colorScheme, viewport: { width, height: 900 }, reducedMotion: "reduce" });
      const page = await context.newPage();
      const messages = [];
      page.on("console", (message) => { if (message.type() === "error" && !/status of 404/.test(message.text())) messages.push(message.text()); });
      page.on("pageerror", (error) => messages.push(String(error)));
      const all = Object.entries(pages).map(([name, path]) => [name, site.address + path]);
      for (const path of ["/arabic", "/francais", "/long", "/seminar"]) all.push([path, other.address + path]);
      for (const [name, address] of all) {
        await t.test(name, async () => {
          await page.goto(address);
          // What is folded is looked at too; of the panels that lie over the page, only one can be open.
          await page.evaluate(() => { for (const part of document.querySelectorAll(".page details:not(.action), details.action:last-of-type")) part.open = true; });
          const axe = new AxeBuilder({ page });
          // In the dark the same page has other colours and nothing else.
          if (colorScheme === "dark") axe.withRules(["color-contrast", "link-in-text-block"]);
          const { violations } = await axe.analyze();
          const found = violations.map((entry) => `${entry.id}: ${entry.nodes.slice(0, 3).map((node) => `${node.html.slice(0, 160)} ${node.any.map((check) => check.message).join(" ")}`).join("\n  ")}`);
          assert.deepEqual(found, []);
          const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
          assert.ok(overflow <= 0, `${overflow} px wider than the screen`);
          assert.equal(await page.locator("h1").count(), 1);
          assert.equal(await page.locator("main").count(), 1);
        });
      }
      // Errors in the console are violations of the policy, or bugs.
      assert.deepEqual(messages, []);
      await context.close();
    });
  }
}
