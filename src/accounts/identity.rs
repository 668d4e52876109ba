//! Who somebody is at another provider of identities, and what that lets them do here.
//!
//! An identity is an issuer and a subject, never an address or a name: those can become somebody
//! else's. Whether a provider really said what it is said to have said, is seen to before
//! ([`crate::web`]); here it is believed.

use std::collections::HashMap;

use sqlx::Row;

use crate::accounts::account::{Account, AccountId, line};
use crate::accounts::audit::{self, Action, AuditEvent};
use crate::accounts::browser::Browser;
use crate::accounts::claim::RoleClaims;
use crate::accounts::database::DatabaseChange;
use crate::accounts::ended::{CredentialSelection, CredentialTable, end};
use crate::accounts::error::{AccountError, Actor, AuditOrigin};
use crate::accounts::letter::{Detail, Notice};
use crate::accounts::memory::Holder;
use crate::accounts::name::AccountName;
use crate::accounts::people::NewAccount;
use crate::accounts::secret::{Secret, random};
use crate::accounts::service::Accounts;
use crate::accounts::ways::Entrance;
use crate::domain::Role;
use crate::domain::hex::hex;

/// Longest subject, in bytes: so OpenID Connect has it.
const LONGEST: usize = 255;
/// How many identities an account has at most.
const MOST: usize = 10;
/// How many names are tried for a new account before one is drawn by lot.
const TRIES: u32 = 20;

/// What a provider states of somebody.
#[derive(Clone, Debug)]
pub struct ProviderStatement<'s> {
    /// The provider.
    pub issuer: &'s str,
    /// Whom it means.
    pub subject: &'s str,
    /// The hash of the sign-in that this comes from, which counts once.
    pub state: &'s str,
    /// What it calls them in its own forms; empty: nothing.
    pub name: &'s str,
    /// What they are called; empty: nothing.
    pub full_name: &'s str,
    /// The role that its claims are mapped to.
    pub role: Option<Role>,
    /// The role of whoever no claim is mapped for and nobody invited; nothing: they are not let in.
    pub otherwise: Option<Role>,
    /// When they proved to it who they are, in seconds since 1970; 0: it does not say.
    pub proven: i64,
}

/// An identity that is linked to an account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identity {
    /// The provider.
    pub issuer: String,
    /// Whom it means.
    pub subject: String,
    /// What it called them last; empty: nothing yet.
    pub shown: String,
    /// When it was linked, in seconds since 1970.
    pub created: i64,
    /// When somebody came in by it last; 0: never.
    pub used: i64,
}

/// Which links are ended.
#[derive(Clone, Copy, Debug)]
pub enum IdentitySelection<'u> {
    /// That to this issuer and subject.
    One(&'u str, &'u str),
    /// All.
    All,
}

/// What is done with identities.
#[derive(Clone, Copy)]
pub struct Identities<'a>(pub(super) &'a Accounts);

impl Accounts {
    /// Returns what is done with identities at other providers.
    pub fn identities(&self) -> Identities<'_> {
        Identities(self)
    }
}

impl ProviderStatement<'_> {
    fn claims(&self) -> RoleClaims {
        RoleClaims {
            role: self.role,
            otherwise: self.otherwise,
        }
    }

    fn entrance(&self) -> Entrance<'static> {
        Entrance {
            door: "provider",
            proven: Some(self.proven),
            is_federated: true,
        }
    }
}

