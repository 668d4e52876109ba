//! Whom a folder is for, by its pages.

use std::ops::Bound;
use std::sync::Arc;

use crate::domain::{PagePath, Visibility};
use crate::site::content::Content;
use crate::site::item::SitePage;
use crate::site::names::{folder_of, keys_of_file};

impl Content {
    /// Returns whom a file is for that no page links.
    pub(super) fn circle_of_unlinked_file(&self, file: &str) -> Visibility {
        let folders = std::iter::successors(Some(folder_of(file)), |folder| {
            (!folder.is_empty()).then(|| folder_of(folder))
        });
        folders
            .filter_map(|folder| self.circle_of_folder(folder))
            .next()
            .unwrap_or_default()
    }

    /// Returns whom a folder is for by its pages; `None` where it has none that say so.
    fn circle_of_folder(&self, folder: &str) -> Option<Visibility> {
        let own = PagePath::parse(folder)
            .ok()
            .and_then(|path| self.pages.get(&path));
        let own = own.map(|item| item.page.front.visibility);
        if let Some(hidden) = self.hidden_folders.get(folder) {
            return Some(hidden.circle().max(own.unwrap_or_default()));
        }
        if own.is_some() || self.has_page_directly_in(folder) {
            return Some(own.unwrap_or_default());
        }
        // A folder that has pages only further down is as hidden as all of them.
        let below = self.below(folder).map(|item| item.page.front.visibility);
        let mut circle = None;
        for page in below {
            if page == Visibility::Public {
                return None;
            }
            circle = Some(circle.map_or(page, |circle: Visibility| circle.min(page)));
        }
        circle
    }

    /// Tells whether a page lies in a folder itself. Those further down are passed over at once,
    /// a folder at a time.
    fn has_page_directly_in(&self, folder: &str) -> bool {
        let prefix = prefix_of(folder);
        let mut from = prefix.clone();
        loop {
            let range = (Bound::Included(from.as_str()), Bound::Unbounded);
            let Some((path, item)) = self.pages.range::<_, str>(range).next() else {
                return false;
            };
            let Some(rest) = path.as_str().strip_prefix(&prefix) else {
                return false;
            };
            if folder_of(&item.page.file) == folder {
                return true;
            }
            let first = rest.split('/').next().unwrap_or(rest);
            // The sign after a slash: behind everything in that folder, or behind this page.
            from = match rest.contains('/') {
                true => format!("{prefix}{first}0"),
                false => format!("{prefix}{rest}\u{0}"),
            };
        }
    }

    /// Returns the pages below a folder, by path.
    pub(super) fn below<'c>(
        &'c self,
        folder: &str,
    ) -> impl Iterator<Item = &'c Arc<SitePage>> + use<'c> {
        let prefix = prefix_of(folder);
        let range = self
            .pages
            .range::<_, str>((Bound::Included(prefix.as_str()), Bound::Unbounded));
        range
            .map(|(_, item)| item)
            .take_while(move |item| item.page.path.as_str().starts_with(&prefix))
    }

    /// Returns the keys of what a link may name to lead to a file: its path, or its name with some, all
    /// or none of its folders where no other file has the same.
    pub(super) fn keys_to_file(&self, file: &str) -> Vec<String> {
        let keys = keys_of_file(file).enumerate();
        let only = |key: &str| self.files_with_name(key, 2).len() == 1;
        let mut keys: Vec<String> = keys
            .filter(|(at, key)| *at < 2 || only(key))
            .map(|(_, key)| key)
            .collect();
        keys.dedup();
        keys
    }

    /// Tells whether every page is for everyone, and every file that says whom it is for.
    pub(super) fn is_all_public(&self) -> bool {
        self.hidden_folders.is_empty() && self.reserved.is_empty()
    }
}

fn prefix_of(folder: &str) -> String {
    match folder {
        "" => String::new(),
        _ => format!("{folder}/"),
    }
}
