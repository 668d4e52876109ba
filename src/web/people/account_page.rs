//! The page at `/-/account`: the view of one's own account.

use askama::Template;
use axum::http::StatusCode;

use crate::accounts::{
    Account, AccountError, AccountId, Holder, MailAddresses, NewToken, SecretHash, TokenScope,
};
use crate::domain::Role;
use crate::web::http::assets;
use crate::web::http::error::Error;
use crate::web::http::reply::Reply;
use crate::web::parts::account_words::role;
use crate::web::parts::facets::language_name;
use crate::web::parts::messages::Locale;
use crate::web::parts::shell::Shell;
use crate::web::parts::visit::Visit;
use crate::web::people::account_lists::{IdentityRow, KeptRow, SessionRow, TokenRow, scope_name};
use crate::web::people::provider::again_address;

#[derive(Template)]
#[template(path = "people/account.html")]
struct AccountView {
    shell: Shell,
    /// The script that takes along what the browser kept.
    script: String,
    name: String,
    role: String,
    kept: Vec<KeptRow>,
    profile: ProfileForm,
    /// The form of where its owner gets mail; nothing where none is sent.
    mail: Option<MailForm>,
    token: TokenForm,
    sessions: Vec<SessionRow>,
    tokens: Vec<TokenRow>,
    identities: Vec<IdentityRow>,
    /// The name of the other provider of identities; empty: there is none.
    provider: String,
    /// The address at which one proves to it once more who one is.
    again_address: String,
    /// Whether one can come in by a password here.
    has_passwords: bool,
    /// Whether one must prove once more who one is.
    asks_proof: bool,
    /// Whether the current password does.
    asks_password: bool,
    notice: AccountNotice,
    clone_address: String,
}

/// The values of the form of who one is.
struct ProfileForm {
    full_name: String,
    /// The address that commits carry; empty: the one below.
    address: String,
    /// An address that reaches nobody.
    default_address: String,
    languages: Vec<FormChoice>,
}

/// The values of the form of where one gets mail.
struct MailForm {
    /// Sentences on it: where mail goes, and what waits.
    said: Vec<String>,
    address: String,
}

/// The values of the form of a token.
struct TokenForm {
    name: String,
    scopes: Vec<FormChoice>,
    days: String,
}

/// One of what may be chosen.
struct FormChoice {
    value: &'static str,
    label: String,
    is_chosen: bool,
}

/// A section of the page, each with a form of its own.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum AccountSection {
    Profile,
    Mail,
    Password,
    Tokens,
    Sessions,
    Identities,
}

/// A notice of a change, beside the form that was sent.
#[derive(Default)]
pub(super) struct AccountNotice {
    pub(super) section: Option<AccountSection>,
    pub(super) text: String,
    pub(super) is_wrong: bool,
    pub(super) status: StatusCode,
    /// A token or an address that was just made; seen this once.
    pub(super) secret: String,
}

impl AccountNotice {
    /// Tells whether this is said in a section.
    fn is_of(&self, section: AccountSection) -> bool {
        self.section == Some(section)
    }

    /// Returns what stands in a field: what was typed, where it was not taken.
    fn field(&self, visit: &Visit, section: AccountSection, name: &str, own: &str) -> String {
        match self.is_wrong && self.is_of(section) {
            true => visit.form.raw(name).to_owned(),
            false => own.to_owned(),
        }
    }
}

