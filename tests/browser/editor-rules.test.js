// The rules of the editor that need no browser: Markdown by buttons, lists that go on, tables from elsewhere.
import assert from "node:assert/strict";
import { test } from "node:test";
import { between, headings } from "../../templates/editor/src/live.js";
import { commands, nextLine, passage } from "../../templates/editor/src/marks.js";
import { ago } from "../../templates/editor/src/news.js";
import { table } from "../../templates/editor/src/table.js";
import { isSame } from "../../templates/editor/src/keeping.js";

const marks = commands("Column");

/** Does something to a text in which ‹ and › stand around what is selected, or | at the cursor; returns the same. */
function done(name, marked) {
  const at = marked.indexOf("|");
  const from = at >= 0 ? at : marked.indexOf("‹");
  const to = at >= 0 ? at : marked.indexOf("›") - 1;
  const text = marked.replace(/[|‹›]/g, "");
  const { from: start, to: end, insert, select } = marks[name]({ text, from, to });
  const after = text.slice(0, start) + insert + text.slice(end);
  const [left, right] = select;
  return left === right ? `${after.slice(0, left)}|${after.slice(left)}` : `${after.slice(0, left)}‹${after.slice(left, right)}›${after.slice(right)}`;
}

test("signs go around what is selected, and away again", () => {
  assert.equal(done("bold", "a ‹b› c"), "a **‹b›** c");
  assert.equal(done("bold", "a **‹b›** c"), "a ‹b› c");
  assert.equal(done("italic", "a | c"), "a *|* c");
  assert.equal(done("link", "‹word›"), "[word](|)");
  assert.equal(done("link", "‹https://a.example/x›"), "[|](https://a.example/x)");
  assert.equal(done("code", "‹a\nb›"), "‹```\na\nb\n```›");
});

test("lines become headings, lists and quotations, and lines again", () => {
  assert.equal(done("heading", "a|"), "## a|");
  assert.equal(done("heading", "## a|"), "### a|");
  assert.equal(done("heading", "### a|"), "a|");
  assert.equal(done("list", "‹a\nb›"), "‹- a\n- b›");
  assert.equal(done("list", "‹- a\n- b›"), "‹a\nb›");
  assert.equal(done("numbers", "‹a\nb›"), "‹1. a\n2. b›");
  assert.equal(done("quote", "x\n‹a›\ny"), "x\n‹> a›\ny");
});

test("a passage stands on lines of its own", () => {
  const put = (text, from) => {
    const { insert } = passage({ text, from, to: from }, "P");
    return text.slice(0, from) + insert + text.slice(from);
  };
  assert.equal(put("", 0), "P\n");
  assert.equal(put("a", 1), "a\n\nP\n");
  assert.equal(put("a\nb", 2), "a\n\nP\n\nb");
});

test("Enter goes on with a list, and ends it in an empty item", () => {
  const next = (line) => nextLine(line, line.length);
  assert.deepEqual(next("- a"), { insert: "\n- " });
  assert.deepEqual(next("  9. a"), { insert: "\n  10. " });
  assert.deepEqual(next("* [x] a"), { insert: "\n* [ ] " });
  assert.deepEqual(next("> a"), { insert: "\n> " });
  assert.deepEqual(next("- "), { clear: true });
  assert.equal(next("a - b"), null);
  assert.equal(nextLine("- a", 1), null);
});

test("a table from elsewhere becomes one, and nothing else does", () => {
  assert.equal(table("<table><tr><th>A</th><th>B</th></tr><tr><td>1<br>2</td><td>x|y &#8364;</td></tr></table>"), "| A | B |\n|---|---|\n| 1 2 | x\\|y € |");
  assert.equal(table("<table><tr><td colspan=2>A</td></tr><tr><td>1<td>2</table>"), "| A |  |\n|---|---|\n| 1 | 2 |");
  assert.equal(table("<p>Text</p><table><tr><td>1<td>2</table>"), "", "text with a table in it is pasted as text");
  assert.equal(table("<table><tr><td>one cell</table>"), "");
  assert.equal(table("no table"), "");
  assert.equal(table(`<table>${"<tr><td>&#x110000;".repeat(10)}</table>`), "");
  const begun = performance.now();
  table(`<table${"<tr".repeat(50_000)}<td>${"<td ".repeat(50_000)}</table>`);
  assert.ok(performance.now() - begun < 5_000, "what is hostile takes no time");
});

test("the preview stands where the text does", () => {
  assert.deepEqual(headings("# a\n\n```\n# no\n```\n## b\ntext"), [0, 5]);
  assert.equal(between(5, [0, 10], [0, 100]), 50);
  assert.equal(between(12, [0, 10, 14], [0, 100, 200]), 150);
  assert.equal(between(99, [0, 10], [0, 100]), 100);
});

test("two forms are the same if the same was typed in them", () => {
  assert.ok(isSame([["body", "a"], ["base", "1"], ["f.x", ""]], [["body", "a"], ["base", "2"], ["id", "9"]]));
  assert.ok(!isSame([["body", "a"]], [["body", "b"]]));
  assert.ok(!isSame([["f.terms", "a"], ["f.terms", "b"]], [["f.terms", "a"]]));
});

test("how long ago something was is said in the language of the page", () => {
  const now = Date.parse("2026-04-14T12:00:00Z");
  assert.equal(ago("2026-04-14T11:57:00Z", "en", now), "3 minutes ago");
  assert.equal(ago("2026-04-14T09:00:00Z", "fr", now), "il y a 3 heures");
  assert.equal(ago("2026-04-12T12:00:00Z", "en", now), "2 days ago");
});
