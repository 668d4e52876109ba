//! `/.well-known/security.txt`: whom to tell of a weakness of the site (RFC 9116).

use std::fmt::Write;

use jiff::ToSpan;

use crate::web::http::error::Error;
use crate::web::http::reply::Reply;
use crate::web::parts::context::Context;
use crate::web::parts::messages::Locale;

/// The address, which stands in the answer too.
const ADDRESS: &str = "/.well-known/security.txt";
/// For how many days an answer holds: the format wants less than a year.
const HOLDS: i32 = 180;

/// Answers with what the configuration says; it is not there where that says nothing.
pub(crate) fn show(context: &Context) -> Result<Reply, Error> {
    let security = context.settings.security.as_ref();
    let security = security.ok_or(Error::NotFound)?;
    let today = context.today.get().to_string();
    let today: jiff::civil::Date = today.parse().map_err(|error: jiff::Error| {
        Error::Internal(anyhow::Error::new(error).context("the clock tells no day"))
    })?;
    let expires = today.saturating_add(HOLDS.days());
    let languages = Locale::ALL.map(Locale::code).join(", ");
    let mut text = format!("Contact: {}\n", security.contact);
    // Nothing can go wrong: it is written to memory.
    let _ = writeln!(text, "Expires: {expires}T00:00:00Z");
    if let Some(policy) = &security.policy {
        let _ = writeln!(text, "Policy: {policy}");
    }
    let _ = writeln!(text, "Preferred-Languages: {languages}");
    let _ = writeln!(text, "Canonical: {}", context.absolute(ADDRESS));
    Ok(Reply::new("text/plain; charset=utf-8", text))
}
