//! `concord check`: every problem of the content, printed like a compiler's.
//!
//! In a working tree the files on disk are checked, which is what is about to be committed; of a
//! bare repository, or with `--branch`, what is committed.

use std::collections::HashSet;
use std::io::{IsTerminal, Write};
use std::path::{Component, Path, PathBuf};
use std::process::ExitCode;

use anyhow::bail;
use clap::Args;
use serde::Serialize;

use crate::domain::file_role::VOCABULARY_FILE;
use crate::domain::problem::Severity;
use crate::domain::{FrontMatter, Page, ProblemKind, Viewer};
use crate::site::{Edition, FILE_LIMIT, FileProblem, View};
use crate::store::{Location, Store, StoreError, WorkingTree};

/// The flags of `check`.
#[derive(Clone, Debug, Args)]
pub(super) struct CheckArguments {
    /// A folder whose files are checked as they lie on disk, or a bare repository
    #[arg(default_value = ".", value_name = "DIR|REPOSITORY")]
    path: PathBuf,
    /// Check what is committed on this branch, not the files on disk
    #[arg(long, value_name = "B")]
    branch: Option<String>,
    /// The folder of the content in the repository [default: content, if there is one]
    #[arg(long, value_name = "F")]
    folder: Option<String>,
    /// How many megabytes a file may have; a server may be configured otherwise
    #[arg(long, value_name = "MB", default_value_t = FILE_LIMIT / 1_000_000)]
    file_limit: u64,
    /// How problems are printed
    #[arg(long, default_value = "human")]
    format: ReportFormat,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum ReportFormat {
    /// For people
    Human,
    /// One JSON object a line
    Json,
    /// Workflow commands that GitHub shows beside the lines
    Github,
}

/// Prints the problems; errors make the exit code 1.
pub(super) fn run(arguments: &CheckArguments) -> anyhow::Result<ExitCode> {
    let location = Location {
        repository: arguments.path.clone(),
        branch: arguments.branch.clone(),
        folder: arguments.folder.clone(),
    };
    let store = open(&location)?;
    let place = ContentLocation::of(&store);
    let edition = Edition::for_check(store)?;
    if arguments.folder.is_none() && !is_content(&edition) {
        bail!(
            "is this the content? {} has no {VOCABULARY_FILE} and no page with front matter; \
             name the content's folder (concord check FOLDER), or say that it is this one (--folder .)",
            arguments.path.display()
        );
    }
    let view = edition.view(Viewer::Contributor);
    let problems = problems(&edition, arguments.file_limit)?;
    let mut output = std::io::stdout().lock();
    let color = output.is_terminal() && std::env::var_os("NO_COLOR").is_none();
    for entry in &problems {
        let printed = match arguments.format {
            ReportFormat::Human => human(&view, entry, &place, color),
            ReportFormat::Json => json(entry, &place)?,
            ReportFormat::Github => github(entry, &place),
        };
        writeln!(output, "{printed}")?;
    }
    let errors = problems
        .iter()
        .filter(|entry| entry.problem.kind.severity() == Severity::Error)
        .count();
    if arguments.format == ReportFormat::Human {
        let pages = count(edition.page_count(), "page");
        let found = match (errors, problems.len() - errors) {
            (0, 0) => "no problems".to_owned(),
            (errors, 0) => count(errors, "error"),
            (0, warnings) => count(warnings, "warning"),
            (errors, warnings) => {
                format!("{}, {}", count(errors, "error"), count(warnings, "warning"))
            }
        };
        writeln!(output, "{pages}, {found}")?;
    }
    Ok(if errors > 0 {
        ExitCode::from(1)
    } else {
        ExitCode::SUCCESS
    })
}

/// Returns all problems of the content, and what a push would be refused for beside them.
fn problems(edition: &Edition, megabytes: u64) -> anyhow::Result<Vec<FileProblem>> {
    let unfit = edition.unfit_entries(megabytes.saturating_mul(1_000_000))?;
    let told: HashSet<&str> = unfit.iter().map(|entry| entry.file.as_str()).collect();
    let is_told = |entry: &FileProblem| {
        let kind = entry.problem.kind;
        matches!(kind, ProblemKind::Path | ProblemKind::Collision) && told.contains(&*entry.file)
    };
    let mut problems = edition.view(Viewer::Contributor).checks().problems();
    problems.retain(|entry| !is_told(entry));
    problems.extend(unfit);
    problems.sort();
    Ok(problems)
}

/// Tells whether this looks like content of a knowledge base, and not like the notes of some program.
fn is_content(edition: &Edition) -> bool {
    let view = edition.view(Viewer::Contributor);
    let has_vocabulary = || view.attachment(VOCABULARY_FILE).is_some();
    let says_of_itself = |page: &Page| page.front != FrontMatter::default();
    // A page whose front matter cannot be read is one with front matter.
    let is_meant = |page: &Page| {
        let mut problems = page.problems.iter();
        says_of_itself(page) || problems.any(|one| one.kind == ProblemKind::FrontMatter)
    };
    has_vocabulary() || view.pages().any(|item| is_meant(&item.page))
}

fn open(location: &Location) -> Result<Store, StoreError> {
    if location.branch.is_some() {
        return Store::open(location);
    }
    match Store::open_working_tree(location) {
        Err(StoreError::Bare(_)) => Store::open(location),
        opened => opened,
    }
}

fn count(number: usize, what: &str) -> String {
    match number {
        1 => format!("1 {what}"),
        _ => format!("{number} {what}s"),
    }
}

/// The location of the content's folder, so that files are named in a way that an editor can follow.
enum ContentLocation {
    /// In a commit: the folder in the repository.
    Committed(PathBuf),
    /// On disk: the way to it from the current folder.
    OnDisk { content: PathBuf, current: PathBuf },
}

impl ContentLocation {
    fn of(store: &Store) -> Self {
        let current = std::env::current_dir().and_then(|folder| folder.canonicalize());
        match (store.on_disk().map(WorkingTree::root), current) {
            (Some(content), Ok(current)) => Self::OnDisk {
                content: content.to_owned(),
                current,
            },
            (Some(content), Err(_)) => Self::Committed(content.to_owned()),
            (None, _) => Self::Committed(PathBuf::from(store.folder())),
        }
    }

