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
