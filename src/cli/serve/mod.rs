//! `concord serve`: a repository as a site.

mod accounts;
mod background;
mod progress;

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use tokio::task::JoinHandle;

use crate::accounts::Accounts;
use crate::cli::config::{Config, PushSettings, ServeArguments, UpstreamConfig};
use crate::cli::log;
use crate::cli::mail::MailSender;
use crate::cli::serve::accounts::{accounts, note_start, welcome_first};
use crate::cli::serve::background::{BackgroundTasks, start_tasks};
use crate::cli::user::host;
use crate::mail::MailSettings;
use crate::site::{PublishOutcome, Publisher, PushRules, SiteWriter};
use crate::store::{Claim, Location, Store, Upstream};
use crate::web::{
    self, FollowedUpstream, GitLimits, GitOptions, GitServer, Provider, PushPolicy, Settings, Site,
};

pub(super) use crate::cli::serve::progress::IndexingBar;

/// The longest time that an edition that is being made may hold up the end.
const CLOSING: Duration = Duration::from_secs(5);
/// The longest time for the end altogether, requests under way included.
const LAST_MOMENT: Duration = Duration::from_secs(30);

/// Runs until it is told to stop.
pub(super) fn run(arguments: ServeArguments) -> anyhow::Result<ExitCode> {
    let config = Config::new(arguments)?;
    let _log = log::start(config.log_format, "info");
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .on_thread_start(web::lower_priority)
        .enable_all()
        .build()?;
    let ended = runtime.block_on(serve(config));
    // Work that nobody waits for any more must not hold up the end.
    runtime.shutdown_background();
    ended
}

async fn serve(config: Config) -> anyhow::Result<ExitCode> {
    let mail = mail(&config)?;
    // The port comes first: a taken one is said before a long indexing, not after.
    let listener = web::listen(config.listen).await?;
    let mut stop = std::pin::pin!(stop_signal()?);
    let described = config.described();
    let Config {
        location,
        budget,
        folders_without_pages,
        index,
        settings,
        upstream,
        push,
        database,
        lifetime,
        provider,
        ways,
        ..
    } = config;
    let provider = provider.map(Provider::new).transpose()?.map(Arc::new);
    let address = listener.local_addr()?;
    let accounts = accounts(&database, &settings, (lifetime, ways)).await?;
    let folder = index.clone();
    let first = upstream.clone();
    let opening = tokio::task::spawn_blocking(move || {
        let store = Store::open(&location)?.within(budget);
        let store = store.with_folders_without_pages(&folders_without_pages);
        open(store, &location, &index, first)
    });
    let opened = tokio::select! {
        opened = opening => opened??,
        () = &mut stop => return Ok(ExitCode::SUCCESS),
    };
    let publisher = Arc::new(opened.publisher);
    announce(&publisher, &opened.published, &address.to_string());
    if let Some(accounts) = &accounts {
        note_start(accounts, described).await;
        welcome_first(accounts, &settings, address)?;
    }
    let mail = accounts.as_ref().zip(mail);
    let sending = mail.map(|(accounts, mail)| MailSender::start(mail, accounts, &settings));
    let BackgroundTasks { following, tasks } = start_tasks(&publisher, accounts.clone(), upstream)?;
    let limits = (push.policy, push.push_limit);
    let writer = Arc::new(writer(&publisher, following.as_deref(), push));
    let options = git_options(&folder, limits, &writer, accounts.clone());
    let git = git(&settings, options);
    let site = site(writer, settings, following.clone(), git, accounts.clone());
    web::serve(listener, web::service(site.with_provider(provider)), stop).await;
    tasks.iter().for_each(JoinHandle::abort);
    close((accounts, sending), following, publisher).await;
    drop(opened.claim);
    Ok(ExitCode::SUCCESS)
}

/// Returns by which server mail goes out, where it does.
fn mail(config: &Config) -> anyhow::Result<Option<MailSettings>> {
    let settings = &config.settings;
    let site = (settings.name.as_str(), host(&settings.base_url));
    let table = config.mail.as_ref();
    let read = table.map(|table| table.settings(site, config.has_base_url, &config.folder));
    let read = read.transpose().map_err(|error| config.source.at(error))?;
    Ok(read.flatten())
}

/// Returns what writes for every door.
fn writer(
    publisher: &Arc<Publisher>,
    following: Option<&FollowedUpstream>,
    push: PushSettings,
) -> SiteWriter {
    let upstream = following.map(|following| Arc::clone(&following.upstream));
    let rules = PushRules {
        branches: push.branches,
        file_limit: push.file_limit,
    };
    SiteWriter::new(Arc::clone(publisher), upstream, rules)
}

