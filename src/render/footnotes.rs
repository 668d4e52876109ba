//! Footnotes: which definition of a name counts, in which order they stand at the end of the page,
//! and which are never shown.
//!
//! The parser is told to leave the definitions where they are. Its own way of moving them keeps the
//! last of two with one name and leaves the other in the middle of the text, where everything below
//! it would be read as part of the notes.

use std::collections::HashMap;

use comrak::nodes::{Node, NodeValue};

use crate::render::slips::{Slip, Slips};

/// Begins the names that the parser gives to notes written in the line, `^[like this]`.
const INLINE: &str = "__inline_";

/// Moves the definitions that count to the end of the document, in the order of their numbers, and
/// takes the others away: of two with one name the second, and those that nothing refers to.
pub(super) fn settle<'a>(root: Node<'a>, slips: &mut Slips<'_>) {
    let is_definition = |node: &Node<'a>| {
        let data = node.data();
        matches!(data.value, NodeValue::FootnoteDefinition(_))
    };
    let notes: Vec<Node<'a>> = root.descendants().filter(is_definition).collect();
    let mut by_label: HashMap<String, usize> = HashMap::with_capacity(notes.len());
    let mut twice = vec![false; notes.len()];
    for (index, note) in notes.iter().enumerate() {
        note.detach();
        let first = *by_label.entry(label_of(note)).or_insert(index);
        twice[index] = first != index;
    }
    let mut numbering = Numbering {
        notes: &notes,
        by_label,
        order: Vec::new(),
        references: vec![0; notes.len()],
        numbers: vec![0; notes.len()],
    };
    numbering.take_in(root);
    let mut next = 0;
    while let Some(&index) = numbering.order.get(next) {
        numbering.take_in(notes[index]);
        next += 1;
    }
    for &index in &numbering.order {
        if let NodeValue::FootnoteDefinition(note) = &mut notes[index].data_mut().value {
            note.total_references = numbering.references[index];
        }
        root.append(notes[index]);
    }
    for (index, note) in notes.iter().enumerate() {
        let slip = match (twice[index], numbering.numbers[index]) {
            (true, _) => Slip::FootnoteTwice,
            (false, 0) => Slip::FootnoteUnused,
            (false, _) => continue,
        };
        slips.add(note.data().sourcepos.start, slip, &name_of(note));
    }
}

/// Gives the notes their numbers, in the order in which they are first referred to.
struct Numbering<'n, 'a> {
    notes: &'n [Node<'a>],
    by_label: HashMap<String, usize>,
    /// The notes that have a number.
    order: Vec<usize>,
    numbers: Vec<u32>,
    /// The number of references to each note.
    references: Vec<u32>,
}

impl<'a> Numbering<'_, 'a> {
    /// Takes in the references of the text, or of a note that has its number already.
    fn take_in(&mut self, within: Node<'a>) {
        for node in within.descendants() {
            let mut data = node.data_mut();
            let start = data.sourcepos.start;
            let NodeValue::FootnoteReference(reference) = &mut data.value else {
                continue;
            };
            let Some(&index) = self.by_label.get(&folded(&reference.name)) else {
                let text = format!("[^{}]", reference.name);
                data.value = NodeValue::Text(text.into());
                continue;
            };
            if self.numbers[index] == 0 {
                self.order.push(index);
                self.numbers[index] = u32::try_from(self.order.len()).unwrap_or(u32::MAX);
                if reference.name.starts_with(INLINE) {
                    set_position(self.notes[index], start.line, start.column);
                }
            }
            self.references[index] = self.references[index].saturating_add(1);
            reference.ix = self.numbers[index];
            reference.ref_num = self.references[index];
        }
    }
}

/// Tells a note written in the line where it stands: the parser counts its lines from 1.
fn set_position(note: Node<'_>, line: usize, column: usize) {
    note.data_mut().sourcepos.start = (line, column).into();
    for node in note.descendants().skip(1) {
        let mut data = node.data_mut();
        let start = &mut data.sourcepos.start;
        if start.line == 1 {
            // Behind the two characters with which the note begins.
            start.column += column + 1;
        }
        start.line += line - 1;
    }
}

fn name_of(note: Node<'_>) -> String {
    match &note.data().value {
        NodeValue::FootnoteDefinition(note) => note.name.clone(),
        _ => String::new(),
    }
}

fn label_of(note: Node<'_>) -> String {
    folded(&name_of(note))
}

/// Names that differ in case are one.
fn folded(name: &str) -> String {
    name.trim().to_lowercase()
}