    /// Returns the path of a file as it is printed.
    fn path(&self, file: &str) -> String {
        let path = match self {
            Self::Committed(folder) => folder.join(file),
            Self::OnDisk { content, current } => relative(&content.join(file), current),
        };
        path.to_string_lossy().into_owned()
    }
}

/// Returns the way from a folder to a path; the path itself where they have nothing in common.
fn relative(path: &Path, from: &Path) -> PathBuf {
    let steps = path.components().zip(from.components());
    let common = steps.take_while(|(a, b)| a == b).count();
    if common <= 1 {
        return path.to_owned();
    }
    let up = from.components().skip(common).map(|_| Component::ParentDir);
    up.chain(path.components().skip(common)).collect()
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

fn human(view: &View<'_>, entry: &FileProblem, place: &ContentLocation, color: bool) -> String {
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
        &format!("{}:{}", printable(&place.path(file)), problem.position),
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

fn json(entry: &FileProblem, place: &ContentLocation) -> Result<String, serde_json::Error> {
    let FileProblem { file, problem } = entry;
    serde_json::to_string(&JsonProblem {
        file: place.path(file),
        line: problem.position.line,
        column: problem.position.column,
        severity: problem.kind.severity(),
        kind: problem.kind.name(),
        message: &problem.message,
        help: problem.help.as_deref(),
    })
}

/// Writes a workflow command; its reserved characters are escaped as GitHub's documentation says.
fn github(entry: &FileProblem, place: &ContentLocation) -> String {
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
    let file = property(&place.path(file));
    let (line, column) = (problem.position.line, problem.position.column);
    format!(
        "::{command} file={file},line={line},col={column}::{}",
        escape(&format!("{}{help}", problem.message))
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_named_from_the_current_folder() {
        let check = |path: &str, from: &str, expected: &str| {
            assert_eq!(
                relative(Path::new(path), Path::new(from)),
                Path::new(expected)
            );
        };
        check("/home/a/wiki/cases/x.md", "/home/a/wiki", "cases/x.md");
        check("/home/a/wiki/index.md", "/home/a/wiki/cases", "../index.md");
        check("/srv/wiki/index.md", "/home/a", "/srv/wiki/index.md");
    }
}
