//! Tokens: what they prove, and how they end.

use super::*;

/// A token for two days.
const WANTED: NewToken<'static> = NewToken {
    name: "laptop",
    scope: TokenScope::Write,
    days: 2,
};

impl TestAccounts {
    /// Makes the token of an account.
    async fn laptop(&self, account: &Account) -> Secret {
        let tokens = self.accounts.tokens();
        tokens
            .create(account.id, &WANTED, &by(account))
            .await
            .unwrap()
    }
}

both!(a_token_is_no_session_and_counts_while_its_owner_may_come_in);
async fn a_token_is_no_session_and_counts_while_its_owner_may_come_in(site: TestAccounts) {
    let anna = site.account("anna", Role::Contributor).await;
    let token = site.laptop(&anna).await;
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
}

both!(only_its_owner_ends_a_token);
async fn only_its_owner_ends_a_token(site: TestAccounts) {
    let anna = site.account("anna", Role::Contributor).await;
    let token = site.laptop(&anna).await;
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
}

both!(a_token_ends_with_its_time);
async fn a_token_ends_with_its_time(site: TestAccounts) {
    let anna = site.account("anna", Role::Contributor).await;
    let token = site.laptop(&anna).await;
    site.wait(2 * 24 * 3600);
    assert!(site.accounts.token(&token).is_none());
    for odd in [0, -1, 731] {
        let odd = NewToken {
            days: odd,
            ..WANTED
        };
        let made = site
            .accounts
            .tokens()
            .create(anna.id, &odd, &by(&anna))
            .await;
        assert!(matches!(made, Err(AccountError::Expiry)));
    }
}
