//! The one place that calls the Markdown parser: which extensions, which limits.

use std::time::{Duration, Instant};

use comrak::nodes::{Node, NodeValue};
use comrak::{Arena, Options, try_parse_document};

use crate::domain::problem::{Position, Problem, ProblemKind};
use crate::render::contained::contained;
use crate::render::nesting;
use crate::render::source::Body;
use crate::render::tables::Cut;
use crate::render::turns;

/// Longest time that parsing one page may take. An ordinary page takes a thousandth of it.
const DEADLINE: Duration = Duration::from_secs(1);

/// Longest citation in lines.
const MAX_CITATION_LINES: usize = 8;

/// Parses a page's text and gives the tree to `walk`; a problem says why it could not be parsed.
pub(super) fn parse<T>(
    body: &Body<'_>,
    walk: impl FnOnce(Node<'_>) -> T,
) -> Result<T, Box<Problem>> {
    let unreadable = |position: Position, message: &str, help: &str| {
        let problem = Problem::new(ProblemKind::Unreadable, position, message);
        Box::new(problem.with_help(help))
    };
    if let Some(line) = nesting::too_deep(body.text) {
        return Err(unreadable(
            body.position(line, 1),
            "the page nests quotes, lists or blocks too deeply; it is shown as plain text",
            "use at most 100 levels",
        ));
    }
    let _turn = turns::turn(body.text.len());
    let text = Cut::of(body.text).apply(body.text);
    let start = Instant::now();
    let parsed = contained(|| {
        let arena = Arena::new();
        let late = || start.elapsed() > DEADLINE;
        let root = try_parse_document(&arena, &text, &options(), &late).ok()?;
        join_citations(root, &text);
        Some(walk(root))
    });
    parsed.flatten().ok_or_else(|| {
        unreadable(
            Position::START,
            "the page could not be parsed in time; it is shown as plain text",
            "look for very long lines of the same brackets, stars or quote marks",
        )
    })
}

fn options() -> Options<'static> {
    let mut options = Options::default();
    let extension = &mut options.extension;
    extension.strikethrough = true;
    extension.table = true;
    extension.autolink = true;
    extension.tasklist = true;
    extension.footnotes = true;
    extension.inline_footnotes = true;
    extension.description_lists = true;
    extension.alerts = true;
    extension.math_dollars = true;
    extension.math_latex = true;
    extension.math_code = true;
    extension.wikilinks_title_after_pipe = true;
    extension.block_directive = true;
    extension.header_attributes = true;
    extension.cjk_friendly_emphasis = true;
    options
}

/// A citation that an editor broke over two lines is two texts in the tree; makes them one.
fn join_citations(root: Node<'_>, text: &str) {
    if !text.contains('@') {
        return;
    }
    for node in root.descendants() {
        // More lines than a citation can have would make this quadratic.
        for _ in 0..MAX_CITATION_LINES {
            let open = match &node.data().value {
                NodeValue::Text(text) if text.contains('@') => text
                    .rfind("[@")
                    .or_else(|| text.rfind("[-@"))
                    .is_some_and(|start| !text[start..].contains(']')),
                _ => false,
            };
            let Some(line_break) = node.next_sibling().filter(|_| open) else {
                break;
            };
            let Some(next) = line_break.next_sibling() else {
                break;
            };
            if !matches!(line_break.data().value, NodeValue::SoftBreak) {
                break;
            }
            let NodeValue::Text(rest) = next.data().value.clone() else {
                break;
            };
            if let NodeValue::Text(text) = &mut node.data_mut().value {
                let joined = text.to_mut();
                joined.push('\n');
                joined.push_str(&rest);
            }
            line_break.detach();
            next.detach();
        }
    }
}

/// Returns the text of a heading or an image without markup.
pub(super) fn plain(node: Node<'_>) -> String {
    let text = node.collect_text();
    if text.contains('\n') {
        text.replace('\n', " ")
    } else {
        text
    }
}
