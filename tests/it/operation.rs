//! Accounts in the real program: saved and restored while people write, and with a database that is
//! full or gone.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

use rustix::process::{Pid, Resource, Rlimit, prlimit};
use tempfile::TempDir;

use crate::git_harness::{commit, git, git_command, page, said, write};
use crate::people::PASSWORD;
use crate::program::{Server, program, start, wait_for};

/// How soon something is to be seen, on a machine that does much else.
const SOON: Duration = Duration::from_secs(30);

/// A site with accounts in a folder of its own.
pub(crate) struct Site {
    folder: TempDir,
}

impl Site {
    /// Makes a site with a page for everybody, one for members, and the administrator `root`.
    pub(crate) fn new() -> Self {
        let site = Self {
            folder: tempfile::tempdir().unwrap(),
        };
        let source = site.path("source");
        std::fs::create_dir(&source).unwrap();
        git(&source, &["init", "-q", "-b", "main"]);
        write(&source, "vocabulary.toml", "");
        write(&source, "index.md", page("Home", "Welcome."));
        write(&source, "open.md", page("Open", "Heron."));
        let inside =
            "---\ntitle: Inside\nkind: page\nsummary: S.\nvisibility: members\n---\n\nOtter.\n";
        write(&source, "inside.md", inside);
        commit(&source, "Begin");
        git(
            site.folder.path(),
            &["clone", "-q", "--bare", "source", "content.git"],
        );
        let added = site.user(
            &["add", "root", "--role", "administrator", "--password-stdin"],
            PASSWORD,
        );
        assert!(added.status.success(), "{}", said(&added));
        site
    }

    pub(crate) fn folder(&self) -> &Path {
        self.folder.path()
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// The command `concord user` or `concord audit` on its accounts.
    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = program(self.folder());
        command.args(arguments).args(["--data", "data"]);
        command.stdin(Stdio::null());
        command
    }

    pub(crate) fn user(&self, arguments: &[&str], input: &str) -> Output {
        let mut command = self.command(&[&["user"], arguments].concat());
        command.stdin(Stdio::piped());
        command.stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        child
            .stdin
            .take()
            .unwrap()
            .write_all(format!("{input}\n").as_bytes())
            .unwrap();
        child.wait_with_output().unwrap()
    }

    /// Serves it from a folder in it.
    pub(crate) fn serve(&self, folder: &str) -> Server {
        start(serve(&self.path(folder)))
    }

    /// Holds that the log is whole.
    #[track_caller]
    pub(crate) fn log_is_whole(&self) {
        let verified = self.command(&["audit", "verify"]).output().unwrap();
        assert!(verified.status.success(), "{}", said(&verified));
        assert!(said(&verified).contains("whole"), "{}", said(&verified));
    }
}

pub(crate) fn serve(folder: &Path) -> Command {
    let mut command = program(folder);
    command.args(["serve", "--listen", "127.0.0.1:0", "--index", "index"]);
    command.args(["--repository", "content.git", "--data", "data"]);
    command
}

/// An answer of the server: its status, its head, its body; nothing when it is cut off.
pub(crate) struct Answer {
    pub(crate) status: u16,
    head: String,
    pub(crate) body: String,
}

/// Sends a request; nothing comes back from a server that is killed.
pub(crate) fn ask(address: &str, request: &str, headers: &str, form: &str) -> Option<Answer> {
    let mut stream = TcpStream::connect(address).ok()?;
    write!(
        stream,
        "{request} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nSec-Fetch-Site: same-origin\r\n\
         Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n{headers}\r\n{form}",
        form.len()
    )
    .ok()?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer).ok()?;
    let (head, body) = answer.split_once("\r\n\r\n")?;
    Some(Answer {
        status: head.split(' ').nth(1)?.parse().ok()?,
        head: head.to_owned(),
        body: body.to_owned(),
    })
}

#[track_caller]
pub(crate) fn get(server: &Server, path: &str, cookie: &str) -> Answer {
    ask(&server.address, &format!("GET {path}"), cookie, "").unwrap()
}

/// Signs in with the password of every account here.
#[track_caller]
pub(crate) fn sign_in(server: &Server, name: &str) -> Answer {
    let form = format!("name={name}&password={}", PASSWORD.replace(' ', "+"));
    ask(&server.address, "POST /-/sign-in", "", &form).unwrap()
}

