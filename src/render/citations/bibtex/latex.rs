//! TeX's way to write letters, emphasis and formulas, read as text with the markup of CSL-JSON.

use unicode_normalization::{UnicodeNormalization, is_nfc};

use super::signs::{accent, formula, symbol};

/// Deepest nesting of groups and commands.
const MAX_DEPTH: usize = 60;

/// Reads a text. `titles` tells whether braces keep capitals in it.
pub(in crate::render::citations) fn text(source: &str, titles: bool) -> String {
    // Most texts have nothing of TeX.
    let special = source.contains(['\\', '{', '}', '$', '~', '`']);
    if !special && !source.contains("--") && !source.contains("''") {
        return tidy(source);
    }
    let mut reader = LatexReader {
        rest: source,
        titles,
        depth: 0,
    };
    let mut out = reader.until(None, true);
    if !titles {
        out = out
            .replace("<span class=\"nocase\">", "")
            .replace("</span>", "");
    }
    tidy(&out)
}

/// Reads an address or an identifier: nothing in it means anything but itself.
pub(in crate::render::citations) fn verbatim(source: &str) -> String {
    let mut text = source.trim();
    for command in ["\\url", "\\href", "\\path", "\\nolinkurl"] {
        if let Some(rest) = text.strip_prefix(command) {
            text = rest.trim().trim_start_matches('{');
            text = text.split('}').next().unwrap_or(text);
        }
    }
    let mut out = String::with_capacity(text.len());
    let mut marks = text.chars().peekable();
    while let Some(mark) = marks.next() {
        match mark {
            '\\' => match marks.peek() {
                Some('_' | '%' | '&' | '#' | '$' | '{' | '}' | '~') => out.extend(marks.next()),
                Some(letter) if letter.is_alphabetic() => {
                    let mut name = String::new();
                    while let Some(letter) = marks.next_if(|letter| letter.is_alphabetic()) {
                        name.push(letter);
                    }
                    match symbol(&name) {
                        Some(sign) => out.push_str(sign),
                        None => out.push_str(&format!("\\{name}")),
                    }
                }
                _ => out.push('\\'),
            },
            '{' | '}' => {}
            _ if mark.is_whitespace() => {}
            _ => out.push(mark),
        }
    }
    out
}

fn tidy(text: &str) -> String {
    let text = text.trim();
    let plain = is_nfc(text) && !text.contains(['\n', '\t', '\r']) && !text.contains("  ");
    if plain && !text.contains('<') {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    for mark in text.nfc() {
        let space = mark == ' ' || mark == '\n' || mark == '\t' || mark == '\r';
        if !(space && out.ends_with(' ')) {
            out.push(if space { ' ' } else { mark });
        }
    }
    if out.contains("><") {
        out = out
            .replace("<i></i>", "")
            .replace("<span class=\"nocase\"></span>", "");
    }
    out
}

struct LatexReader<'a> {
    rest: &'a str,
    titles: bool,
    depth: usize,
}

