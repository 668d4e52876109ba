//! [`ExchangeOutput`]: what a `git` child answers, as the body of a response.

use std::collections::VecDeque;
use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};

use axum::body::HttpBody;
use bytes::Bytes;
use hyper::body::Frame;
use tokio::sync::{mpsc, oneshot};

/// The bytes of an answer that wait for the end of the request. Git says little until then.
const EARLY: usize = 1 << 20;

/// The child's answer, as the body of a response.
pub(super) struct ExchangeOutput {
    pieces: mpsc::Receiver<io::Result<Bytes>>,
    first: VecDeque<io::Result<Bytes>>,
    /// Is closed when nothing more of the request is taken.
    taken: oneshot::Receiver<()>,
}

impl ExchangeOutput {
    pub(super) fn new(
        pieces: mpsc::Receiver<io::Result<Bytes>>,
        taken: oneshot::Receiver<()>,
    ) -> Self {
        Self {
            pieces,
            first: VecDeque::new(),
            taken,
        }
    }

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

impl HttpBody for ExchangeOutput {
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
