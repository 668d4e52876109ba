// The row of buttons above the text: one stop for Tab, arrows within.
import { make, say } from "./words.js";

const SVG = "http://www.w3.org/2000/svg";
const ICONS = {
  link: "M10 14a4 4 0 0 0 6 0l3-3a4 4 0 0 0-6-6l-1 1M14 10a4 4 0 0 0-6 0l-3 3a4 4 0 0 0 6 6l1-1",
  list: "M9 6h11M9 12h11M9 18h11M4 6h.01M4 12h.01M4 18h.01",
  numbers: "M10 6h10M10 12h10M10 18h10M4 5h1v3M4 8h2M4 16h2l-2 3h2",
  quote: "M5 17c3-1 4-4 4-8H5v4h4M14 17c3-1 4-4 4-8h-4v4h4",
  code: "M9 7l-5 5 5 5M15 7l5 5-5 5",
  table: "M4 5h16v14H4zM4 10h16M4 15h16M12 5v14",
  picture: "M4 5h16v14H4zM4 16l5-5 4 4 2-2 5 5M15 9h.01",
  undo: "M9 7L5 11l4 4M5 11h9a5 5 0 0 1 0 9h-3",
  redo: "M15 7l4 4-4 4M19 11h-9a5 5 0 0 0 0 9h3",
  find: "M10.5 4a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13M15.5 15.5L20 20",
};
const LETTERS = { heading: "H", bold: "B", italic: "I" };
const KEYS = { bold: "Control+B", italic: "Control+I", link: "Control+K", undo: "Control+Z", find: "Control+F" };

function face(name) {
  if (LETTERS[name]) return make("span", { className: `edit-letter edit-${name}`, ariaHidden: "true" }, LETTERS[name]);
  const svg = document.createElementNS(SVG, "svg");
  const path = document.createElementNS(SVG, "path");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  path.setAttribute("d", ICONS[name]);
  svg.append(path);
  return svg;
}

/** Makes the row: `run` is told the name of the button that was pressed. */
export function toolbar(names, run) {
  const row = make("div", { className: "edit-toolbar", role: "toolbar", ariaLabel: say("toolbar") });
  for (const name of names) {
    const label = say(name);
    const button = make("button", { type: "button", className: "edit-tool", ariaLabel: label, title: label }, face(name));
    if (KEYS[name]) button.setAttribute("aria-keyshortcuts", KEYS[name]);
    button.dataset.tool = name;
    row.append(button);
  }
  row.addEventListener("click", (event) => {
    const button = event.target.closest("[data-tool]");
    if (button) run(button.dataset.tool);
  });
  return row;
}

/** Adds a button that is on or off. */
export function addSwitch(row, name, isOn, change) {
  const button = make("button", { type: "button", className: "edit-tool edit-switch", ariaPressed: String(isOn) }, say(name));
  button.addEventListener("click", () => {
    const next = button.ariaPressed !== "true";
    button.ariaPressed = String(next);
    change(next);
  });
  row.append(button);
  return button;
}

/** Has one stop for Tab among the buttons of a row, and arrows between them. */
export function rove(row) {
  const all = () => [...row.querySelectorAll("button:not([hidden])")];
  const stop = (button) => { for (const one of row.querySelectorAll("button")) one.tabIndex = one === button ? 0 : -1; };
  stop(all()[0]);
  row.addEventListener("focusin", (event) => stop(event.target));
  row.addEventListener("keydown", (event) => {
    const buttons = all();
    const at = buttons.indexOf(document.activeElement);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: buttons.length - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    buttons[(to + buttons.length) % buttons.length].focus();
  });
}
