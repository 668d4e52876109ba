//! How pushes are taken.

use std::net::SocketAddr;

use anyhow::bail;

use crate::cli::config::arguments::PushPermission;
use crate::site::FILE_LIMIT;
use crate::web::PushPolicy;

/// The rules for pushes.
#[derive(Debug)]
pub(in crate::cli) struct PushSettings {
    pub(in crate::cli) policy: PushPolicy,
    pub(in crate::cli) branches: Vec<String>,
    /// In bytes.
    pub(in crate::cli) file_limit: u64,
    /// In bytes.
    pub(in crate::cli) push_limit: u64,
}

impl PushSettings {
    pub(super) fn new(
        push: PushPermission,
        listen: SocketAddr,
        branches: Vec<String>,
        (file, whole): (Option<u64>, Option<u64>),
    ) -> anyhow::Result<Self> {
        let policy = match push {
            PushPermission::Off => PushPolicy::Off,
            PushPermission::Anyone if listen.ip().is_loopback() => PushPolicy::Anyone,
            PushPermission::Anyone => bail!(
                "`--push anyone` lets whoever reaches the server write, so it needs a loopback address such as 127.0.0.1:{}, not {listen}",
                listen.port()
            ),
        };
        Ok(Self {
            policy,
            branches,
            file_limit: file.map_or(FILE_LIMIT, megabytes),
            push_limit: megabytes(whole.unwrap_or(200)),
        })
    }
}

pub(super) fn megabytes(number: u64) -> u64 {
    number.saturating_mul(1_000_000)
}
