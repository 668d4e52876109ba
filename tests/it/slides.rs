//! A session and a selection as slides: what is on them, for whom, and where their codes lead.

use axum::http::StatusCode;
use concord::domain::Viewer;

use crate::wiki::{TestRepository, Wiki, page};

const EVENT: &str = "title: Seminar\nsummary: Talks.\nkind: event\nuid: spring\nstarts: 2030-04-17\ntimezone: Europe/Zurich\nsessions:\n";

fn case(title: &str, more: &str, outcome: &str) -> String {
    page(
        &format!(
            "title: {title}\nsummary: About {title}.\nkind: case-study\norganisations: [Ferry Office]\npartners: [{{name: Harbour Ltd, sector: private}}]\n{more}"
        ),
        &format!(
            "## Context\n\nBefore.\n\n## Outcome\n\n{outcome}\n\n## Lessons learned\n\n- Own lesson."
        ),
    )
}

fn event(examples: &str) -> String {
    let questions: Vec<String> = (1..=7)
        .map(|number| format!("Question {number}?"))
        .collect();
    let session = format!(
        "  - {{id: law, title: Law & order, day: 1, starts: \"09:00\", ends: \"10:00\", room: XIX, chair: Ada, questions: [{}], examples: [{examples}]}}",
        questions.join(", ")
    );
    page(&format!("{EVENT}{session}"), "Words.")
}

fn repository() -> (TestRepository, String) {
    let repository = TestRepository::new();
    let old = case("Ferry", "", "Old boats sail [@ahas2014].");
    let first = repository.write(&[("a.md", &old)]);
    repository.write(&[
        ("a.md", &case("Ferry of today", "", "New boats sail.")),
        ("b.md", &case("Tram", "", "Trams run.")),
        (
            "inside.md",
            &case("Otter", "visibility: members", "Otters swim."),
        ),
        (
            "lesson.md",
            &page(
                "title: Ask early\nsummary: S.\nkind: lesson\ndrawn_from: [b]",
                "Text.",
            ),
        ),
        (
            "s.md",
            &event(&format!(
                "{{page: a, at: {first}, note: The old one}}, b, {{page: inside, note: A secret}}"
            )),
        ),
    ]);
    (repository, first)
}

const ADDRESS: &str = "/-/session/s/law?slides";

#[tokio::test]
async fn a_session_is_its_title_its_questions_and_each_example_as_it_is_meant() {
    let (repository, first) = repository();
    let wiki = Wiki::of(repository);
    let answer = wiki.get(ADDRESS).await;
    assert_eq!(answer.status, StatusCode::OK);
    assert_eq!(answer.select("h1"), ["Law & order"]);
    let titles = [
        "Law & order",
        "Questions to discuss",
        "Questions to discuss",
        "Ferry",
        "Tram",
    ];
    assert_eq!(answer.select("h2"), titles);
    assert_eq!(answer.attributes("ol", "start"), ["1", "6"]);
    assert!(
        answer
            .select("#s1")
            .concat()
            .contains("09:00–10:00 (Europe/Zurich, UTC+02:00)")
    );
    // The example that is pinned is shown as it was, and its code leads there.
    let ferry = answer.select("#s4 .fact").concat();
    assert!(
        ferry.contains("Old boats sail.")
            && !ferry.contains("ahas")
            && ferry.contains("Own lesson."),
        "{ferry}"
    );
    assert!(ferry.contains("Ferry Office · Harbour Ltd"), "{ferry}");
    assert!(answer.select("#s4 .notes").concat().contains("The old one"));
    let codes = answer.attributes(".code a", "href");
    let base = &codes[0][..codes[0].len() - "/-/session/s/law".len()];
    assert!(base.starts_with("http"), "{codes:?}");
    assert_eq!(codes[1], format!("{base}/a?at={first}"));
    // The other one is shown as it is, and its code leads to what stands since its own last change.
    let tram = answer.select("#s5 .fact").concat();
    assert!(
        tram.contains("Trams run.") && tram.contains("Ask early"),
        "{tram}"
    );
    let page = wiki.get("/b").await;
    let copied = page.attributes("[data-copy]", "href");
    assert_eq!(codes[2], format!("{base}{}", copied[0]));
    assert!(
        wiki.get(&codes[1][base.len()..])
            .await
            .text()
            .contains("Old boats sail")
    );
}

