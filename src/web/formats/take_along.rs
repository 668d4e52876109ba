//! The pages that a search finds, to be taken along: as a table (CSV), as Markdown, as a feed.
//!
//! Only pages with all words and filters are in it, those that the reader may see, and no more than
//! [`MOST`]. The works that they use are in [`crate::web::formats::citation`].

use std::fmt::Write as _;

use axum::http::header;

use crate::domain::list::begins;
use crate::search::Request;
use crate::site::Item;
use crate::web::http::error::Error;
use crate::web::http::respond::Reply;
use crate::web::pages::attachment::content_disposition;
use crate::web::parts::asked::Asked;
use crate::web::parts::context::Context;
use crate::web::parts::facets;

/// How many pages are taken along at most.
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

/// Returns the addresses of a search in these forms, with the names of the forms.
pub(crate) fn forms(query: &str) -> Vec<(String, &'static str)> {
    let mark = if query.is_empty() { "" } else { "?" };
    [
        ("/-/pages.csv", "CSV"),
        ("/-/pages.md", "Markdown"),
        ("/feed.xml", "Atom"),
    ]
    .map(|(address, name)| (format!("{address}{mark}{query}"), name))
    .into()
}

/// Returns the pages that the search in the address finds.
fn found(context: &Context) -> Result<Vec<&Item>, Error> {
    pages(context, &asked(context)?, MOST)
}

/// Reads a search from the address. A parameter that means nothing is said: whoever takes a list
/// along does not see what was left aside.
pub(crate) fn asked(context: &Context) -> Result<Asked, Error> {
    let asked = Asked::read(context, 1)?;
    match asked.unknown() {
        [] => Ok(asked),
        [name, ..] => Err(Error::BadRequest(format!(
            "“{name}” is no filter of this site; the filters are {}",
            names_of_filters(context)
        ))),
    }
}

fn names_of_filters(context: &Context) -> String {
    let all = facets::all(context.edition.vocabulary()).into_iter();
    all.map(|(key, _)| key).collect::<Vec<_>>().join(", ")
}

/// Returns the first pages that a search finds, in its order.
pub(crate) fn pages<'c>(
    context: &'c Context,
    asked: &Asked,
    most: usize,
) -> Result<Vec<&'c Item>, Error> {
    let view = context.view();
    let results = view.search(&Request {
        offset: 0,
        limit: most,
        partial: false,
        ..asked.request()
    });
    let hits = results.hits.iter();
    Ok(hits
        .filter_map(|hit| view.page(&hit.path).map(AsRef::as_ref))
        .collect())
}

fn attached(content_type: &'static str, text: String, name: &str) -> Reply {
    Reply::new(content_type, text).with_header(
        header::CONTENT_DISPOSITION,
        &content_disposition("attachment", name),
    )
}

/// Quotes a field of a table. A spreadsheet takes what begins with these characters for a formula.
pub(crate) fn quoted(field: &str) -> String {
    let guard = if field.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        "'"
    } else {
        ""
    };
    format!("\"{guard}{}\"", field.replace('"', "\"\""))
}

/// Writes text so that Markdown takes it for text.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        if matches!(character, '\\' | '[' | ']' | '*' | '_' | '`' | '<') {
            out.push('\\');
        }
        out.push(if character.is_control() {
            ' '
        } else {
            character
        });
    }
    out
}
