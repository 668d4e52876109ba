//! Texts that are kept for later: theirs alone, bounded, gone after a while.

use sqlx::Row;

use super::*;

const DAY: i64 = 24 * 60 * 60;
const MEGABYTE: usize = 1_000_000;

fn text<'u>(key: &'u str, text: &'u str) -> UnsavedText<'u> {
    UnsavedText {
        key,
        title: "Movements of otters",
        base: "8f2c",
        text,
        message: "Say how they were counted",
    }
}

async fn keep(
    site: &TestAccounts,
    account: &Account,
    key: &str,
    content: &str,
) -> Result<(), AccountError> {
    let unsaved = text(key, content);
    site.accounts.kept().keep(account.id, &unsaved).await
}

async fn add(
    site: &TestAccounts,
    account: &Account,
    key: &str,
    name: &str,
    size: usize,
) -> Result<(), AccountError> {
    let bytes = vec![0; size];
    let kept = site.accounts.kept();
    kept.add_file(account.id, key, name, bytes).await
}

/// Returns the keys that somebody has kept something under, and how much.
async fn listed(site: &TestAccounts, account: &Account) -> Vec<(String, i64)> {
    let lines = site.accounts.kept().list(account.id).await.unwrap();
    lines
        .into_iter()
        .map(|line| (line.key, line.size))
        .collect()
}

fn why(result: Result<(), AccountError>) -> KeepError {
    match result {
        Err(AccountError::NotKept(why)) => why,
        other => panic!("{other:?}"),
    }
}

both!(a_text_is_found_as_it_was_typed_by_its_writer_alone);
async fn a_text_is_found_as_it_was_typed_by_its_writer_alone(site: TestAccounts) {
    let anna = site.account("anna", Role::Contributor).await;
    let ben = site.account("ben", Role::Administrator).await;
    let before = site.actions().await;
    let content = "title: “Выдры”\r\n\u{0}\n\n  <b>trailing</b>  \n";
    keep(&site, &anna, "cases/otters", content).await.unwrap();
    // The one character that PostgreSQL has in no text.
    let content = content.replace('\0', "\u{fffd}");
    let kept = site.accounts.kept();
    let found = kept.find(anna.id, "cases/otters").await.unwrap();
    let whole = KeptText {
        key: "cases/otters".to_owned(),
        title: "Movements of otters".to_owned(),
        base: "8f2c".to_owned(),
        text: content.clone(),
        message: "Say how they were counted".to_owned(),
        kept: site.accounts.now(),
    };
    assert_eq!(found, Some(whole));
    assert_eq!(kept.find(ben.id, "cases/otters").await.unwrap(), None);
    assert_eq!(kept.find(anna.id, "cases/otter").await.unwrap(), None);
    assert_eq!(kept.list(ben.id).await.unwrap(), []);
    kept.forget(ben.id, "cases/otters").await.unwrap();
    assert!(kept.find(anna.id, "cases/otters").await.unwrap().is_some());
    assert_eq!(site.actions().await, before, "the log does not hold it");
    // Others who have the accounts open find it as well.
    let beside = site.beside().await;
    let again = beside.kept().find(anna.id, "cases/otters").await.unwrap();
    assert_eq!(again.unwrap().text, content);
}

both!(the_newest_takes_the_place_of_what_was_kept_and_comes_first);
async fn the_newest_takes_the_place_of_what_was_kept_and_comes_first(site: TestAccounts) {
    let anna = site.account("anna", Role::Contributor).await;
    keep(&site, &anna, "cases/a", "one").await.unwrap();
    site.wait(1);
    keep(&site, &anna, "new:7f", "two").await.unwrap();
    let keys = async || -> Vec<String> {
        let listed = listed(&site, &anna).await.into_iter();
        listed.map(|(key, _)| key).collect()
    };
    assert_eq!(keys().await, ["new:7f", "cases/a"]);
    site.wait(1);
    keep(&site, &anna, "cases/a", "three").await.unwrap();
    assert_eq!(keys().await, ["cases/a", "new:7f"]);
    let kept = site.accounts.kept();
    let found = kept.find(anna.id, "cases/a").await.unwrap().unwrap();
    assert_eq!(found.text, "three");
    let lines = kept.list(anna.id).await.unwrap();
    assert_eq!(lines[0].title, "Movements of otters");
    assert_eq!(lines[0].kept, site.accounts.now());
    kept.forget(anna.id, "cases/a").await.unwrap();
    kept.forget(anna.id, "cases/a").await.unwrap();
    assert_eq!(keys().await, ["new:7f"]);
}

