//! The upstream to follow, and how much git may hold in memory.

use std::path::Path;
use std::time::Duration;

use anyhow::bail;

use crate::cli::config::arguments::ServeArguments;
use crate::cli::config::file::{BudgetTable, UpstreamTable};
use crate::cli::config::push::megabytes;
use crate::store::{Address, Budget, MAX_DEPTH};
use crate::web::WebhookSecret;

/// An upstream to follow.
#[derive(Clone, Debug)]
pub(in crate::cli) struct UpstreamConfig {
    pub(in crate::cli) address: Address,
    pub(in crate::cli) branch: Option<String>,
    pub(in crate::cli) interval: Duration,
    pub(in crate::cli) secret: Option<WebhookSecret>,
}

/// Puts the upstream's settings together. The secret has no flag: any user of the machine can read
/// the arguments of a process.
pub(super) fn upstream(
    arguments: &ServeArguments,
    table: UpstreamTable,
    folder: &Path,
) -> anyhow::Result<Option<UpstreamConfig>> {
    let address = match (&arguments.upstream, &table.url) {
        (Some(url), _) => Address::parse(url, Path::new("")),
        (None, Some(url)) => Address::parse(url, folder),
        (None, None) => return Ok(None),
    };
    let secret = std::env::var("CONCORD_UPSTREAM_SECRET").ok();
    let secret = secret.or(table.secret).and_then(WebhookSecret::new);
    let interval = arguments.upstream_interval.or(table.interval).unwrap_or(60);
    if interval == 0 {
        bail!("the upstream's interval is in seconds, and at least 1");
    }
    Ok(Some(UpstreamConfig {
        address: address?,
        branch: arguments.upstream_branch.clone().or(table.branch),
        interval: Duration::from_secs(interval),
        secret,
    }))
}

/// Puts together how much a commit may hold.
pub(super) fn budget(arguments: &ServeArguments, table: &BudgetTable) -> anyhow::Result<Budget> {
    let default = Budget::default();
    let bytes = arguments.budget_megabytes.or(table.megabytes);
    let budget = Budget {
        entries: (arguments.budget_entries.or(table.entries)).unwrap_or(default.entries),
        depth: (arguments.budget_depth.or(table.depth)).unwrap_or(default.depth),
        bytes: bytes.map_or(default.bytes, megabytes),
    };
    if budget.entries == 0 || budget.depth == 0 || budget.bytes == 0 {
        bail!("a budget of nothing lets nothing in: entries, depth and megabytes are at least 1");
    }
    if budget.depth > MAX_DEPTH {
        bail!(
            "folders may nest {MAX_DEPTH} levels deep at most, not {}",
            budget.depth
        );
    }
    Ok(budget)
}
