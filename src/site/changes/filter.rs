//! [`ChangeFilter`]: what somebody wants to see of the changes.

use std::collections::HashSet;

use crate::domain::date::Date;
use crate::domain::list::values;
use crate::domain::slug::slug;
use crate::domain::{ObjectId, PagePath};
use crate::site::change_log::{ChangeLog, ChangeLogEntry, ChangeSubject};
use crate::site::page_version::HistoryError;
use crate::site::version_position::{end_of, start_of};
use crate::site::view::View;

/// A filter of the changes. Of the values of one facet a page has to have one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ChangeFilter {
    /// Facets and their values, the kind of a page among them.
    pub terms: Vec<(String, String)>,
    /// Whose changes.
    pub author: Option<String>,
    /// Changes of the page at this path and those below it.
    pub folder: Option<PagePath>,
    /// Changes of this page, also while it was elsewhere.
    pub page: Option<PagePath>,
    /// From the beginning of this day, month or year on.
    pub from: Option<Date>,
    /// To the end of this one.
    pub to: Option<Date>,
    /// Whether minor ones are left out.
    pub without_minor: bool,
}

impl ChangeFilter {
    /// Tells whether it leaves nothing out.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// Returns what a name is known by: how it is written in addresses, or in lower case where it has
/// neither letters nor digits.
pub(super) fn key_of(name: &str) -> String {
    let slug = slug(name);
    match slug.is_empty() {
        true => name.to_lowercase(),
        false => slug,
    }
}

/// Lets through what a filter asks for. What it has found out of a page it knows.
pub(super) struct Sieve<'f, 'e> {
    view: View<'e>,
    log: &'e ChangeLog,
    filter: &'f ChangeFilter,
    /// The people that are asked for.
    people: Option<Vec<bool>>,
    /// The commits of the page that is asked for.
    commits: Option<HashSet<ObjectId>>,
    /// The first second, and the first that is too late.
    period: (i64, i64),
    /// The subjects that are asked for.
    known: Vec<Option<bool>>,
}

impl<'f, 'e> Sieve<'f, 'e> {
    pub(super) fn new(
        view: View<'e>,
        log: &'e ChangeLog,
        filter: &'f ChangeFilter,
    ) -> Result<Self, HistoryError> {
        let people = filter.author.as_deref().map(|author| {
            let key = key_of(author);
            let people = log.people.iter();
            people.map(|person| key_of(&person.name) == key).collect()
        });
        let commits = match &filter.page {
            None => None,
            Some(path) => {
                let versions = view.versions(path)?;
                let ids = versions.iter().flat_map(|versions| {
                    (0..versions.len()).filter_map(|position| versions.commit_at(position))
                });
                Some(ids.collect())
            }
        };
        let from = filter.from.and_then(start_of).unwrap_or(i64::MIN);
        let until = filter.to.and_then(end_of).unwrap_or(i64::MAX);
        Ok(Self {
            view,
            log,
            filter,
            people,
            commits,
            period: (from, until),
            known: vec![None; log.subjects.len()],
        })
    }

    /// Tells whether a commit is asked for.
    pub(super) fn passes(&mut self, entry: &ChangeLogEntry) -> bool {
        let (from, until) = self.period;
        let of_author = |people: &Vec<bool>| people.get(entry.author as usize) == Some(&true);
        let is_match = !(self.filter.without_minor && entry.is_minor)
            && (from..until).contains(&entry.time)
            && self.people.as_ref().is_none_or(of_author)
            && (self.commits.as_ref()).is_none_or(|commits| commits.contains(&entry.id));
        if !is_match {
            return false;
        }
        if self.filter.terms.is_empty() && self.filter.folder.is_none() {
            return true;
        }
        let log = self.log;
        entry.has_page
            && log
                .changes(entry)
                .iter()
                .any(|change| self.has(change.subject))
    }

    /// Tells whether something is of what is asked for.
    fn has(&mut self, subject: u32) -> bool {
        let index = subject as usize;
        if let Some(Some(known)) = self.known.get(index) {
            return *known;
        }
        let has = match self.log.subjects.get(index) {
            Some(ChangeSubject::Page(path)) => self.is_below(path) && self.carries(path),
            _ => false,
        };
        if let Some(known) = self.known.get_mut(index) {
            *known = Some(has);
        }
        has
    }

    fn is_below(&self, path: &PagePath) -> bool {
        let Some(folder) = &self.filter.folder else {
            return true;
        };
        let rest = path.as_str().strip_prefix(folder.as_str());
        folder.is_home() || rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    }

    fn carries(&self, path: &PagePath) -> bool {
        let terms = &self.filter.terms;
        if terms.is_empty() {
            return true;
        }
        let Some(item) = self.view.page(path) else {
            return false;
        };
        let one_of = |key: &str| {
            let known = values(&item.page, key);
            let mut wanted = terms.iter().filter(|(other, _)| other == key);
            wanted.any(|(_, value)| known.iter().any(|one| one.eq_ignore_ascii_case(value)))
        };
        terms.iter().all(|(key, _)| one_of(key))
    }
}
