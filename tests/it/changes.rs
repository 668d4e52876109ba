//! `/changes`: what changed, and what administrators read above it.

use axum::http::StatusCode;

use crate::git_harness::{Server, Wanted, commit, git, page as plain, small, write};
use crate::wiki::{TestRepository, Wiki, page};
use concord::web::PushPolicy;

fn home(text: &str) -> String {
    page("title: Home\nsummary: S.", text)
}

#[tokio::test]
async fn a_site_of_one_commit_has_one_change() {
    let wiki = Wiki::new(&[("index.md", &home("Hello."))]);
    wiki.read_history();
    let answer = wiki.get("/changes").await;
    assert_eq!(answer.status, StatusCode::OK);
    assert_eq!(answer.select("h1"), ["Changes"]);
    assert_eq!(answer.select(".commit-title"), ["Change"]);
    assert!(answer.select(".steps").is_empty());
    let home = wiki.get("/").await;
    assert_eq!(
        home.attributes("footer a[href='/changes']", "href").len(),
        1
    );
    assert_eq!(home.select("main a[href='/changes']"), ["Changes"]);
    assert!(answer.header("etag").starts_with("W/"));
}

#[tokio::test]
async fn each_commit_names_what_it_touched() {
    let wiki = Wiki::new(&[("index.md", &home("Hello."))]);
    let commit = wiki.write_saying(
        "Add <b>two</b> cases\n\nAnd say why at length.",
        &[
            (
                "cases/a b.md",
                Some(&page("title: The A & B case\nsummary: S.", "a")),
            ),
            ("cases/gone.md", Some(&page("title: G\nsummary: S.", "g"))),
            ("cases/é.png", Some("picture")),
            (".github/x.yml", Some("x")),
            ("README.md", Some("x")),
        ],
    );
    wiki.write_saying(
        "Move and remove",
        &[
            ("cases/gone.md", None),
            ("cases/é.png", None),
            ("index.md", Some(&home("Changed."))),
        ],
    );
    wiki.write_saying("Only dots", &[(".github/x.yml", None)]);
    let answer = wiki.get("/changes").await;
    assert_eq!(
        answer.select(".commit-title"),
        ["Move and remove", "Add <b>two</b> cases", "Change"]
    );
    assert_eq!(
        answer.select(".commits ul li").split_at(6).0,
        [
            "Home",
            "/cases/gone removed",
            "cases/é.png removed",
            "The A & B case new",
            "/cases/gone since removed",
            "cases/é.png since removed",
        ]
    );
    let links = answer.attributes(".commits a", "href");
    let links: Vec<&String> = links
        .iter()
        .filter(|address| !address.starts_with("/-/commits/"))
        .collect();
    assert_eq!(links.split_at(2).0, ["/", "/cases/a%20b"]);
    assert!(
        answer
            .text()
            .contains(&format!("<code>{}</code>", &commit[..10]))
    );
    assert_eq!(answer.select(".changes h2"), ["14 July 2017"]);
    let french = wiki
        .request("GET", "/changes", &[("accept-language", "fr")])
        .await;
    assert_eq!(french.select("h1"), ["Modifications"]);
    assert_eq!(french.select(".changes h2"), ["14 juillet 2017"]);
}

#[tokio::test]
async fn a_commit_of_very_many_pages_names_the_first() {
    let pages: Vec<(String, String)> = (0..60)
        .map(|number| {
            (
                format!("p{number:02}.md"),
                page("title: P\nsummary: S.", "p"),
            )
        })
        .collect();
    let files: Vec<(&str, &str)> = pages
        .iter()
        .map(|(a, b)| (a.as_str(), b.as_str()))
        .collect();
    let wiki = Wiki::new(&files);
    let list = wiki.get("/changes").await;
    let items = list.select(".commits ul li");
    assert_eq!(items.len(), 21);
    assert_eq!(items[20], "and 42 more");
    // What is left out is linked.
    let commit = wiki.publisher.edition().revision().id;
    let address = format!("/-/commits/{commit}");
    assert_eq!(
        list.attributes(".commits ul li:last-child a", "href"),
        [address.as_str()]
    );
    let answer = wiki.get(&address).await;
    assert_eq!(answer.select(".commit-groups li").len(), 62);
}

