// From change to change by the keys j and k, where two versions are compared.
"use strict";

const CHANGED = ".added, .removed, .words, .form, .changed";
const is = (element) => Boolean(element?.matches(CHANGED));
const rows = [...document.querySelectorAll(".field-differences > div, .reading > p, .reading tr, .difference > :is(.line, .beside)")];
// Of lines that changed together, the first.
const changes = rows.filter((row, at) => row.parentElement.matches(".field-differences") || (is(row) && !(is(rows[at - 1]) && row.previousElementSibling === rows[at - 1])));
for (const row of changes) row.tabIndex = -1;
document.addEventListener("keydown", (event) => {
  const step = { j: 1, k: -1 }[event.key];
  if (!step || event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, textarea, select")) return;
  try { if (localStorage.getItem("concord-keys") === "off") return; } catch { /* No storage: the keys stay. */ }
  const at = changes.indexOf(document.activeElement);
  const next = changes[at < 0 ? (step > 0 ? 0 : changes.length - 1) : at + step];
  next?.focus();
  next?.scrollIntoView({ block: "center" });
});
