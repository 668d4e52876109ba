//! A site on a port of its own with its repository, and the real `git` to talk to it.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::Arc;
use std::time::{Duration, Instant};

use concord::accounts::Accounts;
use concord::site::{Publisher, PushRules, SiteWriter};
use concord::store::{Address, Location, Store, Upstream};
use concord::web::{
    FollowedUpstream, GitLimits, GitOptions, GitServer, PushPolicy, Settings, Site,
};
use tempfile::TempDir;
use tokio::runtime::Runtime;
use tokio::sync::oneshot;

/// Runs git in a folder, apart from whatever this machine is configured with.
pub(crate) fn git_command(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new("git");
    command.current_dir(folder).args(arguments);
    for (name, value) in [
        ("GIT_CONFIG_GLOBAL", "/dev/null"),
        ("GIT_CONFIG_NOSYSTEM", "1"),
        ("GIT_AUTHOR_NAME", "Ada"),
        ("GIT_AUTHOR_EMAIL", "ada@example.org"),
        ("GIT_COMMITTER_NAME", "Ada"),
        ("GIT_COMMITTER_EMAIL", "ada@example.org"),
        ("GIT_TERMINAL_PROMPT", "0"),
        ("LC_ALL", "C.UTF-8"),
    ] {
        command.env(name, value);
    }
    command
}

/// Runs git, which must succeed, and returns what it printed.
#[track_caller]
pub(crate) fn git(folder: &Path, arguments: &[&str]) -> String {
    let output = git_command(folder, arguments).output().unwrap();
    assert!(
        output.status.success(),
        "git {arguments:?}: {}",
        said(&output)
    );
    String::from_utf8_lossy(&output.stdout).trim().to_owned()
}

/// Returns everything that git printed.
pub(crate) fn said(output: &Output) -> String {
    let (out, err) = (&output.stdout, &output.stderr);
    format!(
        "{}{}",
        String::from_utf8_lossy(out),
        String::from_utf8_lossy(err)
    )
}

/// Writes a file of a folder.
pub(crate) fn write(folder: &Path, file: &str, text: impl AsRef<[u8]>) {
    let path = folder.join(file);
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(path, text).unwrap();
}

/// Returns a page without problems.
pub(crate) fn page(title: &str, body: &str) -> String {
    format!("---\ntitle: {title}\nkind: page\nsummary: About {title}.\n---\n\n{body}\n")
}

/// Commits everything in a working tree.
pub(crate) fn commit(folder: &Path, message: &str) {
    git(folder, &["add", "-A"]);
    git(
        folder,
        &["commit", "--quiet", "--allow-empty", "-m", message],
    );
}

/// Waits until something holds.
#[track_caller]
pub(crate) fn until(what: &str, mut holds: impl FnMut() -> bool) {
    let deadline = Instant::now() + Duration::from_secs(60);
    while !holds() {
        assert!(Instant::now() < deadline, "waited in vain: {what}");
        std::thread::sleep(Duration::from_millis(20));
    }
}

/// Sends bytes to a port and returns all that comes back.
pub(crate) fn raw(address: SocketAddr, request: &[u8]) -> Vec<u8> {
    let mut stream = TcpStream::connect(address).unwrap();
    stream.write_all(request).unwrap();
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer);
    answer
}

/// Fetches an address; returns the status line, the headers and the body as one text.
pub(crate) fn get(address: SocketAddr, path: &str, headers: &str) -> String {
    let request =
        format!("GET {path} HTTP/1.1\r\nHost: {address}\r\n{headers}Connection: close\r\n\r\n");
    String::from_utf8_lossy(&raw(address, request.as_bytes())).into_owned()
}

