//! What is in the way of a save, at the browser's door: a repository that cannot be written, a disk that
//! is full, an upstream that wants signed commits. It is said in words, the text stays, reading goes on,
//! and the next save works when the cause is gone.

use std::os::unix::fs::{MetadataExt, PermissionsExt, chown};
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Arc;

use axum::http::StatusCode;
use concord::accounts::TokenScope;
use concord::domain::Role;
use concord::site::{PushRules, SiteWriter};
use concord::store::{Address, Upstream};

use crate::editing::{Form, Writer, file, tip};
use crate::git_harness::git;
use crate::operation::{Answer, Site, ask, cookie, get, limit_files, serve, sign_in};
use crate::people::{FILES, Group};
use crate::program::{Server, start};
use crate::wiki::Wiki;

/// What was typed for an hour.
const TYPED: &str = "Typed for an hour.\r\n";

/// Somebody who writes on a page of the real program.
struct Session<'s> {
    server: &'s Server,
    cookie: String,
}

impl<'s> Session<'s> {
    fn new(server: &'s Server) -> Self {
        Self {
            server,
            cookie: cookie(&sign_in(server, "root")),
        }
    }

    fn form(&self) -> Form {
        let shown = get(self.server, "/-/edit/open", &self.cookie);
        assert_eq!(shown.status, 200, "{}", shown.body);
        Form::within(&shown.body, "form.edit-form")
    }

    fn save(&self, form: &Form) -> Answer {
        let form = form.encoded("save");
        let request = "POST /-/edit/open";
        ask(&self.server.address, request, &self.cookie, &form).unwrap()
    }

    /// Saves while it cannot be done, and returns the form that comes back.
    #[track_caller]
    fn is_refused(&self) -> Form {
        let refused = self.save(&self.form().set("body", TYPED));
        assert_eq!(refused.status, 503, "{}", refused.body);
        assert!(
            refused
                .body
                .contains("The server could not write this down"),
            "{}",
            refused.body
        );
        let form = Form::within(&refused.body, "form.edit-form");
        assert_eq!(form.get("body"), TYPED);
        // Reading goes on, of what was there before.
        for (path, cookie) in [("/open", ""), ("/inside", &self.cookie), ("/", "")] {
            let page = get(self.server, path, cookie);
            assert_eq!(page.status, 200, "{path}");
            assert!(!page.body.contains("Typed for an hour"), "{path}");
        }
        form
    }

    /// Tells whether a text is offered to go on with.
    fn has_kept(&self) -> bool {
        let shown = get(self.server, "/-/edit/open", &self.cookie);
        shown.body.contains("/-/edit/open?kept=1")
    }

    /// Holds that the form that came back is saved now.
    #[track_caller]
    fn is_saved(&self, form: &Form) {
        let saved = self.save(form);
        assert_eq!(saved.status, 303, "{}", saved.body);
        let page = get(self.server, "/open", "");
        assert!(page.body.contains("Typed for an hour"), "{}", page.body);
        assert!(!self.has_kept(), "what was saved is kept no more");
    }
}

#[test]
fn on_a_disk_that_is_full_a_save_is_refused_in_words_and_the_text_comes_back() {
    let site = Site::new();
    // As on a full disk, a write fails and nothing else happens: the accounts cannot be written either.
    let inner = serve(site.folder());
    let mut command = Command::new("sh");
    command.current_dir(site.folder());
    command.args(["-c", "trap '' XFSZ; exec \"$0\" \"$@\""]);
    command.arg(inner.get_program()).args(inner.get_args());
    let server = start(command);
    let session = Session::new(&server);
    let before = git(&site.path("content.git"), &["rev-parse", "main"]);
    limit_files(&server, Some(1));
    let form = session.is_refused();
    let repository = site.path("content.git");
    assert_eq!(git(&repository, &["rev-parse", "main"]), before);
    limit_files(&server, None);
    session.is_saved(&form);
    git(&repository, &["fsck", "--strict"]);
}

/// Returns a command that starts a server whose repository lies on a small disk of its own, which is
/// full.
fn on_a_full_disk(site: &Site) -> Command {
    let script = "set -e
        mkdir small && mount -t tmpfs -o size=4m small small
        cp -R content.git small/content.git
        cp -R content.git/. small/
        head -c 100000000 /dev/zero >small/filler 2>/dev/null || true
        exec \"$@\"";
    let mut command = Command::new("unshare");
    command.current_dir(site.folder());
    command.args(["--map-root-user", "--mount", "sh", "-c", script, "sh"]);
    command
}

