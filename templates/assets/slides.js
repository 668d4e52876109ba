// Slides one at a time, by keys, a remote and touch, and the speaker's notes in a window of their own.
// Without this they are a plain page, one below the other.
const root = document.documentElement;
const slides = [...document.querySelectorAll(".slide")];
const steps = document.querySelector(".steps");
const status = steps.querySelector("[role=status]");
const coming = steps.querySelector(".coming");
const isNotes = location.hash === "#notes";
const isFile = location.protocol === "file:";
const channel = isFile ? null : new BroadcastChannel(`slides:${location.pathname}${location.search}`);
let other = isNotes ? window.opener : null;
let at = Math.max(0, slides.findIndex((slide) => `#${slide.id}` === location.hash));

const deeds = { start: () => mode(true), leave: () => mode(false), on: () => step(1), back: () => step(-1), full, notes };
for (const button of document.querySelectorAll("[data-do]")) {
  button.hidden = false;
  button.addEventListener("click", () => deeds[button.dataset.do]());
}
root.classList.toggle("is-notes", isNotes);
mode(true);
if (isNotes) tell({ ask: true });

function mode(isShow) {
  root.classList.toggle("is-show", isShow);
  steps.hidden = !isShow;
  if (!isShow && document.fullscreenElement) document.exitFullscreen();
  show(at);
  if (!isShow) slides[at].scrollIntoView();
}

function show(to) {
  at = Math.max(0, Math.min(slides.length - 1, to));
  slides.forEach((slide, number) => slide.classList.toggle("is-current", number === at));
  const title = (slide) => slide.querySelector("h2").textContent;
  status.textContent = slides[at].dataset.number;
  document.title = `${title(slides[at])} · ${slides[at].dataset.number}`;
  const next = slides[at + 1];
  const parts = [slides[at].querySelector(".notes") ? "" : steps.dataset.none, next ? `${steps.dataset.coming} ${title(next)}` : ""];
  coming.hidden = !isNotes;
  coming.textContent = parts.filter(Boolean).join(" ");
  scrollTo(0, 0);
  try { history.replaceState(null, "", isNotes ? "#notes" : `#${slides[at].id}`); } catch { /* Some browsers let no file do that. */ }
}

function step(by) {
  show(at + by);
  tell({ slide: at });
}

// What is said to the other window: a place, or the question which it is.
function tell(what) {
  channel?.postMessage(what);
  if (isFile) other?.postMessage(what, "*");
}

function heard({ slide, ask }) {
  if (ask) tell({ slide: at });
  else if (Number.isInteger(slide) && slide !== at) show(slide);
}

channel?.addEventListener("message", (event) => heard(event.data));
if (isFile) addEventListener("message", (event) => {
  if (event.source !== other || typeof event.data !== "object" || !event.data) return;
  heard(event.data);
});

function notes() {
  const address = location.href.replace(/#.*$/, "");
  other = open(`${address}#notes`, "", "popup,width=720,height=640");
}

function full() {
  if (document.fullscreenElement) document.exitFullscreen();
  else root.requestFullscreen?.().catch(() => {});
}

// Whether a slide that is higher than the window has more in that direction.
function hasMore(by) {
  const { scrollHeight, clientHeight } = root;
  return by > 0 ? scrollY + clientHeight < scrollHeight - 2 : scrollY > 2;
}

addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || !root.classList.contains("is-show")) return;
  const isOnDoor = event.target.closest?.("button, a");
  const along = root.dir === "rtl" ? -1 : 1;
  const { key } = event;
  if (key === "ArrowRight") step(along);
  else if (key === "ArrowLeft") step(-along);
  else if (key === "PageDown") step(1);
  else if (key === "PageUp") step(-1);
  else if (key === "ArrowDown" && !hasMore(1)) step(1);
  else if (key === "ArrowUp" && !hasMore(-1)) step(-1);
  else if (key === " " && !isOnDoor && !hasMore(event.shiftKey ? -1 : 1)) step(event.shiftKey ? -1 : 1);
  else if (key === "Home") step(-slides.length);
  else if (key === "End") step(slides.length);
  else if (key === "f" || key === "F") full();
  else if (key === "Escape" && !document.fullscreenElement && !isNotes) mode(false);
  else return;
  event.preventDefault();
});

let touched = null;
addEventListener("touchstart", ({ touches }) => { touched = touches.length === 1 ? touches[0] : null; }, { passive: true });
addEventListener("touchend", ({ changedTouches: [end] }) => {
  if (!touched || !root.classList.contains("is-show")) return;
  const [across, down] = [end.clientX - touched.clientX, end.clientY - touched.clientY];
  if (Math.abs(across) > 50 && Math.abs(across) > 1.5 * Math.abs(down)) step((across < 0 ? 1 : -1) * (root.dir === "rtl" ? -1 : 1));
}, { passive: true });
