// The little that the site does beyond plain HTML: search as you type (the ARIA combobox pattern),
// `/` to get to the search field, filters that apply at once, marks on the page found, notes that open beside their mark,
// arrow keys in the map, the outline's current section, copying and printing. Everything works without it.
"use strict";

document.documentElement.classList.add("scripted");

const input = document.querySelector("[data-suggest]");
if (input) combobox(input);

const KEYS = "concord-keys";
function singleKeys() { try { return localStorage.getItem(KEYS) !== "off"; } catch { return true; } }
for (const box of document.querySelectorAll("[data-single-keys]")) {
  box.checked = singleKeys();
  box.addEventListener("change", () => { try { localStorage.setItem(KEYS, box.checked ? "on" : "off"); } catch { /* No storage: the keys stay. */ } });
}
document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("input, textarea, select, [contenteditable]");
  if (!singleKeys()) return;
  if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey && input) {
    event.preventDefault();
    input.focus();
    input.select();
  }
  const edit = document.querySelector("[data-edit-page]");
  if (event.key === "e" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey && edit) edit.click();
});

function combobox(input) {
  const list = document.createElement("ul");
  const status = document.createElement("p");
  list.id = "c-suggestions";
  list.className = "suggestions";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", input.dataset.label);
  list.hidden = true;
  status.className = "visually-hidden";
  status.setAttribute("role", "status");
  input.after(list, status);
  for (const [name, value] of [["role", "combobox"], ["aria-autocomplete", "list"], ["aria-expanded", "false"], ["aria-controls", list.id]]) {
    input.setAttribute(name, value);
  }
  let options = [];
  let active = -1;
  let timer = 0;
  let request = null;

  const close = () => {
    list.hidden = true;
    active = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };
  const select = (index) => {
    active = index;
    [...list.children].forEach((item, at) => item.setAttribute("aria-selected", String(at === index)));
    if (index < 0) input.removeAttribute("aria-activedescendant");
    else input.setAttribute("aria-activedescendant", list.children[index].id);
  };
  const show = (found) => {
    options = found;
    list.replaceChildren(...found.map((option, index) => {
      const item = document.createElement("li");
      const label = document.createElement("span");
      const note = document.createElement("small");
      item.id = `c-suggestion-${index}`;
      item.setAttribute("role", "option");
      item.setAttribute("aria-selected", "false");
      label.textContent = option.text;
      note.textContent = option.note;
      item.append(label, note);
      item.addEventListener("pointerdown", (event) => { event.preventDefault(); open(option); });
      return item;
    }));
    active = -1;
    list.hidden = found.length === 0;
    input.setAttribute("aria-expanded", String(found.length > 0));
    status.textContent = found.length === 0 ? "" : `${input.dataset.label}: ${found.length}`;
  };
  const open = (option) => { location.assign(option.address); };

  input.addEventListener("input", () => {
    clearTimeout(timer);
    // A space behind a word says that it is whole.
    const text = input.value.trimStart();
    if (text.trim().length < 2) { close(); return; }
    timer = setTimeout(async () => {
      request?.abort();
      request = new AbortController();
      try {
        const response = await fetch(`/-/suggest?q=${encodeURIComponent(text)}`, { signal: request.signal });
        if (response.ok && document.activeElement === input) show((await response.json()).suggestions);
      } catch { /* Aborted, or offline: the form still works. */ }
    }, 80);
  });
  input.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !list.hidden) { event.preventDefault(); close(); return; }
    if (list.hidden) return;
    const last = options.length - 1;
    if (event.key === "ArrowDown") { event.preventDefault(); select(active >= last ? -1 : active + 1); }
    else if (event.key === "ArrowUp") { event.preventDefault(); select(active < 0 ? last : active - 1); }
    else if (event.key === "Enter" && active >= 0) { event.preventDefault(); open(options[active]); }
    else if (event.key === "Tab") close();
  });
  input.addEventListener("blur", close);
}

const search = document.querySelector("[data-search]");
if (search) inPlace(search);

