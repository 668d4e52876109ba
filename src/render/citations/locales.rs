//! The languages that citation styles have words for.

use std::sync::LazyLock;

use hayagriva::archive;
use hayagriva::citationberg::{Locale, LocaleCode};

/// The terms of all languages, read once.
pub(super) static LOCALES: LazyLock<Vec<Locale>> = LazyLock::new(archive::locales);

/// Returns the code by which the archive of styles knows a language.
pub(super) fn locale(language: &str) -> LocaleCode {
    let code = LocaleCode(language.to_owned());
    let exact = LOCALES
        .iter()
        .filter_map(|locale| locale.lang.as_ref())
        .find(|known| known.0.eq_ignore_ascii_case(language));
    if let Some(known) = exact {
        return known.clone();
    }
    let base = language.split('-').next().unwrap_or("en");
    LocaleCode(base.to_owned())
        .fallback()
        .or_else(|| code.fallback())
        .unwrap_or_else(LocaleCode::en_us)
}
