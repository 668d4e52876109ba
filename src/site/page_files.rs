//! The files of a page: those that it links, and those that lie in its folder.

use std::collections::BTreeSet;
use std::ops::Bound;
use std::sync::Arc;

use crate::domain::file_role::is_table;
use crate::domain::{ObjectId, Page, PagePath};
use crate::site::files::Files;
use crate::site::item::SitePage;
use crate::store::StoreError;

/// The number of pages that link a file that are looked for.
const MOST_LINKING: usize = 100;

/// A file of a page, as one viewer may see it.
pub struct PageFile<'e> {
    /// Its path in the content folder.
    pub file: &'e str,
    /// The object of its bytes.
    pub object: ObjectId,
    /// The number of its bytes.
    pub size: u64,
    /// Whether the page itself links it.
    pub is_linked: bool,
    /// The other pages that link it, by path.
    pub linking: Vec<&'e Arc<SitePage>>,
    /// Whether there may be more of them than were looked for.
    pub has_more: bool,
}

/// The files of a page.
pub struct PageFiles<'e> {
    /// Those that it links, and then those in its folder, each by path.
    pub files: Vec<PageFile<'e>>,
    /// Whether there are more.
    pub has_more: bool,
}

impl<'e> Files<'e> {
    /// Returns the files that a page links, and those that lie in its folder; `most` at most. What the
    /// site itself reads is not among them.
    ///
    /// # Errors
    ///
    /// If the repository cannot be read.
    pub fn of_page(&self, item: &SitePage, most: usize) -> Result<PageFiles<'e>, StoreError> {
        let page = &item.page;
        let checks = self.0.checks();
        let links = page.links.iter();
        let linked: BTreeSet<&'e str> = links
            .filter_map(|link| checks.attachment_of(item, link))
            .filter(|file| self.is_for_pages(file))
            .collect();
        let beside = self.in_folder(&page.path, most + 1);
        let beside = beside.into_iter().filter(|file| !linked.contains(file));
        let mut names: Vec<&'e str> = linked.iter().copied().chain(beside).collect();
        let has_more = names.len() > most;
        names.truncate(most);
        let mut files = Vec::with_capacity(names.len());
        for file in names {
            if let Some(object) = self.0.attachment(file) {
                files.push(self.page_file(page, file, object, linked.contains(file))?);
            }
        }
        Ok(PageFiles { files, has_more })
    }

    fn page_file(
        &self,
        page: &Page,
        file: &'e str,
        object: ObjectId,
        is_linked: bool,
    ) -> Result<PageFile<'e>, StoreError> {
        let others = self
            .linking_file(file)
            .filter(|item| item.page.path != page.path)
            .filter(|item| self.0.may_see(&item.page));
        let mut linking: Vec<_> = others.take(MOST_LINKING + 1).collect();
        let has_more = linking.len() > MOST_LINKING;
        linking.truncate(MOST_LINKING);
        Ok(PageFile {
            file,
            object,
            size: self.0.store().size(object)? as u64,
            is_linked,
            linking,
            has_more,
        })
    }

    /// Tells whether a file is one for pages to show, and not one that the site itself reads.
    pub fn is_for_pages(&self, file: &str) -> bool {
        !is_table(file) && !self.0.content().vocabulary.is_template(file)
    }

    /// Returns the files that lie directly in the folder of a page. Folders in it are passed over
    /// without a look at what is in them.
    fn in_folder(&self, path: &PagePath, most: usize) -> Vec<&'e str> {
        let folder = match path.is_home() {
            true => String::new(),
            false => format!("{path}/"),
        };
        let attachments = &self.0.content().attachments;
        let mut found = Vec::new();
        let mut from = folder.clone();
        loop {
            let range = (Bound::Included(from), Bound::Unbounded);
            let mut below = None;
            let files = attachments.range::<_, String>(range);
            for (file, _) in files.take_while(|(file, _)| file.starts_with(&folder)) {
                match file[folder.len()..].split_once('/') {
                    // What comes behind all that begins with this folder's name and the slash.
                    Some((name, _)) => {
                        below = Some(format!("{folder}{name}0"));
                        break;
                    }
                    None if self.is_for_pages(file) && self.0.attachment(file).is_some() => {
                        found.push(file.as_str());
                    }
                    None => {}
                }
                if found.len() >= most {
                    return found;
                }
            }
            match below {
                Some(next) => from = next,
                None => return found,
            }
        }
    }
}
