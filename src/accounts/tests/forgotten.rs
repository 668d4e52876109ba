//! Forgotten passwords: who gets a link, and how often.

use super::*;
use crate::accounts::tests::mail::{ADDRESS, agent};

both!(whoever_forgot_a_password_gets_a_link_that_is_used_once_within_an_hour);

async fn whoever_forgot_a_password_gets_a_link_that_is_used_once_within_an_hour(
    site: TestAccounts,
) {
    let anna = site.mailing().await;
    let before = site.session("anna").await;
    while site.waiting().await > 0 {
        site.sent().await;
    }
    site.forgot("Anna.Berg@STAT.example").await.unwrap();
    let letter = site.sent().await;
    assert_eq!(letter.kind, LetterKind::Reset);
    assert_eq!(
        letter.address, ADDRESS,
        "as it was confirmed, not as it was typed"
    );
    assert_eq!(letter.language, "fr");
    let (links, browser) = (site.accounts.links(), agent("Firefox"));
    let late = letter.secret.unwrap();
    site.wait(60 * 60);
    assert!(links.forgotten(&late).await.is_err(), "an hour is over");
    site.forgot(ADDRESS).await.unwrap();
    let link = site.sent().await.secret.unwrap();
    assert_eq!(links.forgotten(&link).await.unwrap().id, anna.id);
    assert!(
        links.invited(&link).await.is_err(),
        "each door has links of its own"
    );
    let weak = links.reset(&link, "short", false, &browser).await;
    assert!(matches!(weak, Err(AccountError::Password(_))));
    let session = links
        .reset(&link, "eleven owls mend a kettle", false, &browser)
        .await
        .unwrap();
    assert!(site.accounts.session(&session).is_some());
    assert!(
        site.accounts.session(&before).is_none(),
        "other sessions end"
    );
    let again = links
        .reset(&link, "eleven owls mend a kettle", false, &browser)
        .await;
    assert!(matches!(again, Err(AccountError::LinkOver)));
    let notice = site.sent().await;
    assert_eq!(notice.kind, LetterKind::Notice(Notice::Password));
    assert_eq!(notice.detail.agent, "Firefox");
    let actions = site.actions().await;
    assert!(actions.iter().any(|(action, _)| action == "reset"));
}

both!(who_has_no_account_leaves_nothing_behind);

async fn who_has_no_account_leaves_nothing_behind(site: TestAccounts) {
    let anna = site.mailing().await;
    site.forgot("nobody@stat.example").await.unwrap();
    assert_eq!(site.waiting().await, 0);
    assert!(matches!(
        site.forgot("no address").await,
        Err(AccountError::MailAddress)
    ));
    site.accounts
        .people()
        .set_disabled(anna.id, true, &console())
        .await
        .unwrap();
    site.forgot(ADDRESS).await.unwrap();
    assert_eq!(site.waiting().await, 0, "a shut account gets no link");
}

both!(nobody_fills_a_mailbox_or_tries_addresses);

async fn nobody_fills_a_mailbox_or_tries_addresses(site: TestAccounts) {
    let _ = site.mailing().await;
    for _ in 0..4 {
        site.forgot(ADDRESS).await.unwrap();
    }
    assert_eq!(site.waiting().await, 3, "so many links at once");
    let mut known = 0;
    while site.forgot(ADDRESS).await.is_ok() {
        known += 1;
    }
    let mut unknown = 0;
    while site.forgot("nobody@stat.example").await.is_ok() {
        unknown += 1;
    }
    // The known one was asked for four times above.
    assert_eq!(known + 4, unknown);
    let from = |number: usize| format!("n{number}@stat.example");
    let browser = agent("");
    let mut tried = 0;
    for number in 0..100 {
        let address = from(number);
        let requested = site.accounts.forgot(&address, "en", &browser).await;
        tried += usize::from(requested.is_ok());
    }
    assert!(tried < 30, "{tried}");
}
