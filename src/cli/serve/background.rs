//! The tasks beside the server: accounts are kept up, the upstream followed, the repository watched.

use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use tokio::task::JoinHandle;

use crate::accounts::Accounts;
use crate::cli::config::UpstreamConfig;
use crate::cli::keep::keep_up;
use crate::site::{PublishOutcome, Publisher};
use crate::store::{StaleLocks, Upstream};
use crate::web::FollowedUpstream;

/// The time between two looks at the branch for commits that came another way.
const WATCH: Duration = Duration::from_millis(500);

/// The tasks that end with the server, and the upstream that one of them follows.
pub(super) struct BackgroundTasks {
    pub(super) following: Option<Arc<FollowedUpstream>>,
    pub(super) tasks: Vec<JoinHandle<()>>,
}

/// Starts the tasks.
pub(super) fn start_tasks(
    publisher: &Arc<Publisher>,
    accounts: Option<Arc<Accounts>>,
    upstream: Option<UpstreamConfig>,
) -> anyhow::Result<BackgroundTasks> {
    let keeper = accounts.map(keep_up).map(tokio::spawn);
    // Only the next start needs it, so nobody waits for it.
    let saving = Arc::clone(publisher);
    tokio::task::spawn_blocking(move || saving.save());
    let (following, interval) = following(publisher, upstream)?;
    let follower = following.clone().map(|following| {
        let publisher = Arc::clone(publisher);
        tokio::spawn(follow(following, interval, publisher))
    });
    let watcher = tokio::spawn(watch(Arc::clone(publisher), following.clone()));
    let tasks = [Some(watcher), keeper, follower];
    Ok(BackgroundTasks {
        following,
        tasks: tasks.into_iter().flatten().collect(),
    })
}

/// Returns what follows the upstream, if there is one, and how often it looks.
fn following(
    publisher: &Publisher,
    config: Option<UpstreamConfig>,
) -> anyhow::Result<(Option<Arc<FollowedUpstream>>, Duration)> {
    let Some(config) = config else {
        return Ok((None, Duration::MAX));
    };
    let store = Arc::clone(publisher.store());
    let upstream = Upstream::new(store, config.address, config.branch.as_deref())?;
    let following = FollowedUpstream::new(Arc::new(upstream), config.secret);
    Ok((Some(Arc::new(following)), config.interval))
}

/// Brings the branch and its upstream together: at the start, when asked, and every so often.
async fn follow(following: Arc<FollowedUpstream>, interval: Duration, publisher: Arc<Publisher>) {
    loop {
        let upstream = Arc::clone(&following.upstream);
        let publisher = Arc::clone(&publisher);
        let work = move || {
            upstream.sync();
            publisher.publish()
        };
        match tokio::task::spawn_blocking(work).await {
            Ok(Ok(Some(published))) => report(&published),
            // What cannot be read just now is tried again by the watcher.
            Ok(_) => {}
            Err(error) => tracing::error!(%error, "following the upstream broke off"),
        }
        // Servers that were started together do not look together.
        let random = getrandom::u32().unwrap_or(u32::MAX / 2);
        let jitter = 0.9 + 0.2 * f64::from(random) / f64::from(u32::MAX);
        tokio::select! {
            () = tokio::time::sleep(interval.mul_f64(jitter)) => {}
            () = following.wanted() => {}
        }
    }
}

/// Follows the branch: whatever moves it becomes the next edition, and goes upstream.
async fn watch(publisher: Arc<Publisher>, following: Option<Arc<FollowedUpstream>>) {
    let locks = Arc::new(Mutex::new(StaleLocks::default()));
    let mut pause = WATCH;
    loop {
        tokio::time::sleep(pause).await;
        let started = Instant::now();
        let (publisher, locks) = (Arc::clone(&publisher), Arc::clone(&locks));
        let work = move || {
            if let Ok(mut locks) = locks.lock() {
                locks.look(publisher.store());
            }
            publisher.publish()
        };
        let published = tokio::task::spawn_blocking(work).await;
        // What cannot be read just now is tried again, for which at most half of the time goes; the
        // publisher says it once.
        pause = match published {
            Ok(Ok(_)) => WATCH,
            _ => WATCH.max(started.elapsed()),
        };
        if let Ok(Ok(Some(published))) = published {
            report(&published);
            if let Some(following) = &following {
                following.wake();
            }
        }
    }
}

fn report(published: &PublishOutcome) {
    if published.rewritten {
        tracing::warn!(commit = %published.commit, "the branch was rewritten; everything was read again");
    }
    tracing::info!(
        commit = %published.commit,
        pages_read = published.pages_read,
        duration_ms = u64::try_from(published.duration.as_millis()).unwrap_or(u64::MAX),
        "published an edition",
    );
}
