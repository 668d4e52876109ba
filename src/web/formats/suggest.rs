//! `/-/suggest`: what somebody who types may mean, as JSON.

use serde::Serialize;

use crate::search::Suggestion;
use crate::site::View;
use crate::web::http::error::Error;
use crate::web::http::query::query_string;
use crate::web::http::reply::Reply;
use crate::web::parts::context::Context;
use crate::web::parts::facets;

/// The most suggestions that are made.
const MOST: usize = 10;

#[derive(Serialize)]
struct Suggestions {
    suggestions: Vec<SuggestionEntry>,
}

#[derive(Serialize)]
struct SuggestionEntry {
    /// The text that is shown.
    text: String,
    /// A note of what it is: a kind, the page of a section, how many pages, a search.
    note: String,
    address: String,
}

/// Answers `/-/suggest?q=`.
pub(crate) fn show(context: &Context) -> Result<Reply, Error> {
    let view = context.view();
    // A space at the end says that the last word is whole.
    let input = context.query.raw("q");
    let names = context.names.of(&context.edition);
    let found = view
        .finder()
        .suggest(input, MOST, &names, context.words.code());
    let entry = |suggestion| entry(context, &view, suggestion);
    let reply = Reply::json(&Suggestions {
        suggestions: found.into_iter().filter_map(entry).collect(),
    })?;
    Ok(reply.with_header(
        axum::http::header::VARY,
        "Accept-Encoding, Accept-Language, Cookie",
    ))
}

/// Puts a suggestion in words; nothing where its page is gone or its value is not offered.
fn entry(context: &Context, view: &View<'_>, suggestion: Suggestion) -> Option<SuggestionEntry> {
    match suggestion {
        Suggestion::Page { path } => view.page(&path).map(|item| SuggestionEntry {
            text: item.page.title.clone(),
            note: context.words.kind(item.page.front.kind),
            address: path.address(),
        }),
        Suggestion::Section { path, section } => view.page(&path).map(|item| SuggestionEntry {
            text: section.title,
            note: context
                .words
                .with("suggestion-in", "title", &item.page.title),
            address: facets::section_address(&path, &section.id),
        }),
        Suggestion::Value { key, value, .. }
            if !facets::is_offered(&context.settings, &key, &value) =>
        {
            None
        }
        Suggestion::Value {
            key,
            value,
            query,
            pages,
        } => {
            let words = context.words;
            let vocabulary = context.edition.vocabulary();
            let facet = facets::label(vocabulary, &key, words);
            let term = facets::term_label_in(vocabulary, &key, &value, words);
            let mut text = format!("{facet}: {term}");
            let mut pairs = vec![(key.as_str(), value.as_str())];
            if !query.is_empty() {
                text.insert_str(0, &format!("{query} · "));
                pairs.insert(0, ("q", &query));
            }
            Some(SuggestionEntry {
                text,
                note: words.count("pages", pages),
                address: format!("/search?{}", query_string(pairs)),
            })
        }
        Suggestion::Term { query } => Some(SuggestionEntry {
            address: format!("/search?{}", query_string([("q", query.as_str())])),
            text: query,
            note: context.words.say("suggestion-search").into_owned(),
        }),
    }
}
