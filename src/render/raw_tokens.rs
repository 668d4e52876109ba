//! HTML into tags and text, by the rules of the HTML standard as far as tags need them.
//!
//! Linear, and total: what is not a tag is text, what is never closed is dropped as browsers do.

use std::borrow::Cow;

/// A piece of HTML. Comments are left out.
pub(super) enum Token<'a> {
    /// Text, with its character references.
    Text(&'a str),
    /// A start tag.
    Open(StartTag<'a>),
    /// The name of an end tag, in lower case.
    Close(String),
    /// Something that is left out with all that is in it.
    Lost(DroppedMarkup),
}

/// Markup that is left out: a script, a style, a declaration, or what is never closed.
pub(super) struct DroppedMarkup {
    /// Its beginning.
    pub(super) what: String,
    /// Whether it is left out because nothing closes it.
    pub(super) unclosed: bool,
    /// The byte where it begins.
    pub(super) offset: usize,
}

/// A start tag.
pub(super) struct StartTag<'a> {
    /// The name, in lower case.
    pub(super) name: String,
    /// The attributes, names in lower case, values with their character references.
    pub(super) attributes: Vec<(String, &'a str)>,
    /// The byte where the tag begins.
    pub(super) offset: usize,
}

impl StartTag<'_> {
    /// Returns the value of an attribute.
    pub(super) fn get(&self, name: &str) -> Option<Cow<'_, str>> {
        let (_, value) = self.attributes.iter().find(|(known, _)| known == name)?;
        Some(decode(value))
    }
}

/// Elements whose content is no HTML and means nothing here.
const OPAQUE: [&str; 4] = ["script", "style", "template", "noscript"];

/// Divides HTML into tokens.
pub(super) struct Tokens<'a> {
    html: &'a str,
    at: usize,
}

impl<'a> Tokens<'a> {
    pub(super) fn new(html: &'a str) -> Self {
        Self { html, at: 0 }
    }

    fn byte(&self) -> Option<u8> {
        self.html.as_bytes().get(self.at).copied()
    }

    /// Moves behind the next `end`, or to the end of the text.
    fn skip_past(&mut self, end: &str) {
        self.at = match self.html[self.at..].find(end) {
            Some(found) => self.at + found + end.len(),
            None => self.html.len(),
        };
    }

    fn take_while(&mut self, keep: impl Fn(u8) -> bool) -> &'a str {
        let start = self.at;
        let bytes = self.html.as_bytes();
        while bytes.get(self.at).is_some_and(|&byte| keep(byte)) {
            self.at += 1;
        }
        self.html.get(start..self.at).unwrap_or("")
    }

    /// Reads a start tag; `None` where it is never closed.
    fn tag(&mut self) -> Option<StartTag<'a>> {
        let offset = self.at;
        self.at += 1;
        let name = self
            .take_while(|byte| !is_space(byte) && byte != b'/' && byte != b'>')
            .to_ascii_lowercase();
        let mut attributes: Vec<(String, &'a str)> = Vec::new();
        loop {
            self.take_while(|byte| is_space(byte) || byte == b'/');
            if self.byte()? == b'>' {
                self.at += 1;
                break;
            }
            let start = self.at;
            // An equals sign at the start is part of the name.
            self.at += usize::from(self.byte()? == b'=');
            self.take_while(|byte| !is_space(byte) && !b"/>=".contains(&byte));
            let attribute = self.html[start..self.at].to_ascii_lowercase();
            self.take_while(is_space);
            let mut value = "";
            if self.byte()? == b'=' {
                self.at += 1;
                self.take_while(is_space);
                value = self.value()?;
            }
            // The first of two attributes with one name counts.
            let known = attributes.len() >= MAX_ATTRIBUTES
                || attributes.iter().any(|(name, _)| *name == attribute);
            if !known {
                attributes.push((attribute, value));
            }
        }
        Some(StartTag {
            name,
            attributes,
            offset,
        })
    }

    fn value(&mut self) -> Option<&'a str> {
        match self.byte()? {
            quote @ (b'"' | b'\'') => {
                self.at += 1;
                let value = self.take_while(|byte| byte != quote);
                self.byte()?;
                self.at += 1;
                Some(value)
            }
            b'>' => Some(""),
            _ => Some(self.take_while(|byte| !is_space(byte) && byte != b'>')),
        }
    }

    /// Skips a comment, which the standard ends in several ways; tells whether anything ends it.
    fn comment(&mut self) -> bool {
        self.at += "<!--".len();
        let rest = &self.html[self.at..];
        if rest.starts_with('>') {
            self.at += 1;
            true
        } else if rest.starts_with("->") {
            self.at += 2;
            true
        } else {
            let ended = |at: &usize| {
                let after = &rest.as_bytes()[at + 2..];
                after.starts_with(b">") || after.starts_with(b"!>")
            };
            let end = rest
                .as_bytes()
                .windows(2)
                .enumerate()
                .filter_map(|(at, pair)| (pair == b"--").then_some(at))
                .find(ended);
            self.at += end.map_or(rest.len(), |at| at + 2);
            if end.is_some() {
                self.skip_past(">");
            }
            end.is_some()
        }
    }
}

