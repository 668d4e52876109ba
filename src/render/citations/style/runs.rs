//! Formatted text as it grows: pieces with one format each, whose punctuation is settled where two
//! of them meet.

use std::sync::Arc;

use hayagriva::citationberg::{
    Display, FontStyle, FontVariant, FontWeight, Formatting, TextDecoration, VerticalAlign,
};

/// Formatted text.
#[derive(Clone, Debug, Default, PartialEq)]
pub(in crate::render::citations) struct Runs(pub(in crate::render::citations) Vec<Run>);

/// A piece of text with one format.
#[derive(Clone, Debug, Default, PartialEq)]
pub(in crate::render::citations) struct Run {
    pub(in crate::render::citations) text: String,
    pub(in crate::render::citations) format: RunFormat,
    /// The address that the piece leads to.
    pub(in crate::render::citations) link: Option<Arc<str>>,
    /// The number of the work of a citation that the piece belongs to.
    pub(in crate::render::citations) cite: Option<usize>,
    /// Whether the piece keeps its capitals.
    pub(super) keeps_case: bool,
    /// Begins or ends a line of its own.
    pub(in crate::render::citations) line: Option<Line>,
}

/// The beginning or the end of a line of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::render::citations) enum Line {
    Start,
    End,
}

/// The look of a piece: what the style says, and what its own markup turns round.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::render::citations) struct RunFormat {
    styled: Formatting,
    pub(super) italic: bool,
    pub(super) bold: bool,
    pub(super) small_caps: bool,
    pub(super) raised: Option<VerticalAlign>,
}

impl RunFormat {
    pub(in crate::render::citations) fn italic(self) -> bool {
        self.italic != (self.styled.font_style == Some(FontStyle::Italic))
    }

    pub(in crate::render::citations) fn bold(self) -> bool {
        self.bold != (self.styled.font_weight == Some(FontWeight::Bold))
    }

    pub(in crate::render::citations) fn small_caps(self) -> bool {
        self.small_caps != (self.styled.font_variant == Some(FontVariant::SmallCaps))
    }

    pub(in crate::render::citations) fn underlined(self) -> bool {
        self.styled.text_decoration == Some(TextDecoration::Underline)
    }

    pub(in crate::render::citations) fn raised(self) -> Option<VerticalAlign> {
        self.raised.or(self.styled.vertical_align)
    }
}

/// The quotation marks of a language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Quotes {
    pub(super) open: String,
    pub(super) close: String,
    pub(super) open_inner: String,
    pub(super) close_inner: String,
    /// Whether a full stop goes inside them.
    pub(super) punctuation_inside: bool,
}

impl Runs {
    pub(super) fn text(text: impl Into<String>) -> Self {
        let text = text.into();
        if text.is_empty() {
            return Self::default();
        }
        Self(vec![Run {
            text,
            ..Run::default()
        }])
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.iter().all(|run| run.text.is_empty())
    }

    /// Returns the text without its formats.
    pub(in crate::render::citations) fn plain(&self) -> String {
        self.0.iter().map(|run| run.text.as_str()).collect()
    }

    fn last_char(&self) -> Option<char> {
        self.0.iter().rev().find_map(|run| run.text.chars().last())
    }

    fn first_char(&self) -> Option<char> {
        self.0.iter().find_map(|run| run.text.chars().next())
    }

    fn first_text(&mut self) -> Option<&mut String> {
        let mut texts = self.0.iter_mut().map(|run| &mut run.text);
        texts.find(|text| !text.is_empty())
    }

    fn last_text(&mut self) -> Option<&mut String> {
        let mut texts = self.0.iter_mut().rev().map(|run| &mut run.text);
        texts.find(|text| !text.is_empty())
    }

    /// Appends another text and settles what meets: no second full stop, no second space, and a
    /// full stop inside a quotation mark where the language has it there.
    pub(super) fn append(&mut self, mut next: Self, quotes: &Quotes) {
        while let (Some(last), Some(first)) = (self.last_char(), next.first_char()) {
            if quotes.punctuation_inside && matches!(first, '.' | ',') && self.ends_quoted(quotes) {
                self.tuck_in(first, quotes);
                drop_first(next.first_text());
                continue;
            }
            let spaces = last == ' ' && first == ' ';
            let before = if quotes.punctuation_inside && self.ends_quoted(quotes) {
                self.before_quote(quotes)
            } else {
                Some(last)
            };
            if spaces || before.is_some_and(|before| swallows(before, first)) {
                drop_first(next.first_text());
                continue;
            }
            // A colon or a semicolon is the stronger mark and takes the place of a full stop.
            if matches!((last, first), (':' | ';', '.')) {
                drop_first(next.first_text());
                continue;
            }
            break;
        }
        self.0.extend(
            next.0
                .into_iter()
                .filter(|run| !run.text.is_empty() || run.line.is_some()),
        );
    }

