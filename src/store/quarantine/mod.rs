//! [`Quarantine`]: new objects on their way into the repository.
//!
//! What is written lies in a folder of its own first, as git keeps a push: it can be read and
//! checked through [`Quarantine::store`], and goes without a trace where it is refused.
//! [`Quarantine::keep`] puts it on the disk and into the repository: few objects as files, many as
//! one pack, so that a change of a thousand pages waits for the disk no longer than one of a page.
//! What is left of one whose server was killed is swept at the next start, with those of pushes.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use git2::Oid;

use crate::store::durable::sync;
use crate::store::error::{StoreError, failed};
use crate::store::leftovers::QUARANTINE;
use crate::store::object::Handle;
use crate::store::repository::Store;

/// Most objects that are kept as files of their own. More are a pack: the disk takes its time for
/// each file, and the readers of a repository theirs for each pack.
const MOST_LOOSE: usize = 24;

/// The folder of objects in a repository.
const OBJECTS: &str = "objects";

/// New objects on their way into the repository.
pub struct Quarantine {
    store: Arc<Store>,
    /// A repository of its own, which borrows the objects that are there.
    folder: PathBuf,
    /// The folder of the repository's objects.
    objects: PathBuf,
}

impl Store {
    /// Opens a quarantine for objects that this store may get.
    pub fn quarantine(&self) -> Result<Quarantine, StoreError> {
        let objects = self.objects().directory()?;
        let number = getrandom::u64().map_err(|error| disk(&objects)(io::Error::other(error)))?;
        let folder = objects.join(format!("{QUARANTINE}{number:016x}"));
        fs::create_dir(&folder).map_err(disk(&folder))?;
        let made = lay_out(&folder, &objects).map_err(disk(&folder));
        let store = made.and_then(|new| self.with_quarantine(Some(&new)));
        let store = store.inspect_err(|_| remove(&folder))?;
        Ok(Quarantine {
            store: Arc::new(store),
            folder,
            objects,
        })
    }
}

impl Quarantine {
    /// Returns the store that sees the quarantine and writes into it.
    pub fn store(&self) -> &Arc<Store> {
        &self.store
    }

    /// Puts everything on the disk and into the repository. Nothing names it yet.
    ///
    /// Fails where the disk is full or cannot be written; at most objects that nothing names are
    /// left then.
    pub fn keep(&self) -> Result<(), StoreError> {
        let loose = self.loose().map_err(disk(&self.folder))?;
        match loose.len() <= MOST_LOOSE {
            true => self.keep_files(&loose),
            false => self.keep_pack(&loose),
        }
    }

    fn new_objects(&self) -> PathBuf {
        self.folder.join(OBJECTS)
    }

    /// Returns the objects: the name of a folder and that of the file in it.
    fn loose(&self) -> io::Result<Vec<(String, String)>> {
        let mut loose = Vec::new();
        let objects = self.new_objects();
        for folder in names(&objects)? {
            if folder.len() == 2 {
                let files = names(&objects.join(&folder))?.into_iter();
                // Others are what a write that failed left behind.
                let files = files.filter(|file| Oid::from_str(&format!("{folder}{file}")).is_ok());
                loose.extend(files.map(|file| (folder.clone(), file)));
            }
        }
        Ok(loose)
    }

    fn keep_files(&self, loose: &[(String, String)]) -> Result<(), StoreError> {
        let path = |below: &Path, (folder, file): &(String, String)| below.join(folder).join(file);
        let new = self.new_objects();
        let files: Vec<PathBuf> = loose.iter().map(|name| path(&new, name)).collect();
        sync(&files).map_err(disk(&self.folder))?;
        let mut touched = vec![self.objects.clone()];
        for (name, file) in loose.iter().zip(&files) {
            let folder = self.objects.join(&name.0);
            match fs::create_dir(&folder) {
                Err(error) if error.kind() != io::ErrorKind::AlreadyExists => {
                    return Err(disk(&folder)(error));
                }
                _ => {}
            }
            let kept = path(&self.objects, name);
            fs::rename(file, &kept).map_err(disk(&kept))?;
            touched.push(folder);
        }
        touched.sort();
        touched.dedup();
        sync(&touched).map_err(disk(&self.objects))
    }

    fn keep_pack(&self, loose: &[(String, String)]) -> Result<(), StoreError> {
        let made = self.new_objects().join("pack");
        fs::create_dir_all(&made).map_err(disk(&made))?;
        self.store
            .objects()
            .write(|handle| pack(handle, loose, &made))?;
        let kept = self.objects.join("pack");
        fs::create_dir_all(&kept).map_err(disk(&kept))?;
        // The index comes last: by it, a pack is there.
        let mut files = names(&made).map_err(disk(&made))?;
        files.retain(|file| file.starts_with("pack-"));
        files.sort_by_key(|file| file.ends_with(".idx"));
        let paths: Vec<PathBuf> = files.iter().map(|file| made.join(file)).collect();
        sync(&paths).map_err(disk(&made))?;
        for (file, path) in files.iter().zip(&paths) {
            fs::rename(path, kept.join(file)).map_err(disk(&kept))?;
        }
        sync(&[kept, self.objects.clone()]).map_err(disk(&self.objects))
    }
}

impl Drop for Quarantine {
    fn drop(&mut self) {
        remove(&self.folder);
    }
}

/// Makes an empty repository that borrows objects, without a look at anybody's templates, and
/// returns the folder of its own.
fn lay_out(folder: &Path, objects: &Path) -> io::Result<PathBuf> {
    let new = folder.join(OBJECTS);
    fs::create_dir_all(new.join("info"))?;
    fs::create_dir(folder.join("refs"))?;
    fs::write(folder.join("HEAD"), "ref: refs/heads/quarantine\n")?;
    let mut borrowed = objects.as_os_str().as_encoded_bytes().to_vec();
    borrowed.push(b'\n');
    fs::write(new.join("info/alternates"), borrowed)?;
    Ok(new)
}

/// Writes objects as one pack with its index into a folder.
fn pack(handle: &Handle, loose: &[(String, String)], folder: &Path) -> Result<(), StoreError> {
    let packed = || -> Result<(), git2::Error> {
        let mut builder = handle.packbuilder()?;
        // Threads cost more than they save: there are hundreds of small objects, not millions.
        builder.set_threads(1);
        for (begin, rest) in loose {
            builder.insert_object(Oid::from_str(&format!("{begin}{rest}"))?, None)?;
        }
        builder.write(folder, 0o444)
    };
    packed().map_err(failed("packing new objects".to_owned()))
}

/// Returns the names in a folder; what is not UTF-8 is none of ours.
fn names(folder: &Path) -> io::Result<Vec<String>> {
    let mut names = Vec::new();
    for entry in fs::read_dir(folder)? {
        names.extend(entry?.file_name().into_string());
    }
    Ok(names)
}

fn remove(folder: &Path) {
    if let Err(error) = fs::remove_dir_all(folder) {
        tracing::warn!(%error, "cannot remove {}", folder.display());
    }
}

fn disk(path: &Path) -> impl FnOnce(io::Error) -> StoreError {
    let path = path.to_owned();
    |source| StoreError::Disk { path, source }
}

#[cfg(test)]
mod tests;
