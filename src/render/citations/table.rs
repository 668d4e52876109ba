//! The file of a bibliography, changed entry by entry: every other byte of it stays.

use std::collections::BTreeMap;
use std::ops::Range;

use hayagriva::citationberg::taxonomy::StandardVariable;
use thiserror::Error;

use super::bibliography::Bibliography;
use super::bibtex::blocks::{self, Block};
use super::item::Item;

/// Shortest title in letters and digits by which two works are taken for one.
const SHORTEST_TITLE: usize = 12;

/// One change to the file of a bibliography.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WorkEdit {
    /// Puts an entry in the place of a work's.
    Replace {
        /// The work's key.
        key: String,
        /// The entry, in BibTeX.
        entry: String,
    },
    /// Takes a work out.
    Remove {
        /// Its key.
        key: String,
    },
    /// Adds entries at the end.
    Add {
        /// The entries, in BibTeX.
        entries: String,
    },
}

/// The reason why the file of a bibliography was not changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum WorkEditError {
    /// The file is not BibTeX, or has no such work.
    #[error("the bibliography has no entry of this work in BibTeX; change it with git")]
    NoEntry,
    /// The text that would be written would not read as what was asked for.
    #[error("the bibliography would not read as it should; change it with git")]
    WouldNotReadBack,
}

/// Makes changes, one after the other, in the text of a bibliography's file.
///
/// # Errors
///
/// When a work is not there, or another would not read as before; then nothing is changed.
pub fn edit_works(source: &str, edits: &[WorkEdit]) -> Result<String, WorkEditError> {
    let mut text = source.to_owned();
    for edit in edits {
        let changed = apply(&text, edit)?;
        let (before, after) = (
            Bibliography::parse(&text).0,
            Bibliography::parse(&changed).0,
        );
        let counts = (before.keys().count(), after.keys().count());
        let (own, fits) = match edit {
            WorkEdit::Replace { key, .. } => (Some(key.as_str()), counts.1 == counts.0),
            WorkEdit::Remove { key } => (Some(key.as_str()), counts.1 + 1 == counts.0),
            WorkEdit::Add { .. } => (None, counts.1 > counts.0),
        };
        let mut others = before.keys().filter(|key| Some(*key) != own);
        if !fits || !others.all(|key| after.bibtex(key) == before.bibtex(key)) {
            return Err(WorkEditError::WouldNotReadBack);
        }
        text = changed;
    }
    Ok(text)
}

fn apply(text: &str, edit: &WorkEdit) -> Result<String, WorkEditError> {
    let spliced = |range: Range<usize>, new: &str| {
        let (before, after) = (text.get(..range.start), text.get(range.end..));
        let (before, after) = before.zip(after).ok_or(WorkEditError::NoEntry)?;
        Ok(format!("{before}{new}{after}"))
    };
    match edit {
        WorkEdit::Replace { key, entry } => spliced(entry_range(text, key)?, entry.trim()),
        WorkEdit::Remove { key } => {
            let mut range = entry_range(text, key)?;
            // With the line that it ends, and a blank one behind it.
            for _ in 0..2 {
                let rest = text.get(range.end..).unwrap_or_default();
                let blank = rest.len() - rest.trim_start_matches([' ', '\t', '\r']).len();
                if rest.get(blank..).is_some_and(|rest| rest.starts_with('\n')) {
                    range.end += blank + 1;
                }
            }
            spliced(range, "")
        }
        WorkEdit::Add { entries } => {
            if !text.trim().is_empty() && blocks::blocks(text).is_empty() && !text.contains('%') {
                return Err(WorkEditError::NoEntry);
            }
            let newline = if text.contains("\r\n") { "\r\n" } else { "\n" };
            let entries = entries.trim().replace("\r\n", "\n").replace('\n', newline);
            let gap = match text {
                "" => String::new(),
                text if text.ends_with('\n') => newline.to_owned(),
                _ => newline.repeat(2),
            };
            Ok(format!("{text}{gap}{entries}{newline}"))
        }
    }
}

/// Returns where the entry of a work stands.
fn entry_range(text: &str, key: &str) -> Result<Range<usize>, WorkEditError> {
    let mut entries = blocks::blocks(text)
        .into_iter()
        .filter_map(|block| match block {
            Block::Entry(entry) => Some(entry),
            Block::Abbreviation { .. } | Block::Broken { .. } => None,
        });
    let entry = entries.find(|entry| entry.key == key);
    let entry = entry.ok_or(WorkEditError::NoEntry)?;
    Ok(entry.offset..entry.offset + entry.source.len())
}

