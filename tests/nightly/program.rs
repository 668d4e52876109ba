//! The real program, with a bound on everything that is waited for.

use std::fs::{self, OpenOptions};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc;
use std::time::{Duration, Instant};

use rustix::process::{Pid, Resource, Rlimit, Signal, kill_process, kill_process_group, prlimit};

/// The program: `CONCORD_BIN`, else this build's.
pub(crate) fn binary() -> PathBuf {
    std::env::var_os("CONCORD_BIN")
        .map_or_else(|| env!("CARGO_BIN_EXE_concord").into(), PathBuf::from)
}

/// What came of a start.
pub(crate) enum Start {
    /// It serves.
    Serves(Program),
    /// It ended by itself, with a code and with words.
    Refused { code: Option<i32>, said: String },
    /// It neither serves nor ends.
    Hangs,
}

/// A server, which is killed with all its children when dropped.
pub(crate) struct Program {
    child: Child,
    pub(crate) address: SocketAddr,
    pub(crate) log: PathBuf,
}

/// An answer to a request.
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) body: Vec<u8>,
    pub(crate) took: Duration,
}

impl Answer {
    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}

impl Start {
    #[track_caller]
    pub(crate) fn serving(self) -> Program {
        self.served().unwrap_or_else(|why| panic!("{why}"))
    }

    /// Returns the server, or what it did instead.
    pub(crate) fn served(self) -> Result<Program, String> {
        match self {
            Self::Serves(program) => Ok(program),
            Self::Refused { code, said } => Err(format!("it does not start ({code:?}): {said}")),
            Self::Hangs => Err("it neither serves nor ends".to_owned()),
        }
    }
}

impl Program {
    /// Starts the program, in a group of processes of its own, on a repository and an index in a
    /// folder, with a log beside them.
    pub(crate) fn spawn(folder: &Path, more: &[&str]) -> (Child, PathBuf) {
        let log = folder.join("log");
        let file = OpenOptions::new().create(true).append(true).open(&log);
        let mut command = Command::new(binary());
        command
            .current_dir(folder)
            .args(["serve", "--repository", "content.git", "--index", "index"])
            .args(["--listen", "127.0.0.1:0"])
            .args(more)
            .process_group(0)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(file.unwrap());
        for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("CONCORD_")) {
            command.env_remove(name);
        }
        (command.spawn().unwrap(), log)
    }

    /// Starts the program and waits until it serves or ends.
    pub(crate) fn start(folder: &Path, more: &[&str], limit: Duration) -> Start {
        let before = fs::metadata(folder.join("log")).map_or(0, |log| log.len());
        let (mut child, log) = Self::spawn(folder, more);
        let stdout = child.stdout.take().unwrap();
        let (sender, line) = mpsc::channel();
        std::thread::spawn(move || {
            let mut line = String::new();
            let _ = BufReader::new(stdout).read_line(&mut line);
            let _ = sender.send(line);
        });
        let line = line.recv_timeout(limit);
        let address = line.as_ref().ok().and_then(|line| {
            let (_, address) = line.trim().rsplit_once("http://")?;
            address.parse().ok()
        });
        match (address, line) {
            (Some(address), _) => Start::Serves(Self {
                child,
                address,
                log,
            }),
            (None, Ok(_)) => {
                let code = ended(&mut child, limit).and_then(|status| status.code());
                let _ = child.kill();
                let said = fs::read(&log).unwrap_or_default();
                let said = said.get(before as usize..).unwrap_or_default();
                let said = String::from_utf8_lossy(said).into_owned();
                Start::Refused { code, said }
            }
            (None, Err(_)) => {
                let _ = child.kill();
                let _ = child.wait();
                Start::Hangs
            }
        }
    }

    pub(crate) fn url(&self) -> String {
        format!("http://{}/content.git", self.address)
    }

    pub(crate) fn id(&self) -> u32 {
        self.child.id()
    }

    pub(crate) fn is_alive(&mut self) -> bool {
        matches!(self.child.try_wait(), Ok(None))
    }

    /// Gets an address; none where no whole answer comes in time.
    pub(crate) fn get(&self, path: &str, limit: Duration) -> Option<Answer> {
        get(self.address, path, limit)
    }

    /// Kills the server alone; its children may go on.
    pub(crate) fn kill(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// Kills the server and everything that it started.
    pub(crate) fn kill_all(&mut self) {
        let _ = kill_process_group(pid(&self.child), Signal::KILL);
        self.child.wait().unwrap();
    }

    /// Asks the server to end, and waits for it.
    pub(crate) fn end(mut self, limit: Duration) -> Result<ExitStatus, String> {
        kill_process(pid(&self.child), Signal::TERM).unwrap();
        ended(&mut self.child, limit).ok_or_else(|| format!("SIGTERM did not end it in {limit:?}"))
    }

    /// Returns the most memory it ever held, in megabytes.
    pub(crate) fn peak(&self) -> usize {
        let status = fs::read_to_string(format!("/proc/{}/status", self.child.id()));
        let status = status.unwrap_or_default();
        let line = status.lines().find(|line| line.starts_with("VmHWM:"));
        let kilobytes = line.and_then(|line| line.split_whitespace().nth(1)?.parse::<usize>().ok());
        kilobytes.unwrap_or(0) / 1024
    }

    /// Takes from it the means to take this machine's memory.
    pub(crate) fn bound_memory(&self, bytes: u64) {
        let limit = Rlimit {
            current: Some(bytes),
            maximum: Some(bytes),
        };
        prlimit(Some(pid(&self.child)), Resource::As, limit).unwrap();
    }

    /// Returns the time that it has computed.
    pub(crate) fn computed(&self) -> Duration {
        let stat = fs::read_to_string(format!("/proc/{}/stat", self.child.id()));
        let stat = stat.unwrap_or_default();
        let fields = stat.rsplit_once(')').map_or("", |(_, fields)| fields);
        let fields: Vec<u64> = fields
            .split_whitespace()
            .map(|field| field.parse().unwrap_or(0))
            .collect();
        // User and system time in hundredths of a second: fields 14 and 15 of the whole line.
        let hundredths = fields.get(11).unwrap_or(&0) + fields.get(12).unwrap_or(&0);
        Duration::from_millis(hundredths * 10)
    }

    /// Returns the lines of the log that tell of a panic.
    pub(crate) fn panics(&self) -> Vec<String> {
        let log = fs::read(&self.log).unwrap_or_default();
        String::from_utf8_lossy(&log)
            .lines()
            .filter(|line| line.contains("panicked"))
            .map(str::to_owned)
            .collect()
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = kill_process_group(pid(&self.child), Signal::KILL);
        let _ = self.child.wait();
    }
}

