//! [`Examination`]: what works that somebody wants to add would be to a bibliography.

use std::collections::{BTreeMap, HashSet};

use super::bibliography::Bibliography;
use super::import;
use super::pasted::{entry, free, says_something};
use super::table::marks;
use crate::domain::problem::LineIndex;
use hayagriva::citationberg::taxonomy::DateVariable;

/// Most works that are taken at once.
pub const MOST_WORKS: usize = 2_000;

/// Parts that cannot be read: the line, what it is and what to do.
type ReadProblems = Vec<(u32, String)>;

/// A work that can be added.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewWork {
    /// Its key, which no other work has.
    pub key: String,
    /// Its entry in BibTeX.
    pub entry: String,
    /// The work of the bibliography, or before it in the text, that it seems to be.
    pub duplicate_of: Option<String>,
}

/// The findings in a text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Examination {
    /// The works, in their order.
    pub works: Vec<NewWork>,
    /// Parts that cannot be read: the line, what it is and what to do.
    pub problems: ReadProblems,
    /// The number of works beyond those that are taken at once.
    pub more: usize,
}

/// Reads BibTeX, BibLaTeX, CSL-JSON or RIS, as works to be added to a bibliography.
pub fn examined(text: &str, bibliography: &Bibliography) -> Examination {
    let mut examined = Examination::default();
    let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
    if text.trim().is_empty() {
        return examined;
    }
    let (mut works, import_problems) = import::read(text);
    works.retain(|work| says_something(&work.item));
    let index = LineIndex::new(text);
    let problems = import_problems.into_iter().map(|problem| {
        let line = index.position(text, problem.offset).line;
        (line, problem.message)
    });
    examined.problems = problems.collect();
    if works.is_empty() && examined.problems.is_empty() {
        let message = "no work can be found in this: give BibTeX, RIS or CSL-JSON";
        examined.problems.push((1, message.to_owned()));
    }
    examined.more = works.len().saturating_sub(MOST_WORKS);
    let known = bibliography.by_mark();
    let mut own: BTreeMap<String, String> = BTreeMap::new();
    let mut taken: HashSet<String> = HashSet::new();
    for work in works.into_iter().take(MOST_WORKS) {
        let year = work.item.date(DateVariable::Issued);
        let year = year.and_then(|date| date.start).map(|day| day.year);
        let marks = marks(&work.item, year);
        let is_same = bibliography.bibtex(&work.item.key).as_deref() == work.source.as_deref();
        let duplicate_of = marks.iter().find_map(|mark| {
            let known = known.get(mark).map(|key| (*key).to_owned());
            known.or_else(|| own.get(mark).cloned())
        });
        let duplicate_of = duplicate_of
            .or_else(|| (is_same && work.source.is_some()).then(|| work.item.key.clone()));
        let is_taken = |key: &str| bibliography.contains(key) || taken.contains(key);
        let key = free(&work.item.key, &is_taken);
        taken.insert(key.clone());
        for mark in marks {
            own.entry(mark).or_insert_with(|| key.clone());
        }
        examined.works.push(NewWork {
            entry: entry(work, &key).trim().to_owned(),
            key,
            duplicate_of,
        });
    }
    examined
}

/// Reads one work of any of the formats, to stand in the place of the one with a key: its entry, and its
/// key, which is the same where the format has none of its own. Nothing where it is not exactly one.
///
/// # Errors
///
/// Parts that cannot be read: the line, what it is and what to do.
pub fn one_work(text: &str, key: &str) -> Result<Option<(String, String)>, ReadProblems> {
    let (mut works, import_problems) = import::read(text);
    let index = LineIndex::new(text);
    let wrong = import_problems
        .into_iter()
        .filter(|problem| !problem.slight);
    let wrong = wrong.map(|problem| {
        let line = index.position(text, problem.offset).line;
        (line, problem.message)
    });
    let wrong: ReadProblems = wrong.collect();
    if !wrong.is_empty() {
        return Err(wrong);
    }
    works.retain(|work| says_something(&work.item));
    let Ok([work]) = <[import::Work; 1]>::try_from(works) else {
        return Ok(None);
    };
    Ok(Some(match &work.source {
        Some(source) => (source.to_string(), work.item.key.clone()),
        None => (entry(work, key).trim().to_owned(), key.to_owned()),
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn new_works_duplicates_and_what_is_not_understood_are_told_apart() {
        let (bibliography, _) = Bibliography::parse(
            "@article{old, title = {Old}, doi = {10.1/x}}\n@book{b, title = {B}}\n",
        );
        let text = "@article{other, title = {Old}, doi = {10.1/X}}\n@book{b, title = {Another}}\n\
            @book{b, title = {Third}}\n@book{open, title = {\n@misc{new, title = {New}}\n@misc{newer, title = {Newer}, doi = {10.2/y}}\n\
            @misc{twin, title = {Newer}, doi = {10.2/y}}\n";
        let found = examined(text, &bibliography);
        let works: Vec<(&str, Option<&str>)> = (found.works.iter())
            .map(|work| (work.key.as_str(), work.duplicate_of.as_deref()))
            .collect();
        assert_eq!(
            works,
            [
                ("other", Some("old")),
                ("ba", None),
                ("new", None),
                ("newer", None),
                ("twin", Some("newer"))
            ]
        );
        let lines: Vec<u32> = found.problems.iter().map(|(line, _)| *line).collect();
        assert_eq!(lines, [3, 4], "{:?}", found.problems);
        assert!(found.works[1].entry.starts_with("@book{ba,"));
        let same = examined("@book{b, title = {B}}", &bibliography);
        assert_eq!(same.works[0].duplicate_of.as_deref(), Some("b"));
        assert_eq!(examined("  ", &bibliography), Examination::default());
        assert_eq!(examined("hello", &bibliography).problems.len(), 1);
    }

    #[test]
    fn one_work_keeps_its_key_or_brings_another() {
        let book = "@book{b, title = {B}}";
        let own = |text: &str| one_work(text, "a").map(|found| found.map(|(_, key)| key));
        assert_eq!(own(book), Ok(Some("b".to_owned())));
        let ris = "TY  - JOUR\nTI  - Compilers\nER  - \n";
        assert_eq!(own(ris), Ok(Some("a".to_owned())));
        assert_eq!(own(&format!("{book}\n@book{{c, title = {{C}}}}")), Ok(None));
        assert_eq!(own("nothing"), Ok(None));
        assert!(own("@book{b, title = {").is_err());
    }
}
