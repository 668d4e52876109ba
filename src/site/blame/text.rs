//! A version's text in blocks, each with what its words are known by.

use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash, Hasher};

use crate::domain::yaml_edit;
use crate::render::{BlockShape, TextBlock, text_blocks};
use crate::site::likeness::bare;

/// A version's text.
pub(super) struct VersionText {
    pub(super) blocks: Vec<TextBlock>,
    /// The hashes of the words of each block.
    pub(super) keys: Vec<u64>,
}

impl VersionText {
    /// Reads a file's text; one that cannot be read as Markdown is its paragraphs as they are written.
    pub(super) fn of(source: &[u8]) -> Self {
        let blocks = text_blocks(source).unwrap_or_else(|| paragraphs(source));
        Self {
            keys: blocks.iter().map(key).collect(),
            blocks,
        }
    }
}

/// Returns what the text of a file is known by, without its front matter.
pub(super) fn body_key(source: &[u8]) -> u64 {
    let mut hasher = DefaultHasher::new();
    match std::str::from_utf8(source) {
        Ok(text) => yaml_edit::body(text).hash(&mut hasher),
        Err(_) => source.hash(&mut hasher),
    }
    hasher.finish()
}

fn paragraphs(source: &[u8]) -> Vec<TextBlock> {
    let text = String::from_utf8_lossy(source);
    let mut blocks: Vec<TextBlock> = Vec::new();
    let mut is_open = false;
    for line in yaml_edit::body(&text).lines() {
        let is_blank = line.trim().is_empty();
        match blocks.last_mut().filter(|_| is_open && !is_blank) {
            Some(block) => {
                block.text.push(' ');
                block.text.push_str(line.trim());
            }
            None if is_blank => {}
            None => blocks.push(TextBlock {
                shape: BlockShape::Paragraph,
                text: line.trim().to_owned(),
                targets: Vec::new(),
                cells: Vec::new(),
            }),
        }
        is_open = !is_blank;
    }
    blocks
}

/// Returns what a block's words are known by. How lines are broken makes no difference, nor do the
/// signs between words, where they are not code.
fn key(block: &TextBlock) -> u64 {
    let mut hasher = DefaultHasher::new();
    let is_code = block.shape == BlockShape::Code;
    let mut is_empty = true;
    for word in block.text.split_whitespace() {
        let word = match is_code {
            true => word,
            false => bare(word),
        };
        if !word.is_empty() && word != "-" {
            is_empty = false;
            word.hash(&mut hasher);
        }
    }
    if is_empty {
        // What has no words is known by its signs and by what it shows.
        block
            .text
            .split_whitespace()
            .collect::<Vec<_>>()
            .hash(&mut hasher);
        block.targets.hash(&mut hasher);
    }
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(text: &str) -> Vec<u64> {
        VersionText::of(text.as_bytes()).keys
    }

    #[test]
    fn signs_and_line_breaks_are_no_words() {
        let first = keys("Herons sleep, at night.\n");
        assert_eq!(first, keys("Herons sleep\nat *night*!\n"));
        assert_ne!(first, keys("Herons sleep at noon.\n"));
        assert_ne!(keys("It fell by -5.\n"), keys("It fell by 5.\n"));
        // In code they are.
        assert_ne!(keys("```\nf(x)\n```\n"), keys("```\nf(x),\n```\n"));
        assert_ne!(keys("![](a.png)\n"), keys("![](b.png)\n"));
    }

    #[test]
    fn what_is_no_markdown_is_its_paragraphs() {
        let text = VersionText::of(b"One\ntwo \xff\n\n\nThree\n");
        let texts: Vec<&str> = text
            .blocks
            .iter()
            .map(|block| block.text.as_str())
            .collect();
        assert_eq!(texts, ["One two \u{fffd}", "Three"]);
    }

    #[test]
    fn the_front_matter_is_no_part_of_the_text() {
        let one = body_key(b"---\ntitle: A\n---\n\nText.\n");
        assert_eq!(one, body_key(b"---\ntitle: B\n---\n\nText.\n"));
        assert_ne!(one, body_key(b"---\ntitle: A\n---\n\nWords.\n"));
    }
}
