//! A copy of the index in the index folder, so that the next start need not read the whole history.
//!
//! ```text
//! length and checksum of the rest, eight and four bytes
//! the index, with what it was made by and of
//! ```
//!
//! Derived data: a file that is damaged, of another version or of another folder is ignored and
//! written anew. It is never synced to disk.

use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::Path;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::domain::{ObjectId, Visibility};
use crate::site::history::index::{Blob, HistoryIndex, HistoryRow, Record};

/// Changes whenever the saved types or the way the history is read change.
const SCHEMA: u32 = 2;
/// The file in the index folder.
const FILE: &str = "history.bin";

#[derive(Serialize)]
struct SavedHistory<'i> {
    stamp: HistoryStamp,
    tip: ObjectId,
    records: Vec<&'i Record>,
    paths: Vec<&'i str>,
    rows: Vec<&'i [HistoryRow]>,
    blobs: Vec<Blob>,
}

#[derive(Deserialize)]
struct LoadedHistory {
    stamp: HistoryStamp,
    tip: ObjectId,
    records: Vec<Record>,
    paths: Vec<String>,
    rows: Vec<Vec<HistoryRow>>,
    blobs: Vec<Blob>,
}

#[derive(PartialEq, Eq, Serialize, Deserialize)]
struct HistoryStamp {
    schema: u32,
    version: String,
    folder: String,
}

impl HistoryStamp {
    fn of(folder: &str) -> Self {
        Self {
            schema: SCHEMA,
            version: env!("CARGO_PKG_VERSION").to_owned(),
            folder: folder.to_owned(),
        }
    }
}

/// Writes the index; the content's folder distinguishes two sites of one repository.
pub(super) fn save(directory: &Path, folder: &str, index: &HistoryIndex) -> io::Result<()> {
    let Some(tip) = index.tip else {
        return Ok(());
    };
    let written = SavedHistory {
        stamp: HistoryStamp::of(folder),
        tip,
        records: index.records.iter().map(|record| &**record).collect(),
        paths: index.paths.iter().map(|path| &**path).collect(),
        rows: index.rows.iter().map(|rows| &**rows).collect(),
        blobs: index.blobs.iter().copied().collect(),
    };
    let bytes = postcard::to_stdvec(&written).map_err(io::Error::other)?;
    let temporary = directory.join(format!("{FILE}.new"));
    let mut file = File::create(&temporary)?;
    file.write_all(&(bytes.len() as u64).to_le_bytes())?;
    file.write_all(&sum(&bytes).to_le_bytes())?;
    file.write_all(&bytes)?;
    drop(file);
    fs::rename(temporary, directory.join(FILE))
}

/// Reads what was saved.
pub(super) fn load(directory: &Path, folder: &str) -> Option<HistoryIndex> {
    let mut file = File::open(directory.join(FILE)).ok()?;
    let (mut length, mut checksum) = ([0; 8], [0; 4]);
    file.read_exact(&mut length).ok()?;
    file.read_exact(&mut checksum).ok()?;
    let length = u64::from_le_bytes(length);
    // A damaged length must not take all memory before the end of the file is met.
    if file.metadata().ok()?.len() != length.checked_add(12)? {
        return None;
    }
    let mut bytes = vec![0; usize::try_from(length).ok()?];
    file.read_exact(&mut bytes).ok()?;
    if sum(&bytes) != u32::from_le_bytes(checksum) {
        return None;
    }
    let known: LoadedHistory = postcard::from_bytes(&bytes).ok()?;
    (known.stamp == HistoryStamp::of(folder)).then(|| known.index())
}

fn sum(bytes: &[u8]) -> u32 {
    let mut crc = flate2::Crc::new();
    crc.update(bytes);
    crc.sum()
}

impl LoadedHistory {
    fn index(self) -> HistoryIndex {
        let number = |index: usize| u32::try_from(index).unwrap_or(u32::MAX);
        let paths: Vec<Arc<str>> = self.paths.into_iter().map(Arc::from).collect();
        let files = paths.iter().enumerate();
        let records = self.records.iter().enumerate();
        let narrowest = self.blobs.iter().map(|blob| blob.visibility).max();
        HistoryIndex {
            tip: Some(self.tip),
            files: files
                .map(|(index, path)| (Arc::clone(path), number(index)))
                .collect(),
            numbers: records
                .map(|(index, record)| (record.id, number(index)))
                .collect(),
            count: self.rows.iter().map(Vec::len).sum(),
            narrowest: narrowest.unwrap_or(Visibility::Public),
            records: self.records.into_iter().map(Arc::new).collect(),
            paths: paths.into_iter().collect(),
            rows: self.rows.into_iter().map(Arc::from).collect(),
            blobs: self.blobs.into_iter().collect(),
            // They are read from git.
            customs: Arc::default(),
        }
    }
}
