//! What is too much: commits that describe more than any memory holds, histories, idle clients,
//! packs that inflate, heads and addresses. It is refused with its figure, and nothing stops.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::Stdio;
use std::time::{Duration, Instant};

use concord::site::Publisher;
use concord::store::{Budget, Location, Store};
use concord::web::GitLimits;

use crate::git_harness::{
    Server, Wanted, accepted, commit, get, git, git_command, page, raw, refused, small, until,
    write,
};

/// Runs git with something to read, and returns what it printed.
fn git_with(folder: &Path, arguments: &[&str], input: &str) -> String {
    let mut child = git_command(folder, arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    child
        .stdin
        .take()
        .unwrap()
        .write_all(input.as_bytes())
        .unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success(), "git {arguments:?}");
    String::from_utf8(output.stdout).unwrap().trim().to_owned()
}

/// Makes a commit on top of another, whose folder `bomb` has ten folders that have ten folders and
/// so on, and returns it.
fn bomb(work: &Path, parent: &str, levels: usize) -> String {
    let blob = git_with(work, &["hash-object", "-w", "--stdin"], "x");
    let mut tree = git_with(work, &["mktree"], &format!("100644 blob {blob}\tf.txt\n"));
    for _ in 0..levels {
        let folders = (0..10).map(|number| format!("040000 tree {tree}\td{number}\n"));
        tree = git_with(work, &["mktree"], &folders.collect::<String>());
    }
    let root = git(work, &["ls-tree", parent]);
    let root = git_with(
        work,
        &["mktree"],
        &format!("{root}\n040000 tree {tree}\tbomb\n"),
    );
    git(work, &["commit-tree", "-m", "Bomb", "-p", parent, &root])
}

#[test]
fn a_tree_bomb_is_refused_with_its_figure() {
    let server = Server::start(&small());
    let work = server.clone("work", &[]);
    let bomb = bomb(&work, "HEAD", 10);
    let started = Instant::now();
    let said = refused(&work, &["origin", &format!("{bomb}:main")]);
    assert!(started.elapsed() < Duration::from_secs(20), "{said}");
    let figure = "has 21,111,111,116 files and folders; 1,000,000 is the limit";
    assert!(said.contains(figure), "{said}");
    // Nor is it taken in where it is gone again in the end.
    let tree = git(&work, &["rev-parse", "HEAD^{tree}"]);
    let healed = git(&work, &["commit-tree", "-m", "Gone", "-p", &bomb, &tree]);
    let said = refused(&work, &["origin", &format!("{healed}:main")]);
    assert!(said.contains(&format!("commit {}", &bomb[..7])), "{said}");
    assert_eq!(server.quarantines(), 0);
    write(&work, "c.md", page("C", "Text."));
    commit(&work, "Go on");
    accepted(&work, &[]);
}

#[test]
fn a_bomb_that_comes_another_way_keeps_the_edition_before() {
    let server = Server::start(&small());
    let work = server.clone("work", &[]);
    let before = server.served();
    let bomb = bomb(&work, "HEAD", 9);
    let repository = server.repository.to_str().unwrap();
    git(
        &work,
        &["push", "--quiet", repository, &format!("{bomb}:main")],
    );
    assert!(server.publisher.publish().is_err());
    assert_eq!(server.served(), before);
    let health = server.get("/-/healthz");
    assert!(health.starts_with("HTTP/1.1 503"), "{health}");
    assert!(health.contains("files and folders; 1,000,000"), "{health}");
    assert!(server.get("/").starts_with("HTTP/1.1 200"));
    // The next start has the edition before as well, and where nothing is known an empty one.
    server.publisher.save();
    for (index, pages) in [("index", 3), ("other", 0)] {
        let index = server.folder.path().join(index);
        std::fs::create_dir_all(&index).unwrap();
        let (next, published) = open(&server, &index, Budget::default());
        let edition = next.edition();
        assert_eq!(edition.page_count(), pages);
        assert_eq!(published.commit.to_string() == before, pages > 0);
        assert!(
            next.follow_failure()
                .unwrap()
                .reason
                .contains("files and folders")
        );
    }
    // Nobody is given a commit like that, and nothing else is.
    let clone = server.get("/content.git/info/refs?service=git-upload-pack");
    assert!(clone.starts_with("HTTP/1.1 403"), "{clone}");
    // Where it stays in the history, what comes after it is served.
    let tree = git(&work, &["rev-parse", "HEAD^{tree}"]);
    let healed = git(&work, &["commit-tree", "-m", "Gone", "-p", &bomb, &tree]);
    git(
        &work,
        &["push", "--quiet", repository, &format!("{healed}:main")],
    );
    server.publisher.publish().unwrap();
    assert_eq!(server.served(), healed);
    assert!(server.get("/-/healthz").starts_with("HTTP/1.1 200"));
    assert!(server.get("/changes").contains("Begin"));
    assert!(server.get("/").starts_with("HTTP/1.1 200"));
}

