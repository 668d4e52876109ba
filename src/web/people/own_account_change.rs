//! [`OwnAccountChange`]: what a change of one's own account made, and the page that says so.

use axum::http::header::SET_COOKIE;
use axum::response::Response;

use crate::accounts::{AccountError, Holder, Secret};
use crate::web::parts::visit::Visit;
use crate::web::people::account_page::{AccountNotice, AccountSection, page};

/// The outcome of a change: a session with a new secret, a secret to show.
pub(super) struct OwnAccountChange {
    pub(super) session: Option<Secret>,
    pub(super) secret: String,
}

impl OwnAccountChange {
    pub(super) fn session(session: Option<Secret>) -> Self {
        Self {
            session,
            secret: String::new(),
        }
    }
}

/// Shows the page again, with what was done or what is wrong; nothing typed is lost.
pub(super) async fn finish(
    visit: &Visit,
    holder: &Holder,
    done: Result<OwnAccountChange, AccountError>,
    section: AccountSection,
    message: &str,
) -> Response {
    let mut session = None;
    let notice = match done {
        Ok(done) => {
            session = done.session;
            AccountNotice {
                section: Some(section),
                text: visit.words().say(message).into_owned(),
                secret: done.secret,
                ..AccountNotice::default()
            }
        }
        Err(error) => {
            let (text, status) = visit.said(&error);
            AccountNotice {
                section: Some(section),
                text,
                is_wrong: true,
                status,
                secret: String::new(),
            }
        }
    };
    let hash = session.as_ref().map_or(holder.hash, Secret::hash);
    let made = page(visit, holder, hash, notice).await;
    let made = made.map(|reply| match &session {
        Some(secret) => {
            let cookie = visit.cookie(secret.reveal(), "");
            reply.with_header(SET_COOKIE, &cookie)
        }
        None => reply,
    });
    visit.answer(made)
}
