//! The header for an answer that is saved: `Content-Disposition`.

/// Writes a file's name for `Content-Disposition` as RFC 6266 wants it.
pub(crate) fn content_disposition(disposition: &str, name: &str) -> String {
    use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
    let plain: String = name
        .chars()
        .map(|character| match character {
            ' '..='~' if !matches!(character, '"' | '\\' | '%') => character,
            _ => '_',
        })
        .collect();
    let encoded = utf8_percent_encode(name, NON_ALPHANUMERIC);
    format!("{disposition}; filename=\"{plain}\"; filename*=UTF-8''{encoded}")
}
