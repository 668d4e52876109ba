//! [`Locale`]: the languages of the interface, and which of them a reader wants.

use axum::http::header::{self, HeaderMap};

/// The name of the cookie in which the reader's choice is kept, and of the parameter that makes it.
pub(crate) const CHOICE: &str = "ui";

/// A language of the interface.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) enum Locale {
    #[default]
    English,
    French,
    Spanish,
    Russian,
}

impl Locale {
    /// Every language, in the order in which they are offered.
    pub(crate) const ALL: [Self; 4] = [Self::English, Self::French, Self::Spanish, Self::Russian];

    /// Returns the language's code.
    pub(crate) fn code(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::French => "fr",
            Self::Spanish => "es",
            Self::Russian => "ru",
        }
    }

    /// Returns the language of a code such as `fr` or `fr-CA`.
    pub(crate) fn from_code(code: &str) -> Option<Self> {
        let primary = code.split(['-', '_']).next()?.trim().to_ascii_lowercase();
        Self::ALL.into_iter().find(|known| known.code() == primary)
    }

    /// Returns the language that a reader wants: chosen before, else the browser's, else English.
    pub(crate) fn preferred(headers: &HeaderMap) -> Self {
        let cookies = headers.get_all(header::COOKIE).iter();
        let mut pairs = cookies
            .filter_map(|value| value.to_str().ok())
            .flat_map(|value| value.split(';'))
            .filter_map(|pair| pair.trim().split_once('='));
        let chosen = pairs.find(|(name, _)| *name == CHOICE);
        chosen
            .and_then(|(_, code)| Self::from_code(code))
            .or_else(|| Self::accepted(headers))
            .unwrap_or_default()
    }

    /// Reads `Accept-Language`: the known language with the greatest weight.
    fn accepted(headers: &HeaderMap) -> Option<Self> {
        let value = headers.get(header::ACCEPT_LANGUAGE)?.to_str().ok()?;
        let mut best: Option<(Self, f32)> = None;
        for part in value.split(',').take(30) {
            let mut parts = part.split(';').map(str::trim);
            let Some(known) = parts.next().and_then(Self::from_code) else {
                continue;
            };
            let weight = parts
                .find_map(|part| part.strip_prefix("q="))
                .map_or(1.0, |weight| weight.parse().unwrap_or(0.0));
            if weight > best.map_or(0.0, |(_, weight)| weight) {
                best = Some((known, weight));
            }
        }
        best.map(|(known, _)| known)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_choice_goes_before_the_browser() {
        let mut headers = HeaderMap::new();
        headers.insert(
            header::ACCEPT_LANGUAGE,
            "de, fr;q=0.5, es;q=0.8".parse().unwrap(),
        );
        assert_eq!(Locale::preferred(&headers), Locale::Spanish);
        headers.insert(header::COOKIE, "a=b; ui=ru".parse().unwrap());
        assert_eq!(Locale::preferred(&headers), Locale::Russian);
        headers.insert(header::COOKIE, "ui=xx".parse().unwrap());
        assert_eq!(Locale::preferred(&headers), Locale::Spanish);
    }
}
