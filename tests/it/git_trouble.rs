//! Races, broken connections, killed servers and repositories of odd shapes.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use concord::web::GitLimits;

use crate::git_harness::{
    Server, Wanted, accepted, commit, get, git, git_command, make_repository, page, raw, refused,
    said, small, until, write,
};

#[test]
fn of_eight_racing_pushes_each_is_wholly_in_or_wholly_out() {
    let server = Server::start(&small());
    let clones: Vec<_> = (0..8)
        .map(|number| server.clone(&format!("work{number}"), &[]))
        .collect();
    let mut all = 0;
    for round in 0..3 {
        let results: Vec<(bool, String, String)> = std::thread::scope(|scope| {
            let push = |(number, work): (usize, &std::path::PathBuf)| {
                write(
                    work,
                    &format!("race/{number}-{round}.md"),
                    page("Race", "Text."),
                );
                commit(work, "Race");
                let output = git_command(work, &["push"]).output().unwrap();
                (
                    output.status.success(),
                    git(work, &["rev-parse", "HEAD"]),
                    said(&output),
                )
            };
            let running: Vec<_> = clones
                .iter()
                .enumerate()
                .map(|entry| scope.spawn(move || push(entry)))
                .collect();
            running
                .into_iter()
                .map(|thread| thread.join().unwrap())
                .collect()
        });
        for (success, commit, said) in results {
            let inside = git_command(
                &server.repository,
                &["merge-base", "--is-ancestor", &commit, "main"],
            );
            let inside = { inside }.output().unwrap().status.success();
            assert_eq!(success, inside, "{said}");
            all += usize::from(success);
            let reasons = [
                "fast-forward",
                "fetch first",
                "cannot lock ref",
                "failed to update ref",
            ];
            assert!(
                success || reasons.iter().any(|reason| said.contains(reason)),
                "{said}"
            );
        }
        for work in &clones {
            git(work, &["pull", "--quiet", "--rebase"]);
        }
    }
    assert!(all >= 3);
    assert_eq!(server.served(), server.tip());
    git(&server.repository, &["fsck", "--strict"]);
    assert_eq!(server.quarantines(), 0);
}

#[test]
fn a_client_that_dies_in_the_middle_of_a_push_leaves_nothing() {
    let server = Server::start(&small());
    let (tip, zero) = (server.tip(), "0".repeat(40));
    let command = format!("{tip} {}1 refs/heads/main\0report-status", &zero[1..]);
    let packet = format!("{:04x}{command}0000PACK", command.len() + 4);
    let mut body = packet.into_bytes();
    body.extend([0, 0, 0, 2, 0, 0, 0, 200]);
    let mut stream = TcpStream::connect(server.address).unwrap();
    let head = format!(
        "POST /content.git/git-receive-pack HTTP/1.1\r\nHost: {}\r\nContent-Type: application/x-git-receive-pack-request\r\nContent-Length: 1000000\r\n\r\n",
        server.address
    );
    stream.write_all(head.as_bytes()).unwrap();
    stream.write_all(&body).unwrap();
    until("git has begun to take the push", || {
        server.quarantines() == 1
    });
    drop(stream);
    until("git has taken away what it had put down", || {
        server.quarantines() == 0
    });
    assert_eq!(server.tip(), tip);
    git(&server.repository, &["fsck", "--strict"]);
}

#[test]
fn an_answer_to_a_push_begins_when_all_of_it_has_come() {
    // As a proxy passes it on: one that is answered earlier passes on nothing more.
    let server = Server::start(&small());
    let (tip, zero) = (server.tip(), "0".repeat(40));
    let command = format!(
        "{tip} {}1 refs/heads/main\0report-status side-band-64k",
        &zero[1..]
    );
    let begin = format!(
        "{:04x}{command}0000PACK\0\0\0\u{2}\0\0\0\u{1}",
        command.len() + 4
    );
    let head = format!(
        "POST /content.git/git-receive-pack HTTP/1.1\r\nHost: {}\r\nContent-Type: application/x-git-receive-pack-request\r\nTransfer-Encoding: chunked\r\n\r\n",
        server.address
    );
    let mut stream = TcpStream::connect(server.address).unwrap();
    let chunk = |text: &str| format!("{:x}\r\n{text}\r\n", text.len());
    stream
        .write_all((head + &chunk(&begin)).as_bytes())
        .unwrap();
    until("git has begun to take the push", || {
        server.quarantines() == 1
    });
    stream
        .set_read_timeout(Some(Duration::from_millis(500)))
        .unwrap();
    let early = stream.read(&mut [0; 1]);
    assert!(early.is_err(), "the answer begins before the request ends");
    stream
        .write_all((chunk("no object") + "0\r\n\r\n").as_bytes())
        .unwrap();
    stream
        .set_read_timeout(Some(Duration::from_secs(30)))
        .unwrap();
    let mut line = String::new();
    BufReader::new(stream).read_line(&mut line).unwrap();
    assert!(line.starts_with("HTTP/1.1 200"), "{line}");
    assert_eq!(server.tip(), tip);
}

