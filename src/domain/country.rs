//! Countries by code and name: ISO 3166-1, and `EU` and `XK`, which official statistics use.

use std::sync::LazyLock;

/// The code and the names in English, French, Spanish and Russian, in the order of the codes.
static COUNTRIES: LazyLock<Vec<Vec<&'static str>>> = LazyLock::new(|| {
    let lines = include_str!("countries.tsv").lines();
    let mut countries: Vec<Vec<_>> = lines.map(|line| line.split('\t').collect()).collect();
    countries.retain(|columns| columns.len() > 1);
    countries.sort_unstable();
    countries
});

/// Returns the English name of a country's code.
pub fn name(code: &str) -> Option<&'static str> {
    columns(code)?.get(1).copied()
}

/// Returns the name of a country's code in a language; in English where the list lacks the language.
pub fn name_in(code: &str, language: &str) -> Option<&'static str> {
    let column = match language {
        "fr" => 2,
        "es" => 3,
        "ru" => 4,
        _ => 1,
    };
    let columns = columns(code)?;
    columns.get(column).or_else(|| columns.get(1)).copied()
}

/// Other words for countries: short and older names, inhabitants and adjectives, by code. The list
/// says where it is from.
static WORDS: LazyLock<Vec<(&'static str, Vec<&'static str>)>> = LazyLock::new(|| {
    let lines = include_str!("demonyms.tsv").lines();
    let mut words: Vec<_> = lines
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| {
            let (code, words) = line.split_once('\t')?;
            let words = words.split(['\t', ',']).map(str::trim);
            Some((code, words.filter(|word| !word.is_empty()).collect()))
        })
        .collect();
    words.sort_unstable();
    words
});

/// Returns every code, in order.
pub fn codes() -> impl Iterator<Item = &'static str> {
    COUNTRIES
        .iter()
        .filter_map(|columns| columns.first().copied())
}

/// Returns the words that mean a country, by its code: its names in all languages of the list, other
/// names, inhabitants and adjectives.
pub fn words(code: &str) -> impl Iterator<Item = &'static str> + use<> {
    let names = columns(code).map_or(&[][..], |columns| &columns[1..]);
    let index = WORDS.binary_search_by(|(known, _)| (*known).cmp(code)).ok();
    let others = index.and_then(|index| WORDS.get(index));
    let others = others.map_or(&[][..], |(_, words)| words.as_slice());
    names.iter().chain(others).copied()
}

/// The regions of the United Nations' standard country codes (M49), the Americas as two, with the codes of
/// their countries. Antarctica is in none.
static REGIONS: LazyLock<Vec<(&'static str, Vec<&'static str>)>> = LazyLock::new(|| {
    let lines = include_str!("regions.tsv").lines();
    let regions = lines.filter_map(|line| line.split_once('\t'));
    let regions = regions.map(|(region, codes)| (region, codes.split(' ').collect()));
    regions.collect()
});

/// Returns the names of the regions, each with the codes of its countries.
pub fn regions() -> impl Iterator<Item = (&'static str, &'static [&'static str])> {
    let regions = REGIONS.iter();
    regions.map(|(region, codes)| (*region, codes.as_slice()))
}

/// Tells whether a code, in upper case, is a country's.
pub fn is_known(code: &str) -> bool {
    name(code).is_some()
}

/// Returns the code of a country by its English name, whatever the case.
pub fn code_of(name: &str) -> Option<&'static str> {
    let mut countries = COUNTRIES.iter();
    let country = countries.find(|columns| columns[1].eq_ignore_ascii_case(name))?;
    Some(country[0])
}

fn columns(code: &str) -> Option<&'static [&'static str]> {
    let index = COUNTRIES
        .binary_search_by(|columns| columns[0].cmp(code))
        .ok()?;
    Some(&COUNTRIES[index])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_and_names_belong_together() {
        assert_eq!(name("EE"), Some("Estonia"));
        assert_eq!(code_of("canada"), Some("CA"));
        assert_eq!(name_in("DE", "fr"), Some("Allemagne"));
        assert_eq!(name_in("DE", "it"), Some("Germany"));
        assert!(is_known("EU"));
        assert!(!is_known("ZZ") && !is_known("UK"));
        assert!(COUNTRIES.len() > 245);
    }

    #[test]
    fn every_country_is_in_one_region() {
        for code in codes() {
            let holding = regions().filter(|(_, codes)| codes.contains(&code));
            let wanted = usize::from(code != "AQ");
            assert_eq!(holding.count(), wanted, "{code}");
        }
        let mut all = regions().flat_map(|(_, codes)| codes);
        assert!(all.all(|code| is_known(code)));
    }

    #[test]
    fn countries_are_called_by_more_than_their_names() {
        for word in ["Netherlands", "Pays-Bas", "Dutch", "néerlandais", "Holland"] {
            assert!(words("NL").any(|known| known == word), "{word}");
        }
        assert_eq!(words("ZZ").count(), 0);
        let unknown: Vec<_> = WORDS.iter().filter(|(code, _)| !is_known(code)).collect();
        assert!(unknown.is_empty(), "{unknown:?}");
        for code in codes() {
            assert!(words(code).count() >= 4, "{code}");
        }
    }
}
