//! Coming in, staying in, going out.

use super::*;

both!(a_password_is_hashed_anew_when_that_is_done_otherwise_today);
async fn a_password_is_hashed_anew_when_that_is_done_otherwise_today(site: TestAccounts) {
    use argon2::password_hash::PasswordHasher;
    let anna = site.account("anna", Role::Reader).await;
    let stored = async || {
        let row = site.accounts.people().password_of("anna").await.unwrap();
        row.unwrap().1
    };
    let first = stored().await;
    site.session("anna").await;
    assert_eq!(stored().await, first, "it is as today");
    let weaker = argon2::Params::new(64, 1, 1, None).unwrap();
    let weaker = argon2::Argon2::new(Default::default(), Default::default(), weaker);
    let weaker = weaker.hash_password(PASSWORD.as_bytes()).unwrap();
    let weaker = weaker.to_string();
    let mut change = site.accounts.database.begin().await.unwrap();
    let write = crate::accounts::people::write_password(&mut change, anna.id, &weaker);
    write.await.unwrap();
    change.commit().await.unwrap();
    let browser = Browser::default();
    let sessions = site.accounts.sessions();
    assert!(
        sessions
            .sign_in("anna", "wrong one", &browser)
            .await
            .is_err()
    );
    assert_eq!(stored().await, weaker, "who is wrong changes nothing");
    site.wait(60 * 60);
    let secret = site.session("anna").await;
    let anew = stored().await;
    assert!(
        anew.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"),
        "{anew}"
    );
    assert!(site.accounts.session(&secret).is_some());
    site.session("anna").await;
    assert_eq!(stored().await, anew);
}

both!(who_signs_in_is_known_until_they_sign_out);
async fn who_signs_in_is_known_until_they_sign_out(site: TestAccounts) {
    let anna = site.account("anna", Role::Reader).await;
    let secret = site.session("Anna").await;
    let holder = site.accounts.session(&secret).unwrap();
    assert_eq!(holder.account.id, anna.id);
    assert!(site.accounts.sessions().is_fresh(&holder));
    site.wait(601);
    assert!(
        !site
            .accounts
            .sessions()
            .is_fresh(&site.accounts.session(&secret).unwrap())
    );
    let anew = site
        .accounts
        .sessions()
        .prove(&holder, PASSWORD, &Browser::default())
        .await
        .unwrap();
    assert!(
        site.accounts.session(&secret).is_none(),
        "the old secret is over"
    );
    let holder = site.accounts.session(&anew).unwrap();
    assert!(site.accounts.sessions().is_fresh(&holder));
    site.accounts
        .sessions()
        .sign_out(&holder, &by(&anna))
        .await
        .unwrap();
    assert!(site.accounts.session(&anew).is_none());
}

both!(sessions_end_when_idle_and_after_a_week);
async fn sessions_end_when_idle_and_after_a_week(site: TestAccounts) {
    site.account("anna", Role::Reader).await;
    let secret = site.session("anna").await;
    site.wait(8 * 3600 - 1);
    assert!(site.accounts.session(&secret).is_some());
    site.wait(8 * 3600);
    assert!(
        site.accounts.session(&secret).is_none(),
        "idle for eight hours"
    );
    let secret = site.session("anna").await;
    for _ in 0..24 {
        site.wait(7 * 3600 - 1);
        assert!(site.accounts.session(&secret).is_some());
    }
    site.wait(24);
    assert!(site.accounts.session(&secret).is_none(), "a week old");
}

both!(wrong_unknown_and_shut_are_one_answer);
async fn wrong_unknown_and_shut_are_one_answer(site: TestAccounts) {
    let anna = site.account("anna", Role::Reader).await;
    site.accounts
        .people()
        .set_disabled(anna.id, true, &console())
        .await
        .unwrap();
    site.account("ben", Role::Reader).await;
    let invited = NewAccount {
        name: "cleo",
        full_name: "",
        role: Role::Reader,
        password: None,
    };
    site.accounts
        .people()
        .create(&invited, &console())
        .await
        .unwrap();
    for (name, password) in [
        ("anna", PASSWORD),
        ("ben", "seven herons tax the fairy"),
        ("ben", ""),
        ("cleo", ""),
        ("nobody", PASSWORD),
        ("not a name", PASSWORD),
        ("", ""),
    ] {
        let error = site
            .accounts
            .sessions()
            .sign_in(name, password, &Browser::default())
            .await
            .unwrap_err();
        assert!(matches!(error, AccountError::Wrong), "{name}: {error}");
    }
    let long = "long ".repeat(1000);
    let error = site
        .accounts
        .sessions()
        .sign_in("ben", &long, &Browser::default())
        .await
        .unwrap_err();
    assert!(matches!(error, AccountError::Wrong), "{error}");
}

