//! `kill -9` in the middle of sign-ups, changes of roles and migrations: what was acknowledged is
//! there, nothing is half there, and the log is whole.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::{Output, Stdio};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use concord::accounts::{Accounts, AuditEntry, AuditFilter, DatabaseOpener};

use crate::git_harness::said;
use crate::operation::{Site, ask};
use crate::people::PASSWORD;

/// The accounts whose roles are changed.
const CHANGED: [&str; 3] = ["carl", "dora", "emil"];

/// A stream of numbers that is the same on every run.
struct Random(u64);

impl Random {
    fn below(&mut self, end: u64) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % end
    }
}

/// What was acknowledged, by name.
#[derive(Default)]
struct Acknowledged {
    added: Vec<String>,
    accepted: Vec<String>,
    roles: usize,
}

struct Run<'r> {
    site: &'r Site,
    acknowledged: Mutex<Acknowledged>,
    /// Links that nobody has used.
    links: Mutex<Vec<(String, String)>>,
    stop: AtomicBool,
    killed: Mutex<usize>,
    /// How long a command takes that nobody kills.
    usual: Duration,
}

impl Run<'_> {
    /// Runs a command, and kills it at some moment; returns what it said if it ended before.
    fn user(&self, arguments: &[&str], random: &mut Random) -> Option<Output> {
        let mut command = self.site.command(&[&["user"], arguments].concat());
        command.stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let most = u64::try_from(self.usual.as_micros()).unwrap() * 2;
        let moment = Duration::from_micros(random.below(most));
        let started = Instant::now();
        while started.elapsed() < moment {
            if child.try_wait().unwrap().is_some() {
                break;
            }
            std::thread::yield_now();
        }
        child.kill().unwrap();
        let output = child.wait_with_output().unwrap();
        match output.status.code() {
            Some(_) => {
                assert!(output.status.success(), "{arguments:?}: {}", said(&output));
                Some(output)
            }
            None => {
                *self.killed.lock().unwrap() += 1;
                None
            }
        }
    }

    /// Adds accounts until it is told to stop.
    fn add(&self, round: usize) {
        let mut random = Random(round as u64);
        for number in 0.. {
            if self.stop.load(Ordering::Relaxed) {
                break;
            }
            let name = format!("p{round}x{number}");
            let added = self.user(&["add", &name, "--role", "reader", "--invite"], &mut random);
            if let Some(added) = added {
                let link = String::from_utf8(added.stdout).unwrap();
                let link = link.trim().rsplit('/').next().unwrap().to_owned();
                self.links.lock().unwrap().push((name.clone(), link));
                self.acknowledged.lock().unwrap().added.push(name);
            }
        }
    }

    /// Gives roles until it is told to stop.
    fn change(&self, round: usize) {
        let mut random = Random(1_000 + round as u64);
        while !self.stop.load(Ordering::Relaxed) {
            let name = CHANGED[random.below(3) as usize];
            let role = ["reader", "contributor", "organizer"][random.below(3) as usize];
            if self.user(&["role", name, role], &mut random).is_some() {
                self.acknowledged.lock().unwrap().roles += 1;
            }
        }
    }

    /// Uses links until the server is gone.
    fn accept(&self, address: &str) {
        while !self.stop.load(Ordering::Relaxed) {
            let Some((name, link)) = self.links.lock().unwrap().pop() else {
                std::thread::yield_now();
                continue;
            };
            let form = format!("password={}", PASSWORD.replace(' ', "+"));
            let request = format!("POST /-/invite/{link}");
            match ask(address, &request, "", &form) {
                Some(answer) if answer.status == 303 => {
                    self.acknowledged.lock().unwrap().accepted.push(name);
                }
                Some(answer) => panic!("{}: {}", answer.status, answer.body),
                None => break,
            }
        }
    }
}

/// What the accounts and their log hold.
async fn look(data: &Path) -> (Accounts, Vec<AuditEntry>) {
    let accounts = Accounts::open(data, DatabaseOpener::Command).await.unwrap();
    let entries = accounts
        .log()
        .entries(&AuditFilter::default(), i64::MAX)
        .await;
    let mut entries = entries.unwrap();
    entries.reverse();
    (accounts, entries)
}

