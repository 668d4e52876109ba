//! `/-/audit`: the log of what matters for trust, for administrators; as a page, CSV and JSON lines.

use std::fmt::Write;

use askama::Template;
use axum::response::Response;

use crate::accounts::{Action, AuditEntry, AuditFilter};
use crate::domain::date::Date;
use crate::web::http::csv;
use crate::web::http::error::Error;
use crate::web::http::query::{Query, query_string};
use crate::web::http::reply::Reply;
use crate::web::parts::account_words::moment;
use crate::web::parts::messages::Words;
use crate::web::parts::shell::Shell;
use crate::web::parts::visit::Visit;
use crate::web::people::accounts::administrator;

/// The number of entries on a page, and in a file.
const PAGE: i64 = 100;
const FILE: i64 = 100_000;

#[derive(Template)]
#[template(path = "people/audit.html")]
struct AuditView {
    shell: Shell,
    person: String,
    text: String,
    from: String,
    until: String,
    actions: Vec<ActionChoice>,
    rows: Vec<AuditRow>,
    /// The query of this page, for its files; begins with `?`, or is empty.
    query: String,
    /// The query of the older entries; empty: there are none.
    older: String,
    message: String,
}

struct ActionChoice {
    value: &'static str,
    label: String,
    is_chosen: bool,
}

struct AuditRow {
    number: i64,
    time: String,
    who: String,
    action: String,
    object: String,
    result: String,
    is_done: bool,
    network: String,
    detail: String,
}

/// Shows the page.
pub(crate) async fn show(visit: Visit) -> Response {
    if let Err(elsewhere) = administrator(&visit) {
        return *elsewhere;
    }
    let made = page(&visit).await;
    visit.answer(made)
}

/// Answers `/-/audit.csv`.
pub(crate) async fn as_csv(visit: Visit) -> Response {
    file(&visit, "text/csv; charset=utf-8", |entries| {
        let mut text =
            String::from("number,time,actor,action,object,result,network,detail,chain\n");
        for entry in entries {
            let time = entry.time.to_string();
            let number = entry.number.to_string();
            let fields = [
                &number,
                &time,
                &entry.actor,
                &entry.action,
                &entry.object,
                &entry.result,
                &entry.network,
                &entry.detail,
                &entry.chain,
            ];
            let fields = fields.map(|field| csv::quoted(field));
            let _ = writeln!(text, "{}", fields.join(","));
        }
        text
    })
    .await
}

/// Answers `/-/audit.jsonl`.
pub(crate) async fn as_json_lines(visit: Visit) -> Response {
    file(&visit, "application/jsonl; charset=utf-8", |entries| {
        let lines = entries
            .iter()
            .filter_map(|entry| serde_json::to_string(entry).ok());
        lines.map(|line| line + "\n").collect()
    })
    .await
}

async fn file(
    visit: &Visit,
    content_type: &'static str,
    write: impl Fn(&[AuditEntry]) -> String,
) -> Response {
    if let Err(elsewhere) = administrator(visit) {
        return *elsewhere;
    }
    let made = match filter(visit).await {
        Ok(filter) => visit
            .accounts
            .log()
            .entries(&filter, FILE)
            .await
            .map_err(|error| Error::Unavailable(visit.said(&error).0)),
        Err(message) => Err(Error::BadRequest(message)),
    };
    visit.answer(made.map(|entries| Reply::new(content_type, write(&entries))))
}

/// Reads which entries are wanted; a person may be named by name or by id.
async fn filter(visit: &Visit) -> Result<AuditFilter, String> {
    let words = visit.words();
    let person = visit.parameter("person");
    let id = match person {
        "" | "console" => person.to_owned(),
        name => match visit.accounts.people().find_by_name(name).await {
            Ok(account) => account.id.to_string(),
            // Of somebody who is gone the id is left.
            Err(_) if name.len() == 16 => name.to_owned(),
            Err(error) => return Err(visit.said(&error).0),
        },
    };
    let day = |name: &str, after: i64| match visit.parameter(name) {
        "" => Ok(None),
        text => match start_of(text) {
            Some(seconds) => Ok(Some(seconds + after)),
            None => Err(words.say("audit-not-a-day").into_owned()),
        },
    };
    Ok(AuditFilter {
        person: id,
        action: visit.parameter("action").to_owned(),
        // A page may be named by its address; entries name its file.
        text: visit.parameter("text").trim_start_matches('/').to_owned(),
        from: day("from", 0)?,
        until: day("until", 24 * 60 * 60)?,
        before: visit.parameter("before").parse().ok(),
    })
}

/// Returns when a day begins, in seconds since 1970.
fn start_of(text: &str) -> Option<i64> {
    Date::parse(text)?;
    let day: jiff::civil::Date = text.parse().ok()?;
    let start = jiff::tz::Offset::UTC
        .to_timestamp(day.at(0, 0, 0, 0))
        .ok()?;
    Some(start.as_second())
}

async fn page(visit: &Visit) -> Result<Reply, Error> {
    let (words, query) = (visit.words(), &visit.context.query);
    let (mut message, mut entries) = (String::new(), Vec::new());
    match filter(visit).await {
        Ok(filter) => {
            let found = visit.accounts.log().entries(&filter, PAGE).await;
            entries = found.map_err(|error| Error::Unavailable(visit.said(&error).0))?;
        }
        Err(wrong) => message = wrong,
    }
    let older = match entries.last() {
        Some(last) if entries.len() >= usize::try_from(PAGE).unwrap_or(0) => {
            kept(query, Some(last.number))
        }
        _ => String::new(),
    };
    let view = AuditView {
        shell: Shell::new(&visit.context, &words.say("audit")).without_index(),
        person: visit.parameter("person").to_owned(),
        text: visit.parameter("text").to_owned(),
        from: visit.parameter("from").to_owned(),
        until: visit.parameter("until").to_owned(),
        actions: actions(words, visit.parameter("action")),
        rows: entries
            .into_iter()
            .map(|entry| AuditRow::new(visit, entry))
            .collect(),
        query: kept(query, None),
        older,
        message,
    };
    Ok(Reply::html(view.render()?))
}

/// Returns the query of this page, from an entry on.
fn kept(query: &Query, before: Option<i64>) -> String {
    let before = before.map(|number| number.to_string());
    let pairs = query
        .pairs()
        .iter()
        .filter(|(name, value)| name != "before" && !value.is_empty());
    let pairs = pairs.map(|(name, value)| (name.as_str(), value.as_str()));
    let text = query_string(pairs.chain(before.as_deref().map(|number| ("before", number))));
    match text.is_empty() {
        true => text,
        false => format!("?{text}"),
    }
}

fn actions(words: Words, chosen: &str) -> Vec<ActionChoice> {
    let choice = |action: Action| ActionChoice {
        value: action.name(),
        label: words.say(&format!("action-{}", action.name())).into_owned(),
        is_chosen: action.name() == chosen,
    };
    Action::ALL.map(choice).into()
}

impl AuditRow {
    fn new(visit: &Visit, entry: AuditEntry) -> Self {
        let words = visit.words();
        let named = |id: String| visit.accounts.name_of(&id).unwrap_or(id);
        let is_done = entry.result == "done";
        Self {
            number: entry.number,
            time: moment(words, entry.time),
            who: named(entry.actor),
            action: words.say(&format!("action-{}", entry.action)).into_owned(),
            object: named(entry.object),
            result: match is_done {
                true => words.say("audit-done").into_owned(),
                false => entry.result,
            },
            is_done,
            network: entry.network,
            detail: entry.detail,
        }
    }
}
