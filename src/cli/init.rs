//! `concord init`: a new repository of content.

use std::borrow::Cow;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, bail};
use clap::Args;
use rust_embed::RustEmbed;

use crate::cli::say;
use crate::domain::path::is_page_name;
use crate::store::{FIRST_BRANCH, NewFile, NewRepository};

/// The content of this project, from which a group starts.
#[derive(RustEmbed)]
#[folder = "$CARGO_MANIFEST_DIR/content"]
struct Starter;

/// The content of a site that has none yet.
const EMPTY: [(&str, &str); 3] = [
    ("index.md", include_str!("../../templates/init/index.md")),
    (
        "vocabulary.toml",
        include_str!("../../templates/init/vocabulary.toml"),
    ),
    (
        "references.bib",
        include_str!("../../templates/init/references.bib"),
    ),
];

/// The files that every repository of content has beside its content.
const BESIDE_CONTENT: [(&str, &str); 3] = [
    ("README.md", include_str!("../../templates/init/README.md")),
    (".gitignore", include_str!("../../templates/init/gitignore")),
    (
        ".github/workflows/check.yml",
        include_str!("../../templates/init/check.yml"),
    ),
];

/// The flags of `init`.
#[derive(Clone, Debug, Args)]
pub(super) struct InitArguments {
    /// The folder to make; it may exist if it is empty
    #[arg(value_name = "DIR")]
    path: PathBuf,
    /// Make a bare repository, for a server to serve
    #[arg(long)]
    bare: bool,
    /// Start with a home page and an empty vocabulary, without the starter content
    #[arg(long)]
    empty: bool,
}

/// Makes the repository.
pub(super) fn run(arguments: &InitArguments) -> anyhow::Result<ExitCode> {
    let path = &arguments.path;
    let existed = is_free(path)?;
    let files = files(arguments.empty);
    let created =
        NewRepository::repository(path, arguments.bare, &files, "Begin the knowledge base\n");
    if created.is_err() && !existed {
        // Half a repository would be in the way of the next try.
        let _ = fs::remove_dir_all(path);
    }
    announce(arguments, &created?, &files);
    Ok(ExitCode::SUCCESS)
}

/// Checks that nothing is at a path but perhaps an empty folder, and tells whether that is there.
fn is_free(path: &Path) -> anyhow::Result<bool> {
    match fs::read_dir(path).map(|mut listing| listing.next().is_none()) {
        Ok(true) => Ok(true),
        Ok(false) => bail!(
            "{} exists and is not empty; name a folder that is not there yet",
            path.display()
        ),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(false),
        Err(error) => Err(error).with_context(|| format!("reading {}", path.display())),
    }
}

fn files(empty: bool) -> Vec<NewFile> {
    let text = |(path, text): (&str, &'static str)| -> NewFile {
        (path.to_owned(), Cow::Borrowed(text.as_bytes()))
    };
    let mut files: Vec<NewFile> = if empty {
        EMPTY.map(text).into()
    } else {
        Starter::iter()
            .filter_map(|path| Some((path.to_string(), Starter::get(&path)?.data)))
            .collect()
    };
    files.extend(BESIDE_CONTENT.map(text));
    files
}

fn announce(arguments: &InitArguments, created: &NewRepository, files: &[NewFile]) {
    let path = arguments.path.display();
    let pages = files.iter().filter(|(path, _)| is_page_name(path));
    // The README is no page.
    let pages = pages.count().saturating_sub(1);
    let what = if arguments.bare {
        "a bare repository"
    } else {
        "a repository"
    };
    say(&format!(
        "Made {what} at {path}: {pages} pages, branch {FIRST_BRANCH}, commit {} by {}",
        created.commit.short(),
        created.author,
    ));
    if created.anonymous {
        say("  git knows no name of yours: git config --global user.name \"Your Name\"");
        say("                              git config --global user.email you@example.org");
    }
    say("Next:");
    if arguments.bare {
        say(&format!(
            "  concord serve --repository {path}    the site, at http://127.0.0.1:8080"
        ));
        say(&format!(
            "  git clone {path} my-copy             a copy to write in"
        ));
    } else {
        say(&format!("  cd {path}"));
        say("  concord preview                      the files as they will look, while you write");
        say("  concord hook install                 check the content before each commit");
        say("  concord serve                        the site, at http://127.0.0.1:8080");
    }
}
