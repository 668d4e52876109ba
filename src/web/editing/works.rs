//! Works in a form: chosen from the bibliography, or pasted to be added to it.

use crate::domain::file_role::BIBLIOGRAPHY_FILE;
use crate::render::{self, PastedWorks};
use crate::site::View;
use crate::web::editing::draft::Draft;
use crate::web::parts::messages::Words;

/// The most works that a search for them shows.
const MOST_FOUND: usize = 10;

/// A work to choose.
pub(super) struct WorkChoice {
    pub(super) key: String,
    /// The words by which a reader knows it.
    pub(super) text: String,
}

/// Returns the works that a page has chosen, and those that a search for others finds.
pub(super) fn choices(
    view: &View<'_>,
    chosen: &[String],
    find: &str,
    words: Words,
) -> (Vec<WorkChoice>, Vec<WorkChoice>) {
    let bibliography = view.bibliography();
    let text = |key: &str| match bibliography.title(key) {
        Some(title) => {
            let authors = bibliography.authors(key);
            let year = bibliography.year(key).map(|year| year.to_string());
            let by = match authors.as_slice() {
                [] => bibliography.publisher(key).unwrap_or_default(),
                [one] => one.clone(),
                [first, ..] => format!("{first} et al."),
            };
            let parts = [by, year.unwrap_or_default(), title];
            let parts = parts.iter().filter(|part| !part.is_empty());
            parts.cloned().collect::<Vec<_>>().join(", ")
        }
        None => words.say("edit-work-unknown").into_owned(),
    };
    let work = |key: &str| WorkChoice {
        key: key.to_owned(),
        text: text(key),
    };
    let own = chosen.iter().map(|key| work(key)).collect();
    let found = matching(view, find).into_iter();
    let found = found.filter(|key| !chosen.contains(key));
    let found = found.take(MOST_FOUND).map(|key| work(&key));
    (own, found.collect())
}

/// Returns works whose keys and words have what was typed, those first whose key begins with it.
pub(super) fn offered(view: &View<'_>, input: &str, words: Words) -> Vec<WorkChoice> {
    let mut keys = match input.trim() {
        "" => view
            .bibliography()
            .keys()
            .take(MOST_FOUND * 4)
            .map(str::to_owned)
            .collect(),
        _ => matching(view, input),
    };
    let wanted = input.trim().to_lowercase();
    keys.sort_by_key(|key| !key.to_lowercase().starts_with(&wanted));
    let (offered, _) = choices(view, &keys, "", words);
    offered
}

/// Returns the keys of works whose words all stand in a query.
fn matching(view: &View<'_>, find: &str) -> Vec<String> {
    let words: Vec<String> = find.split_whitespace().map(str::to_lowercase).collect();
    if words.is_empty() {
        return Vec::new();
    }
    let bibliography = view.bibliography();
    let matches = |key: &&str| {
        let year = bibliography.year(key).map(|year| year.to_string());
        let text = bibliography.words(key).unwrap_or_default();
        let text = format!("{key} {text} {}", year.unwrap_or_default()).to_lowercase();
        words.iter().all(|word| text.contains(word.as_str()))
    };
    let keys = bibliography.keys().filter(matches);
    keys.take(MOST_FOUND * 4).map(str::to_owned).collect()
}

/// Reads the works that were pasted into a draft, with keys that the bibliography has not yet.
pub(super) fn pasted(view: &View<'_>, draft: &Draft) -> PastedWorks {
    let bibliography = view.bibliography();
    render::pasted(&draft.works, &|key| bibliography.contains(key))
}

/// Returns the bibliography's file with works added at its end.
pub(super) fn with_added(before: &str, bibtex: &str) -> (String, String) {
    let mut text = before.to_owned();
    if !text.is_empty() && !text.ends_with('\n') {
        text.push('\n');
    }
    if !text.is_empty() {
        text.push('\n');
    }
    text.push_str(bibtex.trim());
    text.push('\n');
    (BIBLIOGRAPHY_FILE.to_owned(), text)
}
