//! [`FollowedUpstream`]: an upstream that is followed, and what an administrator has to know of it.

use std::sync::Arc;

use tokio::sync::Notify;

use crate::store::{self, Upstream, UpstreamStatus};
use crate::web::http::secret::WebhookSecret;
use crate::web::parts::context::Context;

/// The most files of a conflict that are named.
const NAMED: usize = 50;

/// An upstream that is followed, and how it may ask to be looked at.
pub struct FollowedUpstream {
    /// The upstream.
    pub upstream: Arc<Upstream>,
    /// The secret that a call has to know.
    pub(crate) secret: Option<WebhookSecret>,
    /// Holds one wish for a look while another look is under way.
    wanted: Notify,
}

impl FollowedUpstream {
    /// Follows an upstream. Without a secret nobody can ask for a look.
    pub fn new(upstream: Arc<Upstream>, secret: Option<WebhookSecret>) -> Self {
        Self {
            upstream,
            secret,
            wanted: Notify::new(),
        }
    }

    /// Asks for a look at the upstream as soon as the one under way is done. Asking twice is
    /// asking once.
    pub fn wake(&self) {
        self.wanted.notify_one();
    }

    /// Is done when a look was asked for since the last time.
    pub async fn wanted(&self) {
        self.wanted.notified().await;
    }
}

/// A notice about the upstream for whoever looks after the site.
pub(crate) struct UpstreamNotice {
    pub(crate) title: String,
    /// The problem, its date and what follows from it.
    pub(crate) text: String,
    /// The reason in git's own words.
    pub(crate) reason: String,
    /// The files that both changed, and how many more there are.
    pub(crate) files: Vec<String>,
    pub(crate) more: usize,
    /// The commands that end a conflict.
    pub(crate) commands: Vec<String>,
}

impl FollowedUpstream {
    /// Returns what is to be done, for an administrator; `None` where all is well.
    pub(crate) fn notice(&self, context: &Context) -> Option<UpstreamNotice> {
        let UpstreamStatus { state, since } = self.upstream.status();
        let words = context.words;
        let time = jiff::Timestamp::try_from(since).map_or(0, jiff::Timestamp::as_second);
        let (date, iso) = words.time(time)?;
        let date = format!("{date}, {} UTC", iso.get(11..16).unwrap_or(""));
        let mut notice = UpstreamNotice {
            title: String::new(),
            text: String::new(),
            reason: String::new(),
            files: Vec::new(),
            more: 0,
            commands: Vec::new(),
        };
        (notice.title, notice.text) = match state? {
            store::UpstreamState::InStep => return None,
            store::UpstreamState::Behind { reason } => {
                notice.reason = reason;
                (
                    words.say("notice-behind").into_owned(),
                    words.with("notice-behind-text", "date", date),
                )
            }
            store::UpstreamState::Unreachable { reason } => {
                notice.reason = reason;
                (
                    words.say("notice-unreachable").into_owned(),
                    words.with("notice-unreachable-text", "date", date),
                )
            }
            store::UpstreamState::Conflict {
                local,
                upstream,
                files,
            } => {
                notice.reason = format!("{} ↔ {}", local.short(), upstream.short());
                let text = if files.is_empty() {
                    words.with("notice-unrelated-text", "date", date)
                } else {
                    notice.commands = self.merge_commands(&context.settings.base_url);
                    words.with("notice-conflict-text", "date", date)
                };
                notice.more = files.len().saturating_sub(NAMED);
                notice.files = files.into_iter().take(NAMED).collect();
                (words.say("notice-conflict").into_owned(), text)
            }
        };
        Some(notice)
    }

    /// Returns the commands by which somebody merges the upstream.
    fn merge_commands(&self, base_url: &str) -> Vec<String> {
        let (address, branch) = (self.upstream.address(), self.upstream.branch());
        vec![
            format!("git clone {base_url}/content.git"),
            "cd content".to_owned(),
            format!("git pull --no-rebase {address} {branch}"),
            "git push".to_owned(),
        ]
    }
}
