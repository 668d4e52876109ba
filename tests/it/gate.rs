//! The one gate: what is for members leaves no trace for anyone else, by any way out.

use std::fmt::Write as _;

use axum::http::StatusCode;
use concord::domain::{Role, Viewer};

use crate::people::Group;
use crate::wiki::{Answer, Wiki, page};

const SECRET: &str = "xylophonist";

fn wiki() -> Wiki {
    let secret = page(
        "title: Xylophonist memo\nsummary: A xylophonist plan.\nkind: case-study\nvisibility: members\n\
         partnership_types: [co-creation]\nchallenges: [maintaining-momentum]\ncountries: [EE]\n\
         organisations: [Xylophonist Office]\nauthors: [Ann Xylophonist]\naliases: [old-xylophonist]\ntranslation_of: /open",
        "The xylophonist writes.\n\n:::gap\nWhich xylophonist?\n:::\n\n## Xylophonist section\n\nSee [the open page](../open.md) and ![plan](plan.png).\n",
    );
    let open = page(
        "title: Open page\nsummary: For all.\nkind: lesson\ndrawn_from: [secret/memo]",
        "Links to [the memo](secret/memo.md), [[Xylophonist memo]] and a [file](shared/a.png).\n",
    );
    let lists = page(
        "title: Lists\nsummary: All.",
        ":::list kind=case-study\n:::\n\n:::list as=table by=organisation\n:::\n\n\
         :::list as=countries\n:::\n\n:::list as=timeline by=author\n:::\n\n:::gaps by=kind\n:::",
    );
    Wiki::new(&[
        ("secret/memo.md", &secret),
        ("lists.md", &lists),
        ("secret/plan.png", "not really a picture"),
        ("secret/memo/below.txt", "a xylophonist file"),
        ("shared/a.png", "a picture"),
        ("open.md", &open),
        (
            "index.md",
            &page("title: Home\nsummary: Start.", "Welcome."),
        ),
    ])
}

#[tokio::test]
async fn hidden_pages_look_like_missing_ones() {
    let wiki = wiki();
    for address in [
        "/secret/memo",
        "/secret/memo.md",
        "/secret/plan.png",
        "/secret/memo/below.txt",
        "/secret",
        "/old-xylophonist",
        "/api/v1/pages/secret/memo",
        "/secret/memo/",
        "/-/cite-page/secret/memo.bib",
        "/-/picture/secret/memo.png",
        "/-/organisations/xylophonist-office",
        "/-/people/ann-xylophonist",
    ] {
        let answer = wiki.get(address).await;
        let missing = answer.status == StatusCode::NOT_FOUND
            || (answer.status.is_redirection() && address.ends_with('/'));
        assert!(missing, "{address}: {}", answer.status);
        let body = answer.text().to_lowercase();
        assert!(!body.contains("a xylophonist plan"), "{address}");
        assert!(!body.contains("xylophonist section"), "{address}");
    }
    assert_eq!(wiki.get("/shared/a.png").await.status, StatusCode::OK);
}

#[tokio::test]
async fn no_other_way_out_knows_of_hidden_pages() {
    let wiki = wiki();
    for address in [
        "/",
        "/open",
        "/map",
        "/map.csv",
        "/map.svg",
        "/feed.xml",
        "/sitemap.xml",
        "/llms.txt",
        "/search",
        "/search?country=EE",
        "/search?sort=title",
        "/search?kind=case-study",
        "/-/problems",
        "/changes",
        "/api/v1/pages",
        "/api/v1/search",
        "/api/v1/facets",
        "/api/v1/map",
        "/api/v1/pages/open",
        "/-/suggest?q=xyl",
        "/-/suggest?q=xylophonist",
        "/nothing-here",
        "/lists",
        "/-/pages.csv",
        "/-/pages.md",
        "/-/pages.csv?country=EE",
        "/feed.xml?kind=case-study",
        "/feed.xml?country=EE",
        "/-/glossary",
        "/-/glossary/partnership_types/co-creation",
        "/-/glossary/challenges/maintaining-momentum",
        "/-/countries/EE",
        "/search?view=timeline",
        "/search?view=countries",
        "/search?q=memo",
        "/search?q=kind:case-study",
        "/search?q=xylophonis*",
    ] {
        let answer = wiki.get(address).await;
        let typed = address.contains("xyl");
        let body = answer.text().to_lowercase();
        // The page's author wrote these words on a public page.
        let body = body
            .replace("[[xylophonist memo]]", "")
            .replace("secret/memo", "");
        // A snippet marks the words of the query in them.
        let body = body.replace("<mark>", "").replace("</mark>", "");
        let body = body
            .replace("xylophonist memo", "")
            .replace("xylophonist%20memo", "");
        assert!(typed || !body.contains(SECRET), "{address}: {body}");
        assert!(
            !body.contains("xylophonist office") && !body.contains("a xylophonist plan"),
            "{address}"
        );
        assert!(!body.contains("old-xylophonist"), "{address}");
    }
}

