//! The server's end of git's hooks: it judges a push before git accepts it, and serves it after.
//!
//! Git runs this program under the hooks' names (see `cli::hook`), which asks here through a socket
//! that only the server's user can reach. Each push has a ticket of its own; without one nothing is
//! answered.

use std::collections::HashMap;
use std::ffi::OsString;
use std::io;
use std::path::PathBuf;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use serde::{Deserialize, Serialize};
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::{UnixListener, UnixStream};

use crate::accounts::{Accounts, Action, Actor, Event, Origin, in_time};
use crate::domain::hex::hex;
use crate::domain::{ObjectId, Role, Viewer, Visibility};
use crate::site::{Archive, ChangedPage, Ready, Refusal, Update, Verdict, Writer};

/// The variable with the path of the socket.
pub const SOCKET_VARIABLE: &str = "CONCORD_HOOK_SOCKET";
/// The variable with the push's ticket.
pub const TOKEN_VARIABLE: &str = "CONCORD_HOOK_TOKEN";

/// How many of the pages that a push changed are named.
const MAX_ADDRESSES: usize = 50;
/// How many bytes of names of changed files the log has of a push.
const MAX_NAMES: usize = 4_000;
/// Longest question.
const MAX_QUESTION: u64 = 4 << 20;
/// How long a hook may take to ask.
const PATIENCE: Duration = Duration::from_secs(30);

/// What a hook asks, as one line of JSON.
///
/// The answer is lines: those behind a space are shown to whoever pushes; the last is `accept` or
/// `refuse`.
#[derive(Debug, Serialize, Deserialize)]
pub struct HookRequest {
    /// The ticket.
    pub token: String,
    /// `pre-receive` or `post-receive`.
    pub hook: String,
    /// Where the push's objects are until it is accepted.
    pub quarantine: Option<PathBuf>,
    /// What git wrote to the hook: a line for each reference, with the object it points to, the
    /// object it shall point to and its name.
    pub updates: String,
}

/// Answers hooks.
pub(super) struct HookServer {
    pub(super) writer: Arc<Writer>,
    pub(super) base_url: String,
    pub(super) tickets: Arc<Tickets>,
    pub(super) archive: Arc<tokio::sync::Mutex<Archive>>,
    /// Where pushes are noted.
    pub(super) accounts: Option<Arc<Accounts>>,
}

/// Who pushes.
#[derive(Clone, Debug)]
pub(super) struct Pusher {
    /// What they may change.
    pub(super) role: Role,
    /// Who and from where, for the log.
    pub(super) origin: Origin,
}

/// A push under way.
struct Push {
    by: Pusher,
    /// What the branch may move to, once it was checked.
    ready: Option<Arc<Ready>>,
}

/// The pushes under way.
#[derive(Default)]
pub(super) struct Tickets {
    valid: Mutex<HashMap<String, Push>>,
}

/// One push's right to ask; over when dropped.
pub(super) struct Ticket {
    tickets: Arc<Tickets>,
    pub(super) token: String,
}

impl Tickets {
    pub(super) fn issue(self: &Arc<Self>, by: Pusher) -> io::Result<Ticket> {
        let mut bytes = [0_u8; 24];
        getrandom::fill(&mut bytes).map_err(io::Error::other)?;
        let token = hex(&bytes);
        if let Ok(mut valid) = self.valid.lock() {
            valid.insert(token.clone(), Push { by, ready: None });
        }
        Ok(Ticket {
            tickets: Arc::clone(self),
            token,
        })
    }

    fn pusher(&self, token: &str) -> Option<Pusher> {
        let valid = self.valid.lock().ok()?;
        valid.get(token).map(|push| push.by.clone())
    }

    fn note(&self, token: &str, ready: Arc<Ready>) {
        if let Ok(mut valid) = self.valid.lock()
            && let Some(known) = valid.get_mut(token)
        {
            known.ready = Some(ready);
        }
    }

    fn ready(&self, token: &str) -> Option<Arc<Ready>> {
        self.valid.lock().ok()?.get(token)?.ready.clone()
    }
}

impl Ticket {
    /// Returns the folders, below that of all objects, into which the push puts its own.
    pub(super) fn folders(&self) -> Vec<OsString> {
        let ready = self.tickets.ready(&self.token);
        ready.map_or_else(Vec::new, |ready| ready.folders.clone())
    }
}

