//! The server's end of git's hooks: it judges a push before git accepts it, and serves it after.
//!
//! Git runs this program under the hooks' names (see `cli::hook`), which asks here through a socket
//! that only the server's user can reach. Each push has a ticket of its own; without one nothing is
//! answered.

use std::io;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use serde::{Deserialize, Serialize};
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::{UnixListener, UnixStream};

use crate::accounts::{Accounts, Action, Actor, AuditEvent, in_time};
use crate::domain::{ObjectId, Role, Viewer, Visibility};
use crate::site::{Archive, ChangedPage, SiteWriter, Update};
use crate::web::git::hook_response::{HookResponse, changed, lines, refused};
use crate::web::git::tickets::{Pusher, Tickets};

/// The variable with the path of the socket.
pub const SOCKET_VARIABLE: &str = "CONCORD_HOOK_SOCKET";
/// The variable with the push's ticket.
pub const TOKEN_VARIABLE: &str = "CONCORD_HOOK_TOKEN";

/// The most pages that are named of those that a push changed.
const MAX_ADDRESSES: usize = 50;
/// Longest question.
const MAX_QUESTION: u64 = 4 << 20;
/// The longest time that a hook may take to ask.
const PATIENCE: Duration = Duration::from_secs(30);

/// A hook's question, as one line of JSON.
///
/// The answer is lines: those behind a space are shown to whoever pushes; the last is `accept` or
/// `refuse`.
#[derive(Debug, Serialize, Deserialize)]
pub struct HookRequest {
    /// The ticket.
    pub token: String,
    /// `pre-receive` or `post-receive`.
    pub hook: String,
    /// The folder of the push's objects until it is accepted.
    pub quarantine: Option<PathBuf>,
    /// The input of the hook from git: a line for each reference, with the object it points to, the
    /// object it shall point to and its name.
    pub updates: String,
}

/// Answers hooks.
pub(super) struct HookServer {
    pub(super) writer: Arc<SiteWriter>,
    pub(super) base_url: String,
    pub(super) tickets: Arc<Tickets>,
    pub(super) archive: Arc<tokio::sync::Mutex<Archive>>,
    /// The accounts, in whose log pushes are noted.
    pub(super) accounts: Option<Arc<Accounts>>,
}