/// The real program on a port that it finds itself.
struct Program {
    child: Child,
    address: SocketAddr,
}

/// What the program is given to serve the repository of a test.
const SERVE: [&str; 9] = [
    "serve",
    "--repository",
    "content.git",
    "--listen",
    "127.0.0.1:0",
    "--index",
    "index",
    "--push",
    "anyone",
];

impl Program {
    fn start(folder: &Path, more: &[&str]) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_concord"));
        command.current_dir(folder).args(SERVE).args(more);
        Self::run(command.stderr(Stdio::null()))
    }

    fn run(command: &mut Command) -> Self {
        let mut child = command.stdout(Stdio::piped()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap())
            .read_line(&mut line)
            .unwrap();
        let address = line
            .trim()
            .rsplit_once("http://")
            .unwrap()
            .1
            .parse()
            .unwrap();
        Self { child, address }
    }

    fn url(&self) -> String {
        format!("http://{}/content.git", self.address)
    }

    fn kill(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn a_server_killed_in_the_middle_of_a_push_starts_again_whole() {
    let folder = tempfile::TempDir::new().unwrap();
    let repository = make_repository(folder.path(), &small(), false);
    let work = folder.path().join("work");
    git(folder.path(), &["clone", "--quiet", "content.git", "work"]);
    let mut noise = vec![0_u8; 2_000_000];
    for (round, pause) in [0_u64, 15, 40, 80, 160, 320].into_iter().enumerate() {
        let mut program = Program::start(folder.path(), &[]);
        git(
            &work,
            &[
                "remote",
                "set-url",
                "origin",
                &format!("http://{}/content.git", program.address),
            ],
        );
        getrandom::fill(&mut noise).unwrap();
        write(&work, &format!("data/{round}.bin"), &noise);
        write(
            &work,
            &format!("data/{round}.md"),
            page(&format!("quokka{round}"), &format!("[data]({round}.bin)")),
        );
        commit(&work, "A large change");
        let mut push = git_command(&work, &["push", "--quiet"])
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        // Not a wait for something: the moment of the blow is what differs between the rounds.
        std::thread::sleep(Duration::from_millis(pause));
        program.kill();
        let acknowledged = push.wait().unwrap().success();
        let name = repository.to_string_lossy().into_owned();
        let settled = || processes_with("receive-pack", &name) == 0;
        until("git has ended after its server", settled);
        git(&repository, &["fsck", "--strict"]);
        assert!(!repository.join("refs/heads/main.lock").exists());
        let pushed = git(&work, &["rev-parse", "HEAD"]);
        let program = Program::start(folder.path(), &[]);
        // What git had begun may still end after the server was gone.
        let served = || {
            let tip = git(&repository, &["rev-parse", "main"]);
            get(program.address, "/-/healthz", "").contains(&tip)
        };
        until("the edition is the branch's tip", served);
        let tip = git(&repository, &["rev-parse", "main"]);
        assert!(!acknowledged || tip == pushed);
        let found = get(
            program.address,
            &format!("/api/v1/search?q=quokka{round}"),
            "",
        );
        assert_eq!(
            found.contains(&format!("/data/{round}")),
            tip == pushed,
            "{found}"
        );
    }
}

#[test]
fn pushing_without_accounts_needs_the_loopback() {
    let folder = tempfile::TempDir::new().unwrap();
    make_repository(folder.path(), &small(), false);
    let output = Command::new(env!("CARGO_BIN_EXE_concord"))
        .current_dir(folder.path())
        .args([
            "serve",
            "--repository",
            "content.git",
            "--listen",
            "0.0.0.0:0",
            "--push",
            "anyone",
        ])
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(2));
    let said = said(&output);
    assert!(
        said.contains("loopback") && said.lines().count() == 1,
        "{said}"
    );
}

