//! The map: two facets against each other.

use super::*;
use crate::search::{CrossRequest, KindCounts};

fn cross_request<'a>(filters: &'a [(String, String)]) -> CrossRequest<'a> {
    CrossRequest {
        rows: "partnership_types",
        columns: "challenges",
        query: "",
        filters,
        years: None,
    }
}

/// Makes pages of two kinds with terms of both facets, in two commits.
fn partnerships() -> Snapshot {
    let index = Index::open(None).unwrap();
    let case = |path: &str, types: &[&str], challenges: &[&str]| {
        let mut made = sample(path, path, "text")
            .kind(Kind::CaseStudy)
            .period("2010/2012");
        for term in types {
            made = made.tag("partnership_types", term);
        }
        for term in challenges {
            made = made.tag("challenges", term);
        }
        made
    };
    add(
        &index,
        &[
            case("a", &["p", "q"], &["x"]),
            case("b", &["p"], &["x", "y"]),
        ],
        1,
    );
    let lesson = case("c", &["p"], &["x"])
        .kind(Kind::Lesson)
        .period("2020/")
        .country("EE");
    add(
        &index,
        &[lesson, case("d", &["p"], &[]), case("e", &[], &["y"])],
        2,
    )
}

fn count(counts: Option<&KindCounts>, kind: &str) -> usize {
    counts
        .and_then(|counts| counts.get(kind))
        .copied()
        .unwrap_or(0)
}

#[test]
fn cells_count_pages_by_kind() {
    let snapshot = partnerships();
    let cell = |row: &str, column: &str| (row.to_owned(), column.to_owned());
    let map = snapshot.cross(Viewer::Anonymous, &cross_request(&[]));
    assert_eq!(count(map.cells.get(&cell("p", "x")), "case-study"), 2);
    assert_eq!(count(map.cells.get(&cell("p", "x")), "lesson"), 1);
    assert_eq!(count(map.cells.get(&cell("q", "x")), "case-study"), 1);
    assert_eq!(map.cells.get(&cell("q", "y")), None);
    assert_eq!(count(map.rows.get("p"), "case-study"), 3);
    assert_eq!(count(map.columns.get("y"), "case-study"), 2);
    assert_eq!(count(Some(&map.total), "case-study"), 4);
}

#[test]
fn filters_and_years_narrow_the_map() {
    let snapshot = partnerships();
    let lessons = [("kind".to_owned(), "lesson".to_owned())];
    assert_eq!(
        snapshot
            .cross(Viewer::Anonymous, &cross_request(&lessons))
            .cells
            .len(),
        1
    );
    let countries = [("country".to_owned(), "EE".to_owned())];
    assert_eq!(
        count(
            Some(
                &snapshot
                    .cross(Viewer::Anonymous, &cross_request(&countries))
                    .total
            ),
            "lesson"
        ),
        1
    );
    let early = CrossRequest {
        years: Some(2011..=2013),
        ..cross_request(&[])
    };
    let early = snapshot.cross(Viewer::Anonymous, &early);
    assert_eq!(
        (
            count(Some(&early.total), "case-study"),
            count(Some(&early.total), "lesson")
        ),
        (4, 0)
    );
}

#[test]
fn any_facets_make_a_map() {
    let snapshot = partnerships();
    let swapped = CrossRequest {
        rows: "challenges",
        columns: "country",
        ..cross_request(&[])
    };
    assert_eq!(snapshot.cross(Viewer::Anonymous, &swapped).cells.len(), 1);
    let nothing = CrossRequest {
        rows: "none",
        columns: "none",
        ..cross_request(&[])
    };
    assert_eq!(snapshot.cross(Viewer::Anonymous, &nothing).cells.len(), 0);
}
