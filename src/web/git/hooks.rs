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

use crate::domain::Visibility;
use crate::site::{Archive, ChangedPage, Publisher, PushRules, Update};
use crate::store::{Offer, Upstream};

/// The variable with the path of the socket.
pub const SOCKET_VARIABLE: &str = "CONCORD_HOOK_SOCKET";
/// The variable with the push's ticket.
pub const TOKEN_VARIABLE: &str = "CONCORD_HOOK_TOKEN";

/// How many of the pages that a push changed are named.
const MAX_ADDRESSES: usize = 50;
/// Longest question.
const MAX_QUESTION: u64 = 4 << 20;
/// How long a hook may take to ask.
const PATIENCE: Duration = Duration::from_secs(30);

/// What a hook asks, as one line of JSON.
///
/// The answer is lines: those behind a space are shown to whoever pushes; the last is `accept` or
/// `refuse`.
#[derive(Debug, Serialize, Deserialize)]
pub struct Question {
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
pub(super) struct Judge {
    pub(super) publisher: Arc<Publisher>,
    pub(super) rules: PushRules,
    pub(super) upstream: Option<Arc<Upstream>>,
    pub(super) base_url: String,
    pub(super) tickets: Arc<Tickets>,
    pub(super) archive: Arc<tokio::sync::Mutex<Archive>>,
}

/// The pushes under way.
#[derive(Default)]
pub(super) struct Tickets {
    /// With the folders into which each puts its objects, once it was accepted.
    valid: Mutex<HashMap<String, Vec<OsString>>>,
}

/// One push's right to ask; over when dropped.
pub(super) struct Ticket {
    tickets: Arc<Tickets>,
    pub(super) token: String,
}

impl Tickets {
    pub(super) fn issue(self: &Arc<Self>) -> io::Result<Ticket> {
        let mut bytes = [0_u8; 24];
        getrandom::fill(&mut bytes).map_err(io::Error::other)?;
        let token: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
        if let Ok(mut valid) = self.valid.lock() {
            valid.insert(token.clone(), Vec::new());
        }
        Ok(Ticket {
            tickets: Arc::clone(self),
            token,
        })
    }

    fn is_valid(&self, token: &str) -> bool {
        self.valid
            .lock()
            .is_ok_and(|valid| valid.contains_key(token))
    }