both!(files_wait_with_their_text_and_go_with_it);
async fn files_wait_with_their_text_and_go_with_it(site: TestAccounts) {
    let anna = site.account("anna", Role::Contributor).await;
    let ben = site.account("ben", Role::Contributor).await;
    let kept = site.accounts.kept();
    let none = add(&site, &anna, "cases/a", "map.png", 3).await;
    assert!(matches!(none, Err(AccountError::NotThere)), "{none:?}");
    keep(&site, &anna, "cases/a", "text").await.unwrap();
    keep(&site, &anna, "cases/b", "text").await.unwrap();
    let bytes: Vec<u8> = (0..=255).collect();
    let add_map = |bytes: &[u8]| kept.add_file(anna.id, "cases/a", "карта.png", bytes.to_vec());
    add_map(b"first").await.unwrap();
    add_map(&bytes).await.unwrap();
    add(&site, &anna, "cases/a", "a.csv", 0).await.unwrap();
    // A text that is kept anew keeps its files.
    keep(&site, &anna, "cases/a", "longer").await.unwrap();
    let files = kept.files(anna.id, "cases/a").await.unwrap();
    let files: Vec<_> = files.iter().map(|file| (&*file.name, file.size)).collect();
    assert_eq!(files, [("a.csv", 0), ("карта.png", 256)]);
    let read = kept.file(anna.id, "cases/a", "карта.png").await.unwrap();
    assert_eq!(read.as_deref(), Some(&*bytes));
    assert_eq!(
        kept.file(ben.id, "cases/a", "карта.png").await.unwrap(),
        None
    );
    assert_eq!(
        kept.file(anna.id, "cases/b", "карта.png").await.unwrap(),
        None
    );
    assert_eq!(kept.files(ben.id, "cases/a").await.unwrap(), []);
    for (account, key) in [(ben.id, "cases/a"), (anna.id, "cases/b")] {
        let not = kept.remove_file(account, key, "a.csv").await;
        assert!(matches!(not, Err(AccountError::NotThere)), "{not:?}");
    }
    kept.remove_file(anna.id, "cases/a", "a.csv").await.unwrap();
    assert_eq!(kept.files(anna.id, "cases/a").await.unwrap().len(), 1);
    kept.forget(anna.id, "cases/a").await.unwrap();
    assert_eq!(
        kept.file(anna.id, "cases/a", "карта.png").await.unwrap(),
        None
    );
    keep(&site, &anna, "cases/a", "anew").await.unwrap();
    assert_eq!(kept.files(anna.id, "cases/a").await.unwrap(), []);
}

both!(what_is_kept_has_a_size_that_texts_and_files_share);
async fn what_is_kept_has_a_size_that_texts_and_files_share(site: TestAccounts) {
    let anna = site.account("anna", Role::Contributor).await;
    let ben = site.account("ben", Role::Contributor).await;
    let long = "x".repeat(10 * MEGABYTE);
    keep(&site, &anna, "a", &long).await.unwrap();
    add(&site, &anna, "a", "f", 14 * MEGABYTE).await.unwrap();
    assert_eq!(why(keep(&site, &anna, "b", &long).await), KeepError::Full);
    let more = add(&site, &anna, "a", "g", MEGABYTE).await;
    assert_eq!(why(more), KeepError::Full);
    // What is replaced does not count, and what was refused has changed nothing.
    keep(&site, &anna, "a", &long[1..]).await.unwrap();
    add(&site, &anna, "a", "f", 13 * MEGABYTE).await.unwrap();
    let longer = long.repeat(2);
    assert_eq!(why(keep(&site, &anna, "a", &longer).await), KeepError::Full);
    let kept = site.accounts.kept();
    let found = kept.find(anna.id, "a").await.unwrap().unwrap();
    assert_eq!(found.text.len(), long.len() - 1);
    let [(key, size)] = &*listed(&site, &anna).await else {
        panic!("one text");
    };
    let expected = i64::try_from(23 * MEGABYTE - 1).unwrap();
    assert!(
        key == "a" && (expected..expected + 100).contains(size),
        "{size}"
    );
    // Others have their own.
    keep(&site, &ben, "a", &long).await.unwrap();
    kept.remove_file(anna.id, "a", "f").await.unwrap();
    keep(&site, &anna, "b", &long).await.unwrap();
}

