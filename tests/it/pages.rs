//! Pages as readers get them.

use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};

use axum::http::StatusCode;
use concord::domain::Viewer;
use concord::domain::date::Date;

use concord::web::Contact;

use crate::wiki::{Answer, ODD_NAMES, REFERENCES, TestRepository, VOCABULARY, Wiki, page};

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
    let facts = answer.select(".facts dl > div");
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
    assert_eq!(
        answer.select(".outline li"),
        ["Context", "Detail", "References"]
    );
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
        around.contains("Linked from Pages notes") || around.contains("Linked from Pages Notes"),
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

/// Checks that no heading is more than one level below the one before it.
fn assert_no_level_is_skipped(answer: &Answer) {
    let text = answer.text();
    let mut level = 0;
    for rest in text.split("<h").skip(1) {
        let Some(digit) = rest.chars().next().and_then(|sign| sign.to_digit(10)) else {
            continue;
        };
        let beginning: String = rest.chars().take(80).collect();
        assert!(digit <= level + 1, "h{digit} follows h{level}: {beginning}");
        level = digit;
    }
}

#[tokio::test]
async fn a_link_to_a_page_changes_only_with_the_page() {
    let wiki = Wiki::new(&[("a.md", &page("title: A\nsummary: S.", "Words."))]);
    let own = wiki.publisher.edition().revision().id.to_string();
    wiki.write(&[("b.md", &page("title: B\nsummary: S.", "Words."))]);
    let answer = wiki.get("/a").await;
    let permalink = format!("/a?at={own}");
    let copied = answer.attributes("[data-copy]", "href");
    assert_eq!(copied, [permalink.as_str()]);
    assert!(
        answer
            .attributes(".provenance a", "href")
            .contains(&permalink)
    );
    assert_eq!(wiki.get(&permalink).await.select(".notice").len(), 0);
    wiki.write(&[("a.md", &page("title: A\nsummary: S.", "Other words."))]);
    let copied = wiki.get("/a").await.attributes("[data-copy]", "href");
    assert_ne!(copied, [permalink.as_str()]);
    // The page as it was keeps its own.
    let was = wiki.get(&permalink).await;
    assert_eq!(was.attributes("[data-copy]", "href"), [permalink]);
    let formats = was.attributes(".panel a[rel=nofollow]", "href");
    assert_eq!(formats[0], format!("/-/cite-page/a.bib?at={own}"));
    // What was is not to be corrected.
    assert_eq!(was.select(".actions > .action").len(), 3);
    assert_eq!(wiki.get("/a").await.select(".actions > .action").len(), 5);
}

#[tokio::test]
async fn a_page_is_a_work_that_can_be_cited() {
    let text = page(
        "title: Phones and tourism\nsummary: S.\nauthors: [Ada Writer]",
        "Words.",
    );
    let secret = page("title: Secret\nsummary: S.\nvisibility: members", "Words.");
    let wiki = Wiki::new(&[("cases/été.md", &text), ("secret.md", &secret)]);
    let own = wiki.publisher.edition().revision().id.to_string();
    let answer = wiki.get("/cases/%C3%A9t%C3%A9").await;
    let url = format!("https://test.example/cases/%C3%A9t%C3%A9?at={own}");
    let citation = answer.select(".own-citation").join("");
    assert_eq!(
        citation,
        format!("Writer, A. (2017, July 14). Phones and tourism. Test. {url}")
    );
    let formats = answer.attributes(".panel a[href^='/-/cite-page']", "href");
    assert_eq!(formats.len(), 3, "{formats:?}");
    for (address, wanted) in formats.iter().zip([
        "author = {Writer, Ada}",
        "T2  - Test",
        "\"container-title\": \"Test\"",
    ]) {
        let work = wiki.get(address).await;
        assert_eq!(work.status, StatusCode::OK, "{address}");
        assert!(work.header("content-disposition").starts_with("attachment"));
        let text = work.text();
        assert!(text.contains(wanted) && text.contains(&url), "{text}");
    }
    for address in [
        "/-/cite-page/secret.bib",
        "/-/cite-page/nothing.bib",
        "/-/cite-page/cases/%C3%A9t%C3%A9.doc",
        "/-/cite-page/cases/%C3%A9t%C3%A9",
        "/-/cite-page/cases/%C3%A9t%C3%A9.bib?at=0000000000000000000000000000000000000000",
    ] {
        let status = wiki.get(address).await.status;
        assert_eq!(status, StatusCode::NOT_FOUND, "{address}");
    }
}

