//! The key of a work that has none.

use hayagriva::citationberg::taxonomy::{DateVariable, NameVariable, StandardVariable};

use super::item::{Item, plain};

/// Makes a key of the first author, the year and the first long word of the title.
pub(super) fn key(item: &Item) -> String {
    let simple = |text: &str| -> String {
        let letters = plain(text).to_lowercase();
        letters
            .chars()
            .filter(|letter| letter.is_alphanumeric())
            .collect()
    };
    let names = item
        .names(NameVariable::Author)
        .or_else(|| item.names(NameVariable::Editor));
    let name = names
        .and_then(|names| names.list.first())
        .map(|name| simple(&name.family));
    let year = item
        .date(DateVariable::Issued)
        .and_then(|date| date.start)
        .map(|day| day.year.to_string());
    let title = item.plain(StandardVariable::Title).unwrap_or_default();
    let word = title
        .split_whitespace()
        .map(simple)
        .find(|word| word.chars().count() > 3);
    let parts = [name, year, word];
    let key: String = parts
        .into_iter()
        .flatten()
        .flat_map(|part| part.chars().take(24).collect::<Vec<_>>())
        .collect();
    if key.is_empty() {
        "work".to_owned()
    } else {
        key
    }
}
