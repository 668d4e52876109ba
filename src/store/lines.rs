//! Merging what two sides made of one text, line by line, as git does.

use git2::{MergeFileInput, MergeFileOptions};

/// Most bytes of each of the three texts.
const MOST: usize = 4 << 20;

/// Merges two texts that were made of a third, to the very bytes that `git merge-file` makes of them.
///
/// Returns nothing where both sides changed the same lines, or lines that touch each other; and for
/// what git takes for no text, or what is too large for it.
pub fn merge_lines(base: &str, theirs: &str, mine: &str) -> Option<String> {
    for text in [base, theirs, mine] {
        if text.len() > MOST || text.contains('\0') {
            return None;
        }
    }
    if theirs == mine || theirs == base {
        return Some(mine.to_owned());
    }
    if mine == base {
        return Some(theirs.to_owned());
    }
    // Who takes everything away touches each change of the other. And a result without bytes, which
    // could come of nothing else, must not be asked for: git2 makes a slice of its place, nowhere.
    if theirs.is_empty() || mine.is_empty() {
        return None;
    }
    // Merging texts is the one thing that does not make libgit2 ready for itself.
    let _ready = git2::Buf::new();
    let [base, theirs, mine] = [base, theirs, mine].map(|text| {
        let mut input = MergeFileInput::new();
        // Without a path the labels of conflicts name a file that nobody knows.
        input.path("page").content(text.as_bytes());
        input
    });
    let mut options = MergeFileOptions::new();
    let merged = git2::merge_file(&base, &theirs, &mine, Some(&mut options)).ok()?;
    match merged.is_automergeable() {
        true => String::from_utf8(merged.content().to_vec()).ok(),
        false => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn changes_that_do_not_touch_are_merged() {
        let text = merge_lines("a\nb\nc\n", "A\nb\nc\n", "a\nb\nC\n");
        assert_eq!(text.as_deref(), Some("A\nb\nC\n"));
        let same = merge_lines("a\nb\n", "a\nc\n", "a\nc\n");
        assert_eq!(same.as_deref(), Some("a\nc\n"));
    }

    #[test]
    fn changes_that_touch_are_not() {
        assert_eq!(merge_lines("a\nb\n", "A\nb\n", "a\nB\n"), None);
        assert_eq!(merge_lines("", "a\n", "b\n"), None);
    }

    #[test]
    fn what_is_empty_binary_or_large_is_no_danger() {
        assert_eq!(merge_lines("", "", "").as_deref(), Some(""));
        assert_eq!(merge_lines("a\n", "", "").as_deref(), Some(""));
        assert_eq!(merge_lines("a\n", "", "a\n").as_deref(), Some(""));
        assert_eq!(merge_lines("a\0\n", "b\0\n", "a\0\n"), None);
        let large = "a\n".repeat(MOST / 2 + 1);
        assert_eq!(merge_lines(&large, &large, &large), None);
        assert_eq!(merge_lines("a\nb\n", "", "a\n"), None);
        assert_eq!(merge_lines("a\n\n", "\n", "a\n"), None);
    }
}
