//! Lists that fill themselves.

use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};

use axum::http::StatusCode;
use concord::domain::Viewer;
use concord::domain::date::Date;

use crate::wiki::{Answer, Wiki, page};

fn case(title: &str, more: &str) -> String {
    page(
        &format!("title: {title}\nsummary: About {title}.\nkind: case-study\n{more}"),
        "Text.\n\n:::gap\nNobody knows who paid.\n:::\n",
    )
}

fn index(block: &str) -> String {
    page(
        "title: Cases\nsummary: All.",
        &format!("## All\n\n{block}\n:::\n"),
    )
}

fn wiki(block: &str) -> Wiki {
    Wiki::new(&[
        ("cases/index.md", &index(block)),
        (
            "cases/one.md",
            &case(
                "One",
                "countries: [EE, CA]\nperiod: 2008/2019\nchallenges: [maintaining-momentum]\nstatus: concluded",
            ),
        ),
        (
            "cases/two.md",
            &case("Two", "countries: [CA]\nperiod: 2012/"),
        ),
        (
            "cases/three.md",
            &case("Three", "visibility: members\ncountries: [FR]"),
        ),
        ("other.md", &page("title: Other\nsummary: S.", "Text.")),
    ])
}

fn titles(answer: &Answer) -> Vec<String> {
    answer.select(".prose .list a[href^='/cases/']")
}

#[tokio::test]
async fn a_list_holds_what_is_asked_for_in_its_order() {
    for (block, wanted) in [
        (":::list kind=case-study", vec!["One", "Two"]),
        (":::list kind=case-study sort=-period", vec!["Two", "One"]),
        (
            ":::list kind=case-study country=CA status=concluded",
            vec!["One"],
        ),
        (":::list kind=case-study,page country=ee", vec!["One"]),
        (":::list kind=case-study as=cards", vec!["One", "Two"]),
        (":::list kind=case-study as=table", vec!["One", "Two"]),
        (":::list kind=case-study as=timeline", vec!["One", "Two"]),
        (
            ":::list kind=case-study by=country",
            vec!["One", "Two", "One"],
        ),
        (":::list kind=case-study by=year", vec!["Two", "One"]),
        (":::list kind=lesson", vec![]),
    ] {
        let answer = wiki(block).get("/cases").await;
        assert_eq!(answer.status, StatusCode::OK);
        assert_eq!(titles(&answer), wanted, "{block}");
    }
    let countries = wiki(":::list kind=case-study as=countries")
        .get("/cases")
        .await;
    assert_eq!(countries.select(".tile-name a"), ["Canada", "Estonia"]);
    let empty = wiki(":::list kind=lesson").get("/cases").await;
    assert_eq!(empty.select(".list-empty"), ["Nothing yet."]);
    let short = wiki(":::list kind=case-study limit=1").get("/cases").await;
    assert_eq!(short.select(".list-more a"), ["All 2 pages"]);
    let groups = wiki(":::list kind=case-study by=challenges")
        .get("/cases")
        .await;
    assert_eq!(groups.select("h3.list-group a"), ["Maintaining momentum"]);
}

#[tokio::test]
async fn a_pushed_page_appears_and_the_text_is_not_made_anew() {
    let wiki = wiki(":::list kind=case-study");
    wiki.get("/cases").await;
    wiki.write(&[("cases/four.md", &case("Four", "countries: [CA]"))]);
    assert_eq!(titles(&wiki.get("/cases").await), ["Four", "One", "Two"]);
    let commit = wiki.write_saying("Take one away", &[("cases/one.md", None)]);
    assert_eq!(titles(&wiki.get("/cases").await), ["Four", "Two"]);
    // As it was before, without what is gone or hidden since.
    wiki.write(&[("cases/two.md", &case("Two", "visibility: members"))]);
    let then = wiki.get(&format!("/cases?at={commit}")).await;
    assert_eq!(titles(&then), ["Four"]);
}

