//! `git log -z --raw -c`, and what it says of commits: for [`crate::store::log`] and the walk over what a
//! push brings.

use std::io::{self, BufRead};
use std::ops::ControlFlow;
use std::path::Path;
use std::process::Command;

use crate::domain::ObjectId;
use crate::store::process;

/// Returns a `git log` that says of each commit which paths it changed, and what was and is there. What
/// the repository's configuration says of how people like to read it changes nothing.
pub(super) fn command(repository: &Path) -> Command {
    let mut command = process::command(repository);
    command.args([
        "--no-replace-objects",
        "log",
        "-z",
        "--raw",
        "--no-abbrev",
        "--no-renames",
        "-c",
        "--root",
        "--no-color",
        "--no-notes",
        "--no-show-signature",
        "--no-ext-diff",
        "--format=tformat:%x01%H",
    ]);
    command
}

/// Has a `git log` tell of the commits up to one that are not among those up to another, as far as they
/// changed a folder.
pub(super) fn range(command: &mut Command, from: Option<ObjectId>, to: ObjectId, folder: &str) {
    command.arg(to.to_string());
    command.args(from.map(|from| format!("^{from}")));
    command.arg("--");
    if !folder.is_empty() {
        command.arg(folder);
    }
}

/// A path that a commit changed.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct LoggedChange {
    /// The path in the repository.
    pub(super) path: Vec<u8>,
    /// The object of the regular file that was there, if one was; of a merge, in its first parent.
    pub(super) before: Option<ObjectId>,
    /// The object of the regular file that is there, if one is.
    pub(super) after: Option<ObjectId>,
}

/// Reads fields that end in NUL. A commit's begins with U+0001, a change's with a colon for each
/// parent; the path follows in a field of its own. False where `visit` broke off, or a commit
/// changed more than `most` paths.
pub(super) fn parse(
    mut output: impl BufRead,
    most: usize,
    visit: &mut dyn FnMut(ObjectId, Vec<LoggedChange>) -> ControlFlow<()>,
) -> io::Result<bool> {
    let mut current: Option<(ObjectId, Vec<LoggedChange>)> = None;
    let mut field = Vec::new();
    while take(&mut output, &mut field)? {
        let text = field.trim_ascii_start();
        match text.first() {
            None => {}
            Some(1) => {
                let id = std::str::from_utf8(&text[1..]).ok();
                let id = id.and_then(|id| id.parse().ok()).ok_or_else(odd)?;
                if let Some((id, changes)) = current.replace((id, Vec::new()))
                    && visit(id, changes).is_break()
                {
                    return Ok(false);
                }
            }
            Some(b':') => {
                let (before, after) = versions(text).ok_or_else(odd)?;
                if !take(&mut output, &mut field)? {
                    return Err(odd());
                }
                let (_, changes) = current.as_mut().ok_or_else(odd)?;
                if changes.len() >= most {
                    return Ok(false);
                }
                if before.is_some() || after.is_some() {
                    let path = std::mem::take(&mut field);
                    changes.push(LoggedChange {
                        path,
                        before,
                        after,
                    });
                }
            }
            Some(_) => return Err(odd()),
        }
    }
    Ok(match current {
        Some((id, changes)) => visit(id, changes).is_continue(),
        None => true,
    })
}

/// Returns the error for output that git does not write.
pub(super) fn odd() -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, "git log said something odd")
}

/// Reads a field without its NUL; false at the end.
pub(super) fn take(output: &mut impl BufRead, field: &mut Vec<u8>) -> io::Result<bool> {
    field.clear();
    let read = output.read_until(0, field)?;
    if field.last() == Some(&0) {
        field.pop();
    }
    Ok(read > 0)
}

/// Reads a change: a mode for each parent and the new one, then as many objects.
pub(super) fn versions(text: &[u8]) -> Option<(Option<ObjectId>, Option<ObjectId>)> {
    let parents = text.iter().take_while(|byte| **byte == b':').count();
    let text = std::str::from_utf8(text.get(parents..)?).ok()?;
    let fields: Vec<&str> = text.split(' ').collect();
    let object = |at: usize| -> Option<Option<ObjectId>> {
        let (mode, id) = (fields.get(at)?, fields.get(at + parents + 1)?);
        let id = id.parse().ok()?;
        Some(mode.starts_with("100").then_some(id))
    };
    Some((object(0)?, object(parents)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_says_what_was_and_what_is() {
        let (none, one, two) = ("0".repeat(40), "1".repeat(40), "2".repeat(40));
        let read = |text: String| versions(text.as_bytes());
        let id = |text: &str| Some(text.parse::<ObjectId>().unwrap());
        let plain = read(format!(":100644 100755 {one} {two} M"));
        assert_eq!(plain, Some((id(&one), id(&two))));
        let gone = read(format!(":100644 000000 {one} {none} D"));
        assert_eq!(gone, Some((id(&one), None)));
        let link = read(format!(":120000 100644 {one} {two} T"));
        assert_eq!(link, Some((None, id(&two))));
        let merged = read(format!("::100644 000000 100644 {one} {none} {two} MA"));
        assert_eq!(merged, Some((id(&one), id(&two))));
        for text in [":", ":100644", ":1 2 3 4 M", "::::"] {
            assert_eq!(read(text.to_owned()), None, "{text}");
        }
    }

    #[test]
    fn a_file_may_have_any_name() {
        let (id, one) = ("a".repeat(40), "1".repeat(40));
        let none = "0".repeat(40);
        let log = format!(
            "\u{1}{id}\0\n:000000 100644 {none} {one} A\0\u{1}{id}\0:000000 100644 {none} {one} A\0:x\0\u{1}{one}\0"
        );
        let mut found = Vec::new();
        let whole = parse(log.as_bytes(), 10, &mut |id, changes| {
            let paths = changes.into_iter().map(|change| change.path);
            found.push((id.to_string(), paths.collect::<Vec<_>>()));
            ControlFlow::Continue(())
        });
        assert!(whole.unwrap());
        let strange = format!("\u{1}{id}").into_bytes();
        assert_eq!(found, [(id, vec![strange, b":x".to_vec()]), (one, vec![])]);
        assert!(!parse(log.as_bytes(), 1, &mut |_, _| ControlFlow::Continue(())).unwrap());
        let broken = &log.as_bytes()[..60];
        assert!(parse(broken, 1, &mut |_, _| ControlFlow::Continue(())).is_err());
    }
}
