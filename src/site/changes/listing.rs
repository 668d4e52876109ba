//! The list of changes, the days, and who took part.

use std::collections::HashSet;
use std::sync::Arc;

use crate::domain::ObjectId;
use crate::site::change_log::{ChangeLog, ChangeLogEntry, ChangeSubject, Contributor};
use crate::site::changes::building::change_log;
use crate::site::changes::filter::{ChangeFilter, Sieve, key_of};
use crate::site::commit_summary::{ChangedItem, CommitChange, CommitSummary};
use crate::site::item::SitePage;
use crate::site::page_version::HistoryError;
use crate::site::view::View;

/// The seconds of a day.
const DAY: i64 = 86_400;
/// The number of days that are counted: whole weeks.
const DAYS: i64 = 53 * 7;

/// A part of the list of changes.
#[derive(Debug)]
pub struct Changes<'e> {
    /// The changes, newest first.
    pub changes: Vec<ListedChange<'e>>,
    /// The commit behind which the list goes on, if it does.
    pub rest: Option<ObjectId>,
}

/// A commit in the list.
#[derive(Debug)]
pub struct ListedChange<'e> {
    /// Its id.
    pub id: ObjectId,
    /// The time it was made: seconds since 1970.
    pub time: i64,
    /// The author's name, as the repository wants people to be called.
    pub author: String,
    /// The first line of what the author said; `None` where that is nothing, or could tell of what
    /// is hidden.
    pub subject: Option<String>,
    /// Whether its author called it minor, or it only changed how files look, or the white space in
    /// pages.
    pub is_minor: bool,
    /// The first of what it changed, by path: pages first.
    pub changed: Vec<CommitChange<'e>>,
    /// The number of further things that it changed.
    pub more: usize,
}

impl<'e> From<CommitSummary<'e>> for ListedChange<'e> {
    fn from(summary: CommitSummary<'e>) -> Self {
        Self {
            id: summary.id,
            time: summary.time,
            author: summary.author,
            subject: summary.subject,
            is_minor: false,
            changed: summary.changed,
            more: 0,
        }
    }
}

impl<'e> View<'e> {
    /// Returns the changes that a filter lets through, `limit` at most, from the newest on or from the
    /// one behind `after`, each with `named` of what it changed; `None` where nothing is told of
    /// `after`.
    pub fn changes(
        &self,
        filter: &ChangeFilter,
        after: Option<ObjectId>,
        limit: usize,
        named: usize,
    ) -> Result<Option<Changes<'e>>, HistoryError> {
        let log = self.change_log()?;
        let start = match after {
            None => 0,
            Some(id) => {
                let position = log.positions.get(&id).copied();
                let entry = position.and_then(|position| log.entries.get(position));
                match (position, entry) {
                    (Some(position), Some(entry)) if self.is_visible(log, entry)? => position + 1,
                    _ => return Ok(None),
                }
            }
        };
        let mut sieve = Sieve::new(*self, log, filter)?;
        let (mut changes, mut rest) = (Vec::with_capacity(limit), None);
        for entry in log.from(start) {
            if !sieve.passes(entry) || !self.is_visible(log, entry)? {
                continue;
            }
            if changes.len() >= limit {
                rest = changes.last().map(|last: &ListedChange<'e>| last.id);
                break;
            }
            changes.extend(self.listed(log, entry, named)?);
        }
        Ok(Some(Changes { changes, rest }))
    }

    /// Counts the changes of pages by day (days since 1970), of the last year in which a filter lets
    /// any through.
    pub fn change_days(&self, filter: &ChangeFilter) -> Result<Vec<(i64, usize)>, HistoryError> {
        let log = self.change_log()?;
        let mut sieve = Sieve::new(*self, log, filter)?;
        let entries = log.entries.iter().filter(|entry| entry.has_page);
        let passing = entries.filter(|entry| sieve.passes(entry));
        let mut days: Vec<i64> = passing.map(|entry| entry.time.div_euclid(DAY)).collect();
        days.sort_unstable();
        let newest = days.last().copied().unwrap_or(0);
        let days = days.into_iter().filter(|day| newest - day < DAYS);
        let mut counts: Vec<(i64, usize)> = Vec::new();
        for day in days {
            match counts.last_mut().filter(|(last, _)| *last == day) {
                Some((_, count)) => *count += 1,
                None => counts.push((day, 1)),
            }
        }
        Ok(counts)
    }