/// Returns by what a work is known to be the same as another: its DOI, and its title with its year.
pub(super) fn marks(item: &Item, year: Option<i32>) -> Vec<String> {
    let doi = item.text(StandardVariable::DOI).map(|doi| {
        let doi = doi.trim().to_lowercase();
        let bare = doi
            .rsplit_once("doi.org/")
            .map_or(doi.as_str(), |(_, bare)| bare);
        format!("doi {}", bare.trim_start_matches("doi:").trim())
    });
    let title = item.plain(StandardVariable::Title).map(|title| {
        let letters = title.chars().flat_map(char::to_lowercase);
        letters
            .filter(|letter| letter.is_alphanumeric())
            .collect::<String>()
    });
    let title = title.filter(|title| title.chars().count() >= SHORTEST_TITLE);
    let titled = title
        .zip(year)
        .map(|(title, year)| format!("title {title} {year}"));
    doi.into_iter().chain(titled).collect()
}

impl Bibliography {
    /// Returns the keys of works that seem to be the same, together: of the same DOI, or of the same
    /// title and year.
    pub fn duplicates(&self) -> Vec<Vec<&str>> {
        let mut groups: Vec<Vec<&str>> = Vec::new();
        let mut known: BTreeMap<String, usize> = BTreeMap::new();
        for key in self.keys() {
            let marks = self.marks(key);
            let index = marks.iter().find_map(|mark| known.get(mark)).copied();
            let index = index.unwrap_or_else(|| {
                groups.push(Vec::new());
                groups.len() - 1
            });
            if let Some(group) = groups.get_mut(index) {
                group.push(key);
            }
            for mark in marks {
                known.entry(mark).or_insert(index);
            }
        }
        groups.retain(|group| group.len() > 1);
        groups
    }

    fn marks(&self, key: &str) -> Vec<String> {
        let item = self.item(key);
        item.map_or_else(Vec::new, |item| marks(item, self.year(key)))
    }

    /// Returns, for each mark by which a work can be known, the first work that has it.
    pub(super) fn by_mark(&self) -> BTreeMap<String, &str> {
        let mut found = BTreeMap::new();
        for key in self.keys() {
            for mark in self.marks(key) {
                found.entry(mark).or_insert(key);
            }
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BIB: &str = "% Ours\n@book{a,\n  title = {A long enough title},\n  year = 2001,\n}\n\n@string{x = \"X\"}\n\n\
        @book{b,\n  title = {{A Long Enough Title}},\n  year = {2001},\n}\n% between\n@article{c, title = {Third}, doi = {10.1/X}}\n";

    #[test]
    fn an_entry_is_replaced_removed_and_added_and_every_other_byte_stays() {
        let entry = "@book{a, title = {New}}\n".to_owned();
        let key = "a".to_owned();
        let replaced = edit_works(BIB, &[WorkEdit::Replace { key, entry }]).unwrap();
        let old = "@book{a,\n  title = {A long enough title},\n  year = 2001,\n}";
        assert_eq!(replaced, BIB.replace(old, "@book{a, title = {New}}"));
        let removed = edit_works(
            BIB,
            &[WorkEdit::Remove {
                key: "a".to_owned(),
            }],
        )
        .unwrap();
        assert_eq!(removed, BIB.replace(&format!("{old}\n\n"), ""));
        let entries = "@misc{d, title = {D}}".to_owned();
        let add = [WorkEdit::Add { entries }];
        let added = edit_works(BIB, &add).unwrap();
        assert_eq!(added, format!("{BIB}\n@misc{{d, title = {{D}}}}\n"));
        assert_eq!(edit_works("", &add).unwrap(), "@misc{d, title = {D}}\n");
        let windows = edit_works("@misc{e, title = {E}}\r\n", &add).unwrap();
        assert!(
            windows.ends_with("}}\r\n\r\n@misc{d, title = {D}}\r\n"),
            "{windows}"
        );
    }

    #[test]
    fn what_would_cost_another_work_is_not_done() {
        let open = "@book{a, title = {".to_owned();
        let key = || "a".to_owned();
        assert_eq!(
            edit_works(
                BIB,
                &[WorkEdit::Replace {
                    key: key(),
                    entry: open.clone() + "@x{"
                }]
            ),
            Err(WorkEditError::WouldNotReadBack)
        );
        let none = edit_works(
            BIB,
            &[WorkEdit::Remove {
                key: "z".to_owned(),
            }],
        );
        assert_eq!(none, Err(WorkEditError::NoEntry));
        let json = "[{\"id\": \"a\", \"type\": \"book\", \"title\": \"A\"}]";
        for edit in [
            WorkEdit::Remove { key: key() },
            WorkEdit::Add { entries: open },
        ] {
            assert_eq!(edit_works(json, &[edit]), Err(WorkEditError::NoEntry));
        }
    }

    #[test]
    fn works_of_one_doi_or_one_title_and_year_are_duplicates() {
        let more = "@article{d, title = {Other}, doi = {https://doi.org/10.1/x}}\n@book{e, title = {A long enough title}, year = 2002}\n";
        let (bibliography, _) = Bibliography::parse(&format!("{BIB}{more}"));
        assert_eq!(bibliography.duplicates(), [vec!["a", "b"], vec!["c", "d"]]);
    }
}
