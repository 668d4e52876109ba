// The text box with colours, over the one of the browser, which stays the truth: CodeMirror in a shadow
// root, where the site's policy on styles lets it be.
import { autocompletion, completionKeymap } from "@codemirror/autocomplete";
import { history, historyKeymap, indentLess, indentMore, redo, standardKeymap, undo } from "@codemirror/commands";
import { highlightSelectionMatches, openSearchPanel, search, searchKeymap } from "@codemirror/search";
import { EditorSelection, EditorState, Prec } from "@codemirror/state";
import { Decoration, EditorView, ViewPlugin, keymap } from "@codemirror/view";
import { markdown } from "./markdown.js";
import { offers } from "./offers.js";
import { nextLine } from "./marks.js";
import { look } from "./look.js";
import { make } from "./words.js";

/** A text that is longer is put into the box of the browser when it is asked for, not with each key. */
const SHORT = 100_000;

/** Each line is written in the direction of its own text. */
const directions = ViewPlugin.fromClass(class {
  constructor(view) { this.decorations = lineDirections(view); }
  update(update) { if (update.docChanged || update.viewportChanged) this.decorations = lineDirections(update.view); }
}, { decorations: (plugin) => plugin.decorations });

const automatic = Decoration.line({ attributes: { dir: "auto" } });
function lineDirections(view) {
  const found = [];
  for (const { from, to } of view.visibleRanges) {
    for (let at = from; at <= to;) {
      const line = view.state.doc.lineAt(at);
      found.push(automatic.range(line.from));
      at = line.to + 1;
    }
  }
  return Decoration.set(found, true);
}

function goOn(view) {
  const { state } = view;
  const { main } = state.selection;
  if (!main.empty || state.selection.ranges.length > 1) return false;
  const line = state.doc.lineAt(main.head);
  const next = nextLine(line.text, main.head - line.from);
  if (!next) return false;
  const insert = next.insert ?? "";
  const from = next.clear ? line.from : main.head;
  view.dispatch({ changes: { from, to: main.head, insert }, selection: { anchor: from + insert.length }, scrollIntoView: true, userEvent: "input" });
  return true;
}

/** Puts the box over that of the browser. */
export function mount(textarea, { say, label }) {
  const host = make("div", { className: "edit-box" });
  host.style.setProperty("--rows", textarea.rows);
  textarea.after(host);
  const root = host.attachShadow({ mode: "open" });
  const place = make("div");
  root.append(place);
  let isOwn = false;
  let isBehind = false;
  const put = () => {
    if (!isBehind) return;
    isBehind = false;
    textarea.value = view.state.doc.toString();
  };
  const changed = () => {
    isBehind = true;
    if (view.state.doc.length < SHORT) put();
    isOwn = true;
    textarea.dispatchEvent(new Event("input", { bubbles: true }));
    isOwn = false;
  };
  const isSource = textarea.name === "source";
  const phrases = Object.fromEntries(Object.entries({
    Find: "find", Replace: "find-replace", next: "find-next", previous: "find-previous", all: "find-all", "match case": "find-case",
    regexp: "find-pattern", "by word": "find-word", replace: "find-replace-one", "replace all": "find-replace-all", close: "find-close", Completions: "offers",
  }).map(([phrase, name]) => [phrase, say(name)]));
  const view = new EditorView({
    root,
    parent: place,
    state: EditorState.create({
      doc: textarea.value,
      selection: { anchor: Math.min(textarea.selectionStart, textarea.value.length), head: Math.min(textarea.selectionEnd, textarea.value.length) },
      extensions: [
        EditorState.phrases.of(phrases),
        history(),
        EditorView.lineWrapping,
        // The state of the text stands at the lower edge of the window.
        EditorView.scrollMargins.of(() => ({ bottom: 56 })),
        EditorView.perLineTextDirection.of(true),
        directions,
        markdown(isSource),
        look,
        search({ top: true }),
        highlightSelectionMatches({ minSelectionLength: 3 }),
        autocompletion({ override: [offers], icons: false, activateOnTypingDelay: 80, maxRenderedOptions: 12 }),
        Prec.high(keymap.of([{ key: "Enter", run: goOn }])),
        keymap.of([
          { key: "Mod-Enter", run: () => true, preventDefault: false },
          ...completionKeymap, ...searchKeymap.filter(({ key }) => key !== "Mod-Alt-g"), ...historyKeymap,
          { key: "Mod-]", run: indentMore }, { key: "Mod-[", run: indentLess }, ...standardKeymap,
        ]),
        EditorView.contentAttributes.of({
          "aria-label": label, "aria-multiline": "true", spellcheck: isSource ? "false" : "true", autocorrect: "on", autocapitalize: "sentences",
          ...(textarea.lang ? { lang: textarea.lang } : {}),
        }),
        EditorView.updateListener.of((update) => { if (update.docChanged) changed(); }),
      ],
    }),
  });
  const focused = document.activeElement === textarea;
  textarea.classList.add("edit-under");
  textarea.tabIndex = -1;
  textarea.setAttribute("aria-hidden", "true");
  // A label, or a program that fills in forms, means the box that is seen.
  const onFocus = () => {
    const all = textarea.value.length > 0 && textarea.selectionStart === 0 && textarea.selectionEnd === textarea.value.length;
    view.focus();
    if (all) view.dispatch({ selection: EditorSelection.range(0, view.state.doc.length) });
    textarea.setSelectionRange(0, 0);
  };
  const onInput = () => {
    if (isOwn || isBehind || textarea.value === view.state.doc.toString()) return;
    view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: textarea.value } });
  };
  textarea.addEventListener("focus", onFocus);
  textarea.addEventListener("input", onInput);
  const toLine = (number) => {
    const line = view.state.doc.line(Math.max(1, Math.min(number, view.state.doc.lines)));
    view.focus();
    view.dispatch({ selection: { anchor: line.from, head: line.to }, effects: EditorView.scrollIntoView(line.from, { y: "center" }) });
  };
  if (focused) {
    view.focus();
    view.dispatch({ effects: EditorView.scrollIntoView(view.state.selection.main.from, { y: "start", yMargin: 40 }) });
  }
  return {
    element: host,
    text: () => view.state.doc.toString(),
    length: () => view.state.doc.length,
    read: () => ({ text: view.state.doc.toString(), from: view.state.selection.main.from, to: view.state.selection.main.to }),
    change({ from, to, insert, select }) {
      view.dispatch({ changes: { from, to, insert }, selection: EditorSelection.range(...select), scrollIntoView: true, userEvent: "input" });
      view.focus();
    },
    run(name) {
      const found = { undo, redo, find: openSearchPanel }[name];
      if (name !== "find") view.focus();
      found(view);
    },
    focus: () => view.focus(),
    sync: put,
    scroller: view.scrollDOM,
    top() {
      const block = view.lineBlockAtHeight(view.scrollDOM.scrollTop);
      const line = view.state.doc.lineAt(block.from).number - 1;
      return line + (view.scrollDOM.scrollTop - block.top) / Math.max(1, block.height);
    },
    toLine,
    speak(lang) { view.contentDOM.lang = lang; },
    close() {
      put();
      const { from, to } = view.state.selection.main;
      textarea.removeEventListener("focus", onFocus);
      textarea.removeEventListener("input", onInput);
      textarea.classList.remove("edit-under");
      textarea.removeAttribute("tabindex");
      textarea.removeAttribute("aria-hidden");
      view.destroy();
      host.remove();
      textarea.setSelectionRange(from, to);
    },
  };
}