fn pid(child: &Child) -> Pid {
    Pid::from_child(child)
}

/// Waits for the end of a process.
fn ended(child: &mut Child, limit: Duration) -> Option<ExitStatus> {
    let started = Instant::now();
    while started.elapsed() < limit {
        if let Ok(Some(status)) = child.try_wait() {
            return Some(status);
        }
        std::thread::sleep(Duration::from_millis(5));
    }
    None
}

/// Gets an address; none where no whole answer comes in time.
pub(crate) fn get(address: SocketAddr, path: &str, limit: Duration) -> Option<Answer> {
    ask(address, "GET", path, "", "", limit)
}

/// Sends a request with these lines in its head; none where no whole answer comes in time.
pub(crate) fn ask(
    address: SocketAddr,
    method: &str,
    path: &str,
    headers: &str,
    body: &str,
    limit: Duration,
) -> Option<Answer> {
    let started = Instant::now();
    let mut stream = TcpStream::connect_timeout(&address, limit).ok()?;
    stream.set_read_timeout(Some(limit)).ok()?;
    stream.set_write_timeout(Some(limit)).ok()?;
    let request = format!(
        "{method} {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n{headers}\
         Content-Length: {}\r\n\r\n{body}",
        body.len()
    );
    stream.write_all(request.as_bytes()).ok()?;
    let mut bytes = Vec::new();
    let mut piece = vec![0; 64 << 10];
    loop {
        match stream.read(&mut piece) {
            Ok(0) => break,
            Ok(read) => bytes.extend_from_slice(&piece[..read]),
            Err(_) => return None,
        }
        if started.elapsed() > limit {
            return None;
        }
    }
    let end = bytes.windows(4).position(|four| four == b"\r\n\r\n")?;
    let head = String::from_utf8_lossy(&bytes[..end]).into_owned();
    let status = head.split(' ').nth(1)?.parse().ok()?;
    Some(Answer {
        status,
        body: bytes.split_off(end + 4),
        took: started.elapsed(),
    })
}
