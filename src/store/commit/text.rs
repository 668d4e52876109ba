//! The text of a commit, as git stores it.
//!
//! libgit2 would read the signatures of a commit that is made anew and write them in its own way.
//! Here each byte of them stays.

use crate::domain::ObjectId;
use crate::store::commit::NewCommit;

/// Lines of a commit's head that are true of its old position only.
const OF_ITS_POSITION: [&[u8]; 4] = [b"tree ", b"parent ", b"gpgsig", b"mergetag "];

/// Returns the text of a new commit.
pub(super) fn new(tree: ObjectId, parent: Option<ObjectId>, new: &NewCommit) -> Vec<u8> {
    let (author, committer, message) = (&new.author, &new.committer, &new.message);
    let mut text = tree_and_parent(tree, parent);
    text.push_str(&format!("author {author}\ncommitter {committer}\n\n"));
    // Git takes a NUL for the end.
    text.extend(
        message
            .trim_end()
            .chars()
            .filter(|&character| character != '\0'),
    );
    text.push('\n');
    text.into_bytes()
}

/// Returns the text of a commit with another tree and another parent.
pub(super) fn moved(before: &[u8], tree: ObjectId, parent: Option<ObjectId>) -> Vec<u8> {
    let end = before.windows(2).position(|bytes| bytes == b"\n\n");
    let (head, message) = before.split_at(end.map_or(before.len(), |end| end + 1));
    let mut text = tree_and_parent(tree, parent).into_bytes();
    let mut kept = true;
    for line in head.split_inclusive(|byte| *byte == b'\n') {
        // A line that begins with a space goes on with the one before.
        if !line.starts_with(b" ") {
            kept = !OF_ITS_POSITION.iter().any(|start| line.starts_with(start));
        }
        if kept {
            text.extend_from_slice(line);
        }
    }
    text.extend_from_slice(message);
    text
}

fn tree_and_parent(tree: ObjectId, parent: Option<ObjectId>) -> String {
    let parent = parent.map(|parent| format!("parent {parent}\n"));
    format!("tree {tree}\n{}", parent.unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_of_its_position_stays_byte_for_byte() {
        let before =
            b"tree 1\nparent 2\nparent 3\nauthor \xE9 <> 1 +0100\ncommitter B <b> 2 -0000\n\
            encoding ISO-8859-1\ngpgsig begin\n of it\n end\n\nWhat\n\ntree of \xE9\n";
        let (tree, parent) = (ObjectId::from_bytes([1; 20]), ObjectId::from_bytes([2; 20]));
        let mut expected = format!("tree {tree}\nparent {parent}\n").into_bytes();
        expected.extend_from_slice(
            b"author \xE9 <> 1 +0100\ncommitter B <b> 2 -0000\nencoding ISO-8859-1\n\n\
              What\n\ntree of \xE9\n",
        );
        assert_eq!(moved(before, tree, Some(parent)), expected);
    }
}
