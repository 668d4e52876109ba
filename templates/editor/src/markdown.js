// The colours of Markdown, from @lezer/markdown alone: with the languages that can stand in it, the
// script would weigh half as much again.
import { DocInput, HighlightStyle } from "@codemirror/language";
import { RangeSetBuilder } from "@codemirror/state";
import { Decoration, EditorView, ViewPlugin } from "@codemirror/view";
import { TreeFragment } from "@lezer/common";
import { highlightTree, styleTags, tags } from "@lezer/highlight";
import { GFM, parser } from "@lezer/markdown";

/** A text that is longer is read again after a key has been seen, not before. */
const SHORT = 20_000;
/** So long it is read at once, in milliseconds; what is left, when there is time again. */
const SLICE = 10;

/** What stands between lines of dashes at the top of a file. */
const frontMatter = {
  defineNodes: [{ name: "FrontMatter", block: true }],
  props: [styleTags({ FrontMatter: tags.meta })],
  parseBlock: [{
    name: "FrontMatter",
    before: "HorizontalRule",
    parse(context, line) {
      if (context.lineStart !== 0 || line.text.trimEnd() !== "---") return false;
      while (context.nextLine()) {
        if (line.text.trimEnd() !== "---") continue;
        context.nextLine();
        break;
      }
      context.addElement(context.elt("FrontMatter", 0, context.prevLineEnd()));
      return true;
    },
  }],
};

/** Links between pages, sources, and the lines of blocks. */
const own = {
  defineNodes: ["PageLink", "Source", { name: "BlockLine", block: true }],
  props: [styleTags({ PageLink: tags.link, Source: tags.labelName, BlockLine: tags.processingInstruction })],
  parseInline: [{
    name: "PageLink",
    before: "Link",
    parse(context, next, at) {
      if (next !== 91) return -1;
      const rest = context.slice(at, Math.min(context.end, at + 300));
      const found = /^\[\[[^\]\n]+\]\]/.exec(rest) ?? /^\[(?:-?@[\w:./-]+|[^\]\n]*[\s;]-?@[\w:./-]+)[^\]\n]*\](?!\()/.exec(rest);
      if (!found) return -1;
      return context.addElement(context.elt(found[0].startsWith("[[") ? "PageLink" : "Source", at, at + found[0].length));
    },
  }],
  parseBlock: [{
    name: "BlockLine",
    endLeaf: (_, line) => line.text.startsWith(":::"),
    parse(context, line) {
      if (!line.text.startsWith(":::")) return false;
      context.addElement(context.elt("BlockLine", context.lineStart, context.lineStart + line.text.length));
      context.nextLine();
      return true;
    },
  }],
};

const style = HighlightStyle.define([
  { tag: tags.heading, fontWeight: "700", color: "var(--ink)" },
  { tag: tags.strong, fontWeight: "700" },
  { tag: tags.emphasis, fontStyle: "italic" },
  { tag: tags.strikethrough, textDecoration: "line-through" },
  { tag: [tags.link, tags.url, tags.labelName], color: "var(--accent)" },
  { tag: [tags.monospace, tags.meta, tags.comment], color: "var(--ink-soft)" },
  { tag: [tags.processingInstruction, tags.contentSeparator], color: "var(--important)" },
  { tag: tags.quote, color: "var(--ink-soft)" },
]);

const marks = new Map();
function mark(classes) {
  if (!marks.has(classes)) marks.set(classes, Decoration.mark({ class: classes }));
  return marks.get(classes);
}

/** Colours what is seen. What stands above is read for it, but not again where nothing changed. */
class Colours {
  decorations = Decoration.none;
  #view;
  #parser;
  #fragments = [];
  #reading = null;
  #tree = null;
  #readTo = -1;
  #turn = 0;

  constructor(view, parser) {
    this.#view = view;
    this.#parser = parser;
    if (!this.#read()) this.#later();
  }

  update({ docChanged, viewportChanged, changes, state, view }) {
    if (!docChanged && !viewportChanged) return;
    this.#keep();
    if (docChanged) {
      const changed = [];
      changes.iterChangedRanges((fromA, toA, fromB, toB) => changed.push({ fromA, toA, fromB, toB }));
      this.#fragments = TreeFragment.applyChanges(this.#fragments, changed);
      this.#readTo = -1;
      this.decorations = this.decorations.map(changes);
    }
    if (this.#readTo >= view.viewport.to) this.#colour();
    else if (state.doc.length > SHORT || !this.#read()) this.#later();
  }

  destroy() { this.#turn += 1; }

  /** Reads on; returns whether all that is seen has been read, and is coloured. */
  #read() {
    const { state: { doc }, viewport: { to } } = this.#view;
    if (!this.#reading) {
      this.#reading = this.#parser.startParse(new DocInput(doc), this.#fragments);
      if (to < doc.length) this.#reading.stopAt(to);
    }
    const end = performance.now() + SLICE;
    while (!this.#advance()) if (performance.now() > end) return false;
    this.#colour();
    return true;
  }

  /** Reads the next block; returns whether it was the last. */
  #advance() {
    const tree = this.#reading.advance();
    if (!tree) return false;
    const { stoppedAt } = this.#reading;
    this.#reading = null;
    this.#tree = tree;
    this.#readTo = stoppedAt ?? this.#view.state.doc.length;
    this.#fragments = TreeFragment.addTree(tree, this.#fragments, stoppedAt !== null);
    return true;
  }

  /** Keeps what was read of a text that is another now. */
  #keep() {
    if (!this.#reading) return;
    const { parsedPos, stoppedAt } = this.#reading;
    if (stoppedAt === null || stoppedAt > parsedPos) this.#reading.stopAt(parsedPos);
    while (!this.#advance());
  }

  /** Reads on when what was typed has been seen. */
  #later() {
    this.#turn += 1;
    const turn = this.#turn;
    requestAnimationFrame(() => setTimeout(() => {
      if (turn !== this.#turn) return;
      if (this.#read()) this.#view.dispatch({});
      else this.#later();
    }));
  }

  #colour() {
    const builder = new RangeSetBuilder();
    for (const { from, to } of this.#view.visibleRanges) {
      highlightTree(this.#tree, style, (start, end, classes) => builder.add(start, end, mark(classes)), from, to);
    }
    this.decorations = builder.finish();
  }
}

export function markdown(isFile) {
  const reader = parser.configure(isFile ? [GFM, own, frontMatter] : [GFM, own]);
  return [ViewPlugin.define((view) => new Colours(view, reader), { decorations: (colours) => colours.decorations }), EditorView.styleModule.of(style.module)];
}
