//! `concord new`: a page begun from its kind's template.

use std::fs::{self, OpenOptions};
use std::io::{ErrorKind, Write};
use std::path::{Component, Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, anyhow, bail};
use clap::Args;

use crate::cli::say;
use crate::domain::file_role::VOCABULARY_FILE;
use crate::domain::portable::{check_name, disk_key};
use crate::domain::suggestion::nearest;
use crate::domain::{FileRole, Kind, Vocabulary};

/// The flags of `new`.
#[derive(Clone, Debug, Args)]
pub(super) struct NewArguments {
    /// What the page is: case-study, lesson, event and so on
    #[arg(value_parser = kind)]
    kind: Kind,
    /// The file to make, such as cases/office-partner-topic.md
    #[arg(value_name = "PATH")]
    path: PathBuf,
}

/// Reads the name of a kind.
fn kind(name: &str) -> Result<Kind, String> {
    let names = Kind::ALL.map(Kind::name);
    Kind::from_name(name).ok_or_else(|| match nearest(name, names) {
        Some(meant) => format!("did you mean “{meant}”?"),
        None => format!("the kinds are {}", names.join(", ")),
    })
}

/// Writes the page.
pub(super) fn run(arguments: &NewArguments) -> anyhow::Result<ExitCode> {
    let path = page_name(&arguments.path)?;
    let path = absolute(&path)?;
    let content = content_above(&path)?;
    let file = file_in(&content, &path)?;
    let (template, text) = template(&content, arguments.kind)?;
    if let Some(folder) = path.parent() {
        check_free(&content, &file)?;
        fs::create_dir_all(folder).with_context(|| format!("making {}", folder.display()))?;
    }
    let made = OpenOptions::new().write(true).create_new(true).open(&path);
    let written = made.and_then(|mut made| made.write_all(&text));
    written.with_context(|| format!("writing {}", arguments.path.display()))?;
    say(&format!("Made {file} from {template}"));
    say(
        "Next: fill it in; `concord preview` shows it while you write, `concord check` finds slips",
    );
    Ok(ExitCode::SUCCESS)
}

/// Returns the path with the ending of pages.
fn page_name(path: &Path) -> anyhow::Result<PathBuf> {
    match path.extension().and_then(|ending| ending.to_str()) {
        Some("md") => Ok(path.to_owned()),
        None if path.extension().is_none() && path.file_name().is_some() => {
            Ok(path.with_extension("md"))
        }
        _ => bail!("{} is no name of a page: it ends in .md", path.display()),
    }
}

/// Returns a path from the root of the disk, whether or not anything is there yet.
fn absolute(path: &Path) -> anyhow::Result<PathBuf> {
    let path = std::path::absolute(path).context("finding the current folder")?;
    if path.components().any(|part| part == Component::ParentDir) {
        let folder = path.parent().unwrap_or(&path);
        let folder = folder.canonicalize();
        let name = path.file_name().unwrap_or_default();
        return Ok(folder
            .with_context(|| format!("finding the folder of {}", path.display()))?
            .join(name));
    }
    let there = nearest_folder(&path);
    let rest = path.strip_prefix(&there).unwrap_or(&path).to_owned();
    let there = there.canonicalize();
    Ok(there
        .with_context(|| format!("finding the folder of {}", path.display()))?
        .join(rest))
}

/// Returns the nearest folder above a path that is there.
fn nearest_folder(path: &Path) -> PathBuf {
    let above = path.ancestors().skip(1);
    let mut folders = above.filter(|folder| folder.is_dir());
    folders.next().unwrap_or(Path::new("/")).to_owned()
}

/// Returns the content folder that a path lies in: the nearest above it with a vocabulary.
fn content_above(path: &Path) -> anyhow::Result<PathBuf> {
    let has_vocabulary = |folder: &&Path| folder.join(VOCABULARY_FILE).is_file();
    if let Some(content) = path.ancestors().skip(1).find(has_vocabulary) {
        return Ok(content.to_owned());
    }
    let folder = nearest_folder(path);
    let hint = if has_vocabulary(&folder.join("content").as_path()) {
        "; the content is in content/"
    } else {
        ", which names the templates"
    };
    bail!(
        "there is no {VOCABULARY_FILE} in {} or above it{hint}",
        folder.display()
    );
}

/// Returns the file's path in the content folder, where a page can be.
fn file_in(content: &Path, path: &Path) -> anyhow::Result<String> {
    let inside = path.strip_prefix(content).unwrap_or(path);
    let file = inside
        .to_str()
        .ok_or_else(|| anyhow!("the name of {} is not UTF-8", inside.display()))?;
    for name in file.split('/') {
        check_name(name).map_err(|error| anyhow!("{file} cannot be a page: the name {error}"))?;
    }
    match FileRole::of(file) {
        FileRole::Page(_) | FileRole::Readme(_) => Ok(file.to_owned()),
        FileRole::Unusable(error) => bail!("{file} cannot be a page: the path {error}"),
        _ => bail!("{file} cannot be a page; choose another name"),
    }
}

/// Reads the template of a kind; returns its file and its text.
fn template(content: &Path, kind: Kind) -> anyhow::Result<(String, Vec<u8>)> {
    let file = content.join(VOCABULARY_FILE);
    let text = match fs::read_to_string(&file) {
        Err(error) if error.kind() == ErrorKind::NotFound => String::new(),
        read => read.with_context(|| format!("reading {}", file.display()))?,
    };
    let (vocabulary, problems) = Vocabulary::parse(&text);
    let Some(template) = vocabulary.template(kind) else {
        if let Some(problem) = problems.first() {
            bail!(
                "{VOCABULARY_FILE}:{}: {}",
                problem.position,
                problem.message
            );
        }
        let known = vocabulary.templates.iter().map(|one| one.kind.name());
        let known: Vec<&str> = known.collect();
        let known = match known[..] {
            [] => "no kind".to_owned(),
            _ => known.join(", "),
        };
        bail!(
            "{VOCABULARY_FILE} names no template for {name}, only for {known}; write one, and name it \
             under [templates]: {name} = \"templates/{name}.md\"",
            name = kind.name(),
        );
    };
    let text = fs::read(content.join(&template.file))
        .with_context(|| format!("reading the template {}", template.file))?;
    Ok((template.file.clone(), text))
}

/// Checks that nothing has the file's name on some disk, and no other file its address.
fn check_free(content: &Path, file: &str) -> anyhow::Result<()> {
    let (folder, name) = file.rsplit_once('/').unwrap_or(("", file));
    let entries = fs::read_dir(content.join(folder)).into_iter().flatten();
    let mut names = entries.filter_map(|entry| entry.ok()?.file_name().into_string().ok());
    if let Some(other) = names.find(|other| disk_key(other) == disk_key(name)) {
        let same = if other == name {
            String::new()
        } else {
            format!(" as {other}, which is the same on some disks")
        };
        bail!("{file} is there already{same}; nothing was written");
    }
    let stem = file.strip_suffix(".md").unwrap_or(file);
    let other = match stem.strip_suffix("/index") {
        Some(folder) => format!("{folder}.md"),
        None => format!("{stem}/index.md"),
    };
    if content.join(&other).is_file() {
        bail!("{other} has the address of {file} already; nothing was written");
    }
    Ok(())
}