    fn ends_quoted(&mut self, quotes: &Quotes) -> bool {
        self.last_text().is_some_and(|text| {
            ends_with(text, &quotes.close) || ends_with(text, &quotes.close_inner) && text.len() > 3
        })
    }

    fn before_quote(&mut self, quotes: &Quotes) -> Option<char> {
        let whole = self.plain();
        let inner = strip_quote(&whole, quotes);
        inner.chars().last()
    }

    /// Puts a mark before the closing quotation marks of the text, unless one is there.
    fn tuck_in(&mut self, mark: char, quotes: &Quotes) {
        let before = self.before_quote(quotes);
        let needless = before.is_some_and(|before| {
            swallows(before, mark) || matches!((before, mark), ('?' | '!', ','))
        });
        if needless {
            return;
        }
        if let Some(text) = self.last_text() {
            let kept = strip_quote(text, quotes).len();
            text.insert(kept, mark);
        }
    }

    /// Puts affixes around the text, if there is one.
    pub(super) fn affixed(
        self,
        prefix: Option<&str>,
        suffix: Option<&str>,
        quotes: &Quotes,
    ) -> Self {
        if self.is_empty() || (prefix.is_none() && suffix.is_none()) {
            return self;
        }
        let mut out = Self::text(prefix.unwrap_or_default());
        out.append(self, quotes);
        out.append(Self::text(suffix.unwrap_or_default()), quotes);
        out
    }

    /// Gives all pieces the format that none of them has yet.
    pub(super) fn formatted(mut self, format: Formatting) -> Self {
        if !format.is_empty() {
            for run in &mut self.0 {
                run.format.styled = run.format.styled.apply(format);
            }
        }
        self
    }

    /// Puts the text between quotation marks; the marks within it become inner ones.
    pub(super) fn quoted(mut self, quotes: &Quotes) -> Self {
        if self.is_empty() {
            return self;
        }
        for run in &mut self.0 {
            if run.text.contains(&quotes.open) || run.text.contains(&quotes.close) {
                run.text = run.text.replace(&quotes.open, "\u{1}");
                run.text = run.text.replace(&quotes.close, "\u{2}");
                run.text = run.text.replace('\u{1}', &quotes.open_inner);
                run.text = run.text.replace('\u{2}', &quotes.close_inner);
            }
        }
        let mut out = Self::text(quotes.open.clone());
        out.0.append(&mut self.0);
        match out.0.last_mut() {
            Some(last) if !last.text.is_empty() && last.link.is_none() => {
                last.text.push_str(&quotes.close);
            }
            _ => out.0.extend(Self::text(quotes.close.clone()).0),
        }
        out
    }

    /// Puts the text on a line of its own where the style asks for one.
    pub(super) fn displayed(mut self, display: Option<Display>) -> Self {
        let own = matches!(display, Some(Display::Block | Display::Indent));
        if !own || self.is_empty() {
            return self;
        }
        let mark = |line| Run {
            line: Some(line),
            ..Run::default()
        };
        self.0.insert(0, mark(Line::Start));
        self.0.push(mark(Line::End));
        self
    }

    pub(super) fn without_periods(mut self) -> Self {
        for run in &mut self.0 {
            run.text.retain(|character| character != '.');
        }
        self
    }

    /// Makes all of the text lead somewhere.
    pub(super) fn linked(mut self, address: &str) -> Self {
        if address.starts_with("https://") || address.starts_with("http://") {
            let address: Arc<str> = Arc::from(address);
            for run in &mut self.0 {
                run.link = Some(Arc::clone(&address));
            }
        }
        self
    }
}

fn drop_first(text: Option<&mut String>) {
    if let Some(text) = text {
        text.remove(0);
    }
}

fn ends_with(text: &str, mark: &str) -> bool {
    !mark.is_empty() && text.ends_with(mark)
}

/// Removes the quotation marks that a text ends with.
fn strip_quote<'a>(text: &'a str, quotes: &Quotes) -> &'a str {
    let mut text = text;
    while let Some(shorter) = [&quotes.close, &quotes.close_inner]
        .into_iter()
        .filter(|mark| !mark.is_empty())
        .find_map(|mark| text.strip_suffix(mark.as_str()))
    {
        text = shorter;
    }
    text
}

/// Tells whether a mark makes the one after it needless.
fn swallows(last: char, first: char) -> bool {
    match first {
        '.' => matches!(last, '.' | '!' | '?' | '…'),
        ':' => matches!(last, ':' | '!' | '?'),
        ',' | ';' => last == first || (first == ',' && last == ';'),
        '!' | '?' => last == first,
        _ => false,
    }
}
