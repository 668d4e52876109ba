//! The consequences of a push for who may see what, in words for whoever pushes.
//!
//! A page that is not for everyone closes the repository for git, because a clone is all or
//! nothing; and a link can show a file that was hidden. Neither is a mistake, and neither may
//! happen in silence.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::ops::ControlFlow;

use crate::domain::file_role::{is_like_page, is_table};
use crate::domain::{ObjectId, Viewer, Visibility};
use crate::site::archive::is_hidden;
use crate::site::edition::Edition;
use crate::site::view::View;
use crate::store::{AddedFile, Store, StoreError};

/// The number of files of a sort that are named.
const NAMED: usize = 10;

/// The changes of a push to who may see what.
#[derive(Debug, Default)]
pub(super) struct Consequences {
    /// The files of pages that are hidden from more people than before, with whom they are for.
    hidden: BTreeMap<String, Visibility>,
    /// Files that are shown to more people than before, with the page that links them and whom they
    /// are for now.
    shown: BTreeMap<String, (String, Visibility)>,
    /// The objects of the pages that were looked at.
    pages: HashSet<ObjectId>,
    /// Pages that only an earlier commit of the push hides, with that commit.
    passing: BTreeMap<Vec<u8>, ObjectId>,
    /// Whether what the push ends in was looked at.
    looked_at_end: bool,
}

impl Consequences {
    /// Compares two editions. `pages` are the files of pages that differ, `added` the files that are
    /// new.
    pub(super) fn between<'f>(
        before: &Edition,
        after: &Edition,
        pages: impl Iterator<Item = &'f str>,
        added: &HashSet<String>,
    ) -> Self {
        let (old, new) = (
            before.view(Viewer::Contributor),
            after.view(Viewer::Contributor),
        );
        let mut found = Self {
            looked_at_end: true,
            ..Self::default()
        };
        for page in pages.filter_map(|file| new.files().known_page(file)) {
            found.pages.insert(page.blob);
            let circle = page.front.visibility;
            let known = old.files().known_page(&page.file);
            if circle > known.map_or(Visibility::Public, |page| page.front.visibility) {
                found.hidden.insert(page.file.clone(), circle);
            }
        }
        for (file, circle) in &after.content.reserved {
            if before.content.reserved.get(file) < Some(circle) {
                found.hidden.insert(file.clone(), *circle);
            }
        }
        if !before.content.is_all_public() || !after.content.is_all_public() {
            found.look_at_files(&old, &new, added);
        }
        found
    }

    fn look_at_files(&mut self, old: &View<'_>, new: &View<'_>, added: &HashSet<String>) {
        let files = new.content().attachments.keys();
        for file in files.filter(|file| !is_table(file)) {
            let is_new = added.contains(file);
            let known = match (is_new, old.content().is_all_public()) {
                (false, true) => continue,
                (false, false) => old.files().circle_of_file(file),
                (true, _) => new.content().circle_of_unlinked_file(file),
            };
            if known == Visibility::Public {
                continue;
            }
            let circle = new.files().circle_of_file(file);
            if circle >= known {
                continue;
            }
            let mut linking = new.files().linking_file(file);
            let by = linking.find(|item| item.page.front.visibility == circle);
            let by = by.map_or_else(String::new, |item| item.page.file.clone());
            self.shown.insert(file.clone(), (by, circle));
        }
    }

    /// Takes in the commits of a push: a page that one of them hides stays in the history, whatever
    /// later ones make of it.
    pub(super) fn look_back(&mut self, store: &Store, new: ObjectId) -> Result<(), StoreError> {
        // What a single commit brings has been looked at.
        if self.looked_at_end && store.incoming().new_commits(new, 2)?.len() < 2 {
            return Ok(());
        }
        let mut failed = None;
        let known = store.incoming().reachable_tips()?;
        store
            .incoming()
            .files_added(&BTreeSet::from([new]), &known, &mut |file: AddedFile| {
                let like_page =
                    is_like_page(&file.path) && store.incoming().may_hold_page(&file.path);
                let is_page = like_page && self.pages.insert(file.blob);
                match is_page.then(|| is_hidden(store, file.blob, Viewer::Anonymous)) {
                    None | Some(Ok(false)) => {}
                    Some(Ok(true)) => drop(self.passing.insert(file.path, file.commit)),
                    Some(Err(error)) => {
                        failed = Some(error);
                        return ControlFlow::Break(());
                    }
                }
                ControlFlow::Continue(())
            })?;
        failed.map_or(Ok(()), Err)
    }

    /// Says it, one line each; `prefix` is the content's folder with a slash.
    pub(super) fn lines(&self, prefix: &str) -> Vec<String> {
        let mut lines = Vec::new();
        let mut name = |line: String| lines.push(line);
        for (file, circle) in self.hidden.iter().take(NAMED) {
            name(format!("{prefix}{file}: {}", who_sees_page(*circle)));
        }
        more(self.hidden.len(), "pages are hidden too", &mut name);
        for (path, commit) in self.passing.iter().take(NAMED) {
            let path = String::from_utf8_lossy(path).escape_debug().to_string();
            name(format!(
                "{path}: this page is not for everyone in commit {}, and stays in the history",
                commit.short()
            ));
        }
        more(
            self.passing.len(),
            "such pages are in the history too",
            &mut name,
        );
        if !self.hidden.is_empty() || !self.passing.is_empty() {
            name(
                "a clone has every page and its history, so until this site has accounts nobody \
                 can clone, fetch or push any more, you neither"
                    .to_owned(),
            );
            name(
                "the way out: keep such pages in a repository that is not served; a commit that \
                 removes them is not enough, the site's operator has to take them out of the \
                 history (the README says how)"
                    .to_owned(),
            );
        }
        for (file, (by, circle)) in self.shown.iter().take(NAMED) {
            let who = match circle {
                Visibility::Public => "everyone",
                Visibility::Members => "every member",
                Visibility::Draft => "every contributor",
            };
            let reason = match by.as_str() {
                "" => "no hidden page lies beside it any more".to_owned(),
                by => format!("{prefix}{by} links it"),
            };
            name(format!(
                "{prefix}{file}: this file was hidden, and {who} can see it from now on: {reason}"
            ));
        }
        more(
            self.shown.len(),
            "files are shown from now on too",
            &mut name,
        );
        lines
    }
}

/// Says how many are not named.
fn more(count: usize, what: &str, say: &mut dyn FnMut(String)) {
    if count > NAMED {
        say(format!("{} more {what}", count - NAMED));
    }
}

fn who_sees_page(circle: Visibility) -> &'static str {
    match circle {
        Visibility::Public => "everyone sees this page",
        Visibility::Members => {
            "this page is for members, and until there are accounts the site shows it to no one"
        }
        Visibility::Draft => {
            "this page is a draft, and until there are accounts the site shows it to no one"
        }
    }
}
