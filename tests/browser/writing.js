// Somebody at the form in which pages are written.
import assert from "node:assert/strict";
import { enter, until } from "./group.js";

export const night = process.env.CONCORD_NIGHTLY === "long";

/** Returns what runs with a page in which somebody writes, and fails where the policy was not kept. */
export function writer(get) {
  return async (name, path, run, options = {}) => {
    const { site, browser } = get();
    const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, reducedMotion: "reduce", ...options });
    const page = await context.newPage();
    const wrong = [];
    // The browser's own transition between two pages, which a quick next step may cut short.
    page.on("pageerror", (error) => { if (!/ViewTransition|Transition was skipped/.test(String(error))) wrong.push(String(error)); });
    page.on("console", (message) => { if (message.text().startsWith("VIOLATION")) wrong.push(message.text()); });
    await page.addInitScript(() => {
      document.addEventListener("securitypolicyviolation", (event) => { console.log("VIOLATION", event.violatedDirective, event.sourceFile, event.lineNumber); });
    });
    try {
      await enter(page, site, name, path);
      await run(page, context);
      assert.deepEqual(wrong, []);
    } finally { await context.close(); }
  };
}

/** Types at the end of the text. */
export async function type(page, typed) {
  await rich(page).waitFor();
  await rich(page).focus();
  await page.keyboard.press("Control+End");
  await page.keyboard.type(typed);
}

export const rich = (page) => page.locator(".edit-box .cm-content");
export const text = (page) => page.locator("#c-body").inputValue();
export const bars = (page) => page.locator(".edit-bar");
export const state = (page) => page.locator("[data-state]").innerText();
export const isKept = (page) => until("that the text is kept", async () => /^Kept in this browser/.test(await state(page)));
