//! Turns at working on large pages, so that a few of them at once do not take all memory.
//!
//! What a parser makes of a text takes a hundred times its bytes or more. Most pages are small and
//! need no turn.

use std::sync::{Condvar, Mutex, PoisonError};

use crate::render::MAX_PAGE;

/// Texts up to this size are worked on whenever they come: there are only so many threads.
const SMALL: usize = 64 << 10;

/// The bytes of larger texts that are being worked on.
static BYTES: Mutex<usize> = Mutex::new(0);
static GIVEN_BACK: Condvar = Condvar::new();

/// The right to work on a text; given back when dropped.
pub(super) struct Turn(usize);

/// Waits until a text of so many bytes may be worked on. Whoever has a turn must not ask for another.
pub(super) fn turn(bytes: usize) -> Turn {
    if bytes <= SMALL {
        return Turn(0);
    }
    let bytes = bytes.min(MAX_PAGE);
    let busy = BYTES.lock().unwrap_or_else(PoisonError::into_inner);
    let busy = GIVEN_BACK.wait_while(busy, |busy| *busy + bytes > MAX_PAGE);
    *busy.unwrap_or_else(PoisonError::into_inner) += bytes;
    Turn(bytes)
}

impl Drop for Turn {
    fn drop(&mut self) {
        if self.0 > 0 {
            *BYTES.lock().unwrap_or_else(PoisonError::into_inner) -= self.0;
            GIVEN_BACK.notify_all();
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;

    #[test]
    fn large_texts_wait_for_each_other() {
        let (at_once, most) = (AtomicUsize::new(0), AtomicUsize::new(0));
        let bytes = MAX_PAGE * 2 / 3;
        std::thread::scope(|scope| {
            for _ in 0..8 {
                scope.spawn(|| {
                    let turn = turn(bytes);
                    let now = at_once.fetch_add(bytes, Ordering::SeqCst) + bytes;
                    most.fetch_max(now, Ordering::SeqCst);
                    std::thread::yield_now();
                    at_once.fetch_sub(bytes, Ordering::SeqCst);
                    drop(turn);
                });
            }
        });
        assert_eq!(most.load(Ordering::SeqCst), bytes);
        drop(turn(usize::MAX));
    }
}
