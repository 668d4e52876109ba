//! The small queries of the engine that others are made of: a word in a text field, words that
//! begin so, any of several, a range of values.

use std::ops::Bound;

use tantivy::Term;
use tantivy::query::{
    AllQuery, BooleanQuery, BoostQuery, ConstScoreQuery, EmptyQuery, Occur, Query, RangeQuery,
    TermQuery,
};
use tantivy::schema::IndexRecordOption;

use crate::domain::Viewer;
use crate::search::analyser::SEPARATOR;
use crate::search::any::AnyQuery;
use crate::search::clause::QueryWord;
use crate::search::language::Language;
use crate::search::schema::TextField;
use crate::search::snapshot::Snapshot;

/// Returns the stems of a word in every language of the pages that the viewer may see.
pub(crate) fn stems(snapshot: &Snapshot, word: &QueryWord, viewer: Viewer) -> Vec<String> {
    stems_of(
        snapshot.dictionary().languages(viewer),
        &word.text,
        &word.folded,
    )
}

/// Returns the stems of a word in some languages, or the folded word where there are none.
pub(crate) fn stems_of(languages: &[Language], word: &str, folded: &str) -> Vec<String> {
    let stems = languages.iter().flat_map(|language| language.stems(word));
    let folded = languages.is_empty().then(|| folded.to_owned());
    let mut stems: Vec<String> = stems.chain(folded).collect();
    stems.sort_unstable();
    stems.dedup();
    stems
}

/// Finds the pages that have a word in a text field.
pub(crate) fn term(
    snapshot: &Snapshot,
    text_field: TextField,
    text: &str,
    viewer: Viewer,
) -> Box<dyn Query> {
    let terms = snapshot
        .dictionary()
        .words(text_field, viewer)
        .map(|field| {
            let term = Term::from_field_text(field, text);
            Box::new(TermQuery::new(term, IndexRecordOption::WithFreqs)) as Box<dyn Query>
        });
    union(terms.collect())
}

/// Returns what matches pages whose fast value is within bounds; it adds nothing to the score.
pub(crate) fn within(from: Bound<Term>, to: Bound<Term>) -> Box<dyn Query> {
    let range = RangeQuery::new(from, to);
    Box::new(ConstScoreQuery::new(Box::new(range), 0.0))
}

pub(crate) fn boosted(query: Box<dyn Query>, boost: f32) -> Box<dyn Query> {
    Box::new(BoostQuery::new(query, boost))
}

/// Of so few lists it is faster to look at each for every page; see [`AnyQuery`].
const FEW_LISTS: usize = 8;

/// Finds the pages that one of some queries finds.
pub(crate) fn union(mut queries: Vec<Box<dyn Query>>) -> Box<dyn Query> {
    match queries.len() {
        0 => Box::new(EmptyQuery),
        1 => queries.remove(0),
        2..=FEW_LISTS => Box::new(AnyQuery(queries)),
        _ => Box::new(BooleanQuery::union(queries)),
    }
}

/// Finds the pages with words in a text field that begin so; stems do not, because of their mark.
pub(crate) fn prefix(
    snapshot: &Snapshot,
    text_field: TextField,
    text: &str,
    viewer: Viewer,
) -> Box<dyn Query> {
    let prefixes = snapshot
        .dictionary()
        .words(text_field, viewer)
        .map(|field| {
            let first = Term::from_field_text(field, text);
            // No word has a character behind this one.
            let behind = Term::from_field_text(field, &format!("{text}{}", char::MAX));
            let range = RangeQuery::new(Bound::Included(first), Bound::Excluded(behind));
            Box::new(range) as Box<dyn Query>
        });
    union(prefixes.collect())
}

/// Finds the pages that carry a value of a facet.
pub(crate) fn facet(snapshot: &Snapshot, key: &str, value: &str) -> Box<dyn Query> {
    let value = format!("{key}{SEPARATOR}{value}");
    let term = Term::from_field_text(snapshot.fields().facet, &value);
    Box::new(TermQuery::new(term, IndexRecordOption::Basic))
}

/// Makes one query of clauses; without one that something must hold for, it begins with every page.
pub(crate) fn all_of(mut clauses: Vec<(Occur, Box<dyn Query>)>) -> Box<dyn Query> {
    if !clauses.iter().any(|(occur, _)| *occur == Occur::Must) {
        clauses.push((Occur::Must, Box::new(AllQuery)));
    }
    if clauses.len() == 1 {
        clauses.remove(0).1
    } else {
        Box::new(BooleanQuery::new(clauses))
    }
}
