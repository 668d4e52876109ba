//! Folders of Markdown as other programs left them: READMEs, embeds by name, other endings.

use axum::http::StatusCode;
use concord::domain::Viewer;

use crate::wiki::{Wiki, page};

fn titled(title: &str, text: &str) -> String {
    page(&format!("title: {title}\nsummary: S."), text)
}

/// The problems of a site but for missing summaries, as `file:line kind: message`.
fn problems(wiki: &Wiki) -> Vec<String> {
    let edition = wiki.publisher.edition();
    let problems = edition.view(Viewer::Contributor).checks().problems();
    let shown = problems.into_iter().filter(|entry| {
        !["missing-summary", "orphan-attachment"].contains(&entry.problem.kind.name())
    });
    shown
        .map(|entry| {
            let problem = entry.problem;
            format!(
                "{}:{} {}: {}",
                entry.file,
                problem.position.line,
                problem.kind.name(),
                problem.message
            )
        })
        .collect()
}

#[tokio::test]
async fn a_readme_is_its_folder_s_page_where_no_other_is() {
    let one = titled(
        "One",
        "[Home](../README.md) [Chapter](README.md) [Folder](./) [Part](README.md#part)",
    );
    let wiki = Wiki::new(&[
        ("README.md", "# Our handbook\n\nWelcome."),
        (
            "chapter/README.md",
            &titled("Chapter", "[One](one.md)\n\n## Part"),
        ),
        ("chapter/one.md", &one),
    ]);
    assert_eq!(wiki.get("/").await.select("h1"), ["Our handbook"]);
    assert_eq!(wiki.get("/README.md").await.status, StatusCode::OK);
    let chapter = wiki.get("/chapter").await;
    assert_eq!(chapter.select("h1"), ["Chapter"]);
    assert!(chapter.text().contains("href=\"/chapter/one\""));
    for (old, address) in [("/chapter/README", "/chapter"), ("/README", "/")] {
        let answer = wiki.get(old).await;
        assert!(answer.status.is_redirection(), "{old}: {}", answer.status);
        assert_eq!(answer.header("location"), address);
    }
    assert_eq!(problems(&wiki), [""; 0]);
    let links = wiki
        .get("/chapter/one")
        .await
        .attributes(".prose a", "href");
    assert_eq!(links, ["/", "/chapter", "/chapter", "/chapter#part"]);

    wiki.write(&[(
        "chapter/index.md",
        &titled("Index", "[One](one.md)\n\n## Part"),
    )]);
    assert_eq!(wiki.get("/chapter").await.select("h1"), ["Index"]);
    assert_eq!(wiki.get("/chapter/README").await.select("h1"), ["Chapter"]);
    assert_eq!(problems(&wiki), [""; 0]);
    let links = wiki
        .get("/chapter/one")
        .await
        .attributes(".prose a", "href");
    assert_eq!(
        links[1..],
        ["/chapter/README", "/chapter", "/chapter/README#part"]
    );

    wiki.write_saying("Remove the index", &[("chapter/index.md", None)]);
    assert_eq!(wiki.get("/chapter").await.select("h1"), ["Chapter"]);
    assert!(wiki.get("/chapter/README").await.status.is_redirection());
    wiki.write_saying(
        "Remove both",
        &[("chapter/README.md", None), ("README.md", None)],
    );
    wiki.read_history();
    assert_eq!(wiki.get("/chapter/README").await.status, StatusCode::GONE);
    assert_eq!(wiki.get("/README.md").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_readme_for_members_is_as_hidden_as_any_page() {
    let hidden = page("title: Secret\nsummary: S.\nvisibility: members", "Words.");
    let wiki = Wiki::new(&[("README.md", "# Home"), ("a/README.md", &hidden)]);
    for address in ["/a", "/a/README", "/a/README.md", "/a.md"] {
        assert_eq!(
            wiki.get(address).await.status,
            StatusCode::NOT_FOUND,
            "{address}"
        );
    }
    wiki.write(&[("a/index.md", &titled("Open", "x"))]);
    assert_eq!(wiki.get("/a").await.select("h1"), ["Open"]);
    for address in ["/a/README", "/a/README.md"] {
        assert_eq!(
            wiki.get(address).await.status,
            StatusCode::NOT_FOUND,
            "{address}"
        );
    }
    assert!(!wiki.get("/changes").await.text().contains("README"));
}

#[tokio::test]
async fn a_file_is_embedded_by_its_name_where_it_is_the_only_one() {
    let wiki = Wiki::new(&[
        (
            "index.md",
            &titled(
                "Home",
                "![[pic 1.svg]] ![[pic 1.svg|100]] ![[img/pic 1.svg]]",
            ),
        ),
        (
            "notes/page.md",
            &titled("Note", "![[pic 1.svg]] ![[gone.png]] [[paper.pdf]]"),
        ),
        ("img/pic 1.svg", "<svg/>"),
        ("files/paper.pdf", "x"),
    ]);
    let home = wiki.get("/").await;
    let expected = ["/img/pic%201.svg"; 3];
    assert_eq!(home.attributes(".prose img", "src"), expected);
    assert_eq!(home.attributes(".prose img[width='100']", "alt"), [""]);
    let note = wiki.get("/notes/page").await;
    assert_eq!(note.attributes(".prose img", "src"), expected[..1]);
    assert_eq!(note.select(".prose .missing"), ["gone.png"]);
    assert_eq!(note.attributes(".prose a", "href"), ["/files/paper.pdf"]);
    assert_eq!(
        problems(&wiki),
        ["notes/page.md:6 missing-attachment: there is no file “gone.png”"]
    );

    wiki.write(&[("other/Pic 1.svg", "<svg/>")]);
    assert_eq!(
        problems(&wiki),
        [
            "index.md:6 missing-attachment: 2 files are called “pic 1.svg”",
            "index.md:6 missing-attachment: 2 files are called “pic 1.svg”",
            "notes/page.md:6 missing-attachment: 2 files are called “pic 1.svg”",
            "notes/page.md:6 missing-attachment: there is no file “gone.png”",
        ]
    );
    wiki.write_saying("Remove it", &[("other/Pic 1.svg", None)]);
    let note = wiki.get("/notes/page").await;
    assert_eq!(note.attributes(".prose img", "src"), expected[..1]);
}

#[tokio::test]
async fn an_embed_by_name_shows_a_file_to_those_who_see_the_page() {
    let hidden = page(
        "title: Secret\nsummary: S.\nvisibility: members",
        "![[b.png]]",
    );
    let wiki = Wiki::new(&[
        ("index.md", &titled("Home", "![[a.png]] ![[two.png]]")),
        ("hidden/page.md", &hidden),
        ("hidden/a.png", "a"),
        ("hidden/b.png", "b"),
        ("hidden/two.png", "2"),
        ("hidden/more/two.png", "2"),
    ]);
    assert_eq!(wiki.get("/hidden/a.png").await.status, StatusCode::OK);
    // Of two with one name neither is meant, so the link opens none.
    for address in ["/hidden/b.png", "/hidden/two.png"] {
        assert_eq!(
            wiki.get(address).await.status,
            StatusCode::NOT_FOUND,
            "{address}"
        );
    }
}

#[tokio::test]
async fn what_is_no_page_or_no_file_is_named() {
    let pointer = "version https://git-lfs.github.com/spec/v1\noid sha256:e31e396000df86f9a888eea93efec5ad46fa68c1d3f8d6aa8f42991e137deaad\nsize 14365\n";
    let wiki = Wiki::new(&[
        ("index.md", &titled("Home", "![p](pic.png)")),
        ("pic.png", pointer),
        ("PAGE2.MD", &titled("Upper", "x")),
        ("note.markdown", &titled("Ext", "x")),
    ]);
    assert_eq!(
        problems(&wiki),
        [
            "PAGE2.MD:1 not-a-page: the file is no page: the names of pages end in “.md”",
            "note.markdown:1 not-a-page: the file is no page: the names of pages end in “.md”",
            "pic.png:1 lfs-pointer: this is a Git LFS pointer, not the file",
        ]
    );
}

#[tokio::test]
async fn a_link_leads_to_a_place_that_html_names() {
    let text = "<a id=\"old\"></a>\n\nText. [Jump](#old) [there](other.md#été) [[other#term-x]] [no](#nowhere)";
    let other = "<span id=\"term-x\">term</span> <a name='été'></a>";
    let wiki = Wiki::new(&[
        ("index.md", &titled("Home", text)),
        ("other.md", &titled("Other", other)),
    ]);
    let home = wiki.get("/").await;
    assert_eq!(
        home.attributes(".prose a", "href"),
        [
            "#user-content-old",
            "/other#user-content-%C3%A9t%C3%A9",
            "/other#user-content-term-x",
            "/",
        ]
    );
    assert!(home.text().contains("id=\"user-content-old\""));
    assert_eq!(
        problems(&wiki),
        ["index.md:8 broken-heading: “Home” has no heading “nowhere”"]
    );
}

#[tokio::test]
async fn feeds_are_xml_whatever_a_title_has() {
    let odd = "---\ntitle: \"C:\\backup \\uFFFE& <x>\"\nsummary: \"S\\0\\x1F\"\n---\nx\n";
    let wiki = Wiki::new(&[("index.md", &titled("Home", "x")), ("odd.md", odd)]);
    for address in ["/feed.xml", "/sitemap.xml", "/opensearch.xml"] {
        let text = wiki.get(address).await.text();
        let bad = text.chars().find(|&character| {
            character.is_control() && character != '\n' || "\u{FFFE}\u{FFFF}".contains(character)
        });
        assert_eq!(bad, None, "{address}: {text}");
    }
    let feed = wiki.get("/feed.xml").await.text();
    assert!(
        feed.contains("<title>C:ackup &amp; &lt;x&gt;</title>"),
        "{feed}"
    );
    assert_eq!(wiki.get("/-/picture/odd").await.status, StatusCode::OK);
    let named: Vec<String> = problems(&wiki)
        .into_iter()
        .filter(|problem| problem.contains("control character"))
        .collect();
    assert_eq!(named.len(), 2, "{named:?}");
}
