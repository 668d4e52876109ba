//! [`GitServer`]: the children that run, how many at once, and what their hooks need.

use std::io;
use std::process::Stdio;
use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use axum::http::StatusCode;
use tokio::sync::{Mutex, OwnedMutexGuard, OwnedSemaphorePermit, Semaphore};
use tokio::task::JoinHandle;

use crate::site::{Archive, Publisher};
use crate::store::{GitService, ReceiveOptions};
use crate::web::git::GitRefusal;
use crate::web::git::exchange::{Exchange, ExitAction};
use crate::web::git::hook_folder::{HookFolder, HookPaths};
use crate::web::git::hooks::{HookServer, SOCKET_VARIABLE, TOKEN_VARIABLE};
use crate::web::git::inflate::Decoder;
use crate::web::git::options::{GitError, GitLimits, GitOptions};
use crate::web::git::output::ExchangeOutput;
use crate::web::git::pack::{InflationLimits, Meter};
use crate::web::git::tickets::{Pusher, Ticket, Tickets};
use crate::web::parts::access::PushPolicy;
use crate::web::parts::settings::Settings;

/// The time after which a refused client may come again.
const RETRY: Duration = Duration::from_secs(10);
/// The most bytes of the question of a fetch: what it wants and what it has.
const FETCH_LIMIT: u64 = 32 << 20;
/// The most bytes that a push may have beside its objects.
const COMMANDS: u64 = 4 << 20;
/// The time between two looks whether git's hooks are still there.
const LOOK_EVERY: Duration = Duration::from_secs(2);

/// Runs git for `/content.git`.
pub struct GitServer {
    publisher: Arc<Publisher>,
    /// Looked at by one request at a time: the others wait here, not on threads.
    archive: Arc<Mutex<Archive>>,
    policy: PushPolicy,
    push_limit: u64,
    inflated: InflationLimits,
    tickets: Arc<Tickets>,
    hooks: Arc<HookFolder>,
    keeper: JoinHandle<()>,
    limits: GitLimits,
    advertisements: Arc<Semaphore>,
    fetches: Arc<Semaphore>,
    pushes: Arc<Semaphore>,
}

impl GitServer {
    /// Looks for git, prepares the hooks and answers them. Needs a runtime.
    pub fn start(settings: &Settings, options: GitOptions) -> Result<Self, GitError> {
        let publisher = Arc::clone(options.writer.publisher());
        publisher.store().git().version()?;
        let tickets = Arc::new(Tickets::default());
        let archive = Archive::new(Arc::clone(publisher.store()));
        let archive = Arc::new(Mutex::new(archive));
        let bytes = publisher.store().budget().bytes;
        let inflated = InflationLimits::new(options.writer.rules().file_limit, bytes);
        let judge = HookServer {
            writer: options.writer,
            base_url: settings.base_url.clone(),
            tickets: Arc::clone(&tickets),
            archive: Arc::clone(&archive),
            accounts: options.accounts,
        };
        let directory = options.directory.clone();
        let hooks = HookFolder::prepare(options.directory, &options.executable, judge);
        let hooks = hooks.map_err(|source| GitError::Hooks { directory, source })?;
        let hooks = Arc::new(hooks);
        Ok(Self {
            publisher,
            archive,
            policy: options.policy,
            push_limit: options.push_limit,
            inflated,
            tickets,
            keeper: tokio::spawn(keep(Arc::clone(&hooks))),
            hooks,
            advertisements: Arc::new(Semaphore::new(options.limits.advertisements)),
            fetches: Arc::new(Semaphore::new(options.limits.fetches)),
            pushes: Arc::new(Semaphore::new(options.limits.pushes)),
            limits: options.limits,
        })
    }

    /// Returns who may push.
    pub(in crate::web) fn policy(&self) -> PushPolicy {
        self.policy
    }

    /// Waits for the repository's whole history, to look at it.
    pub(super) async fn archive(&self) -> OwnedMutexGuard<Archive> {
        Arc::clone(&self.archive).lock_owned().await
    }

    /// Waits for a permit to run.
    pub(super) async fn permit(
        &self,
        service: GitService,
        advertise: bool,
    ) -> Result<OwnedSemaphorePermit, GitRefusal> {
        let permits = match service {
            _ if advertise => &self.advertisements,
            GitService::UploadPack => &self.fetches,
            GitService::ReceivePack => &self.pushes,
        };
        match tokio::time::timeout(self.limits.queue, Arc::clone(permits).acquire_owned()).await {
            Ok(Ok(permit)) => Ok(permit),
            _ => {
                let message = "too many are fetching or pushing just now; try again in a moment";
                let mut refusal = GitRefusal::new(StatusCode::SERVICE_UNAVAILABLE, message);
                refusal.retry = Some(RETRY);
                Err(refusal)
            }
        }
    }

