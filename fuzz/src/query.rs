//! The query language: every text is a query, and a stranger's answers do not depend on what is
//! hidden.

use std::sync::Arc;

use concord::domain::Viewer;
use concord::search::{FacetNames, Request, Results, SortOrder};
use concord::site::Publisher;

use super::site::Repo;

/// A word that is on hidden pages only.
const CANARY: &str = "xylophonist";

/// A site and its twin, which lacks the hidden pages.
struct Sites {
    whole: Arc<Publisher>,
    twin: Arc<Publisher>,
    /// Go last.
    _repos: [Repo; 2],
}

thread_local! {
    static SITES: Sites = Sites::new();
}

const VOCABULARY: &str = "[[facet]]\nkey = \"challenges\"\nlabel = \"Challenge\"\n\
    [[facet.term]]\nid = \"sharing\"\nlabel = \"Data sharing\"\n\
    [[facet.term]]\nid = \"momentum\"\nlabel = \"Maintaining momentum\"\n";

/// Pages as `(path, more front matter, text)`.
const OPEN: [(&str, &str, &str); 6] = [
    (
        "index.md",
        "title: Home\nkind: page\nlang: en",
        "Welcome to the handbook of data sharing.",
    ),
    (
        "cases/a.md",
        "title: Mobile phones\nkind: case-study\nlang: en\nchallenges: [sharing]\ncountries: [EE]\norganisations: [Statistics Estonia]",
        "## Setting\n\nMobile positioning of tourists, and the budget of it.",
    ),
    (
        "cases/b.md",
        "title: Les données\nkind: case-study\nlang: fr\nchallenges: [momentum]\ncountries: [FR]",
        "Les données ouvertes et la coopération.",
    ),
    (
        "cases/c.md",
        "title: 統計\nkind: page\nlang: ja",
        "統計データの共有。",
    ),
    (
        "lessons/d.md",
        "title: Lesson of sharing\nkind: lesson\nlang: en\nchallenges: [sharing, momentum]",
        "Sharing needs trust. A merger took two years.",
    ),
    (
        "lessons/e.md",
        "title: Straße und Brücke\nkind: lesson\nlang: de",
        "Über Straßen und Brücken der Zusammenarbeit.",
    ),
];
const HIDDEN: [(&str, &str, &str); 3] = [
    (
        "cases/x.md",
        "title: Xylophonist memo\nkind: case-study\nlang: en\nvisibility: members\nchallenges: [sharing]\ncountries: [CH]\norganisations: [Xylophonist Office]\ncodename: bluebird",
        "The xylophonist budget of the merger. Merger, merger.",
    ),
    (
        "lessons/y.md",
        "title: Mobile xylophonist\nkind: lesson\nlang: en\nvisibility: members",
        "Sharing sharing sharing with a xylophonist; tourists.",
    ),
    (
        "z.md",
        "title: 統計 xylophonist\nkind: page\nlang: es\nvisibility: members",
        "Datos de xylophonist. 統計統計。",
    ),
];

impl Sites {
    fn new() -> Self {
        let (whole, twin) = (Repo::new(), Repo::new());
        let page = |&(path, front, text): &(&str, &str, &str)| {
            let text = format!("---\n{front}\nsummary: About it.\n---\n\n{text}\n");
            (path.to_owned(), text)
        };
        let open: Vec<(String, String)> = OPEN.iter().map(page).collect();
        let all: Vec<_> = open
            .iter()
            .cloned()
            .chain(HIDDEN.iter().map(page))
            .collect();
        for (repo, pages) in [(&whole, &all), (&twin, &open)] {
            let file = 0o100_644;
            let mut entries: Vec<(&str, i32, &str)> = pages
                .iter()
                .map(|(path, text)| (path.as_str(), file, text.as_str()))
                .collect();
            entries.push(("vocabulary.toml", file, VOCABULARY));
            repo.set_main(repo.commit(&entries, &[]));
        }
        Self {
            whole: whole.publisher(),
            twin: twin.publisher(),
            _repos: [whole, twin],
        }
    }
}

/// Asks a query; the first byte says in which order, with which filter, from where.
pub fn hold(data: &[u8]) {
    let (first, rest) = data.split_first().unwrap_or((&0, &[]));
    let query = String::from_utf8_lossy(rest);
    let filters = [("challenges".to_owned(), "sharing".to_owned())];
    let sort = [SortOrder::Relevance, SortOrder::Updated, SortOrder::Title][usize::from(first % 3)];
    let request = Request {
        query: &query,
        filters: if first & 64 == 0 { &[] } else { &filters },
        sort,
        offset: usize::from(first >> 3) % 4,
        limit: 10,
        partial: first & 128 != 0,
        ..Request::default()
    };
    SITES.with(|sites| {
        let answer = |publisher: &Publisher, viewer| {
            let edition = publisher.edition();
            let view = edition.view(viewer);
            let names = FacetNames::default();
            let suggestions = format!("{:?}", view.finder().suggest(&query, 8, &names, "en"));
            (view.search(&request), suggestions)
        };
        let (whole, offered) = answer(&sites.whole, Viewer::Anonymous);
        let (twin, twin_offered) = answer(&sites.twin, Viewer::Anonymous);
        assert_whole(&whole, &query, request.limit);
        assert_eq!(whole, twin, "{query:?} tells of hidden pages");
        assert_eq!(offered, twin_offered, "{query:?} tells of hidden pages");
        if !query.to_lowercase().contains(&CANARY[..3]) {
            let seen = format!("{whole:?}{offered}").to_lowercase();
            assert!(!seen.contains(CANARY), "{query:?}: {seen}");
        }
        let (all, _) = answer(&sites.whole, Viewer::Contributor);
        assert_whole(&all, &query, request.limit);
    });
}

fn assert_whole(results: &Results, query: &str, limit: usize) {
    assert!(results.hits.len() <= limit);
    assert!(results.hits.len() <= results.total + results.total_partial);
    for hit in &results.hits {
        let length: usize = hit.snippet.iter().map(|fragment| fragment.text.len()).sum();
        assert!(length < 2_000, "{length} bytes of snippet for {query:?}");
    }
    for facet in &results.facets {
        for (term, count) in &facet.counts {
            assert!(
                *count > 0 && *count <= 9,
                "{term} {count} times for {query:?}"
            );
        }
    }
    for note in &results.notes {
        assert!(format!("{note:?}").len() < 4_000, "{note:?}");
    }
}
