//! Texts as both databases keep them.

/// Returns a text that somebody typed as it is kept and looked for: PostgreSQL has no character zero
/// in texts.
pub(in crate::accounts) fn text(text: &str) -> String {
    text.replace('\0', "\u{fffd}")
}