#[tokio::test]
async fn an_earlier_version_has_the_list_of_then() {
    let wiki = wiki(":::list kind=case-study sort=title");
    let before = wiki.write(&[("other.md", &page("title: Other\nsummary: S.", "More."))]);
    wiki.write(&[("cases/four.md", &case("Four", "countries: [CA]"))]);
    let then = wiki.get(&format!("/cases?at={before}")).await;
    assert_eq!(titles(&then), ["One", "Two"]);
    assert_eq!(titles(&wiki.get("/cases").await), ["Four", "One", "Two"]);
}

#[tokio::test]
async fn a_list_shows_each_audience_its_own() {
    let wiki = wiki(":::list kind=case-study").prepared(|site| {
        site.identified_by(|headers| match headers.contains_key("x-test-viewer") {
            true => Viewer::Member,
            false => Viewer::Anonymous,
        })
    });
    for _ in 0..2 {
        let member = wiki
            .request("GET", "/cases", &[("x-test-viewer", "yes")])
            .await;
        assert_eq!(titles(&member), ["One", "Three", "Two"]);
        assert_eq!(titles(&wiki.get("/cases").await), ["One", "Two"]);
    }
}

#[tokio::test]
async fn gaps_are_collected_with_where_to_help() {
    let wiki = wiki(":::gaps by=kind");
    let answer = wiki.get("/cases").await;
    assert_eq!(answer.select("h3.list-group"), ["Case studies 2"]);
    let links = answer.select(".list-gaps a[href='/cases/one#c-gap-1']");
    assert_eq!(links, ["Where to help"]);
    assert!(answer.text().contains("Nobody knows who paid."));
    let page = wiki.get("/cases/one").await;
    assert_eq!(page.select("#c-gap-1").len(), 1);
}

#[tokio::test]
async fn what_lies_ahead_depends_on_the_day() {
    let day = Arc::new(AtomicU8::new(16));
    let clock = Arc::clone(&day);
    let event = |title: &str, starts: &str| {
        page(
            &format!("title: {title}\nsummary: S.\nkind: event\nstarts: {starts}"),
            "Text.",
        )
    };
    let block = ":::list kind=event when=upcoming sort=period\n:::\n\n:::list kind=event when=past";
    let wiki = Wiki::new(&[
        ("events/index.md", &index(block)),
        ("events/a.md", &event("First", "2026-11-16")),
        ("events/b.md", &event("Second", "2026-11-17")),
    ]);
    let wiki = wiki.prepared(|site| {
        site.with_clock(move || Date {
            year: 2026,
            month: Some(11),
            day: Some(clock.load(Ordering::Relaxed)),
        })
    });
    let lists = |answer: &Answer| -> Vec<usize> {
        let text = answer.text();
        let parts = text.split("class=\"list list-lines\"").skip(1);
        parts
            .map(|part| part.matches("href=\"/events/").count())
            .collect()
    };
    let today = wiki.get("/events").await;
    assert_eq!(lists(&today), [2, 0]);
    day.store(17, Ordering::Relaxed);
    let tomorrow = wiki.get("/events").await;
    assert_eq!(lists(&tomorrow)[0], 1, "midnight has passed");
    assert_ne!(today.headers.get("etag"), tomorrow.headers.get("etag"));
}

#[tokio::test]
async fn mistakes_are_told_with_their_line_and_lists_are_no_text() {
    let wiki = wiki(":::list kind=case-studies\n:::\n\n:::list kind=case-study");
    let edition = wiki.publisher.edition();
    let problems = edition.view(Viewer::Contributor).checks().problems();
    let found: Vec<String> = problems
        .iter()
        .filter(|entry| entry.file == "cases/index.md")
        .map(|entry| format!("{}: {}", entry.problem.position, entry.problem.message))
        .collect();
    assert_eq!(found, ["8:1: “case-studies” is no value of “kind”"]);
    // What it lists is not found in it.
    let answer = wiki.get("/api/v1/search?q=%22About+One%22").await.json();
    let paths: Vec<&str> = answer["hits"]
        .as_array()
        .unwrap()
        .iter()
        .map(|hit| hit["path"].as_str().unwrap())
        .collect();
    assert_eq!(paths, ["cases/one"]);
}