/// How a test's site differs from the usual.
pub(crate) struct Wanted {
    pub(crate) policy: PushPolicy,
    pub(crate) branches: Vec<String>,
    pub(crate) push_limit: u64,
    /// Serve the working tree's own repository, not a bare clone of it.
    pub(crate) working_tree: bool,
    pub(crate) limits: GitLimits,
    /// Follow a clone of the repository, `upstream.git`.
    pub(crate) upstream: bool,
    /// Who may sign in.
    pub(crate) accounts: Option<Arc<Accounts>>,
    /// Believe this machine when it says for whom it asks, as a proxy would.
    pub(crate) proxied: bool,
}

impl Default for Wanted {
    fn default() -> Self {
        Self {
            policy: PushPolicy::Anyone,
            branches: Vec::new(),
            push_limit: 50_000_000,
            working_tree: false,
            limits: GitLimits::default(),
            upstream: false,
            accounts: None,
            proxied: false,
        }
    }
}

/// A site that serves until it is dropped.
pub(crate) struct Server {
    pub(crate) address: SocketAddr,
    pub(crate) folder: TempDir,
    /// The repository that is served.
    pub(crate) repository: PathBuf,
    pub(crate) publisher: Arc<Publisher>,
    pub(crate) upstream: Option<Arc<Upstream>>,
    stop: Option<oneshot::Sender<()>>,
    runtime: Option<Runtime>,
}

impl Server {
    /// Starts a site with some files.
    pub(crate) fn start(files: &[(&str, &str)]) -> Self {
        Self::start_as(Wanted::default(), files)
    }

    pub(crate) fn start_as(wanted: Wanted, files: &[(&str, &str)]) -> Self {
        // What the server logs as an error stands beside a test that fails.
        let log = tracing_subscriber::fmt().with_max_level(tracing::Level::WARN);
        let _ = log.with_test_writer().try_init();
        let folder = TempDir::new().unwrap();
        let repository = make_repository(folder.path(), files, wanted.working_tree);
        let location = Location {
            repository: repository.clone(),
            ..Location::default()
        };
        let index = folder.path().join("index");
        std::fs::create_dir_all(&index).unwrap();
        let store = Store::open(&location).unwrap();
        let (publisher, _) = Publisher::open(store, Some(&index), &|_, _| ()).unwrap();
        let publisher = Arc::new(publisher);
        let upstream = wanted.upstream.then(|| {
            let made = ["clone", "--quiet", "--bare", "source", "upstream.git"];
            git(folder.path(), &made);
            let address = Address::parse("upstream.git", folder.path()).unwrap();
            let store = Arc::clone(publisher.store());
            Arc::new(Upstream::new(store, address, None).unwrap())
        });
        let following = upstream.clone();
        let following = following.map(|upstream| Arc::new(FollowedUpstream::new(upstream, None)));
        let runtime = Runtime::new().unwrap();
        let (stop, stopped) = oneshot::channel::<()>();
        let address = runtime.block_on(async {
            let any = SocketAddr::from(([127, 0, 0, 1], 0));
            let listener = concord::web::listen(any).await.unwrap();
            let address = listener.local_addr().unwrap();
            let settings = Settings {
                name: "Test".to_owned(),
                base_url: format!("http://{address}"),
                hosts: Vec::new(),
                proxies: (wanted.proxied.then(|| "127.0.0.1/32".parse().unwrap()))
                    .into_iter()
                    .collect(),
                ..Settings::default()
            };
            let rules = PushRules {
                branches: wanted.branches,
                file_limit: 5_000_000,
            };
            let writer = Arc::new(SiteWriter::new(Arc::clone(&publisher), None, rules));
            let options = GitOptions {
                writer: Arc::clone(&writer),
                accounts: wanted.accounts.clone(),
                limits: wanted.limits,
                directory: index.join("git"),
                executable: env!("CARGO_BIN_EXE_concord").into(),
                policy: wanted.policy,
                push_limit: wanted.push_limit,
            };
            let git = GitServer::start(&settings, options).unwrap();
            let site = Site::new(Arc::clone(&publisher), settings).with_git(git);
            let mut site = site.with_upstream(following);
            if let Some(accounts) = wanted.accounts {
                site = site.with_accounts(accounts).with_writer(writer);
            }
            let service = concord::web::service(site);
            tokio::spawn(concord::web::serve(listener, service, async {
                let _ = stopped.await;
            }));
            address
        });
        Self {
            address,
            folder,
            repository,
            publisher,
            upstream,
            stop: Some(stop),
            runtime: Some(runtime),
        }
    }

