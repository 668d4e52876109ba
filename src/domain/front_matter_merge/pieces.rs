//! Front matter cut into the lines of each key, so that what nobody changed is never written anew.

use std::collections::HashMap;

use crate::domain::front_matter::line_of;
use crate::domain::yaml::{self, Node, Value};
use crate::domain::yaml_edit::same;

/// Front matter, divided at its keys.
pub(super) struct Pieces<'a> {
    /// Each key with its lines, those of a comment above it too.
    pub(super) keys: Vec<Piece<'a>>,
    /// The lines below the last key: comments and empty lines.
    pub(super) rest: &'a str,
}

/// The lines of one key.
pub(super) struct Piece<'a> {
    pub(super) key: String,
    pub(super) text: &'a str,
    pub(super) value: Node,
}

impl<'a> Pieces<'a> {
    /// Divides front matter. Returns nothing where it cannot be read, is no map, or is written so that
    /// a key has no lines of its own.
    pub(super) fn of(yaml: &'a str) -> Option<Self> {
        let root = yaml::parse(yaml).ok()?;
        let entries = match root.value {
            Value::Map(entries) => entries,
            Value::Null if yaml.lines().all(is_empty) => Vec::new(),
            _ => return None,
        };
        let mut keys = Vec::with_capacity(entries.len());
        let mut start = 0;
        for (key, value) in entries {
            let (first, end) = (key.span.range().start, value.span.range().end);
            let before = yaml.get(start..first)?;
            if !before.is_empty() && !before.ends_with('\n') || !before.lines().all(is_empty) {
                return None;
            }
            let line = line_of(yaml.get(end.max(key.span.range().end)..)?);
            let end = end.max(key.span.range().end) + line.len();
            let piece = Piece {
                key: key.as_str()?.to_owned(),
                text: yaml.get(start..end)?,
                value,
            };
            if !piece.reads() {
                return None;
            }
            keys.push(piece);
            start = end;
        }
        let rest = yaml.get(start..)?;
        rest.lines().all(is_empty).then_some(Self { keys, rest })
    }

    pub(super) fn by_key(&self) -> HashMap<&str, &Piece<'a>> {
        let pieces = self.keys.iter();
        pieces.map(|piece| (piece.key.as_str(), piece)).collect()
    }

    pub(super) fn names(&self) -> Vec<&str> {
        self.keys.iter().map(|piece| piece.key.as_str()).collect()
    }
}

impl Piece<'_> {
    /// Tells whether the lines say by themselves what they say among the others.
    fn reads(&self) -> bool {
        let Ok(root) = yaml::parse(self.text) else {
            return false;
        };
        match root.entries() {
            [(key, value)] => key.as_str() == Some(&self.key) && same(value, &self.value),
            _ => false,
        }
    }
}

/// Tells whether a line has nothing but a comment on it.
fn is_empty(line: &str) -> bool {
    let line = line.trim();
    line.is_empty() || line.starts_with('#')
}

/// Lists the comments in YAML: what stands behind a `#` outside of keys and texts.
pub(super) fn comments(yaml: &str) -> Vec<&str> {
    let mut spans = Vec::new();
    if let Ok(root) = yaml::parse(yaml) {
        texts(&root, &mut spans);
    }
    spans.sort_unstable();
    let mut found = Vec::new();
    let (mut at, mut spans) = (0, spans.into_iter().peekable());
    while let Some(rest) = yaml.get(at..).filter(|rest| !rest.is_empty()) {
        while spans.next_if(|(_, end)| *end <= at).is_some() {}
        let next = spans.peek().map_or(yaml.len(), |(start, _)| *start);
        match rest.find('#').map(|sign| at + sign) {
            Some(sign) if sign < next => {
                let comment = yaml[sign..].lines().next().unwrap_or_default();
                found.push(comment.trim_end());
                at = sign + comment.len();
            }
            Some(_) => at = spans.next().map_or(yaml.len(), |(_, end)| end),
            None => break,
        }
    }
    found
}

/// Lists the bytes of keys and texts.
fn texts(node: &Node, found: &mut Vec<(usize, usize)>) {
    match &node.value {
        Value::Null => {}
        Value::Scalar(_) => found.push((node.span.range().start, node.span.range().end)),
        Value::List(items) => items.iter().for_each(|item| texts(item, found)),
        Value::Map(entries) => {
            for (key, value) in entries {
                texts(key, found);
                texts(value, found);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_key_has_its_lines() {
        let yaml = "# about\na: b # c\n\nd:\n  - e\n# f\n\"g\": |\n  # h\n\ni:\n# end\n";
        let pieces = Pieces::of(yaml).unwrap();
        let texts: Vec<_> = pieces.keys.iter().map(|piece| piece.text).collect();
        let expected = [
            "# about\na: b # c\n",
            "\nd:\n  - e\n",
            "# f\n\"g\": |\n  # h\n",
            "\ni:\n",
        ];
        assert_eq!(texts, expected);
        assert_eq!(pieces.names(), ["a", "d", "g", "i"]);
        assert_eq!(pieces.rest, "# end\n");
        assert_eq!(Pieces::of("# only\n").unwrap().rest, "# only\n");
        assert!(Pieces::of("").unwrap().keys.is_empty());
    }

    #[test]
    fn what_has_no_lines_of_its_own_is_not_divided() {
        for yaml in [
            "{a: b}\n",
            "- a\n",
            "a\n",
            "? a\n: b\n",
            "a: [\n",
            "~\n",
            "!t\na: b\n",
            "1: b\n  2\n: c\n",
        ] {
            assert!(Pieces::of(yaml).is_none(), "{yaml}");
        }
    }

    #[test]
    fn comments_are_told_from_texts() {
        let yaml = "# one\na: \"# no\" # two\nb: [c, # three\n  d#e]\nf: |\n  # no\n# four\n";
        assert_eq!(comments(yaml), ["# one", "# two", "# three", "# four"]);
        assert_eq!(comments("a#b: c\n"), [] as [&str; 0]);
    }
}
