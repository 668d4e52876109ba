//! Names as parts of addresses.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Writes a name as a part of an address: lower case, without accents, with hyphens between words.
/// Empty where the name has neither letters nor digits.
pub fn slug(name: &str) -> String {
    let mut slug = String::with_capacity(name.len());
    let letters = name
        .nfd()
        .filter(|&character| !is_combining_mark(character));
    for character in letters.flat_map(char::to_lowercase) {
        if character.is_alphanumeric() {
            slug.push(character);
        } else if !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
    }
    slug.truncate(slug.trim_end_matches('-').len());
    slug
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_become_parts_of_addresses() {
        for (name, wanted) in [
            ("Statistics Canada", "statistics-canada"),
            ("Jütting, Johannes", "jutting-johannes"),
            ("T-Mobile (NL)", "t-mobile-nl"),
            ("Росстат", "росстат"),
            ("–", ""),
        ] {
            assert_eq!(slug(name), wanted);
        }
    }
}
