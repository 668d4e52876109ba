//! Mentions that were meant as citations: almost the key of a work.

use crate::domain::suggestion::distance;
use crate::domain::{Page, Problem, ProblemKind};
use crate::site::correction_finder::CorrectionFinder;

/// Shortest mention in bytes that is compared with the keys of the bibliography.
const SHORTEST_MISTYPED: usize = 6;

/// Names the mentions that are one slip away from a key: an `@word` may be anything, but one with a
/// digit in it that is almost a key was meant as one.
pub(super) fn mistyped_citations<'e>(page: &Page, meant: &CorrectionFinder<'e>) -> Vec<Problem> {
    let is_like_key =
        |key: &str| key.len() >= SHORTEST_MISTYPED && key.bytes().any(|byte| byte.is_ascii_digit());
    let mentions = page.mentions.iter().filter(|(key, _)| is_like_key(key));
    let mistyped = mentions.filter_map(|(key, position)| {
        let known = meant.work(key)?;
        if distance(&key.to_lowercase(), &known.to_lowercase()) > 1 {
            return None;
        }
        let message = format!("“@{key}” stays as it is: the bibliography has no such work");
        let problem = Problem::new(ProblemKind::LostText, *position, message);
        Some(problem.with_help(format!("did you mean “@{known}”?")))
    });
    mistyped.collect()
}

/// Tells whether a mention looks like a key of the bibliography, which mostly has a year.
pub(super) fn may_be_key(mention: &str) -> bool {
    mention.len() >= SHORTEST_MISTYPED && mention.bytes().any(|byte| byte.is_ascii_digit())
}
