//! The site as it would be: an edition in memory, of which nothing is written.

use std::sync::Arc;

use crate::domain::{PagePath, Position};
use crate::site::edition::Edition;
use crate::site::error::PublishError;
use crate::site::history::HistorySlot;
use crate::site::lists::Lists;
use crate::site::moving::selection::Selection;
use crate::site::sink::Sink;
use crate::store::{ContentEntry, EntryChange, EntryKind};

/// Returns the edition with the selected files where they are to be, and all else as it is: the
/// links in it are still the old ones.
pub(super) fn without_links(edition: &Edition, gone: &Selection) -> Result<Edition, PublishError> {
    let mut content = edition.content.clone();
    let entry = |path: &str, id| ContentEntry {
        path: path.to_owned(),
        id,
        kind: EntryKind::File,
    };
    let change = |path: &str, before, after| EntryChange {
        path: path.to_owned(),
        before,
        after,
    };
    let mut changes = Vec::new();
    // Everything goes before anything comes, so that files may change places.
    for (file, going) in &gone.files {
        changes.push(change(file, Some(entry(file, going.object)), None));
    }
    for going in gone.files.values() {
        let to = going.to.as_deref();
        changes.extend(to.map(|to| change(to, None, Some(entry(to, going.object)))));
    }
    let work = content.sort(changes);
    let store = &edition.store;
    let undated = |_: &str| None;
    work.run(&mut content, store, &Sink::Nowhere, &undated, &|_, _| ())?;
    Ok(Edition {
        revision: edition.revision,
        drafts: store.drafts(&edition.revision),
        store: Arc::clone(store),
        articles: Arc::clone(&edition.articles),
        content,
        search: edition.search.clone(),
        lists: Lists::default(),
        history: HistorySlot::default(),
    })
}

impl Edition {
    /// Gives a page other aliases, in memory.
    pub(super) fn rename(&mut self, path: &PagePath, aliases: &[String]) {
        let Some(item) = self.content.pages.get(path) else {
            return;
        };
        let mut item = (**item).clone();
        let positioned = aliases.iter().map(|alias| (alias.clone(), Position::START));
        item.page.front.aliases = positioned.collect();
        self.content.insert(vec![Arc::new(item)]);
    }
}
