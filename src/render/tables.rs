//! Cuts tables that are almost nothing but empty cells, before a parser makes all of them.
//!
//! A row may have fewer cells than its table; the missing ones are made. A heading of some thousand
//! columns over some thousand rows of two bytes each is a page of a few kilobytes that takes
//! hundreds of megabytes. Like [`super::nesting`], this looks at each line once and errs on the side
//! of many.

use std::borrow::Cow;

/// Most cells that may be missing in any page; a longer one may lack one for each few bytes.
const MISSING: usize = 10_000;
const BYTES: usize = 4;
/// Most tables that are named of a page that has many such.
const MOST_TOLD: usize = 20;

/// Lines of tables that are left out of a page.
#[derive(Default)]
pub(super) struct LeftOutLines {
    /// For each table of which something is left out, the first line that is: from 1.
    pub(super) lines: Vec<usize>,
    /// The lines that are left out, from 0, as ranges without their ends.
    ranges: Vec<(usize, usize)>,
}

impl LeftOutLines {
    /// Finds out what of a page is left out.
    pub(super) fn of(body: &str) -> Self {
        let mut cut = Self::default();
        if !body.contains('|') {
            return cut;
        }
        let mut left = MISSING + body.len() / BYTES;
        // The columns of the table that the lines are in, and whether it is being left out.
        let (mut columns, mut out) = (0, false);
        for (number, line) in lines(body).enumerate() {
            let line = content(line);
            if line.is_empty() {
                (columns, out) = (0, false);
            } else if out {
                if let Some((_, end)) = cut.ranges.last_mut() {
                    *end = number + 1;
                }
            } else if let Some(heading) = delimiters(line) {
                columns = heading.max(columns);
            } else if columns > 1 {
                let missing = columns.saturating_sub(cells(line));
                match left.checked_sub(missing) {
                    Some(rest) => left = rest,
                    None => {
                        out = true;
                        cut.ranges.push((number, number + 1));
                        if cut.lines.len() < MOST_TOLD {
                            cut.lines.push(number + 1);
                        }
                    }
                }
            }
        }
        cut
    }

    /// Returns the page without what is left out, with every other line where it was.
    pub(super) fn apply<'b>(&self, body: &'b str) -> Cow<'b, str> {
        if self.ranges.is_empty() {
            return Cow::Borrowed(body);
        }
        let mut kept = String::with_capacity(body.len());
        let mut ranges = self.ranges.iter().peekable();
        for (number, line) in lines(body).enumerate() {
            while ranges.next_if(|(_, end)| *end <= number).is_some() {}
            if ranges.peek().is_some_and(|(start, _)| *start <= number) {
                kept.push('\n');
            } else {
                kept.push_str(line);
            }
        }
        Cow::Owned(kept)
    }
}

/// Returns the lines with their ends, as the parser tells them apart.
fn lines(mut rest: &str) -> impl Iterator<Item = &str> {
    std::iter::from_fn(move || {
        let end = match rest.find(['\n', '\r']) {
            Some(at) if rest[at..].starts_with("\r\n") => at + 2,
            Some(at) => at + 1,
            None => rest.len(),
        };
        let (line, below) = rest.split_at(end);
        rest = below;
        (!line.is_empty()).then_some(line)
    })
}

/// Returns a line without white space, and without the marks of the quotes and lists it may be in.
fn content(line: &str) -> &str {
    line.trim()
        .trim_start_matches(|character: char| character == '>' || character.is_whitespace())
}

/// Returns how many columns a line between heading and rows makes; `None` for any other line.
fn delimiters(line: &str) -> Option<usize> {
    // The list that a table begins may stand before it.
    let line = line.trim_start_matches(|character: char| !matches!(character, '|' | ':' | '-'));
    let is_delimiter = |byte: u8| matches!(byte, b'|' | b':' | b'-' | b' ' | b'\t');
    if !line.contains('-') || !line.contains('|') || !line.bytes().all(is_delimiter) {
        return None;
    }
    let inner = line.strip_prefix('|').unwrap_or(line);
    let inner = inner.strip_suffix('|').unwrap_or(inner);
    Some(inner.split('|').count())
}

/// Returns how many cells a row has at most.
fn cells(line: &str) -> usize {
    let inner = line.strip_prefix('|').unwrap_or(line);
    inner.split('|').count()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wide(columns: usize, rows: usize) -> String {
        let heading = "|a".repeat(columns);
        let line = "|-".repeat(columns);
        format!("x\n\n{heading}|\n{line}|\n{}\nafter\n", "|b\n".repeat(rows))
    }

    #[test]
    fn what_people_write_stays() {
        for page in [
            "| a | b |\n|---|---|\n| 1 |\n| 1 | 2 | 3 |\n".to_owned(),
            wide(30, 300),
            "---\n\na | b\n---\n".to_owned(),
            "x|y ".repeat(10_000),
        ] {
            let cut = LeftOutLines::of(&page);
            assert_eq!((cut.lines.len(), &*cut.apply(&page)), (0, page.as_str()));
        }
    }

    #[test]
    fn the_rest_of_a_table_that_would_be_too_large_is_left_out() {
        let page = wide(2_000, 1_000);
        let cut = LeftOutLines::of(&page);
        assert_eq!(cut.lines.len(), 1);
        let kept = cut.apply(&page);
        assert_eq!(kept.lines().count(), page.lines().count());
        assert!(kept.ends_with("\n\nafter\n") && kept.len() < page.len());
        let rows = kept.lines().filter(|line| *line == "|b").count();
        assert!((5..20).contains(&rows), "{rows}");
        for start in ["> ", "- ", "  1. "] {
            let indent = " ".repeat(start.len());
            let inside = page.replace("\n|", &format!("\n{indent}|"));
            let inside = inside.replacen(&format!("{indent}|a|"), &format!("{start}|a|"), 1);
            let inside = if start == "> " {
                page.replace("\n|", "\n> |")
            } else {
                inside
            };
            assert_eq!(LeftOutLines::of(&inside).lines.len(), 1, "{start}");
        }
    }

    #[test]
    fn lines_end_as_the_parser_ends_them() {
        let page = wide(2_000, 1_000);
        for end in ["\r", "\r\n"] {
            let page = page.replace('\n', end);
            let cut = LeftOutLines::of(&page);
            assert_eq!(
                cut.lines,
                LeftOutLines::of(&wide(2_000, 1_000)).lines,
                "{end:?}"
            );
            assert!(cut.apply(&page).len() < page.len());
        }
    }

    #[test]
    fn many_tables_share_what_may_be_missing() {
        let page = wide(1_000, 6).repeat(40);
        let cut = LeftOutLines::of(&page);
        assert_eq!(cut.lines.len(), MOST_TOLD);
    }
}
