//! The blocks that `:::name` begins.

use crate::domain::list::ListContent;
use crate::domain::problem::{Position, Problem, ProblemKind};
use crate::domain::suggestion::nearest;

/// The block that says what is missing.
pub(super) const GAP: &str = "gap";

/// The blocks that `:::name` may begin.
const DIRECTIVES: [&str; 8] = [
    "lesson",
    "quote",
    "example",
    "gap",
    "question",
    "definition",
    "list",
    "gaps",
];

/// Reads what stands behind `:::`: the block's name and its title.
pub(super) fn directive(
    info: &str,
    position: Position,
) -> Result<(&'static str, &str), Box<Problem>> {
    let info = info.trim();
    let (name, title) = info
        .split_once(char::is_whitespace)
        .map_or((info, ""), |(name, title)| (name, title.trim()));
    if let Some(known) = DIRECTIVES.iter().find(|known| **known == name) {
        return Ok((known, title));
    }
    let help = match nearest(name, DIRECTIVES) {
        Some(meant) => format!("did you mean “:::{meant}”?"),
        None => format!("the blocks are {}", DIRECTIVES.join(", ")),
    };
    let name: String = name.chars().take(60).collect();
    let message = format!("unknown block “:::{name}”");
    let problem = Problem::new(ProblemKind::Markdown, position, message);
    Err(Box::new(problem.with_help(help)))
}

/// Returns what a block lists, if it is a list that fills itself.
pub(super) fn listed(name: &str) -> Option<ListContent> {
    match name {
        "list" => Some(ListContent::Pages),
        "gaps" => Some(ListContent::Gaps),
        _ => None,
    }
}
