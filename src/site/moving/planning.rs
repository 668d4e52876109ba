//! The plan of a move, and what plans of moves and of deletions have in common.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use rayon::prelude::*;

use crate::domain::{PagePath, Position, Visibility};
use crate::site::edition::Edition;
use crate::site::item::SitePage as PageItem;
use crate::site::moving::naming::LinkNaming;
use crate::site::moving::rewriting::{PageRewriter, RewrittenPage};
use crate::site::moving::selection::Selection;
use crate::site::moving::{MOVED_FROM, MOVED_TO, Move, MovePlan, MovingError, afterwards};
use crate::site::names::{fold, keys_of, keys_of_file};
use crate::site::new_problems::folder_keys;
use crate::site::view::View;
use crate::store::{FileChange, StoreError};

/// The aliases of pages, by their addresses.
pub(super) type PageAliases = HashMap<PagePath, Vec<String>>;

impl View<'_> {
    /// Plans to move pages, folders and files to other paths, all at once: two pages may change
    /// places. Nothing is written.
    ///
    /// Whoever may write sees every page; to others nothing is there that could be moved.
    pub fn plan_move(&self, moves: &[Move]) -> Result<MovePlan, MovingError> {
        if let Some(first) = moves.first().filter(|_| !self.may_plan()) {
            return Err(MovingError::Absent(first.item.path().to_owned()));
        }
        let edition = self.edition;
        let gone = Selection::of_moves(edition, moves)?;
        let mut after = afterwards::without_links(edition, &gone)?;
        let aliases = aliases(edition, &mut after, &gone);
        let mut plan = plan(edition, &after, &gone, &aliases)?;
        for one in moves {
            let to = one.to.trim().trim_matches('/');
            plan.trailers.push((MOVED_FROM, one.item.path().to_owned()));
            plan.trailers.push((MOVED_TO, to.to_owned()));
        }
        Ok(plan)
    }

    /// Tells whether this viewer sees every page.
    pub(super) fn may_plan(&self) -> bool {
        self.viewer().may_see(Visibility::Draft)
    }
}

/// Leaves each old address as an alias of the page, unless another page has it now; and takes the new
/// address out of the aliases of a page that comes back to it.
fn aliases(before: &Edition, after: &mut Edition, gone: &Selection) -> PageAliases {
    let mut all = PageAliases::new();
    let mut moved: Vec<(&PagePath, &PagePath)> = gone
        .pages
        .iter()
        .filter_map(|(from, to)| Some((from, to.as_ref()?)))
        .collect();
    moved.sort();
    for (from, to) in moved {
        let Some(item) = before.content.pages.get(from) else {
            continue;
        };
        let had = item.page.front.aliases.iter().map(|(alias, _)| alias);
        let is_other = |alias: &&String| {
            let path = PagePath::parse(alias.trim_matches('/'));
            path.as_ref() != Ok(to)
        };
        let mut wanted: Vec<String> = had.filter(is_other).cloned().collect();
        let old = fold(from.as_str());
        let has = |alias: &String| fold(alias) == old;
        let others = after.content.names.get(&old);
        let is_claimed = others
            .filter(|(_, other)| other != to)
            .filter_map(|(_, other)| after.content.pages.get(other))
            .any(|other| other.page.front.aliases.iter().any(|(alias, _)| has(alias)));
        let is_taken = after.content.pages.contains_key(from);
        if !(is_taken || is_claimed || wanted.iter().any(has)) {
            wanted.push(from.to_string());
        }
        let is_new = item.page.front.aliases.len() != wanted.len()
            || item
                .page
                .front
                .aliases
                .iter()
                .zip(&wanted)
                .any(|((one, _), other)| one != other);
        if is_new {
            after.rename(to, &wanted);
            all.insert(to.clone(), wanted);
        }
    }
    all
}

/// Rewrites every page with a link that could lead elsewhere, and makes a plan of it.
pub(super) fn plan(
    edition: &Edition,
    after: &Edition,
    gone: &Selection,
    aliases: &PageAliases,
) -> Result<MovePlan, MovingError> {
    let affected = affected(edition, after, gone, aliases);
    let rewriting = PageRewriter {
        naming: LinkNaming::new(edition, after, gone),
        aliases,
        vocabulary: &edition.content.vocabulary,
        bibliography: &edition.content.bibliography,
    };
    let rewritten: Vec<RewrittenPage> = affected
        .par_iter()
        .map(|item| rewriting.page(item))
        .collect::<Result<_, StoreError>>()?;
    let mut plan = MovePlan {
        base: edition.revision.id,
        changes: Vec::new(),
        files: gone.moved_files(),
        links: Vec::new(),
        left: Vec::new(),
        without_alias: Vec::new(),
        orphans: Vec::new(),
        trailers: Vec::new(),
        objects: gone.files.values().map(|going| going.object).collect(),
    };
    for (file, going) in &gone.files {
        let from = file.clone();
        plan.changes.push(match going.to.clone() {
            Some(to) => FileChange::Move { from, to },
            None => FileChange::Remove { file: from },
        });
    }
    for (item, done) in affected.iter().zip(rewritten) {
        let going = gone.files.get(&item.page.file);
        let file = going
            .and_then(|going| going.to.as_ref())
            .unwrap_or(&item.page.file);
        if let Some(bytes) = done.source {
            let file = file.clone();
            plan.changes.push(FileChange::Write { file, bytes });
        }
        if done.lacks_alias {
            let to = gone.pages.get(&item.page.path).cloned().flatten();
            plan.without_alias.extend(to);
        }
        plan.links.extend(done.links);
        plan.left.extend(done.left);
    }
    plan.links.sort();
    plan.left.sort();
    Ok(plan)
}

/// Returns the pages that move, and those with a link that names something that goes or comes.
fn affected<'e>(
    edition: &'e Edition,
    after: &Edition,
    gone: &Selection,
    aliases: &PageAliases,
) -> Vec<&'e Arc<PageItem>> {
    let content = &edition.content;
    let mut keys: BTreeSet<String> = BTreeSet::new();
    let mut paths: BTreeSet<&PagePath> = BTreeSet::new();
    for (from, to) in &gone.pages {
        let Some((path, item)) = content.pages.get_key_value(from) else {
            continue;
        };
        paths.extend(to.as_ref().map(|_| path));
        keys.extend(keys_of(&item.page));
        keys.extend(folder_keys(from));
        let Some(to) = to else {
            continue;
        };
        keys.extend(folder_keys(to));
        if let Some(item) = after.content.pages.get(to) {
            let mut page = item.page.clone();
            if let Some(aliases) = aliases.get(to) {
                let positioned = aliases.iter().map(|alias| (alias.clone(), Position::START));
                page.front.aliases = positioned.collect();
            }
            keys.extend(keys_of(&page));
        }
    }
    for (file, going) in gone.files.iter().filter(|(_, going)| going.page.is_none()) {
        keys.extend(keys_of_file(file));
        keys.extend(going.to.iter().flat_map(|to| keys_of_file(to)));
    }
    let linking = keys.iter().flat_map(|key| content.references.get(key));
    paths.extend(linking.filter(|path| gone.pages.get(*path).is_none_or(Option::is_some)));
    paths
        .into_iter()
        .filter_map(|path| content.pages.get(path))
        .collect()
}
