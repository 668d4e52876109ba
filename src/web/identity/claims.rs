//! [`ProviderIdentity`]: what a provider's claims say of somebody, in this site's words.

use serde_json::{Map, Value};

use crate::domain::Role;
use crate::web::identity::settings::ProviderSettings;
use crate::web::identity::types::VerifiedClaims;

/// Longest text of a claim that is taken over, in characters.
const LONGEST: usize = 200;

/// The identity of somebody, as a provider states it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ProviderIdentity {
    /// The provider's identifier of the person.
    pub(crate) subject: String,
    /// The name in its own forms; empty: none.
    pub(crate) name: String,
    /// The name of the person; empty: none.
    pub(crate) full_name: String,
    /// The role of their groups, the highest if there are several.
    pub(crate) role: Option<Role>,
    /// The time at which they proved to it who they are, in seconds since 1970; 0: it does not say.
    pub(crate) proven: i64,
}

impl ProviderIdentity {
    pub(super) fn of(claims: &VerifiedClaims, settings: &ProviderSettings) -> Self {
        let short = |text: &str| text.chars().take(LONGEST).collect::<String>();
        let full_name = claims.name().and_then(|names| {
            let (_, first) = names.iter().next()?;
            Some(names.get(None).unwrap_or(first).as_str())
        });
        let name = claims.preferred_username();
        Self {
            subject: claims.subject().as_str().to_owned(),
            name: short(name.map_or("", |name| name.as_str())),
            full_name: short(full_name.unwrap_or("")),
            role: role(&claims.additional_claims().all, settings),
            proven: claims.auth_time().map_or(0, |time| time.timestamp()),
        }
    }
}

/// Returns the highest role of somebody's groups.
fn role(claims: &Map<String, Value>, settings: &ProviderSettings) -> Option<Role> {
    let roles = |group: &str| settings.roles.get(group).copied();
    match find(claims, &settings.claim)? {
        Value::String(group) => roles(group),
        Value::Array(groups) => {
            let groups = groups.iter().filter_map(Value::as_str);
            groups.filter_map(roles).max()
        }
        _ => None,
    }
}

/// Finds a claim by its name, which may be an address, or by names in one another with dots between.
fn find<'c>(claims: &'c Map<String, Value>, name: &str) -> Option<&'c Value> {
    if let Some(found) = claims.get(name) {
        return Some(found);
    }
    let (outer, inner) = name.split_once('.')?;
    find(claims.get(outer)?.as_object()?, inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_claim_is_found_by_its_name_or_in_another() {
        let claims = serde_json::json!({
            "groups": ["a"], "https://x.example/roles": "b", "realm_access": {"roles": ["c"]}
        });
        let claims = claims.as_object().unwrap();
        for (name, found) in [
            ("groups", Some(r#"["a"]"#)),
            ("https://x.example/roles", Some(r#""b""#)),
            ("realm_access.roles", Some(r#"["c"]"#)),
            ("realm_access.other", None),
            ("groups.a", None),
            ("", None),
        ] {
            let value = find(claims, name).map(Value::to_string);
            assert_eq!(value.as_deref(), found, "{name}");
        }
    }
}
