//! One exchange with a `git` child: the request's body in, its answer out, a few pieces at a time.
//!
//! The exchange runs as a task of its own, so that it ends in an orderly way however the request
//! does. A fetch whose client is gone is killed. A push whose client is gone gets the end of its
//! input: git then throws away what it has, or finishes what it already accepted.

use std::any::Any;
use std::collections::VecDeque;
use std::io;
use std::pin::Pin;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU64, Ordering};
use std::task::{Context, Poll};
use std::time::Duration;

use axum::body::{Body, HttpBody};
use bytes::{Bytes, BytesMut};
use http_body_util::BodyExt;
use hyper::body::Frame;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWriteExt};
use tokio::process::{Child, ChildStdin};
use tokio::sync::{mpsc, oneshot};
use tokio::time::{Instant, sleep, timeout};

use crate::store::GitService;
use crate::web::git::held_back::HeldBack;
use crate::web::git::inflate::Decoder;
use crate::web::git::pack::Meter;

/// How often a transfer that does not move is looked at before it counts as stalled.
const LOOKS: u32 = 10;
/// How long git has to end by itself.
const GRACE: Duration = Duration::from_secs(15);
/// The size of a piece; a pipe holds as much.
const PIECE: usize = 64 << 10;
/// How many pieces wait for the client.
const PIECES: usize = 4;
/// How much of the answer waits for the end of the request. Git says little until then.
const EARLY: usize = 1 << 20;
/// How much is measured at once: it inflates to a thousandfold at most.
const MEASURED: usize = 4 << 10;
/// A client that sends less than this while it is waited for has stopped.
const TRICKLE: usize = 1_000;
/// How much of git's complaints goes to the log.
const COMPLAINTS: usize = 4 << 10;

/// What is done when git has ended, before the client hears of it.
pub(super) type Finish = Box<dyn FnOnce() -> io::Result<()> + Send>;

/// What an exchange needs.
pub(super) struct Exchange {
    pub(super) child: Child,
    pub(super) service: GitService,
    pub(super) body: Body,
    pub(super) decoder: Decoder,
    /// How many bytes the inflated request may have.
    pub(super) limit: u64,
    /// How long nothing may move in either direction.
    pub(super) idle: Duration,
    /// How long a client may be waited for that sends nothing, or next to nothing.
    pub(super) silence: Duration,
    /// Of a push: what it inflates to.
    pub(super) meter: Option<Meter>,
    /// Puts a push on the disk before its verdict is told.
    pub(super) finish: Option<Finish>,
    /// What is held as long as the exchange runs: its place.
    pub(super) held: Box<dyn Any + Send>,
}

/// What the child says, as the body of a response.
pub(super) struct Output {
    pieces: mpsc::Receiver<io::Result<Bytes>>,
    first: VecDeque<io::Result<Bytes>>,
    /// Is closed when nothing more of the request is taken.
    taken: oneshot::Receiver<()>,
}

impl Output {
    /// Waits for the first piece; false where there is none.
    pub(super) async fn wait(&mut self) -> bool {
        match self.pieces.recv().await {
            Some(Ok(piece)) => {
                self.first.push_back(Ok(piece));
                true
            }
            _ => false,
        }
    }

    /// Waits until the whole request has come. A proxy such as nginx takes what is answered earlier for the
    /// end of it: it passes nothing more on, and git gets half of a push.
    pub(super) async fn wait_for_request(&mut self) {
        let mut early = 0;
        while early < EARLY {
            let piece = tokio::select! {
                biased;
                _ = &mut self.taken => return,
                piece = self.pieces.recv() => piece,
            };
            let Some(piece) = piece else {
                return;
            };
            early += piece.as_ref().map_or(EARLY, Bytes::len);
            self.first.push_back(piece);
        }
    }

    /// Puts something before all else.
    pub(super) fn prepend(&mut self, piece: Bytes) {
        self.first.push_front(Ok(piece));
    }
}

impl HttpBody for Output {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<io::Result<Frame<Bytes>>>> {
        if let Some(piece) = self.first.pop_front() {
            return Poll::Ready(Some(piece.map(Frame::data)));
        }
        self.pieces
            .poll_recv(context)
            .map(|piece| piece.map(|piece| piece.map(Frame::data)))
    }
}

