// What is said above the form while one writes: bars, never dialogs.
import { make, say } from "./words.js";

let place = null;
let trouble = null;

export function begin(form) {
  place = make("div", { className: "edit-bars" });
  form.before(place);
}

/** Shows a bar; returns it. */
export function bar(text, { isWrong = false, buttons = [], more = null, isLoud = true } = {}) {
  const row = make("p", { className: "edit-buttons" });
  const element = make("div", { className: `notice edit-bar${isWrong ? " notice-wrong" : ""}` }, make("p", isLoud ? { role: isWrong ? "alert" : "status" } : {}, text));
  if (more) element.append(more);
  for (const [label, run, isQuiet = true] of buttons) {
    const button = make("button", { type: "button", className: `button button-small${isQuiet ? " button-quiet" : ""}` }, label);
    button.addEventListener("click", () => run(element));
    row.append(button);
  }
  if (buttons.length > 0) element.append(row);
  place.append(element);
  return element;
}

/** Says that the site does not take what one writes, by the status of its answer; or that it does again. */
export function heard(status) {
  if (status < 0 || status === 422) return;
  const name = status === 0 ? "offline" : status === 403 ? "signed-out" : null;
  if (trouble?.name === name) return;
  trouble?.element.remove();
  trouble = name ? { name, element: bar(say(name), { isWrong: true }) } : null;
}
