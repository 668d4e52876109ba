//! The interface in the reader's language: messages, dates, numbers, names and sort order.
//!
//! The texts are in `templates/messages/*.ftl`. A message that a language lacks is shown in
//! English, and a test fails. What pages say is never translated here.

mod locale;

use std::borrow::{Borrow, Cow};
use std::fmt::Display;
use std::sync::LazyLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};

use crate::domain::date::{Date, Period};
use crate::domain::{Kind, Status, country};

pub(crate) use crate::web::parts::messages::locale::{CHOICE, Locale};

type Bundle = FluentBundle<FluentResource>;

static BUNDLES: LazyLock<Vec<(Locale, Bundle)>> =
    LazyLock::new(|| Locale::ALL.map(|locale| (locale, bundle(locale))).into());

fn source(locale: Locale) -> &'static str {
    match locale {
        Locale::English => include_str!("../../../../templates/messages/en.ftl"),
        Locale::French => include_str!("../../../../templates/messages/fr.ftl"),
        Locale::Spanish => include_str!("../../../../templates/messages/es.ftl"),
        Locale::Russian => include_str!("../../../../templates/messages/ru.ftl"),
    }
}

fn bundle(locale: Locale) -> Bundle {
    // A file with a mistake keeps its other messages; a test finds the mistake.
    let resource =
        FluentResource::try_new(source(locale).to_owned()).unwrap_or_else(|(resource, _)| resource);
    let languages = locale.code().parse().into_iter().collect();
    let mut bundle = Bundle::new_concurrent(languages);
    bundle.set_use_isolating(false);
    bundle.set_formatter(Some(match locale {
        Locale::English => |value, _| number_in(value, Locale::English),
        Locale::French => |value, _| number_in(value, Locale::French),
        Locale::Spanish => |value, _| number_in(value, Locale::Spanish),
        Locale::Russian => |value, _| number_in(value, Locale::Russian),
    }));
    bundle.add_resource_overriding(resource);
    bundle
}

/// Writes the number of a message as [`grouped`] does.
fn number_in(value: &FluentValue<'_>, locale: Locale) -> Option<String> {
    let FluentValue::Number(number) = value else {
        return None;
    };
    Some(grouped(&format!("{:.0}", number.value), locale))
}

/// Writes a whole number in groups of three, from a number of digits on.
fn grouped(digits: &str, locale: Locale) -> String {
    let (separator, from) = match locale {
        Locale::English => (",", 4),
        Locale::French => ("\u{202F}", 4),
        Locale::Spanish | Locale::Russian => ("\u{A0}", 5),
    };
    if digits.len() < from {
        return digits.to_owned();
    }
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push_str(separator);
        }
        text.push(digit);
    }
    text
}

/// The messages in one language; what templates call `t`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Words(pub(crate) Locale);

