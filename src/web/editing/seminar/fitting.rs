//! Pages that fit a session and are nowhere in its agenda: by its text, and by the tags of the session,
//! of the examples that it has, and of the event; with the reason for each.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::domain::agenda::Session;
use crate::domain::slug::slug;
use crate::domain::{LinkRole, Page};
use crate::search::Request;
use crate::site::{SitePage, View};
use crate::web::editing::seminar::finding::KINDS;
use crate::web::parts::context::Context;
use crate::web::parts::facets;

/// The most pages that are suggested.
const SUGGESTED: usize = 6;
/// Longest text by which pages are suggested, in characters.
const ABOUT: usize = 300;
/// Shortest word that says why a page fits, in characters.
const SHORTEST: usize = 4;
/// The most pages that are looked at for their text.
const BY_TEXT: usize = 24;
/// The most pages that are looked at for the tags of one facet.
const BY_TAGS: usize = 60;
/// The most words, and the most tags of one origin, that say why a page fits.
const REASONS: usize = 6;
/// The worth of the nearest text beside shared tags, and what these are worth at most.
const TEXT: usize = 8;
const TAGS: usize = 10;

/// The owner of a tag that a page shares; the nearest first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum TagOrigin {
    Session,
    Examples,
    Event,
}

impl TagOrigin {
    const ALL: [Self; 3] = [Self::Session, Self::Examples, Self::Event];

    fn worth(self) -> usize {
        match self {
            Self::Session => 4,
            Self::Examples => 3,
            Self::Event => 1,
        }
    }

    fn message(self) -> &'static str {
        match self {
            Self::Session => "seminar-why-session",
            Self::Examples => "seminar-why-examples",
            Self::Event => "seminar-why-event",
        }
    }
}

/// Tags, by facet and term, with whose each is.
type Tags = BTreeMap<(String, String), TagOrigin>;

/// A session with its event and its examples, for which pages are suggested.
pub(super) struct SessionSubject<'a> {
    pub(super) session: &'a Session,
    /// The event.
    pub(super) page: &'a Page,
    /// The examples that the session has by now.
    pub(super) examples: Vec<&'a Arc<SitePage>>,
}

/// Returns pages that fit a session and are nowhere in the agenda, the best first, with the reason.
pub(super) fn suggested<'e>(
    context: &Context,
    view: &View<'e>,
    subject: &SessionSubject<'_>,
) -> Vec<(&'e SitePage, String)> {
    let about = about(subject.session);
    let wanted = tags(context, subject);
    let mut used = view.links().linked(subject.page, LinkRole::Example);
    used.extend(subject.examples.iter().copied());
    let fits = |item: &SitePage| {
        let is_used = used.iter().any(|known| known.page.path == item.page.path);
        KINDS.contains(&item.page.front.kind) && !is_used
    };
    let mut found: Vec<(usize, &SitePage)> = Vec::new();
    let near = view.finder().near_content(&about, BY_TEXT);
    for (rank, item) in near.into_iter().enumerate().filter(|(_, item)| fits(item)) {
        let text = TEXT * BY_TEXT.saturating_sub(rank) / BY_TEXT;
        found.push((text + worth(item, &wanted), item));
    }
    for item in with_tags(view, &wanted)
        .into_iter()
        .filter(|item| fits(item))
    {
        if !found
            .iter()
            .any(|(_, known)| known.page.path == item.page.path)
        {
            found.push((worth(item, &wanted), item));
        }
    }
    found.sort_by_key(|(worth, _)| std::cmp::Reverse(*worth));
    let words = words_of(&about);
    let best = found.into_iter().take(SUGGESTED);
    best.map(|(_, item)| (item, why(context, item, &words, &wanted)))
        .collect()
}

/// Returns what a session says of itself.
fn about(session: &Session) -> String {
    let parts = [&session.title, &session.summary].into_iter();
    let parts: Vec<&str> = parts
        .chain(&session.questions)
        .map(String::as_str)
        .collect();
    parts.join(" ").chars().take(ABOUT).collect()
}

