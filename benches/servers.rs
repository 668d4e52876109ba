//! What does it cost to share the accounts among several servers, and to mail many?
//!
//! A session that is checked where the accounts are in PostgreSQL, which memory answers as it does with
//! SQLite. Somebody who has signed in at one server and comes to another, which looks once. And an
//! invitation put down for each of a thousand people, each in a change of its own that is on the disk.

use std::time::{Duration, Instant};

use anyhow::ensure;
use concord::accounts::{
    Accounts, AuditOrigin, Browser, DatabaseLocation, DatabaseOpener, PostgresAddress,
};
use concord::domain::Role;
use tokio::runtime::Runtime;

use crate::accounts::checked;
use crate::people::{PASSWORD, account, fill};
use crate::postgres_server::PostgresServer;
use crate::support::{Figure, Goal, Table, percentile, scratch};

/// How many people and sessions the site has.
const PEOPLE: usize = 1_000;
const SESSIONS: usize = 10_000;
/// How many come to another server than that where they have signed in.
const ROUNDS: usize = 100;

/// Measures all of it.
pub(crate) fn run(table: &mut Table) -> anyhow::Result<()> {
    let runtime = Runtime::new()?;
    let data = scratch("servers")?;
    account(&runtime, &data, "anna", Role::Administrator)?;
    fill(&runtime, &data, PEOPLE, SESSIONS)?;
    match std::fs::exists("/usr/lib/postgresql")? {
        true => shared(table, &runtime, &data)?,
        false => table.skip("several servers (postgresql)"),
    }
    runtime.block_on(mail(table, &data))
}

fn shared(table: &mut Table, runtime: &Runtime, data: &std::path::Path) -> anyhow::Result<()> {
    let postgres = PostgresServer::new();
    let address: PostgresAddress = postgres.address(&postgres.database()).parse()?;
    let location = DatabaseLocation::Postgres(address);
    runtime.block_on(async {
        let from = Accounts::open(data, DatabaseOpener::Command).await?;
        let to = Accounts::open_at(&location, DatabaseOpener::Command).await?;
        from.copy_all_to(&to).await?;
        from.close().await;
        to.close().await;
        let one = Accounts::open_at(&location, DatabaseOpener::Server).await?;
        let other = Accounts::open_at(&location, DatabaseOpener::Server).await?;
        checked(
            table,
            "a session checked where the accounts are in PostgreSQL, p99, against 20 µs",
            &one,
            SESSIONS,
        )?;
        looked_for(table, (&one, &other)).await
    })
}

/// How long a server looks for somebody who has signed in at another.
async fn looked_for(table: &mut Table, (one, other): (&Accounts, &Accounts)) -> anyhow::Result<()> {
    let mut times = Vec::with_capacity(ROUNDS);
    for round in 0..ROUNDS {
        let name = format!("person.{round}");
        let signed_in = one
            .sessions()
            .sign_in(&name, PASSWORD, &Browser::default())
            .await;
        let (secret, _) = signed_in?;
        let started = Instant::now();
        other.refresh_briefly(Some(&secret)).await?;
        times.push(started.elapsed());
        ensure!(other.session(&secret).is_some(), "nobody is known");
    }
    table.add(
        "somebody who signed in at another server, p95, against 5 ms",
        Figure::time(percentile(&times, 0.95)),
        Figure::time(Duration::from_millis(5)),
        Goal::AtMost(1.0),
    );
    Ok(())
}

/// How long it takes to put down mail for everybody.
async fn mail(table: &mut Table, data: &std::path::Path) -> anyhow::Result<()> {
    let accounts = Accounts::open(data, DatabaseOpener::Command).await?;
    accounts.turn_mail_on();
    let everybody = accounts.people().list("person", "", PEOPLE).await?;
    let (links, origin) = (accounts.links(), AuditOrigin::console());
    let started = Instant::now();
    for somebody in &everybody {
        let address = format!("{}@stat.example", somebody.name);
        links
            .invite_by_mail(somebody.id, &address, "en", &origin)
            .await?;
    }
    let took = started.elapsed();
    let waiting = accounts.queue().waiting().await?;
    ensure!(usize::try_from(waiting)? == PEOPLE, "{waiting} wait");
    table.add(
        "mail to 1,000 people put down, each on the disk, against 1 s",
        Figure::time(took),
        Figure::time(Duration::from_secs(1)),
        Goal::AtMost(1.0),
    );
    accounts.close().await;
    Ok(())
}