#[tokio::test]
async fn what_a_reader_may_not_see_is_on_no_slide() {
    let (repository, _) = repository();
    let wiki = Wiki::of(repository);
    for address in [
        ADDRESS,
        "/-/session/s/law?slides=save",
        "/-/selection?p=inside&note=Hidden&p=b&slides",
        "/-/selection?p=inside&note=Hidden&p=b&slides=save",
    ] {
        let html = wiki.get(address).await.text();
        assert!(html.contains("Tram"), "{address}");
        for word in ["Otter", "secret", "Otters", "/inside"] {
            assert!(
                !html.contains(word) || address.contains("p=inside"),
                "{address}: {word}"
            );
        }
        assert!(!html.contains("Otters swim"), "{address}");
    }
    let (repository, _) = self::repository();
    let members = Wiki::seen_by(repository, Viewer::Member);
    let html = members.get(ADDRESS).await.text();
    assert!(html.contains("Otters swim.") && html.contains("A secret"));
}

#[tokio::test]
async fn slides_are_saved_as_one_file_that_asks_for_nothing() {
    let (repository, _) = repository();
    let wiki = Wiki::of(repository);
    let answer = wiki.get("/-/session/s/law?slides=save").await;
    let disposition = answer.header("content-disposition");
    assert!(disposition.starts_with("attachment") && disposition.contains("s-law.html"));
    for (selector, name) in [("link", "href"), ("script", "src"), ("img", "src")] {
        let found = answer.attributes(selector, name);
        assert!(
            found.iter().all(|address| address.starts_with("data:")),
            "{found:?}"
        );
    }
    let policy = answer.attributes("meta[http-equiv]", "content").concat();
    assert!(
        policy.starts_with("default-src 'none'") && !policy.contains("unsafe"),
        "{policy}"
    );
    assert!(answer.text().len() < 200 << 10);
    // As a page it has no style and no script in it.
    let page = wiki.get(ADDRESS).await;
    assert_eq!(
        page.select("style").len() + page.select("script:not([src])").len(),
        0
    );
    assert!(page.attributes("link[rel=stylesheet]", "href")[0].starts_with("/-/assets/slides."));
}

#[tokio::test]
async fn an_example_shows_its_first_picture_and_takes_it_along_where_that_is_small() {
    let shows = |title: &str, text: &str| {
        page(
            &format!("title: {title}\nsummary: S.\nkind: case-study"),
            text,
        )
    };
    let small = format!("\u{89}PNG{}", "x".repeat(20));
    let large = "x".repeat(300 << 10);
    let files = [
        (
            "a.md",
            shows(
                "Small",
                "![Far](https://else.example/x.png) ![Nowhere](none.png)\n\n![A *tram* at dusk](img/tram.png)\n\n![Next](img/large.png)",
            ),
        ),
        ("b.md", shows("Large", "![](img/large.png)")),
        ("c.md", shows("Text", "![A plan](img/plan.txt)")),
        ("img/tram.png", small),
        ("img/large.png", large),
        ("img/plan.txt", "A plan.".to_owned()),
    ];
    let files: Vec<(&str, &str)> = files.iter().map(|(file, text)| (*file, &**text)).collect();
    let wiki = Wiki::new(&files);
    let address = "/-/selection?p=a&p=b&p=c&slides";
    let shown = wiki.get(address).await;
    let sources = shown.attributes(".picture img", "src");
    assert_eq!(sources, ["/img/tram.png", "/img/large.png"]);
    assert_eq!(
        shown.attributes(".picture img", "alt"),
        ["A tram at dusk", ""]
    );
    let saved = wiki.get(&format!("{address}=save")).await;
    let taken = saved.attributes(".picture img", "src");
    assert_eq!(taken.len(), 1, "the large one is left out");
    assert!(taken[0].starts_with("data:image/png;base64,"), "{taken:?}");
    assert_eq!(saved.select("h2").len(), 4);
}

#[tokio::test]
async fn a_selection_is_slides_with_its_notes_for_the_speaker() {
    let (repository, _) = repository();
    let wiki = Wiki::of(repository);
    let answer = wiki.get("/-/selection?p=b&note=Say+this&p=a&slides").await;
    assert_eq!(answer.select("h2"), ["Selection", "Tram", "Ferry of today"]);
    assert!(answer.select("#s2 .notes").concat().contains("Say this"));
    // Of nothing there are no slides.
    let empty = wiki.get("/-/selection?p=nothing&slides").await;
    assert_eq!(empty.select(".empty").len(), 1);
}
