//! Edits to a page's front matter that leave every other byte of the file as it was: comments, the
//! order of keys, quotation marks, line ends, the byte order mark and the text below.
//!
//! An edit replaces, adds, removes or moves one value. It does not know which keys mean something,
//! and does not check whether a value is of the form that its key asks for.
//!
//! `request` says what can be asked for.
//!
//! 1. `change` finds what the edit is about, and the tree that has to result.
//! 2. `splice` finds the bytes to replace; `writing` writes values as YAML.
//! 3. The outcome is read again. Where it is not the expected tree above the same text, there is an
//!    error in place of a wrong file: whatever the second step overlooks ends here.

mod change;
mod path;
mod request;
mod splice;
#[cfg(test)]
mod tests;
mod writing;

use crate::domain::front_matter::{self, below_fence, line_of};
use crate::domain::yaml::{self, Node, Value};
use crate::domain::yaml_edit::change::CheckedEdit;
use crate::domain::yaml_edit::splice::{Source, WritingStyle};

pub(in crate::domain) use change::same;
pub use path::{Path, Step, YamlPathError};
pub use request::{Edit, EditError, NewValue};

/// Makes edits, one after the other, in the whole text of a page's file. A page without front matter
/// gets one.
///
/// # Errors
/// If the front matter cannot be read, or one of the edits does not fit it; then none is made.
pub fn edit(source: &str, edits: &[Edit]) -> Result<String, EditError> {
    let mut text = source.to_owned();
    for edit in edits {
        text = apply(&text, edit)?;
    }
    Ok(text)
}

/// Reads the front matter in the whole text of a page's file; nothing where it has none.
///
/// # Errors
/// If it cannot be read.
pub(in crate::domain) fn root(source: &str) -> Result<Node, EditError> {
    read(locate(source)?.yaml.unwrap_or_default())
}

/// Returns the text of a key that the front matter of a page's file has at its top; nothing where it
/// has none. What stands behind the key is not read.
pub fn text_of(source: &str, key: &str) -> Option<String> {
    let parts = front_matter::split(source, &mut Vec::new());
    let yaml = parts.yaml?.replace("\r\n", "\n").replace('\r', "\n");
    yaml::text_of(&yaml, key)
}

/// Returns the text of a page's file below its front matter; all of it where that is not closed.
pub fn body(source: &str) -> &str {
    front_matter::split(source, &mut Vec::new()).body
}

/// The text of a file, with the span of its front matter.
struct FileText<'a> {
    before: &'a str,
    yaml: Option<&'a str>,
    behind: &'a str,
    body: &'a str,
}

/// Finds the front matter in a file.
fn locate(source: &str) -> Result<FileText<'_>, EditError> {
    let mut problems = Vec::new();
    let parts = front_matter::split(source, &mut problems);
    if parts.yaml.is_none() && !problems.is_empty() {
        return Err(EditError::NotClosed);
    }
    let marked = source.strip_prefix('\u{FEFF}').unwrap_or(source);
    let mark = source.len() - marked.len();
    let start = mark + parts.yaml.map_or(0, |_| line_of(marked).len());
    let end = start + parts.yaml.map_or(0, str::len);
    Ok(FileText {
        before: &source[..start],
        yaml: parts.yaml,
        behind: &source[end..],
        body: parts.body,
    })
}

fn read(yaml: &str) -> Result<Node, EditError> {
    yaml::parse(yaml).map_err(|error| EditError::Unreadable {
        position: below_fence(error.position),
        help: error.help,
        message: error.message,
    })
}

fn apply(source: &str, edit: &Edit) -> Result<String, EditError> {
    let file = locate(source)?;
    let yaml = file.yaml.unwrap_or_default();
    let root = read(yaml)?;
    let change = CheckedEdit::of(edit, &root)?;
    let failed = || EditError::WouldNotReadBack {
        path: edit.path().clone(),
    };
    let mut expected = change.expected(&root).ok_or_else(failed)?;
    if expected.entries().is_empty()
        && matches!(expected.value, Value::Map(_))
        && without_brackets(yaml, &root)
    {
        expected.value = Value::Null;
    }
    let first = line_of(source);
    let newline = match &first[first.trim_end_matches(['\r', '\n']).len()..] {
        "" => "\n",
        end => end,
    };
    for form in [WritingStyle::Fitting, WritingStyle::OneLine] {
        let source = Source {
            yaml,
            root: &root,
            newline,
            form,
        };
        let Some(splices) = source.splices(&change) else {
            continue;
        };
        let mut text = file.before.to_owned();
        if file.yaml.is_none() {
            text.extend(["---", newline]);
        }
        let mut offset = 0;
        for (range, new) in splices {
            text.push_str(yaml.get(offset..range.start).ok_or_else(failed)?);
            text.push_str(&new);
            offset = range.end;
        }
        text.push_str(yaml.get(offset..).ok_or_else(failed)?);
        if file.yaml.is_none() {
            text.extend(["---", newline]);
        }
        text.push_str(file.behind);
        if reads(&text, &expected, file.body) {
            return Ok(text);
        }
    }
    Err(failed())
}

/// Tells whether a map is written without brackets, so that nothing is left when it is empty.
fn without_brackets(yaml: &str, root: &Node) -> bool {
    !yaml
        .get(root.span.range())
        .is_some_and(|text| text.starts_with('{'))
}

/// Tells whether a file has this front matter above this text.
fn reads(source: &str, expected: &Node, body: &str) -> bool {
    let Ok(FileText {
        yaml: Some(yaml),
        body: found,
        ..
    }) = locate(source)
    else {
        return false;
    };
    found == body && yaml::parse(yaml).is_ok_and(|tree| same(&tree, expected))
}