fn open(
    server: &Server,
    index: &Path,
    budget: Budget,
) -> (Publisher, concord::site::PublishOutcome) {
    let location = Location {
        repository: server.repository.clone(),
        ..Location::default()
    };
    let store = Store::open(&location).unwrap().within(budget);
    Publisher::open(store, Some(index), &|_, _| ()).unwrap()
}

#[test]
fn the_budget_of_bytes_counts_a_text_for_each_page_that_has_it() {
    let server = Server::start(&small());
    let work = server.clone("work", &[]);
    let text = page("Same", &"Word ".repeat(2_000));
    for number in 0..20 {
        write(&work, &format!("same/{number}.md"), &text);
    }
    commit(&work, "Twenty times the same");
    accepted(&work, &[]);
    let budget = |bytes| Budget {
        bytes,
        ..Budget::default()
    };
    let at = |name: &str| server.folder.path().join(name);
    let (whole, _) = open(&server, &at("whole"), budget(400_000));
    assert!(whole.follow_failure().is_none() && whole.edition().page_count() == 23);
    let (less, _) = open(&server, &at("less"), budget(150_000));
    let reason = less.follow_failure().unwrap().reason;
    assert!(reason.contains("bytes; 150,000 is the limit"), "{reason}");
    // What is taken away counts no more.
    let (steps, _) = open(&server, &at("steps"), budget(300_000));
    for round in 0..3 {
        git(&work, &["mv", "same", &format!("same{round}")]);
        git(&work, &["mv", &format!("same{round}"), "same"]);
        write(
            &work,
            "same/0.md",
            page("Round", &format!("Round {round}.")),
        );
        write(&work, &format!("new{round}.md"), &text);
        commit(&work, "Round");
        accepted(&work, &[]);
        steps.publish().unwrap();
    }
    for number in 1..15 {
        write(&work, &format!("more/{number}.md"), &text);
    }
    commit(&work, "Too many more");
    accepted(&work, &[]);
    assert!(steps.publish().is_err());
}

#[test]
fn every_commit_of_a_push_is_checked_for_names() {
    let server = Server::start(&small());
    let work = server.clone("work", &[]);
    let text = page("X", "Text.");
    let names = [
        "-rf",
        "--output=x",
        "CONIN$",
        "COM¹.md",
        "\u{12e}git",
        "straße.md",
        "STRASSE.md",
        "Cases/new.md",
        "cases/B.md",
        "deep/e\u{301}.md",
        "deep/\u{e9}.md",
    ];
    for name in names {
        write(&work, name, &text);
    }
    commit(&work, "Wrong");
    git(&work, &["reset", "--quiet", "--soft", "HEAD~1"]);
    git(&work, &["commit", "--quiet", "-m", "Wrong again"]);
    for name in names {
        std::fs::remove_file(work.join(name)).unwrap();
    }
    write(&work, "cases/c.md", page("C", "Text."));
    commit(&work, "Right");
    let said = refused(&work, &[]);
    for line in [
        "-rf: the name has the part “-rf”, which begins with a hyphen",
        "--output=x: the name has the part “--output=x”, which begins with a hyphen",
        "CONIN$: the name has the part “CONIN$”, which is a device",
        "COM¹.md: the name has the part “COM¹.md”, which is a device",
        "\u{12e}git: the name has the part “\u{12e}git”, which is read as git's own folder",
        "STRASSE.md: on Windows and macOS this is the same file as “straße.md”",
        "Cases: on Windows and macOS this is the same file as “cases”",
        "cases/B.md: on Windows and macOS this is the same file as “b.md”",
        "(in commit ",
    ] {
        assert!(said.contains(line), "no line “{line}” in:\n{said}");
    }
    assert!(said.contains("deep/"), "{said}");
}

