//! Git's answer to a push, whose verdict is held back until the push is on the disk.
//!
//! Git answers in packets: four hexadecimal digits of length, and where several streams share the
//! answer a byte that says whose packet it is. Progress is passed on at once; everything from the
//! first other packet on waits.

use bytes::{Bytes, BytesMut};

/// The stream of progress, for people to read.
const PROGRESS: u8 = 2;
/// The digits of a packet's length.
const LENGTH: usize = 4;

/// An answer on its way.
#[derive(Default)]
pub(super) struct HeldVerdict {
    waiting: BytesMut,
    holds: bool,
}

impl HeldVerdict {
    /// Takes what git says and returns what may be passed on.
    pub(super) fn take(&mut self, bytes: &[u8]) -> Bytes {
        self.waiting.extend_from_slice(bytes);
        let mut free = 0;
        while !self.holds {
            let rest = &self.waiting[free..];
            let Some(head) = rest.get(..=LENGTH) else {
                // A packet without even a stream is the end, or the next one that is not whole yet.
                break;
            };
            match length(head).filter(|length| *length > LENGTH) {
                Some(length) if head[LENGTH] == PROGRESS => {
                    if rest.len() < length {
                        break;
                    }
                    free += length;
                }
                _ => self.holds = true,
            }
        }
        self.waiting.split_to(free).freeze()
    }

    /// Returns what was held back.
    pub(super) fn finish(self) -> Bytes {
        self.waiting.freeze()
    }
}

fn length(head: &[u8]) -> Option<usize> {
    let digits = std::str::from_utf8(head.get(..LENGTH)?).ok()?;
    usize::from_str_radix(digits, 16).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn progress_passes_and_the_verdict_waits() {
        let answer = b"0009\x02abcd000e\x01000aunp0009\x02efgh0000";
        for size in 1..answer.len() {
            let mut held = HeldVerdict::default();
            let mut passed = Vec::new();
            for piece in answer.chunks(size) {
                passed.extend_from_slice(&held.take(piece));
            }
            assert_eq!(passed, b"0009\x02abcd");
            assert_eq!(&held.finish()[..], &answer[9..]);
        }
    }

    #[test]
    fn an_answer_in_one_stream_waits_whole() {
        let mut held = HeldVerdict::default();
        assert!(held.take(b"000eunpack ok\n0000").is_empty());
        assert_eq!(&held.finish()[..], b"000eunpack ok\n0000");
    }
}