// What is chosen applies in place: the answer is fetched and put where it belongs, so that neither the focus
// nor the place on the screen is lost, and the new count is said.
function inPlace(form) {
  const sheet = form.querySelector("[data-facets]");
  const announce = document.querySelector("[data-announce]");
  let shown = location.pathname + location.search;
  let request = null;

  const show = (address, isNew) => {
    request?.abort();
    request = new XMLHttpRequest();
    request.open("GET", address);
    // The one way to read a page that the policy on trusted types leaves open.
    request.responseType = "document";
    document.body.setAttribute("aria-busy", "true");
    request.onload = ({ target }) => {
      document.body.removeAttribute("aria-busy");
      if (!target.responseXML || !put(target.responseXML)) { location.assign(address); return; }
      const { pathname, search: query } = new URL(target.responseURL);
      shown = pathname + query;
      if (isNew) history.pushState(null, "", shown);
    };
    request.onerror = () => { location.assign(address); };
    request.send();
  };
  const put = (other) => {
    const parts = [...document.querySelectorAll("[data-part]")];
    const fresh = parts.map((part) => other.querySelector(`[data-part="${part.dataset.part}"]`));
    if (fresh.includes(null)) return false;
    const active = document.activeElement;
    const again = lookup(active);
    const top = active.getBoundingClientRect().top;
    const open = [...document.querySelectorAll("details[data-key]")].map((part) => [part.dataset.key, part.open]);
    const typed = [...form.querySelectorAll("[data-find]")].map((box) => [box.dataset.find, box.value]);
    parts.forEach((part, index) => part.replaceChildren(...fresh[index].childNodes));
    document.title = other.title;
    for (const [key, isOpen] of open) document.querySelectorAll(`details[data-key="${key}"]`).forEach((part) => { part.open = isOpen; });
    for (const [key, text] of typed) form.querySelectorAll(`[data-find="${key}"]`).forEach((box) => { box.value = text; find(box); });
    announce.textContent = "";
    requestAnimationFrame(() => { announce.textContent = document.querySelector("[data-count]")?.textContent ?? other.title; });
    if (active.isConnected) return true;
    const next = again();
    next?.focus({ preventScroll: true });
    if (!next?.matches("input, select")) return true;
    const scroller = sheet?.contains(next) && getComputedStyle(sheet).position === "fixed" ? sheet : document.documentElement;
    scroller.scrollBy({ top: next.getBoundingClientRect().top - top, behavior: "instant" });
    return true;
  };
  // Returns what finds an element again, or the one that takes its place.
  const lookup = (element) => {
    const { name, value, type, dataset } = element;
    if (name) return () => [...form.elements].find((one) => one.name === name && (type !== "checkbox" || one.value === value)) ?? form.querySelector("[data-count]");
    if (dataset.find) return () => form.querySelector(`[data-find="${dataset.find}"]`);
    const all = () => [...document.querySelectorAll(`[data-in-place="${dataset.inPlace}"]`)];
    const index = all().indexOf(element);
    return () => all()[Math.min(index, all().length - 1)] ?? document.querySelector("[data-count]");
  };
  const find = (box) => {
    const wanted = fold(box.value.trim());
    const group = box.closest("details");
    let found = 0;
    for (const label of group.querySelectorAll("label")) {
      const isFound = fold(label.querySelector(".facet-label").textContent).includes(wanted);
      label.parentElement.hidden = !isFound;
      if (isFound) found += 1;
    }
    const more = group.querySelector(".facet-more");
    if (more && wanted) more.open = true;
    const none = group.querySelector("[data-none]");
    none.textContent = found === 0 ? none.dataset.none : "";
  };

  form.addEventListener("change", (event) => {
    if (!event.target.matches("[type=checkbox], [type=number], select")) return;
    const query = new URLSearchParams(new FormData(form)).toString();
    show(form.action + (query && `?${query}`), true);
  });
  // Empty fields would only make the address longer.
  form.addEventListener("formdata", (event) => {
    for (const [name, value] of [...event.formData]) if (value === "" || (name === "sort" && value === "relevance")) event.formData.delete(name);
  });
  form.addEventListener("input", (event) => { if (event.target.matches("[data-find]")) find(event.target); });
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-in-place]");
    if (link && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey) {
      event.preventDefault();
      show(link.href, true);
    }
    if (event.target.closest("[data-show]")) {
      sheet.open = false;
      document.querySelector("[data-count]").focus();
    }
  });
  document.addEventListener("keydown", (event) => {
    const box = event.target.closest("[data-find]");
    if (event.key === "Enter" && box) event.preventDefault();
    if (event.key !== "Escape") return;
    if (box?.value) { box.value = ""; find(box); }
    else if (sheet?.open && getComputedStyle(sheet).position === "fixed") { sheet.open = false; sheet.querySelector("summary").focus(); }
  });
  addEventListener("popstate", () => { if (location.pathname + location.search !== shown) show(location.href, false); });
}

// Forms of one word: of two, the longer begins as the other does.
function alike(word, other) {
  const near = (long, short) => short.length >= 4 && long.length - short.length <= 3 && long.startsWith(short);
  return word === other || near(word, other) || near(other, word);
}