    pub(crate) fn url(&self) -> String {
        format!("http://{}/content.git", self.address)
    }

    /// Clones into a new folder.
    pub(crate) fn clone(&self, name: &str, more: &[&str]) -> PathBuf {
        let url = self.url();
        let mut arguments = vec!["clone", "--quiet"];
        arguments.extend(more);
        arguments.extend([url.as_str(), name]);
        git(self.folder.path(), &arguments);
        self.folder.path().join(name)
    }

    /// Returns the commit that is served.
    pub(crate) fn served(&self) -> String {
        self.publisher.edition().revision().id.to_string()
    }

    /// Returns the commit at the tip of the branch.
    pub(crate) fn tip(&self) -> String {
        git(&self.repository, &["rev-parse", "main"])
    }

    pub(crate) fn get(&self, path: &str) -> String {
        get(self.address, path, "")
    }

    /// Tells how many objects of refused or broken pushes lie about.
    pub(crate) fn quarantines(&self) -> usize {
        let objects = match self.repository.join("objects") {
            bare if bare.is_dir() => bare,
            _ => self.repository.join(".git/objects"),
        };
        let names = std::fs::read_dir(objects).unwrap().flatten();
        names
            .filter(|entry| entry.file_name().to_string_lossy().contains("incoming"))
            .count()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.stop.take());
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}

/// Makes a repository with one commit: bare, unless a working tree is wanted.
pub(crate) fn make_repository(
    folder: &Path,
    files: &[(&str, &str)],
    working_tree: bool,
) -> PathBuf {
    let source = folder.join("source");
    std::fs::create_dir(&source).unwrap();
    git(&source, &["init", "--quiet", "-b", "main"]);
    for (file, text) in files {
        write(&source, file, text);
    }
    commit(&source, "Begin");
    if working_tree {
        return source;
    }
    git(
        folder,
        &["clone", "--quiet", "--bare", "source", "content.git"],
    );
    folder.join("content.git")
}

/// Pushes, which must be refused, and returns what the contributor reads.
#[track_caller]
pub(crate) fn refused(folder: &Path, arguments: &[&str]) -> String {
    let output = git_command(folder, &[&["push"], arguments].concat())
        .output()
        .unwrap();
    let said = said(&output);
    assert!(!output.status.success(), "the push was accepted: {said}");
    said
}

/// Pushes, which must be accepted, and returns what the contributor reads.
#[track_caller]
pub(crate) fn accepted(folder: &Path, arguments: &[&str]) -> String {
    let output = git_command(folder, &[&["push"], arguments].concat())
        .output()
        .unwrap();
    let said = said(&output);
    assert!(output.status.success(), "the push was refused: {said}");
    said
}

/// A small site: two pages that link to each other, and a vocabulary.
pub(crate) fn small() -> Vec<(&'static str, &'static str)> {
    vec![
        (
            "vocabulary.toml",
            include_str!("../../content/vocabulary.toml"),
        ),
        (
            "index.md",
            "---\ntitle: Home\nkind: page\nsummary: The start.\n---\n\n[A](cases/a.md)\n",
        ),
        (
            "cases/a.md",
            "---\ntitle: A\nkind: page\nsummary: First.\n---\n\n## Setting\n\n[B](b.md)\n",
        ),
        (
            "cases/b.md",
            "---\ntitle: B\nkind: page\nsummary: Second.\n---\n\n[the setting](a.md#setting)\n",
        ),
    ]
}
