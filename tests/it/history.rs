//! The history of pages: who sees what of it, and what it leads to.

use axum::http::StatusCode;
use concord::domain::{Role, Viewer};

use crate::git_harness::git;
use crate::people::Group;
use crate::wiki::{TestRepository, Wiki, page};

fn text(title: &str, lines: &str) -> String {
    page(&format!("title: {title}\nsummary: About {title}."), lines)
}

fn hidden(title: &str, lines: &str) -> String {
    page(
        &format!("title: {title}\nsummary: About {title}.\nvisibility: members"),
        lines,
    )
}

/// Enough lines that a page is known again when one changes.
fn long(word: &str) -> String {
    (1..20)
        .map(|line| format!("Line {line} of {word}.\n"))
        .collect()
}

fn wiki() -> Wiki {
    Wiki::new(&[("index.md", &text("Home", "Welcome."))])
}

#[tokio::test]
async fn a_page_has_its_versions_also_from_before_it_was_moved() {
    let wiki = wiki();
    let body = long("herons");
    wiki.write_saying(
        "Add herons",
        &[("birds/heron.md", Some(&text("Heron", &body)))],
    );
    let changed = text("Heron", &body.replace("Line 3 ", "Row 3 "));
    wiki.write_saying("Say row", &[("birds/heron.md", Some(&changed))]);
    let moved = text("Grey heron", &body.replace("Line 3 ", "Row 3 "));
    wiki.write_saying(
        "Move herons",
        &[("birds/heron.md", None), ("waders/heron.md", Some(&moved))],
    );
    wiki.read_history();
    let history = wiki.get("/-/history/waders/heron").await;
    assert_eq!(history.status, StatusCode::OK);
    assert_eq!(history.select("h1"), ["History of “Grey heron”"]);
    assert_eq!(
        history.select(".versions [lang]"),
        ["Move herons", "Say row", "Add herons"]
    );
    assert_eq!(
        history.select(".versions .chip"),
        ["was birds/heron.md", "new"]
    );
    assert!(history.text().contains("noindex"));
    let page = wiki.get("/waders/heron").await;
    let link = page.attributes("footer a[href='/-/history/waders/heron']", "href");
    assert_eq!(link.len(), 1);
    // The old address leads there, and so does its history.
    let old = wiki.get("/birds/heron").await;
    assert_eq!(
        (old.status, old.header("location")),
        (StatusCode::SEE_OTHER, "/waders/heron")
    );
    let old = wiki.get("/-/history/birds/heron").await;
    assert_eq!(old.header("location"), "/-/history/waders/heron");
    // Each version is there as it was.
    let versions = history.attributes(".versions .commit-title a", "href");
    assert_eq!(versions.len(), 3);
    let first = wiki.get(&versions[2]).await;
    assert_eq!(first.status, StatusCode::OK);
    assert!(first.text().contains("Line 3 of herons"));
    assert!(first.text().contains("noindex"));
    assert_eq!(
        first.select(".notice a"),
        ["Read the current page", "Since then", "History"]
    );
}

