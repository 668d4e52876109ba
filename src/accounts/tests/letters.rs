//! Letters that wait: claimed by one server, tried again, and given up.

use super::*;
use crate::accounts::outbox::{NewLetter, put};
use crate::accounts::tests::mail::ADDRESS;

both!(a_letter_is_claimed_by_one_and_after_a_crash_not_sent_again);

async fn a_letter_is_claimed_by_one_and_after_a_crash_not_sent_again(site: TestAccounts) {
    let _ = site.mailing().await;
    site.forgot(ADDRESS).await.unwrap();
    let other = site.beside().await;
    let claimed = site.accounts.queue().claim().await.unwrap();
    assert!(claimed.is_some());
    assert!(other.queue().claim().await.unwrap().is_none(), "one has it");
    // Whoever claimed it is gone, and nobody knows whether it went out.
    site.wait(LEASE - 1);
    assert_eq!(other.queue().give_up().await.unwrap(), []);
    site.wait(1);
    assert!(other.queue().claim().await.unwrap().is_none());
    let over = other.queue().give_up().await.unwrap();
    assert_eq!(over.len(), 1);
    assert!(over[0].may_be_sent);
    assert_eq!(other.queue().waiting().await.unwrap(), 0);
    assert_eq!(other.posted().given_up, 1);
}

both!(a_letter_not_claimed_is_sent_once_after_a_crash);

async fn a_letter_not_claimed_is_sent_once_after_a_crash(site: TestAccounts) {
    let _ = site.mailing().await;
    site.forgot(ADDRESS).await.unwrap();
    let other = site.beside().await;
    drop(site.accounts);
    let letter = other.queue().claim().await.unwrap().unwrap();
    other
        .queue()
        .settle(&letter, DeliveryOutcome::Sent)
        .await
        .unwrap();
    assert!(other.queue().claim().await.unwrap().is_none());
    assert_eq!(other.posted().sent, 1);
}

both!(what_is_not_taken_is_tried_later_each_time_and_then_given_up);

async fn what_is_not_taken_is_tried_later_each_time_and_then_given_up(site: TestAccounts) {
    let anna = site.mailing().await;
    let mailbox = site.accounts.mailbox(anna.id);
    let (browser, origin) = (Browser::default(), by(&anna));
    mailbox
        .set("new@x.example", "en", &browser, &origin)
        .await
        .unwrap();
    let queue = site.accounts.queue();
    let (mut waits, mut ids) = (Vec::new(), std::collections::BTreeSet::new());
    let given_up = loop {
        let over = queue.give_up().await.unwrap();
        if !over.is_empty() {
            break over;
        }
        let letter = queue.claim().await.unwrap().unwrap();
        ids.insert(letter.id.clone());
        queue.settle(&letter, DeliveryOutcome::Later).await.unwrap();
        let mut waited = 0;
        while !queue.is_due().await.unwrap() && waited < 7200 {
            site.wait(30);
            waited += 30;
        }
        waits.push(waited);
    };
    assert_eq!(ids.len(), 1, "it is the same letter each time");
    assert_eq!(waits[..4], [30, 60, 120, 240]);
    assert_eq!(waits.iter().max(), Some(&3600));
    assert_eq!((given_up.len(), given_up[0].may_be_sent), (1, false));
    assert_eq!(site.waiting().await, 0);
    assert_eq!(site.accounts.posted().failed, waits.len() as u64);
}

both!(what_cannot_be_sent_for_long_is_given_up);

async fn what_cannot_be_sent_for_long_is_given_up(site: TestAccounts) {
    let _ = site.mailing().await;
    site.forgot(ADDRESS).await.unwrap();
    site.wait(60 * 60);
    let over = site.accounts.queue().give_up().await.unwrap();
    assert_eq!(over.len(), 1);
    assert!(!over[0].may_be_sent);
    assert_eq!(over[0].kind, "reset");
}

both!(a_thousand_letters_are_put_down_within_a_second);

async fn a_thousand_letters_are_put_down_within_a_second(site: TestAccounts) {
    let anna = site.mailing().await;
    let started = std::time::Instant::now();
    let mut change = site.accounts.database.begin().await.unwrap();
    for _ in 0..1000 {
        let wanted = NewLetter {
            kind: LetterKind::Notice(Notice::Token),
            account: Some(anna.id),
            address: ADDRESS,
            language: "en",
            detail: Detail::default(),
        };
        assert!(
            put(&mut change, site.accounts.now(), &wanted)
                .await
                .unwrap()
        );
    }
    site.accounts.commit(change).await.unwrap();
    let took = started.elapsed();
    assert_eq!(site.waiting().await, 1000);
    assert!(took < std::time::Duration::from_secs(1), "{took:?}");
}
