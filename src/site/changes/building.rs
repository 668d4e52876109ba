//! Makes the [`ChangeLog`] of an edition for one viewer, file by file: what is to be known of a file is
//! found once, not for each of its versions.

use std::collections::HashMap;
use std::sync::Arc;

use crate::domain::file_role::{is_like_page, is_table};
use crate::domain::{PagePath, Visibility};
use crate::site::change_log::{
    ChangeKind, ChangeLog, ChangeLogEntry, ChangeSubject, Contributor, SubjectChange,
};
use crate::site::history::{FileNumber, HistoryIndex, HistoryRow};
use crate::site::view::View;

/// Returns what may be told to a viewer.
pub(super) fn change_log(view: &View<'_>, index: &HistoryIndex) -> ChangeLog {
    let mut reading = ChangeLogBuilder {
        view: *view,
        index,
        is_all_open: view.is_all_open(index),
        pages: HashMap::new(),
        subjects: Vec::new(),
        changes: Vec::new(),
        marks: vec![CommitMarks::default(); index.commit_count()],
    };
    for file in index.all_files() {
        reading.read(file);
    }
    reading.log()
}

/// The marks of a commit as a whole.
#[derive(Clone, Copy, Default)]
struct CommitMarks {
    /// Whether something that it changed is or was hidden.
    is_closed: bool,
    /// Whether it changed a file that only git can say something of.
    is_unsure: bool,
}

struct ChangeLogBuilder<'e> {
    view: View<'e>,
    index: &'e HistoryIndex,
    /// Whether no version of any page is or was hidden from the viewer.
    is_all_open: bool,
    pages: HashMap<PagePath, u32>,
    subjects: Vec<ChangeSubject>,
    changes: Vec<SubjectChange>,
    marks: Vec<CommitMarks>,
}

