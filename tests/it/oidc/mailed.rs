//! Forgotten passwords where people come in by the word of a provider as well.

use std::time::Duration;

use axum::http::StatusCode;
use concord::accounts::{Browser as Device, DeliveryOutcome, Secret};

use crate::oidc::office::{Browser, Office};
use crate::people::{PASSWORD, console};

const ADDRESS: &str = "organizer@stat.example";

impl Office {
    /// Sends the letter that waits; returns the secret of its link.
    async fn mailed(&self) -> Secret {
        let queue = self.accounts.queue();
        let letter = queue.claim().await.unwrap().expect("a letter");
        queue.settle(&letter, DeliveryOutcome::Sent).await.unwrap();
        letter.secret.unwrap()
    }
}

#[tokio::test]
async fn the_page_of_a_mailed_link_shows_who_else_comes_in_and_ends_that() {
    let office = Office::new().await;
    let accounts = &office.accounts;
    accounts.turn_mail_on();
    let (id, device) = (office.account("organizer").await.id, Device::default());
    let identities = accounts.identities();
    let identity = (office.fake.address.as_str(), "s-1");
    identities.bind(id, identity, &console()).await.unwrap();
    let mailbox = accounts.mailbox(id);
    let asked = mailbox.set(ADDRESS, "en", &device, &console()).await;
    asked.unwrap();
    let link = office.mailed().await;
    accounts.confirm(&link, &device).await.unwrap();
    let mut browser = Browser::default();
    let page = browser.get(&office, "/-/sign-in").await;
    let links = page.attributes("main a[href='/-/forgotten']", "href");
    assert_eq!(links.len(), 1, "{}", page.text());
    let form = format!("address={}", ADDRESS.replace('@', "%40"));
    let asked = browser.post(&office, "/-/forgotten", &form).await;
    assert_eq!(asked.status, StatusCode::OK);
    accounts.look_up_forgotten().await.unwrap();
    let address = format!("/-/reset/{}", office.mailed().await.reveal());
    let page = browser.get(&office, &address).await;
    assert!(page.text().contains("s-1 (127.0.0.1:"), "{}", page.text());
    let checked = page.attributes("input[name=unlink][checked]", "value");
    assert_eq!(checked, ["yes"]);
    assert!(
        page.attributes("form[action='/-/provider']", "method")
            .is_empty(),
        "it binds nobody"
    );
    assert_eq!(identities.of(id).await.unwrap().len(), 1);
    let form = format!("unlink=yes&password={}", PASSWORD.replace(' ', "+"));
    let done = browser.post(&office, &address, &form).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text());
    assert!(browser.has_session());
    assert_eq!(identities.of(id).await.unwrap(), []);
    let refused = Browser::default().come_in(&office).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn without_passwords_what_is_for_forgotten_ones_is_not_there() {
    let office = Office::of(|_| (), false, Duration::ZERO).await;
    office.accounts.turn_mail_on();
    let mut browser = Browser::default();
    let page = browser.get(&office, "/-/sign-in").await;
    let links = page.attributes("main a[href='/-/forgotten']", "href");
    assert!(links.is_empty(), "{}", page.text());
    let reset = format!("/-/reset/{}", "a".repeat(64));
    for (address, form) in [
        ("/-/forgotten", "address=organizer%40stat.example"),
        (&reset, "password=eleven+owls+mend+a+kettle"),
    ] {
        let shown = browser.get(&office, address).await.status;
        assert_eq!(shown, StatusCode::NOT_FOUND, "{address}");
        let sent = browser.post(&office, address, form).await.status;
        assert_eq!(sent, StatusCode::NOT_FOUND, "{address}");
    }
    assert_eq!(office.accounts.queue().waiting().await.unwrap(), 0);
}