both!(who_guesses_waits_and_what_is_refused_then_is_no_guess);
async fn who_guesses_waits_and_what_is_refused_then_is_no_guess(site: TestAccounts) {
    site.account("anna", Role::Reader).await;
    for _ in 0..6 {
        let wrong = site
            .accounts
            .sessions()
            .sign_in("anna", "a wrong password", &Browser::default())
            .await;
        assert!(matches!(wrong, Err(AccountError::Wrong)));
    }
    let early = site
        .accounts
        .sessions()
        .sign_in("anna", PASSWORD, &Browser::default())
        .await
        .unwrap_err();
    assert!(matches!(early, AccountError::Wait(2)), "{early}");
    site.wait(2);
    site.session("anna").await;
    let refused = site.actions().await;
    let refused = refused
        .iter()
        .filter(|(_, result)| result == "refused")
        .count();
    assert_eq!(refused, 6);
}

both!(a_link_is_used_once_and_a_new_one_takes_its_place);
async fn a_link_is_used_once_and_a_new_one_takes_its_place(site: TestAccounts) {
    let wanted = NewAccount {
        name: "anna",
        full_name: "Anna Berg",
        role: Role::Contributor,
        password: None,
    };
    let anna = site
        .accounts
        .people()
        .create(&wanted, &console())
        .await
        .unwrap();
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

both!(a_token_ends_with_its_time_its_owner_or_a_word);
async fn a_token_ends_with_its_time_its_owner_or_a_word(site: TestAccounts) {
    let anna = site.account("anna", Role::Contributor).await;
    let wanted = NewToken {
        name: "laptop",
        scope: TokenScope::Write,
        days: 2,
    };
    let make = async || {
        site.accounts
            .tokens()
            .create(anna.id, &wanted, &by(&anna))
            .await
            .unwrap()
    };
    let token = make().await;
    let holder = site.accounts.token(&token).unwrap();
    assert_eq!(
        (holder.account.id, holder.scope),
        (anna.id, Some(TokenScope::Write))
    );
    assert!(
        !site.accounts.sessions().is_fresh(&holder),
        "a token never proves who somebody is"
    );
    assert!(
        site.accounts.session(&token).is_none(),
        "a token is no session"
    );
    site.accounts
        .people()
        .set_disabled(anna.id, true, &console())
        .await
        .unwrap();
    assert!(site.accounts.token(&token).is_none());
    site.accounts
        .people()
        .set_disabled(anna.id, false, &console())
        .await
        .unwrap();
    assert!(site.accounts.token(&token).is_some());
    let id = site.accounts.tokens().of(anna.id).await.unwrap()[0]
        .id
        .clone();
    let ben = site.account("ben", Role::Contributor).await;
    let foreign = site
        .accounts
        .tokens()
        .end(ben.id, CredentialSelection::One(&id), &by(&ben))
        .await;
    assert!(matches!(foreign, Err(AccountError::NotThere)));
    site.accounts
        .tokens()
        .end(anna.id, CredentialSelection::One(&id), &by(&anna))
        .await
        .unwrap();
    assert!(site.accounts.token(&token).is_none());
    let token = make().await;
    site.wait(2 * 24 * 3600);
    assert!(site.accounts.token(&token).is_none());
    for odd in [0, -1, 731] {
        let odd = NewToken {
            days: odd,
            ..wanted.clone()
        };
        let made = site
            .accounts
            .tokens()
            .create(anna.id, &odd, &by(&anna))
            .await;
        assert!(matches!(made, Err(AccountError::Expiry)));
    }
}

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
