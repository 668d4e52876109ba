// The colours of Markdown, from @lezer/markdown alone: with the languages that can stand in it, the
// script would weigh half as much again.
import { HighlightStyle, Language, defineLanguageFacet, languageDataProp, syntaxHighlighting } from "@codemirror/language";
import { styleTags, tags } from "@lezer/highlight";
import { GFM, parser } from "@lezer/markdown";

const data = defineLanguageFacet({ commentTokens: { block: { open: "<!--", close: "-->" } } });

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

export function markdown(isFile) {
  const extensions = [GFM, own, { props: [languageDataProp.add((type) => (type.isTop ? data : undefined))] }];
  if (isFile) extensions.push(frontMatter);
  return [new Language(data, parser.configure(extensions), [], "markdown"), syntaxHighlighting(style)];
}
