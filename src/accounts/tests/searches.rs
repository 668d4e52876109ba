//! What is searched in vain: counted, kept for a while, bounded.

use std::sync::atomic::Ordering;

use super::*;

const DAY: i64 = 24 * 60 * 60;

async fn listed(site: &TestAccounts) -> Vec<(String, String, i64)> {
    let found = site.accounts.searches().list(100).await.unwrap();
    let row = |search: FailedSearch| (search.query, search.corrected, search.times);
    found.into_iter().map(row).collect()
}

fn count(site: &TestAccounts, query: &str, corrected: Option<&str>, times: u32) {
    let count = site.accounts.searches().count(query, corrected).unwrap();
    count.fetch_add(times, Ordering::Relaxed);
}

both!(what_was_searched_in_vain_is_counted_for_ninety_days);
async fn what_was_searched_in_vain_is_counted_for_ninety_days(site: TestAccounts) {
    count(&site, "otter", None, 2);
    count(&site, " otter ", None, 1);
    count(&site, "herron", Some("heron"), 5);
    count(&site, "never given", None, 0);
    assert_eq!(listed(&site).await, [], "it is written once a minute");
    site.accounts.tidy().await.unwrap();
    let row = |query: &str, corrected: &str, times| (query.to_owned(), corrected.to_owned(), times);
    let both = [row("herron", "heron", 5), row("otter", "", 3)];
    assert_eq!(listed(&site).await, both);
    site.wait(DAY);
    count(&site, "otter", None, 4);
    site.accounts.tidy().await.unwrap();
    let both = [row("otter", "", 7), row("herron", "heron", 5)];
    assert_eq!(listed(&site).await, both);
    site.wait(89 * DAY);
    site.accounts.tidy().await.unwrap();
    assert_eq!(listed(&site).await, [row("otter", "", 4)]);
    site.wait(DAY);
    assert_eq!(listed(&site).await, []);
}

both!(what_could_not_be_written_down_is_the_next_time);
async fn what_could_not_be_written_down_is_the_next_time(site: TestAccounts) {
    let anna = site.account("anna", Role::Reader).await;
    let secret = site.session("anna").await;
    let used = async || site.accounts.people().find(anna.id).await.unwrap().used;
    let begun = used().await;
    site.wait(60);
    assert!(site.accounts.session(&secret).is_some());
    count(&site, "otter", None, 2);
    site.set_writable(false).await;
    assert!(site.accounts.tidy().await.is_err());
    count(&site, "otter", None, 1);
    assert!(site.accounts.tidy().await.is_err());
    site.set_writable(true).await;
    assert_eq!((listed(&site).await, used().await), (Vec::new(), begun));
    site.accounts.tidy().await.unwrap();
    assert_eq!(
        listed(&site).await,
        [("otter".to_owned(), String::new(), 3)]
    );
    assert_eq!(used().await, begun + 60);
    site.accounts.tidy().await.unwrap();
    assert_eq!(listed(&site).await[0].2, 3, "and not twice");
}

both!(nonsense_does_not_fill_the_disk);
async fn nonsense_does_not_fill_the_disk(site: TestAccounts) {
    for round in 0..3 {
        let counted = |number: &u32| {
            let query = format!("word {round} {number}");
            let count = site.accounts.searches().count(&query, None);
            count.is_some_and(|count| count.fetch_add(1, Ordering::Relaxed) == 0)
        };
        let counted = (0..5_000).filter(counted).count();
        assert_eq!(counted, 2_000, "round {round}");
        site.accounts.tidy().await.unwrap();
    }
    let kept = site.accounts.searches().list(10_000).await.unwrap();
    assert_eq!(kept.len(), 2_000);
    // What is known is still counted.
    count(&site, "word 0 7", None, 9);
    site.accounts.tidy().await.unwrap();
    let kept = site.accounts.searches().list(1).await.unwrap();
    assert_eq!((kept[0].query.as_str(), kept[0].times), ("word 0 7", 10));
    let long = "letters ".repeat(1_000);
    count(&site, &long, None, 1);
    let nothing = site.accounts.searches().count(" \u{0}\n", None);
    assert!(nothing.is_none());
}