impl Words {
    /// Returns the code of the language.
    pub(crate) fn code(self) -> &'static str {
        self.0.code()
    }

    /// Returns a message.
    pub(crate) fn say(self, id: &str) -> Cow<'static, str> {
        self.message(id, None)
    }

    /// Returns a message about a number of things.
    pub(crate) fn count(self, id: &str, number: impl Borrow<usize>) -> String {
        let mut arguments = FluentArgs::new();
        arguments.set("count", *number.borrow());
        self.message(id, Some(&arguments)).into_owned()
    }

    /// Returns a message with one value in it.
    pub(crate) fn with(self, id: &str, name: &'static str, value: impl Display) -> String {
        let mut arguments = FluentArgs::new();
        arguments.set(name, value.to_string());
        self.message(id, Some(&arguments)).into_owned()
    }

    /// Returns a message with two values in it.
    pub(crate) fn with_two(
        self,
        id: &str,
        first: &'static str,
        value: impl Display,
        second: &'static str,
        other: impl Display,
    ) -> String {
        let mut arguments = FluentArgs::new();
        arguments.set(first, value.to_string());
        arguments.set(second, other.to_string());
        self.message(id, Some(&arguments)).into_owned()
    }

    /// Says which part of a list is shown.
    pub(crate) fn range(self, first: usize, last: usize, pages: &str) -> String {
        let mut arguments = FluentArgs::new();
        arguments.set("first", first);
        arguments.set("last", last);
        arguments.set("pages", pages);
        self.message("range-of", Some(&arguments)).into_owned()
    }

    fn message(self, id: &str, arguments: Option<&FluentArgs<'_>>) -> Cow<'static, str> {
        let own = BUNDLES.iter().filter(|(locale, _)| *locale == self.0);
        let english = BUNDLES
            .iter()
            .filter(|(locale, _)| *locale == Locale::English);
        for (_, bundle) in own.chain(english) {
            if let Some(pattern) = bundle.get_message(id).and_then(|message| message.value()) {
                return bundle.format_pattern(pattern, arguments, &mut Vec::new());
            }
        }
        Cow::Owned(id.to_owned())
    }

    /// Writes a number.
    pub(crate) fn number(self, number: impl Borrow<usize>) -> String {
        grouped(&number.borrow().to_string(), self.0)
    }

    /// Returns the word for one page of a kind.
    pub(crate) fn kind(self, kind: impl Borrow<Kind>) -> String {
        self.say(&format!("kind-{}", kind.borrow().name()))
            .into_owned()
    }

    /// Returns the word for several pages of a kind.
    pub(crate) fn kinds(self, kind: Kind) -> String {
        self.say(&format!("kinds-{}", kind.name())).into_owned()
    }

    /// Returns the word for a status.
    pub(crate) fn status(self, status: Status) -> String {
        self.say(&format!("status-{}", status.name().replace(' ', "-")))
            .into_owned()
    }

    /// Returns the name of a country.
    pub(crate) fn country(self, code: &str) -> Option<&'static str> {
        country::name_in(code, self.code())
    }

    /// Writes a date in words, as far as it is known.
    pub(crate) fn date(self, date: Date) -> String {
        self.date_with(date, "month-alone")
    }

    /// Writes a date; `months` are the names of months that stand without a day.
    fn date_with(self, date: Date, months: &str) -> String {
        let mut arguments = FluentArgs::new();
        arguments.set("year", date.year.to_string());
        let (id, months) = match (date.month, date.day) {
            (Some(_), Some(day)) => {
                arguments.set("day", day);
                ("date-day", "month")
            }
            (Some(_), None) => ("date-month", months),
            _ => return date.year.to_string(),
        };
        let month = date.month.unwrap_or(1);
        arguments.set("month", self.say(&format!("{months}-{month}")));
        self.message(id, Some(&arguments)).into_owned()
    }

    /// Writes a period in words.
    pub(crate) fn period(self, period: Period) -> String {
        match period.end {
            None => self.with(
                "period-since",
                "start",
                self.date_with(period.start, "month"),
            ),
            Some(end) if end == period.start => self.date(end),
            Some(end) => self.with_two(
                "period-range",
                "start",
                self.date(period.start),
                "end",
                self.date(end),
            ),
        }
    }

    /// Writes a time as its day in UTC, in words and as RFC 3339.
    pub(crate) fn time(self, seconds: i64) -> Option<(String, String)> {
        let time = jiff::Timestamp::from_second(seconds).ok()?;
        let day = jiff::tz::Offset::UTC.to_datetime(time).date();
        let date = Date {
            year: u16::try_from(day.year()).ok()?,
            month: u8::try_from(day.month()).ok(),
            day: u8::try_from(day.day()).ok(),
        };
        Some((self.date(date), time.to_string()))
    }
}

/// Returns a key by which names sort as people expect: accents and case make no difference, except
/// that `ñ` and `й` are letters of their own.
pub(crate) fn sort_key(text: &str) -> String {
    use unicode_normalization::UnicodeNormalization;
    use unicode_normalization::char::is_combining_mark;
    let mut key = String::with_capacity(text.len());
    for character in text.nfc().flat_map(char::to_lowercase) {
        match character {
            'ñ' => key.push_str("n\u{7f}"),
            'й' => key.push_str("и\u{4ff}"),
            _ => key.extend(
                std::iter::once(character)
                    .nfd()
                    .filter(|part| !is_combining_mark(*part)),
            ),
        }
    }
    key
}

#[cfg(test)]
mod tests;
