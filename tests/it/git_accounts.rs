//! Real git with tokens: who clones, who pushes what.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use concord::accounts::{
    Accounts, AuditFilter, CredentialSelection, DatabaseOpener, NewToken, TokenScope,
};
use concord::domain::Role;
use concord::web::PushPolicy;
use tempfile::TempDir;

use crate::git_harness::{Server, Wanted, commit, get, git, git_command, page, said, small, write};
use crate::people::{accounts_at, console, token};

struct Group {
    server: Server,
    accounts: Arc<Accounts>,
    /// How many seconds later it is for the accounts.
    later: Arc<AtomicI64>,
    _data: TempDir,
}

impl Group {
    fn new() -> Self {
        Self::served_as(Wanted::default())
    }

    fn served_as(wanted: Wanted) -> Self {
        let data = tempfile::tempdir().unwrap();
        let runtime = tokio::runtime::Runtime::new().unwrap();
        let later = Arc::new(AtomicI64::new(0));
        let accounts = runtime.block_on(accounts_at(&data, Arc::clone(&later)));
        let wanted = Wanted {
            policy: PushPolicy::Off,
            accounts: Some(Arc::clone(&accounts)),
            ..wanted
        };
        Self {
            server: Server::start_as(wanted, &small()),
            accounts,
            later,
            _data: data,
        }
    }

    fn run<T>(&self, work: impl Future<Output = T>) -> T {
        tokio::runtime::Runtime::new().unwrap().block_on(work)
    }

    fn token(&self, role: Role, scope: TokenScope) -> String {
        let made = self.run(token(&self.accounts, role, scope));
        made.reveal().to_owned()
    }

    /// The address with a name and a token in it.
    fn url(&self, token: &str) -> String {
        self.server
            .url()
            .replace("http://", &format!("http://anyone:{token}@"))
    }

    /// Clones with a token; returns the folder, or what git says.
    fn clone(&self, name: &str, token: Option<&str>) -> Result<PathBuf, String> {
        let url = token.map_or_else(|| self.server.url(), |token| self.url(token));
        let folder = self.server.folder.path();
        let _ = std::fs::remove_dir_all(folder.join(name));
        let output = git_command(folder, &["clone", "--quiet", &url, name])
            .output()
            .unwrap();
        match output.status.success() {
            true => Ok(folder.join(name)),
            false => Err(said(&output)),
        }
    }
}

fn push(work: &std::path::Path) -> Result<String, String> {
    let output = git_command(work, &["push", "origin", "HEAD:main"])
        .output()
        .unwrap();
    match output.status.success() {
        true => Ok(said(&output)),
        false => Err(said(&output)),
    }
}

#[test]
fn contributors_push_from_anywhere_and_it_is_noted() {
    let group = Group::new();
    let token = group.token(Role::Contributor, TokenScope::Write);
    let work = group.clone("work", Some(&token)).unwrap();
    write(&work, "heron.md", page("Heron", "Text."));
    commit(&work, "Add the heron");
    push(&work).unwrap();
    let entries = group
        .run(group.accounts.log().entries(&AuditFilter::default(), 1))
        .unwrap();
    let contributor = group
        .run(group.accounts.people().find_by_name("contributor"))
        .unwrap();
    assert_eq!(entries[0].action, "push");
    assert_eq!(entries[0].actor, contributor.id.to_string());
    assert_eq!(
        (entries[0].object.as_str(), entries[0].result.as_str()),
        ("refs/heads/main", "done")
    );
    assert!(entries[0].detail.ends_with("; changes heron.md"));
    // The log finds a page's pushes by its name.
    let of_page = |text: &str| AuditFilter {
        text: text.to_owned(),
        ..AuditFilter::default()
    };
    let found = |text: &str| group.run(group.accounts.log().entries(&of_page(text), 9));
    assert_eq!(found("heron").unwrap().len(), 1);
    assert_eq!(found("cormorant").unwrap().len(), 0);
    // In another's name it is taken, and said.
    write(&work, "otter.md", page("Otter", "Text."));
    git(&work, &["add", "-A"]);
    let author = "--author=X <organizer@users.noreply.test.example>";
    git(&work, &["commit", "--quiet", author, "-m", "Add the otter"]);
    push(&work).unwrap();
    let entries = group
        .run(group.accounts.log().entries(&AuditFilter::default(), 1))
        .unwrap();
    assert!(
        entries[0]
            .detail
            .ends_with("written in the name of organizer"),
        "{}",
        entries[0].detail
    );
}

