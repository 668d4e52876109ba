//! The repository damaged: it starts and serves the rest, or says why not; it never hangs.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use crate::figures::{Random, count, end, milliseconds, tell};
use crate::git_harness::{commit, git, git_command, make_repository, page, said, small, write};
use crate::program::{Program, Start};

/// How long a start and an end may take.
const LIMIT: Duration = Duration::from_secs(30);
/// How long any answer may take, on a machine that is busy with other things.
const ANSWER: Duration = Duration::from_secs(60);

/// What is done to an object's file.
#[derive(Clone, Copy, Debug)]
enum Wound {
    Half,
    Empty,
    Start,
    Flip,
    Gone,
}

/// What is damaged.
#[derive(Clone, Copy, Debug)]
enum Damage {
    /// An object of its own, as `git rev-parse` finds it.
    Loose(&'static str, Wound),
    /// The pack that holds everything, or a file beside it, by its ending.
    Pack(&'static str, Wound),
    /// A file of the repository, with what stands in it now.
    File(&'static str, &'static str),
    /// What an interrupted git leaves behind.
    Locks,
    /// Quarantines of pushes that never ended.
    Quarantines,
}

/// What has to come of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Want {
    /// It serves, and these addresses are as before.
    Serves(&'static [&'static str]),
    /// It serves, or refuses in words: either is right.
    Either,
    /// All is as before, and a push is taken.
    Unharmed,
}

const PAGES: &[&str] = &[
    "/",
    "/cases/a",
    "/cases/b",
    "/cases/c",
    "/files/picture.png",
];
const BUT_A: &[&str] = &["/", "/cases/b", "/cases/c", "/files/picture.png"];
const BUT_CASES: &[&str] = &["/"];
const BUT_PICTURE: &[&str] = &["/", "/cases/a", "/cases/b", "/cases/c"];

use Damage::{File, Locks, Loose, Pack, Quarantines};
use Wound::{Empty, Flip, Gone, Half, Start as First};

const DAMAGES: [(Damage, Want); 38] = [
    (Loose("main:cases/a.md", Half), Want::Serves(BUT_A)),
    (
        Loose("main:files/picture.png", Half),
        Want::Serves(BUT_PICTURE),
    ),
    (Loose("main^{commit}", Half), Want::Either),
    (Locks, Want::Unharmed),
    (Pack("pack", Half), Want::Either),
    (File("HEAD", ""), Want::Either),
    (Loose("main:vocabulary.toml", Half), Want::Serves(PAGES)),
    (Loose("main:cases", Half), Want::Serves(BUT_CASES)),
    (Loose("main^{tree}", Half), Want::Either),
    (Quarantines, Want::Unharmed),
    (Loose("main:cases/a.md", Empty), Want::Serves(BUT_A)),
    (Loose("main:cases/a.md", First), Want::Serves(BUT_A)),
    (Loose("main:cases/a.md", Flip), Want::Serves(BUT_A)),
    (Loose("main:cases/a.md", Gone), Want::Serves(BUT_A)),
    (
        Loose("main:files/picture.png", Empty),
        Want::Serves(BUT_PICTURE),
    ),
    (
        Loose("main:files/picture.png", Flip),
        Want::Serves(BUT_PICTURE),
    ),
    (
        Loose("main:files/picture.png", Gone),
        Want::Serves(BUT_PICTURE),
    ),
    (Loose("main:vocabulary.toml", Gone), Want::Serves(PAGES)),
    (Loose("main:references.bib", Half), Want::Serves(PAGES)),
    (Loose("main:references.bib", Flip), Want::Serves(PAGES)),
    (Loose("main:cases", Flip), Want::Serves(BUT_CASES)),
    (Loose("main:cases", Gone), Want::Serves(BUT_CASES)),
    (Loose("main^{tree}", Gone), Want::Either),
    (Loose("main^{commit}", Gone), Want::Either),
    (Loose("main^{commit}", Flip), Want::Either),
    (Loose("main~1^{commit}", Half), Want::Serves(PAGES)),
    (Loose("main~1^{commit}", Gone), Want::Serves(PAGES)),
    (Loose("main~1:cases/a.md", Half), Want::Serves(PAGES)),
    (Pack("pack", Flip), Want::Either),
    (Pack("pack", Gone), Want::Either),
    (Pack("idx", Half), Want::Either),
    (Pack("idx", Gone), Want::Either),
    (File("refs/heads/main", ""), Want::Either),
    (File("refs/heads/main", "not an object id\n"), Want::Either),
    (
        File("packed-refs", "\u{0}\u{1} nothing that git wrote\n"),
        Want::Either,
    ),
    (File("HEAD", "ref: refs/heads/nowhere\n"), Want::Either),
    (File("config", "[core\nbroken"), Want::Either),
    (
        File("objects/info/alternates", "/nowhere/at/all\n"),
        Want::Serves(PAGES),
    ),
];

