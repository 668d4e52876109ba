//! A page as an edition knows it: everything but its text.

use serde::{Deserialize, Serialize};

use crate::domain::front_matter::FrontMatter;
use crate::domain::kind::Kind;
use crate::domain::link::Link;
use crate::domain::name::Name;
use crate::domain::object_id::ObjectId;
use crate::domain::path::PagePath;
use crate::domain::problem::{Position, Problem};

/// Begins the ids of the anchors that an author named in HTML, so that none is taken for the site's own.
pub const ANCHOR_PREFIX: &str = "user-content-";

/// A page of an edition. Its text stays in git and is read when the page is shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Page {
    /// Its address.
    pub path: PagePath,
    /// Its file in the content folder.
    pub file: String,
    /// The git object that holds the file.
    pub blob: ObjectId,
    /// The title: from the front matter, else the first heading, else the file's name.
    pub title: String,
    /// Its front matter.
    pub front: FrontMatter,
    /// Its headings, in their order.
    pub headings: Vec<Heading>,
    /// The anchors that its HTML names, as the author wrote them; each id has [`ANCHOR_PREFIX`].
    pub anchors: Vec<Name>,
    /// The links into the site that it makes.
    pub links: Vec<Link>,
    /// The bibliography keys that it cites in its text.
    pub citations: Vec<(String, Position)>,
    /// The words behind an `@` in its text that the bibliography does not have, each once: people and
    /// accounts, for all that is known, but citations as soon as the bibliography has such a key.
    pub mentions: Vec<(String, Position)>,
    /// The kinds of which it lists every page.
    pub lists: Vec<Kind>,
    /// The gaps that it names in blocks `:::gap`, in their order; the first words of each.
    pub gaps: Vec<Name>,
    /// The problems with it, as far as they can be told from the page alone.
    pub problems: Vec<Problem>,
}

/// A heading of a page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Heading {
    /// 1 to 6.
    pub level: u8,
    /// The id in the page, unique there.
    pub id: Name,
    /// The text without markup.
    pub text: Name,
}

/// The language of pages that name none.
pub const SITE_LANGUAGE: &str = "en";

impl Page {
    /// Returns the language of the page: its own, else the site's.
    pub fn language<'a>(&'a self, site: &'a str) -> &'a str {
        if self.front.lang.is_empty() {
            site
        } else {
            &self.front.lang
        }
    }

    /// Returns the id, in the page, of a block `:::gap`; the first has the number 1.
    pub fn gap_id(number: usize) -> String {
        format!("c-gap-{number}")
    }

    /// Returns the keys of all works that the page names: cites, lists as a source, or is about.
    pub fn works(&self) -> impl Iterator<Item = &str> {
        let citation = self.front.citation.iter();
        let all = self
            .citations
            .iter()
            .chain(&self.front.sources)
            .chain(citation);
        all.map(|(key, _)| key.as_str())
    }
}