/// Holds that each account is what the log says, and no other.
async fn is_consistent(data: &Path, acknowledged: &Acknowledged) {
    let (accounts, entries) = look(data).await;
    let mut told: BTreeMap<String, (String, bool)> = BTreeMap::new();
    let mut accepted = BTreeSet::new();
    let mut roles = 0;
    for entry in entries {
        match entry.action.as_str() {
            "create" => {
                let role = entry.detail.rsplit(", ").next().unwrap();
                let with_password = entry.detail.starts_with("root,");
                told.insert(entry.object, (role.to_owned(), with_password));
            }
            "role" => {
                roles += 1;
                let (before, after) = entry.detail.split_once(" to ").unwrap();
                let known = told.get_mut(&entry.object).unwrap();
                assert_eq!(known.0, before);
                known.0 = after.to_owned();
            }
            "accept" => {
                told.get_mut(&entry.object).unwrap().1 = true;
                accepted.insert(entry.object);
            }
            "invite" => assert!(told.contains_key(&entry.object)),
            "sign-in" => assert!(accepted.contains(&entry.object), "{entry:?}"),
            "start" => {}
            other => panic!("{other}"),
        }
    }
    let mut names = BTreeSet::new();
    let mut there = BTreeMap::new();
    for account in accounts.people().list("", "", usize::MAX).await.unwrap() {
        names.insert(account.name.to_string());
        let state = (account.role.name().to_owned(), account.has_password);
        there.insert(account.id.to_string(), state);
        let sessions = accounts.sessions().of(account.id).await.unwrap();
        let has_accepted = accepted.contains(&account.id.to_string());
        assert_eq!(
            sessions.len(),
            usize::from(has_accepted),
            "{}",
            account.name
        );
    }
    assert_eq!(there, told);
    for name in &acknowledged.added {
        assert!(names.contains(name), "{name} was acknowledged");
    }
    for name in &acknowledged.accepted {
        let account = accounts.people().find_by_name(name).await.unwrap();
        assert!(account.has_password, "{name} was acknowledged");
    }
    assert!(
        roles >= acknowledged.roles,
        "{roles} of {}",
        acknowledged.roles
    );
    accounts.close().await;
}

fn kill_again_and_again(rounds: usize) {
    let site = Site::new();
    let mut usual = Duration::ZERO;
    for name in CHANGED {
        let started = Instant::now();
        let added = site.user(&["add", name, "--role", "reader", "--invite"], "");
        assert!(added.status.success(), "{}", said(&added));
        usual = started.elapsed();
    }
    let mut run = Run {
        site: &site,
        acknowledged: Mutex::default(),
        links: Mutex::default(),
        stop: AtomicBool::new(false),
        killed: Mutex::default(),
        usual,
    };
    let mut random = Random(7);
    let runtime = tokio::runtime::Runtime::new().unwrap();
    for round in 0..rounds {
        let mut server = site.serve(".");
        run.links.lock().unwrap().clear();
        run.stop.store(false, Ordering::Relaxed);
        let (shared, address) = (&run, server.address.clone());
        std::thread::scope(|scope| {
            scope.spawn(move || shared.add(round));
            scope.spawn(move || shared.change(round));
            scope.spawn(move || shared.accept(&address));
            // Some commands later, at any moment of one.
            let moment = usual * 8 + usual.mul_f64(random.below(1_000) as f64 / 1_000.0);
            std::thread::sleep(moment);
            server.child.kill().unwrap();
            server.child.wait().unwrap();
            shared.stop.store(true, Ordering::Relaxed);
        });
        site.log_is_whole();
        let acknowledged = run.acknowledged.get_mut().unwrap();
        runtime.block_on(is_consistent(&site.path("data"), acknowledged));
    }
    let acknowledged = run.acknowledged.into_inner().unwrap();
    let killed = run.killed.into_inner().unwrap();
    eprintln!(
        "killed {rounds} servers and {killed} commands; acknowledged: {} added, {} accepted, {} roles",
        acknowledged.added.len(),
        acknowledged.accepted.len(),
        acknowledged.roles
    );
    assert!(killed > 0 && !acknowledged.added.is_empty());
}

/// Kills commands that make a database, at moments spread over all that they take.
fn kill_migrations(rounds: u32) {
    let site = tempfile::tempdir().unwrap();
    let with_data = |round: u32, arguments: &[&str]| {
        let mut command = crate::program::program(site.path());
        let data = format!("data{round}");
        command.args(arguments).args(["--data", &data]);
        command.stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    };
    let started = Instant::now();
    let listed = with_data(rounds, &["user", "list"]).output().unwrap();
    assert!(listed.status.success(), "{}", said(&listed));
    let usual = started.elapsed();
    let mut killed = 0;
    for round in 0..rounds {
        let mut child = with_data(round, &["user", "list"]).spawn().unwrap();
        let (started, moment) = (Instant::now(), usual * round / rounds);
        while started.elapsed() < moment {
            std::thread::yield_now();
        }
        child.kill().unwrap();
        killed += usize::from(child.wait().unwrap().code().is_none());
        let add = ["user", "add", "anna", "--role", "administrator", "--invite"];
        let added = with_data(round, &add).output().unwrap();
        assert!(added.status.success(), "{round}: {}", said(&added));
        let verified = with_data(round, &["audit", "verify"]).output().unwrap();
        assert!(
            said(&verified).starts_with("2 entries, whole"),
            "{}",
            said(&verified)
        );
    }
    assert!(killed > 0);
}

#[test]
fn killed_in_the_middle_of_sign_ups_and_changes_of_roles_nothing_is_half_there() {
    kill_again_and_again(3);
}

#[test]
fn killed_while_it_is_made_a_database_is_made_by_the_next() {
    kill_migrations(10);
}

/// The long run: `cargo test --test it account_kills:: -- --ignored --nocapture`.
#[test]
#[ignore = "takes minutes; the nightly run asks for it"]
fn killed_many_times_nothing_is_half_there() {
    kill_again_and_again(40);
    kill_migrations(200);
}
