//! Works read from any of the formats that reference managers write.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use super::bibtex::blocks::{self, Block, RawEntry};
use super::bibtex::{self, BibtexEntry};
use super::citation::is_key;
use super::item::Item;
use super::key::key;
use super::{csl_json, ris};

/// A work and the entry it was read from.
#[derive(Debug)]
pub(super) struct Work {
    pub(super) item: Item,
    /// The fields of its entry of BibTeX, where it was one.
    pub(super) entry: Option<BibtexEntry>,
    /// The entry as it stands in its file.
    pub(super) source: Option<Arc<str>>,
}

/// A fault somewhere in a file, and what to do.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct ImportProblem {
    pub(super) offset: usize,
    pub(super) message: String,
    /// Whether the work is there all the same.
    pub(super) slight: bool,
}

/// Reads BibTeX, BibLaTeX, CSL-JSON or RIS; which of them it is shows in the text.
pub(super) fn read(text: &str) -> (Vec<Work>, Vec<ImportProblem>) {
    let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
    let start = text.trim_start();
    if start.starts_with(['[', '{']) {
        return json(text);
    }
    if ris::is_ris(start) {
        let works = ris::read(text).into_iter();
        return keyed(works.map(|(offset, item)| (offset, item, None, None)));
    }
    bib(text)
}

type UnkeyedWork = (usize, Item, Option<BibtexEntry>, Option<Arc<str>>);

/// Keeps works with keys that can be cited and that no work before has.
fn keyed(found: impl Iterator<Item = UnkeyedWork>) -> (Vec<Work>, Vec<ImportProblem>) {
    let (mut works, mut problems) = (Vec::new(), Vec::new());
    let mut known: HashSet<String> = HashSet::new();
    for (offset, item, entry, source) in found {
        let key = &item.key;
        let message = if known.contains(key) {
            format!("the key “{key}” is used twice: give one of the two works another key")
        } else if key.contains('=') {
            format!("the key “{key}” goes on for too long: put a comma behind the key")
        } else if !is_key(key) {
            format!(
                "no page can cite the key “{key}”: it has a sign that keys cannot have; use letters, digits and - _ : . + /"
            )
        } else {
            known.insert(key.clone());
            works.push(Work {
                item,
                entry,
                source,
            });
            continue;
        };
        problems.push(ImportProblem {
            offset,
            message,
            slight: false,
        });
    }
    (works, problems)
}

fn json(text: &str) -> (Vec<Work>, Vec<ImportProblem>) {
    let value: serde_json::Value = match serde_json::from_str(text) {
        Ok(value) => value,
        Err(error) => {
            let line = error.line().saturating_sub(1);
            let before = text
                .split_inclusive('\n')
                .take(line)
                .map(str::len)
                .sum::<usize>();
            let message = "this is no JSON from here on: a comma, a quotation mark or a bracket is missing or too many".to_owned();
            return (
                Vec::new(),
                vec![ImportProblem {
                    offset: before,
                    message,
                    slight: false,
                }],
            );
        }
    };
    let items = match &value {
        serde_json::Value::Array(items) => items.as_slice(),
        // Some programs put the items under a name.
        serde_json::Value::Object(object) => match object.get("items") {
            Some(serde_json::Value::Array(items)) => items.as_slice(),
            _ => std::slice::from_ref(&value),
        },
        _ => &[],
    };
    let works = items.iter().filter_map(csl_json::read).map(|mut item| {
        if !is_key(&item.key) {
            // Zotero's own ids are addresses; a key that pages can cite is made.
            let id = serde_json::Value::String(std::mem::take(&mut item.key));
            item.key = key(&item);
            if id != "" {
                item.custom.push(("id".to_owned(), id));
            }
        }
        (0, item, None, None)
    });
    keyed(works)
}

