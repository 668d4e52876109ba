//! The few bytes of front matter that a change replaces, found from the spans of its values.
//!
//! Nothing here is trusted: whoever calls reads the outcome back. Where a text is written in a way
//! that this does not know, there is no splice.

mod layout;

use std::ops::Range;

use crate::domain::front_matter::line_of;
use crate::domain::yaml::{Node, Value};
use crate::domain::yaml_edit::change::{CheckedEdit, Children, child, find, len};
use crate::domain::yaml_edit::request::NewValue;
use crate::domain::yaml_edit::writing;

/// Bytes to replace, and by what.
pub(super) type YamlSplice = (Range<usize>, String);

/// The effort for the form of what is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum WritingStyle {
    /// As its neighbours and what was there before are written.
    Fitting,
    /// On one line.
    OneLine,
}

/// Front matter and its tree.
pub(super) struct Source<'a> {
    pub(super) yaml: &'a str,
    pub(super) root: &'a Node,
    pub(super) newline: &'a str,
    pub(super) form: WritingStyle,
}

impl Source<'_> {
    /// Returns what to replace, in the order of the text.
    pub(super) fn splices(&self, change: &CheckedEdit) -> Option<Vec<YamlSplice>> {
        match change {
            CheckedEdit::Replace(children, value) => Some(vec![self.replace(children, value)?]),
            CheckedEdit::AddKey(children, key, value) => {
                Some(vec![self.add_key(children, key, value)?])
            }
            CheckedEdit::InsertItem(children, number, value) => {
                Some(vec![self.insert(children, *number, value)?])
            }
            CheckedEdit::Remove(children, number) => Some(vec![self.remove(children, *number)?]),
            CheckedEdit::MoveItem(children, from, to) => self.moved(children, *from, *to),
        }
    }

    fn replace(&self, children: &[usize], value: &NewValue) -> Option<YamlSplice> {
        let node = find(self.root, children)?;
        let (&number, above) = children.split_last()?;
        let parent = find(self.root, above)?;
        let flow = self.in_flow(above);
        let span = node.span.range();
        let old = self.yaml.get(span.clone())?;
        let block = !flow && !self.is_flow(node) && len(node) > 0;
        let fitting = self.form == WritingStyle::Fitting;
        let is_like_the_old = match (value, &node.value) {
            (NewValue::List(items), Value::List(_)) => !items.is_empty(),
            (NewValue::Map(entries), Value::Map(_)) => !entries.is_empty(),
            _ => false,
        };
        if block && is_like_the_old {
            return Some((span.clone(), self.block(value, self.column(span.start)?)));
        }
        let lead = self.lead(parent, number, flow);
        if !flow
            && fitting
            && !writing::short(value)
            && let Some(splice) = self.on_own_lines(children, value, lead)
        {
            return Some(splice);
        }
        let is_scalar = matches!(node.value, Value::Scalar(_));
        let is_block_scalar = old.starts_with(['|', '>']) && !flow;
        let text = match value {
            NewValue::Text(text) if is_block_scalar => {
                let literal = match fitting {
                    true => writing::literal(text, self.text_column(children, old)?, self.newline),
                    false => None,
                };
                literal.unwrap_or_else(|| writing::scalar(text, flow, None))
            }
            NewValue::Text(text) => writing::scalar(text, flow, is_scalar.then_some(old)),
            NewValue::Plain(text) => writing::unquoted(text, flow, Some(old)),
            _ => writing::flow(value),
        };
        if is_block_scalar {
            return Some((span, with_comment_of_header(old, &text)));
        }
        if block {
            let lead = lead?;
            let gap = self.yaml.get(lead..span.start)?.trim_end();
            return Some((lead..span.end, format!(" {text}{gap}")));
        }
        let colon = match (&parent.value, lead) {
            (Value::Map(_), None) if old.is_empty() => ": ",
            _ if lead == Some(span.start) => " ",
            _ => "",
        };
        Some((span, format!("{colon}{text}")))
    }

    /// Writes a list or map on lines of its own, in place of a value that ends its line.
    fn on_own_lines(
        &self,
        children: &[usize],
        value: &NewValue,
        lead: Option<usize>,
    ) -> Option<YamlSplice> {
        let (&number, above) = children.split_last()?;
        let (lead, parent) = (lead?, find(self.root, above)?);
        let span = find(self.root, children)?.span.range();
        let line = self
            .yaml
            .get(span.end..)?
            .lines()
            .next()
            .unwrap_or_default();
        let gap = self.yaml.get(lead..span.start)?;
        if !line.trim().is_empty() || !gap.trim().is_empty() {
            return None;
        }
        let written = match &parent.value {
            Value::Map(entries) => {
                let indent = self.column(entries.get(number)?.0.span.range().start)? + 2;
                let spaces = " ".repeat(indent);
                format!("{}{spaces}{}", self.newline, self.block(value, indent))
            }
            _ => format!(" {}", self.block(value, self.column(lead)? + 1)),
        };
        Some((lead..span.end, written))
    }

    fn add_key(&self, children: &Children, key: &str, value: &NewValue) -> Option<YamlSplice> {
        let node = find(self.root, children)?;
        let flow_entry = || format!("{}: {}", writing::key(key), writing::flow(value));
        let span = node.span.range();
        match &node.value {
            Value::Map(entries) if self.is_flow(node) => match entries.last() {
                Some((_, last)) => {
                    let end = last.span.range().end;
                    let separator = self.separator(node)?;
                    Some((end..end, format!("{separator}{}", flow_entry())))
                }
                None => Some((span.start + 1..span.start + 1, flow_entry())),
            },
            Value::Map(entries) if !self.in_flow(children) => {
                let ((first, _), (_, last)) = (entries.first()?, entries.last()?);
                let indent = self.column(first.span.range().start)?;
                let end = self.line_end(last.span.range().end)?;
                let (spaces, entry) = (" ".repeat(indent), self.entry(key, value, indent));
                Some((end..end, format!("{}{spaces}{entry}", self.newline)))
            }
            // A pair without brackets of its own in a list in brackets.
            Value::Map(_) => {
                let pair = self.yaml.get(span.clone())?;
                Some((span, format!("{{{pair}, {}}}", flow_entry())))
            }
            Value::Null if children.is_empty() => {
                let end = self.yaml.len();
                let entry = self.entry(key, value, 0);
                Some((end..end, format!("{entry}{}", self.newline)))
            }
            _ => None,
        }
    }

    fn insert(&self, children: &Children, number: usize, value: &NewValue) -> Option<YamlSplice> {
        let list = find(self.root, children)?;
        let span = list.span.range();
        if self.is_flow(list) {
            let value = writing::flow(value);
            if len(list) == 0 {
                return Some((span.start + 1..span.start + 1, value));
            }
            let separator = self.separator(list)?;
            return Some(match number.checked_sub(1) {
                Some(before) => {
                    let end = child(list, before)?.span.range().end;
                    (end..end, format!("{separator}{value}"))
                }
                None => {
                    let start = child(list, 0)?.span.range().start;
                    (start..start, format!("{value}{separator}"))
                }
            });
        }
        let hyphen = self.hyphen(list, 0)?;
        let indent = self.column(hyphen)?;
        let spaces = " ".repeat(indent);
        let item = match self.form {
            WritingStyle::Fitting => writing::list_item(value, indent, self.newline),
            WritingStyle::OneLine => format!("- {}", writing::flow(value)),
        };
        Some(match number.checked_sub(1) {
            Some(before) => {
                let end = self.line_end(child(list, before)?.span.range().end)?;
                (end..end, format!("{}{spaces}{item}", self.newline))
            }
            None => (hyphen..hyphen, format!("{item}{}{spaces}", self.newline)),
        })
    }

    fn remove(&self, children: &Children, number: usize) -> Option<YamlSplice> {
        let parent = find(self.root, children)?;
        let end = child(parent, number)?.span.range().end;
        let flow = self.is_flow(parent) || self.in_flow(children);
        let start = match &parent.value {
            Value::Map(entries) => entries.get(number)?.0.span.range().start,
            _ if flow => child(parent, number)?.span.range().start,
            _ => self.hyphen(parent, number)?,
        };
        if len(parent) == 1 && !children.is_empty() {
            let empty = match &parent.value {
                Value::Map(_) => NewValue::Map(Vec::new()),
                _ => NewValue::List(Vec::new()),
            };
            return self.replace(children, &empty);
        }
        if flow {
            return self.remove_in_flow(parent, number, start..end);
        }
        let stop = self.line_end(end)?;
        let line = self.line_start(start);
        let behind = self.yaml.get(stop..)?;
        if self.yaml.get(line..start)?.trim().is_empty() {
            let stop = stop + line_of(behind).len();
            return Some((line..stop, String::new()));
        }
        // The first of a map or list that begins behind the hyphen of another list.
        let space = behind.len() - behind.trim_start().len();
        let hyphen = self.yaml.get(line..start)?.trim().ends_with('-');
        (number == 0 && hyphen).then(|| (start..stop + space, String::new()))
    }

    /// Removes a child that stands in brackets, with the comma before or behind it.
    fn remove_in_flow(
        &self,
        parent: &Node,
        number: usize,
        Range { start, end }: Range<usize>,
    ) -> Option<YamlSplice> {
        // The comma goes too, but no comment between the two.
        let without_comment = |range: Range<usize>| {
            let gap = self.yaml.get(range)?;
            Some(!gap.contains('#'))
        };
        let next = match &parent.value {
            Value::Map(entries) => entries.get(number + 1).map(|(key, _)| key),
            _ => child(parent, number + 1),
        };
        if let Some(next) = next.map(|next| next.span.range().start) {
            let stop = match without_comment(end..next)? {
                true => next,
                false => end + self.yaml.get(end..next)?.find(',')? + 1,
            };
            return Some((start..stop, String::new()));
        }
        let Some(before) = number.checked_sub(1) else {
            return Some((start..end, String::new()));
        };
        let before = child(parent, before)?.span.range().end;
        let start = if without_comment(before..start)? {
            before
        } else {
            start
        };
        Some((start..end, String::new()))
    }

    /// Items change places, with the comments above and behind each; what else stands between them stays.
    fn moved(&self, children: &Children, from: usize, to: usize) -> Option<Vec<YamlSplice>> {
        let list = find(self.root, children)?;
        let flow = self.is_flow(list);
        let (low, high) = (from.min(to), from.max(to));
        let mut slots = Vec::with_capacity(high - low + 1);
        for number in low..=high {
            let span = child(list, number)?.span.range();
            slots.push(match flow {
                true => span,
                false => self.commented(self.hyphen(list, number)?)..self.line_end(span.end)?,
            });
        }
        let mut texts = Vec::with_capacity(slots.len());
        for slot in &slots {
            texts.push(self.yaml.get(slot.clone())?.to_owned());
        }
        match from < to {
            true => texts.rotate_left(1),
            false => texts.rotate_right(1),
        }
        Some(slots.into_iter().zip(texts).collect())
    }

    fn block(&self, value: &NewValue, indent: usize) -> String {
        writing::block(value, indent, self.newline)
    }

    fn entry(&self, key: &str, value: &NewValue, indent: usize) -> String {
        match self.form {
            WritingStyle::Fitting => writing::entry(key, value, indent, self.newline),
            WritingStyle::OneLine => format!("{}: {}", writing::key(key), writing::flow(value)),
        }
    }
}

/// Puts the comment behind the sign in the header of a block scalar into the text in its place.
fn with_comment_of_header(old: &str, text: &str) -> String {
    let header = old.lines().next().unwrap_or_default();
    let comment = header.find([' ', '\t']).map_or("", |at| &header[at..]);
    let (first, rest) = match text.find(['\r', '\n']) {
        Some(end) if text.starts_with('|') => text.split_at(end),
        _ => (text, ""),
    };
    format!("{first}{}{rest}", comment.trim_end())
}