both!(there_are_only_so_many_texts_and_files);
async fn there_are_only_so_many_texts_and_files(site: TestAccounts) {
    let anna = site.account("anna", Role::Contributor).await;
    for number in 0..KeepError::MOST_TEXTS {
        keep(&site, &anna, &format!("p{number}"), "t")
            .await
            .unwrap();
    }
    assert_eq!(why(keep(&site, &anna, "more", "t").await), KeepError::Texts);
    keep(&site, &anna, "p7", "in its place").await.unwrap();
    for number in 0..KeepError::MOST_FILES {
        add(&site, &anna, "p7", &format!("f{number}"), 1)
            .await
            .unwrap();
    }
    assert_eq!(why(add(&site, &anna, "p7", "g", 1).await), KeepError::Files);
    add(&site, &anna, "p7", "f7", 2).await.unwrap();
    add(&site, &anna, "p8", "g", 1).await.unwrap();
    site.accounts.kept().forget(anna.id, "p9").await.unwrap();
    keep(&site, &anna, "more", "t").await.unwrap();
}

both!(keys_and_names_are_bounded_and_lead_nowhere);
async fn keys_and_names_are_bounded_and_lead_nowhere(site: TestAccounts) {
    let anna = site.account("anna", Role::Contributor).await;
    for key in ["", " ", "a\nb", "a\u{0}", &"a".repeat(2_000)] {
        assert_eq!(why(keep(&site, &anna, key, "t").await), KeepError::Key);
    }
    keep(&site, &anna, "a", "t").await.unwrap();
    let long = "ä".repeat(128);
    for name in ["", " ", "a/b", "..", ".", "a\\b", "a\r\nb", &long] {
        let refused = add(&site, &anna, "a", name, 1).await;
        assert_eq!(why(refused), KeepError::FileName, "{name:?}");
    }
    add(&site, &anna, "a", &long[2..], 1).await.unwrap();
    let title = "Otters\n".repeat(1_000);
    let unsaved = UnsavedText {
        title: &title,
        ..text("b", "t")
    };
    let kept = site.accounts.kept();
    kept.keep(anna.id, &unsaved).await.unwrap();
    let found = kept.find(anna.id, "b").await.unwrap().unwrap();
    assert_eq!(found.title.chars().count(), 200);
    assert!(found.title.starts_with("Otters Otters"), "{}", found.title);
}

both!(it_is_kept_for_thirty_days_after_it_was_last_written_to);
async fn it_is_kept_for_thirty_days_after_it_was_last_written_to(site: TestAccounts) {
    let anna = site.account("anna", Role::Contributor).await;
    for key in ["left", "typed", "with file"] {
        keep(&site, &anna, key, "t").await.unwrap();
    }
    add(&site, &anna, "left", "f", 1).await.unwrap();
    site.wait(30 * DAY);
    site.accounts.tidy().await.unwrap();
    assert_eq!(listed(&site, &anna).await.len(), 3);
    keep(&site, &anna, "typed", "t").await.unwrap();
    add(&site, &anna, "with file", "f", 1).await.unwrap();
    site.wait(1);
    site.accounts.tidy().await.unwrap();
    let keys: Vec<_> = listed(&site, &anna)
        .await
        .into_iter()
        .map(|line| line.0)
        .collect();
    assert_eq!(keys, ["typed", "with file"]);
    assert_eq!(rows(&site).await, [2, 1], "files go as well");
}

both!(it_goes_with_its_account_and_no_other_gets_any);
async fn it_goes_with_its_account_and_no_other_gets_any(site: TestAccounts) {
    let anna = site.account("anna", Role::Contributor).await;
    let ben = site.account("ben", Role::Contributor).await;
    for account in [&anna, &ben] {
        keep(&site, account, "a", "t").await.unwrap();
        add(&site, account, "a", "f", 1).await.unwrap();
    }
    let people = site.accounts.people();
    people.remove(anna.id, &console()).await.unwrap();
    assert_eq!(rows(&site).await, [1, 1]);
    let late = keep(&site, &anna, "a", "t").await;
    assert!(matches!(late, Err(AccountError::NoAccount)), "{late:?}");
    let late = add(&site, &anna, "a", "f", 1).await;
    assert!(matches!(late, Err(AccountError::NotThere)), "{late:?}");
    assert_eq!(rows(&site).await, [1, 1]);
}

