//! Refuses text that nests containers deeper than any person writes, before a parser sees it.
//!
//! The parser is quadratic in the depth of quotes and lists: a line of 100,000 `>` takes seconds
//! and is not interrupted by the deadline in time. The count here errs on the side of deep, and
//! looks at each byte once.

/// Deepest nesting of quotes, lists and blocks.
const MAX_DEPTH: usize = 100;

/// Returns the line, from 1, that nests too deeply.
pub(super) fn too_deep(body: &str) -> Option<usize> {
    // A search for one character is several times as fast as for two.
    let line = if body.contains('\r') {
        first_deep(body.split(['\n', '\r']))
    } else {
        first_deep(body.split('\n'))
    };
    line.map(|index| index + 1)
}

fn first_deep<'a>(mut lines: impl Iterator<Item = &'a str>) -> Option<usize> {
    let mut depth = Depth::default();
    lines.position(|line| depth.exceeds(line))
}

/// The number of open blocks.
#[derive(Default)]
struct Depth {
    blocks: usize,
}

impl Depth {
    /// Takes in a line; tells whether it is too deep.
    fn exceeds(&mut self, line: &str) -> bool {
        let depth = containers(line.as_bytes());
        let text = line.trim_start_matches([' ', '\t', '>']);
        if let Some(rest) = text.strip_prefix(":::") {
            let name = rest.trim_start_matches(':').trim();
            self.blocks = if name.is_empty() {
                self.blocks.saturating_sub(1)
            } else {
                self.blocks + 1
            };
        }
        depth + self.blocks > MAX_DEPTH
    }
}

/// Counts the container markers at the start of a line; indentation before a marker counts for the
/// items it may stand in.
fn containers(line: &[u8]) -> usize {
    let (mut at, mut depth, mut spaces) = (0, 0, 0);
    while let Some(&byte) = line.get(at) {
        let next = line.get(at + 1).copied().unwrap_or(b' ');
        let spaced = matches!(next, b' ' | b'\t');
        match byte {
            b' ' => spaces += 1,
            b'\t' => spaces += 4,
            b'>' => depth += 1,
            b'-' | b'*' | b'+' | b':' | b'~' if spaced => {
                depth += 1 + spaces / 2;
                spaces = 0;
            }
            b'0'..=b'9' => {
                let digits = line[at..]
                    .iter()
                    .take(10)
                    .take_while(|byte| byte.is_ascii_digit())
                    .count();
                if !matches!(line.get(at + digits), Some(b'.' | b')')) {
                    return depth;
                }
                depth += 1 + spaces / 2;
                spaces = 0;
                at += digits;
            }
            b'[' if next == b'^' => {
                // A footnote is a container too.
                let rest = &line[at..];
                match rest.windows(2).take(1000).position(|pair| pair == b"]:") {
                    Some(end) => {
                        depth += 1;
                        at += end + 1;
                    }
                    None => return depth,
                }
            }
            _ => return depth,
        }
        at += 1;
    }
    depth
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_people_write_is_not_deep() {
        assert_eq!(too_deep("- a\n  - b\n    - c\n> > quote\n"), None);
        assert_eq!(too_deep(&" ".repeat(500)), None);
        assert_eq!(too_deep(&format!("    {}x", " ".repeat(500))), None);
        assert_eq!(too_deep(&":::lesson\nx\n:::\n".repeat(500)), None);
        assert_eq!(too_deep(&"-".repeat(5000)), None);
        assert_eq!(too_deep("2024 was a year. 3. b"), None);
    }

    #[test]
    fn deep_nesting_is_refused_where_it_is() {
        for deep in [
            ">".repeat(200),
            "> ".repeat(200),
            "- ".repeat(200),
            "1. ".repeat(200),
            format!("{}- x", " ".repeat(400)),
            ":::lesson\n".repeat(200),
            "[^a]: ".repeat(200),
        ] {
            assert!(too_deep(&format!("ok\n{deep}")).is_some_and(|line| line >= 2));
        }
    }
}
