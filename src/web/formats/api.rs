//! The API: JSON with the same parameters and the same gate as the pages.

use serde::Serialize;
use serde_json::{Value, json};

use crate::domain::date::Date;
use crate::domain::link::{Destination, LinkTarget};
use crate::domain::page::SITE_LANGUAGE;
use crate::domain::{
    Field, Link, LinkRole, ObjectId, Page, PagePath, Position, Status, Visibility,
};
use crate::render::Article;
use crate::search::{Because, FacetCounts, Fragment, Request};
use crate::site::{Item, Version, View};
use crate::web::formats::events;
use crate::web::http::error::Error;
use crate::web::http::reply::Reply;
use crate::web::parts::asked::SearchQuery;
use crate::web::parts::context::{Context, page_path};
use crate::web::parts::facets;
use crate::web::parts::grid::{MapGrid, MapQuery};
use crate::web::parts::messages::{Locale, Words};
use crate::web::parts::versions::trouble;

/// Most pages in one answer.
const MAX_LIMIT: usize = 1000;
/// Hits in an answer that asks for no number of them.
const PER_PAGE: usize = 20;

/// A page in a list.
#[derive(Serialize)]
struct PageSummary<'a> {
    path: &'a str,
    address: String,
    title: &'a str,
    kind: &'static str,
    summary: Option<&'a str>,
    lang: &'a str,
    updated: Option<String>,
}

impl<'a> PageSummary<'a> {
    fn of(item: &'a Item) -> Self {
        Self::of_page(&item.page, item.changed.as_ref().map(|change| change.time))
    }

    /// Returns a page that was changed at a time.
    fn of_page(page: &'a Page, changed: Option<i64>) -> Self {
        let updated = changed.and_then(|time| Words::default().time(time));
        Self {
            path: page.path.as_str(),
            address: page.path.address(),
            title: &page.title,
            kind: page.front.kind.name(),
            summary: page.front.summary.as_deref(),
            lang: page.language("en"),
            updated: updated.map(|(_, iso)| iso),
        }
    }
}

fn commit(context: &Context) -> String {
    context.edition.revision().id.to_string()
}

/// Answers `/api/v1/search`.
pub(crate) fn search(context: &Context) -> Result<Reply, Error> {
    let asked = SearchQuery::read(context, PER_PAGE)?;
    let view = context.view();
    let results = view.search(&asked.request());
    let hits = results.hits.iter().filter_map(|hit| {
        let item = view.page(&hit.path)?;
        let mut entry = serde_json::to_value(PageSummary::of(item)).ok()?;
        let section = hit.section.as_ref().map(|section| {
            json!({"id": section.id, "title": section.title,
                   "address": facets::section_address(&hit.path, &section.id)})
        });
        entry["section"] = json!(section);
        entry["snippet"] = json!(plain(&hit.snippet));
        entry["marks"] = json!(marks(&hit.snippet));
        entry["score"] = json!(hit.score);
        entry["missing"] = json!(hit.missing);
        let reasons = hit.reasons.iter().map(|reason| {
            let because = match reason.because {
                Because::Cites => "cites",
                Because::Called => "called",
                Because::About => "about",
                Because::Means => "means",
            };
            json!({"because": because, "text": plain(&reason.text), "marks": marks(&reason.text)})
        });
        entry["reasons"] = json!(reasons.collect::<Vec<_>>());
        Some(entry)
    });
    Reply::json(&json!({
        "commit": commit(context),
        "query": asked.query,
        "total": results.total,
        "total_partial": results.total_partial,
        "facets_partial": results.facets_partial,
        "page": asked.page,
        "limit": asked.limit,
        "corrected": results.corrected,
        "suggestion": results.suggestion,
        "unknown": results.unknown,
        // In English, as everything else here.
        "notes": asked.notes(&context.clone().speaking(Locale::default()), &results),
        "hits": hits.collect::<Vec<Value>>(),
        "facets": facet_values(context, &results.facets),
    }))
}

fn plain(snippet: &[Fragment]) -> String {
    snippet
        .iter()
        .map(|fragment| fragment.text.as_str())
        .collect()
}

