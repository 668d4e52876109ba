//! [`PastedWorks`]: works that somebody pasted in any format, as entries for a bibliography.

use std::collections::HashSet;

use hayagriva::citationberg::taxonomy::{NameVariable, StandardVariable};

use super::bibtex;
use super::import::{self, Work};
use super::item::Item;

/// Most works that are taken at once.
const MOST: usize = 500;

/// Works as entries for a bibliography.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PastedWorks {
    /// The entries in BibTeX: as they were pasted where they were that.
    pub bibtex: String,
    /// Their keys, each of which no other work has.
    pub keys: Vec<String>,
    /// Parts that cannot be read, and what to do.
    pub problems: Vec<String>,
}

/// Reads BibTeX, BibLaTeX, CSL-JSON or RIS. A work whose key is taken gets another.
pub fn pasted(text: &str, is_taken: &dyn Fn(&str) -> bool) -> PastedWorks {
    let mut pasted = PastedWorks::default();
    if text.trim().is_empty() {
        return pasted;
    }
    let (mut works, import_problems) = import::read(text);
    works.retain(|work| says_something(&work.item));
    let wrong = import_problems
        .into_iter()
        .filter(|problem| !problem.slight);
    pasted.problems = wrong.map(|problem| problem.message).collect();
    if works.is_empty() && pasted.problems.is_empty() {
        let message = "no work can be found in this: paste BibTeX, RIS or CSL-JSON";
        pasted.problems.push(message.to_owned());
    }
    let mut own = HashSet::new();
    for work in works.into_iter().take(MOST) {
        let key = free(&work.item.key, &|key| is_taken(key) || own.contains(key));
        let entry = entry(work, &key);
        if !pasted.bibtex.is_empty() {
            pasted.bibtex.push('\n');
        }
        pasted.bibtex.push_str(entry.trim());
        pasted.bibtex.push('\n');
        own.insert(key.clone());
        pasted.keys.push(key);
    }
    pasted
}

/// Tells whether a work has what it could be known by.
pub(super) fn says_something(item: &Item) -> bool {
    let named = [NameVariable::Author, NameVariable::Editor];
    item.plain(StandardVariable::Title).is_some()
        || named.into_iter().any(|role| item.names(role).is_some())
}

/// Returns a key that is free: itself, or with a letter or a number behind it.
pub(super) fn free(key: &str, is_taken: &dyn Fn(&str) -> bool) -> String {
    if !is_taken(key) {
        return key.to_owned();
    }
    let letters = ('a'..='z').map(|letter| format!("{key}{letter}"));
    let numbers = (2..).map(|number| format!("{key}-{number}"));
    let mut others = letters.chain(numbers);
    others.find(|other| !is_taken(other)).unwrap_or_default()
}

/// Writes a work as an entry with a key.
pub(super) fn entry(mut work: Work, key: &str) -> String {
    let old = std::mem::replace(&mut work.item.key, key.to_owned());
    // Behind the brace: the name of the type may have the same letters.
    if let Some(source) = &work.source
        && let Some(open) = source.find(['{', '('])
        && let Some(at) = source[open..].find(&old).map(|at| open + at)
    {
        return format!("{}{key}{}", &source[..at], &source[at + old.len()..]);
    }
    bibtex::biblatex(&work.item, None)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::Bibliography;

    const BIB: &str =
        "@book{ada2020,\n  title = {Notes},\n  author = {Lovelace, Ada},\n  year = 2020,\n}\n";
    const RIS: &str =
        "TY  - JOUR\r\nAU  - Hopper, Grace\r\nTI  - Compilers\r\nPY  - 1952\r\nER  - \r\n";
    const JSON: &str = r#"[{"id":"x y","type":"book","title":"A long title","issued":{"date-parts":[[2001]]},"author":[{"family":"Doe","given":"Jo"}]}]"#;

    #[test]
    fn each_format_becomes_entries_with_keys_of_their_own() {
        let none = |_: &str| false;
        let read = pasted(BIB, &none);
        assert_eq!(
            (read.bibtex.as_str(), &read.keys[..]),
            (BIB, &["ada2020".to_owned()][..])
        );
        for text in [RIS, JSON] {
            let read = pasted(text, &none);
            assert_eq!(read.problems, [] as [String; 0]);
            assert_eq!(read.keys.len(), 1);
            let (again, problems) = Bibliography::parse(&read.bibtex);
            assert!(
                problems.is_empty() && again.contains(&read.keys[0]),
                "{}",
                read.bibtex
            );
        }
        let taken = |key: &str| ["ada2020", "ada2020a"].contains(&key);
        let read = pasted(
            &format!("{BIB}\n{}", BIB.replace("ada2020", "ada2021")),
            &taken,
        );
        assert_eq!(read.keys, ["ada2020b", "ada2021"]);
        let (again, problems) = Bibliography::parse(&read.bibtex);
        assert!(problems.is_empty() && again.title("ada2020b").as_deref() == Some("Notes"));
    }

    #[test]
    fn what_is_no_work_is_said() {
        let none = |_: &str| false;
        assert_eq!(pasted(" \n", &none), PastedWorks::default());
        for text in ["hello", "@book{a, title = {", "[{]", "{}"] {
            let read = pasted(text, &none);
            assert!(
                read.keys.is_empty() && !read.problems.is_empty(),
                "{text}: {read:?}"
            );
        }
    }
}
