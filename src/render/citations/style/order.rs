//! The order of works.

use std::cmp::Ordering;

use hayagriva::citationberg::taxonomy::Variable;
use hayagriva::citationberg::{InheritableNameOptions, Sort, SortDirection, SortKey};
use unicode_normalization::UnicodeNormalization;

use super::Style;
use super::context::{Mode, Occurrence, WorkContext};
use super::numbers;
use super::runs::Runs;
use super::terms::Terms;
use crate::render::citations::item::{Item, WorkDate};

/// The values that a work is sorted by, and the directions.
pub(super) struct Key(Vec<(Option<String>, SortDirection)>);

impl Key {
    pub(super) fn compare(&self, other: &Self) -> Ordering {
        for ((ours, direction), (theirs, _)) in self.0.iter().zip(&other.0) {
            let ordering = match (ours, theirs) {
                (None, None) => Ordering::Equal,
                // What has no value comes last in both directions.
                (None, Some(_)) => return Ordering::Greater,
                (Some(_), None) => return Ordering::Less,
                (Some(ours), Some(theirs)) => ours.cmp(theirs),
            };
            let ordering = match direction {
                SortDirection::Ascending => ordering,
                SortDirection::Descending => ordering.reverse(),
            };
            if ordering != Ordering::Equal {
                return ordering;
            }
        }
        Ordering::Equal
    }
}

/// Returns what a work is sorted by.
pub(super) fn key(
    style: &Style,
    terms: &Terms,
    options: &InheritableNameOptions,
    sort: &Sort,
    item: &Item,
    occurrence: &Occurrence<'_>,
) -> Key {
    let keys = sort.keys.iter().map(|key| {
        let value = match key {
            SortKey::Variable { variable, .. } => value(*variable, item, occurrence),
            SortKey::MacroName {
                name,
                names_min,
                names_use_first,
                names_use_last,
                ..
            } => {
                let mut context = WorkContext::new(style, terms, item, occurrence, Mode::Sort);
                context.options = options.apply(&InheritableNameOptions {
                    et_al_min: *names_min,
                    et_al_use_first: *names_use_first,
                    et_al_use_last: *names_use_last,
                    ..InheritableNameOptions::default()
                });
                let at = style.macros.get(name.as_str());
                let runs = at.map_or_else(Runs::default, |&at| {
                    context.all(&style.csl.macros[at].children, "").runs
                });
                folded(&runs.plain())
            }
        };
        (value, key.sort_direction())
    });
    Key(keys.collect())
}

fn value(variable: Variable, item: &Item, occurrence: &Occurrence<'_>) -> Option<String> {
    match variable {
        Variable::Name(role) => {
            let names = item
                .names(role)?
                .list
                .iter()
                .map(|name| format!("{} {} {}", name.family, name.given, name.suffix));
            folded(&names.collect::<Vec<_>>().join(" "))
        }
        Variable::Date(date) => item.date(date).map(day),
        Variable::Number(hayagriva::citationberg::taxonomy::NumberVariable::CitationNumber) => {
            Some(format!("{:08}", occurrence.citation_number))
        }
        Variable::Number(_) | Variable::Page(_) => item.text(variable).map(numbers::sortable),
        Variable::Standard(_) => folded(&item.plain(variable)?),
    }
}

fn day(date: &WorkDate) -> String {
    let day = date.start.unwrap_or_default();
    let (month, number) = (day.month.unwrap_or_default(), day.day.unwrap_or_default());
    format!("{:06}{month:02}{number:02}", i64::from(day.year) + 100_000)
}

/// Folds a text for comparison: no capitals, accents or marks.
fn folded(text: &str) -> Option<String> {
    let mut out = String::with_capacity(text.len());
    for character in text.nfkd().flat_map(char::to_lowercase) {
        match character {
            'ø' => out.push('o'),
            'ł' => out.push('l'),
            'đ' => out.push('d'),
            'ı' => out.push('i'),
            'ß' => out.push_str("ss"),
            'æ' => out.push_str("ae"),
            'œ' => out.push_str("oe"),
            'þ' => out.push_str("th"),
            'ð' => out.push('d'),
            _ if character.is_alphanumeric() => out.push(character),
            _ if (character.is_whitespace() || character == '-') && !out.ends_with(' ') => {
                out.push(' ');
            }
            _ => {}
        }
    }
    let out = out.trim();
    (!out.is_empty()).then(|| out.to_owned())
}
