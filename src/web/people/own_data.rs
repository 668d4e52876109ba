//! `/-/account/data.json`: what this server has stored about whoever asks, for them to take along.
//!
//! What they wrote is in the repository, under their name; here is what is beside it. No secret is in it, nor
//! what could be one again: hashes stay here. Of what others did to the account it has what and when, and
//! not from where.

use std::time::{Duration, UNIX_EPOCH};

use axum::http::header;
use axum::response::Response;
use serde_json::{Value, json};

use crate::accounts::{
    AccessToken, Account, AccountError, AccountId, AccountSession, Accounts, AuditEntry,
    AuditFilter, Identity,
};
use crate::web::http::disposition::content_disposition;
use crate::web::http::error::Error;
use crate::web::http::reply::Reply;
use crate::web::parts::day::timestamp;
use crate::web::parts::visit::Visit;

/// The most entries of the log that it has, the newest first.
const ENTRIES: i64 = 100_000;

/// Answers with the file.
pub(crate) async fn show(visit: Visit) -> Response {
    let holder = match visit.holder() {
        Ok(holder) => holder,
        Err(elsewhere) => return *elsewhere,
    };
    let stored = stored(&visit.accounts, holder.account.id).await;
    let made = stored.map_err(|error| Error::Unavailable(visit.said(&error).0));
    visit.answer(made.map(|stored| {
        let name = format!("{}-{}.json", visit.accounts.host(), holder.account.name);
        let text = format!("{stored:#}\n");
        Reply::new("application/json", text).with_header(
            header::CONTENT_DISPOSITION,
            &content_disposition("attachment", &name),
        )
    }))
}

/// Returns everything that is stored of an account.
async fn stored(accounts: &Accounts, id: AccountId) -> Result<Value, AccountError> {
    let account = accounts.people().find(id).await?;
    let sessions = accounts.sessions().of(id).await?;
    let tokens = accounts.tokens().of(id).await?;
    let identities = accounts.identities().of(id).await?;
    let reach = accounts.mailbox(id).find().await?;
    let wanted = AuditFilter {
        person: id.to_string(),
        ..AuditFilter::default()
    };
    let entries = accounts.log().entries(&wanted, ENTRIES).await?;
    Ok(json!({
        "site": accounts.host(),
        "written": instant(accounts.now()),
        "account": of_account(&account),
        "mail": { "address": reach.address, "waiting": reach.waiting },
        "sessions": sessions.iter().map(of_session).collect::<Vec<_>>(),
        "tokens": tokens.iter().map(of_token).collect::<Vec<_>>(),
        "identities": identities.iter().map(of_identity).collect::<Vec<_>>(),
        "unsaved": unsaved(accounts, id).await?,
        "log": entries.iter().map(|entry| of_entry(entry, id)).collect::<Vec<_>>(),
    }))
}

fn of_account(account: &Account) -> Value {
    json!({
        "id": account.id.to_string(),
        "name": account.name.as_str(),
        "full_name": account.full_name,
        "address": account.address,
        "role": account.role.name(),
        "language": account.language,
        "has_password": account.has_password,
        "created": instant(account.created),
        "used": instant(account.used),
    })
}

fn of_session(session: &AccountSession) -> Value {
    json!({
        "created": instant(session.created),
        "used": instant(session.used),
        "network": session.network,
        "browser": session.agent,
    })
}

fn of_token(token: &AccessToken) -> Value {
    json!({
        "name": token.name,
        "scope": token.scope.name(),
        "created": instant(token.created),
        "expires": instant(token.expires),
        "used": instant(token.used),
    })
}

fn of_identity(identity: &Identity) -> Value {
    json!({
        "issuer": identity.issuer,
        "subject": identity.subject,
        "shown": identity.shown,
        "created": instant(identity.created),
        "used": instant(identity.used),
    })
}

/// Returns the texts that wait to be saved, and what the files with them are called.
async fn unsaved(accounts: &Accounts, id: AccountId) -> Result<Vec<Value>, AccountError> {
    let (kept, mut texts) = (accounts.kept(), Vec::new());
    for line in kept.list(id).await? {
        // What is saved or discarded meanwhile is not there any more.
        let Some(text) = kept.find(id, &line.key).await? else {
            continue;
        };
        let files = kept.files(id, &line.key).await?;
        texts.push(json!({
            "page": text.key,
            "title": text.title,
            "kept": instant(text.kept),
            "message": text.message,
            "text": text.text,
            "files": files.into_iter().map(|file| file.name).collect::<Vec<_>>(),
        }));
    }
    Ok(texts)
}

/// Returns an entry of the log. Who else did something is not told of, nor from where.
fn of_entry(entry: &AuditEntry, id: AccountId) -> Value {
    let is_own = entry.actor == id.to_string();
    let mut value = json!({
        "time": instant(entry.time),
        "by": if is_own { "you" } else { "somebody else" },
        "action": entry.action,
        "result": entry.result,
        "detail": entry.detail,
    });
    if is_own {
        value["network"] = json!(entry.network);
        value["object"] = json!(entry.object);
    }
    value
}

/// Writes a moment down; nothing for what never was.
fn instant(seconds: i64) -> Option<String> {
    let seconds = u64::try_from(seconds).ok().filter(|seconds| *seconds > 0)?;
    let moment = UNIX_EPOCH.checked_add(Duration::from_secs(seconds))?;
    Some(timestamp(moment))
}