#[test]
fn odd_names_and_odd_commits() {
    let server = Server::start(&small());
    let work = server.clone("work", &[]);
    let long = format!("{}.md", "n".repeat(200));
    let names = [
        "with space.md",
        "50%2F50.md",
        "🦀 crab.md",
        "it's “quoted”.md",
        long.as_str(),
        "e\u{301}te\u{301}.md",
        "dash-.md",
        "日本/東京.md",
    ];
    for name in names {
        write(&work, &format!("odd/{name}"), page("Odd", "Text."));
    }
    commit(&work, "Odd names");
    let said = accepted(&work, &[]);
    for address in [
        "/odd/with%20space",
        "/odd/50%252F50",
        "/odd/%F0%9F%A6%80%20crab",
        "/odd/%C3%A9t%C3%A9",
    ] {
        assert!(said.contains(address), "{address}: {said}");
        assert!(server.get(address).starts_with("HTTP/1.1 200"), "{address}");
    }
    commit(&work, "Nothing");
    let said = accepted(&work, &[]);
    assert!(said.contains("live at commit"), "{said}");
    git(&work, &["mv", "odd/with space.md", "odd/renamed.md"]);
    commit(&work, "Only a rename");
    let said = accepted(&work, &[]);
    assert!(
        said.contains("/odd/renamed") && said.contains("/odd/with%20space (removed)"),
        "{said}"
    );
    // The same letters composed otherwise are the same file on a Mac.
    write(&work, "odd/\u{e9}t\u{e9}.md", page("Twin", "Text."));
    commit(&work, "A twin");
    let said = crate::git_harness::refused(&work, &[]);
    assert!(said.contains("the same file as"), "{said}");
    git(&work, &["reset", "--quiet", "--hard", "origin/main"]);
    git(&work, &["rm", "--quiet", "-r", "."]);
    commit(&work, "Delete everything");
    accepted(&work, &[]);
    assert_eq!(server.served(), server.tip());
    assert_eq!(server.publisher.edition().page_count(), 0);
    write(&work, "index.md", page("Again", "Text."));
    commit(&work, "Begin again");
    accepted(&work, &[]);
    assert!(server.get("/").contains("Again"));
}

#[test]
fn five_thousand_files_in_one_folder() {
    let server = Server::start(&small());
    let work = server.clone("work", &[]);
    for number in 0..5000 {
        write(
            &work,
            &format!("many/page{number}.md"),
            page(&format!("Page {number}"), "Text."),
        );
    }
    commit(&work, "Many");
    let said = accepted(&work, &[]);
    assert!(said.contains("and 4950 more pages"), "{said}");
    assert_eq!(server.publisher.edition().page_count(), 5003);
    write(&work, "many/PAGE77.md", page("Twin", "Text."));
    for number in 0..150 {
        write(
            &work,
            &format!("many/page{number}.md"),
            page("Changed", "[[nowhere]]"),
        );
    }
    commit(&work, "Wrong in many places");
    let said = crate::git_harness::refused(&work, &[]);
    assert!(
        said.contains("many/PAGE77.md: on Windows and macOS"),
        "{said}"
    );
    assert!(said.contains("and 52 more"), "{said}");
}

#[test]
fn a_fetch_ends_with_its_client() {
    let server = Server::start(&small());
    let mut stream = TcpStream::connect(server.address).unwrap();
    let head = format!(
        "POST /content.git/git-upload-pack HTTP/1.1\r\nHost: {}\r\nContent-Type: application/x-git-upload-pack-request\r\nGit-Protocol: version=2\r\nContent-Length: 1000\r\n\r\n0014command=ls-refs\n",
        server.address
    );
    stream.write_all(head.as_bytes()).unwrap();
    let repository = server.repository.to_string_lossy().into_owned();
    let running = || processes_with("upload-pack", &repository);
    until("git runs", || running() > 0);
    drop(stream);
    until("git has ended", || running() == 0);
}

/// Begins a fetch that never says what it wants, and waits until git runs for it.
fn hanging_fetch(server: &Server) -> TcpStream {
    let mut stream = TcpStream::connect(server.address).unwrap();
    let head = format!(
        "POST /content.git/git-upload-pack HTTP/1.1\r\nHost: {}\r\nContent-Type: application/x-git-upload-pack-request\r\nGit-Protocol: version=2\r\nContent-Length: 1000\r\nConnection: close\r\n\r\n0014command=ls-refs\n",
        server.address
    );
    stream.write_all(head.as_bytes()).unwrap();
    until("git runs", || fetches(server) > 0);
    stream
}

/// Starts a server with these limits.
fn within(limits: GitLimits) -> Server {
    let wanted = Wanted {
        limits,
        ..Wanted::default()
    };
    Server::start_as(wanted, &small())
}

fn fetches(server: &Server) -> usize {
    processes_with("upload-pack", &server.repository.to_string_lossy())
}

