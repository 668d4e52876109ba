//! The strong law of the publisher: a step equals a full rebuild.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use concord::domain::{ProblemKind, Viewer};
use concord::search::{Request, SortOrder};
use concord::site::{CandidateEdition, Edition, FileProblem, Publisher};
use concord::store::Store;
use proptest::prelude::*;

use crate::wiki::{REFERENCES, TestRepository, VOCABULARY, page};

/// One thing that may happen to a site.
#[derive(Clone, Debug)]
enum Step {
    Write {
        file: usize,
        title: usize,
        links: Vec<usize>,
        hidden: bool,
        tag: usize,
    },
    Delete {
        file: usize,
    },
    Attach {
        file: usize,
        present: bool,
    },
    Bibliography {
        other: bool,
    },
    Vocabulary {
        smaller: bool,
    },
    Restart,
}

const FILES: [&str; 12] = [
    "README.md",
    "a/README.md",
    "b/c/README.md",
    "index.md",
    "a.md",
    "a/index.md",
    "b/c.md",
    "b/c/d.md",
    "B/C.md",
    "é.md",
    "e\u{301}.md",
    "search.md",
];
const TITLES: [&str; 4] = ["Alpha", "Beta words", "gamma", "Alpha"];
const TARGETS: [&str; 14] = [
    "[x](/a/README.md)",
    "![[img.png]]",
    "<a id='p'></a> [x](/b/c.md#p)",
    "[x](/a)",
    "[x](/b/c.md#part)",
    "[[Alpha]]",
    "[[beta words|y]]",
    "![i](/img.png)",
    "[x](/gone.md)",
    "[@ahas2014]",
    "As @ahas2014 [p. 3]",
    "as @tammet2014 say",
    "@ahas2015",
    "[[old-name]]",
];
const TAGS: [&str; 3] = [
    "maintaining-momentum",
    "confidentiality-and-data-sharing",
    "no-such-term",
];

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        6 => (0..FILES.len(), 0..TITLES.len(), prop::collection::vec(0..TARGETS.len(), 0..4),
              any::<bool>(), 0..TAGS.len())
            .prop_map(|(file, title, links, hidden, tag)| Step::Write { file, title, links, hidden, tag }),
        2 => (0..FILES.len()).prop_map(|file| Step::Delete { file }),
        1 => (0..3_usize, any::<bool>()).prop_map(|(file, present)| Step::Attach { file, present }),
        1 => any::<bool>().prop_map(|other| Step::Bibliography { other }),
        1 => any::<bool>().prop_map(|smaller| Step::Vocabulary { smaller }),
        1 => Just(Step::Restart),
    ]
}

fn apply(repository: &TestRepository, step: &Step, number: usize) {
    let change: (String, Option<String>) = match step {
        Step::Write {
            file,
            title,
            links,
            hidden,
            tag,
        } => {
            let hidden = if *hidden { "\nvisibility: members" } else { "" };
            let links: Vec<&str> = links.iter().map(|at| TARGETS[*at]).collect();
            let front = format!(
                "title: {}\nsummary: Number {number}.\naliases: [old-name]\nkind: event\nuid: id-{tag}\nchallenges: [{}]{hidden}",
                TITLES[*title], TAGS[*tag],
            );
            let text = format!("{}\n\n## Part\n\nWord{number} common.", links.join(" "));
            (FILES[*file].to_owned(), Some(page(&front, &text)))
        }
        Step::Delete { file } => (FILES[*file].to_owned(), None),
        Step::Attach { file, present } => (
            ["img.png", "IMG.png", "b/img.png"][*file].to_owned(),
            present.then(|| format!("{number}")),
        ),
        Step::Bibliography { other } => {
            let text = if *other {
                let renamed = REFERENCES.replace("ahas2014", "tammet2014");
                renamed.replace("Ahas", "Tammet")
            } else {
                REFERENCES.to_owned()
            };
            ("references.bib".to_owned(), Some(text))
        }
        Step::Vocabulary { smaller } => {
            let smaller_text = VOCABULARY.replace("maintaining-momentum", "something-else");
            let text = if *smaller {
                smaller_text
            } else {
                VOCABULARY.to_owned()
            };
            ("vocabulary.toml".to_owned(), Some(text))
        }
        Step::Restart => return,
    };
    let bytes = change.1.as_ref().map(|text| text.as_bytes());
    repository.commit(&[(change.0.as_str(), bytes)]);
}

