//! The real program: its flags, its messages and its exit codes.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

use crate::wiki::{REFERENCES, TestRepository, VOCABULARY, page};

pub(crate) fn program(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_concord"));
    command.current_dir(folder);
    for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("CONCORD_")) {
        command.env_remove(name);
    }
    command.env("GIT_CEILING_DIRECTORIES", folder.parent().unwrap_or(folder));
    command
}

fn run(folder: &Path, arguments: &[&str]) -> Output {
    program(folder)
        .args(arguments)
        .stdin(Stdio::null())
        .output()
        .unwrap()
}

fn repository() -> TestRepository {
    let repository = TestRepository::new();
    repository.write(&[
        ("vocabulary.toml", VOCABULARY),
        ("references.bib", REFERENCES),
        ("index.md", &page("title: Home\nsummary: S.", "Words.")),
    ]);
    repository
}

/// A server that ends with its guard.
pub(crate) struct Server {
    pub(crate) child: Child,
    pub(crate) address: String,
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Starts the program on a repository.
pub(crate) fn serve(repository: &TestRepository, more: &[&str]) -> Server {
    let mut command = program(repository.folder());
    command.args(["serve", "--listen", "127.0.0.1:0", "--index", "index"]);
    command
        .arg("--repository")
        .arg(repository.path())
        .args(more);
    start(command)
}

/// Starts a server by a command that ends in one, and waits until it serves.
pub(crate) fn start(mut command: Command) -> Server {
    command.stdout(Stdio::piped()).stderr(Stdio::null());
    let mut child = command.spawn().unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.as_mut().unwrap())
        .read_line(&mut line)
        .unwrap();
    let address = line
        .rsplit_once("http://")
        .expect("the address is printed")
        .1
        .trim()
        .to_owned();
    Server { child, address }
}

/// Gets one address.
pub(crate) fn get(address: &str, path: &str) -> String {
    let mut stream = TcpStream::connect(address).unwrap();
    write!(
        stream,
        "GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
    )
    .unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer
}

pub(crate) fn wait_for(what: &str, limit: Duration, check: impl Fn() -> bool) {
    let started = Instant::now();
    while !check() {
        assert!(
            started.elapsed() < limit,
            "{what} did not happen within {limit:?}"
        );
        std::thread::yield_now();
    }
}

#[test]
fn it_serves_and_follows_commits_and_ends_in_order() {
    let repository = repository();
    let mut server = serve(&repository, &[]);
    assert!(get(&server.address, "/").contains("<h1>Home</h1>"));
    repository.write(&[("new.md", &page("title: Brand new\nsummary: S.", "x"))]);
    wait_for("the new commit", Duration::from_secs(20), || {
        get(&server.address, "/new").contains("<h1>Brand new</h1>")
    });
    let id = server.child.id().to_string();
    assert!(
        Command::new("kill")
            .args(["-TERM", &id])
            .status()
            .unwrap()
            .success()
    );
    assert_eq!(server.child.wait().unwrap().code(), Some(0));
    assert!(repository.folder().join("index/pages.bin").exists());
}

#[test]
fn a_foreign_host_name_on_the_loopback_is_refused() {
    let repository = repository();
    let server = serve(&repository, &[]);
    let mut stream = TcpStream::connect(&server.address).unwrap();
    write!(
        stream,
        "GET / HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n"
    )
    .unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 421"), "{answer}");
}

