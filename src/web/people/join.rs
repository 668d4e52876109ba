//! `/-/join/<event>`: how an event that is held online is joined.
//!
//! The address is for members, or for everybody where an organizer says so. A stranger is led to sign in
//! wherever they may not be told, whether there is such an event or not. It stands on this page alone:
//! in no feed, calendar or answer for programs, and not in the file of the event.

use std::sync::Arc;

use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;

use crate::accounts::{AccountError, Holder, JoinAddress};
use crate::domain::Kind;
use crate::site::{SitePage, writes};
use crate::web::http::encoded::finish;
use crate::web::http::error::Error;
use crate::web::http::reply::Reply;
use crate::web::parts::again::FormContent;
use crate::web::parts::context::page_path;
use crate::web::parts::session_doors::{is_over, join_address};
use crate::web::parts::shell::Shell;
use crate::web::parts::visit::{Visit, sign_in_address};

#[derive(Template)]
#[template(path = "people/join.html")]
struct JoinView<'e> {
    shell: Shell,
    event: &'e str,
    event_address: String,
    /// The time of the event; empty where that is not known.
    when: String,
    is_over: bool,
    /// The address at which it is joined; empty where nobody said so.
    address: &'e str,
    is_for_everyone: bool,
    /// For whoever writes events.
    form: Option<JoinFormView<'e>>,
}

/// The form in which organizers say where an event is joined.
struct JoinFormView<'e> {
    /// The name of the account that it is shown to.
    account: String,
    action: String,
    /// This page in full, to pass on.
    page: String,
    /// The value that was typed, or is kept.
    input: &'e str,
    is_for_everyone: bool,
    /// Whether there is an address to take away.
    has_address: bool,
    notice: &'e JoinNotice,
    /// Whether the event has an id by which its address is kept.
    has_id: bool,
    /// The address that gives it one; empty where nobody writes in the browser.
    edit: String,
}

/// A notice above the form, and what was typed where it is wrong.
#[derive(Default)]
struct JoinNotice {
    text: String,
    status: StatusCode,
    input: Option<JoinAddress>,
}

const PREFIX: &str = "/-/join/";

/// Shows the page.
pub(crate) async fn show(visit: Visit) -> Response {
    let holder = visit.basis.caller.holder.clone();
    match page(&visit, holder.as_ref(), &JoinNotice::default()).await {
        Ok(Some(reply)) => visit.answer(Ok(reply)),
        Ok(None) => finish(Reply::see_other(&sign_in_address(visit.context.uri.path()))),
        Err(error) => visit.answer(Err(error)),
    }
}

/// Takes the form.
pub(crate) async fn send(mut visit: Visit) -> Response {
    let holder = match visit.sender(FormContent::Fields).await {
        Ok(holder) => holder,
        Err(elsewhere) => return *elsewhere,
    };
    let made = match change(&visit, &holder).await {
        Ok(notice) => page(&visit, Some(&holder), &notice)
            .await
            .and_then(|reply| reply.ok_or(Error::NotFound)),
        Err(error) => Err(error),
    };
    visit.answer(made)
}

/// Returns the event that the address names, if whoever asks may see it.
fn event(visit: &Visit) -> Result<Arc<SitePage>, Error> {
    let context = &visit.context;
    let view = context.view();
    let path = page_path(&context.below(PREFIX)?)?;
    let item = view.page(&path).or_else(|| view.links().alias(&path));
    let item = item.filter(|item| item.page.front.kind == Kind::Event);
    Ok(Arc::clone(item.ok_or(Error::NotFound)?))
}

/// Returns the id by which the address of an event is kept; empty: none.
fn id(item: &SitePage) -> &str {
    item.page.front.details().uid.as_deref().unwrap_or("")
}

/// Does what a form asks for, and says what came of it.
async fn change(visit: &Visit, holder: &Holder) -> Result<JoinNotice, Error> {
    let item = event(visit)?;
    if !writes(holder.account.role, Kind::Event) {
        let message = visit.words().say("edit-not-yours");
        return Err(Error::Forbidden(message.into_owned()));
    }
    let wanted = JoinAddress {
        address: visit.form.get("address").to_owned(),
        is_for_everyone: visit.form.get("everyone") == "yes",
    };
    let (page, origin) = (item.page.path.as_str(), visit.origin());
    let clears = visit.form.get("do") == "clear";
    let done = match visit.accounts.joining(id(&item)) {
        // The page says what to do.
        None => return Ok(JoinNotice::default()),
        Some(joining) if clears => joining.clear(page, &origin).await,
        Some(joining) => joining.set(&wanted, page, &origin).await,
    };
    let said = match clears {
        true => "join-cleared",
        false => "join-saved",
    };
    Ok(match done {
        Ok(()) => JoinNotice {
            text: visit.words().say(said).into_owned(),
            ..JoinNotice::default()
        },
        Err(error) => wrong(visit, &error, wanted),
    })
}

fn wrong(visit: &Visit, error: &AccountError, input: JoinAddress) -> JoinNotice {
    let (text, status) = visit.said(error);
    JoinNotice {
        text,
        status,
        input: Some(input),
    }
}

/// Returns the page; nothing where a stranger has to sign in first.
async fn page(
    visit: &Visit,
    holder: Option<&Holder>,
    notice: &JoinNotice,
) -> Result<Option<Reply>, Error> {
    let item = match event(visit) {
        Ok(item) => item,
        Err(_) if holder.is_none() => return Ok(None),
        Err(error) => return Err(error),
    };
    let joining = visit.accounts.joining(id(&item));
    let known = match joining {
        Some(joining) => joining.find().await,
        None => Ok(None),
    };
    let known = known.map_err(|error| Error::Unavailable(visit.said(&error).0))?;
    let is_for_everyone = known.as_ref().is_some_and(|known| known.is_for_everyone);
    if holder.is_none() && !is_for_everyone {
        return Ok(None);
    }
    let context = &visit.context;
    let form = holder.filter(|holder| writes(holder.account.role, Kind::Event));
    let shown = notice.input.as_ref().or(known.as_ref());
    let title = context.words.with("join-of", "title", &item.page.title);
    let here = join_address(&item.page);
    let view = JoinView {
        shell: Shell::new(context, &title).without_index(),
        event: &item.page.title,
        event_address: item.page.path.address(),
        when: when(visit, &item),
        is_over: is_over(context, &item.page),
        address: known.as_ref().map_or("", |known| &known.address),
        is_for_everyone,
        form: form.map(|holder| JoinFormView {
            account: holder.account.name.to_string(),
            page: context.absolute(&here),
            action: here,
            input: shown.map_or("", |shown| &shown.address),
            is_for_everyone: shown.is_some_and(|shown| shown.is_for_everyone),
            has_address: known.is_some(),
            notice,
            has_id: joining.is_some(),
            edit: match context.can_write {
                true => format!("/-/edit{}", item.page.path.address()),
                false => String::new(),
            },
        }),
    };
    Ok(Some(Reply::html(view.render()?).with_status(notice.status)))
}

/// Says when an event is.
fn when(visit: &Visit, item: &SitePage) -> String {
    let details = item.page.front.details();
    let dates = [details.starts, details.ends];
    let mut dates: Vec<String> = dates
        .into_iter()
        .flatten()
        .map(|date| visit.words().date(date))
        .collect();
    dates.dedup();
    dates.join(" – ")
}
