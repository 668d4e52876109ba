//! The spans of the parts of an entry in its source.

use std::collections::HashMap;
use std::ops::Range;

use super::WorkField;
use crate::render::citations::bibtex::entry::{is_name, next_field, value_of};

/// The spans of the parts of an entry.
pub(super) struct EntrySpans {
    pub(super) kind: Range<usize>,
    pub(super) fields: Vec<FieldSpan>,
    /// The byte at which the entry is closed.
    pub(super) end: usize,
}

pub(super) struct FieldSpan {
    /// In small letters.
    pub(super) name: String,
    /// The byte at which the name begins.
    pub(super) at: usize,
    pub(super) value: Range<usize>,
}

impl EntrySpans {
    /// Finds the parts of an entry, and which of its fields holds one of them.
    pub(super) fn of(entry: &str, field: WorkField) -> Option<(Self, Option<usize>)> {
        let spans = entry_spans(entry)?;
        let mut names = field.names().iter();
        let found = names.find_map(|name| spans.fields.iter().position(|one| one.name == *name));
        Some((spans, found))
    }
}

fn entry_spans(entry: &str) -> Option<EntrySpans> {
    let open = entry.find(['{', '('])?;
    let end = entry.strip_suffix(['}', ')'])?.len();
    let inner = entry.get(open + 1..end)?;
    let head = entry.get(..open)?;
    let kind = head.strip_prefix('@')?.trim();
    let start = 1 + head[1..].find(kind)?;
    let (_, mut rest) = inner.split_once(',').unwrap_or((inner, ""));
    let at = |rest: &str| end - rest.len();
    let none = HashMap::new();
    let mut fields = Vec::new();
    loop {
        rest = next_field(rest);
        if rest.is_empty() {
            return Some(EntrySpans {
                kind: start..start + kind.len(),
                fields,
                end,
            });
        }
        let length = rest.find(|mark: char| !is_name(mark)).unwrap_or(rest.len());
        let (name, after) = rest.split_at(length);
        let value = after.trim_start().strip_prefix('=')?.trim_start();
        let (_, behind) = value_of(value, &none).filter(|_| !name.is_empty())?;
        let written = value.get(..value.len() - behind.len())?.trim_end();
        fields.push(FieldSpan {
            name: name.to_ascii_lowercase(),
            at: at(rest),
            value: at(value)..at(value) + written.len(),
        });
        rest = behind;
    }
}
