//! `/map`: two facets against each other, as a page.

use askama::Template;

use crate::domain::vocabulary::Facet;
use crate::domain::{Kind, PagePath};
use crate::search::Request;
use crate::web::http::error::Error;
use crate::web::http::reply::Reply;
use crate::web::parts::context::Context;
use crate::web::parts::grid::{Gap, MapGrid, MapQuery, Switch, gap_sentence};
use crate::web::parts::messages::{Words, sort_key};
use crate::web::parts::shell::Shell;

/// The page that tells how to write one.
const CONTRIBUTE: &str = "contribute";

/// A choice of a form: value, label, whether it is chosen.
type MapChoice = (String, String, bool);

#[derive(Template)]
#[template(path = "pages/map.html")]
struct MapView {
    shell: Shell,
    lead: String,
    /// Whether something else than the whole map was asked for.
    filtered: bool,
    row_label: String,
    column_label: String,
    kinds: Vec<MapChoice>,
    countries: Vec<MapChoice>,
    row_choices: Vec<MapChoice>,
    column_choices: Vec<MapChoice>,
    from: String,
    to: String,
    map: MapGrid,
    switches: Vec<Switch>,
    /// The number of pairs without a page, in a sentence.
    gap_sentence: String,
    gaps: Vec<Gap>,
    /// The address of the page that tells how to write one.
    contribute: Option<String>,
    csv: String,
    svg: String,
}

/// Returns where it is told how to write a page, if it is.
fn contribute(context: &Context) -> Option<String> {
    let path = PagePath::parse(CONTRIBUTE).ok()?;
    let view = context.view();
    view.page(&path).map(|item| item.page.path.address())
}

/// Answers `/map`.
pub(crate) fn show(context: &Context) -> Result<Reply, Error> {
    let query = MapQuery::read(context)?;
    let vocabulary = context.edition.vocabulary();
    let map = MapGrid::new(context, &query);
    let words = context.words;
    let label = |key: &str| {
        vocabulary
            .facet(key)
            .map_or_else(String::new, |facet| facet.label_in(words.code()).to_owned())
    };
    let facet_choices = |chosen: &str| {
        let choice = |facet: &Facet| {
            let label = facet.label_in(words.code()).to_owned();
            (facet.key.clone(), label, facet.key == chosen)
        };
        vocabulary.facets.iter().map(choice).collect()
    };
    let lead = words.with_two(
        "map-against",
        "rows",
        label(&query.rows),
        "columns",
        label(&query.columns).to_lowercase(),
    );
    let mut shell = Shell::new(context, &words.say("map"));
    shell.description.clone_from(&lead);
    let html = MapView {
        shell,
        lead,
        filtered: context.uri.query().is_some(),
        row_label: label(&query.rows),
        column_label: label(&query.columns),
        kinds: kinds(&query, words),
        countries: countries(context, query.country.as_deref()),
        row_choices: facet_choices(&query.rows),
        column_choices: facet_choices(&query.columns),
        from: context.query.get("from").to_owned(),
        to: context.query.get("to").to_owned(),
        switches: query.switches(words),
        gap_sentence: gap_sentence(words, &query, &map),
        gaps: map.gaps(),
        contribute: contribute(context),
        map,
        csv: format!("/map.csv?{}", query.query()),
        svg: format!("/map.svg?{}", query.query()),
    }
    .render()?;
    Ok(Reply::html(html))
}

/// Returns the kinds of pages to count, but for plain ones.
fn kinds(query: &MapQuery, words: Words) -> Vec<MapChoice> {
    let kinds = Kind::ALL.into_iter().filter(|kind| *kind != Kind::Page);
    let choice = |kind: Kind| {
        let is_chosen = query.kinds.contains(&kind);
        (kind.name().to_owned(), words.kinds(kind), is_chosen)
    };
    kinds.map(choice).collect()
}

/// Returns the countries that pages are about, by name.
fn countries(context: &Context, chosen: Option<&str>) -> Vec<MapChoice> {
    let results = context.view().search(&Request {
        limit: 0,
        ..Request::default()
    });
    let counts = results
        .facets
        .into_iter()
        .find(|facet| facet.key == "country");
    let mut countries: Vec<MapChoice> = counts
        .map_or_else(Vec::new, |facet| facet.counts)
        .into_iter()
        .map(|(code, _)| {
            let name = context.words.country(&code).unwrap_or(&code).to_owned();
            let is_chosen = chosen == Some(code.as_str());
            (code, name, is_chosen)
        })
        .collect();
    countries.sort_by_cached_key(|(_, name, _)| sort_key(name));
    countries
}
