//! Writes one part into an entry.

use std::ops::Range;

use super::spans::{EntrySpans, FieldSpan};
use super::texts::is_balanced;
use super::{WorkField, work_field};

/// Returns an entry with another value of one of its parts: taken out where that is empty. `None` where
/// the entry cannot be read, or the value cannot be written into it.
pub fn with_work_field(entry: &str, field: WorkField, value: &str) -> Option<String> {
    let entry = entry.trim();
    let lines = value.lines().map(|line| {
        let words: Vec<&str> = line.split_whitespace().collect();
        words.join(" ")
    });
    let lines: Vec<String> = lines.filter(|line| !line.is_empty()).collect();
    if lines
        .iter()
        .any(|line| line.len() > 20_000 || !is_balanced(line))
    {
        return None;
    }
    let (wanted, written) = match field {
        WorkField::Authors => (lines.join("\n"), lines.join(" and ")),
        _ => (lines.join(" "), lines.join(" ")),
    };
    let (spans, found) = EntrySpans::of(entry, field)?;
    let span = found.and_then(|found| spans.fields.get(found));
    let changed = match (field, span) {
        (WorkField::Kind, _) => {
            let is_word = |text: &str| text.bytes().all(|byte| byte.is_ascii_alphanumeric());
            let new = Some(written.as_str()).filter(|new| !new.is_empty() && is_word(new))?;
            spliced(entry, spans.kind, new)?
        }
        (_, Some(span)) if written.is_empty() => without(entry, span)?,
        (_, Some(span)) => spliced(entry, span.value.clone(), &format!("{{{written}}}"))?,
        (_, None) if written.is_empty() => entry.to_owned(),
        (_, None) => {
            let kind = entry.get(spans.kind.clone())?.to_ascii_lowercase();
            let line = format!("{} = {{{written}}}", field.new_name(&kind));
            with_line(entry, &spans, &line)?
        }
    };
    (work_field(&changed, field)? == wanted).then_some(changed)
}

fn spliced(text: &str, range: Range<usize>, new: &str) -> Option<String> {
    let (before, after) = (text.get(..range.start)?, text.get(range.end..)?);
    Some(format!("{before}{new}{after}"))
}

/// Takes a field out, with its comma and the line that it had for itself.
fn without(entry: &str, span: &FieldSpan) -> Option<String> {
    let mut end = span.value.end;
    let rest = entry.get(end..)?;
    if let Some(behind) = rest.trim_start().strip_prefix(',') {
        end = entry.len() - behind.len();
    }
    let line = entry.get(..span.at)?.rfind('\n').map(|at| at + 1);
    let start = line.filter(|line| entry[*line..span.at].trim().is_empty());
    let blank = entry.get(end..)?;
    let blank = blank.len() - blank.trim_start_matches([' ', '\t', '\r']).len();
    if start.is_some() && entry.get(end + blank..)?.starts_with('\n') {
        end += blank + 1;
    }
    spliced(entry, start.unwrap_or(span.at)..end, "")
}

/// Puts a field behind the last one, on a line of its own if that has one.
fn with_line(entry: &str, spans: &EntrySpans, line: &str) -> Option<String> {
    let Some(last) = spans.fields.last() else {
        let has_comma = entry.get(..spans.end)?.contains(',');
        let comma = if has_comma { "" } else { "," };
        return spliced(entry, spans.end..spans.end, &format!("{comma} {line}"));
    };
    let before = entry.get(..last.at)?;
    let start = before.rfind('\n').map(|at| at + 1);
    let indent = start.and_then(|start| before.get(start..));
    let gap = match indent.filter(|indent| indent.trim().is_empty()) {
        Some(indent) if entry.contains("\r\n") => format!("\r\n{indent}"),
        Some(indent) => format!("\n{indent}"),
        None => " ".to_owned(),
    };
    let rest = entry.get(last.value.end..)?;
    match rest.trim_start().strip_prefix(',') {
        Some(behind) => {
            let at = entry.len() - behind.len();
            spliced(entry, at..at, &format!("{gap}{line},"))
        }
        None => {
            let at = last.value.end;
            spliced(entry, at..at, &format!(",{gap}{line}"))
        }
    }
}