#[tokio::test]
async fn a_mistake_can_be_corrected() {
    let text = page("title: A & B\nsummary: S.", "Words.");
    let repository = || {
        let repository = TestRepository::new();
        repository.write(&[("some folder/a&b.md", &text)]);
        repository
    };
    let address = "/some%20folder/a&b";
    let git = Wiki::of(repository()).get(address).await;
    let told = git.select("details.action .panel")[1].clone();
    for wanted in [
        "git clone https://test.example/content.git",
        "some folder/a&b.md",
        "git push origin main",
    ] {
        assert!(told.contains(wanted), "{wanted} is not in {told}");
    }
    let link = |answer: &Answer| answer.attributes("a.action[rel=noopener]", "href");
    let hosted = Contact::Page("https://git.example/edit/main/{file}".to_owned());
    let hosted = Wiki::corrected_at(repository(), hosted).get(address).await;
    assert_eq!(
        link(&hosted),
        ["https://git.example/edit/main/some%20folder/a%26b.md"]
    );
    let mail = Contact::Mail("group@example.org".to_owned());
    let mail = Wiki::corrected_at(repository(), mail).get(address).await;
    let mail = link(&mail).concat();
    assert!(
        mail.starts_with("mailto:group@example.org?subject=Correction%3A%20A%20%26%20B&body=https"),
        "{mail}"
    );
}

#[tokio::test]
async fn what_most_look_for_stands_first() {
    let vocabulary = format!(
        "{VOCABULARY}\n[[facet]]\nkey = \"data_sources\"\nlabel = \"Data source\"\nin_brief = true\n\
         [[facet.term]]\nid = \"mobile\"\nlabel = \"Mobile\"\n"
    );
    let text = case(
        "A",
        "challenges: [maintaining-momentum]\ndata_sources: [mobile]\nstatus: concluded\n\
         period: 2008/2019\npartners:\n  - { name: Positium, sector: private }\ncountries: [EE]",
        "## One\n\nWords.\n\n### [Two](b.md)\n\n## Three\n",
    );
    let wiki = Wiki::new(&[("vocabulary.toml", &vocabulary), ("a.md", &text)]);
    let answer = wiki.get("/a").await;
    assert_eq!(
        answer.select(".brief dt"),
        ["Countries", "Partners", "Data source", "Period", "Status"]
    );
    assert_eq!(answer.select(".facts details dt"), ["Challenge"]);
    let html = answer.text();
    let offset = |what: &str| html.find(what).expect(what);
    assert!(offset("class=\"outline\"") < offset("class=\"facts\""));
    assert!(offset("class=\"facts\"") < offset("class=\"prose\""));
    assert_eq!(
        answer.attributes(".prose a.anchor", "href"),
        ["#one", "#three"]
    );
    assert_eq!(answer.select(".prose h2"), ["One", "Three"]);
}