#[tokio::test]
async fn a_commit_has_a_page_that_tells_by_kind_what_it_changed() {
    let wiki = Wiki::new(&[("index.md", &home("Hello."))]);
    let text = |kind: &str| page(&format!("title: A {kind}\nsummary: S.\nkind: {kind}"), "x");
    let id = wiki.write_saying(
        "Add <b>four</b>",
        &[
            ("z/case.md", Some(&text("case-study"))),
            ("a/lesson.md", Some(&text("lesson"))),
            ("a/gone.md", Some(&text("lesson"))),
            ("a/b.png", Some("picture")),
        ],
    );
    wiki.write_saying("Remove one", &[("a/gone.md", None)]);
    let answer = wiki.get(&format!("/-/commits/{id}")).await;
    assert_eq!(answer.status, StatusCode::OK);
    assert_eq!(answer.select("h1"), ["Add <b>four</b>"]);
    assert_eq!(
        answer.select(".commit-groups h3"),
        [
            "Case studies 1",
            "Lessons 1",
            "No longer on the site 1",
            "Other files 1"
        ]
    );
    assert_eq!(
        answer.select(".commit-groups li"),
        [
            "A case-study new",
            "A lesson new",
            "/a/gone since removed",
            "a/b.png new"
        ]
    );
    assert!(answer.text().contains("noindex"));
    let french = [("accept-language", "fr")];
    let french = wiki
        .request("GET", &format!("/-/commits/{id}"), &french)
        .await;
    assert_eq!(french.select(".commit-groups h3")[0], "Études de cas 1");
    let short = &id[..10];
    for (address, status) in [
        (format!("/-/commits/{short}"), StatusCode::NOT_FOUND),
        (
            format!("/-/commits/{}", "1".repeat(40)),
            StatusCode::NOT_FOUND,
        ),
        (format!("/-/commits/{id}?page=0"), StatusCode::BAD_REQUEST),
        (format!("/-/commits/{id}?page=2"), StatusCode::NOT_FOUND),
    ] {
        assert_eq!(wiki.get(&address).await.status, status, "{address}");
    }
}

#[tokio::test]
async fn a_commit_of_more_than_a_page_is_told_in_parts() {
    let text = page("title: P\nsummary: S.", "p");
    let pages: Vec<String> = (0..510).map(|number| format!("p{number:03}.md")).collect();
    let files: Vec<(&str, &str)> = pages.iter().map(|name| (name.as_str(), &*text)).collect();
    let wiki = Wiki::new(&files);
    let id = wiki.publisher.edition().revision().id;
    let address = format!("/-/commits/{id}");
    let first = wiki.get(&address).await;
    assert_eq!(first.select(".commit-groups li").len(), 500);
    let second = format!("{address}?page=2");
    assert_eq!(first.attributes(".steps a", "href"), [second.as_str()]);
    let second = wiki.get(&second).await;
    assert_eq!(second.select(".commit-groups li").len(), 12);
}

#[tokio::test]
async fn older_changes_have_addresses_that_stay() {
    let wiki = Wiki::new(&[("index.md", &home("Hello."))]);
    for number in 0..120 {
        wiki.repository
            .write(&[("index.md", &home(&format!("{number}")))]);
    }
    wiki.publisher.publish().unwrap();
    let first = wiki.get("/changes").await;
    let second_address = &first.attributes(".steps a", "href")[0];
    let second = wiki.get(second_address).await;
    let third_address = &second.attributes(".steps a", "href")[1];
    let third = wiki.get(third_address).await;
    let ids = |answer: &crate::wiki::Answer| answer.select(".commits code");
    let pages = [ids(&first), ids(&second), ids(&third)];
    assert_eq!(pages.each_ref().map(Vec::len), [50, 50, 21]);
    let mut all = pages.concat();
    all.sort();
    all.dedup();
    assert_eq!(all.len(), 121);
    assert_eq!(third.select(".steps a"), ["Newest changes"]);
    assert!(second.text().contains("noindex"));
    wiki.write(&[("index.md", &home("newer"))]);
    assert_eq!(ids(&wiki.get(second_address).await), pages[1]);
    for (address, status) in [
        ("/changes?before=x", StatusCode::BAD_REQUEST),
        ("/changes?before=12345", StatusCode::BAD_REQUEST),
        (
            &format!("/changes?before={}", "1".repeat(40)),
            StatusCode::NOT_FOUND,
        ),
        ("/changes?before=", StatusCode::OK),
    ] {
        assert_eq!(wiki.get(address).await.status, status, "{address}");
    }
}

#[test]
fn a_merge_is_told_only_where_it_changes_something_itself() {
    let server = Server::start(&small());
    let work = server.clone("work", &[]);
    git(&work, &["checkout", "--quiet", "-b", "side"]);
    write(&work, "side.md", plain("Side", "Text."));
    commit(&work, "On the side");
    git(&work, &["checkout", "--quiet", "main"]);
    write(&work, "main.md", plain("Main", "Text."));
    commit(&work, "On the branch");
    git(&work, &["merge", "--quiet", "-m", "A plain merge", "side"]);
    git(&work, &["checkout", "--quiet", "-b", "other"]);
    write(&work, "other.md", plain("Other", "Text."));
    commit(&work, "On another");
    git(&work, &["checkout", "--quiet", "main"]);
    commit(&work, "Nothing at all");
    git(&work, &["merge", "--quiet", "--no-commit", "other"]);
    write(&work, "evil.md", plain("Evil", "Text."));
    commit(&work, "A merge with more");
    git(&work, &["branch", "--quiet", "elsewhere"]);
    git(&work, &["checkout", "--quiet", "elsewhere"]);
    commit(&work, "Elsewhere");
    let repository = server.repository.to_str().unwrap();
    git(&work, &["push", "--quiet", repository, "main", "elsewhere"]);
    server.publisher.publish().unwrap();
    let page = server.get("/changes");
    for told in [
        "On the side",
        "On the branch",
        "On another",
        "A merge with more",
        "Evil",
    ] {
        assert!(page.contains(told), "{told}: {page}");
    }
    for untold in ["A plain merge", "Nothing at all", "Elsewhere"] {
        assert!(!page.contains(untold), "{untold}: {page}");
    }
    let outside = git(&work, &["rev-parse", "elsewhere"]);
    for address in [
        format!("/changes?before={outside}"),
        format!("/-/commits/{outside}"),
    ] {
        let answer = server.get(&address);
        assert!(answer.starts_with("HTTP/1.1 404"), "{answer}");
    }
}

