//! The plan of a deletion: what links to it becomes plain text in the same commit, as no door takes a
//! commit that breaks links.

use std::collections::BTreeSet;

use crate::domain::Viewer;
use crate::domain::file_role::is_table;
use crate::site::edition::Edition;
use crate::site::moving::planning::{PageAliases, plan};
use crate::site::moving::selection::Selection;
use crate::site::moving::{ContentItem, DELETED, MovePlan, MovingError, afterwards};
use crate::site::view::View;

impl View<'_> {
    /// Plans to delete pages, folders and files. Nothing is written.
    ///
    /// Whoever may write sees every page; to others nothing is there that could be deleted.
    pub fn plan_deletion(&self, items: &[ContentItem]) -> Result<MovePlan, MovingError> {
        if let Some(first) = items.first().filter(|_| !self.may_plan()) {
            return Err(MovingError::Absent(first.path().to_owned()));
        }
        let edition = self.edition;
        let gone = Selection::of_deleted(edition, items)?;
        let after = afterwards::without_links(edition, &gone)?;
        let mut plan = plan(edition, &after, &gone, &PageAliases::new())?;
        plan.orphans = orphans(edition, &gone);
        let trailers = items.iter().map(|item| (DELETED, item.path().to_owned()));
        plan.trailers = trailers.collect();
        Ok(plan)
    }
}

/// Returns the files that only pages link which go.
fn orphans(edition: &Edition, gone: &Selection) -> Vec<String> {
    let view = edition.view(Viewer::Contributor);
    let mut linked: BTreeSet<&str> = BTreeSet::new();
    for item in gone.pages.keys().filter_map(|path| view.page(path)) {
        let links = item.page.links.iter();
        linked.extend(links.filter_map(|link| view.checks().attachment_of(item, link)));
    }
    let is_alone = |file: &&str| {
        let mut linking = view.files().linking_file(file);
        linking.all(|item| gone.pages.contains_key(&item.page.path))
    };
    let stays = |file: &&str| {
        !gone.files.contains_key(*file)
            && !is_table(file)
            && !edition.content.vocabulary.is_template(file)
    };
    let alone = linked.into_iter().filter(stays).filter(is_alone);
    alone.map(str::to_owned).collect()
}