#[tokio::test]
async fn two_versions_are_compared_in_words() {
    let wiki = wiki();
    let old = page(
        "title: A\nsummary: Old words.\nchallenges: [maintaining-momentum]",
        "The old way is slow.",
    );
    let first = wiki.write_saying("One", &[("a.md", Some(&old))]);
    let new = page("title: A\nsummary: New words.", "The new way is slow.");
    let second = wiki.write_saying("Two", &[("a.md", Some(&new))]);
    wiki.read_history();
    let diff = wiki
        .get(&format!("/-/diff/a?from={first}&to={second}"))
        .await;
    assert_eq!(diff.status, StatusCode::OK);
    assert_eq!(diff.select(".reading del"), ["Removed: old"]);
    assert_eq!(diff.select(".reading ins"), ["Added: new"]);
    assert_eq!(diff.select(".field-differences dt").len(), 2);
    let summary = diff.select(".field-differences div:first-child dd");
    assert_eq!(summary, ["Removed: Old words.", "Added: New words."]);
    // The order does not matter; a commit alone says what it changed; the first had nothing before.
    let same = wiki
        .get(&format!("/-/diff/a?from={second}&to={first}"))
        .await;
    assert_eq!(same.select("main"), diff.select("main"));
    let alone = wiki.get(&format!("/-/diff/a?to={}", &second[..9])).await;
    assert_eq!(alone.select(".reading ins"), ["Added: new"]);
    let added = wiki.get(&format!("/-/diff/a?to={first}")).await;
    assert!(added.text().contains("There was no such page."));
    let source = wiki
        .get(&format!("/-/diff/a?to={second}&view=source"))
        .await;
    assert!(
        source
            .select(".difference .removed")
            .join(" ")
            .contains("summary:")
    );
    // Side by side: what was there, and beside it what came in its place.
    let columns = wiki
        .get(&format!("/-/diff/a?to={second}&view=columns"))
        .await;
    let told = columns.select(".beside.changed").join(" ");
    assert!(told.contains("Removed: summary: Old words."), "{told}");
    assert!(told.contains("Added: summary: New words."), "{told}");
    assert_eq!(columns.select(".beside.changed > .removed").len(), 3);
    assert_eq!(columns.select(".beside.changed > .added").len(), 2);
    assert_eq!(columns.select(".beside.changed > .none").len(), 1);
    assert_eq!(
        columns.select(".tabs a[aria-current]"),
        ["Source side by side"]
    );
    assert_eq!(
        columns.attributes(".tabs a", "href"),
        ["", "&view=source", "&view=columns"].map(|view| format!("/-/diff/a?to={second}{view}"))
    );
    for address in ["/-/diff/a?from=0000000", "/-/diff/b", "/-/diff/a?to=x"] {
        assert_eq!(
            wiki.get(address).await.status,
            StatusCode::NOT_FOUND,
            "{address}"
        );
    }
    let api = wiki
        .get(&format!("/api/v1/diff/a?to={second}"))
        .await
        .json();
    assert_eq!(api["to"]["summary"], "Two");
    assert!(api["lines"].to_string().contains("\"marked\":true"));
    let api = wiki.get("/api/v1/history/a?limit=1").await.json();
    assert_eq!(
        (&api["total"], &api["versions"][0]["commit"]),
        (&2.into(), &second.into())
    );
}

#[tokio::test]
async fn a_version_is_found_by_date_tag_and_the_start_of_its_id() {
    let wiki = wiki();
    let first = wiki.write_saying("One", &[("a.md", Some(&text("A", "First.")))]);
    wiki.write_saying("Two", &[("a.md", Some(&text("A", "Second.")))]);
    git(
        wiki.repository.path(),
        &["tag", "-a", "-m", "x", "edition-1", &first],
    );
    wiki.read_history();
    let whole = format!("/a?at={first}");
    for at in [&first[..8], "edition-1"] {
        let answer = wiki.get(&format!("/a?at={at}")).await;
        assert_eq!(answer.header("location"), whole, "{at}");
    }
    assert!(wiki.get(&whole).await.text().contains("First."));
    // The first commits are of 14 July 2017.
    let newest = wiki.get("/a?at=2017-07").await;
    assert!(newest.header("location").starts_with("/a?at="));
    assert_ne!(newest.header("location"), whole);
    for at in ["2017-07-13", "no-such-tag", "../a", "0123456789", "HEAD"] {
        let answer = wiki.get(&format!("/a?at={at}")).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{at}");
    }
    let api = wiki.get("/api/v1/pages/a?at=edition-1").await.json();
    assert_eq!(
        (&api["commit"], &api["title"]),
        (&first.into(), &"A".into())
    );
    assert!(api["source"].as_str().unwrap().contains("First."));
}

