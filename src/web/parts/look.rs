//! [`Look`]: the style sheet with the group's own colour, and the logo.
//!
//! The colour comes from the configuration and pages carry no inline style, so it is one more rule
//! at the end of the style sheet, whose address names its content like every asset's.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::web::http::assets;
use crate::web::http::encoded::EncodedReply;
use crate::web::http::encoding::Encoding;
use crate::web::parts::settings::Settings;

/// The type of style sheets.
const CSS: &str = "text/css; charset=utf-8";

/// The look of one site.
pub(crate) struct Look {
    /// The address of the style sheet.
    pub(crate) stylesheet: String,
    /// The address of the logo, where there is one.
    pub(crate) logo: Option<String>,
    /// The icon as a `data:` address: it saves a request, and has the group's colour.
    pub(crate) icon: String,
    /// The colour, as `#rrggbb`.
    pub(crate) accent: String,
    /// The address of the style sheet of slides.
    pub(crate) slides: String,
    /// The style sheets, by the last part of their addresses.
    stored: BTreeMap<(String, Encoding), Arc<EncodedReply>>,
}

/// The colour of sites that choose none; the same as in `site.css`.
pub(crate) const ACCENT: &str = "#0b4f6c";

impl Look {
    /// Makes the look that the settings ask for.
    pub(crate) fn new(settings: &Settings) -> Self {
        let mut stored = BTreeMap::new();
        let mut keep = |file: &str| {
            let mut css = assets::stylesheet(file);
            css.push_str(&brand(settings));
            let name = assets::addressed(file, css.as_bytes());
            for encoding in [Encoding::Brotli, Encoding::Gzip, Encoding::Identity] {
                let made = assets::stored(CSS, css.clone().into(), encoding);
                stored.insert((name.clone(), encoding), Arc::new(made));
            }
            format!("/-/assets/{name}")
        };
        let (stylesheet, slides) = (keep("site.css"), keep("slides.css"));
        let accent = settings.accent.clone().unwrap_or_else(|| ACCENT.to_owned());
        Self {
            icon: icon(&accent),
            stylesheet,
            slides,
            logo: settings
                .logo
                .as_ref()
                .map(|file| format!("/{}", file.trim_start_matches('/'))),
            accent,
            stored,
        }
    }

    /// Returns a style sheet, if that is the name of one.
    pub(crate) fn asset(&self, name: &str, encoding: Encoding) -> Option<&Arc<EncodedReply>> {
        self.stored.get(&(name.to_owned(), encoding))
    }
}

/// Returns the rule that gives a style sheet the group's own colour; empty where it has none.
pub(crate) fn brand(settings: &Settings) -> String {
    let accent = settings.accent.as_deref();
    accent.map_or_else(String::new, |accent| {
        format!("@layer tokens {{ :root {{ --brand: {accent}; }} }}\n")
    })
}

fn icon(accent: &str) -> String {
    let svg = assets::icon_source().replace(ACCENT, accent);
    let coded = percent_encoding::utf8_percent_encode(&svg, percent_encoding::NON_ALPHANUMERIC);
    format!("data:image/svg+xml,{coded}")
}

/// Tells whether a colour can be read on white: as links, and white on it as buttons (WCAG 1.4.3).
pub(crate) fn is_readable(accent: &str) -> bool {
    luminance(accent).is_some_and(|luminance| 1.05 / (luminance + 0.05) >= 4.5)
}

/// Returns the relative luminance of a colour such as `#0b4f6c`.
fn luminance(colour: &str) -> Option<f64> {
    let digits = colour.strip_prefix('#').filter(|rest| rest.len() == 6)?;
    let channel = |at: usize| {
        let value = u8::from_str_radix(digits.get(at..at + 2)?, 16).ok()?;
        let share = f64::from(value) / 255.0;
        Some(if share <= 0.04045 {
            share / 12.92
        } else {
            ((share + 0.055) / 1.055).powf(2.4)
        })
    };
    Some(0.2126 * channel(0)? + 0.7152 * channel(2)? + 0.0722 * channel(4)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_readable_colours_are_taken() {
        assert!(is_readable(ACCENT) && is_readable("#8a1538"));
        for colour in ["#ffd700", "#fff", "red", "#0b4f6", "#0b4f6ü"] {
            assert!(!is_readable(colour), "{colour}");
        }
    }
}
