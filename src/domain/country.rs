//! Countries by code and name: ISO 3166-1, and `EU` and `XK`, which official statistics use.

/// The codes and English names, in the order of the codes.
const NAMES: &str = include_str!("countries.tsv");

/// Returns the English name of a country's code.
pub fn name(code: &str) -> Option<&'static str> {
    entries()
        .find(|&(known, _)| known == code)
        .map(|(_, name)| name)
}

/// Returns the name of a country's code in a language; in English where the list lacks the language.
pub fn name_in(code: &str, language: &str) -> Option<&'static str> {
    let column = match language {
        "fr" => 2,
        "es" => 3,
        "ru" => 4,
        _ => 1,
    };
    let line = NAMES
        .lines()
        .find(|line| line.split('\t').next() == Some(code))?;
    line.split('\t').nth(column).or_else(|| name(code))
}

/// Tells whether a code, in upper case, is a country's.
pub fn is_known(code: &str) -> bool {
    name(code).is_some()
}

/// Returns the code of a country by its English name, whatever the case.
pub fn code_of(name: &str) -> Option<&'static str> {
    entries()
        .find(|(_, known)| known.eq_ignore_ascii_case(name))
        .map(|(code, _)| code)
}

fn entries() -> impl Iterator<Item = (&'static str, &'static str)> {
    NAMES.lines().filter_map(|line| {
        let mut columns = line.split('\t');
        Some((columns.next()?, columns.next()?))
    })
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
        assert!(entries().count() > 245);
    }
}
