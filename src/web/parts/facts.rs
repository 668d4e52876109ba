//! The card of metadata of a page, as people read it: what most readers look for first, then the rest.

use crate::domain::vocabulary::Facet;
use crate::domain::{Field, FrontMatter, Kind, Page, Visibility, Vocabulary};
use crate::web::parts::context::Context;
use crate::web::parts::facets;
use crate::web::parts::messages::{Words, sort_key};

/// The card.
pub(crate) struct FactCard {
    /// The place, the partners, the data, the time and how far it has come.
    pub(crate) brief: Vec<FactRow>,
    /// The terms with their definitions, and everything else.
    pub(crate) rest: Vec<FactRow>,
}

/// A row of the card: a label and its values, each perhaps with an address.
pub(crate) struct FactRow {
    /// Whether it takes a line of its own where there is little room.
    pub(crate) is_long: bool,
    pub(crate) label: String,
    pub(crate) values: Vec<FactValue>,
}

pub(crate) struct FactValue {
    /// The id of the note in the page.
    pub(crate) id: String,
    pub(crate) text: String,
    /// A word beside it, such as a partner's sector.
    pub(crate) mark: String,
    /// Its meaning, in a sentence.
    pub(crate) note: String,
    pub(crate) address: Option<String>,
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

/// The fields that stand first, before and behind the facets that do.
const BEFORE: [Field; 4] = [Field::Date, Field::Place, Field::Countries, Field::Partners];
const BEHIND: [Field; 2] = [Field::Period, Field::Status];

impl FactCard {
    /// Returns the card of a page.
    pub(crate) fn of(context: &Context, page: &Page) -> Self {
        let facets = &context.edition.vocabulary().facets;
        let facets = facets.iter().filter(|facet| facet.from.is_none());
        let (first, others): (Vec<&Facet>, Vec<&Facet>) = facets.partition(|facet| facet.in_brief);
        let field = |field: Field| {
            let label = context.words.say(&format!("field-{}", field.key()));
            FactRow {
                is_long: field == Field::Partners,
                label: label.into_owned(),
                values: values(context, page, field),
            }
        };
        let facet = |facet: &Facet| of_facet(context, page, facet);
        let is_brief = |field: &Field| BEFORE.contains(field) || BEHIND.contains(field);
        let brief = BEFORE.into_iter().map(field);
        let brief = brief.chain(first.into_iter().map(facet));
        let brief = brief.chain(BEHIND.into_iter().map(field));
        let rest = others.into_iter().map(facet);
        let rest = rest.chain(Field::all().filter(|field| !is_brief(field)).map(field));
        let other = page.front.other.iter();
        let other = other.filter(|(_, value)| !value.is_empty());
        let other = other.map(|(key, value)| {
            let label = facets::capital(&key.replace('_', " "));
            FactRow {
                is_long: false,
                label,
                values: vec![FactValue::plain(value.as_str())],
            }
        });
        let mut number = 0;
        Self {
            brief: numbered(brief, &mut number),
            rest: numbered(rest.chain(other), &mut number),
        }
    }

