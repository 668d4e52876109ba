//! BibTeX divided into its entries, so that a broken one costs only itself.

/// Deepest nesting of braces in an entry: the parser that reads it recurses.
const MAX_DEPTH: usize = 50;
/// Longest entry in bytes.
const MAX_ENTRY: usize = 200_000;

/// A piece of a bibliography's file.
#[derive(Debug, PartialEq, Eq)]
pub(in crate::render::citations) enum Block<'a> {
    /// A work.
    Entry(RawEntry<'a>),
    /// An abbreviation that entries may use: its name and the whole of its source.
    Abbreviation { name: &'a str, source: &'a str },
    /// Something that cannot be read, and where it begins.
    Broken {
        offset: usize,
        message: &'static str,
    },
}

/// A work, not read yet.
#[derive(Debug, PartialEq, Eq)]
pub(in crate::render::citations) struct RawEntry<'a> {
    /// The key.
    pub(in crate::render::citations) key: &'a str,
    /// All of its source.
    pub(in crate::render::citations) source: &'a str,
    /// The byte at which it begins.
    pub(in crate::render::citations) offset: usize,
}

/// Divides a bibliography. What stands between entries is a comment, as in BibTeX.
pub(in crate::render::citations) fn blocks(text: &str) -> Vec<Block<'_>> {
    let mut blocks = Vec::new();
    let (mut at, mut commented) = (0, false);
    while let Some(start) = text[at..].find('@').map(|found| at + found) {
        let between = &text[at..start];
        let line = between.rfind('\n').map_or(between, |end| &between[end..]);
        commented = line.contains('%') || (commented && line.len() == between.len());
        at = start + 1;
        if commented {
            continue;
        }
        let kind = word(&text[at..]);
        let after = text[at + kind.len()..].trim_start();
        let open = text.len() - after.len();
        if kind.is_empty() || !after.starts_with(['{', '(']) {
            continue;
        }
        match end_of(text, open) {
            Ok(end) => {
                if let Some(block) = block(text, start, open, end, kind) {
                    blocks.push(block);
                }
                (at, commented) = (end, false);
            }
            Err((next, message)) => {
                blocks.push(Block::Broken {
                    offset: start,
                    message,
                });
                (at, commented) = (next, false);
            }
        }
    }
    blocks
}

fn block<'a>(
    text: &'a str,
    start: usize,
    open: usize,
    end: usize,
    kind: &str,
) -> Option<Block<'a>> {
    let source = &text[start..end];
    let inner = text[open + 1..end - 1].trim_start();
    match kind.to_ascii_lowercase().as_str() {
        "comment" | "preamble" => None,
        "string" => Some(Block::Abbreviation {
            name: word(inner),
            source,
        }),
        _ => {
            let key = inner
                .split([',', '}', ')', '\n'])
                .next()
                .unwrap_or("")
                .trim();
            Some(if key.is_empty() {
                Block::Broken {
                    offset: start,
                    message: "the entry has no key: write one after the brace, as in @book{key, …}",
                }
            } else if source.len() > MAX_ENTRY {
                Block::Broken {
                    offset: start,
                    message: "the entry is longer than 200 kB: shorten its abstract or its notes",
                }
            } else {
                Block::Entry(RawEntry {
                    key,
                    source,
                    offset: start,
                })
            })
        }
    }
}

/// Returns where the block that opens at `open` ends; for one that does not, where to go on.
fn end_of(text: &str, open: usize) -> Result<usize, (usize, &'static str)> {
    let bytes = text.as_bytes();
    let round = bytes.get(open) == Some(&b'(');
    let (mut depth, mut deepest) = (0usize, 0);
    let mut at = open;
    while let Some(&byte) = bytes.get(at) {
        match byte {
            // The end of a line is never part of an escape: an entry may begin behind it.
            b'\\' if bytes.get(at + 1) != Some(&b'\n') => at += 1,
            b'{' => depth += 1,
            b'}' => {
                depth = depth.saturating_sub(1);
                if depth == 0 && !round {
                    return finished(at + 1, deepest);
                }
            }
            b')' if round && depth == 0 => return finished(at + 1, deepest),
            // An entry at the start of a line, within what is open: a brace has been forgotten.
            b'\n' if bytes.get(at + 1) == Some(&b'@') && is_entry(&text[at + 2..]) => {
                return Err((
                    at + 1,
                    "the entry is not closed: a brace is missing; each { needs its }",
                ));
            }
            _ => {}
        }
        deepest = deepest.max(depth);
        at += 1;
    }
    Err((
        text.len(),
        "the entry is not closed: a brace is missing; each { needs its }",
    ))
}

fn finished(end: usize, deepest: usize) -> Result<usize, (usize, &'static str)> {
    if deepest > MAX_DEPTH {
        Err((
            end,
            "the entry nests braces too deeply: take some of them away",
        ))
    } else {
        Ok(end)
    }
}

fn is_entry(text: &str) -> bool {
    let kind = word(text);
    !kind.is_empty() && text[kind.len()..].trim_start().starts_with(['{', '('])
}

fn word(text: &str) -> &str {
    let end = text
        .find(|character: char| !character.is_ascii_alphanumeric() && !"_-".contains(character))
        .unwrap_or(text.len());
    &text[..end]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_forgotten_brace_costs_one_entry() {
        let text = "% @a{no}\n@book{a, title={A}}\n@book{b, title={B}\n\n@book(c, title={C)})\n@string{x = \"X\"}\n@comment{@book{d,}}";
        let found: Vec<String> = blocks(text)
            .iter()
            .map(|block| match block {
                Block::Entry(entry) => entry.key.to_owned(),
                Block::Abbreviation { name, .. } => format!("={name}"),
                Block::Broken { offset, .. } => format!("!{offset}"),
            })
            .collect();
        assert_eq!(found, ["a", "!29", "c", "=x"]);
    }

    #[test]
    fn hostile_files_end() {
        assert_eq!(blocks(&"@a{".repeat(100_000)).len(), 1);
        assert_eq!(blocks(&"\n@a{".repeat(100_000)).len(), 100_000);
        blocks(&"@".repeat(300_000));
        assert!(blocks("@a{\\").len() == 1);
        assert_eq!(blocks("@a{b, c={d\\\n@e{f, g={h}}").len(), 2);
    }
}
