//! The problems of a page, as they stand below it.

use crate::site::{SitePage, View};

/// Returns the problems of a page, one line each.
pub(crate) fn problem_lines(view: &View<'_>, item: &SitePage) -> Vec<String> {
    let line = |problem: crate::domain::Problem| {
        let help = problem
            .help
            .map_or_else(String::new, |help| format!("; {help}"));
        format!("line {}: {}{help}", problem.position.line, problem.message)
    };
    view.checks()
        .problems_of(item)
        .into_iter()
        .map(line)
        .collect()
}