/// Adds a chain of commits to a clone: the one in the middle has a link, which the next takes away.
fn chain(work: &Path, length: usize) -> String {
    let base = git(work, &["rev-parse", "HEAD"]);
    let mut text = String::new();
    for number in 0..length {
        let from = match number {
            0 => format!("from {base}\n"),
            _ => String::new(),
        };
        let body = page("A", &format!("## Setting\n\n[B](b.md) {number}"));
        text.push_str(&format!(
            "commit refs/heads/chain\ncommitter T <t@example.org> {} +0000\ndata 1\nx\n{from}M 100644 inline cases/a.md\ndata {}\n{body}\n",
            1_700_000_000 + number,
            body.len()
        ));
        if number == length / 2 {
            text.push_str("M 120000 inline cases/leak.md\ndata 11\n/etc/passwd\n");
        } else if number == length / 2 + 1 {
            text.push_str("D cases/leak.md\n");
        }
    }
    git_with(work, &["fast-import", "--quiet"], &text);
    "chain:main".to_owned()
}

#[test]
fn more_than_ten_thousand_commits_are_all_checked() {
    let server = Server::start(&small());
    let work = server.clone("work", &[]);
    let chain = chain(&work, 10_050);
    let said = refused(&work, &["origin", &chain]);
    assert!(
        said.contains("cases/leak.md: symbolic links are not allowed; copy the file (in commit "),
        "{said}"
    );
    assert!(said.contains("1 problem"), "{said}");
}

#[test]
fn problems_are_told_up_to_a_hundred_with_their_number() {
    let server = Server::start(&small());
    let work = server.clone("work", &[]);
    for number in 0..250 {
        write(&work, &format!("many/a{number}:b.txt"), "x");
    }
    commit(&work, "Colons");
    let said = refused(&work, &[]);
    assert_eq!(said.matches(":b.txt: the name has").count(), 100, "{said}");
    assert!(said.contains("and 150 more"), "{said}");
    assert!(said.contains("250 problems"), "{said}");
}

#[test]
fn idle_pushers_give_their_places_back() {
    let limits = GitLimits {
        pushes: 2,
        silence: Duration::from_millis(300),
        ..GitLimits::default()
    };
    let server = Server::start_as(
        Wanted {
            limits,
            ..Wanted::default()
        },
        &small(),
    );
    let hang = |drip: bool| {
        let mut stream = TcpStream::connect(server.address).unwrap();
        let head = format!(
            "POST /content.git/git-receive-pack HTTP/1.1\r\nHost: {}\r\nContent-Type: application/x-git-receive-pack-request\r\nContent-Length: 1000000\r\n\r\n",
            server.address
        );
        stream.write_all(head.as_bytes()).unwrap();
        std::thread::spawn(move || {
            // One that sends a byte now and then holds its place no longer.
            while drip && stream.write_all(b"0").is_ok() {
                std::thread::sleep(Duration::from_millis(50));
            }
            let _ = stream.read_to_end(&mut Vec::new());
        })
    };
    let hanging: Vec<_> = (0..6).map(|number| hang(number % 2 == 0)).collect();
    let work = server.clone("work", &[]);
    write(&work, "c.md", page("C", "Text."));
    commit(&work, "Add a page");
    accepted(&work, &[]);
    for thread in hanging {
        thread.join().unwrap();
    }
    until("nothing is left of those that hung", || {
        server.quarantines() == 0
    });
}

#[test]
fn a_pack_that_inflates_too_much_is_refused_while_it_comes_in() {
    let server = Server::start(&small());
    let work = server.clone("work", &[]);
    write(&work, "zeros.bin", vec![0_u8; 66_000_000]);
    commit(&work, "Zeros");
    let said = refused(&work, &[]);
    assert!(
        said.contains(
            "an object of this push inflates to 66 MB, which is more than any file may have"
        ),
        "{said}"
    );
    until("git has taken away what it had put down", || {
        server.quarantines() == 0
    });
    // A file that is only too large for a file is told by its name.
    git(&work, &["reset", "--quiet", "--hard", "HEAD~1"]);
    write(&work, "zeros.bin", vec![0_u8; 6_000_000]);
    commit(&work, "Less");
    let said = refused(&work, &[]);
    assert!(said.contains("zeros.bin: the file has 6.0 MB"), "{said}");
}

