//! Everything that is wrong with the content: what a page cannot know of itself included.

use std::collections::BTreeSet;

use crate::domain::link::Destination;
use crate::domain::suggestion::nearest;
use crate::domain::vocabulary::VOCABULARY_FILE;
use crate::domain::{
    Link, LinkRole, LinkTarget, Page, PagePath, Position, Problem, ProblemKind, Visibility,
};
use crate::site::build::{BIBLIOGRAPHY_FILE, cited};
use crate::site::edition::{Item, fold};
use crate::site::view::View;

/// A problem and the file that has it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct FileProblem {
    /// The file, in the content folder.
    pub file: String,
    /// What is wrong.
    pub problem: Problem,
}

impl<'e> View<'e> {
    /// Returns all problems of a page, in the order of the file.
    pub fn problems_of(&self, item: &Item) -> Vec<Problem> {
        let page = &item.page;
        let mut problems = page.problems.clone();
        problems.extend(
            page.links
                .iter()
                .filter_map(|link| self.problem_of_link(page, link)),
        );
        problems.extend(self.unknown_citations(page));
        problems.extend(self.alias_problems(page));
        problems.extend(self.collisions(&page.file));
        problems.sort();
        problems.dedup();
        problems
    }

    fn problem_of_link(&self, page: &Page, link: &Link) -> Option<Problem> {
        let named = match &link.target {
            LinkTarget::Path(path) | LinkTarget::Name(path) => path.as_str(),
            LinkTarget::Here => page.path.name(),
        };
        match self.resolve(page, link) {
            Destination::Page { .. } | Destination::File { .. } => None,
            Destination::MissingHeading { title, .. } => {
                let fragment = link.fragment.as_deref().unwrap_or("");
                let message = format!("“{title}” has no heading “{fragment}”");
                let problem = Problem::new(ProblemKind::BrokenHeading, link.position, message);
                let headings = match self.target(page, link) {
                    super::resolve::Target::Page(item) => item.page.headings.as_slice(),
                    _ => &[],
                };
                let meant = nearest(fragment, headings.iter().map(|heading| heading.id.as_str()));
                Some(match meant {
                    Some(meant) => problem.with_help(format!("did you mean “#{meant}”?")),
                    None => problem,
                })
            }
            Destination::Missing { path } => {
                let file = link.role == LinkRole::Image || path.is_none();
                let (kind, what) = if file {
                    (ProblemKind::MissingAttachment, "file")
                } else {
                    (ProblemKind::BrokenLink, "page")
                };
                let problem =
                    Problem::new(kind, link.position, format!("there is no {what} “{named}”"));
                Some(match self.meant(named) {
                    Some(meant) => problem.with_help(format!("did you mean “{meant}”?")),
                    None => problem,
                })
            }
        }
    }

    /// Returns the page or file with the nearest name in the same folder, or in any.
    fn meant(&self, named: &str) -> Option<String> {
        let stem = named.strip_suffix(".md").unwrap_or(named);
        let parent = PagePath::parse(stem).ok().and_then(|path| path.parent());
        let siblings = parent
            .as_ref()
            .map(|parent| self.children(parent))
            .unwrap_or_default();
        let siblings = siblings.iter().filter_map(|entry| match entry {
            super::FolderEntry::Page(item) => Some(item.page.path.as_str()),
            super::FolderEntry::Folder(_) => None,
        });
        if let Some(meant) = nearest(stem, siblings) {
            let ending = if named.ends_with(".md") { ".md" } else { "" };
            return Some(format!("{meant}{ending}"));
        }
        let last = fold(stem.rsplit('/').next().unwrap_or(stem));
        let mut candidates = self.content().names.get(&last);
        candidates
            .find_map(|(_, path)| self.page(path))
            .map(|item| item.page.path.to_string())
    }

    fn unknown_citations(&self, page: &Page) -> Vec<Problem> {
        let all = page
            .citations
            .iter()
            .chain(&page.front.sources)
            .chain(&page.front.citation);
        all.filter(|(key, _)| !self.bibliography().contains(key))
            .map(|(key, position)| {
                let message = format!("the bibliography has no work “{key}”");
                let problem = Problem::new(ProblemKind::UnknownCitation, *position, message);
                match nearest(key, self.bibliography().keys()) {
                    Some(meant) => problem.with_help(format!("did you mean “{meant}”?")),
                    None => problem.with_help(format!("add it to {BIBLIOGRAPHY_FILE}")),
                }
            })
            .collect()
    }