fn bib(text: &str) -> (Vec<Work>, Vec<ImportProblem>) {
    let blocks = blocks::blocks(text);
    let (abbreviations, sources) = context(&blocks);
    let mut problems = Vec::new();
    let mut found: Vec<UnkeyedWork> = Vec::new();
    for block in &blocks {
        let raw = match block {
            Block::Entry(raw) => raw,
            Block::Broken { offset, message } => {
                problems.push(ImportProblem {
                    offset: *offset,
                    message: (*message).to_owned(),
                    slight: false,
                });
                continue;
            }
            Block::Abbreviation { .. } => continue,
        };
        let entry = match bibtex::read_entry(raw.source, &abbreviations) {
            Ok(entry) => entry,
            Err(reason) => {
                let message = format!("the entry “{}” cannot be read: {reason}", raw.key);
                problems.push(ImportProblem {
                    offset: raw.offset,
                    message,
                    slight: false,
                });
                continue;
            }
        };
        let entry = inherited(entry, &sources, &abbreviations);
        let (item, wrong) = bibtex::item(&entry);
        for (field, message) in wrong {
            problems.push(ImportProblem {
                offset: raw.offset + at_field(raw.source, &field),
                message: format!("the work “{}” {message}", raw.key),
                slight: true,
            });
        }
        found.push((raw.offset, item, Some(entry), Some(Arc::from(raw.source))));
    }
    let (works, more) = keyed(found.into_iter());
    problems.extend(more);
    problems.sort_by_key(|problem| problem.offset);
    (works, problems)
}

/// Returns the abbreviations of a file, and its entries by their keys.
fn context<'a>(
    blocks: &'a [Block<'a>],
) -> (HashMap<String, String>, HashMap<&'a str, &'a RawEntry<'a>>) {
    const MONTHS: [&str; 12] = [
        "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
    ];
    let mut abbreviations: HashMap<String, String> = MONTHS
        .iter()
        .map(|name| ((*name).to_owned(), (*name).to_owned()))
        .collect();
    let mut sources: HashMap<&str, &RawEntry<'_>> = HashMap::new();
    for block in blocks {
        match block {
            // `@string{name = value}` is an entry without a key.
            Block::Abbreviation { source, .. } => {
                let open = source.find(['{', '(']).map_or(0, |at| at + 1);
                let keyed = format!(
                    "@string{{x,{}}}",
                    source.get(open..source.len() - 1).unwrap_or_default()
                );
                if let Ok(entry) = bibtex::read_entry(&keyed, &abbreviations) {
                    let fields = entry
                        .fields
                        .into_iter()
                        .filter(|(_, value)| value.len() < 10_000);
                    abbreviations.extend(fields);
                }
            }
            Block::Entry(entry) => {
                sources.entry(entry.key).or_insert(entry);
            }
            Block::Broken { .. } => {}
        }
    }
    (abbreviations, sources)
}

/// Gives an entry the fields of the entry it refers to.
fn inherited(
    mut entry: BibtexEntry,
    sources: &HashMap<&str, &RawEntry<'_>>,
    abbreviations: &HashMap<String, String>,
) -> BibtexEntry {
    for name in ["crossref", "xdata"] {
        let Some(parent) = entry.field(name).and_then(|key| sources.get(key)) else {
            continue;
        };
        if parent.key == entry.key {
            continue;
        }
        let Ok(parent) = bibtex::read_entry(parent.source, abbreviations) else {
            continue;
        };
        for (field, value) in parent.fields {
            // The title of a book is that of its chapters' book.
            let field = match (name, field.as_str()) {
                ("crossref", "title") => "booktitle".to_owned(),
                ("crossref", "subtitle") => "booksubtitle".to_owned(),
                (
                    "crossref",
                    "shorttitle" | "crossref" | "keywords" | "abstract" | "annote" | "file",
                ) => continue,
                _ => field,
            };
            if entry.field(&field).is_none() {
                entry.fields.push((field, value));
            }
        }
    }
    entry
}

/// Returns where a field stands in its entry.
fn at_field(source: &str, name: &str) -> usize {
    let lower = source.to_ascii_lowercase();
    let mut from = 0;
    while let Some(found) = lower[from..].find(name).map(|at| from + at) {
        let after = lower[found + name.len()..].trim_start();
        let before = lower[..found].chars().last();
        if after.starts_with('=') && !before.is_some_and(char::is_alphanumeric) {
            return found;
        }
        from = found + name.len();
    }
    0
}
