//! What a provider's claims do to the role of an account: given with the claim, gone with it.
//!
//! A role that a person gave stays where no claim is mapped to another, and comes back when such a claim
//! goes. Whoever nothing else lets in is shut out until a claim, or a person, lets them in again.

use sqlx::Row;

use crate::accounts::account::AccountId;
use crate::accounts::audit::{self, Action, AuditEvent};
use crate::accounts::database::DatabaseChange;
use crate::accounts::ended::{CredentialSelection, CredentialTable, end};
use crate::accounts::error::{AccountError, AuditOrigin};
use crate::accounts::service::Accounts;
use crate::domain::Role;

/// In the column `claimed`: the claim has gone, and nothing else lets its owner in.
const NONE: &str = "none";
/// In the column `disabled`: shut by a person, and shut because the claim has gone.
const SHUT: i64 = 1;
const SHUT_BY_CLAIM: i64 = 2;

/// The stored state from which a role comes.
struct StoredRole {
    role: Role,
    claimed: String,
    given: String,
    disabled: i64,
}

/// The roles that claims are mapped to.
#[derive(Clone, Copy, Debug)]
pub(super) struct RoleClaims {
    /// The role that a claim is mapped to, the highest if several are.
    pub(super) role: Option<Role>,
    /// The role of whoever no claim is mapped for and nobody invited.
    pub(super) otherwise: Option<Role>,
}

impl RoleClaims {
    /// Returns the role that an account is made with; nothing: none is made.
    pub(super) fn first_role(self) -> Option<Role> {
        self.role.or(self.otherwise)
    }

    /// Returns what is stored after a sign-in with these claims.
    fn after(self, held: &StoredRole) -> StoredRole {
        let is_given = held.claimed.is_empty();
        let reopened = match held.disabled {
            SHUT_BY_CLAIM => 0,
            other => other,
        };
        match (self.role, Role::from_name(&held.given)) {
            (Some(role), _) => StoredRole {
                role,
                claimed: role.name().to_owned(),
                given: match is_given {
                    true => held.role.name().to_owned(),
                    false => held.given.clone(),
                },
                disabled: reopened,
            },
            (None, _) if is_given => StoredRole {
                role: held.role,
                claimed: String::new(),
                given: held.given.clone(),
                disabled: reopened,
            },
            (None, Some(given)) => StoredRole {
                role: given,
                claimed: String::new(),
                given: String::new(),
                disabled: reopened,
            },
            (None, None) => StoredRole {
                role: self.otherwise.unwrap_or(Role::Reader),
                claimed: self.otherwise.map_or(NONE, Role::name).to_owned(),
                given: String::new(),
                disabled: match (self.otherwise, held.disabled) {
                    (_, SHUT) => SHUT,
                    (None, _) => SHUT_BY_CLAIM,
                    (Some(_), _) => 0,
                },
            },
        }
    }
}

impl Accounts {
    /// Gives an account the role that claims give it, within a change. Its sessions end if that is
    /// another one than before.
    pub(super) async fn apply(
        &self,
        change: &mut DatabaseChange<'_>,
        id: AccountId,
        claims: RoleClaims,
    ) -> Result<(), AccountError> {
        let held = held(change, id).await?;
        let after = claims.after(&held);
        write(change, id, &after).await?;
        let detail = match after.disabled {
            SHUT_BY_CLAIM => format!("{} to none, by a claim", held.role.name()),
            _ => format!("{} to {}, by a claim", held.role.name(), after.role.name()),
        };
        let event = AuditEvent::done(Action::Role, &id).with(detail);
        let origin = AuditOrigin::default();
        let is_kept = match held.disabled {
            0 => {
                self.people()
                    .keeps_an_administrator(change, held.role)
                    .await
            }
            _ => Ok(()),
        };
        match is_kept {
            Ok(()) => {}
            Err(AccountError::LastAdministrator) => {
                // The site must still be looked after.
                write(change, id, &held).await?;
                let event = event.refused("last administrator");
                audit::record(change.connection(), self.now(), &origin, event).await?;
                return Ok(());
            }
            Err(error) => return Err(error),
        }
        if after.role == held.role && after.disabled == held.disabled {
            return Ok(());
        }
        end(
            change,
            self.now(),
            CredentialTable::Sessions,
            id,
            CredentialSelection::All,
        )
        .await?;
        audit::record(change.connection(), self.now(), &origin, event).await?;
        Ok(())
    }
}