/// Everything that an edition says, as text.
fn describe(edition: &Edition) -> BTreeMap<String, String> {
    let mut said = BTreeMap::new();
    for viewer in Viewer::ALL {
        let view = edition.view(viewer);
        for item in view.pages() {
            let page = &item.page;
            let path = format!("{viewer:?} /{}", page.path);
            let resolved: Vec<_> = page
                .links
                .iter()
                .map(|link| view.links().resolve(page, link))
                .collect();
            let backlinks: Vec<_> = view
                .links()
                .linking_as(page, |_| true)
                .iter()
                .map(|item| item.page.path.clone())
                .collect();
            let article = view.article(page).unwrap();
            said.insert(
                path,
                format!(
                    "{item:?} {resolved:?} {backlinks:?} {:?} {}",
                    view.checks().problems_of(item),
                    article.html.as_str(),
                ),
            );
        }
        said.insert(
            format!("{viewer:?} problems"),
            format!("{:#?}", view.checks().problems()),
        );
        said.insert(
            format!("{viewer:?} files"),
            format!("{:?}", view.attachments().collect::<Vec<_>>()),
        );
        for query in ["", "common", "alpha", "tammet", "title:beta"] {
            let request = Request {
                query,
                sort: SortOrder::Title,
                limit: 50,
                ..Request::default()
            };
            let results = view.search(&request);
            said.insert(format!("{viewer:?} search {query}"), format!("{results:?}"));
        }
    }
    said
}

fn problems(edition: &Edition) -> Vec<FileProblem> {
    edition.view(Viewer::Contributor).checks().problems()
}

/// What a candidate's problems are told apart by: a file that comes or goes may have taken them along
/// from another.
type Said = (Option<String>, ProblemKind, String);

fn new_problems(candidate: &CandidateEdition) -> Vec<(String, ProblemKind, String)> {
    let found = candidate.new_problems().into_iter();
    let mut found: Vec<_> = found
        .map(|entry| (entry.file, entry.problem.kind, entry.problem.message))
        .collect();
    found.sort();
    found
}

/// The problems that an edition has and the one before it has not, found by comparing all.
fn added(store: &Store, before: &Edition, after: &Edition) -> Vec<(String, ProblemKind, String)> {
    let files = |edition: &Edition| -> BTreeSet<String> {
        let entries = store.entries(edition.revision()).unwrap().into_iter();
        entries.map(|entry| entry.path).collect()
    };
    let (old, new) = (files(before), files(after));
    let said = |entry: &FileProblem, other: &BTreeSet<String>| -> Said {
        let file = other.contains(&entry.file).then(|| entry.file.clone());
        (file, entry.problem.kind, entry.problem.message.clone())
    };
    let mut known: BTreeMap<Said, usize> = BTreeMap::new();
    for entry in problems(before) {
        *known.entry(said(&entry, &new)).or_default() += 1;
    }
    let mut left = Vec::new();
    for entry in problems(after) {
        match known.get_mut(&said(&entry, &old)) {
            Some(count) if *count > 0 => *count -= 1,
            _ => left.push((entry.file, entry.problem.kind, entry.problem.message)),
        }
    }
    left.sort();
    left
}

