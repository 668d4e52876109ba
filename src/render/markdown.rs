//! The one place that calls the Markdown parser: which extensions, which limits.

use std::borrow::Cow;
use std::time::{Duration, Instant};

use comrak::nodes::Node;
use comrak::{Arena, Options, try_parse_document};

use crate::domain::problem::{Position, Problem, ProblemKind};
use crate::render::catch_panic::catch_panic;
use crate::render::citations::Bibliography;
use crate::render::slips::Slips;
use crate::render::source::Body;
use crate::render::tables::LeftOutLines;
use crate::render::{cited, footnotes, nesting, pipes, turns};

/// Longest time that parsing one page may take. An ordinary page takes a thousandth of it.
const DEADLINE: Duration = Duration::from_secs(1);

/// Parses a page's text and gives the tree to `walk`, with the slips that were found on the way; a
/// problem says why it could not be parsed.
pub(super) fn parse<T>(
    body: &Body<'_>,
    bibliography: &Bibliography,
    walk: impl FnOnce(Node<'_>, Slips<'_>) -> T,
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
    let text = LeftOutLines::of(body.text).apply(body.text);
    let start = Instant::now();
    let parsed = catch_panic(|| {
        let arena = Arena::new();
        let late = || start.elapsed() > DEADLINE;
        let guarded = pipes::guard(&text);
        let root = try_parse_document(&arena, &guarded, &options(), &late).ok()?;
        if matches!(guarded, Cow::Owned(_)) {
            pipes::restore(root);
        }
        let mut slips = Slips::new(body);
        if text.contains("[^") || text.contains("^[") {
            footnotes::settle(root, &mut slips);
        }
        if text.contains('@') {
            cited::settle(&arena, root, bibliography);
        }
        Some(walk(root, slips))
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
    extension.math_code = true;
    extension.wikilinks_title_after_pipe = true;
    extension.block_directive = true;
    extension.header_attributes = true;
    extension.cjk_friendly_emphasis = true;
    options.parse.leave_footnote_definitions = true;
    // So that an escaped bracket is told from one that means something.
    options.parse.escaped_char_spans = true;
    options
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
