//! One entry divided into its fields.

use std::collections::HashMap;

/// An entry with its fields as they are written, abbreviations replaced.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::render::citations) struct BibtexEntry {
    /// The type in small letters.
    pub(in crate::render::citations) kind: String,
    pub(in crate::render::citations) key: String,
    /// Names in small letters, and values without their outer braces or quotation marks.
    pub(in crate::render::citations) fields: Vec<(String, String)>,
}

/// Most bytes of the fields of an entry: abbreviations can make much of little.
const MAX_LENGTH: usize = 400_000;

impl BibtexEntry {
    pub(in crate::render::citations) fn field(&self, name: &str) -> Option<&str> {
        let mut fields = self.fields.iter();
        let found = fields.find(|(field, value)| field == name && !value.trim().is_empty());
        found.map(|(_, value)| value.trim())
    }
}

/// Reads the source of an entry. The error says what cannot be read and what to do.
pub(in crate::render::citations) fn read(
    source: &str,
    abbreviations: &HashMap<String, String>,
) -> Result<BibtexEntry, String> {
    let open = source.find(['{', '(']).unwrap_or(source.len());
    let kind = source[..open]
        .trim_start_matches('@')
        .trim()
        .to_ascii_lowercase();
    let inner = source
        .get(open + 1..source.len().saturating_sub(1))
        .unwrap_or_default();
    let (key, mut rest) = inner.split_once(',').unwrap_or((inner, ""));
    let mut entry = BibtexEntry {
        kind,
        key: key.trim().to_owned(),
        fields: Vec::new(),
    };
    let mut length = 0;
    loop {
        rest = next_field(rest);
        if rest.is_empty() {
            return Ok(entry);
        }
        let end = rest.find(|mark: char| !is_name(mark)).unwrap_or(rest.len());
        let name = rest[..end].to_ascii_lowercase();
        let after = rest[end..].trim_start();
        let Some(value) = after.strip_prefix('=').filter(|_| !name.is_empty()) else {
            return Err(no_field(rest));
        };
        let (value, after) = value_of(value, abbreviations).ok_or_else(|| {
            format!("the field “{name}” has no value that can be read: write {name} = {{…}}")
        })?;
        length += value.len();
        if length > MAX_LENGTH {
            return Err("its fields are longer than 400 kB".to_owned());
        }
        entry.fields.push((name, value));
        rest = after;
    }
}

fn no_field(rest: &str) -> String {
    let shown: String = rest
        .chars()
        .take(30)
        .take_while(|mark| *mark != '\n')
        .collect();
    format!("“{shown}” is no field: write name = {{value}}, with a comma after each field")
}

/// Returns the text from the next field on, without the commas, white space and comments before it.
pub(super) fn next_field(mut rest: &str) -> &str {
    loop {
        rest = rest.trim_start_matches(|mark: char| mark.is_whitespace() || mark == ',');
        let Some(comment) = rest.strip_prefix('%') else {
            return rest;
        };
        rest = comment.split_once('\n').map_or("", |(_, rest)| rest);
    }
}

pub(super) fn is_name(mark: char) -> bool {
    mark.is_alphanumeric() || "_-:.+/'".contains(mark)
}

/// Reads a value, such as `{a}`, `"a" # b` or `2019`, and returns what follows it.
pub(super) fn value_of<'a>(
    text: &'a str,
    abbreviations: &HashMap<String, String>,
) -> Option<(String, &'a str)> {
    let mut out = String::new();
    let mut rest = text;
    loop {
        rest = rest.trim_start();
        let Some(first) = rest.chars().next() else {
            // `month =` at the end: a value that was left out.
            return out.is_empty().then_some((out, rest));
        };
        let end = match first {
            '{' => closed(rest, '{')?,
            '"' => closed(rest, '"')?,
            _ => {
                let end = rest.find(|mark: char| !is_name(mark)).unwrap_or(rest.len());
                if end == 0 {
                    // `month = ,`: a value that was left out.
                    return rest.starts_with(',').then_some((out, rest));
                }
                let word = &rest[..end];
                match abbreviations.get(&word.to_lowercase()) {
                    Some(value) => out.push_str(value),
                    None => out.push_str(word),
                }
                end
            }
        };
        if matches!(first, '{' | '"') {
            out.push_str(&rest[1..end - 1]);
        }
        if out.len() > MAX_LENGTH {
            return Some((out, ""));
        }
        let after = rest[end..].trim_start();
        match after.strip_prefix('#') {
            Some(next) => rest = next,
            None => return Some((out, &rest[end..])),
        }
    }
}

/// Returns where a value that begins with a brace or a quotation mark ends.
fn closed(text: &str, open: char) -> Option<usize> {
    let (mut depth, mut escaped) = (0usize, false);
    for (at, mark) in text.char_indices().skip(1) {
        match mark {
            _ if escaped => {
                escaped = false;
                continue;
            }
            '\\' => escaped = true,
            '{' => depth += 1,
            '}' if depth > 0 => depth -= 1,
            '}' if open == '{' => return Some(at + 1),
            '"' if open == '"' && depth == 0 => return Some(at + 1),
            _ => {}
        }
    }
    None
}
