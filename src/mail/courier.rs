//! [`Courier`]: brings letters to the mail server, one after the other over one connection.

use std::error::Error as StdError;
use std::sync::Arc;
use std::time::Duration;

use lettre::transport::smtp::authentication::{Credentials, Mechanism};
use lettre::transport::smtp::client::AsyncSmtpConnection;
use lettre::transport::smtp::extension::ClientId;
use tokio::sync::watch;
use tokio::time::{sleep, timeout};

use crate::accounts::{AbandonedLetter, AccountError, Accounts, DeliveryOutcome, Letter, in_time};
use crate::mail::message::{ComposedLetter, message};
use crate::mail::settings::{MailSettings, Security};

/// The longest time for the mail server to take a connection or a letter; well below the time after which a
/// claim counts as left behind.
const PATIENCE: Duration = Duration::from_secs(60);
/// The time between two looks whether another program put something down, or something is due again.
const LOOK: Duration = Duration::from_secs(2);
/// Longest wait for a mail server that cannot be reached.
const LONGEST: Duration = Duration::from_secs(300);
/// The longest wait for a last word of a server that says nothing.
const LAST: Duration = Duration::from_secs(1);
/// After so many letters in a row that cannot be sent now, the mail server is left alone for a while.
const IN_A_ROW: u32 = 5;

type BoxedError = Box<dyn StdError + Send + Sync>;
/// A function that writes letters.
type Composer = dyn Fn(&Letter) -> Result<ComposedLetter, BoxedError> + Send + Sync;

/// Brings letters to the mail server.
pub struct Courier {
    settings: MailSettings,
    compose: Box<Composer>,
}

