//! [`PendingPages`]: the pages that a commit has to have read, and reading them on all cores.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use rayon::prelude::*;

use crate::domain::{ObjectId, Page, PagePath, PageText, Visibility, Vocabulary};
use crate::render::{self, Bibliography};
use crate::site::content::Content;
use crate::site::error::{Progress, PublishError};
use crate::site::file_text::{ReadFailure, read_text};
use crate::site::item::SitePage;
use crate::site::sink::Sink;
use crate::store::{Excess, LastChange, Store, StoreError};

/// From so many pages on, the order of reading is worth finding out.
const MANY: usize = 500;

/// The files that claim an address, with their objects, in the order of preference.
pub(super) type Claims = Vec<(String, ObjectId)>;

/// The pages to read: those whose file changed, and those of which only the history or the works
/// they cite did.
#[derive(Default)]
pub(super) struct PendingPages {
    /// For each address, the files that claim it now.
    pub(super) pages: BTreeMap<PagePath, Claims>,
    /// Files that are written like pages and are none.
    pub(super) like_pages: Claims,
}

impl PendingPages {
    /// Adds pages whose file did not change but whose entry in the index did.
    pub(super) fn touch(&mut self, content: &Content, path: &PagePath) {
        if content.pages.contains_key(path) {
            content.claims(path, self);
        }
    }

    /// Notes an address whose index entry may be out of date, also where its page is gone.
    pub(super) fn reindex(&mut self, content: &Content, path: &PagePath) {
        content.claims(path, self);
    }

    /// Returns the addresses of the pages to read.
    pub(super) fn addresses(&self) -> impl Iterator<Item = &PagePath> {
        self.pages.keys()
    }

    /// Tells whether a file that had to stand back behind another of its address becomes a page:
    /// what is known of the address is then the other file's history.
    pub(super) fn changes_winner(&self, content: &Content) -> bool {
        self.pages.iter().any(|(path, claims)| {
            let before = content.pages.get(path);
            before.zip(claims.first()).is_some_and(|(item, (file, _))| {
                item.page.file != *file && item.same_address.iter().any(|(other, _)| other == file)
            })
        })
    }

    /// Adds up what the pages will have in bytes, which must not be more than the store's budget:
    /// a few objects can be the text of any number of pages. Must be called before [`Self::run`].
    pub(super) fn weigh(&self, content: &mut Content, store: &Store) -> Result<(), StoreError> {
        // What cannot be read has no bytes; whoever reads it says what is wrong.
        let size = |blob: ObjectId| store.size(blob).map_or(0, |size| size as u64);
        let weigh = |(path, claims): (&PagePath, &Claims)| {
            let before = content.pages.get(path).map(|item| item.page.blob);
            let after = claims.first().map(|(_, blob)| *blob);
            match before == after {
                true => (0, 0),
                false => (before.map_or(0, size), after.map_or(0, size)),
            }
        };
        let add = |a: (u64, u64), b: (u64, u64)| (a.0.saturating_add(b.0), a.1.saturating_add(b.1));
        let (gone, come) = if self.pages.len() < MANY {
            self.pages.iter().map(weigh).fold((0, 0), add)
        } else {
            self.pages.par_iter().map(weigh).reduce(|| (0, 0), add)
        };
        content.bytes = content.bytes.saturating_sub(gone).saturating_add(come);
        let (bytes, most) = (content.bytes, store.budget().bytes);
        match bytes > most && come > gone {
            true => Err(StoreError::OverBudget(Excess::Bytes(bytes, most))),
            false => Ok(()),
        }
    }

    /// Returns the pages by address, or where that pays in the order in which git stores them: many
    /// pages in any other order are unpacked several times each, which takes longer than all else.
    fn in_storage_order(self, store: &Store) -> Result<Vec<(PagePath, Claims)>, StoreError> {
        let mut pages: Vec<_> = self.pages.into_iter().collect();
        if pages.len() >= MANY {
            let blobs = pages.iter().filter_map(|(_, claims)| claims.first());
            let positions = store.storage_order(blobs.map(|(_, blob)| *blob))?;
            pages.sort_by_key(|(_, claims)| {
                let (_, blob) = claims.first()?;
                positions.get(blob)
            });
        }
        Ok(pages)
    }

