//! A letter as a message: headers, plain text and HTML.
//!
//! `Auto-Submitted` keeps answering machines quiet. There is no `List-Unsubscribe`: each letter is about
//! one account and its owner's own doing, and goes to nobody else.

use lettre::message::header::{HeaderName, HeaderValue};
use lettre::message::{Mailbox, MultiPart};
use lettre::{Address, Message};

use crate::accounts::Letter;
use crate::mail::settings::MailSettings;

/// The text of a letter, in its reader's language.
#[derive(Clone, Debug)]
pub struct ComposedLetter {
    /// The subject.
    pub subject: String,
    /// The plain text.
    pub text: String,
    /// The same as HTML.
    pub html: String,
}

/// Why a letter cannot be a message.
#[derive(Debug, thiserror::Error)]
pub(super) enum MessageError {
    /// Its address is none that mail servers take.
    #[error("the address is none")]
    Address(#[from] lettre::address::AddressError),
    /// The parts do not fit together.
    #[error("the message cannot be put together")]
    Parts(#[from] lettre::error::Error),
}

/// Puts a letter together. Its id is the same each time it is tried, so that a mail server that took it
/// once can know it again.
pub(super) fn message(
    settings: &MailSettings,
    letter: &Letter,
    composed: ComposedLetter,
) -> Result<Message, MessageError> {
    let address: Address = letter.address.parse()?;
    let name = one_line(letter.called());
    let automatic = HeaderValue::new(
        HeaderName::new_from_ascii_str("Auto-Submitted"),
        "auto-generated".to_owned(),
    );
    Ok(Message::builder()
        .from(settings.from.clone())
        .to(Mailbox::new(Some(name), address))
        .subject(one_line(&composed.subject))
        .message_id(Some(format!("<{}@{}>", letter.id, settings.site)))
        .raw_header(automatic)
        .multipart(MultiPart::alternative_plain_html(
            composed.text,
            composed.html,
        ))?)
}

/// Returns a text as one line of a header: nothing in it begins another.
fn one_line(text: &str) -> String {
    let plain = |sign: char| match sign.is_control() {
        true => ' ',
        false => sign,
    };
    text.chars().map(plain).collect()
}
