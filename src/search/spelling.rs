//! British and American spelling of English: both become one form before a word is stemmed.
//!
//! Rules where the spellings differ by rule, a list where they differ by word. Forms need not be
//! words: what counts is that both spellings lead to the same one.

use std::borrow::Cow;

/// Beginnings of words, American and British. What follows them stays.
const WORDS: [(&str, &str); 62] = [
    ("aging", "ageing"),
    ("airplane", "aeroplane"),
    ("aluminum", "aluminium"),
    ("analog", "analogue"),
    ("anesthe", "anaesthe"),
    ("arbor", "arbour"),
    ("armor", "armour"),
    ("artifact", "artefact"),
    ("behavior", "behaviour"),
    ("caliber", "calibre"),
    ("catalog", "catalogue"),
    ("center", "centre"),
    ("color", "colour"),
    ("defense", "defence"),
    ("dialog", "dialogue"),
    ("diarrhea", "diarrhoea"),
    ("endeavor", "endeavour"),
    ("enroll", "enrol"),
    ("favor", "favour"),
    ("fetus", "foetus"),
    ("fiber", "fibre"),
    ("flavor", "flavour"),
    ("fulfill", "fulfil"),
    ("gray", "grey"),
    ("gynecolog", "gynaecolog"),
    ("harbor", "harbour"),
    ("honor", "honour"),
    ("humor", "humour"),
    ("installment", "instalment"),
    ("judgment", "judgement"),
    ("kilometer", "kilometre"),
    ("labor", "labour"),
    ("license", "licence"),
    ("liter", "litre"),
    ("maneuver", "manoeuvre"),
    ("meager", "meagre"),
    ("millimeter", "millimetre"),
    ("centimeter", "centimetre"),
    ("mold", "mould"),
    ("monolog", "monologue"),
    ("mustache", "moustache"),
    ("neighbor", "neighbour"),
    ("odor", "odour"),
    ("offense", "offence"),
    ("orthopedic", "orthopaedic"),
    ("pajama", "pyjama"),
    ("parlor", "parlour"),
    ("pediatric", "paediatric"),
    ("plow", "plough"),
    ("practise", "practice"),
    ("pretense", "pretence"),
    ("program", "programme"),
    ("rigor", "rigour"),
    ("rumor", "rumour"),
    ("saber", "sabre"),
    ("skeptic", "sceptic"),
    ("skillful", "skilful"),
    ("specter", "spectre"),
    ("sulfur", "sulphur"),
    ("theater", "theatre"),
    ("tumor", "tumour"),
    ("vapor", "vapour"),
];

/// Words that begin like one above and are another.
const OTHERS: [&str; 6] = [
    "literal",
    "literally",
    "literary",
    "literature",
    "literacy",
    "literate",
];

/// Words with `iz` that are written so everywhere.
const ALWAYS_Z: [&str; 9] = [
    "size", "sized", "sizes", "sizing", "prize", "prizes", "seize", "capsize", "resize",
];

/// Verbs whose last letter is doubled before an ending in British spelling.
const DOUBLED: [&str; 16] = [
    "cancel", "channel", "counsel", "dial", "equal", "fuel", "label", "level", "marshal", "model",
    "panel", "signal", "total", "travel", "tunnel", "unravel",
];

/// Returns the form of an English word, in lower case, that its other spelling has too.
pub(crate) fn canonical(word: &str) -> Cow<'_, str> {
    // Nearly all words are left as they are; a look at two letters says of most that they are.
    if word.len() < 4 || !word.is_ascii() {
        return Cow::Borrowed(word);
    }
    if let Some(form) = with_s(word)
        .or_else(|| with_one_l(word))
        .or_else(|| listed(word))
    {
        return Cow::Owned(form);
    }
    Cow::Borrowed(word)
}

/// Writes `organize`, `analyze` and what is made of them with `s`.
fn with_s(word: &str) -> Option<String> {
    if !word.contains('z') || ALWAYS_Z.contains(&word) {
        return None;
    }
    let at = ["ize", "izing", "ization", "izable", "yze", "yzing"]
        .iter()
        .filter_map(|ending| word.find(ending))
        .min()?;
    // `ize` at the beginning of a word is part of its stem.
    (at >= 3).then(|| {
        let mut form = word.to_owned();
        form.replace_range(at + 1..at + 2, "s");
        form
    })
}

/// Writes `modelling` and `labelled` with one `l`.
fn with_one_l(word: &str) -> Option<String> {
    let at = word.rfind("ll")?;
    let begins = DOUBLED.contains(&&word[..=at]);
    let ends = ["ing", "ings", "ed", "er", "ers", "or", "ors", "able"].contains(&&word[at + 2..]);
    (begins && ends).then(|| format!("{}{}", &word[..=at], &word[at + 2..]))
}

fn listed(word: &str) -> Option<String> {
    if OTHERS.contains(&word) {
        return None;
    }
    // The first letters leave a handful of the list.
    let first = word.as_bytes()[0];
    WORDS
        .iter()
        .filter(|(american, british)| {
            american.as_bytes()[0] == first || british.as_bytes()[0] == first
        })
        .find_map(|(american, british)| {
            // Where one spelling begins with the other, the longer one is cut off.
            let (longer, shorter) = if british.len() > american.len() {
                (british, american)
            } else {
                (american, british)
            };
            let rest = word
                .strip_prefix(longer)
                .or_else(|| word.strip_prefix(shorter))?;
            Some(format!("{american}{rest}"))
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::language::Language;

    #[test]
    fn both_spellings_have_one_stem() {
        let english = Language::from_code("en");
        for (american, british) in [
            ("anonymized", "anonymised"),
            ("organization", "organisation"),
            ("analyzing", "analysing"),
            ("center", "centre"),
            ("centers", "centres"),
            ("program", "programme"),
            ("programs", "programmes"),
            ("labor", "labour"),
            ("neighborhoods", "neighbourhoods"),
            ("modeling", "modelling"),
            ("labeled", "labelled"),
            ("catalogs", "catalogues"),
            ("defense", "defence"),
            ("license", "licence"),
            ("kilometers", "kilometres"),
            ("fulfillment", "fulfilment"),
            ("skeptical", "sceptical"),
            ("judgment", "judgement"),
            ("behavioral", "behavioural"),
            ("theaters", "theatres"),
        ] {
            assert_eq!(
                english.stems(american),
                english.stems(british),
                "{american}"
            );
        }
    }

    #[test]
    fn other_words_stay() {
        for word in [
            "size",
            "prize",
            "literature",
            "wizard",
            "horizon",
            "calling",
            "gradient",
            "oz",
        ] {
            assert_eq!(canonical(word), word);
        }
        let english = Language::from_code("en");
        assert_ne!(english.stems("size"), english.stems("sise"));
    }
}
