// A table that was copied from a word processor or a spreadsheet, as Markdown. Its HTML is read as text:
// the policy on trusted types lets nobody make a document of it, and nobody needs one.

const ENTITIES = { amp: "&", lt: "<", gt: ">", quot: "\"", apos: "'", nbsp: " " };
/** Longest table that becomes one; another is pasted as text. */
const MOST_CELLS = 5_000;

function plain(text) {
  return text.replace(/&(#x?[\da-f]+|\w+);/gi, (whole, name) => {
    if (!name.startsWith("#")) return ENTITIES[name.toLowerCase()] ?? whole;
    const code = /^#x/i.test(name) ? Number.parseInt(name.slice(2), 16) : Number.parseInt(name.slice(1), 10);
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : "";
  });
}

/** Returns the rows of the first table in HTML; nothing where there is none, or text stands around it. */
function rowsOf(html) {
  const table = /<table[\s>][\s\S]*?<\/table>/i.exec(html)?.[0];
  if (!table || /<table[\s>]/i.test(table.slice(6))) return [];
  const outside = html.replace(table, "").replace(/<(style|head|title)[\s\S]*?<\/\1>|<!--[\s\S]*?-->|<[^>]*>/gi, "");
  if (plain(outside).trim()) return [];
  const rows = [];
  for (const [, row] of table.matchAll(/<tr(?:\s[^>]*)?>([\s\S]*?)(?=<tr[\s>]|<\/tr>|<\/table>)/gi)) {
    const cells = [];
    for (const [, attributes, inner] of row.matchAll(/<t[dh](\s[^>]*)?>([\s\S]*?)(?=<t[dh][\s>]|<\/t[dh]>|$)/gi)) {
      const text = plain(inner.replace(/<!--[\s\S]*?-->/g, "").replace(/<[^>]*>/g, " "));
      cells.push(text.replace(/\s+/g, " ").trim().replace(/([|\\])/g, "\\$1"));
      const wide = Number(/colspan\s*=\s*["']?(\d+)/i.exec(attributes ?? "")?.[1] ?? 1);
      for (let more = 1; more < Math.min(wide, 100); more += 1) cells.push("");
    }
    if (cells.length > 0) rows.push(cells);
  }
  return rows;
}

/** Returns a table as Markdown; nothing where HTML is none. */
export function table(html) {
  const rows = rowsOf(html);
  const width = Math.max(0, ...rows.map((row) => row.length));
  if (width < 2 || width * rows.length > MOST_CELLS) return "";
  const line = (cells) => `| ${Array.from({ length: width }, (_, at) => cells[at] ?? "").join(" | ")} |`;
  const [head, ...rest] = rows;
  return [line(head), `|${"---|".repeat(width)}`, ...rest.map(line)].join("\n");
}
