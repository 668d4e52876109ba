//! The problems of links: pages, headings and files that are not there, and names of several files.

use crate::domain::link::Destination;
use crate::domain::{Link, LinkRole, LinkTarget, Page, Problem, ProblemKind};
use crate::site::correction_finder::CorrectionFinder;
use crate::site::problems::Checks;
use crate::site::target::ResolvedTarget;

impl<'e> Checks<'e> {
    /// Returns the problem of a link of a page, if it has one.
    pub(super) fn problem_of_link(
        &self,
        page: &Page,
        link: &Link,
        meant: &CorrectionFinder<'e>,
    ) -> Option<Problem> {
        // Nearly always: there is no need to know what it is called there.
        if link.fragment.is_none()
            && matches!(self.0.links().target(page, link), ResolvedTarget::Page(_))
        {
            return None;
        }
        let named = match &link.target {
            LinkTarget::Path(path) | LinkTarget::Name(path) => path.as_str(),
            LinkTarget::Here => page.path.name(),
        };
        match self.0.links().resolve(page, link) {
            Destination::Page { .. } | Destination::File { .. } => None,
            Destination::MissingHeading { title, .. } => {
                let fragment = link.fragment.as_deref().unwrap_or("");
                let message = format!("“{title}” has no heading “{fragment}”");
                let problem = Problem::new(ProblemKind::BrokenHeading, link.position, message);
                let meant = match self.0.links().target(page, link) {
                    ResolvedTarget::Page(item) => meant.heading(item, fragment),
                    _ => None,
                };
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
                if let Some(problem) = self.files_of_one_name(link, kind) {
                    return Some(problem);
                }
                let problem =
                    Problem::new(kind, link.position, format!("there is no {what} “{named}”"));
                Some(match meant.target(named) {
                    Some(meant) => problem.with_help(format!("did you mean “{meant}”?")),
                    None => problem,
                })
            }
        }
    }

    /// Says that a link names several files, if it does.
    fn files_of_one_name(&self, link: &Link, kind: ProblemKind) -> Option<Problem> {
        let LinkTarget::Name(name) = &link.target else {
            return None;
        };
        let is_there = |file: &str| self.0.attachment(file).is_some();
        let files = self.0.links().files_named(name, &is_there);
        if files.len() < 2 {
            return None;
        }
        let message = format!("{} files are called “{name}”", files.len());
        let problem = Problem::new(kind, link.position, message);
        let first: Vec<&str> = files.iter().take(3).copied().collect();
        Some(problem.with_help(format!("write which: {}", first.join(", "))))
    }
}
