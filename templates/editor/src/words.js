// What the scripts say: the words come with the form, in the reader's language.
let words = {};

export function learn(json) {
  try { words = JSON.parse(json ?? "{}"); } catch { words = {}; }
}

/** Returns a message, with a value in place of its dots. */
export function say(name, value = "…") {
  return (words[name] ?? name).replace("…", () => value);
}

/** Makes an element with properties, attributes and children. */
export function make(name, properties = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(properties)) {
    if (key in element) element[key] = value;
    else element.setAttribute(key, value);
  }
  element.append(...children);
  return element;
}

/** Returns what a browser remembers under a name for this site; nothing where it remembers nothing. */
export function remembered(name) {
  try { return localStorage.getItem(name); } catch { return null; }
}

export function remember(name, value) {
  try { localStorage.setItem(name, value); } catch { /* It is asked again next time. */ }
}
