// The look of the box, in the colours of the site.
import { EditorView } from "@codemirror/view";

export const look = EditorView.theme({
  "&": { color: "var(--ink)", backgroundColor: "var(--paper)", border: "1px solid var(--control)", borderRadius: "var(--radius)", fontSize: "var(--step--1)", maxBlockSize: "75vh" },
  "&.cm-focused": { outline: "3px solid var(--accent)", outlineOffset: "2px" },
  ".cm-scroller": { fontFamily: "var(--font-mono)", lineHeight: "1.5", minBlockSize: "calc(var(--rows, 12) * 1.5em)", overflow: "auto" },
  ".cm-content": { padding: "0.4rem 0", caretColor: "var(--ink)", minInlineSize: "0" },
  ".cm-line": { padding: "0 0.7rem" },
  ".cm-searchMatch, .cm-selectionMatch": { backgroundColor: "var(--mark)" },
  ".cm-searchMatch-selected": { outline: "2px solid var(--accent)" },
  ".cm-panels": { backgroundColor: "var(--surface)", color: "var(--ink)", borderBlockEnd: "1px solid var(--rule)" },
  ".cm-panel.cm-search": { padding: "0.5rem 2rem 0.5rem 0.5rem", fontFamily: "var(--font)", fontSize: "0.9375rem" },
  ".cm-panel.cm-search label": { fontSize: "0.9375rem", whiteSpace: "nowrap" },
  ".cm-textfield, .cm-button": { font: "inherit", minBlockSize: "2rem", border: "1px solid var(--control)", borderRadius: "var(--radius)", background: "var(--paper)", color: "var(--ink)" },
  ".cm-panel.cm-search [name=close]": { color: "var(--ink)", fontSize: "1.25rem", minInlineSize: "1.5rem", minBlockSize: "1.5rem" },
  ".cm-tooltip": { backgroundColor: "var(--paper)", color: "var(--ink)", border: "1px solid var(--control)", borderRadius: "var(--radius)", boxShadow: "var(--shadow)" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul": { fontFamily: "var(--font)", maxBlockSize: "16rem", maxInlineSize: "min(32rem, 92vw)" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li": { padding: "0.3rem 0.6rem", lineHeight: "1.4", whiteSpace: "normal" },
  ".cm-tooltip-autocomplete ul li[aria-selected]": { background: "var(--accent)", color: "var(--on-accent)" },
  ".cm-completionDetail": { fontStyle: "normal", color: "inherit", marginInlineStart: "0.6rem", fontSize: "0.875rem" },
});
