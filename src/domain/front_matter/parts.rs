//! Divides a file into front matter and text.

use crate::domain::problem::{Position, Problem, ProblemKind};

/// A file divided into front matter and text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Parts<'a> {
    /// The YAML between the two lines of hyphens, when there are any.
    pub yaml: Option<&'a str>,
    /// The text below.
    pub body: &'a str,
    /// The number of lines above the text.
    pub body_line: u32,
}

/// Divides a file. A file whose front matter is never closed is all text, with a problem.
pub fn split<'a>(source: &'a str, problems: &mut Vec<Problem>) -> Parts<'a> {
    let source = source.strip_prefix('\u{FEFF}').unwrap_or(source);
    let all = Parts {
        yaml: None,
        body: source,
        body_line: 0,
    };
    let first = line_of(source);
    if first.trim_end() != "---" {
        return all;
    }
    let mut offset = first.len();
    let mut number = 1;
    while let Some(line) = source
        .get(offset..)
        .map(line_of)
        .filter(|line| !line.is_empty())
    {
        number += 1;
        if matches!(line.trim_end(), "---" | "...") {
            if first.ends_with('\r') {
                let message =
                    "the lines end in carriage returns alone, which git shows as one line";
                let problem = Problem::new(ProblemKind::FrontMatter, Position::START, message);
                let help = "save the file with the line ends of Unix or of Windows";
                problems.push(problem.with_help(help));
            }
            return Parts {
                yaml: Some(&source[first.len()..offset]),
                body: &source[offset + line.len()..],
                body_line: number,
            };
        }
        offset += line.len();
    }
    problems.push(
        Problem::new(
            ProblemKind::FrontMatter,
            Position::START,
            "the front matter is not closed",
        )
        .with_help("end it with a line of three hyphens: ---"),
    );
    all
}

/// Returns the first line of a text with its end: a line feed, a carriage return or both.
pub(in crate::domain) fn line_of(text: &str) -> &str {
    let end = text.find(['\n', '\r']).map_or(text.len(), |end| {
        end + if text[end..].starts_with("\r\n") {
            2
        } else {
            1
        }
    });
    &text[..end]
}

/// Positions in the YAML count from the line below the opening hyphens.
pub(in crate::domain) fn below_fence(position: Position) -> Position {
    Position {
        line: position.line + 1,
        column: position.column,
    }
}
