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
/// An object may have so many times the limit of a file: which file it is, and that it is too
/// large, is better said later, by its path.
const TIMES: u64 = 4;

/// The limits of what the objects of a push may inflate to, in bytes.
#[derive(Clone, Copy, Debug)]
pub(super) struct InflationLimits {
    /// Each.
    pub(super) object: u64,
    /// All.
    pub(super) total: u64,
}

impl InflationLimits {
    pub(super) fn new(file_limit: u64, total: u64) -> Self {
        Self {
            object: file_limit.saturating_mul(TIMES).max(LARGE),
            total,
        }
    }
}

/// Follows the body of a push.
pub(super) struct Meter {
    limits: InflationLimits,
    state: MeterState,
    inflater: Decompress,
    total: u64,
    /// The number of objects that are still to come.
    objects: u32,
    /// The beginning of the first command, with its capabilities.
    command: Vec<u8>,
}

enum MeterState {
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
    Data(DeflatedObject),
    /// Nothing is measured any more.
    Passed,
}

struct DeflatedObject {
    /// The number of bytes that are still to come.
    left: u64,
    /// For a difference: the index of the number being read of its first two, its value so far, and its shift.
    numbers: Option<(u8, u64, u32)>,
}

impl Meter {
    pub(super) fn new(limits: InflationLimits) -> Self {
        Self {
            limits,
            state: MeterState::Length(0, 0),
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
            if matches!(self.state, MeterState::Passed) {
                return Ok(());
            }
            if matches!(self.state, MeterState::Data(_)) {
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
        let state = std::mem::replace(&mut self.state, MeterState::Passed);
        self.state = match state {
            MeterState::Length(digits, value) => match (byte as char).to_digit(16) {
                None => MeterState::Passed,
                Some(digit) => match (digits + 1, value << 4 | digit as usize) {
                    // A flush: the pack is next.
                    (4, 0) => MeterState::Head(Vec::new()),
                    (4, length @ 5..) => MeterState::Command(length - 4),
                    (4, _) => MeterState::Length(0, 0),
                    (digits, value) => MeterState::Length(digits, value),
                },
            },
            MeterState::Command(left) => {
                if self.command.len() < MAX_COMMAND {
                    self.command.push(byte);
                }
                match left {
                    1 => MeterState::Length(0, 0),
                    _ => MeterState::Command(left - 1),
                }
            }
            MeterState::Head(mut head) => {
                head.push(byte);
                match <[u8; 12]>::try_from(head.as_slice()) {
                    Err(_) => MeterState::Head(head),
                    Ok([b'P', b'A', b'C', b'K', _, _, _, _, count @ ..]) => {
                        self.objects = u32::from_be_bytes(count);
                        self.next_object()
                    }
                    Ok(_) => MeterState::Passed,
                }
            }
            // The first byte has the type and four bits, each further one seven.
            MeterState::Size(0, ..) => {
                let (kind, size) = (byte >> 4 & 7, u64::from(byte & 15));
                self.sized(byte, kind, size, 4)?
            }
            MeterState::Size(kind, size, shift) => {
                let more = u64::from(byte & 127).checked_shl(shift).unwrap_or(u64::MAX);
                self.sized(byte, kind, size | more, shift + 7)?
            }
            MeterState::Offset(size) if byte & 128 != 0 => MeterState::Offset(size),
            MeterState::Offset(size) => self.data(size, true),
            MeterState::Base(size, 1) => self.data(size, true),
            MeterState::Base(size, left) => MeterState::Base(size, left - 1),
            other @ (MeterState::Data(_) | MeterState::Passed) => other,
        };
        Ok(())
    }

    fn next_object(&mut self) -> MeterState {
        match self.objects.checked_sub(1) {
            Some(left) => {
                self.objects = left;
                MeterState::Size(0, 0, 0)
            }
            None => MeterState::Passed,
        }
    }

    /// Goes on after a byte of an object's size.
    fn sized(&mut self, byte: u8, kind: u8, size: u64, shift: u32) -> Result<MeterState, String> {
        if byte & 128 != 0 {
            return Ok(match (kind, shift) {
                (0, _) | (_, 64..) => MeterState::Passed,
                _ => MeterState::Size(kind, size, shift),
            });
        }
        Ok(match kind {
            1..=4 => {
                self.count(size)?;
                self.data(size, false)
            }
            6 => MeterState::Offset(size),
            7 => MeterState::Base(size, 20),
            _ => MeterState::Passed,
        })
    }

    fn data(&mut self, left: u64, is_difference: bool) -> MeterState {
        self.inflater.reset(true);
        MeterState::Data(DeflatedObject {
            left,
            numbers: is_difference.then_some((0, 0, 0)),
        })
    }

    /// Inflates the next bytes of an object; returns how many it took.
    fn inflate(&mut self, bytes: &[u8]) -> Result<usize, String> {
        let MeterState::Data(data) = &mut self.state else {
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
            self.state = MeterState::Passed;
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

impl DeflatedObject {
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
mod tests;
