//! Which bytes of a vocabulary an edit replaces, and with what.

use toml::de::DeTable;

use crate::domain::Vocabulary;
use crate::domain::vocabulary_edit::spans::{Splice, Text, last_byte, named, spans_of};
use crate::domain::vocabulary_edit::{VocabularyEdit, facets, writing};

/// Returns what an edit replaces, from the beginning of the text; nothing where no such entry is found.
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
            text.changed(table, writing::term(before), writing::term(term))
        }
        VocabularyEdit::Add { facet, term } => {
            let facet = named(root.get_ref(), "facet", "key", facet)?;
            let at = text.line_end(last_byte(facet)?);
            Some(vec![text.inserted(
                at,
                &text.block("[[facet.term]]", writing::term(term)),
            )])
        }
        VocabularyEdit::Rename { facet, from, to } => renamed(root.get_ref(), facet, from, to),
        VocabularyEdit::Facet(edit) => facets::splices(
            root.get_ref(),
            &text,
            &Vocabulary::as_written(source)?,
            edit,
        ),
        VocabularyEdit::Synonyms { word, others } => synonyms(root.get_ref(), &text, word, others),
    }
}

/// Replaces the id of a term where it stands, and where another term names it.
fn renamed(root: &DeTable<'_>, facet: &str, from: &str, to: &str) -> Option<Vec<Splice>> {
    let facet = named(root, "facet", "key", facet)?;
    let terms = facet.get("term")?.get_ref().as_array()?.iter();
    let tables = terms.filter_map(|term| term.get_ref().as_table());
    let entries = tables.flat_map(|table| ["id", "replaced_by"].map(|key| (table, key)));
    let named = entries.filter_map(|(table, key)| {
        let value = table.get(key)?;
        let is_it = value.get_ref().as_str() == Some(from);
        is_it.then(|| (value.span(), writing::text(to)))
    });
    let mut splices: Vec<Splice> = named.collect();
    splices.sort_by_key(|(range, _)| range.start);
    Some(splices)
}

/// Writes, replaces or removes the line of a word's synonyms.
fn synonyms(
    root: &DeTable<'_>,
    text: &Text<'_>,
    word: &str,
    others: &[String],
) -> Option<Vec<Splice>> {
    let value = (!others.is_empty()).then(|| writing::list(others));
    let Some(table) = root.get("synonyms") else {
        let lines = format!(
            "{0}[synonyms]{0}{1} = {2}",
            text.newline,
            writing::key(word),
            value?
        );
        return Some(vec![text.inserted(text.source.len(), &lines)]);
    };
    let (table, header) = (table.get_ref().as_table()?, table.span());
    let after = match last_byte(table) {
        Some(last) => last,
        None => header.end,
    };
    let line = |value: String| format!("{} = {value}", writing::key(word));
    match (spans_of(table, word), value) {
        (Some((_, span)), Some(value)) => Some(vec![(span, value)]),
        (Some((key, span)), None) => Some(vec![text.line_of(key.start..span.end)]),
        (None, Some(value)) => Some(vec![text.inserted(text.line_end(after), &line(value))]),
        (None, None) => Some(Vec::new()),
    }
}