/// Returns which characters of the snippet are words of the query: pairs of start and end.
fn marks(snippet: &[Fragment]) -> Vec<(usize, usize)> {
    let mut at = 0;
    let mut marks = Vec::new();
    for fragment in snippet {
        let end = at + fragment.text.chars().count();
        if fragment.marked {
            marks.push((at, end));
        }
        at = end;
    }
    marks
}

fn facet_values(context: &Context, counts: &[FacetCounts]) -> Vec<Value> {
    let vocabulary = context.edition.vocabulary();
    let counts = facets::offered(&context.settings, counts);
    let facet = |(key, label): (&str, &str)| {
        let found = counts.iter().find(|facet| facet.key == key);
        let terms = found
            .map_or(&[][..], |facet| facet.counts.as_slice())
            .iter();
        let terms: Vec<Value> = terms
            .map(|(id, count)| {
                json!({"id": id, "label": facets::term_label(vocabulary, key, id), "count": count})
            })
            .collect();
        json!({"key": key, "label": label, "terms": terms})
    };
    facets::all(vocabulary).into_iter().map(facet).collect()
}

/// Answers `/api/v1/facets`.
pub(crate) fn facets(context: &Context) -> Result<Reply, Error> {
    let asked = SearchQuery::read(context, PER_PAGE)?;
    let results = context.view().search(&Request {
        limit: 0,
        ..asked.request()
    });
    Reply::json(&json!({
        "commit": commit(context),
        "total": results.total,
        "total_partial": results.total_partial,
        "facets_partial": results.facets_partial,
        "facets": facet_values(context, &results.facets),
    }))
}

/// Answers `/api/v1/pages`: every page, by path.
pub(crate) fn pages(context: &Context) -> Result<Reply, Error> {
    let number = context.query.number("page", 1, 1_000_000)?;
    let limit = context.query.number("limit", 100, MAX_LIMIT)?;
    let view = context.view();
    let total = view.pages().count();
    let chosen = view.pages().skip((number - 1) * limit).take(limit);
    let entries: Vec<PageSummary<'_>> = chosen.map(|item| PageSummary::of(item)).collect();
    Reply::json(&json!({
        "commit": commit(context),
        "total": total,
        "page": number,
        "limit": limit,
        "pages": entries,
    }))
}

/// Answers `/api/v1/pages/`: the home page.
pub(crate) fn home(context: &Context) -> Result<Reply, Error> {
    one(context, &PagePath::home())
}

/// Answers `/api/v1/pages/<path>`.
pub(crate) fn page(context: &Context) -> Result<Reply, Error> {
    one(context, &page_path(&context.below("/api/v1/pages/")?)?)
}

fn one(context: &Context, path: &PagePath) -> Result<Reply, Error> {
    let view = context.view();
    let Some(item) = view.page(path) else {
        return gone(context, &view, path);
    };
    if let Some(Version::Earlier(version)) = version(context, &view, item)? {
        let (page, article, revision) = *version;
        let entry = PageSummary::of_page(&page, Some(revision.time));
        let mut value = described(&view, &page, &article, &entry)?;
        value["commit"] = json!(revision.id.to_string());
        return Reply::json(&value);
    }
    let page = &item.page;
    let article = view.article(page)?;
    let mut value = described(&view, page, &article, &PageSummary::of(item))?;
    value["commit"] = json!(commit(context));
    let backlinks = view.links().linking_as(page, |_| true);
    value["linked_from"] = json!(
        backlinks
            .iter()
            .map(|item| PageSummary::of(item))
            .collect::<Vec<_>>()
    );
    let problems: Vec<Value> = view
        .checks()
        .problems_of(item)
        .into_iter()
        .map(|problem| {
            json!({"line": problem.position.line, "column": problem.position.column,
                   "kind": problem.kind.name(), "message": problem.message, "help": problem.help})
        })
        .collect();
    value["problems"] = json!(problems);
    Reply::json(&value)
}

