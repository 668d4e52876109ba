//! Pages as readers get them.

use axum::http::StatusCode;
use concord::domain::Viewer;

use crate::wiki::{ODD_NAMES, REFERENCES, TestRepository, VOCABULARY, Wiki, page};

fn case(title: &str, more: &str, text: &str) -> String {
    page(
        &format!("title: {title}\nsummary: About {title}.\nkind: case-study\n{more}"),
        text,
    )
}

#[tokio::test]
async fn a_page_shows_what_it_says_of_itself() {
    let text = case(
        "Mobile positioning",
        "partnership_types: [supplier-recipient]\nchallenges: [maintaining-momentum]\ncountries: [EE]\n\
         organisations: [Statistics Estonia]\npartners:\n  - { name: Positium, sector: private }\n\
         period: 2008/2019\nstatus: concluded\nsources: [ahas2014]\nfunding: a grant",
        "Text with a source [@ahas2014, p. 3].\n\n## Context\n\nWords.\n\n### Detail\n\nMore.",
    );
    let wiki = Wiki::new(&[("cases/mobile.md", &text)]);
    let answer = wiki.get("/cases/mobile").await;
    assert_eq!(answer.status, StatusCode::OK);
    assert_eq!(answer.select("h1"), ["Mobile positioning"]);
    assert_eq!(answer.select(".lead"), ["About Mobile positioning."]);
    let facts = answer.select(".facts > div");
    for wanted in [
        "Partnership type Supplier/recipient partnership",
        "Challenge Maintaining momentum",
        "Partners Positium Private sector",
        "Countries Estonia",
        "Organisations Statistics Estonia",
        "Period 2008 to 2019",
        "Status Concluded",
        "Funding a grant",
    ] {
        assert!(
            facts.iter().any(|fact| fact.starts_with(wanted)),
            "{wanted} is not in {facts:#?}"
        );
    }
    let links = answer.attributes(".facts a", "href");
    assert!(
        links.contains(&"/search?challenges=maintaining-momentum".to_owned()),
        "{links:?}"
    );
    assert_eq!(answer.select(".outline li"), ["Context", "Detail"]);
    assert_eq!(answer.select(".references li").len(), 1);
    assert!(
        answer.select(".prose")[0].contains("(Ahas & Silm, 2014, p. 3)"),
        "{:?}",
        answer.select(".prose")
    );
    let provenance = answer.select(".provenance").join(" ");
    assert!(
        provenance.contains("by Ada Writer") && provenance.contains("cases/mobile.md"),
        "{provenance}"
    );
}

#[tokio::test]
async fn links_lead_both_ways() {
    let lesson = page(
        "title: Start small\nsummary: S.\nkind: lesson\ndrawn_from: [cases/a]",
        "See [a](../cases/a.md#context), [[Case A|again]], [gone](gone.md) and [file](../data.csv).",
    );
    let event = page(
        "title: Seminar\nsummary: S.\nkind: event\nstarts: 2018-04\nsessions:\n\
         \x20 - { title: First, day: 1, starts: \"09:30\", format: plenary, examples: [cases/a] }",
        "Text.",
    );
    let wiki = Wiki::new(&[
        ("cases/a.md", &case("Case A", "", "## Context\n\nWords.")),
        ("lessons/small.md", &lesson),
        ("events/seminar.md", &event),
        ("notes.md", "Read [A](cases/a.md)."),
        ("data.csv", "a,b\n"),
    ]);
    let answer = wiki.get("/lessons/small").await;
    let links = answer.attributes(".prose a", "href");
    assert!(links.contains(&"/cases/a#context".to_owned()), "{links:?}");
    assert!(links.contains(&"/data.csv".to_owned()), "{links:?}");
    assert_eq!(answer.select(".prose .missing"), ["gone"]);
    assert_eq!(answer.select(".problems li").len(), 1);
    assert!(answer.select(".card-title").contains(&"Case A".to_owned()));

    let answer = wiki.get("/cases/a").await;
    let around = answer.select(".around section").join("\n");
    assert!(
        around.contains("Lessons drawn from this Start small"),
        "{around}"
    );
    assert!(around.contains("Featured in Seminar"), "{around}");
    assert!(
        around.contains("Linked from notes") || around.contains("Linked from Notes"),
        "{around}"
    );

    let answer = wiki.get("/events/seminar").await;
    assert!(
        answer
            .select(".agenda")
            .join(" ")
            .contains("Day 1 09:30 First plenary"),
        "{:?}",
        answer.select(".agenda")
    );
}

