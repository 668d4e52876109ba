//! Answers that are kept belong to those they were made for, and to the day if they depend on it.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};

use axum::http::StatusCode;
use concord::domain::Viewer;
use concord::domain::date::Date;

use crate::wiki::{Answer, Wiki, page};

/// How a request says in these tests who sends it.
const WHO: &str = "x-test-viewer";

/// A site on which whoever says so is a member.
fn wiki() -> Wiki {
    let wiki = Wiki::new(&[
        (
            "index.md",
            &page("title: Home\nsummary: Start.", "Welcome."),
        ),
        (
            "open.md",
            &page(
                "title: Open\nsummary: For all.",
                "Text. [[Closed]] ![](a.png)",
            ),
        ),
        (
            "closed.md",
            &page(
                "title: Closed\nsummary: Canary.\nvisibility: members",
                "Canary.",
            ),
        ),
        ("a.png", "picture"),
    ]);
    wiki.prepared(|site| {
        site.identified_by(|headers| match headers.contains_key(WHO) {
            true => Viewer::Member,
            false => Viewer::Anonymous,
        })
    })
}

const ADDRESSES: [&str; 16] = [
    "/",
    "/open",
    "/closed",
    "/closed.md",
    "/open.md",
    "/a.png",
    "/search?q=canary",
    "/search",
    "/map",
    "/changes",
    "/feed.xml",
    "/sitemap.xml",
    "/-/suggest?q=can",
    "/api/v1/pages",
    "/api/v1/pages/closed",
    "/-/problems",
];

async fn ask(wiki: &Wiki, is_member: bool, address: &str, more: &[(&str, &str)]) -> Answer {
    let mut headers = more.to_vec();
    if is_member {
        headers.push((WHO, "yes"));
    }
    wiki.request("GET", address, &headers).await
}

fn header<'a>(answer: &'a Answer, name: &str) -> &'a str {
    let value = answer.headers.get(name);
    value.map_or("", |value| value.to_str().unwrap())
}

#[tokio::test]
async fn two_audiences_never_share_what_is_kept() {
    // Whoever asks first fills the cache; neither order may show the other anything.
    for member_first in [false, true] {
        let wiki = wiki();
        let alone = self::wiki();
        let mut tags: [BTreeSet<String>; 2] = Default::default();
        for round in 0..3 {
            for address in ADDRESSES {
                for encoding in ["br", "gzip", "identity"] {
                    for is_member in [member_first, !member_first] {
                        let coding = [("accept-encoding", encoding)];
                        let answer = ask(&wiki, is_member, address, &coding).await;
                        if round == 0 {
                            // What was never asked by others is the measure.
                            let fresh = ask(&alone, is_member, address, &coding).await;
                            assert_eq!(answer.status, fresh.status, "{address}");
                        }
                        let caching = header(&answer, "cache-control");
                        let tag = header(&answer, "etag").to_owned();
                        let who = usize::from(is_member);
                        match (answer.status == StatusCode::NOT_FOUND, is_member) {
                            (true, _) => assert_eq!((caching, &*tag), ("no-store", "")),
                            (false, false) => assert_eq!(caching, "public, no-cache", "{address}"),
                            (false, true) => {
                                assert_eq!(caching, "private, no-cache", "{address}");
                                let mut vary = answer.headers.get_all("vary").iter();
                                assert!(vary.any(|names| names == "Cookie, Authorization"));
                            }
                        }
                        tags[who].insert(tag);
                    }
                }
            }
            // A tag of one is nothing to the other, whatever is at hand.
            for address in ADDRESSES {
                for is_member in [false, true] {
                    for tag in tags[usize::from(!is_member)]
                        .iter()
                        .filter(|tag| !tag.is_empty())
                    {
                        let known = [("if-none-match", tag.as_str())];
                        let answer = ask(&wiki, is_member, address, &known).await;
                        assert_ne!(answer.status, StatusCode::NOT_MODIFIED, "{address} {tag}");
                    }
                }
            }
            // What is made ahead for the next edition is made for each.
            let text = page("title: Home\nsummary: Start.", &format!("Round {round}."));
            wiki.write(&[("index.md", &text)]);
        }
        let shared: Vec<_> = tags[0].intersection(&tags[1]).collect();
        assert!(shared.iter().all(|tag| tag.is_empty()), "{shared:?}");
        for address in ADDRESSES {
            let stranger = ask(&wiki, false, address, &[]).await;
            assert!(!stranger.text().contains("Canary"), "{address}");
        }
        assert_eq!(
            ask(&wiki, true, "/closed", &[]).await.status,
            StatusCode::OK
        );
        assert_eq!(
            ask(&wiki, false, "/closed", &[]).await.status,
            StatusCode::NOT_FOUND
        );
    }
}

#[tokio::test]
async fn a_tag_of_one_s_own_saves_the_way() {
    let wiki = wiki();
    for is_member in [false, true] {
        let first = ask(&wiki, is_member, "/open", &[]).await;
        let known = [("if-none-match", header(&first, "etag"))];
        let again = ask(&wiki, is_member, "/open", &known).await;
        assert_eq!(again.status, StatusCode::NOT_MODIFIED);
        for name in ["etag", "cache-control"] {
            assert_eq!(header(&again, name), header(&first, name), "{name}");
        }
    }
}

#[tokio::test]
async fn what_depends_on_the_day_ends_with_it() {
    let day = Arc::new(AtomicU8::new(17));
    let clock = Arc::clone(&day);
    let wiki = Wiki::new(&[
        (
            "seminar.md",
            &page(
                "title: Seminar\nsummary: S.\nkind: event\nstarts: 2026-11-16\nends: 2026-11-17",
                "Text.",
            ),
        ),
        ("open.md", &page("title: Open\nsummary: S.", "Text.")),
    ]);
    let wiki = wiki.prepared(|site| {
        site.with_clock(move || Date {
            year: 2026,
            month: Some(11),
            day: Some(clock.load(Ordering::Relaxed)),
        })
    });
    let (today, open) = (wiki.get("/seminar").await, wiki.get("/open").await);
    let mark = |answer: &Answer| answer.select(".facts .sector").concat();
    assert_eq!(mark(&today), "now");
    let tag = header(&today, "etag").to_owned();
    assert_eq!(header(&wiki.get("/seminar").await, "etag"), tag);
    day.store(18, Ordering::Relaxed);
    let known = [("if-none-match", tag.as_str())];
    let tomorrow = wiki.request("GET", "/seminar", &known).await;
    assert_eq!(tomorrow.status, StatusCode::OK, "the day before is no news");
    assert_eq!(mark(&tomorrow), "");
    assert_ne!(header(&tomorrow, "etag"), tag);
    // What does not depend on it is what it was.
    let known = [("if-none-match", header(&open, "etag"))];
    let same = wiki.request("GET", "/open", &known).await;
    assert_eq!(same.status, StatusCode::NOT_MODIFIED);
}
