//! Links for one use: those by which an owner chooses a password, and that of the first administrator.

use super::*;

impl TestAccounts {
    /// Makes an account whose owner has no password yet.
    async fn invited(&self) -> Account {
        let wanted = NewAccount {
            name: "anna",
            full_name: "Anna Berg",
            role: Role::Contributor,
            password: None,
        };
        let people = self.accounts.people();
        people.create(&wanted, &console()).await.unwrap()
    }
}

both!(a_new_link_takes_the_place_of_the_one_before);
async fn a_new_link_takes_the_place_of_the_one_before(site: TestAccounts) {
    let anna = site.invited().await;
    let old = site
        .accounts
        .links()
        .invite(anna.id, &console())
        .await
        .unwrap();
    let link = site
        .accounts
        .links()
        .invite(anna.id, &console())
        .await
        .unwrap();
    let over = site.accounts.links().invited(&old).await.unwrap_err();
    assert!(matches!(over, AccountError::LinkOver));
    for _ in 0..3 {
        assert_eq!(
            site.accounts.links().invited(&link).await.unwrap().id,
            anna.id
        );
    }
}

both!(a_link_is_used_once);
async fn a_link_is_used_once(site: TestAccounts) {
    let anna = site.invited().await;
    let link = site
        .accounts
        .links()
        .invite(anna.id, &console())
        .await
        .unwrap();
    let weak = site
        .accounts
        .links()
        .accept(&link, "password1234", false, &Browser::default())
        .await;
    assert!(matches!(weak, Err(AccountError::Password(_))));
    let secret = site
        .accounts
        .links()
        .accept(&link, PASSWORD, false, &Browser::default())
        .await
        .unwrap();
    assert_eq!(site.accounts.session(&secret).unwrap().account.id, anna.id);
    let again = site
        .accounts
        .links()
        .accept(&link, PASSWORD, false, &Browser::default())
        .await
        .unwrap_err();
    assert!(matches!(again, AccountError::LinkOver));
}

both!(a_link_ends_with_its_time);
async fn a_link_ends_with_its_time(site: TestAccounts) {
    let anna = site.invited().await;
    let late = site
        .accounts
        .links()
        .invite(anna.id, &console())
        .await
        .unwrap();
    site.wait(HOLDS);
    assert!(matches!(
        site.accounts.links().invited(&late).await,
        Err(AccountError::LinkOver)
    ));
}

both!(of_two_who_use_a_link_at_once_one_does);
async fn of_two_who_use_a_link_at_once_one_does(site: TestAccounts) {
    let anna = site.account("anna", Role::Reader).await;
    let link = site
        .accounts
        .links()
        .invite(anna.id, &console())
        .await
        .unwrap();
    let browser = Browser::default();
    let (one, two) = tokio::join!(
        site.accounts
            .links()
            .accept(&link, PASSWORD, false, &browser),
        site.accounts
            .links()
            .accept(&link, PASSWORD, false, &browser),
    );
    assert_eq!([one, two].iter().filter(|used| used.is_ok()).count(), 1);
}

both!(the_first_administrator_comes_by_a_link_and_nobody_after);
async fn the_first_administrator_comes_by_a_link_and_nobody_after(site: TestAccounts) {
    let link = site.accounts.links().first().unwrap().unwrap();
    assert!(site.accounts.links().is_first(&link));
    assert!(!site.accounts.links().is_first(&Secret::new().unwrap()));
    let accept = async |name: &str, password: &str| {
        site.accounts
            .links()
            .accept_first(&link, name, password, &Browser::default())
            .await
    };
    assert!(matches!(
        accept("anna", "too short").await,
        Err(AccountError::Password(_))
    ));
    assert!(matches!(
        accept("a b", PASSWORD).await,
        Err(AccountError::Name(_))
    ));
    let secret = accept("anna", PASSWORD).await.unwrap();
    let holder = site.accounts.session(&secret).unwrap();
    assert_eq!(holder.account.role, Role::Administrator);
    assert!(matches!(
        accept("ben", PASSWORD).await,
        Err(AccountError::LinkOver)
    ));
    assert_eq!(site.accounts.links().first().unwrap(), None);
}