/// Answers for a page that is gone: what it was, where a version is asked for.
fn gone(context: &Context, view: &View<'_>, path: &PagePath) -> Result<Reply, Error> {
    if view.links().alias(path).is_some() {
        return Err(Error::NotFound);
    }
    // As long as the history is being read, it is not there.
    let Ok(Some(versions)) = view.versions(path) else {
        return Err(Error::NotFound);
    };
    let at = context.query.get("at");
    let commit = match (at, at.parse::<ObjectId>()) {
        ("", _) => None,
        (_, Ok(commit)) => Some(commit),
        (_, Err(_)) => versions.commit(at)?,
    };
    let version = commit.map(|commit| versions.gone_at(commit)).transpose()?;
    let Some((item, article, revision)) = version.flatten() else {
        let was_there = versions.one(0)?.is_some();
        return Err(if was_there {
            Error::Gone
        } else {
            Error::NotFound
        });
    };
    let entry = PageSummary::of_page(&item.page, Some(revision.time));
    let mut value = described(view, &item.page, &article, &entry)?;
    value["commit"] = json!(revision.id.to_string());
    Reply::json(&value)
}

/// Returns the version of a page that is asked for, where it is another than that of today.
fn version(context: &Context, view: &View<'_>, item: &Item) -> Result<Option<Version>, Error> {
    let at = context.query.get("at");
    if at.is_empty() {
        return Ok(None);
    }
    let commit = match at.parse::<ObjectId>() {
        Ok(commit) => commit,
        Err(_) => {
            let versions = view.versions(&item.page.path);
            let versions = versions.map_err(|error| trouble(context, error))?;
            let versions = versions.ok_or(Error::NotFound)?;
            versions.commit(at)?.ok_or(Error::NotFound)?
        }
    };
    let version = view.earlier(&item.page, commit)?;
    version.map(Some).ok_or(Error::NotFound)
}

/// Returns what a version of a page says itself.
fn described(
    view: &View<'_>,
    page: &Page,
    article: &Article,
    entry: &PageSummary<'_>,
) -> Result<Value, Error> {
    let mut value = serde_json::to_value(entry).map_err(|error| Error::Internal(error.into()))?;
    value["file"] = json!(page.file);
    value["object"] = json!(page.blob.to_string());
    value["source"] = json!(String::from_utf8(view.read(page.blob)?).ok());
    value["front_matter"] = front_matter(page);
    value["html"] = json!(article.html.as_str());
    value["text"] = json!(text(view, page)?);
    value["headings"] = json!(page.headings);
    value["links"] = json!(links(view, page));
    value["linked_from"] = json!([]);
    value["problems"] = json!([]);
    Ok(value)
}

/// Returns the page's plain text, as the index has it.
fn text(view: &View<'_>, page: &Page) -> Result<String, Error> {
    let source = view.read(page.blob)?;
    let (_, text) = crate::render::read(
        page.path.clone(),
        &page.file,
        page.blob,
        &source,
        &crate::domain::Vocabulary::default(),
        view.bibliography(),
    );
    Ok(text.text)
}

/// Returns what the page says of itself, by the names that front matter uses.
fn front_matter(page: &Page) -> Value {
    let front = &page.front;
    let mut value = json!({});
    for field in Field::all() {
        value[field.key()] = field_value(page, field);
    }
    for tag in &front.tags {
        match value[tag.facet.as_str()].as_array_mut() {
            Some(terms) => terms.push(json!(tag.term)),
            None => value[tag.facet.as_str()] = json!([tag.term]),
        }
    }
    for (key, text) in &front.other {
        value[key.as_str()] = json!(text);
    }
    value
}

