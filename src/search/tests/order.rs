//! Order and pages: by score, last change and title, to the end without repeats or holes; and a
//! changed index answers as one that is built anew.

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::*;

fn many(count: usize) -> Vec<Sample> {
    let make = |number: usize| {
        let title = format!("{} page {number}", ["Élan", "beta", "Alpha"][number % 3]);
        let text = "needle ".repeat(number % 4 + 1);
        sample(&format!("p/{number}"), &title, &text).updated((number % 7) as i64)
    };
    (0..count).map(make).collect()
}

#[test]
fn every_hit_is_on_one_page_of_results() {
    let samples = many(95);
    let index = Index::open(None).unwrap();
    for (number, chunk) in samples.chunks(20).enumerate() {
        add(&index, chunk, number as u8);
    }
    let snapshot = index.snapshot();
    for sort in [SortOrder::Relevance, SortOrder::Updated, SortOrder::Title] {
        for query in ["needle", ""] {
            let ask = |offset, limit| {
                paths(&snapshot.search(
                    Viewer::Anonymous,
                    &Request {
                        sort,
                        offset,
                        limit,
                        ..request(query)
                    },
                ))
            };
            let all = ask(0, 1_000);
            assert_eq!(all.iter().collect::<BTreeSet<_>>().len(), 95);
            let paged: Vec<String> = (0..10).flat_map(|page| ask(page * 10, 10)).collect();
            assert_eq!(paged, all, "{sort:?} {query}");
            assert!(ask(95, 10).is_empty());
            assert!(ask(usize::MAX, usize::MAX).is_empty());
        }
    }
}

#[test]
fn sorted_by_title_and_by_last_change() {
    let snapshot = indexed(&[
        sample("a", "Zebra", "x").updated(-5),
        sample("b", "étude", "x").updated(300),
        sample("c", "Eagle", "x").updated(20),
        sample("d", "apple", "x").updated(300),
    ]);
    let by = |sort| {
        paths(&snapshot.search(
            Viewer::Anonymous,
            &Request {
                sort,
                ..request("x")
            },
        ))
    };
    assert_eq!(by(SortOrder::Title), ["d", "c", "b", "a"]);
    assert_eq!(by(SortOrder::Updated), ["d", "b", "c", "a"]);
    assert_eq!(found(&snapshot, ""), ["d", "c", "b", "a"]);
}

/// One change of a history: a page with a version of its text, or its removal.
#[derive(Clone, Debug)]
enum SampleChange {
    Write(u8, u8),
    Remove(u8),
}

fn version(page: u8, version: u8) -> Sample {
    let words = ["apple", "berry", "cherry", "date"];
    let word = |number: u8| words[usize::from(number) % words.len()];
    let text = format!(
        "{} {} common\n# {}\ntext",
        word(page),
        word(version),
        word(version / 4)
    );
    let made = sample(
        &format!("p{page}"),
        &format!("{} {page}", word(version)),
        &text,
    )
    .tag("a", word(version))
    .updated(i64::from(version));
    if version.is_multiple_of(5) {
        made.members()
    } else {
        made
    }
}

fn change() -> impl Strategy<Value = SampleChange> {
    prop_oneof![
        3 => (0u8..8, 0u8..20).prop_map(|(page, version)| SampleChange::Write(page, version)),
        1 => (0u8..8).prop_map(SampleChange::Remove),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn a_changed_index_answers_as_a_new_one(
        history in prop::collection::vec(prop::collection::vec(change(), 0..4), 1..12),
    ) {
        let index = Index::open(None).unwrap();
        let mut pages = std::collections::BTreeMap::new();
        for (number, changes) in history.iter().enumerate() {
            let batch = index.begin().unwrap();
            let mut touched = BTreeSet::new();
            for change in changes {
                let (SampleChange::Write(page, _) | SampleChange::Remove(page)) = *change;
                if !touched.insert(page) {
                    continue;
                }
                match *change {
                    SampleChange::Write(page, number) => {
                        let made = version(page, number);
                        batch.add(&document(&made)).unwrap();
                        pages.insert(page, made);
                    }
                    SampleChange::Remove(page) => {
                        batch.remove(&PagePath::parse(&format!("p{page}")).unwrap());
                        pages.remove(&page);
                    }
                }
            }
            batch.commit(commit(number as u8)).unwrap();
        }
        let changed = index.snapshot();
        let anew = indexed(&pages.into_values().collect::<Vec<_>>());
        for query in ["", "apple", "common berry", "chery", "dat*", "title:apple", "-date", "a:apple"] {
            for sort in [SortOrder::Updated, SortOrder::Title] {
                let ask = |snapshot: &Snapshot| snapshot.search(Viewer::Anonymous, &Request { sort, ..request(query) });
                prop_assert_eq!(ask(&changed), ask(&anew), "{}", query);
            }
            // Scores too: pages that are no more count for nothing.
            let ranked = |snapshot: &Snapshot| snapshot.search(Viewer::Anonymous, &Request { partial: true, ..request(query) });
            prop_assert_eq!(ranked(&changed), ranked(&anew), "{}", query);
        }
    }
}

#[test]
fn a_snapshot_stays_what_it_was() {
    let index = Index::open(None).unwrap();
    assert_eq!(index.commit_id(), None);
    let first = add(&index, &[sample("a", "A", "old")], 1);
    let second = add(&index, &[sample("a", "A", "new")], 2);
    assert_eq!(
        (first.commit_id(), second.commit_id()),
        (Some(commit(1)), Some(commit(2)))
    );
    assert_eq!(found(&first, "old"), ["a"]);
    assert_eq!(found(&second, "new"), ["a"]);
    assert_eq!(second.search(Viewer::Anonymous, &request("old")).total, 0);
    let batch = index.begin().unwrap();
    batch.add(&document(&sample("b", "B", "dropped"))).unwrap();
    drop(batch);
    let third = add(&index, &[sample("c", "C", "kept")], 3);
    assert_eq!(
        third.search(Viewer::Anonymous, &request("dropped")).total,
        0
    );
    assert_eq!(search(&third, "").total, 2);
    let cleared = index.clear().unwrap();
    assert_eq!((cleared.commit_id(), search(&cleared, "").total), (None, 0));
}
