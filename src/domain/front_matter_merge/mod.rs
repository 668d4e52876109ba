//! Merging front matter by key: what two people made of one page's fields.
//!
//! Git merges lines, and takes two changes on lines that touch for a conflict: a status changed by
//! one and a period on the next line by another. Here a key that one side alone has changed is taken
//! from that side, with the very bytes that it has there; maps are merged key by key, lists as sets
//! that keep their order. What both sides have changed to different values is left to be chosen.
//!
//! The keys stand as they do in theirs, unless mine has put them in another order. Of a key that both
//! sides have changed, the bytes are mine's with theirs' changes made to them (by `yaml_edit`), or the
//! other way round where a comment of theirs would be lost. Where either way loses one, it is a clash.
//!
//! 1. `pieces` cuts each side into the lines of its keys.
//! 2. `order` says which keys there are, and in which order.
//! 3. `values` compares the values of a key that both have changed.

mod order;
mod pieces;
#[cfg(test)]
mod tests;
mod values;

use std::collections::HashMap;

use crate::domain::front_matter_merge::pieces::{Piece, Pieces, comments};
use crate::domain::front_matter_merge::values::{MergePlan, Side, ThreeWayValue, plan};
use crate::domain::yaml;
use crate::domain::yaml_edit::edit;

/// A part of the front matter that results, in its order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FrontMatterPart {
    /// Lines that need no choice.
    Settled {
        /// The lines.
        text: String,
        /// The key whose value in them has come from theirs.
        came_in: Option<String>,
    },
    /// Lines between which somebody has to choose.
    Clash {
        /// The key, or the way to the one key in it that is not the same; nothing for the comments at
        /// the end.
        key: Option<String>,
        /// The lines that both began with.
        base: String,
        /// Their lines, with what mine did to other keys in them.
        theirs: String,
        /// My lines, with what they did to other keys in them.
        mine: String,
    },
}

/// Merges the YAML between the lines of hyphens of three files, with line feeds as line ends.
///
/// Returns nothing where one of them cannot be read, or is written so that its keys have no lines of
/// their own; then only lines can be merged.
pub fn merge(base: &str, theirs: &str, mine: &str) -> Option<Vec<FrontMatterPart>> {
    let texts = [base, theirs, mine];
    let [base, theirs, mine] = [Pieces::of(base)?, Pieces::of(theirs)?, Pieces::of(mine)?];
    let [b, t, m] = [base.by_key(), theirs.by_key(), mine.by_key()];
    let mut parts = Vec::new();
    for key in order(&base, &theirs, &mine) {
        let side = |pieces: &HashMap<&str, &Piece<'_>>| {
            let piece = pieces.get(key).copied();
            piece.map_or((String::new(), None), |piece| {
                (piece.text.to_owned(), Some(piece.value.clone()))
            })
        };
        let (base, theirs, mine) = (side(&b), side(&t), side(&m));
        let three = ThreeWayValue {
            base: base.1.as_ref(),
            theirs: theirs.1.as_ref(),
            mine: mine.1.as_ref(),
        };
        let lines = KeyLines {
            base: &base.0,
            theirs: &theirs.0,
            mine: &mine.0,
        };
        parts.push(lines.merge(key, three));
    }
    let rest = KeyLines {
        base: base.rest,
        theirs: theirs.rest,
        mine: mine.rest,
    };
    parts.push(match rest.chosen() {
        Some(text) => FrontMatterPart::Settled {
            text: text.to_owned(),
            came_in: None,
        },
        None => rest.clash(None),
    });
    (texts.iter().all(|text| text.is_empty()) || reads(&parts)).then_some(parts)
}

/// Returns the keys that any side has after what both did, in the order in which they will stand.
fn order<'a>(base: &'a Pieces<'_>, theirs: &'a Pieces<'_>, mine: &'a Pieces<'_>) -> Vec<&'a str> {
    let (b, t, m) = (base.names(), theirs.names(), mine.names());
    let [in_theirs, in_mine] = [theirs.by_key(), mine.by_key()];
    // A key that one side has taken away may stay for what the other did to it.
    let both = |key: &&str| in_theirs.contains_key(key) && in_mine.contains_key(key);
    let common: Vec<&str> = b.into_iter().filter(both).collect();
    order::merge(&common, &t, &m).unwrap_or_else(|| {
        let others = m.iter().filter(|key| !in_theirs.contains_key(*key));
        t.iter().chain(others).copied().collect()
    })
}

