//! [`PageFindings`]: what a walk over a page finds, of which the page is made.

use crate::domain::front_matter::FrontMatter;
use crate::domain::link::Link;
use crate::domain::page::Heading;
use crate::domain::problem::{Position, Problem};
use crate::domain::{Kind, Name, ObjectId, Page, PagePath, PageText};

/// The findings of a walk.
#[derive(Default)]
pub(super) struct PageFindings {
    pub(super) headings: Vec<Heading>,
    pub(super) anchors: Vec<Name>,
    pub(super) links: Vec<Link>,
    pub(super) citations: Vec<(String, Position)>,
    pub(super) mentions: Vec<(String, Position)>,
    pub(super) kinds: Vec<Kind>,
    pub(super) gaps: Vec<Name>,
    pub(super) problems: Vec<Problem>,
    pub(super) text: PageText,
}

impl PageFindings {
    pub(super) fn add(&mut self, other: Self) {
        self.headings.extend(other.headings);
        self.anchors.extend(other.anchors);
        self.links.extend(other.links);
        self.citations.extend(other.citations);
        self.mentions.extend(other.mentions);
        self.kinds.extend(other.kinds);
        self.gaps.extend(other.gaps);
        self.problems.extend(other.problems);
        self.text = other.text;
    }

    /// Returns the page and its plain text.
    pub(super) fn into_page(
        self,
        path: PagePath,
        file: &str,
        blob: ObjectId,
        title: String,
        front: FrontMatter,
    ) -> (Page, PageText) {
        let page = Page {
            path,
            title,
            file: file.to_owned(),
            blob,
            front,
            headings: self.headings,
            anchors: self.anchors,
            links: self.links,
            citations: self.citations,
            mentions: self.mentions,
            lists: self.kinds,
            gaps: self.gaps,
            problems: self.problems,
        };
        (page, self.text)
    }
}