    fn alias_problems(&self, page: &Page) -> Vec<Problem> {
        let mut problems = Vec::new();
        for (alias, position) in &page.front.aliases {
            let path = PagePath::parse(alias.trim_matches('/')).ok();
            let taken = path.as_ref().and_then(|path| self.page(path));
            let others = self.content().names.get(&fold(alias));
            let claimed = others
                .filter_map(|(_, path)| self.page(path))
                .find(|other| {
                    let has = |(name, _): &(String, Position)| fold(name) == fold(alias);
                    other.page.path != page.path && other.page.front.aliases.iter().any(has)
                });
            if let Some(other) = taken.or(claimed) {
                let message = format!(
                    "the alias “{alias}” is already the name of {}",
                    other.page.file
                );
                problems.push(Problem::new(
                    ProblemKind::DuplicateAlias,
                    *position,
                    message,
                ));
            }
        }
        problems
    }

    /// Returns a problem where another file is the same on a disk that ignores case.
    pub(super) fn collisions(&self, file: &str) -> Option<Problem> {
        let lower = file.to_lowercase();
        let spelt = self.content().folded.get(&lower);
        let mut spelt = spelt.filter(|twin| self.may_know(twin));
        let other = match spelt.find(|twin| ***twin != *file) {
            Some(twin) => twin.to_string(),
            None if lower != file && self.content().has_file(&lower) && self.may_know(&lower) => {
                lower
            }
            None => return None,
        };
        let message = format!("on Windows and macOS this is the same file as “{other}”");
        let problem = Problem::new(ProblemKind::Collision, Position::START, message);
        Some(problem.with_help("rename one of them"))
    }

    /// Tells whether the name of a file may be told.
    ///
    /// What is no page because of its name, or because another file has its address, was never read:
    /// nobody knows whom it is for, so only who sees everything is told of it.
    fn may_know(&self, file: &str) -> bool {
        if self.viewer().may_see(Visibility::Draft) {
            return true;
        }
        if file.ends_with(".md") {
            return self.page_of_file(file).is_some();
        }
        !self.is_hidden_file(file)
    }

    /// Returns every problem of the content, by file and place.
    pub fn problems(&self) -> Vec<FileProblem> {
        let mut all = Vec::new();
        let mut push = |file: &str, problems: Vec<Problem>| {
            all.extend(problems.into_iter().map(|problem| FileProblem {
                file: file.to_owned(),
                problem,
            }));
        };
        let content = self.content();
        push(VOCABULARY_FILE, content.vocabulary_problems.to_vec());
        push(BIBLIOGRAPHY_FILE, content.bibliography_problems.to_vec());
        for (file, problem) in &content.refused {
            if self.may_know(file) {
                push(file, vec![problem.clone()]);
            }
        }
        let mut linked: BTreeSet<&str> = BTreeSet::from([VOCABULARY_FILE, BIBLIOGRAPHY_FILE]);
        let mut cited_keys: BTreeSet<&str> = BTreeSet::new();
        for item in self.pages() {
            push(&item.page.file, self.problems_of(item));
            for (rival, _) in &item.rivals {
                if self.may_know(rival) {
                    push(rival, vec![rivalry(item)]);
                }
            }
            cited_keys.extend(cited(&item.page));
            linked.extend(
                item.page
                    .links
                    .iter()
                    .filter_map(|link| self.attachment_of(item, link)),
            );
        }
        for file in self.attachments() {
            push(file, self.collisions(file).into_iter().collect());
            if !linked.contains(file) {
                let message = "no page links this file";
                push(
                    file,
                    vec![Problem::new(
                        ProblemKind::OrphanAttachment,
                        Position::START,
                        message,
                    )],
                );
            }
        }
        all.sort();
        all.dedup();
        all
    }

    /// Returns the attachment that a link leads to.
    fn attachment_of(&self, item: &Item, link: &Link) -> Option<&'e str> {
        match self.target(&item.page, link) {
            super::resolve::Target::File(file) => self
                .content()
                .attachments
                .get_key_value(&file)
                .map(|(file, _)| file.as_str()),
            _ => None,
        }
    }

    /// Tells whether anonymous readers see all there is: no page is for members.
    pub fn is_all_public(&self) -> bool {
        self.content().is_all_public()
    }
}

pub(super) fn rivalry(item: &Item) -> Problem {
    let address = item.page.path.address();
    let message = format!("{address} is already the address of “{}”", item.page.file);
    Problem::new(ProblemKind::Collision, Position::START, message).with_help("rename one of them")
}