/// Makes the page, for the session of a hash.
pub(super) async fn page(
    visit: &Visit,
    holder: &Holder,
    hash: SecretHash,
    notice: AccountNotice,
) -> Result<Reply, Error> {
    let (words, accounts) = (visit.words(), &visit.accounts);
    let unavailable = |error: AccountError| Error::Unavailable(visit.said(&error).0);
    let id = holder.account.id;
    let account = accounts.people().find(id).await.map_err(unavailable)?;
    let sessions = accounts.sessions().of(id).await.map_err(unavailable)?;
    let tokens = accounts.tokens().of(id).await.map_err(unavailable)?;
    let kept = accounts.kept().list(id).await.map_err(unavailable)?;
    let identities = accounts.identities().of(id).await.map_err(unavailable)?;
    let has_passwords = accounts.ways().passwords;
    let asks_proof = !accounts.sessions().is_fresh(holder) && hash == holder.hash;
    let status = notice.status;
    let session = |session| SessionRow::new(words, session, hash);
    let view = AccountView {
        shell: Shell::new(&visit.context, &words.say("account")).without_index(),
        script: assets::address("leave.js"),
        name: account.name.to_string(),
        role: role(words, account.role),
        kept: kept
            .iter()
            .filter_map(|line| KeptRow::new(words, line))
            .collect(),
        profile: ProfileForm::new(visit, &account, &notice),
        mail: MailForm::find(visit, id, &notice)
            .await
            .map_err(unavailable)?,
        token: TokenForm::new(visit, &account, &notice),
        sessions: sessions.into_iter().map(session).collect(),
        tokens: tokens
            .into_iter()
            .map(|token| TokenRow::new(words, token))
            .collect(),
        again_address: match identities.is_empty() || visit.provider.is_none() {
            true => String::new(),
            false => again_address("/-/account"),
        },
        identities: identities
            .iter()
            .map(|identity| IdentityRow::new(words, identity))
            .collect(),
        provider: visit.provider_name().to_owned(),
        has_passwords,
        asks_proof,
        asks_password: asks_proof && has_passwords && account.has_password,
        notice,
        clone_address: visit.context.absolute("/content.git"),
    };
    Ok(Reply::html(view.render()?).with_status(status))
}

impl ProfileForm {
    fn new(visit: &Visit, account: &Account, notice: &AccountNotice) -> Self {
        let field = |name, own| notice.field(visit, AccountSection::Profile, name, own);
        let chosen = field("language", &account.language);
        let choice = |locale: Locale| FormChoice {
            value: locale.code(),
            label: language_name(locale.code()).to_owned(),
            is_chosen: locale.code() == chosen,
        };
        Self {
            full_name: field("full-name", &account.full_name),
            address: field("address", &account.address),
            default_address: format!("{}@users.noreply.{}", account.name, visit.accounts.host()),
            languages: Locale::ALL.map(choice).into(),
        }
    }
}

impl MailForm {
    /// Returns the form, where mail is sent.
    async fn find(
        visit: &Visit,
        id: AccountId,
        notice: &AccountNotice,
    ) -> Result<Option<Self>, AccountError> {
        if !visit.accounts.sends_mail() {
            return Ok(None);
        }
        let reach = visit.accounts.mailbox(id).find().await?;
        Ok(Some(Self::new(visit, &reach, notice)))
    }

    fn new(visit: &Visit, reach: &MailAddresses, notice: &AccountNotice) -> Self {
        let words = visit.words();
        let mut said = vec![match reach.address.as_str() {
            "" => words.say("account-mail-none").into_owned(),
            address => words.with("account-mail-at", "address", address),
        }];
        let own = match reach.waiting.as_str() {
            "" => &reach.address,
            waiting => {
                said.push(words.with("account-mail-waiting", "address", waiting));
                &reach.waiting
            }
        };
        Self {
            said,
            address: notice.field(visit, AccountSection::Mail, "mail", own),
        }
    }
}

impl TokenForm {
    fn new(visit: &Visit, account: &Account, notice: &AccountNotice) -> Self {
        let field = |name, own| notice.field(visit, AccountSection::Tokens, name, own);
        // To somebody who may not write, a token that writes is of no use.
        let scopes: &[TokenScope] = match account.role > Role::Reader {
            true => &[TokenScope::Write, TokenScope::Read, TokenScope::Feeds],
            false => &[TokenScope::Read, TokenScope::Feeds],
        };
        let chosen = field("scope", "");
        let choice = |scope: &TokenScope| FormChoice {
            value: scope.name(),
            label: scope_name(visit.words(), *scope),
            is_chosen: scope.name() == chosen,
        };
        Self {
            name: field("name", ""),
            scopes: scopes.iter().map(choice).collect(),
            days: field("days", &NewToken::DAYS.to_string()),
        }
    }
}
