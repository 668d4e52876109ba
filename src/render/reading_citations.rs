//! Citations as [`PageReader`] takes them in.

use comrak::nodes::{LineColumn, Node};

use crate::domain::problem::Position;
use crate::render::citations::citation::{self, TextPiece};
use crate::render::citations::cite::Group;
use crate::render::page_reader::PageReader;

/// Most bytes by which escapes and entities move a citation from where it is looked for.
const MAX_SHIFT: usize = 500;

/// The lines of a text's bytes, asked for in their order: counting the lines from the start for
/// each would be quadratic.
struct PositionCounter<'t> {
    text: &'t str,
    start: LineColumn,
    counted: usize,
    lines: usize,
}

impl<'t> PositionCounter<'t> {
    fn new(text: &'t str, start: LineColumn) -> Self {
        Self {
            text,
            start,
            counted: 0,
            lines: 0,
        }
    }

    /// Returns the line of a byte, and from which byte of the line to look for it.
    fn of(&mut self, offset: usize) -> (usize, usize) {
        self.lines += self.text[self.counted..offset].matches('\n').count();
        self.counted = offset;
        match self.lines {
            // The key begins behind its `@`.
            0 => (
                self.start.line,
                self.start.column + offset.saturating_sub(1),
            ),
            lines => (self.start.line + lines, 1),
        }
    }
}

impl PageReader<'_> {
    /// Takes in a text with its citations.
    pub(super) fn text(&mut self, node: Node<'_>, text: &str) {
        if !text.contains('@') {
            return self.push(text);
        }
        let bibliography = self.works.bibliography;
        let start = node.data().sourcepos.start;
        let mut counter = PositionCounter::new(text, start);
        let mut at = 0;
        for piece in citation::pieces(text, &|key| bibliography.contains(key)) {
            match piece {
                TextPiece::Text(piece) => {
                    for (offset, key) in citation::bare_keys(piece) {
                        let position = self.key_position(&mut counter, at + offset, key);
                        self.found.mentions.push((key.to_owned(), position));
                    }
                    // A citation that was joined may have brought a line's end along.
                    match piece.contains('\n') {
                        true => self.push(&piece.replace('\n', " ")),
                        false => self.push(piece),
                    }
                    at += piece.len();
                }
                TextPiece::Group(group) => {
                    self.citation(&group, &mut counter);
                    at += group.source.len();
                }
            }
        }
    }

    fn citation(&mut self, group: &Group<'_>, counter: &mut PositionCounter<'_>) {
        self.works.add(group, &mut self.found.text.text);
        for cite in &group.cites {
            let position = self.key_position(counter, cite.offset, cite.key);
            self.found.citations.push((cite.key.to_owned(), position));
        }
    }

    /// Returns the position in the file of a key that stands at a byte of a text.
    ///
    /// Escapes and entities before the key make the text shorter than the source, and quote marks
    /// may stand before each of its lines: looks for the key near by rather than counts.
    fn key_position(
        &self,
        counter: &mut PositionCounter<'_>,
        offset: usize,
        key: &str,
    ) -> Position {
        let (line, from) = counter.of(offset);
        let near = self.body.rest_of_line(line, from);
        let mut shifts = near
            .match_indices('@')
            .take_while(|&(at, _)| at < MAX_SHIFT);
        let shift = shifts.find(|&(at, _)| near[at + 1..].starts_with(key));
        let column = from + shift.map_or(0, |(at, _)| at);
        self.body.position(line, column)
    }
}
