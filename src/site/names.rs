//! The keys under which pages and files are found from what links name.

use crate::domain::portable::disk_key;
use crate::domain::{LinkTarget, Page};

/// Why a page answers to a name; the smaller wins.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum NameRank {
    Title,
    Alias,
    LastPart,
}

/// Returns what a path is on a disk that ignores case, with the path, where they differ.
pub(super) fn spelling(file: &str) -> Option<(Box<str>, Box<str>)> {
    let key = disk_key(file);
    (key != file).then(|| (key.into(), file.into()))
}

/// Returns the folder of a file, without the slash; empty for the root.
pub(super) fn folder_of(file: &str) -> &str {
    file.rsplit_once('/').map_or("", |(folder, _)| folder)
}

/// Returns the key under which a link is found from its target: `/` and a path for a path, else
/// the folded name.
pub(super) fn reference_key(link: &crate::domain::Link) -> Option<String> {
    match &link.target {
        LinkTarget::Here => None,
        LinkTarget::Name(name) => Some(fold(name)),
        LinkTarget::Path(path) => Some(path_key(path)),
    }
}

/// Returns the key under which the pages that use a work are found: no name and no path has it.
pub(super) fn cited_key(work: &str) -> String {
    format!("\0{work}")
}

/// Returns the key under which the pages with an id for calendars are found: no work has it.
pub(super) fn uid_key(page: &Page) -> Option<String> {
    let uid = page.front.details().uid.as_deref()?;
    Some(format!("\0\0{uid}"))
}

/// Returns the key of a path: a page's whether it is named as a file or as an address.
pub(super) fn path_key(path: &str) -> String {
    let path = path.trim_end_matches('/');
    let page = match path.strip_suffix(".md") {
        Some("index" | "README") => "",
        Some(stem) => {
            let of_folder = stem.strip_suffix("/index");
            let of_folder = of_folder.or_else(|| stem.strip_suffix("/README"));
            of_folder.unwrap_or(stem)
        }
        None => path,
    };
    format!("/{page}")
}

/// Returns a path with its last part first, each part folded: all files whose paths end alike stand
/// together in this order.
pub(super) fn backwards(path: &str) -> Box<str> {
    let parts: Vec<String> = path.rsplit('/').map(fold).collect();
    parts.join("/").into()
}

/// Returns the keys under which links to a page are found: its names, its paths and its file.
pub(super) fn keys_of(page: &Page) -> Vec<String> {
    let mut keys: Vec<String> = names_of(page).into_iter().map(|(key, _)| key).collect();
    keys.extend([path_key(page.path.as_str()), path_key(&page.file)]);
    keys.push(fold(page.path.as_str()));
    let aliases = page.front.aliases.iter();
    keys.extend(aliases.map(|(alias, _)| path_key(alias.trim_matches('/'))));
    keys.sort();
    keys.dedup();
    keys
}

/// Returns the keys under which links to a file that is no page are found: its path, and its name
/// with some, all or none of its folders.
pub(super) fn keys_of_file(file: &str) -> impl Iterator<Item = String> {
    let slashes = file.match_indices('/').map(|(at, _)| at + 1);
    let names = std::iter::once(0)
        .chain(slashes)
        .map(|at| fold(&file[at..]));
    std::iter::once(path_key(file)).chain(names)
}

/// Returns the names that a page answers to, folded.
pub(super) fn names_of(page: &Page) -> Vec<(String, NameRank)> {
    let title = (fold(&page.title), NameRank::Title);
    let aliases = page
        .front
        .aliases
        .iter()
        .map(|(alias, _)| (fold(alias), NameRank::Alias));
    let last = (fold(page.path.name()), NameRank::LastPart);
    let mut names: Vec<_> = std::iter::once(title)
        .chain(aliases)
        .chain([last])
        .collect();
    names.retain(|(name, _)| !name.is_empty());
    names.sort();
    names.dedup_by(|a, b| a.0 == b.0);
    names
}

/// Folds a name so that case, hyphens and spacing make no difference.
pub(super) fn fold(name: &str) -> String {
    let mut folded = String::with_capacity(name.len());
    let name = name.strip_suffix(".md").unwrap_or(name).trim_matches('/');
    for part in name.split(|character: char| character.is_whitespace() || "-_".contains(character))
    {
        if part.is_empty() {
            continue;
        }
        if !folded.is_empty() {
            folded.push(' ');
        }
        if part.is_ascii() {
            let start = folded.len();
            folded.push_str(part);
            folded[start..].make_ascii_lowercase();
        } else {
            folded.extend(part.chars().flat_map(char::to_lowercase));
        }
    }
    folded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_folded() {
        assert_eq!(
            fold("Start  small-and_Concrete"),
            "start small and concrete"
        );
        assert_eq!(fold("lessons/start-small.md"), "lessons/start small");
    }

    #[test]
    fn a_page_has_one_key_however_it_is_named() {
        for path in [
            "cases/index.md",
            "cases/README.md",
            "cases/",
            "cases",
            "cases.md",
        ] {
            assert_eq!(path_key(path), "/cases");
        }
        assert_eq!(path_key("index.md"), "/");
    }
}
