//! Problems with an account, times and browsers, in the reader's language.

use axum::http::StatusCode;
use jiff::Timestamp;

use crate::accounts::{AccountError, KeepError, WeakPassword};
use crate::domain::Role;
use crate::web::parts::day::of_seconds;
use crate::web::parts::messages::Words;

/// Says what is wrong.
pub(crate) fn of(words: Words, error: &AccountError) -> String {
    let id = match error {
        AccountError::Wait(seconds) => {
            let seconds = usize::try_from(*seconds).unwrap_or(0).max(1);
            return match seconds {
                ..60 => words.count("account-wait-seconds", seconds),
                _ => words.count("account-wait", seconds.div_ceil(60)),
            };
        }
        AccountError::TooMany(most) => return words.count("account-too-many", most),
        AccountError::NotKept(KeepError::Full) => {
            return words.with("kept-full", "megabytes", KeepError::MOST_MEGABYTES);
        }
        AccountError::NotKept(KeepError::Texts) => {
            return words.count("kept-too-many-texts", KeepError::MOST_TEXTS);
        }
        AccountError::NotKept(KeepError::Files) => {
            return words.count("kept-too-many-files", KeepError::MOST_FILES);
        }
        AccountError::NotKept(KeepError::Key) => "kept-not-an-address",
        AccountError::NotKept(KeepError::FileName) => "kept-not-a-file-name",
        AccountError::Name(_) => "account-not-a-name",
        AccountError::NameTaken => "account-name-taken",
        AccountError::NoAccount => "account-none",
        AccountError::NotThere => "account-not-there",
        AccountError::Password(WeakPassword::Short) => "account-password-short",
        AccountError::Password(WeakPassword::Long) => "account-password-long",
        AccountError::Password(WeakPassword::Common) => "account-password-common",
        AccountError::MailAddress => "account-not-an-address",
        AccountError::JoinAddress => "account-not-a-join-address",
        AccountError::MailFull => "account-mail-full",
        AccountError::NoName => "account-no-name",
        AccountError::Language => "account-no-language",
        AccountError::LastAdministrator => "account-last-administrator",
        AccountError::NotAllowed => "account-not-allowed",
        AccountError::LinkOver => "account-link-over",
        AccountError::Wrong => "account-wrong",
        AccountError::NotFresh => "account-not-fresh",
        AccountError::PasswordsOff => "account-passwords-off",
        AccountError::NotLet => "account-not-let",
        AccountError::StateUsed => "provider-not-begun",
        AccountError::IdentityTaken => "account-identity-taken",
        AccountError::NotASubject => "account-not-a-subject",
        AccountError::NotSure => "account-not-sure",
        AccountError::Expiry => "account-expiry",
        AccountError::NoRandomness(_) | AccountError::Hash(_) | AccountError::Database(_) => {
            "accounts-shut"
        }
    };
    words.say(id).into_owned()
}

/// Returns the status of an answer that says so.
pub(crate) fn status(error: &AccountError) -> StatusCode {
    match error {
        AccountError::Wait(_) => StatusCode::TOO_MANY_REQUESTS,
        AccountError::Wrong | AccountError::NotFresh => StatusCode::FORBIDDEN,
        AccountError::NotAllowed | AccountError::PasswordsOff => StatusCode::FORBIDDEN,
        AccountError::NotLet | AccountError::StateUsed => StatusCode::FORBIDDEN,
        AccountError::IdentityTaken => StatusCode::CONFLICT,
        AccountError::NoAccount | AccountError::NotThere => StatusCode::NOT_FOUND,
        AccountError::LinkOver => StatusCode::GONE,
        AccountError::MailFull => StatusCode::SERVICE_UNAVAILABLE,
        error if error.is_internal() => StatusCode::SERVICE_UNAVAILABLE,
        _ => StatusCode::UNPROCESSABLE_ENTITY,
    }
}

/// Returns what a role is called.
pub(crate) fn role(words: Words, role: Role) -> String {
    words.say(&format!("role-{}", role.name())).into_owned()
}

/// Writes a time: the day in words, and the minute, in UTC.
pub(crate) fn moment(words: Words, seconds: i64) -> String {
    let time = Timestamp::from_second(seconds).unwrap_or_default();
    let time = jiff::tz::Offset::UTC.to_datetime(time);
    let day = day(words, seconds);
    format!("{day}, {:02}:{:02} UTC", time.hour(), time.minute())
}

/// Writes the day of a time in words, in UTC.
pub(crate) fn day(words: Words, seconds: i64) -> String {
    of_seconds(seconds).map_or_else(String::new, |day| words.date(day))
}

/// The names that browsers give themselves, and those people call them. Nearly all claim to be others as well, so
/// the first that fits is the one.
const BROWSERS: [(&str, &str); 7] = [
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("Firefox/", "Firefox"),
    ("FxiOS/", "Firefox"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
];

/// The same for systems.
const SYSTEMS: [(&str, &str); 7] = [
    ("Windows", "Windows"),
    ("Android", "Android"),
    ("iPhone", "iOS"),
    ("iPad", "iPadOS"),
    ("Mac OS X", "macOS"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
];

/// Returns a browser and its system as people call them; what names itself otherwise, in its own
/// words.
pub(crate) fn browser(agent: &str) -> String {
    let known = |names: &[(&str, &'static str)]| {
        let found = names.iter().find(|(mark, _)| agent.contains(mark));
        found.map(|(_, name)| *name)
    };
    match (known(&BROWSERS), known(&SYSTEMS)) {
        (Some(browser), Some(system)) => format!("{browser}, {system}"),
        (Some(browser), None) => browser.to_owned(),
        (None, _) => agent.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn browsers_go_by_the_names_that_people_know() {
        let mozilla = "Mozilla/5.0 (Windows NT 10.0; Win64; x64)";
        let webkit = "AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36";
        for (agent, name) in [
            (format!("{mozilla} {webkit}"), "Chrome, Windows"),
            (format!("{mozilla} {webkit} Edg/131.0.0.0"), "Edge, Windows"),
            (format!("{mozilla} {webkit} OPR/115.0.0.0"), "Opera, Windows"),
            (
                "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0".to_owned(),
                "Firefox, Linux",
            ),
            (
                "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1".to_owned(),
                "Safari, iOS",
            ),
            ("curl/8.11.0".to_owned(), "curl/8.11.0"),
            (String::new(), ""),
        ] {
            assert_eq!(browser(&agent), name, "{agent}");
        }
    }
}
