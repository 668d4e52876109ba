//! Values as YAML text, so that ours and every other parser reads what was given.

#[cfg(test)]
mod tests;

use crate::domain::yaml_edit::request::NewValue;

/// Longest list of texts that is written on one line where nothing asks for either form.
const LINE: usize = 80;

/// The type that parsers give to a plain scalar when they convert it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum ScalarSort {
    Text,
    /// Yes and no in their many forms.
    Truth,
    /// Nothing.
    Nothing,
    /// A number, a date or a time.
    Number,
}

fn sort(text: &str) -> ScalarSort {
    match text.to_ascii_lowercase().as_str() {
        "" | "~" | "null" | "=" | "<<" => return ScalarSort::Nothing,
        "true" | "false" | "yes" | "no" | "on" | "off" | "y" | "n" => return ScalarSort::Truth,
        ".inf" | "+.inf" | "-.inf" | ".nan" => return ScalarSort::Number,
        _ => {}
    }
    // Wider than any grammar of numbers, dates and times: quotes too many do no harm.
    let sign = |letter: char| letter.is_ascii_hexdigit() || "+-_.:,xXoOtTzZ ".contains(letter);
    let first = text.trim_start_matches(['+', '-', '.']);
    if first.starts_with(|letter: char| letter.is_ascii_digit()) && text.chars().all(sign) {
        return ScalarSort::Number;
    }
    ScalarSort::Text
}

/// Tells whether a letter can stand in YAML as itself.
fn printable(letter: char) -> bool {
    !letter.is_control()
        && !matches!(
            letter,
            '\u{2028}' | '\u{2029}' | '\u{FEFF}' | '\u{FFFE}' | '\u{FFFF}'
        )
}

/// Tells whether a text without quotes is one scalar, whatever it then converts to.
fn plain(text: &str, flow: bool) -> bool {
    let signs = "-?:,[]{}#&*!|>'\"%@`";
    let edge = |letter: Option<char>| letter.is_none_or(char::is_whitespace);
    !edge(text.chars().next())
        && !edge(text.chars().next_back())
        && !text.starts_with(|letter| signs.contains(letter))
        && !text.starts_with("...")
        && !text.ends_with(':')
        && !text.contains(": ")
        && !text.contains(" #")
        && text.chars().all(printable)
// Some parsers stop at a question mark there, as in an address.
        && !(flow && text.contains([',', '[', ']', '{', '}', '?']))
}

/// Writes a text on one line: as the value it replaces was written where that is possible, or
/// without quotes where every parser then reads this text, or else with double quotes.
pub(super) fn scalar(text: &str, flow: bool, old: Option<&str>) -> String {
    let old = old.unwrap_or_default();
    if old.starts_with('"') {
        return double_quoted(text);
    }
    if old.starts_with('\'') && text.chars().all(printable) {
        return format!("'{}'", text.replace('\'', "''"));
    }
    let sort = sort(text);
    // `draft: true` becomes `draft: false`, and a date another date, without quotes as they were.
    let signs = |text: &str| text.replace(|letter: char| letter.is_ascii_digit(), "");
    let same = match sort {
        ScalarSort::Truth => self::sort(old) == ScalarSort::Truth,
        ScalarSort::Number => self::sort(old) == ScalarSort::Number && signs(text) == signs(old),
        ScalarSort::Text | ScalarSort::Nothing => false,
    };
    if (sort == ScalarSort::Text || same) && plain(text, flow) {
        return text.to_owned();
    }
    double_quoted(text)
}

/// Writes what need not be a text: without quotes, unless the value it replaces has them or it would
/// not be one scalar.
pub(super) fn unquoted(text: &str, flow: bool, old: Option<&str>) -> String {
    let is_quoted = old.is_some_and(|old| old.starts_with(['"', '\'']));
    match !is_quoted && plain(text, flow) {
        true => text.to_owned(),
        false => scalar(text, flow, old),
    }
}

/// Writes a key on one line.
pub(super) fn key(text: &str) -> String {
    if sort(text) == ScalarSort::Text && plain(text, true) && !text.contains(':') {
        return text.to_owned();
    }
    double_quoted(text)
}