async fn held(change: &mut DatabaseChange<'_>, id: AccountId) -> Result<StoredRole, AccountError> {
    let query = "SELECT role, claimed, given, disabled FROM accounts WHERE id = $1 AND removed = 0";
    let query = sqlx::query(query).bind(id.to_string());
    let row = query.fetch_optional(change.connection()).await?;
    let row = row.ok_or(AccountError::NoAccount)?;
    let role: String = row.try_get("role")?;
    Ok(StoredRole {
        role: Role::from_name(&role).unwrap_or(Role::Reader),
        claimed: row.try_get("claimed")?,
        given: row.try_get("given")?,
        disabled: row.try_get("disabled")?,
    })
}

async fn write(
    change: &mut DatabaseChange<'_>,
    id: AccountId,
    held: &StoredRole,
) -> Result<(), sqlx::Error> {
    let statement = "UPDATE accounts SET role = $1, claimed = $2, given = $3, disabled = $4, changed = $5 WHERE id = $6 AND removed = 0";
    sqlx::query(statement)
        .bind(held.role.name())
        .bind(held.claimed.clone())
        .bind(held.given.clone())
        .bind(held.disabled)
        .bind(change.revision)
        .bind(id.to_string())
        .execute(change.connection())
        .await
        .map(|_| ())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn held(role: Role, claimed: &str, given: &str, disabled: i64) -> StoredRole {
        StoredRole {
            role,
            claimed: claimed.to_owned(),
            given: given.to_owned(),
            disabled,
        }
    }

    /// Returns what is stored after sign-ins with these claims, one after the other.
    fn after(mut held: StoredRole, otherwise: Option<Role>, roles: &[Option<Role>]) -> String {
        for &role in roles {
            held = RoleClaims { role, otherwise }.after(&held);
        }
        let StoredRole {
            role,
            claimed,
            given,
            disabled,
        } = held;
        format!("{} {claimed:?} {given:?} {disabled}", role.name())
    }

    #[test]
    fn a_role_goes_with_its_claim_and_what_a_person_gave_stays() {
        let editor = Some(Role::Contributor);
        let by_hand = || held(Role::Organizer, "", "", 0);
        assert_eq!(after(by_hand(), None, &[None]), r#"organizer "" "" 0"#);
        assert_eq!(
            after(by_hand(), None, &[editor, editor]),
            r#"contributor "contributor" "organizer" 0"#
        );
        assert_eq!(
            after(by_hand(), None, &[editor, None]),
            r#"organizer "" "" 0"#
        );
        let by_claim = || held(Role::Contributor, "contributor", "", 0);
        assert_eq!(
            after(by_claim(), None, &[None, None]),
            r#"reader "none" "" 2"#
        );
        assert_eq!(
            after(by_claim(), None, &[None, editor, None, editor]),
            r#"contributor "contributor" "" 0"#
        );
        assert_eq!(
            after(by_claim(), Some(Role::Reader), &[None]),
            r#"reader "reader" "" 0"#
        );
        assert_eq!(
            after(by_claim(), Some(Role::Reader), &[None, editor]),
            r#"contributor "contributor" "" 0"#
        );
    }

    #[test]
    fn what_a_person_shut_no_claim_opens() {
        let shut = || held(Role::Reader, "reader", "", SHUT);
        let editor = Some(Role::Contributor);
        for (otherwise, roles) in [
            (None, [None]),
            (Some(Role::Reader), [None]),
            (None, [editor]),
        ] {
            let after = after(shut(), otherwise, &roles);
            assert!(after.ends_with(" 1"), "{after}");
        }
    }
}