impl Identities<'_> {
    /// Signs somebody in whom a provider knows: to the account that is linked to them, or, where its
    /// claims or the configuration let them in, to a new one. Their role is that of the claims. A
    /// session that the browser had before ends.
    ///
    /// # Errors
    ///
    /// If nothing lets them in, the account is shut, or this sign-in counted already.
    pub async fn sign_in(
        self,
        stated: &ProviderStatement<'_>,
        before: Option<&Holder>,
        browser: &Browser,
    ) -> Result<(Secret, Account), AccountError> {
        let mut change = self.0.database.begin().await?;
        self.count(&mut change, stated).await?;
        let id = match owner(&mut change, stated.issuer, stated.subject).await? {
            Some(id) => {
                self.0.apply(&mut change, id, stated.claims()).await?;
                id
            }
            None => match stated.claims().first_role() {
                Some(role) => self.make(&mut change, stated, role, browser).await?,
                None => return self.refuse(change, "", browser).await,
            },
        };
        self.touch(&mut change, stated).await?;
        if self.0.people().held(&mut change, id).await?.is_disabled {
            // What the claims took away is gone all the same.
            return self.refuse(change, &id.to_string(), browser).await;
        }
        let sessions = self.0.sessions();
        sessions.replace(&mut change, before).await?;
        let secret = sessions
            .complete_sign_in(&mut change, id, browser, stated.entrance())
            .await?;
        self.0.commit(change).await?;
        Ok((secret, self.0.people().find(id).await?))
    }

    /// Links somebody whom a provider knows to the account of whoever is signed in.
    ///
    /// # Errors
    ///
    /// If they are linked to another account, the session has ended, or this sign-in counted already.
    pub async fn link(
        self,
        stated: &ProviderStatement<'_>,
        holder: &Holder,
        origin: &AuditOrigin,
    ) -> Result<(), AccountError> {
        let id = holder.account.id;
        let mut change = self.0.database.begin().await?;
        self.count(&mut change, stated).await?;
        let open = "SELECT id FROM sessions WHERE hash = $1 AND account = $2 AND ended = 0";
        let open = sqlx::query(open)
            .bind(holder.hash.to_string())
            .bind(id.to_string());
        if open.fetch_optional(change.connection()).await?.is_none() {
            return Err(AccountError::NotFresh);
        }
        self.insert(&mut change, id, stated.issuer, stated.subject, origin)
            .await?;
        self.touch(&mut change, stated).await?;
        self.0.commit(change).await
    }

    /// Uses an invitation: whoever has the link and is known to a provider is linked to its account,
    /// and signed in.
    ///
    /// # Errors
    ///
    /// If the link does not hold, the identity is linked to another account, or this sign-in counted
    /// already.
    pub async fn accept(
        self,
        stated: &ProviderStatement<'_>,
        link: &Secret,
        browser: &Browser,
    ) -> Result<(Secret, Account), AccountError> {
        let account = self.0.links().invited(link).await?;
        let mut change = self.0.database.begin().await?;
        self.count(&mut change, stated).await?;
        self.0.links().take(&mut change, account.id, link).await?;
        let mut origin = self.0.origin(browser);
        origin.actor = Actor::Account(account.id);
        self.insert(
            &mut change,
            account.id,
            stated.issuer,
            stated.subject,
            &origin,
        )
        .await?;
        self.touch(&mut change, stated).await?;
        self.0
            .apply(&mut change, account.id, stated.claims())
            .await?;
        let now = self.0.now();
        end(
            &mut change,
            now,
            CredentialTable::Sessions,
            account.id,
            CredentialSelection::All,
        )
        .await?;
        let event = AuditEvent::done(Action::Accept, &account.id);
        audit::record(change.connection(), now, &origin, event).await?;
        // That the identity was linked is told already.
        let entrance = Entrance {
            door: "link by provider",
            ..stated.entrance()
        };
        let secret = self
            .0
            .sessions()
            .complete_sign_in(&mut change, account.id, browser, entrance)
            .await?;
        self.0.commit(change).await?;
        Ok((secret, account))
    }

    /// Links a subject of a provider to an account before its owner ever came from there.
    ///
    /// # Errors
    ///
    /// If whoever asks may not, the subject is none, or it is linked to another account.
    pub async fn bind(
        self,
        id: AccountId,
        (issuer, subject): (&str, &str),
        origin: &AuditOrigin,
    ) -> Result<(), AccountError> {
        let mut change = self.0.database.begin().await?;
        let people = self.0.people();
        people.changeable(&mut change, id, origin).await?;
        self.insert(&mut change, id, issuer, subject.trim(), origin)
            .await?;
        self.0.commit(change).await
    }

    /// Makes an account whose owner comes in by a provider's word, and has no password.
    ///
    /// # Errors
    ///
    /// If the name is none or taken, the subject is none or linked to another account, whoever asks may not
    /// give the role, or the database cannot be written.
    pub async fn create(
        self,
        wanted: &NewAccount<'_>,
        (issuer, subject): (&str, &str),
        origin: &AuditOrigin,
    ) -> Result<Account, AccountError> {
        let mut change = self.0.database.begin().await?;
        let people = self.0.people();
        people.allow(&mut change, origin, wanted.role).await?;
        let id = people.insert(&mut change, wanted, "", origin).await?;
        self.insert(&mut change, id, issuer, subject.trim(), origin)
            .await?;
        self.0.commit(change).await?;
        people.find(id).await
    }

    /// Ends links of an account, and the sessions that began by a provider's word, but for one.
    ///
    /// # Errors
    ///
    /// If there is no such link, whoever asks may not, or no administrator could sign in any more.
    pub async fn unlink(
        self,
        id: AccountId,
        which: IdentitySelection<'_>,
        kept: Option<&Holder>,
        origin: &AuditOrigin,
    ) -> Result<u64, AccountError> {
        let mut change = self.0.database.begin().await?;
        let people = self.0.people();
        let account = people.held(&mut change, id).await?;
        if origin.actor != Actor::Account(id) {
            people.allow(&mut change, origin, account.role).await?;
        }
        let ended = self.cut(&mut change, id, which, kept, origin).await?;
        if ended == 0 && matches!(which, IdentitySelection::One(..)) {
            return Err(AccountError::NotThere);
        }
        if !account.is_disabled {
            people
                .keeps_an_administrator(&mut change, account.role)
                .await?;
        }
        self.0.commit(change).await?;
        Ok(ended)
    }

    /// The same within a change that has seen to everything else.
    pub(super) async fn cut(
        self,
        change: &mut DatabaseChange<'_>,
        id: AccountId,
        which: IdentitySelection<'_>,
        kept: Option<&Holder>,
        origin: &AuditOrigin,
    ) -> Result<u64, AccountError> {
        let (issuer, subject) = match which {
            IdentitySelection::One(issuer, subject) => (issuer, subject),
            IdentitySelection::All => ("", ""),
        };
        let delete = "DELETE FROM identities WHERE account = $1 AND ($2 = '' OR (issuer = $2 AND subject = $3))";
        let deleted = sqlx::query(delete)
            .bind(id.to_string())
            .bind(issuer.to_owned())
            .bind(subject.to_owned())
            .execute(change.connection())
            .await?;
        let count = deleted.rows_affected();
        if count == 0 {
            return Ok(0);
        }
        let now = self.0.now();
        let end = "UPDATE sessions SET ended = $1, changed = $2 WHERE account = $3 AND federated = 1 AND ended = 0 AND hash <> $4";
        sqlx::query(end)
            .bind(now)
            .bind(change.revision)
            .bind(id.to_string())
            .bind(kept.map_or_else(String::new, |holder| holder.hash.to_string()))
            .execute(change.connection())
            .await?;
        let event = AuditEvent::done(Action::Unlink, &id).with(format!("{count} identities"));
        audit::record(change.connection(), now, origin, event).await?;
        Ok(count)
    }

    /// Returns the identities that are linked to an account, the oldest first.
    ///
    /// # Errors
    ///
    /// If the database cannot be read.
    pub async fn of(self, id: AccountId) -> Result<Vec<Identity>, AccountError> {
        let query = "SELECT issuer, subject, shown, created, used FROM identities WHERE account = $1 ORDER BY created, subject";
        let query = sqlx::query(query).bind(id.to_string());
        let rows = query.fetch_all(self.0.database.pool()).await?;
        let read = |row: &sqlx::any::AnyRow| -> Result<Identity, sqlx::Error> {
            Ok(Identity {
                issuer: row.try_get("issuer")?,
                subject: row.try_get("subject")?,
                shown: row.try_get("shown")?,
                created: row.try_get("created")?,
                used: row.try_get("used")?,
            })
        };
        rows.iter()
            .map(|row| read(row).map_err(Into::into))
            .collect()
    }

    /// Returns how many identities are linked to each of some accounts, in the order of their names;
    /// those that have none are left out.
    ///
    /// # Errors
    ///
    /// If the database cannot be read.
    pub async fn counted(
        self,
        accounts: &[Account],
    ) -> Result<HashMap<AccountId, usize>, AccountError> {
        let (Some(first), Some(last)) = (accounts.first(), accounts.last()) else {
            return Ok(HashMap::new());
        };
        let query = "SELECT identities.account, COUNT(*) FROM identities JOIN accounts ON accounts.id = identities.account WHERE accounts.name >= $1 AND accounts.name <= $2 GROUP BY identities.account";
        let rows = sqlx::query(query)
            .bind(first.name.to_string())
            .bind(last.name.to_string())
            .fetch_all(self.0.database.pool())
            .await?;
        let mut counted = HashMap::new();
        for row in rows {
            let (id, count): (String, i64) = (row.try_get(0)?, row.try_get(1)?);
            if let Ok(id) = id.parse() {
                counted.insert(id, usize::try_from(count).unwrap_or(0));
            }
        }
        Ok(counted)
    }

    /// Notes that a sign-in at a provider came to its end; a second time it does not.
    async fn count(
        self,
        change: &mut DatabaseChange<'_>,
        stated: &ProviderStatement<'_>,
    ) -> Result<(), AccountError> {
        let insert =
            "INSERT INTO used_states (hash, used) VALUES ($1, $2) ON CONFLICT (hash) DO NOTHING";
        let insert = sqlx::query(insert)
            .bind(stated.state.to_owned())
            .bind(self.0.now());
        match insert.execute(change.connection()).await?.rows_affected() {
            1 => Ok(()),
            _ => Err(AccountError::StateUsed),
        }
    }

    /// Notes what a provider calls somebody now, and that they came in by it.
    async fn touch(
        self,
        change: &mut DatabaseChange<'_>,
        stated: &ProviderStatement<'_>,
    ) -> Result<(), sqlx::Error> {
        let shown = line(stated.name).or_else(|| line(stated.full_name));
        let update =
            "UPDATE identities SET shown = $1, used = $2 WHERE issuer = $3 AND subject = $4";
        sqlx::query(update)
            .bind(shown.unwrap_or_default())
            .bind(self.0.now())
            .bind(stated.issuer.to_owned())
            .bind(stated.subject.to_owned())
            .execute(change.connection())
            .await
            .map(|_| ())
    }

    /// Writes a link, within a change; what is linked to the account already, stays so.
    async fn insert(
        self,
        change: &mut DatabaseChange<'_>,
        id: AccountId,
        issuer: &str,
        subject: &str,
        origin: &AuditOrigin,
    ) -> Result<(), AccountError> {
        if subject.is_empty() || subject.len() > LONGEST || subject.contains(char::is_control) {
            return Err(AccountError::NotASubject);
        }
        match owner(change, issuer, subject).await? {
            Some(known) if known == id => return Ok(()),
            Some(_) => return Err(AccountError::IdentityTaken),
            None => {}
        }
        let count = "SELECT COUNT(*) FROM identities WHERE account = $1";
        let count = sqlx::query(count).bind(id.to_string());
        let count: i64 = count.fetch_one(change.connection()).await?.try_get(0)?;
        if usize::try_from(count).unwrap_or(MOST) >= MOST {
            return Err(AccountError::TooMany(MOST));
        }
        let now = self.0.now();
        let insert =
            "INSERT INTO identities (issuer, subject, account, created) VALUES ($1, $2, $3, $4)";
        sqlx::query(insert)
            .bind(issuer.to_owned())
            .bind(subject.to_owned())
            .bind(id.to_string())
            .bind(now)
            .execute(change.connection())
            .await?;
        let event = AuditEvent::done(Action::Link, &id).with(issuer);
        audit::record(change.connection(), now, origin, event).await?;
        let detail = Detail {
            what: issuer.to_owned(),
            ..Detail::of_origin(origin)
        };
        self.0.tell(change, id, Notice::Identity, detail).await
    }

    /// Makes an account for somebody whom a provider's claims, or the configuration, let in.
    async fn make(
        self,
        change: &mut DatabaseChange<'_>,
        stated: &ProviderStatement<'_>,
        role: Role,
        browser: &Browser,
    ) -> Result<AccountId, AccountError> {
        let name = self.free_name(change, stated).await?;
        let wanted = NewAccount {
            name: &name,
            full_name: stated.full_name,
            role,
            password: None,
        };
        let origin = self.0.origin(browser);
        let id = self.0.people().insert(change, &wanted, "", &origin).await?;
        let claimed = "UPDATE accounts SET claimed = $1 WHERE id = $2";
        sqlx::query(claimed)
            .bind(role.name())
            .bind(id.to_string())
            .execute(change.connection())
            .await?;
        self.insert(change, id, stated.issuer, stated.subject, &origin)
            .await?;
        Ok(id)
    }

    /// Finds a name that nobody has, like what the provider calls somebody.
    async fn free_name(
        self,
        change: &mut DatabaseChange<'_>,
        stated: &ProviderStatement<'_>,
    ) -> Result<String, AccountError> {
        let wanted = like(stated.name)
            .or_else(|| like(stated.full_name))
            .unwrap_or_else(|| "member".to_owned());
        for number in 1..=TRIES {
            let name = match number {
                1 => wanted.clone(),
                number => format!("{wanted}-{number}"),
            };
            let taken = sqlx::query("SELECT id FROM accounts WHERE name = $1").bind(name.clone());
            let is_taken = taken.fetch_optional(change.connection()).await?.is_some();
            if !is_taken && name != Actor::Console.to_string() {
                return Ok(name);
            }
        }
        Ok(format!("{wanted}-{}", hex(&random::<4>()?)))
    }

    /// Refuses somebody, which the log has; what was changed stays changed.
    async fn refuse<T>(
        self,
        change: DatabaseChange<'_>,
        object: &str,
        browser: &Browser,
    ) -> Result<T, AccountError> {
        let event = AuditEvent::done(Action::SignIn, &object).refused("refused");
        let origin = self.0.origin(browser);
        self.0
            .commit_noting(change, &origin, event.with("provider"))
            .await?;
        Err(AccountError::NotLet)
    }
}