impl LatexReader<'_> {
    fn next(&mut self) -> Option<char> {
        let mark = self.rest.chars().next()?;
        self.rest = &self.rest[mark.len_utf8()..];
        Some(mark)
    }

    /// Reads up to a closing mark, or to the end.
    fn until(&mut self, end: Option<char>, top: bool) -> String {
        let mut out = String::new();
        self.depth += 1;
        // The command that holds for the rest of the group: `{\em …}`.
        let mut closing: Vec<&str> = Vec::new();
        while let Some(mark) = self.next() {
            if Some(mark) == end {
                break;
            }
            match mark {
                '\\' => {
                    if let Some((open, close)) = self.switch() {
                        out.push_str(open);
                        closing.push(close);
                    } else {
                        out.push_str(&self.command());
                    }
                }
                '{' => out.push_str(&self.group(top)),
                '}' => {}
                '$' => out.push_str(&self.formula()),
                '~' => out.push('\u{A0}'),
                '-' if self.rest.starts_with("--") => {
                    self.rest = &self.rest[2..];
                    out.push('—');
                }
                '-' if self.rest.starts_with('-') => {
                    self.rest = &self.rest[1..];
                    out.push('–');
                }
                '`' if self.rest.starts_with('`') => {
                    self.rest = &self.rest[1..];
                    out.push('“');
                }
                '\'' if self.rest.starts_with('\'') => {
                    self.rest = &self.rest[1..];
                    out.push('”');
                }
                '`' => out.push('‘'),
                _ => out.push(mark),
            }
        }
        for close in closing.into_iter().rev() {
            out.push_str(close);
        }
        self.depth -= 1;
        out
    }

    /// Reads a switch such as `\em`, with the markup it begins and ends.
    fn switch(&mut self) -> Option<(&'static str, &'static str)> {
        const SWITCHES: [(&str, &str, &str); 7] = [
            ("itshape", "<i>", "</i>"),
            ("bfseries", "<b>", "</b>"),
            ("em", "<i>", "</i>"),
            ("it", "<i>", "</i>"),
            ("sl", "<i>", "</i>"),
            ("bf", "<b>", "</b>"),
            ("sc", "<span style=\"font-variant:small-caps;\">", "</span>"),
        ];
        for (name, open, close) in SWITCHES {
            if let Some(rest) = self.rest.strip_prefix(name)
                && !rest.starts_with(|next: char| next.is_alphabetic() || next == '{')
            {
                self.rest = rest.trim_start();
                return Some((open, close));
            }
        }
        None
    }

    /// Reads a group; in a title it keeps its capitals, unless it only holds a letter of TeX.
    fn group(&mut self, top: bool) -> String {
        if self.depth > MAX_DEPTH {
            return String::new();
        }
        let special = self.rest.starts_with('\\');
        let inner = self.until(Some('}'), false);
        let letters = inner.chars().any(char::is_alphabetic);
        if top && self.titles && !special && letters {
            format!("<span class=\"nocase\">{inner}</span>")
        } else {
            inner
        }
    }

    /// Reads the argument of a command: a group or one letter.
    fn argument(&mut self) -> String {
        self.rest = self.rest.trim_start();
        if self.depth > MAX_DEPTH {
            return String::new();
        }
        match self.next() {
            Some('{') => self.until(Some('}'), false),
            Some('\\') => {
                self.depth += 1;
                let found = self.command();
                self.depth -= 1;
                found
            }
            Some(mark) => mark.to_string(),
            None => String::new(),
        }
    }

    fn command(&mut self) -> String {
        let Some(first) = self.next() else {
            return "\\".to_owned();
        };
        if !first.is_alphabetic() {
            return match first {
                '\'' | '`' | '^' | '"' | '~' | '=' | '.' => {
                    let base = self.argument();
                    accent(first, &base)
                }
                '-' | '/' | '@' => String::new(),
                ',' | ';' | ':' | '!' | ' ' | '\n' => " ".to_owned(),
                '\\' => " ".to_owned(),
                _ => first.to_string(),
            };
        }
        let end = self
            .rest
            .find(|mark: char| !mark.is_alphabetic())
            .unwrap_or(self.rest.len());
        let name = format!("{first}{}", &self.rest[..end]);
        self.rest = &self.rest[end..];
        if let Some(sign) = symbol(&name) {
            self.skip_after();
            return sign.to_owned();
        }
        self.named(&name)
    }

    /// A space after a command only ends its name; so does an empty group.
    fn skip_after(&mut self) {
        self.rest = match self.rest.strip_prefix("{}") {
            Some(rest) => rest,
            None => self.rest.strip_prefix(' ').unwrap_or(self.rest),
        };
    }

    fn named(&mut self, name: &str) -> String {
        let wrap = |open: &str, inner: String, close: &str| format!("{open}{inner}{close}");
        match name {
            "u" | "v" | "H" | "c" | "k" | "r" | "d" | "b" | "t" => {
                let base = self.argument();
                accent(name.chars().next().unwrap_or('?'), &base)
            }
            "emph" | "textit" | "textsl" | "mkbibemph" => wrap("<i>", self.argument(), "</i>"),
            "textbf" | "mkbibbold" => wrap("<b>", self.argument(), "</b>"),
            "textsuperscript" | "mkbibsuperscript" => wrap("<sup>", self.argument(), "</sup>"),
            "textsubscript" => wrap("<sub>", self.argument(), "</sub>"),
            "textsc" => wrap(
                "<span style=\"font-variant:small-caps;\">",
                self.argument(),
                "</span>",
            ),
            "enquote" | "mkbibquote" => wrap("“", self.argument(), "”"),
            "href" => {
                self.argument();
                self.argument()
            }
            "ensuremath" => {
                let inner = self.argument();
                formula(&inner)
            }
            _ if self.rest.starts_with('{') => self.argument(),
            // A command that nobody knows shows its name, which is better than nothing.
            _ => {
                self.skip_after();
                name.to_owned()
            }
        }
    }

    /// Reads a formula; a dollar sign that nothing ends is a dollar sign.
    fn formula(&mut self) -> String {
        let Some(end) = self.rest.find('$') else {
            return "$".to_owned();
        };
        let inner = &self.rest[..end];
        let money = inner.starts_with(|first: char| first.is_ascii_digit()) && inner.contains(' ');
        if money {
            return "$".to_owned();
        }
        let shown = formula(inner);
        self.rest = &self.rest[end + 1..];
        shown
    }
}
