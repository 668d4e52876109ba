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
    name: String,
    stored: BTreeMap<Encoding, Arc<EncodedReply>>,
}

/// The colour of sites that choose none; the same as in `site.css`.
pub(crate) const ACCENT: &str = "#0b4f6c";

impl Look {
    /// Makes the look that the settings ask for.
    pub(crate) fn new(settings: &Settings) -> Self {
        let mut css = assets::stylesheet();
        if let Some(accent) = &settings.accent {
            css.push_str(&format!(
                "@layer tokens {{ :root {{ --brand: {accent}; }} }}\n"
            ));
        }
        let name = assets::addressed("site.css", css.as_bytes());
        let encodings = [Encoding::Brotli, Encoding::Gzip, Encoding::Identity];
        let stored = encodings.map(|encoding| {
            let stored = assets::stored("text/css; charset=utf-8", css.clone().into(), encoding);
            (encoding, Arc::new(stored))
        });
        let accent = settings.accent.clone().unwrap_or_else(|| ACCENT.to_owned());
        Self {
            icon: icon(&accent),
            stylesheet: format!("/-/assets/{name}"),
            logo: settings
                .logo
                .as_ref()
                .map(|file| format!("/{}", file.trim_start_matches('/'))),
            accent,
            name,
            stored: stored.into(),
        }
    }

    /// Returns the style sheet, if that is its name.
    pub(crate) fn asset(&self, name: &str, encoding: Encoding) -> Option<&Arc<EncodedReply>> {
        (name == self.name).then(|| self.stored.get(&encoding))?
    }
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
