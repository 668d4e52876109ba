//! Coming in by the word of another provider: whom that lets in, and what a hostile one gets.

mod attacks;
mod fake;
mod mailed;
mod office;

use std::sync::atomic::Ordering;
use std::time::Duration;

use axum::http::StatusCode;
use concord::accounts::{AccountError, AuditFilter, NewAccount, TokenScope};
use concord::domain::Role;

use crate::oidc::fake::Signing;
use crate::oidc::office::{Browser, Office};
use crate::people::{PASSWORD, console, token};
use crate::wiki::Answer;

fn assert_leads(answer: &Answer, to: &str) {
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
    assert_eq!(answer.header("location"), to);
}

#[tokio::test]
async fn the_role_of_a_claim_is_there_at_the_first_sign_in_and_goes_with_the_claim() {
    let office = Office::new().await;
    office
        .fake
        .tell(|told| told.groups = vec!["others", "editors"]);
    let mut browser = Browser::default();
    assert_leads(&browser.come_in(&office).await, "/open");
    let account = office.account("anna").await;
    assert_eq!(account.role, Role::Contributor);
    assert_eq!(account.full_name, "Anna Berg");
    assert!(account.address.is_empty() && !account.has_password);
    let later = async |browser: &mut Browser| browser.get(&office, "/later").await.status;
    assert_eq!(later(&mut browser).await, StatusCode::OK);
    // The claim goes: so do the sessions, the rights, and what tokens may.
    office.fake.tell(|told| told.groups = vec!["others"]);
    let mut other = Browser::default();
    let refused = other.come_in(&office).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    let said = refused.select(".notice").join(" ");
    assert!(said.contains("there is no account for you here"), "{said}");
    assert!(!other.has_session());
    assert_eq!(later(&mut browser).await, StatusCode::NOT_FOUND);
    assert!(office.account("anna").await.is_disabled);
    // And comes back with it.
    office.fake.tell(|told| told.groups = vec!["editors"]);
    assert_leads(&other.come_in(&office).await, "/open");
    assert_eq!(later(&mut other).await, StatusCode::OK);
    assert_eq!(office.account("anna").await.role, Role::Contributor);
}

#[tokio::test]
async fn whom_nothing_lets_in_is_refused_or_a_reader_if_so_configured() {
    let office = Office::new().await;
    let refused = Browser::default().come_in(&office).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    assert_eq!(office.count().await, 4);
    let office = Office::with(|settings| settings.otherwise = Some(Role::Reader)).await;
    let mut browser = Browser::default();
    assert_leads(&browser.come_in(&office).await, "/open");
    assert_eq!(office.account("anna").await.role, Role::Reader);
    assert_eq!(office.count().await, 5);
    // The same person is the same account, whatever they are called by then.
    office
        .fake
        .tell(|told| told.username = "anna.smith@stat.example");
    assert_leads(&Browser::default().come_in(&office).await, "/open");
    assert_eq!(office.count().await, 5);
}

#[tokio::test]
async fn nobody_becomes_another_by_a_name_or_an_address() {
    let office = Office::new().await;
    office.fake.tell(|told| {
        told.username = "organizer@stat.example";
        told.groups = vec!["editors"];
    });
    assert_leads(&Browser::default().come_in(&office).await, "/open");
    assert_eq!(office.account("organizer").await.role, Role::Organizer);
    assert_eq!(office.account("organizer-2").await.role, Role::Contributor);
    // Who has the same name there, but is another, is another here.
    office.fake.tell(|told| told.subject = "s-2".to_owned());
    assert_leads(&Browser::default().come_in(&office).await, "/open");
    assert_eq!(office.account("organizer-3").await.role, Role::Contributor);
}

#[tokio::test]
async fn a_sign_in_by_a_providers_word_lasts_a_day() {
    let office = Office::with(|settings| settings.otherwise = Some(Role::Reader)).await;
    let (mut theirs, mut own) = (Browser::default(), Browser::default());
    theirs.come_in(&office).await;
    own.enter(&office, "reader").await;
    // Each is used now and then, so that neither ends for idleness.
    for hours in [6, 12, 18, 23] {
        office.later.store(hours * 3600, Ordering::Relaxed);
        for browser in [&mut theirs, &mut own] {
            let answer = browser.get(&office, "/inside").await;
            assert_eq!(answer.status, StatusCode::OK, "{hours}");
        }
    }
    office.later.store(24 * 3600 + 1, Ordering::Relaxed);
    let status = async |browser: &mut Browser| browser.get(&office, "/inside").await.status;
    assert_eq!(status(&mut theirs).await, StatusCode::NOT_FOUND);
    assert_eq!(status(&mut own).await, StatusCode::OK);
}

