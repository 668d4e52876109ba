//! Three servers over one upstream, with one database of PostgreSQL: the real program on real ports.

use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};

use crate::git_harness::{commit, git, page, said, write};
use crate::operation::{Site, ask, cookie, get, sign_in};
use crate::people::PASSWORD;
use crate::postgres_server::{self, PostgresServer};
use crate::program::{Server, program, start, wait_for};

/// How soon something is to be seen, on a machine that does much else.
const SOON: Duration = Duration::from_secs(30);

/// A site whose accounts were moved to PostgreSQL, with three servers.
struct Three {
    site: Site,
    address: String,
    servers: Vec<Server>,
}

impl Three {
    fn new(postgres: &PostgresServer) -> Self {
        let site = Site::new();
        let address = postgres.address(&postgres.database());
        let moved = copy(&site, &address, |command| command);
        assert!(moved.status.success(), "{}", said(&moved));
        assert!(said(&moved).contains("1\taccounts\n"), "{}", said(&moved));
        let mut three = Self {
            site,
            address,
            servers: Vec::new(),
        };
        three.servers = (0..3).map(|number| three.serve(number)).collect();
        three
    }

    fn serve(&self, number: usize) -> Server {
        let folder = self.site.path(&format!("server{number}"));
        std::fs::create_dir(&folder).unwrap();
        let upstream = self.site.path("content.git");
        let upstream = upstream.to_str().unwrap();
        git(&folder, &["clone", "-q", "--bare", upstream, "content.git"]);
        let mut command = program(&folder);
        command.args(["serve", "--listen", "127.0.0.1:0", "--index", "index"]);
        command.args(["--repository", "content.git", "--upstream", upstream]);
        command.args(["--upstream-interval", "1"]);
        start(with_accounts(command, &self.address))
    }

    /// Runs `concord user` on the accounts of all.
    fn user(&self, arguments: &[&str]) -> String {
        let mut command = program(self.site.folder());
        command.arg("user").args(arguments);
        let done = with_accounts(command, &self.address).output().unwrap();
        assert!(done.status.success(), "{}", said(&done));
        String::from_utf8(done.stdout).unwrap().trim().to_owned()
    }

    /// Tells of each server whether somebody is known there.
    fn known(&self, cookie: &str) -> Vec<bool> {
        let statuses = self.servers.iter().map(|server| {
            let answer = get(server, "/inside", cookie);
            assert_eq!(answer.body.contains("Otter"), answer.status == 200);
            answer.status == 200
        });
        statuses.collect()
    }

    /// Signs in at a server and ends the session there; returns how long after the answer it was still good at
    /// one of the others.
    fn revoke(&self, number: usize) -> Duration {
        let root = cookie(&sign_in(&self.servers[number], "root"));
        assert_eq!(self.known(&root), [true; 3]);
        let server = &self.servers[number].address;
        let ended = ask(server, "POST /-/sign-out", &root, "").unwrap();
        assert_eq!(ended.status, 303, "{}", ended.body);
        self.until_unknown(&root)
    }

    fn until_unknown(&self, cookie: &str) -> Duration {
        let ended = Instant::now();
        let is_known = |server: &Server| get(server, "/inside", cookie).status == 200;
        // Each is asked by itself: one that is slow does not make the others look slow.
        std::thread::scope(|scope| {
            let wait = |server| {
                move || {
                    while is_known(server) {
                        assert!(ended.elapsed() < SOON);
                        // What spins takes the time of those whom it waits for.
                        std::thread::sleep(Duration::from_millis(10));
                    }
                }
            };
            for server in &self.servers {
                scope.spawn(wait(server));
            }
        });
        ended.elapsed()
    }
}

fn with_accounts(mut command: Command, address: &str) -> Command {
    command
        .env("CONCORD_DATABASE", address)
        .stdin(Stdio::null());
    command
}

/// Copies the accounts of a site's folder to a database.
fn copy(site: &Site, address: &str, with: impl Fn(&mut Command) -> &mut Command) -> Output {
    let mut command = program(site.folder());
    command.args(["accounts", "copy", "data", address]);
    with(&mut command).stdin(Stdio::null()).output().unwrap()
}

