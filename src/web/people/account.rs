//! `/-/account`: everything of one's own account on one page. What it shows is in `account_page`.

use axum::response::Response;

use crate::accounts::{
    AccountError, AddressOutcome, CredentialSelection, Holder, IdentitySelection, NewToken,
    Profile, Secret, TokenScope,
};
use crate::web::http::credentials::FEED_KEY;
use crate::web::http::error::Error;
use crate::web::parts::again::FormContent;
use crate::web::parts::messages::Locale;
use crate::web::parts::visit::Visit;
use crate::web::people::account_page::{AccountNotice, AccountSection, page};
use crate::web::people::own_account_change::{OwnAccountChange, finish};
use crate::web::people::sign_in::keep_language;

/// Shows the page.
pub(crate) async fn show(visit: Visit) -> Response {
    match visit.holder() {
        Ok(holder) => {
            let made = page(&visit, holder, holder.hash, AccountNotice::default()).await;
            visit.answer(made)
        }
        Err(elsewhere) => *elsewhere,
    }
}

/// Changes what one is called, one's address and one's language.
pub(crate) async fn profile(mut visit: Visit) -> Response {
    let holder = match visit.sender(FormContent::Fields).await {
        Ok(holder) => holder,
        Err(elsewhere) => return *elsewhere,
    };
    let language = visit.form.get("language");
    let done = change_profile(&visit, &holder, language).await;
    let chosen = done.is_ok() && !language.is_empty();
    let mut response = finish(
        &visit,
        &holder,
        done,
        AccountSection::Profile,
        "account-saved",
    )
    .await;
    if chosen {
        keep_language(&mut response, language);
    }
    response
}

async fn change_profile(
    visit: &Visit,
    holder: &Holder,
    language: &str,
) -> Result<OwnAccountChange, AccountError> {
    if !language.is_empty() && Locale::from_code(language).is_none_or(|own| own.code() != language)
    {
        return Err(AccountError::Language);
    }
    let address = visit.form.get("address");
    // Mail to an address may one day give a new password, so it counts as a way in.
    let proven = match address == holder.account.address {
        true => None,
        false => visit.proven(holder).await?,
    };
    let profile = Profile {
        full_name: Some(visit.form.get("full-name")),
        address: Some(address),
        language: Some(language),
    };
    let origin = visit.origin();
    visit
        .accounts
        .people()
        .set_profile(holder.account.id, &profile, &origin)
        .await?;
    Ok(OwnAccountChange::session(proven))
}

/// Changes where one gets mail: a link goes to the new address first.
pub(crate) async fn mail(mut visit: Visit) -> Response {
    let holder = match visit.sender(FormContent::Fields).await {
        Ok(holder) => holder,
        Err(elsewhere) => return *elsewhere,
    };
    if !visit.accounts.sends_mail() {
        return visit.answer(Err(Error::NotFound));
    }
    let (done, message) = match change_mail(&visit, &holder).await {
        Ok((done, AddressOutcome::Link)) => (Ok(done), "account-mail-asked"),
        Ok((done, AddressOutcome::Same)) => (Ok(done), "account-mail-same"),
        Ok((done, AddressOutcome::Cleared)) => (Ok(done), "account-mail-cleared"),
        Err(error) => (Err(error), ""),
    };
    finish(&visit, &holder, done, AccountSection::Mail, message).await
}

async fn change_mail(
    visit: &Visit,
    holder: &Holder,
) -> Result<(OwnAccountChange, AddressOutcome), AccountError> {
    let proven = visit.proven(holder).await?;
    let mailbox = visit.accounts.mailbox(holder.account.id);
    let (address, language) = (visit.form.get("mail"), visit.words().code());
    let (browser, origin) = (&visit.browser, visit.origin());
    let outcome = mailbox.set(address, language, browser, &origin).await?;
    Ok((OwnAccountChange::session(proven), outcome))
}

/// Changes one's password; the other sessions end.
pub(crate) async fn password(visit: Visit) -> Response {
    let holder = match visit.holder() {
        Ok(holder) => holder.clone(),
        Err(elsewhere) => return *elsewhere,
    };
    let done = change_password(&visit, &holder).await;
    finish(
        &visit,
        &holder,
        done,
        AccountSection::Password,
        "account-password-changed",
    )
    .await
}

