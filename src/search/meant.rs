//! "Did you mean": a query that finds something, in place of one that finds nothing though each of
//! its words may be somewhere.
//!
//! A phrase may be meant as words, a word may be another that is spelt nearly so, and a query may
//! ask for too much at once: then the words that tell least are left out first. What is offered
//! finds something, says most of what was typed, and reads as a query.

use std::ops::Range;

use crate::domain::Viewer;
use crate::search::clause::{Clause, ClauseKind, ParsedQuery, QueryWord};
use crate::search::correct::{near_words, occurs, rewritten};
use crate::search::names::FacetNames;
use crate::search::schema::TextField;
use crate::search::simple::stems;
use crate::search::snapshot::Snapshot;
use crate::search::statistics::rarity;

/// The number of queries that are tried.
const MOST_TRIES: usize = 24;

/// The part of what a query says that an offer must still say.
const SHARE_KEPT: f32 = 1.0 / 3.0;

/// A part of a query that stands or falls as a whole.
struct QueryPart {
    /// As it is written in an offer.
    text: String,
    range: Range<usize>,
    /// Its weight: how rare it is.
    weight: f32,
    /// Whether a word of it is on no page.
    unknown: bool,
    /// Whether it may be left out: filters and what is not wanted stay.
    optional: bool,
}

/// Looks for a query that finds something, in place of one that does not.
pub(crate) fn meant(
    snapshot: &Snapshot,
    query: &str,
    viewer: Viewer,
    names: Option<&FacetNames>,
    finds: impl Fn(&ParsedQuery) -> bool,
) -> Option<String> {
    let parsed = snapshot.parse(query, viewer, names);
    let offers = respelt(snapshot, query, &parsed, viewer)
        .into_iter()
        .chain(shortened(snapshot, query, &parsed, viewer));
    let mut offers = offers.filter(|offer| offer != query).take(MOST_TRIES);
    offers.find(|offer| finds(&snapshot.parse(offer, viewer, names)))
}

/// Lists the query with its phrases as words, and with one word spelt otherwise.
fn respelt(snapshot: &Snapshot, query: &str, parsed: &ParsedQuery, viewer: Viewer) -> Vec<String> {
    let mut offers = Vec::new();
    let is_phrase = |clause: &&Clause| {
        let quoted = !query[clause.range.clone()].starts_with(char::is_alphanumeric);
        !clause.without && matches!(clause.wanted, ClauseKind::Phrase(_)) && quoted
    };
    let phrases = parsed.clauses.iter().filter(is_phrase).map(|clause| {
        let words = query[clause.range.clone()].trim_matches(|sign: char| !sign.is_alphanumeric());
        (clause.range.clone(), words.to_owned())
    });
    let phrases: Vec<_> = phrases.collect();
    if !phrases.is_empty() {
        offers.push(rewritten(query, phrases));
    }
    for clause in parsed.clauses.iter().filter(|clause| !clause.without) {
        if let ClauseKind::Word(word) = &clause.wanted {
            let near = near_words(snapshot, word, viewer).into_iter();
            let near = near.filter(|near| *near != word.folded).take(2);
            offers.extend(near.map(|near| rewritten(query, vec![(word.range.clone(), near)])));
        }
    }
    offers
}

/// Lists the query with ever fewer words, as long as it still says something.
fn shortened(
    snapshot: &Snapshot,
    query: &str,
    parsed: &ParsedQuery,
    viewer: Viewer,
) -> Vec<String> {
    let parts = parts(snapshot, query, parsed, viewer);
    let whole: f32 = parts.iter().map(|part| part.weight).sum();
    let mut order: Vec<usize> = (0..parts.len())
        .filter(|&at| parts[at].optional && !parts[at].unknown)
        .collect();
    order.sort_by(|&one, &other| parts[one].weight.total_cmp(&parts[other].weight));
    let one_less = order.iter().map(|&at| vec![at]);
    let fewer = (2..order.len()).map(|count| order[..count].to_vec());
    let without = std::iter::once(Vec::new()).chain(one_less).chain(fewer);
    let offers = without.filter_map(|without| {
        let kept = |(at, part): &(usize, &QueryPart)| !part.unknown && !without.contains(at);
        let kept: Vec<&QueryPart> = parts
            .iter()
            .enumerate()
            .filter(kept)
            .map(|(_, part)| part)
            .collect();
        let weight: f32 = kept.iter().map(|part| part.weight).sum();
        let says = kept.iter().any(|part| part.optional) && weight >= whole * SHARE_KEPT;
        let texts: Vec<&str> = kept.iter().map(|part| part.text.as_str()).collect();
        says.then(|| texts.join(" "))
    });
    offers.collect()
}

/// Sorts a query into parts; words that say nothing by themselves are not among them.
fn parts(snapshot: &Snapshot, query: &str, parsed: &ParsedQuery, viewer: Viewer) -> Vec<QueryPart> {
    let mut parts: Vec<QueryPart> = Vec::new();
    for clause in &parsed.clauses {
        let is_stop_word = matches!(&clause.wanted, ClauseKind::Word(word)
            if !clause.without && snapshot.dictionary().is_stop_word(word, viewer));
        if is_stop_word {
            continue;
        }
        let words = words_in(clause);
        let weights = words.iter().map(|word| weight(snapshot, word, viewer));
        let (weight, unknown) = weights.fold((0.0, false), |(sum, unknown), (weight, known)| {
            (sum + weight, unknown || !known)
        });
        let is_words = matches!(
            clause.wanted,
            ClauseKind::Word(_) | ClauseKind::Prefix(_) | ClauseKind::Phrase(_)
        );
        let optional = is_words && !clause.without;
        match parts.last_mut() {
            // Several words of one item.
            Some(last) if last.range == clause.range => {
                last.weight += weight;
                last.unknown |= unknown && optional;
            }
            _ => parts.push(QueryPart {
                text: written(query, clause),
                range: clause.range.clone(),
                weight,
                unknown: unknown && optional,
                optional,
            }),
        }
    }
    parts
}

/// Writes a clause as it stands in the query, without the operators around it.
fn written(query: &str, clause: &Clause) -> String {
    let text = query.get(clause.range.clone()).unwrap_or("");
    let several = matches!(clause.wanted, ClauseKind::Any(_)) && !text.starts_with('(');
    let text = match several {
        true => format!("({text})"),
        false => text.to_owned(),
    };
    match clause.without && !text.starts_with('-') {
        true => format!("-{text}"),
        false => text,
    }
}

fn words_in(clause: &Clause) -> Vec<&QueryWord> {
    match &clause.wanted {
        ClauseKind::Word(word) => vec![word],
        ClauseKind::Phrase(words) => words.iter().collect(),
        _ => Vec::new(),
    }
}

/// Returns how much a word tells, and whether any page has it: of a word that is on most pages,
/// nothing is missed.
fn weight(snapshot: &Snapshot, word: &QueryWord, viewer: Viewer) -> (f32, bool) {
    let stems = stems(snapshot, word, viewer).into_iter();
    let stems = stems.map(|stem| {
        snapshot
            .dictionary()
            .pages_with(TextField::Stem, &stem, viewer)
    });
    let exact = snapshot
        .dictionary()
        .pages_with(TextField::Exact, &word.folded, viewer);
    let found = stems.max().unwrap_or(0).max(exact);
    let known = found > 0 || occurs(snapshot, word, viewer);
    (rarity(found, snapshot.audience(viewer).pages), known)
}
