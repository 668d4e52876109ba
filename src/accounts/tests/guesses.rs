//! Ten thousand guesses: how many are worked out, and who feels it.

use std::net::Ipv4Addr;

use super::*;

/// The number of guesses, one a second.
const GUESSES: u32 = 10_000;

fn browser(network: u32) -> Browser {
    Browser {
        network: Some(Network::of(Ipv4Addr::from(0x0a00_0000 + network).into())),
        agent: String::new(),
    }
}

/// The result of the guesses.
struct GuessingResult {
    /// Guesses that were worked out.
    worked_out: u32,
    /// Guesses that were told to wait.
    refused: u32,
}

/// Has somebody guess once a second while Ben signs in every hour, from a network of his own.
async fn guess(
    site: &TestAccounts,
    name: impl Fn(u32) -> String,
    network: impl Fn(u32) -> u32,
) -> GuessingResult {
    let mut outcome = GuessingResult {
        worked_out: 0,
        refused: 0,
    };
    for number in 0..GUESSES {
        let (name, browser) = (name(number), browser(network(number)));
        let guess = site.accounts.sessions().sign_in(&name, "", &browser);
        match guess.await {
            Err(AccountError::Wrong) => outcome.worked_out += 1,
            Err(AccountError::Wait(seconds)) => {
                assert!((1..=900).contains(&seconds), "{seconds}");
                outcome.refused += 1;
            }
            other => panic!("{other:?}"),
        }
        if number % 3_600 == 1_800 {
            let own = self::browser(1_000_000);
            let signed_in = site.accounts.sessions().sign_in("ben", PASSWORD, &own);
            signed_in.await.unwrap();
        }
        site.wait(1);
    }
    outcome
}

both!(of_ten_thousand_guesses_at_one_account_few_are_worked_out_and_nobody_else_waits);
async fn of_ten_thousand_guesses_at_one_account_few_are_worked_out_and_nobody_else_waits(
    site: TestAccounts,
) {
    site.account("anna", Role::Administrator).await;
    site.account("ben", Role::Reader).await;
    // From everywhere at once, so that no network is seen twice within the quarter of an hour.
    let outcome = guess(&site, |_| "anna".to_owned(), |number| number).await;
    assert_eq!(outcome.worked_out + outcome.refused, GUESSES);
    assert!(
        (10..40).contains(&outcome.worked_out),
        "{}",
        outcome.worked_out
    );
    // The log holds what was worked out, and not the ten thousand.
    let log = site.actions().await;
    let refusals = log.iter().filter(|(_, result)| result == "refused");
    assert_eq!(refusals.count(), outcome.worked_out as usize);
    // Whoever knows the password comes in when the wait is over.
    site.wait(900);
    site.session("anna").await;
}

both!(of_ten_thousand_guesses_from_one_network_few_are_worked_out_whatever_the_names);
async fn of_ten_thousand_guesses_from_one_network_few_are_worked_out_whatever_the_names(
    site: TestAccounts,
) {
    site.account("ben", Role::Reader).await;
    let outcome = guess(&site, |number| format!("name.{number}"), |_| 7).await;
    assert!(
        (20..60).contains(&outcome.worked_out),
        "{}",
        outcome.worked_out
    );
    assert_eq!(outcome.worked_out + outcome.refused, GUESSES);
}
