//! [`Settings`]: what a site says of itself, and where it is.

/// What a site says of itself, and where it is.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    /// The site's name.
    pub name: String,
    /// The address of the site without a slash at its end, for feeds and links from elsewhere.
    pub base_url: String,
    /// Names that a request's `Host` may have; empty: any.
    pub hosts: Vec<String>,
    /// The one colour that the look follows from, as `#rrggbb`.
    pub accent: Option<String>,
    /// The file of the logo in the content folder.
    pub logo: Option<String>,
    /// Where the group can be asked.
    pub contact: Option<Contact>,
    /// Where a page can be corrected; in the address of a page, `{file}` stands for the file's path.
    pub corrections: Option<Contact>,
}

/// Where the group can be asked what no page tells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Contact {
    /// An address for mail.
    Mail(String),
    /// A page elsewhere.
    Page(String),
}