    /// Returns who changed pages that this viewer may see, whoever did most first.
    pub fn contributors(&self) -> Result<Vec<&'e Contributor>, HistoryError> {
        let people = self.change_log()?.people.iter();
        let mut people: Vec<&Contributor> = people.filter(|one| one.commits > 0).collect();
        people.sort_by(|a, b| (b.commits, &a.name).cmp(&(a.commits, &b.name)));
        Ok(people)
    }

    /// Returns who goes by a name as addresses have it, among those who changed pages.
    pub fn contributor(&self, slug: &str) -> Result<Option<&'e Contributor>, HistoryError> {
        let mut people = self.contributors()?.into_iter();
        Ok(people.find(|person| key_of(&person.name) == slug))
    }

    /// Returns the pages that the changes changed which a filter lets through.
    pub fn changed_pages(
        &self,
        filter: &ChangeFilter,
    ) -> Result<Vec<&'e Arc<SitePage>>, HistoryError> {
        let log = self.change_log()?;
        let mut sieve = Sieve::new(*self, log, filter)?;
        let entries = log.entries.iter().filter(|entry| entry.has_page);
        let passing = entries.filter(|entry| sieve.passes(entry));
        let changes = passing.flat_map(|entry| log.changes(entry));
        let mut seen = HashSet::new();
        let fresh = changes.filter(|change| seen.insert(change.subject));
        let pages = fresh.filter_map(|change| match log.subject(*change)? {
            ChangeSubject::Page(path) => self.page(path),
            ChangeSubject::File(_) => None,
        });
        Ok(pages.collect())
    }

    fn change_log(&self) -> Result<&'e ChangeLog, HistoryError> {
        let index = self.index()?;
        let kept = self.lists().changes_for(self.viewer());
        Ok(kept.get_or_init(|| change_log(self, index)))
    }

    fn is_visible(&self, log: &ChangeLog, entry: &ChangeLogEntry) -> Result<bool, HistoryError> {
        let judge = || Ok(self.visible_commit(entry.id)?.is_some());
        log.is_visible(entry, judge)
    }

    fn listed(
        &self,
        log: &'e ChangeLog,
        entry: &ChangeLogEntry,
        named: usize,
    ) -> Result<Option<ListedChange<'e>>, HistoryError> {
        let index = self.index()?;
        let changes = log.changes(entry);
        let (mut changed, count, subject) = match entry.is_unsure {
            // Git says what of the other files is told.
            true => {
                let Some(summary) = self.visible_commit(entry.id)? else {
                    return Ok(None);
                };
                let count = summary.changed.len();
                (summary.changed, count, summary.subject)
            }
            false => {
                let record = index.at(entry.commit).filter(|_| entry.is_open);
                let first = changes.iter().take(named);
                let changed = first.filter_map(|change| {
                    Some(CommitChange {
                        what: self.what(log.subject(*change)?),
                        kind: change.kind,
                    })
                });
                let subject = record.map(|record| record.subject.to_string());
                (changed.collect(), changes.len(), subject)
            }
        };
        changed.truncate(named);
        let author = log.people.get(entry.author as usize);
        Ok(Some(ListedChange {
            id: entry.id,
            time: entry.time,
            author: author.map_or_else(String::new, |person| person.name.clone()),
            subject: subject.filter(|subject| !subject.is_empty()),
            is_minor: entry.is_minor,
            more: count.saturating_sub(changed.len()),
            changed,
        }))
    }

    /// Returns what something is now.
    fn what(&self, subject: &'e ChangeSubject) -> ChangedItem<'e> {
        match subject {
            ChangeSubject::Page(path) => match self.page(path) {
                Some(item) => ChangedItem::Page(item),
                None => ChangedItem::FormerPage(path.clone()),
            },
            ChangeSubject::File(file) => match self.files().attachment_name(file) {
                Some(file) => ChangedItem::File(file),
                None => ChangedItem::FormerFile(file.to_string()),
            },
        }
    }
}