/// Makes the repository with all objects in files of their own, and one with all in a pack.
fn make(folder: &Path) {
    let mut files = small();
    files.push((
        "references.bib",
        "@book{b, title={B}, author={C, D}, year={2001}}\n",
    ));
    files.push(("files/picture.png", "\u{89}PNG, or nearly"));
    let repository = make_repository(folder, &files, false);
    let source = folder.join("source");
    write(
        &source,
        "cases/c.md",
        page("C", "See [a picture](../files/picture.png)."),
    );
    let longer = |text: &str| page("A", &format!("{text}\n\n[B](b.md) {}", "word ".repeat(300)));
    write(&source, "cases/a.md", longer("Before."));
    commit(&source, "Second");
    write(&source, "cases/a.md", longer("After."));
    commit(&source, "Third");
    let target = repository.to_str().unwrap();
    git(&source, &["push", "--quiet", target, "main"]);
    fs::remove_dir_all(&repository).unwrap();
    git(
        folder,
        &[
            "clone",
            "--quiet",
            "--bare",
            "--no-local",
            "source",
            "packed.git",
        ],
    );
    git(
        &folder.join("packed.git"),
        &["repack", "-a", "-d", "--quiet"],
    );
    git(
        folder,
        &["init", "--quiet", "--bare", "-b", "main", "loose.git"],
    );
    let loose = folder.join("loose.git");
    git(&loose, &["config", "receive.unpackLimit", "100000"]);
    let target = loose.to_str().unwrap();
    git(&source, &["push", "--quiet", target, "main"]);
}

fn copy(from: &Path, to: &Path) {
    let _ = fs::remove_dir_all(to);
    let copied = Command::new("cp").arg("-r").args([from, to]).status();
    assert!(copied.unwrap().success());
}

fn wound(file: &Path, how: Wound, random: &mut Random) {
    let mut bytes = fs::read(file).unwrap();
    fs::remove_file(file).unwrap();
    match how {
        Half => bytes.truncate(bytes.len() / 2),
        Empty => bytes.clear(),
        First => bytes.truncate(10),
        Flip => {
            // Behind the head, where the content is.
            let place = bytes.len() / 4 + random.below(bytes.len() / 2);
            bytes[place] ^= 1 << random.below(8);
        }
        Gone => return,
    }
    fs::write(file, bytes).unwrap();
}

/// Does a damage to a fresh copy of the repository.
fn damage(folder: &Path, what: Damage, random: &mut Random) {
    let repository = folder.join("content.git");
    let packed = matches!(what, Pack(..) | File("packed-refs", _));
    let from = if packed { "packed.git" } else { "loose.git" };
    copy(&folder.join(from), &repository);
    let touch = |name: &str, text: &str| {
        let path = repository.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    };
    match what {
        Loose(object, how) => {
            let id = git(&repository, &["rev-parse", object]);
            let file = repository.join("objects").join(&id[..2]).join(&id[2..]);
            wound(&file, how, random);
        }
        Pack(ending, how) => {
            let packs = fs::read_dir(repository.join("objects/pack")).unwrap();
            let mut files = packs.map(|entry| entry.unwrap().path());
            let file = files.find(|path| path.extension().is_some_and(|e| e == ending));
            wound(&file.unwrap(), how, random);
        }
        File(name, text) => touch(name, text),
        Locks => {
            for name in ["refs/heads/main.lock", "HEAD.lock", "packed-refs.lock"] {
                touch(name, "");
            }
        }
        Quarantines => {
            touch("objects/tmp_objdir-incoming-a1B2c3/pack/tmp_pack_x", "half");
            touch("objects/incoming-a1B2c3/aa/tmp_obj_x", "half");
        }
    }
}

