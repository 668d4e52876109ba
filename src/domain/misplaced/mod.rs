//! Front matter that is not where it can be read: not on the first line, between other signs than
//! three hyphens, or not valid.
//!
//! Nothing is taken from it but one thing: whether it seems to ask that the page be hidden. It is
//! read as loosely as can be for that, because what cannot be read well must not be published.

mod lines;
mod search;
#[cfg(test)]
mod tests;

use crate::domain::misplaced::lines::{lines, number_of};
use crate::domain::misplaced::search::{MAX_BYTES, MAX_LINES, Search};

pub use crate::domain::misplaced::search::{MisplacedFrontMatter, circle_of};

/// Looks for front matter in a text that has none, or in the text `below` the one it has.
pub fn find(text: &str, below: bool) -> Option<MisplacedFrontMatter> {
    let mut end = text.len().min(MAX_BYTES);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let lines: Vec<&str> = lines(&text[..end]).take(MAX_LINES).collect();
    let mut search = Search { lines, below };
    let found = search.run()?;
    // The search knows more ends of lines than people see.
    let line = number_of(text, found.line as usize - 1);
    Some(MisplacedFrontMatter { line, ..found })
}
