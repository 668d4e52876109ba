//! Measures what a push inflates to while it comes in.
//!
//! A pack of a megabyte can hold a file of a gigabyte, or a difference that makes one; git has all
//! of it in memory or on the disk before anybody is asked. Each object says how large it will be
//! before its bytes come, so the push can be broken off in the middle. What is no pack is passed
//! over here: git says what is wrong with it.

use flate2::{Decompress, FlushDecompress, Status};

/// Longest first command whose capabilities are looked at.
const MAX_COMMAND: usize = 64 << 10;
/// An object may always be this large: trees have no limit of their own.
const LARGE: u64 = 64_000_000;
/// How many times the limit of a file an object may have: which file it is, and that it is too
/// large, is better said later, by its path.
const TIMES: u64 = 4;

/// What the objects of a push may inflate to, in bytes.
#[derive(Clone, Copy, Debug)]
pub(super) struct Inflated {
    /// Each.
    pub(super) object: u64,
    /// All.
    pub(super) total: u64,
}

impl Inflated {
    pub(super) fn new(file_limit: u64, total: u64) -> Self {
        Self {
            object: file_limit.saturating_mul(TIMES).max(LARGE),
            total,
        }
    }
}

/// Follows the body of a push.
pub(super) struct Meter {
    limits: Inflated,
    state: State,
    inflater: Decompress,
    total: u64,
    /// How many objects are still to come.
    objects: u32,
    /// The beginning of the first command, with its capabilities.
    command: Vec<u8>,
}

enum State {
    /// In the length of a command, of which so many digits are known.
    Length(usize, usize),
    /// In a command, with so many bytes left.
    Command(usize),
    /// In the head of the pack.
    Head(Vec<u8>),
    /// In the type and size of an object: type, size so far, shift.
    Size(u8, u64, u32),
    /// In what a difference is from: a number of any length.
    Offset(u64),
    /// In what a difference is from: so many bytes of an id.
    Base(u64, usize),
    /// In the deflated bytes of an object.
    Data(Data),
    /// Nothing is measured any more.
    Passed,
}

struct Data {
    /// How many bytes are still to come.
    left: u64,
    /// Of a difference: which of its first two numbers is being read, so far, and its shift.
    numbers: Option<(u8, u64, u32)>,
}

impl Meter {
    pub(super) fn new(limits: Inflated) -> Self {
        Self {
            limits,
            state: State::Length(0, 0),
            inflater: Decompress::new(true),
            total: 0,
            objects: 0,
            command: Vec::new(),
        }
    }

    /// Tells whether the client reads messages beside the answer.
    pub(super) fn has_side_band(&self) -> bool {
        let wanted = b"side-band-64k";
        self.command
            .windows(wanted.len())
            .any(|word| word == wanted)
    }

    /// Takes in the next bytes; an error says in words what there is too much of.
    pub(super) fn take(&mut self, mut bytes: &[u8]) -> Result<(), String> {
        while !bytes.is_empty() {
            if matches!(self.state, State::Passed) {
                return Ok(());
            }
            if matches!(self.state, State::Data(_)) {
                let used = self.inflate(bytes)?;
                bytes = &bytes[used..];
                continue;
            }
            let (&byte, rest) = bytes.split_first().expect("there is a byte");
            bytes = rest;
            self.step(byte)?;
        }
        Ok(())
    }

