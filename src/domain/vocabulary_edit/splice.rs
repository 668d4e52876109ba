//! Which bytes of a vocabulary an edit replaces, and with what.

use std::ops::Range;

use toml::de::{DeTable, DeValue};

use crate::domain::Vocabulary;
use crate::domain::vocabulary::Term;
use crate::domain::vocabulary_edit::{VocabularyEdit, writing};

/// Bytes, and what comes in their place.
type Splice = (Range<usize>, String);

/// Returns what an edit replaces, from the beginning of the text; nothing where no such place is found.
pub(super) fn splices(source: &str, edit: &VocabularyEdit) -> Option<Vec<Splice>> {
    let root = DeTable::parse(source).ok()?;
    let text = Text {
        source,
        newline: match source.contains("\r\n") {
            true => "\r\n",
            false => "\n",
        },
    };
    match edit {
        VocabularyEdit::Change { facet, term } => {
            let written = Vocabulary::as_written(source)?;
            let before = written.facet(facet)?.term(&term.id)?;
            let facet = named(root.get_ref(), "facet", "key", facet)?;
            let table = named(facet, "term", "id", &term.id)?;
            text.changed(table, before, term)
        }
        VocabularyEdit::Add { facet, term } => {
            let facet = named(root.get_ref(), "facet", "key", facet)?;
            let at = text.line_end(last_byte(facet)?);
            Some(vec![text.inserted(at, &text.block(term))])
        }
        VocabularyEdit::Rename { facet, from, to } => {
            let facet = named(root.get_ref(), "facet", "key", facet)?;
            let terms = facet.get("term")?.get_ref().as_array()?.iter();
            let tables = terms.filter_map(|term| term.get_ref().as_table());
            let places = tables.flat_map(|table| ["id", "replaced_by"].map(|key| (table, key)));
            let named = places.filter_map(|(table, key)| {
                let value = table.get(key)?;
                let is_it = value.get_ref().as_str() == Some(from);
                is_it.then(|| (value.span(), writing::text(to)))
            });
            let mut splices: Vec<Splice> = named.collect();
            splices.sort_by_key(|(range, _)| range.start);
            Some(splices)
        }
        VocabularyEdit::Synonyms { word, others } => {
            let value = (!others.is_empty()).then(|| writing::list(others));
            let Some(table) = root.get_ref().get("synonyms") else {
                let lines = format!(
                    "{0}[synonyms]{0}{1} = {2}",
                    text.newline,
                    writing::key(word),
                    value?
                );
                return Some(vec![text.inserted(source.len(), &lines)]);
            };
            let (table, header) = (table.get_ref().as_table()?, table.span());
            let after = match last_byte(table) {
                Some(last) => last,
                None => header.end,
            };
            let line = |value: String| format!("{} = {value}", writing::key(word));
            match (place_of(table, word), value) {
                (Some((_, place)), Some(value)) => Some(vec![(place, value)]),
                (Some((key, place)), None) => Some(vec![text.line_of(key.start..place.end)]),
                (None, Some(value)) => {
                    Some(vec![text.inserted(text.line_end(after), &line(value))])
                }
                (None, None) => Some(Vec::new()),
            }
        }
    }
}

/// Returns the table of a list of tables that has this text under a key.
fn named<'t, 'i>(
    table: &'t DeTable<'i>,
    list: &str,
    key: &str,
    name: &str,
) -> Option<&'t DeTable<'i>> {
    let items = table.get(list)?.get_ref().as_array()?;
    let mut tables = items.iter().filter_map(|item| item.get_ref().as_table());
    tables.find(|table| {
        let own = table.get(key).and_then(|value| value.get_ref().as_str());
        own == Some(name)
    })
}

/// Returns where a key and its value stand.
fn place_of(table: &DeTable<'_>, key: &str) -> Option<(Range<usize>, Range<usize>)> {
    let mut entries = table.iter();
    let (found, value) = entries.find(|(name, _)| name.get_ref() == key)?;
    Some((found.span(), value.span()))
}

/// Returns the last byte of anything below a table.
fn last_byte(table: &DeTable<'_>) -> Option<usize> {
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

struct Text<'t> {
    source: &'t str,
    newline: &'static str,
}

impl Text<'_> {
    /// Returns where the line ends that a byte stands in, without what ends it.
    fn line_end(&self, at: usize) -> usize {
        let rest = self.source.get(at..).unwrap_or_default();
        let length = rest.find('\n').unwrap_or(rest.len());
        let line = rest.get(..length).unwrap_or_default();
        at + line.trim_end_matches('\r').len()
    }

    /// Takes out the whole lines that these bytes stand in.
    fn line_of(&self, place: Range<usize>) -> Splice {
        let before = self.source.get(..place.start).unwrap_or_default();
        let start = before.rfind('\n').map_or(0, |at| at + 1);
        let end = self.line_end(place.end);
        let rest = self.source.get(end..).unwrap_or_default();
        let end = end + rest.find('\n').map_or(rest.len(), |at| at + 1);
        (start..end, String::new())
    }

    /// Puts lines behind the line that ends here.
    fn inserted(&self, at: usize, lines: &str) -> Splice {
        let before = self.source.get(..at).unwrap_or_default();
        let is_end = at == self.source.len();
        let new = match (is_end, before.is_empty() || before.ends_with('\n')) {
            (true, true) => format!("{lines}{}", self.newline),
            (true, false) => format!("{0}{lines}{0}", self.newline),
            (false, _) => format!("{}{lines}", self.newline),
        };
        (at..at, new)
    }

    /// Writes a term of its own.
    fn block(&self, term: &Term) -> String {
        let mut lines = vec![String::new(), "[[facet.term]]".to_owned()];
        let entries = writing::entries(term).into_iter();
        lines.extend(entries.filter_map(|(key, value)| Some(format!("{key} = {}", value?))));
        lines.join(self.newline)
    }

    /// Changes what is different of a term.
    fn changed(&self, table: &DeTable<'_>, before: &Term, after: &Term) -> Option<Vec<Splice>> {
        let old = writing::entries(before);
        let new = writing::entries(after);
        let mut splices: Vec<Splice> = Vec::new();
        // Behind which line a key stands that is not there yet.
        let mut behind = None;
        for ((key, old), (_, new)) in old.into_iter().zip(new) {
            let place = place_of(table, key);
            if let Some((_, place)) = &place {
                behind = Some(place.end);
            }
            match (place, new) {
                (_, new) if old == new => {}
                (Some((_, place)), Some(new)) => splices.push((place, new)),
                (Some((key, place)), None) => splices.push(self.line_of(key.start..place.end)),
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
