//! The layout of front matter: lines, columns, hyphens and brackets.

use crate::domain::yaml::{Node, Value};
use crate::domain::yaml_edit::change::{child, find};
use crate::domain::yaml_edit::splice::Source;

impl Source<'_> {
    /// Tells whether a list or map is written in brackets.
    pub(super) fn is_flow(&self, node: &Node) -> bool {
        match (&node.value, node.span.range().start) {
            (Value::List(_), start) => self.yaml.as_bytes().get(start) == Some(&b'['),
            (Value::Map(entries), start) => {
                // A map can begin with a key in brackets.
                let first = entries.first().map(|(key, _)| key.span.range().start);
                self.yaml.as_bytes().get(start) == Some(&b'{') && first != Some(start)
            }
            _ => false,
        }
    }

    /// Tells whether the node, or one that it is part of, is written in brackets.
    pub(super) fn in_flow(&self, children: &[usize]) -> bool {
        let mut ways = (0..=children.len()).filter_map(|length| children.get(..length));
        ways.any(|way| find(self.root, way).is_some_and(|node| self.is_flow(node)))
    }

    /// Returns the offset behind the colon or hyphen that a value belongs to.
    pub(super) fn lead(&self, parent: &Node, number: usize, flow: bool) -> Option<usize> {
        match &parent.value {
            Value::Map(entries) => {
                let end = entries.get(number)?.0.span.range().end;
                let rest = self.yaml.get(end..)?;
                let gap = rest.len() - rest.trim_start().len();
                rest[gap..].starts_with(':').then_some(end + gap + 1)
            }
            Value::List(_) if !flow => Some(self.hyphen(parent, number)? + 1),
            _ => None,
        }
    }

    /// Returns the offset of an item's hyphen.
    pub(super) fn hyphen(&self, list: &Node, number: usize) -> Option<usize> {
        let start = match number.checked_sub(1) {
            Some(before) => child(list, before)?.span.range().end,
            None => list.span.range().start,
        };
        let mut rest = self.yaml.get(start..)?;
        loop {
            rest = rest.trim_start();
            match rest.chars().next()? {
                '-' => return Some(self.yaml.len() - rest.len()),
                '#' => rest = rest.get(rest.find(['\r', '\n'])?..)?,
                _ => return None,
            }
        }
    }

    /// Returns where the comment begins that stands on the lines directly above an item, as far to the
    /// right as its hyphen; the hyphen's offset where there is none.
    pub(super) fn commented(&self, hyphen: usize) -> usize {
        let indent = |start: usize, sign: usize| self.yaml.get(start..sign).unwrap_or_default();
        let own = indent(self.line_start(hyphen), hyphen);
        let mut start = hyphen;
        if !own.trim().is_empty() {
            return start;
        }
        loop {
            let above = self.yaml.get(..self.line_start(start)).unwrap_or_default();
            let without_end = above.strip_suffix('\n').unwrap_or(above);
            let without_end = without_end.strip_suffix('\r').unwrap_or(without_end);
            let line = self.line_start(without_end.len());
            let sign = line + own.len();
            let is_comment = self.yaml.get(sign..without_end.len());
            let is_comment = is_comment.is_some_and(|text| text.starts_with('#'));
            if sign >= start || !is_comment || indent(line, sign) != own {
                return start;
            }
            start = sign;
        }
    }

    /// Returns what stands between two items of a list or map in brackets.
    pub(super) fn separator(&self, node: &Node) -> Option<String> {
        let start = |number: usize| match &node.value {
            Value::Map(entries) => entries.get(number).map(|(key, _)| key.span.range().start),
            _ => child(node, number).map(|item| item.span.range().start),
        };
        let gap = match start(1) {
            Some(next) => self
                .yaml
                .get(child(node, 0)?.span.range().end..next)?
                .to_owned(),
            None => {
                let gap = self.yaml.get(node.span.range().start + 1..start(0)?)?;
                match gap.contains('\n') {
                    true => format!(",{gap}"),
                    false => ", ".to_owned(),
                }
            }
        };
        let clear = gap.trim() == "," && gap.len() > 1;
        Some(if clear { gap } else { ", ".to_owned() })
    }

    pub(super) fn line_start(&self, offset: usize) -> usize {
        let before = self.yaml.get(..offset).unwrap_or_default();
        before.rfind(['\r', '\n']).map_or(0, |end| end + 1)
    }

    /// Returns the end of the line that a value ends in, when only a comment follows it there.
    pub(super) fn line_end(&self, offset: usize) -> Option<usize> {
        let rest = self.yaml.get(offset..)?;
        let line = &rest[..rest.find(['\r', '\n']).unwrap_or(rest.len())];
        let clear = line.trim().is_empty() || line.trim_start().starts_with('#');
        clear.then_some(offset + line.len())
    }

    /// Returns the column of an offset with nothing but spaces and hyphens before it.
    pub(super) fn column(&self, offset: usize) -> Option<usize> {
        let before = self.yaml.get(self.line_start(offset)..offset)?;
        before
            .bytes()
            .all(|byte| matches!(byte, b' ' | b'-'))
            .then_some(before.len())
    }

    /// Returns the column of the text of a block scalar.
    pub(super) fn text_column(&self, children: &[usize], old: &str) -> Option<usize> {
        let (&number, above) = children.split_last()?;
        let parent = find(self.root, above)?;
        let outer = match &parent.value {
            Value::Map(entries) => self.column(entries.get(number)?.0.span.range().start)?,
            _ => self.column(self.hyphen(parent, number)?)?,
        };
        let mut lines = old.lines().skip(1).filter(|line| !line.trim().is_empty());
        // With a number in the header, the text may begin with spaces of its own.
        let free = !old
            .lines()
            .next()?
            .contains(|letter: char| letter.is_ascii_digit());
        let first = lines.next().filter(|_| free);
        let column = first.map(|line| line.len() - line.trim_start_matches(' ').len());
        Some(column.filter(|column| *column > outer).unwrap_or(outer + 2))
    }
}
