//! [`HookFolder`]: what git's hooks need on disk, and making it again when it is gone.
//!
//! ```text
//! hooks/pre-receive, hooks/post-receive   links to this program
//! socket                                  where it answers them
//! lock                                    held by the one server whose folder this is
//! ```
//!
//! A server whose folder belongs to another one, or cannot be written, makes one of its own among
//! the files that are temporary.

use std::fs::{self, File, OpenOptions};
use std::io;
use std::os::unix::fs::{DirBuilderExt, MetadataExt, PermissionsExt, symlink};
use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use tokio::net::UnixListener;
use tokio::runtime::Handle;
use tokio::task::JoinHandle;

use crate::web::git::hooks::{HookServer, listen};

/// The hooks that git runs.
const HOOKS: [&str; 2] = ["pre-receive", "post-receive"];
/// Longest path of a socket that every system takes.
const SOCKET_PATH: usize = 100;
/// The longest time that a server that is just ending may keep its folder.
const PATIENCE: Duration = Duration::from_secs(1);

/// The paths by which git finds its hooks, and they this server.
#[derive(Clone, Debug)]
pub(super) struct HookPaths {
    pub(super) hooks: PathBuf,
    pub(super) socket: PathBuf,
}

/// The folder, for as long as the server runs.
pub(super) struct HookFolder {
    wanted: PathBuf,
    executable: PathBuf,
    judge: Arc<HookServer>,
    /// The runtime that answers hooks, whichever thread finds out that the socket has to be made again.
    runtime: Handle,
    open: Mutex<Option<OpenHookFolder>>,
}

impl HookFolder {
    /// Prepares everything. Needs a runtime.
    pub(super) fn prepare(
        wanted: PathBuf,
        executable: &Path,
        judge: HookServer,
    ) -> io::Result<Self> {
        let folder = Self {
            wanted,
            executable: executable.canonicalize()?,
            judge: Arc::new(judge),
            runtime: Handle::current(),
            open: Mutex::new(None),
        };
        folder.make(PATIENCE).map(|open| {
            let paths = open.paths.clone();
            tracing::debug!(hooks = %paths.hooks.display(), "prepared git's hooks");
            *folder.lock() = Some(open);
        })?;
        Ok(folder)
    }

    /// Returns the paths, after a look that all is there. What is gone is made again.
    pub(super) fn ready(&self) -> io::Result<HookPaths> {
        let mut open = self.lock();
        if let Some(open) = open.as_ref()
            && open.is_whole(&self.executable)
        {
            return Ok(open.paths.clone());
        }
        tracing::warn!("git's hooks or their socket are gone; they are made again");
        // The one before gives up what is left of it first.
        *open = None;
        let made = open.insert(self.make(Duration::ZERO)?);
        Ok(made.paths.clone())
    }

