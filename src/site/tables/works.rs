//! The plan of a change to the bibliography, and to the pages that cite a work of it.

use crate::domain::file_role::BIBLIOGRAPHY_FILE;
use crate::domain::front_matter;
use crate::domain::yaml;
use crate::domain::yaml_edit::Step;
use crate::domain::{Field, ObjectId, Page, Position, Visibility};
use crate::render::{self, Bibliography, WorkEdit, edit_works};
use crate::site::item::SitePage;
use crate::site::tables::replacing::{edited, edits_at};
use crate::site::tables::{MOST_PAGES, TableError, TablePlan};
use crate::site::view::View;

/// Most citations of one work in the text of one page: each is looked for from the start.
const MOST_CITATIONS: usize = 500;

/// A work that pages are to cite in the place of another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CitationReplacement {
    /// The key that they have.
    pub from: String,
    /// The key that they shall have.
    pub to: String,
}

impl View<'_> {
    /// Plans edits of the bibliography, and that pages cite another work. Nothing is written.
    ///
    /// # Errors
    ///
    /// Why that cannot be.
    pub fn plan_bibliography(
        &self,
        edits: &[WorkEdit],
        reciting: Option<&CitationReplacement>,
    ) -> Result<TablePlan, TableError> {
        if !self.viewer().may_see(Visibility::Draft) {
            return Err(TableError::Nothing);
        }
        let before = self.table_text(BIBLIOGRAPHY_FILE)?;
        let after = edit_works(&before, edits)?;
        let bibliography = check(&before, &after)?;
        let mut plan = TablePlan::of(self.revision().id, BIBLIOGRAPHY_FILE, &before, after);
        if let Some(reciting) = reciting {
            self.recite(reciting, &bibliography, &mut plan)?;
        }
        match plan.changes.is_empty() {
            true => Err(TableError::Nothing),
            false => Ok(plan),
        }
    }

    fn recite(
        &self,
        reciting: &CitationReplacement,
        bibliography: &Bibliography,
        plan: &mut TablePlan,
    ) -> Result<(), TableError> {
        let citing = self.cited().citing(&reciting.from);
        if citing.len() > MOST_PAGES {
            return Err(TableError::TooMany(MOST_PAGES));
        }
        for item in citing {
            let source = self.store().read(item.page.blob)?;
            let Ok(text) = std::str::from_utf8(&source) else {
                plan.add(item, "", Err("the file is not UTF-8".to_owned()));
                continue;
            };
            let after = self.recited(item, text, reciting, bibliography);
            plan.add(item, text, after);
        }
        Ok(())
    }

    /// Returns the text of a page that cites the other work. It is read again: unless it cites what was
    /// meant, and all else that it cited, it is not taken.
    fn recited(
        &self,
        item: &SitePage,
        text: &str,
        reciting: &CitationReplacement,
        bibliography: &Bibliography,
    ) -> Result<String, String> {
        let new = in_front(&in_text(text, &item.page, reciting)?, reciting)?;
        let (page, _) = render::read(
            item.page.path.clone(),
            &item.page.file,
            ObjectId::from_bytes([0; 20]),
            new.as_bytes(),
            &self.content().vocabulary,
            bibliography,
        );
        let keys = |page: &Page| -> Vec<String> {
            let keys = page.citations.iter().map(|(key, _)| match key {
                key if *key == reciting.from => reciting.to.clone(),
                key => key.clone(),
            });
            keys.collect()
        };
        let is_left = page.works().any(|key| key == reciting.from);
        match keys(&page) == keys(&item.page) && !is_left {
            true => Ok(new),
            false => Err("the text would not cite what it should".to_owned()),
        }
    }
}

/// Refuses what would be wrong with the bibliography and was not before.
fn check(before: &str, after: &str) -> Result<Bibliography, TableError> {
    let (_, known) = Bibliography::parse(before);
    let (bibliography, found) = Bibliography::parse(after);
    let is_new = |message: &str| !known.iter().any(|one| one.message == message);
    let new = found.iter().filter(|one| is_new(&one.message));
    let new: Vec<String> = new
        .map(|one| format!("{BIBLIOGRAPHY_FILE}:{}: {}", one.position, one.message))
        .collect();
    match new.is_empty() {
        true => Ok(bibliography),
        false => Err(TableError::Wrong(new)),
    }
}

/// Returns a text with the other key where the page cites a work in its text.
fn in_text(text: &str, page: &Page, reciting: &CitationReplacement) -> Result<String, String> {
    let own = page
        .citations
        .iter()
        .filter(|(key, _)| *key == reciting.from);
    if own.clone().count() > MOST_CITATIONS {
        return Err("its text cites the work too often".to_owned());
    }
    let mut offsets: Vec<usize> = Vec::new();
    for (_, position) in own {
        let offset = offset_of(text, *position, &reciting.from);
        let offset = offset.ok_or_else(|| {
            format!(
                "the citation in line {} is written in a way of its own",
                position.line
            )
        })?;
        offsets.push(offset);
    }
    offsets.sort_unstable();
    offsets.dedup();
    let mut new = text.to_owned();
    for offset in offsets.into_iter().rev() {
        new.replace_range(offset..offset + reciting.from.len(), &reciting.to);
    }
    Ok(new)
}

/// Returns the byte at which a key stands that is cited at a position: the first in its line from there on.
fn offset_of(text: &str, position: Position, key: &str) -> Option<usize> {
    let line_number = usize::try_from(position.line).ok()?.checked_sub(1)?;
    let line = text.split_inclusive('\n').nth(line_number)?;
    let start: usize = (text.split_inclusive('\n').take(line_number))
        .map(str::len)
        .sum();
    let column = usize::try_from(position.column).ok()?.saturating_sub(2);
    let from = line.char_indices().nth(column).map_or(0, |(at, _)| at);
    let mut found = line
        .get(from..)?
        .match_indices('@')
        .map(|(at, _)| from + at + 1);
    let at = found.find(|at| {
        let behind = line.get(*at..).and_then(|rest| rest.strip_prefix(key));
        behind.is_some_and(|behind| !goes_on(behind))
    })?;
    Some(start + at)
}

/// Tells whether a key is longer than what stands before this.
fn goes_on(behind: &str) -> bool {
    let mut letters = behind.chars();
    match letters.next() {
        Some(letter) if letter.is_alphanumeric() || letter == '_' => true,
        Some(letter) if "-:.+/&".contains(letter) => {
            letters.next().is_some_and(char::is_alphanumeric)
        }
        _ => false,
    }
}

/// Returns a text with the other key where front matter names the work.
fn in_front(text: &str, reciting: &CitationReplacement) -> Result<String, String> {
    let parts = front_matter::split(text, &mut Vec::new());
    let Some(front) = parts.yaml else {
        return Ok(text.to_owned());
    };
    let root = yaml::parse(front).map_err(|error| error.message)?;
    let mut edits = Vec::new();
    for field in [Field::Sources, Field::Citation] {
        let steps = [Step::Key(field.key().to_owned())];
        if let Some(node) = root.get(field.key()) {
            let own = edits_at(&steps, node, &reciting.from, &reciting.to);
            edits.extend(own.unwrap_or_default());
        }
    }
    edited(text, &edits)
}