#[test]
fn where_the_disk_of_the_repository_alone_is_full_the_text_is_kept_as_well() {
    let site = Site::new();
    let mut possible = on_a_full_disk(&site);
    let possible = possible.arg("true").stderr(Stdio::piped()).output();
    let possible = possible.map_err(|error| error.to_string()).and_then(|run| {
        let said = String::from_utf8_lossy(&run.stderr).into_owned();
        if run.status.success() {
            Ok(())
        } else {
            Err(said)
        }
    });
    if let Err(reason) = possible {
        eprintln!("skipped: no disk can be mounted here: {}", reason.trim());
        return;
    }
    std::fs::remove_dir(site.path("small")).unwrap();
    let mut command = on_a_full_disk(&site);
    let inner = serve(site.folder());
    let arguments = inner.get_args().map(|argument| match argument.to_str() {
        Some("content.git") => "small/content.git".into(),
        _ => argument.to_owned(),
    });
    command.arg(inner.get_program()).args(arguments);
    let server = start(command);
    let session = Session::new(&server);
    let form = session.is_refused();
    assert!(session.has_kept());
    let kept = get(&server, "/-/edit/open?kept=1", &session.cookie);
    let kept = Form::within(&kept.body, "form.edit-form");
    assert_eq!(kept.get("body"), TYPED);
    // The disk is the server's own; its files are reached through it.
    let inside = format!("/proc/{}/root", server.child.id());
    let filler = site.path("small/filler");
    let filler = filler.strip_prefix("/").unwrap();
    std::fs::remove_file(Path::new(&inside).join(filler)).unwrap();
    session.is_saved(&form);
}

/// What permissions bind; root they do not.
const NOBODY: u32 = 65_534;

/// Gives a folder and all in it modes, and to nobody where this is root.
fn seal(folder: &Path, folders: u32, files: u32) {
    let is_root = std::fs::metadata("/proc/self").unwrap().uid() == 0;
    let mode = |path: &Path, mode| {
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
    };
    let mut paths = vec![folder.to_owned()];
    while let Some(path) = paths.pop() {
        if is_root {
            chown(&path, Some(NOBODY), Some(NOBODY)).unwrap();
        }
        if path.is_dir() {
            mode(&path, 0o755);
            let inside = std::fs::read_dir(&path).unwrap();
            paths.extend(inside.map(|entry| entry.unwrap().path()));
            mode(&path, folders);
        } else {
            mode(&path, files);
        }
    }
}

#[test]
fn into_a_repository_that_cannot_be_written_nothing_is_saved_and_the_text_is_kept() {
    let site = Site::new();
    let is_root = std::fs::metadata("/proc/self").unwrap().uid() == 0;
    let executable = site.path("concord");
    std::fs::copy(env!("CARGO_BIN_EXE_concord"), &executable).unwrap();
    let inner = serve(site.folder());
    let mut command = Command::new(&executable);
    command.current_dir(site.folder()).args(inner.get_args());
    std::fs::create_dir(site.path("index")).unwrap();
    let repository = site.path("content.git");
    if is_root {
        std::fs::set_permissions(site.folder(), std::fs::Permissions::from_mode(0o755)).unwrap();
        seal(&site.path("index"), 0o755, 0o644);
        seal(&site.path("data"), 0o700, 0o600);
        command.uid(NOBODY).gid(NOBODY);
    }
    command.env("HOME", site.path("index"));
    seal(&repository, 0o555, 0o444);
    let server = start(command);
    let session = Session::new(&server);
    let form = session.is_refused();
    assert!(session.has_kept());
    seal(&repository, 0o755, 0o644);
    session.is_saved(&form);
    let owned = ["-c", "safe.directory=*", "--git-dir", "content.git", "fsck"];
    git(site.folder(), &owned);
}

