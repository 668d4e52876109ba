//! `concord check`: every problem of the content, printed like a compiler's.
//!
//! In a working tree the files on disk are checked, which is what is about to be committed; of a
//! bare repository, or with `--branch`, what is committed.

mod location;
mod report;
#[cfg(test)]
mod tests;

use std::collections::HashSet;
use std::io::{IsTerminal, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::bail;
use clap::Args;

use crate::cli::check::location::ContentLocation;
use crate::cli::check::report::{github, human, json};
use crate::domain::file_role::VOCABULARY_FILE;
use crate::domain::problem::Severity;
use crate::domain::{FrontMatter, Page, ProblemKind, Viewer};
use crate::site::{Edition, FILE_LIMIT, FileProblem};
use crate::store::{Location, Store, StoreError};

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
    let content = ContentLocation::of(&store);
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
            ReportFormat::Human => human(&view, entry, &content, color),
            ReportFormat::Json => json(entry, &content)?,
            ReportFormat::Github => github(entry, &content),
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
    let unfit_files: HashSet<&str> = unfit.iter().map(|entry| entry.file.as_str()).collect();
    let is_unfit = |entry: &FileProblem| {
        let kind = entry.problem.kind;
        matches!(kind, ProblemKind::Path | ProblemKind::Collision)
            && unfit_files.contains(&*entry.file)
    };
    let mut problems = edition.view(Viewer::Contributor).checks().problems();
    problems.retain(|entry| !is_unfit(entry));
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