#[tokio::test]
async fn counts_do_not_include_hidden_pages() {
    let wiki = wiki();
    let all = wiki.get("/api/v1/search").await.json();
    assert_eq!(all["total"], 3);
    let found = wiki.get("/api/v1/search?q=xylophonist").await.json();
    // The public page names the memo in its text.
    assert_eq!(found["total"], 1, "{found}");
    assert_eq!(found["hits"][0]["path"], "open");
    let map = wiki.get("/api/v1/map?kind=case-study").await.json();
    assert!(
        map["cells"]
            .as_array()
            .unwrap()
            .iter()
            .all(|cell| cell["total"] == 0)
    );
    let facets = wiki.get("/api/v1/facets").await.text();
    assert!(
        !facets.contains("Estonia") && !facets.contains("visibility"),
        "{facets}"
    );
}

#[tokio::test]
async fn an_old_version_of_a_public_page_that_was_for_members_stays_hidden() {
    let wiki = Wiki::new(&[(
        "a.md",
        &page("title: A\nsummary: S.\nvisibility: members", "hidden words"),
    )]);
    let before = wiki.publisher.edition().revision().id.to_string();
    wiki.write(&[("a.md", &page("title: A\nsummary: S.", "open words"))]);
    assert_eq!(wiki.get("/a").await.status, StatusCode::OK);
    assert_eq!(
        wiki.get(&format!("/a?at={before}")).await.status,
        StatusCode::NOT_FOUND
    );
}

