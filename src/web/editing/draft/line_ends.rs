//! The ends of lines: browsers send their own, and a file keeps those that it has.

/// Returns a text with line feeds at the ends of its lines.
pub(super) fn lines(text: &str) -> String {
    text.replace("\r\n", "\n").replace('\r', "\n")
}

/// Returns a text that came back from a browser, which sends its own line ends, with the line ends
/// that the lines had which did not change; new ones get those of the first.
pub(super) fn restored(before: &str, sent: &str) -> String {
    let sent = lines(sent);
    let old: Vec<&str> = split(before);
    let mut new: Vec<&str> = sent.split_inclusive('\n').collect();
    let same = |(old, new): &(&&str, &&str)| bare(old) == bare(new) && ends(old) == ends(new);
    let head = old.iter().zip(&new).take_while(same).count();
    let tail = old[head..].iter().rev().zip(new[head..].iter().rev());
    let tail = tail.take_while(same).count();
    let first = old.first().map_or("", |line| &line[bare(line).len()..]);
    let end = if first.is_empty() { "\n" } else { first };
    let rest = new.split_off(head);
    let (middle, kept) = rest.split_at(rest.len() - tail);
    let mut text = old[..head].concat();
    for line in middle {
        text.push_str(bare(line));
        if ends(line) {
            text.push_str(end);
        }
    }
    debug_assert_eq!(
        kept.len(),
        tail,
        "the lines at the end are those of the file"
    );
    text.push_str(&old[old.len() - tail..].concat());
    text
}

/// Divides a text into lines, whatever they end in.
fn split(text: &str) -> Vec<&str> {
    let mut lines = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let end = match rest.find(['\n', '\r']) {
            Some(at) if rest[at..].starts_with("\r\n") => at + 2,
            Some(at) => at + 1,
            None => rest.len(),
        };
        let (line, behind) = rest.split_at(end);
        lines.push(line);
        rest = behind;
    }
    lines
}

fn bare(line: &str) -> &str {
    line.trim_end_matches(['\n', '\r'])
}

fn ends(line: &str) -> bool {
    line.ends_with(['\n', '\r'])
}