#[test]
fn heads_addresses_and_hosts_have_their_limits() {
    let server = Server::start(&small());
    let ask = |path: &str, headers: &str| get(server.address, path, headers);
    let long = "a".repeat(9_000);
    let answer = ask(&format!("/{long}"), "");
    assert!(answer.starts_with("HTTP/1.1 414"), "{answer}");
    assert!(answer.contains("text/html"), "{answer}");
    for path in ["/api/v1/search?q=", "/-/suggest?q="] {
        let answer = ask(&format!("{path}{long}"), "");
        assert!(answer.starts_with("HTTP/1.1 414"), "{answer}");
        assert!(answer.contains("application/problem+json"), "{answer}");
        assert!(answer.contains("\"status\":414"), "{answer}");
    }
    let header = |size: usize| format!("X-Long: {}\r\n", "b".repeat(size));
    assert!(ask("/", &header(60_000)).starts_with("HTTP/1.1 200"));
    for size in [65_600, 70_000, 100_000, 130_000, 200_000] {
        let answer = ask("/", &header(size));
        // A connection that is closed while the rest is still coming may be reset.
        assert!(
            answer.is_empty() || answer.starts_with("HTTP/1.1 431"),
            "{size}: {answer}"
        );
    }
    let answer = ask("/", &header(65_600));
    assert!(answer.starts_with("HTTP/1.1 431"), "{answer}");
    let twice = format!("Host: {}\r\n", server.address);
    assert!(ask("/", &twice).starts_with("HTTP/1.1 400"));
    assert!(ask("/", "Host: elsewhere.example\r\n").starts_with("HTTP/1.1 400"));
    for path in [
        "/\\elsewhere.example",
        "//elsewhere.example",
        "/\\/\\elsewhere.example",
    ] {
        let request = format!(
            "GET {path}?ui=fr HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\r\n",
            server.address
        );
        let answer = String::from_utf8_lossy(&raw(server.address, request.as_bytes())).into_owned();
        let location = answer
            .lines()
            .find_map(|line| line.strip_prefix("location: "));
        let is_own =
            |location: &str| location.starts_with('/') && !location[1..].starts_with(['/', '\\']);
        assert!(location.is_none_or(is_own), "{answer}");
    }
}

#[test]
fn whoever_has_too_much_made_waits_and_what_is_kept_stays_free() {
    let server = Server::start(&small());
    // A proxy that nobody named passes these on, so they count as one network.
    let forwarded = "X-Forwarded-For: 192.0.2.1\r\n";
    let ask = |path: &str, more: &str| get(server.address, path, &format!("{forwarded}{more}"));
    let kept = ask("/", "");
    assert!(kept.starts_with("HTTP/1.1 200"), "{kept}");
    let all = (0..200).map(|number| ask(&format!("/-/picture/none-{number}"), ""));
    let refused = all
        .take(200)
        .find(|answer| answer.starts_with("HTTP/1.1 429"));
    let refused = refused.expect("pictures cost much");
    let lower = refused.to_lowercase();
    assert!(lower.contains("\r\nretry-after: 1\r\n"), "{refused}");
    assert!(refused.contains("Wait a second"), "{refused}");
    assert!(lower.contains("cache-control: no-store"), "{refused}");
    let dear = "/content.git/info/refs?service=git-receive-pack";
    let mut plain = String::new();
    for _ in 0..200 {
        plain = ask(dear, "");
        if plain.starts_with("HTTP/1.1 429") {
            break;
        }
    }
    assert!(plain.contains("text/plain"), "{plain}");
    assert!(plain.contains("try again in"), "{plain}");
    for number in 0..20 {
        assert!(ask("/", "").starts_with("HTTP/1.1 200"), "{number}");
    }
    // Whoever sits at this machine is not limited.
    for number in 0..200 {
        let answer = get(server.address, &format!("/-/picture/none-{number}"), "");
        assert!(answer.starts_with("HTTP/1.1 404"), "{answer}");
    }
}