#[tokio::test]
async fn kinds_show_what_they_need() {
    let note = page(
        "title: A note\nsummary: S.\nkind: literature-note\ncitation: ahas2014",
        "Text.",
    );
    let resource = page(
        "title: Elsewhere\nsummary: S.\nkind: resource\nurl: https://unece.org/x\nowner: UNECE",
        "Text.",
    );
    let survey = page(
        "title: Survey\nsummary: S.\nkind: survey\nquestions:\n  - { id: q1, part: One, text: Why?, type: text }",
        "Text.",
    );
    let wiki = Wiki::new(&[
        ("note.md", &note),
        ("elsewhere.md", &resource),
        ("survey.md", &survey),
    ]);
    let answer = wiki.get("/note").await;
    assert!(answer.select(".full-reference")[0].contains("Mobile positioning in tourism studies"));
    let bib = wiki.get("/-/cite/ahas2014.bib").await;
    assert!(
        bib.text().starts_with("@article{ahas2014,"),
        "{}",
        bib.text()
    );
    assert!(bib.header("content-disposition").starts_with("attachment"));
    let json = wiki.get("/-/cite/ahas2014.json").await.json();
    assert_eq!(json[0]["title"], "Mobile positioning in tourism studies");
    assert_eq!(
        wiki.get("/-/cite/nobody.bib").await.status,
        StatusCode::NOT_FOUND
    );
    let answer = wiki.get("/elsewhere").await;
    assert_eq!(
        answer.attributes(".outside a", "href"),
        ["https://unece.org/x"]
    );
    assert!(wiki.get("/survey").await.select(".question dt")[0].contains("Why?"));
}

#[tokio::test]
async fn every_odd_name_is_a_page_that_can_be_reached() {
    let files: Vec<(&str, &str)> = ODD_NAMES.iter().map(|name| (*name, "words")).collect();
    let wiki = Wiki::new(&files);
    let pages = wiki.get("/api/v1/pages?limit=100").await.json();
    let pages = pages["pages"].as_array().unwrap().clone();
    assert_eq!(pages.len(), ODD_NAMES.len());
    for entry in pages {
        let address = entry["address"].as_str().unwrap();
        let answer = wiki.get(address).await;
        assert_eq!(answer.status, StatusCode::OK, "{address}");
        assert_eq!(
            wiki.get(&format!("{address}.md")).await.status,
            StatusCode::OK,
            "{address}.md"
        );
        let canonical = &answer.attributes("link[rel=canonical]", "href")[0];
        assert_eq!(canonical, &format!("https://test.example{address}"));
    }
}

#[tokio::test]
async fn hostile_addresses_are_not_found() {
    let wiki = Wiki::new(&[("a.md", "x")]);
    for address in [
        "/../etc/passwd",
        "/..%2f..%2fetc/passwd",
        "/%00",
        "/a%00.md",
        "/.git/config",
        "/%2egit/HEAD",
        "/a%ff",
        "/-/",
        "/-/nothing",
        "/api/v1/nothing",
        "/%E2%80%AEx",
        "/a/../../b",
        "//evil.example/x",
        "/a.md.md",
        "/-/assets/..%2fsite.css",
        "/content.git/config",
    ] {
        let answer = wiki.get(address).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{address}");
    }
}