#[tokio::test]
async fn a_copy_has_it_and_a_database_that_is_gone_is_said_to_be() {
    let site = TestAccounts::new().await;
    let anna = site.account("anna", Role::Contributor).await;
    keep(&site, &anna, "a", "t").await.unwrap();
    add(&site, &anna, "a", "f", 7).await.unwrap();
    let data = site.folder.path().join("copy/data");
    std::fs::create_dir_all(&data).unwrap();
    let copy = data.join("concord.db");
    site.accounts.copy_to(&copy).await.unwrap();
    let restored = Accounts::open(&data, DatabaseOpener::Server).await.unwrap();
    let found = restored.kept().find(anna.id, "a").await.unwrap();
    assert_eq!(found.unwrap().text, "t");
    let file = restored.kept().file(anna.id, "a", "f").await.unwrap();
    assert_eq!(file.unwrap().len(), 7);
    std::fs::rename(&copy, data.join("elsewhere")).unwrap();
    let gone = restored.kept().keep(anna.id, &text("a", "t")).await;
    let is_gone = matches!(gone, Err(AccountError::Database(DatabaseError::Gone(_))));
    assert!(
        is_gone && gone.as_ref().unwrap_err().is_internal(),
        "{gone:?}"
    );
}

#[tokio::test]
async fn a_database_that_is_full_refuses_and_keeps_what_it_has() {
    let site = TestAccounts::new().await;
    let anna = site.account("anna", Role::Contributor).await;
    keep(&site, &anna, "a", "first").await.unwrap();
    let pool = site.accounts.database.pool();
    // As on a full disk; each connection has a limit of its own.
    let limit = "PRAGMA max_page_count = 1";
    let mut held = Vec::new();
    for _ in 0..4 {
        let mut connection = pool.acquire().await.unwrap();
        sqlx::query(limit).execute(&mut *connection).await.unwrap();
        held.push(connection);
    }
    drop(held);
    let long = "x".repeat(MEGABYTE);
    let full = keep(&site, &anna, "a", &long).await;
    let is_refused = matches!(full, Err(AccountError::Database(DatabaseError::Query(_))));
    assert!(is_refused, "{full:?}");
    let full = add(&site, &anna, "a", "f", MEGABYTE).await;
    assert!(full.unwrap_err().is_internal());
    let kept = site.accounts.kept();
    let found = kept.find(anna.id, "a").await.unwrap().unwrap();
    assert_eq!(found.text, "first");
    assert_eq!(kept.files(anna.id, "a").await.unwrap(), []);
}

/// Returns how many texts and files there are of all accounts.
async fn rows(site: &TestAccounts) -> [i64; 2] {
    let pool = site.accounts.database.pool();
    let mut counts = [0; 2];
    for (count, table) in counts.iter_mut().zip(["kept_texts", "kept_files"]) {
        let query = format!("SELECT COUNT(*) FROM {table}");
        let query = sqlx::query(sqlx::AssertSqlSafe(query));
        *count = query.fetch_one(pool).await.unwrap().get(0);
    }
    counts
}

#[tokio::test]
async fn a_text_goes_by_another_key_with_its_files_unless_one_is_there() {
    let site = TestAccounts::new().await;
    let anna = site.account("anna", Role::Contributor).await;
    let ben = site.account("ben", Role::Contributor).await;
    let kept = || site.accounts.kept();
    for account in [&anna, &ben] {
        keep(&site, account, "/old", "typed").await.unwrap();
    }
    add(&site, &anna, "/old", "plan.txt", 3).await.unwrap();
    let before = listed(&site, &anna).await[0].1;
    kept().rename(anna.id, "/old", "/new").await.unwrap();
    assert_eq!(listed(&site, &anna).await, [("/new".to_owned(), before)]);
    let found = kept().find(anna.id, "/new").await.unwrap().unwrap();
    assert_eq!(
        (found.text.as_str(), found.base.as_str()),
        ("typed", "8f2c")
    );
    let files = kept().files(anna.id, "/new").await.unwrap();
    assert_eq!(files.len(), 1);
    assert_eq!(listed(&site, &ben).await.len(), 1, "another's stays");
    // What is there already stays, and so does what would take its place.
    keep(&site, &anna, "/old", "else").await.unwrap();
    kept().rename(anna.id, "/old", "/new").await.unwrap();
    let found = kept().find(anna.id, "/new").await.unwrap().unwrap();
    assert_eq!(found.text, "typed");
    assert_eq!(listed(&site, &anna).await.len(), 2);
    kept().rename(anna.id, "/none", "/other").await.unwrap();
}