/// Returns the settings of `/content.git`. The path of the program is added later.
fn git_options(
    folder: &Path,
    (policy, push_limit): (PushPolicy, u64),
    writer: &Arc<SiteWriter>,
    accounts: Option<Arc<Accounts>>,
) -> GitOptions {
    GitOptions {
        directory: folder.join("git"),
        executable: PathBuf::new(),
        policy,
        push_limit,
        writer: Arc::clone(writer),
        accounts,
        limits: GitLimits::default(),
    }
}

/// Puts the site together.
fn site(
    writer: Arc<SiteWriter>,
    settings: Settings,
    following: Option<Arc<FollowedUpstream>>,
    git: Option<GitServer>,
    accounts: Option<Arc<Accounts>>,
) -> Site {
    let publisher = Arc::clone(writer.publisher());
    let mut site = Site::new(publisher, settings).with_upstream(following);
    if let Some(git) = git {
        site = site.with_git(git);
    }
    match accounts {
        Some(accounts) => site.with_accounts(accounts).with_writer(writer),
        None => site,
    }
}

/// Puts away what the next start needs.
async fn close(
    (accounts, sending): (Option<Arc<Accounts>>, Option<MailSender>),
    following: Option<Arc<FollowedUpstream>>,
    publisher: Arc<Publisher>,
) {
    if let Some(sending) = sending {
        sending.end().await;
    }
    if let Some(accounts) = accounts {
        accounts.close().await;
    }
    if let Some(following) = following {
        following.upstream.stop();
    }
    let closing = tokio::task::spawn_blocking(move || publisher.close());
    if tokio::time::timeout(CLOSING, closing).await.is_err() {
        tracing::warn!("stopped while an edition was being made; the next start checks the index");
    }
}

/// The parts of a site that the start made.
struct StartedSite {
    publisher: Publisher,
    published: PublishOutcome,
    claim: Claim,
}

fn open(
    store: Store,
    location: &Location,
    index: &Path,
    upstream: Option<UpstreamConfig>,
) -> anyhow::Result<StartedSite> {
    let claim = Claim::on(&store)?;
    if let Some(upstream) = upstream
        && store.is_empty()
    {
        // What is there to serve, the upstream has. If it cannot be reached now, it is waited for.
        let first = Arc::new(Store::open(location)?.within(store.budget()));
        Upstream::new(first, upstream.address, upstream.branch.as_deref())?.sync();
    }
    if store.objects().is_shallow() {
        tracing::warn!(
            "the repository is a shallow clone: pages older than it are shown as new on the day of its first commit; get the rest with: git fetch --unshallow"
        );
    }
    let bar = IndexingBar::default();
    let (publisher, published) =
        Publisher::open(store, Some(index), &|done, total| bar.show(done, total))?;
    bar.bar.finish_and_clear();
    Ok(StartedSite {
        publisher,
        published,
        claim,
    })
}

/// Opens `/content.git`. Without it the site can still be read.
fn git(settings: &Settings, mut options: GitOptions) -> Option<GitServer> {
    match std::env::current_exe() {
        Ok(executable) => options.executable = executable,
        Err(error) => {
            tracing::error!(%error, "the program cannot find itself: /content.git is off");
            return None;
        }
    }
    let policy = options.policy;
    match GitServer::start(settings, options) {
        Ok(git) => {
            if policy == PushPolicy::Anyone {
                tracing::warn!(
                    "ANYONE WHO REACHES THIS SERVER MAY PUSH: every program and user of this machine, without a name or a password"
                );
            }
            Some(git)
        }
        Err(error) => {
            tracing::error!(
                error = &error as &dyn std::error::Error,
                "/content.git is off: the site can be read, but not cloned or pushed to"
            );
            None
        }
    }
}

fn announce(publisher: &Publisher, published: &PublishOutcome, address: &str) {
    let edition = publisher.edition();
    let pages = edition.page_count();
    let read = if published.pages_read == 0 {
        "opened"
    } else {
        "indexed"
    };
    let branch = publisher.store().branch();
    let what = match edition.revision().is_unborn() {
        true => "no commit yet: waiting for the first".to_owned(),
        false => format!(
            "commit {}, {read} in {:.2} s",
            published.commit.short(),
            published.duration.as_secs_f64()
        ),
    };
    crate::cli::say(&format!(
        "Concord serves {pages} pages at http://{address}\n  branch {branch}, {what}"
    ));
}

/// Is done when the process is asked to end, by Ctrl-C or by SIGTERM.
pub(super) fn stop_signal() -> anyhow::Result<impl Future<Output = ()>> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut interrupt = signal(SignalKind::interrupt())?;
    let mut terminate = signal(SignalKind::terminate())?;
    Ok(async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
        tracing::info!("stopping: finishing the requests under way");
        std::thread::spawn(end_at_last);
    })
}

/// Ends the process if nothing else does.
fn end_at_last() {
    std::thread::sleep(LAST_MOMENT);
    tracing::warn!("stopped with work under way");
    std::process::exit(1);
}
