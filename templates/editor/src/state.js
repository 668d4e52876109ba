// Where the text is, in words that are always seen: not saved, kept here, or saved.
import { arrived, hold, keeper } from "./keeping.js";
import { offer } from "./restore.js";
import { make, say } from "./words.js";

/** What is said of a text in which nothing was typed since the page came, by where it came from. */
const BEGUN = { saved: "state-saved", new: "state-new", kept: "state-kept", typed: "state-not-saved" };
const SAID = { typed: "state-not-saved", kept: "state-kept-here", "not kept": "no-keeping" };

function randomId() {
  return [...crypto.getRandomValues(new Uint8Array(8))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Keeps a form in this browser, and offers what was kept before. */
export function keepHere({ form, read, sync }) {
  const { begun, short } = form.dataset;
  const line = form.querySelector("[data-state]");
  const id = form.querySelector("[name=id]");
  const account = form.querySelector("[name=account]").value;
  const action = form.getAttribute("action");
  const ids = arrived();
  id.value ||= randomId();
  form.append(make("input", { type: "hidden", name: "kept-here", value: "yes" }));
  // What a browser fills in by itself on coming back would pass for what is saved.
  form.autocomplete = "off";
  let state = "begun";
  let isSent = false;
  const said = (next) => {
    state = next;
    line.textContent = say(next === "begun" ? BEGUN[begun] : SAID[next], short);
    line.dataset.state = next;
  };
  line.hidden = false;
  said("begun");
  const entry = { key: `${account}\n${action}\n${id.value}`, account, action, id: id.value, isFresh: begun !== "typed" };
  const kept = keeper({ entry, read, said });
  hold(entry.key);
  form.addEventListener("input", kept.typed);
  form.addEventListener("submit", (event) => {
    sync();
    isSent = true;
    if (event.submitter?.value === "forget") return;
    if (state !== "begun") kept.now();
  });
  addEventListener("pageshow", () => { isSent = false; });
  addEventListener("beforeunload", (event) => {
    if (isSent || state === "begun" || state === "kept") return;
    kept.now();
    event.preventDefault();
  });
  if (begun === "typed") kept.now();
  const language = document.querySelector(".editor").lang;
  offer({ entry, read, ids, language }).catch(() => { /* Nothing is kept here. */ });
}
