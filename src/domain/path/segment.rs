//! One segment of a path: what it may not have, and what is hidden.

use crate::domain::path::error::PathError;

/// Longest segment in bytes, the limit of common file systems.
const MAX_SEGMENT: usize = 255;

/// Checks one part of a path, of a page or of an attachment.
pub fn check_segment(segment: &str) -> Result<(), PathError> {
    if segment.is_empty() {
        return Err(PathError::EmptySegment);
    }
    if segment.len() > MAX_SEGMENT {
        return Err(PathError::TooLong(MAX_SEGMENT));
    }
    if let Some(bad) = segment.chars().find(|&character| is_hidden(character)) {
        return Err(PathError::Character(bad as u32));
    }
    if segment.contains('\\') {
        return Err(PathError::Backslash);
    }
    if is_git(segment) {
        return Err(PathError::Git(segment.to_owned()));
    }
    if segment.starts_with('.') {
        return Err(PathError::Dot(segment.to_owned()));
    }
    Ok(())
}

/// Tells whether a character is invisible or changes the direction of what follows.
fn is_hidden(character: char) -> bool {
    character.is_control()
        || matches!(
            character,
            '\u{00AD}'
                | '\u{061C}'
                | '\u{180E}'
                | '\u{200B}'
                | '\u{200E}'
                | '\u{200F}'
                | '\u{2028}'..='\u{202E}'
                | '\u{2060}'..='\u{206F}'
                | '\u{FEFF}'
                | '\u{FFF9}'..='\u{FFFB}'
                | '\u{E0000}'..='\u{E007F}'
        )
}

/// Tells whether NTFS or HFS+ takes the name for `.git`: short names, streams, trailing dots and
/// spaces, and characters that HFS+ ignores. The rules are those of git's `is_ntfs_dotgit` and
/// `is_hfs_dotgit`, and libgit2's, which compares the last byte of each character alone and so cannot
/// write `Įgit` either.
fn is_git(segment: &str) -> bool {
    let visible: String = segment
        .chars()
        .filter(|character| {
            !matches!(character, '\u{200C}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{206A}'..='\u{206F}' | '\u{FEFF}')
        })
        .collect();
    let name = visible
        .split(':')
        .next()
        .unwrap_or("")
        .trim_end_matches([' ', '.']);
    let mut last_bytes = visible
        .chars()
        .map(|character| u32::from(character.to_ascii_lowercase()).to_le_bytes()[0]);
    let is_git_to_libgit2 =
        last_bytes.by_ref().take(4).eq(*b".git") && last_bytes.next().is_none_or(|byte| byte == 0);
    is_git_to_libgit2 || name.eq_ignore_ascii_case(".git") || {
        let lower = name.to_ascii_lowercase();
        lower.strip_prefix("git~").is_some_and(|number| {
            !number.is_empty() && number.bytes().all(|digit| digit.is_ascii_digit())
        })
    }
}