    /// Reads the pages on all cores and adds them to the content. What was read goes into the sink.
    pub(super) fn run(
        self,
        content: &mut Content,
        store: &Store,
        sink: &Sink<'_>,
        last_change: &(dyn Fn(&str) -> Option<LastChange> + Sync),
        progress: &Progress<'_>,
    ) -> Result<usize, PublishError> {
        content.reserve(store, &self.like_pages);
        let total = self.pages.len();
        let done = AtomicUsize::new(0);
        let tables = (&*content.vocabulary, &*content.bibliography);
        let read = |(path, claims): (PagePath, Claims)| {
            let read = read_claims(store, path, claims, tables, sink, last_change);
            progress(done.fetch_add(1, Ordering::Relaxed) + 1, total);
            read
        };
        let items: Vec<ReadPage> = if total == 1 {
            self.pages
                .into_iter()
                .map(read)
                .collect::<Result<_, PublishError>>()?
        } else {
            let pages = self.in_storage_order(store)?;
            let mut items = pages
                .into_par_iter()
                .map(read)
                .collect::<Result<Vec<_>, PublishError>>()?;
            items.par_sort_unstable_by(|(one, _), (other, _)| one.cmp(other));
            items
        };
        keep(content, items);
        Ok(total)
    }
}

/// Takes pages that were read over into the content.
fn keep(content: &mut Content, items: Vec<ReadPage>) {
    let mut there = Vec::with_capacity(items.len());
    for (path, item) in items {
        match item {
            Some((item, damaged)) => {
                if damaged {
                    let page = &item.page;
                    content.damaged.insert(page.file.clone(), page.blob);
                }
                there.push(item);
            }
            None => drop(content.remove(&path)),
        }
    }
    content.insert(there);
}

/// The vocabulary and the bibliography that pages are read with.
type Tables<'t> = (&'t Vocabulary, &'t Bibliography);

/// Reads the first of the files that claim an address, and puts the page into the sink.
fn read_claims(
    store: &Store,
    path: PagePath,
    claims: Claims,
    tables: Tables<'_>,
    sink: &Sink<'_>,
    last_change: &(dyn Fn(&str) -> Option<LastChange> + Sync),
) -> Result<ReadPage, PublishError> {
    let mut claims = claims.into_iter();
    let item = match claims.next() {
        None => {
            sink.remove(&path);
            None
        }
        Some((file, blob)) => {
            let (page, text, damaged) = read_page(store, path.clone(), &file, blob, tables);
            let changed = last_change(&file);
            let item = Arc::new(SitePage {
                page,
                changed,
                same_address: claims.collect(),
            });
            sink.add(&item, text, tables.1)?;
            Some((item, damaged))
        }
    };
    Ok((path, item))
}

/// A page that was read, and whether its file is damaged; nothing where no file is left.
type ReadPage = (PagePath, Option<(Arc<SitePage>, bool)>);

/// Reads one page, and tells whether it is damaged: that costs this page alone.
fn read_page(
    store: &Store,
    path: PagePath,
    file: &str,
    blob: ObjectId,
    (vocabulary, bibliography): Tables<'_>,
) -> (Page, PageText, bool) {
    match read_text(store, file, blob) {
        Ok(source) => {
            let (page, text) = render::read(path, file, blob, &source, vocabulary, bibliography);
            (page, text, false)
        }
        Err(ReadFailure { problem, damaged }) => {
            let (mut page, text) = render::read(path, file, blob, b"", vocabulary, bibliography);
            // Nobody knows who it is for, and its file could be asked for.
            if !damaged {
                page.front.restrict(Visibility::Members);
            }
            page.problems = vec![problem];
            (page, text, damaged)
        }
    }
}