#[tokio::test]
async fn bad_pages_cost_themselves_and_are_still_pages() {
    let deep_quotes = ">".repeat(10_000) + " deep";
    let deep_lists: String = (0..10_000)
        .map(|depth| format!("{}- x\n", " ".repeat(depth % 900)))
        .collect();
    let long = "word ".repeat(2_100_000);
    let repository = TestRepository::new();
    repository.commit(&[
        ("good.md", Some(b"Fine [x](latin.md).")),
        (
            "broken.md",
            Some(b"---\ntitle: [unclosed\nkind: x\n---\nStill here.\n"),
        ),
        ("latin.md", Some(b"caf\xe9 au lait")),
        ("empty.md", Some(b"")),
        ("nul.md", Some(b"a\0b")),
        ("quotes.md", Some(deep_quotes.as_bytes())),
        ("lists.md", Some(deep_lists.as_bytes())),
        ("long.md", Some(long.as_bytes())),
        ("unclosed.md", Some(b"---\ntitle: x\n")),
    ]);
    let wiki = Wiki::of(repository);
    assert_eq!(
        wiki.get("/good").await.select(".problems").len(),
        1,
        "only the missing title and summary"
    );
    for name in ["broken", "latin", "nul", "quotes", "long", "unclosed"] {
        let answer = wiki.get(&format!("/{name}")).await;
        assert_eq!(answer.status, StatusCode::OK, "{name}");
        assert!(
            !answer.select(".problems li").is_empty(),
            "{name} has problems"
        );
    }
    for name in ["empty", "lists"] {
        assert_eq!(
            wiki.get(&format!("/{name}")).await.status,
            StatusCode::OK,
            "{name}"
        );
    }
    assert!(wiki.get("/broken").await.select(".prose")[0].contains("Still here."));
    assert_eq!(wiki.get("/api/v1/pages").await.json()["total"], 9);
    assert_eq!(
        wiki.get("/search?q=lait").await.select(".hit-title").len(),
        1
    );
}

#[tokio::test]
async fn old_names_and_other_spellings_redirect() {
    let wiki = Wiki::new(&[
        (
            "new/name.md",
            &page("title: N\nsummary: S.\naliases: [old-name, old/place]", "x"),
        ),
        ("é.md", "x"),
    ]);
    for (from, to) in [
        ("/old-name", "/new/name"),
        ("/old/place?at=1", "/new/name?at=1"),
        ("/new/name/", "/new/name"),
        ("/e%CC%81", "/%C3%A9"),
        ("/%6Eew/name", "/new/name"),
    ] {
        let answer = wiki.get(from).await;
        assert!(answer.status.is_redirection(), "{from}: {}", answer.status);
        assert_eq!(answer.header("location"), to, "{from}");
    }
}

#[tokio::test]
async fn a_permalink_shows_the_page_as_it_was() {
    let wiki = Wiki::new(&[("a.md", &page("title: Old title\nsummary: S.", "old words"))]);
    let before = wiki.publisher.edition().revision().id.to_string();
    wiki.write(&[("a.md", &page("title: New title\nsummary: S.", "new words"))]);
    let answer = wiki.get(&format!("/a?at={before}")).await;
    assert_eq!(answer.select("h1"), ["Old title"]);
    assert!(answer.select(".notice")[0].contains("as it was on"));
    assert_eq!(
        answer.attributes("meta[name=robots]", "content"),
        ["noindex"]
    );
    assert_eq!(wiki.get("/a").await.select("h1"), ["New title"]);
    for bad in [
        "zzz",
        "0000000000000000000000000000000000000000",
        "--output=x",
    ] {
        assert_eq!(
            wiki.get(&format!("/a?at={bad}")).await.status,
            StatusCode::NOT_FOUND,
            "{bad}"
        );
    }
}

#[tokio::test]
async fn folders_without_an_index_list_their_pages() {
    let wiki = Wiki::new(&[
        ("notes/one.md", &page("title: One\nsummary: S.", "x")),
        ("notes/deep/two.md", &page("title: Two\nsummary: S.", "x")),
        (
            "with/index.md",
            &page("title: With\nsummary: S.", "Own words."),
        ),
    ]);
    let answer = wiki.get("/notes").await;
    assert_eq!(answer.select("h1"), ["Notes"]);
    assert_eq!(
        answer.attributes("main li a", "href"),
        ["/notes/deep", "/notes/one"]
    );
    assert_eq!(wiki.get("/with").await.select("h1"), ["With"]);
}

