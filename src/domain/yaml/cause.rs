//! Why a text is not YAML: the slip itself, which mostly stands before the point where a parser
//! notices that something is wrong.

use crate::domain::problem::Position;
use crate::domain::yaml::error::YamlError;

/// Returns an error with the position and the words of what caused it, and what to do about it.
pub(super) fn of(text: &str, error: YamlError) -> YamlError {
    let lines: Vec<&str> = text.lines().collect();
    let number = (error.position.line as usize).min(lines.len());
    let read = &lines[..number];
    let known = if error.message.contains("given twice") {
        Some(Cause::here("keep one of them"))
    } else if error.message.contains("aliases") {
        Some(Cause::here(
            "a star at the start of a value needs quotes around it",
        ))
    } else {
        // The parser notices a tab in the line before.
        let next = (number + usize::from(error.message.contains("tab"))).min(lines.len());
        tab(&lines[..next])
            .or_else(|| open_quote(read, &error))
            .or_else(|| open_bracket(read, &error))
            .or_else(|| read.last().and_then(|line| quotes_within(line, &error)))
            .or_else(|| needs_quotes(read))
            .or_else(|| mapping(read, &error))
    };
    let cause = known.unwrap_or_else(|| {
        Cause::here("check the indentation, and close every bracket and quotation mark")
    });
    let (position, message) = match cause.slip {
        Some((line, column, message)) => (position(line, column), message),
        None => (error.position, error.message),
    };
    YamlError {
        position,
        message,
        help: cause.help,
    }
}

/// The cause of an error.
struct Cause {
    /// The line, from 0, the column in characters, from 0, and what is wrong there; the error's own
    /// where that says it.
    slip: Option<(usize, usize, String)>,
    help: String,
}

impl Cause {
    fn here(help: impl Into<String>) -> Self {
        Self {
            slip: None,
            help: help.into(),
        }
    }

    fn at(line: usize, column: usize, message: impl Into<String>, help: impl Into<String>) -> Self {
        Self {
            slip: Some((line, column, message.into())),
            help: help.into(),
        }
    }
}

fn position(line: usize, column: usize) -> Position {
    let number = |number: usize| u32::try_from(number + 1).unwrap_or(u32::MAX);
    Position {
        line: number(line),
        column: number(column),
    }
}

/// Finds a line that is indented with a tab.
fn tab(lines: &[&str]) -> Option<Cause> {
    let indented = |line: &&str| line.trim_start_matches(' ').starts_with('\t');
    let line = lines.iter().rposition(indented)?;
    let column = indent(lines[line]);
    let message = "the line is indented with a tab";
    Some(Cause::at(
        line,
        column,
        message,
        "indent with spaces, not with tabs",
    ))
}

/// Returns how many spaces a line begins with.
fn indent(line: &str) -> usize {
    line.len() - line.trim_start_matches(' ').len()
}

/// Returns the byte at which the value of a line begins, behind its key, its hyphen or both.
fn value_of(line: &str) -> usize {
    let mut start = indent(line);
    while line[start..].starts_with("- ") {
        start += 2 + indent(&line[start + 2..]);
    }
    let rest = &line[start..];
    match rest.split_once(": ") {
        Some((key, _)) if !key.starts_with(['"', '\'', '[', '{', '#']) => {
            let behind = start + key.len() + 2;
            behind + indent(&line[behind..])
        }
        _ => start,
    }
}

/// Returns the rest of a quoted text behind its end; nothing where it does not end.
fn behind_quoted(quoted: &str) -> Option<&str> {
    let quote = quoted.chars().next()?;
    let mut letters = quoted.char_indices().skip(1).peekable();
    while let Some((at, letter)) = letters.next() {
        if letter == '\\' && quote == '"' {
            letters.next();
        } else if letter == quote {
            let twice = quote == '\'' && letters.next_if(|(_, next)| *next == quote).is_some();
            if !twice {
                return quoted.get(at + 1..);
            }
        }
    }
    None
}

/// Finds a quotation mark that its line does not close, where the parser stumbled over that.
fn open_quote(lines: &[&str], error: &YamlError) -> Option<Cause> {
    let stumbled = ["quote", "quoted"];
    if !stumbled.iter().any(|word| error.message.contains(word)) {
        return None;
    }
    let is_open = |line: &&str| {
        let value = &line[value_of(line)..];
        value.starts_with(['"', '\'']) && behind_quoted(value).is_none()
    };
    let line = lines.iter().position(is_open)?;
    let start = value_of(lines[line]);
    let quote = lines[line][start..].chars().next()?;
    let column = lines[line][..start].chars().count();
    let message = "the quotation mark is not closed";
    let help = format!("end the text with the same mark: {quote}");
    Some(Cause::at(line, column, message, help))
}

