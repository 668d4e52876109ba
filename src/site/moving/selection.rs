//! The files that go, and where to.

use std::collections::{BTreeMap, HashMap, HashSet};

use crate::domain::file_role::is_table;
use crate::domain::path::{check_segment, is_page_name, is_readme};
use crate::domain::portable::check_name;
use crate::domain::{ObjectId, PagePath, Viewer};
use crate::site::edition::Edition;
use crate::site::item::SitePage as PageItem;
use crate::site::moving::{ContentItem, Move, MovedFile, MovingError};

/// Most files that are moved or deleted at once.
const MOST_FILES: usize = 5_000;

/// The files that go.
pub(super) struct Selection {
    /// By path: each file once.
    pub(super) files: BTreeMap<String, SelectedFile>,
    /// The addresses of the pages that go, and those they get.
    pub(super) pages: HashMap<PagePath, Option<PagePath>>,
    /// The folders that go as a whole, and where to.
    pub(super) folders: Vec<(PagePath, Option<PagePath>)>,
}

/// A file that goes.
pub(super) struct SelectedFile {
    pub(super) to: Option<String>,
    pub(super) object: ObjectId,
    /// Its address, if it is a page.
    pub(super) page: Option<PagePath>,
}

impl Selection {
    /// Finds what is moved, and makes sure that it can be where it is to be.
    pub(super) fn of_moves(edition: &Edition, moves: &[Move]) -> Result<Self, MovingError> {
        let mut selection = Self::empty();
        for one in moves {
            selection.add_move(edition, one)?;
        }
        selection.check_room(edition)?;
        Ok(selection)
    }

    /// Finds what is deleted.
    pub(super) fn of_deleted(
        edition: &Edition,
        items: &[ContentItem],
    ) -> Result<Self, MovingError> {
        let mut selection = Self::empty();
        for item in items {
            selection.add(edition, item, None)?;
        }
        Ok(selection)
    }

    fn empty() -> Self {
        Self {
            files: BTreeMap::new(),
            pages: HashMap::new(),
            folders: Vec::new(),
        }
    }

    /// Returns the files for those who are shown the plan.
    pub(super) fn moved_files(&self) -> Vec<MovedFile> {
        let moved_file = |(from, going): (&String, &SelectedFile)| MovedFile {
            from: from.clone(),
            to: going.to.clone(),
            page: going.page.as_ref().map(|page| {
                let to = self.pages.get(page).cloned().flatten();
                (page.clone(), to)
            }),
        };
        self.files.iter().map(moved_file).collect()
    }

    fn add_move(&mut self, edition: &Edition, one: &Move) -> Result<(), MovingError> {
        let path = one.to.trim().trim_matches('/');
        if path == one.item.path() {
            return Err(MovingError::Nothing(path.to_owned()));
        }
        if path.contains("  ") {
            return Err(MovingError::Blanks(path.to_owned()));
        }
        for part in path.split('/') {
            let named = |source| MovingError::Name {
                path: path.to_owned(),
                source,
            };
            check_name(part).map_err(named)?;
        }
        let no_address = |source| MovingError::Path {
            path: path.to_owned(),
            source,
        };
        if let ContentItem::File(_) = one.item {
            path.split('/')
                .try_for_each(check_segment)
                .map_err(no_address)?;
            // A file does not become a page by another name.
            if is_page_name(path) || is_table(path) {
                return Err(MovingError::Table(path.to_owned()));
            }
            return self.add(edition, &one.item, Some(path));
        }
        let to = PagePath::parse(path).map_err(no_address)?;
        if to.is_home() {
            return Err(MovingError::Home);
        }
        if let ContentItem::Folder(from) = &one.item
            && is_below(&to, from)
        {
            return Err(MovingError::IntoItself(from.to_string()));
        }
        self.add(edition, &one.item, Some(to.as_str()))
    }

    fn add(
        &mut self,
        edition: &Edition,
        item: &ContentItem,
        to: Option<&str>,
    ) -> Result<(), MovingError> {
        let content = &edition.content;
        let absent = || MovingError::Absent(item.path().to_owned());
        match item {
            ContentItem::File(file) => {
                let object = content.attachments.get(file).ok_or_else(absent)?;
                self.take(edition, file, to.map(str::to_owned), *object, None)?;
            }
            ContentItem::Page(path) => {
                let page = content.pages.get(path).ok_or_else(absent)?;
                self.add_page(edition, page, to)?;
            }
            ContentItem::Folder(path) => {
                if path.is_home() {
                    return Err(MovingError::Home);
                }
                let before = self.files.len();
                if let Some(page) = content.pages.get(path) {
                    self.add_page(edition, page, to)?;
                }
                self.add_below(edition, path, to)?;
                if self.files.len() == before {
                    return Err(absent());
                }
                let to = to.and_then(|to| PagePath::parse(to).ok());
                self.folders.push((path.clone(), to));
            }
        }
        Ok(())
    }

