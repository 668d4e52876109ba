//! The card of metadata of a page, as people read it.

use crate::domain::{Kind, Page, Visibility, Vocabulary};
use crate::web::context::Context;
use crate::web::facets;
use crate::web::messages::{Words, sort_key};

/// A row of the card: a label and its values, each perhaps with an address.
pub(super) struct Fact {
    pub(super) label: String,
    pub(super) values: Vec<FactValue>,
}

pub(super) struct FactValue {
    /// The id of the note in the page.
    pub(super) id: String,
    pub(super) text: String,
    /// A word beside it, such as a partner's sector.
    pub(super) mark: String,
    /// What it means, in a sentence.
    pub(super) note: String,
    pub(super) address: Option<String>,
}

impl FactValue {
    fn plain(text: impl Into<String>) -> Self {
        Self {
            id: String::new(),
            text: text.into(),
            mark: String::new(),
            note: String::new(),
            address: None,
        }
    }
}

/// Returns the rows of a page's card.
pub(super) fn of(context: &Context, page: &Page) -> Vec<Fact> {
    let front = &page.front;
    let vocabulary = context.edition.vocabulary();
    let words = context.words;
    let linked = |key: &str, term: &str| linked(vocabulary, words, key, term);
    let plain = |text: &String| FactValue::plain(text.as_str());
    let mut facts = Vec::new();
    for facet in vocabulary
        .facets
        .iter()
        .filter(|facet| facet.from.is_none())
    {
        let values = front.terms(&facet.key).map(|term| linked(&facet.key, term));
        facts.push((facet.label_in(words.code()).to_owned(), values.collect()));
    }
    let mut row = |message: &str, values: Vec<FactValue>| {
        facts.push((words.say(message).into_owned(), values));
    };
    let partners = front.partners.iter().map(|partner| FactValue {
        mark: partner
            .sector
            .as_deref()
            .map_or_else(String::new, |sector| {
                sector_label(vocabulary, words, sector)
            }),
        ..FactValue::plain(partner.name.as_str())
    });
    row("fact-partners", partners.collect());
    let organisations = front.organisations.iter();
    row(
        "fact-organisations",
        organisations
            .map(|name| linked("organisation", name))
            .collect(),
    );
    let mut countries: Vec<FactValue> = front
        .countries
        .iter()
        .map(|code| linked("country", code))
        .collect();
    // A few stand in the author's order, the first being the main one; many are looked up.
    if countries.len() > 4 {
        countries.sort_by_cached_key(|value| sort_key(&value.text));
    }
    row("fact-countries", countries);
    let period = front.period.iter();
    row(
        "fact-period",
        period
            .map(|period| FactValue::plain(facets::capital(&words.period(*period))))
            .collect(),
    );
    let status = front.status.iter();
    row(
        "facet-status",
        status
            .map(|status| linked("status", status.name()))
            .collect(),
    );
    let details = front.details();
    let when = match (details.starts, details.ends) {
        (Some(start), Some(end)) if start != end => Some(words.with_two(
            "period-range",
            "start",
            words.date(start),
            "end",
            words.date(end),
        )),
        (Some(date), _) | (None, Some(date)) => Some(words.date(date)),
        (None, None) => details.date.map(|date| words.date(date)),
    };
    let last = details.ends.or(details.starts);
    let is_event = page.front.kind == Kind::Event;
    let comes = last.is_some_and(|day| is_event && !day.is_over_on(context.today.get()));
    let when = when.map(|when| FactValue {
        mark: match comes {
            true => words.say("event-upcoming").into_owned(),
            false => String::new(),
        },
        ..FactValue::plain(when)
    });
    row("fact-when", when.into_iter().collect());
    row("fact-where", details.place.iter().map(plain).collect());
    row("fact-with", details.with.iter().map(plain).collect());
    let authors = front.authors.iter();
    row(
        "fact-authors",
        authors.map(|author| linked("author", author)).collect(),
    );
    let circle = match front.visibility {
        Visibility::Public => None,
        Visibility::Members => Some(words.say("visibility-members")),
        Visibility::Draft => Some(words.say("visibility-draft")),
    };
    row(
        "fact-visibility",
        circle.into_iter().map(FactValue::plain).collect(),
    );
    for (key, value) in front.other.iter().filter(|(_, value)| !value.is_empty()) {
        facts.push((facets::capital(&key.replace('_', " ")), vec![plain(value)]));
    }
    numbered(facts)
}

/// Returns the rows that say something, with an id for each note.
fn numbered(facts: Vec<(String, Vec<FactValue>)>) -> Vec<Fact> {
    let mut number = 0;
    facts
        .into_iter()
        .filter(|(_, values)| !values.is_empty())
        .map(|(label, mut values)| {
            for value in &mut values {
                number += 1;
                value.id = format!("c-note-{number}");
            }
            Fact { label, values }
        })
        .collect()
}

fn linked(vocabulary: &Vocabulary, words: Words, key: &str, term: &str) -> FactValue {
    let definition = vocabulary
        .facet(key)
        .and_then(|facet| facet.term(term))
        .map(|term| term.definition.clone());
    FactValue {
        note: definition.unwrap_or_default(),
        address: Some(facets::address(key, term)),
        ..FactValue::plain(facets::term_label_in(vocabulary, key, term, words))
    }
}

/// Returns the name of a partner's sector, which is a term of the facet that says where it is from.
fn sector_label(vocabulary: &Vocabulary, words: Words, sector: &str) -> String {
    let mut facets = vocabulary.facets.iter();
    let facet = facets.find(|facet| facet.from.as_deref() == Some("partners.sector"));
    facet
        .map_or(sector, |facet| {
            vocabulary.term_label(&facet.key, sector, words.code())
        })
        .to_owned()
}