    fn step(&mut self, byte: u8) -> Result<(), String> {
        let state = std::mem::replace(&mut self.state, State::Passed);
        self.state = match state {
            State::Length(digits, value) => match (byte as char).to_digit(16) {
                None => State::Passed,
                Some(digit) => match (digits + 1, value << 4 | digit as usize) {
                    // A flush: the pack is next.
                    (4, 0) => State::Head(Vec::new()),
                    (4, length @ 5..) => State::Command(length - 4),
                    (4, _) => State::Length(0, 0),
                    (digits, value) => State::Length(digits, value),
                },
            },
            State::Command(left) => {
                if self.command.len() < MAX_COMMAND {
                    self.command.push(byte);
                }
                match left {
                    1 => State::Length(0, 0),
                    _ => State::Command(left - 1),
                }
            }
            State::Head(mut head) => {
                head.push(byte);
                match <[u8; 12]>::try_from(head.as_slice()) {
                    Err(_) => State::Head(head),
                    Ok([b'P', b'A', b'C', b'K', _, _, _, _, count @ ..]) => {
                        self.objects = u32::from_be_bytes(count);
                        self.next_object()
                    }
                    Ok(_) => State::Passed,
                }
            }
            // The first byte has the type and four bits, each further one seven.
            State::Size(0, ..) => {
                let (kind, size) = (byte >> 4 & 7, u64::from(byte & 15));
                self.sized(byte, kind, size, 4)?
            }
            State::Size(kind, size, shift) => {
                let more = u64::from(byte & 127).checked_shl(shift).unwrap_or(u64::MAX);
                self.sized(byte, kind, size | more, shift + 7)?
            }
            State::Offset(size) if byte & 128 != 0 => State::Offset(size),
            State::Offset(size) => self.data(size, true),
            State::Base(size, 1) => self.data(size, true),
            State::Base(size, left) => State::Base(size, left - 1),
            other @ (State::Data(_) | State::Passed) => other,
        };
        Ok(())
    }

    fn next_object(&mut self) -> State {
        match self.objects.checked_sub(1) {
            Some(left) => {
                self.objects = left;
                State::Size(0, 0, 0)
            }
            None => State::Passed,
        }
    }

    /// Goes on after a byte of an object's size.
    fn sized(&mut self, byte: u8, kind: u8, size: u64, shift: u32) -> Result<State, String> {
        if byte & 128 != 0 {
            return Ok(match (kind, shift) {
                (0, _) | (_, 64..) => State::Passed,
                _ => State::Size(kind, size, shift),
            });
        }
        Ok(match kind {
            1..=4 => {
                self.count(size)?;
                self.data(size, false)
            }
            6 => State::Offset(size),
            7 => State::Base(size, 20),
            _ => State::Passed,
        })
    }

    fn data(&mut self, left: u64, is_difference: bool) -> State {
        self.inflater.reset(true);
        State::Data(Data {
            left,
            numbers: is_difference.then_some((0, 0, 0)),
        })
    }

    /// Inflates the next bytes of an object; returns how many it took.
    fn inflate(&mut self, bytes: &[u8]) -> Result<usize, String> {
        let State::Data(data) = &mut self.state else {
            return Ok(bytes.len());
        };
        let mut out = [0; 16 << 10];
        let (taken, made) = (self.inflater.total_in(), self.inflater.total_out());
        let status = self
            .inflater
            .decompress(bytes, &mut out, FlushDecompress::None);
        let taken = self.inflater.total_in() - taken;
        let made = self.inflater.total_out() - made;
        let plain = &out[..usize::try_from(made).unwrap_or(0).min(out.len())];
        let result = data.numbers(plain);
        let (whole, too_long) = (matches!(status, Ok(Status::StreamEnd)), made > data.left);
        data.left = data.left.saturating_sub(made);
        if let Some(result) = result {
            self.count(result)?;
        }
        if status.is_err() || too_long || (taken == 0 && made == 0 && !whole) {
            self.state = State::Passed;
        } else if whole {
            self.state = self.next_object();
        }
        Ok(usize::try_from(taken).unwrap_or(bytes.len()))
    }

    fn count(&mut self, size: u64) -> Result<(), String> {
        let megabytes = |bytes: u64| bytes / 1_000_000;
        if size > self.limits.object {
            return Err(format!(
                "an object of this push inflates to {} MB, which is more than any file may have; nothing was changed",
                megabytes(size)
            ));
        }
        self.total = self.total.saturating_add(size);
        if self.total > self.limits.total {
            return Err(format!(
                "the objects of this push inflate to more than {} MB, which is the limit (budget.megabytes); nothing was changed",
                megabytes(self.limits.total)
            ));
        }
        Ok(())
    }
}

