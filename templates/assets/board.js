// The board of an agenda's form: sessions are moved by dragging and by keys. It draws what stands in the fields
// and writes into them; what is wrong comes from the server, which reads the form as it would be saved.
"use strict";

const board = document.querySelector("[data-board]");
const form = board.closest("form");
const said = document.querySelector("[data-board-said]");
const [STEP, HEIGHT, HOUR] = [5, 6, 60];
const days = [...board.querySelectorAll("[data-day]")].map((day) => ({ key: day.dataset.day, name: day.textContent }));
const field = (row, key) => row.querySelector(`[data-key="${key}"]`);
const element = (name, className, text = "") => Object.assign(document.createElement(name), { className, textContent: text });
const minutes = (text) => { const found = /^\s*(\d{1,2})[:.](\d{2})\s*$/.exec(text ?? ""); return found && found[1] < 24 && found[2] < 60 ? found[1] * HOUR + Number(found[2]) : null; };
const clock = (at) => `${String(Math.floor(at / HOUR)).padStart(2, "0")}:${String(at % HOUR).padStart(2, "0")}`;
const listed = (name) => (form.elements[name]?.value ?? "").split("\n").map((line) => line.trim()).filter(Boolean);
let moved = null;

function session(row) {
  const day = field(row, "day").selectedOptions[0];
  const [starts, ends] = ["starts", "ends"].map((key) => minutes(field(row, key)?.value));
  return {
    row, number: row.dataset.row, day: day?.dataset.of ?? day?.value ?? "", starts,
    ends: starts !== null && (ends === null || ends <= starts) ? starts + 30 : ends,
    title: field(row, "title").value || "…",
  };
}

/** The columns: tracks, or where there are none, rooms. */
function columns() {
  const tracks = listed("f.tracks");
  return tracks.length > 0 ? { key: "track", names: tracks } : { key: "room", names: listed("f.rooms") };
}

function draw() {
  const focused = document.activeElement?.closest?.(".board-block")?.dataset.of;
  const all = [...form.querySelectorAll("[data-row]")].map(session);
  const known = new Set(days.map(({ key }) => key));
  const placed = all.filter((one) => known.has(one.day) && one.starts !== null);
  const from = Math.max(0, Math.floor((Math.min(9 * HOUR, ...placed.map((one) => one.starts)) - HOUR) / HOUR) * HOUR);
  const to = Math.min(24 * HOUR, Math.ceil((Math.max(17 * HOUR, ...placed.map((one) => one.ends)) + HOUR) / HOUR) * HOUR);
  const help = element("p", "muted", board.dataset.help);
  help.id = "c-board-help";
  const tray = element("div", "board-tray");
  tray.append(element("h2", "", board.dataset.untimed), ...all.filter((one) => !placed.includes(one)).map(block));
  board.replaceChildren(help, tray, ...days.map((day) => drawDay(day, placed.filter((one) => one.day === day.key), from, to)));
  board.hidden = days.length === 0 || all.length === 0;
  if (focused !== undefined) board.querySelector(`[data-of="${focused}"]`)?.focus();
}

function drawDay(day, sessions, from, to) {
  const { key, names } = columns();
  const part = element("section", "board-day");
  const grid = element("div", "board-grid");
  const head = element("div", "board-head");
  const count = Math.max(1, names.length);
  for (const one of [grid, head]) one.style.gridTemplateColumns = `3.5rem repeat(${count}, minmax(0, 1fr))`;
  head.append(element("span", ""), ...names.map((name) => element("span", "", name)));
  grid.style.gridTemplateRows = `repeat(${(to - from) / STEP}, ${HEIGHT}px)`;
  Object.assign(grid.dataset, { day: day.key, from, columns: count });
  for (let at = from; at < to; at += HOUR) {
    const line = element("span", "board-hour", clock(at));
    line.style.gridRow = `${(at - from) / STEP + 1} / span ${HOUR / STEP}`;
    grid.append(line);
  }
  const ends = new Map();
  for (const one of [...sessions].sort((a, b) => a.starts - b.starts)) {
    const made = block(one);
    const column = names.indexOf(field(one.row, key)?.value.trim()) + 1;
    made.style.gridRow = `${(one.starts - from) / STEP + 1} / span ${Math.max(4, Math.round((one.ends - one.starts) / STEP))}`;
    made.style.gridColumn = column > 0 ? String(column + 1) : "2 / -1";
    // What is at one time in one column stands side by side.
    const lane = (ends.get(column) ?? []).findIndex((end) => end <= one.starts);
    const lanes = ends.get(column) ?? [];
    const at = lane < 0 ? lanes.push(one.ends) - 1 : lane;
    lanes[at] = one.ends;
    ends.set(column, lanes);
    made.style.marginInlineStart = `${at * 1.5}rem`;
    grid.append(made);
  }
  part.append(element("h2", "", day.name), head, grid);
  return part;
}

function block(one) {
  const made = element("button", "board-block");
  made.type = "button";
  made.dataset.of = one.number;
  made.append(element("strong", "", one.title), element("span", "", one.starts === null ? "" : ` ${clock(one.starts)}–${clock(Math.min(one.ends, 24 * HOUR - 1))}`));
  made.setAttribute("aria-describedby", "c-board-help");
  if (one.row.querySelector(".field-error")) made.classList.add("is-told");
  return made;
}