/// Returns a field of a page; null or an empty list where the page does not have it.
fn field_value(page: &Page, field: Field) -> Value {
    let front = &page.front;
    let details = front.details();
    let keys =
        |list: &[(String, Position)]| json!(list.iter().map(|(key, _)| key).collect::<Vec<_>>());
    let date = |date: Option<Date>| json!(date.map(|date| date.to_string()));
    match field {
        Field::Title => json!(front.title),
        Field::Summary => json!(front.summary),
        Field::Kind => json!(front.kind.name()),
        Field::Partners => json!(front.partners),
        Field::Organisations => json!(front.organisations),
        Field::Countries => json!(front.countries),
        Field::Period => json!(front.period.map(|period| period.to_string())),
        Field::Status => json!(front.status.map(Status::name)),
        Field::Starts => date(details.starts),
        Field::Ends => date(details.ends),
        Field::Date => date(details.date),
        Field::Place => json!(details.place),
        Field::With => json!(details.with),
        Field::Authors => json!(front.authors),
        Field::Sources => keys(&front.sources),
        Field::Citation => json!(front.citation.as_ref().map(|(key, _)| key)),
        Field::DrawnFrom => json!(named_pages(page, LinkRole::DrawnFrom)),
        Field::Session => json!(named_pages(page, LinkRole::Session).first()),
        Field::About => json!(named_pages(page, LinkRole::About)),
        Field::DecidedBy => json!(details.decided_by),
        Field::Timezone => json!(details.agenda.timezone),
        Field::Days => events::days(&details.agenda),
        Field::Tracks => json!(details.agenda.tracks),
        Field::Rooms => json!(details.agenda.rooms),
        Field::Uid => json!(details.uid),
        Field::Sessions => details
            .agenda
            .sessions
            .iter()
            .map(events::session)
            .collect(),
        Field::Questions => json!(details.questions),
        Field::Survey => json!(named_pages(page, LinkRole::Survey).first()),
        Field::Answers => details
            .answers
            .iter()
            .map(|(id, text)| (id.clone(), json!(text)))
            .collect(),
        Field::Chapters => json!(details.chapters),
        Field::Url => json!(details.url),
        Field::Owner => json!(details.owner),
        Field::Lang => json!(page.language(SITE_LANGUAGE)),
        Field::TranslationOf => json!(named_pages(page, LinkRole::Translation).first()),
        Field::Aliases => keys(&front.aliases),
        Field::Visibility => json!(match front.visibility {
            Visibility::Public => "public",
            Visibility::Members | Visibility::Draft => "members",
        }),
        Field::Draft => json!(front.visibility == Visibility::Draft),
    }
}

/// Returns the pages that a field names, as it writes them.
fn named_pages(page: &Page, role: LinkRole) -> Vec<String> {
    let links = page.links.iter().filter(|link| link.role == role);
    links.map(written).collect()
}

/// Writes a link's target as front matter does.
fn written(link: &Link) -> String {
    let target = match &link.target {
        LinkTarget::Name(text) | LinkTarget::Path(text) => text.as_str(),
        LinkTarget::Here => "",
    };
    match &link.fragment {
        Some(fragment) => format!("{target}#{fragment}"),
        None => target.to_owned(),
    }
}

fn links(view: &View<'_>, page: &Page) -> Vec<Value> {
    let link = |link: &crate::domain::Link| match view.links().resolve(page, link) {
        Destination::Page { address, title } => json!({"address": address, "title": title}),
        Destination::MissingHeading { address, title } => {
            json!({"address": address, "title": title, "missing": "heading"})
        }
        Destination::File { address } => json!({"address": address}),
        Destination::Missing { path } => {
            json!({"address": path.map(|path| path.address()), "missing": "page"})
        }
    };
    page.links.iter().map(link).collect()
}

/// Answers `/api/v1/map`.
pub(crate) fn map(context: &Context) -> Result<Reply, Error> {
    let query = MapQuery::read(context)?;
    let grid = MapGrid::new(context, &query);
    let term = |heading: &crate::web::parts::grid::MapHeading| json!({"id": heading.id, "label": heading.label});
    let cells: Vec<Value> = grid
        .rows
        .iter()
        .flat_map(|row| {
            row.cells.iter().zip(&grid.columns).map(|(cell, column)| {
                json!({"row": row.header.id, "column": column.id, "total": cell.total,
                       "kinds": cell.kinds, "address": cell.address})
            })
        })
        .collect();
    Reply::json(&json!({
        "commit": commit(context),
        "rows": {"key": query.rows, "terms": grid.rows.iter().map(|row| term(&row.header)).collect::<Vec<_>>()},
        "columns": {"key": query.columns, "terms": grid.columns.iter().map(term).collect::<Vec<_>>()},
        "cells": cells,
    }))
}

/// Answers `/api/v1/openapi.json`.
pub(crate) fn description(_: &Context) -> Result<Reply, Error> {
    Ok(Reply::new("application/json", include_str!("openapi.json")))
}