#[tokio::test]
async fn an_event_begins_with_its_agenda() {
    let text = page(
        "title: Seminar\nsummary: S.\nkind: event\nstarts: 2018-04\nsessions:\n\
         \x20 - { title: First, day: 1, starts: \"09:30\", ends: \"11:00\", format: plenary, chair: Ada,\n\
         \x20     speakers: [Bo, Cy], room: XIX, sumary: Typo, examples: [a] }\n\
         \x20 - { title: Second, day: 2, examples: [a] }\n  - { title: Third }",
        "## Aim\n\nWords.",
    );
    let wiki = Wiki::new(&[("events/s.md", &text), ("a.md", &case("A", "", "x"))]);
    let answer = wiki.get("/events/s").await;
    let html = answer.text();
    let offset = |what: &str| html.find(what).expect(what);
    assert!(offset("id=\"c-agenda\"") < offset("id=\"aim\""));
    assert_eq!(
        answer.select(".overview tr"),
        [
            "TimeSessionFormat",
            "Day 1",
            "09:30–11:00Firstplenary",
            "Day 2",
            "Second",
            "Third"
        ]
    );
    assert_eq!(
        answer.attributes(".overview a", "href"),
        ["#c-session-1", "#c-session-2", "#c-session-3"]
    );
    let first = answer.select("#c-session-1").concat();
    for wanted in ["Chair Ada", "Speakers BoCy", "Room XIX", "Sumary Typo"] {
        assert!(first.contains(wanted), "{wanted} is not in {first}");
    }
    let problems = answer.select(".problems li").concat();
    assert!(problems.contains("did you mean “summary”?"), "{problems}");
    assert_eq!(
        answer.select(".outline li"),
        ["Agenda", "Aim"],
        "a table leads to the sessions"
    );
    assert_no_level_is_skipped(&answer);
    // Whoever looks for a speaker finds the session.
    let hits = wiki.get("/search?q=Cy").await;
    assert_eq!(hits.attributes(".hit-section a", "href").len(), 1);
}

#[tokio::test]
async fn chapters_and_their_pages_are_headings_in_their_order() {
    let text = page(
        "title: Guide\nsummary: S.\nkind: guidance\nchapters:\n  - { title: One, pages: [a] }\n  - { title: Two }",
        "Words.",
    );
    let wiki = Wiki::new(&[("guide.md", &text), ("a.md", &case("A", "", "x"))]);
    let answer = wiki.get("/guide").await;
    assert_no_level_is_skipped(&answer);
    assert_eq!(answer.select("h4"), ["A"]);
    assert_eq!(
        answer.attributes(".outline a", "href")[..3],
        ["#c-chapters", "#c-chapter-1", "#c-chapter-2"]
    );
    assert_eq!(answer.select("#c-chapter-1 h3"), ["One"]);
}

#[tokio::test]
async fn a_question_leads_to_what_is_known_of_its_challenge() {
    let survey = page(
        "title: Survey\nsummary: S.\nkind: survey\nquestions:\n\
         \x20 - { id: q1, part: One, text: Why does it slow down?, type: table, challenge: maintaining-momentum }\n\
         \x20 - { id: q2, part: One, heading: Else, type: text, text: \"What else is there to say, in as many words as you like and as freely as you can?\" }",
        "Text.",
    );
    let mut files = vec![("survey.md".to_owned(), survey)];
    for number in 0..6 {
        let tags = "challenges: [maintaining-momentum]";
        let text = case(&format!("Case {number}"), tags, "x");
        files.push((format!("cases/{number}.md"), text));
    }
    let files: Vec<(&str, &str)> = files
        .iter()
        .map(|(path, text)| (&**path, &**text))
        .collect();
    let answer = Wiki::new(&files).get("/survey").await;
    assert_eq!(
        answer.select(".outline li"),
        ["Questions", "q1 Why does it slow down?", "q2 Else"]
    );
    assert_eq!(
        answer.select(".known summary"),
        ["On “Maintaining momentum”: 6 case studies"]
    );
    let links = answer.attributes(".known a", "href");
    assert_eq!(links.len(), 5);
    assert_eq!(
        links[4],
        "/search?kind=case-study&challenges=maintaining-momentum"
    );
    assert_eq!(answer.select(".questions .chip").len(), 0);
}

