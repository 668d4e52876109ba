//! Everything that is wrong with the content: what a page cannot know of itself included.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::domain::file_role::{BIBLIOGRAPHY_FILE, VOCABULARY_FILE, meant_as_page};
use crate::domain::path::is_readme;
use crate::domain::portable::disk_key;
use crate::domain::{Link, ObjectId, Page, PagePath, Position, Problem, ProblemKind, Visibility};
use crate::site::correction_finder::CorrectionFinder;
use crate::site::file_problem::FileProblem;
use crate::site::item::SitePage;
use crate::site::mistyped::mistyped_citations;
use crate::site::names::fold;
use crate::site::target::ResolvedTarget;
use crate::site::view::View;

/// Longest pointer of Git LFS in bytes, by its specification.
const MAX_POINTER: usize = 1024;
/// The first bytes of each such pointer.
const POINTER: &[u8] = b"version https://git-lfs.github.com/spec/";

/// The problems of the content, as one viewer may know them.
#[derive(Clone, Copy)]
pub struct Checks<'e>(pub(super) View<'e>);

impl<'e> View<'e> {
    /// Returns what is wrong with the content, as one viewer may know it.
    pub fn checks(self) -> Checks<'e> {
        Checks(self)
    }
}

impl<'e> Checks<'e> {
    /// Returns all problems of a page, in the order of the file.
    pub fn problems_of(&self, item: &SitePage) -> Vec<Problem> {
        self.problems_among(item, &CorrectionFinder::new(self.0))
    }

    /// Returns all problems of one page of several.
    pub(super) fn problems_among(
        &self,
        item: &SitePage,
        meant: &CorrectionFinder<'e>,
    ) -> Vec<Problem> {
        let page = &item.page;
        let mut problems = page.problems.clone();
        problems.extend(
            page.links
                .iter()
                .filter_map(|link| self.problem_of_link(page, link, meant)),
        );
        problems.extend(self.agenda_problems(page));
        problems.extend(self.unknown_citations(page, meant));
        problems.extend(mistyped_citations(page, meant));
        problems.extend(self.alias_problems(page));
        problems.extend(self.collisions(&page.file));
        problems.sort();
        problems.dedup();
        problems
    }

