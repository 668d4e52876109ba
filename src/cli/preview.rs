//! `concord preview`: the files on disk as they will look, followed as they change.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::bail;
use clap::Args;
use tokio::sync::watch;

use crate::cli::config::{LogFormat, hosts};
use crate::cli::log;
use crate::cli::serve::{IndexingBar, stop_signal};
use crate::domain::ObjectId;
use crate::site::Publisher;
use crate::store::{Location, Store, WorkingTree};
use crate::web::{self, Settings, Site};

/// The time between two looks at all files while a browser waits for news and there was some lately.
const QUICK_INTERVAL: Duration = Duration::from_millis(50);
/// The same while a browser waits and all has been quiet.
const ATTENTIVE: Duration = Duration::from_millis(100);
/// The same otherwise.
const IDLE: Duration = Duration::from_millis(300);
/// The time between two looks at the files that changed last while a browser waits.
const SHORTEST_PAUSE: Duration = Duration::from_millis(10);
/// The longest time for a browser to load the news and wait for more.
const RELOAD: Duration = Duration::from_secs(2);
/// The time for which a change counts as recent.
const RECENT: Duration = Duration::from_secs(60);

/// The flags of `preview`.
#[derive(Clone, Debug, Args)]
pub(super) struct PreviewArguments {
    /// A folder of a working tree, or any folder of Markdown files
    #[arg(default_value = ".", value_name = "DIR")]
    path: PathBuf,
    /// The folder of the content in the repository [default: content, if there is one]
    #[arg(long, value_name = "F")]
    folder: Option<String>,
    /// The address to listen on: one of this machine's own, since everything is shown
    #[arg(long, default_value = "127.0.0.1:8081", value_name = "ADDR")]
    listen: SocketAddr,
    /// The site's name
    #[arg(
        long,
        default_value = "Concord",
        env = "CONCORD_NAME",
        value_name = "NAME"
    )]
    name: String,
}

/// Runs until it is told to stop.
pub(super) fn run(arguments: PreviewArguments) -> anyhow::Result<ExitCode> {
    if !arguments.listen.ip().is_loopback() {
        bail!(
            "a preview shows members' pages and drafts, so it listens on 127.0.0.1 or [::1] only, not on {}; for others run `concord serve`",
            arguments.listen.ip()
        );
    }
    let _log = log::start(LogFormat::Text, "warn");
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?;
    runtime.block_on(preview(arguments))
}

async fn preview(arguments: PreviewArguments) -> anyhow::Result<ExitCode> {
    let listener = web::listen(arguments.listen).await?;
    let stop = stop_signal()?;
    let address = listener.local_addr()?;
    let location = Location {
        repository: arguments.path,
        branch: None,
        folder: arguments.folder,
    };
    let opened = tokio::task::spawn_blocking(move || open(&location)).await?;
    let publisher = Arc::new(opened?);
    announce(&publisher, address);
    let (sender, editions) = watch::channel(publisher.edition().revision().id);
    let watcher = tokio::spawn(follow(Arc::clone(&publisher), sender));
    let settings = Settings {
        name: arguments.name,
        base_url: format!("http://{address}"),
        hosts: hosts(None, address)?,
        ..Settings::default()
    };
    let service = web::service(Site::preview(publisher, settings, editions));
    // With the watcher goes what browsers wait for, so that none of them holds up the end.
    let stop = async move {
        stop.await;
        watcher.abort();
    };
    web::serve(listener, service, stop).await;
    Ok(ExitCode::SUCCESS)
}

fn open(location: &Location) -> anyhow::Result<Publisher> {
    let store = Store::open_working_tree(location)?;
    let bar = IndexingBar::default();
    let (publisher, _) = Publisher::open(store, None, &|done, total| bar.show(done, total))?;
    bar.bar.finish_and_clear();
    Ok(publisher)
}

fn announce(publisher: &Publisher, address: SocketAddr) {
    let edition = publisher.edition();
    let store = publisher.store();
    let content = store
        .on_disk()
        .map_or(store.repository(), WorkingTree::root);
    let drafts = match (store.objects().is_there(), edition.drafts().len()) {
        (false, _) => "no git repository: everything is a draft".to_owned(),
        (true, 0) => "everything is committed".to_owned(),
        (true, 1) => "1 file is not committed yet".to_owned(),
        (true, drafts) => format!("{drafts} files are not committed yet"),
    };
    crate::cli::say(&format!(
        "Concord previews {} pages at http://{address}\n  {}, {drafts}\n  pages reload by themselves; Ctrl-C ends",
        edition.page_count(),
        content.display(),
    ));
}

/// Follows the files: whatever changes them becomes the next edition.
async fn follow(publisher: Arc<Publisher>, sender: watch::Sender<ObjectId>) {
    let (mut last_news, mut stirred) = (Instant::now(), false);
    loop {
        let started = Instant::now();
        let next = Arc::clone(&publisher);
        match tokio::task::spawn_blocking(move || next.publish()).await {
            Ok(Ok(Some(published))) => {
                sender.send_replace(published.commit);
                (last_news, stirred) = (Instant::now(), false);
            }
            // The files are tried again; the publisher says once what is wrong.
            Ok(_) => {}
            Err(error) => tracing::error!(%error, "making an edition broke off"),
        }
        // The site itself holds one receiver; each browser that waits has another, or is just
        // loading the news.
        let quiet = last_news.elapsed();
        let waits = sender.receiver_count() > 1 || quiet < RELOAD;
        let pause = match waits {
            true if quiet < RECENT => QUICK_INTERVAL,
            true => ATTENTIVE,
            false => IDLE,
        };
        // Looking at the files takes at most half of the time, however many there are.
        let took = started.elapsed();
        let pause = pause.saturating_sub(took).max(took);
        // What stirred may be none of the content, such as a file that an editor keeps beside it.
        if waits && !stirred {
            stirred = has_stirred_within(&publisher, pause).await;
        } else {
            tokio::time::sleep(pause).await;
            stirred = false;
        }
    }
}

/// Waits for files to stir, but not longer than `limit`; tells whether some have.
async fn has_stirred_within(publisher: &Publisher, limit: Duration) -> bool {
    let end = Instant::now() + limit;
    loop {
        let started = Instant::now();
        let store = Arc::clone(publisher.store());
        let look = tokio::task::spawn_blocking(move || {
            store.on_disk().is_some_and(WorkingTree::has_recent_changes)
        });
        if look.await.unwrap_or(false) {
            return true;
        }
        let left = end.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return false;
        }
        // Glances take at most a tenth of the time.
        let pause = SHORTEST_PAUSE.max(started.elapsed() * 9);
        tokio::time::sleep(pause.min(left)).await;
    }
}
