//! The text of a letter: the same as plain text and as HTML, in its reader's language.
//!
//! Its links hold nothing of a person, only what was made by chance. It names the account, since
//! several may get their mail at one address.

use std::borrow::Cow;
use std::error::Error;

use askama::Template;

use crate::accounts::{Detail, Letter, LetterKind, Notice};
use crate::mail::ComposedLetter;
use crate::web::parts::account_words::{browser, moment};
use crate::web::parts::messages::{Locale, Words};
use crate::web::parts::settings::Settings;

/// The text of a letter.
struct LetterView<'l> {
    language: &'l str,
    subject: &'l str,
    greeting: String,
    lines: Vec<String>,
    facts: Vec<String>,
    label: Cow<'l, str>,
    link: String,
    closing: Vec<String>,
    site: &'l str,
    base_url: &'l str,
}

#[derive(Template)]
#[template(path = "mail/letter.txt")]
struct TextView<'l> {
    letter: &'l LetterView<'l>,
}

#[derive(Template)]
#[template(path = "mail/letter.html")]
struct HtmlView<'l> {
    letter: &'l LetterView<'l>,
}

/// Writes a letter of a site.
///
/// # Errors
///
/// If a template cannot be filled.
pub fn compose(
    settings: &Settings,
    letter: &Letter,
) -> Result<ComposedLetter, Box<dyn Error + Send + Sync>> {
    let words = Words(Locale::from_code(&letter.language).unwrap_or_default());
    let (kind, name) = (letter.kind.name(), letter.account.name.as_str());
    let site = settings.name.as_str();
    let subject = words.with(&format!("mail-subject-{kind}"), "site", site);
    let greeting = words.with("mail-greeting", "name", letter.called());
    let said = words.with_two(&format!("mail-{kind}"), "name", name, "site", site);
    let path = path(letter);
    let link = format!("{}{path}", settings.base_url);
    let label = words.say(match letter.kind {
        // By a password, or by the word of a provider: the page says.
        LetterKind::Invite => "mail-come-in",
        LetterKind::Reset | LetterKind::Forgotten => "mail-choose-password",
        LetterKind::Confirm => "mail-confirm-button",
        LetterKind::Notice(_) => "account",
    });
    let view = LetterView {
        language: words.code(),
        subject: &subject,
        greeting,
        lines: vec![said],
        facts: facts(words, letter.kind, &letter.detail),
        label,
        link,
        closing: closing(words, letter.kind),
        site,
        base_url: &settings.base_url,
    };
    let text = TextView { letter: &view }.render()?;
    let html = HtmlView { letter: &view }.render()?;
    Ok(ComposedLetter {
        text,
        html,
        subject,
    })
}

/// Returns where the letter leads.
fn path(letter: &Letter) -> String {
    let door = match letter.kind {
        LetterKind::Invite => "/-/invite/",
        LetterKind::Reset | LetterKind::Forgotten => "/-/reset/",
        LetterKind::Confirm => "/-/confirm/",
        LetterKind::Notice(_) => return "/-/account".to_owned(),
    };
    let secret = letter.secret.as_ref();
    format!("{door}{}", secret.map_or("", |secret| secret.reveal()))
}

/// Says what is known of a change: enough to tell whether it was oneself.
fn facts(words: Words, kind: LetterKind, detail: &Detail) -> Vec<String> {
    let LetterKind::Notice(notice) = kind else {
        return Vec::new();
    };
    let what = match notice {
        Notice::Token => "mail-what-token",
        Notice::Identity => "mail-what-identity",
        Notice::SignIn | Notice::Password | Notice::Address => "",
    };
    let line = |id: &str, value: String| match id.is_empty() || value.is_empty() {
        true => None,
        false => Some(words.with(id, "value", value)),
    };
    [
        line(what, detail.what.clone()),
        line("mail-when", moment(words, detail.when)),
        line("mail-browser", browser(&detail.agent)),
        line("mail-network", detail.network.clone()),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// Says how long a link holds, and what to do where it was somebody else.
fn closing(words: Words, kind: LetterKind) -> Vec<String> {
    let ids: &[&str] = match kind {
        LetterKind::Invite => &["mail-holds-invite", "mail-not-you-invite"],
        LetterKind::Reset | LetterKind::Forgotten => &["mail-holds-reset", "mail-not-you-link"],
        LetterKind::Confirm => &["mail-holds-confirm", "mail-not-you-confirm"],
        LetterKind::Notice(_) => &["mail-not-you"],
    };
    ids.iter().map(|id| words.say(id).into_owned()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Everything a letter of any kind needs is there in every language.
    #[test]
    fn every_kind_of_letter_has_its_words() {
        let sent = LetterKind::ALL.into_iter();
        let sent = sent.filter(|kind| *kind != LetterKind::Forgotten);
        for kind in sent {
            for locale in Locale::ALL {
                let words = Words(locale);
                for id in ["mail-subject-", "mail-"] {
                    let id = format!("{id}{}", kind.name());
                    assert_ne!(words.say(&id), id, "{}", locale.code());
                }
            }
        }
    }
}
