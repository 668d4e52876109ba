//! Values of the configuration file, each checked on its own.

use std::net::{IpAddr, SocketAddr};

use anyhow::bail;
use ipnet::IpNet;

use crate::accounts::Lifetime;
use crate::cli::config::file::{AccountsTable, ContactSection, SecuritySection};
use crate::cli::provider::ProviderSection;
use crate::web::{Contact, ProviderSettings, SecurityContact};

/// Reads the other provider of identities.
pub(super) fn provider(
    section: Option<ProviderSection>,
    base_url: &str,
) -> anyhow::Result<Option<ProviderSettings>> {
    section
        .map(|section| section.settings(base_url))
        .transpose()
}

/// Reads how long sessions last.
pub(super) fn lifetime(table: &AccountsTable) -> anyhow::Result<Lifetime> {
    let default = Lifetime::default();
    let hours = table.idle_hours.map(|hours| i64::from(hours) * 60 * 60);
    let days = table
        .longest_days
        .map(|days| i64::from(days) * 24 * 60 * 60);
    let lifetime = Lifetime {
        idle: hours.unwrap_or(default.idle),
        longest: days.unwrap_or(default.longest),
    };
    if lifetime.idle == 0 || lifetime.longest == 0 {
        bail!(
            "a session lasts at least 1 hour and 1 day: see idle_hours and longest_days in [accounts]"
        );
    }
    Ok(lifetime)
}

/// Reads the networks of proxies: an address, or one with the length of its prefix.
pub(super) fn networks(texts: &[String]) -> anyhow::Result<Vec<IpNet>> {
    let read = |text: &String| {
        let address = || text.parse::<IpAddr>().map(IpNet::from);
        text.parse::<IpNet>().or_else(|_| address()).map_err(|_| {
            anyhow::anyhow!(
                "the trusted proxy “{text}” is not an address such as 10.0.0.5 or 10.0.0.0/8"
            )
        })
    };
    texts.iter().map(read).collect()
}

/// Checks the colour: what cannot be read would be a site that many cannot use.
pub(super) fn accent(colour: Option<String>) -> anyhow::Result<Option<String>> {
    match colour {
        Some(colour) if !crate::web::is_readable(&colour) => bail!(
            "the accent “{colour}” is not a colour such as #0b4f6c that can be read on white \
             (a contrast of 4.5 to 1)"
        ),
        colour => Ok(colour),
    }
}

/// Reads where the group can be asked: one address, which readers will follow.
pub(super) fn contact(section: ContactSection) -> anyhow::Result<Option<Contact>> {
    match (section.email, section.url) {
        (None, None) => Ok(None),
        (Some(email), None) if is_email(&email) => Ok(Some(Contact::Mail(email))),
        (Some(email), None) => {
            bail!("the contact's email “{email}” is not an address such as group@example.org")
        }
        (None, Some(url)) if is_web_address(&url) => Ok(Some(Contact::Page(url))),
        (None, Some(url)) => {
            bail!("the contact's url “{url}” is not an address such as https://example.org/ask")
        }
        _ => bail!("the section [contact] takes either an `email` or a `url`"),
    }
}

/// Reads whom to tell of a weakness.
pub(super) fn security(section: SecuritySection) -> anyhow::Result<SecurityContact> {
    let SecuritySection { contact, policy } = section;
    let is_right = match contact.strip_prefix("mailto:") {
        Some(email) => is_email(email),
        None => is_web_address(&contact),
    };
    if !is_right {
        bail!(
            "the contact “{contact}” in [security] is neither mailto:security@example.org nor an address such as https://example.org/security"
        );
    }
    match policy {
        Some(policy) if !is_web_address(&policy) => bail!(
            "the policy “{policy}” in [security] is not an address such as https://example.org/security"
        ),
        policy => Ok(SecurityContact { contact, policy }),
    }
}

/// Reads where a page can be corrected.
pub(super) fn corrected_at(address: String) -> anyhow::Result<Contact> {
    match address.strip_prefix("mailto:") {
        Some(email) if is_email(email) => Ok(Contact::Mail(email.to_owned())),
        None if is_template(&address) => Ok(Contact::Page(address)),
        _ => bail!(
            "the address for corrections “{address}” is neither mailto:group@example.org nor one such \
             as https://example.org/edit/main/{{file}}"
        ),
    }
}

/// Tells whether a text is the address of a page, with `{file}` anywhere behind its host.
fn is_template(text: &str) -> bool {
    let host = text.split('/').nth(2).unwrap_or("");
    !host.contains('{') && is_web_address(&text.replace("{file}", "file"))
}

fn is_plain(text: &str) -> bool {
    !text.contains(|sign: char| sign.is_whitespace() || "\"<>{}".contains(sign))
}

fn is_email(text: &str) -> bool {
    let parts = text.split_once('@').filter(|(name, host)| {
        !name.is_empty() && host.contains('.') && !host.contains(['@', '/', '?'])
    });
    parts.is_some() && is_plain(text) && !text.contains(['?', '&', '%', ':'])
}

fn is_web_address(text: &str) -> bool {
    let rest = text.strip_prefix("https://");
    let rest = rest.or(text.strip_prefix("http://"));
    rest.is_some_and(|rest| rest.starts_with(char::is_alphanumeric)) && is_plain(text)
}

/// Returns the host names that the server answers for; none: any.
///
/// On the loopback only its own names: a foreign name that leads there is a web page trying to read
/// through the visitor's browser.
pub(in crate::cli) fn hosts(
    base_url: Option<&str>,
    listen: SocketAddr,
) -> anyhow::Result<Vec<String>> {
    let loopback = ["localhost", "127.0.0.1", "[::1]"].map(str::to_owned);
    let Some(base_url) = base_url else {
        return Ok(if listen.ip().is_loopback() {
            loopback.to_vec()
        } else {
            Vec::new()
        });
    };
    let rest = base_url
        .strip_prefix("https://")
        .or_else(|| base_url.strip_prefix("http://"));
    let host = rest.and_then(|rest| rest.split('/').next()).unwrap_or("");
    let name = match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => name,
        _ => host,
    };
    if name.is_empty() {
        bail!("the base URL “{base_url}” does not begin with https:// and a host name");
    }
    // Every link of the site begins at the root of its host.
    let path = rest.and_then(|rest| rest.split_once('/'));
    if path.is_some_and(|(_, path)| !path.trim_matches('/').is_empty())
        || base_url.contains(['?', '#'])
    {
        bail!(
            "the base URL “{base_url}” has more than a host name; the site cannot be below a path: \
             give it a host name of its own, such as https://wiki.example.org"
        );
    }
    Ok(loopback.into_iter().chain([name.to_owned()]).collect())
}
