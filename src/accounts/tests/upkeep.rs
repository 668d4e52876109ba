//! What a server sees of the database, and what it clears away.

use super::*;

both!(a_server_sees_what_a_command_changes);
async fn a_server_sees_what_a_command_changes(site: TestAccounts) {
    let anna = site.account("anna", Role::Reader).await;
    let secret = site.session("anna").await;
    let command = site.beside().await;
    command
        .people()
        .set_disabled(anna.id, true, &console())
        .await
        .unwrap();
    assert!(
        site.accounts.session(&secret).is_some(),
        "it has not looked yet"
    );
    assert!(site.accounts.refresh().await.unwrap());
    assert!(site.accounts.session(&secret).is_none());
    assert!(!site.accounts.refresh().await.unwrap());
}

both!(nobody_is_known_while_the_database_is_gone_for_long);
async fn nobody_is_known_while_the_database_is_gone_for_long(site: TestAccounts) {
    let anna = site.account("anna", Role::Reader).await;
    let secret = site.session("anna").await;
    let wanted = NewToken {
        name: "laptop",
        scope: TokenScope::Read,
        days: 1,
    };
    let tokens = site.accounts.tokens();
    let token = tokens.create(anna.id, &wanted, &console()).await.unwrap();
    let is_known = || {
        let holders = [site.accounts.session(&secret), site.accounts.token(&token)];
        holders.map(|holder| holder.is_some())
    };
    site.set_there(false);
    site.wait(4);
    site.accounts.look().await.unwrap_err();
    assert_eq!(is_known(), [true, true], "it may be back at once");
    site.wait(1);
    site.accounts.look().await.unwrap_err();
    assert_eq!(is_known(), [false, false]);
    let browser = Browser::default();
    let shut = site.accounts.sessions().sign_in("anna", PASSWORD, &browser);
    assert!(shut.await.unwrap_err().is_internal());
    site.set_there(true);
    site.accounts.look().await.unwrap();
    assert_eq!(is_known(), [true, true]);
    // What a command did in the meantime is known with the first look.
    site.set_there(false);
    site.wait(10);
    site.accounts.look().await.unwrap_err();
    site.set_there(true);
    let beside = site.beside().await;
    let sessions = beside.sessions();
    sessions
        .end(anna.id, CredentialSelection::All, &console())
        .await
        .unwrap();
    site.accounts.look().await.unwrap();
    assert_eq!(is_known(), [false, true]);
}

both!(uses_are_written_down_and_old_things_cleared_away);
async fn uses_are_written_down_and_old_things_cleared_away(site: TestAccounts) {
    let anna = site.account("anna", Role::Reader).await;
    let secret = site.session("anna").await;
    site.wait(100);
    site.accounts.session(&secret).unwrap();
    site.accounts.tidy().await.unwrap();
    let sessions = site.accounts.sessions().of(anna.id).await.unwrap();
    assert_eq!(sessions[0].used, sessions[0].created + 100);
    assert_eq!(
        site.beside()
            .await
            .people()
            .find(anna.id)
            .await
            .unwrap()
            .used,
        site.accounts.now()
    );
    site.wait(40 * 24 * 3600);
    site.accounts.tidy().await.unwrap();
    assert_eq!(site.accounts.sessions().of(anna.id).await.unwrap(), []);
}