#[tokio::test]
async fn who_is_signed_in_links_an_identity_and_nobody_else_gets_it() {
    let office = Office::new().await;
    let mut browser = Browser::default();
    // A stranger has nothing to link to.
    let stranger = browser.come_in_by_form(&office, "").await;
    assert!(stranger.header("location").starts_with("/-/sign-in"));
    browser.enter(&office, "organizer").await;
    let page = browser.get(&office, "/-/account").await.text();
    assert!(page.contains("Link Staff Login"), "{page}");
    let linked = browser.come_in_by_form(&office, "account=organizer").await;
    assert_leads(&linked, "/-/account#identities");
    let page = browser.get(&office, "/-/account").await.text();
    assert!(page.contains("anna@stat.example (127.0.0.1:"), "{page}");
    // From now on that is a way in, with the role that was given by hand.
    let mut elsewhere = Browser::default();
    assert_leads(&elsewhere.come_in(&office).await, "/open");
    assert_eq!(office.account("organizer").await.role, Role::Organizer);
    assert_eq!(office.count().await, 4);
    // It is nobody else's.
    let mut other = Browser::default();
    other.enter(&office, "contributor").await;
    let taken = other.come_in_by_form(&office, "account=contributor").await;
    assert_eq!(taken.status, StatusCode::CONFLICT);
    assert!(taken.text().contains("linked to another account"));
    // Ended, it is no way in, and whoever came in by it is out.
    let identity = &office.accounts.identities();
    let identity = identity
        .of(office.account("organizer").await.id)
        .await
        .unwrap();
    let form = form_urlencoded::Serializer::new(String::new())
        .append_pair("issuer", &identity[0].issuer)
        .append_pair("subject", &identity[0].subject)
        .finish();
    let ended = browser
        .post(&office, "/-/account/identities/end", &form)
        .await;
    assert!(ended.text().contains("The link is ended"));
    let status = elsewhere.get(&office, "/inside").await.status;
    assert_eq!(status, StatusCode::NOT_FOUND);
    let refused = Browser::default().come_in(&office).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    let filter = AuditFilter::default();
    let log = office.accounts.log().entries(&filter, 50).await.unwrap();
    let actions: Vec<_> = log.iter().map(|entry| entry.action.as_str()).collect();
    assert!(
        actions.contains(&"link") && actions.contains(&"unlink"),
        "{actions:?}"
    );
}

#[tokio::test]
async fn linking_needs_a_sign_in_of_the_last_ten_minutes_which_the_provider_can_prove() {
    let office = Office::new().await;
    let mut browser = Browser::default();
    browser.enter(&office, "organizer").await;
    office.later.store(11 * 60, Ordering::Relaxed);
    let late = browser.come_in_by_form(&office, "account=organizer").await;
    assert_eq!(late.status, StatusCode::FORBIDDEN);
    let page = browser.get(&office, "/-/account").await.text();
    assert!(page.contains("sign in again first"), "{page}");
    office.later.store(0, Ordering::Relaxed);
    assert_leads(
        &browser.come_in_by_form(&office, "account=organizer").await,
        "/-/account#identities",
    );
    // A provider that only knows its own cookie proves nothing.
    let mut silent = Browser::default();
    silent.come_in(&office).await;
    let form = "account=organizer&name=laptop&scope=read&days=9";
    let refused = silent.post(&office, "/-/account/tokens", form).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    // Asked to have somebody sign in anew, it says when they did.
    let page = silent.get(&office, "/-/account").await;
    let again = page
        .attributes("a[href^='/-/provider?again']", "href")
        .remove(0);
    let led = silent.get(&office, &again).await;
    let asked = office::query(led.header("location"));
    assert_eq!(
        (asked["prompt"].as_str(), asked["max_age"].as_str()),
        ("login", "600")
    );
    let back = Browser::way_back(&office, led.header("location"));
    assert_leads(&silent.get(&office, &back).await, "/-/account");
    let made = silent.post(&office, "/-/account/tokens", form).await;
    assert_eq!(made.status, StatusCode::OK, "{}", made.text());
}