/// Lets no commit in that is not signed, and says so.
const WANTS_SIGNATURES: &str = "#!/bin/sh
while read old new ref; do
  for commit in $(git rev-list \"$old..$new\"); do
    git cat-file commit \"$commit\" | grep -q '^gpgsig' && continue
    echo 'Sign your commits with a key of the office, see its handbook' >&2
    exit 1
  done
done
";

/// A site whose upstream lies beside it.
async fn group_with_upstream() -> Group {
    Group::with(|accounts| {
        let wiki = Wiki::new(&FILES);
        let folder = wiki.repository.folder().to_owned();
        let made = ["clone", "--quiet", "--bare", "site.git", "upstream.git"];
        git(&folder, &made);
        wiki.prepared(|site| {
            let address = Address::parse("upstream.git", &folder).unwrap();
            let store = Arc::clone(site.publisher().store());
            let upstream = Upstream::new(store, address, None).unwrap();
            let rules = PushRules {
                branches: Vec::new(),
                file_limit: 5_000_000,
            };
            let publisher = Arc::clone(site.publisher());
            let writer = SiteWriter::new(publisher, Some(Arc::new(upstream)), rules);
            site.with_accounts(accounts).with_writer(Arc::new(writer))
        })
    })
    .await
}

#[tokio::test]
async fn an_upstream_that_wants_signed_commits_says_so_to_the_writer() {
    let group = group_with_upstream().await;
    let upstream = group.wiki.repository.folder().join("upstream.git");
    let hook = upstream.join("hooks/pre-receive");
    std::fs::write(&hook, WANTS_SIGNATURES).unwrap();
    std::fs::set_permissions(&hook, std::fs::Permissions::from_mode(0o755)).unwrap();
    let writer = Writer::new(&group, Role::Organizer).await;
    let before = tip(&group);
    let form = writer.form("/-/edit/open").await.set("body", TYPED);
    let refused = writer.send("/-/edit/open", &form, "save").await;
    assert_eq!(refused.status, StatusCode::CONFLICT, "{}", refused.text());
    let said = refused.select("[role=alert]").join(" ");
    assert!(
        said.contains("did not take the change")
            && said.contains("Sign your commits with a key of the office, see its handbook"),
        "{said}"
    );
    let again = Form::of(&refused);
    assert_eq!(again.get("body"), TYPED);
    let kept = writer.form("/-/edit/open?kept=1").await;
    assert_eq!(kept.get("body"), TYPED);
    assert_eq!(tip(&group), before, "the branch is where it was");
    let page = group.wiki.get("/open").await;
    assert!(page.text().contains("Heron."), "{}", page.text());
    // A move has the same answer.
    let asked = "main form[method=post]";
    let shown = writer.get("/-/move/open").await;
    let form = Form::within(&shown.text(), asked).set("to", "moved");
    let planned = writer.send("/-/move/open", &form, "show").await;
    let form = Form::within(&planned.text(), asked);
    let refused = writer.send("/-/move/open", &form, "confirm").await;
    assert!(refused.status.is_client_error(), "{}", refused.status);
    assert!(refused.text().contains("with a key of the office"));
    // So has a program.
    let token = group.token(Role::Organizer, TokenScope::Write).await;
    let bearer = format!("Bearer {}", token.reveal());
    let authorized = [("authorization", bearer.as_str())];
    let got = group.wiki.request("GET", "/api/v1/pages/open", &authorized);
    let object = got.await.json()["object"].as_str().unwrap().to_owned();
    let object = format!("\"{object}\"");
    let headers = [
        ("authorization", bearer.as_str()),
        ("if-match", object.as_str()),
        ("content-type", "text/markdown"),
    ];
    let text = file(&group, "open.md").replace("Heron.", "Typed.");
    let put = group
        .wiki
        .send_bytes("PUT", "/api/v1/pages/open", &headers, text.into_bytes());
    let refused = put.await;
    assert_eq!(
        refused.status,
        StatusCode::BAD_GATEWAY,
        "{}",
        refused.text()
    );
    assert!(
        refused.text().contains("with a key of the office"),
        "{}",
        refused.text()
    );
    assert_eq!(tip(&group), before);
    // The group has changed its mind.
    std::fs::remove_file(&hook).unwrap();
    let saved = writer.send("/-/edit/open", &again, "save").await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text());
    let of_upstream = git(&upstream, &["rev-parse", "main"]);
    assert_eq!(tip(&group).trim(), of_upstream.trim());
    assert!(!writer.get("/-/edit/open").await.text().contains("kept=1"));
}
