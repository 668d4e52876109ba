//! The working tree as a site: `concord preview`, and `concord check` of the files on disk.

use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::body::Body;
use axum::http::Request;
use concord::domain::Viewer;
use concord::site::{Edition, FileProblem, Publisher};
use concord::store::{Location, Store};
use concord::web::{self, Settings, Site};
use http_body_util::BodyExt;
use tempfile::TempDir;
use tower::ServiceExt;

use crate::wiki::{REFERENCES, VOCABULARY, page};

/// A folder of content with ways to change it, with or without git around it.
pub(crate) struct Tree {
    folder: TempDir,
}

impl Tree {
    /// A repository whose root is the content, with one commit.
    pub(crate) fn committed(files: &[(&str, &str)]) -> Self {
        let tree = Self::plain(files);
        tree.git(&["init", "-q", "-b", "main"]);
        tree.commit();
        tree
    }

    /// A folder without git.
    pub(crate) fn plain(files: &[(&str, &str)]) -> Self {
        let tree = Self {
            folder: TempDir::new().unwrap(),
        };
        fs::create_dir(tree.root()).unwrap();
        tree.write("vocabulary.toml", VOCABULARY);
        tree.write("references.bib", REFERENCES);
        for (path, text) in files {
            tree.write(path, text);
        }
        tree
    }

    /// The content folder.
    pub(crate) fn root(&self) -> PathBuf {
        self.folder.path().join("my wiki")
    }

    /// Writes a file.
    pub(crate) fn write(&self, path: &str, text: &str) {
        let path = self.root().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    /// Runs git in the folder; it must succeed.
    pub(crate) fn git(&self, arguments: &[&str]) -> String {
        let output = git(&self.root(), arguments);
        let error = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{arguments:?}: {error}");
        String::from_utf8(output.stdout).unwrap()
    }

    /// Commits everything.
    pub(crate) fn commit(&self) {
        self.git(&["add", "-A"]);
        self.git(&["commit", "-q", "--allow-empty", "-m", "Change"]);
    }

    fn store(&self) -> Store {
        Store::open_working_tree(&at(&self.root())).unwrap()
    }

    fn publisher(&self) -> Publisher {
        Publisher::open(self.store(), None, &|_, _| ()).unwrap().0
    }
}

/// Runs git, which sees none of the user's settings.
pub(crate) fn git(folder: &Path, arguments: &[&str]) -> Output {
    Command::new("git")
        .current_dir(folder)
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .env("GIT_CONFIG_NOSYSTEM", "1")
        .args([
            "-c",
            "user.name=Ada Writer",
            "-c",
            "user.email=ada@example.org",
        ])
        .args(arguments)
        .output()
        .unwrap()
}

/// Runs the program.
pub(crate) fn concord(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_concord"))
        .current_dir(folder)
        .env("GIT_CEILING_DIRECTORIES", folder.parent().unwrap())
        .args(arguments)
        .stdin(Stdio::null())
        .output()
        .unwrap()
}

fn at(folder: &Path) -> Location {
    Location {
        repository: folder.to_owned(),
        ..Location::default()
    }
}

/// Every file below a folder with what is in it.
fn listing(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut found = BTreeMap::new();
    for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
        let path = entry.path();
        if path.is_dir() {
            found.extend(listing(&path));
        } else {
            found.insert(path.clone(), fs::read(&path).unwrap());
        }
    }
    found
}

fn titles(edition: &Edition) -> Vec<String> {
    let view = edition.view(Viewer::Contributor);
    let pages = view.pages();
    pages.map(|item| item.page.title.clone()).collect()
}

fn drafts(edition: &Edition) -> Vec<&str> {
    edition.drafts().iter().map(String::as_str).collect()
}

/// Checks that what came step by step is what a new start makes of the same files.
fn assert_as_rebuilt(tree: &Tree, publisher: &Publisher) {
    let fresh = tree.publisher();
    let (one, other) = (publisher.edition(), fresh.edition());
    assert_eq!(one.revision(), other.revision());
    assert_eq!(one.drafts(), other.drafts());
    let all = |edition: &Edition| -> (Vec<_>, Vec<FileProblem>) {
        let view = edition.view(Viewer::Contributor);
        let pages = view.pages().map(|item| (**item).clone()).collect();
        (pages, view.checks().problems())
    };
    assert_eq!(all(&one), all(&other));
}

fn simple(title: &str) -> String {
    page(&format!("title: {title}\nsummary: S."), "Words.")
}