/// Finds out what came of a damage; returns how long the start took.
fn judge(folder: &Path, want: Want) -> Result<Duration, String> {
    let started = Instant::now();
    let mut program = match Program::start(folder, &["--push", "anyone"], LIMIT) {
        Start::Serves(program) => program,
        Start::Hangs => return Err("it hangs at the start".to_owned()),
        Start::Refused { code, said } => {
            let in_words = said.split_whitespace().count() >= 4 && !said.contains("panicked");
            return match want {
                Want::Either if in_words && code.is_some_and(|code| code != 0) => {
                    Ok(started.elapsed())
                }
                _ => Err(format!("it does not start ({code:?}): {said}")),
            };
        }
    };
    let took = started.elapsed();
    for address in PAGES
        .iter()
        .chain(&["/-/healthz", "/changes", "/search?q=B", "/-/problems"])
    {
        let Some(answer) = program.get(address, ANSWER) else {
            return Err(format!("no answer to {address}"));
        };
        let expected = match want {
            Want::Serves(pages) => pages.contains(address),
            Want::Unharmed => true,
            Want::Either => false,
        };
        if expected && answer.status != 200 {
            return Err(format!("{address}: {}", answer.status));
        }
    }
    // Whoever asks again and again for what is damaged keeps no core busy.
    for _ in 0..5 {
        for address in PAGES {
            let _ = program.get(address, ANSWER);
        }
    }
    let before = program.computed();
    std::thread::sleep(Duration::from_secs(1));
    let busy = program.computed().saturating_sub(before);
    if busy > Duration::from_millis(500) {
        return Err(format!("busy for {busy:?} of a second without a request"));
    }
    if want == Want::Unharmed {
        push(folder, &program)?;
    }
    if !program.is_alive() {
        return Err("it ended by itself".to_owned());
    }
    let panics = program.panics();
    if !panics.is_empty() {
        return Err(panics.join("; "));
    }
    program.end(LIMIT)?;
    Ok(took)
}

fn push(folder: &Path, program: &Program) -> Result<(), String> {
    let work: PathBuf = folder.join("work");
    let _ = fs::remove_dir_all(&work);
    git(folder, &["clone", "--quiet", "source", "work"]);
    write(&work, "cases/new.md", page("New", "Text."));
    commit(&work, "Add a page");
    let pushed = git_command(&work, &["push", &program.url(), "HEAD:main"]);
    let pushed = { pushed }.output().unwrap();
    let answer = program.get("/cases/new", ANSWER);
    let served = answer.is_some_and(|answer| answer.status == 200);
    if pushed.status.success() && served {
        Ok(())
    } else {
        Err(format!("a push is not taken: {}", said(&pushed)))
    }
}

#[test]
fn a_damaged_repository_is_served_or_refused_in_words() {
    let damages = count("REPOSITORY_DAMAGES", 6, DAMAGES.len()).min(DAMAGES.len());
    let mut random = Random::new("repository");
    let folder = tempfile::TempDir::new().unwrap();
    make(folder.path());
    let (mut wrong, mut slowest) = (Vec::new(), Duration::ZERO);
    for (what, want) in &DAMAGES[..damages] {
        damage(folder.path(), *what, &mut random);
        let _ = fs::remove_dir_all(folder.path().join("index"));
        let _ = fs::remove_file(folder.path().join("log"));
        match judge(folder.path(), *want) {
            Ok(took) => slowest = slowest.max(took),
            Err(error) => {
                let text = format!("{what:?}: {error}");
                eprintln!("repository: {text}");
                wrong.push(text);
            }
        }
    }
    let run = "repository damage";
    tell(run, "damages", damages);
    tell(run, "slowest start or refusal", milliseconds(slowest));
    end(run, &wrong);
}
