//! The lists of one's own account: texts that are kept, sessions, tokens, and links to another provider.

use crate::accounts::{AccessToken, AccountSession, Identity, KeptLine, SecretHash, TokenScope};
use crate::web::parts::account_words::{browser, moment};
use crate::web::parts::kept_key::address_of;
use crate::web::parts::messages::Words;
use crate::web::people::link::identity_line;

/// A text that is kept.
pub(super) struct KeptRow {
    pub(super) address: String,
    pub(super) title: String,
    pub(super) kept: String,
}

pub(super) struct SessionRow {
    pub(super) id: String,
    pub(super) is_this: bool,
    pub(super) since: String,
    pub(super) used: String,
    pub(super) network: String,
    pub(super) browser: String,
    /// The browser in its own words.
    pub(super) agent: String,
}

pub(super) struct IdentityRow {
    pub(super) issuer: String,
    pub(super) subject: String,
    pub(super) line: String,
    pub(super) created: String,
    pub(super) used: String,
}

pub(super) struct TokenRow {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) scope: String,
    pub(super) created: String,
    pub(super) expires: String,
    pub(super) used: String,
}

impl KeptRow {
    pub(super) fn new(words: Words, line: &KeptLine) -> Option<Self> {
        Some(Self {
            address: address_of(&line.key)?,
            title: match line.title.as_str() {
                "" => words.say("edit-new-page").into_owned(),
                title => title.to_owned(),
            },
            kept: moment(words, line.kept),
        })
    }
}

impl SessionRow {
    pub(super) fn new(words: Words, session: AccountSession, hash: SecretHash) -> Self {
        Self {
            is_this: session.hash == Some(hash),
            since: moment(words, session.created),
            used: moment(words, session.used),
            id: session.id,
            network: session.network,
            browser: browser(&session.agent),
            agent: session.agent,
        }
    }
}

impl IdentityRow {
    pub(super) fn new(words: Words, identity: &Identity) -> Self {
        Self {
            issuer: identity.issuer.clone(),
            subject: identity.subject.clone(),
            line: identity_line(identity),
            created: moment(words, identity.created),
            used: match identity.used {
                0 => words.say("account-never-used").into_owned(),
                used => moment(words, used),
            },
        }
    }
}

impl TokenRow {
    pub(super) fn new(words: Words, token: AccessToken) -> Self {
        Self {
            id: token.id,
            name: token.name,
            scope: scope_name(words, token.scope),
            created: moment(words, token.created),
            expires: moment(words, token.expires),
            used: match token.used {
                0 => words.say("account-never-used").into_owned(),
                used => moment(words, used),
            },
        }
    }
}

pub(super) fn scope_name(words: Words, scope: TokenScope) -> String {
    let id = format!("scope-{}", scope.name());
    words.say(&id).into_owned()
}
