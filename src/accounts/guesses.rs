//! Guesses at passwords, counted by one server in its memory and by several in their database.
//!
//! Several count by the rules of one ([`crate::accounts::throttle`]), so that a guesser gains nothing by
//! asking each of them. What is no name is no account's, and is counted where it was typed.

use crate::accounts::browser::Network;
use crate::accounts::database::{DatabaseChange, DatabaseError};
use crate::accounts::error::AccountError;
use crate::accounts::kept_counts::{read, write};
use crate::accounts::name::AccountName;
use crate::accounts::service::Accounts;
use crate::accounts::throttle::GuessKey;

impl Accounts {
    /// Counts a guess as wrong until it is known to be right.
    ///
    /// # Errors
    ///
    /// The wait, if it is too early for another one.
    pub(super) async fn guess(
        &self,
        name: &str,
        network: Option<Network>,
    ) -> Result<(), AccountError> {
        let now = self.now();
        if !self.counts_together(name) {
            let guess = self.throttle.guess(name, network, now);
            return guess.map_err(AccountError::Wait);
        }
        // Each would wait for a database that says nothing.
        if self.is_in_doubt() {
            return Err(DatabaseError::Silent.into());
        }
        let keys = GuessKey::all(name, network);
        // Who has to wait is told so without waiting for those who write.
        let connection = &mut *self.database.pool().acquire().await?;
        let counts = read(connection, &keys).await?;
        match counts.wait(name, network, now) {
            0 => {}
            wait => return Err(AccountError::Wait(wait)),
        }
        let mut change = self.database.begin().await?;
        let before = read(change.connection(), &keys).await?;
        let mut counts = read(change.connection(), &keys).await?;
        let guess = counts.guess(name, network, now);
        guess.map_err(AccountError::Wait)?;
        write(&mut change, &keys, &before, &counts).await?;
        Ok(change.commit().await?)
    }

    /// Forgets, within a change, the guesses at a name: the last was right.
    pub(super) async fn guessed_right(
        &self,
        change: &mut DatabaseChange<'_>,
        name: &str,
        network: Option<Network>,
    ) -> Result<(), AccountError> {
        let now = self.now();
        if !self.counts_together(name) {
            self.throttle.right(name, network, now);
            return Ok(());
        }
        let keys = GuessKey::all(name, network);
        let before = read(change.connection(), &keys).await?;
        let mut counts = read(change.connection(), &keys).await?;
        counts.right(name, network, now);
        write(change, &keys, &before, &counts).await
    }

    fn counts_together(&self, name: &str) -> bool {
        self.database.is_shared() && AccountName::parse(name).is_ok()
    }
}
