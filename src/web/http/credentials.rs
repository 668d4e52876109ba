//! The credentials of a request: a session's cookie, or a token.

use axum::http::Uri;
use axum::http::header::{self, HeaderMap};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use crate::accounts::{Accounts, Holder, Secret, TokenScope};
use crate::web::http::error::is_for_git;

/// The parameter of a feed's address that makes it private.
pub(crate) const FEED_KEY: &str = "key";
/// The feeds.
const FEEDS: [&str; 2] = ["/feed.xml", "/-/changes.xml"];
/// Longest header that may hold a token.
const LONGEST: usize = 1024;

/// The credentials that a request shows.
#[derive(Debug, Default)]
pub(crate) struct RequestCredentials {
    /// The holder of the session or token.
    pub(crate) holder: Option<Holder>,
    /// Whether it shows a secret that nobody here knows, or that is not for this address.
    pub(crate) is_unknown: bool,
    /// A session's secret that nobody here knows. Another server may: most often it has ended.
    pub(crate) session: Option<Secret>,
}

impl RequestCredentials {
    /// Returns what a request shows where there are no accounts.
    pub(crate) fn without_accounts(headers: &HeaderMap) -> Self {
        Self {
            holder: None,
            is_unknown: headers.contains_key(header::AUTHORIZATION),
            session: None,
        }
    }
}

/// Returns the name of a session's cookie. Over HTTPS browsers hold its prefix to be set by this host
/// alone, for all of it, and never to be sent in the clear.
pub(crate) fn cookie_name(is_https: bool) -> &'static str {
    match is_https {
        true => "__Host-concord",
        false => "concord-session",
    }
}

/// Reads what a request shows. Each secret counts only where it belongs: a password of HTTP Basic,
/// which is a token, for git; Bearer for git and the API; the cookie for everything but git.
pub(crate) fn shown(
    accounts: &Accounts,
    uri: &Uri,
    headers: &HeaderMap,
    is_https: bool,
) -> RequestCredentials {
    let path = uri.path();
    if FEEDS.contains(&path)
        && let Some(key) = feed_key(uri)
    {
        let token = Secret::shown_token(&key).and_then(|token| accounts.token(&token));
        return RequestCredentials {
            holder: token.filter(|holder| holder.scope == Some(TokenScope::Feeds)),
            ..RequestCredentials::default()
        };
    }
    let is_git = is_for_git(path);
    let is_api = path.starts_with("/api/");
    if headers.contains_key(header::AUTHORIZATION) {
        if !is_git && !is_api {
            return RequestCredentials::default();
        }
        let token = token(headers, is_git).and_then(|token| accounts.token(&token));
        let holder = token.filter(|holder| holder.scope > Some(TokenScope::Feeds));
        return RequestCredentials {
            is_unknown: holder.is_none(),
            holder,
            session: None,
        };
    }
    if is_git {
        return RequestCredentials::default();
    }
    let cookie = cookie(headers, cookie_name(is_https)).and_then(Secret::shown);
    let holder = cookie.as_ref().and_then(|secret| accounts.session(secret));
    RequestCredentials {
        session: cookie.filter(|_| holder.is_none()),
        holder,
        is_unknown: false,
    }
}

/// Returns the key in the private address of a feed.
fn feed_key(uri: &Uri) -> Option<String> {
    let pairs = form_urlencoded::parse(uri.query()?.as_bytes());
    let mut keys = pairs.filter(|(name, _)| name == FEED_KEY);
    keys.next().map(|(_, key)| key.into_owned())
}

/// Returns a path as the log may have it: the secret of a link for one use is left out.
pub(crate) fn without_secret(path: &str) -> &str {
    let doors = ["/-/invite/", "/-/first/", "/-/reset/", "/-/confirm/"];
    let door = doors.into_iter().find(|door| path.starts_with(door));
    door.unwrap_or(path)
}

/// Returns the value of a cookie.
pub(crate) fn cookie<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    let values = headers.get_all(header::COOKIE).iter();
    values
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(known, _)| *known == name)
        .map(|(_, value)| value)
}

fn token(headers: &HeaderMap, takes_basic: bool) -> Option<Secret> {
    let mut values = headers.get_all(header::AUTHORIZATION).iter();
    let value = values.next()?.to_str().ok()?;
    // Of two nobody knows which one counts.
    if values.next().is_some() || value.len() > LONGEST {
        return None;
    }
    let (scheme, rest) = value.split_once(' ')?;
    let rest = rest.trim();
    if scheme.eq_ignore_ascii_case("bearer") {
        return Secret::shown_token(rest);
    }
    if !takes_basic || !scheme.eq_ignore_ascii_case("basic") {
        return None;
    }
    let decoded = STANDARD.decode(rest).ok()?;
    let (_, password) = std::str::from_utf8(&decoded).ok()?.split_once(':')?;
    Secret::shown_token(password)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_log_gets_no_secret_of_a_link() {
        assert_eq!(without_secret("/-/invite/00ff"), "/-/invite/");
        assert_eq!(without_secret("/-/first/00ff"), "/-/first/");
        assert_eq!(without_secret("/-/reset/00ff"), "/-/reset/");
        assert_eq!(without_secret("/-/confirm/00ff"), "/-/confirm/");
        assert_eq!(without_secret("/cases/a"), "/cases/a");
    }
}
