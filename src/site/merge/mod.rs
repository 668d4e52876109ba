//! Merging what two people made of one page's file, and what is asked of the second where the two
//! exclude each other.
//!
//! Front matter is merged by key (`domain::front_matter_merge`), the text below by git. Whatever git
//! merges is merged here, the text to the same bytes. What does not merge is shown as pairs, between
//! which nobody but the writer chooses.
//!
//! 1. `file` takes the files out of their byte order marks and line ends, and off their front matter.
//! 2. `front` merges the front matter.
//! 3. `passages` finds the blocks in which the texts exclude each other.
//! 4. `conflict` has what came of it, and makes a file of the writer's choices.

mod conflict;
mod file;
mod front;
mod news;
mod passages;
#[cfg(test)]
mod tests;

use crate::domain::yaml;
use crate::site::merge::conflict::{join, tidy};
use crate::site::merge::file::{DividedText, Wrapping};
use crate::site::merge::passages::{Passage, PassageKind, clash_of_all, passages};
use crate::store::merge_lines;

pub use conflict::{Choice, ConflictLocation, ConflictPart, FileConflict, Pair, ResolutionError};
pub use news::News;

/// The outcome of a merge.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MergeOutcome {
    /// The file that has what both did.
    Clean {
        /// The file.
        text: String,
        /// The changes in it that the second did not know.
        news: News,
    },
    /// Somebody has to choose.
    Conflict(FileConflict),
}

/// Merges two files of which each was made of `base`: `theirs`, which the branch has, and `mine`, which
/// came too late.
pub fn merge(base: &str, theirs: &str, mine: &str) -> MergeOutcome {
    if theirs == mine || theirs == base {
        return MergeOutcome::Clean {
            text: mine.to_owned(),
            news: News::default(),
        };
    }
    let (wrapping, texts) = Wrapping::remove([base, theirs, mine]);
    let mut news = News::default();
    let [b, t, m] = texts.each_ref().map(|text| &**text);
    let divided = match [b, t, m].map(DividedText::of) {
        [Some(b), Some(t), Some(m)] => {
            let front = front::merge([b.front, t.front, m.front], &mut news);
            front.map(|front| (front, [b.body, t.body, m.body]))
        }
        _ => None,
    };
    let (mut parts, texts) = divided.unwrap_or((Vec::new(), [b, t, m]));
    parts.extend(body(texts, &mut news));
    if parts
        .iter()
        .any(|part| matches!(part, ConflictPart::Pair(_)))
        && let Some(text) = merge_lines(b, t, m).filter(|text| reads(text))
    {
        // A change of the lines of hyphens makes front matter of text, or the other way round.
        news.passages = news.passages.max(1);
        let came_in = true;
        parts = vec![ConflictPart::Settled { text, came_in }];
    }
    tidy(&mut parts);
    if parts
        .iter()
        .any(|part| matches!(part, ConflictPart::Pair(_)))
    {
        return MergeOutcome::Conflict(FileConflict::new(parts, wrapping, news));
    }
    // What I did not touch is theirs, to the last byte.
    let text = match base == mine {
        true => theirs.to_owned(),
        false => wrapping.wrap(&join(parts.iter().map(ConflictPart::settled))),
    };
    MergeOutcome::Clean { text, news }
}

/// Tells whether the front matter of a text can be read, where it has one.
fn reads(text: &str) -> bool {
    let divided = DividedText::of(text);
    divided.is_some_and(|divided| {
        let front = divided.front;
        front.is_none_or(|front| yaml::parse(front.yaml).is_ok())
    })
}

/// Merges texts by lines.
fn body(texts: [&str; 3], news: &mut News) -> Vec<ConflictPart> {
    let [base, theirs, mine] = texts;
    let settled = |text: &str, came_in: bool| ConflictPart::Settled {
        text: text.to_owned(),
        came_in,
    };
    if theirs == mine || theirs == base {
        return vec![settled(mine, false)];
    }
    let mut passages = passages(base, theirs, mine);
    let clean = match mine == base {
        true => Some(theirs.to_owned()),
        false => merge_lines(base, theirs, mine),
    };
    if let Some(text) = clean {
        let come = passages
            .iter()
            .filter(|passage| passage.theirs != passage.base && passage.theirs != passage.mine);
        let count = come.count();
        news.passages += count;
        return vec![settled(&text, count > 0)];
    }
    if !passages
        .iter()
        .any(|passage| passage.what == PassageKind::Clash)
    {
        passages = clash_of_all(passages);
    }
    let part = |passage: Passage| match passage.what {
        PassageKind::Clash => ConflictPart::Pair(Pair {
            location: ConflictLocation::Text,
            base: passage.base,
            theirs: passage.theirs,
            mine: passage.mine,
        }),
        what => settled(&passage.merged, what == PassageKind::Theirs),
    };
    let parts: Vec<ConflictPart> = passages.into_iter().map(part).collect();
    let come = parts
        .iter()
        .filter(|part| matches!(part, ConflictPart::Settled { came_in: true, .. }));
    news.passages += come.count();
    parts
}
