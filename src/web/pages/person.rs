//! The part of a person's page on the changes that are theirs: a year of them, and the fields of
//! interest, which are the terms of the pages that they changed or wrote.

use std::collections::{HashMap, HashSet};

use crate::domain::PagePath;
use crate::domain::list::values;
use crate::site::{ChangeFilter, HistoryError, NamedEntity};
use crate::web::http::query::query_string;
use crate::web::parts::context::Context;
use crate::web::parts::facets;
use crate::web::parts::heat_map::HeatMap;

/// The most fields of interest that are named.
const MOST_TERMS: usize = 12;

/// The changes of a person.
pub(super) struct PersonView {
    pub(super) name: String,
    /// The changes of the last year in which there are any.
    pub(super) heat_map: Option<HeatMap>,
    pub(super) terms: Vec<InterestView>,
    /// All changes, and the same as a feed.
    pub(super) changes: String,
    pub(super) feed: String,
}

/// A field of interest.
pub(super) struct InterestView {
    pub(super) label: String,
    pub(super) address: String,
    /// The number of the pages that have it.
    pub(super) count: usize,
}

impl PersonView {
    /// Returns what somebody changed; nothing where they changed nothing that may be told.
    pub(super) fn of(
        context: &Context,
        slug: &str,
        subject: Option<&NamedEntity>,
    ) -> Result<Option<Self>, HistoryError> {
        let view = context.view();
        let Some(contributor) = view.contributor(slug)? else {
            return Ok(None);
        };
        let name = &contributor.name;
        let filter = ChangeFilter {
            author: Some(name.clone()),
            ..ChangeFilter::default()
        };
        let query = |more: &[(&str, &str)]| {
            let own = [("author", name.as_str())].into_iter();
            query_string(own.chain(more.iter().copied()))
        };
        let days = view.change_days(&filter)?;
        let day = |iso: &str| format!("/changes?{}", query(&[("from", iso), ("to", iso)]));
        let changed = view.changed_pages(&filter)?.into_iter();
        let mut pages: HashSet<&PagePath> = changed.map(|item| &item.page.path).collect();
        pages.extend(subject.into_iter().flat_map(|subject| &subject.pages));
        Ok(Some(Self {
            name: name.clone(),
            heat_map: HeatMap::of(context, &days, day),
            terms: terms(context, &pages),
            changes: format!("/changes?{}", query(&[])),
            feed: format!("/-/changes.xml?{}", query(&[])),
        }))
    }
}

/// Returns the vocabulary's terms that most of the pages have.
fn terms(context: &Context, pages: &HashSet<&PagePath>) -> Vec<InterestView> {
    let view = context.view();
    let vocabulary = context.edition.vocabulary();
    let mut counts: HashMap<(&str, &str), usize> = HashMap::new();
    for item in pages.iter().filter_map(|path| view.page(path)) {
        for facet in &vocabulary.facets {
            for term in values(&item.page, &facet.key) {
                *counts.entry((&facet.key, term)).or_default() += 1;
            }
        }
    }
    let mut counts: Vec<((&str, &str), usize)> = counts.into_iter().collect();
    counts.sort_by(|a, b| (b.1, a.0).cmp(&(a.1, b.0)));
    counts.truncate(MOST_TERMS);
    let terms = counts.into_iter().map(|((key, term), count)| InterestView {
        label: facets::term_label_in(vocabulary, key, term, context.words),
        address: facets::address(key, term),
        count,
    });
    terms.collect()
}
