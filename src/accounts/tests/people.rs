//! Making, changing and removing accounts, and the log of it.

use super::*;

both!(names_are_one_account_each_and_free_again_after_it);
async fn names_are_one_account_each_and_free_again_after_it(site: TestAccounts) {
    let anna = site.account("anna", Role::Reader).await;
    let wanted = NewAccount {
        name: "ANNA",
        full_name: "",
        role: Role::Reader,
        password: None,
    };
    let taken = site
        .accounts
        .people()
        .create(&wanted, &console())
        .await
        .unwrap_err();
    assert!(matches!(taken, AccountError::NameTaken));
    let reserved = NewAccount {
        name: "Console",
        ..wanted.clone()
    };
    let taken = site.accounts.people().create(&reserved, &console()).await;
    assert!(
        matches!(taken, Err(AccountError::NameTaken)),
        "the log means another by it"
    );
    site.accounts
        .people()
        .remove(anna.id, &console())
        .await
        .unwrap();
    assert!(matches!(
        site.accounts.people().find(anna.id).await,
        Err(AccountError::NoAccount)
    ));
    let other = site
        .accounts
        .people()
        .create(&wanted, &console())
        .await
        .unwrap();
    assert_ne!(other.id, anna.id);
    assert_eq!(
        site.accounts.people().list("an", "", 9).await.unwrap(),
        [other]
    );
    assert_eq!(site.accounts.people().list("%", "", 9).await.unwrap(), []);
}

#[tokio::test]
async fn a_removed_account_leaves_its_id_in_the_log_alone() {
    let site = TestAccounts::new().await;
    site.account("root", Role::Administrator).await;
    let anna = site.account("anna", Role::Contributor).await;
    let profile = Profile {
        full_name: Some("Anna Berg"),
        address: Some("anna.berg@stat.example"),
        language: None,
    };
    site.accounts
        .people()
        .set_profile(anna.id, &profile, &by(&anna))
        .await
        .unwrap();
    let secret = site.session("anna").await;
    site.accounts
        .people()
        .remove(anna.id, &console())
        .await
        .unwrap();
    assert!(site.accounts.session(&secret).is_none());
    let copy = site.folder.path().join("copy.db");
    site.accounts.copy_to(&copy).await.unwrap();
    let bytes = std::fs::read(&copy).unwrap();
    let holds = |text: &str| {
        bytes
            .windows(text.len())
            .any(|part| part == text.as_bytes())
    };
    assert!(!holds("anna.berg@stat.example") && !holds("Anna Berg"));
    assert!(holds(&anna.id.to_string()));
}

both!(the_last_administrator_stays);
async fn the_last_administrator_stays(site: TestAccounts) {
    let root = site.account("root", Role::Administrator).await;
    let invited = NewAccount {
        name: "later",
        full_name: "",
        role: Role::Administrator,
        password: None,
    };
    site.accounts
        .people()
        .create(&invited, &console())
        .await
        .unwrap();
    let last = |result: Result<(), AccountError>| {
        assert!(
            matches!(result, Err(AccountError::LastAdministrator)),
            "{result:?}"
        );
    };
    last(
        site.accounts
            .people()
            .set_role(root.id, Role::Organizer, &by(&root))
            .await,
    );
    last(
        site.accounts
            .people()
            .set_disabled(root.id, true, &console())
            .await,
    );
    last(site.accounts.people().remove(root.id, &console()).await);
    let secret = site.session("root").await;
    assert!(
        site.accounts.session(&secret).is_some(),
        "nothing was half done"
    );
    site.account("second", Role::Administrator).await;
    site.accounts
        .people()
        .remove(root.id, &console())
        .await
        .unwrap();
}

