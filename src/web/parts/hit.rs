//! A page that a search found, as it stands in the results.

use std::collections::HashSet;

use crate::domain::vocabulary::{COLUMNS, ROWS};
use crate::search::{Hit, ReasonKind, SnippetFragment};
use crate::site::SitePage;
use crate::web::parts::context::Context;
use crate::web::parts::facets;
use crate::web::parts::facts;
use crate::web::parts::search_query::SearchQuery;
use crate::web::parts::session_doors;

/// The most countries that are named.
const COUNTRIES: usize = 3;
/// The most terms that are offered to search within.
const TAGS: usize = 2;

/// A page in the results.
pub(crate) struct HitView {
    pub(crate) address: String,
    pub(crate) title: String,
    /// Its kind, place, time and status: in words, in this order.
    pub(crate) facts: Vec<String>,
    /// The address and the title of the section.
    pub(crate) section: Option<(String, String)>,
    /// The passage that says best what the page tells of the query.
    pub(crate) text: Vec<SnippetFragment>,
    /// The reasons why the page was found: a word, and the text that says so.
    pub(crate) reasons: Vec<(String, Vec<SnippetFragment>)>,
    /// The words of the query that the page lacks.
    pub(crate) missing: String,
    /// Terms on the map's axes that were not asked for: labels, and the address of this search within each.
    pub(crate) tags: Vec<(String, String)>,
    /// The address where it becomes an example of a session, for whoever writes events.
    pub(crate) session: Option<String>,
}

impl HitView {
    /// Returns the pages that were found.
    pub(crate) fn all(context: &Context, search: &SearchQuery, hits: &[&Hit]) -> Vec<Self> {
        let view = context.view();
        let hits = hits.iter();
        let with_page = hits.filter_map(|hit| Some((hit, view.page(&hit.path)?)));
        with_page
            .map(|(hit, item)| Self::of(context, search, hit, item))
            .collect()
    }

    /// Tells whether there is something to say below the text.
    pub(crate) fn has_foot(&self) -> bool {
        self.section.is_some() || !self.reasons.is_empty() || !self.missing.is_empty()
    }

    fn of(context: &Context, search: &SearchQuery, hit: &Hit, item: &SitePage) -> Self {
        let words = context.words;
        let path = &item.page.path;
        let section = hit.section.as_ref();
        let section = section.map(|section| {
            let address = facets::section_address(path, &section.id);
            (address, section.title.clone())
        });
        let reasons = hit.reasons.iter().map(|reason| {
            let message = match reason.because {
                ReasonKind::Cites => "reason-cites",
                ReasonKind::Called => "reason-called",
                ReasonKind::About => "reason-about",
                ReasonKind::Means => "reason-means",
            };
            (words.say(message).into_owned(), reason.text.clone())
        });
        let summary = item.page.front.summary.as_deref().unwrap_or_default();
        Self {
            address: path.address(),
            title: item.page.title.clone(),
            facts: facts(context, item),
            section,
            text: better(summary, &hit.snippet),
            reasons: reasons.collect(),
            missing: match hit.missing.as_slice() {
                [] => String::new(),
                missing => words.with("without-words", "words", missing.join(", ")),
            },
            tags: tags(context, search, item),
            session: session_doors::add_to_session(context, &item.page),
        }
    }
}

/// Says what a page is, and where, when and how far what it tells of is.
fn facts(context: &Context, item: &SitePage) -> Vec<String> {
    let (words, front) = (context.words, &item.page.front);
    let mut facts = vec![words.kind(front.kind)];
    let codes = front.countries.iter().take(COUNTRIES);
    let names: Vec<&str> = codes
        .map(|code| words.country(code).unwrap_or(code))
        .collect();
    let mut countries = names.join(", ");
    if front.countries.len() > COUNTRIES {
        countries.push_str(", …");
    }
    let period = front.period.map(|period| words.period(period));
    let when = facts::when(context, &item.page);
    let mark = when.as_ref().map(|when| when.mark.clone());
    facts.extend(mark);
    facts.push(countries);
    facts.extend(period.or(when.map(|when| when.text)));
    facts.extend(front.details().place.clone());
    facts.extend(front.status.map(|status| words.status(status)));
    facts.retain(|fact| !fact.is_empty());
    facts
}

