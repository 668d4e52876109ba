//! [`ProviderSettings`]: which provider of identities is asked, and what its claims mean here.

use std::collections::HashMap;
use std::fmt;

use openidconnect::url::{Host, Url};

use crate::domain::Role;

/// The provider that is asked, and what its claims mean here.
#[derive(Clone)]
pub struct ProviderSettings {
    /// The provider, by the address under which its description lies.
    pub issuer: String,
    /// The identifier that it knows this site by.
    pub client: String,
    /// The secret that it and this site share; nothing where it asks for none.
    pub secret: Option<String>,
    /// The name that people know it by.
    pub name: String,
    /// Hosts beside the issuer's that it may have this site ask.
    pub hosts: Vec<String>,
    /// The scopes that are asked for beside who somebody is.
    pub scopes: Vec<String>,
    /// The claim that says in which groups somebody is.
    pub claim: String,
    /// The roles of groups.
    pub roles: HashMap<String, Role>,
    /// The role of whoever is in none of them and nobody invited; nothing: they are not let in.
    pub otherwise: Option<Role>,
    /// The address of this site without a slash at its end.
    pub base_url: String,
}

/// The reasons why a provider cannot be used as it is configured.
#[derive(Debug, thiserror::Error)]
pub enum WrongProvider {
    /// The issuer is no address to be trusted.
    #[error("the issuer “{0}” in [oidc] is not an address such as https://login.example.org")]
    Issuer(String),
    /// The client is missing.
    #[error("[oidc] has no client: the name under which the provider knows this site")]
    Client,
    /// The address of this site is none that people can be led back to.
    #[error(
        "[oidc] needs base_url, the address of this site to which people come back, such as https://wiki.example.org: “{0}” is none"
    )]
    BaseUrl(String),
    /// A name beside the issuer is no host.
    #[error("“{0}” in [oidc] is not a host such as keys.example.org")]
    Host(String),
    /// A connection cannot be made safe.
    #[error("the provider of identities cannot be reached over TLS")]
    Tls(#[source] tokio_rustls::rustls::Error),
}

impl fmt::Debug for ProviderSettings {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = formatter.debug_struct("ProviderSettings");
        shown.field("issuer", &self.issuer).finish_non_exhaustive()
    }
}

impl ProviderSettings {
    /// Looks whether this can be used.
    ///
    /// # Errors
    ///
    /// The mistake.
    pub fn check(&self) -> Result<(), WrongProvider> {
        let issuer = Url::parse(&self.issuer).ok();
        if !issuer.is_some_and(|url| is_safe(&url) && url.query().is_none()) {
            return Err(WrongProvider::Issuer(self.issuer.clone()));
        }
        if self.client.is_empty() {
            return Err(WrongProvider::Client);
        }
        // As it stands in an address, so that the two can be compared.
        let is_host = |host: &str| Host::parse(host).is_ok_and(|read| read.to_string() == host);
        if let Some(host) = self.hosts.iter().find(|host| !is_host(host)) {
            return Err(WrongProvider::Host(host.clone()));
        }
        // A server that listens everywhere is nowhere to come back to.
        let is_somewhere = |url: Url| match url.host() {
            Some(Host::Ipv4(address)) => !address.is_unspecified(),
            Some(Host::Ipv6(address)) => !address.is_unspecified(),
            host => host.is_some(),
        };
        match Url::parse(&self.callback()).is_ok_and(is_somewhere) {
            true => Ok(()),
            false => Err(WrongProvider::BaseUrl(self.base_url.clone())),
        }
    }

    /// Returns where people come back to.
    pub(super) fn callback(&self) -> String {
        format!("{}/-/provider/callback", self.base_url)
    }

    /// Tells whether the provider may have this site ask an address.
    pub(super) fn is_allowed(&self, url: &Url) -> bool {
        let issuer = Url::parse(&self.issuer).ok();
        let own = issuer.as_ref().and_then(Url::host_str);
        let host = url.host_str();
        is_safe(url)
            && host.is_some()
            && (host == own || self.hosts.iter().any(|known| Some(known.as_str()) == host))
    }
}

/// Tells whether nobody on the way to an address can listen: HTTPS, or this machine itself.
fn is_safe(url: &Url) -> bool {
    let is_near = match url.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => return false,
    };
    let is_plain = url.username().is_empty() && url.password().is_none();
    is_plain && (url.scheme() == "https" || (url.scheme() == "http" && is_near))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settings(issuer: &str) -> ProviderSettings {
        ProviderSettings {
            issuer: issuer.to_owned(),
            client: "wiki".to_owned(),
            secret: None,
            name: "Login".to_owned(),
            hosts: vec!["keys.example.org".to_owned()],
            scopes: Vec::new(),
            claim: "groups".to_owned(),
            roles: HashMap::new(),
            otherwise: None,
            base_url: "https://wiki.example.org".to_owned(),
        }
    }

    #[test]
    fn only_the_issuers_host_and_those_that_are_named_are_asked() {
        let settings = settings("https://login.example.org/realms/stat");
        let allowed = |text: &str| settings.is_allowed(&Url::parse(text).unwrap());
        assert!(allowed("https://login.example.org/token"));
        assert!(allowed("https://keys.example.org/"));
        for other in [
            "https://example.org/",
            "http://login.example.org/token",
            "https://login.example.org.evil.example/",
            "https://login.example.org@evil.example/",
            "https://a@login.example.org/",
            "http://169.254.169.254/latest",
            "file:///etc/passwd",
        ] {
            assert!(!allowed(other), "{other}");
        }
    }

    #[test]
    fn an_issuer_is_safe_to_ask() {
        for right in [
            "https://login.example.org",
            "http://127.0.0.1:9000",
            "http://[::1]:1/a",
        ] {
            assert!(settings(right).check().is_ok(), "{right}");
        }
        for wrong in [
            "http://login.example.org",
            "login",
            "https://a/?b",
            "ftp://localhost",
        ] {
            assert!(settings(wrong).check().is_err(), "{wrong}");
        }
    }
}
