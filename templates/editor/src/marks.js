// Markdown by buttons and keys: each is a function from a text and what is selected in it to one change.

/** @typedef {{ text: string, from: number, to: number }} Selected */
/** @typedef {{ from: number, to: number, insert: string, select: [number, number] }} Change */

/** Puts signs around what is selected, or takes them away. */
function around(sign) {
  return ({ text, from, to }) => {
    const inner = text.slice(from, to);
    const length = sign.length;
    if (text.slice(from - length, from) === sign && text.slice(to, to + length) === sign) {
      return { from: from - length, to: to + length, insert: inner, select: [from - length, to - length] };
    }
    return { from, to, insert: sign + inner + sign, select: [from + length, to + length] };
  };
}

/** Changes every line that is selected. */
function lines(change) {
  return ({ text, from, to }) => {
    const start = text.lastIndexOf("\n", from - 1) + 1;
    const next = text.indexOf("\n", to);
    const end = next < 0 ? text.length : next;
    const before = text.slice(start, end).split("\n");
    const insert = change(before).join("\n");
    const same = from === to;
    return { from: start, to: end, insert, select: same ? [start + insert.length, start + insert.length] : [start, start + insert.length] };
  };
}

/** Puts a sign before each line, or takes it away where each has it. */
function before(is, sign) {
  return lines((all) => (all.every((line) => is.test(line))
    ? all.map((line) => line.replace(is, ""))
    : all.map((line, at) => sign(at) + line.replace(is, ""))));
}

/** A heading becomes one of the next level, and a line again at last. */
const heading = lines((all) => all.map((line) => {
  const [signs, rest] = [/^#*/.exec(line)[0].length, line.replace(/^#+\s*/, "")];
  const next = signs < 2 ? 2 : signs === 2 ? 3 : 0;
  return next ? `${"#".repeat(next)} ${rest}` : rest;
}));

function link({ text, from, to }) {
  const inner = text.slice(from, to);
  if (/^https?:\/\/\S+$/.test(inner)) return { from, to, insert: `[](${inner})`, select: [from + 1, from + 1] };
  const at = from + inner.length + 3;
  return { from, to, insert: `[${inner}]()`, select: inner ? [at, at] : [from + 1, from + 1] };
}

function code(selected) {
  if (!selected.text.slice(selected.from, selected.to).includes("\n")) return around("`")(selected);
  return lines((all) => ["```", ...all, "```"])(selected);
}

/** Puts a passage on lines of its own. */
export function passage({ text, from, to }, insert, select = [insert.length, insert.length]) {
  const gap = from === 0 || text.slice(0, from).endsWith("\n\n") ? "" : text[from - 1] === "\n" ? "\n" : "\n\n";
  const behind = text.slice(to).startsWith("\n") || to === text.length ? "\n" : "\n\n";
  const start = from + gap.length;
  return { from, to, insert: gap + insert + behind, select: [start + select[0], start + select[1]] };
}

function table(column) {
  return (selected) => {
    const head = `| ${column} 1 | ${column} 2 |`;
    return passage(selected, `${head}\n|---|---|\n|  |  |`, [2, 2 + column.length + 2]);
  };
}

/** The commands by their names; the words are those of a new table. */
export function commands(column) {
  return {
    heading,
    bold: around("**"),
    italic: around("*"),
    link,
    list: before(/^\s*[-*+]\s+/, () => "- "),
    numbers: before(/^\s*\d+[.)]\s+/, (at) => `${at + 1}. `),
    quote: before(/^\s*>\s?/, () => "> "),
    code,
    table: table(column),
  };
}

const ITEM = /^(\s*(?:>\s?)*)([-*+]|\d{1,9}[.)])(\s+)(\[[ xX]\]\s+)?/;
const QUOTE = /^\s*(?:>\s?)+/;

/** Returns what Enter does in a line: `insert` goes on with a list or quotation, `clear` ends it. */
export function nextLine(line, column) {
  const item = ITEM.exec(line);
  const start = item ?? QUOTE.exec(line);
  if (!start || column < start[0].length) return null;
  if (line.trimEnd().length <= start[0].trimEnd().length) return { clear: true };
  if (!item) return { insert: `\n${start[0]}` };
  const [, indent, sign, space, box] = item;
  const next = /^\d/.test(sign) ? `${Number.parseInt(sign, 10) + 1}${sign.at(-1)}` : sign;
  return { insert: `\n${indent}${next}${space}${box ? "[ ] " : ""}` };
}
