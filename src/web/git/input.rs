//! [`RequestWriter`]: the body of a request, written into a `git` child as it comes.

use std::io;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use axum::body::Body;
use bytes::Bytes;
use http_body_util::BodyExt;
use tokio::io::AsyncWriteExt;
use tokio::process::ChildStdin;
use tokio::sync::{mpsc, oneshot};
use tokio::time::{Instant, timeout};

use crate::web::git::inflate::Decoder;
use crate::web::git::pack::Meter;

/// The bytes that are measured at once: they inflate to a thousandfold at most.
const MEASURED: usize = 4 << 10;
/// A client that sends less than this while it is waited for has stopped.
const TRICKLE: usize = 1_000;

/// The request's body, of a client that must not hold its permit for nothing.
pub(super) struct PacedBody {
    body: Body,
    silence: Duration,
    /// The time that the client has been waited for, and the bytes it has sent in that time.
    waited: Duration,
    received: usize,
}

impl PacedBody {
    pub(super) fn new(body: Body, silence: Duration) -> Self {
        Self {
            body,
            silence,
            waited: Duration::ZERO,
            received: 0,
        }
    }

    /// Returns the next bytes; an error where the client went away, or sends next to nothing. Only
    /// waiting counts: while git does not take what has come, the client may rest.
    async fn next(&mut self) -> io::Result<Option<Bytes>> {
        loop {
            let started = Instant::now();
            let left = self.silence.saturating_sub(self.waited);
            let frame = timeout(left, self.body.frame()).await;
            self.waited += started.elapsed();
            let data = match frame {
                Ok(None) => return Ok(None),
                Ok(Some(frame)) => frame.map_err(io::Error::other)?.into_data().ok(),
                Err(_) => None,
            };
            self.received += data.as_ref().map_or(0, Bytes::len);
            if self.waited >= self.silence {
                if self.received < TRICKLE {
                    return Err(io::ErrorKind::TimedOut.into());
                }
                (self.waited, self.received) = (Duration::ZERO, 0);
            }
            if data.is_some() {
                return Ok(data);
            }
        }
    }
}

/// Writes the request's body into the child.
pub(super) struct RequestWriter<'e> {
    pub(super) body: PacedBody,
    pub(super) decoder: Decoder,
    pub(super) stdin: Option<ChildStdin>,
    pub(super) limit: u64,
    pub(super) meter: Option<Meter>,
    pub(super) notices: mpsc::Sender<Bytes>,
    /// The verdict on a push that was broken off, for when git has none.
    pub(super) refusal: &'e OnceLock<Bytes>,
    pub(super) moved: &'e AtomicU64,
    /// Is there as long as something of the request is taken.
    pub(super) _takes: oneshot::Sender<()>,
}

impl RequestWriter<'_> {
    pub(super) async fn run(mut self) -> io::Result<()> {
        let (mut taken, mut thrown_away) = (0, 0);
        // An error here is a client that went away; git gets the end of its input.
        while let Some(mut coded) = self.body.next().await? {
            self.moved.fetch_add(coded.len() as u64, Ordering::Relaxed);
            while self.stdin.is_some() && !coded.is_empty() {
                let plain = self.decoder.step(&mut coded)?;
                taken += plain.len() as u64;
                if taken > self.limit {
                    self.stdin = None;
                }
                self.write(&plain).await;
                self.moved.fetch_add(1, Ordering::Relaxed);
            }
            // Git wants no more. The rest is read all the same: a client that is still sending
            // would otherwise see a broken connection in place of git's answer.
            thrown_away += coded.len() as u64;
            if thrown_away > self.limit {
                return Err(io::ErrorKind::FileTooLarge.into());
            }
        }
        let rest = self.decoder.finish()?;
        if let Some(mut input) = self.stdin {
            input.write_all(&rest).await?;
            input.shutdown().await?;
        }
        Ok(())
    }

    /// Hands bytes to git, unless they inflate to too much.
    async fn write(&mut self, plain: &[u8]) {
        for piece in plain.chunks(MEASURED) {
            if let Some(meter) = &mut self.meter
                && let Err(message) = meter.take(piece)
            {
                tracing::info!(message, "broke off a push");
                let verdict = packet("", "unpack it inflates to too much\n") + "0000";
                let verdict = if meter.has_side_band() {
                    // There is room: nothing is said but this.
                    let notice = packet("\x02", &format!("{message}\n"));
                    let _ = self.notices.try_send(notice.into());
                    packet("\x01", &verdict) + "0000"
                } else {
                    verdict
                };
                let _ = self.refusal.set(verdict.into());
                self.stdin = None;
            }
            let Some(input) = &mut self.stdin else {
                return;
            };
            if input.write_all(piece).await.is_err() {
                self.stdin = None;
            }
            // Measuring takes its time, too, and is no standstill.
            self.moved.fetch_add(1, Ordering::Relaxed);
        }
    }
}

/// Returns a packet of git's; where several streams share an answer, it begins with its stream.
fn packet(stream: &str, text: &str) -> String {
    format!("{:04x}{stream}{text}", stream.len() + text.len() + 4)
}
