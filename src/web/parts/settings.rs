//! [`Settings`]: what a site says of itself, and where it is.

use crate::domain::slug::slug;
use crate::web::http::client::Trust;

/// A site's description of itself, and its address.
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
    /// The address where the group can be asked.
    pub contact: Option<Contact>,
    /// The address where a page can be corrected; in the address of a page, `{file}` stands for the file's path.
    pub corrections: Option<Contact>,
    /// Whether secrets may come over plain HTTP from other machines.
    pub insecure: bool,
    /// Whether it is counted what was searched for in vain.
    pub counts_searches: bool,
    /// People who want no page about them, by the part of an address that would stand for each.
    pub people_without_page: Vec<String>,
    /// The address to report weaknesses of the site to, and how they are treated.
    pub security: Option<SecurityContact>,
    /// The networks of proxies whose `X-Forwarded-For` is believed.
    pub proxies: Vec<ipnet::IpNet>,
}

impl Settings {
    /// Tells whether readers use `https://`.
    pub(crate) fn is_https(&self) -> bool {
        self.base_url.starts_with("https://")
    }

    /// Tells whether there may be a page about somebody.
    pub(crate) fn may_have_page(&self, name: &str) -> bool {
        self.people_without_page.is_empty() || !self.people_without_page.contains(&slug(name))
    }

    /// Returns what decides whether a forwarding header is believed, and a secret may be taken.
    pub(crate) fn trust(&self) -> Trust<'_> {
        Trust {
            proxies: &self.proxies,
            is_https: self.is_https(),
            is_insecure: self.insecure,
        }
    }
}

/// The address where the group can be asked what no page tells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Contact {
    /// An address for mail.
    Mail(String),
    /// A page elsewhere.
    Page(String),
}

/// The contact for a weakness of the site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SecurityContact {
    /// `mailto:` and an address, or the address of a page.
    pub contact: String,
    /// The address of a page that says how it is treated.
    pub policy: Option<String>,
}