async fn change_password(visit: &Visit, holder: &Holder) -> Result<OwnAccountChange, AccountError> {
    let proven = visit.proven(holder).await?;
    let kept = proven.as_ref().map_or(holder.hash, Secret::hash);
    let (id, origin) = (holder.account.id, visit.origin());
    let password = visit.form.raw("password");
    visit
        .accounts
        .people()
        .set_password(id, password, CredentialSelection::AllBut(kept), &origin)
        .await?;
    if visit.form.get("end-tokens") == "yes" {
        visit
            .accounts
            .tokens()
            .end(id, CredentialSelection::All, &origin)
            .await?;
    }
    if visit.form.get("unlink") == "yes" {
        let identities = visit.accounts.identities();
        identities
            .unlink(id, IdentitySelection::All, Some(holder), &origin)
            .await?;
    }
    Ok(OwnAccountChange::session(proven))
}

/// Makes a token, or the private address of a feed.
pub(crate) async fn token(mut visit: Visit) -> Response {
    let holder = match visit.sender(FormContent::Fields).await {
        Ok(holder) => holder,
        Err(elsewhere) => return *elsewhere,
    };
    let done = make_token(&visit, &holder).await;
    finish(
        &visit,
        &holder,
        done,
        AccountSection::Tokens,
        "account-token-made",
    )
    .await
}

async fn make_token(visit: &Visit, holder: &Holder) -> Result<OwnAccountChange, AccountError> {
    let scope = TokenScope::from_name(visit.form.get("scope")).unwrap_or(TokenScope::Read);
    let days = visit.form.get("days").parse();
    let wanted = NewToken {
        name: visit.form.get("name"),
        scope,
        days: days.map_err(|_| AccountError::Expiry)?,
    };
    let proven = visit.proven(holder).await?;
    let (id, origin) = (holder.account.id, visit.origin());
    let token = visit.accounts.tokens().create(id, &wanted, &origin).await?;
    let shown = match scope {
        TokenScope::Feeds => {
            let query = crate::web::http::query::query_string([(FEED_KEY, token.reveal())]);
            visit.context.absolute(&format!("/feed.xml?{query}"))
        }
        TokenScope::Read | TokenScope::Write => token.reveal().to_owned(),
    };
    Ok(OwnAccountChange {
        session: proven,
        secret: shown,
    })
}

/// Ends a token.
pub(crate) async fn end_token(visit: Visit) -> Response {
    let holder = match visit.holder() {
        Ok(holder) => holder.clone(),
        Err(elsewhere) => return *elsewhere,
    };
    let (id, origin) = (holder.account.id, visit.origin());
    let which = CredentialSelection::One(visit.form.get("id"));
    let done = visit.accounts.tokens().end(id, which, &origin).await;
    let done = done.map(|()| OwnAccountChange::session(None));
    finish(
        &visit,
        &holder,
        done,
        AccountSection::Tokens,
        "account-token-ended",
    )
    .await
}

/// Ends a session, or all but this one.
pub(crate) async fn end_session(visit: Visit) -> Response {
    let holder = match visit.holder() {
        Ok(holder) => holder.clone(),
        Err(elsewhere) => return *elsewhere,
    };
    let (id, origin) = (holder.account.id, visit.origin());
    let which = match visit.form.get("id") {
        "" => CredentialSelection::AllBut(holder.hash),
        id => CredentialSelection::One(id),
    };
    let done = visit.accounts.sessions().end(id, which, &origin).await;
    let done = done.map(|()| OwnAccountChange::session(None));
    finish(
        &visit,
        &holder,
        done,
        AccountSection::Sessions,
        "account-sessions-ended",
    )
    .await
}

/// Ends the link to somebody of another provider.
pub(crate) async fn end_identity(visit: Visit) -> Response {
    let holder = match visit.holder() {
        Ok(holder) => holder.clone(),
        Err(elsewhere) => return *elsewhere,
    };
    let (id, origin) = (holder.account.id, visit.origin());
    let which = IdentitySelection::One(visit.form.raw("issuer"), visit.form.raw("subject"));
    let identities = visit.accounts.identities();
    let done = identities.unlink(id, which, Some(&holder), &origin).await;
    let done = done.map(|_| OwnAccountChange::session(None));
    finish(
        &visit,
        &holder,
        done,
        AccountSection::Identities,
        "account-unlinked",
    )
    .await
}
