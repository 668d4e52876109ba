//! Saves the content of an edition, so that the next start need not read every page again.
//!
//! ```text
//! length and checksum of the header, four bytes each
//! header            what is saved, for which commit, and the length and checksum of each part
//! parts             some hundred pages each, so that all cores can read them
//! ```
//!
//! Derived data: a file that is damaged, of another version or of a commit that is gone is ignored
//! and written anew. It is never synced to disk.

use std::fs::{self, File};
use std::io::{self, BufWriter, Read, Write};
use std::os::unix::fs::FileExt;
use std::path::Path;
use std::sync::Arc;

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use crate::domain::{ObjectId, Problem};
use crate::site::content::Content;
use crate::site::item::SitePage;

/// Changes whenever the saved types or the way pages are read change.
const SCHEMA: u32 = 11;
/// The file in the index folder.
const FILE: &str = "pages.bin";
/// The number of pages of a part.
const PART: usize = 500;

#[derive(Serialize, Deserialize)]
struct Header {
    schema: u32,
    version: String,
    commit: ObjectId,
    folder: String,
    bytes: u64,
    attachments: Vec<(String, ObjectId)>,
    refused: Vec<(String, Problem)>,
    /// The length and the checksum of each part.
    parts: Vec<(u32, u32)>,
}

/// Writes what the content of `commit` is; the folder distinguishes two sites of one repository.
pub(super) fn save(
    directory: &Path,
    commit: ObjectId,
    folder: &str,
    content: &Content,
) -> io::Result<()> {
    let items: Vec<&SitePage> = content.pages.values().map(|item| &**item).collect();
    let encode = |items: &[&SitePage]| postcard::to_stdvec(items).map_err(io::Error::other);
    let parts: Vec<Vec<u8>> = items
        .par_chunks(PART)
        .map(encode)
        .collect::<Result<_, _>>()?;
    let header = Header {
        schema: SCHEMA,
        version: env!("CARGO_PKG_VERSION").to_owned(),
        commit,
        folder: folder.to_owned(),
        bytes: content.bytes,
        attachments: content
            .attachments
            .iter()
            .map(|(file, blob)| (file.clone(), *blob))
            .collect(),
        refused: content
            .refused
            .iter()
            .map(|(file, why)| (file.clone(), why.clone()))
            .collect(),
        parts: parts.iter().map(|part| sum(part)).collect(),
    };
    let header = postcard::to_stdvec(&header).map_err(io::Error::other)?;
    let temporary = directory.join(format!("{FILE}.new"));
    let mut file = BufWriter::new(File::create(&temporary)?);
    let (length, checksum) = sum(&header);
    file.write_all(&length.to_le_bytes())?;
    file.write_all(&checksum.to_le_bytes())?;
    file.write_all(&header)?;
    for part in &parts {
        file.write_all(part)?;
    }
    file.into_inner().map_err(io::IntoInnerError::into_error)?;
    fs::rename(temporary, directory.join(FILE))
}

/// Reads what was saved, without the vocabulary and bibliography, which are read from git.
pub(super) fn load(directory: &Path, folder: &str) -> Option<(ObjectId, Content)> {
    let mut file = File::open(directory.join(FILE)).ok()?;
    let mut start = [0; 8];
    file.read_exact(&mut start).ok()?;
    let [a, b, c, d, checksum @ ..] = start;
    let expected = (
        u32::from_le_bytes([a, b, c, d]),
        u32::from_le_bytes(checksum),
    );
    let header = part(&file, 8, expected)?;
    let header: Header = postcard::from_bytes(&header).ok()?;
    let valid = header.schema == SCHEMA
        && header.version == env!("CARGO_PKG_VERSION")
        && header.folder == folder;
    if !valid {
        return None;
    }
    let mut offset = 8 + u64::from(expected.0);
    let parts: Vec<(u64, (u32, u32))> = header
        .parts
        .iter()
        .map(|&expected| {
            let begin = offset;
            offset += u64::from(expected.0);
            (begin, expected)
        })
        .collect();
    let read = |&(offset, expected): &(u64, (u32, u32))| -> Option<Vec<Arc<SitePage>>> {
        postcard::from_bytes(&part(&file, offset, expected)?).ok()
    };
    let items: Vec<Vec<Arc<SitePage>>> = parts.par_iter().map(read).collect::<Option<_>>()?;
    let mut content = Content {
        bytes: header.bytes,
        ..Content::default()
    };
    for (file, blob) in header.attachments {
        content.note_spelling(&file);
        content.attachments.insert(file, blob);
    }
    content.refused = header.refused.into_iter().collect();
    content.insert(items.into_iter().flatten().collect());
    Some((header.commit, content))
}

/// Reads a part of the file; `None` where it is not what was written.
fn part(file: &File, offset: u64, expected: (u32, u32)) -> Option<Vec<u8>> {
    let length = usize::try_from(expected.0).ok()?;
    // A damaged length must not take all memory before the end of the file is met.
    let rest = file.metadata().ok()?.len().checked_sub(offset)?;
    if u64::from(expected.0) > rest {
        return None;
    }
    let mut bytes = vec![0; length];
    file.read_exact_at(&mut bytes, offset).ok()?;
    (sum(&bytes) == expected).then_some(bytes)
}

/// Returns the length and the checksum of some bytes.
fn sum(bytes: &[u8]) -> (u32, u32) {
    let mut crc = flate2::Crc::new();
    crc.update(bytes);
    (u32::try_from(bytes.len()).unwrap_or(u32::MAX), crc.sum())
}
