//! Makes the engine queries that decide which pages match a clause.

use std::ops::Bound;

use tantivy::Term;
use tantivy::query::{BooleanQuery, ConstScoreQuery, EmptyQuery, PhraseQuery, Query};

use crate::domain::Viewer;
use crate::search::analyser::STEM_MARK;
use crate::search::citation::{WorkRelation, address_key};
use crate::search::clause::{ClauseKind, QueryWord};
use crate::search::equivalent::WordQuery;
use crate::search::schema::TextField;
use crate::search::simple::{facet, prefix, stems, term, union, within};
use crate::search::snapshot::Snapshot;

/// The scores of the address of the work that a page is about, and of one that it cites.
const ADDRESS_OWN: f32 = 40.0;
const ADDRESS_CITED: f32 = 4.0;

/// Makes queries of what one viewer may see in a snapshot.
pub(super) struct ClauseMatcher<'s> {
    pub(super) snapshot: &'s Snapshot,
    pub(super) viewer: Viewer,
}

impl ClauseMatcher<'_> {
    /// Returns what decides whether a page matches.
    pub(super) fn matching(&self, wanted: &ClauseKind) -> Box<dyn Query> {
        match wanted {
            ClauseKind::Word(word) => union(WordQuery::new(self.snapshot, word, self.viewer).query),
            ClauseKind::Prefix(word) => self.prefix(TextField::Exact, &word.folded),
            ClauseKind::Phrase(words) => self.phrase(TextField::Exact, words),
            ClauseKind::Address(words) => self.address(words),
            ClauseKind::Title(inner) => match &**inner {
                ClauseKind::Word(word) => {
                    let marked = stems(self.snapshot, word, self.viewer)
                        .into_iter()
                        .map(|stem| format!("{STEM_MARK}{stem}"));
                    let terms = marked.chain([word.folded.clone()]);
                    union(
                        terms
                            .map(|term| self.term(TextField::Title, &term))
                            .collect(),
                    )
                }
                ClauseKind::Prefix(word) => self.prefix(TextField::Title, &word.folded),
                ClauseKind::Phrase(words) => self.phrase(TextField::Title, words),
                _ => Box::new(EmptyQuery),
            },
            ClauseKind::Updated(range) => {
                let updated = self.snapshot.fields().updated;
                let term = |seconds| Term::from_field_i64(updated, seconds);
                within(
                    Bound::Included(term(range.start)),
                    Bound::Excluded(term(range.end)),
                )
            }
            &ClauseKind::Years { from, to } => {
                let fields = self.snapshot.fields();
                let begins = Term::from_field_u64(fields.from_year, to);
                let ends = Term::from_field_u64(fields.to_year, from);
                Box::new(BooleanQuery::intersection(vec![
                    within(Bound::Unbounded, Bound::Included(begins)),
                    within(Bound::Included(ends), Bound::Unbounded),
                ]))
            }
            ClauseKind::Facet { .. } | ClauseKind::Any(_) => Box::new(EmptyQuery),
        }
    }

    fn term(&self, text_field: TextField, text: &str) -> Box<dyn Query> {
        term(self.snapshot, text_field, text, self.viewer)
    }

    pub(super) fn prefix(&self, text_field: TextField, text: &str) -> Box<dyn Query> {
        prefix(self.snapshot, text_field, text, self.viewer)
    }

    pub(super) fn phrase(&self, text_field: TextField, words: &[QueryWord]) -> Box<dyn Query> {
        match words {
            [] => Box::new(EmptyQuery),
            [word] => self.term(text_field, &word.folded),
            words => {
                let phrases = self
                    .snapshot
                    .dictionary()
                    .words(text_field, self.viewer)
                    .map(|field| {
                        let terms = words.iter();
                        let terms = terms.map(|word| Term::from_field_text(field, &word.folded));
                        Box::new(PhraseQuery::new(terms.collect())) as Box<dyn Query>
                    });
                union(phrases.collect())
            }
        }
    }

    /// Finds the page about the work at an address before those that cite it, and whatever has the
    /// address in its text.
    fn address(&self, words: &[QueryWord]) -> Box<dyn Query> {
        let words_joined: Vec<&str> = words.iter().map(|word| word.folded.as_str()).collect();
        let address = words_joined.join(" ");
        let of = |work: WorkRelation, score| {
            let term = self.term(TextField::Short, &address_key(work, &address));
            Box::new(ConstScoreQuery::new(term, score)) as Box<dyn Query>
        };
        union(vec![
            of(WorkRelation::Own, ADDRESS_OWN),
            of(WorkRelation::Cited, ADDRESS_CITED),
            self.phrase(TextField::Exact, words),
        ])
    }

    pub(super) fn any_facet(&self, key: &str, values: &[String]) -> Box<dyn Query> {
        let terms = values.iter().map(|value| facet(self.snapshot, key, value));
        Box::new(ConstScoreQuery::new(union(terms.collect()), 0.0))
    }
}
