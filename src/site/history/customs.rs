//! [`HistorySettings`]: what a repository says of its own history.
//!
//! `.mailmap` says which names and addresses are one person's, as git reads it; it stands at the top
//! of the repository, and so does `.git-blame-ignore-revs`: the commits that only changed how files
//! look.

use std::collections::{HashMap, HashSet};

use crate::domain::ObjectId;
use crate::store::{Store, StoreError};

/// The file that says whose names are one person's.
const MAILMAP: &str = ".mailmap";
/// The file that says which commits only changed how files look.
const IGNORED: &str = ".git-blame-ignore-revs";
/// The number of bytes that are read of such a file.
const MOST: u64 = 4 << 20;

/// The settings that a repository has for its own history.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::site) struct HistorySettings {
    /// The objects of both files.
    stamp: [Option<ObjectId>; 2],
    /// Names by address, both in lower case.
    by_email: HashMap<String, String>,
    /// Names by address and name as committed, all in lower case.
    by_both: HashMap<(String, String), String>,
    ignored: HashSet<ObjectId>,
}

impl HistorySettings {
    /// Reads what a commit has of it; `None` where that is what is known already.
    pub(super) fn read(&self, store: &Store, tip: ObjectId) -> Result<Option<Self>, StoreError> {
        let history = store.history();
        let stamp = history.files_at_root(tip, &[MAILMAP, IGNORED])?;
        let stamp = [
            stamp.first().copied().flatten(),
            stamp.get(1).copied().flatten(),
        ];
        if stamp == self.stamp {
            return Ok(None);
        }
        // What cannot be read says nothing.
        let text = |id: Option<ObjectId>| {
            let bytes = id.and_then(|id| store.read_at_most(id, MOST).ok());
            String::from_utf8_lossy(&bytes.unwrap_or_default()).into_owned()
        };
        let mut customs = Self {
            stamp,
            ..Self::default()
        };
        for line in text(stamp[0]).lines() {
            customs.add_person(line);
        }
        let ignored = text(stamp[1]);
        let ids = ignored.lines().filter_map(|line| {
            let id = line.split('#').next().unwrap_or("").trim();
            id.parse::<ObjectId>().ok()
        });
        customs.ignored = ids.collect();
        Ok(Some(customs))
    }

    /// Takes a line: a name, an address, and the name and address as committed where they are others.
    fn add_person(&mut self, line: &str) {
        let line = line.split('#').next().unwrap_or("");
        let mut parts = line.split('>');
        let mut next = || -> Option<(String, String)> {
            let (name, email) = parts.next()?.split_once('<')?;
            Some((name.trim().to_owned(), email.trim().to_lowercase()))
        };
        let Some((name, email)) = next() else {
            return;
        };
        if name.is_empty() {
            return;
        }
        match next() {
            Some((old, old_email)) if !old.is_empty() => {
                let key = (old_email, old.to_lowercase());
                self.by_both.insert(key, name);
            }
            Some((_, old_email)) => {
                self.by_email.insert(old_email, name);
            }
            None => {
                self.by_email.insert(email, name);
            }
        }
    }

    /// Returns what somebody wants to be called.
    pub(super) fn name_of<'c>(&'c self, name: &'c str, email: &str) -> &'c str {
        if self.by_email.is_empty() && self.by_both.is_empty() {
            return name;
        }
        let key = (email.to_lowercase(), name.to_lowercase());
        let both = self.by_both.get(&key);
        let found = both.or_else(|| self.by_email.get(&key.0));
        found.map_or(name, String::as_str)
    }

    pub(super) fn ignores(&self, commit: ObjectId) -> bool {
        self.ignored.contains(&commit)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_mapped_as_git_maps_them() {
        let mut customs = HistorySettings::default();
        for line in [
            "# People",
            "Jane Doe <jane@example.org>",
            "Joe R. Smith <joe@example.org> <JOE@old.example>",
            "Ann <ann@example.org> nick <shared@example.org>",
            "<only@example.org> <address@example.org>",
            "broken",
        ] {
            customs.add_person(line);
        }
        assert_eq!(customs.name_of("jd", "JANE@example.org"), "Jane Doe");
        assert_eq!(customs.name_of("x", "joe@old.example"), "Joe R. Smith");
        assert_eq!(customs.name_of("Nick", "shared@example.org"), "Ann");
        assert_eq!(customs.name_of("Other", "shared@example.org"), "Other");
        assert_eq!(customs.name_of("A", "address@example.org"), "A");
    }
}
