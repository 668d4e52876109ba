//! The search for front matter that stands elsewhere than at the top of a file.

use crate::domain::fields::{Field, VisibilityHint, fold};
use crate::domain::misplaced::lines::{
    begins_with_word, fits, is_fence, is_known, key_of, pairs, seen,
};
use crate::domain::visibility::Visibility;

/// The part of a text that is looked at, in lines.
pub(super) const MAX_LINES: usize = 400;

pub(super) const MAX_BYTES: usize = 64 << 10;

/// A text that looks like front matter and is none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MisplacedFrontMatter {
    /// Its line in the text, from 1.
    pub line: u32,
    /// The circle that the page would be for.
    pub circle: Visibility,
    /// The help: what to do.
    pub help: &'static str,
}

pub(super) struct Search<'t> {
    pub(super) lines: Vec<&'t str>,
    pub(super) below: bool,
}

impl Search<'_> {
    pub(super) fn run(&mut self) -> Option<MisplacedFrontMatter> {
        let first = match self.skip() {
            Ok(first) => first,
            Err(commented) => return Some(commented),
        };
        let head = self.lines.get(first).map(|line| seen(line))?;
        let found = if is_fence(&head) {
            self.fenced(first, !self.below)
        } else if head == "{"
            || head.trim_start_matches(['{', ' ']).starts_with('"') && head.starts_with('{')
        {
            self.until(
                first,
                |line| line.starts_with('}'),
                "write front matter as YAML, between two lines of three hyphens",
            )
        } else if !self.below && (head.starts_with("```") || head.starts_with("~~~")) {
            let mark = head[..3].to_owned();
            self.until(
                first + 1,
                move |line| line.starts_with(&mark),
                "take it out of the code block: front matter begins on the first line",
            )
            .filter(|found| found.circle > Visibility::Public)
        } else {
            self.unfenced(first)
        };
        found.or_else(|| self.further_down(first))
    }

    /// Passes over what may stand above front matter and hides it from programs that read it: blank
    /// lines and comments. A comment that says itself who the page is for is the find.
    fn skip(&mut self) -> Result<usize, MisplacedFrontMatter> {
        const COMMENTS: [&str; 9] = [
            "[//]:",
            "[comment]:",
            "%%",
            "{#",
            "{%",
            "//",
            "<?",
            "<!DOCTYPE",
            "#!",
        ];
        let mut at = 0;
        while at < self.lines.len() {
            let line = seen(self.lines[at]);
            if line.starts_with("<!--") {
                let end = (at..self.lines.len()).find(|&at| self.lines[at].contains("-->"));
                let Some(end) = end else { return Ok(at) };
                let text = self.lines[at..=end].join("\n");
                let text = text.replace("<!--", "").replace("-->", "");
                let circle = plain_circle(&text);
                if circle > Visibility::Public {
                    let help = "a comment is not read: write front matter on the first line, between two lines of three hyphens";
                    return Err(MisplacedFrontMatter {
                        line: at as u32 + 1,
                        circle,
                        help,
                    });
                }
                // The rest of the line that ends a comment counts.
                let last = self.lines[end];
                let (_, rest) = last.split_once("-->").unwrap_or_default();
                if !seen(rest).is_empty() {
                    self.lines[end] = rest;
                    return Ok(end);
                }
                at = end + 1;
            } else if line.is_empty() || COMMENTS.iter().any(|sign| line.starts_with(sign)) {
                at += 1;
            } else {
                break;
            }
        }
        Ok(at)
    }

    /// Looks at what stands below a line that could open front matter.
    fn fenced(&self, fence: usize, any: bool) -> Option<MisplacedFrontMatter> {
        let rest = &self.lines[fence + 1..];
        let closed = rest
            .iter()
            .position(|line| is_fence(line) || seen(line) == "...");
        let length = rest
            .iter()
            .position(|line| !fits(line))
            .unwrap_or(rest.len());
        let length = closed.map_or(length, |closed| closed.min(length));
        let help = if seen(self.lines[fence]) == "---" {
            "front matter begins on the first line: remove what stands above it"
        } else {
            "front matter is YAML that begins on the first line, between two lines of three hyphens: ---"
        };
        self.judge(fence, fence + 1, fence + 1 + length, any, help)
    }

    fn until(
        &self,
        first: usize,
        is_end: impl Fn(&str) -> bool,
        help: &'static str,
    ) -> Option<MisplacedFrontMatter> {
        let rest = self.lines.get(first..)?;
        let end = rest
            .iter()
            .position(|line| is_end(&seen(line)) || !fits(line));
        let end = end.unwrap_or(rest.len());
        self.judge(first, first, first + end, !self.below, help)
    }

    /// Looks at a first paragraph that is nothing but keys and values.
    fn unfenced(&self, first: usize) -> Option<MisplacedFrontMatter> {
        let rest = &self.lines[first..];
        let ends = |line: &&str| seen(line).is_empty() || is_fence(line);
        let length = rest.iter().position(ends).unwrap_or(rest.len());
        let paragraph = &rest[..length];
        if !paragraph.iter().all(|line| key_of(line).is_some()) {
            return None;
        }
        let known = paragraph
            .iter()
            .filter_map(|line| key_of(line))
            .filter(|key| is_known(key))
            .count();
        let circle = plain_circle(&paragraph.join("\n"));
        let closed = rest.get(length).is_some_and(|line| is_fence(line));
        let enough = !self.below && (known >= 2 || (known == 1 && closed && length > 1));
        (circle > Visibility::Public || enough).then_some(MisplacedFrontMatter {
            line: first as u32 + 1,
            circle: if enough {
                circle_of(&paragraph.join("\n"))
            } else {
                circle
            },
            help: if self.below {
                "move it above the second line of three hyphens"
            } else {
                "put it between two lines of three hyphens, the first of them on line 1: ---"
            },
        })
    }

    /// Looks for front matter below some text, outside of code.
    fn further_down(&self, first: usize) -> Option<MisplacedFrontMatter> {
        let mut code: Option<String> = None;
        for at in first..self.lines.len() {
            let line = self.lines[at];
            if begins_with_word(line) {
                continue;
            }
            let seen = seen(line);
            if let Some(mark) = &code {
                if seen.starts_with(mark.as_str()) {
                    code = None;
                }
                continue;
            }
            if seen.starts_with("```") || seen.starts_with("~~~") {
                code = Some(seen[..3].to_owned());
                continue;
            }
            let indented = line.starts_with("    ") || line.starts_with('\t');
            let next = || self.lines.get(at + 1).and_then(|line| key_of(line));
            if at > first && !indented && is_fence(line) && next().is_some_and(|key| is_known(&key))
            {
                let found = self.fenced(at, false);
                if found.is_some() {
                    return found;
                }
            }
        }
        None
    }

    /// Tells whether some lines are front matter: they ask that the page be hidden, or `any` key
    /// that is known is enough.
    fn judge(
        &self,
        line: usize,
        from: usize,
        to: usize,
        any: bool,
        help: &'static str,
    ) -> Option<MisplacedFrontMatter> {
        let block = self.lines.get(from..to)?;
        let mut keys = block.iter().filter_map(|line| key_of(line));
        let known = keys.any(|key| is_known(&key));
        let text = block.join("\n");
        let requested = pairs(&text).map(|(ask, value)| ask.circle(&value)).max();
        let circle = requested.unwrap_or_default();
        (circle > Visibility::Public || (any && known)).then_some(MisplacedFrontMatter {
            line: line as u32 + 1,
            circle,
            help,
        })
    }
}

/// Tells who a text that cannot be read as front matter asks a page to be for.
pub fn circle_of(text: &str) -> Visibility {
    // Longer than anybody writes: it is not searched, and hidden from as many as can be.
    if text.len() > MAX_BYTES {
        return Visibility::Draft;
    }
    let requested = pairs(text).map(|(ask, value)| ask.circle(&value)).max();
    let mentioned = if fold(text).contains(Field::Visibility.key()) {
        Visibility::Members
    } else {
        Visibility::Public
    };
    requested.unwrap_or_default().max(mentioned)
}

/// Tells who a text asks to be for where it could also be plain words: the key must be one of ours
/// and the value one word.
fn plain_circle(text: &str) -> Visibility {
    let hints = pairs(text).filter(|(ask, value)| {
        let one = !value.is_empty() && !value.contains(char::is_whitespace);
        one && !matches!(ask, VisibilityHint::Names)
    });
    hints
        .map(|(ask, value)| ask.circle(&value))
        .max()
        .unwrap_or_default()
}
