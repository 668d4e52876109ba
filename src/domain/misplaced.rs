//! Front matter that is not where it can be read: not on the first line, between other signs than
//! three hyphens, or not valid.
//!
//! Nothing is taken from it but one thing: whether it seems to ask that the page be hidden. It is
//! read as loosely as can be for that, because what cannot be read well must not be published.

use std::borrow::Cow;

use crate::domain::fields::{Field, VisibilityHint, fold, is_unseen};
use crate::domain::visibility::Visibility;

/// How much of a text is looked at.
const MAX_LINES: usize = 400;
const MAX_BYTES: usize = 64 << 10;
/// Keys that front matter of other programs often has.
const COMMON: [&str; 8] = [
    "tags",
    "author",
    "layout",
    "categories",
    "description",
    "slug",
    "permalink",
    "template",
];

/// What looks like front matter and is none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MisplacedFrontMatter {
    /// Its line in the text, from 1.
    pub line: u32,
    /// Who the page would be for.
    pub circle: Visibility,
    /// What to do.
    pub help: &'static str,
}

/// Tells who a text that cannot be read as front matter asks a page to be for.
pub fn circle_of(text: &str) -> Visibility {
    // Longer than anybody writes: it is not searched, and hidden from as many as can be.
    if text.len() > MAX_BYTES {
        return Visibility::Draft;
    }
    let asked = pairs(text).map(|(ask, value)| ask.circle(&value)).max();
    let mentioned = if fold(text).contains(Field::Visibility.key()) {
        Visibility::Members
    } else {
        Visibility::Public
    };
    asked.unwrap_or_default().max(mentioned)
}

/// Looks for front matter in a text that has none, or in the text `below` the one it has.
pub fn find(text: &str, below: bool) -> Option<MisplacedFrontMatter> {
    let mut end = text.len().min(MAX_BYTES);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let lines: Vec<&str> = lines(&text[..end]).take(MAX_LINES).collect();
    let mut search = Search { lines, below };
    search.run()
}

/// Divides a text at every sign that any program ends a line with.
fn lines(text: &str) -> impl Iterator<Item = &str> {
    let ends = |character: char| {
        matches!(
            character,
            '\n' | '\r' | '\u{0B}' | '\u{0C}' | '\u{85}' | '\u{2028}' | '\u{2029}'
        )
    };
    // Bytes that such a sign begins with; next to no line has one.
    let may_end = |byte: u8| matches!(byte, b'\r' | 0x0B | 0x0C | 0xC2 | 0xE2);
    // A carriage return before a line feed is part of the same end.
    text.split_inclusive('\n').flat_map(move |line| {
        let line = line.strip_suffix('\n').unwrap_or(line);
        let line = line.strip_suffix('\r').unwrap_or(line);
        let (whole, divided) = match line.bytes().any(may_end) {
            true => (None, Some(line.split(ends))),
            false => (Some(line), None),
        };
        whole.into_iter().chain(divided.into_iter().flatten())
    })
}

/// Returns what a text says of who may see a page, with the values.
fn pairs(text: &str) -> impl Iterator<Item = (VisibilityHint, String)> {
    let mut before = "";
    let mut open: Option<VisibilityHint> = None;
    let mut found = Vec::new();
    for line in lines(text) {
        if let Some(ask) = open.take_if(|_| !line.trim().is_empty()) {
            found.push((ask, value_of(line)));
        }
        for part in line.split([',', '{', '}']) {
            let Some((key, value)) = part.split_once([':', '=']) else {
                continue;
            };
            // `? key` on a line of its own has its value behind a colon on the next.
            let key = if key.trim().is_empty() { before } else { key };
            let Some(ask) = ask_of(key) else { continue };
            let value = value_of(value);
            if matches!(value.as_str(), "" | "|" | ">" | "|-" | ">-" | "|+" | ">+") {
                open = Some(ask);
            } else {
                found.push((ask, value));
            }
        }
        before = line;
    }
    found.extend(open.map(|ask| (ask, String::new())));
    found.into_iter()
}

/// Tells what a key asks for that may have signs of YAML, a comment or other words before it.
fn ask_of(key: &str) -> Option<VisibilityHint> {
    // What is written with escapes could be anything.
    if key.contains('\\') {
        return Some(VisibilityHint::Visibility);
    }
    let signs = |character: char| !character.is_alphanumeric() && !is_unseen(character);
    let whole = key.trim_matches(signs);
    let last = whole.rsplit(char::is_whitespace).next().unwrap_or(whole);
    VisibilityHint::of(whole).or_else(|| VisibilityHint::of(last))
}

