//! Reads an object that is in a file of its own, with a bound.

use std::fs::File;
use std::io::{self, Read};

use flate2::read::ZlibDecoder;
use git2::ObjectType;

use crate::domain::ObjectId;
use crate::store::oid::is_object;

/// Most bytes of an object.
pub(super) const MOST: u64 = 1 << 30;
/// Most bytes of the head of a loose object: a kind, a space, a number and a NUL.
const HEAD: usize = 32;

/// The reason why a loose object cannot be read.
pub(super) enum Damage {
    /// Its file is not what git wrote.
    Broken(String),
    /// It has more bytes than are wanted.
    TooLarge(u64),
}

pub(super) const SOMETHING_ELSE: &str = "what is stored there is something else";

/// Inflates a loose object to its end, which its head promises and its id confirms.
pub(super) fn read_loose(
    mut file: File,
    id: ObjectId,
    most: u64,
) -> Result<(ObjectType, Vec<u8>), Damage> {
    let broken = |error: io::Error| Damage::Broken(error.to_string());
    let mut stored = Vec::new();
    let read = file.by_ref().take(MOST + 1).read_to_end(&mut stored);
    let stored_size = read.map_err(broken)? as u64;
    if stored_size > MOST {
        return Err(Damage::TooLarge(stored_size));
    }
    if stored.is_empty() {
        return Err(Damage::Broken("its file is empty".to_owned()));
    }
    let mut inflated = ZlibDecoder::new(stored.as_slice());
    let mut head = Vec::with_capacity(HEAD);
    let mut byte = [0];
    loop {
        inflated.read_exact(&mut byte).map_err(broken)?;
        match byte {
            [0] => break,
            [byte] if head.len() < HEAD => head.push(byte),
            _ => return Err(Damage::Broken("it begins like no object".to_owned())),
        }
    }
    let head = std::str::from_utf8(&head).ok();
    let parts = head.and_then(|head| head.split_once(' '));
    let known =
        parts.and_then(|(kind, size)| Some((ObjectType::from_str(kind)?, size.parse().ok()?)));
    let Some((kind, size)) = known else {
        return Err(Damage::Broken("it begins like no object".to_owned()));
    };
    if size > most {
        return Err(Damage::TooLarge(size));
    }
    let mut bytes = Vec::new();
    inflated
        .take(size + 1)
        .read_to_end(&mut bytes)
        .map_err(broken)?;
    let whole = bytes.len() as u64 == size;
    if !whole || !is_object(id, kind, &bytes) {
        return Err(Damage::Broken(SOMETHING_ELSE.to_owned()));
    }
    Ok((kind, bytes))
}
