//! How much does a search cost beside the bare engine's?
//!
//! `/search` and `/-/suggest` are asked in full, from the request to the body, in this process; each
//! query is asked once of each new site, so no answer comes from a cache. The other side is tantivy
//! with the same queries: see `plain.rs`.

use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::ensure;
use axum::body::Body;
use axum::http::Request;
use concord::site::Publisher;
use concord::store::{Location, Store};
use concord::web::{Settings, Site, service};
use http_body_util::BodyExt;
use tower::ServiceExt;

use crate::generate;
use crate::plain::Plain;
use crate::support::{Figure, Goal, Table, percentile, scratch, settle};

const QUERIES: usize = 200;
const ROUNDS: usize = 4;

/// So many pages with all words fill a page of results.
const FULL: usize = 10;

/// Measures search and suggestions at both sizes.
pub(crate) fn run(table: &mut Table) -> anyhow::Result<()> {
    for pages in [13_000, 100_000] {
        measure(table, pages)?;
    }
    Ok(())
}

fn measure(table: &mut Table, pages: usize) -> anyhow::Result<()> {
    let repository = generate::repository(pages, 0)?;
    let folder = scratch("plain")?;
    let plain = Plain::create(&repository, &folder)?;
    plain.build()?.wait_merging_threads()?;
    let bare = plain.searcher()?;
    let store = Store::open(&Location {
        repository,
        ..Location::default()
    })?;
    let index = scratch("index")?;
    let (publisher, _) = Publisher::open(store, Some(&index), &|_, _| ())?;
    let publisher = Arc::new(publisher);
    settle(&index.join("segments"))?;
    // Queries that fill a page of results, and those of which few pages or none have every word.
    let mut queries = Vec::new();
    for query in generate::queries(2 * QUERIES, pages) {
        if bare.answer(&query)?.0 >= FULL && queries.len() < QUERIES {
            queries.push(query);
        }
    }
    let apart = generate::queries_apart(QUERIES, pages);
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()?;
    let (mut ours, mut typed, mut other) = (Vec::new(), Vec::new(), Vec::new());
    let mut some = Vec::new();
    // The first round only warms up.
    for round in 0..=ROUNDS {
        let mut engine = Vec::new();
        for query in &queries {
            let started = Instant::now();
            let (count, _) = bare.answer(query)?;
            engine.push(started.elapsed());
            ensure!(count > 0, "the engine finds nothing for “{query}”");
        }
        let addresses = queries.iter().map(|query| address("/search", query));
        let full = ask(&runtime, &publisher, addresses)?;
        let addresses = apart.iter().map(|query| address("/search", query));
        let partial = ask(&runtime, &publisher, addresses)?;
        let beginnings = queries
            .iter()
            .map(|query| address("/-/suggest", beginning(query)));
        let suggestions = ask(&runtime, &publisher, beginnings)?;
        if round > 0 {
            other.extend(engine);
            ours.extend(full);
            some.extend(partial);
            typed.extend(suggestions);
        }
    }
    for (name, share, goal) in [("p50", 0.5, 0.4), ("p99", 0.99, 0.3)] {
        table.add(
            &format!("/search in full, {pages} pages, {name}, against tantivy"),
            Figure::time(percentile(&ours, share)),
            Figure::time(percentile(&other, share)),
            Goal::AtMost(goal),
        );
    }
    table.add(
        &format!("/search, pages with some of the words, {pages} pages, p50, against all"),
        Figure::time(percentile(&some, 0.5)),
        Figure::time(percentile(&ours, 0.5)),
        Goal::AtMost(2.0),
    );
    table.add(
        &format!("search as you type, {pages} pages, p50, against tantivy"),
        Figure::time(percentile(&typed, 0.5)),
        Figure::time(percentile(&other, 0.5)),
        Goal::AtMost(0.1),
    );
    Ok(())
}

/// Asks a new site, with an empty cache, for addresses one after the other.
fn ask(
    runtime: &tokio::runtime::Runtime,
    publisher: &Arc<Publisher>,
    addresses: impl Iterator<Item = String>,
) -> anyhow::Result<Vec<Duration>> {
    let settings = Settings {
        name: "Bench".to_owned(),
        base_url: "http://127.0.0.1".to_owned(),
        ..Settings::default()
    };
    let service = service(Site::new(Arc::clone(publisher), settings));
    runtime.block_on(async {
        let mut taken = Vec::new();
        for address in addresses {
            let request = Request::get(&address).body(Body::empty())?;
            let started = Instant::now();
            let response = service.clone().oneshot(request).await?;
            let status = response.status();
            let body = response.into_body().collect().await?.to_bytes();
            taken.push(started.elapsed());
            ensure!(
                status.is_success() && !body.is_empty(),
                "{address}: {status}"
            );
        }
        Ok(taken)
    })
}

fn address(path: &str, query: &str) -> String {
    let query = form_urlencoded::Serializer::new(String::new())
        .append_pair("q", query)
        .finish();
    format!("{path}?{query}")
}

/// Returns a query of which the last word is not typed to its end.
fn beginning(query: &str) -> &str {
    let last = query.rfind(' ').map_or(0, |space| space + 1);
    &query[..last + (query.len() - last).div_ceil(2)]
}