#[tokio::test]
async fn a_missing_page_suggests_the_nearest() {
    let wiki = Wiki::new(&[(
        "cases/mobile-positioning.md",
        &case("Mobile positioning", "", "x"),
    )]);
    let answer = wiki.get("/cases/mobile-postioning").await;
    assert_eq!(answer.status, StatusCode::NOT_FOUND);
    assert!(
        answer
            .attributes("main a", "href")
            .contains(&"/cases/mobile-positioning".to_owned())
    );
    assert_eq!(answer.header("cache-control"), "no-store");
}

#[tokio::test]
async fn translations_know_each_other() {
    let wiki = Wiki::new(&[
        ("a.md", &page("title: Page\nsummary: S.", "x")),
        (
            "fr/a.md",
            &page(
                "title: La page\nsummary: S.\nlang: fr\ntranslation_of: a",
                "x",
            ),
        ),
        (
            "ar/a.md",
            &page("title: صفحة\nsummary: S.\nlang: ar\ntranslation_of: a", "x"),
        ),
    ]);
    for (address, others) in [("/a", ["ar", "fr"]), ("/fr/a", ["ar", "en"])] {
        let answer = wiki.get(address).await;
        assert_eq!(
            answer.attributes(".translations a", "hreflang"),
            others,
            "{address}"
        );
        assert_eq!(
            answer.attributes("link[hreflang]", "hreflang"),
            ["ar", "en", "fr"],
            "{address}"
        );
    }
    assert_eq!(wiki.get("/fr/a").await.attributes("html", "lang"), ["fr"]);
    assert_eq!(wiki.get("/ar/a").await.attributes("html", "dir"), ["rtl"]);
}

#[tokio::test]
async fn the_home_page_leads_to_everything() {
    let wiki = Wiki::new(&[
        (
            "index.md",
            &page("title: The group\nsummary: What we know.", "Welcome."),
        ),
        (
            "cases/a.md",
            &case(
                "A",
                "partnership_types: [co-creation]\nchallenges: [maintaining-momentum]",
                "x",
            ),
        ),
    ]);
    let answer = wiki.get("/").await;
    assert_eq!(answer.select("h1"), ["The group"]);
    let links = answer.attributes("main a", "href");
    for wanted in [
        "/search?kind=case-study",
        "/search?partnership_types=co-creation",
        "/map",
        "/cases/a",
    ] {
        assert!(
            links.contains(&wanted.to_owned()),
            "{wanted} is not in {links:?}"
        );
    }
    let empty = Wiki::of({
        let repository = TestRepository::new();
        repository.write(&[("notes.txt", "x")]);
        repository
    });
    let answer = empty.get("/").await;
    assert_eq!(answer.status, StatusCode::OK);
    assert!(
        answer
            .select("main")
            .join(" ")
            .contains("There are no pages yet")
    );
}

#[tokio::test]
async fn problems_are_listed_for_those_who_mend_them() {
    let files = [
        ("vocabulary.toml", VOCABULARY),
        ("references.bib", REFERENCES),
        (
            "a.md",
            &*page(
                "title: A\nsummary: S.\nchallenges: [confidentialty]\naliases: [b]",
                "[x](gone.md) [@nobody]",
            ),
        ),
        (
            "b.md",
            &page("title: B\nsummary: S.", "[x](a.md#nothing) [[a]]"),
        ),
        ("B.md", &page("title: B2\nsummary: S.", "x")),
        ("map.md", "reserved"),
        ("unused.pdf", "x"),
    ];
    let repository = TestRepository::new();
    repository.write(&files);
    let wiki = Wiki::seen_by(repository, Viewer::Contributor);
    let answer = wiki.get("/-/problems").await;
    let text = answer.select("main").join(" ");
    for wanted in [
        "unknown challenge “confidentialty”",
        "did you mean “confidentiality-and-data-sharing”?",
        "there is no page “gone.md”",
        "the bibliography has no work “nobody”",
        "“A” has no heading “nothing”",
        "the alias “b” is already the name of b.md",
        "on Windows and macOS this is the same file as",
        "is an address of the site itself",
        "no page links this file",
    ] {
        assert!(text.contains(wanted), "{wanted} is not in {text}");
    }
    // Nobody read whom the file is for that is no page.
    let text = Wiki::new(&files).get("/-/problems").await.text();
    assert!(text.contains("unknown challenge") && !text.contains("map.md"));
}