/// How an exchange came to its end.
enum End {
    Done,
    Stalled,
    Gone,
}

impl Exchange {
    /// Begins; the answer comes through the output.
    pub(super) fn start(self) -> Output {
        let (sender, pieces) = mpsc::channel(PIECES);
        let (takes, taken) = oneshot::channel();
        tokio::spawn(self.run(sender, takes));
        Output {
            pieces,
            first: VecDeque::new(),
            taken,
        }
    }

    async fn run(self, sender: mpsc::Sender<io::Result<Bytes>>, takes: oneshot::Sender<()>) {
        let Self {
            mut child,
            service,
            body,
            decoder,
            limit,
            idle,
            silence,
            meter,
            finish,
            held,
        } = self;
        let mut complaints = Vec::new();
        let mut held_back = finish.is_some().then(HeldBack::default);
        let refusal = OnceLock::new();
        let end = {
            let moved = AtomicU64::new(0);
            let (stdin, stdout, stderr) =
                (child.stdin.take(), child.stdout.take(), child.stderr.take());
            let (notices, noticed) = mpsc::channel(1);
            let feed = Feed {
                pace: Pace::new(body, silence),
                decoder,
                stdin,
                limit,
                meter,
                notices,
                refusal: &refusal,
                moved: &moved,
                _takes: takes,
            };
            let feed = feed.run();
            let drain = drain(stdout, noticed, &sender, held_back.as_mut(), &moved);
            let listen = listen(stderr, &mut complaints);
            let work = async { tokio::join!(feed, drain, listen) };
            tokio::select! {
                _ = work => End::Done,
                () = stalled(&moved, idle) => End::Stalled,
                () = sender.closed(), if service == GitService::UploadPack => End::Gone,
            }
        };
        if matches!(end, End::Gone) {
            let _ = child.start_kill();
        }
        // The pipes are closed now, by which git ends and takes away what it had put down.
        let status = match timeout(GRACE, child.wait()).await {
            Ok(status) => status.ok(),
            Err(_) => {
                let _ = child.kill().await;
                None
            }
        };
        let succeeded = status.is_some_and(|status| status.success());
        if !succeeded && !matches!(end, End::Gone) {
            let complaints = String::from_utf8_lossy(&complaints);
            let complaints = complaints.trim();
            let stalled = matches!(end, End::Stalled);
            tracing::warn!(
                service = service.name(),
                stalled,
                complaints,
                "git did not finish"
            );
        }
        if let (Some(finish), Some(held_back)) = (finish, held_back) {
            let refusal = refusal.into_inner().unwrap_or_default();
            tell_verdict(finish, held_back, refusal, &sender).await;
        }
        if matches!(end, End::Stalled) {
            // The connection breaks off, so that the client does not take it for the whole.
            let _ = sender.try_send(Err(io::ErrorKind::TimedOut.into()));
        }
        drop(held);
    }
}

/// The request's body, of a client that must not hold its place for nothing.
struct Pace {
    body: Body,
    silence: Duration,
    /// How long the client has been waited for, and how much it has sent in that time.
    waited: Duration,
    received: usize,
}

impl Pace {
    fn new(body: Body, silence: Duration) -> Self {
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
struct Feed<'e> {
    pace: Pace,
    decoder: Decoder,
    stdin: Option<ChildStdin>,
    limit: u64,
    meter: Option<Meter>,
    notices: mpsc::Sender<Bytes>,
    /// The verdict on a push that was broken off, for when git has none.
    refusal: &'e OnceLock<Bytes>,
    moved: &'e AtomicU64,
    /// Is there as long as something of the request is taken.
    _takes: oneshot::Sender<()>,
}

impl Feed<'_> {
    async fn run(mut self) -> io::Result<()> {
        let (mut taken, mut thrown_away) = (0, 0);
        // An error here is a client that went away; git gets the end of its input.
        while let Some(mut coded) = self.pace.next().await? {
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

/// Puts a push on the disk, then passes on what git said of it, or else why it was broken off: a
/// client that gets no verdict waits for ever. Where the disk fails the answer breaks off, because
/// what became of the push is not known.
async fn tell_verdict(
    finish: Finish,
    held_back: HeldBack,
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
    mut held_back: Option<&mut HeldBack>,
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