#[tokio::test]
async fn an_invitation_binds_whoever_accepts_it_and_is_over_then() {
    let office = Office::new().await;
    let wanted = NewAccount {
        name: "dora",
        full_name: "",
        role: Role::Organizer,
        password: None,
    };
    let people = office.accounts.people();
    let dora = people.create(&wanted, &console()).await.unwrap();
    let links = office.accounts.links();
    let link = links.invite(dora.id, &console()).await.unwrap();
    let mut browser = Browser::default();
    let address = format!("/-/invite/{}", link.reveal());
    let page = browser.get(&office, &address).await;
    assert!(page.text().contains("Come in with Staff Login"));
    let form = format!("invite={}", link.reveal());
    assert_leads(&browser.come_in_by_form(&office, &form).await, "/");
    assert!(browser.has_session());
    assert_eq!(
        browser.get(&office, &address).await.status,
        StatusCode::GONE
    );
    // The role was given by hand, and stays where no claim is mapped.
    assert_leads(&Browser::default().come_in(&office).await, "/open");
    assert_eq!(office.account("dora").await.role, Role::Organizer);
    // Where a password is, a link changes that and binds nobody.
    let id = office.account("organizer").await.id;
    let link = links.invite(id, &console()).await.unwrap();
    let form = format!("invite={}", link.reveal());
    let refused = Browser::default().come_in_by_form(&office, &form).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn administrators_link_somebody_before_they_ever_come() {
    let office = Office::new().await;
    let mut chief = Browser::default();
    chief.enter(&office, "administrator").await;
    let id = office.account("organizer").await.id;
    let form = format!("id={id}&do=bind&subject=s-1");
    let done = chief.post(&office, "/-/accounts/change", &form).await;
    assert!(
        done.text().contains("This account is linked"),
        "{}",
        done.text()
    );
    assert_leads(&Browser::default().come_in(&office).await, "/open");
    assert_eq!(office.count().await, 4);
    for (subject, status) in [("", 422), ("a%0Ab", 422)] {
        let form = format!("id={id}&do=bind&subject={subject}");
        let refused = chief.post(&office, "/-/accounts/change", &form).await;
        assert_eq!(refused.status.as_u16(), status, "{subject}");
    }
    let form = format!("id={id}&do=unlink");
    let done = chief.post(&office, "/-/accounts/change", &form).await;
    assert!(done.text().contains("by another site any more"));
    let refused = Browser::default().come_in(&office).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn claims_do_not_take_the_last_administrator() {
    let office = Office::new().await;
    let chief = office.account("administrator").await;
    let issuer = office.fake.address.as_str();
    let identities = office.accounts.identities();
    identities
        .bind(chief.id, (issuer, "s-1"), &console())
        .await
        .unwrap();
    // Another administrator, by a claim; then the first loses theirs by one.
    office.fake.tell(|told| {
        told.subject = "s-2".to_owned();
        told.groups = vec!["chiefs"];
    });
    Browser::default().come_in(&office).await;
    office.fake.tell(|told| {
        told.subject = "s-1".to_owned();
        told.groups = vec!["editors"];
    });
    assert_leads(&Browser::default().come_in(&office).await, "/open");
    let role = async |name: &str| office.account(name).await.role;
    assert_eq!(role("administrator").await, Role::Contributor);
    // The other is the last, and stays so.
    office.fake.tell(|told| told.subject = "s-2".to_owned());
    for groups in [vec!["editors"], vec![]] {
        office.fake.tell(|told| told.groups = groups);
        assert_leads(&Browser::default().come_in(&office).await, "/open");
        assert_eq!(role("anna").await, Role::Administrator);
    }
}

#[tokio::test]
async fn without_passwords_only_the_provider_lets_in() {
    let office = Office::of(|_| (), false, Duration::ZERO).await;
    let accounts = &office.accounts;
    let mut browser = Browser::default();
    let form = format!("name=organizer&password={}", PASSWORD.replace(' ', "+"));
    let refused = browser.post(&office, "/-/sign-in", &form).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    assert!(
        refused
            .text()
            .contains("Nobody signs in by a password here")
    );
    assert!(
        refused
            .attributes("input[type=password]", "name")
            .is_empty()
    );
    // Nobody looks after the site until somebody is linked, who then is the last.
    assert!(!accounts.people().has_administrator().await.unwrap());
    let chief = office.account("administrator").await;
    let issuer = office.fake.address.as_str();
    let identities = accounts.identities();
    identities
        .bind(chief.id, (issuer, "s-1"), &console())
        .await
        .unwrap();
    assert!(accounts.people().has_administrator().await.unwrap());
    let all = concord::accounts::IdentitySelection::All;
    let refused = identities.unlink(chief.id, all, None, &console()).await;
    assert!(matches!(refused, Err(AccountError::LastAdministrator)));
    assert_leads(&browser.come_in(&office).await, "/open");
    let page = browser.get(&office, "/-/account").await;
    assert!(page.attributes("input[type=password]", "name").is_empty());
    // A token goes on.
    let secret = token(accounts, Role::Contributor, TokenScope::Read).await;
    assert!(accounts.token(&secret).is_some());
    // What was typed while a session ended is asked for with the provider.
    let mut ended = Browser::default();
    let asked = ended
        .post(
            &office,
            "/-/account/profile",
            "account=organizer&full-name=Otto",
        )
        .await;
    assert_eq!(asked.status, StatusCode::FORBIDDEN);
    let links = asked.attributes("main a[href^='/-/provider']", "target");
    assert_eq!(links, ["_blank"]);
}

#[tokio::test]
async fn a_password_reset_shows_who_else_comes_in_and_ends_that() {
    let office = Office::new().await;
    let organizer = office.account("organizer").await;
    let issuer = office.fake.address.as_str();
    let identities = office.accounts.identities();
    let bind = async || {
        let by = console();
        let bound = identities.bind(organizer.id, (issuer, "s-1"), &by);
        bound.await.unwrap();
    };
    let links = office.accounts.links();
    for (form, left) in [("unlink=yes&", 0), ("", 1)] {
        bind().await;
        let link = links.invite(organizer.id, &console()).await.unwrap();
        let address = format!("/-/invite/{}", link.reveal());
        let mut browser = Browser::default();
        let page = browser.get(&office, &address).await;
        assert!(page.text().contains("s-1 (127.0.0.1:"), "{}", page.text());
        assert_eq!(
            page.attributes("input[name=unlink][checked]", "value"),
            ["yes"]
        );
        let form = format!("{form}password={}", PASSWORD.replace(' ', "+"));
        assert_leads(&browser.post(&office, &address, &form).await, "/");
        assert_eq!(identities.of(organizer.id).await.unwrap().len(), left);
    }
    // Whoever changes it while signed in sees them as well.
    let mut browser = Browser::default();
    browser.enter(&office, "organizer").await;
    let page = browser.get(&office, "/-/account").await;
    assert!(page.text().contains("Also unlink the other site"));
    let form = "account=organizer&unlink=yes&password=eight+herons+tax+the+ferry";
    let done = browser.post(&office, "/-/account/password", form).await;
    assert_eq!(done.status, StatusCode::OK, "{}", done.text());
    assert!(identities.of(organizer.id).await.unwrap().is_empty());
}

#[tokio::test]
async fn keys_that_have_changed_are_read_again_at_most_once_a_minute() {
    let office = Office::with(|settings| settings.otherwise = Some(Role::Reader)).await;
    assert_leads(&Browser::default().come_in(&office).await, "/open");
    assert_eq!(office.fake.keys_asked(), 1);
    for signing in [Signing::Own, Signing::Rsa] {
        office.fake.tell(|told| told.signing = signing);
        assert_leads(&Browser::default().come_in(&office).await, "/open");
    }
    assert_eq!(office.fake.keys_asked(), 1, "they are kept");
    office.fake.tell(|told| {
        told.key = "newer";
        told.signing = Signing::Own;
    });
    assert_leads(&Browser::default().come_in(&office).await, "/open");
    assert_eq!(office.fake.keys_asked(), 2);
    let minute = Duration::from_secs(60);
    let office = Office::of(|_| (), true, minute).await;
    office
        .fake
        .tell(|told| told.signing = Signing::Unpublished("no-such"));
    for _ in 0..5 {
        let refused = Browser::default().come_in(&office).await;
        assert_eq!(refused.status, StatusCode::FORBIDDEN);
    }
    assert_eq!(office.fake.keys_asked(), 1);
}
