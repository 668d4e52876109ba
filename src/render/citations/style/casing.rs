//! The capitals that a style asks for, which leave alone what its author wrote with care: words with
//! capitals of their own and what is marked to keep them.

use hayagriva::citationberg::TextCase;

use super::runs::{Run, Runs};

/// Words that stay small within an English title.
const SMALL: [&str; 58] = [
    "a", "about", "above", "across", "after", "against", "al", "along", "among", "an", "and",
    "around", "as", "at", "before", "behind", "below", "beneath", "between", "beyond", "but", "by",
    "de", "despite", "down", "during", "et", "except", "for", "from", "in", "inside", "into",
    "near", "nor", "of", "off", "on", "onto", "or", "over", "per", "since", "so", "the", "through",
    "till", "to", "toward", "under", "until", "up", "upon", "v.", "via", "vs.", "with", "yet",
];

/// Changes the capitals of a text. `english` tells whether titles follow English rules.
pub(super) fn apply(runs: Runs, case: Option<TextCase>, english: bool) -> Runs {
    match case {
        None => runs,
        Some(TextCase::Lowercase) => each(runs, |text| text.to_lowercase()),
        Some(TextCase::Uppercase) => each(runs, |text| text.to_uppercase()),
        Some(TextCase::CapitalizeFirst) => first(runs),
        Some(TextCase::CapitalizeAll) => words(runs, |word, _| capital(word)),
        Some(TextCase::SentenceCase) => first(words(runs, |word, _| small(word))),
        Some(TextCase::TitleCase) if english => title(runs),
        Some(TextCase::TitleCase) => runs,
    }
}

fn each(mut runs: Runs, change: impl Fn(&str) -> String) -> Runs {
    for run in runs.0.iter_mut().filter(|run| !run.keeps_case) {
        run.text = change(&run.text);
    }
    runs
}

/// Begins a text with a capital.
fn first(mut runs: Runs) -> Runs {
    for run in &mut runs.0 {
        let Some(at) = run.text.find(char::is_alphanumeric) else {
            continue;
        };
        let (before, rest) = run.text.split_at(at);
        let end = rest.find(char::is_whitespace).unwrap_or(rest.len());
        if !run.keeps_case && !is_web(rest) {
            run.text = format!("{before}{}{}", capital(&rest[..end]), &rest[end..]);
        }
        return runs;
    }
    runs
}

fn is_web(text: &str) -> bool {
    text.starts_with("http://") || text.starts_with("https://")
}

fn title(runs: Runs) -> Runs {
    let last = runs
        .0
        .iter()
        .rposition(|run| run.text.contains(char::is_alphabetic));
    let mut runs = words(runs, |word, starts| {
        let bare =
            word.trim_matches(|character: char| !character.is_alphanumeric() && character != '.');
        // A single letter is a sign: p < .05, χ.
        if !starts && (SMALL.contains(&bare) || bare.chars().count() == 1) {
            return word.to_owned();
        }
        let parts: Vec<String> = word
            .split('-')
            .enumerate()
            .map(|(at, part)| match at {
                _ if is_mixed(word) => part.to_owned(),
                0 => capital(part),
                _ if SMALL.contains(&part) => part.to_owned(),
                _ => capital(part),
            })
            .collect();
        parts.join("-")
    });
    // The last word is never small.
    if let Some(run) = last
        .and_then(|last| runs.0.get_mut(last))
        .filter(|run| !run.keeps_case)
    {
        let start = run
            .text
            .trim_end()
            .rfind(char::is_whitespace)
            .map_or(0, |at| at + 1);
        if let Some((before, word)) = run.text.split_at_checked(start) {
            run.text = format!("{before}{}", capital(word));
        }
    }
    runs
}

/// Changes each word; the function is told whether the word begins the text or a part of it.
fn words(mut runs: Runs, change: impl Fn(&str, bool) -> String) -> Runs {
    let (mut starts, mut inside) = (true, false);
    for run in &mut runs.0 {
        let changed = run_words(run, &mut starts, &mut inside, &change);
        if !run.keeps_case {
            run.text = changed;
        }
    }
    runs
}

fn run_words(
    run: &Run,
    starts: &mut bool,
    inside: &mut bool,
    change: &impl Fn(&str, bool) -> String,
) -> String {
    let mut out = String::with_capacity(run.text.len());
    for piece in run.text.split_inclusive(char::is_whitespace) {
        let word = piece.trim_end();
        if word.is_empty() {
            out.push_str(piece);
            *inside = false;
            continue;
        }
        // The rest of a word that another run began is no word.
        if *inside {
            out.push_str(word);
        } else {
            out.push_str(&change(word, *starts));
        }
        out.push_str(&piece[word.len()..]);
        *inside = word.len() == piece.len();
        *starts = word.ends_with([':', '?', '!', '—', '–'])
            || !word.contains(char::is_alphanumeric) && *starts;
    }
    out
}

/// Tells whether a word has capitals after its first letter: it was written with care.
fn is_mixed(word: &str) -> bool {
    let mut letters = word.chars().filter(|character| character.is_alphabetic());
    letters.next().is_some_and(char::is_uppercase) || letters.any(char::is_uppercase)
}

/// Begins a word with a capital, unless it has capitals already.
fn capital(word: &str) -> String {
    if word.chars().any(char::is_uppercase) {
        return word.to_owned();
    }
    let Some(at) = word.find(char::is_alphabetic) else {
        return word.to_owned();
    };
    if word[..at].contains(|character: char| character.is_ascii_digit() || "’'".contains(character))
    {
        return word.to_owned();
    }
    let mut letters = word[at..].chars();
    let letter: String = letters
        .next()
        .into_iter()
        .flat_map(char::to_uppercase)
        .collect();
    format!("{}{letter}{}", &word[..at], letters.as_str())
}

/// Makes a word small, unless it has capitals beyond its first letter.
fn small(word: &str) -> String {
    let mut letters = word.chars().filter(|character| character.is_alphabetic());
    letters.next();
    if letters.any(char::is_uppercase) {
        return word.to_owned();
    }
    word.to_lowercase()
}

/// Words that only English titles have, and words that English titles do not have.
const ENGLISH: [&str; 13] = [
    "of", "the", "and", "for", "in", "on", "with", "to", "by", "from", "at", "an", "through",
];
const FOREIGN: [&str; 34] = [
    "de", "des", "du", "la", "le", "les", "et", "en", "y", "el", "los", "las", "del", "della",
    "di", "dei", "degli", "il", "e", "da", "do", "und", "für", "der", "die", "das", "zur", "zum",
    "von", "och", "og", "voor", "van", "het",
];

/// Tells whether the title of a journal or a series is plainly English. Others keep the capitals that
/// their author gave them, which no rule of English knows.
pub(super) fn is_english_title(text: &str) -> bool {
    if text
        .chars()
        .any(|character| character.is_alphabetic() && !character.is_ascii())
    {
        return false;
    }
    let mut english = false;
    for word in text.split(|character: char| !character.is_alphanumeric()) {
        if FOREIGN.contains(&word) {
            return false;
        }
        english |= ENGLISH.contains(&word);
    }
    english
}