#[test]
fn what_cannot_be_served_is_said_in_one_sentence() {
    let folder = tempfile::TempDir::new().unwrap();
    let empty = folder.path().join("empty.git");
    git2::Repository::init_bare(&empty).unwrap();
    let full = repository();
    let path = full.path().to_str().unwrap();
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let taken_address = taken.local_addr().unwrap().to_string();
    std::fs::write(folder.path().join("bad.toml"), "listn = \"127.0.0.1:1\"\n").unwrap();
    let closed = "[accounts]\npasswords = false\n";
    let provider = "listen = \"127.0.0.1:0\"\n[oidc]\nissuer = \"https://login.example.org\"\nclient = \"wiki\"\n";
    std::fs::write(folder.path().join("closed.toml"), closed).unwrap();
    let locked = format!("{provider}{closed}");
    std::fs::write(folder.path().join("locked.toml"), locked).unwrap();
    let mail = "base_url = \"https://a.example\"\n[mail]\nfrom = \"wiki@a.example\"\n";
    for (name, text) in [
        (
            "port",
            format!("{mail}server = \"smtps://mail.a.example:99999\"\n"),
        ),
        (
            "kind",
            format!("{mail}server = \"smtp://mail.a.example:465\"\n"),
        ),
        (
            "key",
            format!("{mail}server = \"smtp://localhost\"\npasword = \"x\"\n"),
        ),
        (
            "login",
            format!("{mail}server = \"smtp://localhost\"\nuser = \"wiki\"\n"),
        ),
        ("plain", provider.replace("https://", "http://")),
        ("role", format!("{provider}others = \"guest\"\n")),
        ("nowhere", provider.replace("127.0.0.1:0", "0.0.0.0:0")),
    ] {
        std::fs::write(folder.path().join(format!("{name}.toml")), text).unwrap();
    }
    for (arguments, wanted) in [
        (
            vec!["serve", "--listen", "127.0.0.1:0"],
            "there is no git repository at",
        ),
        (
            vec![
                "serve",
                "--listen",
                "127.0.0.1:0",
                "--repository",
                empty.to_str().unwrap(),
                "--base-url",
                "https://example.org/wiki",
            ],
            "cannot be below a path",
        ),
        (
            vec![
                "serve",
                "--listen",
                "127.0.0.1:0",
                "--repository",
                path,
                "--branch",
                "nope",
            ],
            "has no branch “nope”; its branches are: main",
        ),
        (
            vec![
                "serve",
                "--listen",
                "127.0.0.1:0",
                "--repository",
                path,
                "--folder",
                "nope",
            ],
            "has no folder “nope”",
        ),
        (
            vec!["serve", "--listen", &taken_address, "--repository", path],
            "is in use by another program",
        ),
        (
            vec!["serve", "--config", "bad.toml"],
            "bad.toml:1:1: unknown field `listn`",
        ),
        (vec!["serve", "--config", "gone.toml"], "gone.toml"),
        (
            vec!["serve", "--base-url", "nonsense", "--listen", "127.0.0.1:0"],
            "does not begin with https://",
        ),
        (vec!["check", "nowhere"], "there is no folder nowhere"),
        (
            vec!["serve", "--config", "closed.toml"],
            "`passwords = false` in [accounts] needs a provider in [oidc]",
        ),
        (
            vec!["serve", "--config", "locked.toml", "--repository", path],
            "no administrator is linked to https://login.example.org",
        ),
        (
            vec!["serve", "--config", "port.toml"],
            "port.toml:4:1: “99999” is not a port of a mail server: it is a number from 1 to 65535",
        ),
        (
            vec!["serve", "--config", "kind.toml"],
            "kind.toml:4:1: port 465 of a mail server speaks TLS from the first byte: write smtps://mail.a.example",
        ),
        (
            vec!["serve", "--config", "key.toml"],
            "key.toml:5:1: unknown field `pasword`",
        ),
        (
            vec!["serve", "--config", "login.toml"],
            "login.toml:5:1: [mail] has a `user` and no password: put it into the variable",
        ),
        (
            vec!["serve", "--config", "plain.toml"],
            "plain.toml:3:1: the issuer “http://login.example.org” in [oidc] is not an address such as https://",
        ),
        (
            vec!["serve", "--config", "role.toml"],
            "role.toml:5:1: “guest” in [oidc] is not a role: reader, contributor",
        ),
        (
            vec!["serve", "--config", "nowhere.toml"],
            "nowhere.toml:3:1: [oidc] needs base_url",
        ),
        (
            vec!["user", "link", "nobody", "s-1", "--config", "locked.toml"],
            "there is no account “nobody”",
        ),
    ] {
        let output = run(folder.path(), &arguments);
        let message = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}: {message}");
        assert!(message.contains(wanted), "{arguments:?}: {message}");
        assert_eq!(message.trim().lines().count(), 1, "{message}");
        assert!(!message.contains("Error {"), "{message}");
    }
}