#[test]
fn whoever_comes_while_too_many_fetch_is_told_to_come_again() {
    let server = within(GitLimits {
        fetches: 1,
        queue: Duration::from_millis(50),
        ..GitLimits::default()
    });
    let stream = hanging_fetch(&server);
    let head = format!(
        "POST /content.git/git-upload-pack HTTP/1.1\r\nHost: {}\r\nContent-Type: application/x-git-upload-pack-request\r\nContent-Length: 4\r\nConnection: close\r\n\r\n0000",
        server.address
    );
    let answer = String::from_utf8_lossy(&raw(server.address, head.as_bytes())).into_owned();
    assert!(answer.starts_with("HTTP/1.1 503"), "{answer}");
    assert!(
        answer.to_lowercase().contains("retry-after: 10"),
        "{answer}"
    );
    assert!(
        answer.contains("too many are fetching or pushing"),
        "{answer}"
    );
    let clone = ["clone", "--quiet", &server.url(), "full"];
    let output = git_command(server.folder.path(), &clone).output().unwrap();
    assert!(said(&output).contains("503"), "{}", said(&output));
    assert!(server.get("/cases/a").starts_with("HTTP/1.1 200"));
    drop(stream);
    until("the place is free", || fetches(&server) == 0);
    server.clone("free", &[]);
}

#[test]
fn git_prints_that_too_many_are_there() {
    let server = within(GitLimits {
        advertisements: 0,
        queue: Duration::from_millis(50),
        ..GitLimits::default()
    });
    let listing = ["ls-remote", &server.url()];
    let output = git_command(server.folder.path(), &listing)
        .output()
        .unwrap();
    let said = said(&output);
    let words = "remote: too many are fetching or pushing just now; try again in a moment";
    assert!(!output.status.success() && said.contains(words), "{said}");
}

#[test]
fn a_stalled_transfer_ends_and_a_slow_one_does_not() {
    let server = within(GitLimits {
        idle: Duration::from_millis(500),
        ..GitLimits::default()
    });
    let question = b"0014command=ls-refs\n00010009peel\n0000";
    let mut slow = TcpStream::connect(server.address).unwrap();
    let head = format!(
        "POST /content.git/git-upload-pack HTTP/1.1\r\nHost: {}\r\nContent-Type: application/x-git-upload-pack-request\r\nGit-Protocol: version=2\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
        server.address,
        question.len()
    );
    slow.write_all(head.as_bytes()).unwrap();
    for byte in question {
        slow.write_all(&[*byte]).unwrap();
        // A byte in a while is what is tested: three times as long as nothing may move, in all.
        std::thread::sleep(Duration::from_millis(40));
    }
    let mut answer = Vec::new();
    slow.read_to_end(&mut answer).unwrap();
    let answer = String::from_utf8_lossy(&answer);
    assert!(answer.contains(&server.tip()), "{answer}");
    until("git has ended", || fetches(&server) == 0);
    let mut stalled = hanging_fetch(&server);
    until("the stalled git has ended", || fetches(&server) == 0);
    // The connection is closed from the other side.
    let _ = stalled.read_to_end(&mut Vec::new());
}

#[test]
fn without_git_the_site_can_be_read() {
    let folder = tempfile::TempDir::new().unwrap();
    make_repository(folder.path(), &small(), false);
    let log = folder.path().join("log");
    let mut command = Command::new(env!("CARGO_BIN_EXE_concord"));
    command.current_dir(folder.path()).args(SERVE);
    command.env("PATH", folder.path());
    command.stderr(std::fs::File::create(&log).unwrap());
    let program = Program::run(&mut command);
    assert!(get(program.address, "/cases/a", "").starts_with("HTTP/1.1 200"));
    assert!(get(program.address, "/changes", "").contains("Begin"));
    let answer = get(
        program.address,
        "/content.git/info/refs?service=git-upload-pack",
        "",
    );
    assert!(answer.starts_with("HTTP/1.1 501"), "{answer}");
    assert!(
        answer.contains("git is not installed on this server"),
        "{answer}"
    );
    let log = std::fs::read_to_string(&log).unwrap();
    assert!(log.contains("/content.git is off"), "{log}");
    assert!(log.contains("the git program cannot be run"), "{log}");
}