/** Writes where a session is into its fields. */
function place(one, { day = one.day, starts = one.starts, length = one.starts === null ? HOUR : one.ends - one.starts, column }) {
  const { key, names } = columns();
  const write = (name, value) => { const box = field(one.row, name); if (box && box.value !== value) box.value = value; };
  if (day !== one.day) write("day", day);
  if (starts === null) { write("starts", ""); write("ends", ""); } else {
    const last = 24 * HOUR - 1;
    const begins = Math.max(0, Math.min(starts, last - Math.min(length, last)));
    write("starts", clock(begins));
    write("ends", clock(Math.min(begins + length, last)));
  }
  if (column !== undefined && names.length > 0) write(key, names[column] ?? "");
  moved = one.row;
  draw();
  tell();
  check();
}

function tell() {
  if (!moved) return;
  const one = session(moved);
  const name = days.find(({ key }) => key === one.day)?.name ?? "";
  const { key } = columns();
  const wrong = [...moved.querySelectorAll(".field-error li")].map((item) => item.textContent);
  said.textContent = [one.title, name, one.starts === null ? board.dataset.untimed : `${clock(one.starts)}–${clock(one.ends)}`, field(moved, key)?.value, ...wrong].filter(Boolean).join(" · ");
}

// What is wrong, as the server sees it.
let timer = 0, request = null;
function check() {
  clearTimeout(timer);
  timer = setTimeout(() => {
    request?.abort();
    request = new XMLHttpRequest();
    request.open("POST", form.getAttribute("action"));
    request.responseType = "document";
    request.onload = ({ target }) => {
      if (target.status !== 200) return;
      for (const told of form.querySelectorAll("[data-told]")) {
        const other = target.responseXML?.querySelector(`[data-told="${told.dataset.told}"]`);
        if (other) told.replaceChildren(...other.childNodes);
      }
      draw();
      tell();
    };
    const body = new URLSearchParams(new FormData(form));
    body.set("do", "check");
    request.send(body);
  }, 400);
}

board.addEventListener("pointerdown", (event) => {
  const held = event.target.closest(".board-block");
  if (!held || event.button !== 0) return;
  const box = held.getBoundingClientRect();
  const grab = { x: event.clientX, y: event.clientY, top: event.clientY - box.top };
  let dragging = false;
  const move = (event) => {
    if (!dragging && Math.hypot(event.clientX - grab.x, event.clientY - grab.y) < 5) return;
    dragging = true;
    held.classList.add("is-dragged");
    held.style.transform = `translate(${event.clientX - grab.x}px, ${event.clientY - grab.y}px)`;
  };
  const stop = (event) => {
    for (const [name, run] of [["pointermove", move], ["pointerup", stop], ["pointercancel", stop]]) removeEventListener(name, run);
    if (!dragging) return;
    held.addEventListener("click", (click) => click.stopPropagation(), { once: true, capture: true });
    if (event.type === "pointerup") drop(held, event, grab.top);
    else draw();
  };
  for (const [name, run] of [["pointermove", move], ["pointerup", stop], ["pointercancel", stop]]) addEventListener(name, run);
});

function drop(held, { clientX, clientY }, top) {
  const one = session(form.querySelector(`[data-row="${held.dataset.of}"]`));
  const under = document.elementsFromPoint(clientX, clientY);
  if (under.some((part) => part.classList.contains("board-tray"))) { place(one, { starts: null }); return; }
  const grid = under.find((part) => part.classList.contains("board-grid"));
  if (!grid) { draw(); return; }
  const box = grid.getBoundingClientRect();
  const starts = Number(grid.dataset.from) + Math.round((clientY - top - box.top) / HEIGHT) * STEP;
  const first = grid.querySelector(".board-hour").getBoundingClientRect().right;
  const column = Math.max(0, Math.floor(((clientX - first) / (box.right - first)) * Number(grid.dataset.columns)));
  place(one, { day: grid.dataset.day, starts: Math.max(0, starts), column });
}

board.addEventListener("click", (event) => {
  const pressed = event.target.closest(".board-block");
  if (!pressed) return;
  const row = form.querySelector(`[data-row="${pressed.dataset.of}"]`);
  row.scrollIntoView({ block: "center" });
  field(row, "title").focus({ preventScroll: true });
});

board.addEventListener("keydown", (event) => {
  const pressed = event.target.closest(".board-block");
  if (!pressed || event.ctrlKey || event.metaKey || event.altKey) return;
  const one = session(form.querySelector(`[data-row="${pressed.dataset.of}"]`));
  const { key, names } = columns();
  const at = days.findIndex((day) => day.key === one.day);
  const now = names.indexOf(field(one.row, key)?.value.trim());
  const starts = one.starts ?? 9 * HOUR;
  const length = one.starts === null ? HOUR : one.ends - one.starts;
  const step = event.shiftKey ? STEP : 15;
  const day = (by) => days[Math.min(days.length - 1, Math.max(0, at + by))].key;
  const wanted = {
    ArrowUp: { starts: Math.max(0, starts - step) }, ArrowDown: { starts: one.starts === null ? starts : starts + step },
    ArrowLeft: { column: Math.max(-1, now - 1) }, ArrowRight: { column: Math.min(names.length - 1, now + 1) },
    PageUp: { day: day(-1) }, PageDown: { day: day(1) },
    "+": { length: length + step }, "-": { length: Math.max(STEP, length - step) },
    Delete: { starts: null },
  }[event.key];
  if (!wanted) return;
  event.preventDefault();
  if (at < 0 && wanted.day === undefined) wanted.day = days[0].key;
  place(one, wanted);
});

form.addEventListener("input", (event) => {
  const row = event.target.closest("[data-row]");
  if (!row && !event.target.closest(".agenda-about")) return;
  moved = null;
  draw();
  check();
});
draw();
