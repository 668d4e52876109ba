//! Who may see a file that is no page: as many as may see the most visible page that links it.
//!
//! One that no page links is as its folder is: the nearest one above it that has pages, and that is
//! hidden if any page directly in it is. So what lies beside members' pages stays with them until
//! a page that more people see links it.

use std::ops::Bound;
use std::sync::Arc;

use crate::domain::file_role::is_table;
use crate::domain::link::LinkTarget;
use crate::domain::{Link, Page, PagePath, Viewer, Visibility};
use crate::site::edition::{Content, Item, folder_of, keys_of_file, reference_key};
use crate::site::resolve::Target;
use crate::site::view::View;

/// How many hidden pages a folder has, by circle.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct HiddenPages {
    members: usize,
    drafts: usize,
}

impl HiddenPages {
    /// Counts one page more or less; `None` where none is left.
    pub(super) fn count(mut self, circle: Visibility, more: bool) -> Option<Self> {
        let counted = match circle {
            Visibility::Public => return Some(self),
            Visibility::Members => &mut self.members,
            Visibility::Draft => &mut self.drafts,
        };
        *counted = if more {
            *counted + 1
        } else {
            counted.saturating_sub(1)
        };
        (self != Self::default()).then_some(self)
    }

    /// Returns the narrowest circle that one of them is for.
    fn circle(self) -> Visibility {
        match self {
            Self { drafts: 1.., .. } => Visibility::Draft,
            Self { members: 1.., .. } => Visibility::Members,
            _ => Visibility::Public,
        }
    }
}

impl Content {
    /// Returns whom a file is for that no page links.
    pub(super) fn circle_of_place(&self, file: &str) -> Visibility {
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
    ) -> impl Iterator<Item = &'c Arc<Item>> + use<'c> {
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
    fn keys_to_file(&self, file: &str) -> Vec<String> {
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

impl<'e> View<'e> {
    /// Returns whom a file is for that is no page, whether or not it is there.
    pub(super) fn circle_of_file(&self, file: &str) -> Visibility {
        let content = self.content();
        if content.is_all_public() || is_table(file) {
            return Visibility::Public;
        }
        // What says itself whom it is for is shown to no more by a link.
        let own = content.reserved.get(file).copied().unwrap_or_default();
        let mut linked: Option<Visibility> = None;
        for item in self.linking_file(file) {
            let circle = item.page.front.visibility;
            linked = Some(linked.map_or(circle, |known| known.min(circle)));
            if circle == Visibility::Public {
                break;
            }
        }
        own.max(linked.unwrap_or_else(|| content.circle_of_place(file)))
    }

    /// Returns the pages with a link that leads to a file, whoever may see them.
    pub(super) fn linking_file<'f>(
        &self,
        file: &'f str,
    ) -> impl Iterator<Item = &'e Arc<Item>> + use<'e, 'f> {
        let view = *self;
        let content = self.content();
        let mut paths: Vec<&'e PagePath> = content
            .keys_to_file(file)
            .iter()
            .flat_map(|key| content.references.get(key))
            .collect();
        paths.sort();
        paths.dedup();
        paths
            .into_iter()
            .filter_map(move |path| content.pages.get(path))
            .filter(move |item| view.leads_to_file_from(&item.page, file))
    }

    /// Tells whether a page has a link that leads to a file.
    pub(super) fn leads_to_file_from(&self, page: &Page, file: &str) -> bool {
        let keys = self.content().keys_to_file(file);
        let mut links = page.links.iter();
        links.any(|link| {
            reference_key(link).is_some_and(|key| keys.contains(&key))
                && self.leads_to_file(page, link, file)
        })
    }

    /// Tells whether a link leads to a file, for the widest circle that sees the page with the link.
    fn leads_to_file(&self, page: &Page, link: &Link, file: &str) -> bool {
        if link.target == LinkTarget::Here {
            return false;
        }
        let sees = |viewer: &Viewer| viewer.may_see(page.front.visibility);
        let Some(viewer) = Viewer::ALL.into_iter().find(sees) else {
            return false;
        };
        let view = self.of(viewer);
        let target = view.target_among(page, link, &|named| named == file);
        matches!(target, Target::File(found) if found == file)
    }
}
