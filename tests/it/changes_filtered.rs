//! The changes that a filter lets through: on the page, in the feed and over the API.

use axum::http::StatusCode;
use concord::domain::Viewer;
use concord::site::{ChangeFilter, ChangedItem, CommitChange};

use crate::wiki::{TestRepository, Wiki, page};

fn text(front: &str, words: &str) -> String {
    page(&format!("{front}\nsummary: S."), words)
}

/// Some commits: of whom, when (days after 1 January 2019), what is said, and what is changed.
type Told<'t> = (&'t str, i64, &'t str, &'t [(&'t str, Option<&'t str>)]);

fn repository(commits: &[Told<'_>]) -> TestRepository {
    let repository = TestRepository::new();
    for (author, day, message, files) in commits {
        let files = files.iter();
        let files: Vec<(&str, Option<&[u8]>)> = files
            .map(|(file, text)| (*file, text.map(str::as_bytes)))
            .collect();
        repository.commit_by(author, 1_546_300_800 + day * 86_400, message, &files);
    }
    repository
}

fn site() -> TestRepository {
    let case = text(
        "title: A case\nkind: case-study\nchallenges: [maintaining-momentum]",
        "One.",
    );
    let again = text(
        "title: A case\nkind: case-study\nchallenges: [maintaining-momentum]",
        "Two.",
    );
    let lesson = text("title: A lesson\nkind: lesson", "One.");
    let home = text("title: Home", "Hello.");
    repository(&[
        (
            "Ann Lee",
            0,
            "Begin",
            &[
                ("index.md", Some(&home)),
                ("vocabulary.toml", Some(crate::wiki::VOCABULARY)),
            ],
        ),
        ("Ann Lee", 1, "Add a case", &[("cases/a.md", Some(&case))]),
        (
            "Bo Ek",
            40,
            "Add a lesson",
            &[("lessons/b.md", Some(&lesson))],
        ),
        (
            "Bo Ek",
            80,
            "A picture",
            &[("cases/a.png", Some("picture"))],
        ),
        (
            "bo",
            90,
            "Reword\n\nMinor-Edit: yes",
            &[("cases/a.md", Some(&again))],
        ),
        (
            "Ann Lee",
            91,
            "Move it",
            &[("cases/a.md", None), ("cases/c.md", Some(&again))],
        ),
        (
            "Ann Lee",
            400,
            "Say who is who",
            &[
                (
                    ".mailmap",
                    Some("Bo Ek <ada@example.org> bo <ada@example.org>\n"),
                ),
                (
                    "lessons/b.md",
                    Some(&text("title: A lesson\nkind: lesson", "More.")),
                ),
            ],
        ),
    ])
}

async fn subjects(wiki: &Wiki, query: &str) -> Vec<String> {
    let answer = wiki.get(&format!("/changes?{query}")).await;
    assert_eq!(answer.status, StatusCode::OK, "{query}");
    let page = answer.select(".commit-title");
    // The others tell the same.
    let api = wiki.get(&format!("/api/v1/changes?{query}")).await.json();
    let api = api["changes"].as_array().unwrap().clone();
    let api: Vec<&str> = api
        .iter()
        .map(|change| change["summary"].as_str().unwrap_or("Changed"))
        .collect();
    assert_eq!(api, page, "{query}");
    let feed = wiki.get(&format!("/-/changes.xml?{query}")).await;
    assert_eq!(feed.select("entry > title"), page, "{query}");
    page
}

#[tokio::test]
async fn each_filter_leaves_what_it_names() {
    let wiki = Wiki::of(site());
    wiki.read_history();
    let all = [
        "Say who is who",
        "Move it",
        "Reword",
        "A picture",
        "Add a lesson",
        "Add a case",
        "Begin",
    ];
    assert_eq!(subjects(&wiki, "").await, all);
    for (query, wanted) in [
        ("kind=lesson", &["Say who is who", "Add a lesson"][..]),
        ("kind=case-study", &["Move it"]),
        ("challenges=maintaining-momentum", &["Move it"]),
        ("Challenge=Maintaining+momentum", &["Move it"]),
        (
            "kind=lesson&kind=case-study",
            &["Say who is who", "Move it", "Add a lesson"],
        ),
        ("kind=lesson&author=bo-ek", &["Add a lesson"]),
        (
            "author=Ann+Lee&minor=no",
            &["Say who is who", "Move it", "Add a case", "Begin"],
        ),
        ("author=Nobody", &[]),
        ("folder=cases", &["Move it", "Reword", "Add a case"]),
        ("folder=/cases/c", &["Move it"]),
        ("folder=case", &[]),
        ("page=cases/c", &["Move it", "Reword", "Add a case"]),
        ("from=2020", &["Say who is who"]),
        ("from=2019-03&to=2019-04-01", &["Reword", "A picture"]),
        ("to=2019-01", &["Add a case", "Begin"]),
        ("minor=no&folder=cases", &["Move it", "Add a case"]),
    ] {
        assert_eq!(subjects(&wiki, query).await, wanted, "{query}");
    }
    // Whoever has two names is one person where the repository says so, from the top of it.
    assert_eq!(
        subjects(&wiki, "author=Bo+Ek").await,
        ["Reword", "A picture", "Add a lesson"]
    );
}

#[tokio::test]
async fn what_means_nothing_is_said() {
    let wiki = Wiki::of(site());
    wiki.read_history();
    let answer = wiki.get("/changes?colour=red&kind=lesson").await;
    assert_eq!(
        answer.select(".notice"),
        ["The address has “colour”, which is no filter of this site; it was left aside."]
    );
    assert_eq!(answer.select(".chip-remove"), ["Kind: Lesson ×"]);
    assert_eq!(answer.attributes(".chip-remove", "href"), ["/changes"]);
    assert!(answer.text().contains("noindex"));
    assert_eq!(
        answer.attributes(".lead a", "href")[0],
        "/-/changes.xml?kind=lesson"
    );
    let chosen = answer.attributes("select[name=kind] option[selected]", "value");
    assert_eq!(chosen, ["lesson"]);
    let unknown = wiki.get("/changes?kind=nonsense").await;
    assert_eq!(unknown.select(".notice").len(), 1);
    for address in [
        "/-/changes.xml?colour=red",
        "/api/v1/changes?colour=red",
        "/api/v1/changes?limit=501",
        "/changes?from=yesterday",
        "/changes?to=2019-13",
        "/changes?minor=perhaps",
        "/changes?folder=../x",
    ] {
        let status = wiki.get(address).await.status;
        assert_eq!(status, StatusCode::BAD_REQUEST, "{address}");
    }
    let missing = wiki.get("/changes?page=cases/none").await;
    assert_eq!(missing.status, StatusCode::NOT_FOUND);
    let nothing = wiki.get("/changes?author=Nobody").await;
    assert_eq!(
        nothing.select(".empty"),
        ["No change that you may see fits these filters."]
    );
}

#[tokio::test]
async fn minor_changes_are_folded_and_the_list_goes_on_with_its_filters() {
    let mut commits: Vec<(i64, String)> = Vec::new();
    for number in 0..60 {
        let minor = if number % 20 == 0 {
            "\n\nMinor-Edit: yes"
        } else {
            ""
        };
        commits.push((number / 6, format!("Change {number}{minor}")));
    }
    let texts: Vec<String> = (0..60)
        .map(|n| text("title: Home", &format!("{n}")))
        .collect();
    let repository = TestRepository::new();
    for ((day, message), text) in commits.iter().zip(&texts) {
        let files: [(&str, Option<&[u8]>); 1] = [("index.md", Some(text.as_bytes()))];
        repository.commit_by("Ann", 1_546_300_800 + day * 86_400, message, &files);
    }
    let wiki = Wiki::of(repository);
    wiki.read_history();
    let first = wiki.get("/changes?author=ann").await;
    assert_eq!(
        first.select(".minor summary"),
        ["One minor change", "One minor change"]
    );
    assert_eq!(first.select(".commit-title").len(), 50);
    let older = &first.attributes(".steps a", "href")[0];
    assert!(older.starts_with("/changes?author=ann&before="), "{older}");
    let second = wiki.get(older).await;
    assert_eq!(second.select(".commit-title").len(), 10);
    assert!(second.select(".heat-map").is_empty());
    assert_eq!(
        second.attributes(".steps a", "href"),
        ["/changes?author=ann"]
    );
    let api = wiki.get("/api/v1/changes?author=ann&limit=50").await.json();
    assert!(older.ends_with(api["next"].as_str().unwrap()));
}

#[tokio::test]
async fn a_change_of_nothing_but_white_space_is_minor() {
    let page = |body: &str| text("title: Home", body);
    let (first, spaced, worded) = (
        page("One two.\n\nThree."),
        page("One  two.\n\n\nThree.  "),
        page("One  two.\n\n\nThree. Four."),
    );
    let picture: (&str, Option<&str>) = ("a.png", Some("picture"));
    let wiki = Wiki::of(repository(&[
        ("Ann", 0, "Begin", &[("index.md", Some(&first))]),
        ("Ann", 1, "Space it", &[("index.md", Some(&spaced))]),
        ("Ann", 2, "Word it", &[("index.md", Some(&worded))]),
        ("Ann", 3, "Shape it", &[("index.md", Some(&first)), picture]),
        (
            "Ann",
            4,
            "Space and draw",
            &[("index.md", Some(&spaced)), ("a.png", Some("another"))],
        ),
    ]));
    wiki.read_history();
    let told = wiki.get("/api/v1/changes").await.json();
    let told: Vec<(&str, bool)> = told["changes"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| (one["summary"].as_str().unwrap(), one["minor"] == true))
        .collect();
    let expected = [
        ("Space and draw", false),
        ("Shape it", false),
        ("Word it", false),
        ("Space it", true),
        ("Begin", false),
    ];
    assert_eq!(told, expected);
    let shown = wiki.get("/changes?minor=no").await;
    assert_eq!(shown.select(".commit-title").len(), 4);
}

#[tokio::test]
async fn the_year_is_drawn_and_told() {
    let wiki = Wiki::of(site());
    wiki.read_history();
    let answer = wiki.get("/changes?to=2019-12").await;
    // The picture's own file is for no day.
    assert_eq!(
        answer.select(".heat-map svg title"),
        ["5 changes to pages: 2 April 2018 to 2 April 2019"]
    );
    let rows = answer.select(".heat-map tbody tr");
    assert_eq!(rows.len(), 5);
    assert_eq!(rows[0], "2 April 20191");
    assert_eq!(
        answer.attributes(".heat-map tbody a", "href")[0],
        "/changes?from=2019-04-02&to=2019-04-02"
    );
    assert!(answer.select(".heat-map [style]").is_empty());
    let newest = wiki.get("/changes").await;
    assert_eq!(newest.select(".heat-map tbody tr").len(), 4);
}

/// What is told of commits, whoever tells it.
fn told(changed: &[CommitChange<'_>]) -> Vec<String> {
    let name = |changed: &CommitChange<'_>| {
        let what = match &changed.what {
            ChangedItem::Page(item) => format!("page {}", item.page.path),
            ChangedItem::FormerPage(path) => format!("former page {path}"),
            ChangedItem::File(file) => format!("file {file}"),
            ChangedItem::FormerFile(file) => format!("former file {file}"),
        };
        format!("{what} {:?}", changed.kind)
    };
    changed.iter().map(name).collect()
}

#[test]
fn the_index_tells_what_git_tells() {
    let (gate, _) = crate::gate::told();
    for repository in [site(), crate::history::with_secrets(), gate.repository] {
        let wiki = Wiki::of(repository);
        wiki.read_history();
        let edition = wiki.publisher.edition();
        for viewer in Viewer::ALL {
            let view = edition.view(viewer);
            let git = view.commits(None, 1_000).unwrap().unwrap().commits;
            let git: Vec<_> = git
                .into_iter()
                .map(|one| (one.id, one.time, one.subject, told(&one.changed)))
                .collect();
            let filter = ChangeFilter::default();
            let index = view.changes(&filter, None, 1_000, 1_000).unwrap().unwrap();
            let index: Vec<_> = index
                .changes
                .into_iter()
                .map(|one| (one.id, one.time, one.subject, told(&one.changed)))
                .collect();
            assert_eq!(index, git, "{viewer:?}");
            let days = view.change_days(&filter).unwrap();
            let pages = index
                .iter()
                .filter(|(.., told)| told.iter().any(|one| one.contains("page ")));
            let total: usize = days.iter().map(|(_, count)| count).sum();
            assert!(total <= pages.count(), "{viewer:?}");
        }
    }
}

#[tokio::test]
async fn no_filter_finds_what_is_or_was_hidden() {
    let wiki = Wiki::of(crate::history::with_secrets());
    wiki.read_history();
    for query in [
        "",
        "folder=inner",
        "folder=gone",
        "folder=otterword",
        "author=Ada+Writer",
        "from=2017",
        "minor=no",
        "kind=page",
    ] {
        for address in ["/changes", "/-/changes.xml", "/api/v1/changes"] {
            let answer = wiki.get(&format!("{address}?{query}")).await;
            let body = answer.text().to_lowercase().replace("folder=otterword", "");
            let body = body
                .replace("/otterword", "")
                .replace("value=\"otterword\"", "");
            assert!(!body.contains("otterword"), "{address}?{query}: {body}");
        }
    }
    for hidden in ["inner", "gone", "later", "otterword"] {
        let answer = wiki.get(&format!("/changes?page={hidden}")).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{hidden}");
        let answer = wiki.get(&format!("/changes?folder={hidden}")).await;
        assert!(answer.select(".commit-title").is_empty(), "{hidden}");
    }
}