fn open(repository: &TestRepository, name: &str) -> Publisher {
    repository.publisher(Some(name))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 16, max_shrink_iters: 200, ..ProptestConfig::default() })]

    #[test]
    fn a_step_equals_a_full_rebuild(steps in prop::collection::vec(step(), 1..10)) {
        let repository = TestRepository::new();
        repository.write(&[("vocabulary.toml", VOCABULARY), ("references.bib", REFERENCES)]);
        let mut publisher = open(&repository, "index");
        for (number, step) in steps.iter().enumerate() {
            apply(&repository, step, number);
            if matches!(step, Step::Restart) {
                publisher.save();
                drop(publisher);
                publisher = open(&repository, "index");
                continue;
            }
            let fresh = open(&repository, &format!("fresh-{number}"));
            let tip = publisher.store().tip().unwrap();
            let before = publisher.edition();
            let store = Arc::clone(publisher.store());
            let candidate = CandidateEdition::new(Arc::clone(&before), store, tip).unwrap();
            prop_assert!(Arc::ptr_eq(&publisher.edition(), &before), "a question changes nothing");
            prop_assert_eq!(problems(candidate.edition()), problems(&fresh.edition()));
            prop_assert_eq!(new_problems(&candidate), added(publisher.store(), &before, &fresh.edition()));
            // What a candidate has read makes the same edition as what is read anew.
            if number % 2 == 0 {
                publisher.publish().unwrap();
            } else {
                publisher.accept(&candidate).unwrap();
            }
            prop_assert_eq!(describe(&publisher.edition()), describe(&fresh.edition()));
        }
    }
}

#[test]
fn a_restart_reads_nothing_where_nothing_changed() {
    let repository = TestRepository::new();
    repository.write(&[("a.md", &page("title: A\nsummary: S.", "x")), ("b.md", "y")]);
    let publisher = open(&repository, "index");
    let before = describe(&publisher.edition());
    publisher.save();
    drop(publisher);
    let location = concord::store::Location {
        repository: repository.path().to_owned(),
        ..Default::default()
    };
    let store = concord::store::Store::open(&location).unwrap();
    let folder = repository.folder().join("index");
    let (publisher, published) = Publisher::open(store, Some(&folder), &|_, _| ()).unwrap();
    assert_eq!(published.pages_read, 0);
    assert_eq!(describe(&publisher.edition()), before);
}

#[test]
fn one_changed_page_is_one_page_read() {
    let repository = TestRepository::new();
    let pages: Vec<(String, String)> = (0..50)
        .map(|at| {
            (
                format!("p{at}.md"),
                page(&format!("title: P{at}\nsummary: S."), "[x](p1.md)"),
            )
        })
        .collect();
    let files: Vec<(&str, &str)> = pages
        .iter()
        .map(|(file, text)| (file.as_str(), text.as_str()))
        .collect();
    repository.write(&files);
    let publisher = open(&repository, "index");
    repository.write(&[("p1.md", "# New title\n")]);
    let published = publisher.publish().unwrap().unwrap();
    assert_eq!((published.pages_read, published.rewritten), (1, false));
    assert!(publisher.publish().unwrap().is_none());
}

#[test]
fn a_file_that_had_to_stand_back_brings_its_own_history() {
    let repository = TestRepository::new();
    repository.write(&[("a/index.md", "first")]);
    let publisher = open(&repository, "index");
    for change in [("a.md", Some(&b"second"[..])), ("a.md", None)] {
        repository.commit(&[change]);
        publisher.publish().unwrap();
    }
    let fresh = open(&repository, "fresh");
    assert_eq!(describe(&publisher.edition()), describe(&fresh.edition()));
}

#[test]
fn a_rewritten_branch_is_followed() {
    let repository = TestRepository::new();
    let first = repository.write(&[("a.md", "first")]);
    repository.write(&[("a.md", "second"), ("b.md", "gone soon")]);
    let publisher = open(&repository, "index");
    let raw = git2::Repository::open(repository.path()).unwrap();
    let id = git2::Oid::from_str(&first).unwrap();
    raw.reference("refs/heads/main", id, true, "rewrite")
        .unwrap();
    let published = publisher.publish().unwrap().unwrap();
    assert!(published.rewritten);
    let edition = publisher.edition();
    assert_eq!(edition.view(Viewer::Anonymous).pages().count(), 1);
}