#[test]
fn flags_override_variables_override_the_file() {
    let repository = repository();
    let folder = repository.folder();
    std::fs::write(
        folder.join("concord.toml"),
        "name = \"From the file\"\nrepository = \"site.git\"\n",
    )
    .unwrap();
    let title = |variable: Option<&str>, flag: Option<&str>| {
        let mut command = program(folder);
        command
            .args(["serve", "--listen", "127.0.0.1:0"])
            .stdout(Stdio::piped())
            .stderr(Stdio::null());
        command.args(flag.map(|name| format!("--name={name}")));
        if let Some(name) = variable {
            command.env("CONCORD_NAME", name);
        }
        let mut child = command.spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.as_mut().unwrap())
            .read_line(&mut line)
            .unwrap();
        let address = line.rsplit_once("http://").unwrap().1.trim().to_owned();
        let server = Server { child, address };
        get(&server.address, "/feed.xml")
    };
    assert!(title(None, None).contains("<title>From the file</title>"));
    assert!(title(Some("Variable"), None).contains("<title>Variable</title>"));
    assert!(title(Some("Variable"), Some("Flag")).contains("<title>Flag</title>"));
}

#[test]
fn check_names_the_real_mistake_in_front_matter() {
    let repository = repository();
    let path = repository.path().to_str().unwrap().to_owned();
    for (text, wanted) in [
        (
            "---\ntitle: Meeting: sprint planning\nsummary: s\n---\nx\n",
            &[
                "is not valid YAML",
                "= put the text in quotes: title: \"Meeting: sprint planning\"",
            ][..],
        ),
        (
            "---\ntitle: A\ntitle: B\nsummary: s\n---\nx\n",
            &[
                "c.md:3:1: error: the front matter is not valid YAML: the key “title” is given twice",
                "= keep one of them",
            ],
        ),
        (
            "---\ntitle: A\nsummary: s\nkind: event\nstarts: 2024-05-01T09:00:00Z\n---\nx\n",
            &[],
        ),
        (
            "\n---\ntitle: A\nsummary: s\n---\nx\n",
            &[
                "c.md:2:1: error: this looks like front matter, but it is not read",
                "= front matter begins on the first line",
            ],
        ),
        (
            "+++\ntitle = \"A\"\nvisibility = \"members\"\n+++\nx\n",
            &[
                "c.md:1:1: error: this looks like front matter, but it is not read; the page is hidden",
                "= front matter is YAML",
            ],
        ),
        (
            "---\nTitle: A\nSummary: s\n---\nx\n",
            &["= did you mean “title”?", "= did you mean “summary”?"],
        ),
    ] {
        repository.write(&[("c.md", text)]);
        let output = run(repository.folder(), &["check", &path]);
        let said = String::from_utf8_lossy(&output.stdout).into_owned();
        for wanted in wanted {
            assert!(
                said.contains(wanted),
                "{text:?}: {wanted:?} is not in\n{said}"
            );
        }
        let errors = if wanted.is_empty() { 0 } else { 1 };
        let is_alone = said.matches(": error: ").count() == errors;
        // What is missing is missing where a key is misspelt.
        assert!(is_alone || text.contains("Title"), "{text:?}: {said}");
    }
}

#[test]
fn check_prints_like_a_compiler() {
    let repository = repository();
    let path = repository.path().to_str().unwrap().to_owned();
    let clean = run(repository.folder(), &["check", &path]);
    assert_eq!(clean.status.code(), Some(0));
    assert_eq!(
        String::from_utf8_lossy(&clean.stdout),
        "1 page, no problems\n"
    );

    repository.write(&[(
        "cases/x.md",
        "---\ntitle: X\nsummary: S.\nchallenges: [confidentialty]\n---\n\nA [link](gone.md).\n",
    )]);
    let human = run(repository.folder(), &["check", &path]);
    assert_eq!(human.status.code(), Some(1));
    let text = String::from_utf8_lossy(&human.stdout).into_owned();
    for wanted in [
        "cases/x.md:4:14: error: unknown challenge “confidentialty”\n 4 | challenges: [confidentialty]\n",
        "= did you mean “confidentiality-and-data-sharing”?",
        "cases/x.md:7:3: error: there is no page “cases/gone.md”\n 7 | A [link](gone.md).\n   |   ^",
        "\n2 pages, 2 errors\n",
    ] {
        assert!(text.contains(wanted), "{wanted:?} is not in\n{text}");
    }
    let json = run(repository.folder(), &["check", &path, "--format", "json"]);
    let lines: Vec<serde_json::Value> = String::from_utf8_lossy(&json.stdout)
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(lines[0]["kind"], "unknown-term");
    assert_eq!(
        (&lines[0]["line"], &lines[0]["column"]),
        (&4.into(), &14.into())
    );
    let github = run(repository.folder(), &["check", &path, "--format", "github"]);
    assert!(
        String::from_utf8_lossy(&github.stdout)
            .starts_with("::error file=cases/x.md,line=4,col=14::unknown")
    );
}

