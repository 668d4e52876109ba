//! [`Help`]: what the page of a search says where nothing was found, or not all of it.

use crate::domain::PagePath;
use crate::search::{FEW, Request, Results, SortOrder};
use crate::web::http::query::query_string;
use crate::web::parts::card::Card;
use crate::web::parts::context::Context;
use crate::web::parts::messages::Words;
use crate::web::parts::search_query::SearchQuery;
use crate::web::parts::settings::Contact;

/// Help for a reader who did not find what they looked for.
#[derive(Default)]
pub(super) struct Help {
    /// The words that no page has, in sentences.
    pub(super) unknown: Vec<String>,
    /// The same search without filters: its address, and how many pages it finds.
    pub(super) without_filters: Option<(String, String)>,
    /// The same search by relevance, which also finds pages with some of the words: its address, and
    /// how many pages these are.
    pub(super) some_words: Option<(String, String)>,
    pub(super) nearest: Vec<Card>,
    /// The address and the label of a way to ask the group.
    pub(super) contact: Option<(String, String)>,
    /// The address of the page that tells how to write one.
    pub(super) contribute: Option<&'static str>,
}

impl Help {
    /// Gathers what helps a reader who did not find what they looked for.
    pub(super) fn of(context: &Context, search: &SearchQuery, results: &Results) -> Self {
        let words = context.words;
        let unknown = results.unknown.iter().take(4);
        let unknown = unknown
            .map(|word| words.with("no-page-mentions", "word", word))
            .collect();
        let some_words = some_words(context, search, results);
        if !results.hits.is_empty() || (search.query.is_empty() && search.filters.is_empty()) {
            return Self {
                unknown,
                some_words,
                ..Self::default()
            };
        }
        // Where some pages have some of the words, these are nearer than any other.
        let nearest = match some_words {
            Some(_) => Vec::new(),
            None => nearest(context, &search.query),
        };
        let contact = context.settings.contact.as_ref();
        let contribute = PagePath::parse("contribute").ok();
        Self {
            unknown,
            without_filters: without_filters(context, search),
            some_words,
            nearest,
            contact: contact.map(|contact| contact_link(contact, &search.query, words)),
            contribute: contribute
                .filter(|path| context.view().page(path).is_some())
                .map(|_| "/contribute"),
        }
    }
}

/// Returns the address of the same search without filters, and how many pages it finds, if it finds any.
fn without_filters(context: &Context, search: &SearchQuery) -> Option<(String, String)> {
    if search.filters.is_empty() {
        return None;
    }
    let request = Request {
        filters: &[],
        limit: 0,
        ..search.request()
    };
    let results = context.view().search(&request);
    let found = results.total + results.total_partial;
    (found > 0).then(|| {
        let address = query_address(&search.query);
        (address, context.words.count("pages", found))
    })
}

/// Returns the pages whose content is nearest to a query.
fn nearest(context: &Context, query: &str) -> Vec<Card> {
    if query.is_empty() {
        return Vec::new();
    }
    let nearest = context.view().finder().near_content(query, 5).into_iter();
    nearest.map(|item| Card::of(context, item)).collect()
}

/// Returns the address of the same search by relevance, and how many pages with some of the words
/// it finds, where another order or view leaves them out.
fn some_words(
    context: &Context,
    search: &SearchQuery,
    results: &Results,
) -> Option<(String, String)> {
    let by_relevance = search.by_relevance();
    let left_out = search.sort != SortOrder::Relevance || !search.view.is_empty();
    if search.query.is_empty() || !left_out || results.total >= FEW {
        return None;
    }
    let request = Request {
        limit: 0,
        ..by_relevance.request()
    };
    let found = context.view().search(&request).total_partial;
    (found > 0).then(|| {
        let address = by_relevance.address(1, None, &search.query);
        (address, context.words.count("pages", found))
    })
}

/// Returns the address and the label of a way to ask the group; a mail says what was looked for.
fn contact_link(contact: &Contact, query: &str, words: Words) -> (String, String) {
    use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
    match contact {
        Contact::Mail(address) => {
            let subject = utf8_percent_encode(query, NON_ALPHANUMERIC);
            let address = format!("mailto:{address}?subject={subject}");
            (address, words.say("ask-group").into_owned())
        }
        Contact::Page(url) => (url.clone(), words.say("ask-group").into_owned()),
    }
}

/// Returns the address of a search without filters.
pub(super) fn query_address(query: &str) -> String {
    if query.is_empty() {
        "/search".to_owned()
    } else {
        format!("/search?{}", query_string([("q", query)]))
    }
}