#[tokio::test]
async fn only_the_folder_of_the_content_counts() {
    let repository = TestRepository::new();
    repository.write(&[
        ("content/index.md", &home("Hello.")),
        ("main.c", "int main;"),
    ]);
    repository.commit_saying("Only the program", &[("main.c", Some(b"int main = 1;"))]);
    repository.commit_saying(
        "Both",
        &[
            ("main.c", Some(b"2")),
            ("content/a.md", Some(home("A.").as_bytes())),
        ],
    );
    let wiki = Wiki::of(repository);
    let answer = wiki.get("/changes").await;
    assert_eq!(answer.select(".commit-title"), ["Both", "Change"]);
    assert!(!answer.text().contains("main.c"));
}

/// Makes a site and an upstream that both changed one line, and looks at the upstream.
fn in_conflict(policy: PushPolicy) -> Server {
    let wanted = Wanted {
        policy,
        upstream: true,
        ..Wanted::default()
    };
    let server = Server::start_as(wanted, &small());
    for (repository, text) in [("upstream.git", "Theirs."), ("content.git", "Ours.")] {
        let work = server.folder.path().join(format!("work-{repository}"));
        git(
            server.folder.path(),
            &["clone", "--quiet", repository, work.to_str().unwrap()],
        );
        write(
            &work,
            "cases/a.md",
            plain("A", &format!("## Setting\n\n{text}")),
        );
        commit(&work, "Change the same");
        git(&work, &["push", "--quiet"]);
    }
    server.publisher.publish().unwrap();
    server
}

#[test]
fn a_conflict_with_the_upstream_is_shown_to_administrators_alone() {
    let server = in_conflict(PushPolicy::Anyone);
    let wanted = "Somebody has to merge with the upstream";
    assert!(!server.get("/changes").contains(wanted));
    server.upstream.as_ref().unwrap().sync();
    let answer = server.get("/changes");
    assert!(answer.contains(wanted), "{answer}");
    assert!(answer.contains("<code>cases/a.md</code>") && answer.contains("git pull --no-rebase"));
    let head = answer.split("\r\n\r\n").next().unwrap().to_lowercase();
    assert!(
        head.contains("cache-control: no-store") && !head.contains("etag"),
        "{head}"
    );
    // Not what everyone else gets, before or after; whoever has the page already included.
    let address = server.address;
    for headers in [
        "X-Forwarded-For: 192.0.2.1\r\n",
        "Via: 1.1 proxy\r\n",
        "Authorization: Basic YTpi\r\n",
    ] {
        let plain = crate::git_harness::get(address, "/changes", headers);
        assert!(
            plain.starts_with("HTTP/1.1 200") && !plain.contains(wanted),
            "{plain}"
        );
        assert!(plain.to_lowercase().contains("etag: "), "{plain}");
        let etag = plain.to_lowercase();
        let etag = etag
            .split("etag: ")
            .nth(1)
            .unwrap()
            .lines()
            .next()
            .unwrap()
            .to_owned();
        let again =
            crate::git_harness::get(address, "/changes", &format!("If-None-Match: {etag}\r\n"));
        assert!(again.contains(wanted), "{again}");
    }
    assert!(!server.get("/cases/a").contains(wanted));
    let french = crate::git_harness::get(address, "/changes", "Accept-Language: fr\r\n");
    assert!(french.contains("Quelqu’un doit fusionner"), "{french}");
    // Somebody merges.
    let work = server.folder.path().join("work-content.git");
    let upstream = server.folder.path().join("upstream.git");
    let (merge, upstream) = (["pull", "--quiet", "--no-rebase", "-X", "ours"], upstream);
    git(
        &work,
        &[&merge[..], &[upstream.to_str().unwrap(), "main"]].concat(),
    );
    git(&work, &["push", "--quiet"]);
    server.publisher.publish().unwrap();
    server.upstream.as_ref().unwrap().sync();
    assert!(!server.get("/changes").contains(wanted));
}

#[test]
fn without_the_policy_nobody_is_an_administrator() {
    let server = in_conflict(PushPolicy::Off);
    server.upstream.as_ref().unwrap().sync();
    let answer = server.get("/changes");
    assert!(answer.contains("Change the same"), "{answer}");
    assert!(!answer.contains("upstream"), "{answer}");
}