#[test]
fn each_file_is_judged_by_the_role() {
    let group = Group::new();
    let organizer = group.token(Role::Organizer, TokenScope::Write);
    let work = group.clone("organizer", Some(&organizer)).unwrap();
    let event =
        "---\ntitle: Seminar\nkind: event\nsummary: A day.\ndate: 2027-03-01\n---\n\nText.\n";
    write(&work, "seminar.md", event);
    write(
        &work,
        "references.bib",
        "@book{a2020,\n  title = {A},\n  author = {Berg, Anna},\n  year = {2020},\n  publisher = {P},\n}\n",
    );
    commit(&work, "Add a seminar and a work");
    push(&work).unwrap();
    let contributor = group.token(Role::Contributor, TokenScope::Write);
    let refused = |name: &str, change: &dyn Fn(&std::path::Path), words: &str| {
        let work = group.clone(name, Some(&contributor)).unwrap();
        change(&work);
        commit(&work, "Change");
        let said = push(&work).unwrap_err();
        assert!(said.contains(words), "{name}: {said}");
    };
    let by_organizers = "events, surveys and guidance are written by organizers";
    refused(
        "a",
        &|work| write(work, "seminar.md", event.replace("A day", "Two days")),
        by_organizers,
    );
    refused(
        "b",
        &|work| std::fs::remove_file(work.join("seminar.md")).unwrap(),
        by_organizers,
    );
    refused(
        "c",
        &|work| write(work, "seminar.md", page("Seminar", "A page.")),
        by_organizers,
    );
    refused(
        "d",
        &|work| write(work, "new.md", event.replace("Seminar", "Another")),
        by_organizers,
    );
    refused(
        "e",
        &|work| write(work, "vocabulary.toml", "# none\n"),
        "the vocabulary is written by organizers",
    );
    refused(
        "f",
        &|work| {
            let file = work.join("references.bib");
            let text = std::fs::read_to_string(&file)
                .unwrap()
                .replace("2020},", "2021},");
            std::fs::write(file, text).unwrap();
        },
        "contributors add works",
    );
    let work = group.clone("g", Some(&contributor)).unwrap();
    let text = std::fs::read_to_string(work.join("references.bib")).unwrap();
    let more = "@book{b2021,\n  title = {B},\n  author = {Berg, Anna},\n  year = {2021},\n  publisher = {P},\n}\n";
    write(&work, "references.bib", text + more);
    commit(&work, "Add a work");
    push(&work).unwrap();
}

#[test]
fn what_is_no_right_to_write_says_why() {
    let group = Group::new();
    let attempt = |name: &str, token: Option<&str>| {
        let work = group.clone(name, None).unwrap();
        if let Some(token) = token {
            git(&work, &["remote", "set-url", "origin", &group.url(token)]);
        }
        write(&work, "new.md", page(name, "Text."));
        commit(&work, "Add");
        push(&work).unwrap_err()
    };
    let reader = group.token(Role::Reader, TokenScope::Write);
    let read = group.token(Role::Contributor, TokenScope::Read);
    let feeds = group.token(Role::Contributor, TokenScope::Feeds);
    assert!(attempt("stranger", None).contains("could not read Username"));
    assert!(attempt("reader", Some(&reader)).contains("403"));
    assert!(attempt("read", Some(&read)).contains("403"));
    for (name, token) in [("feeds", feeds.as_str()), ("wrong", "concord_wrong")] {
        assert!(
            attempt(name, Some(token)).contains("Authentication failed"),
            "{name}"
        );
    }
    let answer = group
        .server
        .get("/content.git/info/refs?service=git-receive-pack");
    assert!(answer.starts_with("HTTP/1.1 401"), "{answer}");
    assert!(
        answer
            .to_lowercase()
            .contains("www-authenticate: basic realm=\"concord\""),
        "{answer}"
    );
    // A token ends with its owner's account, at once.
    let token = group.token(Role::Contributor, TokenScope::Write);
    let id = group
        .run(group.accounts.people().find_by_name("contributor"))
        .unwrap()
        .id;
    group
        .run(group.accounts.people().set_disabled(id, true, &console()))
        .unwrap();
    assert!(attempt("shut", Some(&token)).contains("Authentication failed"));
}

