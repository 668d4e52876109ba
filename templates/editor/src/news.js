// Whether somebody else saved the page meanwhile: asked on coming back to it, and at most once a minute.
import { ask } from "./ask.js";
import { bar, heard } from "./bars.js";
import { say } from "./words.js";

const MINUTE = 60_000;

/** Writes how long ago a time was. */
export function ago(iso, language, now = Date.now()) {
  const minutes = Math.round((Date.parse(iso) - now) / MINUTE);
  const written = new Intl.RelativeTimeFormat(language, { numeric: "auto" });
  if (Math.abs(minutes) < 60) return written.format(minutes, "minute");
  const hours = Math.round(minutes / 60);
  return Math.abs(hours) < 24 ? written.format(hours, "hour") : written.format(Math.round(hours / 24), "day");
}

export function watch(form, language) {
  const field = (name) => form.querySelector(`[name=${name}]`).value;
  let asked = Date.now();
  let told = null;
  let shown = null;
  const look = async () => {
    if (document.visibilityState !== "visible" || Date.now() - asked < MINUTE) return;
    asked = Date.now();
    const query = new URLSearchParams({ since: field("base"), file: field("file") });
    const { status, document: answer } = await ask("GET", `${form.getAttribute("action")}?${query}`);
    heard(status === 204 || status === 404 ? 200 : status);
    const mark = answer?.querySelector("[data-mark]")?.dataset.mark;
    if (status !== 200 || !mark || mark === told) return;
    told = mark;
    const said = answer.querySelector("[data-meanwhile]");
    const text = said.textContent.replace("…", () => (said.dataset.meanwhile ? ago(said.dataset.meanwhile, language) : ""));
    shown?.remove();
    shown = bar(text, { more: answer.querySelector("details"), buttons: [[say("close"), (element) => element.remove()]] });
  };
  setInterval(look, MINUTE + Math.random() * 5_000);
  document.addEventListener("visibilitychange", look);
  addEventListener("focus", look);
}
