//! [`Sink`]: where pages go as they are read.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::domain::page::SITE_LANGUAGE;
use crate::domain::{PagePath, PageText};
use crate::render::Bibliography;
use crate::search::{Batch, Document, SearchError};
use crate::site::error::PublishError;
use crate::site::item::SitePage;

/// The number of bytes of text that are kept of pages that a commit changes; a commit that changes more is read
/// again when it is served.
const MOST_KEPT: usize = 8 << 20;
/// The bytes that a page takes beside its text, about.
const ROOM_OF_A_PAGE: usize = 4096;

/// The destination of pages as they are read.
pub(super) enum Sink<'b> {
    /// Nowhere: only the content is asked for.
    Nowhere,
    /// Into the index.
    Index(&'b Batch<'b>),
    /// Into a list, for the index of later.
    List(Mutex<ReadPages>),
}

/// A page and its text; nothing where no page is left at its address.
type PageWithText = Option<(Arc<SitePage>, PageText)>;

/// Pages that were read, with the text that the index takes; as long as they are not too many.
#[derive(Default)]
pub(super) struct ReadPages {
    pages: Vec<(PagePath, PageWithText)>,
    /// The number of their bytes, about.
    bytes: usize,
}

impl Sink<'_> {
    pub(super) fn add(
        &self,
        item: &Arc<SitePage>,
        text: PageText,
        bibliography: &Bibliography,
    ) -> Result<(), PublishError> {
        match self {
            Self::Nowhere => {}
            Self::Index(batch) => batch.add(&document(item, &text, bibliography))?,
            Self::List(pages) => {
                let bytes = text.text.len();
                let page = (item.page.path.clone(), Some((Arc::clone(item), text)));
                lock(pages).push(page, bytes);
            }
        }
        Ok(())
    }

    pub(super) fn remove(&self, path: &PagePath) {
        match self {
            Self::Nowhere => {}
            Self::Index(batch) => batch.remove(path),
            Self::List(pages) => lock(pages).push((path.clone(), None), 0),
        }
    }
}

impl ReadPages {
    fn push(&mut self, page: (PagePath, PageWithText), bytes: usize) {
        self.bytes = self
            .bytes
            .saturating_add(bytes)
            .saturating_add(ROOM_OF_A_PAGE);
        if self.bytes <= MOST_KEPT {
            self.pages.push(page);
        } else {
            self.pages = Vec::new();
        }
    }

    /// Returns how many pages there are; nothing where they were too many to be kept.
    pub(super) fn count(&self) -> Option<usize> {
        (self.bytes <= MOST_KEPT).then_some(self.pages.len())
    }

    /// Puts the pages into the index.
    pub(super) fn write(
        &self,
        batch: &Batch<'_>,
        bibliography: &Bibliography,
    ) -> Result<(), SearchError> {
        for (path, page) in &self.pages {
            match page {
                Some((item, text)) => batch.add(&document(item, text, bibliography))?,
                None => batch.remove(path),
            }
        }
        Ok(())
    }
}

/// Locks the pages, of which those that were kept stay where another thread broke off.
fn lock(pages: &Mutex<ReadPages>) -> MutexGuard<'_, ReadPages> {
    pages.lock().unwrap_or_else(PoisonError::into_inner)
}

fn document<'a>(
    item: &'a SitePage,
    text: &'a PageText,
    bibliography: &Bibliography,
) -> Document<'a> {
    let page = &item.page;
    let mut authors = page.front.authors.clone();
    if let Some((key, _)) = &page.front.citation {
        authors.extend(bibliography.authors(key));
    }
    authors.sort();
    authors.dedup();
    let mut keys: Vec<&str> = page.works().collect();
    keys.sort_unstable();
    keys.dedup();
    let own = page.front.citation.as_ref().map(|(key, _)| key.as_str());
    let (own, others): (Vec<&str>, Vec<&str>) = keys.iter().partition(|key| Some(**key) == own);
    let addresses = |keys: Vec<&str>| -> Vec<String> {
        let keys = keys.into_iter();
        keys.flat_map(|key| bibliography.addresses(key)).collect()
    };
    let works = keys.into_iter().filter_map(|key| bibliography.words(key));
    Document {
        page,
        text,
        language: page.language(SITE_LANGUAGE),
        updated: item.changed.as_ref().map_or(0, |change| change.time),
        authors,
        own_addresses: addresses(own),
        cited_addresses: addresses(others),
        cited: works.collect(),
    }
}
