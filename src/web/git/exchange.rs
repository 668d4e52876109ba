//! One exchange with a `git` child: the request's body in, its answer out, a few pieces at a time.
//!
//! The exchange runs as a task of its own, so that it ends in an orderly way however the request
//! does. A fetch whose client is gone is killed. A push whose client is gone gets the end of its
//! input: git then throws away what it has, or finishes what it already accepted.

use std::any::Any;
use std::io;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use axum::body::Body;
use bytes::{Bytes, BytesMut};
use tokio::io::{AsyncRead, AsyncReadExt};
use tokio::process::Child;
use tokio::sync::{mpsc, oneshot};
use tokio::time::{sleep, timeout};

use crate::store::GitService;
use crate::web::git::held_back::HeldVerdict;
use crate::web::git::inflate::Decoder;
use crate::web::git::input::{PacedBody, RequestWriter};
use crate::web::git::output::ExchangeOutput;
use crate::web::git::pack::Meter;

/// The number of looks at a transfer that does not move before it counts as stalled.
const LOOKS: u32 = 10;
/// The time that git has to end by itself.
const GRACE: Duration = Duration::from_secs(15);
/// The size of a piece; a pipe holds as much.
const PIECE: usize = 64 << 10;
/// The number of pieces that wait for the client.
const PIECES: usize = 4;
/// The bytes of git's complaints that go to the log.
const COMPLAINTS: usize = 4 << 10;

/// An action after git has ended, before the client hears of it.
pub(super) type ExitAction = Box<dyn FnOnce() -> io::Result<()> + Send>;

/// Everything that an exchange needs.
pub(super) struct Exchange {
    pub(super) child: Child,
    pub(super) service: GitService,
    pub(super) body: Body,
    pub(super) decoder: Decoder,
    /// The most bytes that the inflated request may have.
    pub(super) limit: u64,
    /// The longest time in which nothing moves in either direction.
    pub(super) idle: Duration,
    /// The longest wait for a client that sends nothing, or next to nothing.
    pub(super) silence: Duration,
    /// The meter of a push, which measures what it inflates to.
    pub(super) meter: Option<Meter>,
    /// Puts a push on the disk before its verdict is told.
    pub(super) finish: Option<ExitAction>,
    /// The permit of the exchange, held as long as it runs.
    pub(super) held: Box<dyn Any + Send>,
}

/// The ways in which an exchange ends.
enum ExchangeEnd {
    Done,
    Stalled,
    Gone,
}

impl Exchange {
    /// Begins; the answer comes through the output.
    pub(super) fn start(self) -> ExchangeOutput {
        let (sender, pieces) = mpsc::channel(PIECES);
        let (takes, taken) = oneshot::channel();
        tokio::spawn(self.run(sender, takes));
        ExchangeOutput::new(pieces, taken)
    }

    async fn run(self, sender: mpsc::Sender<io::Result<Bytes>>, takes: oneshot::Sender<()>) {
        let mut child = self.child;
        let mut complaints = Vec::new();
        let mut held_back = self.finish.is_some().then(HeldVerdict::default);
        let refusal = OnceLock::new();
        let end = {
            let moved = AtomicU64::new(0);
            let (stdin, stdout, stderr) =
                (child.stdin.take(), child.stdout.take(), child.stderr.take());
            let (notices, noticed) = mpsc::channel(1);
            let writer = RequestWriter {
                body: PacedBody::new(self.body, self.silence),
                decoder: self.decoder,
                stdin,
                limit: self.limit,
                meter: self.meter,
                notices,
                refusal: &refusal,
                moved: &moved,
                _takes: takes,
            };
            let write = writer.run();
            let drain = drain(stdout, noticed, &sender, held_back.as_mut(), &moved);
            let listen = listen(stderr, &mut complaints);
            let work = async { tokio::join!(write, drain, listen) };
            tokio::select! {
                _ = work => ExchangeEnd::Done,
                () = stalled(&moved, self.idle) => ExchangeEnd::Stalled,
                () = sender.closed(), if self.service == GitService::UploadPack => ExchangeEnd::Gone,
            }
        };
        if matches!(end, ExchangeEnd::Gone) {
            let _ = child.start_kill();
        }
        let succeeded = wait_or_kill(&mut child).await;
        if !succeeded && !matches!(end, ExchangeEnd::Gone) {
            log_failure(self.service, &end, &complaints);
        }
        if let (Some(finish), Some(held_back)) = (self.finish, held_back) {
            let refusal = refusal.into_inner().unwrap_or_default();
            send_verdict(finish, held_back, refusal, &sender).await;
        }
        if matches!(end, ExchangeEnd::Stalled) {
            // The connection breaks off, so that the client does not take it for the whole.
            let _ = sender.try_send(Err(io::ErrorKind::TimedOut.into()));
        }
        drop(self.held);
    }
}

