//! The notes of a search on its query, in the reader's language.

use crate::domain::Vocabulary;
use crate::search::Note;
use crate::web::parts::facets;
use crate::web::parts::messages::Words;

/// Returns the sentence for a note.
pub(crate) fn say(note: &Note, vocabulary: &Vocabulary, words: Words) -> String {
    match note {
        Note::LongQuery { characters } => {
            words.with("note-long-query", "number", words.number(characters))
        }
        Note::ManyWords { words: number } => {
            words.with("note-many-words", "number", words.number(number))
        }
        Note::NoWord { text } => words.with("note-no-word", "text", text),
        Note::Citation => words.say("note-citation").into_owned(),
        Note::UnknownField { field } => words.with("note-unknown-field", "field", field),
        Note::FieldRead { input, field } => {
            words.with_two("note-field-read", "typed", input, "field", field)
        }
        Note::EmptyField { field } => words.with("note-empty-field", "field", field),
        Note::NotADate { field, value } => {
            words.with_two("note-not-a-date", "field", field, "value", value)
        }
        Note::NoSuchValue { key, value } => {
            let field = facets::label(vocabulary, key, words);
            words.with_two("note-no-such-value", "field", field, "value", value)
        }
        Note::ValueRead { key, input, value } => {
            let value = facets::term_label_in(vocabulary, key, value, words);
            words.with_two("note-value-read", "typed", input, "value", value)
        }
        Note::StarWithin { input } => words.with("note-star-within", "typed", input),
    }
}