#[test]
fn three_servers_are_one_site_for_whoever_signs_in() {
    let postgres = PostgresServer::shared();
    let three = Three::new(postgres);
    let [one, two, _] = &three.servers[..] else {
        panic!("there are three");
    };
    // A sign-in at one counts at once on all.
    let root = cookie(&sign_in(one, "root"));
    assert_eq!(three.known(&root), [true; 3]);
    assert_eq!(three.known(""), [false; 3]);
    // What a command ends has ended a second later, and so has what is ended at one of them.
    three.user(&["sessions", "root", "--end"]);
    three.until_unknown(&root);
    let took: Vec<Duration> = (0..5).map(|number| three.revoke(number % 3)).collect();
    // Two of five may be those in which the machine did something else.
    let slow = took.iter().filter(|took| **took >= Duration::from_secs(1));
    assert!(slow.count() <= 2, "{took:?}");
    // A token is known everywhere, and what is pushed with it to one is soon on all.
    let token = three.user(&["token", "root", "--name", "laptop"]);
    let url = format!("http://root:{token}@{}/content.git", two.address);
    git(three.site.folder(), &["clone", "-q", &url, "work"]);
    write(&three.site.path("work"), "new.md", page("New", "Heron."));
    commit(&three.site.path("work"), "Add a page");
    git(&three.site.path("work"), &["push", "-q", "origin", "HEAD"]);
    for server in &three.servers {
        wait_for("the page", SOON, || get(server, "/new", "").status == 200);
    }
    // Guesses count together, whichever server is asked.
    let form = "name=root&password=a+wrong+password";
    let guess = |server: &Server| ask(&server.address, "POST /-/sign-in", "", form).unwrap();
    let answers = (0..12).map(|number| guess(&three.servers[number % 3]).status);
    let refused = answers.filter(|status| *status == 429).count();
    assert!(refused >= 4, "{refused}");
}

#[test]
fn a_database_that_is_lost_stops_signing_in_and_not_reading() {
    let mut postgres = PostgresServer::new();
    let three = Three::new(&postgres);
    let root = cookie(&sign_in(&three.servers[0], "root"));
    assert_eq!(three.known(&root), [true; 3]);
    postgres.stop();
    wait_for("nobody is known", SOON, || three.known(&root) == [false; 3]);
    for server in &three.servers {
        assert_eq!(get(server, "/open", "").status, 200);
        assert_eq!(get(server, "/open", &root).status, 200);
        assert_eq!(get(server, "/-/healthz", "").status, 200);
        assert_eq!(sign_in(server, "root").status, 503);
    }
    // One that starts now reads, too.
    let late = three.serve(3);
    assert_eq!(get(&late, "/open", "").status, 200);
    assert_eq!(sign_in(&late, "root").status, 503);
    postgres.start();
    wait_for("everybody is known", SOON, || {
        three.known(&root) == [true; 3]
    });
    wait_for("the late one", SOON, || {
        get(&late, "/inside", &root).status == 200
    });
    cookie(&sign_in(&late, "root"));
    drop(three);
}

#[test]
fn a_database_that_stands_still_is_not_waited_for() {
    let postgres = PostgresServer::new();
    let three = Three::new(&postgres);
    let root = cookie(&sign_in(&three.servers[0], "root"));
    assert_eq!(three.known(&root), [true; 3]);
    postgres.stand_still(true);
    let still = Instant::now();
    // Somebody whom nobody here knows is looked for, and not for long.
    let (name, secret) = root.trim_end().split_once('=').unwrap();
    let strange = format!("{name}={}\r\n", "a".repeat(secret.len()));
    for (server, cookie) in three.servers.iter().zip(["", &root, &strange]) {
        let asked = Instant::now();
        assert_eq!(get(server, "/open", cookie).status, 200);
        assert!(
            asked.elapsed() < Duration::from_secs(5),
            "{:?}",
            asked.elapsed()
        );
    }
    wait_for("nobody is known", SOON, || three.known(&root) == [false; 3]);
    assert!(
        still.elapsed() < Duration::from_secs(15),
        "{:?}",
        still.elapsed()
    );
    let asked = Instant::now();
    for server in &three.servers {
        assert_eq!(sign_in(server, "root").status, 503);
    }
    assert!(
        asked.elapsed() < Duration::from_secs(10),
        "{:?}",
        asked.elapsed()
    );
    postgres.stand_still(false);
    wait_for("everybody is known", SOON, || {
        three.known(&root) == [true; 3]
    });
    cookie(&sign_in(&three.servers[1], "root"));
}