/// A page that was for members between two public versions, and one that is for members now.
pub(crate) fn with_secrets() -> TestRepository {
    let repository = TestRepository::new();
    let write = |message: &str, files: &[(&str, Option<&str>)]| {
        let files = files.iter();
        let files: Vec<(&str, Option<&[u8]>)> = files
            .map(|(file, text)| (*file, text.map(str::as_bytes)))
            .collect();
        repository.commit_saying(message, &files)
    };
    write("Begin", &[("index.md", Some(&text("Home", "Hello.")))]);
    write("Open it", &[("a.md", Some(&text("A", "Known.")))]);
    write(
        "Hide the otterword",
        &[("a.md", Some(&hidden("A", "otterword")))],
    );
    write(
        "Open it again",
        &[("a.md", Some(&text("A", "Known again.")))],
    );
    write(
        "Touch both otterwords",
        &[
            ("a.md", Some(&text("A", "Known still."))),
            ("inner.md", Some(&hidden("Inner otterword", "otterword"))),
        ],
    );
    write(
        "Open then",
        &[("later.md", Some(&text("Later", "Once open.")))],
    );
    write(
        "Close it",
        &[("later.md", Some(&hidden("Later", "otterword")))],
    );
    write(
        "Say",
        &[("gone.md", Some(&hidden("Gone otterword", "otterword")))],
    );
    write("Remove the otterword", &[("gone.md", None)]);
    write("Add", &[("bye.md", Some(&text("Bye", "Public words.")))]);
    write("Say bye", &[("bye.md", None)]);
    write("Name", &[("otterword.md", Some(&hidden("N", &long("x"))))]);
    write(
        "Move the otterword",
        &[
            ("otterword.md", None),
            ("named.md", Some(&text("N", &long("x")))),
        ],
    );
    repository
}

#[tokio::test]
async fn what_is_or_was_hidden_is_not_told() {
    let wiki = Wiki::of(with_secrets());
    wiki.read_history();
    let lists = [
        "/-/deleted",
        "/changes",
        "/feed.xml",
        "/sitemap.xml",
        "/llms.txt",
        "/search?q=known",
        "/-/people/ada-writer",
        "/-/pages.csv",
        "/api/v1/pages",
    ];
    let mut addresses: Vec<String> = lists.map(str::to_owned).into();
    for page in [
        "a",
        "inner",
        "later",
        "gone",
        "bye",
        "otterword",
        "named",
        "",
    ] {
        addresses.push(format!("/{page}"));
        for of in [
            "/-/history",
            "/-/diff",
            "/-/blame",
            "/api/v1/history",
            "/api/v1/diff",
            "/api/v1/pages",
        ] {
            addresses.push(format!("{of}/{page}"));
        }
    }
    let log = git(wiki.repository.path(), &["log", "--format=%H"]);
    for commit in log.lines() {
        for page in ["a", "inner", "later", "gone", "bye", "named"] {
            addresses.push(format!("/{page}?at={commit}"));
            addresses.push(format!("/-/diff/{page}?to={commit}"));
            addresses.push(format!("/-/diff/{page}?from={commit}"));
            addresses.push(format!("/-/blame/{page}?at={commit}"));
            addresses.push(format!("/api/v1/pages/{page}?at={commit}"));
        }
        addresses.push(format!("/-/commits/{commit}"));
    }
    for address in &addresses {
        let answer = wiki.get(address).await;
        let body = answer.text().to_lowercase();
        let own = address.contains("otterword");
        assert!(own || !body.contains("otterword"), "{address}: {body}");
        assert!(
            !answer.header("location").contains("otterword"),
            "{address}"
        );
    }
    let api = wiki.get("/api/v1/history/a").await.json();
    let told: Vec<&str> = api["versions"]
        .as_array()
        .unwrap()
        .iter()
        .map(|version| version["summary"].as_str().unwrap_or("-"))
        .collect();
    // The last touched a hidden page, too; the one before came of a hidden version.
    assert_eq!(told, ["-", "-", "Open it"]);
    for page in ["later", "gone", "inner", "otterword"] {
        for of in ["/-/history", "/-/diff", "/-/blame", "/api/v1/history"] {
            let answer = wiki.get(&format!("{of}/{page}")).await;
            assert_eq!(answer.status, StatusCode::NOT_FOUND, "{of}/{page}");
        }
        for commit in log.lines() {
            let address = format!("/api/v1/pages/{page}?at={commit}");
            let status = wiki.get(&address).await.status;
            assert_eq!(status, StatusCode::NOT_FOUND, "{address}");
        }
        assert_eq!(
            wiki.get(&format!("/{page}")).await.status,
            StatusCode::NOT_FOUND
        );
    }
    assert_eq!(wiki.get("/bye").await.status, StatusCode::GONE);
    assert_eq!(wiki.get("/-/deleted").await.select("main code"), ["/bye"]);
}