fn value_of(text: &str) -> String {
    let text = text.split(" #").next().unwrap_or(text);
    let signs = |character: char| character.is_whitespace() || "\"'[]".contains(character);
    text.trim_matches(signs).to_owned()
}

/// Returns a line without what cannot be seen and without space around it.
fn seen(line: &str) -> Cow<'_, str> {
    // Every line of every page comes by here, and next to none has such a character.
    let plain = |byte: u8| byte.is_ascii() && !byte.is_ascii_control() || byte == b'\t';
    if line.bytes().all(plain) || !line.contains(is_unseen) {
        return Cow::Borrowed(line.trim());
    }
    let seen: String = line.chars().filter(|&c| !is_unseen(c)).collect();
    Cow::Owned(seen.trim().to_owned())
}

/// Tells whether a line begins with a word, as most lines do, or has nothing.
fn begins_with_word(line: &str) -> bool {
    let line = line.trim_ascii_start();
    line.is_empty() || line.starts_with(|first: char| first.is_ascii_alphanumeric())
}

/// Tells whether a line is one between which front matter stands, or could have been meant to be.
fn is_fence(line: &str) -> bool {
    let sign = |character: char| {
        matches!(
            character,
            '-' | '+' | '=' | '*' | '_' | ';' | '–' | '—' | '−' | '‐' | '‑' | '‒' | '―'
        )
    };
    let seen = seen(line);
    if !seen.starts_with(sign) {
        return false;
    }
    let line: String = seen.split_whitespace().collect();
    let signs = line
        .chars()
        .take_while(|&character| sign(character))
        .count();
    let rest = line.trim_start_matches(sign).to_ascii_lowercase();
    let named = matches!(
        rest.as_str(),
        "" | "yaml" | "yml" | "toml" | "json" | "meta" | "metadata"
    );
    (signs >= 2 || line.starts_with(['–', '—', '―'])) && (named || rest.starts_with('#'))
}

/// Returns what stands before the first colon or equals sign, if it could be a key.
fn key_of(line: &str) -> Option<String> {
    let line = seen(line);
    let (key, _) = line.split_once([':', '='])?;
    let key = key.trim().trim_matches(['"', '\'', '?', ' ']);
    let plain =
        |character: char| character.is_alphanumeric() || matches!(character, '_' | '-' | ' ' | '.');
    let is_key = !key.is_empty() && key.chars().count() <= 40 && key.chars().all(plain);
    is_key.then(|| fold(key))
}

/// Tells whether a line could stand in front matter.
fn fits(line: &str) -> bool {
    let seen = seen(line);
    seen.is_empty()
        || line.starts_with([' ', '\t'])
        || seen.starts_with(['#', '-', '?', '"', '\'', '[', ']', '{', '}', ':'])
        || key_of(line).is_some()
}

fn is_known(key: &str) -> bool {
    Field::from_key(key).is_some() || COMMON.contains(&key) || VisibilityHint::of(key).is_some()
}

struct Search<'t> {
    lines: Vec<&'t str>,
    below: bool,
}

impl Search<'_> {
    fn run(&mut self) -> Option<MisplacedFrontMatter> {
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
        let asked = pairs(&text).map(|(ask, value)| ask.circle(&value)).max();
        let circle = asked.unwrap_or_default();
        (circle > Visibility::Public || (any && known)).then_some(MisplacedFrontMatter {
            line: line as u32 + 1,
            circle,
            help,
        })
    }
}

