//! The corpus of `tests/references`, and the rules one by one.

use hayagriva::citationberg::LocaleCode;
use hayagriva::citationberg::taxonomy::Locator;
use serde_json::Value;

use super::bibliography::Bibliography;
use super::cite::Naming;
use super::style::{self, CitedWork, Runs};

mod entries;
mod formats;
mod sentences;

const CORPUS: &str = include_str!("../../../../tests/references/corpus.bib");
const STARTER: &str = include_str!("../../../../content/references.bib");
const CASES: &str = include_str!("../../../../tests/references/cases.json");

/// Writes a text with the markup that `cases.json` has.
fn marked(runs: &Runs) -> String {
    let mut out = String::new();
    super::html::write(runs, &mut out, &|_| None);
    while let Some(start) = out.find("<a ") {
        let end = out[start..].find('>').unwrap() + start;
        out.replace_range(start..=end, "");
    }
    out.replace("</a>", "")
        .replace("em>", "i>")
        .replace("strong>", "b>")
        .replace("</i><i>", "")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&#39;", "'")
        .replace("&amp;", "&")
}

struct StyledBibliography {
    bibliography: Bibliography,
}

impl StyledBibliography {
    fn new(text: &str, style: &str) -> Self {
        let (bibliography, _) = Bibliography::parse_with_style(text, style).unwrap();
        Self { bibliography }
    }

    /// Renders citations such as `a@3,-b`, where `@` begins a page, `-` leaves out the author and `+`
    /// puts it into a sentence.
    fn cite(&self, groups: &[&str]) -> (Vec<String>, Vec<(String, String)>) {
        let one = |spec: &'static str| -> CitedWork<'_> {
            let (naming, spec) = match (spec.strip_prefix('-'), spec.strip_prefix('+')) {
                (Some(rest), _) => (Naming::LeftOut, rest),
                (_, Some(rest)) => (Naming::InText, rest),
                _ => (Naming::Within, spec),
            };
            let (key, page) = spec
                .split_once('@')
                .map_or((spec, None), |(key, page)| (key, Some(page)));
            CitedWork {
                item: self.bibliography.item(key).unwrap(),
                prefix: "",
                locator: page.map(|page| (Locator::Page, page)),
                naming,
            }
        };
        let groups: Vec<style::CitationWorks<'_>> = groups
            .iter()
            .map(|group| group.to_string().leak().split(',').map(one).collect())
            .collect();
        let terms = self.bibliography.terms(&LocaleCode::en_us());
        let rendered = style::render(self.bibliography.style(), &terms, &groups, &[]);
        let list = rendered
            .list
            .iter()
            .map(|(key, runs)| (key.clone(), marked(runs)));
        let citations = rendered.citations.iter().map(Runs::plain);
        (citations.collect(), list.collect())
    }
}

fn cases() -> Vec<Value> {
    serde_json::from_str(CASES).unwrap()
}

#[test]
fn the_corpus_has_its_right_texts_in_apa_style() {
    let reader = StyledBibliography::new(CORPUS, "apa");
    let cases = cases();
    assert!(cases.len() >= 120);
    assert_eq!(cases.len(), reader.bibliography.keys().count());
    let mut wrong = Vec::new();
    for case in &cases {
        let text = |name: &str| case[name].as_str().unwrap().to_owned();
        let key = text("key");
        let ask = |spec: String| reader.cite(&[spec.as_str()]);
        let (citation, list) = ask(key.clone());
        let found = [
            ("list", list[0].1.clone()),
            ("citation", citation[0].clone()),
            ("locator", ask(format!("{key}@12-15")).0[0].clone()),
            ("year", ask(format!("-{key}")).0[0].clone()),
            ("narrative", ask(format!("+{key}")).0[0].clone()),
        ];
        for (name, found) in found {
            if found != text(name) {
                wrong.push(format!("{key} {name}\n  {found}\n  {}", text(name)));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn differences_from_the_second_processor_are_few_and_have_their_reasons() {
    let cases = cases();
    let differing: Vec<&Value> = cases
        .iter()
        .filter(|case| case.get("citeproc").is_some())
        .collect();
    assert!(differing.len() <= 12, "{}", differing.len());
    for case in differing {
        assert!(
            case["because"].as_str().unwrap().len() > 10,
            "{}",
            case["key"]
        );
    }
}

#[test]
fn other_styles_write_every_work_of_the_corpus() {
    for style in [
        "chicago-author-date",
        "iso-690-author-date",
        "ieee",
        "vancouver",
        "chicago-notes",
    ] {
        let reader = StyledBibliography::new(CORPUS, style);
        let keys: Vec<String> = reader.bibliography.keys().map(str::to_owned).collect();
        for key in keys {
            let (citations, list) = reader.cite(&[key.as_str()]);
            assert!(
                citations[0].chars().any(char::is_alphanumeric),
                "{style} {key} {citations:?}"
            );
            let title = reader.bibliography.title(&key).unwrap();
            let word: String = title.split([' ', '-', ':']).next().unwrap().to_lowercase();
            let text = list[0].1.to_lowercase().replace(['’', '“', '”'], "");
            assert!(
                text.contains(&word.replace(['"', '\''], "")) || style.contains("note"),
                "{style} {key} {text}"
            );
            assert!(
                !text.contains(",)") && !text.contains("..") && !text.contains("  "),
                "{style} {key} {text}"
            );
        }
    }
}
