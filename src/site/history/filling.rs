//! Taking in a long history, in the time that it takes.
//!
//! Three threads do it, each a part of what comes after the other's: `git log` is read, versions are read
//! through `git cat-file`, and what was read comes into the index. None gets ahead of the next by more
//! than a batch.

use std::io;
use std::ops::ControlFlow;
use std::panic::resume_unwind;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread;

use crate::domain::ObjectId;
use crate::render::Visibilities;
use crate::site::history::adding::{CommitBatch, MOST};
use crate::site::history::facts::KnownVisibilities;
use crate::site::history::index::HistoryIndex;
use crate::store::{LogEntry, Store, StoreError};

/// The number of commits in a batch.
const TOGETHER: usize = 2_048;
/// The number of changes in a batch, unless one commit has more.
const CHANGES: usize = 20_000;

impl HistoryIndex {
    /// Takes in all commits up to one; `None` where `is_over`, which hears how many commits there are by
    /// now, says to stop.
    ///
    /// # Errors
    ///
    /// Fails where the history cannot be read, or is larger than an index may be.
    pub(super) fn filled(
        self,
        store: &Store,
        to: Option<ObjectId>,
        is_over: &(dyn Fn(usize) -> bool + Sync),
    ) -> Result<Option<Self>, StoreError> {
        let Some(to) = to else {
            return Ok(Some(Self::default()));
        };
        let continues = match self.tip {
            Some(tip) => store.history().is_ancestor(tip, to)?,
            None => true,
        };
        let index = if continues { self } else { Self::default() };
        let from = index.tip;
        let (entry_sender, entry_receiver) = sync_channel(0);
        let (batch_sender, batch_receiver) = sync_channel(0);
        let (logged, added) = thread::scope(|scope| {
            let log = thread::Builder::new()
                .name("history".to_owned())
                .spawn_scoped(scope, move || log(store, from, to, &entry_sender))?;
            let adding = thread::Builder::new()
                .name("history".to_owned())
                .spawn_scoped(scope, move || index.with(store, batch_receiver, is_over))?;
            read(store, entry_receiver, &batch_sender);
            // There is nothing more.
            drop(batch_sender);
            let joined = (log.join(), adding.join());
            Ok::<_, io::Error>(joined)
        })
        .map_err(|error| StoreError::Program(error.to_string()))?;
        let added = added.unwrap_or_else(|panic| resume_unwind(panic))?;
        logged.unwrap_or_else(|panic| resume_unwind(panic))?;
        let Some(mut index) = added else {
            return Ok(None);
        };
        index.end_at(store, to)?;
        Ok(Some(index))
    }

    /// Takes in the batches.
    fn with(
        mut self,
        store: &Store,
        batches: Receiver<CommitBatch>,
        is_over: &dyn Fn(usize) -> bool,
    ) -> Result<Option<Self>, StoreError> {
        for batch in batches {
            self.add(store, batch);
            if self.count > MOST {
                let message = format!("the history has more than {MOST} changes");
                return Err(StoreError::Program(message));
            }
            if is_over(self.records.len()) {
                return Ok(None);
            }
        }
        Ok(Some(self))
    }
}

/// Sends the commits, until nobody listens.
fn log(
    store: &Store,
    from: Option<ObjectId>,
    to: ObjectId,
    sender: &SyncSender<Vec<LogEntry>>,
) -> Result<(), StoreError> {
    let (mut together, mut changes) = (Vec::new(), 0);
    store.history().log(from, to, &mut |commit| {
        changes += commit.changes.len();
        together.push(commit);
        if together.len() < TOGETHER && changes < CHANGES {
            return ControlFlow::Continue(());
        }
        changes = 0;
        match sender.send(std::mem::take(&mut together)) {
            Ok(()) => ControlFlow::Continue(()),
            Err(_) => ControlFlow::Break(()),
        }
    })?;
    // Whether anybody listens makes no difference any more.
    let _ = sender.send(together);
    Ok(())
}

/// Reads what the commits made of pages, until nobody wants it.
fn read(store: &Store, entries: Receiver<Vec<LogEntry>>, sender: &SyncSender<CommitBatch>) {
    let (mut visibilities, known) = (Visibilities::default(), KnownVisibilities::new());
    for commits in entries {
        let batch = CommitBatch::read(store, commits, &mut visibilities, &known);
        if sender.send(batch).is_err() {
            break;
        }
    }
}
