//! Fields of the query language: what a typed name and a typed value mean on this site.

use crate::domain::{Kind, Viewer, country};
use crate::search::clause::FieldName;
use crate::search::facet_index::FacetIndex;
use crate::search::language::Language;
use crate::search::names::FacetNames;
use crate::search::near_values::{beginning_so, nearest, spelt_nearly};
use crate::search::note::Note;
use crate::search::snapshot::Snapshot;
use crate::search::words::{fold, fold_text};

/// The fields that every site has, each by all its names; the first is the index's.
const FIELDS: [&[&str]; 9] = [
    &["kind", "kinds", "type"],
    &["country", "countries"],
    &[
        "organisation",
        "organisations",
        "organization",
        "organizations",
    ],
    &["author", "authors", "by"],
    &["lang", "language", "languages"],
    &["status"],
    &["title"],
    &["updated", "changed"],
    &["period", "year", "years"],
];

/// The values that a typed one means.
#[derive(Debug, Default)]
pub(crate) struct ValueMatches {
    /// None of them: no page has such a value.
    pub(crate) values: Vec<String>,
    pub(crate) note: Option<Note>,
}

impl ValueMatches {
    /// Takes each value once, in order.
    fn new(mut values: Vec<String>, note: Option<Note>) -> Self {
        values.sort_unstable();
        values.dedup();
        Self { values, note }
    }
}

impl Snapshot {
    /// Returns what a typed name of a field means: a facet's key, the name of its label in any
    /// language, or one that is spelt nearly so.
    pub fn field(&self, input: &str, viewer: Viewer, names: Option<&FacetNames>) -> Option<String> {
        match self.facet_index().field_named(input, viewer, names) {
            FieldName::Known(field) | FieldName::Near(field) => Some(field),
            FieldName::Unknown => None,
        }
    }

    /// Returns the values of a facet that a typed one means, with what there is to say of it.
    pub fn values_named(
        &self,
        key: &str,
        input: &str,
        viewer: Viewer,
        names: Option<&FacetNames>,
    ) -> (Vec<String>, Option<Note>) {
        let meant = self.facet_index().values_meant(key, input, viewer, names);
        (meant.values, meant.note)
    }
}

impl FacetIndex<'_> {
    pub(crate) fn field_named(
        &self,
        input: &str,
        viewer: Viewer,
        names: Option<&FacetNames>,
    ) -> FieldName {
        let lower = input.to_lowercase();
        let own = |name: &str| name != "visibility" && self.has_facet(name, viewer);
        if own(&lower) {
            return FieldName::Known(lower);
        }
        let built_in = FIELDS.iter().find(|names| names.contains(&lower.as_str()));
        if let Some(names) = built_in {
            return FieldName::Known(names[0].to_owned());
        }
        let underscored = lower.replace('-', "_");
        if own(&underscored) {
            return FieldName::Known(underscored);
        }
        let folded = fold_text(input);
        let labels = || names.into_iter().flat_map(FacetNames::fields);
        if let Some((_, key)) = labels().find(|(label, _)| *label == folded) {
            return FieldName::Known(key.to_owned());
        }
        let keys = self.facet_keys();
        let keys = keys.iter().copied().filter(|key| own(key));
        let own = keys.map(|key| (fold_text(key), key));
        let built_in = FIELDS.iter().flat_map(|names| {
            let key = names[0];
            names.iter().map(move |name| ((*name).to_owned(), key))
        });
        let labels = labels().map(|(label, key)| (label.to_owned(), key));
        let near = own
            .chain(built_in)
            .chain(labels)
            .filter_map(|(name, key)| Some((spelt_nearly(&folded, &name)?, key)))
            .min_by_key(|(difference, _)| *difference);
        near.map_or(FieldName::Unknown, |(_, key)| {
            FieldName::Near(key.to_owned())
        })
    }

    /// Finds the values of a facet that a typed one means: itself, what goes by that name in any
    /// language, all whose words begin with the typed ones, or else the nearest in spelling.
    pub(crate) fn values_meant(
        &self,
        key: &str,
        input: &str,
        viewer: Viewer,
        names: Option<&FacetNames>,
    ) -> ValueMatches {
        let occurs = |value: &str| self.carrying(key, value, viewer, 1) > 0;
        if occurs(input) {
            return ValueMatches::new(vec![input.to_owned()], None);
        }
        let folded = fold_text(input);
        let nothing = ValueMatches {
            values: Vec::new(),
            note: Some(Note::NoSuchValue {
                key: key.to_owned(),
                value: input.to_owned(),
            }),
        };
        if folded.is_empty() {
            return nothing;
        }
        let labels = self.labels(key, viewer, names);
        let mut named: Vec<String> = named_value(key, input).into_iter().collect();
        let of_name = labels.iter().filter(|(label, _)| *label == folded);
        named.extend(of_name.map(|(_, value)| value.clone()));
        if !named.is_empty() {
            // What has this name and is on no page is not taken for something else.
            named.retain(|value| occurs(value));
            return match named.is_empty() {
                true => nothing,
                false => ValueMatches::new(named, None),
            };
        }
        let similar = beginning_so(&labels, &folded, occurs);
        if !similar.is_empty() {
            return ValueMatches::new(similar, None);
        }
        let nearest = nearest(&labels, &folded, occurs);
        let Some(first) = nearest.first() else {
            return nothing;
        };
        let note = Note::ValueRead {
            key: key.to_owned(),
            input: input.to_owned(),
            value: first.clone(),
        };
        ValueMatches::new(nearest, Some(note))
    }

    /// Returns what the values of a facet are called, folded, each with the value.
    fn labels(
        &self,
        key: &str,
        viewer: Viewer,
        names: Option<&FacetNames>,
    ) -> Vec<(String, String)> {
        let named = names.into_iter().flat_map(|names| names.of(key));
        let mut labels: Vec<(String, String)> = named
            .map(|name| (name.folded.clone(), name.value.clone()))
            .collect();
        for value in self.facet_terms(key, viewer) {
            labels.push((fold_text(value), value.to_owned()));
            if key == "country" {
                let words = country::words(value).map(fold_text);
                labels.extend(words.map(|word| (word, value.to_owned())));
            }
        }
        labels
    }
}

/// Returns the value that goes by a typed name, whether or not a page has it.
fn named_value(key: &str, input: &str) -> Option<String> {
    match key {
        "country" => {
            let code = input.to_uppercase();
            let known = country::is_known(&code);
            let code = known.then_some(code);
            code.or_else(|| country::code_of(input).map(str::to_owned))
        }
        "kind" => {
            let input = fold_text(input);
            Kind::ALL
                .into_iter()
                .find(|kind| {
                    [kind.name(), kind.label(), kind.plural()]
                        .into_iter()
                        .any(|name| fold_text(name) == input)
                })
                .map(|kind| kind.name().to_owned())
        }
        "lang" => Language::code_of_name(&fold(input)).map(str::to_owned),
        _ => None,
    }
}