#[tokio::test]
async fn who_may_see_it_is_told_all() {
    let wiki = Wiki::seen_by(with_secrets(), Viewer::Member);
    wiki.read_history();
    let api = wiki.get("/api/v1/history/a").await.json();
    assert_eq!(api["total"], 4);
    let named = wiki.get("/-/history/named").await;
    assert_eq!(
        named.select(".versions [lang]"),
        ["Move the otterword", "Name"]
    );
    assert_eq!(wiki.get("/gone").await.status, StatusCode::GONE);
    let deleted = wiki.get("/-/deleted").await;
    assert_eq!(deleted.select("main code"), ["/bye", "/gone"]);
    let answer = wiki.get("/otterword").await;
    assert_eq!(answer.header("location"), "/named");
}

#[tokio::test]
async fn an_old_version_is_restored_and_a_deleted_page_comes_back() {
    let group = Group::new(&[
        ("index.md", &text("Home", "Welcome.")),
        ("a.md", &text("A", "First words.")),
    ])
    .await;
    group.wiki.read_history();
    let first = group.wiki.publisher.commit();
    group
        .wiki
        .write_saying("Change it", &[("a.md", Some(&text("A", "Other words.")))]);
    let cookie = group.sign_in(Role::Contributor).await;
    let headers = [("cookie", cookie.as_str())];
    let address = format!("/-/restore/a?at={first}");
    let shown = group.wiki.request("GET", &address, &headers).await;
    assert_eq!(shown.status, StatusCode::OK, "{}", shown.text());
    assert_eq!(shown.select(".reading del"), ["Removed: Other"]);
    let base = shown.attributes("input[name='base']", "value").remove(0);
    let account = shown.attributes("input[name='account']", "value").remove(0);
    let form = format!("account={account}&base={base}");
    let answer = group.wiki.post(&address, &form, &headers).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
    assert_eq!(answer.header("location"), "/a");
    assert!(group.wiki.get("/a").await.text().contains("First words."));
    // It is in the history at once.
    let history = group.wiki.get("/-/history/a").await;
    assert_eq!(history.select(".versions [lang]")[0], "Restore “A”");
    assert_eq!(
        history.select(".versions li:first-child .chip"),
        ["on the site"]
    );
    // Once more changes nothing.
    let again = group.wiki.post(&address, &form, &headers).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
    group.wiki.write_saying("Delete it", &[("a.md", None)]);
    let gone = group.wiki.request("GET", "/a", &headers).await;
    assert_eq!(gone.status, StatusCode::GONE);
    let restore = gone.attributes("main a.button", "href").remove(0);
    let shown = group.wiki.request("GET", &restore, &headers).await;
    let base = shown.attributes("input[name='base']", "value").remove(0);
    let form = format!("account={account}&base={base}&message=It+was+good");
    let answer = group.wiki.post(&restore, &form, &headers).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
    assert_eq!(group.wiki.get("/a").await.status, StatusCode::OK);
    assert_eq!(
        group
            .wiki
            .get("/-/history/a")
            .await
            .select(".versions li")
            .len(),
        5
    );
    // Readers are offered none of it.
    let reader = group.sign_in(Role::Reader).await;
    let headers = [("cookie", reader.as_str())];
    let history = group.wiki.request("GET", "/-/history/a", &headers).await;
    assert!(!history.text().contains("/-/restore/"));
}

