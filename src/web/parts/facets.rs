//! Names of facets and terms, as people read them, and the addresses that lead to their pages.

use crate::domain::{Kind, PagePath, Status, Vocabulary};
use crate::search::FacetCounts;
use crate::web::http::query::query_string;
use crate::web::parts::messages::Words;
use crate::web::parts::settings::Settings;

/// The facets that every site has, beside those of its vocabulary, in the order they are shown.
const BEFORE: [(&str, &str); 1] = [("kind", "Kind")];
const AFTER: [(&str, &str); 5] = [
    ("country", "Country"),
    ("organisation", "Organisation"),
    ("status", "Status"),
    ("lang", "Language"),
    ("author", "Author"),
];

/// The languages whose own names are known here.
pub(crate) const LANGUAGES: [&str; 14] = [
    "ar", "de", "en", "es", "et", "fi", "fr", "it", "nl", "pl", "pt", "ru", "sv", "zh",
];

/// Returns the keys of the facets that every site has.
pub(crate) fn own_keys() -> impl Iterator<Item = &'static str> {
    BEFORE.into_iter().chain(AFTER).map(|(key, _)| key)
}

/// Returns the keys and labels of all facets, in the order they are shown.
pub(crate) fn all(vocabulary: &Vocabulary) -> Vec<(&str, &str)> {
    let own = vocabulary
        .facets
        .iter()
        .map(|facet| (facet.key.as_str(), facet.label.as_str()));
    BEFORE.into_iter().chain(own).chain(AFTER).collect()
}

/// Tells whether a value of a facet may be offered: who wants no page about them is no choice.
pub(crate) fn is_offered(settings: &Settings, key: &str, value: &str) -> bool {
    key != "author" || settings.may_have_page(value)
}

/// Leaves the values that may be offered, with how many pages have which.
pub(crate) fn offered(settings: &Settings, mut counts: Vec<FacetCounts>) -> Vec<FacetCounts> {
    for facet in &mut counts {
        let key = &facet.key;
        let counts = &mut facet.counts;
        counts.retain(|(value, _)| is_offered(settings, key, value));
    }
    counts
}

/// Returns the label of a facet in a language.
pub(crate) fn label(vocabulary: &Vocabulary, key: &str, words: Words) -> String {
    if let Some(facet) = vocabulary.facet(key) {
        return facet.label_in(words.code()).to_owned();
    }
    let own = BEFORE.iter().chain(&AFTER).any(|(known, _)| *known == key);
    if own {
        words.say(&format!("facet-{key}")).into_owned()
    } else {
        key.to_owned()
    }
}

/// Returns the label of a term of a facet in English, as the API gives it.
pub(crate) fn term_label(vocabulary: &Vocabulary, key: &str, term: &str) -> String {
    term_label_in(vocabulary, key, term, Words::default())
}

/// Returns the label of a term of a facet in a language.
pub(crate) fn term_label_in(
    vocabulary: &Vocabulary,
    key: &str,
    term: &str,
    words: Words,
) -> String {
    let known = match key {
        "kind" => Kind::from_name(term).map(|kind| words.kind(kind)),
        "country" => words.country(term).map(str::to_owned),
        "status" => Status::from_name(term).map(|status| words.status(status)),
        "lang" => Some(language_name(term).to_owned()),
        _ => Some(vocabulary.term_label(key, term, words.code()).to_owned()),
    };
    known.unwrap_or_else(|| term.to_owned())
}

/// Returns the label of the group that a term belongs to; empty where it is in none.
pub(crate) fn group_label<'v>(
    vocabulary: &'v Vocabulary,
    key: &str,
    term: &str,
    words: Words,
) -> &'v str {
    let facet = vocabulary.facet(key);
    let group = facet.and_then(|facet| facet.group_of(term));
    group.map_or("", |group| group.label_in(words.code()))
}

/// Returns a language's name in that language; its code where the name is not known here.
pub(crate) fn language_name(code: &str) -> &str {
    match code.split('-').next().unwrap_or(code) {
        "ar" => "العربية",
        "de" => "Deutsch",
        "en" => "English",
        "es" => "Español",
        "et" => "Eesti",
        "fi" => "Suomi",
        "fr" => "Français",
        "it" => "Italiano",
        "nl" => "Nederlands",
        "pl" => "Polski",
        "pt" => "Português",
        "ru" => "Русский",
        "sv" => "Svenska",
        "zh" => "中文",
        _ => code,
    }
}

/// Returns the text with its first letter as a capital.
pub(crate) fn capital(text: &str) -> String {
    let mut characters = text.chars();
    characters.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(characters).collect()
    })
}

/// Returns the address of the search for pages with a term.
pub(crate) fn address(key: &str, term: &str) -> String {
    format!("/search?{}", query_string([(key, term)]))
}

/// Returns the address of a section of a page.
pub(crate) fn section_address(path: &PagePath, id: &str) -> String {
    use percent_encoding::{CONTROLS, utf8_percent_encode};
    format!("{}#{}", path.address(), utf8_percent_encode(id, CONTROLS))
}
