//! The API: JSON with the same parameters and the same gate as the pages.

mod content;
mod summary;

use serde_json::{Value, json};

use crate::domain::{ObjectId, PagePath};
use crate::search::{FacetCounts, ReasonKind, Request, SnippetFragment};
use crate::site::{SitePage, Version, View};
use crate::web::formats::api::content::described;
use crate::web::formats::api::summary::PageSummary;
use crate::web::http::error::Error;
use crate::web::http::reply::Reply;
use crate::web::parts::context::{Context, page_path};
use crate::web::parts::facets;
use crate::web::parts::grid::{MapGrid, MapHeading, MapQuery};
use crate::web::parts::messages::Locale;
use crate::web::parts::search_query::SearchQuery;
use crate::web::parts::versions::history_error;

/// Most pages in one answer.
const MAX_LIMIT: usize = 1000;
/// Hits in an answer that asks for no number of them.
const PER_PAGE: usize = 20;

fn commit(context: &Context) -> String {
    context.edition.revision().id.to_string()
}

/// Answers `/api/v1/search`.
pub(crate) fn search(context: &Context) -> Result<Reply, Error> {
    let search = SearchQuery::read(context, PER_PAGE)?;
    let view = context.view();
    let results = view.search(&search.request());
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
                ReasonKind::Cites => "cites",
                ReasonKind::Called => "called",
                ReasonKind::About => "about",
                ReasonKind::Means => "means",
            };
            json!({"because": because, "text": plain(&reason.text), "marks": marks(&reason.text)})
        });
        entry["reasons"] = json!(reasons.collect::<Vec<_>>());
        Some(entry)
    });
    Reply::json(&json!({
        "commit": commit(context),
        "query": search.query,
        "total": results.total,
        "total_partial": results.total_partial,
        "facets_partial": results.facets_partial,
        "page": search.page,
        "limit": search.limit,
        "corrected": results.corrected,
        "suggestion": results.suggestion,
        "unknown": results.unknown,
        // In English, as everything else here.
        "notes": search.notes(&context.clone().with_locale(Locale::default()), &results),
        "hits": hits.collect::<Vec<Value>>(),
        "facets": facet_values(context, &results.facets),
    }))
}

fn plain(snippet: &[SnippetFragment]) -> String {
    snippet
        .iter()
        .map(|fragment| fragment.text.as_str())
        .collect()
}

/// Returns which characters of the snippet are words of the query: pairs of start and end.
fn marks(snippet: &[SnippetFragment]) -> Vec<(usize, usize)> {
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
    let counts = facets::offered(&context.settings, counts.to_vec());
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
    let search = SearchQuery::read(context, PER_PAGE)?;
    let results = context.view().search(&Request {
        limit: 0,
        ..search.request()
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
fn version(context: &Context, view: &View<'_>, item: &SitePage) -> Result<Option<Version>, Error> {
    let at = context.query.get("at");
    if at.is_empty() {
        return Ok(None);
    }
    let commit = match at.parse::<ObjectId>() {
        Ok(commit) => commit,
        Err(_) => {
            let versions = view.versions(&item.page.path);
            let versions = versions.map_err(|error| history_error(context, error))?;
            let versions = versions.ok_or(Error::NotFound)?;
            versions.commit(at)?.ok_or(Error::NotFound)?
        }
    };
    let version = view.earlier(&item.page, commit)?;
    version.map(Some).ok_or(Error::NotFound)
}

/// Answers `/api/v1/map`.
pub(crate) fn map(context: &Context) -> Result<Reply, Error> {
    let query = MapQuery::read(context)?;
    let grid = MapGrid::new(context, &query);
    let term = |heading: &MapHeading| json!({"id": heading.id, "label": heading.label});
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
    Ok(Reply::new(
        "application/json",
        include_str!("../openapi.json"),
    ))
}
