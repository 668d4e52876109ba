//! A browser keeps what is typed in it until it hears that the text has arrived. What it is told
//! outlives the page it was typed on: a cookie for its scripts, which take it away.

use axum::http::header;

use crate::web::editing::request::EditRequest;
use crate::web::http::reply::Reply;

/// The start of the name of such a cookie; behind it stands what the browser calls its text.
const NAME: &str = "concord-saved-";

/// Returns an answer that tells the browser that the text of a form has arrived, if it keeps it.
pub(super) fn acknowledged(request: &EditRequest, reply: Reply) -> Reply {
    let form = &request.visit.form;
    let id = id(form.get("id"));
    if form.get("kept-here") != "yes" || id.is_empty() {
        return reply;
    }
    let cookie = request.visit.note(&format!("{NAME}{id}"));
    reply.with_header(header::SET_COOKIE, &cookie)
}

/// Returns what can be the name of a text out of what was sent.
pub(super) fn id(sent: &str) -> String {
    let letters = sent.chars().filter(char::is_ascii_alphanumeric);
    letters.take(32).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_has_nothing_that_could_be_a_header() {
        assert_eq!(id("ab; Path=/\r\nSet-Cookie: x"), "abPathSetCookiex");
        assert_eq!(id(&"a".repeat(99)).len(), 32);
    }
}
