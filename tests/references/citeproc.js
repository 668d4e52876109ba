// Asks citeproc-js for the texts of the corpus, to be kept in cases.json; see README.md.
//
// node citeproc.js STYLE.csl LOCALE.xml corpus.json > answers.json
//
// `corpus.json` is corpus.bib as CSL-JSON. It needs the package `citeproc`.
const fs = require("fs");
const CSL = require("citeproc");

const [, , style, locale, corpus] = process.argv;
const items = JSON.parse(fs.readFileSync(corpus, "utf8"));
const byKey = new Map(items.map((item) => [item.id, item]));
const engine = new CSL.Engine(
  {
    retrieveLocale: () => fs.readFileSync(locale, "utf8"),
    retrieveItem: (key) => JSON.parse(JSON.stringify(byKey.get(key))),
  },
  fs.readFileSync(style, "utf8"),
  "en-US",
  true,
);
const plain = (html) =>
  html
    .replace(/<\/?div[^>]*>|<a [^>]*>|<\/a>/g, "")
    .replaceAll("&#38;", "&").replaceAll("&#60;", "<").replaceAll("&#62;", ">")
    .replace(/\s+/g, " ").trim();
const answers = {};
for (const { id } of items) {
  const cite = (item) =>
    plain(engine.previewCitationCluster({ citationItems: [{ id, ...item }], properties: { noteIndex: 0 } }, [], [], "html"));
  try {
    engine.updateItems([id]);
    answers[id] = {
      list: plain(engine.makeBibliography()[1][0] ?? ""),
      citation: cite({}),
      locator: cite({ locator: "12-15", label: "page" }),
      year: cite({ "suppress-author": true }),
      // The style has “&” in both places; APA has it in brackets only.
      narrative: `${cite({ "author-only": true }).replaceAll(" & ", " and ")} ${cite({ "suppress-author": true })}`,
    };
  } catch (error) {
    answers[id] = { error: String(error) };
  }
}
console.log(JSON.stringify(answers, null, 1));