/// Returns the line that a browser sends back after it has signed in.
#[track_caller]
pub(crate) fn cookie(signed_in: &Answer) -> String {
    assert_eq!(signed_in.status, 303, "{}", signed_in.body);
    let line = signed_in.head.lines().find_map(|line| {
        let (name, value) = line.split_once(": ")?;
        name.eq_ignore_ascii_case("set-cookie").then_some(value)
    });
    let value = line.unwrap().split(';').next().unwrap();
    format!("Cookie: {value}\r\n")
}

#[test]
fn a_backup_taken_while_people_write_is_restored_to_a_site_that_serves_them() {
    let site = Site::new();
    let server = site.serve(".");
    let added = site.user(&["add", "carl", "--role", "contributor", "--invite"], "");
    assert!(added.status.success(), "{}", said(&added));
    let token = site.user(&["token", "carl", "--name", "laptop"], "");
    let token = String::from_utf8(token.stdout).unwrap().trim().to_owned();
    let bearer = format!("Authorization: Bearer {token}\r\n");
    wait_for("the token", SOON, || {
        get(&server, "/api/v1/pages/inside", &bearer).status == 200
    });
    let url = |server: &Server| format!("http://carl:{token}@{}/content.git", server.address);
    git(site.folder(), &["clone", "-q", &url(&server), "work"]);
    let (stop, writes) = (AtomicBool::new(false), AtomicUsize::new(0));
    std::thread::scope(|scope| {
        scope.spawn(|| {
            for number in 0.. {
                write(
                    &site.path("work"),
                    &format!("n{number}.md"),
                    page("New", "x"),
                );
                commit(&site.path("work"), "More");
                git(&site.path("work"), &["push", "-q", "origin", "main"]);
                writes.fetch_add(1, Ordering::Relaxed);
                if stop.load(Ordering::Relaxed) {
                    break;
                }
            }
        });
        scope.spawn(|| {
            while !stop.load(Ordering::Relaxed) {
                cookie(&sign_in(&server, "root"));
                writes.fetch_add(1, Ordering::Relaxed);
            }
        });
        wait_for("writing", SOON, || writes.load(Ordering::Relaxed) > 3);
        backup(&site, "busy");
        stop.store(true, Ordering::Relaxed);
    });
    backup(&site, "quiet");
    for (name, is_same) in [("busy", false), ("quiet", true)] {
        restore(&site, name);
        let restored = site.serve(&format!("restored-{name}"));
        let both = [&server, &restored];
        let cookies = both.map(|server| cookie(&sign_in(server, "root")));
        let pages: &[&str] = match is_same {
            true => &[
                "/",
                "/open",
                "/n0",
                "/changes",
                "/search?q=heron",
                "/sitemap.xml",
            ],
            false => &["/open"],
        };
        for path in pages {
            let [one, other] = both.map(|server| {
                let answer = get(server, path, "");
                assert_eq!(answer.status, 200, "{path}");
                let body = answer.body.replace(&server.address, "ADDRESS");
                match is_same {
                    true => body,
                    // What was pushed since then is another commit, which stands below the page.
                    false => body.split("<footer").next().unwrap_or("").to_owned(),
                }
            });
            assert_eq!(one, other, "{name}: {path}");
        }
        for (server, cookie) in both.iter().zip(&cookies) {
            let inside = get(server, "/inside", cookie);
            assert!(inside.status == 200 && inside.body.contains("Otter"));
            assert_eq!(get(server, "/inside", "").status, 404);
        }
        let clone = format!("clone-{name}");
        git(site.folder(), &["clone", "-q", &url(&restored), &clone]);
        assert!(site.path(&clone).join("inside.md").exists());
        if is_same {
            let tip = |folder: &str| git(&site.path(folder), &["rev-parse", "HEAD"]);
            assert_eq!(tip("work"), tip(&clone));
        }
        let stranger = format!("http://{}/content.git", restored.address);
        let refused = git_command(site.folder(), &["clone", "-q", &stranger, "no"]);
        assert!(!{ refused }.output().unwrap().status.success());
    }
}

fn backup(site: &Site, name: &str) {
    let mut command = site.command(&["backup", name, "--repository", "content.git"]);
    let done = command.output().unwrap();
    assert!(done.status.success(), "{}", said(&done));
}

