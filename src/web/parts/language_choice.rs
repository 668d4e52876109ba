//! The choice of a language for the interface, by a link of any page.

use axum::http::{StatusCode, Uri, header};
use axum::response::Response;

use crate::web::http::encoded::finish;
use crate::web::http::reply::{Reply, own_address};
use crate::web::parts::messages::{CHOICE, Locale};

/// Answers an address with `?ui=fr`: keeps the choice and leads to the address without it.
pub(crate) fn choose_language(uri: &Uri) -> Option<Response> {
    let pairs: Vec<(String, String)> = form_urlencoded::parse(uri.query()?.as_bytes())
        .into_owned()
        .collect();
    let (_, code) = pairs.iter().find(|(name, _)| name == CHOICE)?;
    let locale = Locale::from_code(code)?;
    let rest = form_urlencoded::Serializer::new(String::new())
        .extend_pairs(pairs.iter().filter(|(name, _)| name != CHOICE))
        .finish();
    let path = own_address(uri.path());
    let address = if rest.is_empty() {
        path
    } else {
        format!("{path}?{rest}")
    };
    let cookie = format!(
        "{CHOICE}={}; Path=/; Max-Age=31536000; SameSite=Lax; HttpOnly",
        locale.code()
    );
    let reply = Reply::new("text/plain; charset=utf-8", "")
        .with_status(StatusCode::SEE_OTHER)
        .with_header(header::LOCATION, &address)
        .with_header(header::SET_COOKIE, &cookie);
    Some(finish(reply))
}
