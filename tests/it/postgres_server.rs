//! A server of PostgreSQL for tests, from Debian's package, in a folder of its own.
//!
//! It runs as a user who may do nothing, since it refuses to run as root, and ends with the process of
//! the tests, however that ends: a shell waits for its standard input to be closed.

use std::fs;
use std::io::Write;
use std::os::unix::fs::{MetadataExt, PermissionsExt, chown};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

/// The user `nobody` of Debian.
const NOBODY: u32 = 65_534;
/// The password of the user `postgres`, which is asked for on the port and not on the socket.
pub(crate) const PASSWORD: &str = "otters %&=/ weigh";

/// A server of PostgreSQL.
pub(crate) struct PostgresServer {
    folder: PathBuf,
    port: u16,
    running: Option<Child>,
}

/// Returns the programs of the newest version that is installed.
fn programs() -> PathBuf {
    let versions = fs::read_dir("/usr/lib/postgresql").into_iter().flatten();
    let versions = versions.flatten().map(|entry| entry.path().join("bin"));
    let newest = versions.filter(|path| path.join("initdb").exists()).max();
    newest.expect("this test needs PostgreSQL: apt-get install postgresql")
}

fn as_nobody(program: &Path) -> Command {
    let is_root = fs::metadata("/proc/self").unwrap().uid() == 0;
    if !is_root {
        return Command::new(program);
    }
    let mut command = Command::new("setpriv");
    let user = NOBODY.to_string();
    command.args(["--reuid", &user, "--regid", &user, "--clear-groups", "--"]);
    command.arg(program);
    command
}

impl PostgresServer {
    /// Makes a server and starts it.
    pub(crate) fn new() -> Self {
        let folder = tempfile::Builder::new().prefix("postgres-").tempdir();
        let folder = folder.unwrap().keep();
        fs::set_permissions(&folder, fs::Permissions::from_mode(0o777)).unwrap();
        let password = folder.join("password");
        fs::write(&password, PASSWORD).unwrap();
        for path in [&password, &folder] {
            let _ = chown(path, Some(NOBODY), Some(NOBODY));
        }
        let mut init = as_nobody(&programs().join("initdb"));
        init.args(["--no-sync", "--encoding=UTF8", "--locale=C.UTF-8"]);
        init.args(["--username=postgres", "--auth-local=trust"]);
        init.arg("--auth-host=scram-sha-256")
            .arg("--pwfile")
            .arg(&password);
        init.arg("--pgdata")
            .arg(folder.join("data"))
            .current_dir(&folder);
        let made = init.output().unwrap();
        assert!(
            made.status.success(),
            "{}",
            String::from_utf8_lossy(&made.stderr)
        );
        let mut server = Self {
            folder,
            port: free_port(),
            running: None,
        };
        server.start();
        server
    }

