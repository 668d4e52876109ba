//! [`KeptKey`]: under which key a text is kept that somebody has not saved, and where it is gone on
//! with.

use crate::domain::PagePath;

/// The page or form that a text is kept for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum KeptKey {
    /// A page.
    Page(PagePath),
    /// A page that is not there yet: an id of its own.
    New(String),
}

/// The beginning of the key of a page that is not there yet: no page's path has a colon.
const NEW: &str = "new:";
/// The beginning of the key of a page: that of the home page is not empty.
const PAGE: &str = "/";

impl KeptKey {
    /// Returns it as the accounts have it.
    pub(crate) fn text(&self) -> String {
        match self {
            Self::Page(path) => format!("{PAGE}{path}"),
            Self::New(id) => format!("{NEW}{id}"),
        }
    }
}

/// Returns the page that a text is kept for, by its key; nothing where that is not there yet.
pub(crate) fn page_of(key: &str) -> Option<PagePath> {
    let path = key.strip_prefix(PAGE)?;
    PagePath::parse(path).ok()
}

/// Returns the address at which a kept text is gone on with, by its key.
pub(crate) fn address_of(key: &str) -> Option<String> {
    match (key.strip_prefix(NEW), key.strip_prefix(PAGE)) {
        (Some(id), _) => Some(format!("/-/new?kept={id}")),
        (_, Some(path)) => {
            let path = PagePath::parse(path).ok()?;
            Some(format!("/-/edit{}?kept=1", path.address()))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_leads_to_where_its_text_is_gone_on_with() {
        let page = |path: &str| KeptKey::Page(PagePath::parse(path).unwrap()).text();
        for (key, address) in [
            (page("cases/a b"), "/-/edit/cases/a%20b?kept=1"),
            (page(""), "/-/edit/?kept=1"),
            (KeptKey::New("00ff".to_owned()).text(), "/-/new?kept=00ff"),
        ] {
            assert_eq!(address_of(&key).as_deref(), Some(address), "{key}");
        }
        assert_eq!(address_of("else"), None);
        assert_eq!(
            page_of(&page("cases/a b")),
            PagePath::parse("cases/a b").ok()
        );
        assert_eq!(page_of("new:00ff"), None);
    }
}