/// Returns the account that an identity is linked to.
async fn owner(
    change: &mut DatabaseChange<'_>,
    issuer: &str,
    subject: &str,
) -> Result<Option<AccountId>, AccountError> {
    let query = "SELECT account FROM identities WHERE issuer = $1 AND subject = $2";
    let query = sqlx::query(query)
        .bind(issuer.to_owned())
        .bind(subject.to_owned());
    let Some(row) = query.fetch_optional(change.connection()).await? else {
        return Ok(None);
    };
    let id: String = row.try_get(0)?;
    id.parse().map(Some).map_err(|_| AccountError::NoAccount)
}

/// Makes a name of what a provider calls somebody: the part before an `@`, with what no name has left
/// out, and short enough for a number behind it.
fn like(text: &str) -> Option<String> {
    let text = text.split('@').next().unwrap_or(text).to_lowercase();
    let mut name = String::new();
    for character in text.chars().take(100) {
        match character {
            'a'..='z' | '0'..='9' => name.push(character),
            _ if name.ends_with(['-', '.', '_']) => {}
            '.' | '_' => name.push(character),
            _ => name.push('-'),
        }
    }
    let short: String = name.chars().take(30).collect();
    let short = short.trim_matches(['-', '.', '_']);
    AccountName::parse(short).ok().map(|name| name.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_provider_calls_somebody_becomes_a_name() {
        for (shown, name) in [
            ("Anna.Berg@stat.example", Some("anna.berg")),
            ("STAT\\anna", Some("stat-anna")),
            ("Анна", None),
            ("..", None),
            ("a", None),
            ("", None),
            ("Åsa Öberg", Some("sa-berg")),
        ] {
            assert_eq!(like(shown).as_deref(), name, "{shown}");
        }
        assert!(like(&"x".repeat(500)).unwrap().len() <= 30);
    }
}
