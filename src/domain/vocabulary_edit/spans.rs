//! Where something stands in a vocabulary, and what is written there.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::domain::vocabulary_edit::writing::TableEntries;

/// Bytes, and what comes in their place.
pub(super) type Splice = (Range<usize>, String);

/// Returns the item of a list of tables that has this text under a key.
pub(super) fn item<'t, 'i>(
    table: &'t DeTable<'i>,
    list: &str,
    key: &str,
    name: &str,
) -> Option<&'t Spanned<DeValue<'i>>> {
    let items = table.get(list)?.get_ref().as_array()?;
    items.iter().find(|item| {
        let own = item.get_ref().as_table().and_then(|table| table.get(key));
        own.and_then(|value| value.get_ref().as_str()) == Some(name)
    })
}

/// Returns the table of a list of tables that has this text under a key.
pub(super) fn named<'t, 'i>(
    table: &'t DeTable<'i>,
    list: &str,
    key: &str,
    name: &str,
) -> Option<&'t DeTable<'i>> {
    item(table, list, key, name)?.get_ref().as_table()
}

/// Returns where a key and its value stand.
pub(super) fn spans_of(table: &DeTable<'_>, key: &str) -> Option<(Range<usize>, Range<usize>)> {
    let mut entries = table.iter();
    let (found, value) = entries.find(|(name, _)| name.get_ref() == key)?;
    Some((found.span(), value.span()))
}

/// Returns the last byte of anything below a table.
pub(super) fn last_byte(table: &DeTable<'_>) -> Option<usize> {
    let ends = table.iter().map(|(_, value)| match value.get_ref() {
        DeValue::Table(inner) => last_byte(inner).unwrap_or(0).max(value.span().end),
        DeValue::Array(items) => {
            let inner = items.iter().filter_map(|item| item.get_ref().as_table());
            let inner = inner.filter_map(last_byte).max().unwrap_or(0);
            inner.max(value.span().end)
        }
        _ => value.span().end,
    });
    ends.max()
}

/// A text, with what its lines end in.
pub(super) struct Text<'t> {
    pub(super) source: &'t str,
    pub(super) newline: &'static str,
}

impl Text<'_> {
    /// Returns where the line ends that a byte stands in, without what ends it.
    pub(super) fn line_end(&self, at: usize) -> usize {
        let rest = self.source.get(at..).unwrap_or_default();
        let length = rest.find('\n').unwrap_or(rest.len());
        let line = rest.get(..length).unwrap_or_default();
        at + line.trim_end_matches('\r').len()
    }

    /// Takes out the whole lines that these bytes stand in.
    pub(super) fn line_of(&self, range: Range<usize>) -> Splice {
        let before = self.source.get(..range.start).unwrap_or_default();
        let start = before.rfind('\n').map_or(0, |at| at + 1);
        let end = self.line_end(range.end);
        let rest = self.source.get(end..).unwrap_or_default();
        let end = end + rest.find('\n').map_or(rest.len(), |at| at + 1);
        (start..end, String::new())
    }

    /// Puts lines behind the line that ends here.
    pub(super) fn inserted(&self, at: usize, lines: &str) -> Splice {
        let before = self.source.get(..at).unwrap_or_default();
        let is_end = at == self.source.len();
        let new = match (is_end, before.is_empty() || before.ends_with('\n')) {
            (true, true) => format!("{lines}{}", self.newline),
            (true, false) => format!("{0}{lines}{0}", self.newline),
            (false, _) => format!("{}{lines}", self.newline),
        };
        (at..at, new)
    }

    /// Writes a table of its own, below a header.
    pub(super) fn block(&self, header: &str, entries: TableEntries) -> String {
        let mut lines = vec![String::new(), header.to_owned()];
        let entries = entries.into_iter();
        lines.extend(entries.filter_map(|(key, value)| Some(format!("{key} = {}", value?))));
        lines.join(self.newline)
    }

    /// Takes a table out that begins here, with what stands below it and the empty line before.
    pub(super) fn without(&self, item: &Spanned<DeValue<'_>>) -> Option<Splice> {
        let start = item.span().start;
        let is_header = self.source.get(start..)?.starts_with("[[");
        let last = last_byte(item.get_ref().as_table()?)?;
        let (mut range, nothing) = self.line_of(is_header.then_some(start)?..last);
        let before = self.source.get(..range.start)?;
        if before.ends_with(&self.newline.repeat(2)) {
            range.start -= self.newline.len();
        }
        Some((range, nothing))
    }

    /// Changes what is different of a table, by what was written of it and what is to be.
    pub(super) fn changed(
        &self,
        table: &DeTable<'_>,
        old: TableEntries,
        new: TableEntries,
    ) -> Option<Vec<Splice>> {
        let mut splices: Vec<Splice> = Vec::new();
        // Behind which line a key stands that is not there yet.
        let mut behind = None;
        for ((key, old), (_, new)) in old.into_iter().zip(new) {
            let spans = spans_of(table, key);
            if let Some((_, span)) = &spans {
                behind = Some(span.end);
            }
            match (spans, new) {
                (_, new) if old == new => {}
                (Some((_, span)), Some(new)) => splices.push((span, new)),
                (Some((key, span)), None) => splices.push(self.line_of(key.start..span.end)),
                (None, Some(new)) => {
                    let at = self.line_end(behind?);
                    let (range, line) = self.inserted(at, &format!("{key} = {new}"));
                    match splices.last_mut().filter(|(last, _)| *last == range) {
                        Some((_, lines)) => lines.push_str(&line),
                        None => splices.push((range, line)),
                    }
                }
                (None, None) => {}
            }
        }
        splices.sort_by_key(|(range, _)| (range.start, range.end));
        Some(splices)
    }
}
