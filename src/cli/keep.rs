//! What a server does all the time to know the accounts as their database has them.

use std::sync::Arc;
use std::time::Duration;

use crate::accounts::Accounts;

/// The time between two looks whether something has changed.
const LOOK: Duration = Duration::from_millis(500);
/// The time between two times that uses are written down.
const TIDY: Duration = Duration::from_secs(60);

/// Has the server know what commands and other servers change, and writes down what was used last. Neither
/// waits for the other: what was ended elsewhere has ended here soon, however much there is to write.
pub(super) async fn keep_up(accounts: Arc<Accounts>) {
    tokio::join!(look(&accounts), tidy(&accounts));
}

async fn look(accounts: &Accounts) {
    let mut failing = false;
    loop {
        tokio::time::sleep(LOOK).await;
        let looked = accounts.look().await;
        match &looked {
            Ok(()) if failing => tracing::info!("the accounts can be read again"),
            Err(error) if !failing => tracing::error!(
                error = error as &dyn std::error::Error,
                "the accounts cannot be read: nobody is known or can sign in until they can"
            ),
            _ => {}
        }
        failing = looked.is_err();
    }
}

async fn tidy(accounts: &Accounts) {
    loop {
        // What cannot be read just now is waited for, so that the others count this server soon.
        tokio::time::sleep(LOOK).await;
        if accounts.is_in_doubt() {
            continue;
        }
        if let Err(error) = accounts.tidy().await {
            tracing::error!(
                error = &error as &dyn std::error::Error,
                "the accounts cannot be written: nobody can sign in until they can"
            );
        }
        tokio::time::sleep(TIDY).await;
    }
}
