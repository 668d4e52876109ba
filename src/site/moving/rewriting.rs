//! A page with other links, of which every other byte is as it was.

use std::collections::{BTreeMap, HashMap};
use std::ops::Range;

use crate::domain::agenda::{Example, is_outside};
use crate::domain::front_matter;
use crate::domain::yaml::{self, Node, Value};
use crate::domain::yaml_edit::{Edit, NewValue, Path, Step, edit};
use crate::domain::{Field, Link, LinkRole, LinkTarget, Page, PagePath, Position, Vocabulary};
use crate::render::{self, Bibliography, LinkNotation, LinkPlace, PlacedPage, TextReplacement};
use crate::site::item::Item;
use crate::site::moving::LinkChange;
use crate::site::moving::naming::{Decision, Naming, Place, Standing, place};
use crate::store::StoreError;

/// Of so many links at most, each is tried alone where not all can be rewritten together.
const MOST_TRIED: usize = 100;

/// Rewrites pages.
pub(super) struct Rewriting<'p> {
    pub(super) naming: Naming<'p>,
    /// The aliases of the pages that move, by their new addresses.
    pub(super) aliases: &'p HashMap<PagePath, Vec<String>>,
    pub(super) vocabulary: &'p Vocabulary,
    pub(super) bibliography: &'p Bibliography,
}

/// What became of a page.
#[derive(Default)]
pub(super) struct Rewritten {
    /// The file's new content, where it has another.
    pub(super) source: Option<Vec<u8>>,
    pub(super) links: Vec<LinkChange>,
    pub(super) left: Vec<LinkChange>,
    /// Whether it should have got an alias and did not.
    pub(super) lacks_alias: bool,
}

/// A link that is to be changed.
struct Wanted {
    /// Its number among the links of the page.
    number: usize,
    change: LinkChange,
    splices: Vec<TextReplacement>,
    /// What it names then; nothing where it is taken out.
    target: Option<LinkTarget>,
    /// Whether what is read of the page changes with it.
    is_seen: bool,
}

