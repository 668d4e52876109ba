//! How long something that the accounts do may take.
//!
//! A database that is stopped, or a network that swallows what is sent, answers nothing and breaks
//! nothing off: whoever waits for it would wait for as long as the system keeps the connection.

use std::time::Duration;

use crate::accounts::database::DatabaseError;
use crate::accounts::error::AccountError;

/// The longest time for one operation on accounts; far longer than any takes.
const PATIENCE: Duration = Duration::from_secs(10);
/// The same for writing down what everybody has used.
const TIDYING: Duration = Duration::from_secs(60);

/// Waits for something that is done with accounts, but not for long: what is given up is undone.
///
/// # Errors
///
/// Its own, and that the accounts do not answer.
pub async fn in_time<T>(
    answer: impl Future<Output = Result<T, AccountError>>,
) -> Result<T, AccountError> {
    within(PATIENCE, answer).await
}

/// The same for writing down what everybody has used, for which nobody waits.
pub(super) async fn while_tidying<T>(
    answer: impl Future<Output = Result<T, AccountError>>,
) -> Result<T, AccountError> {
    within(TIDYING, answer).await
}

async fn within<T>(
    patience: Duration,
    answer: impl Future<Output = Result<T, AccountError>>,
) -> Result<T, AccountError> {
    match tokio::time::timeout(patience, answer).await {
        Ok(answered) => answered,
        Err(_) => Err(DatabaseError::Silent.into()),
    }
}
