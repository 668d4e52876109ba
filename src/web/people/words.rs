//! What is wrong with an account, in the reader's language; and times.

use jiff::Timestamp;

use crate::accounts::{AccountError, WeakPassword};
use crate::domain::Role;
use crate::web::parts::day::of_seconds;
use crate::web::parts::messages::Words;

/// Says what is wrong.
pub(super) fn of(words: Words, error: &AccountError) -> String {
    let id = match error {
        AccountError::Wait(seconds) => {
            let minutes = usize::try_from((seconds + 59) / 60).unwrap_or(1);
            return words.count("account-wait", minutes.max(1));
        }
        AccountError::TooMany(most) => return words.count("account-too-many", most),
        AccountError::Name(_) => "account-not-a-name",
        AccountError::NameTaken => "account-name-taken",
        AccountError::NoAccount => "account-none",
        AccountError::NotThere => "account-not-there",
        AccountError::Password(WeakPassword::Short) => "account-password-short",
        AccountError::Password(WeakPassword::Long) => "account-password-long",
        AccountError::Password(WeakPassword::Common) => "account-password-common",
        AccountError::MailAddress => "account-not-an-address",
        AccountError::NoName => "account-no-name",
        AccountError::Language => "account-no-language",
        AccountError::LastAdministrator => "account-last-administrator",
        AccountError::NotAllowed => "account-not-allowed",
        AccountError::LinkOver => "account-link-over",
        AccountError::Wrong => "account-wrong",
        AccountError::NotFresh => "account-not-fresh",
        AccountError::NotSure => "account-not-sure",
        AccountError::Expiry => "account-expiry",
        AccountError::NoRandomness(_) | AccountError::Hash(_) | AccountError::Database(_) => {
            "accounts-shut"
        }
    };
    words.say(id).into_owned()
}

/// Returns what a role is called.
pub(super) fn role(words: Words, role: Role) -> String {
    words.say(&format!("role-{}", role.name())).into_owned()
}

/// Writes a time: the day in words, and the minute, in UTC.
pub(super) fn moment(words: Words, seconds: i64) -> String {
    let time = Timestamp::from_second(seconds).unwrap_or_default();
    let time = jiff::tz::Offset::UTC.to_datetime(time);
    let day = day(words, seconds);
    format!("{day}, {:02}:{:02} UTC", time.hour(), time.minute())
}

/// Writes the day of a time in words, in UTC.
pub(super) fn day(words: Words, seconds: i64) -> String {
    of_seconds(seconds).map_or_else(String::new, |day| words.date(day))
}
