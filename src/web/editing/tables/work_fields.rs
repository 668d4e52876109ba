//! The parts of a work's entry as fields of its form: what it is, its title, its authors and the like.
//!
//! Beside each stands what was shown, so that only what was changed is written into the entry.

use crate::render::{WorkField, with_work_field, work_fields};
use crate::web::http::query::Query;
use crate::web::parts::messages::Words;

/// The types that are offered.
const KINDS: [&str; 13] = [
    "article",
    "book",
    "incollection",
    "inproceedings",
    "report",
    "thesis",
    "dataset",
    "software",
    "online",
    "standard",
    "legislation",
    "unpublished",
    "misc",
];

/// A field of the form.
pub(super) struct WorkFieldView {
    pub(super) name: &'static str,
    pub(super) label: String,
    /// The value that the entry has.
    pub(super) was: String,
    pub(super) value: String,
    /// Whether it has a line for each.
    pub(super) has_lines: bool,
}

/// A type to choose.
pub(super) struct KindView {
    pub(super) value: String,
    pub(super) label: String,
    pub(super) is_chosen: bool,
}

/// The parts of an entry as a form sent them: for each what was shown, and what was typed.
pub(super) struct WorkFieldInput(Vec<(WorkField, String, String)>);

impl WorkFieldInput {
    pub(super) fn read(form: &Query) -> Self {
        let value = |prefix: &str, field: WorkField| {
            let value = form.raw(&format!("{prefix}-{}", field.name()));
            let lines = value.lines().map(str::trim);
            let lines: Vec<&str> = lines.filter(|line| !line.is_empty()).collect();
            lines.join("\n")
        };
        let all = WorkField::ALL.into_iter();
        let all = all.map(|field| (field, value("was", field), value("w", field)));
        Self(all.filter(|(_, was, now)| was != now).collect())
    }

    /// Tells whether others have changed one of the same parts meanwhile, to something else.
    pub(super) fn clashes(&self, now: &str, entry: &str) -> bool {
        let parts = work_fields(now).unwrap_or_default();
        let theirs = |field: WorkField| {
            let part = parts.iter().find(|(known, _)| *known == field);
            part.map(|(_, value)| value.as_str())
        };
        let mut changed = self.0.iter();
        now == entry
            && changed.any(|(field, was, new)| {
                theirs(*field).is_some_and(|theirs| theirs != was && theirs != new)
            })
    }

    /// Returns an entry with what was changed; where a part cannot be written, which.
    pub(super) fn onto(&self, entry: &str) -> Result<String, WorkField> {
        let mut entry = entry.to_owned();
        for (field, _, value) in &self.0 {
            entry = with_work_field(&entry, *field, value).ok_or(*field)?;
        }
        Ok(entry)
    }

    fn value_of(&self, field: WorkField) -> Option<&str> {
        let found = self.0.iter().find(|(known, ..)| *known == field);
        found.map(|(_, _, value)| value.as_str())
    }
}

/// Returns the types to choose from: also that which the entry has. None where it cannot be read.
pub(super) fn kinds(
    words: Words,
    parts: &[(WorkField, String)],
    unwritten: Option<&WorkFieldInput>,
) -> Vec<KindView> {
    let Some((_, now)) = parts.iter().find(|(field, _)| *field == WorkField::Kind) else {
        return Vec::new();
    };
    let value = unwritten.and_then(|sent| sent.value_of(WorkField::Kind));
    let chosen = value.unwrap_or(now);
    let own = (!KINDS.contains(&now.as_str())).then_some(now.as_str());
    let all = own.into_iter().chain(KINDS);
    all.map(|kind| KindView {
        value: kind.to_owned(),
        label: match own {
            Some(own) if own == kind => own.to_owned(),
            _ => words.say(&format!("work-kind-{kind}")).into_owned(),
        },
        is_chosen: kind == chosen,
    })
    .collect()
}

/// Returns the fields for the parts of an entry but its type.
pub(super) fn fields(
    words: Words,
    parts: &[(WorkField, String)],
    unwritten: Option<&WorkFieldInput>,
) -> Vec<WorkFieldView> {
    let parts = parts.iter().filter(|(field, _)| *field != WorkField::Kind);
    let view = |(field, was): &(WorkField, String)| {
        let value = unwritten.and_then(|sent| sent.value_of(*field));
        WorkFieldView {
            name: field.name(),
            label: words
                .say(&format!("work-field-{}", field.name()))
                .into_owned(),
            was: was.clone(),
            value: value.unwrap_or(was).to_owned(),
            has_lines: *field == WorkField::Authors,
        }
    };
    parts.map(view).collect()
}
