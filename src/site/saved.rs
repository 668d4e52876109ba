//! What an edition knows, saved, so that the next start need not read every page again.
//!
//! Derived data: a file that is damaged, of another version or of a commit that is gone is ignored
//! and written anew. It is never synced to disk.

use std::fs;
use std::io::{BufWriter, Write};
use std::path::Path;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::domain::{ObjectId, Problem};
use crate::site::edition::{Content, Item};

/// Changes whenever the saved types or the way pages are read change.
const SCHEMA: u32 = 1;
/// The file in the index folder.
const FILE: &str = "pages.bin";

#[derive(Serialize, Deserialize)]
struct Saved<Items> {
    items: Items,
    attachments: Vec<(String, ObjectId)>,
    refused: Vec<(String, Problem)>,
}

#[derive(PartialEq, Serialize, Deserialize)]
struct Header {
    schema: u32,
    version: String,
    commit: ObjectId,
    folder: String,
    length: u64,
    checksum: u32,
}

/// Writes what the content of `commit` is; the folder distinguishes two sites of one repository.
pub(super) fn save(
    directory: &Path,
    commit: ObjectId,
    folder: &str,
    content: &Content,
) -> std::io::Result<()> {
    let saved = Saved {
        items: content
            .pages
            .values()
            .map(|item| &**item)
            .collect::<Vec<&Item>>(),
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
    };
    let body = postcard::to_stdvec(&saved).map_err(std::io::Error::other)?;
    let header = Header {
        schema: SCHEMA,
        version: env!("CARGO_PKG_VERSION").to_owned(),
        commit,
        folder: folder.to_owned(),
        length: body.len() as u64,
        checksum: checksum(&body),
    };
    let temporary = directory.join(format!("{FILE}.new"));
    let mut file = BufWriter::new(fs::File::create(&temporary)?);
    file.write_all(&postcard::to_stdvec(&header).map_err(std::io::Error::other)?)?;
    file.write_all(&body)?;
    file.into_inner()
        .map_err(std::io::IntoInnerError::into_error)?;
    fs::rename(temporary, directory.join(FILE))
}

/// Reads what was saved, without the vocabulary and bibliography, which are read from git.
pub(super) fn load(directory: &Path, folder: &str) -> Option<(ObjectId, Content)> {
    let bytes = fs::read(directory.join(FILE)).ok()?;
    let (header, body) = postcard::take_from_bytes::<Header>(&bytes).ok()?;
    let valid = header.schema == SCHEMA
        && header.version == env!("CARGO_PKG_VERSION")
        && header.folder == folder
        && header.length == body.len() as u64
        && header.checksum == checksum(body);
    if !valid {
        return None;
    }
    let saved: Saved<Vec<Item>> = postcard::from_bytes(body).ok()?;
    let mut content = Content::default();
    for (file, blob) in saved.attachments {
        content
            .folded
            .entry(file.to_lowercase())
            .or_default()
            .insert(file.clone());
        content.attachments.insert(file, blob);
    }
    content.refused = saved.refused.into_iter().collect();
    for item in saved.items {
        content.insert(Arc::new(item));
    }
    Some((header.commit, content))
}

fn checksum(bytes: &[u8]) -> u32 {
    let mut crc = flate2::Crc::new();
    crc.update(bytes);
    crc.sum()
}
