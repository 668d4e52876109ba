//! [`KeyLocations`]: which key of a file's front matter, and which row of a list, a position of the file is in.

use crate::domain::problem::Position;
use crate::domain::yaml::Node;
use crate::domain::yaml_edit;

/// Where the keys of a file's front matter stand.
pub struct KeyLocations {
    root: Node,
    /// The number of lines of the front matter.
    lines: u32,
}

impl KeyLocations {
    /// Reads a file; nothing where its front matter cannot be read.
    pub fn read(source: &str) -> Option<Self> {
        let root = yaml_edit::root(source).ok()?;
        let head = &source[..source.len() - yaml_edit::body(source).len()];
        let lines = u32::try_from(head.lines().count()).unwrap_or(u32::MAX);
        Some(Self { root, lines })
    }

    /// Returns the key that a line belongs to, counted from 1; nothing for a line of the text below.
    pub fn key(&self, line: u32) -> Option<&str> {
        if line >= self.lines {
            return None;
        }
        // The keys' lines count from the one below the opening hyphens.
        let entries = self.root.entries().iter();
        let above = entries.filter(|(key, _)| key.position.line < line);
        let (key, _) = above.max_by_key(|(key, _)| key.position.line)?;
        key.as_str()
    }

    /// Returns the number, from 0, of the row of a list that a position is in, and the key of that row if it
    /// is in one; nothing for a position outside of the list.
    pub fn row(&self, list: &str, at: Position) -> Option<(usize, Option<&str>)> {
        if self.key(at.line)? != list {
            return None;
        }
        let is_before = |node: &Node| {
            let begins = (node.position.line + 1, node.position.column);
            begins <= (at.line, at.column)
        };
        let items = self.root.get(list)?.items();
        let number = items.iter().rposition(is_before)?;
        let mut keys = items.get(number)?.entries().iter();
        let key = keys.rfind(|(key, _)| is_before(key));
        Some((number, key.and_then(|(key, _)| key.as_str())))
    }
}

/// Returns the key of front matter that a line of a file belongs to, counted from 1; nothing for a
/// line of the text below it.
pub fn key_at(source: &str, line: u32) -> Option<String> {
    KeyLocations::read(source)?.key(line).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_position_is_in_a_row_and_in_a_key_of_it() {
        let source = "---\ntitle: A\nrows:\n  - one: 1\n    two: 2\n  - {one: 1, two: 2}\nlast: b\n---\n\nText.\n";
        let locations = KeyLocations::read(source).unwrap();
        let at = |line, column| locations.row("rows", Position { line, column });
        assert_eq!(at(4, 10), Some((0, Some("one"))));
        assert_eq!(at(5, 10), Some((0, Some("two"))));
        assert_eq!(at(6, 6), Some((1, Some("one"))));
        assert_eq!(at(6, 15), Some((1, Some("two"))));
        assert_eq!((at(2, 1), at(7, 1), at(10, 1)), (None, None, None));
        assert_eq!((locations.key(2), locations.key(10)), (Some("title"), None));
    }
}
