//! Problems as they are printed: for people, for programs and for GitHub.

use serde::Serialize;

use crate::cli::check::location::ContentLocation;
use crate::domain::problem::Severity;
use crate::site::{FileProblem, View};

/// Returns a line of a file as it is in the edition.
fn line(view: &View<'_>, file: &str, line: u32) -> Option<String> {
    let blob = match view.page_of_file(file) {
        Some(item) => item.page.blob,
        None => view.attachment(file)?,
    };
    let bytes = view.read(blob).ok()?;
    let text = String::from_utf8_lossy(&bytes);
    let line = text.lines().nth(line.checked_sub(1)? as usize)?;
    Some(
        line.chars()
            .take(160)
            .map(|character| {
                if character.is_control() {
                    ' '
                } else {
                    character
                }
            })
            .collect(),
    )
}

pub(super) fn human(
    view: &View<'_>,
    entry: &FileProblem,
    content: &ContentLocation,
    color: bool,
) -> String {
    let FileProblem { file, problem } = entry;
    let paint = |code: &str, text: &str| {
        if color {
            format!("\u{1b}[{code}m{text}\u{1b}[0m")
        } else {
            text.to_owned()
        }
    };
    let severity = match problem.kind.severity() {
        Severity::Error => paint("1;31", "error"),
        Severity::Warning => paint("1;33", "warning"),
    };
    let location = paint(
        "1",
        &format!("{}:{}", printable(&content.path(file)), problem.position),
    );
    let mut text = format!("{location}: {severity}: {}", problem.message);
    if let Some(source) =
        line(view, file, problem.position.line).filter(|line| !line.trim().is_empty())
    {
        let number = problem.position.line.to_string();
        let margin = " ".repeat(number.len());
        let caret = " ".repeat(problem.position.column.saturating_sub(1).min(160) as usize);
        text.push_str(&format!(
            "\n {number} | {source}\n {margin} | {caret}{}",
            paint("1;31", "^")
        ));
    }
    if let Some(help) = &problem.help {
        text.push_str(&format!("\n   = {help}"));
    }
    text
}

fn printable(file: &str) -> String {
    file.chars()
        .map(|character| {
            if character.is_control() {
                '\u{FFFD}'
            } else {
                character
            }
        })
        .collect()
}

#[derive(Serialize)]
struct JsonProblem<'a> {
    file: String,
    line: u32,
    column: u32,
    severity: Severity,
    kind: &'static str,
    message: &'a str,
    help: Option<&'a str>,
}

pub(super) fn json(
    entry: &FileProblem,
    content: &ContentLocation,
) -> Result<String, serde_json::Error> {
    let FileProblem { file, problem } = entry;
    serde_json::to_string(&JsonProblem {
        file: content.path(file),
        line: problem.position.line,
        column: problem.position.column,
        severity: problem.kind.severity(),
        kind: problem.kind.name(),
        message: &problem.message,
        help: problem.help.as_deref(),
    })
}

/// Writes a workflow command; its reserved characters are escaped as GitHub's documentation says.
pub(super) fn github(entry: &FileProblem, content: &ContentLocation) -> String {
    let FileProblem { file, problem } = entry;
    let escape = |text: &str| {
        text.replace('%', "%25")
            .replace('\r', "%0D")
            .replace('\n', "%0A")
    };
    let property = |text: &str| escape(text).replace(':', "%3A").replace(',', "%2C");
    let command = match problem.kind.severity() {
        Severity::Error => "error",
        Severity::Warning => "warning",
    };
    let help = problem
        .help
        .as_ref()
        .map_or_else(String::new, |help| format!("; {help}"));
    let file = property(&content.path(file));
    let (line, column) = (problem.position.line, problem.position.column);
    format!(
        "::{command} file={file},line={line},col={column}::{}",
        escape(&format!("{}{help}", problem.message))
    )
}