#[test]
fn it_shows_the_files_and_writes_nothing_into_the_repository() {
    let tree = Tree::committed(&[
        ("index.md", &simple("Home")),
        ("cases/a.md", &simple("A")),
        ("cases/b.md", &simple("B")),
        ("forced.md", &simple("Tracked although ignored")),
    ]);
    let head = tree.git(&["rev-parse", "HEAD"]);
    let before = listing(&tree.root().join(".git"));
    let publisher = tree.publisher();
    let clean = publisher.edition();
    assert_eq!(clean.revision().id.to_string(), head.trim());
    assert_eq!(drafts(&clean), [] as [&str; 0]);
    assert!(publisher.publish().unwrap().is_none());

    tree.write("cases/a.md", &simple("A changed"));
    tree.write("new/page.md", &simple("New"));
    tree.write(".gitignore", "*.tmp.md\nbuild/\nforced.md\n");
    tree.write("note.tmp.md", &simple("Ignored"));
    tree.write("build/page.md", &simple("Ignored with its folder"));
    tree.write("cases/a.md~", "a backup");
    tree.write(".hidden/page.md", &simple("Hidden"));
    fs::remove_file(tree.root().join("cases/b.md")).unwrap();
    let published = publisher.publish().unwrap().unwrap();
    assert!(!published.rewritten);
    let edition = publisher.edition();
    let wanted = ["Home", "A changed", "Tracked although ignored", "New"];
    assert_eq!(titles(&edition), wanted);
    assert_eq!(drafts(&edition), ["cases/a.md", "new/page.md"]);
    assert_as_rebuilt(&tree, &publisher);
    let view = edition.view(Viewer::Contributor);
    let found = view.search(&concord::search::Request {
        query: "changed",
        ..Default::default()
    });
    assert_eq!(found.total, 1);

    tree.git(&["-c", "core.fsmonitor=", "checkout", "-q", "--", "cases"]);
    fs::remove_dir_all(tree.root().join("new")).unwrap();
    publisher.publish().unwrap().unwrap();
    assert_eq!(
        publisher.edition().revision().id.to_string(),
        head.trim(),
        "as committed again"
    );
    // Git's own list of files was brought up to date by git's checkout; nothing else changed.
    let mut after = listing(&tree.root().join(".git"));
    let mut before = before;
    let index = tree.root().join(".git/index");
    before.remove(&index);
    after.remove(&index);
    assert_eq!(before, after);
}

#[test]
fn a_commit_and_a_switch_of_branches_are_followed() {
    let tree = Tree::committed(&[("index.md", &simple("Home"))]);
    let publisher = tree.publisher();
    tree.write("a.md", &simple("A"));
    publisher.publish().unwrap().unwrap();
    assert_eq!(drafts(&publisher.edition()), ["a.md"]);
    tree.commit();
    let published = publisher.publish().unwrap().unwrap();
    assert!(!published.rewritten);
    let edition = publisher.edition();
    assert_eq!(drafts(&edition), [] as [&str; 0]);
    let view = edition.view(Viewer::Contributor);
    let item = view.page_of_file("a.md").unwrap();
    assert_eq!(item.changed.as_ref().unwrap().author, "Ada Writer");
    assert_as_rebuilt(&tree, &publisher);

    tree.git(&["checkout", "-q", "-b", "other", "HEAD^"]);
    assert!(publisher.publish().unwrap().unwrap().rewritten);
    assert_eq!(titles(&publisher.edition()), ["Home"]);
    tree.git(&["checkout", "-q", "--detach", "main"]);
    publisher.publish().unwrap().unwrap();
    assert_eq!(titles(&publisher.edition()), ["Home", "A"]);
    tree.git(&["rm", "-q", "--cached", "a.md"]);
    assert!(
        publisher.publish().unwrap().is_none(),
        "the file is still there"
    );
    assert_as_rebuilt(&tree, &publisher);
}

#[test]
fn folders_without_git_or_without_a_commit_are_drafts() {
    let plain = Tree::plain(&[("index.md", &simple("Home"))]);
    let new = Tree::plain(&[("index.md", &simple("Home"))]);
    new.git(&["init", "-q", "-b", "main"]);
    for tree in [&plain, &new] {
        let publisher = tree.publisher();
        let all = ["index.md", "references.bib", "vocabulary.toml"];
        assert_eq!(drafts(&publisher.edition()), all);
        tree.write("a.md", &simple("A"));
        assert!(!publisher.publish().unwrap().unwrap().rewritten);
        assert_eq!(titles(&publisher.edition()), ["Home", "A"]);
        assert_as_rebuilt(tree, &publisher);
    }
    let publisher = new.publisher();
    new.commit();
    assert!(!publisher.publish().unwrap().unwrap().rewritten);
    assert_eq!(drafts(&publisher.edition()), [] as [&str; 0]);
    assert_as_rebuilt(&new, &publisher);
}

