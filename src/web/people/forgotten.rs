//! `/-/forgotten`: asks for a link to choose another password. What is answered, and how soon, is the same
//! whether anybody has the address.

use askama::Template;
use axum::http::header;
use axum::response::Response;

use crate::accounts::AccountError;
use crate::web::http::error::Error;
use crate::web::http::reply::Reply;
use crate::web::parts::shell::Shell;
use crate::web::parts::visit::Visit;

#[derive(Template)]
#[template(path = "people/forgotten.html")]
struct ForgottenView {
    shell: Shell,
    /// The address as typed.
    address: String,
    /// The problem with it, in words.
    message: String,
    is_sent: bool,
}

/// Shows the form. Where no mail is sent, or there are no passwords, it is not there.
pub(crate) async fn show(visit: Visit) -> Response {
    visit.answer(match visit.accounts.mails_passwords() {
        true => view(&visit, String::new(), false),
        false => Err(Error::NotFound),
    })
}

/// Takes the address.
pub(crate) async fn send(visit: Visit) -> Response {
    if !visit.accounts.mails_passwords() {
        return visit.answer(Err(Error::NotFound));
    }
    let (address, language) = (visit.form.get("address"), visit.words().code());
    let sent = visit.accounts.forgot(address, language, &visit.browser);
    let error = match sent.await {
        Ok(()) => return visit.answer(view(&visit, String::new(), true)),
        Err(error) => error,
    };
    let (message, status) = visit.said(&error);
    let mut made = view(&visit, message, false).map(|reply| reply.with_status(status));
    if let AccountError::Wait(seconds) = error {
        let seconds = seconds.to_string();
        made = made.map(|reply| reply.with_header(header::RETRY_AFTER, &seconds));
    }
    visit.answer(made)
}

fn view(visit: &Visit, message: String, is_sent: bool) -> Result<Reply, Error> {
    let title = visit.words().say("forgotten");
    let view = ForgottenView {
        shell: Shell::new(&visit.context, &title).without_index(),
        address: visit.form.get("address").to_owned(),
        message,
        is_sent,
    };
    Ok(Reply::html(view.render()?))
}