function fold(text) { return text.toLowerCase().normalize("NFKD").replace(/\p{M}/gu, ""); }

// The words that led to a page are marked on it. What to mark goes from one page to the other in the
// browser's storage, because an address that carried it would be another address of the page.
const MARKS = "concord-marks";
if (document.querySelector("[data-searched]")) {
  for (const type of ["click", "auxclick", "contextmenu"]) document.addEventListener(type, (event) => {
    const link = event.target.closest("[data-searched] .hit a[href]");
    if (!link || link.pathname === "/search") return;
    const list = link.closest("[data-searched]");
    const split = (text) => fold(text).split(/[^\p{L}\p{N}]+/u);
    const typed = split(input?.value ?? "");
    const searched = list.dataset.searched.split("|");
    const phrases = searched.filter((text) => text.includes(" "));
    const single = searched.filter((text) => !text.includes(" "));
    // The words of a phrase that means the same are nothing to mark by themselves.
    const apart = phrases.flatMap(split).filter((word) => !single.some((one) => alike(one, word)));
    const found = [...document.querySelectorAll(".hits mark")].flatMap((mark) => split(mark.textContent)).filter((word) => !apart.some((one) => alike(one, word)));
    const words = phrases.concat([...single, ...found].filter((word) => word.length > 3 || typed.includes(word)));
    try { localStorage.setItem(MARKS, JSON.stringify({ path: link.pathname, words: [...new Set(words)].filter(Boolean), at: Date.now() })); } catch { /* No storage: the page opens without marks. */ }
  });
}

const bar = document.querySelector("[data-marks]");
if (bar) {
  const fresh = takeMarks();
  const words = fresh ?? history.state?.marks;
  if (fresh) history.replaceState({ ...history.state, marks: fresh }, "");
  if (Array.isArray(words) && words.length > 0) markWords(words, Boolean(fresh));
}

function takeMarks() {
  try {
    const kept = JSON.parse(localStorage.getItem(MARKS));
    if (kept?.path !== location.pathname) return null;
    localStorage.removeItem(MARKS);
    return Date.now() - kept.at < 60_000 ? kept.words : null;
  } catch { return null; }
}

function markWords(words, fresh) {
  const wanted = words.map((text) => text.split(" "));
  const shown = new Set();
  let left = 1000;
  for (const root of document.querySelectorAll(".lead, .prose, .agenda, .questions, .answers, .chapters")) {
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT, (node) => node.parentElement.closest("svg, math, script, style, mark.found") ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT);
    const nodes = [];
    while (walker.nextNode()) nodes.push(walker.currentNode);
    for (const node of nodes) {
      const parts = [];
      let end = 0;
      const all = [...node.data.matchAll(/[\p{L}\p{M}\p{N}]+/gu)];
      const folded = all.map((found) => fold(found[0]));
      const stands = new Set();
      for (const at of folded.keys()) for (const phrase of wanted) {
        if (phrase.every((word, next) => alike(word, folded[at + next] ?? ""))) phrase.forEach((_, next) => stands.add(at + next));
      }
      for (const [at, found] of all.entries()) {
        if (left === 0 || !stands.has(at)) continue;
        left -= 1;
        const mark = document.createElement("mark");
        mark.className = "found";
        mark.textContent = found[0];
        shown.add(found[0].toLowerCase());
        parts.push(node.data.slice(end, found.index), mark);
        end = found.index + found[0].length;
      }
      if (end > 0) node.replaceWith(...parts, node.data.slice(end));
    }
  }
  if (shown.size === 0) return;
  const names = [...shown];
  bar.querySelector("span").textContent = bar.dataset.label.replace("…", names.slice(0, 5).join(", ") + (names.length > 5 ? " …" : ""));
  bar.querySelector("button").addEventListener("click", () => {
    for (const mark of document.querySelectorAll("mark.found")) {
      const parent = mark.parentNode;
      mark.replaceWith(...mark.childNodes);
      parent.normalize();
    }
    bar.hidden = true;
    history.replaceState({ ...history.state, marks: null }, "");
    document.querySelector("main").focus({ preventScroll: true });
  });
  bar.hidden = false;
  // Marks move lines: the heading that was asked for stays in view.
  const target = fresh && location.hash ? document.getElementById(decodeURIComponent(location.hash.slice(1))) : null;
  const top = target?.getBoundingClientRect().top ?? 0;
  if (target && (top < 0 || top > innerHeight / 2)) target.scrollIntoView({ behavior: "instant" });
}

