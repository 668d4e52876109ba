//! [`Following`]: an upstream that is followed, and what an administrator has to know of it.

use std::sync::Arc;

use tokio::sync::Notify;

use crate::store::{self, Upstream, UpstreamStatus};
use crate::web::http::secret::Secret;
use crate::web::parts::context::Context;

/// How many files of a conflict are named.
const NAMED: usize = 50;

/// An upstream that is followed, and how it may ask to be looked at.
pub struct Following {
    /// The upstream.
    pub upstream: Arc<Upstream>,
    /// What a call has to know.
    pub(crate) secret: Option<Secret>,
    /// Holds one wish for a look while another look is under way.
    wanted: Notify,
}

impl Following {
    /// Follows an upstream. Without a secret nobody can ask for a look.
    pub fn new(upstream: Arc<Upstream>, secret: Option<Secret>) -> Self {
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

/// What whoever looks after the site has to know of the upstream.
pub(crate) struct Notice {
    pub(crate) title: String,
    /// What is wrong, since when and what follows from it.
    pub(crate) text: String,
    /// What git says, in its own words.
    pub(crate) reason: String,
    /// The files that both changed, and how many more there are.
    pub(crate) files: Vec<String>,
    pub(crate) more: usize,
    /// What ends a conflict.
    pub(crate) commands: Vec<String>,
}

impl Following {
    /// Returns what is to be done, for an administrator; `None` where all is well.
    pub(crate) fn notice(&self, context: &Context) -> Option<Notice> {
        let UpstreamStatus { state, since } = self.upstream.status();
        let words = context.words;
        let time = jiff::Timestamp::try_from(since).map_or(0, jiff::Timestamp::as_second);
        let (date, iso) = words.time(time)?;
        let date = format!("{date}, {} UTC", iso.get(11..16).unwrap_or(""));
        let mut notice = Notice {
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
                let related = !files.is_empty();
                notice.reason = format!("{} ↔ {}", local.short(), upstream.short());
                notice.more = files.len().saturating_sub(NAMED);
                notice.files = files.into_iter().take(NAMED).collect();
                if related {
                    let (address, branch) = (self.upstream.address(), self.upstream.branch());
                    notice.commands = vec![
                        format!("git clone {}/content.git", context.settings.base_url),
                        "cd content".to_owned(),
                        format!("git pull --no-rebase {address} {branch}"),
                        "git push".to_owned(),
                    ];
                }
                let text = if related {
                    words.with("notice-conflict-text", "date", date)
                } else {
                    words.with("notice-unrelated-text", "date", date)
                };
                (words.say("notice-conflict").into_owned(), text)
            }
        };
        Some(notice)
    }
}
