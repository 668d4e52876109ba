//! [`Example`]: a page that backs a session, with why it is there and the version that is meant.

use serde::{Deserialize, Serialize};

use crate::domain::object_id::ObjectId;
use crate::domain::yaml::{Node, Value};

/// A page that backs a session. Front matter names it alone, or as a map of `page`, `note` and `at`;
/// in a form it is a line: `cases/a`, `cases/a | why it is here`, `cases/a @ COMMIT | why`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Example {
    /// The page, as named.
    pub page: String,
    /// Why it is there.
    pub note: String,
    /// The commit of the version that is meant.
    pub at: Option<ObjectId>,
}

/// The keys of a map.
pub(in crate::domain) const PAGE: &str = "page";
pub(in crate::domain) const NOTE: &str = "note";
pub(in crate::domain) const AT: &str = "at";
/// The separator before the note, and before the commit, in a line.
const BAR: &str = " | ";
const PIN: &str = " @ ";

impl Example {
    /// Reads what front matter says; nothing where it says something else.
    pub fn read(node: &Node) -> Option<Self> {
        let text = |node: &Node| {
            let text = node
                .as_str()?
                .split_whitespace()
                .collect::<Vec<_>>()
                .join(" ");
            Some(text)
        };
        let mut example = Self::default();
        match &node.value {
            Value::Scalar(_) => example.page = text(node)?,
            Value::Map(entries) => {
                for (key, value) in entries {
                    match key.as_str()? {
                        PAGE => example.page = text(value)?,
                        NOTE if value.value == Value::Null => {}
                        NOTE => example.note = text(value)?,
                        AT if value.value == Value::Null => {}
                        AT => example.at = Some(text(value)?.parse().ok()?),
                        _ => return None,
                    }
                }
            }
            Value::Null | Value::List(_) => return None,
        }
        (!example.page.is_empty()).then_some(example)
    }

    /// Returns it as the line of a form; nothing where the line would be read as another.
    pub fn line(&self) -> Option<String> {
        let mut line = self.page.clone();
        if let Some(commit) = self.at {
            line.push_str(&format!("{PIN}{commit}"));
        }
        if !self.note.is_empty() {
            line.push_str(BAR);
            line.push_str(&self.note);
        }
        (Self::of_line(&line) == *self).then_some(line)
    }

    /// Reads the line of a form.
    pub fn of_line(line: &str) -> Self {
        let (named, note) = line.split_once(BAR).unwrap_or((line, ""));
        let pinned = named.rsplit_once(PIN);
        let pinned = pinned.and_then(|(page, commit)| Some((page, commit.trim().parse().ok()?)));
        let (page, at) = match pinned {
            Some((page, commit)) => (page, Some(commit)),
            None => (named, None),
        };
        Self {
            page: page.trim().to_owned(),
            note: note.trim().to_owned(),
            at,
        }
    }

    /// Returns where the name of the page stands in front matter: the value itself, or a key of it.
    pub fn named(node: &Node) -> Option<(&Node, Option<&'static str>)> {
        match &node.value {
            Value::Scalar(_) => Some((node, None)),
            _ => node.get(PAGE).map(|page| (page, Some(PAGE))),
        }
    }
}
