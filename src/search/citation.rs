//! Citations that somebody pasted: how they are told from questions, and which of their words say
//! what is cited.

use std::ops::Range;

use crate::search::analyser::SEPARATOR;
use crate::search::words::words;

/// A citation has at least as many words.
const FEWEST_WORDS: usize = 6;

/// Tells whether a text is a citation: many words, a year, signs between them, and initials, a year
/// in parentheses, or an address.
pub(crate) fn is_citation(text: &str) -> bool {
    let found: Vec<_> = words(text).take(400).collect();
    // An address alone may have as many words, and a number that could be a year.
    if found.len() < FEWEST_WORDS || items(text).nth(2).is_none() {
        return false;
    }
    let signs = text.matches([',', '.', ';']).count();
    let mut years = found
        .iter()
        .filter(|word| is_year(&text[word.start..word.end]));
    let Some(year) = years.next() else {
        return false;
    };
    let in_parentheses = text[..year.start].ends_with('(');
    let initial = found.windows(2).any(|pair| {
        let [first, next] = pair else { return false };
        let one = text[first.start..first.end].chars().count() == 1;
        one && text[first.start..].starts_with(char::is_uppercase)
            && text[first.end..].starts_with('.')
            && next.start > first.end
    });
    let several = text.contains("et al") || text.contains(" eds.") || text.contains("(Ed");
    let address = text.split_whitespace().any(is_address);
    signs >= 2 && (in_parentheses || initial || several || address)
}

/// Returns where the parts of a citation are that are no addresses.
pub(crate) fn items(text: &str) -> impl Iterator<Item = Range<usize>> + '_ {
    let parts = text.split_whitespace().filter(|part| !is_address(part));
    parts.map(|part| {
        let start = part.as_ptr() as usize - text.as_ptr() as usize;
        start..start + part.len()
    })
}

/// Tells whether a word of a citation says what is cited: initials, volumes and pages do not.
pub(crate) fn is_significant(folded: &str) -> bool {
    let noise = [
        "et", "al", "eds", "ed", "pp", "vol", "no", "doi", "isbn", "issn",
    ];
    let number = folded.bytes().all(|byte| byte.is_ascii_digit());
    folded.chars().nth(1).is_some() && !noise.contains(&folded) && (!number || is_year(folded))
}

fn is_year(word: &str) -> bool {
    let digits = word.get(..4).unwrap_or("");
    let rest = word.get(4..).unwrap_or("");
    // `2014a` tells works of one year apart.
    word.is_char_boundary(4)
        && rest.len() <= 1
        && rest.bytes().all(|byte| byte.is_ascii_lowercase())
        && digits.bytes().all(|byte| byte.is_ascii_digit())
        && digits
            .parse()
            .is_ok_and(|year: u32| (1500..2100).contains(&year))
}

/// Returns what an address is by itself: without how it is reached, so that a DOI is the same
/// however it is written.
pub(crate) fn bare_address(address: &str) -> &str {
    let mut bare = address.trim_start_matches(['(', '<', '[']);
    bare = bare.split_once("://").map_or(bare, |(_, rest)| rest);
    for start in ["www.", "dx.doi.org/", "doi.org/", "doi:"] {
        if let Some(head) = bare.get(..start.len())
            && head.eq_ignore_ascii_case(start)
        {
            bare = &bare[start.len()..];
        }
    }
    bare
}

/// The relation of a work to a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum WorkRelation {
    /// The page is about it.
    Own,
    /// The page cites it.
    Cited,
}

/// Returns the term under which the index has the address of a work, by its words in folded form.
pub(crate) fn address_key(work: WorkRelation, words: &str) -> String {
    let of = match work {
        WorkRelation::Own => "own",
        WorkRelation::Cited => "cited",
    };
    format!("{of}{SEPARATOR}{words}")
}

/// Tells whether a part of a text, between white space, is an address or a DOI.
pub(crate) fn is_address(part: &str) -> bool {
    let part = part
        .trim_start_matches(['(', '<', '['])
        .to_ascii_lowercase();
    part.contains("://")
        || part.starts_with("doi:")
        || part.starts_with("www.")
        || (part.starts_with("10.") && part.contains('/'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_citation_is_told_from_a_question() {
        for text in [
            "Ahas, R., Armoogum, J. & Tiru, M. (2014). Feasibility study on mobile data. Eurostat.",
            "Li, Y. et al. 2021: Using call detail records. https://doi.org/10.1/abc",
            "Salgado D., Debusschere M., 2017, Guidelines for access to mobile phone data",
        ] {
            assert!(is_citation(text), "{text}");
        }
        for text in [
            "how did Statistics Netherlands end its partnership in 2018",
            "challenges:monitoring updated:>2018-01 \"data sharing\" -draft kind:lesson",
            "Ahas (2014)",
            "https://doi.org/10.1787/abc-1.2",
            "",
        ] {
            assert!(!is_citation(text), "{text}");
        }
    }

    #[test]
    fn a_doi_is_the_same_however_it_is_written() {
        for address in [
            "10.1787/abc",
            "doi:10.1787/abc",
            "DOI:10.1787/abc",
            "https://doi.org/10.1787/abc",
            "<http://dx.doi.org/10.1787/abc",
        ] {
            assert!(is_address(address), "{address}");
            assert_eq!(bare_address(address), "10.1787/abc", "{address}");
        }
        assert_eq!(bare_address("https://www.example.org/a"), "example.org/a");
        assert_eq!(bare_address("é"), "é");
    }

    #[test]
    fn initials_pages_and_addresses_say_nothing() {
        let text = "Li, Y. (2021a) CDR https://doi.org/10.1/x pp. 12-34";
        let significant: Vec<&str> = items(text)
            .map(|range| &text[range])
            .flat_map(|part| words(part).map(move |word| &part[word.start..word.end]))
            .filter(|word| is_significant(&word.to_lowercase()))
            .collect();
        assert_eq!(significant, ["Li", "2021a", "CDR"]);
    }
}