#[test]
fn a_disk_that_is_full_in_the_middle_of_a_push_loses_nothing() {
    let folder = tempfile::TempDir::new().unwrap();
    let repository = make_repository(folder.path(), &small(), false);
    git(folder.path(), &["clone", "--quiet", "content.git", "work"]);
    let work = folder.path().join("work");
    // No file of the server or its children may be larger than this many blocks of 512 bytes.
    let script = "ulimit -f 4000; exec \"$0\" \"$@\"";
    let mut command = Command::new("sh");
    command.args(["-c", script, env!("CARGO_BIN_EXE_concord")]);
    command.current_dir(folder.path()).args(SERVE);
    let program = Program::run(command.stderr(Stdio::null()));
    git(&work, &["remote", "set-url", "origin", &program.url()]);
    let before = git(&repository, &["rev-parse", "main"]);
    let mut noise = vec![0_u8; 8_000_000];
    getrandom::fill(&mut noise).unwrap();
    write(&work, "cases/data.bin", &noise);
    write(&work, "cases/b.md", page("B", "[the data](data.bin)"));
    commit(&work, "Add more than fits");
    let said = refused(&work, &[]);
    assert!(
        said.contains("remote rejected") && said.contains("unpack"),
        "{said}"
    );
    assert_eq!(git(&repository, &["rev-parse", "main"]), before);
    git(&repository, &["fsck", "--strict"]);
    let left = std::fs::read_dir(repository.join("objects"))
        .unwrap()
        .flatten();
    let names: Vec<_> = left.map(|entry| entry.file_name()).collect();
    let of_push = |name: &std::ffi::OsString| name.to_string_lossy().contains("incoming");
    assert!(!names.iter().any(of_push), "{names:?}");
    assert!(get(program.address, "/cases/b", "").contains("the setting"));
    git(&work, &["reset", "--quiet", "--hard", "origin/main"]);
    write(&work, "cases/c.md", page("Quokka", "Text."));
    commit(&work, "Add what fits");
    accepted(&work, &[]);
    assert!(get(program.address, "/cases/c", "").contains("Quokka"));
}

#[test]
fn a_repository_that_cannot_be_written_is_served_and_takes_no_push() {
    use std::os::unix::fs::{MetadataExt, PermissionsExt, chown};
    use std::os::unix::process::CommandExt;
    /// What permissions bind; root they do not.
    const NOBODY: u32 = 65_534;
    let folder = tempfile::TempDir::new().unwrap();
    let repository = make_repository(folder.path(), &small(), false);
    git(folder.path(), &["clone", "--quiet", "content.git", "work"]);
    let is_root = std::fs::metadata(folder.path()).unwrap().uid() == 0;
    let index = folder.path().join("index");
    std::fs::create_dir(&index).unwrap();
    let executable = folder.path().join("concord");
    let mut command = Command::new(&executable);
    std::fs::copy(env!("CARGO_BIN_EXE_concord"), &executable).unwrap();
    let mode = |path: &Path, mode| {
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
    };
    if is_root {
        mode(folder.path(), 0o755);
        chown(&index, Some(NOBODY), Some(NOBODY)).unwrap();
        command.uid(NOBODY).gid(NOBODY);
    }
    let seal = |folders: u32, files: u32| {
        let mut paths = vec![repository.clone()];
        while let Some(path) = paths.pop() {
            if is_root {
                chown(&path, Some(NOBODY), Some(NOBODY)).unwrap();
            }
            if path.is_dir() {
                mode(&path, 0o755);
                paths.extend(
                    std::fs::read_dir(&path)
                        .unwrap()
                        .map(|entry| entry.unwrap().path()),
                );
                mode(&path, folders);
            } else {
                mode(&path, files);
            }
        }
    };
    seal(0o555, 0o444);
    command
        .current_dir(folder.path())
        .args(SERVE)
        .env("HOME", &index);
    let program = Program::run(command.stderr(Stdio::null()));
    assert!(get(program.address, "/cases/a", "").starts_with("HTTP/1.1 200"));
    git(
        folder.path(),
        &["clone", "--quiet", &program.url(), "fresh"],
    );
    let fresh = folder.path().join("fresh");
    write(&fresh, "cases/c.md", page("C", "Text."));
    commit(&fresh, "Add a page");
    let said = refused(&fresh, &[]);
    assert!(
        said.contains("unable to create temporary object directory"),
        "{said}"
    );
    assert!(get(program.address, "/cases/c", "").starts_with("HTTP/1.1 404"));
    drop(program);
    seal(0o755, 0o644);
    git(
        folder.path(),
        &[
            "--git-dir",
            "content.git",
            "-c",
            "safe.directory=*",
            "fsck",
            "--strict",
        ],
    );
}

/// Counts processes whose arguments have both texts.
fn processes_with(what: &str, which: &str) -> usize {
    let processes = std::fs::read_dir("/proc").unwrap().flatten();
    let lines = processes.filter_map(|entry| std::fs::read(entry.path().join("cmdline")).ok());
    lines
        .filter(|line| {
            let line = String::from_utf8_lossy(line);
            line.contains(what) && line.contains(which)
        })
        .count()
}
