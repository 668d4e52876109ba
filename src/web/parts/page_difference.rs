//! The difference of two versions of a page: its fields in words, and its text.

use std::collections::BTreeSet;

use crate::domain::{Page, Visibility, yaml_edit};
use crate::render::{BlockShape, text_blocks};
use crate::site::{
    BlockChange, ReadingDifference, ReadingRow, WordRun, difference, reading_difference,
};
use crate::web::parts::context::Context;
use crate::web::parts::differences::{LineView, lines};
use crate::web::parts::facts::{FactCard, FactRow};

/// A version of a page: what was read of it, and its source.
pub(crate) struct VersionContent {
    pub(crate) page: Page,
    pub(crate) source: String,
}

/// The difference of two versions of a page.
pub(crate) struct PageDifference {
    pub(crate) fields: Vec<FieldDifference>,
    /// The text as it reads.
    pub(crate) reading: Vec<BlockView>,
    /// The lines of the file, where the text cannot be compared as it reads, or that is wanted.
    pub(crate) text: Vec<LineView>,
    /// Whether more differs than is shown.
    pub(crate) is_cut: bool,
    /// Whether there was no time to find all that is the same.
    pub(crate) is_coarse: bool,
}

/// The values that were taken from a field and those that were put into it.
pub(crate) struct FieldDifference {
    pub(crate) label: String,
    pub(crate) removed: Vec<String>,
    pub(crate) added: Vec<String>,
}

impl PageDifference {
    /// Compares two versions, of which either may be none. With `is_source`, all of the file is
    /// compared as a text.
    pub(crate) fn of(
        context: &Context,
        old: Option<&VersionContent>,
        new: Option<&VersionContent>,
        is_source: bool,
    ) -> Self {
        let fields = match is_source {
            true => Vec::new(),
            false => fields(context, old, new),
        };
        let text = |side: Option<&VersionContent>, is_whole: bool| -> String {
            let source = side.map_or("", |side| side.source.as_str());
            match is_whole {
                true => source.to_owned(),
                false => yaml_edit::body(source)
                    .trim_start_matches(['\r', '\n'])
                    .to_owned(),
            }
        };
        let (before, after) = (text(old, is_source), text(new, is_source));
        let reading = match is_source {
            true => None,
            false => reading(old, new),
        };
        if let Some(found) = reading.filter(|found| !found.rows.is_empty()) {
            return Self {
                fields,
                is_cut: found.is_cut,
                is_coarse: found.is_coarse,
                reading: BlockView::all(found.rows),
                text: Vec::new(),
            };
        }
        // What differs in the front matter without another meaning shows in the source only.
        let is_hidden = before == after && fields.is_empty() && !is_source;
        let compared = match is_hidden {
            true => difference(&text(old, true), &text(new, true)),
            false => difference(&before, &after),
        };
        Self {
            fields,
            reading: Vec::new(),
            is_cut: compared.cut,
            is_coarse: compared.coarse,
            text: lines(compared),
        }
    }

    /// Tells whether nothing differs.
    pub(crate) fn is_empty(&self) -> bool {
        self.fields.is_empty() && self.reading.is_empty() && self.text.is_empty() && !self.is_cut
    }
}

/// Compares two texts as they read; `None` where one of them cannot be read.
fn reading(
    old: Option<&VersionContent>,
    new: Option<&VersionContent>,
) -> Option<ReadingDifference> {
    let blocks = |side: Option<&VersionContent>| match side {
        Some(side) => text_blocks(side.source.as_bytes()),
        None => Some(Vec::new()),
    };
    Some(reading_difference(&blocks(old)?, &blocks(new)?))
}

/// A block, or blocks that are left out because they are the same.
pub(crate) struct BlockView {
    /// The number of blocks that are left out here.
    pub(crate) folded: usize,
    /// The names of its shape and its change, for the style sheet.
    pub(crate) class: String,
    /// The message that says what became of it; empty where its words do.
    pub(crate) label: &'static str,
    pub(crate) runs: Vec<WordRun>,
    /// The words of each cell, for a row of a table.
    pub(crate) cells: Vec<Vec<WordRun>>,
    /// Whether a table begins with it, and whether one ends.
    pub(crate) opens: bool,
    pub(crate) closes: bool,
}

impl BlockView {
    fn all(rows: Vec<ReadingRow>) -> Vec<Self> {
        let mut blocks: Vec<Self> = rows.into_iter().map(Self::of).collect();
        let are_rows: Vec<bool> = blocks.iter().map(|block| !block.cells.is_empty()).collect();
        let is_row = |index: Option<usize>| index.and_then(|index| are_rows.get(index).copied());
        for (index, block) in blocks.iter_mut().enumerate() {
            let is_in = !block.cells.is_empty();
            block.opens = is_in && is_row(index.checked_sub(1)) != Some(true);
            block.closes = is_in && is_row(Some(index + 1)) != Some(true);
        }
        blocks
    }

