//! The section `[oidc]` of a configuration file: another provider of identities.

use std::collections::HashMap;

use anyhow::bail;
use serde::Deserialize;

use crate::accounts::SignInMethods;
use crate::cli::setting::WrongSetting;
use crate::domain::Role;
use crate::web::{ProviderSettings, WrongProvider};

/// The claim in which groups are looked for when no other is named.
const CLAIM: &str = "groups";

/// The section `[oidc]`.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ProviderSection {
    /// The provider, by the address under which its description lies.
    issuer: String,
    /// The name that it gives this site.
    client: String,
    /// The secret that only it and this site know.
    secret: Option<String>,
    /// Its name for people; else its host.
    name: Option<String>,
    /// Hosts beside the issuer's that it may have this site ask.
    #[serde(default)]
    hosts: Vec<String>,
    /// The scopes that are asked for beside `openid` and `profile`.
    #[serde(default)]
    scopes: Vec<String>,
    /// The claim that says in which groups somebody is.
    claim: Option<String>,
    /// The roles of groups.
    #[serde(default)]
    roles: HashMap<String, String>,
    /// The role of whoever is in none of them and nobody invited; else they are not let in.
    others: Option<String>,
}

impl ProviderSection {
    /// Puts the settings together. The secret has no flag: any user of the machine can read the
    /// arguments of a process.
    pub(super) fn settings(self, base_url: &str) -> anyhow::Result<ProviderSettings> {
        let role = |key: &'static str, name: &str| {
            let message = format!(
                "“{name}” in [oidc] is not a role: reader, contributor, organizer or administrator"
            );
            Role::from_name(name).ok_or_else(|| wrong(key, message))
        };
        let roles = self.roles.iter();
        let roles = roles.map(|(group, name)| Ok((group.clone(), role("roles", name)?)));
        let secret = std::env::var("CONCORD_OIDC_SECRET").ok().or(self.secret);
        let host = self.issuer.split('/').nth(2).unwrap_or("").to_owned();
        let settings = ProviderSettings {
            roles: roles.collect::<anyhow::Result<_>>()?,
            otherwise: (self.others.as_deref())
                .map(|name| role("others", name))
                .transpose()?,
            issuer: self.issuer,
            client: self.client,
            secret: secret.filter(|secret| !secret.is_empty()),
            name: self.name.unwrap_or(host),
            hosts: self.hosts,
            scopes: self.scopes,
            claim: self.claim.unwrap_or_else(|| CLAIM.to_owned()),
            base_url: base_url.to_owned(),
        };
        settings.check().map_err(|error| match &error {
            WrongProvider::Client => wrong("client", error.to_string()),
            WrongProvider::Host(_) => wrong("hosts", error.to_string()),
            _ => wrong("issuer", error.to_string()),
        })?;
        Ok(settings)
    }
}

/// Says what is wrong with a setting.
fn wrong(key: &'static str, message: String) -> anyhow::Error {
    let table = "oidc";
    WrongSetting {
        table,
        key,
        message,
    }
    .into()
}

/// Returns by what people can come in.
pub(super) fn ways(
    provider: Option<&ProviderSettings>,
    passwords: bool,
) -> anyhow::Result<SignInMethods> {
    if !passwords && provider.is_none() {
        bail!(
            "without passwords nobody could sign in: `passwords = false` in [accounts] needs a provider in [oidc]"
        );
    }
    Ok(SignInMethods {
        passwords,
        issuer: provider.map_or_else(String::new, |provider| provider.issuer.clone()),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settings(text: &str) -> anyhow::Result<ProviderSettings> {
        let section: ProviderSection = toml::from_str(text)?;
        section.settings("https://wiki.example.org")
    }

    const SITE: &str = "issuer = \"https://login.example.org/realms/stat\"\nclient = \"wiki\"\n";

    #[test]
    fn a_provider_is_its_issuer_and_client_and_what_groups_mean() {
        let read = settings(&format!(
            "{SITE}roles = {{ \"stat-editors\" = \"contributor\" }}\n"
        ));
        let read = read.unwrap();
        assert_eq!(read.name, "login.example.org");
        assert_eq!(read.claim, "groups");
        assert_eq!(read.roles["stat-editors"], Role::Contributor);
        assert_eq!(read.otherwise, None);
    }

    #[test]
    fn what_is_wrong_with_a_provider_is_said() {
        for (more, said) in [
            ("others = \"guest\"\n", "“guest”"),
            ("roles = { a = \"editor\" }\n", "“editor”"),
            ("role = \"reader\"\n", "unknown field"),
            (
                "hosts = [\"https://keys.example.org\"]\n",
                "“https://keys.example.org” in [oidc] is not a host",
            ),
            (
                "hosts = [\"Keys.example.org\"]\n",
                "is not a host such as keys.example.org",
            ),
        ] {
            let error = settings(&format!("{SITE}{more}")).err().unwrap();
            assert!(error.to_string().contains(said), "{error}");
        }
        let error = settings("issuer = \"http://a.example\"\nclient = \"b\"").err();
        assert!(error.unwrap().to_string().contains("http://a.example"));
        assert!(ways(None, false).is_err() && ways(None, true).is_ok());
    }
}
