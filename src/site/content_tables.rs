//! The tables of the content, which all pages are read with: the vocabulary and the bibliography.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::domain::file_role::{BIBLIOGRAPHY_FILE, VOCABULARY_FILE};
use crate::domain::{ObjectId, Page, PagePath, Position, Problem, ProblemKind, Vocabulary};
use crate::render::Bibliography;
use crate::site::content::Content;
use crate::site::file_text::read_text;
use crate::site::mistyped::may_be_key;
use crate::store::{EntryChange, EntryKind, Store};

impl Content {
    /// Takes the vocabulary out of what is new.
    pub(super) fn find_vocabulary(&mut self, added: &[EntryChange]) {
        let entries = added.iter().filter_map(|change| change.after.as_ref());
        let mut files = entries.filter(|entry| entry.kind == EntryKind::File);
        if let Some(entry) = files.find(|entry| entry.path == VOCABULARY_FILE) {
            self.attachments.insert(entry.path.clone(), entry.id);
        }
    }

    /// Reads the vocabulary of the attachments as it is now. One that cannot be read is as one that
    /// is empty, with a problem; so is the bibliography.
    pub(super) fn read_vocabulary(&mut self, store: &Store) {
        if let Some(&blob) = self.attachments.get(VOCABULARY_FILE) {
            let (text, damage) = self.read_table(store, VOCABULARY_FILE, blob);
            let (vocabulary, problems) = Vocabulary::parse(&text);
            self.vocabulary = Arc::new(vocabulary);
            self.vocabulary_problems = damage.into_iter().chain(problems).collect();
        }
    }

    /// Reads the bibliography.
    pub(super) fn read_bibliography(&mut self, store: &Store) {
        let blob = self.attachments.get(BIBLIOGRAPHY_FILE).copied();
        let (text, damage) = match blob {
            Some(blob) => self.read_table(store, BIBLIOGRAPHY_FILE, blob),
            None => (String::new(), None),
        };
        let style = self.vocabulary.citation_style.as_deref();
        let (bibliography, problems) =
            match style.map(|style| Bibliography::parse_with_style(&text, style)) {
                Some(Ok(parsed)) => parsed,
                Some(Err(unknown)) => {
                    let problem = Problem::new(
                        ProblemKind::Vocabulary,
                        Position::START,
                        unknown.to_string(),
                    );
                    self.vocabulary_problems = self
                        .vocabulary_problems
                        .iter()
                        .cloned()
                        .chain([problem])
                        .collect();
                    Bibliography::parse(&text)
                }
                None => Bibliography::parse(&text),
            };
        self.bibliography = Arc::new(bibliography);
        self.bibliography_problems = damage.into_iter().chain(problems).collect();
    }

    /// Reads the text of the vocabulary or the bibliography; none, and why, where that cannot be done.
    fn read_table(
        &mut self,
        store: &Store,
        file: &str,
        blob: ObjectId,
    ) -> (String, Option<Problem>) {
        match read_text(store, file, blob) {
            Ok(bytes) => (String::from_utf8_lossy(&bytes).into_owned(), None),
            Err(unread) => {
                if unread.damaged {
                    self.damaged.insert(file.to_owned(), blob);
                }
                (String::new(), Some(unread.problem))
            }
        }
    }

    /// Returns the pages that cite one of the works in which the bibliography differs from the one
    /// before, or would if it had the work.
    pub(super) fn citing_changed(&self, before: &Bibliography) -> Vec<PagePath> {
        let after = &self.bibliography;
        let changed = changed_works(before, after);
        // What is almost a key may be so no longer.
        let moved = |key: &String| !before.contains(key) || !after.contains(key);
        let have_moved = changed.iter().any(moved);
        let cites = |page: &Page| {
            let mut mentions = page.mentions.iter().map(|(key, _)| key.as_str());
            page.works().any(|key| changed.contains(key))
                || mentions.any(|key| changed.contains(key) || (have_moved && may_be_key(key)))
        };
        self.pages
            .values()
            .filter(|item| cites(&item.page))
            .map(|item| item.page.path.clone())
            .collect()
    }
}

/// Returns the keys of the works that differ between two bibliographies.
fn changed_works(before: &Bibliography, after: &Bibliography) -> BTreeSet<String> {
    let keys: BTreeSet<&str> = before.keys().chain(after.keys()).collect();
    let differs = |key: &&str| before.bibtex(key) != after.bibtex(key);
    keys.into_iter()
        .filter(differs)
        .map(str::to_owned)
        .collect()
}
