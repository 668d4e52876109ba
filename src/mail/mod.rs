//! Mail: letters that wait in the accounts' database go out by SMTP.
//!
//! What a letter says is written elsewhere (`web`), what waits and what becomes of it is kept by
//! [`crate::accounts`]. This module alone speaks to the mail server: over TLS, but for one on this machine.

mod courier;
mod message;
mod settings;

pub use crate::mail::courier::Courier;
pub use crate::mail::message::ComposedLetter;
pub use crate::mail::settings::{Login, MailSettings, SettingsError};