    fn note_folders(&self, token: &str, folders: Vec<OsString>) {
        if let Ok(mut valid) = self.valid.lock()
            && let Some(known) = valid.get_mut(token)
        {
            *known = folders;
        }
    }
}

impl Ticket {
    /// Returns the folders, below that of all objects, into which the push puts its own.
    pub(super) fn folders(&self) -> Vec<OsString> {
        let valid = self.tickets.valid.lock();
        let known = valid.ok().and_then(|valid| valid.get(&self.token).cloned());
        known.unwrap_or_default()
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
struct Answer {
    lines: Vec<String>,
    accepted: bool,
}

impl Answer {
    fn refuse(line: impl Into<String>) -> Self {
        Self {
            lines: vec![line.into()],
            accepted: false,
        }
    }
}

/// Answers hooks for as long as the server runs.
pub(super) async fn listen(listener: UnixListener, judge: Arc<Judge>) {
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

async fn converse(mut stream: UnixStream, judge: Arc<Judge>) -> io::Result<()> {
    let (reader, mut writer) = stream.split();
    let mut line = Vec::new();
    let mut reader = BufReader::new(reader.take(MAX_QUESTION));
    tokio::time::timeout(PATIENCE, reader.read_until(b'\n', &mut line)).await??;
    let question: Question = serde_json::from_slice(&line)?;
    let archive = Arc::clone(&judge.archive);
    let accepted = question.hook == "post-receive";
    let work = move || judge.answer(&question);
    let answer = tokio::task::spawn_blocking(work).await.unwrap_or_else(|_| {
        Answer::refuse("the check of this push broke off; nothing was changed")
    });
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
        let looked = tokio::task::spawn_blocking(move || archive.blocking_lock().holds_hidden());
        if let Ok(Err(error)) = looked.await {
            tracing::warn!(%error, "cannot look through what a push brought");
        }
    }
    Ok(())
}

impl Judge {
    fn answer(&self, question: &Question) -> Answer {
        if !self.tickets.is_valid(&question.token) {
            return Answer::refuse("this push did not come through the site");
        }
        let Some(updates) = Update::read_all(&question.updates) else {
            return Answer::refuse("the site cannot read what git says of this push");
        };
        match question.hook.as_str() {
            "pre-receive" => self.check(question, &updates),
            "post-receive" => self.publish(&updates),
            _ => Answer::refuse("there is no such hook"),
        }
    }

    fn check(&self, question: &Question, updates: &[Update]) -> Answer {
        let quarantine = question.quarantine.as_deref();
        let verdict = match self.publisher.check_push(updates, quarantine, &self.rules) {
            Ok(verdict) => verdict,
            Err(error) => {
                tracing::error!(
                    error = &error as &dyn std::error::Error,
                    "cannot check a push"
                );
                return Answer::refuse("the site could not check this push; nothing was changed");
            }
        };
        let count = verdict.refusals.len() + verdict.more;
        let accepted = count == 0;
        let mut lines = verdict.refusals;
        if verdict.more > 0 {
            lines.push(format!("and {} more", verdict.more));
        }
        let warnings = verdict.warnings.into_iter();
        lines.extend(warnings.map(|line| format!("warning: {line}")));
        if verdict.more_warnings > 0 {
            lines.push(format!("and {} more warnings", verdict.more_warnings));
        }
        if !accepted {
            let problems = if count == 1 { "problem" } else { "problems" };
            lines.push(String::new());
            lines.push(format!(
                "{count} {problems}: nothing was changed; mend and push again"
            ));
        }
        tracing::info!(accepted, problems = count, "checked a push");
        if accepted && let Some(quarantine) = quarantine {
            match self.publisher.store().sync_quarantine(quarantine) {
                Ok(folders) => self.tickets.note_folders(&question.token, folders),
                Err(error) => {
                    tracing::error!(%error, "cannot put a push on the disk");
                    return Answer::refuse(
                        "the site could not store this push; nothing was changed",
                    );
                }
            }
        }
        if accepted && let Err(line) = self.offer(question, updates) {
            return Answer::refuse(line);
        }
        Answer { lines, accepted }
    }

    /// Gives the upstream what the content's branch shall move to. Last of all: what it has taken
    /// cannot be taken back.
    fn offer(&self, question: &Question, updates: &[Update]) -> Result<(), String> {
        let Some(upstream) = &self.upstream else {
            return Ok(());
        };
        let content = format!("refs/heads/{}", self.publisher.store().branch());
        let update = updates.iter().find(|update| update.reference == content);
        let Some((old, new)) = update.and_then(|update| update.old.zip(update.new)) else {
            return Ok(());
        };
        match upstream.offer(new, old, question.quarantine.as_deref()) {
            Offer::Accepted => Ok(()),
            Offer::Moved => Err("the upstream moved; fetch and try again".to_owned()),
            Offer::Refused(reason) => Err(format!("the upstream did not take this: {reason}")),
            Offer::Unreachable(reason) => {
                tracing::warn!(reason, "a push was refused: the upstream cannot be reached");
                Err(
                    "the upstream cannot be reached; nothing was changed, try again later"
                        .to_owned(),
                )
            }
        }
    }

    fn publish(&self, updates: &[Update]) -> Answer {
        let pages = match self.publisher.publish_push(updates) {
            Ok(pages) => pages,
            Err(error) => {
                tracing::error!(
                    error = &error as &dyn std::error::Error,
                    "cannot serve a push"
                );
                return Answer::refuse(
                    "accepted, but the site cannot serve it yet; its operator finds why in the log",
                );
            }
        };
        let commit = self.publisher.edition().revision().id.short();
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
        Answer {
            lines,
            accepted: true,
        }
    }
}