    fn make(&self, patience: Duration) -> io::Result<OpenHookFolder> {
        let open = OpenHookFolder::in_folder(&self.wanted, self, patience);
        open.or_else(|error| {
            tracing::warn!(
                %error,
                "git's hooks cannot be in {}; they are put among temporary files",
                self.wanted.display()
            );
            OpenHookFolder::temporary(self)
        })
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Option<OpenHookFolder>> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A folder that is in use.
struct OpenHookFolder {
    paths: HookPaths,
    /// The socket's file: another of the same name is another's.
    inode: u64,
    listener: JoinHandle<()>,
    /// Folders that were made for this alone.
    temporary: Vec<PathBuf>,
    /// Held, not read: the system releases the lock when the process ends, however it ends.
    _lock: Option<File>,
}

impl OpenHookFolder {
    fn in_folder(directory: &Path, folder: &HookFolder, patience: Duration) -> io::Result<Self> {
        let hooks = directory.join("hooks");
        make_private(&hooks)?;
        fs::set_permissions(directory, fs::Permissions::from_mode(0o700))?;
        let lock = take(&directory.join("lock"), patience)?;
        // Git runs in the repository: the paths must hold there too.
        let (hooks, directory) = (hooks.canonicalize()?, directory.canonicalize()?);
        install(&hooks, &folder.executable)?;
        let mut temporary = Vec::new();
        let mut socket = directory.join("socket");
        if socket.as_os_str().len() > SOCKET_PATH {
            let own = make_temporary()?;
            socket = own.join("socket");
            temporary.push(own);
        }
        remove_left_over(&socket)?;
        Self::listen(HookPaths { hooks, socket }, folder, temporary, Some(lock))
    }

    fn temporary(folder: &HookFolder) -> io::Result<Self> {
        let own = make_temporary()?;
        let hooks = own.join("hooks");
        make_private(&hooks)?;
        install(&hooks, &folder.executable)?;
        let socket = own.join("socket");
        Self::listen(HookPaths { hooks, socket }, folder, vec![own], None)
    }

    fn listen(
        paths: HookPaths,
        folder: &HookFolder,
        temporary: Vec<PathBuf>,
        lock: Option<File>,
    ) -> io::Result<Self> {
        let _inside = folder.runtime.enter();
        let listener = UnixListener::bind(&paths.socket)?;
        Ok(Self {
            inode: fs::symlink_metadata(&paths.socket)?.ino(),
            listener: folder
                .runtime
                .spawn(listen(listener, Arc::clone(&folder.judge))),
            paths,
            temporary,
            _lock: lock,
        })
    }

    fn is_whole(&self, executable: &Path) -> bool {
        let leads_here = |name: &&str| {
            let target = fs::read_link(self.paths.hooks.join(name));
            target.is_ok_and(|target| target == executable)
        };
        HOOKS.iter().all(leads_here) && self.has_socket() && !self.listener.is_finished()
    }

    fn has_socket(&self) -> bool {
        let found = fs::symlink_metadata(&self.paths.socket);
        found.is_ok_and(|found| found.ino() == self.inode)
    }
}

impl Drop for OpenHookFolder {
    fn drop(&mut self) {
        self.listener.abort();
        if self.has_socket() {
            let _ = fs::remove_file(&self.paths.socket);
        }
        for folder in &self.temporary {
            let _ = fs::remove_dir_all(folder);
        }
    }
}

fn make_private(folder: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true).mode(0o700).create(folder)
}

fn make_temporary() -> io::Result<PathBuf> {
    let number = getrandom::u64().map_err(io::Error::other)?;
    let folder = std::env::temp_dir().join(format!("concord-{number:016x}"));
    // Only a new folder will do: nobody else may have laid one there.
    fs::DirBuilder::new().mode(0o700).create(&folder)?;
    Ok(folder)
}

/// Takes the lock of a folder that is this server's alone.
fn take(path: &Path, patience: Duration) -> io::Result<File> {
    let mut options = OpenOptions::new();
    let lock = options
        .create(true)
        .truncate(false)
        .write(true)
        .open(path)?;
    let until = Instant::now() + patience;
    loop {
        match lock.try_lock() {
            Ok(()) => return Ok(lock),
            Err(fs::TryLockError::WouldBlock) if Instant::now() < until => {
                std::thread::sleep(Duration::from_millis(10));
            }
            Err(fs::TryLockError::WouldBlock) => {
                let message = "another server uses this folder";
                return Err(io::Error::new(io::ErrorKind::AddrInUse, message));
            }
            Err(fs::TryLockError::Error(error)) => return Err(error),
        }
    }
}

/// Puts this program into the folder under the hooks' names. There is no moment without a hook: git
/// would take a push unchecked.
fn install(hooks: &Path, executable: &Path) -> io::Result<()> {
    for name in HOOKS {
        let hook = hooks.join(name);
        if fs::read_link(&hook).is_ok_and(|target| target == executable) {
            continue;
        }
        let new = hooks.join(format!("{name}.new"));
        let _ = fs::remove_file(&new);
        symlink(executable, &new)?;
        fs::rename(&new, &hook)?;
    }
    Ok(())
}

/// Removes the socket of a server that was killed. One that answers is another's.
fn remove_left_over(socket: &Path) -> io::Result<()> {
    let in_use = |message: &str| Err(io::Error::new(io::ErrorKind::AddrInUse, message));
    match UnixStream::connect(socket) {
        Ok(_) => in_use("another server answers at the socket there"),
        Err(error) if error.kind() == io::ErrorKind::ConnectionRefused => {
            let kind = fs::symlink_metadata(socket)?.file_type();
            match std::os::unix::fs::FileTypeExt::is_socket(&kind) {
                true => fs::remove_file(socket),
                false => in_use("what is there is no socket"),
            }
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(error) => Err(error),
    }
}
