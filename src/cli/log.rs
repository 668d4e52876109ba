//! The log: lines to standard error.
//!
//! The line that each request leaves is held back for up to a tenth of a second and written with
//! its neighbours: a write for each took a tenth of the time of a page that comes from the cache,
//! and formatting it as other lines are a sixth. Every other line is written at once, after those
//! held back.

use std::cell::RefCell;
use std::fmt::{self, Debug};
use std::io::{self, IsTerminal, Write};
use std::mem;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use tracing::field::{Field, Visit};
use tracing::{Event, Metadata, Subscriber};
use tracing_subscriber::EnvFilter;
use tracing_subscriber::fmt::format::{self, Format};
use tracing_subscriber::fmt::{FmtContext, FormatEvent, FormatFields, MakeWriter};
use tracing_subscriber::registry::LookupSpan;

use crate::cli::config::LogFormat;

/// The target of the lines of requests.
const REQUESTS: &str = "concord::request";
/// The longest time that lines are held back.
const PATIENCE: Duration = Duration::from_millis(100);
/// The most bytes that are held back.
const ROOM: usize = 64 << 10;

/// The lines held back.
static LINES: Mutex<Vec<u8>> = Mutex::new(Vec::new());

/// Writes what is held back when it is dropped.
#[must_use]
pub(super) struct LogGuard;

/// Starts the log of this process; `level` is what is logged unless the environment says
/// otherwise.
pub(super) fn start(format: LogFormat, level: &str) -> LogGuard {
    let filter = EnvFilter::try_from_env("CONCORD_LOG").unwrap_or_else(|_| EnvFilter::new(level));
    let builder = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_ansi(io::stderr().is_terminal())
        .with_writer(LineWriters);
    // A second start in one process (tests) keeps the first's log.
    let _ = match format {
        LogFormat::Text => builder
            .event_format(TextFormat(format::format().with_target(false)))
            .try_init(),
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
    LogGuard
}

impl Drop for LogGuard {
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

/// Formats lines as text; those of requests in the same way as all others, and faster.
struct TextFormat(Format);

impl<S, N> FormatEvent<S, N> for TextFormat
where
    S: Subscriber + for<'l> LookupSpan<'l>,
    N: for<'w> FormatFields<'w> + 'static,
{
    fn format_event(
        &self,
        context: &FmtContext<'_, S, N>,
        mut writer: format::Writer<'_>,
        event: &Event<'_>,
    ) -> fmt::Result {
        let metadata = event.metadata();
        if metadata.target() != REQUESTS || writer.has_ansi_escapes() {
            return self.0.format_event(context, writer, event);
        }
        write_time(&mut writer)?;
        write!(writer, "{:>5} ", metadata.level())?;
        let mut fields = FieldWriter {
            writer,
            result: Ok(()),
        };
        event.record(&mut fields);
        fields.result?;
        fields.writer.write_char('\n')
    }
}

/// Writes the time. What changes once a second is worked out once a second.
fn write_time(writer: &mut format::Writer<'_>) -> fmt::Result {
    thread_local! {
        static SECOND: RefCell<(u64, String)> = const { RefCell::new((0, String::new())) };
    }
    let now = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap_or_default();
    SECOND.with_borrow_mut(|(second, text)| {
        if *second != now.as_secs() {
            *second = now.as_secs();
            let time = i64::try_from(*second).ok();
            let time = time.and_then(|second| jiff::Timestamp::from_second(second).ok());
            *text = time.map_or_else(String::new, |time| time.to_string());
        }
        let micros = now.subsec_micros();
        write!(writer, "{}.{micros:06}Z ", text.trim_end_matches('Z'))
    })
}

/// Writes the fields of a line, the message first.
struct FieldWriter<'w> {
    writer: format::Writer<'w>,
    result: fmt::Result,
}

impl FieldWriter<'_> {
    fn write(&mut self, write: impl FnOnce(&mut format::Writer<'_>) -> fmt::Result) {
        if self.result.is_ok() {
            self.result = write(&mut self.writer);
        }
    }
}

impl Visit for FieldWriter<'_> {
    fn record_str(&mut self, field: &Field, value: &str) {
        let is_plain = |byte: u8| matches!(byte, b' '..=b'~') && !b"\"\\".contains(&byte);
        if !value.bytes().all(is_plain) {
            return self.record_debug(field, &value);
        }
        self.write(|writer| {
            for part in [" ", field.name(), "=\"", value, "\""] {
                writer.write_str(part)?;
            }
            Ok(())
        });
    }

    fn record_u64(&mut self, field: &Field, value: u64) {
        self.write(|writer| {
            for part in [" ", field.name(), "="] {
                writer.write_str(part)?;
            }
            write!(writer, "{value}")
        });
    }

    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        self.write(|writer| match field.name() {
            "message" => write!(writer, "{value:?}"),
            name => write!(writer, " {name}={value:?}"),
        });
    }
}

/// Makes the writer of each line.
struct LineWriters;

/// The writer of one line.
struct LineWriter {
    may_wait: bool,
}

impl<'l> MakeWriter<'l> for LineWriters {
    type Writer = LineWriter;

    fn make_writer(&'l self) -> LineWriter {
        LineWriter { may_wait: false }
    }

    fn make_writer_for(&'l self, line: &Metadata<'_>) -> LineWriter {
        LineWriter {
            may_wait: line.target() == REQUESTS,
        }
    }
}

impl Write for LineWriter {
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

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;

    #[derive(Clone, Default)]
    struct CapturedLog(Arc<Mutex<Vec<u8>>>);

    impl Write for CapturedLog {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.lock().unwrap().extend_from_slice(bytes);
            Ok(bytes.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    /// Formats a request's line, without its time.
    fn line(formatter: impl FnOnce(CapturedLog) -> tracing::Dispatch) -> String {
        let kept = CapturedLog::default();
        tracing::dispatcher::with_default(&formatter(kept.clone()), || {
            tracing::info!(
                target: REQUESTS,
                method = "GET",
                path = "/a \"b\" \u{1b}[31m",
                status = 200_u16,
                "answered",
            );
        });
        let text = String::from_utf8(kept.0.lock().unwrap().clone()).unwrap();
        let (time, rest) = text.split_once('Z').unwrap();
        assert_eq!(time.len(), "2026-11-25T22:33:30.395820".len(), "{text}");
        rest.to_owned()
    }

    #[test]
    fn the_line_of_a_request_is_like_any_other() {
        let builder = |kept: CapturedLog| {
            tracing_subscriber::fmt()
                .with_ansi(false)
                .with_writer(move || kept.clone())
        };
        let format = || format::format().with_target(false);
        let usual = line(|kept| builder(kept).event_format(format()).finish().into());
        let fast = line(|kept| {
            builder(kept)
                .event_format(TextFormat(format()))
                .finish()
                .into()
        });
        assert_eq!(fast, usual);
        assert!(fast.contains(r#"path="/a \"b\" \u{1b}[31m""#), "{fast}");
    }
}
