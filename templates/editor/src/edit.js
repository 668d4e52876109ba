// The form in which a page is written. The text box of the browser is the truth; everything here makes it
// more comfortable, and is nothing that one cannot do without.
import { begin as beginBars, heard } from "./bars.js";
import { plainBox } from "./box.js";
import { comforts } from "./comforts.js";
import { files } from "./files.js";
import { LONG, preview } from "./live.js";
import { commands } from "./marks.js";
import { watch } from "./news.js";
import { keepHere } from "./state.js";
import { addSwitch, rove, toolbar } from "./toolbar.js";
import { learn, remember, remembered, say } from "./words.js";

const form = document.querySelector("[data-edit]");
const textarea = document.getElementById("c-body");
const LIVE = "concord-live";
const BOX = "concord-box";
learn(form?.dataset.words);
comforts(form);
if (form?.dataset.box && textarea) write();

/** Returns what the form says, with the text as it is now; without its files. */
function read(box) {
  const fields = [...new FormData(form)].filter(([, value]) => typeof value === "string");
  const text = box().text();
  return fields.map(([name, value]) => [name, name === textarea.name ? text : value]);
}

function write() {
  beginBars(form);
  let rich = null;
  const plain = plainBox(textarea);
  const box = () => rich ?? plain;
  const fields = () => read(box);
  const line = Number(textarea.dataset.line ?? 0);
  if (line > 0) plain.toLine(line);

  const field = textarea.closest(".field");
  const choose = files({ form, field, box, read: fields });
  const page = preview({ form, box, read: fields, after: () => rich?.element ?? textarea });
  const marks = commands(say("column"));
  const run = (name) => {
    if (marks[name]) box().change(marks[name](box().read()));
    else if (name === "picture") choose();
    else if (rich) rich.run(name);
    else { plain.focus(); document.execCommand(name); }
  };
  const row = toolbar(["heading", "bold", "italic", "link", "list", "numbers", "quote", "code", "table", "picture", "undo", "redo", "find"], run);
  textarea.before(row);
  const finder = row.querySelector("[data-tool=find]");
  // The browser finds in a plain box by itself.
  finder.hidden = true;
  let isPlain = remembered(BOX) === "plain";
  const followed = () => box().scroller.addEventListener("scroll", () => requestAnimationFrame(page.follow), { passive: true });
  const open = async () => {
    try {
      const { mount } = await import(form.dataset.box);
      if (isPlain || rich) return;
      rich = mount(textarea, { say, label: document.getElementById("c-body-label").textContent });
      finder.hidden = false;
      followed();
    } catch { /* The plain box stays. */ }
  };
  addSwitch(row, "plain", isPlain, (next) => {
    isPlain = next;
    remember(BOX, next ? "plain" : "rich");
    if (!next) { open(); return; }
    rich?.close();
    rich = null;
    finder.hidden = true;
  });
  // Beside the text where there is room for both; below it where somebody wants it there.
  const hasRoom = matchMedia("(width >= 75rem)").matches;
  const isLive = (remembered(LIVE) ?? (hasRoom ? "on" : "off")) === "on" && textarea.textLength < LONG;
  addSwitch(row, "live", isLive, (next) => {
    remember(LIVE, next ? "on" : "off");
    page.turn(next);
  });
  rove(row);
  followed();
  if (!isPlain) open();
  if (isLive) page.turn(true);

  form.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey || event.defaultPrevented) return;
    const name = { b: "bold", i: "italic", k: "link" }[event.key.toLowerCase()];
    const isIn = event.target === textarea || event.target.classList.contains("edit-box");
    if (!name || !isIn) return;
    event.preventDefault();
    run(name);
  });
  form.querySelector("[name='f.lang']")?.addEventListener("change", ({ target }) => {
    textarea.lang = target.value;
    rich?.speak(target.value);
  });
  form.addEventListener("input", page.typed);
  addEventListener("pagehide", () => { box().sync(); });
  addEventListener("offline", () => heard(0));
  addEventListener("online", () => heard(200));
  keepHere({ form, read: fields, sync: () => box().sync() });
  if (form.getAttribute("action").startsWith("/-/edit/")) watch(form, document.querySelector(".editor").lang);
}
