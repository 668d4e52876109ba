//! `concord check`: every problem of the content, printed like a compiler's.

use std::io::{IsTerminal, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use serde::Serialize;

use crate::domain::Viewer;
use crate::domain::problem::Severity;
use crate::site::{FileProblem, Publisher, View};
use crate::store::{Location, Store};

/// The flags of `check`.
#[derive(Clone, Debug, Args)]
pub(super) struct CheckArguments {
    /// The repository, or a folder in it
    #[arg(default_value = ".", value_name = "DIR|REPOSITORY")]
    path: PathBuf,
    /// The branch [default: the one that is checked out]
    #[arg(long, value_name = "B")]
    branch: Option<String>,
    /// The folder of the content in the repository [default: content, if there is one]
    #[arg(long, value_name = "F")]
    folder: Option<String>,
    /// How problems are printed
    #[arg(long, default_value = "human")]
    format: Format,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    /// For people
    Human,
    /// One JSON object a line
    Json,
    /// Workflow commands that GitHub shows beside the lines
    Github,
}

/// Checks the commit that is at the tip of the branch.
pub(super) fn run(arguments: &CheckArguments) -> anyhow::Result<ExitCode> {
    let location = Location {
        repository: arguments.path.clone(),
        branch: arguments.branch.clone(),
        folder: arguments.folder.clone(),
    };
    let store = Store::open(&location)?;
    let prefix = prefix(&store);
    let (publisher, _) = Publisher::open(store, None, &|_, _| ())?;
    let edition = publisher.edition();
    let view = edition.view(Viewer::Member);
    let problems = view.problems();
    let mut output = std::io::stdout().lock();
    let color = output.is_terminal() && std::env::var_os("NO_COLOR").is_none();
    for entry in &problems {
        let printed = match arguments.format {
            Format::Human => human(&view, entry, &prefix, color),
            Format::Json => json(entry, &prefix)?,
            Format::Github => github(entry, &prefix),
        };
        writeln!(output, "{printed}")?;
    }
    let errors = problems
        .iter()
        .filter(|entry| entry.problem.kind.severity() == Severity::Error)
        .count();
    if arguments.format == Format::Human && !problems.is_empty() {
        let warnings = problems.len() - errors;
        writeln!(
            output,
            "{errors} errors, {warnings} warnings in {} pages",
            edition.page_count()
        )?;
    }
    Ok(if errors > 0 {
        ExitCode::from(1)
    } else {
        ExitCode::SUCCESS
    })
}

/// Returns the content's folder as it stands before the names of files.
fn prefix(store: &Store) -> String {
    match store.folder() {
        "" => String::new(),
        folder => format!("{folder}/"),
    }
}

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

fn human(view: &View<'_>, entry: &FileProblem, prefix: &str, color: bool) -> String {
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
    let place = paint(
        "1",
        &format!("{prefix}{}:{}", printable(file), problem.position),
    );
    let mut text = format!("{place}: {severity}: {}", problem.message);
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

fn json(entry: &FileProblem, prefix: &str) -> Result<String, serde_json::Error> {
    let FileProblem { file, problem } = entry;
    serde_json::to_string(&JsonProblem {
        file: format!("{prefix}{file}"),
        line: problem.position.line,
        column: problem.position.column,
        severity: problem.kind.severity(),
        kind: problem.kind.name(),
        message: &problem.message,
        help: problem.help.as_deref(),
    })
}

/// Writes a workflow command; its reserved characters are escaped as GitHub's documentation says.
fn github(entry: &FileProblem, prefix: &str) -> String {
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
    let file = property(&format!("{prefix}{file}"));
    let (line, column) = (problem.position.line, problem.position.column);
    format!(
        "::{command} file={file},line={line},col={column}::{}",
        escape(&format!("{}{help}", problem.message))
    )
}
