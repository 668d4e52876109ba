//! The words of the scripts of the form, in the reader's language: they have none of their own.

use std::collections::BTreeMap;

use crate::web::parts::messages::Words;

/// The messages of the scripts, which call them by what stands behind `editor-`.
const MESSAGES: [&str; 44] = [
    "editor-toolbar",
    "editor-heading",
    "editor-bold",
    "editor-italic",
    "editor-link",
    "editor-list",
    "editor-numbers",
    "editor-quote",
    "editor-code",
    "editor-table",
    "editor-picture",
    "editor-undo",
    "editor-redo",
    "editor-find",
    "editor-plain",
    "editor-live",
    "editor-column",
    "editor-offers",
    "editor-find-replace",
    "editor-find-next",
    "editor-find-previous",
    "editor-find-all",
    "editor-find-case",
    "editor-find-pattern",
    "editor-find-word",
    "editor-find-replace-one",
    "editor-find-replace-all",
    "editor-find-close",
    "editor-state-not-saved",
    "editor-state-new",
    "editor-state-kept-here",
    "editor-state-kept",
    "editor-state-saved",
    "editor-no-keeping",
    "editor-offer",
    "editor-use",
    "editor-throw",
    "editor-difference",
    "editor-signed-out",
    "editor-offline",
    "editor-sending",
    "editor-not-sent",
    "editor-close",
    "editor-line",
];

/// Returns the words of the scripts as JSON.
pub(super) fn script_words(words: Words) -> String {
    let word = |id: &&'static str| {
        let name = id.strip_prefix("editor-").unwrap_or(id);
        (name, words.say(id))
    };
    let all: BTreeMap<&str, _> = MESSAGES.iter().map(word).collect();
    serde_json::to_string(&all).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::web::parts::messages::Locale;

    #[test]
    fn the_scripts_have_every_word() {
        let json = script_words(Words(Locale::English));
        let read: BTreeMap<String, String> = serde_json::from_str(&json).unwrap();
        assert_eq!(read.len(), MESSAGES.len());
        assert!(
            read.values()
                .all(|word| !word.is_empty() && !word.starts_with("editor-"))
        );
    }
}
