//! What the README says works when it is typed.

use std::net::TcpListener;
use std::path::Path;
use std::process::{Command, Stdio};

use tempfile::TempDir;

use crate::program::{Server, program, start};

/// What the terminal shows in the README: commands, and what follows each.
struct Session {
    /// The lines that are typed; those of a command in several lines together.
    commands: Vec<String>,
    /// The lines that are answered.
    answers: Vec<String>,
}

impl Session {
    fn of(readme: &str) -> Self {
        let lines = readme
            .lines()
            .skip_while(|line| !line.starts_with("    $ "));
        let lines = lines.take_while(|line| line.starts_with("    "));
        let mut session = Self {
            commands: Vec::new(),
            answers: Vec::new(),
        };
        for line in lines.map(|line| &line[4..]) {
            let more = line
                .strip_prefix('>')
                .map(|more| more.strip_prefix(' ').unwrap_or(more));
            if let Some(command) = line.strip_prefix("$ ") {
                session.commands.push(command.to_owned());
            } else if let Some(more) = more {
                let command = session.commands.last_mut().unwrap();
                command.push('\n');
                command.push_str(more);
            } else {
                session.answers.push(line.to_owned());
            }
        }
        session
    }
}

/// Runs commands in a folder as a shell does and returns what they print.
fn shell(folder: &Path, commands: &[String]) -> String {
    let program = Path::new(env!("CARGO_BIN_EXE_concord"));
    let path = std::env::var("PATH").unwrap();
    let output = Command::new("bash")
        .arg("-c")
        .arg(format!("exec 2>&1\n{}", commands.join("\n")))
        .current_dir(folder)
        .env(
            "PATH",
            format!("{}:{path}", program.parent().unwrap().display()),
        )
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .env("GIT_CONFIG_SYSTEM", "/dev/null")
        .envs([
            ("GIT_AUTHOR_NAME", "Ada"),
            ("GIT_AUTHOR_EMAIL", "ada@example.org"),
        ])
        .envs([
            ("GIT_COMMITTER_NAME", "Ada"),
            ("GIT_COMMITTER_EMAIL", "ada@example.org"),
        ])
        .stdin(Stdio::null())
        .output()
        .unwrap();
    String::from_utf8(output.stdout).unwrap()
}

/// Hides the names of commits, which differ from one day to the next.
fn without_commits(line: &str) -> String {
    let is_commit = |word: &str| {
        let parts = word.split("..");
        let hexadecimal =
            |part: &str| part.len() >= 7 && part.bytes().all(|byte| byte.is_ascii_hexdigit());
        parts.clone().count() <= 2 && parts.clone().all(hexadecimal)
    };
    let words = line.split_whitespace();
    let words = words.map(|word| if is_commit(word) { "…" } else { word });
    words.collect::<Vec<_>>().join(" ")
}

#[test]
fn the_session_of_the_readme_works_as_it_is_printed() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let readme = std::fs::read_to_string(root.join("README.md")).unwrap();
    let session = Session::of(&readme);
    let folder = TempDir::new().unwrap();
    let clone = folder.path().join("concord");
    std::fs::create_dir(&clone).unwrap();

    let (install, rest) = session.commands.split_first().unwrap();
    assert_eq!(install, "cargo install --locked --path .");
    let at = rest
        .iter()
        .position(|command| command.ends_with(" &"))
        .unwrap();
    let made = shell(&clone, &rest[..at]);
    assert!(made.contains("Made a bare repository"), "{made}");

    // The server answers on a port of its own.
    let serve = rest[at].strip_suffix(" &").unwrap();
    let mut command = program(&clone);
    let arguments = serve.strip_prefix("concord ").unwrap().split(' ');
    let free = TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap();
    command
        .args(arguments)
        .args(["--listen", &free.to_string()]);
    let server: Server = start(command);
    let here = |text: &String| text.replace("127.0.0.1:8080", &server.address);
    let commands: Vec<String> = rest[at + 1..].iter().map(here).collect();
    let said = shell(&clone, &commands);

    let mut lines = said.lines().map(without_commits);
    for answer in &session.answers {
        let wanted = without_commits(&here(answer));
        assert!(
            lines.any(|line| line == wanted),
            "“{wanted}” is missing, or not in its place, in:\n{said}"
        );
    }
    assert_eq!(session.answers.len(), 8);
}

#[test]
fn a_file_that_the_readme_names_is_there() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    for file in [
        "README.md",
        "packaging/README.md",
        "ARCHITECTURE.md",
        "CONTRIBUTING.md",
    ] {
        let text = std::fs::read_to_string(root.join(file)).unwrap();
        let folder = root.join(file);
        let folder = folder.parent().unwrap();
        let text: Vec<&str> = text
            .lines()
            .filter(|line| !line.starts_with("    "))
            .collect();
        for link in text.join("\n").split("](").skip(1) {
            let target = link.split([')', '#']).next().unwrap();
            let is_file = !target.is_empty() && !target.contains("://");
            assert!(!is_file || folder.join(target).exists(), "{file}: {target}");
        }
    }
}
