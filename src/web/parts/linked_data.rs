//! The description of a page in the words of schema.org, as JSON-LD for search engines.

use std::fmt;

use serde::Serialize;
use serde_json::{Value, json};

use crate::domain::agenda::Instant;
use crate::domain::{FrontMatter, Kind, Page};
use crate::site::SitePage;
use crate::web::parts::agenda::session_address;
use crate::web::parts::context::Context;

/// JSON that stands in a page as data. Browsers do not run it, and it cannot end its own element.
pub(crate) struct LinkedData(String);

/// The characters that mean something to a parser of HTML or, in JSON, to one of scripts.
const SIGNS: [char; 5] = ['<', '>', '&', '\u{2028}', '\u{2029}'];

impl LinkedData {
    fn new(data: &impl Serialize) -> Self {
        let json = serde_json::to_string(data).unwrap_or_default();
        let mut text = String::with_capacity(json.len());
        for piece in json.split_inclusive(SIGNS) {
            let sign = piece
                .chars()
                .next_back()
                .filter(|sign| SIGNS.contains(sign));
            let length = piece.len() - sign.map_or(0, char::len_utf8);
            text.push_str(&piece[..length]);
            if let Some(sign) = sign {
                text.push_str(&format!("\\u{:04x}", u32::from(sign)));
            }
        }
        Self(text)
    }

    /// Returns how many bytes it has.
    pub(crate) fn bytes(&self) -> usize {
        self.0.len()
    }
}

impl fmt::Display for LinkedData {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// A page with the sessions that it has.
#[derive(Serialize)]
struct PageDescription<'a> {
    #[serde(flatten)]
    page: Value,
    #[serde(rename = "subEvent", skip_serializing_if = "Vec::is_empty")]
    sessions: Vec<SubEvent<'a>>,
}

/// A session. Of these there are hundreds: they go straight into the text.
#[derive(Serialize)]
struct SubEvent<'a> {
    #[serde(rename = "@type")]
    sort: &'static str,
    name: &'a str,
    #[serde(rename = "startDate")]
    begins: String,
    #[serde(rename = "endDate", skip_serializing_if = "Option::is_none")]
    ends: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    location: Option<EventLocation<'a>>,
    url: String,
}

#[derive(Serialize)]
struct EventLocation<'a> {
    #[serde(rename = "@type")]
    sort: &'static str,
    name: &'a str,
}

// Its printing leaves no sign that means something in HTML; quotes do not in this place.
impl askama::filters::HtmlSafe for LinkedData {}

/// Returns the description of a page.
pub(crate) fn of_page(context: &Context, item: &SitePage, page: &Page) -> LinkedData {
    let front = &page.front;
    let kind = match front.kind {
        Kind::Event => "Event",
        Kind::LiteratureNote => "ScholarlyArticle",
        Kind::Guidance => "TechArticle",
        Kind::Page | Kind::Resource => "WebPage",
        _ => "Article",
    };
    let mut data = json!({
        "@context": "https://schema.org",
        "@type": kind,
        "url": context.absolute(&page.path.address()),
        "inLanguage": page.language("en"),
        "isPartOf": {"@type": "WebSite", "name": context.settings.name, "url": context.absolute("/")},
    });
    let name = if matches!(kind, "Article" | "ScholarlyArticle" | "TechArticle") {
        "headline"
    } else {
        "name"
    };
    data[name] = json!(page.title);
    if let Some(summary) = &front.summary {
        data["description"] = json!(summary);
    }
    if let Some((_, modified)) = item
        .changed
        .as_ref()
        .and_then(|change| context.words.time(change.time))
        .filter(|_| front.kind != Kind::Event)
    {
        data["dateModified"] = json!(modified);
    }
    if !front.authors.is_empty() && front.kind != Kind::Event {
        let people = front.authors.iter();
        let people: Vec<Value> = people
            .map(|name| json!({"@type": "Person", "name": name}))
            .collect();
        data["author"] = json!(people);
    }
    match front.kind {
        Kind::Event => add_dates(&mut data, front),
        _ => add_coverage(&mut data, context, front),
    }
    LinkedData::new(&PageDescription {
        sessions: match front.kind {
            Kind::Event => sessions(context, page),
            _ => Vec::new(),
        },
        page: data,
    })
}

/// Adds the days and the place of an event.
fn add_dates(data: &mut Value, front: &FrontMatter) {
    let details = front.details();
    for (name, date) in [("startDate", details.starts), ("endDate", details.ends)] {
        if let Some(date) = date {
            data[name] = json!(date.to_string());
        }
    }
    if let Some(place) = &details.place {
        data["location"] = json!({"@type": "Place", "name": place});
    }
}

/// Adds the countries and the period that a page is about.
fn add_coverage(data: &mut Value, context: &Context, front: &FrontMatter) {
    if !front.countries.is_empty() {
        let places = front.countries.iter().map(|code| {
            let name = context.words.country(code).unwrap_or(code);
            json!({"@type": "Place", "name": name})
        });
        data["spatialCoverage"] = json!(places.collect::<Vec<_>>());
    }
    if let Some(period) = front.period {
        let end = period.end.map_or("..".to_owned(), |end| end.to_string());
        data["temporalCoverage"] = json!(format!("{}/{end}", period.start));
    }
}

/// Returns the sessions of an event whose times are known, with how far ahead of UTC the venue is.
fn sessions<'a>(context: &Context, page: &'a Page) -> Vec<SubEvent<'a>> {
    let details = page.front.details();
    let agenda = &details.agenda;
    let Some(zone) = agenda.zone() else {
        return Vec::new();
    };
    let slots = agenda.slots(details.frame());
    let time = |at: Option<Instant>| {
        let local = zone.local(at?.seconds())?;
        let (hours, minutes) = (local.ahead.abs() / 60, local.ahead.abs() % 60);
        let sign = if local.ahead < 0 { '-' } else { '+' };
        let (date, clock) = (local.date, local.clock);
        Some(format!("{date}T{clock}:00{sign}{hours:02}:{minutes:02}"))
    };
    let address = context.absolute(&session_address(page, ""));
    let sessions = agenda.sessions.iter().zip(&slots).zip(agenda.keys());
    let said = sessions.filter_map(|((session, slot), key)| {
        let begins = time(slot.from).filter(|_| !session.is_break())?;
        Some(SubEvent {
            sort: "Event",
            name: &session.title,
            begins,
            ends: time(slot.to),
            location: (!session.room.is_empty()).then(|| EventLocation {
                sort: "Place",
                name: &session.room,
            }),
            url: format!("{address}{key}"),
        })
    });
    said.collect()
}

/// Returns the description of the site with its search.
pub(crate) fn of_site(context: &Context, description: &str) -> LinkedData {
    LinkedData::new(&json!({
        "@context": "https://schema.org",
        "@type": "WebSite",
        "name": context.settings.name,
        "description": description,
        "url": context.absolute("/"),
        "potentialAction": {
            "@type": "SearchAction",
            "target": format!("{}?q={{search_term_string}}", context.absolute("/search")),
            "query-input": "required name=search_term_string",
        },
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_cannot_end_its_element() {
        let text = LinkedData::new(&json!({"name": "</script><b>&\u{2028}\""})).to_string();
        assert!(!text.contains(['<', '>', '&', '\u{2028}']), "{text}");
        let back: Value = serde_json::from_str(&text).unwrap();
        assert_eq!(back["name"], "</script><b>&\u{2028}\"");
    }
}