#[test]
fn links_lines_and_large_files_are_as_git_would_have_them() {
    let tree = Tree::committed(&[
        ("index.md", &simple("Home")),
        ("windows.md", &simple("Windows")),
    ]);
    let text = fs::read_to_string(tree.root().join("windows.md")).unwrap();
    tree.write("windows.md", &text.replace('\n', "\r\n"));
    tree.write("film.bin", &"x".repeat(3 << 20));
    std::os::unix::fs::symlink("/etc/passwd", tree.root().join("link.md")).unwrap();
    let publisher = tree.publisher();
    let edition = publisher.edition();
    assert_eq!(drafts(&edition), ["film.bin", "link.md"]);
    let view = edition.view(Viewer::Contributor);
    assert_eq!(titles(&edition), ["Home", "Windows"]);
    let problems = view.checks().problems();
    let of_link = problems.iter().find(|problem| problem.file == "link.md");
    assert!(of_link.unwrap().problem.message.contains("symbolic links"));
    let film = view.attachment("film.bin").unwrap();
    assert_eq!(view.read(film).unwrap().len(), 3 << 20);
    // What vanishes or changes under a reader is an error of that one reading.
    tree.write("film.bin", &"y".repeat(3 << 20));
    assert!(view.read(film).is_err());
    fs::remove_file(tree.root().join("film.bin")).unwrap();
    assert!(view.read(film).is_err());
    publisher.publish().unwrap().unwrap();
    let view = publisher.edition();
    assert_eq!(view.view(Viewer::Contributor).attachment("film.bin"), None);
}

#[test]
fn the_content_is_found_from_where_a_contributor_stands() {
    let folder = TempDir::new().unwrap();
    let root = folder.path().canonicalize().unwrap();
    let found = |start: &str| {
        let store = Store::open_working_tree(&at(&root.join(start))).unwrap();
        let content = store
            .on_disk()
            .map(concord::store::WorkingTree::root)
            .unwrap();
        content
            .strip_prefix(&root)
            .unwrap()
            .to_str()
            .unwrap()
            .to_owned()
    };
    for path in [
        "larger/content/cases",
        "larger/docs",
        "own/cases",
        "bare/cases",
    ] {
        fs::create_dir_all(root.join(path)).unwrap();
    }
    for repository in ["larger", "own", "bare"] {
        git(&root.join(repository), &["init", "-q"]);
    }
    for file in ["own/vocabulary.toml", "bare/index.md"] {
        fs::write(root.join(file), "").unwrap();
    }
    for (start, content) in [
        ("larger", "larger/content"),
        ("larger/content", "larger/content"),
        ("larger/content/cases", "larger/content"),
        ("larger/docs", "larger/docs"),
        ("own", "own"),
        ("own/cases", "own"),
        ("bare/cases", "bare"),
    ] {
        assert_eq!(found(start), content, "from {start}");
    }
}

/// A preview through its service, without the program around it.
async fn get(publisher: &Arc<Publisher>, address: &str) -> String {
    let settings = Settings {
        name: "Test".to_owned(),
        base_url: "http://127.0.0.1:8081".to_owned(),
        hosts: Vec::new(),
        ..Settings::default()
    };
    let (_sender, editions) = tokio::sync::watch::channel(publisher.edition().revision().id);
    let service = web::service(Site::preview(Arc::clone(publisher), settings, editions));
    let request = Request::get(address).body(Body::empty()).unwrap();
    let body = service.oneshot(request).await.unwrap().into_body();
    let bytes = body.collect().await.unwrap().to_bytes();
    String::from_utf8(bytes.to_vec()).unwrap()
}

#[tokio::test]
async fn drafts_and_problems_are_marked() {
    let tree = Tree::committed(&[("index.md", &simple("Home")), ("cases/a.md", &simple("A"))]);
    let secret = page("title: B\nsummary: S.\nvisibility: members", "[[gone]]");
    tree.write("cases/b.md", &secret);
    let publisher = Arc::new(tree.publisher());
    let draft = get(&publisher, "/cases/b").await;
    assert!(draft.contains("Not committed yet"), "{draft}");
    assert!(draft.contains("1 problem on this page"));
    assert!(draft.contains("1 file is not committed yet"));
    assert!(draft.contains("/-/assets/preview."));
    let committed = get(&publisher, "/cases/a").await;
    assert!(!committed.contains("Not committed yet"));
    let list = get(&publisher, "/cases").await;
    assert_eq!(list.matches("not committed</span>").count(), 1, "{list}");
    assert!(
        get(&publisher, "/nowhere")
            .await
            .contains("/-/assets/preview.")
    );
    // A served site has none of it.
    let wiki = crate::wiki::Wiki::new(&[("index.md", &simple("Home"))]);
    let home = wiki.get("/").await.text();
    assert!(!home.contains("preview") && !home.contains("not committed"));
    assert_eq!(wiki.get("/-/preview/next").await.status, 404);
}

