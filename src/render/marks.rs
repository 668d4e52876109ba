//! Our own markup: escaped text, and attributes that the author's cannot be taken for.

/// Begins the name of each attribute of ours. A character of private use: it means nothing in
/// text, and is removed from whatever the author wrote.
pub(super) const MARK: char = '\u{E0F0}';

/// Writes text so that it is text.
pub(super) fn escape(text: &str, out: &mut String) {
    let mut done = 0;
    for (at, byte) in text.bytes().enumerate() {
        let escaped = match byte {
            b'&' => "&amp;",
            b'<' => "&lt;",
            b'>' => "&gt;",
            b'"' => "&quot;",
            _ => continue,
        };
        out.push_str(&text[done..at]);
        out.push_str(escaped);
        done = at + 1;
    }
    out.push_str(&text[done..]);
}

/// Writes an attribute of ours, which the author's cannot be taken for.
pub(super) fn own(name: &str, value: &str, out: &mut String) {
    out.push(' ');
    out.push(MARK);
    out.push_str(name);
    out.push_str("=\"");
    escape(value, out);
    out.push('"');
}
