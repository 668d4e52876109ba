//! Several servers with one database of PostgreSQL.

use std::net::Ipv4Addr;
use std::time::Duration;

use super::*;

/// Three servers.
async fn servers() -> [TestAccounts; 3] {
    let (_, location) = postgres();
    let one = TestAccounts::at(tempfile::tempdir().unwrap(), location.clone()).await;
    let mut others = Vec::new();
    for _ in 0..2 {
        others.push(TestAccounts {
            folder: tempfile::tempdir().unwrap(),
            location: location.clone(),
            accounts: open(&location, &one.time, DatabaseOpener::Server).await,
            time: Arc::clone(&one.time),
        });
    }
    let [two, three] = others.try_into().ok().unwrap();
    [one, two, three]
}

fn from(network: u32) -> Browser {
    Browser {
        network: Some(Network::of(Ipv4Addr::from(0x0a00_0000 + network).into())),
        agent: String::new(),
    }
}

#[tokio::test]
async fn who_signs_in_at_one_is_looked_for_by_all() {
    let [one, two, three] = servers().await;
    let anna = one.account("anna", Role::Contributor).await;
    let secret = one.session("anna").await;
    for other in [&two, &three] {
        assert!(other.accounts.session(&secret).is_none());
        other.accounts.look_for(&secret).await.unwrap();
        assert_eq!(other.accounts.session(&secret).unwrap().account.id, anna.id);
        let foreign = Secret::new().unwrap();
        other.accounts.look_for(&foreign).await.unwrap();
        assert!(other.accounts.session(&foreign).is_none());
    }
    let by_anna = by(&anna);
    let sessions = two.accounts.sessions();
    sessions
        .end(anna.id, CredentialSelection::All, &by_anna)
        .await
        .unwrap();
    for other in [&one, &three] {
        other.accounts.look().await.unwrap();
        assert!(other.accounts.session(&secret).is_none());
        other.accounts.look_for(&secret).await.unwrap();
        assert!(other.accounts.session(&secret).is_none(), "it has ended");
    }
}

#[tokio::test]
async fn a_session_that_one_server_sees_all_day_is_not_idle_for_another() {
    let [one, two, _] = servers().await;
    one.account("anna", Role::Contributor).await;
    let secret = one.session("anna").await;
    two.accounts.refresh().await.unwrap();
    for _ in 0..3 {
        one.wait(5 * 60 * 60);
        assert!(one.accounts.session(&secret).is_some());
        one.accounts.tidy().await.unwrap();
        two.accounts.tidy().await.unwrap();
    }
    assert!(two.accounts.session(&secret).is_none());
    two.accounts.look_for(&secret).await.unwrap();
    assert!(two.accounts.session(&secret).is_some());
    one.wait(9 * 60 * 60);
    for server in [&one, &two] {
        server.accounts.look_for(&secret).await.unwrap();
        assert!(server.accounts.session(&secret).is_none());
    }
}

#[tokio::test]
async fn who_guesses_at_an_account_gains_nothing_by_asking_several_servers() {
    let servers = servers().await;
    servers[0].account("anna", Role::Reader).await;
    let mut worked_out = 0;
    for second in 0..1_000_u32 {
        let accounts = &servers[second as usize % 3].accounts;
        let browser = from(second);
        let guess = accounts.sessions().sign_in("anna", "", &browser);
        match guess.await {
            Err(AccountError::Wrong) => worked_out += 1,
            Err(AccountError::Wait(seconds)) => assert!((1..=900).contains(&seconds)),
            other => panic!("{other:?}"),
        }
        servers[0].wait(1);
    }
    // One server alone lets as many through.
    assert!((10..20).contains(&worked_out), "{worked_out}");
    servers[0].wait(900);
    // Who came in from somewhere is known from there, on each of them.
    let own = from(1_000_000);
    for server in &servers {
        let sessions = server.accounts.sessions();
        sessions.sign_in("anna", PASSWORD, &own).await.unwrap();
        let _ = sessions.sign_in("anna", "", &from(7)).await;
    }
    servers[0].wait(2 * 60 * 60);
    servers[0].accounts.tidy().await.unwrap();
    let left = "SELECT key FROM guesses";
    let pool = servers[0].accounts.database.pool();
    let left = sqlx::query(left).fetch_all(pool).await.unwrap();
    assert_eq!(left.len(), 1, "where she was signed in");
}

#[tokio::test]
async fn of_many_changes_at_once_on_three_servers_each_has_a_number_of_its_own() {
    let servers = servers().await;
    let make = async |server: &TestAccounts, number: usize| {
        for round in 0..10 {
            let event = AuditEvent::done(Action::Push, &format!("branch {number} {round}"));
            server.accounts.log().note(&console(), event).await.unwrap();
        }
    };
    let [one, two, three] = &servers;
    tokio::join!(make(one, 1), make(two, 2), make(three, 3), make(one, 4));
    assert_eq!(one.actions().await.len(), 40);
    let verified = two.accounts.log().verify().await.unwrap();
    assert!(matches!(verified, ChainCheck::Whole(40, _)), "{verified:?}");
}