    fn of(row: ReadingRow) -> Self {
        let (shape, change, runs, cells) = match row {
            ReadingRow::Folded(folded) => {
                return Self {
                    folded,
                    class: String::new(),
                    label: "",
                    runs: Vec::new(),
                    cells: Vec::new(),
                    opens: false,
                    closes: false,
                };
            }
            ReadingRow::Block {
                shape,
                change,
                runs,
                cells,
            } => (shape, change, runs, cells),
        };
        let shape = shape_word(shape);
        let (change, label) = match change {
            BlockChange::Same => ("same", ""),
            BlockChange::Removed => ("removed", ""),
            BlockChange::Added => ("added", ""),
            BlockChange::Words => ("words", ""),
            BlockChange::Form => ("form", "diff-form"),
            BlockChange::MovedAway => ("removed", "diff-moved-away"),
            BlockChange::MovedHere => ("added", "diff-moved-here"),
        };
        Self {
            folded: 0,
            class: format!("block-{shape} {change}"),
            label,
            runs,
            cells,
            opens: false,
            closes: false,
        }
    }
}

/// Returns words with which of both texts has them: as `del`, `ins`, or neither.
pub(crate) fn signed(runs: &[WordRun]) -> impl Iterator<Item = (&str, &'static str)> {
    runs.iter().map(|run| {
        let sign = match run.is_new {
            None => "",
            Some(false) => "removed",
            Some(true) => "added",
        };
        (run.text.as_str(), sign)
    })
}

/// Returns what a block is, for the style sheet.
pub(crate) fn shape_word(shape: BlockShape) -> &'static str {
    match shape {
        BlockShape::Heading(_) => "heading",
        BlockShape::Paragraph => "paragraph",
        BlockShape::Item => "item",
        BlockShape::Quote => "quote",
        BlockShape::Row => "row",
        BlockShape::Code => "code",
        BlockShape::Note => "note",
    }
}

fn fields(
    context: &Context,
    old: Option<&VersionContent>,
    new: Option<&VersionContent>,
) -> Vec<FieldDifference> {
    let fields_of = |side: Option<&VersionContent>| {
        side.map_or_else(Vec::new, |side| values(context, &side.page))
    };
    let (old, new) = (fields_of(old), fields_of(new));
    let labels = old.iter().chain(&new).map(|(label, _)| label);
    let mut seen = BTreeSet::new();
    let labels = labels.filter(|label| seen.insert((*label).clone()));
    let of = |all: &[(String, Vec<String>)], label: &String| -> Vec<String> {
        let found = all.iter().find(|(known, _)| known == label);
        found.map(|(_, values)| values.clone()).unwrap_or_default()
    };
    let labels: Vec<String> = labels.cloned().collect();
    let compared = labels.into_iter().map(|label| {
        let (before, after) = (of(&old, &label), of(&new, &label));
        let only = |some: &[String], others: &[String]| -> Vec<String> {
            let some = some.iter().filter(|value| !others.contains(value));
            some.cloned().collect()
        };
        FieldDifference {
            removed: only(&before, &after),
            added: only(&after, &before),
            label,
        }
    });
    compared
        .filter(|field| !field.removed.is_empty() || !field.added.is_empty())
        .collect()
}

/// Returns what a page's front matter says, as people read it.
fn values(context: &Context, page: &Page) -> Vec<(String, Vec<String>)> {
    let words = context.words;
    let label = |key: &str| words.say(&format!("field-{key}")).into_owned();
    let front = &page.front;
    let mut all = vec![
        (label("title"), vec![page.title.clone()]),
        (label("kind"), vec![words.kind(front.kind)]),
        (
            label("summary"),
            front.summary.clone().into_iter().collect(),
        ),
        (
            label("visibility"),
            vec![words.say(circle(front.visibility)).into_owned()],
        ),
        (
            label("aliases"),
            front.aliases.iter().map(|(name, _)| name.clone()).collect(),
        ),
        (label("authors"), front.authors.clone()),
    ];
    let facts = FactCard::of(context, page);
    let said = |fact: FactRow| {
        let values = fact
            .values
            .into_iter()
            .map(|value| match value.mark.as_str() {
                "" => value.text,
                mark => format!("{} ({mark})", value.text),
            });
        (fact.label, values.collect::<Vec<String>>())
    };
    for (label, values) in facts.brief.into_iter().chain(facts.rest).map(said) {
        if !all.iter().any(|(known, _)| *known == label) {
            all.push((label, values));
        }
    }
    all
}

fn circle(visibility: Visibility) -> &'static str {
    match visibility {
        Visibility::Public => "visibility-public",
        Visibility::Members => "visibility-members",
        Visibility::Draft => "visibility-draft",
    }
}
