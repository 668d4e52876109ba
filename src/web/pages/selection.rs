//! `/-/selection`: pages that somebody has chosen, in their order, with notes; beside each other; to take
//! along. It stands in the address, so that it can be shared without an account.

use askama::Template;

use crate::domain::Kind;
use crate::site::{SitePage, writes};
use crate::web::http::error::Error;
use crate::web::http::reply::Reply;
use crate::web::parts::card::Card;
use crate::web::parts::context::Context;
use crate::web::parts::facts::{FactCard, FactValue};
use crate::web::parts::selection::{LONGEST_NOTE, SelectedPage, pages, query, read};
use crate::web::parts::shell::{Shell, may_begin};
use crate::web::parts::slides;

/// Most pages that stand beside each other.
const MOST_COMPARED: usize = 4;

#[derive(Template)]
#[template(path = "pages/selection.html")]
struct SelectionView {
    shell: Shell,
    entries: Vec<EntryView>,
    is_more: bool,
    most: usize,
    longest_note: usize,
    /// Whether some of it is not there, or not for the reader.
    is_less: bool,
    address: String,
    slides: String,
    /// The addresses that make it a page, and examples of a session, for whoever may.
    page: Option<String>,
    session: Option<String>,
    compare: Option<String>,
    table: Option<ComparisonTable>,
    downloads: Vec<(String, &'static str)>,
}

struct EntryView {
    card: Card,
    path: String,
    note: String,
}

/// Pages beside each other: what is said of each under the same heading.
struct ComparisonTable {
    heads: Vec<Card>,
    rows: Vec<(String, Vec<String>)>,
}

/// Answers `/-/selection`.
pub(crate) fn show(context: &Context) -> Result<Reply, Error> {
    let (mut chosen, is_more) = read(context);
    if let Some(address) = changed(context, &mut chosen) {
        return Ok(Reply::see_other(&address));
    }
    let found = pages(context, &chosen);
    let words = context.words;
    let shown = query(&chosen);
    if slides::is_requested(context) && !found.is_empty() {
        return slides::of_selection(context, &found, &shown);
    }
    let can_compare = (2..=MOST_COMPARED).contains(&found.len());
    let is_comparing = can_compare && context.query.get("view") == "compare";
    let entries = found.iter().map(|(item, one)| EntryView {
        card: Card::of(context, item),
        path: one.path.clone(),
        note: one.note.clone(),
    });
    let downloads = [("csv", "CSV"), ("bib", "BibTeX"), ("ris", "RIS")];
    let downloads = downloads.map(|(ending, name)| match ending {
        "csv" => (format!("/-/pages.csv?{shown}"), name),
        _ => (format!("/-/references/selection.{ending}?{shown}"), name),
    });
    let html = SelectionView {
        shell: Shell::new(context, &words.say("selection")).without_index(),
        is_more,
        most: chosen.len(),
        longest_note: LONGEST_NOTE,
        is_less: found.len() < chosen.len(),
        address: context.absolute(&format!("/-/selection?{shown}")),
        page: may_begin(context).then(|| format!("/-/new?kind=page&{shown}")),
        session: may_organize(context).then(|| format!("/-/selection/session?{shown}")),
        slides: format!("/-/selection?{shown}&slides"),
        compare: can_compare.then(|| format!("/-/selection?{shown}&view=compare")),
        table: is_comparing.then(|| comparison(context, &found)),
        downloads: match found.is_empty() {
            true => Vec::new(),
            false => downloads.into(),
        },
        entries: entries.collect(),
    };
    Ok(Reply::html(html.render()?))
}

/// Tells whether whoever asks can change agendas.
fn may_organize(context: &Context) -> bool {
    let role = context.audience.role().filter(|_| context.can_write);
    role.is_some_and(|role| writes(role, Kind::Event))
}

/// Does what a button asks for, and returns the address of what results.
fn changed(context: &Context, chosen: &mut Vec<SelectedPage>) -> Option<String> {
    let command = context.query.get("do");
    if command.is_empty() {
        return None;
    }
    if let Some((action, number)) = command.split_once(':') {
        let number = number.parse::<usize>().ok();
        let number = number.filter(|number| *number < chosen.len());
        match (action, number) {
            ("up", Some(number)) if number > 0 => chosen.swap(number - 1, number),
            ("down", Some(number)) if number + 1 < chosen.len() => chosen.swap(number, number + 1),
            ("remove", Some(number)) => drop(chosen.remove(number)),
            _ => {}
        }
    }
    let query = query(chosen);
    let mark = if query.is_empty() { "" } else { "?" };
    Some(format!("/-/selection{mark}{query}"))
}

/// Returns the facts of pages under the same headings, those of most pages first.
fn comparison(context: &Context, found: &[(&SitePage, SelectedPage)]) -> ComparisonTable {
    let facts: Vec<FactCard> = found
        .iter()
        .map(|(item, _)| FactCard::of(context, &item.page))
        .collect();
    let text = |values: &[FactValue]| -> String {
        let said = values.iter().map(|value| match value.mark.is_empty() {
            true => value.text.clone(),
            false => format!("{} ({})", value.text, value.mark),
        });
        said.collect::<Vec<_>>().join("; ")
    };
    let all = |facts: &'_ FactCard| -> Vec<(String, String)> {
        let rows = facts.brief.iter().chain(&facts.rest);
        rows.map(|fact| (fact.label.clone(), text(&fact.values)))
            .collect()
    };
    let all: Vec<Vec<(String, String)>> = facts.iter().map(all).collect();
    let mut labels: Vec<&String> = Vec::new();
    for (label, _) in all.iter().flatten() {
        if !labels.contains(&label) {
            labels.push(label);
        }
    }
    let value = |own: &[(String, String)], label: &String| {
        let found = own.iter().find(|(known, _)| known == label);
        found.map_or_else(String::new, |(_, text)| text.clone())
    };
    let summaries = found
        .iter()
        .map(|(item, _)| item.page.front.summary.clone());
    let summary = (
        context.words.say("field-summary").into_owned(),
        summaries.map(Option::unwrap_or_default).collect(),
    );
    let rows = labels.into_iter().map(|label| {
        let values = all.iter().map(|own| value(own, label)).collect();
        (label.clone(), values)
    });
    ComparisonTable {
        heads: found
            .iter()
            .map(|(item, _)| Card::of(context, item))
            .collect(),
        rows: std::iter::once(summary).chain(rows).collect(),
    }
}
