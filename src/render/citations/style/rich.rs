//! Texts of a work with the markup of CSL-JSON.

use hayagriva::citationberg::VerticalAlign;

use super::runs::{Format, Quotes, Run, Runs};
use crate::render::citations::item::{self, Tag};

/// Reads a text with the markup of CSL-JSON; straight quotation marks become those of the language.
pub(super) fn rich(text: &str, quotes: &Quotes) -> Runs {
    if !text.contains(['<', '"', '\'', '“', '”']) {
        return Runs::text(text);
    }
    let mut reader = Reader {
        runs: Runs::default(),
        format: Format::default(),
        kept: 0,
        spans: Vec::new(),
        text: String::new(),
    };
    let mut rest = text;
    let mut before = None;
    let mut open = false;
    while let Some(character) = rest.chars().next() {
        if let Some((tag, length)) = item::tag(rest).filter(|(tag, _)| reader.fits(*tag, rest)) {
            reader.apply(tag);
            rest = &rest[length..];
            continue;
        }
        rest = &rest[character.len_utf8()..];
        let next = rest.chars().next();
        match character {
            '"' => {
                open = !open && opens(before) || (open && next.is_some() && opens(before));
                reader
                    .text
                    .push_str(if open { &quotes.open } else { &quotes.close });
            }
            '“' => reader.text.push_str(&quotes.open),
            '”' => reader.text.push_str(&quotes.close),
            '\'' => reader.apostrophe(before, rest, quotes),
            _ => reader.text.push(character),
        }
        before = Some(character);
    }
    reader.flush();
    reader.runs
}

/// Tells whether a quotation mark after this character opens.
fn opens(before: Option<char>) -> bool {
    before.is_none_or(|before| before.is_whitespace() || "([{—–-/“‘\"'".contains(before))
}

struct Reader {
    runs: Runs,
    format: Format,
    /// How many spans keep their capitals.
    kept: usize,
    spans: Vec<Tag>,
    text: String,
}

impl Reader {
    /// Tells whether a tag is markup here: one that ends what has not begun is text, and so is one
    /// that nothing ends.
    fn fits(&self, tag: Tag, rest: &str) -> bool {
        match tag {
            Tag::Italic => rest.contains("</i>") || rest.contains("</em>"),
            Tag::Bold => rest.contains("</b>"),
            Tag::Superscript => rest.contains("</sup>"),
            Tag::Subscript => rest.contains("</sub>"),
            Tag::SmallCaps | Tag::NoCase => rest.contains("</span>"),
            Tag::EndItalic => self.format.italic,
            Tag::EndBold => self.format.bold,
            Tag::EndSuperscript | Tag::EndSubscript => self.format.raised.is_some(),
            Tag::EndSpan => !self.spans.is_empty(),
        }
    }

    fn apply(&mut self, tag: Tag) {
        self.flush();
        match tag {
            Tag::Italic => self.format.italic = true,
            Tag::EndItalic => self.format.italic = false,
            Tag::Bold => self.format.bold = true,
            Tag::EndBold => self.format.bold = false,
            Tag::Superscript => self.format.raised = Some(VerticalAlign::Sup),
            Tag::Subscript => self.format.raised = Some(VerticalAlign::Sub),
            Tag::EndSuperscript | Tag::EndSubscript => self.format.raised = None,
            Tag::NoCase | Tag::SmallCaps => {
                self.kept += usize::from(tag == Tag::NoCase);
                self.format.small_caps |= tag == Tag::SmallCaps;
                self.spans.push(tag);
            }
            Tag::EndSpan => match self.spans.pop() {
                Some(Tag::NoCase) => self.kept -= 1,
                _ => self.format.small_caps = false,
            },
        }
    }

    /// Writes an apostrophe, or a single quotation mark where a word stands between two.
    fn apostrophe(&mut self, before: Option<char>, rest: &str, quotes: &Quotes) {
        let quoted = opens(before)
            && rest.char_indices().any(|(at, character)| {
                let after = rest[at + character.len_utf8()..].chars().next();
                let inside = rest[..at].chars().last();
                character == '\''
                    && inside.is_some_and(|inside| !inside.is_whitespace())
                    && after.is_none_or(|after| !after.is_alphanumeric())
            });
        self.text
            .push_str(if quoted { &quotes.open_inner } else { "’" });
    }

    fn flush(&mut self) {
        if !self.text.is_empty() {
            self.runs.0.push(Run {
                text: std::mem::take(&mut self.text),
                format: self.format,
                keeps_case: self.kept > 0,
                ..Run::default()
            });
        }
    }
}