#[tokio::test]
async fn a_misspelt_visibility_hides_the_page() {
    let wiki = Wiki::new(&[(
        "a.md",
        &page("title: A\nsummary: S.\nvisibility: member", "x"),
    )]);
    assert_eq!(wiki.get("/a").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn whatever_seems_to_ask_for_it_hides_the_page() {
    let long = format!(
        "---\ntitle: A\nx: \"{}\"\nvisibility: members\n---\nhush\n",
        "a".repeat(2_200_000)
    );
    let wide: Vec<u8> = "\u{FEFF}---\ntitle: A\nvisibility: members\n---\nhush\n"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    let bare: Vec<u8> = "---\ntitle: A\nvisibility: members\n---\nhush\n"
        .encode_utf16()
        .flat_map(u16::to_be_bytes)
        .collect();
    let four: Vec<u8> = "---\ntitle: A\nvisibility: members\n---\nhush\n"
        .chars()
        .flat_map(|character| u32::from(character).to_le_bytes())
        .collect();
    let texts: Vec<Vec<u8>> = [
        &page("title: A\nVisibility: members", "hush"),
        &page("title: A\nvisiblity: members", "hush"),
        &page("title: A\nprivate: true", "hush"),
        &page("title: A\npublished: false", "hush"),
        &page("title: A\ndraft: true", "hush"),
        &page("title: A\nmeta:\n  visibility: members", "hush"),
        &format!("\n{}", page("title: A\nvisibility: members", "hush")),
        &format!(
            "<!-- c -->\n{}",
            page("title: A\nvisibility: members", "hush")
        ),
        &page("title: A\nvisibility: members", "hush").replace("---", "----"),
        &page("title: A\nvisibility: members", "hush").replace('\n', "\r"),
        "+++\ntitle = \"A\"\nvisibility = \"members\"\n+++\nhush\n",
        &long,
    ]
    .iter()
    .map(|text| text.as_bytes().to_vec())
    .chain([wide, bare, four])
    .collect();
    for text in texts {
        let repository = crate::wiki::TestRepository::new();
        repository.commit(&[("a.md", Some(&text)), ("b.md", Some(b"hush"))]);
        let wiki = Wiki::of(repository);
        let shown = String::from_utf8_lossy(&text[..text.len().min(100)]).into_owned();
        for address in ["/a", "/a.md", "/api/v1/pages/a"] {
            assert_eq!(
                wiki.get(address).await.status,
                StatusCode::NOT_FOUND,
                "{shown:?}"
            );
        }
        let found = wiki.get("/api/v1/search?q=hush").await.json();
        assert_eq!(found["total"], 1, "{shown:?}");
    }
}

#[tokio::test]
async fn a_draft_is_for_contributors_alone() {
    let draft = page(
        "title: D\nsummary: S.\ndraft: true\nvisibility: members",
        "d",
    );
    let members = page("title: M\nsummary: S.\nvisibility: members", "m");
    for (viewer, sees) in [
        (Viewer::Anonymous, [false, false]),
        (Viewer::Member, [true, false]),
        (Viewer::Contributor, [true, true]),
    ] {
        let repository = crate::wiki::TestRepository::new();
        repository.write(&[
            ("m.md", &members),
            ("d.md", &draft),
            ("x/d.md", &draft),
            ("x/d.png", "d"),
            ("y/m.md", &members),
            ("y/m.png", "m"),
            ("z.md", &page("title: Z\nsummary: S.", "z")),
        ]);
        let wiki = Wiki::seen_by(repository, viewer);
        for (addresses, sees) in [(["/m", "/y/m.png"], sees[0]), (["/d", "/x/d.png"], sees[1])] {
            for address in addresses {
                let status = wiki.get(address).await.status;
                let wanted = if sees {
                    StatusCode::OK
                } else {
                    StatusCode::NOT_FOUND
                };
                assert_eq!(status, wanted, "{viewer:?} {address}");
            }
        }
    }
}

#[tokio::test]
async fn a_file_is_as_visible_as_the_most_visible_page_that_links_it() {
    let with = |front: &str, text: &str| page(&format!("title: T\nsummary: S.\n{front}"), text);
    let wiki = Wiki::new(&[
        (
            "index.md",
            &with("lang: en", "![a](minutes/linked.png) ![f](files/both.png)"),
        ),
        (
            "minutes/2026.md",
            &with(
                "visibility: members",
                "![a](images/plan.png) ![b](linked.png)",
            ),
        ),
        ("minutes/images/plan.png", "1"),
        ("minutes/images/alone.png", "2"),
        ("minutes/linked.png", "3"),
        ("minutes/images/deep/er/alone.png", "4"),
        (
            "team.md",
            &with(
                "visibility: members",
                "![f](files/theirs.png) ![f](files/both.png)",
            ),
        ),
        ("files/theirs.png", "5"),
        ("files/both.png", "6"),
        ("team/alone.png", "7"),
        ("open/a.md", &with("lang: en", "x")),
        ("open/images/alone.png", "8"),
        ("mixed/a.md", &with("lang: en", "x")),
        ("mixed/b.md", &with("draft: true", "x")),
        ("mixed/alone.png", "9"),
        ("mixed/open/a.md", &with("lang: en", "x")),
        ("mixed/open/alone.png", "10"),
        ("closed/a/b.md", &with("visibility: members", "x")),
        ("closed/images/alone.png", "11"),
    ]);
    for (address, shown) in [
        ("/minutes/images/plan.png", false),
        ("/minutes/images/alone.png", false),
        ("/minutes/images/deep/er/alone.png", false),
        ("/minutes/linked.png", true),
        ("/files/theirs.png", false),
        ("/files/both.png", true),
        ("/team/alone.png", false),
        ("/open/images/alone.png", true),
        ("/mixed/alone.png", false),
        ("/mixed/open/alone.png", true),
        ("/closed/images/alone.png", false),
        ("/vocabulary.toml", true),
    ] {
        let status = wiki.get(address).await.status;
        assert_eq!(status == StatusCode::OK, shown, "{address}: {status}");
        let changes = wiki.get("/changes").await.text();
        assert_eq!(
            changes.contains(&format!("\"{address}\"")),
            shown,
            "{address}: {changes}"
        );
        let problems = wiki.get("/-/problems").await.text();
        assert!(
            shown || !problems.contains(&address[1..]),
            "{address}: {problems}"
        );
    }
}

#[tokio::test]
async fn a_file_that_is_written_like_a_page_is_for_whom_it_says() {
    let hidden = page("title: T\nvisibility: members", "hush");
    let open = page(
        "title: T\nsummary: S.",
        "[a](up.MD) [b](b.markdown) [c](c.markdown)",
    );
    let wiki = Wiki::new(&[
        ("open.md", &open),
        ("up.MD", &hidden),
        ("b.markdown", &hidden),
        ("c.markdown", &page("title: T", "all")),
    ]);
    for (address, shown) in [
        ("/up.MD", false),
        ("/b.markdown", false),
        ("/c.markdown", true),
    ] {
        let status = wiki.get(address).await.status;
        assert_eq!(status == StatusCode::OK, shown, "{address}: {status}");
        let changes = wiki.get("/changes").await.text();
        assert_eq!(
            changes.contains(&address[1..]),
            shown,
            "{address}: {changes}"
        );
    }
    let edition = wiki.publisher.edition();
    assert!(!edition.view(Viewer::Anonymous).is_all_public());
    wiki.write(&[("up.MD", "all"), ("b.markdown", "all")]);
    assert_eq!(wiki.get("/up.MD").await.status, StatusCode::OK);
    assert!(
        wiki.publisher
            .edition()
            .view(Viewer::Anonymous)
            .is_all_public()
    );
}

#[tokio::test]
async fn a_name_beside_another_is_not_told_where_one_is_hidden() {
    let wiki = Wiki::new(&[
        ("twin.md", &page("title: T\nsummary: S.", "x")),
        (
            "Twin.md",
            &page("title: U\nsummary: S.\nvisibility: members", "x"),
        ),
        ("two.md", &page("title: T\nsummary: S.", "x")),
        (
            "two/index.md",
            &page("title: U\nsummary: S.\nvisibility: members", "x"),
        ),
        (
            "bad\u{200B}name.md",
            &page("title: U\nsummary: S.\nvisibility: members", "x"),
        ),
    ]);
    let problems = wiki.get("/-/problems").await.text();
    for hidden in ["Twin.md", "two/index.md", "bad"] {
        assert!(!problems.contains(hidden), "{hidden}: {problems}");
    }
    let page = wiki.get("/twin").await.text();
    assert!(!page.contains("Twin.md"), "{page}");
}

#[tokio::test]
async fn what_is_not_there_is_never_unchanged() {
    let wiki = wiki();
    let etag = wiki.get("/open").await.header("etag").to_owned();
    for (address, status) in [
        ("/open", StatusCode::NOT_MODIFIED),
        ("/feed.xml", StatusCode::NOT_MODIFIED),
        ("/secret/memo", StatusCode::NOT_FOUND),
        ("/nothing-here", StatusCode::NOT_FOUND),
        ("/api/v1/pages/nothing-here", StatusCode::NOT_FOUND),
        ("/search?sort=x", StatusCode::BAD_REQUEST),
    ] {
        for _ in 0..2 {
            let answer = wiki
                .request("GET", address, &[("if-none-match", &etag)])
                .await;
            assert_eq!(answer.status, status, "{address}");
        }
    }
}

#[tokio::test]
async fn the_feed_does_not_tell_when_something_hidden_changed() {
    let wiki = Wiki::new(&[("index.md", &page("title: Home\nsummary: S.", "Hello."))]);
    let before = wiki.get("/feed.xml").await.text();
    wiki.write(&[(
        "h.md",
        &page("title: H\nsummary: S.\nvisibility: members", "h"),
    )]);
    assert_eq!(wiki.get("/feed.xml").await.text(), before);
}

#[tokio::test]
async fn a_file_beside_a_hidden_page_is_shown_where_a_public_page_links_it() {
    let wiki = Wiki::new(&[
        (
            "x/hidden.md",
            &page("title: H\nsummary: S.\nvisibility: members", "h"),
        ),
        (
            "x/open.md",
            &page("title: O\nsummary: S.", "![used](used.png)"),
        ),
        ("x/used.png", "1"),
        ("x/unused.png", "2"),
    ]);
    assert_eq!(wiki.get("/x/used.png").await.status, StatusCode::OK);
    assert_eq!(
        wiki.get("/x/unused.png").await.status,
        StatusCode::NOT_FOUND
    );
}

/// A site whose history has to do with a hidden page in every way there is, each time in words.
///
/// Returned with it are its commits, with what was said of each.
pub(crate) fn told() -> (Wiki, Vec<(String, String)>) {
    let mut commits = Vec::new();
    let wiki = Wiki::new(&[("index.md", &page("title: Home\nsummary: Start.", "Hello."))]);
    let members = page(
        "title: Xylophonist memo\nsummary: S.\nvisibility: members",
        "x",
    );
    let broken = page("title: [Xylophonist\nvisibility: members", "x");
    let open = |text: &str| page("title: Open page\nsummary: S.", text);
    let mut say = |message: &str, files: &[(&str, Option<&str>)]| {
        commits.push((message.to_owned(), wiki.write_saying(message, files)));
    };
    // Hidden alone, then with something open, and what lies beside it.
    say(
        "Add the xylophonist memo",
        &[("secret/memo.md", Some(&members))],
    );
    say(
        "Open and xylophonist together",
        &[
            ("secret/memo.md", Some(&format!("{members}y"))),
            ("open.md", Some(&open("1"))),
        ],
    );
    say(
        "A xylophonist's plan",
        &[("secret/plan-xylophonist.png", Some("picture"))],
    );
    say(
        "A xylophonist's file",
        &[("secret/memo/xylophonist.txt", Some("text"))],
    );
    // Open first, hidden later; hidden by a mistake; hidden first, open later.
    say(
        "The xylophonist in the open",
        &[("things/later.md", Some(&open("2")))],
    );
    say(
        "Hide the xylophonist",
        &[("things/later.md", Some(&members))],
    );
    say(
        "A mistake about the xylophonist",
        &[("things/mistake.md", Some(&broken))],
    );
    say(
        "A xylophonist draft",
        &[("things/draft.md", Some(&members))],
    );
    say(
        "Publish the xylophonist draft",
        &[("things/draft.md", Some(&open("3")))],
    );
    // Gone again, with and without what lay beside it.
    say(
        "Remove the xylophonist mistake",
        &[("things/mistake.md", None)],
    );
    say(
        "Remove the xylophonist's plan",
        &[("secret/plan-xylophonist.png", None)],
    );
    say(
        "No more xylophonist",
        &[
            ("secret/memo.md", None),
            ("secret/memo/xylophonist.txt", None),
        ],
    );
    say("Change the open page", &[("open.md", Some(&open("4")))]);
    (wiki, commits)
}

#[tokio::test]
async fn the_page_of_a_commit_tells_nothing_of_what_is_or_was_hidden() {
    let (wiki, commits) = told();
    let listed = wiki.get("/changes").await;
    let listed = listed.attributes(".commit-title a", "href");
    for (message, id) in &commits {
        let address = format!("/-/commits/{id}");
        let answer = wiki.get(&address).await;
        let is_listed = listed.contains(&address);
        let wanted = match is_listed {
            true => StatusCode::OK,
            false => StatusCode::NOT_FOUND,
        };
        assert_eq!(answer.status, wanted, "{message}");
        let body = answer.text().to_lowercase();
        for hidden in [SECRET, "secret", "memo", "later", "mistake", "plan"] {
            assert!(!body.contains(hidden), "{message}: {hidden}: {body}");
        }
    }
    assert_eq!(listed.len(), 4, "{listed:?}");
    let pages = |id: &str| {
        let address = format!("/-/commits/{id}");
        let wiki = &wiki;
        async move { wiki.get(&address).await.select(".commit-groups li") }
    };
    // A line is there where the page may be seen now and at the commit.
    let by = |message: &str| {
        let found = commits.iter().find(|(said, _)| said == message);
        found.unwrap().1.clone()
    };
    let both = by("Open and xylophonist together");
    assert_eq!(pages(&both).await, ["Open page new"]);
    let published = by("Publish the xylophonist draft");
    assert_eq!(pages(&published).await, ["Open page"]);
    for untold in ["The xylophonist in the open", "A xylophonist draft"] {
        assert_eq!(pages(&by(untold)).await, [""; 0]);
    }
}

#[tokio::test]
async fn the_news_on_the_home_page_tell_what_the_list_of_changes_tells() {
    let (wiki, _) = told();
    let listed = wiki.get("/changes").await;
    let home = wiki.get("/").await;
    let news = home.attributes(".commit-title a", "href");
    let mut listed = listed.attributes(".commit-title a", "href");
    // What has changed again since is told once.
    listed.remove(2);
    assert_eq!(news, listed);
    assert_eq!(
        home.select(".news .commit-title span"),
        ["Change the open page", "Changed", "Change"]
    );
    let body = home.text().to_lowercase();
    for hidden in [SECRET, "secret", "memo", "later", "mistake"] {
        assert!(!body.contains(hidden), "{hidden}: {body}");
    }
}

#[tokio::test]
async fn the_list_of_changes_tells_nothing_of_what_is_or_was_hidden() {
    let (wiki, _) = told();
    let answer = wiki.get("/changes").await;
    let body = answer.text().to_lowercase();
    for hidden in [SECRET, "secret", "memo", "later", "mistake", "plan"] {
        assert!(!body.contains(hidden), "{hidden}: {body}");
    }
    assert_eq!(
        answer.select(".commit-title"),
        [
            "Change the open page",
            // The draft's publication and the change of two pages, without their words.
            "Changed",
            "Changed",
            "Change",
        ]
    );
    assert_eq!(
        answer.select(".commits ul li"),
        [
            "Open page",
            "Open page",
            "Open page new",
            "Home new",
            "references.bib new",
            "vocabulary.toml new",
        ]
    );
    // Who changed a page that is told stands on that page, so it is told here too.
    let listed = answer.select(".commits > li").join(" ");
    assert_eq!(listed.matches("Ada Writer").count(), 4);
}

#[tokio::test]
async fn the_length_of_the_list_does_not_tell_how_many_changes_are_hidden() {
    let wiki = Wiki::new(&[("index.md", &page("title: Home\nsummary: S.", "Hello."))]);
    for number in 0..49 {
        let text = page("title: Home\nsummary: S.", &format!("Hello {number}."));
        wiki.repository.write(&[("index.md", &text)]);
        let text = format!("title: H\nsummary: S.\nvisibility: members\nother: {number}");
        wiki.repository.write(&[("h.md", &page(&text, "h"))]);
    }
    wiki.publisher.publish().unwrap();
    let answer = wiki.get("/changes").await;
    assert_eq!(answer.select(".commit-title").len(), 50);
    assert!(answer.select(".steps a").is_empty());
}

/// Returns an answer as one text, in which an address and an id are written alike.
fn whole(answer: &Answer, path: &str) -> String {
    let mut text = format!("{}\n", answer.status);
    for (name, value) in &answer.headers {
        if name != "x-request-id" {
            let _ = writeln!(
                text,
                "{name}: {}",
                String::from_utf8_lossy(value.as_bytes())
            );
        }
    }
    text.push_str(&answer.text());
    text.replace(&path.replace('/', "%2F"), "PATH")
        .replace(path, "PATH")
}

/// What a form of writing carries, whose page was there before.
fn sent(base: &str, file: &str, button: &str) -> String {
    let mut form = form_urlencoded::Serializer::new(String::new());
    form.append_pair("base", base)
        .append_pair("theirs", base)
        .append_pair("file", file)
        .append_pair("mode", "source")
        .append_pair("source", "---\ntitle: T\nkind: page\n---\nText.\n")
        .append_pair("to", "elsewhere")
        .append_pair("plan", "0")
        .append_pair("choice.0", "theirs")
        .append_pair("do", button);
    form.finish()
}

#[tokio::test]
async fn at_the_doors_of_writing_what_is_hidden_looks_like_what_is_missing() {
    let files = [
        ("index.md", page("title: Home\nsummary: S.", "Text.")),
        (
            "notes/memo.md",
            page(
                "title: Memo\nsummary: A xylophonist plan.\nvisibility: members",
                "The xylophonist writes.",
            ),
        ),
        (
            "notes/idea.md",
            page(
                "title: Idea\nsummary: A xylophonist idea.\ndraft: true",
                "The xylophonist thinks.",
            ),
        ),
        ("notes/memo/plan.txt", "a xylophonist file".to_owned()),
    ];
    let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (*name, &**text)).collect();
    let group = Group::new(&files).await;
    let base = group.wiki.publisher.edition().revision().id.to_string();
    let missing = ["notes/mumo", "notes/mumo/plan.txt"];
    let mut asked = 0;
    for role in [None, Some(Role::Reader)] {
        let cookie = match role {
            Some(role) => group.sign_in(role).await,
            None => String::new(),
        };
        let headers = [("cookie", cookie.as_str())];
        for hidden in ["notes/memo", "notes/idea", "notes/memo/plan.txt"] {
            let absent = missing[usize::from(hidden.len() > missing[0].len())];
            for door in ["/-/edit/", "/-/move/", "/-/delete/"] {
                for query in ["", "?kept=1", "?mode=source", "?section=here"] {
                    let mut both = Vec::new();
                    for path in [hidden, absent] {
                        let address = format!("{door}{path}{query}");
                        let answer = group.wiki.request("GET", &address, &headers).await;
                        assert!(!answer.text().contains("xylophonist"), "{address}");
                        both.push(whole(&answer, path));
                    }
                    assert_eq!(both[0], both[1], "GET {door}{hidden}{query} {role:?}");
                    asked += 1;
                }
                for button in [
                    "save",
                    "preview",
                    "keep",
                    "resolve",
                    "save-anew",
                    "confirm",
                    "show",
                ] {
                    let mut both = Vec::new();
                    for path in [hidden, absent] {
                        let form = sent(&base, &format!("{path}.md"), button);
                        let address = format!("{door}{path}");
                        let answer = group.wiki.post(&address, &form, &headers).await;
                        assert!(!answer.status.is_success(), "{address} {role:?}");
                        assert!(!answer.text().contains("xylophonist"), "{address}");
                        both.push(whole(&answer, path));
                    }
                    assert_eq!(both[0], both[1], "POST {door}{hidden} {button} {role:?}");
                    asked += 1;
                }
            }
        }
        // A new page at the address of a hidden one, and the commit that made it.
        for address in [
            "/-/new",
            "/-/new?address=notes/memo",
            "/-/new?kind=lesson&address=notes/memo",
        ] {
            let form = sent(&base, "notes/memo.md", "save");
            for answer in [
                group.wiki.request("GET", address, &headers).await,
                group.wiki.post(address, &form, &headers).await,
            ] {
                assert!(!answer.status.is_success(), "{address} {role:?}");
                assert!(!answer.text().contains("xylophonist"), "{address}");
            }
        }
        let undone = [base.as_str(), &"0".repeat(40)].map(|id| format!("/-/undo/{id}"));
        let mut both = Vec::new();
        for address in &undone {
            let answer = group.wiki.request("GET", address, &headers).await;
            both.push(whole(&answer, address));
        }
        assert_eq!(
            both[0].replace(&base, "ID"),
            both[1].replace(&"0".repeat(40), "ID")
        );
    }
    assert_eq!(asked, 2 * 3 * 3 * 11);
}