#[tokio::test]
async fn of_servers_that_start_at_once_one_makes_the_tables() {
    let (_, location) = postgres();
    let time = Arc::new(AtomicI64::new(1_800_000_000));
    let start = || open(&location, &time, DatabaseOpener::Server);
    let (one, two, three) = tokio::join!(start(), start(), start());
    for server in [one, two, three] {
        assert!(!server.is_in_doubt() && server.is_empty());
    }
}

#[tokio::test]
async fn a_server_starts_without_its_database_and_knows_everybody_once_it_is_there() {
    let mut server = PostgresServer::new();
    let name = server.database();
    let location = DatabaseLocation::Postgres(server.address(&name).parse().unwrap());
    let time = Arc::new(AtomicI64::new(1_800_000_000));
    let secret = {
        let accounts = open(&location, &time, DatabaseOpener::Server).await;
        let site = TestAccounts {
            folder: tempfile::tempdir().unwrap(),
            location: location.clone(),
            accounts,
            time: Arc::clone(&time),
        };
        site.account("anna", Role::Reader).await;
        site.session("anna").await
    };
    server.stop();
    let accounts = open(&location, &time, DatabaseOpener::Server).await;
    assert!(accounts.is_in_doubt() && !accounts.is_empty());
    assert!(accounts.session(&secret).is_none());
    assert!(accounts.look().await.is_err());
    let command = Accounts::open_at(&location, DatabaseOpener::Command).await;
    assert!(command.err().unwrap().is_internal());
    server.start();
    let started = std::time::Instant::now();
    while accounts.look().await.is_err() {
        assert!(started.elapsed() < Duration::from_secs(20));
    }
    assert!(accounts.session(&secret).is_some());
}

#[tokio::test]
async fn an_older_copy_in_the_place_of_the_database_is_taken_as_it_is() {
    let [one, two, _] = servers().await;
    let anna = one.account("anna", Role::Reader).await;
    let secret = one.session("anna").await;
    two.accounts.refresh().await.unwrap();
    let pool = one.accounts.database.pool();
    for statement in [
        "DELETE FROM sessions",
        "UPDATE accounts SET role = 'contributor', changed = 1",
        "UPDATE state SET value = 1",
    ] {
        sqlx::query(statement).execute(pool).await.unwrap();
    }
    two.accounts.look().await.unwrap();
    assert!(two.accounts.session(&secret).is_none());
    let account = two.accounts.account(anna.id).unwrap();
    assert_eq!(account.role, Role::Contributor);
}

#[tokio::test]
async fn the_password_of_a_database_is_asked_for_and_never_told() {
    let server = PostgresServer::shared();
    let address = server.address_by_port(&server.database());
    let open = async |password: &str| {
        let address: PostgresAddress = address.parse().unwrap();
        let location = DatabaseLocation::Postgres(address.with_password(password));
        Accounts::open_at(&location, DatabaseOpener::Command).await
    };
    open(postgres_server::PASSWORD).await.unwrap();
    let error = open("hunter2").await.err().unwrap();
    let mut said = format!("{error} {error:?}");
    let mut cause: &dyn std::error::Error = &error;
    while let Some(next) = cause.source() {
        said.push_str(&next.to_string());
        cause = next;
    }
    assert!(said.contains("password authentication failed"), "{said}");
    assert!(!said.contains("hunter"), "{said}");
}

#[tokio::test]
async fn the_way_to_another_machine_is_not_taken_without_a_certificate() {
    // This server has none.
    let server = PostgresServer::shared();
    let address = server.address_by_port(&server.database());
    let address = format!("{address}?sslmode=verify-full");
    let address: PostgresAddress = address.parse().unwrap();
    let location = DatabaseLocation::Postgres(address.with_password(postgres_server::PASSWORD));
    let error = Accounts::open_at(&location, DatabaseOpener::Command)
        .await
        .err()
        .unwrap();
    assert!(error.is_internal(), "{error}");
}

#[tokio::test]
async fn servers_know_how_many_they_are() {
    let [one, two, three] = servers().await;
    assert_eq!(one.accounts.servers(), 1);
    for server in [&one, &two, &three, &one] {
        server.accounts.tidy().await.unwrap();
    }
    let counted = [&one, &two, &three].map(|server| server.accounts.servers());
    assert_eq!(counted, [3, 2, 3]);
    two.accounts.close().await;
    one.accounts.tidy().await.unwrap();
    assert_eq!(one.accounts.servers(), 2);
    // One that was killed is not counted for long.
    one.wait(160);
    one.accounts.tidy().await.unwrap();
    assert_eq!(one.accounts.servers(), 1);
}

#[tokio::test]
async fn what_a_newer_program_made_is_left_alone() {
    let [one, ..] = servers().await;
    let newer = "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time) VALUES (99, 'later', true, '\\x00'::bytea, 1)";
    let pool = one.accounts.database.pool();
    sqlx::query(newer).execute(pool).await.unwrap();
    for by in [DatabaseOpener::Server, DatabaseOpener::Command] {
        let error = Accounts::open_at(&one.location, by).await.err().unwrap();
        let is_newer = matches!(error, AccountError::Database(DatabaseError::Newer(_)));
        assert!(is_newer, "{error}");
    }
}
