// What may be meant behind `[[`, `[@` and `:::`: asked of the server, which knows what the writer may see.

const SIGNS = [
  { what: "page", pattern: /\[\[([^\][|\n]*)$/, close: "]]" },
  { what: "source", pattern: /\[(?:[^\]\n]*[\s;])?-?@([\p{L}\p{N}_:.#$%&+?<>~/-]*)$/u, close: "]" },
  { what: "block", pattern: /^:::+\s*([\p{L}-]*)$/u, close: "" },
];

async function asked(what, typed, context) {
  const request = new AbortController();
  context.addEventListener("abort", () => request.abort());
  const query = new URLSearchParams({ what, q: typed });
  const answer = await fetch(`/-/complete?${query}`, { signal: request.signal, redirect: "manual" });
  return answer.ok ? (await answer.json()).offers : [];
}

/** Puts what was chosen in the place of what was typed, closed, and the cursor behind it. */
function chosen(what, close, insert) {
  return (view, _, from, to) => {
    const behind = view.state.sliceDoc(to, to + close.length);
    let text = insert;
    let cursor = insert.length;
    if (what === "block") {
      const line = view.state.doc.lineAt(from);
      const fence = /^:+/.exec(line.text)[0];
      text = `${insert}\n\n${fence}`;
      cursor = insert.length + 1;
      if (insert === "list" || insert === "gaps") [text, cursor] = [`${insert} \n${fence}`, insert.length + 1];
    } else {
      // Another source may follow, so that its bracket is closed only where nothing is behind.
      text += behind === close ? "" : close;
      cursor = insert.length + close.length;
    }
    view.dispatch({ changes: { from, to, insert: text }, selection: { anchor: from + cursor }, userEvent: "input.complete" });
  };
}

export async function offers(context) {
  const line = context.state.doc.lineAt(context.pos);
  const before = line.text.slice(0, context.pos - line.from);
  for (const { what, pattern, close } of SIGNS) {
    const found = pattern.exec(before);
    if (!found) continue;
    const typed = found[1];
    let list = [];
    try { list = await asked(what, typed, context); } catch { /* Overtaken, or offline: one types on. */ }
    if (context.aborted || list.length === 0) return null;
    return {
      from: context.pos - typed.length,
      filter: false,
      options: list.map(({ text, note, insert }) => ({ label: text, detail: note, apply: chosen(what, close, insert) })),
    };
  }
  return null;
}
