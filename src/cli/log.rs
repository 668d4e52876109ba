//! The log: lines to standard error.
//!
//! The line that each request leaves is held back for up to a tenth of a second and written with
//! its neighbours: a write for each took a tenth of the time of a page that comes from the cache.
//! Every other line is written at once, after those held back.

use std::io::{self, IsTerminal, Write};
use std::mem;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use tracing::Metadata;
use tracing_subscriber::EnvFilter;
use tracing_subscriber::fmt::MakeWriter;

use crate::cli::config::LogFormat;

/// The target of the lines of requests.
const REQUESTS: &str = "concord::request";
/// How long lines are held back.
const PATIENCE: Duration = Duration::from_millis(100);
/// How many bytes are held back.
const ROOM: usize = 64 << 10;

/// The lines held back.
static LINES: Mutex<Vec<u8>> = Mutex::new(Vec::new());

/// Writes what is held back when it is dropped.
#[must_use]
pub(super) struct Log;

/// Starts the log of this process; `level` is what is logged unless the environment says otherwise.
pub(super) fn start(format: LogFormat, level: &str) -> Log {
    let filter = EnvFilter::try_from_env("CONCORD_LOG").unwrap_or_else(|_| EnvFilter::new(level));
    let builder = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_ansi(io::stderr().is_terminal())
        .with_writer(Lines);
    // A second start in one process (tests) keeps the first's log.
    let _ = match format {
        LogFormat::Text => builder.with_target(false).try_init(),
        LogFormat::Json => builder.json().flatten_event(true).try_init(),
    };
    // Without the thread, lines wait for more of them or for the end.
    let _ = std::thread::Builder::new()
        .name("log".to_owned())
        .spawn(|| {
            loop {
                std::thread::sleep(PATIENCE);
                write_out();
            }
        });
    Log
}

impl Drop for Log {
    fn drop(&mut self) {
        write_out();
    }
}

/// Writes what is held back. Whom standard error does not reach does not read the log.
fn write_out() {
    // Taken first, so that two threads write in the order in which they took.
    let mut output = io::stderr().lock();
    let lines = mem::take(&mut *LINES.lock().unwrap_or_else(PoisonError::into_inner));
    let _ = output.write_all(&lines);
}

/// Makes the writer of each line.
struct Lines;

/// The writer of one line.
struct Line {
    may_wait: bool,
}

impl<'l> MakeWriter<'l> for Lines {
    type Writer = Line;

    fn make_writer(&'l self) -> Line {
        Line { may_wait: false }
    }

    fn make_writer_for(&'l self, line: &Metadata<'_>) -> Line {
        Line {
            may_wait: line.target() == REQUESTS,
        }
    }
}

impl Write for Line {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let mut lines = LINES.lock().unwrap_or_else(PoisonError::into_inner);
        lines.extend_from_slice(bytes);
        let full = lines.len() >= ROOM;
        drop(lines);
        if full || !self.may_wait {
            write_out();
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
