//! `concord serve`: a repository as a site.

use std::io::IsTerminal;
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::cli::config::{Config, ServeArguments};
use crate::cli::log;
use crate::site::{Published, Publisher};
use crate::store::Store;
use crate::web::{self, Site};

/// How often the branch is looked at for commits that came another way.
const WATCH: Duration = Duration::from_millis(500);
/// How long indexing runs before a progress bar shows.
const PATIENCE: Duration = Duration::from_secs(1);

/// Runs until it is told to stop.
pub(super) fn run(arguments: ServeArguments) -> anyhow::Result<ExitCode> {
    let config = Config::new(arguments)?;
    let _log = log::start(config.log_format);
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?;
    runtime.block_on(serve(config))
}

async fn serve(config: Config) -> anyhow::Result<ExitCode> {
    // The port comes first: a taken one is said before a long indexing, not after.
    let listener = web::listen(config.listen).await?;
    let stop = stop_signal()?;
    let Config {
        location,
        index,
        settings,
        ..
    } = config;
    let address = listener.local_addr()?;
    let opened = tokio::task::spawn_blocking(move || open(&location, &index)).await?;
    let (publisher, published) = opened?;
    let publisher = Arc::new(publisher);
    announce(&publisher, &published, &address.to_string());
    let watcher = tokio::spawn(watch(Arc::clone(&publisher)));
    let router = web::router(Site::new(Arc::clone(&publisher), settings));
    web::serve(listener, router, stop).await;
    watcher.abort();
    tokio::task::spawn_blocking(move || publisher.save()).await?;
    Ok(ExitCode::SUCCESS)
}

fn open(location: &crate::store::Location, index: &Path) -> anyhow::Result<(Publisher, Published)> {
    let store = Store::open(location)?;
    if let Err(error) = std::fs::create_dir_all(index) {
        tracing::warn!(%error, "cannot make the index folder {}", index.display());
    }
    let bar = Bar::default();
    let (publisher, published) =
        Publisher::open(store, Some(index), &|done, total| bar.show(done, total))?;
    bar.bar.finish_and_clear();
    Ok((publisher, published))
}

/// A progress bar that keeps out of sight while there is little to wait for.
struct Bar {
    started: Instant,
    bar: ProgressBar,
}

impl Default for Bar {
    fn default() -> Self {
        let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::hidden());
        if let Ok(style) = ProgressStyle::with_template("indexing {wide_bar} {pos}/{len} pages") {
            bar.set_style(style);
        }
        Self {
            started: Instant::now(),
            bar,
        }
    }
}

impl Bar {
    fn show(&self, done: usize, total: usize) {
        // A page in sixteen is often enough; drawing takes longer than reading a page.
        if !done.is_multiple_of(16) || self.started.elapsed() < PATIENCE || !std::io::stderr().is_terminal() {
            return;
        }
        if self.bar.is_hidden() {
            self.bar.set_draw_target(ProgressDrawTarget::stderr());
        }
        self.bar.set_length(total as u64);
        self.bar.set_position(done as u64);
    }
}

#[expect(
    clippy::print_stdout,
    reason = "what a person who starts the server wants to know"
)]
fn announce(publisher: &Publisher, published: &Published, address: &str) {
    let edition = publisher.edition();
    let pages = edition.page_count();
    let read = if published.pages_read == 0 {
        "opened"
    } else {
        "indexed"
    };
    println!(
        "Concord serves {pages} pages at http://{address}\n  branch {}, commit {}, {read} in {:.2} s",
        publisher.store().branch(),
        published.commit.short(),
        published.duration.as_secs_f64(),
    );
}

/// Follows the branch: whatever moves it becomes the next edition.
async fn watch(publisher: Arc<Publisher>) {
    let mut last_error = String::new();
    loop {
        tokio::time::sleep(WATCH).await;
        let publisher = Arc::clone(&publisher);
        match tokio::task::spawn_blocking(move || publisher.publish()).await {
            Ok(Ok(published)) => {
                last_error.clear();
                if let Some(published) = published {
                    report(&published);
                }
            }
            // A repository that cannot be read just now is tried again; it is said once.
            Ok(Err(error)) => {
                let text = error.to_string();
                if text != last_error {
                    tracing::error!(
                        error = &error as &dyn std::error::Error,
                        "cannot follow the branch; still serving the edition before"
                    );
                    last_error = text;
                }
            }
            Err(error) => tracing::error!(%error, "making an edition broke off"),
        }
    }
}

fn report(published: &Published) {
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

/// Is done when the process is asked to end, by Ctrl-C or by SIGTERM.
fn stop_signal() -> anyhow::Result<impl Future<Output = ()>> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut interrupt = signal(SignalKind::interrupt())?;
    let mut terminate = signal(SignalKind::terminate())?;
    Ok(async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
        tracing::info!("stopping: finishing the requests under way");
    })
}