#[tokio::test]
async fn names_and_layout_commits_are_as_the_repository_says() {
    let wiki = wiki();
    let layout = wiki.write_saying("Reflow", &[("a.md", Some(&text("A", "x")))]);
    wiki.write_saying(
        "Customs",
        &[
            (".mailmap", Some("Ada Lovelace <ada@example.org>\n")),
            (
                ".git-blame-ignore-revs",
                Some(&format!("# layout\n{layout}\n")),
            ),
        ],
    );
    wiki.read_history();
    let history = wiki.get("/-/history/a").await;
    assert!(history.text().contains("Ada Lovelace"));
    assert_eq!(history.select(".versions .chip"), ["new", "layout only"]);
}

#[tokio::test]
async fn a_long_history_comes_in_parts() {
    let wiki = wiki();
    for number in 0..120 {
        let text = text("A", &format!("Number {number}."));
        wiki.write_saying(&format!("Change {number}"), &[("a.md", Some(&text))]);
    }
    wiki.read_history();
    let first = wiki.get("/-/history/a").await;
    assert_eq!(first.select(".versions li").len(), 50);
    assert_eq!(first.select(".steps a"), ["Older versions"]);
    let last = wiki.get("/-/history/a?page=3").await;
    assert_eq!(last.select(".versions li").len(), 20);
    assert_eq!(
        wiki.get("/-/history/a?page=4").await.status,
        StatusCode::NOT_FOUND
    );
    let bad = wiki.get("/-/history/a?page=x").await;
    assert_eq!(bad.status, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn a_page_that_is_gone_is_read_as_it_was() {
    let wiki = wiki();
    let first = wiki.write_saying("One", &[("a.md", Some(&text("A", "First words.")))]);
    let second = wiki.write_saying("Two", &[("a.md", Some(&text("A", "Second words.")))]);
    let other = wiki.write_saying("Other", &[("b.md", Some(&text("B", "x")))]);
    let gone = wiki.write_saying("Remove it", &[("a.md", None)]);
    wiki.read_history();
    let answer = wiki.get("/a").await;
    assert_eq!(answer.status, StatusCode::GONE);
    let read = format!("/a?at={second}");
    assert_eq!(
        answer.select(&format!("main a[href='{read}']")),
        ["Read what it said"]
    );
    let page = wiki.get(&read).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.text().contains("Second words.") && page.text().contains("noindex"));
    assert!(page.select(".notice")[0].contains("The page is gone."));
    assert_eq!(page.select(".notice a"), ["Since then", "History"]);
    // Every link of it leads somewhere.
    for link in page.attributes("main a[href^='/']", "href") {
        let status = wiki.get(&link).await.status;
        assert!(status != StatusCode::NOT_FOUND, "{link}: {status}");
    }
    let at = wiki.get(&format!("/a?at={first}")).await;
    assert!(at.text().contains("First words."));
    // At any commit that had it; cited as it was.
    let at = wiki.get(&format!("/a?at={other}")).await;
    assert!(at.text().contains("Second words."));
    let cited = wiki.get(&format!("/-/cite-page/a.bib?at={first}")).await;
    assert!(cited.text().contains(&first), "{}", cited.text());
    let short = wiki.get(&format!("/a?at={}", &first[..8])).await;
    assert_eq!(short.header("location"), format!("/a?at={first}"));
    for at in [gone.as_str(), "0123456789", "no-such-tag"] {
        let answer = wiki.get(&format!("/a?at={at}")).await;
        assert_eq!(answer.status, StatusCode::GONE, "{at}");
        let answer = wiki.get(&format!("/api/v1/pages/a?at={at}")).await;
        assert_eq!(answer.status, StatusCode::GONE, "{at}");
        assert_eq!(answer.header("content-type"), "application/problem+json");
    }
    // The API tells the same: what it was, by a commit or its first digits; gone without either.
    for (at, commit) in [(second.as_str(), &second), (&first[..8], &first)] {
        let then = wiki.get(&format!("/api/v1/pages/a?at={at}")).await;
        assert_eq!(then.status, StatusCode::OK, "{at}");
        let then = then.json();
        assert_eq!(
            (&then["commit"], &then["title"]),
            (&commit.as_str().into(), &"A".into())
        );
        let words = if commit == &first {
            "First words."
        } else {
            "Second words."
        };
        assert!(then["source"].as_str().unwrap().contains(words), "{then}");
        assert!(then["html"].as_str().unwrap().contains(words), "{then}");
    }
    let now = wiki.get("/api/v1/pages/a").await;
    assert_eq!(now.status, StatusCode::GONE);
    assert_eq!(now.json()["status"], 410);
    let never = wiki.get(&format!("/api/v1/pages/never?at={first}")).await;
    assert_eq!(never.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn pictures_that_changed_stand_side_by_side() {
    let png = |byte: u8| [b"\x89PNG\r\n\x1a\n".as_slice(), &[byte; 20]].concat();
    let (old, new) = (png(1), png(2));
    let with = |name: &str| text("A", &format!("![A bird]({name})\n\nWords."));
    let build = || {
        let repository = TestRepository::new();
        repository.write(&[("index.md", &text("Home", "Hello."))]);
        let one = with("bird.png");
        let first = repository.commit(&[("a.md", Some(one.as_bytes())), ("bird.png", Some(&old))]);
        let two = with("bird.png").replace("Words", "Other words");
        let second = repository.commit(&[("a.md", Some(two.as_bytes())), ("bird.png", Some(&new))]);
        repository.commit(&[
            ("a.md", Some(with("none.png").as_bytes())),
            ("bird.png", None),
        ]);
        (repository, first, second)
    };
    let (repository, first, second) = build();
    let wiki = Wiki::seen_by(repository, Viewer::Contributor);
    wiki.read_history();
    let diff = wiki.get(&format!("/-/diff/a?to={second}")).await;
    let shown = diff.attributes(".pictures img", "src");
    assert_eq!(
        shown,
        [
            format!("/bird.png?at={first}&of=a"),
            format!("/bird.png?at={second}&of=a")
        ]
    );
    for (address, bytes) in shown.iter().zip([&old, &new]) {
        let picture = wiki.get(address).await;
        assert_eq!(picture.header("content-type"), "image/png");
        assert_eq!(&picture.body[..], &bytes[..]);
    }
    // Taken away: nothing stands beside it.
    let diff = wiki.get("/-/diff/a").await;
    assert_eq!(
        diff.select(".pictures .muted"),
        ["There was no picture here."]
    );
    // It is gone, so others cannot be told whom it was for.
    let (repository, first, second) = build();
    let wiki = Wiki::of(repository);
    wiki.read_history();
    let diff = wiki.get(&format!("/-/diff/a?to={second}")).await;
    assert_eq!(diff.status, StatusCode::OK);
    assert_eq!(diff.attributes(".pictures img", "src").len(), 0);
    for of in ["", "&of=a"] {
        let picture = wiki.get(&format!("/bird.png?at={first}{of}")).await;
        assert_eq!(picture.status, StatusCode::NOT_FOUND);
    }
}

#[tokio::test]
async fn readers_see_earlier_pictures_of_what_they_could_see() {
    let png = |byte: u8| [b"\x89PNG\r\n\x1a\n".as_slice(), &[byte; 20]].concat();
    let shows = |words: &str| text("A", &format!("![A bird](bird.png)\n\n{words}"));
    let hidden = shows("One.").replace("title: A", "title: A\nvisibility: members");
    assert!(hidden.contains("visibility"));
    let repository = TestRepository::new();
    repository.write(&[("index.md", &text("Home", "Hello."))]);
    let step = |page: &str, byte: u8| {
        let picture = png(byte);
        repository.commit(&[
            ("a.md", Some(page.as_bytes())),
            ("bird.png", Some(&picture)),
            ("cat.png", Some(&picture)),
        ])
    };
    let secret = step(&hidden, 1);
    let (first, second) = (step(&shows("Two."), 2), step(&shows("Three."), 3));
    let last = repository.commit(&[
        ("a.md", Some(shows("Four.").as_bytes())),
        ("b.md", Some(hidden.replace("bird", "cat").as_bytes())),
    ]);
    let wiki = Wiki::of(repository);
    wiki.read_history();
    let diff = wiki.get(&format!("/-/diff/a?to={second}")).await;
    let shown = diff.attributes(".pictures img", "src");
    assert_eq!(
        shown,
        [&first, &second].map(|commit| format!("/bird.png?at={commit}&of=a"))
    );
    for (address, byte) in shown.iter().zip([2, 3]) {
        let picture = wiki.get(address).await;
        assert_eq!(picture.header("content-type"), "image/png");
        assert_eq!(&picture.body[..], &png(byte)[..]);
    }
    let now = &png(3)[..];
    for (address, why) in [
        (format!("/bird.png?at={secret}&of=a"), "the page was hidden"),
        (format!("/bird.png?at={first}"), "no page shows it"),
        (format!("/bird.png?at={first}&of=b"), "the page is hidden"),
        (format!("/bird.png?at={first}&of=index"), "it shows another"),
    ] {
        let picture = wiki.get(&address).await;
        assert_eq!(&picture.body[..], now, "{why}: {address}");
    }
    for commit in [&first, &last] {
        let picture = wiki.get(&format!("/cat.png?at={commit}&of=a")).await;
        assert_eq!(picture.status, StatusCode::NOT_FOUND);
    }
}

#[tokio::test]
async fn tables_are_compared_cell_by_cell() {
    let wiki = wiki();
    let table = |eggs: &str| {
        text(
            "A",
            &format!("| Bird | Eggs |\n|---|---|\n| Heron | {eggs} |"),
        )
    };
    wiki.write_saying("One", &[("a.md", Some(&table("3")))]);
    wiki.write_saying("Two", &[("a.md", Some(&table("4")))]);
    wiki.read_history();
    let diff = wiki.get("/-/diff/a").await;
    assert_eq!(
        diff.select(".reading td"),
        ["Bird", "Eggs", "Heron", "Removed: 3Added: 4"]
    );
}

#[tokio::test]
async fn links_of_an_earlier_version_lead_to_what_was_there() {
    let wiki = wiki();
    let linking = text(
        "A",
        "[One](b.md), [two](c.md), [three](d.md), [four](never.md).",
    );
    let then = wiki.write_saying(
        "Begin",
        &[
            ("a.md", Some(&linking)),
            ("b.md", Some(&text("B", "Stays."))),
            ("c.md", Some(&text("C", "Goes."))),
            ("d.md", Some(&text("D", &long("moves")))),
        ],
    );
    wiki.write_saying("Drop the links", &[("a.md", Some(&text("A", "None.")))]);
    let moved = text("D", &long("moves"));
    wiki.write_saying(
        "Remove one, move one",
        &[("c.md", None), ("d.md", None), ("e.md", Some(&moved))],
    );
    wiki.read_history();
    let page = wiki.get(&format!("/a?at={then}")).await;
    let links = page.attributes("article a[href^='/']", "href");
    assert_eq!(
        links[..3],
        ["/b".to_owned(), format!("/c?at={then}"), "/e".to_owned()]
    );
    let gone = wiki.get(&links[1]).await;
    assert_eq!(gone.status, StatusCode::OK);
    assert!(gone.text().contains("Goes."));
}