#[test]
fn check_asks_back_where_nothing_looks_like_content() {
    let folder = tempfile::TempDir::new().unwrap();
    let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).unwrap();
    write("README.md", "# A program\n");
    write("index.md", "# Its handbook\n");
    let check = |more: &[&str]| run(folder.path(), &[&["check"], more].concat());
    let asked = check(&[]);
    let said = String::from_utf8_lossy(&asked.stderr).into_owned();
    assert_eq!(asked.status.code(), Some(2), "{said}");
    assert!(said.contains("is this the content?"), "{said}");
    assert!(asked.stdout.is_empty());
    assert_eq!(check(&["--folder", "."]).status.code(), Some(1));
    // A page whose front matter cannot be read is meant as one.
    write("a.md", "---\ntitle: [a\n---\nx\n");
    assert_eq!(check(&[]).status.code(), Some(1));
    write("vocabulary.toml", "");
    assert_eq!(check(&[]).status.code(), Some(1));
}

#[test]
fn a_command_whose_words_nobody_reads_ends_quietly() {
    let folder = tempfile::TempDir::new().unwrap();
    assert!(run(folder.path(), &["init", "wiki"]).status.success());
    let wrong = page("title: X\nsummary: S.\nchallenges: [nonsense]", "x");
    std::fs::write(folder.path().join("wiki/wrong.md"), wrong).unwrap();
    let commands: [&[&str]; 9] = [
        &["--help"],
        &["--version"],
        &["init", "another"],
        &["init", "--bare", "third.git"],
        &["check", "wiki"],
        &["check", "wiki", "--format", "json"],
        &["new", "lesson", "wiki/lessons/new"],
        &["hook", "install", "wiki"],
        &["check", "nowhere"],
    ];
    for arguments in commands {
        let command = program(folder.path()).args(arguments).unread();
        assert!(
            matches!(command.code(), Some(0..=2)),
            "{arguments:?}: {command}"
        );
    }
}

/// Runs commands whose output goes where nobody reads it.
trait Unread {
    fn unread(&mut self) -> std::process::ExitStatus;
}

impl Unread for Command {
    fn unread(&mut self) -> std::process::ExitStatus {
        let [output, errors] = [(); 2].map(|()| {
            let (reader, writer) = std::io::pipe().unwrap();
            drop(reader);
            writer
        });
        self.stdout(output).stderr(errors).stdin(Stdio::null());
        self.status().unwrap()
    }
}

#[test]
fn check_says_what_a_push_says() {
    let folder = tempfile::TempDir::new().unwrap();
    let text = "---\ntitle: T\nsummary: S.\n---\nText.\n";
    for name in [
        "index.md",
        "q?.md",
        "con.md",
        "co:lon.md",
        "-rf.md",
        "COM\u{b9}.md",
        "stra\u{df}e.md",
        "STRASSE.md",
        "sub/a.md",
        "Sub/b.md",
    ] {
        let path = folder.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
    std::fs::write(folder.path().join("vocabulary.toml"), "").unwrap();
    std::fs::write(folder.path().join("large.bin"), vec![0; 1_500_000]).unwrap();
    std::os::unix::fs::symlink("/etc/passwd", folder.path().join("link.md")).unwrap();
    let output = run(folder.path(), &["check", ".", "--file-limit", "1"]);
    assert_eq!(output.status.code(), Some(1));
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    for line in [
        "q?.md:1:1: error: the name has “?”, which Windows does not allow in a name",
        "con.md:1:1: error: the name has the part “con.md”, which is a device on Windows",
        "co:lon.md:1:1: error: the name has “:”",
        "-rf.md:1:1: error: the name has the part “-rf.md”, which begins with a hyphen",
        "COM¹.md:1:1: error: the name has the part “COM¹.md”, which is a device on Windows",
        "on Windows and macOS this is the same file as “STRASSE.md”",
        "sub:1:1: error: on Windows and macOS this is the same file as “Sub”",
        "large.bin:1:1: error: the file has 1.5 MB; 1.0 MB is the limit",
        "link.md:1:1: error: symbolic links are not allowed; copy the file",
    ] {
        assert!(said.contains(line), "no line “{line}” in:\n{said}");
    }
    assert!(!said.contains("index.md:"), "{said}");
}
