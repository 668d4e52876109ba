//! From one database to another, and back.

use std::path::Path;

use super::*;

/// Fills accounts with something of each kind; returns a session that goes on.
async fn fill(site: &TestAccounts) -> Secret {
    let anna = site.account("anna", Role::Administrator).await;
    let ben = site.account("ben", Role::Contributor).await;
    let wanted = NewToken {
        name: "laptop",
        scope: TokenScope::Write,
        days: 30,
    };
    let (accounts, by_anna) = (&site.accounts, by(&anna));
    let token = accounts.tokens().create(ben.id, &wanted, &by_anna);
    token.await.unwrap();
    accounts.links().invite(ben.id, &by_anna).await.unwrap();
    let unsaved = UnsavedText {
        key: "cases/otters",
        title: "Выдры",
        base: "",
        text: "“typed”\r\n",
        message: "",
    };
    accounts.kept().keep(ben.id, &unsaved).await.unwrap();
    let bytes: Vec<u8> = (0..=255).collect();
    let file = accounts
        .kept()
        .add_file(ben.id, unsaved.key, "f.bin", bytes);
    file.await.unwrap();
    let joined = JoinAddress {
        address: "https://meet.example/1".to_owned(),
        is_for_everyone: true,
    };
    let joining = accounts.joining("event-1").unwrap();
    joining.set(&joined, "events/one", &by_anna).await.unwrap();
    accounts
        .searches()
        .count("otter", None)
        .unwrap()
        .fetch_add(3, Ordering::Relaxed);
    let secret = site.session("ben").await;
    accounts.tidy().await.unwrap();
    secret
}

async fn is_the_same(site: &TestAccounts, secret: &Secret) {
    let holder = site.accounts.session(secret).expect("the session goes on");
    assert_eq!(holder.account.name.as_str(), "ben");
    let id = holder.account.id;
    let kept = site.accounts.kept();
    let file = kept.file(id, "cases/otters", "f.bin").await.unwrap();
    assert_eq!(file.unwrap(), (0..=255).collect::<Vec<u8>>());
    let text = kept.find(id, "cases/otters").await.unwrap().unwrap();
    assert_eq!((&*text.title, &*text.text), ("Выдры", "“typed”\r\n"));
    assert_eq!(site.accounts.tokens().of(id).await.unwrap().len(), 1);
    let joining = site.accounts.joining("event-1").unwrap();
    assert!(joining.find().await.unwrap().unwrap().is_for_everyone);
    assert_eq!(site.accounts.searches().list(9).await.unwrap()[0].times, 3);
    let verified = site.accounts.log().verify().await.unwrap();
    assert!(matches!(verified, ChainCheck::Whole(..)), "{verified:?}");
}

fn in_folder(parent: &TempDir) -> DatabaseLocation {
    DatabaseLocation::Folder(Path::join(parent.path(), "moved"))
}

#[tokio::test]
async fn everything_moves_to_postgres_and_back() {
    let site = TestAccounts::new().await;
    let secret = fill(&site).await;
    let moved = TestAccounts {
        accounts: open(&postgres().1, &site.time, DatabaseOpener::Command).await,
        time: Arc::clone(&site.time),
        folder: tempfile::tempdir().unwrap(),
        location: site.location.clone(),
    };
    let there = site.accounts.copy_all_to(&moved.accounts).await.unwrap();
    moved.accounts.refresh().await.unwrap();
    is_the_same(&moved, &secret).await;
    let rows = |table: &str| {
        there
            .tables
            .iter()
            .find(|(name, _)| *name == table)
            .unwrap()
            .1
    };
    assert_eq!(
        (rows("accounts"), rows("kept_files"), rows("state")),
        (2, 1, 1)
    );
    let parent = tempfile::tempdir().unwrap();
    let back = TestAccounts {
        accounts: open(&in_folder(&parent), &site.time, DatabaseOpener::Command).await,
        time: Arc::clone(&site.time),
        folder: parent,
        location: site.location.clone(),
    };
    let again = moved.accounts.copy_all_to(&back.accounts).await.unwrap();
    assert_eq!(again, there);
    back.accounts.refresh().await.unwrap();
    is_the_same(&back, &secret).await;
    // What is written afterwards follows on what was copied.
    back.account("cleo", Role::Reader).await;
    is_the_same(&back, &secret).await;
}

both!(nothing_is_copied_over_what_is_there);
async fn nothing_is_copied_over_what_is_there(site: TestAccounts) {
    site.account("ben", Role::Reader).await;
    let other = TestAccounts::new().await;
    fill(&other).await;
    let before = site.actions().await;
    let refused = other
        .accounts
        .copy_all_to(&site.accounts)
        .await
        .unwrap_err();
    assert!(
        matches!(refused, CopyError::NotEmpty("accounts")),
        "{refused}"
    );
    assert_eq!(site.actions().await, before);
    assert_eq!(
        site.accounts.people().list("", "", 9).await.unwrap().len(),
        1
    );
}

both!(what_cannot_be_copied_to_its_end_is_not_copied_at_all);
async fn what_cannot_be_copied_to_its_end_is_not_copied_at_all(site: TestAccounts) {
    let other = TestAccounts::new().await;
    fill(&other).await;
    // A row that the other database cannot take: the last of the tables that refer to others.
    let pool = other.accounts.database.pool();
    for statement in [
        "PRAGMA foreign_keys = OFF",
        "UPDATE kept_files SET account = 'nobody'",
    ] {
        let mut held = Vec::new();
        for _ in 0..pool.options().get_max_connections() {
            let mut connection = pool.acquire().await.unwrap();
            sqlx::query(statement)
                .execute(&mut *connection)
                .await
                .unwrap();
            held.push(connection);
        }
    }
    let refused = other
        .accounts
        .copy_all_to(&site.accounts)
        .await
        .unwrap_err();
    assert!(matches!(refused, CopyError::Database(_)), "{refused}");
    assert_eq!(site.accounts.people().list("", "", 9).await.unwrap(), []);
    assert_eq!(site.actions().await, []);
    site.account("anna", Role::Reader).await;
}
