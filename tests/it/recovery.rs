//! What happens to the repository and to the folder of the index while the site runs, and before.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::time::Duration;

use concord::site::Publisher;
use concord::store::{Location, Store};

use crate::git_harness::{accepted, commit, git, git_command, page, refused, said, write};
use crate::program::{Server, get, program, start, wait_for};

/// How soon a change of the repository is to be seen, on a machine that does much else.
const SOON: Duration = Duration::from_secs(30);

/// A temporary folder with a repository that is served.
struct Scene {
    folder: tempfile::TempDir,
}

impl Scene {
    fn new() -> Self {
        let scene = Self {
            folder: tempfile::tempdir().unwrap(),
        };
        let source = scene.path("source");
        fs::create_dir(&source).unwrap();
        git(&source, &["init", "-q", "-b", "main"]);
        write(&source, "vocabulary.toml", "");
        write(&source, "index.md", page("Home", "Start."));
        write(&source, "secret.md", page("Secret", "Zebra."));
        commit(&source, "Begin");
        git(
            scene.folder.path(),
            &["clone", "-q", "--bare", "source", "site.git"],
        );
        scene
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn command(&self, repository: &str, more: &[&str]) -> Command {
        let mut command = program(self.folder.path());
        command.args(["serve", "--listen", "127.0.0.1:0", "--index", "index"]);
        command.args(["--repository", repository]).args(more);
        command
    }

    fn serve(&self, more: &[&str]) -> Server {
        start(self.command("site.git", more))
    }

    /// Commits a page in the source and puts it into the repository that is served.
    fn add(&self, name: &str) {
        let source = self.path("source");
        write(&source, &format!("{name}.md"), page(name, name));
        commit(&source, name);
        git(&source, &["push", "-q", "../site.git", "main"]);
    }

    /// Makes another history, without the secret.
    fn rewritten(&self) -> PathBuf {
        let other = self.path("rewritten");
        fs::create_dir(&other).unwrap();
        git(&other, &["init", "-q", "-b", "main"]);
        write(&other, "vocabulary.toml", "");
        write(&other, "index.md", page("Home", "Another start."));
        commit(&other, "Rewritten");
        other
    }

    fn clone(&self, server: &Server, name: &str) -> PathBuf {
        let url = format!("http://{}/content.git", server.address);
        git(self.folder.path(), &["clone", "-q", &url, name]);
        self.path(name)
    }
}

fn status(server: &Server, path: &str) -> String {
    let answer = get(&server.address, path);
    answer.split(' ').nth(1).unwrap_or("").to_owned()
}

fn shows(server: &Server, path: &str, text: &str) -> bool {
    get(&server.address, path).contains(text)
}

/// Waits until the page is there, can be found, and the site says that it is well.
#[track_caller]
fn is_served(server: &Server, name: &str) {
    wait_for(name, SOON, || status(server, &format!("/{name}")) == "200");
    let found = get(&server.address, &format!("/api/v1/search?q={name}"));
    assert!(
        found.contains(&format!("\"/{name}\"")) || found.contains(name),
        "{found}"
    );
    assert_eq!(status(server, "/-/healthz"), "200");
}

fn end(mut server: Server) {
    let id = server.child.id().to_string();
    assert!(Command::new("kill").arg(&id).status().unwrap().success());
    assert_eq!(server.child.wait().unwrap().code(), Some(0));
}

#[test]
fn a_history_that_is_rewritten_and_pruned_is_read_anew() {
    let scene = Scene::new();
    let server = scene.serve(&["--push", "anyone"]);
    assert_eq!(status(&server, "/secret"), "200");
    scene.rewritten();
    let site = scene.path("site.git");
    git(&site, &["fetch", "-q", "-f", "../rewritten", "main:main"]);
    git(&site, &["reflog", "expire", "--expire=now", "--all"]);
    git(&site, &["gc", "-q", "--prune=now"]);
    wait_for("the new history", SOON, || {
        status(&server, "/secret") == "404"
    });
    assert_eq!(status(&server, "/-/healthz"), "200");
    let clone = scene.clone(&server, "clone");
    write(&clone, "new.md", page("New", "x"));
    commit(&clone, "New");
    assert!(accepted(&clone, &[]).contains("live at commit"));
    assert_eq!(status(&server, "/new"), "200");
}

#[test]
fn a_repository_that_is_replaced_or_restored_is_read_anew() {
    let scene = Scene::new();
    let site = scene.path("site.git");
    let server = scene.serve(&[]);
    assert_eq!(status(&server, "/secret"), "200");
    // Taken away, then another in its place.
    let backup = scene.path("backup.git");
    fs::rename(&site, &backup).unwrap();
    wait_for("trouble", SOON, || status(&server, "/-/healthz") == "503");
    assert!(shows(&server, "/-/healthz", "cannot be"));
    assert_eq!(
        status(&server, "/secret"),
        "200",
        "the edition before is still served"
    );
    scene.rewritten();
    git(
        scene.folder.path(),
        &["clone", "-q", "--bare", "rewritten", "site.git"],
    );
    wait_for("the other repository", SOON, || {
        status(&server, "/secret") == "404"
    });
    assert_eq!(status(&server, "/-/healthz"), "200");
    // An older state of the first, from a backup.
    fs::remove_dir_all(&site).unwrap();
    fs::rename(&backup, &site).unwrap();
    wait_for("the restored repository", SOON, || {
        status(&server, "/secret") == "200"
    });
    scene.add("later");
    is_served(&server, "later");
    end(server);
}

#[test]
fn a_branch_that_is_gone_is_trouble_until_it_is_back() {
    let scene = Scene::new();
    let server = scene.serve(&[]);
    let site = scene.path("site.git");
    let tip = git(&site, &["rev-parse", "main"]);
    git(&site, &["update-ref", "refs/heads/other", &tip]);
    git(&site, &["update-ref", "-d", "refs/heads/main"]);
    wait_for("trouble", SOON, || status(&server, "/-/healthz") == "503");
    let health = get(&server.address, "/-/healthz");
    assert!(
        health.contains("\"reason\":") && health.contains("\"since\":"),
        "{health}"
    );
    assert!(
        !health.contains(scene.folder.path().to_str().unwrap()),
        "{health}"
    );
    assert_eq!(status(&server, "/"), "200");
    git(&site, &["update-ref", "refs/heads/main", &tip]);
    wait_for("the branch", SOON, || {
        status(&server, "/-/healthz") == "200"
    });
}

/// Does something to the folder of the index.
type Harm = fn(&Path);

#[test]
fn whatever_the_index_folder_is_the_site_starts_and_goes_on() {
    let harms: [(&str, Harm); 8] = [
        ("a file", |index| fs::write(index, "x").unwrap()),
        ("a link to nowhere", |index| {
            std::os::unix::fs::symlink("/nowhere/at/all", index).unwrap();
        }),
        ("segments is a file", |index| {
            fs::create_dir(index).unwrap();
            fs::write(index.join("segments"), "x").unwrap();
        }),
        ("thrown-away is a file", |index| {
            fs::create_dir_all(index.join("segments/segments")).unwrap();
            fs::write(index.join("thrown-away"), "x").unwrap();
        }),
        ("the lock is a folder", |index| {
            fs::create_dir_all(index.join("lock")).unwrap();
        }),
        ("stamp and mark are folders", |index| {
            fs::create_dir_all(index.join("stamp/x")).unwrap();
            fs::create_dir_all(index.join("clean/x")).unwrap();
        }),
        ("the saved pages are a folder", |index| {
            fs::create_dir_all(index.join("pages.bin/x")).unwrap();
            fs::create_dir_all(index.join("pages.bin.new/x")).unwrap();
        }),
        ("git is a file", |index| {
            fs::create_dir(index).unwrap();
            fs::write(index.join("git"), "x").unwrap();
        }),
    ];
    for (what, harm) in harms {
        let scene = Scene::new();
        harm(&scene.path("index"));
        let server = scene.serve(&["--push", "anyone"]);
        assert_eq!(status(&server, "/secret"), "200", "{what}");
        scene.add("later");
        is_served(&server, "later");
        let clone = scene.clone(&server, "clone");
        write(&clone, "pushed.md", page("Pushed", "x"));
        commit(&clone, "Pushed");
        assert!(accepted(&clone, &[]).contains("live at commit"), "{what}");
        end(server);
    }
}

#[test]
fn an_index_folder_that_is_deleted_is_made_again() {
    let scene = Scene::new();
    let server = scene.serve(&["--push", "anyone"]);
    let clone = scene.clone(&server, "clone");
    for round in 0..3 {
        let index = scene.path("index");
        match round {
            0 => fs::remove_dir_all(&index).unwrap(),
            1 => fs::remove_dir_all(index.join("segments")).unwrap(),
            _ => {
                fs::remove_dir_all(&index).unwrap();
                fs::create_dir(&index).unwrap();
            }
        }
        // Nobody may get around the check meanwhile.
        write(&clone, "bad.md", "---\ntitle: [\n---\n");
        commit(&clone, "Bad");
        assert!(refused(&clone, &[]).contains("bad.md"), "round {round}");
        git(&clone, &["reset", "-q", "--hard", "HEAD~1"]);
        let name = format!("round{round}");
        write(&clone, &format!("{name}.md"), page(&name, &name));
        commit(&clone, &name);
        assert!(
            accepted(&clone, &[]).contains("live at commit"),
            "round {round}"
        );
        is_served(&server, &name);
        assert!(index.join("segments/meta.json").exists(), "round {round}");
    }
    end(server);
    let server = scene.serve(&[]);
    is_served(&server, "round2");
}

#[test]
fn an_index_in_memory_comes_back_to_its_folder() {
    let scene = Scene::new();
    let index = scene.path("index");
    fs::write(&index, "x").unwrap();
    let server = scene.serve(&[]);
    fs::remove_file(&index).unwrap();
    wait_for("the index on disk", Duration::from_secs(60), || {
        index.join("segments/meta.json").exists()
    });
    scene.add("later");
    is_served(&server, "later");
    end(server);
    assert!(index.join("clean").exists());
}

#[test]
fn a_full_disk_leaves_the_index_in_memory() {
    let scene = Scene::new();
    let path = |name: &str| scene.path(name).to_str().unwrap().to_owned();
    // No file may become larger than 4 KB: as a full disk, writing fails.
    let limited = |size: u32| {
        let mut command = Command::new("bash");
        let serve = scene.command(&path("site.git"), &[]);
        command.current_dir(scene.folder.path());
        command.args([
            "-c",
            &format!("trap '' XFSZ; ulimit -f {size}; exec \"$@\""),
            "bash",
        ]);
        command.arg(serve.get_program()).args(serve.get_args());
        start(command)
    };
    for size in [0, 1, 4] {
        let server = limited(size);
        assert_eq!(status(&server, "/secret"), "200");
        scene.add(&format!("later{size}"));
        is_served(&server, &format!("later{size}"));
        end(server);
    }
    // With room again, all is as it should be.
    let server = scene.serve(&[]);
    is_served(&server, "later4");
    end(server);
}

#[test]
fn a_second_server_leaves_the_first_ones_hooks_alone() {
    let scene = Scene::new();
    let server = scene.serve(&["--push", "anyone"]);
    let clone = scene.clone(&server, "clone");
    let push = |name: &str| {
        write(&clone, &format!("{name}.md"), page(name, "x"));
        commit(&clone, name);
        accepted(&clone, &[])
    };
    // With accounts of its own: these are for one server alone.
    let second = scene.serve(&["--push", "anyone", "--data", "second"]);
    assert!(push("one").contains("live at commit"));
    let theirs = scene.clone(&second, "theirs");
    write(&theirs, "two.md", page("two", "x"));
    commit(&theirs, "two");
    assert!(accepted(&theirs, &[]).contains("live at commit"));
    end(second);
    git(&clone, &["pull", "-q", "--rebase"]);
    assert!(push("three").contains("live at commit"));
    // A socket that is gone comes back by itself.
    let socket = scene.path("index/git/socket");
    fs::remove_file(&socket).unwrap();
    wait_for("the socket", SOON, || socket.exists());
    assert!(push("four").contains("live at commit"));
    // Or at the latest for a push.
    fs::remove_file(&socket).unwrap();
    fs::remove_file(scene.path("index/git/hooks/pre-receive")).unwrap();
    assert!(push("five").contains("live at commit"));
    end(server);
    assert!(!socket.exists());
}

#[test]
fn what_a_killed_push_left_behind_goes_at_the_next_start() {
    let scene = Scene::new();
    let objects = scene.path("site.git/objects");
    let make = || {
        let folder = objects.join("tmp_objdir-incoming-AbCdEf");
        fs::create_dir_all(folder.join("pack")).unwrap();
        fs::write(folder.join("pack/tmp_pack_x"), "x").unwrap();
        folder
    };
    let left_over = make();
    let lock = scene.path("site.git/refs/heads/main.lock");
    fs::write(&lock, "").unwrap();
    let server = scene.serve(&[]);
    assert!(!left_over.exists() && !lock.exists());
    // Another server may have a push under way.
    make();
    let second = scene.serve(&["--data", "second"]);
    assert!(left_over.exists());
    drop(second);
    drop(server);
    // So may whoever pushes another way.
    let mut busy = Command::new("sleep");
    busy.arg("1000").env("GIT_QUARANTINE_PATH", &left_over);
    let mut busy = busy.spawn().unwrap();
    let server = scene.serve(&[]);
    assert!(left_over.exists());
    busy.kill().unwrap();
    busy.wait().unwrap();
    drop(server);
    let _server = scene.serve(&[]);
    assert!(!left_over.exists());
}

#[test]
fn an_empty_repository_waits_for_its_first_push() {
    for content in ["", "content/"] {
        let scene = Scene::new();
        git(
            scene.folder.path(),
            &["init", "-q", "--bare", "-b", "main", "empty.git"],
        );
        let server = start(scene.command("empty.git", &["--push", "anyone"]));
        assert_eq!(status(&server, "/-/healthz"), "200");
        assert_ne!(status(&server, "/"), "500");
        assert_eq!(status(&server, "/changes"), "200");
        assert_eq!(status(&server, "/search?q=x"), "200");
        let clone = scene.clone(&server, "clone");
        git(&clone, &["checkout", "-q", "-B", "main"]);
        write(
            &clone,
            &format!("{content}index.md"),
            page("Hello", "First."),
        );
        commit(&clone, "First");
        let said = accepted(&clone, &["origin", "main"]);
        assert!(
            said.contains("live at commit") && said.contains("http"),
            "{said}"
        );
        assert!(shows(&server, "/", "<h1>Hello</h1>"));
        write(
            &clone,
            &format!("{content}more.md"),
            page("More", "Second."),
        );
        commit(&clone, "Second");
        accepted(&clone, &["origin", "main"]);
        is_served(&server, "more");
        end(server);
    }
}

#[test]
fn an_empty_node_fetches_from_its_upstream_first() {
    let scene = Scene::new();
    for bare in ["--bare", "-q"] {
        let name = format!("node{bare}");
        git(
            scene.folder.path(),
            &["init", "-q", bare, "-b", "main", &name],
        );
        let upstream = scene.path("source").to_str().unwrap().to_owned();
        let server = start(scene.command(&name, &["--upstream", &upstream]));
        assert_eq!(status(&server, "/secret"), "200");
        wait_for("in step", SOON, || shows(&server, "/-/healthz", "in step"));
        let file = scene.path(&name).join("secret.md");
        assert_eq!(file.exists(), bare != "--bare");
        end(server);
        fs::remove_dir_all(scene.path("index")).unwrap();
    }
    // An upstream that comes later is waited for.
    git(
        scene.folder.path(),
        &["init", "-q", "--bare", "-b", "main", "late.git"],
    );
    let upstream = scene.path("later.git").to_str().unwrap().to_owned();
    let more = ["--upstream", &upstream, "--upstream-interval", "1"];
    let server = start(scene.command("late.git", &more));
    git(
        scene.folder.path(),
        &["clone", "-q", "--bare", "source", "later.git"],
    );
    wait_for("the upstream", SOON, || status(&server, "/secret") == "200");
}

fn run(mut command: Command) -> Output {
    command.stdin(std::process::Stdio::null()).output().unwrap()
}

#[test]
fn newer_formats_of_git_are_refused_in_a_sentence() {
    let scene = Scene::new();
    for (argument, wanted) in [
        (
            "--object-format=sha256",
            "SHA-256, which is not supported yet",
        ),
        (
            "--ref-format=reftable",
            "reftable, which is not supported yet",
        ),
    ] {
        let made = git_command(scene.folder.path(), &["init", "-q", argument, "new"]);
        let made = run(made);
        assert!(made.status.success(), "{}", said(&made));
        let output = run(scene.command("new", &[]));
        let message = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(2), "{message}");
        assert!(message.contains(wanted), "{message}");
        assert_eq!(message.trim().lines().count(), 1, "{message}");
        fs::remove_dir_all(scene.path("new")).unwrap();
    }
}

#[test]
fn a_shallow_repository_is_named_at_the_start() {
    let scene = Scene::new();
    scene.add("later");
    let source = format!("file://{}", scene.path("source").display());
    let arguments = [
        "clone",
        "-q",
        "--bare",
        "--depth",
        "1",
        &source,
        "shallow.git",
    ];
    git(scene.folder.path(), &arguments);
    let location = Location {
        repository: scene.path("shallow.git"),
        ..Location::default()
    };
    let store = Store::open(&location).unwrap();
    assert!(store.objects().is_shallow());
    let (publisher, _) = Publisher::open(store, None, &|_, _| ()).unwrap();
    assert_eq!(publisher.edition().page_count(), 3);
    let log = fs::File::create(scene.path("log")).unwrap();
    let mut command = scene.command("shallow.git", &[]);
    let mut child = command
        .stderr(log)
        .stdout(std::process::Stdio::null())
        .spawn()
        .unwrap();
    wait_for("the warning", SOON, || {
        fs::read_to_string(scene.path("log"))
            .unwrap()
            .contains("shallow clone")
    });
    child.kill().unwrap();
    child.wait().unwrap();
}
