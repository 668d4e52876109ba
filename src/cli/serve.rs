//! `concord serve`: a repository as a site.

use std::io::IsTerminal;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::accounts::{
    AccountError, Accounts, Action, DatabaseError, Event, Lifetime, Origin, Place, Use, Ways,
};
use crate::cli::config::{Config, PushSettings, ServeArguments, UpstreamConfig};
use crate::cli::keep::keep_up;
use crate::cli::log;
use crate::cli::mail::Sending;
use crate::cli::user::host;
use crate::mail::MailSettings;
use crate::site::{Published, Publisher, PushRules, Writer};
use crate::store::{Claim, Location, StaleLocks, Store, Upstream};
use crate::web::{
    self, FollowedUpstream, GitLimits, GitOptions, GitServer, Provider, PushPolicy, Settings, Site,
};

/// How often the branch is looked at for commits that came another way.
const WATCH: Duration = Duration::from_millis(500);
/// How long an edition that is being made may hold up the end.
const CLOSING: Duration = Duration::from_secs(5);
/// How long the end may take altogether, requests under way included.
const LAST_MOMENT: Duration = Duration::from_secs(30);
/// How long indexing runs before a progress bar shows.
const PATIENCE: Duration = Duration::from_secs(1);

/// Runs until it is told to stop.
pub(super) fn run(arguments: ServeArguments) -> anyhow::Result<ExitCode> {
    let config = Config::new(arguments)?;
    let _log = log::start(config.log_format, "info");
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .on_thread_start(web::step_back)
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
        place,
        lifetime,
        provider,
        ways,
        ..
    } = config;
    let provider = provider.map(Provider::new).transpose()?.map(Arc::new);
    let address = listener.local_addr()?;
    let accounts = accounts(&place, &settings, (lifetime, ways)).await?;
    let folder = index.clone();
    let first = upstream.clone();
    let opening = tokio::task::spawn_blocking(move || {
        let store = Store::open(&location)?.within(budget);
        let store = store.with_folders_without_pages(&folders_without_pages);
        open(store, &location, &index, first)
    });
    let opened = tokio::select! {
        opened = opening => opened?,
        () = &mut stop => return Ok(ExitCode::SUCCESS),
    };
    let Opened {
        publisher,
        published,
        claim,
    } = opened?;
    let publisher = Arc::new(publisher);
    announce(&publisher, &published, &address.to_string());
    if let Some(accounts) = &accounts {
        note_start(accounts, described).await;
        welcome_first(accounts, &settings, address)?;
    }
    let sending = accounts
        .as_ref()
        .zip(mail)
        .map(|(accounts, mail)| Sending::start(mail, accounts, &settings));
    let keeper = accounts.clone().map(keep_up).map(tokio::spawn);
    // Only the next start needs it, so nobody waits for it.
    let saving = Arc::clone(&publisher);
    tokio::task::spawn_blocking(move || saving.save());
    let (following, interval) = following(&publisher, upstream)?;
    let follower = following.clone().map(|following| {
        let publisher = Arc::clone(&publisher);
        tokio::spawn(follow(following, interval, publisher))
    });
    let watcher = tokio::spawn(watch(Arc::clone(&publisher), following.clone()));
    let (policy, push_limit) = (push.policy, push.push_limit);
    let writer = Arc::new(writer(&publisher, following.as_deref(), push));
    let options = GitOptions {
        directory: folder.join("git"),
        executable: PathBuf::new(),
        policy,
        push_limit,
        writer: Arc::clone(&writer),
        accounts: accounts.clone(),
        limits: GitLimits::default(),
    };
    let git = git(&settings, options);
    let site = site(writer, settings, following.clone(), git, accounts.clone());
    web::serve(listener, web::service(site.with_provider(provider)), stop).await;
    for task in [Some(watcher), keeper, follower].into_iter().flatten() {
        task.abort();
    }
    close((accounts, sending), following, publisher).await;
    drop(claim);
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
) -> Writer {
    let upstream = following.map(|following| Arc::clone(&following.upstream));
    let rules = PushRules {
        branches: push.branches,
        file_limit: push.file_limit,
    };
    Writer::new(Arc::clone(publisher), upstream, rules)
}