/// Why nothing goes out now.
#[derive(Debug, thiserror::Error)]
pub enum CourierError {
    /// The mail server cannot be reached, or does not let this program in.
    #[error("the mail server cannot be reached")]
    Server(#[source] lettre::transport::smtp::Error),
    /// It takes too long.
    #[error("the mail server does not answer")]
    Silent,
    /// It takes one letter after the other not now.
    #[error("the mail server takes nothing just now")]
    Busy,
    /// The letters that wait cannot be read or written.
    #[error(transparent)]
    Accounts(#[from] AccountError),
}

impl Courier {
    /// Returns what sends by these settings what `compose` writes.
    pub fn new(
        settings: MailSettings,
        compose: impl Fn(&Letter) -> Result<ComposedLetter, BoxedError> + Send + Sync + 'static,
    ) -> Self {
        Self {
            settings,
            compose: Box::new(compose),
        }
    }

    /// Sends what is put down, until it is told to stop: then the letter under way is still sent.
    pub async fn run(self, accounts: Arc<Accounts>, mut stop: watch::Receiver<bool>) {
        let mut failures = 0_u32;
        loop {
            match self.round(&accounts, &stop).await {
                Ok(()) if failures > 0 => {
                    tracing::info!("mail goes out again");
                    failures = 0;
                }
                Ok(()) => {}
                Err(error) => {
                    if failures == 0 {
                        tracing::error!(
                            error = &error as &dyn StdError,
                            server = %self.settings,
                            "no mail goes out: it is tried again"
                        );
                    }
                    failures = failures.saturating_add(1);
                }
            }
            let wait = match failures {
                0 => LOOK,
                failures => LONGEST.min(LOOK * 2_u32.pow(failures.min(8))),
            };
            tokio::select! {
                _ = stop.wait_for(|stops| *stops) => return,
                () = sleep(wait) => {}
                () = accounts.mail_wanted(), if failures == 0 => {}
            }
        }
    }

    /// Sends all that is due now.
    ///
    /// # Errors
    ///
    /// If the mail server cannot be reached or takes nothing, or the database does not answer; what
    /// was not sent is still there.
    pub async fn round(
        &self,
        accounts: &Accounts,
        stop: &watch::Receiver<bool>,
    ) -> Result<(), CourierError> {
        let queue = accounts.queue();
        in_time(accounts.look_up_forgotten()).await?;
        for letter in in_time(queue.give_up()).await? {
            tell_given_up(&letter);
        }
        if !in_time(queue.is_due()).await? {
            return Ok(());
        }
        // Before a letter is claimed: who cannot reach the server claims none.
        let (mut connection, mut in_a_row) = (self.connect().await?, 0);
        while !*stop.borrow() {
            if connection.has_broken() {
                connection = self.connect().await?;
            }
            let Some(letter) = in_time(queue.claim()).await? else {
                break;
            };
            let outcome = self.hand_over(&mut connection, &letter).await;
            in_time(queue.settle(&letter, outcome)).await?;
            in_a_row = match outcome {
                DeliveryOutcome::Later => in_a_row + 1,
                DeliveryOutcome::Sent | DeliveryOutcome::Never => 0,
            };
            if in_a_row >= IN_A_ROW {
                return Err(CourierError::Busy);
            }
        }
        let _ = timeout(PATIENCE, connection.quit()).await;
        Ok(())
    }

    async fn connect(&self) -> Result<AsyncSmtpConnection, CourierError> {
        let settings = &self.settings;
        let hello = ClientId::Domain(settings.site.clone());
        let connecting = async {
            let tls = match settings.security {
                Security::Tls => Some(settings.tls()?),
                Security::StartTls | Security::None => None,
            };
            let server = (settings.host.as_str(), settings.port);
            let mut connection =
                AsyncSmtpConnection::connect_tokio1(server, Some(PATIENCE), &hello, tls, None)
                    .await?;
            if settings.security == Security::StartTls {
                connection.starttls(settings.tls()?, &hello).await?;
            }
            if let Some(login) = &settings.login {
                let credentials = Credentials::new(login.user.clone(), login.password.clone());
                connection
                    .auth(&[Mechanism::Plain, Mechanism::Login], &credentials)
                    .await?;
            }
            Ok(connection)
        };
        match timeout(PATIENCE, connecting).await {
            Ok(connected) => connected.map_err(CourierError::Server),
            Err(_) => Err(CourierError::Silent),
        }
    }

    /// Hands a letter to the mail server. What it says of it is in the log.
    async fn hand_over(
        &self,
        connection: &mut AsyncSmtpConnection,
        letter: &Letter,
    ) -> DeliveryOutcome {
        let composed = match (self.compose)(letter) {
            Ok(composed) => composed,
            Err(error) => return never(letter, &*error),
        };
        let message = match message(&self.settings, letter, composed) {
            Ok(message) => message,
            Err(error) => return never(letter, &error),
        };
        let text = message.formatted();
        let sending = connection.send(message.envelope(), &text);
        let error = match timeout(PATIENCE, sending).await {
            Ok(Ok(_)) => return DeliveryOutcome::Sent,
            Ok(Err(error)) => error,
            Err(_) => {
                let _ = timeout(LAST, connection.abort()).await;
                tracing::warn!(
                    letter = letter.id,
                    "a mail takes too long: it is tried again"
                );
                return DeliveryOutcome::Later;
            }
        };
        // What the server will never take, and what it cannot be given, such as an address that is not
        // ASCII.
        if error.is_permanent() || error.is_client() {
            return never(letter, &error);
        }
        tracing::warn!(
            letter = letter.id,
            kind = letter.kind.name(),
            error = &error as &dyn StdError,
            "a mail could not be sent: it is tried again"
        );
        DeliveryOutcome::Later
    }
}

fn never(letter: &Letter, error: &(dyn StdError + 'static)) -> DeliveryOutcome {
    tracing::error!(
        letter = letter.id,
        kind = letter.kind.name(),
        account = %letter.account.id,
        error,
        "a mail is given up"
    );
    DeliveryOutcome::Never
}

fn tell_given_up(letter: &AbandonedLetter) {
    let why = match letter.may_be_sent {
        true => "the server ended while it was sent: it may have gone out, and is not sent again",
        false => "it could not be sent for so long that it is of no use any more",
    };
    tracing::error!(
        letter = letter.id,
        kind = letter.kind,
        account = letter.account,
        why,
        "a mail is given up"
    );
}