both!(only_administrators_change_others);
async fn only_administrators_change_others(site: TestAccounts) {
    site.account("root", Role::Administrator).await;
    let anna = site.account("anna", Role::Reader).await;
    for role in [Role::Reader, Role::Contributor, Role::Organizer] {
        let own = site.account(role.name(), role).await;
        let refused = |result: Result<(), AccountError>| {
            assert!(
                matches!(result, Err(AccountError::NotAllowed)),
                "{role:?}: {result:?}"
            );
        };
        let origin = by(&own);
        let people = site.accounts.people();
        for wanted in Role::ALL {
            refused(people.set_role(anna.id, wanted, &origin).await);
            refused(people.set_role(own.id, wanted, &origin).await);
            let name = format!("new-{}", wanted.name());
            let wanted = NewAccount {
                name: &name,
                full_name: "",
                role: wanted,
                password: None,
            };
            refused(people.create(&wanted, &origin).await.map(|_| ()));
        }
        refused(people.set_disabled(anna.id, true, &origin).await);
        refused(people.remove(anna.id, &origin).await);
        let links = site.accounts.links();
        refused(links.invite(anna.id, &origin).await.map(|_| ()));
        let all = CredentialSelection::All;
        refused(people.set_password(anna.id, PASSWORD, all, &origin).await);
    }
}

both!(other_rights_and_another_password_end_sessions);
async fn other_rights_and_another_password_end_sessions(site: TestAccounts) {
    let anna = site.account("anna", Role::Reader).await;
    let secret = site.session("anna").await;
    site.accounts
        .people()
        .set_role(anna.id, Role::Organizer, &console())
        .await
        .unwrap();
    assert!(site.accounts.session(&secret).is_none());
    let (first, second) = (site.session("anna").await, site.session("anna").await);
    let kept = CredentialSelection::AllBut(second.hash());
    let other = "nine otters weigh the lantern";
    site.accounts
        .people()
        .set_password(anna.id, other, kept, &by(&anna))
        .await
        .unwrap();
    assert!(site.accounts.session(&first).is_none());
    assert_eq!(
        site.accounts.session(&second).unwrap().account.role,
        Role::Organizer
    );
    let old = site
        .accounts
        .sessions()
        .sign_in("anna", PASSWORD, &Browser::default())
        .await;
    assert!(matches!(old, Err(AccountError::Wrong)));
}

both!(the_log_is_chained_and_a_changed_entry_breaks_it);
async fn the_log_is_chained_and_a_changed_entry_breaks_it(site: TestAccounts) {
    let anna = site.account("anna", Role::Reader).await;
    site.session("anna").await;
    let odd = AuditEvent::done(Action::Push, &"main").with("line\nbreak \u{0}and \"quotes\"");
    site.accounts.log().note(&by(&anna), odd).await.unwrap();
    let actions = site.actions().await;
    let names: Vec<&str> = actions.iter().map(|(action, _)| action.as_str()).collect();
    assert_eq!(names, ["create", "sign-in", "push"]);
    let ChainCheck::Whole(3, last) = site.accounts.log().verify().await.unwrap() else {
        panic!("the chain is whole");
    };
    assert_eq!(last.len(), 64);
    let person = AuditFilter {
        person: anna.id.to_string(),
        ..AuditFilter::default()
    };
    assert_eq!(
        site.accounts
            .log()
            .entries(&person, 10)
            .await
            .unwrap()
            .len(),
        3
    );
    let text = AuditFilter {
        text: "%".to_owned(),
        ..AuditFilter::default()
    };
    assert_eq!(site.accounts.log().entries(&text, 10).await.unwrap(), []);
    let pool = site.accounts.database.pool();
    let change = "UPDATE audit SET result = 'done!' WHERE number = 2";
    sqlx::query(change).execute(pool).await.unwrap();
    assert_eq!(
        site.accounts.log().verify().await.unwrap(),
        ChainCheck::Broken(2)
    );
    sqlx::query("DELETE FROM audit WHERE number = 2")
        .execute(pool)
        .await
        .unwrap();
    assert_eq!(
        site.accounts.log().verify().await.unwrap(),
        ChainCheck::Broken(2)
    );
}