#[tokio::test]
async fn pages_that_link_here_are_grouped() {
    let mut files = vec![("a.md".to_owned(), page("title: A\nsummary: S.", "x"))];
    for number in 0..7 {
        let text = case(&format!("Case {number}"), "", "See [a](../a.md).");
        files.push((format!("cases/{number}.md"), text));
    }
    let note = page("title: Note\nsummary: S.", "See [a](a.md).");
    files.push(("note.md".to_owned(), note));
    let files: Vec<(&str, &str)> = files
        .iter()
        .map(|(path, text)| (&**path, &**text))
        .collect();
    let answer = Wiki::new(&files).get("/a").await;
    assert_eq!(answer.select(".around h3"), ["Case studies", "Pages"]);
    assert_eq!(answer.select(".around details summary"), ["2 more"]);
    assert_eq!(answer.select(".around details li").len(), 2);
    assert_no_level_is_skipped(&answer);
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
    // What only stands in the same folder was not meant.
    let answer = wiki.get("/cases/nothing-like-it").await;
    assert_eq!(answer.status, StatusCode::NOT_FOUND);
    assert!(answer.select("main h2").is_empty());
    let answer = wiki.get("/positioning").await;
    assert_eq!(answer.select("main li"), ["Mobile positioning"]);
    // Its words are searched for, if it has any.
    let searches = wiki.get("/-/the_map").await.attributes("main a", "href");
    assert!(
        searches.contains(&"/search?q=the%20map".to_owned()),
        "{searches:?}"
    );
    let searches = wiki.get("/-/").await.attributes("main a", "href");
    assert!(
        !searches.iter().any(|href| href.starts_with("/search")),
        "{searches:?}"
    );
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
async fn the_home_page_offers_the_next_event_one_case_and_one_lesson_a_day() {
    let day = Arc::new(AtomicU8::new(1));
    let clock = Arc::clone(&day);
    let kind = |kind: &str, title: &str, more: &str| {
        page(
            &format!("title: {title}\nsummary: S.\nkind: {kind}\n{more}"),
            "x",
        )
    };
    let wiki = Wiki::new(&[
        ("index.md", &page("title: Home\nsummary: S.", "x")),
        (
            "a.md",
            &kind("case-study", "A", "countries: [EE]\nperiod: 2016/2018"),
        ),
        ("b.md", &kind("case-study", "B", "lang: en")),
        ("hidden.md", &kind("case-study", "C", "visibility: members")),
        ("l.md", &kind("lesson", "L", "lang: en")),
        (
            "past.md",
            &kind("event", "Past", "starts: 2026-01-02\nplace: Geneva"),
        ),
        (
            "next.md",
            &kind("event", "Next", "starts: 2026-01-04\nends: 2026-01-05"),
        ),
        ("later.md", &kind("event", "Later", "starts: 2026-02-01")),
    ]);
    let wiki = wiki.prepared(|site| {
        site.with_clock(move || Date {
            year: 2026,
            month: Some(1),
            day: Some(clock.load(Ordering::Relaxed)),
        })
    });
    let mut seen = Vec::new();
    for (today, event, label) in [
        (1, "Past", "Next event · Geneva · 2 January 2026"),
        (3, "Next", "Next event · 4 January 2026 to 5 January 2026"),
        (5, "Next", "Next event · 4 January 2026 to 5 January 2026"),
        (6, "Later", "Next event · 1 February 2026"),
    ] {
        day.store(today, Ordering::Relaxed);
        let answer = wiki.get("/").await;
        let titles = answer.select(".openings .card-title");
        assert_eq!(titles.len(), 3, "{titles:?}");
        assert_eq!((titles[0].as_str(), titles[2].as_str()), (event, "L"));
        let labels = answer.select(".openings .card-kind");
        assert_eq!(labels[0], label);
        assert_eq!(labels[2], "Lesson");
        seen.push(titles[1].clone());
    }
    assert_eq!(seen, ["B", "B", "B", "A"]);
}

#[tokio::test]
async fn a_guide_tells_the_address_of_the_site() {
    let wiki = Wiki::new(&[(
        "a.md",
        &page(
            "title: A\nsummary: S.",
            "```sh\ngit clone https://SITE/content.git\n```\n\nSee <https://SITE/b> and SITE.",
        ),
    )]);
    let answer = wiki.get("/a").await;
    let text = answer.select(".prose").join(" ");
    assert!(!text.contains("https://SITE"), "{text}");
    assert!(
        text.contains("/content.git") && text.contains("and SITE."),
        "{text}"
    );
    assert_eq!(answer.attributes(".prose a", "href").len(), 1);
    assert!(wiki.get("/a.md").await.text().contains("https://SITE/b"));
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
