//! Our own markup: escaped text, and attributes that the author's cannot be taken for.

/// Begins the name of each attribute of ours. A character of private use: it means nothing in
/// text, and is removed from whatever the author wrote.
pub(super) const MARK: char = '\u{E0F0}';

/// The first byte of [`MARK`].
const MARK_BYTE: u8 = 0xEE;

/// Writes text so that it is text. The character that HTML cannot have and the mark are replaced.
pub(super) fn escape(text: &str, out: &mut String) {
    let mut done = 0;
    for (at, byte) in text.bytes().enumerate() {
        let (escaped, length) = match byte {
            b'&' => ("&amp;", 1),
            b'<' => ("&lt;", 1),
            b'>' => ("&gt;", 1),
            b'"' => ("&quot;", 1),
            b'\0' => ("\u{FFFD}", 1),
            MARK_BYTE if text[at..].starts_with(MARK) => ("\u{FFFD}", MARK.len_utf8()),
            _ => continue,
        };
        out.push_str(&text[done..at]);
        out.push_str(escaped);
        done = at + length;
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
