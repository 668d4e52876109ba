//! The account of somebody who is new, and the name that it gets.

use crate::accounts::account::AccountId;
use crate::accounts::browser::Browser;
use crate::accounts::database::DatabaseChange;
use crate::accounts::error::{AccountError, Actor};
use crate::accounts::identity::{Identities, ProviderStatement};
use crate::accounts::name::AccountName;
use crate::accounts::people::NewAccount;
use crate::accounts::secret::random;
use crate::domain::Role;
use crate::domain::hex::hex;

/// The number of names that are tried for a new account before one is drawn by lot.
const TRIES: u32 = 20;

impl Identities<'_> {
    /// Makes an account for somebody whom a provider's claims, or the configuration, let in.
    pub(super) async fn make(
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
}

/// Makes a name of what a provider calls somebody: the part before an `@`, with what no name has left
/// out, and short enough for a number behind it.
pub(super) fn like(text: &str) -> Option<String> {
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