/// Restores a backup into a new folder, and holds that its log is whole.
fn restore(site: &Site, name: &str) {
    let folder = site.path(&format!("restored-{name}"));
    std::fs::create_dir(&folder).unwrap();
    let from = site.path(name);
    let mut command = program(&folder);
    let done = command.arg("restore").arg(from).output().unwrap();
    assert!(done.status.success(), "{}", said(&done));
    assert!(!said(&done).contains("not what was written"));
    let mut verify = program(&folder);
    let verified = verify.args(["audit", "verify"]).output().unwrap();
    assert!(said(&verified).contains("whole"), "{}", said(&verified));
}

/// Lets a process make files of so many bytes at most; nothing: of any size.
pub(crate) fn limit_files(server: &Server, bytes: Option<u64>) {
    let limit = Rlimit {
        current: bytes,
        maximum: None,
    };
    prlimit(Some(Pid::from_child(&server.child)), Resource::Fsize, limit).unwrap();
}

#[test]
fn with_a_database_that_is_full_public_pages_are_read_and_it_heals() {
    let site = Site::new();
    // As on a full disk, a write fails and nothing else happens.
    let inner = serve(site.folder());
    let mut command = Command::new("sh");
    command.current_dir(site.folder());
    command.args(["-c", "trap '' XFSZ; exec \"$0\" \"$@\""]);
    command.arg(inner.get_program()).args(inner.get_args());
    let server = start(command);
    let root = cookie(&sign_in(&server, "root"));
    limit_files(&server, Some(1));
    for name in ["root", "nobody"] {
        let shut = sign_in(&server, name);
        assert_eq!(shut.status, 503, "{name}: {}", shut.body);
        assert!(shut.body.contains("role=\"alert\""), "{}", shut.body);
    }
    let form = "name=anna&role=reader";
    let invited = ask(&server.address, "POST /-/accounts/invite", &root, form).unwrap();
    assert_eq!(invited.status, 503, "{}", invited.body);
    // Reading goes on: for everybody, and for who is signed in.
    assert_eq!(get(&server, "/open", "").status, 200);
    assert_eq!(get(&server, "/inside", &root).status, 200);
    assert_eq!(get(&server, "/inside", "").status, 404);
    limit_files(&server, None);
    assert_eq!(sign_in(&server, "root").status, 303);
    let invited = ask(&server.address, "POST /-/accounts/invite", &root, form).unwrap();
    assert_eq!(invited.status, 200, "{}", invited.body);
    drop(server);
    site.log_is_whole();
    let listed = said(&site.user(&["list"], ""));
    assert_eq!(listed.lines().count(), 2, "nothing was half done: {listed}");
}

#[test]
fn while_the_database_is_gone_nobody_is_known_and_what_was_revoked_stays_so() {
    let site = Site::new();
    let server = site.serve(".");
    let (root, other) = (
        cookie(&sign_in(&server, "root")),
        cookie(&sign_in(&server, "root")),
    );
    let token = site.user(&["token", "root", "--name", "laptop"], "");
    let token = String::from_utf8(token.stdout).unwrap().trim().to_owned();
    let bearer = format!("Authorization: Bearer {token}\r\n");
    let is_in = |headers: &str| get(&server, "/inside", headers).status == 200;
    let reads = || get(&server, "/api/v1/pages/inside", &bearer).status == 200;
    wait_for("the token", SOON, reads);
    let (data, away) = (site.path("data"), site.path("away"));
    std::fs::rename(&data, &away).unwrap();
    assert_eq!(sign_in(&server, "root").status, 503);
    wait_for("doubt", SOON, || !is_in(&root) && !reads());
    assert_eq!(get(&server, "/open", &root).status, 200);
    // A git that has a token keeps it: it is not asked for another one.
    let url = format!("http://root:{token}@{}/content.git", server.address);
    let cloned = git_command(site.folder(), &["clone", "-q", &url, "doubtful"])
        .output()
        .unwrap();
    assert!(
        said(&cloned).contains("cannot be read just now"),
        "{}",
        said(&cloned)
    );
    // A command that knows where they are ends sessions meanwhile.
    let ended = program(site.folder())
        .args(["user", "sessions", "root", "--end", "--data", "away"])
        .output()
        .unwrap();
    assert!(ended.status.success(), "{}", said(&ended));
    std::fs::rename(&away, &data).unwrap();
    // With the first look that succeeds; a session that ended is never believed again.
    wait_for("the accounts", SOON, || {
        assert!(!is_in(&root) && !is_in(&other));
        reads()
    });
    assert_eq!(sign_in(&server, "root").status, 303);
}
