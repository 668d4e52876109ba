//! What a push brought is on the disk before anyone is told so, by the system calls of the server
//! and of the git that it runs.

use std::collections::HashSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::git_harness::{accepted, commit, git, page, write};
use crate::program::{program, start};

/// A system call that matters here, in the order of the trace.
#[derive(Debug)]
enum Call {
    /// A file or a folder was put on the disk.
    Synced(PathBuf),
    /// A name was made: of a file that had another one before, or of a folder.
    Named(Option<PathBuf>, PathBuf),
    /// The verdict went to the client.
    Answered,
}

/// Reads what `strace -f -yy` wrote; paths are made whole by the folder that git works in.
fn calls(trace: &str, repository: &Path) -> Vec<Call> {
    let mut calls = Vec::new();
    // A call that another thread interrupted stands in two lines.
    let mut unfinished: Vec<(String, String)> = Vec::new();
    for line in trace.lines() {
        let Some((process, mut call)) = line
            .split_once(char::is_whitespace)
            .map(|(process, call)| (process.to_owned(), call.trim_start().to_owned()))
        else {
            continue;
        };
        if let Some(begun) = call.strip_suffix("<unfinished ...>") {
            // What is sent is on its way from the first moment on.
            if is_answer(begun) {
                calls.push(Call::Answered);
            }
            unfinished.push((process, begun.to_owned()));
            continue;
        }
        if call.starts_with("<... ") {
            let index = unfinished.iter().position(|(known, _)| *known == process);
            let (Some(index), Some((_, end))) = (index, call.split_once("resumed>")) else {
                continue;
            };
            call = format!("{}{end}", unfinished.remove(index).1);
            if is_answer(&call) {
                continue;
            }
        }
        if is_answer(&call) {
            calls.push(Call::Answered);
        }
        if !call.contains(" = 0") {
            continue;
        }
        let quoted: Vec<PathBuf> = call
            .split('"')
            .skip(1)
            .step_by(2)
            .map(|path| repository.join(path.trim_start_matches("./")))
            .collect();
        let name = call.split('(').next().unwrap_or("");
        match (name, quoted.as_slice()) {
            ("fsync" | "fdatasync", _) => {
                let path = call
                    .split_once('<')
                    .and_then(|(_, rest)| rest.split_once('>'));
                calls.extend(path.map(|(path, _)| Call::Synced(PathBuf::from(path))));
            }
            ("rename" | "renameat" | "renameat2" | "link" | "linkat", [from, to]) => {
                calls.push(Call::Named(Some(from.clone()), to.clone()));
            }
            ("mkdir" | "mkdirat", [folder]) => calls.push(Call::Named(None, folder.clone())),
            _ => {}
        }
    }
    calls
}

fn is_answer(call: &str) -> bool {
    let sends = ["sendto", "write", "writev", "sendmsg"];
    let name = call.split('(').next().unwrap_or("");
    sends.contains(&name) && call.contains("TCP") && call.contains("unpack ok")
}

/// Tells whether a name is one that the push is lost without.
fn matters(path: &Path) -> bool {
    let text = path.to_string_lossy();
    let inside = text.contains("/objects/") || text.contains("/refs/heads");
    inside && !text.contains("incoming") && !text.ends_with(".lock")
}

#[test]
fn a_push_is_on_the_disk_before_it_is_answered() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().canonicalize().unwrap();
    let source = root.join("source");
    fs::create_dir(&source).unwrap();
    git(&source, &["init", "-q", "-b", "main"]);
    write(&source, "index.md", page("Home", "Start."));
    commit(&source, "Begin");
    git(&root, &["clone", "-q", "--bare", "source", "site.git"]);
    let trace = root.join("trace");
    let repository = root.join("site.git");
    let serve = program(&root);
    let mut command = Command::new("strace");
    command.current_dir(&root).arg("-f").arg("-yy").arg("-qq");
    command.args(["-s", "4096", "-e", "signal=none", "-e"]);
    command.arg(concat!(
        "trace=fsync,fdatasync,rename,renameat,renameat2,link,linkat,mkdir,mkdirat,",
        "sendto,sendmsg,write,writev"
    ));
    command.arg("-o").arg(&trace);
    // Nothing of it outlives the test by much, however that ends.
    command.args(["timeout", "300"]).arg(serve.get_program());
    command.args(["serve", "--listen", "127.0.0.1:0", "--index", "index"]);
    command
        .args(["--push", "anyone", "--repository"])
        .arg(&repository);
    assert!(
        Command::new("strace").arg("-V").output().is_ok(),
        "this test needs strace: apt-get install strace"
    );
    let server = start(command);
    let url = format!("http://{}/content.git", server.address);
    git(&root, &["clone", "-q", &url, "clone"]);
    let clone = root.join("clone");
    // Few objects are put down one by one, many as a pack.
    for (round, pages) in [(0, 1), (1, 120), (2, 3)] {
        let before = fs::metadata(&trace).map_or(0, |file| file.len());
        for number in 0..pages {
            let name = format!("n{round}x{number}");
            write(&clone, &format!("{name}.md"), page(&name, &name.repeat(20)));
        }
        commit(&clone, "More");
        assert!(accepted(&clone, &[]).contains("live at commit"));
        let bytes = fs::read(&trace).unwrap();
        let text = String::from_utf8_lossy(&bytes[usize::try_from(before).unwrap()..]).into_owned();
        is_durable(&calls(&text, &repository), round);
    }
    // The server is the tracer's child, and ends with the tracer's signal.
    let id = server.child.id().to_string();
    let _ = Command::new("pkill").args(["-TERM", "-P", &id]).status();
}

fn is_durable(calls: &[Call], round: usize) {
    let answered = calls.iter().position(|call| matches!(call, Call::Answered));
    let answered = answered.unwrap_or_else(|| panic!("round {round}: no answer in {calls:#?}"));
    let mut contents: HashSet<&std::ffi::OsStr> = HashSet::new();
    let mut names = 0;
    for (index, call) in calls.iter().enumerate().take(answered) {
        match call {
            Call::Synced(path) => contents.extend(path.file_name()),
            Call::Named(from, to) if matters(to) => {
                names += 1;
                // The contents are there before the name.
                if let Some(from) = from {
                    let known = from.file_name().is_some_and(|name| contents.contains(name));
                    assert!(
                        known,
                        "round {round}: {} is named before it is synced",
                        to.display()
                    );
                }
                // The name is there before the answer.
                let parent = to.parent().unwrap();
                let synced = calls[index..answered]
                    .iter()
                    .any(|call| matches!(call, Call::Synced(path) if path == parent));
                assert!(
                    synced,
                    "round {round}: the folder of {} is not synced before the answer",
                    to.display()
                );
            }
            _ => {}
        }
    }
    assert!(names >= 2, "round {round}: {calls:#?}");
}