/// Finds a bracket that is still open where the parser stumbled, in this line or in one below.
fn open_bracket(lines: &[&str], error: &YamlError) -> Option<Cause> {
    let mut open: Vec<(usize, usize, char)> = Vec::new();
    for (number, line) in lines.iter().enumerate() {
        let start = match open.is_empty() {
            true => value_of(line),
            false => 0,
        };
        if open.is_empty() && !line[start..].starts_with(['[', '{']) {
            continue;
        }
        // A new key at the beginning of a line is none of the list's.
        let is_key = !line.starts_with([' ', '-', ']', '}', '#']) && line.contains(": ");
        if !open.is_empty() && is_key {
            break;
        }
        let mut rest = &line[start..];
        while let Some(letter) = rest.chars().next() {
            let at = line.len() - rest.len();
            rest = &rest[letter.len_utf8()..];
            match letter {
                '[' | '{' => open.push((number, line[..at].chars().count(), letter)),
                ']' | '}' => drop(open.pop()),
                '#' if line[..at].ends_with(' ') => break,
                '"' | '\'' if line[..at].ends_with([' ', '[', '{', ',']) => {
                    rest = behind_quoted(&line[at..]).unwrap_or("");
                }
                _ => {}
            }
        }
    }
    let (line, column, bracket) = open.pop()?;
    let notices = error.message.contains("bracket") || line + 1 < error.position.line as usize;
    let closing = if bracket == '[' { ']' } else { '}' };
    notices.then(|| {
        let message = format!("the bracket “{bracket}” is not closed");
        Cause::at(line, column, message, format!("end it with {closing}"))
    })
}

/// Says how to write quotation marks within a text, where a value goes on behind its quotes.
fn quotes_within(line: &str, error: &YamlError) -> Option<Cause> {
    let value = &line[value_of(line)..];
    let goes_on = error.message.contains("trailing content");
    let key = line[..value_of(line)].trim_start();
    match value.chars().next() {
        Some('\'') if goes_on && !value.contains('"') => {
            let inner = value.trim_end().trim_matches('\'');
            Some(Cause::here(format!(
                "put the text in double quotes: {key}\"{inner}\""
            )))
        }
        Some('"' | '\'') if goes_on => Some(Cause::here(
            "put quotes around the whole text, and a backslash before each \" within it",
        )),
        _ => None,
    }
}

/// Finds a value, in the last two lines, that needs quotes: it has a colon in it, or begins with a
/// sign that means something.
fn needs_quotes(lines: &[&str]) -> Option<Cause> {
    let near = lines.iter().rev().take(2);
    let (key, value) = near.filter_map(|line| unquoted(line)).next()?;
    let value = value.replace('"', "\\\"");
    Some(Cause::here(format!(
        "put the text in quotes: {key}: \"{value}\""
    )))
}

fn unquoted(line: &str) -> Option<(&str, &str)> {
    let (key, value) = line.split_once(": ")?;
    let value = value.trim();
    let signs = ['@', '`', '%', '&', '*', '!'];
    let quoted = value.starts_with(['"', '\'', '[', '{', '|', '>']) || key.contains(['[', '{']);
    let needs =
        !quoted && (value.contains(": ") || value.ends_with(':') || value.starts_with(signs));
    needs.then_some((key.trim(), value))
}

/// Finds what keeps a key from being one: the line above has no colon, or the line is indented
/// further than the one above it.
fn mapping(lines: &[&str], error: &YamlError) -> Option<Cause> {
    let at_colon = ["mapping values", "simple key", "expected ':'"];
    if !at_colon.iter().any(|words| error.message.contains(words)) {
        return None;
    }
    let is_bare = |line: &str| {
        let text = line.trim();
        let is_list = text == "-" || text.starts_with("- ");
        !text.is_empty() && !text.contains(": ") && !text.ends_with(':') && !is_list
    };
    let last = lines.len().checked_sub(1)?;
    // The parser notices a line without a colon in that line or in the next.
    let above = last.checked_sub(1);
    let mut near = [above, Some(last)].into_iter().flatten();
    let bare = near.find(|&line| is_bare(lines[line]));
    if let Some(line) = bare.filter(|&line| indent(lines[line]) == 0) {
        let text = lines[line].trim();
        let help = match text.split_once(' ') {
            Some((key, value)) => format!("write {key}: {}", value.trim()),
            None => format!("write {text}: and its value"),
        };
        return Some(Cause::at(
            line,
            0,
            "the line has no colon behind its key",
            help,
        ));
    }
    let above = above.filter(|&above| indent(lines[last]) > indent(lines[above]))?;
    let message = "the line is indented further than the one above it, which has a value already";
    let (inner, outer) = (lines[last], lines[above]);
    let spaces = match outer.trim_start().starts_with("- ") {
        true => indent(outer) + 2,
        false => indent(outer),
    };
    let help = match spaces {
        0 => "begin it at the beginning of the line".to_owned(),
        spaces => format!("begin it with {spaces} spaces"),
    };
    Some(Cause::at(last, indent(inner), message, help))
}
