//! [`LinkEdit`]: a link that is to be changed, and what must come of it.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::domain::{Link, LinkRole, LinkTarget, Position};
use crate::render::{PageWithLinkSpans, TextReplacement};
use crate::site::moving::LinkChange;
use crate::site::moving::naming::RenamedPage;

/// A link that is to be changed.
pub(super) struct LinkEdit {
    /// Its number among the links of the page.
    pub(super) number: usize,
    pub(super) change: LinkChange,
    pub(super) splices: Vec<TextReplacement>,
    /// The target that it names then; nothing where it is taken out.
    pub(super) target: Option<LinkTarget>,
    /// Whether what is read of the page changes with it.
    pub(super) is_seen: bool,
}

/// Returns the change of a link, as it is shown.
pub(super) fn change(
    renamed: &RenamedPage<'_>,
    at: Position,
    before: &str,
    after: String,
) -> LinkChange {
    LinkChange {
        file: renamed.file.to_owned(),
        title: renamed.page.title.clone(),
        line: at.line,
        before: before.to_owned(),
        after,
    }
}

/// Returns the path or the name that a link has.
pub(super) fn named(target: &LinkTarget) -> &str {
    match target {
        LinkTarget::Path(named) | LinkTarget::Name(named) => named,
        LinkTarget::Here => "",
    }
}

/// Tells whether a link stands in the text, not in the front matter.
pub(super) fn is_of_text(link: &Link) -> bool {
    matches!(link.role, LinkRole::Text | LinkRole::Image)
}

/// Returns a text with pieces of it replaced; nothing where they overlap.
pub(super) fn spliced(text: &str, wanted: &[&LinkEdit]) -> Option<String> {
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
pub(super) fn is_as_wanted(
    before: &PageWithLinkSpans,
    after: &PageWithLinkSpans,
    wanted: &[&LinkEdit],
    others: &[&LinkEdit],
) -> bool {
    let find = |among: &[&LinkEdit], number: usize| {
        let mut among = among.iter();
        among.position(|one| one.number == number)
    };
    let mut links = after.page.links.iter().filter(|link| is_of_text(link));
    let old = before.page.links.iter().enumerate();
    for (number, old) in old.filter(|(_, link)| is_of_text(link)) {
        let target = match find(wanted, number).and_then(|at| wanted.get(at)) {
            Some(LinkEdit { target: None, .. }) => continue,
            Some(LinkEdit { target, .. }) => target.as_ref(),
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
