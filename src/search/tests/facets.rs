//! Counts: every facet answers to the query and to the others, checked against counting by hand.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::*;

/// The terms of a page by facet, written by hand, and whether it has the word.
#[derive(Clone, Debug)]
struct PlainPage {
    terms: Vec<(&'static str, String)>,
    word: bool,
    members: bool,
}

fn to_samples(pages: &[PlainPage]) -> Vec<Sample> {
    let make = |(number, page): (usize, &PlainPage)| {
        let text = if page.word { "needle" } else { "hay" };
        let mut made = sample(&format!("p{number}"), &format!("Page {number}"), text);
        for (facet, term) in &page.terms {
            made = made.tag(facet, term);
        }
        if page.members { made.members() } else { made }
    };
    pages.iter().enumerate().map(make).collect()
}

fn passes(page: &PlainPage, filters: &[(String, String)], except: Option<&str>) -> bool {
    let mut keys: Vec<&str> = filters.iter().map(|(key, _)| key.as_str()).collect();
    keys.dedup();
    keys.into_iter()
        .filter(|key| Some(*key) != except)
        .all(|key| {
            let mut chosen = filters.iter().filter(|(other, _)| other == key);
            chosen.any(|(_, term)| {
                page.terms
                    .iter()
                    .any(|(facet, own)| *facet == key && own == term)
            })
        })
}

type ExpectedCounts = BTreeMap<String, BTreeMap<String, usize>>;

fn counted_by_hand(
    pages: &[PlainPage],
    filters: &[(String, String)],
    word: bool,
) -> (usize, ExpectedCounts) {
    let wanted = |page: &&PlainPage| !page.members && (page.word || !word);
    let total = pages
        .iter()
        .filter(wanted)
        .filter(|page| passes(page, filters, None))
        .count();
    let mut counts = ExpectedCounts::new();
    for facet in ["a", "b", "c"] {
        for page in pages
            .iter()
            .filter(wanted)
            .filter(|page| passes(page, filters, Some(facet)))
        {
            let mut own: Vec<&String> = page
                .terms
                .iter()
                .filter(|(key, _)| *key == facet)
                .map(|(_, term)| term)
                .collect();
            own.sort();
            own.dedup();
            for term in own {
                *counts
                    .entry(facet.to_owned())
                    .or_default()
                    .entry(term.clone())
                    .or_default() += 1;
            }
        }
    }
    (total, counts)
}

fn plain() -> impl Strategy<Value = PlainPage> {
    let facet = prop_oneof![Just("a"), Just("b"), Just("c")];
    let term = "[xyz]".prop_map(String::from);
    (
        prop::collection::vec((facet, term), 0..5),
        any::<bool>(),
        prop::bool::weighted(0.2),
    )
        .prop_map(|(terms, word, members)| PlainPage {
            terms,
            word,
            members,
        })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn counts_are_those_by_hand(
        pages in prop::collection::vec(plain(), 1..30),
        filters in prop::collection::vec(("[abc]", "[xyz]"), 0..4),
        word: bool,
        split in 0usize..30,
    ) {
        let mut filters = filters;
        filters.sort();
        // Two batches make two segments, whose counts must add up.
        let samples = to_samples(&pages);
        let index = Index::open(None).unwrap();
        let (first, second) = samples.split_at(split.min(samples.len()));
        add(&index, first, 1);
        let snapshot = add(&index, second, 2);
        let results = snapshot.search(Viewer::Anonymous, &Request {
            filters: &filters,
            ..request(if word { "needle" } else { "" })
        });
        let (total, counts) = counted_by_hand(&pages, &filters, word);
        prop_assert_eq!(results.total, total);
        let found: ExpectedCounts = results
            .facets
            .into_iter()
            .filter(|facet| ["a", "b", "c"].contains(&facet.key.as_str()))
            .map(|facet| (facet.key, facet.counts.into_iter().collect()))
            .collect();
        prop_assert_eq!(found, counts);
    }
}

#[test]
fn built_in_facets_are_counted() {
    let snapshot = indexed(&[
        sample("one", "One", "x")
            .kind(Kind::Lesson)
            .country("EE")
            .country("CA")
            .author("Ann"),
        sample("two", "Two", "x")
            .kind(Kind::Lesson)
            .organisation("Office")
            .language("fr"),
    ]);
    let facets = snapshot.facets(Viewer::Anonymous, &request("x"));
    let count = |key: &str| {
        let facet = facets.iter().find(|facet| facet.key == key);
        facet.map(|facet| facet.counts.clone()).unwrap_or_default()
    };
    let owned = |term: &str, count| (term.to_owned(), count);
    assert_eq!(count("kind"), [owned("lesson", 2)]);
    assert_eq!(count("country"), [owned("CA", 1), owned("EE", 1)]);
    assert_eq!(count("organisation"), [owned("Office", 1)]);
    assert_eq!(count("author"), [owned("Ann", 1)]);
    assert_eq!(count("lang"), [owned("en", 1), owned("fr", 1)]);
}