    fn add_page(
        &mut self,
        edition: &Edition,
        item: &PageItem,
        to: Option<&str>,
    ) -> Result<(), MovingError> {
        let page = &item.page;
        if page.path.is_home() {
            return Err(MovingError::Home);
        }
        let file = to.map(|to| file_of(&page.path, &page.file, to));
        self.take(edition, &page.file, file, page.blob, Some(&page.path))
    }

    /// Adds all files below a folder, with those that cannot be shown.
    fn add_below(
        &mut self,
        edition: &Edition,
        folder: &PagePath,
        to: Option<&str>,
    ) -> Result<(), MovingError> {
        let content = &edition.content;
        let depth = folder.as_str().split('/').count();
        let moved = |file: &str| {
            let rest: Vec<&str> = file.split('/').skip(depth).collect();
            to.map(|to| format!("{to}/{}", rest.join("/")))
        };
        for item in content.below(folder.as_str()) {
            let page = &item.page;
            let files = std::iter::once((&page.file, page.blob, Some(&page.path))).chain(
                item.same_address
                    .iter()
                    .map(|(file, blob)| (file, *blob, None)),
            );
            for (file, blob, path) in files {
                self.take(edition, file, moved(file), blob, path)?;
            }
        }
        let prefix = format!("{folder}/");
        let files = content.attachments.range(prefix.clone()..);
        for (file, blob) in files.take_while(|(file, _)| file.starts_with(&prefix)) {
            self.take(edition, file, moved(file), *blob, None)?;
        }
        Ok(())
    }

    fn take(
        &mut self,
        edition: &Edition,
        file: &str,
        to: Option<String>,
        object: ObjectId,
        page: Option<&PagePath>,
    ) -> Result<(), MovingError> {
        if is_table(file) || edition.content.vocabulary.is_template(file) {
            return Err(MovingError::Table(file.to_owned()));
        }
        if let Some(page) = page {
            let to = to.as_deref().and_then(|to| PagePath::from_file(to).ok());
            self.pages.insert(page.clone(), to);
        }
        let page = page.cloned();
        self.files
            .insert(file.to_owned(), SelectedFile { to, object, page });
        match self.files.len() > MOST_FILES {
            true => Err(MovingError::TooMany(MOST_FILES)),
            false => Ok(()),
        }
    }

    /// Makes sure that nothing is, or answers, where something is to be.
    fn check_room(&self, edition: &Edition) -> Result<(), MovingError> {
        let content = &edition.content;
        let view = edition.view(Viewer::Contributor);
        let stays = |file: &str| !self.files.contains_key(file);
        let mut taken = HashSet::new();
        for to in self.files.values().filter_map(|going| going.to.as_deref()) {
            let is_there = content.has_file(to) || content.refused.contains_key(to);
            if (is_there && stays(to)) || !taken.insert(to) {
                return Err(MovingError::Taken(to.to_owned()));
            }
        }
        let mut addresses = HashSet::new();
        for to in self.pages.values().flatten() {
            let there = content.pages.get(to);
            let stays = there.is_some_and(|item| stays(&item.page.file));
            if stays || !addresses.insert(to) {
                return Err(MovingError::Taken(to.to_string()));
            }
            if let Some(other) = view.links().alias(to)
                && stays_page(&self.pages, &other.page.path)
                && there.is_none()
            {
                return Err(MovingError::Alias {
                    path: to.to_string(),
                    title: other.page.title.clone(),
                });
            }
        }
        Ok(())
    }
}

fn stays_page(pages: &HashMap<PagePath, Option<PagePath>>, path: &PagePath) -> bool {
    !pages.contains_key(path)
}

/// Tells whether a path is below another, part by part.
pub(super) fn is_below(path: &PagePath, folder: &PagePath) -> bool {
    let mut parts = path.as_str().split('/');
    let mut above = folder.as_str().split('/');
    above.all(|part| parts.next() == Some(part)) && parts.next().is_some()
}

/// Returns the file of a page at a new path: a folder's own page stays one.
fn file_of(path: &PagePath, file: &str, to: &str) -> String {
    let is_folder = PagePath::from_file(file).as_ref() == Ok(path);
    match file.rsplit_once('/') {
        Some((_, "index.md")) => format!("{to}/index.md"),
        Some((_, readme)) if is_readme(file) && is_folder => format!("{to}/{readme}"),
        _ => format!("{to}.md"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_below_another_by_its_parts() {
        let path = |text| PagePath::parse(text).unwrap();
        assert!(is_below(&path("posts/a"), &path("posts")));
        assert!(!is_below(&path("posts-evil/a"), &path("posts")));
        assert!(!is_below(&path("posts"), &path("posts")));
    }

    #[test]
    fn the_page_of_a_folder_stays_one() {
        let file = |path, file| file_of(&PagePath::parse(path).unwrap(), file, "b");
        assert_eq!(file("a", "a.md"), "b.md");
        assert_eq!(file("a", "a/index.md"), "b/index.md");
        assert_eq!(file("a", "a/README.md"), "b/README.md");
        assert_eq!(file("a/README", "a/README.md"), "b.md");
    }
}