/// A preview by the program, ended with its guard.
struct Preview {
    child: Child,
    address: String,
}

impl Preview {
    fn of(tree: &Tree) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_concord"))
            .current_dir(tree.root())
            .args(["preview", "--listen", "127.0.0.1:0"])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut line = String::new();
        let output = child.stdout.as_mut().unwrap();
        BufReader::new(output).read_line(&mut line).unwrap();
        let address = line.rsplit_once("http://").expect("the address is printed");
        let address = address.1.trim().to_owned();
        Self { child, address }
    }

    fn get(&self, path: &str) -> String {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        stream
            .set_read_timeout(Some(Duration::from_secs(30)))
            .unwrap();
        let head = format!("GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
        stream.write_all(head.as_bytes()).unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer
    }

    fn next(&self, after: &str) -> String {
        let answer = self.get(&format!("/-/preview/next?after={after}"));
        let (_, body) = answer.rsplit_once("\r\n\r\n").unwrap();
        let body: serde_json::Value = serde_json::from_str(body).unwrap();
        body["revision"].as_str().unwrap().to_owned()
    }
}

impl Drop for Preview {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn the_browser_is_told_of_each_save_and_of_the_end() {
    let tree = Tree::committed(&[("index.md", &simple("Home"))]);
    let mut preview = Preview::of(&tree);
    let first = preview.next("");
    assert_eq!(first, tree.git(&["rev-parse", "HEAD"]).trim());
    std::thread::scope(|scope| {
        let waiting = scope.spawn(|| preview.next(&first));
        let saved = Instant::now();
        tree.write("index.md", &simple("Changed"));
        let second = waiting.join().unwrap();
        assert_ne!(second, first);
        assert!(saved.elapsed() < Duration::from_secs(10));
        assert!(preview.get("/").contains("<h1>Changed</h1>"));
        // The same file again, with nothing but its text to tell the difference.
        tree.write("index.md", &simple("Chang2d"));
        assert_ne!(preview.next(&second), second);
        assert!(preview.get("/").contains("<h1>Chang2d</h1>"));
    });
    // A browser that waits does not hold up the end.
    let now = preview.next("");
    let mut stream = TcpStream::connect(&preview.address).unwrap();
    write!(
        stream,
        "GET /-/preview/next?after={now} HTTP/1.1\r\nHost: localhost\r\n\r\n"
    )
    .unwrap();
    let id = preview.child.id().to_string();
    let asked = Instant::now();
    assert!(
        Command::new("kill")
            .args(["-TERM", &id])
            .status()
            .unwrap()
            .success()
    );
    assert_eq!(preview.child.wait().unwrap().code(), Some(0));
    assert!(asked.elapsed() < Duration::from_secs(10));
}

#[test]
fn what_cannot_be_previewed_is_said_in_one_sentence() {
    let tree = Tree::committed(&[("index.md", &simple("Home"))]);
    git(tree.folder.path(), &["init", "-q", "--bare", "bare.git"]);
    for (arguments, wanted) in [
        (
            vec!["preview", "--listen", "0.0.0.0:0"],
            "listens on 127.0.0.1",
        ),
        (vec!["preview", "nowhere"], "there is no folder nowhere"),
        (vec!["preview", "--folder", "gone"], "there is no folder"),
        (
            vec!["preview", "../bare.git", "--listen", "127.0.0.1:0"],
            "is bare",
        ),
    ] {
        let output = concord(&tree.root(), &arguments);
        let message = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}: {message}");
        assert!(message.contains(wanted), "{arguments:?}: {message}");
        assert_eq!(message.trim().lines().count(), 1, "{message}");
    }
}

#[test]
fn check_reads_the_files_on_disk_and_names_them_from_here() {
    let tree = Tree::committed(&[("index.md", &simple("Home"))]);
    assert_eq!(concord(&tree.root(), &["check"]).status.code(), Some(0));
    let wrong = page("title: X\nsummary: S.\nchallenges: [confidentialty]", "x");
    tree.write("cases/x.md", &wrong);
    for (folder, path) in [("", "cases/x.md"), ("cases", "x.md")] {
        let output = concord(&tree.root().join(folder), &["check"]);
        assert_eq!(output.status.code(), Some(1));
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        let wanted = format!("{path}:4:14: error: unknown challenge “confidentialty”");
        assert!(text.starts_with(&wanted), "{text}");
        assert!(text.ends_with("\n2 pages, 1 error\n"), "{text}");
    }
    // What is committed is another matter.
    let committed = concord(&tree.root(), &["check", "--branch", "main"]);
    assert_eq!(committed.status.code(), Some(0));
    let plain = Tree::plain(&[("x.md", &wrong)]);
    let output = concord(plain.folder.path(), &["check", "my wiki"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&output.stdout).starts_with("my wiki/x.md:4:14: "));
}