/// Answers hooks for as long as the server runs.
pub(super) async fn listen(listener: UnixListener, judge: Arc<HookServer>) {
    loop {
        match listener.accept().await {
            Ok((stream, _)) => {
                let judge = Arc::clone(&judge);
                tokio::spawn(async move {
                    if let Err(error) = converse(stream, judge).await {
                        tracing::warn!(%error, "a hook was not answered");
                    }
                });
            }
            Err(error) => {
                tracing::warn!(%error, "cannot accept a hook's connection");
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
        }
    }
}

async fn converse(mut stream: UnixStream, judge: Arc<HookServer>) -> io::Result<()> {
    let (reader, mut writer) = stream.split();
    let mut line = Vec::new();
    let mut reader = BufReader::new(reader.take(MAX_QUESTION));
    tokio::time::timeout(PATIENCE, reader.read_until(b'\n', &mut line)).await??;
    let question: HookRequest = serde_json::from_slice(&line)?;
    let archive = Arc::clone(&judge.archive);
    let accepted = question.hook == "post-receive";
    let judged = Arc::clone(&judge);
    let question = Arc::new(question);
    let shared = Arc::clone(&question);
    let work = move || judged.answer(&shared);
    let answer = tokio::task::spawn_blocking(work).await.unwrap_or_else(|_| {
        HookResponse::refuse("the check of this push broke off; nothing was changed")
    });
    judge.log(&question, &answer).await;
    writer.write_all(answer.text().as_bytes()).await?;
    if accepted {
        // The next clone or push asks what this one brought; so long it need not wait.
        let looked = tokio::task::spawn_blocking(move || {
            archive.blocking_lock().holds_hidden(Viewer::Anonymous)
        });
        if let Ok(Err(error)) = looked.await {
            tracing::warn!(%error, "cannot look through what a push brought");
        }
    }
    Ok(())
}

impl HookServer {
    fn answer(&self, question: &HookRequest) -> HookResponse {
        let Some(pusher) = self.tickets.pusher(&question.token) else {
            return HookResponse::refuse("this push did not come through the site");
        };
        let Some(updates) = Update::read_all(&question.updates) else {
            return HookResponse::refuse("the site cannot read what git says of this push");
        };
        match question.hook.as_str() {
            "pre-receive" => match self.role(&pusher) {
                Some(role) => self.check(question, &updates, role),
                None => HookResponse::refuse(
                    "this account was shut while it pushed; nothing was changed",
                ),
            },
            "post-receive" => self.serve(question),
            _ => HookResponse::refuse("there is no such hook"),
        }
    }

    /// Returns what whoever pushes may change by now.
    fn role(&self, pusher: &Pusher) -> Option<Role> {
        match (pusher.origin.actor, &self.accounts) {
            (Actor::Account(id), Some(accounts)) => {
                accounts.account(id).map(|account| account.role)
            }
            _ => Some(pusher.role),
        }
    }

    /// Notes in the log what became of a push.
    async fn log(&self, question: &HookRequest, answer: &HookResponse) {
        let Some(accounts) = &self.accounts else {
            return;
        };
        let is_over = question.hook == "post-receive" || !answer.accepted;
        let Some(pusher) = self.tickets.pusher(&question.token).filter(|_| is_over) else {
            return;
        };
        for update in Update::read_all(&question.updates).unwrap_or_default() {
            let short = |id: Option<ObjectId>| id.map_or("none".to_owned(), |id| id.short());
            let mut detail = format!("{} to {}", short(update.old), short(update.new));
            let ready = self.tickets.ready(&question.token);
            if let Some(ready) = &ready {
                detail.push_str(&changed(ready.files()));
            }
            let authors = ready.as_ref().map(|ready| &ready.authors);
            for name in authors
                .into_iter()
                .flatten()
                .filter_map(|address| accounts.owner_of(address, pusher.origin.actor))
            {
                detail.push_str("; written in the name of ");
                detail.push_str(&name);
            }
            let mut event = AuditEvent::done(Action::Push, &update.reference).with(detail);
            if !answer.accepted {
                event = event.refused("refused");
            }
            let noting = accounts.log();
            if let Err(error) = in_time(noting.note(&pusher.origin, event)).await {
                tracing::error!(
                    error = &error as &dyn std::error::Error,
                    "a push is not noted in the log"
                );
            }
        }
    }

    fn check(&self, question: &HookRequest, updates: &[Update], role: Role) -> HookResponse {
        let quarantine = question.quarantine.as_deref();
        match self.writer.check_push(updates, quarantine, role) {
            Ok(ready) => {
                tracing::info!(accepted = true, "checked a push");
                let lines = lines(&ready.verdict);
                self.tickets.note(&question.token, Arc::new(ready));
                HookResponse {
                    lines,
                    accepted: true,
                }
            }
            Err(refusal) => refused(&refusal),
        }
    }

    fn serve(&self, question: &HookRequest) -> HookResponse {
        let ready = self.tickets.ready(&question.token);
        let pages = match ready.map(|ready| self.writer.serve(&ready)) {
            None => Vec::new(),
            Some(Ok(pages)) => pages,
            Some(Err(error)) => {
                tracing::error!(
                    error = &error as &dyn std::error::Error,
                    "cannot serve a push"
                );
                return HookResponse::refuse(
                    "accepted, but the site cannot serve it yet; its operator finds why in the log",
                );
            }
        };
        let commit = self.writer.publisher().edition().revision().id.short();
        let shown = |page: &ChangedPage| page.circle == Visibility::Public;
        let (live, hidden): (Vec<_>, Vec<_>) = pages.into_iter().partition(shown);
        let mut lines = vec![format!("live at commit {commit}")];
        let count = live.len();
        for page in live.into_iter().take(MAX_ADDRESSES) {
            let gone = if page.removed { " (removed)" } else { "" };
            lines.push(format!("  {}{}{gone}", self.base_url, page.address));
        }
        if count > MAX_ADDRESSES {
            lines.push(format!("  and {} more pages", count - MAX_ADDRESSES));
        }
        let (gone, kept): (Vec<_>, Vec<_>) = hidden.into_iter().partition(|page| page.removed);
        for (pages, what) in [
            (
                kept,
                "hidden: the site shows these to no one who is not signed in",
            ),
            (gone, "removed; they were hidden"),
        ] {
            let count = pages.len();
            if count > 0 {
                lines.push(what.to_owned());
            }
            let named = pages.iter().take(MAX_ADDRESSES);
            lines.extend(named.map(|page| format!("  {}", page.address)));
            if count > MAX_ADDRESSES {
                lines.push(format!("  and {} more pages", count - MAX_ADDRESSES));
            }
        }
        HookResponse {
            lines,
            accepted: true,
        }
    }
}