/// Returns the tags that a page may share with a session.
fn tags(context: &Context, subject: &SessionSubject<'_>) -> Tags {
    let vocabulary = context.edition.vocabulary();
    let mut wanted = Tags::new();
    let own = subject.session.other.iter();
    for (key, text) in own.filter(|(key, _)| vocabulary.facet(key).is_some()) {
        for term in text
            .split(',')
            .map(str::trim)
            .filter(|term| !term.is_empty())
        {
            wanted.insert((key.clone(), term.to_owned()), TagOrigin::Session);
        }
    }
    let examples = subject
        .examples
        .iter()
        .map(|item| (&item.page, TagOrigin::Examples));
    for (page, origin) in examples.chain([(subject.page, TagOrigin::Event)]) {
        for tag in &page.front.tags {
            let key = (tag.facet.to_string(), tag.term.to_string());
            wanted.entry(key).or_insert(origin);
        }
    }
    wanted
}

/// Returns pages that have one of some tags.
fn with_tags<'e>(view: &View<'e>, wanted: &Tags) -> Vec<&'e SitePage> {
    let mut by_facet: BTreeMap<&str, Vec<(String, String)>> = BTreeMap::new();
    for (facet, term) in wanted.keys() {
        let terms = by_facet.entry(facet).or_default();
        terms.push((facet.clone(), term.clone()));
    }
    let mut found = Vec::new();
    for filters in by_facet.values() {
        let results = view.search(&Request {
            filters,
            limit: BY_TAGS,
            ..Request::default()
        });
        let hits = results.hits.iter().filter_map(|hit| view.page(&hit.path));
        found.extend(hits.map(AsRef::as_ref));
    }
    found
}

/// Returns what the tags are worth that a page shares.
fn worth(item: &SitePage, wanted: &Tags) -> usize {
    let shared = shared(item, wanted);
    let sum: usize = shared.iter().map(|(origin, ..)| origin.worth()).sum();
    sum.min(TAGS)
}

fn shared<'i>(item: &'i SitePage, wanted: &Tags) -> Vec<(TagOrigin, &'i str, &'i str)> {
    let tags = item.page.front.tags.iter();
    let tags = tags.filter_map(|tag| {
        let key = (tag.facet.to_string(), tag.term.to_string());
        let origin = wanted.get(&key)?;
        Some((*origin, &*tag.facet, &*tag.term))
    });
    tags.collect()
}

fn words_of(text: &str) -> Vec<String> {
    let folded = slug(text);
    let words = folded
        .split('-')
        .filter(|word| word.chars().count() >= SHORTEST);
    let mut words: Vec<String> = words.map(str::to_owned).collect();
    words.sort();
    words.dedup();
    words
}

/// Says which tags a page shares and with whom, and which words of a session it has in its title, its
/// summary or its terms.
fn why(context: &Context, item: &SitePage, words: &[String], wanted: &Tags) -> String {
    let vocabulary = context.edition.vocabulary();
    let label =
        |facet: &str, term: &str| facets::term_label_in(vocabulary, facet, term, context.words);
    let shared = shared(item, wanted);
    let mut reasons: Vec<String> = Vec::new();
    for origin in TagOrigin::ALL {
        let own = shared.iter().filter(|(known, ..)| *known == origin);
        let own = own.map(|(_, facet, term)| label(facet, term));
        let own: Vec<String> = own.take(REASONS).collect();
        if !own.is_empty() {
            reasons.push(
                context
                    .words
                    .with(origin.message(), "terms", own.join(", ")),
            );
        }
    }
    let front = &item.page.front;
    let terms = front.tags.iter().map(|tag| label(&tag.facet, &tag.term));
    let summary = front.summary.clone().unwrap_or_default();
    let own = [item.page.title.clone(), summary].into_iter().chain(terms);
    let own = words_of(&own.collect::<Vec<_>>().join(" "));
    let words = words.iter().filter(|word| own.contains(word));
    let words: Vec<&str> = words.map(String::as_str).take(REASONS).collect();
    if !words.is_empty() {
        reasons.push(context.words.with("seminar-why", "words", words.join(", ")));
    }
    reasons.join(" · ")
}
