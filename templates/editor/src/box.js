// The text box as the browser has it. What stands over it (editor.js) has the same functions.
import { nextLine } from "./marks.js";

export function plainBox(textarea) {
  const box = {
    text: () => textarea.value,
    length: () => textarea.textLength,
    read: () => ({ text: textarea.value, from: textarea.selectionStart, to: textarea.selectionEnd }),
    change({ from, to, insert, select }) {
      textarea.focus();
      textarea.setSelectionRange(from, to);
      // Only so can it be undone.
      if (!document.execCommand("insertText", false, insert)) {
        textarea.setRangeText(insert, from, to);
        textarea.dispatchEvent(new Event("input", { bubbles: true }));
      }
      textarea.setSelectionRange(...select);
    },
    focus: () => textarea.focus(),
    sync() {},
    scroller: textarea,
    /** The line at the upper edge, with how much of it is above. */
    top: () => textarea.scrollTop / height(textarea),
    toLine(line) {
      const lines = textarea.value.split("\n");
      const at = lines.slice(0, line - 1).reduce((sum, one) => sum + one.length + 1, 0);
      textarea.focus();
      textarea.setSelectionRange(at, at + (lines[line - 1] ?? "").length);
      textarea.scrollTop = Math.max(0, (line - 3) * height(textarea));
    },
    close() {},
  };
  textarea.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.ctrlKey || event.metaKey || event.isComposing || textarea.classList.contains("edit-under")) return;
    const { text, from, to } = box.read();
    if (from !== to) return;
    const start = text.lastIndexOf("\n", from - 1) + 1;
    const end = text.indexOf("\n", from);
    const next = nextLine(text.slice(start, end < 0 ? undefined : end), from - start);
    if (!next) return;
    event.preventDefault();
    const insert = next.insert ?? "";
    const at = next.clear ? start : from;
    box.change({ from: at, to: from, insert, select: [at + insert.length, at + insert.length] });
  });
  return box;
}

const height = (textarea) => parseFloat(getComputedStyle(textarea).lineHeight) || 20;
