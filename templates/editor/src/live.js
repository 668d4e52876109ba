// The page as it will look, beside the text: made by the site as pages are, while one types.
import { ask, form as fieldsOf, live } from "./ask.js";
import { heard } from "./bars.js";
import { make, say } from "./words.js";

/** How long after a key it is asked for; longer where the answers take long, or the text is. */
const SOON = 50;
const LATEST = 3_000;
export const LONG = 200_000;

/** The lines at which headings begin, without those in code. */
export function headings(text) {
  const found = [];
  let fence = "";
  text.split("\n").forEach((line, at) => {
    const mark = /^ {0,3}(`{3,}|~{3,})/.exec(line)?.[1];
    if (mark && !fence) fence = mark;
    else if (mark && mark.startsWith(fence)) fence = "";
    else if (!fence && /^#{1,6}\s/.test(line)) found.push(at);
  });
  return found;
}

/** Returns where between points of one scale something is on another: both rise. */
export function between(value, from, to) {
  const at = from.findLastIndex((point) => point <= value);
  if (at < 0) return to[0];
  if (at === from.length - 1) return to.at(-1);
  const part = (value - from[at]) / Math.max(1e-6, from[at + 1] - from[at]);
  return to[at] + part * (to[at + 1] - to[at]);
}

/** Shows what was said about fields beside them, in place of what was said before. */
function besideFields(form, answer) {
  for (const old of form.querySelectorAll(".field-error")) {
    const field = old.parentElement.querySelector("[aria-invalid]");
    if (field) {
      field.removeAttribute("aria-invalid");
      field.setAttribute("aria-describedby", (field.getAttribute("aria-describedby") ?? "").replace(` ${old.id}`, ""));
    }
    old.remove();
  }
  for (const list of answer.querySelectorAll("[data-fields] [data-key]")) {
    const { key } = list.dataset;
    const place = form.querySelector(`[id="h-${CSS.escape(key)}"]`) ?? form.querySelector(`[name^="f.${CSS.escape(key)}"]`);
    const parent = place?.closest(".field, fieldset");
    if (!parent) continue;
    const field = form.querySelector(`[id="f-${CSS.escape(key)}"]:is(input, select, textarea)`);
    list.id = `p-${key}`;
    field?.setAttribute("aria-invalid", "true");
    field?.setAttribute("aria-describedby", `${field.getAttribute("aria-describedby") ?? ""} ${list.id}`);
    parent.append(list);
  }
}

export function preview({ form, box, read, after }) {
  const textLength = () => box().length();
  const problems = make("div", { className: "edit-live-problems" });
  const page = make("div", { className: "edit-live-page" });
  const pane = make("section", { className: "edit-live", tabIndex: 0, ariaLabel: say("live") }, problems, page);
  let timer = 0;
  let running = null;
  let took = 0;
  let isOn = false;
  let marks = [];
  let own = [];
  let end = 1;

  const follow = () => {
    const { scroller } = box();
    const isEnd = scroller.scrollTop > 0 && scroller.scrollTop + scroller.clientHeight >= scroller.scrollHeight - 2;
    if (isEnd) { pane.scrollTop = pane.scrollHeight; return; }
    const top = pane.getBoundingClientRect().top - pane.scrollTop;
    const places = own.length === marks.length ? own.map((heading) => heading.getBoundingClientRect().top - top) : [];
    const from = [0, ...(places.length > 0 ? marks : []), end];
    pane.scrollTop = between(box().top(), from, [0, ...places, pane.scrollHeight]);
  };
  const show = (answer) => {
    besideFields(form, answer);
    const list = answer.querySelector(".edit-preview .problems");
    for (const item of list?.querySelectorAll("[data-line]") ?? []) {
      const line = Number(item.dataset.line);
      const button = make("button", { type: "button", className: "edit-to-line" }, item.textContent);
      button.addEventListener("click", () => box().toLine(line));
      item.replaceChildren(button);
    }
    problems.replaceChildren(...(list ? [list] : []));
    const shown = answer.querySelector(".edit-page");
    // It stands beside the form, whose names are its own, and leads out of it in another tab.
    for (const one of shown?.querySelectorAll("[id]") ?? []) one.removeAttribute("id");
    for (const link of shown?.querySelectorAll("a[href]") ?? []) { link.target = "_blank"; link.rel = "noopener"; }
    page.replaceChildren(...(shown ? [shown] : []));
    const text = box().text();
    marks = headings(text);
    end = text.split("\n").length;
    own = [...page.querySelectorAll("article :is(h1, h2, h3, h4, h5, h6)")];
    follow();
  };
  const renew = async () => {
    timer = 0;
    running?.abort();
    const own = new AbortController();
    running = own;
    const begun = performance.now();
    const { status, document: answer } = await ask("POST", live(form.getAttribute("action"), "preview"), fieldsOf(read()), { signal: own.signal });
    heard(status);
    if (running !== own) return;
    running = null;
    took = performance.now() - begun;
    if (status === 200 && answer && isOn) show(answer);
  };
  const typed = () => {
    if (!isOn) return;
    running?.abort();
    clearTimeout(timer);
    const pause = textLength() > LONG ? LATEST : Math.min(LATEST, took > 150 ? took : SOON);
    timer = setTimeout(renew, pause);
  };
  return {
    pane,
    typed,
    turn(next) {
      isOn = next;
      form.classList.toggle("is-live", next);
      if (next) { after().after(pane); renew(); } else { clearTimeout(timer); running?.abort(); running = null; pane.remove(); }
    },
    follow: () => { if (isOn) follow(); },
  };
}