    /// Runs git to say what there is.
    pub(super) fn advertise(
        &self,
        service: GitService,
        protocol: Option<&str>,
        permit: OwnedSemaphorePermit,
    ) -> Result<ExchangeOutput, GitRefusal> {
        let command = match service {
            GitService::UploadPack => self.publisher.store().git().upload_pack(true),
            GitService::ReceivePack => {
                let paths = self.hooks.ready().map_err(|error| unjudged(&error))?;
                let options = self.receive_options(paths, None);
                self.publisher.store().git().receive_pack(&options, true)
            }
        };
        let exchange = Exchange {
            child: spawn(command, protocol)?,
            service,
            body: Body::empty(),
            decoder: Decoder::new(false),
            limit: 0,
            idle: self.limits.idle,
            silence: self.limits.silence,
            meter: None,
            finish: None,
            held: Box::new(permit),
        };
        Ok(exchange.start())
    }

    /// Runs git to fetch or to push.
    pub(super) fn exchange(
        &self,
        service: GitService,
        protocol: Option<&str>,
        body: Body,
        gzip: bool,
        permit: OwnedSemaphorePermit,
        pusher: Pusher,
    ) -> Result<ExchangeOutput, GitRefusal> {
        let (child, limit, finish) = match service {
            GitService::UploadPack => {
                let command = self.publisher.store().git().upload_pack(false);
                (spawn(command, protocol)?, FETCH_LIMIT, None)
            }
            GitService::ReceivePack => {
                let ticket = self.tickets.issue(pusher).map_err(|error| broken(&error))?;
                let paths = self.hooks.ready().map_err(|error| unjudged(&error))?;
                let options = self.receive_options(paths, Some(&ticket));
                let command = self.publisher.store().git().receive_pack(&options, false);
                let limit = self.push_limit.saturating_add(COMMANDS);
                let store = Arc::clone(self.publisher.store());
                let finish: ExitAction =
                    Box::new(move || store.git().sync_folders(&ticket.folders()));
                (spawn(command, protocol)?, limit, Some(finish))
            }
        };
        let exchange = Exchange {
            child,
            service,
            body,
            decoder: Decoder::new(gzip),
            limit,
            idle: self.limits.idle,
            silence: self.limits.silence,
            meter: (service == GitService::ReceivePack).then(|| Meter::new(self.inflated)),
            finish,
            held: Box::new(permit),
        };
        Ok(exchange.start())
    }

    fn receive_options(&self, paths: HookPaths, ticket: Option<&Ticket>) -> ReceiveOptions {
        let variables = ticket.map(|ticket| {
            [
                (SOCKET_VARIABLE, paths.socket.into_os_string()),
                (TOKEN_VARIABLE, ticket.token.clone().into()),
            ]
        });
        ReceiveOptions {
            hooks: paths.hooks,
            push_limit: self.push_limit,
            variables: variables.into_iter().flatten().collect(),
        }
    }
}

/// Makes the hooks and their socket again when they are gone, for as long as the server runs.
async fn keep(hooks: Arc<HookFolder>) {
    let mut failed = false;
    loop {
        tokio::time::sleep(LOOK_EVERY).await;
        let hooks = Arc::clone(&hooks);
        let ready = tokio::task::spawn_blocking(move || hooks.ready()).await;
        match ready {
            Ok(Err(error)) if !failed => {
                tracing::error!(%error, "git's hooks cannot be prepared: nobody can push");
                failed = true;
            }
            Ok(Err(_)) => {}
            _ => failed = false,
        }
    }
}

impl Drop for GitServer {
    fn drop(&mut self) {
        self.keeper.abort();
    }
}

fn spawn(
    mut command: std::process::Command,
    protocol: Option<&str>,
) -> Result<tokio::process::Child, GitRefusal> {
    if let Some(protocol) = protocol {
        command.env("GIT_PROTOCOL", protocol);
    }
    tokio::process::Command::from(command)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .kill_on_drop(true)
        .spawn()
        .map_err(|error| broken(&error))
}

/// Refuses a push that could not be judged.
fn unjudged(error: &io::Error) -> GitRefusal {
    tracing::error!(%error, "git's hooks cannot be prepared");
    let message = "this server cannot check pushes just now; nothing was changed";
    GitRefusal::new(StatusCode::SERVICE_UNAVAILABLE, message)
}

fn broken(error: &io::Error) -> GitRefusal {
    tracing::error!(%error, "cannot run git");
    let message = "this server cannot run git just now; the site is still readable";
    GitRefusal::new(StatusCode::NOT_IMPLEMENTED, message)
}