    /// Tells whether there is nothing to say.
    pub(crate) fn is_empty(&self) -> bool {
        self.brief.is_empty() && self.rest.is_empty()
    }
}

fn of_facet(context: &Context, page: &Page, facet: &Facet) -> FactRow {
    let (vocabulary, words) = (context.edition.vocabulary(), context.words);
    let terms = page.front.terms(&facet.key);
    let values = terms.map(|term| linked(vocabulary, words, &facet.key, term));
    FactRow {
        is_long: facet.in_brief,
        label: facet.label_in(words.code()).to_owned(),
        values: values.collect(),
    }
}

/// Orders the countries of a page.
fn countries(countries: impl Iterator<Item = FactValue>) -> Vec<FactValue> {
    let mut countries: Vec<FactValue> = countries.collect();
    // A few stand in the author's order, the first being the main one; many are looked up.
    if countries.len() > 4 {
        countries.sort_by_cached_key(|value| sort_key(&value.text));
    }
    countries
}

/// Returns what the card says of a field. What a page shows elsewhere, such as its title, its agenda
/// and its references, is not repeated.
fn values(context: &Context, page: &Page, field: Field) -> Vec<FactValue> {
    let (front, details) = (&page.front, page.front.details());
    let (vocabulary, words) = (context.edition.vocabulary(), context.words);
    let linked = |key: &str, term: &str| linked(vocabulary, words, key, term);
    match field {
        Field::Partners => partners(vocabulary, words, front),
        Field::Organisations => {
            let names = front.organisations.iter();
            names.map(|name| linked("organisation", name)).collect()
        }
        Field::Countries => countries(front.countries.iter().map(|code| linked("country", code))),
        Field::Period => periods(words, front),
        Field::Status => {
            let status = front.status.iter();
            status
                .map(|status| linked("status", status.name()))
                .collect()
        }
        Field::Date => when(context, page).into_iter().collect(),
        Field::Place => plain(&details.place),
        Field::With => plain(&details.with),
        Field::DecidedBy => plain(&details.decided_by),
        Field::Authors => {
            let authors = front.authors.iter();
            authors.map(|author| linked("author", author)).collect()
        }
        Field::Visibility => circles(words, front),
        Field::Title
        | Field::Summary
        | Field::Kind
        | Field::Starts
        | Field::Ends
        | Field::Sources
        | Field::Citation
        | Field::DrawnFrom
        | Field::Sessions
        | Field::Session
        | Field::About
        | Field::Timezone
        | Field::Days
        | Field::Tracks
        | Field::Rooms
        | Field::Uid
        | Field::Questions
        | Field::Survey
        | Field::Answers
        | Field::Chapters
        | Field::Url
        | Field::Owner
        | Field::Lang
        | Field::TranslationOf
        | Field::Aliases
        | Field::Draft => Vec::new(),
    }
}

fn plain<'t>(texts: impl IntoIterator<Item = &'t String>) -> Vec<FactValue> {
    let texts = texts.into_iter();
    texts.map(|text| FactValue::plain(text.as_str())).collect()
}

fn periods(words: Words, front: &FrontMatter) -> Vec<FactValue> {
    let period = front.period.iter();
    let period = period.map(|period| facets::capital(&words.period(*period)));
    period.map(FactValue::plain).collect()
}

/// Says who sees a page that not everybody sees.
fn circles(words: Words, front: &FrontMatter) -> Vec<FactValue> {
    let circle = match front.visibility {
        Visibility::Public => None,
        Visibility::Members => Some(words.say("visibility-members")),
        Visibility::Draft => Some(words.say("visibility-draft")),
    };
    circle.into_iter().map(FactValue::plain).collect()
}

fn partners(vocabulary: &Vocabulary, words: Words, front: &FrontMatter) -> Vec<FactValue> {
    let partners = front.partners.iter().map(|partner| {
        let sector = partner.sector.as_deref();
        FactValue {
            mark: sector.map_or_else(String::new, |sector| {
                sector_label(vocabulary, words, sector)
            }),
            ..FactValue::plain(partner.name.as_str())
        }
    });
    partners.collect()
}

/// Says when something is or was: an event from its first day to its last, anything else by its date.
pub(crate) fn when(context: &Context, page: &Page) -> Option<FactValue> {
    let (words, details) = (context.words, page.front.details());
    let when = match (details.starts, details.ends) {
        (Some(start), Some(end)) if start != end => words.with_two(
            "period-range",
            "start",
            words.date(start),
            "end",
            words.date(end),
        ),
        (Some(date), _) | (None, Some(date)) => words.date(date),
        (None, None) => words.date(details.date?),
    };
    let last = details.ends.or(details.starts);
    let is_event = page.front.kind == Kind::Event;
    let comes = last.is_some_and(|day| is_event && !day.is_over_on(context.today.get()));
    // From its first day on it is not coming any more, and until its last it is not over.
    let today = context.today.get();
    let has_begun = details.starts.is_some_and(|day| {
        let is_whole = day.day.is_some();
        is_whole && (day == today || day.is_over_on(today))
    });
    let mark = match (comes, has_begun) {
        (true, true) => words.say("event-running").into_owned(),
        (true, false) => words.say("event-upcoming").into_owned(),
        (false, _) => String::new(),
    };
    Some(FactValue {
        mark,
        ..FactValue::plain(when)
    })
}

/// Returns the rows that say something, with an id for each note.
fn numbered(facts: impl Iterator<Item = FactRow>, number: &mut usize) -> Vec<FactRow> {
    let mut facts: Vec<FactRow> = facts.filter(|fact| !fact.values.is_empty()).collect();
    for value in facts.iter_mut().flat_map(|fact| &mut fact.values) {
        *number += 1;
        value.id = format!("c-note-{number}");
    }
    facts
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
