//! Pipes in tables: a wikilink with a text of its own has one, which the parser takes for the border of a
//! cell; and what a row has beyond the columns of its table.
//!
//! Git hosting wants `\|` there, people write `|`, and mean a link. Within the brackets of a wikilink
//! in what may be a table, another character stands for the pipe while the parser is at work.

use std::borrow::Cow;

use comrak::nodes::{Node, NodeValue};

/// Stands for a pipe. One byte, so that offsets stay true; [`super::source`] takes it out of pages.
pub(super) const PIPE: char = '\u{1F}';

/// Returns the text with the pipes of wikilinks in tables replaced.
pub(super) fn guard(text: &str) -> Cow<'_, str> {
    if !text.contains("[[") || !text.contains('|') {
        return Cow::Borrowed(text);
    }
    let lines: Vec<&str> = text.split_inclusive('\n').collect();
    let mut guarded: Option<String> = None;
    let mut done = 0;
    let mut in_table = false;
    for (index, line) in lines.iter().enumerate() {
        in_table = if in_table {
            !content(line).is_empty()
        } else {
            lines.get(index + 1).is_some_and(|next| is_delimiter(next))
        };
        if let Some(line) = Some(line)
            .filter(|_| in_table)
            .and_then(|line| guard_line(line))
        {
            let out = guarded.get_or_insert_with(|| String::with_capacity(text.len()));
            out.extend(lines[done..index].iter().copied());
            out.push_str(&line);
            done = index + 1;
        }
    }
    match guarded {
        Some(mut out) => {
            out.extend(lines[done..].iter().copied());
            Cow::Owned(out)
        }
        None => Cow::Borrowed(text),
    }
}

/// Returns a line without the marks of quotes and white space around it.
fn content(line: &str) -> &str {
    line.trim_start_matches([' ', '\t', '>']).trim_end()
}

/// Tells whether a line is the one below the head of a table.
fn is_delimiter(line: &str) -> bool {
    let line = content(line);
    line.contains('-') && line.contains('|') && line.bytes().all(|byte| b"|-: \t".contains(&byte))
}

/// Replaces the pipes between `[[` and `]]`; `None` where there are none.
fn guard_line(line: &str) -> Option<String> {
    let mut out: Option<String> = None;
    let mut done = 0;
    while let Some(found) = line[done..].find("[[") {
        let start = done + found + 2;
        let rest = &line[start..];
        let end = start + rest.find(['[', ']']).unwrap_or(rest.len());
        let target = &line[start..end];
        let closed = line[end..].starts_with("]]");
        let copied = out.as_ref().map_or(0, String::len);
        if closed && target.contains('|') {
            let out = out.get_or_insert_with(String::new);
            out.push_str(&line[copied..start]);
            let mut escaped = false;
            out.extend(target.chars().map(|character| {
                let pipe = character == '|' && !escaped;
                escaped = character == '\\' && !escaped;
                if pipe { PIPE } else { character }
            }));
        }
        // Of three brackets the last two may begin one.
        done = if end == start { start - 1 } else { end };
    }
    out.map(|mut out| {
        // What stands for a pipe is as long as one.
        let copied = out.len();
        out.push_str(&line[copied..]);
        out
    })
}

/// Puts the pipes back into a parsed text, and takes the wikilinks apart that they divide.
pub(super) fn restore(root: Node<'_>) {
    for node in root.descendants() {
        if matches!(node.data().value, NodeValue::WikiLink(_)) {
            divide(node);
        }
        let mut data = node.data_mut();
        match &mut data.value {
            NodeValue::Text(text) if text.contains(PIPE) => {
                let whole = text.replace(PIPE, "|");
                *text = whole.into();
            }
            NodeValue::Code(code) => unguard(&mut code.literal),
            NodeValue::CodeBlock(block) => {
                unguard(&mut block.literal);
                unguard(&mut block.info);
            }
            NodeValue::HtmlBlock(block) => unguard(&mut block.literal),
            NodeValue::HtmlInline(html) => unguard(html),
            NodeValue::Math(math) => unguard(&mut math.literal),
            NodeValue::Link(link) | NodeValue::Image(link) => {
                unguard(&mut link.url);
                unguard(&mut link.title);
            }
            NodeValue::FootnoteReference(note) => unguard(&mut note.name),
            NodeValue::FootnoteDefinition(note) => unguard(&mut note.name),
            NodeValue::BlockDirective(block) => unguard(&mut block.info),
            NodeValue::Alert(alert) => alert.title.iter_mut().for_each(unguard),
            _ => {}
        }
    }
}

fn unguard(text: &mut String) {
    if text.contains(PIPE) {
        *text = text.replace(PIPE, "|");
    }
}

/// Divides a wikilink that the parser took for one without a text.
fn divide(node: Node<'_>) {
    let mut data = node.data_mut();
    let NodeValue::WikiLink(link) = &mut data.value else {
        return;
    };
    let Some((target, _)) = link.url.split_once(PIPE) else {
        return;
    };
    let target = target.trim().to_owned();
    link.url = target;
    drop(data);
    let text = node.collect_text();
    let label = text.split_once(PIPE).map_or("", |(_, label)| label.trim());
    let mut label = Some(label.replace(PIPE, "|"));
    for child in node.children().collect::<Vec<_>>() {
        match (&mut child.data_mut().value, label.take()) {
            (NodeValue::Text(text), Some(label)) => *text = label.into(),
            _ => child.detach(),
        }
    }
}

/// Returns the cells that a row of a table has in the source.
pub(super) fn cells(row: &str) -> Vec<String> {
    let row = guard_line(row).map_or(Cow::Borrowed(row), Cow::Owned);
    let row = row.trim();
    let row = row.strip_prefix('|').unwrap_or(row);
    let mut cells = vec![String::new()];
    let mut escaped = false;
    for character in row.chars() {
        if character == '|' && !escaped {
            cells.push(String::new());
        } else if let Some(cell) = cells.last_mut() {
            cell.push(character);
        }
        escaped = character == '\\' && !escaped;
    }
    // What stands behind the last border is no cell where it is empty.
    if cells.last().is_some_and(|cell| cell.trim().is_empty()) {
        cells.pop();
    }
    cells
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pipes_of_wikilinks_in_tables_are_guarded() {
        let check = |text: &str, expected: &str| {
            assert_eq!(guard(text).replace(PIPE, "¦"), expected, "{text}");
        };
        check("a [[b|c]] d", "a [[b|c]] d");
        check(
            "[[x|y]]\n\n| [[a|b]] | c |\n|---|---|\n| [[d|e f]] [[g]] | [[h\\|i]] [j|k] |\n\n[[x|y]]\n",
            "[[x|y]]\n\n| [[a¦b]] | c |\n|---|---|\n| [[d¦e f]] [[g]] | [[h\\|i]] [j|k] |\n\n[[x|y]]\n",
        );
        check(
            "> a | b\n> -|-\n> [[é|ü]] | x",
            "> a | b\n> -|-\n> [[é¦ü]] | x",
        );
        check("|a|\n|-|\n|[[a|b\n", "|a|\n|-|\n|[[a|b\n");
        check("|a|\n|-|\n|[[[a|b]]|\n", "|a|\n|-|\n|[[[a¦b]]|\n");
    }

    #[test]
    fn cells_are_counted_as_people_see_them() {
        let count = |row: &str| cells(row).len();
        assert_eq!(count("| a | b |"), 2);
        assert_eq!(count("a | b\n"), 2);
        assert_eq!(count("| a \\| b | [[c|d]] |"), 2);
        assert_eq!(count("| a | b | c"), 3);
    }
}
