//! The values that the fields of a form offer, because they are known already.

use crate::domain::{Field, Kind, country};
use crate::search::Request;
use crate::site::View;
use crate::web::parts::agenda::times::OFFERED;
use crate::web::parts::context::Context;
use crate::web::parts::facets;

/// The most known values that a field offers.
const MOST_OFFERED: usize = 300;
/// Returns what is known already of countries, organisations and people; for events, zones of time.
pub(super) fn offers(
    context: &Context,
    view: &View<'_>,
    kind: Kind,
) -> Vec<(&'static str, Vec<(String, String)>)> {
    let request = Request {
        limit: 1,
        ..Request::default()
    };
    let known = view.search(&request).facets;
    let known = facets::offered(&context.settings, known);
    let of = |key: &str| {
        let facet = known.iter().find(|facet| facet.key == key);
        let counts = facet
            .map(|facet| facet.counts.as_slice())
            .unwrap_or_default();
        let values = counts.iter().take(MOST_OFFERED);
        values
            .map(|(value, _)| (value.clone(), String::new()))
            .collect::<Vec<_>>()
    };
    let name = |code: &&str| context.words.country(code).map(str::to_owned);
    let countries = country::codes().filter_map(|code| {
        let label = name(&code)?;
        Some((code.to_owned(), label))
    });
    let zones = OFFERED.map(|zone| (zone.to_owned(), String::new()));
    let mut offers = vec![
        ("countries", countries.collect()),
        ("organisations", of("organisation")),
        ("people", of("author")),
        (
            "languages",
            facets::LANGUAGES
                .iter()
                .map(|code| ((*code).to_owned(), facets::language_name(code).to_owned()))
                .collect(),
        ),
    ];
    if kind == Kind::Event {
        offers.push(("zones", zones.into()));
    }
    offers
}

/// Returns the list of known values that a field offers.
pub(super) fn offer_of(field: Field) -> &'static str {
    match field {
        Field::Countries => "countries",
        Field::Organisations | Field::Owner | Field::With => "organisations",
        Field::Authors => "people",
        Field::Lang => "languages",
        Field::Timezone => "zones",
        _ => "",
    }
}
