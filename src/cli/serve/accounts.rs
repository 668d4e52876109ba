//! The accounts of a server as it starts: the first administrator, and the entry in the log.

use std::net::SocketAddr;
use std::sync::Arc;

use crate::accounts::{
    AccountError, Accounts, Action, AuditEvent, AuditOrigin, DatabaseError, DatabaseLocation,
    DatabaseOpener, Lifetime, SignInMethods,
};
use crate::cli::user::host;
use crate::web::Settings;

/// Opens the accounts. Without them the site can still be read: only where it would be wrong to go
/// on, the start ends.
pub(super) async fn accounts(
    location: &DatabaseLocation,
    settings: &Settings,
    (lifetime, ways): (Lifetime, SignInMethods),
) -> anyhow::Result<Option<Arc<Accounts>>> {
    let host = host(&settings.base_url);
    match Accounts::open_at(location, DatabaseOpener::Server).await {
        Ok(accounts) => {
            let accounts = accounts.at_host(host).with_lifetime(lifetime);
            let accounts = accounts.with_ways(ways);
            keeps_an_administrator(&accounts).await?;
            Ok(Some(Arc::new(accounts)))
        }
        Err(error @ AccountError::Database(DatabaseError::InUse(_) | DatabaseError::Newer(_))) => {
            Err(error.into())
        }
        Err(error) => {
            tracing::error!(
                error = &error as &dyn std::error::Error,
                "nobody can sign in: the site can be read by everybody who needs no account; mend this and start again"
            );
            Ok(None)
        }
    }
}

/// Refuses to start where passwords are turned off and no administrator can come in without one.
async fn keeps_an_administrator(accounts: &Accounts) -> anyhow::Result<()> {
    // Who there is can be asked only once the database is there.
    if accounts.ways().passwords
        || accounts.is_in_doubt()
        || accounts.people().has_administrator().await?
    {
        return Ok(());
    }
    anyhow::bail!(
        "passwords are turned off, and no administrator is linked to {}: nobody could look after accounts. Make one with: concord user add NAME --role administrator --subject SUBJECT; or link one with: concord user link NAME SUBJECT",
        accounts.ways().issuer
    )
}

/// Notes in the log with which configuration the server starts.
pub(super) async fn note_start(accounts: &Accounts, described: String) {
    let origin = AuditOrigin::console();
    let event = AuditEvent::done(Action::Start, &"").with(described);
    if let Err(error) = accounts.log().note(&origin, event).await {
        tracing::error!(
            error = &error as &dyn std::error::Error,
            "the start is not noted in the log"
        );
    }
}

/// Says how the first administrator comes in, where there is no account yet.
pub(super) fn welcome_first(
    accounts: &Accounts,
    settings: &Settings,
    address: SocketAddr,
) -> anyhow::Result<()> {
    let Some(link) = accounts.links().first()? else {
        return Ok(());
    };
    let base = &settings.base_url;
    // The address is known to this server alone, and the next request may go to another.
    let may_come = base.starts_with("https://") || address.ip().is_loopback();
    if may_come && !accounts.is_shared() {
        let link = link.reveal();
        crate::cli::say(&format!(
            "  no account yet; the first administrator comes in at {base}/-/first/{link}"
        ));
    } else {
        crate::cli::say(
            "  no account yet; make the first administrator with: concord user add NAME --role administrator",
        );
    }
    Ok(())
}