/// Puts the site together.
fn site(
    writer: Arc<Writer>,
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
    (accounts, sending): (Option<Arc<Accounts>>, Option<Sending>),
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

/// Opens the accounts. Without them the site can still be read: only where it would be wrong to go
/// on, the start ends.
async fn accounts(
    place: &Place,
    settings: &Settings,
    (lifetime, ways): (Lifetime, Ways),
) -> anyhow::Result<Option<Arc<Accounts>>> {
    let host = host(&settings.base_url);
    match Accounts::open_at(place, Use::Server).await {
        Ok(accounts) => {
            let accounts = accounts.at_host(host).with_lifetime(lifetime);
            let accounts = accounts.with_ways(ways);
            keeps_an_administrator(&accounts).await?;
            Ok(Some(Arc::new(accounts)))
        }
        Err(error @ AccountError::Database(DatabaseError::InUse(_) | DatabaseError::Newer(_))) => {
            Err(error.into())
        }
        Err(error) => {
            tracing::error!(
                error = &error as &dyn std::error::Error,
                "nobody can sign in: the site can be read by everybody who needs no account; mend this and start again"
            );
            Ok(None)
        }
    }
}

/// Refuses to start where passwords are turned off and no administrator can come in without one.
async fn keeps_an_administrator(accounts: &Accounts) -> anyhow::Result<()> {
    // Who there is can be asked only once the database is there.
    if accounts.ways().passwords
        || accounts.is_in_doubt()
        || accounts.people().has_administrator().await?
    {
        return Ok(());
    }
    anyhow::bail!(
        "passwords are turned off, and no administrator is linked to {}: nobody could look after accounts. Make one with: concord user add NAME --role administrator --subject SUBJECT; or link one with: concord user link NAME SUBJECT",
        accounts.ways().issuer
    )
}

/// Notes in the log with which configuration the server starts.
async fn note_start(accounts: &Accounts, described: String) {
    let origin = Origin::console();
    let event = Event::done(Action::Start, &"").with(described);
    if let Err(error) = accounts.log().note(&origin, event).await {
        tracing::error!(
            error = &error as &dyn std::error::Error,
            "the start is not noted in the log"
        );
    }
}

/// Says how the first administrator comes in, where there is no account yet.
fn welcome_first(
    accounts: &Accounts,
    settings: &Settings,
    address: SocketAddr,
) -> anyhow::Result<()> {
    let Some(link) = accounts.links().first()? else {
        return Ok(());
    };
    let base = &settings.base_url;
    // The address is known to this server alone, and the next request may go to another.
    let may_come = base.starts_with("https://") || address.ip().is_loopback();
    if may_come && !accounts.is_shared() {
        let link = link.reveal();
        crate::cli::say(&format!(
            "  no account yet; the first administrator comes in at {base}/-/first/{link}"
        ));
    } else {
        crate::cli::say(
            "  no account yet; make the first administrator with: concord user add NAME --role administrator",
        );
    }
    Ok(())
}

/// What the start made.
struct Opened {
    publisher: Publisher,
    published: Published,
    claim: Claim,
}

fn open(
    store: Store,
    location: &Location,
    index: &Path,
    upstream: Option<UpstreamConfig>,
) -> anyhow::Result<Opened> {
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
    let bar = Bar::default();
    let (publisher, published) =
        Publisher::open(store, Some(index), &|done, total| bar.show(done, total))?;
    bar.bar.finish_and_clear();
    Ok(Opened {
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

/// A progress bar that keeps out of sight while there is little to wait for.
pub(super) struct Bar {
    started: Instant,
    pub(super) bar: ProgressBar,
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
    pub(super) fn show(&self, done: usize, total: usize) {
        // A page in sixteen is often enough; drawing takes longer than reading a page.
        if !done.is_multiple_of(16)
            || self.started.elapsed() < PATIENCE
            || !std::io::stderr().is_terminal()
        {
            return;
        }
        if self.bar.is_hidden() {
            self.bar.set_draw_target(ProgressDrawTarget::stderr());
        }
        self.bar.set_length(total as u64);
        self.bar.set_position(done as u64);
    }
}

fn announce(publisher: &Publisher, published: &Published, address: &str) {
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
