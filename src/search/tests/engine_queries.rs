//! The queries of our own find what the engine's would, and what the texts say.

use proptest::collection::vec;
use proptest::prelude::*;
use tantivy::collector::{Collector, SegmentCollector};
use tantivy::index::SegmentReader;
use tantivy::query::{BooleanQuery, BoostQuery, Query, TermQuery};
use tantivy::schema::{Field, IndexRecordOption, STORED, Schema, TEXT, Value};
use tantivy::{DocId, IndexWriter, Score, Searcher, SegmentOrdinal, TantivyDocument, Term};

use crate::search::any::AnyQuery;
use crate::search::forms::FormsQuery;

const WORDS: [&str; 5] = ["aa", "bb", "cc", "dd", "ee"];

/// Indexes texts, half of them in each of two segments, without the third.
fn searcher(texts: &[String]) -> (Field, Searcher) {
    let mut schema = Schema::builder();
    let field = schema.add_text_field("text", TEXT | STORED);
    let index = tantivy::Index::create_in_ram(schema.build());
    let mut writer: IndexWriter = index.writer_with_num_threads(1, 15 << 20).unwrap();
    for half in texts.chunks(texts.len().div_ceil(2)) {
        for text in half {
            let mut document = TantivyDocument::new();
            document.add_text(field, text);
            writer.add_document(document).unwrap();
        }
        writer.commit().unwrap();
    }
    // The word is on that page alone.
    writer.delete_term(Term::from_field_text(field, "gone"));
    writer.commit().unwrap();
    (field, index.reader().unwrap().searcher())
}

/// The texts of some words, of which the third is taken out again.
fn texts() -> impl Strategy<Value = Vec<String>> {
    let text = vec(prop::sample::select(&WORDS[..]), 0..9);
    vec(text.prop_map(|words| words.join(" ")), 1..40).prop_map(|mut texts| {
        if let Some(third) = texts.get_mut(2) {
            third.push_str(" gone");
        }
        texts
    })
}

/// Gathers every page that is found, with its score.
struct All;

impl Collector for All {
    type Fruit = Vec<(SegmentOrdinal, DocId, Score)>;
    type Child = AllOfSegment;

    fn for_segment(
        &self,
        segment: SegmentOrdinal,
        _: &SegmentReader,
    ) -> tantivy::Result<Self::Child> {
        Ok(AllOfSegment(segment, Vec::new()))
    }

    fn requires_scoring(&self) -> bool {
        true
    }

    fn merge_fruits(&self, segments: Vec<Self::Fruit>) -> tantivy::Result<Self::Fruit> {
        Ok(segments.concat())
    }
}

struct AllOfSegment(SegmentOrdinal, Vec<(SegmentOrdinal, DocId, Score)>);

impl SegmentCollector for AllOfSegment {
    type Fruit = Vec<(SegmentOrdinal, DocId, Score)>;

    fn collect(&mut self, doc: DocId, score: Score) {
        self.1.push((self.0, doc, score));
    }

    fn harvest(self) -> Self::Fruit {
        self.1
    }
}

fn term(field: Field, word: &str, boost: Score) -> Box<dyn Query> {
    let term = Term::from_field_text(field, word);
    let term = TermQuery::new(term, IndexRecordOption::WithFreqs);
    Box::new(BoostQuery::new(Box::new(term), boost))
}

/// Segments stand in no order that means anything.
fn sorted(mut texts: Vec<String>) -> Vec<String> {
    texts.sort();
    texts
}

proptest! {
    #[test]
    fn any_of_some_queries_finds_what_the_engine_s_union_does(
        texts in texts(),
        chosen in vec((0..WORDS.len(), 1..4_u8), 1..6),
        other in 0..WORDS.len(),
    ) {
        let (field, searcher) = searcher(&texts);
        let queries = || -> Vec<Box<dyn Query>> {
            let chosen = chosen.iter();
            chosen.map(|(word, boost)| term(field, WORDS[*word], f32::from(*boost))).collect()
        };
        let pairs: [(Box<dyn Query>, Box<dyn Query>); 2] = [
            (Box::new(AnyQuery(queries())), Box::new(BooleanQuery::union(queries()))),
            (
                Box::new(BooleanQuery::intersection(vec![
                    term(field, WORDS[other], 1.0),
                    Box::new(AnyQuery(queries())),
                ])),
                Box::new(BooleanQuery::intersection(vec![
                    term(field, WORDS[other], 1.0),
                    Box::new(BooleanQuery::union(queries())),
                ])),
            ),
        ];
        for (own, engine) in pairs {
            let own = searcher.search(&*own, &All).unwrap();
            let engine = searcher.search(&*engine, &All).unwrap();
            prop_assert_eq!(own.len(), engine.len());
            for (own, engine) in own.iter().zip(&engine) {
                prop_assert_eq!((own.0, own.1), (engine.0, engine.1));
                prop_assert!((own.2 - engine.2).abs() < 1e-4, "{own:?} {engine:?}");
            }
        }
    }

    #[test]
    fn words_in_their_forms_stand_together_where_the_text_says_so(
        texts in texts(),
        forms in vec(vec(0..WORDS.len(), 1..3), 1..4),
        other in 0..WORDS.len(),
    ) {
        let (field, searcher) = searcher(&texts);
        let forms: Vec<Vec<&str>> = forms
            .iter()
            .map(|forms| forms.iter().map(|form| WORDS[*form]).collect())
            .collect();
        let says = |text: &str| {
            let words: Vec<&str> = text.split(' ').collect();
            let together = |window: &[&str]| {
                window.iter().zip(&forms).all(|(word, forms)| forms.contains(word))
            };
            words.windows(forms.len()).any(together)
        };
        let terms = forms.iter().map(|forms| {
            forms.iter().map(|form| Term::from_field_text(field, form)).collect()
        });
        let query = FormsQuery(terms.collect());
        let text = |segment, doc| {
            let document: TantivyDocument =
                searcher.doc(tantivy::DocAddress::new(segment, doc)).unwrap();
            document.get_first(field).and_then(|text| text.as_str().map(str::to_owned)).unwrap()
        };
        let found = |query: &dyn Query| {
            let found = searcher.search(query, &All).unwrap().into_iter();
            sorted(found.map(|(segment, doc, _)| text(segment, doc)).collect())
        };
        let there = texts.iter().filter(|text| !text.contains("gone"));
        let wanted = sorted(there.filter(|text| says(text)).cloned().collect());
        prop_assert_eq!(&found(&query), &wanted);
        let both = BooleanQuery::intersection(vec![
            term(field, WORDS[other], 1.0),
            Box::new(query),
        ]);
        let has_other = |text: &String| text.split(' ').any(|word| word == WORDS[other]);
        let wanted: Vec<String> = wanted.into_iter().filter(has_other).collect();
        prop_assert_eq!(found(&both), wanted);
    }
}