#[test]
fn the_certificate_of_the_database_is_checked_and_its_name() {
    let mut postgres = PostgresServer::new();
    let authority = postgres.speak_tls("localhost");
    let (site, name) = (Site::new(), postgres.database());
    let at = |host: &str, query: &str| {
        let address = postgres.address_by_port(&name).replace("127.0.0.1", host);
        let password = |command: &mut Command| {
            command.env("CONCORD_DATABASE_PASSWORD", postgres_server::PASSWORD);
        };
        copy(&site, &format!("{address}?{query}"), |command| {
            password(command);
            command
        })
    };
    let trusting = format!("sslmode=verify-full&sslrootcert={}", authority.display());
    // Another name than the certificate's, an authority that this machine does not know, and none at all.
    for (host, query, why) in [
        ("127.0.0.1", trusting.as_str(), "not valid for name"),
        ("localhost", "sslmode=verify-full", "UnknownIssuer"),
        ("localhost", "sslmode=disable", "no encryption"),
    ] {
        let refused = at(host, query);
        assert_eq!(refused.status.code(), Some(2), "{}", said(&refused));
        assert!(said(&refused).contains(why), "{}", said(&refused));
    }
    let copied = at("localhost", &trusting);
    assert!(copied.status.success(), "{}", said(&copied));
}

#[test]
fn the_password_of_the_database_is_in_no_message() {
    let postgres = PostgresServer::shared();
    let (site, name) = (Site::new(), postgres.database());
    let address = postgres.address_by_port(&name);
    let password = "CONCORD_DATABASE_PASSWORD";
    let refused = copy(&site, &address, |command| command.env(password, "hunter2"));
    assert_eq!(refused.status.code(), Some(2));
    assert!(said(&refused).contains("password"), "{}", said(&refused));
    let wrong = address.replace("postgres@", "postgres:hunter2@") + "?sslmod=disable";
    let odd = copy(&site, &wrong, |command| command);
    assert!(said(&odd).contains("“sslmod”"), "{}", said(&odd));
    let file = site.path("password");
    std::fs::write(&file, postgres_server::PASSWORD).unwrap();
    let copied = copy(&site, &address, |command| {
        command.env("CONCORD_DATABASE_PASSWORD_FILE", &file)
    });
    assert!(copied.status.success(), "{}", said(&copied));
    let again = copy(&site, &postgres.address(&name), |command| command);
    assert_eq!(again.status.code(), Some(2));
    assert!(
        said(&again).contains("there are accounts already"),
        "{}",
        said(&again)
    );
    // The file says it as well, beside itself; a backup says what it does not hold.
    let configuration = format!(
        "repository = \"content.git\"\n[accounts]\ndatabase = \"{address}\"\ndatabase_password_file = \"password\"\n"
    );
    std::fs::write(site.path("concord.toml"), configuration).unwrap();
    let run = |arguments: &[&str]| program(site.folder()).args(arguments).output().unwrap();
    let verified = run(&["audit", "verify"]);
    assert!(
        said(&verified).starts_with("1 entries, whole"),
        "{}",
        said(&verified)
    );
    let backup = run(&["backup", "saved"]);
    assert!(said(&backup).contains("pg_dump"), "{}", said(&backup));
    assert!(said(&backup).contains(&name), "{}", said(&backup));
    assert!(!site.path("saved/concord.db").exists());
    for output in [&refused, &odd, &copied, &again, &verified, &backup] {
        let said = said(output);
        assert!(!said.contains("hunter2"), "{said}");
        assert!(!said.contains(PASSWORD) && !said.contains(postgres_server::PASSWORD));
    }
}