// What a wide window shows unfolded is unfolded by the style sheet; browsers that cannot are helped.
if (!CSS.supports("selector(::details-content)")) {
  for (const part of document.querySelectorAll("[data-unfold]")) part.open = matchMedia(`(width >= ${part.dataset.unfold})`).matches;
}

const outline = document.querySelector("[data-outline]");
if (outline) {
  const links = new Map([...outline.querySelectorAll("a")].map((link) => [decodeURIComponent(link.hash.slice(1)), link]));
  const headings = [...links.keys()].map((id) => document.getElementById(id)).filter(Boolean);
  // The section one jumped to is marked as long as it is seen, also where the page is too short for it to get to the top.
  let jumped = null;
  const mark = () => {
    let current = headings[0];
    for (const heading of headings) if (heading.getBoundingClientRect().top < 120) current = heading;
    const top = jumped?.getBoundingClientRect().top;
    if (top >= 0 && top < innerHeight) current = jumped;
    for (const link of links.values()) link.removeAttribute("aria-current");
    const link = links.get(current?.id);
    link?.setAttribute("aria-current", "true");
    const pane = outline.parentElement;
    if (link && pane.scrollHeight > pane.clientHeight) pane.scrollTop = link.offsetTop - pane.clientHeight / 2;
  };
  const jump = () => {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    jumped = headings.includes(target) ? target : null;
    mark();
  };
  const observer = new IntersectionObserver(mark, { rootMargin: "0px 0px -60% 0px", threshold: [0, 1] });
  headings.forEach((heading) => observer.observe(heading));
  addEventListener("hashchange", jump);
  addEventListener("scrollend", mark);
  for (const type of ["wheel", "touchmove"]) addEventListener(type, () => { jumped = null; }, { passive: true });
  jump();
}

// What can be done with the page.
const said = document.querySelector("[data-said]");
const copied = async (text, message) => {
  said.textContent = "";
  await navigator.clipboard.writeText(text);
  said.textContent = message;
};
const copy = document.querySelector("[data-copy]");
if (copy && navigator.clipboard) copy.addEventListener("click", (event) => {
  if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  copied(copy.href, copy.dataset.copy).catch(() => { location.assign(copy.href); });
});
const citation = document.querySelector("[data-copy-citation]");
if (citation) {
  if (navigator.clipboard) citation.addEventListener("click", () => {
    copied(document.querySelector(".own-citation").textContent, citation.dataset.copyCitation).catch(() => { citation.hidden = true; });
  });
  else citation.hidden = true;
}
const secret = document.querySelector("[data-copy-secret]");
if (secret) {
  const field = document.querySelector(".secret input");
  field.addEventListener("focus", () => { field.select(); });
  if (navigator.clipboard) secret.addEventListener("click", () => {
    copied(field.value, secret.dataset.copySecret).catch(() => { field.focus(); });
  });
  else secret.hidden = true;
}
const printer = document.querySelector("[data-print]");
if (printer) {
  printer.hidden = false;
  printer.addEventListener("click", () => { print(); });
}
const panels = document.querySelectorAll("details.action");
document.addEventListener("keydown", (event) => {
  const open = [...panels].find((panel) => panel.open);
  if (event.key !== "Escape" || !open) return;
  open.open = false;
  open.querySelector("summary").focus();
});
document.addEventListener("click", (event) => {
  for (const panel of panels) if (!panel.contains(event.target)) panel.open = false;
});

// Passwords show while they are typed, if one wants it. Sent as text, browsers would remember them.
for (const box of document.querySelectorAll("[data-show-password]")) {
  const fields = box.form.querySelectorAll("[type=password]");
  const show = (type) => { for (const field of fields) field.type = type; };
  box.addEventListener("change", () => { show(box.checked ? "text" : "password"); });
  box.form.addEventListener("submit", () => { show("password"); });
}

// Regions that scroll can be reached with the keyboard, and go by the heading above them.
const named = new Set();
for (const region of document.querySelectorAll(".prose .table, .prose pre, [data-scroll]")) {
  if (region.scrollWidth <= region.clientWidth && region.scrollHeight <= region.clientHeight) continue;
  region.tabIndex = 0;
  if (!region.matches(".table, [data-scroll]")) continue;
  const headings = [...document.querySelectorAll("main :is(h1, h2, h3, h4, h5, h6)")];
  const above = headings.filter((heading) => heading.compareDocumentPosition(region) & Node.DOCUMENT_POSITION_FOLLOWING).pop();
  const name = (region.querySelector("caption") ?? above)?.textContent.trim() ?? document.title;
  let label = name;
  for (let number = 2; named.has(label); number += 1) label = `${name} (${number})`;
  named.add(label);
  region.setAttribute("role", "region");
  region.setAttribute("aria-label", label);
}