/// Waits for the child, whose pipes are closed now, by which git ends and takes away what it had put
/// down. Returns whether it succeeded; one that does not end is killed.
async fn wait_or_kill(child: &mut Child) -> bool {
    match timeout(GRACE, child.wait()).await {
        Ok(status) => status.is_ok_and(|status| status.success()),
        Err(_) => {
            let _ = child.kill().await;
            false
        }
    }
}

fn log_failure(service: GitService, end: &ExchangeEnd, complaints: &[u8]) {
    let complaints = String::from_utf8_lossy(complaints);
    let complaints = complaints.trim();
    let stalled = matches!(end, ExchangeEnd::Stalled);
    tracing::warn!(
        service = service.name(),
        stalled,
        complaints,
        "git did not finish"
    );
}

/// Puts a push on the disk, then passes on what git said of it, or else why it was broken off: a
/// client that gets no verdict waits for ever. Where the disk fails the answer breaks off, because
/// what became of the push is not known.
async fn send_verdict(
    finish: ExitAction,
    held_back: HeldVerdict,
    refusal: Bytes,
    sender: &mpsc::Sender<io::Result<Bytes>>,
) {
    let answer = match tokio::task::spawn_blocking(finish).await {
        Ok(Ok(())) => Ok(Some(held_back.finish())
            .filter(|verdict| !verdict.is_empty())
            .unwrap_or(refusal)),
        Ok(Err(error)) => Err(error),
        Err(error) => Err(io::Error::other(error)),
    };
    if let Err(error) = &answer {
        tracing::error!(%error, "cannot put a push on the disk");
    }
    // A client that is gone does not wait for it.
    let _ = sender.send(answer).await;
}

/// Passes on what the child says. Of a push some is held back, and all is read, although nobody may
/// listen any more. A notice goes between two packets, which is wherever something was passed on.
async fn drain(
    output: Option<impl AsyncRead + Unpin>,
    mut notices: mpsc::Receiver<Bytes>,
    sender: &mpsc::Sender<io::Result<Bytes>>,
    mut held_back: Option<&mut HeldVerdict>,
    moved: &AtomicU64,
) -> io::Result<()> {
    let Some(mut output) = output else {
        return Ok(());
    };
    let mut buffer = BytesMut::new();
    loop {
        buffer.reserve(PIECE);
        let piece = tokio::select! {
            biased;
            Some(notice) = notices.recv(), if held_back.is_some() => notice,
            read = output.read_buf(&mut buffer) => {
                if read? == 0 {
                    return Ok(());
                }
                match &mut held_back {
                    Some(held_back) => held_back.take(&buffer.split()),
                    None => buffer.split().freeze(),
                }
            }
        };
        moved.fetch_add(1, Ordering::Relaxed);
        let gone = !piece.is_empty() && sender.send(Ok(piece)).await.is_err();
        if gone && held_back.is_none() {
            return Err(io::ErrorKind::BrokenPipe.into());
        }
        moved.fetch_add(1, Ordering::Relaxed);
    }
}

/// Reads what the child complains of, and keeps its beginning.
async fn listen(
    output: Option<impl AsyncRead + Unpin>,
    complaints: &mut Vec<u8>,
) -> io::Result<()> {
    let Some(mut output) = output else {
        return Ok(());
    };
    let mut buffer = [0; 1024];
    loop {
        let read = output.read(&mut buffer).await?;
        if read == 0 {
            return Ok(());
        }
        let room = COMPLAINTS.saturating_sub(complaints.len());
        complaints.extend_from_slice(&buffer[..read.min(room)]);
    }
}

/// Is done when nothing has moved for too long. A slow transfer is not a stalled one, and neither
/// is one of a machine that was asleep: looks are counted, not time.
async fn stalled(moved: &AtomicU64, idle: Duration) {
    let (mut last, mut quiet) = (0, 0);
    while quiet < LOOKS {
        sleep(idle / LOOKS).await;
        let now = moved.load(Ordering::Relaxed);
        quiet = if now == last { quiet + 1 } else { 0 };
        last = now;
    }
}