impl Drop for Ticket {
    fn drop(&mut self) {
        if let Ok(mut valid) = self.tickets.valid.lock() {
            valid.remove(&self.token);
        }
    }
}

/// What is answered: lines to show, and whether git may go on.
struct HookResponse {
    lines: Vec<String>,
    accepted: bool,
}

impl HookResponse {
    fn refuse(line: impl Into<String>) -> Self {
        Self {
            lines: vec![line.into()],
            accepted: false,
        }
    }
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
    let asked = Arc::clone(&question);
    let work = move || judged.answer(&asked);
    let answer = tokio::task::spawn_blocking(work).await.unwrap_or_else(|_| {
        HookResponse::refuse("the check of this push broke off; nothing was changed")
    });
    judge.log(&question, &answer).await;
    let mut text = String::new();
    for line in &answer.lines {
        text.push(' ');
        text.push_str(&line.replace(['\n', '\r'], " "));
        text.push('\n');
    }
    text.push_str(if answer.accepted {
        "accept\n"
    } else {
        "refuse\n"
    });
    writer.write_all(text.as_bytes()).await?;
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
            let mut event = Event::done(Action::Push, &update.reference).with(detail);
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

/// Says in the terminal why a push is refused.
fn refused(refusal: &Refusal) -> HookResponse {
    let line = match refusal {
        Refusal::Push(verdict) => {
            let count = verdict.refusals.len() + verdict.more;
            tracing::info!(accepted = false, problems = count, "checked a push");
            let problems = if count == 1 { "problem" } else { "problems" };
            let mut lines = lines(verdict);
            lines.push(String::new());
            lines.push(format!(
                "{count} {problems}: nothing was changed; fix them and push again"
            ));
            return HookResponse {
                lines,
                accepted: false,
            };
        }
        Refusal::UpstreamMoved => "the upstream moved; fetch and try again".to_owned(),
        Refusal::UpstreamRefused(reason) => format!("the upstream did not take this: {reason}"),
        Refusal::UpstreamUnreachable => {
            "the upstream cannot be reached; nothing was changed, try again later".to_owned()
        }
        Refusal::Disk(error) => {
            tracing::error!(%error, "cannot put a push on the disk");
            "the site could not store this push; nothing was changed".to_owned()
        }
        Refusal::Unchecked(error) => {
            tracing::error!(
                error = error as &dyn std::error::Error,
                "cannot check a push"
            );
            "the site could not check this push; nothing was changed".to_owned()
        }
        // What only a save meets, which makes its commit itself.
        Refusal::NotAllowed(_)
        | Refusal::Problems(_)
        | Refusal::Conflict { .. }
        | Refusal::Commit(_)
        | Refusal::NoFolder => "the site could not check this push; nothing was changed".to_owned(),
    };
    HookResponse::refuse(line)
}

/// Returns all that is said of a push.
fn lines(verdict: &Verdict) -> Vec<String> {
    let mut lines = verdict.refusals.clone();
    if verdict.more > 0 {
        lines.push(format!("and {} more", verdict.more));
    }
    let warnings = verdict.warnings.iter();
    lines.extend(warnings.map(|line| format!("warning: {line}")));
    if verdict.more_warnings > 0 {
        lines.push(format!("and {} more warnings", verdict.more_warnings));
    }
    lines
}
/// Names the files that a push changes, for the log: the first of them, and how many more.
fn changed<'f>(files: impl ExactSizeIterator<Item = &'f str>) -> String {
    let (mut text, mut left) = (String::new(), files.len());
    for file in files {
        if text.len() + file.len() > MAX_NAMES {
            break;
        }
        text.push_str(if text.is_empty() { "; changes " } else { ", " });
        text.push_str(file);
        left -= 1;
    }
    match (text.is_empty(), left) {
        (_, 0) => text,
        (true, left) => format!("; changes {left} more with long names"),
        (false, left) => format!("{text} and {left} more"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_log_names_files_up_to_a_length() {
        let named = |files: &[&str]| changed(files.iter().copied());
        assert_eq!(named(&[]), "");
        assert_eq!(named(&["a.md", "b.md"]), "; changes a.md, b.md");
        let long = "x".repeat(3_995);
        assert_eq!(
            named(&[&long, "b.md"]),
            format!("; changes {long} and 1 more")
        );
        assert_eq!(
            named(&[&"x".repeat(4_001)]),
            "; changes 1 more with long names"
        );
    }
}
