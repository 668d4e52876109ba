//! [`Saves`]: the saves that wait for each other, in the order in which they came.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::domain::Role;
use crate::site::refusal::{Refusal, SavedCommit};
use crate::store::NewCommit;

/// The number of saves that go together.
const MOST: usize = 64;

/// The saves that wait for each other.
#[derive(Default)]
pub(super) struct Saves {
    waiting: Mutex<Vec<Arc<Save>>>,
    /// Held by whoever puts saves on the branch.
    turn: Mutex<()>,
}

/// One save.
pub(super) struct Save {
    pub(super) new: NewCommit,
    /// The role of whoever saves.
    pub(super) role: Role,
    answer: Mutex<Option<Answer>>,
}

/// The outcome of a save.
pub(super) type Answer = Result<SavedCommit, Refusal>;

impl Save {
    pub(super) fn answer(&self, answer: Answer) {
        *lock(&self.answer) = Some(answer);
    }

    pub(super) fn take_answer(&self) -> Option<Answer> {
        lock(&self.answer).take()
    }
}

impl Saves {
    /// Lets a save wait with the others.
    pub(super) fn wait(&self, new: NewCommit, role: Role) -> Arc<Save> {
        let save = Arc::new(Save {
            new,
            role,
            answer: Mutex::default(),
        });
        lock(&self.waiting).push(Arc::clone(&save));
        save
    }

    /// Returns how many saves wait.
    pub(super) fn waiting(&self) -> usize {
        lock(&self.waiting).len()
    }

    /// Waits for the turn to put saves on the branch.
    pub(super) fn turn(&self) -> MutexGuard<'_, ()> {
        lock(&self.turn)
    }

    /// Takes the saves that have waited longest.
    pub(super) fn next(&self) -> Vec<Arc<Save>> {
        let mut waiting = lock(&self.waiting);
        let count = waiting.len().min(MOST);
        waiting.drain(..count).collect()
    }
}

/// Takes a lock over what is whole after each step.
fn lock<T>(what: &Mutex<T>) -> MutexGuard<'_, T> {
    what.lock().unwrap_or_else(PoisonError::into_inner)
}
