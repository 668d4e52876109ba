//! By which address an event is joined: kept by its id, and told by no log.

use super::*;

fn join(address: &str, is_for_everyone: bool) -> JoinAddress {
    JoinAddress {
        address: address.to_owned(),
        is_for_everyone,
    }
}

both!(an_event_has_one_address_which_takes_the_place_of_the_one_before);
async fn an_event_has_one_address_which_takes_the_place_of_the_one_before(site: TestAccounts) {
    let anna = site.account("anna", Role::Organizer).await;
    let joining = site.accounts.joining("call-1").unwrap();
    assert_eq!(joining.find().await.unwrap(), None);
    let first = join(" https://meet.example/otter ", false);
    joining
        .set(&first, "events/call", &by(&anna))
        .await
        .unwrap();
    let second = join("https://meet.example/heron", true);
    joining
        .set(&second, "events/call", &by(&anna))
        .await
        .unwrap();
    let wrong = join("http://meet.example/heron", true);
    let refused = joining.set(&wrong, "events/call", &by(&anna)).await;
    assert!(matches!(refused, Err(AccountError::JoinAddress)));
    assert_eq!(joining.find().await.unwrap(), Some(second));
    let other = site.accounts.joining("call-2").unwrap();
    assert_eq!(other.find().await.unwrap(), None);
    for cleared in 0..2 {
        joining.clear("events/call", &by(&anna)).await.unwrap();
        assert_eq!(joining.find().await.unwrap(), None, "{cleared}");
    }
    let entries = site
        .accounts
        .log()
        .entries(&AuditFilter::default(), 100)
        .await;
    let entries = entries.unwrap().into_iter();
    let recorded: Vec<_> = entries
        .filter(|entry| entry.action == Action::Join.name())
        .map(|entry| (entry.object, entry.detail))
        .collect();
    let line = |detail: &str| ("call-1".to_owned(), format!("events/call: {detail}"));
    let wanted = ["removed", "for everybody", "for members"].map(line);
    assert_eq!(recorded, wanted, "the newest first, and no address");
}

both!(an_id_that_is_none_keeps_nothing);
async fn an_id_that_is_none_keeps_nothing(site: TestAccounts) {
    for id in ["", "  ", &"a".repeat(201)] {
        assert!(site.accounts.joining(id).is_none(), "{id}");
    }
}

both!(accounts_of_an_earlier_version_get_a_place_for_addresses);
async fn accounts_of_an_earlier_version_get_a_place_for_addresses(site: TestAccounts) {
    site.account("anna", Role::Organizer).await;
    let pool = site.accounts.database.pool();
    for statement in [
        "DROP TABLE joins",
        "DELETE FROM _sqlx_migrations WHERE version = 4",
    ] {
        sqlx::query(statement).execute(pool).await.unwrap();
    }
    let later = site.beside().await;
    assert!(later.people().find_by_name("anna").await.is_ok());
    let joining = later.joining("call-1").unwrap();
    assert_eq!(joining.find().await.unwrap(), None);
    let wanted = join("https://meet.example/otter", false);
    joining.set(&wanted, "call", &console()).await.unwrap();
    assert_eq!(joining.find().await.unwrap(), Some(wanted));
}