impl Rewriting<'_> {
    /// Rewrites a page: its links, and of one that moves its aliases.
    pub(super) fn page(&self, item: &Item) -> Result<Rewritten, StoreError> {
        let page = &item.page;
        let source = self.naming.before.read(page.blob)?;
        let going = self.naming.gone.files.get(&page.file);
        let file = going
            .and_then(|going| going.to.as_deref())
            .unwrap_or(&page.file);
        let moved = self.naming.gone.pages.get(&page.path);
        let path = moved.and_then(Option::as_ref).unwrap_or(&page.path);
        let standing = Standing { page, file };
        let mut done = Rewritten::default();
        let Ok(text) = std::str::from_utf8(&source) else {
            self.unreadable(&standing, path, &mut done);
            return Ok(done);
        };
        let placed = self.read(&page.path, &page.file, text);
        let wanted = self.wanted(&standing, &placed, text, &mut done);
        let mut new = self.apply(&standing, path, &placed, text, wanted, &mut done);
        self.references(&standing, &mut new, &mut done);
        self.alias(path, &mut new, &mut done);
        done.links.sort();
        done.left.sort();
        done.source = (new != text).then(|| new.into_bytes());
        Ok(done)
    }

    /// Notes what would have to change of a page that is not UTF-8.
    fn unreadable(&self, standing: &Standing<'_>, path: &PagePath, done: &mut Rewritten) {
        for link in &standing.page.links {
            let named = named(&link.target);
            if self.naming.decide(standing, link, named, None) != Decision::Stays {
                done.left
                    .push(change(standing, link.position, named, String::new()));
            }
        }
        done.lacks_alias = self.aliases.contains_key(path);
    }

    fn read(&self, path: &PagePath, file: &str, text: &str) -> PlacedPage {
        let (vocabulary, bibliography) = (self.vocabulary, self.bibliography);
        render::read_places(
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
        standing: &Standing<'_>,
        placed: &PlacedPage,
        text: &str,
        done: &mut Rewritten,
    ) -> Vec<Wanted> {
        let mut wanted = Vec::new();
        let all = placed.page.links.iter().zip(&placed.places).enumerate();
        for (number, (link, found)) in all.filter(|(_, (link, _))| is_of_text(link)) {
            let raw = found
                .as_ref()
                .and_then(|found| text.get(found.paths.first()?.clone()));
            let written = found.as_ref().map(|found| found.written);
            let before = raw.unwrap_or(named(&link.target));
            let decision = match raw {
                Some(raw) => self.naming.decide(standing, link, raw, written),
                None => self
                    .naming
                    .decide(standing, link, "", Some(LinkNotation::Address)),
            };
            let splices = match (&decision, found) {
                (Decision::Stays, _) => continue,
                (Decision::Renames(to, _), Some(found)) => Some(found.renamed(to)),
                (Decision::Unlinks, Some(found)) => self.unlinked(standing.page, link, found),
                _ => None,
            };
            let (after, target) = match decision {
                Decision::Renames(to, target) => (to, Some(target)),
                _ => (String::new(), None),
            };
            let change = change(standing, link.position, before, after);
            match splices {
                Some(splices) => wanted.push(Wanted {
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
        found: &LinkPlace,
    ) -> Option<Vec<TextReplacement>> {
        let title = match place(&self.naming.before, page, link) {
            Place::Page(path) => self.naming.before.page(&path)?.page.title.clone(),
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
        standing: &Standing<'_>,
        path: &PagePath,
        placed: &PlacedPage,
        text: &str,
        wanted: Vec<Wanted>,
        done: &mut Rewritten,
    ) -> String {
        if wanted.is_empty() {
            return text.to_owned();
        }
        let attempt = |wanted: &[&Wanted], others: &[&Wanted]| {
            let new = spliced(text, wanted)?;
            let read = self.read(path, standing.file, &new);
            is_as_wanted(placed, &read, wanted, others).then_some(new)
        };
        let all: Vec<&Wanted> = wanted.iter().collect();
        if let Some(new) = attempt(&all, &[]) {
            done.links.extend(wanted.into_iter().map(|one| one.change));
            return new;
        }
        let (mut kept, mut others): (Vec<&Wanted>, Vec<&Wanted>) = (Vec::new(), all.clone());
        let mut new = text.to_owned();
        for one in all.iter().take(MOST_TRIED) {
            // Links by one definition change together.
            let (joining, without): (Vec<&Wanted>, Vec<&Wanted>) = others
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
    fn references(&self, standing: &Standing<'_>, text: &mut String, done: &mut Rewritten) {
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
            let (request, after) = match self.naming.decide(standing, &link, target, None) {
                Decision::Stays => continue,
                Decision::Renames(to, _) => {
                    let to = format!("{to}{fragment}");
                    let value = NewValue::Text(to.clone());
                    (Some(Edit::Set { path, value }), to)
                }
                Decision::Unlinks => (Some(Edit::Remove { path: whole }), String::new()),
                Decision::IsLeft => (None, String::new()),
            };
            let change = change(standing, link.position, name, after);
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
    fn alias(&self, path: &PagePath, text: &mut String, done: &mut Rewritten) {
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

fn change(standing: &Standing<'_>, at: Position, before: &str, after: String) -> LinkChange {
    LinkChange {
        file: standing.file.to_owned(),
        title: standing.page.title.clone(),
        line: at.line,
        before: before.to_owned(),
        after,
    }
}

fn named(target: &LinkTarget) -> &str {
    match target {
        LinkTarget::Path(named) | LinkTarget::Name(named) => named,
        LinkTarget::Here => "",
    }
}

/// Tells whether a link stands in the text, not in the front matter.
fn is_of_text(link: &Link) -> bool {
    matches!(link.role, LinkRole::Text | LinkRole::Image)
}

/// Returns a text with pieces of it replaced; nothing where they overlap.
fn spliced(text: &str, wanted: &[&Wanted]) -> Option<String> {
    let mut pieces: BTreeMap<(usize, usize), &str> = BTreeMap::new();
    for (range, new) in wanted.iter().flat_map(|one| &one.splices) {
        // A label's definition is one place for all links that use it.
        let known = pieces.insert((range.start, range.end), new);
        if known.is_some_and(|known| known != new) {
            return None;
        }
    }
    let mut new = String::with_capacity(text.len() + 64);
    let mut at = 0;
    for ((start, end), piece) in pieces {
        new.push_str(text.get(at..start)?);
        new.push_str(piece);
        at = end;
    }
    new.push_str(text.get(Range {
        start: at,
        end: text.len(),
    })?);
    Some(new)
}

/// Tells whether what is read of a rewritten page differs from before in the links that were meant,
/// and in nothing else. `others` are links that could not be changed: of a page that moves they may
/// name something else now.
fn is_as_wanted(
    before: &PlacedPage,
    after: &PlacedPage,
    wanted: &[&Wanted],
    others: &[&Wanted],
) -> bool {
    let find = |among: &[&Wanted], number: usize| {
        let mut among = among.iter();
        among.position(|one| one.number == number)
    };
    let mut links = after.page.links.iter().filter(|link| is_of_text(link));
    let old = before.page.links.iter().enumerate();
    for (number, old) in old.filter(|(_, link)| is_of_text(link)) {
        let target = match find(wanted, number).and_then(|at| wanted.get(at)) {
            Some(Wanted { target: None, .. }) => continue,
            Some(Wanted { target, .. }) => target.as_ref(),
            None if find(others, number).is_some() => None,
            None => Some(&old.target),
        };
        let is_it = |link: &Link| {
            let leads = target.is_none_or(|target| link.target == *target);
            leads && link.role == old.role && link.fragment == old.fragment
        };
        if !links.next().is_some_and(is_it) {
            return false;
        }
    }
    let is_seen = wanted.iter().any(|one| one.is_seen);
    links.next().is_none() && (is_seen || before.text.text == after.text.text)
}

/// Reads the front matter of a file.
fn front_matter_of(text: &str) -> Option<Node> {
    let parts = front_matter::split(text, &mut Vec::new());
    yaml::parse(parts.yaml?).ok()
}

/// Returns what front matter names as pages, with the way to each.
fn references_of(root: &Node) -> Vec<(Vec<Step>, &Node)> {
    let mut found = Vec::new();
    let mut add = |steps: &[Step], node| {
        let Some(node): Option<&Node> = node else {
            return;
        };
        if let Value::List(items) = &node.value {
            for (number, item) in items.iter().enumerate() {
                let steps = [steps, &[Step::Item(number)]].concat();
                let named = Example::named(item);
                let inside = named.filter(|(node, _)| !node.as_str().is_none_or(is_outside));
                found.extend(inside.map(|(node, key)| {
                    let key = key.map(|key| Step::Key(key.to_owned()));
                    (steps.into_iter().chain(key).collect(), node)
                }));
            }
        } else if node.as_str().is_some() {
            found.push((steps.to_vec(), node));
        }
    };
    let alone = [
        Field::DrawnFrom,
        Field::TranslationOf,
        Field::Survey,
        Field::Session,
        Field::About,
    ];
    for field in alone {
        add(&[Step::Key(field.key().to_owned())], root.get(field.key()));
    }
    for (field, key) in [
        (Field::Sessions, "examples"),
        (Field::Sessions, "material"),
        (Field::Chapters, "pages"),
    ] {
        let Some(Value::List(parts)) = root.get(field.key()).map(|node| &node.value) else {
            continue;
        };
        for (number, part) in parts.iter().enumerate() {
            let steps = [
                Step::Key(field.key().to_owned()),
                Step::Item(number),
                Step::Key(key.to_owned()),
            ];
            add(&steps, part.get(key));
        }
    }
    found
}

/// Returns the way to what goes with a reference that is taken out: of an example with a note, all of it.
fn whole_of(steps: &[Step]) -> Vec<Step> {
    match steps {
        [above @ .., Step::Item(_), Step::Key(_)] if above.len() > 1 => {
            steps[..steps.len() - 1].to_vec()
        }
        _ => steps.to_vec(),
    }
}

/// Returns the edits that give front matter these aliases, in the place of those that it has.
fn alias_edits(text: &str, wanted: &[String]) -> Option<Vec<Edit>> {
    let parts = front_matter::split(text, &mut Vec::new());
    let root = match parts.yaml {
        Some(yaml) => Some(yaml::parse(yaml).ok()?),
        None => None,
    };
    let key = Step::Key(Field::Aliases.key().to_owned());
    let node = root
        .as_ref()
        .and_then(|root| root.get(Field::Aliases.key()));
    let item = |number| Path::new(vec![key.clone(), Step::Item(number)]).ok();
    let mut edits = Vec::new();
    let mut known: Vec<&str> = Vec::new();
    let mut count = 0;
    match node.map(|node| &node.value) {
        None | Some(Value::Null) => {}
        Some(Value::List(items)) => {
            count = items.len();
            for (number, node) in items.iter().enumerate().rev() {
                match node.as_str() {
                    Some(alias) if wanted.iter().any(|one| one == alias) => known.push(alias),
                    Some(_) => {
                        edits.push(Edit::Remove {
                            path: item(number)?,
                        });
                        count -= 1;
                    }
                    None => {}
                }
            }
        }
        Some(Value::Scalar(_)) => {
            let items = wanted.iter().map(|alias| NewValue::Text(alias.clone()));
            let value = NewValue::List(items.collect());
            let path = Path::new(vec![key]).ok()?;
            return Some(vec![Edit::Set { path, value }]);
        }
        Some(Value::Map(_)) => return None,
    }
    for alias in wanted
        .iter()
        .filter(|alias| !known.contains(&alias.as_str()))
    {
        edits.push(Edit::Insert {
            path: item(count)?,
            value: NewValue::Text(alias.clone()),
        });
        count += 1;
    }
    Some(edits)
}