/// Tells whether the parts can be read whatever is chosen, as far as that depends on them.
fn reads(parts: &[FrontMatterPart]) -> bool {
    let side = |mine: bool| -> String {
        let text = |part: &'_ FrontMatterPart| match part {
            FrontMatterPart::Settled { text, .. } => text.clone(),
            FrontMatterPart::Clash { mine: text, .. } if mine => text.clone(),
            FrontMatterPart::Clash { theirs, .. } => theirs.clone(),
        };
        parts.iter().map(text).collect()
    };
    [false, true]
        .into_iter()
        .all(|mine| yaml::parse(&side(mine)).is_ok())
}

/// The lines of one key on each side; empty where a side has no such key.
#[derive(Clone, Copy)]
struct KeyLines<'a> {
    base: &'a str,
    theirs: &'a str,
    mine: &'a str,
}

impl<'a> KeyLines<'a> {
    /// Returns the lines of the side that has changed them, where not both have.
    fn chosen(&self) -> Option<&'a str> {
        if self.theirs == self.mine || self.theirs == self.base {
            Some(self.mine)
        } else if self.mine == self.base {
            Some(self.theirs)
        } else {
            None
        }
    }

    fn merge(&self, key: &str, three: ThreeWayValue<'_>) -> FrontMatterPart {
        let came_in =
            || (self.theirs != self.base && self.theirs != self.mine).then(|| key.to_owned());
        let settled = |text: String| FrontMatterPart::Settled {
            text,
            came_in: came_in(),
        };
        if let Some(text) = self.chosen() {
            return settled(text.to_owned());
        }
        let plan = plan(key, three);
        let mine = self.written(self.mine, &plan.to_mine);
        let theirs = || self.written(self.theirs, &plan.to_theirs);
        if plan.clashes.is_empty() {
            return match mine.or_else(theirs) {
                Some(text) => settled(text),
                None => self.clash(Some(key.to_owned())),
            };
        }
        let key = match &plan {
            MergePlan { clashes, .. } if clashes.len() == 1 => clashes[0].clone(),
            _ => key.to_owned(),
        };
        let sides = theirs().zip(mine);
        let (theirs, mine) =
            sides.unwrap_or_else(|| (self.theirs.to_owned(), self.mine.to_owned()));
        FrontMatterPart::Clash {
            key: Some(key),
            base: self.base.to_owned(),
            theirs,
            mine,
        }
    }

    fn clash(&self, key: Option<String>) -> FrontMatterPart {
        FrontMatterPart::Clash {
            key,
            base: self.base.to_owned(),
            theirs: self.theirs.to_owned(),
            mine: self.mine.to_owned(),
        }
    }

    /// Makes edits to the lines of one side. Nothing where they cannot be made, or a comment that
    /// either side has added would be lost.
    fn written(&self, ground: &str, side: &Side) -> Option<String> {
        let text = edit(&format!("{OPEN}{ground}{CLOSE}"), side.edits()?).ok()?;
        let text = text.strip_prefix(OPEN)?.strip_suffix(CLOSE)?.to_owned();
        let [before, found] = [self.base, &text].map(counted);
        let keeps = |side: &str| {
            let mut comments = counted(side).into_iter();
            comments.all(|(comment, count)| {
                let times = |known: &HashMap<&str, usize>| known.get(comment).copied().unwrap_or(0);
                count <= times(&before) || count <= times(&found)
            })
        };
        (keeps(self.theirs) && keeps(self.mine)).then_some(text)
    }
}

const OPEN: &str = "---\n";
const CLOSE: &str = "---\n";

fn counted(yaml: &str) -> HashMap<&str, usize> {
    let mut counted = HashMap::new();
    for comment in comments(yaml) {
        *counted.entry(comment).or_default() += 1;
    }
    counted
}
