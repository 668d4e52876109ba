//! [`Sink`]: a real mail server that keeps what it takes, by Debian's `python3-aiosmtpd`.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use serde_json::Value;

/// The Python that Debian's packages are for.
const PYTHON: &str = "/usr/bin/python3";
const PATIENCE: Duration = Duration::from_secs(30);

/// A mail server; it ends with its guard.
pub(crate) struct Sink {
    child: Child,
    lines: Receiver<Value>,
    pub(crate) port: u16,
}

/// A mail that was taken.
#[derive(Debug)]
pub(crate) struct Mail(Value);

impl Drop for Sink {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Sink {
    /// Starts one that takes everything.
    pub(crate) fn new() -> Self {
        Self::at(0, &["take"])
    }

    /// Starts one on a port, which behaves in a way.
    pub(crate) fn at(port: u16, behaviour: &[&str]) -> Self {
        Self::on("127.0.0.1", port, behaviour)
    }

    /// The same on another address of this machine.
    pub(crate) fn on(address: &str, port: u16, behaviour: &[&str]) -> Self {
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/smtp_sink.py");
        let mut command = Command::new(PYTHON);
        command.arg("-W").arg("ignore").arg(script);
        command.args([address, &port.to_string()]).args(behaviour);
        let mut child = command
            .stdout(Stdio::piped())
            // It tells at length of clients that do not trust it.
            .stderr(Stdio::null())
            .spawn()
            .expect("Debian's python3");
        let output = BufReader::new(child.stdout.take().unwrap());
        let (told, lines) = channel();
        std::thread::spawn(move || {
            for line in output.lines().map_while(Result::ok) {
                let Ok(line) = serde_json::from_str(&line) else {
                    return;
                };
                if told.send(line).is_err() {
                    return;
                }
            }
        });
        let first: Value = lines
            .recv_timeout(PATIENCE)
            .expect("a mail server: install python3-aiosmtpd");
        let port = u16::try_from(first["port"].as_u64().unwrap()).unwrap();
        Self { child, lines, port }
    }

    /// Waits for what it says next.
    pub(crate) fn said(&self) -> Value {
        self.lines.recv_timeout(PATIENCE).expect("a mail")
    }

    /// Waits for the next mail.
    pub(crate) fn mail(&self) -> Mail {
        Mail(self.said())
    }

    /// Returns a mail that was taken already; nothing where there is none.
    pub(crate) fn more(&self) -> Option<Mail> {
        self.lines.try_recv().ok().map(Mail)
    }

    /// Tells that nothing more was taken.
    pub(crate) fn is_empty(&self) -> bool {
        self.more().is_none()
    }
}

impl Mail {
    /// Returns whom it went to.
    pub(crate) fn to(&self) -> &str {
        let to = self.0["to"].as_array().unwrap();
        assert_eq!(to.len(), 1);
        to[0].as_str().unwrap()
    }

    /// Returns a header as people read it; empty: there is none.
    pub(crate) fn header(&self, name: &str) -> &str {
        self.0["headers"][name].as_str().unwrap_or("")
    }

    /// Returns the names of its headers.
    pub(crate) fn headers(&self) -> Vec<&str> {
        let headers = self.0["headers"].as_object().unwrap();
        headers.keys().map(String::as_str).collect()
    }

    pub(crate) fn plain(&self) -> &str {
        self.0["plain"].as_str().unwrap()
    }

    pub(crate) fn html(&self) -> &str {
        self.0["html"].as_str().unwrap()
    }

    /// Returns who signed in to send it.
    pub(crate) fn user(&self) -> &str {
        self.0["user"].as_str().unwrap()
    }

    /// Returns where it leads on a site: a line of its own in the text, and the link of the HTML.
    pub(crate) fn link(&self, site: &str) -> String {
        let mut lines = self.plain().lines();
        let link = lines.find_map(|line| line.strip_prefix(site).filter(|path| !path.is_empty()));
        let link = link.expect("a link").to_owned();
        assert!(self.html().contains(&format!("href=\"{site}{link}\"")));
        link
    }
}