    fn unknown_citations(&self, page: &Page, meant: &CorrectionFinder<'e>) -> Vec<Problem> {
        let all = page
            .citations
            .iter()
            .chain(&page.front.sources)
            .chain(&page.front.citation);
        all.filter(|(key, _)| !self.0.bibliography().contains(key))
            .map(|(key, position)| {
                let message = format!("the bibliography has no work “{key}”");
                let problem = Problem::new(ProblemKind::UnknownCitation, *position, message);
                match meant.work(key) {
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
            let taken = path.as_ref().and_then(|path| self.0.page(path));
            let others = self.0.content().names.get(&fold(alias));
            let claimed = others
                .filter_map(|(_, path)| self.0.page(path))
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
        let lower = disk_key(file);
        let spelt = self.0.content().folded.get(&lower);
        let mut spelt = spelt.filter(|spelling| self.may_know(spelling));
        let other = match spelt.find(|spelling| ***spelling != *file) {
            Some(spelling) => spelling.to_string(),
            None if lower != file && self.0.content().has_file(&lower) && self.may_know(&lower) => {
                lower
            }
            None => return None,
        };
        let message = format!("on Windows and macOS this is the same file as “{other}”");
        let problem = Problem::new(ProblemKind::Collision, Position::START, message);
        Some(problem.with_help("rename one of them"))
    }

    /// Returns what is wrong with a file that is no page, its links aside.
    pub(super) fn problems_of_file(&self, file: &str, blob: ObjectId) -> Vec<Problem> {
        let mut problems: Vec<Problem> = self.collisions(file).into_iter().collect();
        if let Some(name) = meant_as_page(file) {
            let message = "the file is no page: the names of pages end in “.md”";
            let problem = Problem::new(ProblemKind::NotAPage, Position::START, message);
            problems.push(problem.with_help(format!("rename it to “{name}”")));
        }
        if self.is_pointer(blob) {
            let message = "this is a Git LFS pointer, not the file";
            let problem = Problem::new(ProblemKind::LfsPointer, Position::START, message);
            let help = "commit the file itself: “git lfs untrack”, then add it again";
            problems.push(problem.with_help(help));
        }
        problems
    }

    /// Tells whether a file is what Git LFS leaves in the place of one.
    fn is_pointer(&self, blob: ObjectId) -> bool {
        let store = self.0.store();
        let small = store.size(blob).is_ok_and(|size| size <= MAX_POINTER);
        small
            && store
                .read(blob)
                .is_ok_and(|bytes| bytes.starts_with(POINTER))
    }

    /// Tells whether the name of a file may be told.
    ///
    /// What is no page because of its name, or because another file has its address, was never read:
    /// nobody knows whom it is for, so only who sees everything is told of it.
    fn may_know(&self, file: &str) -> bool {
        if self.0.viewer().may_see(Visibility::Draft) {
            return true;
        }
        if self.0.content().is_page_file(file) {
            return self.0.page_of_file(file).is_some();
        }
        !self.0.files().is_hidden_file(file)
    }

    /// Returns every problem of the content, found once for an edition and whoever looks at it.
    pub fn listed_problems(&self) -> Arc<[FileProblem]> {
        let listed = self.0.lists().problems_for(self.0.viewer());
        Arc::clone(listed.get_or_init(|| self.problems().into()))
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
        let content = self.0.content();
        push(VOCABULARY_FILE, content.vocabulary_problems.to_vec());
        push(BIBLIOGRAPHY_FILE, content.bibliography_problems.to_vec());
        for missing in self.0.files().missing_templates() {
            push(&missing.file, vec![missing.problem]);
        }
        for (file, problem) in &content.refused {
            if self.may_know(file) {
                push(file, vec![problem.clone()]);
            }
        }
        let mut linked: BTreeSet<&str> = BTreeSet::from([VOCABULARY_FILE, BIBLIOGRAPHY_FILE]);
        let mut cited_keys: BTreeSet<&str> = BTreeSet::new();
        let meant = CorrectionFinder::new(self.0);
        for item in self.0.pages() {
            push(&item.page.file, self.problems_among(item, &meant));
            for (other, _) in &item.same_address {
                if !is_readme(other) && self.may_know(other) {
                    push(other, vec![same_address_problem(item)]);
                }
            }
            cited_keys.extend(item.page.works());
            linked.extend(
                item.page
                    .links
                    .iter()
                    .filter_map(|link| self.attachment_of(item, link)),
            );
        }
        for file in self.0.attachments() {
            if let Some(blob) = self.0.attachment(file) {
                push(file, self.problems_of_file(file, blob));
            }
            let has_use = linked.contains(file) || content.vocabulary.is_template(file);
            if !has_use && meant_as_page(file).is_none() {
                push(file, vec![orphan()]);
            }
        }
        all.sort();
        all.dedup();
        all
    }

    /// Returns the attachment that a link leads to.
    pub(super) fn attachment_of(&self, item: &SitePage, link: &Link) -> Option<&'e str> {
        match self.0.links().target(&item.page, link) {
            ResolvedTarget::File(file) => self
                .0
                .content()
                .attachments
                .get_key_value(&file)
                .map(|(file, _)| file.as_str()),
            _ => None,
        }
    }
}

/// Says that no page links a file.
pub(super) fn orphan() -> Problem {
    Problem::new(
        ProblemKind::OrphanAttachment,
        Position::START,
        "no page links this file",
    )
}

pub(super) fn same_address_problem(item: &SitePage) -> Problem {
    let address = item.page.path.address();
    let message = format!("{address} is already the address of “{}”", item.page.file);
    Problem::new(ProblemKind::Collision, Position::START, message).with_help("rename one of them")
}