impl ChangeLogBuilder<'_> {
    fn read(&mut self, file: FileNumber) {
        let path = self.index.path(file);
        match self.view.content().is_page_file(path) {
            true => self.read_page(file, path),
            false => self.read_file(file, path),
        }
    }

    fn read_page(&mut self, file: FileNumber, path: &str) {
        let address = self.view.files().address_of(path);
        let address = address.filter(|_| !self.view.is_nobodys(path));
        let is_hidden = !self.is_all_open && self.view.is_hidden_address(path);
        let mut subject = None;
        for row in self.index.rows(file) {
            let (before, after) = self.hidden(*row);
            if before || after || is_hidden {
                self.mark(*row, |marks| marks.is_closed = true);
            }
            let was_seen = match self.index.after(*row) {
                Some(_) => !after,
                None => !before,
            };
            let Some(address) = address.as_ref().filter(|_| was_seen && !is_hidden) else {
                continue;
            };
            let subject = *subject.get_or_insert_with(|| self.page(address));
            self.push(*row, subject);
        }
    }

    fn read_file(&mut self, file: FileNumber, path: &str) {
        let is_sure = self.is_all_open || is_table(path);
        let is_nobodys = self.view.is_nobodys(path);
        let says = is_like_page(path.as_bytes());
        let mut subject = None;
        for row in self.index.rows(file) {
            if !is_sure {
                let (before, after) = self.hidden(*row);
                let is_closed = says && (before || after);
                self.mark(*row, |marks| {
                    marks.is_closed |= is_closed;
                    marks.is_unsure |= !is_closed;
                });
                continue;
            }
            if !is_nobodys {
                let subject =
                    *subject.get_or_insert_with(|| self.add(ChangeSubject::File(path.into())));
                self.push(*row, subject);
            }
        }
    }

    /// Tells whether what was before a row, and what was after it, is hidden.
    fn hidden(&self, row: HistoryRow) -> (bool, bool) {
        if self.is_all_open {
            return (false, false);
        }
        let viewer = self.view.viewer();
        let is_hidden = |circle: Option<Visibility>| circle.is_some_and(|one| !viewer.may_see(one));
        (
            is_hidden(self.index.before(row).map(|blob| blob.visibility)),
            is_hidden(self.index.after(row).map(|blob| blob.visibility)),
        )
    }

    fn mark(&mut self, row: HistoryRow, change: impl FnOnce(&mut CommitMarks)) {
        if let Some(marks) = self.marks.get_mut(row.commit as usize) {
            change(marks);
        }
    }

    fn page(&mut self, path: &PagePath) -> u32 {
        if let Some(known) = self.pages.get(path) {
            return *known;
        }
        let number = self.add(ChangeSubject::Page(path.clone()));
        self.pages.insert(path.clone(), number);
        number
    }

    fn add(&mut self, subject: ChangeSubject) -> u32 {
        let number = u32::try_from(self.subjects.len()).unwrap_or(u32::MAX);
        self.subjects.push(subject);
        number
    }

    fn push(&mut self, row: HistoryRow, subject: u32) {
        let kind = match (self.index.before(row), self.index.after(row)) {
            (None, _) => ChangeKind::Added,
            (Some(_), Some(_)) => ChangeKind::Changed,
            (Some(_), None) => ChangeKind::Removed,
        };
        self.changes.push(SubjectChange {
            commit: row.commit,
            subject,
            kind,
            is_space_only: self.index.is_space_only(row),
        });
    }

    /// Puts everything into the order in which it is told.
    fn log(mut self) -> ChangeLog {
        let mut order: Vec<u32> = (0..self.subjects.len() as u32).collect();
        order.sort_by(|one, other| {
            let subject = |number: &u32| self.subjects.get(*number as usize);
            subject(one).cmp(&subject(other))
        });
        let mut new_numbers = vec![0; order.len()];
        for (new, old) in (0..).zip(&order) {
            if let Some(number) = new_numbers.get_mut(*old as usize) {
                *number = new;
            }
        }
        for change in &mut self.changes {
            let number = new_numbers.get(change.subject as usize);
            change.subject = number.copied().unwrap_or(0);
        }
        self.subjects.sort();
        self.changes
            .sort_by_key(|change| (change.commit, change.subject));
        // A page that moved to `index.md` was both removed and added.
        self.changes.dedup_by(|later, earlier| {
            let same = (later.commit, later.subject) == (earlier.commit, earlier.subject);
            if same {
                earlier.kind = ChangeKind::Changed;
                earlier.is_space_only = false;
            }
            same
        });
        let (entries, people) = self.entries();
        let positions = entries.iter().map(|entry| entry.id).zip(0..);
        ChangeLog {
            positions: positions.collect(),
            entries,
            people,
            changes: self.changes,
            subjects: self.subjects,
            ..ChangeLog::default()
        }
    }

    fn entries(&self) -> (Vec<ChangeLogEntry>, Vec<Contributor>) {
        let mut people: Vec<Contributor> = Vec::new();
        let mut known: HashMap<Arc<str>, u32> = HashMap::new();
        let mut entries: Vec<((i64, [u8; 20]), ChangeLogEntry)> = Vec::new();
        let mut begin = 0;
        for (number, marks) in (0..).zip(&self.marks) {
            let rest = self.changes.get(begin..).unwrap_or(&[]);
            let own = rest
                .iter()
                .take_while(|change| change.commit == number)
                .count();
            let range = (begin, begin + own);
            begin += own;
            let Some(record) = self.index.at(number).filter(|_| own > 0 || marks.is_unsure) else {
                continue;
            };
            let own_changes = rest.get(..own).unwrap_or(&[]);
            // Where a file may be among it that only git can say something of, it is not sure.
            let is_space_only = own > 0
                && !marks.is_unsure
                && own_changes.iter().all(|change| change.is_space_only);
            let mut subjects = own_changes
                .iter()
                .map(|change| self.subjects.get(change.subject as usize));
            let has_page = subjects.any(|subject| matches!(subject, Some(ChangeSubject::Page(_))));
            let name = self.index.author(record);
            let author = known.get(name).copied().unwrap_or_else(|| {
                let index = u32::try_from(people.len()).unwrap_or(u32::MAX);
                known.insert(name.into(), index);
                people.push(Contributor {
                    name: name.to_owned(),
                    commits: 0,
                });
                index
            });
            if let Some(person) = people.get_mut(author as usize) {
                person.commits += usize::from(has_page);
            }
            let narrow = |index: usize| u32::try_from(index).unwrap_or(u32::MAX);
            let entry = ChangeLogEntry {
                id: record.id,
                commit: number,
                time: record.time,
                author,
                changes: (narrow(range.0), narrow(range.1)),
                has_page,
                is_minor: record.is_minor || self.index.is_ignored(record) || is_space_only,
                is_open: !marks.is_closed,
                is_unsure: marks.is_unsure,
            };
            entries.push(((record.date, *record.id.as_bytes()), entry));
        }
        entries.sort_by_key(|(key, _)| std::cmp::Reverse(*key));
        (
            entries.into_iter().map(|(_, entry)| entry).collect(),
            people,
        )
    }
}
