//! Writes a field of a table as CSV (RFC 4180).

/// Quotes a field of a table. A spreadsheet takes what begins with these characters for a formula.
pub(crate) fn quoted(field: &str) -> String {
    let guard = if field.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        "'"
    } else {
        ""
    };
    format!("\"{guard}{}\"", field.replace('"', "\"\""))
}
