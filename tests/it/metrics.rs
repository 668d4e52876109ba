//! `/-/metrics`: who gets the figures, and whether they are true.

use std::collections::{BTreeSet, HashMap};
use std::process::Command;

use axum::http::StatusCode;
use concord::domain::Role;

use crate::operation::{Site, ask, serve};
use crate::people::Group;
use crate::program::start;

/// Reads the figures: each line's value by its name with its labels.
fn figures(text: &str) -> HashMap<String, f64> {
    assert!(text.ends_with("# EOF\n"), "{text}");
    let lines = text.lines().filter(|line| !line.starts_with('#'));
    let figures = lines.map(|line| {
        let (name, value) = line.rsplit_once(' ').unwrap();
        (name.to_owned(), value.parse().unwrap())
    });
    figures.collect()
}

/// Returns the names of the figures that the dashboard shows.
fn watched() -> BTreeSet<String> {
    let dashboard = include_str!("../../packaging/dashboard.json");
    let words = dashboard.split(|c: char| c != '_' && !c.is_ascii_alphanumeric());
    let names = words.filter(|word| word.starts_with("concord_") || word.starts_with("process_"));
    let names: BTreeSet<String> = names.map(str::to_owned).collect();
    assert!(names.len() > 10, "{names:?}");
    names
}

#[tokio::test]
async fn administrators_get_figures_that_are_true_and_others_nothing() {
    let group = Group::new(&[
        (
            "index.md",
            "---\ntitle: Home\nkind: page\nsummary: S.\n---\n",
        ),
        (
            "inside.md",
            "---\ntitle: Inside\nkind: page\nsummary: S.\nvisibility: members\n---\n",
        ),
    ])
    .await;
    group.accounts.turn_mail_on();
    let missing = group.wiki.get("/-/metrica").await;
    let hidden = group.wiki.get("/-/metrics").await;
    assert_eq!(hidden.status, StatusCode::NOT_FOUND);
    assert_eq!(hidden.text().replace("metrics", "metrica"), missing.text());
    for role in [Role::Reader, Role::Contributor, Role::Organizer] {
        let cookie = group.sign_in(role).await;
        let answer = group
            .wiki
            .request("GET", "/-/metrics", &[("cookie", &cookie)])
            .await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{role:?}");
    }
    for _ in 0..3 {
        group.wiki.get("/inside").await;
        group.wiki.get("/search?q=home").await;
    }
    group.wiki.request("BREW", "/search?q=home", &[]).await;
    let cookie = group.sign_in(Role::Administrator).await;
    let headers = [("cookie", cookie.as_str())];
    let answer = group.wiki.request("GET", "/-/metrics", &headers).await;
    assert_eq!(answer.status, StatusCode::OK);
    assert_eq!(answer.header("cache-control"), "no-store");
    assert!(
        answer
            .header("content-type")
            .starts_with("application/openmetrics-text")
    );
    let text = answer.text();
    let figures = figures(&text);
    for (name, value) in [
        ("concord_pages", 2.0),
        ("concord_follows_branch", 1.0),
        ("concord_editions_total", 1.0),
        ("concord_saves_total", 0.0),
        ("concord_saves_waiting", 0.0),
        // The first of three is made, the others are kept.
        (
            "concord_http_requests_total{route=\"/search\",method=\"GET\",status=\"200\"}",
            1.0,
        ),
        (
            "concord_http_requests_total{route=\"(kept)\",method=\"GET\",status=\"200\"}",
            2.0,
        ),
        (
            "concord_http_requests_total{route=\"(content)\",method=\"GET\",status=\"404\"}",
            4.0,
        ),
        (
            "concord_http_requests_total{route=\"/search\",method=\"other\",status=\"405\"}",
            1.0,
        ),
        (
            "concord_http_requests_total{route=\"/-/sign-in\",method=\"POST\",status=\"303\"}",
            4.0,
        ),
        (
            "concord_http_request_duration_seconds_count{route=\"(kept)\"}",
            2.0,
        ),
    ] {
        assert_eq!(figures.get(name), Some(&value), "{name}\n{text}");
    }
    for name in watched() {
        let starts = |figure: &String| figure.split('{').next() == Some(name.as_str());
        assert!(
            figures.keys().any(starts),
            "{name} of the dashboard is in no figure"
        );
    }
    assert!(figures["process_resident_memory_bytes"] > 1e6);
    assert!(!text.contains("inside"), "{text}");
}

#[test]
fn this_machine_gets_them_unless_a_proxy_may_ask_for_another() {
    let site = Site::new();
    let status = |command: Command, headers: &str| {
        let server = start(command);
        let answer = ask(&server.address, "GET /-/metrics", headers, "").unwrap();
        if answer.status == 200 {
            assert_eq!(figures(&answer.body)["concord_pages"], 3.0);
        }
        answer.status
    };
    assert_eq!(status(serve(site.folder()), ""), 200);
    let forwarded = "X-Forwarded-For: 192.0.2.1\r\n";
    assert_eq!(status(serve(site.folder()), forwarded), 404);
    let mut command = serve(site.folder());
    command.args(["--base-url", "https://practice.example"]);
    assert_eq!(status(command, ""), 404);
}