/// Tells who a text asks to be for where it could also be plain words: the key must be one of ours
/// and the value one word.
fn plain_circle(text: &str) -> Visibility {
    let asked = pairs(text).filter(|(ask, value)| {
        let one = !value.is_empty() && !value.contains(char::is_whitespace);
        one && !matches!(ask, VisibilityHint::Names)
    });
    asked
        .map(|(ask, value)| ask.circle(&value))
        .max()
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    const BLOCK: &str = "title: T\nvisibility: members\n";

    #[test]
    fn front_matter_is_seen_wherever_and_however_it_stands() {
        let fence = |open: &str, close: &str| format!("{open}\n{BLOCK}{close}\n\nText.\n");
        let plain = fence("---", "---");
        for (text, line) in [
            (format!("\n{plain}"), 2),
            (format!("\n\n \t\n{plain}"), 4),
            (format!("<!-- licence -->\n{plain}"), 2),
            (format!("<!-- a\nlicence -->\n\n{plain}"), 4),
            (format!("<!-- c -->{plain}"), 1),
            (format!("[//]: # (a comment)\n{plain}"), 2),
            (format!("\u{200B}{plain}"), 1),
            (format!("\u{FEFF}{plain}"), 1),
            (format!(" {plain}"), 1),
            (format!("\u{A0}{plain}"), 1),
            (format!("# Licence\n{plain}"), 2),
            (format!("Some text.\n\n{plain}"), 3),
            (fence("----", "----"), 1),
            (fence("--", "--"), 1),
            (fence("—", "—"), 1),
            (fence("- - -", "- - -"), 1),
            (fence("***", "***"), 1),
            (fence("===", "==="), 1),
            (fence(";;;", ";;;"), 1),
            (fence("---yaml", "---"), 1),
            (fence("--- # a comment", "---"), 1),
            (
                "+++\ntitle = \"T\"\nvisibility = \"members\"\n+++\nText\n".to_owned(),
                1,
            ),
            (
                "{\n  \"title\": \"T\",\n  \"visibility\": \"members\"\n}\n".to_owned(),
                1,
            ),
            ("{\"visibility\": \"members\"}\n\nText\n".to_owned(), 1),
            (format!("```yaml\n{plain}```\n"), 2),
            (format!("{BLOCK}---\n\nText\n"), 1),
            (format!("{BLOCK}\nText\n"), 1),
            ("visibility: members\n\nText\n".to_owned(), 1),
            ("<!-- visibility: members -->\n\nText\n".to_owned(), 1),
            ("\n---\n\nVisiblity: members\n\nText\n".to_owned(), 2),
            (
                "\n---\u{2028}title: T\u{2028}visibility: members\u{2028}---\n".to_owned(),
                2,
            ),
        ] {
            let found = find(&text, false).unwrap_or_else(|| panic!("{text:?}"));
            assert_eq!(found.circle, Visibility::Members, "{text:?}");
            assert_eq!(found.line, line, "{text:?}");
        }
        for text in [
            format!("\n{plain}"),
            plain.clone(),
            format!("{BLOCK}\nText\n"),
        ] {
            let found = find(&text, true).unwrap_or_else(|| panic!("{text:?}"));
            assert_eq!(found.circle, Visibility::Members, "{text:?}");
        }
        let open = find("\n---\ntitle: T\n---\nText\n", false).unwrap();
        assert_eq!(open.circle, Visibility::Public);
        let draft = find("\n---\ntitle: T\ndraft: true\n---\nText\n", false).unwrap();
        assert_eq!(draft.circle, Visibility::Draft);
    }

    #[test]
    fn what_is_no_front_matter_is_none() {
        for text in [
            "",
            "Text.\n",
            "# Title\n\nText: and more.\n",
            "---\n\nText between thematic breaks.\n\n---\n",
            "\n---\n\nvisibility is poor\n",
            "Note: this is a remark.\n",
            "Summary: one line.\n\nText\n",
            "A list:\n\n- visibility: how far one sees\n",
            "Like so:\n\n```yaml\n---\ntitle: T\nvisibility: members\n---\n```\n",
            "Like so:\n\n    ---\n    visibility: members\n    ---\n",
            "Status: draft of the annual report\n\nText\n",
            "| a | b |\n|---|---|\n| visibility: members | x |\n",
            "Heading\n---\n\nText: x\n\n---\n",
        ] {
            assert_eq!(find(text, false), None, "{text:?}");
            assert_eq!(find(text, true), None, "{text:?}");
        }
        let example = "```yaml\nvisibility: members\n```\n";
        assert_eq!(find(example, true), None);
        let minutes = "---\nDate: 3 May\nPlace: Geneva\n---\n\nText\n";
        assert_eq!(find(minutes, true), None);
    }

    #[test]
    fn what_cannot_be_read_is_searched_for_the_strictest_wish() {
        use Visibility::{Draft, Members, Public};
        for (text, wanted) in [
            ("title: [a\n", Public),
            ("title: [a\nsector: private\n", Public),
            ("title: A: private partners\n", Public),
            ("visibility: members\nbroken: [", Members),
            ("visibility: public\nvisibility: members\n", Members),
            ("\"visib\\u0069lity\": members\nbroken: [", Members),
            ("{visibility: members, title: T", Members),
            ("? visibility\n: members\n[", Members),
            ("visibility:\n  members\n[", Members),
            ("a: [\ndraft: true\n", Draft),
            ("a: [\ndraft: false\n", Public),
            ("a: [\nprivate: true\n", Members),
            ("a: [\npublished: false\n", Members),
            ("a: &x members\nwho: *x visibility", Members),
        ] {
            assert_eq!(circle_of(text), wanted, "{text:?}");
        }
    }
}