    /// Returns the server that all tests of a process share.
    pub(crate) fn shared() -> &'static Self {
        static SHARED: OnceLock<PostgresServer> = OnceLock::new();
        SHARED.get_or_init(Self::new)
    }

    /// Starts it, and waits until it answers.
    pub(crate) fn start(&mut self) {
        let mut command = as_nobody(Path::new("/bin/sh"));
        // The folder goes with the process of the tests, and stays where the server alone is stopped.
        let script = "\"$1/postgres\" -D \"$2/data\" -k \"$2\" -p \"$3\" \
            -c listen_addresses=127.0.0.1 -c fsync=off -c autovacuum=off -c max_connections=200 \
            >\"$2/log\" 2>&1 & \
            read -r last; kill -INT $!; wait; [ \"$last\" = stop ] || rm -rf \"$2\"";
        command.args(["-c", script, "sh"]).arg(programs());
        command.arg(&self.folder).arg(self.port.to_string());
        command.current_dir(&self.folder).stdin(Stdio::piped());
        command.stdout(Stdio::null()).stderr(Stdio::null());
        self.running = Some(command.spawn().unwrap());
        let started = Instant::now();
        while self.sql("postgres", "SELECT 1").is_err() {
            let log = fs::read_to_string(self.folder.join("log"));
            assert!(started.elapsed() < Duration::from_secs(60), "{log:?}");
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    /// Stops it, as an operator would who loses it: nobody's connection is waited for.
    pub(crate) fn stop(&mut self) {
        if let Some(mut running) = self.running.take() {
            let _ = running.stdin.take().unwrap().write_all(b"stop\n");
            running.wait().unwrap();
        }
    }

    /// Runs a statement in a database.
    pub(crate) fn sql(&self, database: &str, statement: &str) -> Result<String, String> {
        let mut command = Command::new(programs().join("psql"));
        command.args([
            "-X",
            "-q",
            "-A",
            "-t",
            "-v",
            "ON_ERROR_STOP=1",
            "-U",
            "postgres",
        ]);
        command
            .arg("-h")
            .arg(&self.folder)
            .arg("-p")
            .arg(self.port.to_string());
        let done = command.args(["-d", database, "-c", statement]).output();
        let done = done.unwrap();
        match done.status.success() {
            true => Ok(String::from_utf8(done.stdout).unwrap()),
            false => Err(String::from_utf8_lossy(&done.stderr).into_owned()),
        }
    }

    /// Makes a database, and returns its name.
    pub(crate) fn database(&self) -> String {
        static NUMBER: AtomicUsize = AtomicUsize::new(0);
        let name = format!("wiki{}", NUMBER.fetch_add(1, Ordering::Relaxed));
        self.sql("postgres", &format!("CREATE DATABASE {name}"))
            .unwrap();
        name
    }

    /// Returns the address of a database over the socket, which asks for no password.
    pub(crate) fn address(&self, database: &str) -> String {
        let folder = self.folder.to_str().unwrap().replace('/', "%2F");
        format!("postgres://postgres@{folder}:{}/{database}", self.port)
    }

    /// Has it speak TLS over the port, and only so, by a certificate for a name of an authority that is made for
    /// it; returns the authority's file. The server must not be shared.
    pub(crate) fn speak_tls(&mut self, name: &str) -> PathBuf {
        self.stop();
        let key = [
            "-newkey",
            "ec",
            "-pkeyopt",
            "ec_paramgen_curve:prime256v1",
            "-nodes",
        ];
        let make = |name: &str, file: &str, more: &[&str]| {
            let (subject, written) = (format!("/CN={name}"), format!("{file}.pem"));
            let mut openssl = Command::new("openssl");
            openssl.args(["req", "-x509", "-days", "2", "-subj", &subject]);
            openssl.args(["-keyout", &format!("{file}.key"), "-out", &written]);
            let done = openssl.args(key).args(more).current_dir(&self.folder);
            let done = done.output().expect("this test needs openssl");
            assert!(
                done.status.success(),
                "{}",
                String::from_utf8_lossy(&done.stderr)
            );
        };
        make("Authority", "authority", &[]);
        let names = format!("subjectAltName=DNS:{name}");
        let by = ["-CA", "authority.pem", "-CAkey", "authority.key"];
        let own = [
            "-addext",
            &names,
            "-addext",
            "basicConstraints=critical,CA:FALSE",
        ];
        make(name, "server", &[&by[..], &own].concat());
        let settings = format!(
            "\nssl = on\nssl_cert_file = '{0}/server.pem'\nssl_key_file = '{0}/server.key'\n",
            self.folder.display()
        );
        let data = self.folder.join("data");
        let mut file = fs::OpenOptions::new();
        let file = file.append(true).open(data.join("postgresql.conf"));
        file.unwrap().write_all(settings.as_bytes()).unwrap();
        let only = "local all all trust\nhostssl all all 127.0.0.1/32 scram-sha-256\n";
        fs::write(data.join("pg_hba.conf"), only).unwrap();
        for file in ["server.pem", "server.key"] {
            let file = self.folder.join(file);
            fs::set_permissions(&file, fs::Permissions::from_mode(0o600)).unwrap();
            let _ = chown(&file, Some(NOBODY), Some(NOBODY));
        }
        self.start();
        self.folder.join("authority.pem")
    }

    /// Has it stand still, or go on: it neither answers nor breaks anything off.
    pub(crate) fn stand_still(&self, still: bool) {
        let signal = if still { "-STOP" } else { "-CONT" };
        let first = fs::read_to_string(self.folder.join("data/postmaster.pid")).unwrap();
        let first = first.lines().next().unwrap().to_owned();
        let children = Command::new("pgrep").args(["-P", &first]).output().unwrap();
        let children = String::from_utf8(children.stdout).unwrap();
        let all = children.lines().chain([first.as_str()]);
        let done = Command::new("kill").arg(signal).args(all).output().unwrap();
        // One that has ended meanwhile is nobody's loss.
        assert!(!still || done.status.success(), "{done:?}");
    }

    /// Returns the address of a database over the port, without the password that is asked for there.
    pub(crate) fn address_by_port(&self, database: &str) -> String {
        format!("postgres://postgres@127.0.0.1:{}/{database}", self.port)
    }
}

impl Drop for PostgresServer {
    fn drop(&mut self) {
        self.stop();
        let _ = fs::remove_dir_all(&self.folder);
    }
}

fn free_port() -> u16 {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    listener.local_addr().unwrap().port()
}