fn double_quoted(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for letter in text.chars() {
        match letter {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '\n' => quoted.push_str("\\n"),
            '\r' => quoted.push_str("\\r"),
            '\t' => quoted.push_str("\\t"),
            _ if printable(letter) => quoted.push(letter),
            _ => quoted.push_str(&format!("\\u{:04X}", u32::from(letter))),
        }
    }
    quoted.push('"');
    quoted
}

/// Writes a text of several lines as a block scalar that keeps its lines, from the sign in its header
/// on. Nothing where a reader could take it for another text.
pub(super) fn literal(text: &str, indent: usize, newline: &str) -> Option<String> {
    let lines = text.strip_suffix('\n').unwrap_or(text);
    let chomping = if lines.len() < text.len() { "" } else { "-" };
    let clear = |letter: char| letter == '\n' || letter == '\t' || printable(letter);
    if !text.contains('\n')
        || lines.starts_with(char::is_whitespace)
        || lines.is_empty()
        || lines.ends_with('\n')
        || !text.chars().all(clear)
        || lines
            .split('\n')
            .any(|line| line.trim().is_empty() && !line.is_empty())
    {
        return None;
    }
    let mut written = format!("|{chomping}");
    for line in lines.split('\n') {
        written.push_str(newline);
        if !line.is_empty() {
            written.push_str(&" ".repeat(indent));
            written.push_str(line);
        }
    }
    Some(written)
}

/// Writes a value on one line.
pub(super) fn flow(value: &NewValue) -> String {
    match value {
        NewValue::Text(text) => scalar(text, true, None),
        NewValue::Plain(text) => unquoted(text, true, None),
        NewValue::List(items) => {
            let items: Vec<String> = items.iter().map(flow).collect();
            format!("[{}]", items.join(", "))
        }
        NewValue::Map(entries) => {
            let entries = entries.iter();
            let entries: Vec<String> = entries
                .map(|(name, value)| format!("{}: {}", key(name), flow(value)))
                .collect();
            format!("{{{}}}", entries.join(", "))
        }
    }
}

/// Tells whether a value is written on one line where nothing asks for either form.
pub(super) fn short(value: &NewValue) -> bool {
    match value {
        NewValue::Text(_) | NewValue::Plain(_) => true,
        NewValue::Map(entries) => entries.is_empty(),
        NewValue::List(items) => {
            items.iter().all(|item| matches!(item, NewValue::Text(_))) && flow(value).len() <= LINE
        }
    }
}

/// Writes a list or map that is not empty on lines of its own. The first begins where it is put, in
/// the column `indent`.
pub(super) fn block(value: &NewValue, indent: usize, newline: &str) -> String {
    let lines: Vec<String> = match value {
        NewValue::Text(text) => vec![scalar(text, false, None)],
        NewValue::Plain(text) => vec![unquoted(text, false, None)],
        NewValue::List(items) => {
            let items = items.iter();
            items.map(|item| list_item(item, indent, newline)).collect()
        }
        NewValue::Map(entries) => {
            let entries = entries.iter();
            entries
                .map(|(name, value)| entry(name, value, indent, newline))
                .collect()
        }
    };
    lines.join(&format!("{newline}{}", " ".repeat(indent)))
}

/// Writes a key and its value.
pub(super) fn entry(name: &str, value: &NewValue, indent: usize, newline: &str) -> String {
    let name = key(name);
    match value {
        NewValue::Text(text) => format!("{name}: {}", scalar(text, false, None)),
        NewValue::Plain(text) => format!("{name}: {}", unquoted(text, false, None)),
        _ if short(value) => format!("{name}: {}", flow(value)),
        _ => {
            let (deeper, spaces) = (indent + 2, " ".repeat(indent + 2));
            format!("{name}:{newline}{spaces}{}", block(value, deeper, newline))
        }
    }
}

/// Writes an item of a list with its hyphen.
pub(super) fn list_item(value: &NewValue, indent: usize, newline: &str) -> String {
    match value {
        NewValue::Map(entries) if !entries.is_empty() => {
            format!("- {}", block(value, indent + 2, newline))
        }
        NewValue::Text(text) => format!("- {}", scalar(text, false, None)),
        NewValue::Plain(text) => format!("- {}", unquoted(text, false, None)),
        _ => format!("- {}", flow(value)),
    }
}
