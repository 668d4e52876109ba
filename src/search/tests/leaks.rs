//! Answers do not depend on what the viewer may not see.

use super::finding::{library, partial};
use super::*;

/// Makes hidden pages that differ in many ways.
fn hidden() -> Vec<Sample> {
    vec![
        sample(
            "h/one",
            "Toll toll toll",
            "Lorries lorries motorways, ships (SHP)",
        )
        .members(),
        sample(
            "h/two",
            "Trust households",
            "Households, card payments and positions.",
        )
        .members()
        .tag("secret", "plan")
        .language("fr"),
        sample(
            "h/three",
            "Toll draft",
            "Tolls for card ships (CSH); trusted households.",
        )
        .draft()
        .country("EE"),
        sample("h/four", "Index", "data offices filler nothing")
            .draft()
            .kind(Kind::Lesson),
    ]
}

#[test]
fn nothing_depends_on_what_the_viewer_may_not_see() {
    let open = library();
    let alone = indexed(&open);
    let members: Vec<Sample> = hidden().into_iter().take(2).collect();
    let with_members = indexed(&[open.clone(), members].concat());
    let together = indexed(&[open.clone(), hidden()].concat());
    // Later changes, so that pages that are no more are there too.
    let index = Index::open(None).unwrap();
    add(&index, &hidden(), 1);
    add(&index, &open, 2);
    let mut changed = hidden();
    changed[0].text.text.push_str(" toll");
    add(&index, &changed, 3);
    let changed = add(&index, &open[..2], 4);
    for query in [
        "",
        "toll",
        "trust households",
        "toll lorries ships",
        "card*",
        "\"card payments\"",
        "secret:plan",
        "country:EE",
        "SHP",
        "CSH",
        "lories",
        "households trust positions nothing",
        "les trust",
        "Filler 3",
        "kind:lesson",
        "offices",
    ] {
        let ask = |snapshot: &Snapshot, viewer| snapshot.search(viewer, &partial(query));
        let anonymous = ask(&alone, Viewer::Anonymous);
        assert_eq!(ask(&together, Viewer::Anonymous), anonymous, "{query}");
        assert_eq!(ask(&with_members, Viewer::Anonymous), anonymous, "{query}");
        assert_eq!(ask(&changed, Viewer::Anonymous), anonymous, "{query}");
        let member = ask(&with_members, Viewer::Member);
        assert_eq!(ask(&together, Viewer::Member), member, "{query}");
        for viewer in [Viewer::Anonymous, Viewer::Member] {
            let offers = |snapshot: &Snapshot| snapshot.suggest(query, viewer, 10, None, "en");
            assert_eq!(offers(&together), offers(&with_members), "{query}");
            let near = |snapshot: &Snapshot| snapshot.nearest(query, viewer, 5);
            assert_eq!(near(&together), near(&with_members), "{query}");
        }
    }
    for page in &open {
        let related = |snapshot: &Snapshot, viewer| snapshot.related(&page.page.path, viewer, 5);
        let anonymous = related(&alone, Viewer::Anonymous);
        assert_eq!(related(&together, Viewer::Anonymous), anonymous);
        assert_eq!(related(&changed, Viewer::Anonymous), anonymous);
        let member = related(&with_members, Viewer::Member);
        assert_eq!(related(&together, Viewer::Member), member);
    }
}
