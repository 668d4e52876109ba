//! Values of fields: what encloses them, the people in them, and whether their braces match.

/// Returns a value without what encloses the whole of it.
pub(super) fn bare(value: &str) -> &str {
    let inner = |open: char, close: char| {
        let inner = value.strip_prefix(open)?.strip_suffix(close)?;
        is_balanced(inner).then_some(inner)
    };
    let quoted = || inner('"', '"').filter(|inner| !inner.contains('"'));
    inner('{', '}').or_else(quoted).unwrap_or(value)
}

/// Divides the words of a list of people at each `and` that stands in no braces.
pub(super) fn people(words: &[&str]) -> Vec<String> {
    let mut people = vec![Vec::new()];
    let mut depth = 0;
    for word in words {
        if depth == 0 && word.eq_ignore_ascii_case("and") {
            people.push(Vec::new());
            continue;
        }
        depth += depth_of(word);
        if let Some(last) = people.last_mut() {
            last.push(*word);
        }
    }
    people.iter().map(|words| words.join(" ")).collect()
}

fn depth_of(text: &str) -> i32 {
    let mut is_escaped = false;
    let mut depth = 0;
    for mark in text.chars() {
        match mark {
            _ if is_escaped => is_escaped = false,
            '\\' => is_escaped = true,
            '{' => depth += 1,
            '}' => depth -= 1,
            _ => {}
        }
    }
    depth
}

/// Tells whether each brace in a text has its other one behind it.
pub(super) fn is_balanced(text: &str) -> bool {
    let ends = text.char_indices().map(|(at, mark)| at + mark.len_utf8());
    let closed_early = ends
        .filter(|end| text[..*end].ends_with('}'))
        .any(|end| depth_of(&text[..end]) < 0);
    !closed_early && depth_of(text) == 0 && !text.ends_with('\\')
}
