//! Texts of a work with the markup of CSL-JSON.

use hayagriva::citationberg::VerticalAlign;

use super::runs::{Quotes, Run, RunFormat, Runs};
use crate::render::citations::item::{self, MarkupTag};

/// Reads a text with the markup of CSL-JSON; straight quotation marks become those of the language.
pub(super) fn rich(text: &str, quotes: &Quotes) -> Runs {
    if !text.contains(['<', '"', '\'', '“', '”']) {
        return Runs::text(text);
    }
    let mut reader = MarkupReader {
        runs: Runs::default(),
        format: RunFormat::default(),
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

struct MarkupReader {
    runs: Runs,
    format: RunFormat,
    /// The number of open spans that keep their capitals.
    kept: usize,
    spans: Vec<MarkupTag>,
    text: String,
}

impl MarkupReader {
    /// Tells whether a tag is markup here: one that ends what has not begun is text, and so is one
    /// that nothing ends.
    fn fits(&self, tag: MarkupTag, rest: &str) -> bool {
        match tag {
            MarkupTag::Italic => rest.contains("</i>") || rest.contains("</em>"),
            MarkupTag::Bold => rest.contains("</b>"),
            MarkupTag::Superscript => rest.contains("</sup>"),
            MarkupTag::Subscript => rest.contains("</sub>"),
            MarkupTag::SmallCaps | MarkupTag::NoCase => rest.contains("</span>"),
            MarkupTag::EndItalic => self.format.italic,
            MarkupTag::EndBold => self.format.bold,
            MarkupTag::EndSuperscript | MarkupTag::EndSubscript => self.format.raised.is_some(),
            MarkupTag::EndSpan => !self.spans.is_empty(),
        }
    }

    fn apply(&mut self, tag: MarkupTag) {
        self.flush();
        match tag {
            MarkupTag::Italic => self.format.italic = true,
            MarkupTag::EndItalic => self.format.italic = false,
            MarkupTag::Bold => self.format.bold = true,
            MarkupTag::EndBold => self.format.bold = false,
            MarkupTag::Superscript => self.format.raised = Some(VerticalAlign::Sup),
            MarkupTag::Subscript => self.format.raised = Some(VerticalAlign::Sub),
            MarkupTag::EndSuperscript | MarkupTag::EndSubscript => self.format.raised = None,
            MarkupTag::NoCase | MarkupTag::SmallCaps => {
                self.kept += usize::from(tag == MarkupTag::NoCase);
                self.format.small_caps |= tag == MarkupTag::SmallCaps;
                self.spans.push(tag);
            }
            MarkupTag::EndSpan => match self.spans.pop() {
                Some(MarkupTag::NoCase) => self.kept -= 1,
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
