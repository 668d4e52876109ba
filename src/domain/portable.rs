//! File names that every system can check out: what Windows, macOS and git itself refuse.
//!
//! Stricter than what a page's path needs ([`crate::domain::path`]): it is for whatever enters the
//! repository, so that each contributor's clone works. Looks at one name at a time, never at a disk.

use unicode_normalization::UnicodeNormalization;

use crate::domain::path::{PathError, check_segment};

/// Names that Windows keeps for devices, with any ending; and those of ports, with a digit behind.
const DEVICES: [&str; 6] = ["con", "prn", "aux", "nul", "conin$", "conout$"];
const PORTS: [&str; 2] = ["com", "lpt"];
/// Files by which git changes what a clone does, and the short names that Windows gives them.
const GIT_FILES: [&str; 2] = [".gitmodules", ".gitattributes"];
const GIT_SHORT_NAMES: [&str; 4] = ["gitmod~", "gitatt~", "gi7eba~", "gi7d29~"];

/// Why a name cannot be in everyone's clone.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NameError {
    /// The name is no part of any path here.
    #[error(transparent)]
    Path(#[from] PathError),
    /// A character that Windows does not have in names.
    #[error("has “{0}”, which Windows does not allow in a name")]
    Character(char),
    /// A name that Windows keeps for a device.
    #[error("has the part “{0}”, which is a device on Windows")]
    Device(String),
    /// Windows drops full stops and spaces at the end of a name.
    #[error("has the part “{0}”, which ends in a full stop or a space")]
    End(String),
    /// A name that programs read as an option.
    #[error(
        "has the part “{0}”, which begins with a hyphen and is read as an option by many programs"
    )]
    Option(String),
    /// `.gitmodules` or `.gitattributes`.
    #[error("is a file that changes what git does in a clone, which a push may not bring")]
    GitFile,
}

/// Checks one part of a path that enters the repository.
///
/// Names that begin with a full stop are neither pages nor attachments, but they may be there:
/// `.gitignore`, `.github`, `.editorconfig`.
pub fn check_name(name: &str) -> Result<(), NameError> {
    match check_segment(name) {
        Ok(()) => {}
        Err(PathError::Dot(_)) if name != "." && name != ".." => {}
        Err(error) => return Err(error.into()),
    }
    let bad = |character: &char| matches!(character, '<' | '>' | ':' | '"' | '|' | '?' | '*');
    if let Some(character) = name.chars().find(bad) {
        return Err(NameError::Character(character));
    }
    if name.ends_with(['.', ' ']) {
        return Err(NameError::End(name.to_owned()));
    }
    if name.starts_with('-') {
        return Err(NameError::Option(name.to_owned()));
    }
    let lower = name.to_lowercase();
    let stem = lower.split('.').next().unwrap_or("").trim_end_matches(' ');
    if is_device(stem) {
        return Err(NameError::Device(name.to_owned()));
    }
    // HFS+ ignores joiners inside a name.
    let plain: String = lower
        .chars()
        .filter(|character| !matches!(character, '\u{200C}' | '\u{200D}'))
        .collect();
    let short = GIT_SHORT_NAMES
        .iter()
        .any(|prefix| plain.starts_with(prefix));
    if short || GIT_FILES.contains(&plain.as_str()) {
        return Err(NameError::GitFile);
    }
    Ok(())
}

/// Tells whether a name in lower case, without its ending, is one of a device. Windows takes the
/// superscript digits for digits here.
fn is_device(stem: &str) -> bool {
    let is_digit = |rest: &str| {
        let mut characters = rest.chars();
        let digit = characters.next();
        characters.next().is_none() && matches!(digit, Some('0'..='9' | '¹' | '²' | '³'))
    };
    let is_port = |name: &str| stem.strip_prefix(name).is_some_and(is_digit);
    DEVICES.contains(&stem) || PORTS.into_iter().any(is_port)
}

/// Returns what two names, or two paths, share when they are one file on a disk that ignores case
/// or composes characters its own way.
///
/// Unicode's full case folding, by which `straße` is `STRASSE`; the dotless ı alone stays itself, as
/// on those disks.
pub fn disk_key(name: &str) -> String {
    if name.is_ascii() {
        return name.to_ascii_lowercase();
    }
    let mut folded = String::with_capacity(name.len());
    for character in name.nfc() {
        match character {
            'ı' => folded.push(character),
            _ => folded.extend(character.to_uppercase().flat_map(char::to_lowercase)),
        }
    }
    folded.nfc().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_some_system_cannot_check_out_are_refused() {
        for name in [
            "a:b",
            "what?",
            "a*",
            "\"q\"",
            "con",
            "Aux.md",
            "LPT1.tar.gz",
            "end.",
            "end ",
            ".",
            "..",
            ".git",
            ".GIT ",
            ".gitmodules",
            ".GitAttributes",
            ".git\u{200C}modules",
            "gitmod~1",
            "a\\b",
            "a\u{202E}b",
            "",
            "con .txt",
            "CONIN$",
            "conout$.md",
            "COM¹",
            "lpt³.txt",
            "com0",
            "-rf",
            "--output=x",
            "-dash.md",
        ] {
            assert!(check_name(name).is_err(), "{name:?}");
        }
    }

    #[test]
    fn ordinary_names_pass() {
        for name in [
            "a.md",
            "with space.md",
            "50%2F50.md",
            "🦀.md",
            "e\u{301}.md",
            "it's.md",
            ".gitignore",
            ".github",
            "console.md",
            "com10.md",
            "com.md",
            "community.md",
            "a-dash-.md",
            "conin.md",
        ] {
            assert_eq!(check_name(name), Ok(()), "{name:?}");
        }
    }

    #[test]
    fn case_collisions_share_a_key() {
        assert_eq!(disk_key("É.md"), disk_key("e\u{301}.MD"));
        assert_eq!(disk_key("straße.md"), disk_key("STRASSE.md"));
        assert_eq!(disk_key("ΣΟΦΟΣ"), disk_key("σοφος"));
        assert_eq!(disk_key("σοφος"), disk_key("σοφοσ"));
        assert_eq!(disk_key("ﬁn"), disk_key("FIN"));
        assert_ne!(disk_key("e.md"), disk_key("é.md"));
        assert_ne!(disk_key("kıs"), disk_key("kis"));
    }
}
