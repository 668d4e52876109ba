//! The pages that a search finds, to be taken along: as a table (CSV), as Markdown, as a feed.
//!
//! Only pages with all words and filters are in it, those that the reader may see, and no more than
//! [`MOST`]. The works that they use are in [`crate::web::formats::citation`].

use std::fmt::Write as _;

use axum::http::header;

use crate::domain::list::begins;
use crate::site::SitePage;
use crate::web::http::csv::quoted;
use crate::web::http::disposition::content_disposition;
use crate::web::http::error::Error;
use crate::web::http::reply::Reply;
use crate::web::parts::context::Context;
use crate::web::parts::found::{pages, strict_query};
use crate::web::parts::markdown::escaped;
use crate::web::parts::selection;

/// The most pages that are taken along.
const MOST: usize = 1000;

/// Answers `/-/pages.csv`: one line a page, as RFC 4180 has it.
pub(crate) fn csv(context: &Context) -> Result<Reply, Error> {
    let vocabulary = context.edition.vocabulary();
    let facets: Vec<_> = vocabulary.facets.iter().collect();
    let mut text = String::from(
        "path,address,kind,title,summary,countries,organisations,partners,begins,period,status,authors,changed",
    );
    for facet in &facets {
        text.push(',');
        text.push_str(&facet.key);
    }
    text.push_str("\r\n");
    for item in found(context)? {
        let (page, front) = (&item.page, &item.page.front);
        let partners = front.partners.iter().map(|partner| partner.name.as_str());
        let changed = item
            .changed
            .as_ref()
            .and_then(|change| context.words.time(change.time));
        let mut fields = vec![
            page.path.to_string(),
            context.absolute(&page.path.address()),
            front.kind.name().to_owned(),
            page.title.clone(),
            front.summary.clone().unwrap_or_default(),
            front.countries.join("; "),
            front.organisations.join("; "),
            partners.collect::<Vec<_>>().join("; "),
            begins(page).map_or_else(String::new, |date| date.to_string()),
            front
                .period
                .map_or_else(String::new, |period| period.to_string()),
            front
                .status
                .map_or_else(String::new, |status| status.name().to_owned()),
            front.authors.join("; "),
            changed.map_or_else(String::new, |(_, iso)| iso),
        ];
        let terms = |key| front.terms(key).collect::<Vec<_>>().join("; ");
        fields.extend(facets.iter().map(|facet| terms(&facet.key)));
        let quoted: Vec<String> = fields.iter().map(|field| quoted(field)).collect();
        text.push_str(&quoted.join(","));
        text.push_str("\r\n");
    }
    Ok(attached("text/csv; charset=utf-8", text, "pages.csv"))
}

/// Answers `/-/pages.md`: a list of links, by kind, with their summaries.
pub(crate) fn markdown(context: &Context) -> Result<Reply, Error> {
    let items = found(context)?;
    let mut text = String::new();
    for kind in crate::domain::Kind::ALL {
        let of_kind: Vec<_> = items
            .iter()
            .filter(|item| item.page.front.kind == kind)
            .collect();
        if of_kind.is_empty() {
            continue;
        }
        let _ = write!(text, "## {}\n\n", context.words.kinds(kind));
        for item in of_kind {
            let page = &item.page;
            let title = escaped(&page.title);
            let summary = escaped(page.front.summary.as_deref().unwrap_or(""));
            let address = context.absolute(&page.path.address());
            let colon = if summary.is_empty() { "" } else { ": " };
            let _ = writeln!(text, "- [{title}]({address}){colon}{summary}");
        }
        text.push('\n');
    }
    Ok(attached("text/markdown; charset=utf-8", text, "pages.md"))
}

/// Returns the pages that the search in the address finds, or those of the selection in it.
fn found(context: &Context) -> Result<Vec<&SitePage>, Error> {
    if selection::is_there(context) {
        let chosen = selection::pages(context, &selection::read(context).0);
        return Ok(chosen.into_iter().map(|(item, _)| item).collect());
    }
    pages(context, &strict_query(context)?, MOST)
}

fn attached(content_type: &'static str, text: String, name: &str) -> Reply {
    Reply::new(content_type, text).with_header(
        header::CONTENT_DISPOSITION,
        &content_disposition("attachment", name),
    )
}
