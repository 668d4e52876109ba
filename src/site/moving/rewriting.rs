//! A page with other links, of which every other byte is as it was.

use std::collections::HashMap;

use crate::domain::yaml_edit::{Edit, NewValue, Path, edit};
use crate::domain::{Link, LinkRole, LinkTarget, Page, PagePath, Position, Vocabulary};
use crate::render::{
    self, Bibliography, LinkNotation, LinkSpans, PageWithLinkSpans, TextReplacement,
};
use crate::site::item::SitePage;
use crate::site::moving::LinkChange;
use crate::site::moving::front_references::{
    alias_edits, front_matter_of, references_of, whole_of,
};
use crate::site::moving::link_edits::{LinkEdit, change, is_as_wanted, is_of_text, named, spliced};
use crate::site::moving::naming::{
    Decision, LinkDestination, LinkNaming, RenamedPage, destination,
};
use crate::store::StoreError;

/// Of so many links at most, each is tried alone where not all can be rewritten together.
const MOST_TRIED: usize = 100;

/// Rewrites pages.
pub(super) struct PageRewriter<'p> {
    pub(super) naming: LinkNaming<'p>,
    /// The aliases of the pages that move, by their new addresses.
    pub(super) aliases: &'p HashMap<PagePath, Vec<String>>,
    pub(super) vocabulary: &'p Vocabulary,
    pub(super) bibliography: &'p Bibliography,
}

/// A page that was rewritten.
#[derive(Default)]
pub(super) struct RewrittenPage {
    /// The file's new content, where it has another.
    pub(super) source: Option<Vec<u8>>,
    pub(super) links: Vec<LinkChange>,
    pub(super) left: Vec<LinkChange>,
    /// Whether it should have got an alias and did not.
    pub(super) lacks_alias: bool,
}