#[test]
fn who_may_not_see_all_clones_nothing() {
    let group = Group::new();
    let token = |role: Role| group.token(role, TokenScope::Read);
    let (reader, contributor) = (token(Role::Reader), token(Role::Contributor));
    group.clone("open", None).unwrap();
    let writer = group.token(Role::Contributor, TokenScope::Write);
    let work = group.clone("work", Some(&writer)).unwrap();
    let hidden = |line: &str| {
        format!("---\ntitle: Otter\nkind: page\nsummary: For some.\n{line}\n---\n\nText.\n")
    };
    write(&work, "otter.md", hidden("visibility: members"));
    commit(&work, "Add a members' page");
    push(&work).unwrap();
    assert!(group.clone("stranger", None).is_err());
    group.clone("reader", Some(&reader)).unwrap();
    std::fs::remove_file(work.join("otter.md")).unwrap();
    commit(&work, "Remove it");
    push(&work).unwrap();
    assert!(
        group.clone("stranger", None).is_err(),
        "it is in the history for good"
    );
    write(&work, "bittern.md", hidden("draft: true"));
    commit(&work, "Add a draft");
    push(&work).unwrap();
    let said = group.clone("reader", Some(&reader)).unwrap_err();
    assert!(said.contains("403"), "{said}");
    group.clone("contributor", Some(&contributor)).unwrap();
}

#[test]
fn a_token_that_has_expired_or_was_ended_is_asked_for_again() {
    let group = Group::new();
    let token = group.token(Role::Contributor, TokenScope::Write);
    let work = group.clone("work", Some(&token)).unwrap();
    let mut number = 0;
    let mut attempt = || {
        number += 1;
        write(&work, "new.md", page("New", &format!("Text {number}.")));
        commit(&work, "Change");
        push(&work)
    };
    attempt().unwrap();
    group.later.store(2 * 24 * 60 * 60, Ordering::Relaxed);
    assert!(attempt().unwrap_err().contains("Authentication failed"));
    group.later.store(0, Ordering::Relaxed);
    attempt().unwrap();
    let people = group.accounts.people();
    let contributor = group.run(people.find_by_name("contributor")).unwrap();
    let tokens = group.accounts.tokens();
    let by = console();
    let ended = tokens.end(contributor.id, CredentialSelection::All, &by);
    group.run(ended).unwrap();
    assert!(attempt().unwrap_err().contains("Authentication failed"));
}

#[test]
fn a_token_is_taken_over_https_alone_from_elsewhere() {
    let group = Group::served_as(Wanted {
        proxied: true,
        ..Wanted::default()
    });
    let token = group.token(Role::Contributor, TokenScope::Write);
    let over = |scheme: &str, arguments: &[&str]| {
        let from = "http.extraHeader=X-Forwarded-For: 192.0.2.1";
        let scheme = format!("http.extraHeader=X-Forwarded-Proto: {scheme}");
        let mut all = vec!["-c", from, "-c", &scheme];
        all.extend_from_slice(arguments);
        let output = git_command(group.server.folder.path(), &all)
            .output()
            .unwrap();
        match output.status.success() {
            true => Ok(said(&output)),
            false => Err(said(&output)),
        }
    };
    let url = group.url(&token);
    over("https", &["clone", "--quiet", &url, "work"]).unwrap();
    let work = group.server.folder.path().join("work");
    write(&work, "heron.md", page("Heron", "Text."));
    commit(&work, "Add the heron");
    let push = ["-C", "work", "push", "origin", "HEAD:main"];
    let refused = over("http", &push).unwrap_err();
    assert!(refused.contains("403"), "{refused}");
    let shown = format!("X-Forwarded-Proto: http\r\nAuthorization: Bearer {token}\r\n");
    let fetch = "/content.git/info/refs?service=git-upload-pack";
    let fetched = get(group.server.address, fetch, &shown);
    assert!(fetched.starts_with("HTTP/1.1 403"), "{fetched}");
    let said = group
        .server
        .get("/content.git/info/refs?service=git-receive-pack");
    assert!(said.contains("use the address with https://"), "{said}");
    // What is public is cloned by anybody, over anything.
    let open = group.server.url();
    over("http", &["clone", "--quiet", &open, "open"]).unwrap();
    over("https", &push).unwrap();
}

#[test]
fn a_token_that_a_command_made_works_at_once() {
    let group = Group::new();
    // Another process, whose changes nobody tells this server of.
    let beside = group.run(Accounts::open(
        group.accounts.folder().unwrap(),
        DatabaseOpener::Command,
    ));
    let beside = beside.unwrap();
    let contributor = group.run(beside.people().find_by_name("contributor"));
    let wanted = NewToken {
        name: "new",
        scope: TokenScope::Write,
        days: 1,
    };
    let by = console();
    let tokens = beside.tokens();
    let made = tokens.create(contributor.unwrap().id, &wanted, &by);
    let token = group.run(made).unwrap();
    let work = group.clone("work", Some(token.reveal())).unwrap();
    write(&work, "heron.md", page("Heron", "Text."));
    commit(&work, "Add the heron");
    push(&work).unwrap();
}