impl Data {
    /// Reads the numbers at the start of a difference: the size of what it is from, and of what it
    /// makes. Returns the second when it is known.
    fn numbers(&mut self, plain: &[u8]) -> Option<u64> {
        let (mut which, mut size, mut shift) = self.numbers?;
        for &byte in plain {
            size |= u64::from(byte & 127).checked_shl(shift).unwrap_or(u64::MAX);
            shift += 7;
            if byte & 128 == 0 {
                if which == 1 {
                    self.numbers = None;
                    return Some(size);
                }
                (which, size, shift) = (1, 0, 0);
            }
        }
        self.numbers = Some((which, size, shift));
        None
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    fn deflate(bytes: &[u8]) -> Vec<u8> {
        let mut encoder =
            flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::default());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    fn head(kind: u8, mut size: u64) -> Vec<u8> {
        let mut bytes = vec![kind << 4 | (size & 15) as u8];
        size >>= 4;
        while size > 0 {
            *bytes.last_mut().unwrap() |= 128;
            bytes.push((size & 127) as u8);
            size >>= 7;
        }
        bytes
    }

    fn number(mut size: u64) -> Vec<u8> {
        let mut bytes = Vec::new();
        loop {
            let more = size >> 7 > 0;
            bytes.push((size & 127) as u8 | if more { 128 } else { 0 });
            size >>= 7;
            if !more {
                return bytes;
            }
        }
    }

    /// A push of some objects, each with its head.
    fn push(objects: &[(Vec<u8>, Vec<u8>)]) -> Vec<u8> {
        let command = b"0 1 refs/heads/main\0report-status side-band-64k";
        let mut body = format!("{:04x}", command.len() + 4).into_bytes();
        body.extend_from_slice(command);
        body.extend_from_slice(b"0000PACK\0\0\0\x02");
        body.extend((objects.len() as u32).to_be_bytes());
        for (head, data) in objects {
            body.extend_from_slice(head);
            body.extend(deflate(data));
        }
        body.extend([7; 20]);
        body
    }

    fn measure(body: &[u8], piece: usize) -> Result<u64, String> {
        let mut meter = Meter::new(Inflated {
            object: 50_000,
            total: 100_000,
        });
        for piece in body.chunks(piece) {
            meter.take(piece)?;
        }
        assert!(meter.has_side_band());
        Ok(meter.total)
    }

    #[test]
    fn what_a_push_inflates_to_is_known_however_it_comes() {
        let difference = [number(40), number(30_000), vec![1, 2, 3]].concat();
        let size = difference.len() as u64;
        let body = push(&[
            (head(3, 20_000), vec![b'x'; 20_000]),
            (
                [head(6, size), vec![0x81, 0x05]].concat(),
                difference.clone(),
            ),
            ([head(7, size), vec![9; 20]].concat(), difference),
            (head(1, 3), b"abc".to_vec()),
        ]);
        for piece in [1, 7, 4096, 1 << 20] {
            assert_eq!(measure(&body, piece), Ok(80_003));
        }
    }

    #[test]
    fn what_inflates_too_much_is_stopped_in_the_middle() {
        let zeros = |size: usize| (head(3, size as u64), vec![0; size]);
        let large = push(&[zeros(60_000)]);
        let said = measure(&large[..large.len() - 30], 64).unwrap_err();
        assert!(said.contains("more than any file may have"), "{said}");
        let many = push(&[zeros(40_000), zeros(40_000), zeros(40_000)]);
        assert!(measure(&many, 64).unwrap_err().contains("budget.megabytes"));
        let difference = [number(40), number(1 << 40)].concat();
        let head = [head(7, difference.len() as u64), vec![9; 20]].concat();
        assert!(measure(&push(&[(head, difference)]), 1).is_err());
    }

    #[test]
    fn what_is_no_pack_is_left_to_git() {
        for body in ["0000PACK", "zzzz", "0005x0000NOPE89012345", ""] {
            let mut meter = Meter::new(Inflated::new(0, 0));
            assert_eq!(meter.take(body.as_bytes()), Ok(()));
        }
        let mut broken = push(&[(head(3, 10), vec![0; 10])]);
        let start = broken.len() - 40;
        broken[start..].fill(0xff);
        assert!(measure(&broken, 5).is_ok());
    }
}