// A reference or footnote opens beside its mark; a second click, or no support, goes to the list.
if ("popover" in HTMLElement.prototype) {
  const note = document.createElement("div");
  note.className = "definition note-popover";
  note.popover = "auto";
  document.querySelector("main").append(note);
  let shown = null;
  note.addEventListener("toggle", (event) => { if (event.newState === "closed") setTimeout(() => { shown = null; }); });
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.(".citation a[href^='#'], .footnote a[href^='#']");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || link === shown) return;
    const target = document.getElementById(decodeURIComponent(link.hash.slice(1)));
    if (!target) return;
    event.preventDefault();
    const copy = target.cloneNode(true);
    for (const element of copy.querySelectorAll(".back, .cite-download")) element.remove();
    for (const element of copy.querySelectorAll("[id]")) element.removeAttribute("id");
    note.replaceChildren(...copy.childNodes);
    if (note.matches(":popover-open")) note.hidePopover();
    note.showPopover({ source: link });
    shown = link;
    if (!CSS.supports("position-area: block-end")) {
      const box = link.getBoundingClientRect();
      note.style.insetBlockStart = `${Math.min(box.bottom + 6, innerHeight - note.offsetHeight - 8)}px`;
      note.style.insetInlineStart = `${Math.max(8, Math.min(box.left, innerWidth - note.offsetWidth - 8))}px`;
    }
  });
}

// Arrow keys go from cell to cell of a map; every cell stays in the order of Tab as well.
for (const map of document.querySelectorAll("[data-map]")) {
  map.addEventListener("keydown", (event) => {
    const step = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] }[event.key];
    const cell = event.target.closest("td, th");
    if (!step || !cell || event.ctrlKey || event.metaKey || event.altKey) return;
    let row = cell.parentElement.rowIndex;
    let column = cell.cellIndex;
    for (;;) {
      row += step[0];
      column += step[1];
      const line = map.rows[row];
      const next = line?.cells[column];
      // A row that names a group has one cell; the keys go on behind it.
      if (!next && !(line && step[0])) return;
      if (!next) continue;
      const link = next.querySelector("a");
      if (link) { event.preventDefault(); link.focus(); return; }
    }
  });
}

// A selection of pages: kept in the browser until it is shared as an address.
const SELECTION = "concord-selection";
const MOST_SELECTED = 50;
function selection() { try { const kept = JSON.parse(localStorage.getItem(SELECTION) || "[]"); return Array.isArray(kept) ? kept.filter((one) => typeof one?.p === "string").slice(0, MOST_SELECTED) : []; } catch { return []; } }
function keepSelection(chosen) { try { localStorage.setItem(SELECTION, JSON.stringify(chosen)); } catch { /* No storage: it stays in the address. */ } showSelection(); }
function showSelection() {
  const chosen = selection();
  const door = document.querySelector("[data-selection]");
  if (door) {
    door.hidden = chosen.length === 0;
    door.querySelector("[data-selected]").textContent = chosen.length;
    const query = new URLSearchParams(chosen.flatMap(({ p, note }) => (note ? [["p", p], ["note", note]] : [["p", p]])));
    door.querySelector("a").href = `/-/selection?${query}`;
  }
  for (const button of document.querySelectorAll("[data-select]")) {
    const isIn = chosen.some(({ p }) => p === button.dataset.select);
    button.hidden = false;
    button.setAttribute("aria-pressed", String(isIn));
    button.textContent = isIn ? button.dataset.selected : button.dataset.unselected;
  }
}
for (const button of document.querySelectorAll("[data-select]")) {
  button.addEventListener("click", () => {
    const chosen = selection();
    const others = chosen.filter(({ p }) => p !== button.dataset.select);
    keepSelection(others.length < chosen.length ? others : [...chosen, { p: button.dataset.select }]);
  });
}
addEventListener("storage", (event) => { if (event.key === SELECTION) showSelection(); });
if (document.querySelector("[data-selection-page]")) {
  const shown = [];
  for (const [name, value] of new URLSearchParams(location.search)) {
    if (name === "p") shown.push({ p: value }); else if (name === "note" && shown.length) shown.at(-1).note = value;
  }
  // What one changes in one's own selection is kept; somebody else's is only shown.
  const own = selection().map(({ p }) => p);
  if (shown.every(({ p }) => own.includes(p)) && document.referrer.includes("/-/selection")) keepSelection(shown);
}
showSelection();