/// Returns terms to search within: of each axis of the map the first that was not asked for.
fn tags(context: &Context, search: &SearchQuery, item: &SitePage) -> Vec<(String, String)> {
    let vocabulary = context.edition.vocabulary();
    let is_requested = |key: &str, term: &str| {
        let mut filters = search.filters.iter();
        filters.any(|(known, value)| known == key && value == term)
    };
    let tags = [ROWS, COLUMNS].into_iter().filter_map(|key| {
        let term = item
            .page
            .front
            .terms(key)
            .find(|term| !is_requested(key, term))?;
        let label = facets::term_label_in(vocabulary, key, term, context.words);
        Some((search.within(key, term), label))
    });
    tags.take(TAGS).collect()
}

/// Returns the summary or the snippet, whichever says more: the summary where it has all the words that
/// the snippet was chosen for, or where the snippet is little more than an address.
fn better(summary: &str, snippet: &[SnippetFragment]) -> Vec<SnippetFragment> {
    let wanted: HashSet<String> = snippet
        .iter()
        .filter(|fragment| fragment.marked)
        .map(|fragment| fragment.text.to_lowercase())
        .collect();
    let is_address = snippet.iter().any(|part| part.text.contains("://"));
    let marked = marked(summary, &wanted);
    let found: HashSet<String> = marked
        .iter()
        .filter(|fragment| fragment.marked)
        .map(|fragment| fragment.text.to_lowercase())
        .collect();
    let takes_summary = found.len() == wanted.len() || is_address;
    match takes_summary && !summary.is_empty() {
        true => marked,
        false => snippet.to_vec(),
    }
}

/// Divides a text at the words to mark.
fn marked(text: &str, wanted: &HashSet<String>) -> Vec<SnippetFragment> {
    let mut fragments: Vec<SnippetFragment> = Vec::new();
    let is_part = |character: char| character.is_alphanumeric();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let is_word = is_part(first);
        let end = rest
            .find(|character| is_part(character) != is_word)
            .unwrap_or(rest.len());
        let (piece, behind) = rest.split_at(end);
        let marked = is_word && wanted.contains(&piece.to_lowercase());
        match fragments.last_mut() {
            Some(last) if !last.marked && !marked => last.text.push_str(piece),
            _ => fragments.push(SnippetFragment {
                text: piece.to_owned(),
                marked,
            }),
        }
        rest = behind;
    }
    fragments
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fragments(text: &str) -> Vec<SnippetFragment> {
        let parts = text.split('*').enumerate();
        let parts = parts.map(|(at, text)| SnippetFragment {
            text: text.to_owned(),
            marked: at % 2 == 1,
        });
        parts.filter(|part| !part.text.is_empty()).collect()
    }

    #[track_caller]
    fn check(summary: &str, snippet: &str, wanted: &str) {
        let shown = better(summary, &fragments(snippet));
        assert_eq!(shown, fragments(wanted), "{summary:?}, {snippet:?}");
    }

    #[test]
    fn the_summary_is_shown_where_it_has_the_words_of_the_snippet() {
        check("Mobile data, in short.", "", "Mobile data, in short.");
        check("", "of *mobile* data", "of *mobile* data");
        check("Of mobile data.", "the *mobile* age", "Of *mobile* data.");
        check("Mobile Öl.", "*öl* and *mobile*", "*Mobile* *Öl*.");
    }

    #[test]
    fn the_snippet_is_shown_where_the_summary_lacks_a_word() {
        check("Of data.", "the *mobile* age", "the *mobile* age");
        check("A phone.", "*mobile* *phone*", "*mobile* *phone*");
    }

    #[test]
    fn an_address_says_less_than_a_summary() {
        let snippet = "https://example.org/*mobile*-data";
        check("A handbook.", snippet, "A handbook.");
        check("", snippet, snippet);
    }
}