impl PageRewriter<'_> {
    /// Rewrites a page: its links, and of one that moves its aliases.
    pub(super) fn page(&self, item: &SitePage) -> Result<RewrittenPage, StoreError> {
        let page = &item.page;
        let source = self.naming.before.read(page.blob)?;
        let going = self.naming.gone.files.get(&page.file);
        let file = going
            .and_then(|going| going.to.as_deref())
            .unwrap_or(&page.file);
        let moved = self.naming.gone.pages.get(&page.path);
        let path = moved.and_then(Option::as_ref).unwrap_or(&page.path);
        let renamed = RenamedPage { page, file };
        let mut done = RewrittenPage::default();
        let Ok(text) = std::str::from_utf8(&source) else {
            self.unreadable(&renamed, path, &mut done);
            return Ok(done);
        };
        let linked = self.read(&page.path, &page.file, text);
        let wanted = self.wanted(&renamed, &linked, text, &mut done);
        let mut new = self.apply(&renamed, path, &linked, text, wanted, &mut done);
        self.references(&renamed, &mut new, &mut done);
        self.alias(path, &mut new, &mut done);
        done.links.sort();
        done.left.sort();
        done.source = (new != text).then(|| new.into_bytes());
        Ok(done)
    }

    /// Notes what would have to change of a page that is not UTF-8.
    fn unreadable(&self, renamed: &RenamedPage<'_>, path: &PagePath, done: &mut RewrittenPage) {
        for link in &renamed.page.links {
            let named = named(&link.target);
            if self.naming.decide(renamed, link, named, None) != Decision::Stays {
                done.left
                    .push(change(renamed, link.position, named, String::new()));
            }
        }
        done.lacks_alias = self.aliases.contains_key(path);
    }

    fn read(&self, path: &PagePath, file: &str, text: &str) -> PageWithLinkSpans {
        let (vocabulary, bibliography) = (self.vocabulary, self.bibliography);
        render::read_with_link_spans(
            path.clone(),
            file,
            text.as_bytes(),
            vocabulary,
            bibliography,
        )
    }

    /// Finds out which links of the text are to be changed, and how.
    fn wanted(
        &self,
        renamed: &RenamedPage<'_>,
        linked: &PageWithLinkSpans,
        text: &str,
        done: &mut RewrittenPage,
    ) -> Vec<LinkEdit> {
        let mut wanted = Vec::new();
        let all = linked.page.links.iter().zip(&linked.link_spans).enumerate();
        for (number, (link, found)) in all.filter(|(_, (link, _))| is_of_text(link)) {
            let raw = found
                .as_ref()
                .and_then(|found| text.get(found.paths.first()?.clone()));
            let written = found.as_ref().map(|found| found.written);
            let before = raw.unwrap_or(named(&link.target));
            let decision = match raw {
                Some(raw) => self.naming.decide(renamed, link, raw, written),
                None => self
                    .naming
                    .decide(renamed, link, "", Some(LinkNotation::Address)),
            };
            let splices = match (&decision, found) {
                (Decision::Stays, _) => continue,
                (Decision::Renames(to, _), Some(found)) => Some(found.renamed(to)),
                (Decision::Unlinks, Some(found)) => self.unlinked(renamed.page, link, found),
                _ => None,
            };
            let (after, target) = match decision {
                Decision::Renames(to, target) => (to, Some(target)),
                _ => (String::new(), None),
            };
            let change = change(renamed, link.position, before, after);
            match splices {
                Some(splices) => wanted.push(LinkEdit {
                    number,
                    change,
                    splices,
                    is_seen: target.is_none() || written == Some(LinkNotation::Wiki),
                    target,
                }),
                None => done.left.push(change),
            }
        }
        wanted
    }

    fn unlinked(
        &self,
        page: &Page,
        link: &Link,
        found: &LinkSpans,
    ) -> Option<Vec<TextReplacement>> {
        let title = match destination(&self.naming.before, page, link) {
            LinkDestination::Page(path) => self.naming.before.page(&path)?.page.title.clone(),
            _ => String::new(),
        };
        let plain = title.chars().flat_map(|character| {
            let escaped = "\\`*_[]<>&|$@~".contains(character).then_some('\\');
            escaped.into_iter().chain([character])
        });
        found.unlinked(&plain.collect::<String>())
    }

    /// Changes all links together; or, where what comes of it is not what was wanted, as many as can
    /// be changed one after the other.
    fn apply(
        &self,
        renamed: &RenamedPage<'_>,
        path: &PagePath,
        linked: &PageWithLinkSpans,
        text: &str,
        wanted: Vec<LinkEdit>,
        done: &mut RewrittenPage,
    ) -> String {
        if wanted.is_empty() {
            return text.to_owned();
        }
        let attempt = |wanted: &[&LinkEdit], others: &[&LinkEdit]| {
            let new = spliced(text, wanted)?;
            let read = self.read(path, renamed.file, &new);
            is_as_wanted(linked, &read, wanted, others).then_some(new)
        };
        let all: Vec<&LinkEdit> = wanted.iter().collect();
        if let Some(new) = attempt(&all, &[]) {
            done.links.extend(wanted.into_iter().map(|one| one.change));
            return new;
        }
        let (mut kept, mut others): (Vec<&LinkEdit>, Vec<&LinkEdit>) = (Vec::new(), all.clone());
        let mut new = text.to_owned();
        for one in all.iter().take(MOST_TRIED) {
            // Links by one definition change together.
            let (joining, without): (Vec<&LinkEdit>, Vec<&LinkEdit>) = others
                .iter()
                .partition(|other| other.splices == one.splices);
            if joining.is_empty() {
                continue;
            }
            let with = [kept.as_slice(), &joining].concat();
            if let Some(changed) = attempt(&with, &without) {
                (kept, others, new) = (with, without, changed);
            }
        }
        done.links.extend(kept.iter().map(|one| one.change.clone()));
        done.left
            .extend(others.iter().map(|one| one.change.clone()));
        new
    }

    /// Changes what the front matter names.
    fn references(&self, renamed: &RenamedPage<'_>, text: &mut String, done: &mut RewrittenPage) {
        let Some(root) = front_matter_of(text) else {
            return;
        };
        // From the last on, so that what is taken out of a list does not renumber the others.
        for (steps, node) in references_of(&root).into_iter().rev() {
            let name = node.as_str().unwrap_or("");
            let (target, fragment) = name
                .split_once('#')
                .map_or((name, ""), |(target, _)| (target, &name[target.len()..]));
            let link = Link {
                target: LinkTarget::Name(target.to_owned()),
                fragment: None,
                role: LinkRole::Text,
                position: Position {
                    line: node.position.line + 1,
                    column: 1,
                },
            };
            let whole = whole_of(&steps);
            let (Ok(path), Ok(whole)) = (Path::new(steps), Path::new(whole)) else {
                continue;
            };
            let (request, after) = match self.naming.decide(renamed, &link, target, None) {
                Decision::Stays => continue,
                Decision::Renames(to, _) => {
                    let to = format!("{to}{fragment}");
                    let value = NewValue::Text(to.clone());
                    (Some(Edit::Set { path, value }), to)
                }
                Decision::Unlinks => (Some(Edit::Remove { path: whole }), String::new()),
                Decision::IsLeft => (None, String::new()),
            };
            let change = change(renamed, link.position, name, after);
            match request.and_then(|request| edit(text, &[request]).ok()) {
                Some(new) => {
                    *text = new;
                    done.links.push(change);
                }
                None => done.left.push(change),
            }
        }
    }

    /// Gives a page that moves the aliases that it shall have.
    fn alias(&self, path: &PagePath, text: &mut String, done: &mut RewrittenPage) {
        let Some(wanted) = self.aliases.get(path) else {
            return;
        };
        // Of an empty file nothing is expected; front matter would change that.
        let edited = match text.trim().is_empty() {
            true => None,
            false => alias_edits(text, wanted).and_then(|edits| edit(text, &edits).ok()),
        };
        match edited {
            Some(new) => *text = new,
            None => done.lacks_alias = true,
        }
    }
}