/// Most attributes of a tag; more are not read.
const MAX_ATTRIBUTES: usize = 40;

fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r' | 0x0C)
}

impl<'a> Iterator for Tokens<'a> {
    type Item = Token<'a>;

    fn next(&mut self) -> Option<Token<'a>> {
        loop {
            let rest = self.html.get(self.at..).filter(|rest| !rest.is_empty())?;
            let bytes = rest.as_bytes();
            let letter = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_alphabetic);
            if bytes[0] == b'<' && letter(1) {
                let offset = self.at;
                let Some(tag) = self.tag() else {
                    self.at = self.html.len();
                    let name = rest[1..].split(|character: char| !character.is_alphanumeric());
                    let what = format!("<{}", name.take(1).collect::<String>());
                    return Some(lost(what, true, offset));
                };
                if OPAQUE.contains(&tag.name.as_str()) {
                    self.skip_opaque(&tag.name);
                    return Some(lost(format!("<{}>", tag.name), false, offset));
                }
                return Some(Token::Open(tag));
            }
            if rest.starts_with("</") && letter(2) {
                self.at += 2;
                let name = self
                    .take_while(|byte| !is_space(byte) && byte != b'/' && byte != b'>')
                    .to_ascii_lowercase();
                self.skip_past(">");
                return Some(Token::Close(name));
            }
            if rest.starts_with("<!--") {
                let offset = self.at;
                if !self.comment() {
                    return Some(lost("<!--".to_owned(), true, offset));
                }
            } else if rest.starts_with("<!") || rest.starts_with("<?") || rest.starts_with("</") {
                let offset = self.at;
                self.skip_past(">");
                return Some(lost(rest[..2].to_owned(), false, offset));
            } else {
                let next = bytes.iter().skip(1).position(|&byte| byte == b'<');
                let length = next.map_or(rest.len(), |found| found + 1);
                self.at += length;
                return Some(Token::Text(&rest[..length]));
            }
        }
    }
}

fn lost(what: String, unclosed: bool, offset: usize) -> Token<'static> {
    Token::Lost(DroppedMarkup {
        what,
        unclosed,
        offset,
    })
}

impl Tokens<'_> {
    fn skip_opaque(&mut self, name: &str) {
        let rest = &self.html.as_bytes()[self.at..];
        let end = rest.windows(name.len() + 2).position(|window| {
            window.starts_with(b"</") && window[2..].eq_ignore_ascii_case(name.as_bytes())
        });
        self.at += end.unwrap_or(rest.len());
    }
}

/// Replaces the character references that addresses have. Others stay: they are then part of an
/// address that leads nowhere, never of one that leads somewhere else.
pub(super) fn decode(text: &str) -> Cow<'_, str> {
    if !text.contains('&') {
        return Cow::Borrowed(text);
    }
    let mut decoded = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find('&') {
        decoded.push_str(&rest[..start]);
        rest = &rest[start..];
        let end = rest
            .bytes()
            .take(12)
            .position(|byte| byte == b';')
            .unwrap_or(0);
        match rest.get(1..end).and_then(character) {
            Some(character) => {
                decoded.push(character);
                rest = &rest[end + 1..];
            }
            None => {
                decoded.push('&');
                rest = &rest[1..];
            }
        }
    }
    decoded.push_str(rest);
    Cow::Owned(decoded)
}

fn character(name: &str) -> Option<char> {
    match name {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        "nbsp" => Some('\u{A0}'),
        "colon" => Some(':'),
        "Tab" => Some('\t'),
        "NewLine" => Some('\n'),
        _ => {
            let number = name.strip_prefix('#')?;
            let code = match number.strip_prefix(['x', 'X']) {
                Some(digits) => u32::from_str_radix(digits, 16),
                None => number.parse(),
            };
            char::from_u32(code.ok()?).filter(|&character| character != '\0')
        }
    }
}
