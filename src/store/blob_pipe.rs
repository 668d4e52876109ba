//! `git cat-file --batch`: many blobs, one after the other.
//!
//! libgit2 unpacks versions of one file several times as slowly as git, which keeps what it unpacked
//! last. What is read is compared with its id, as everywhere.

use std::io::{self, BufRead, BufReader, BufWriter, Read, Write};
use std::path::Path;
use std::process::{ChildStdin, Stdio};

use git2::ObjectType;

use crate::domain::ObjectId;
use crate::store::oid::is_object;
use crate::store::process;

/// The most bytes of the line before an answer.
const LINE: u64 = 200;

/// Tells of blobs that have at most so many bytes, in the order in which they are asked for. Of one that
/// cannot be read nothing is told, nor of those after it where git gives up.
pub(super) fn read(
    repository: &Path,
    blobs: &[ObjectId],
    most: u64,
    visit: &mut dyn FnMut(ObjectId, &[u8]),
) -> io::Result<()> {
    let mut command = process::command(repository);
    command.args(["--no-replace-objects", "cat-file", "--batch", "--buffer"]);
    let mut child = process::start_reading(command, Stdio::piped())?;
    let (input, output) = (child.stdin.take(), child.stdout.take());
    let read = std::thread::scope(|scope| {
        let asking = move || input.map_or(Ok(()), |input| ask(input, blobs));
        // It ends when git has read everything, or has ended itself.
        std::thread::Builder::new()
            .name("blobs".to_owned())
            .spawn_scoped(scope, asking)?;
        let output = output.ok_or_else(|| io::Error::other("git has no output"))?;
        answers(
            BufReader::with_capacity(1 << 16, output),
            blobs,
            most,
            visit,
        )
    });
    if read.is_err() {
        // It fails only where git has ended by itself.
        let _ = child.kill();
    }
    child.wait()?;
    read
}

fn ask(input: ChildStdin, blobs: &[ObjectId]) -> io::Result<()> {
    let mut input = BufWriter::new(input);
    for id in blobs {
        writeln!(input, "{id}")?;
    }
    input.flush()
}

/// Reads an answer for each blob: its id, its kind and its size in a line, then what it holds and a line
/// feed; or a line that says why not.
fn answers(
    mut output: impl BufRead,
    blobs: &[ObjectId],
    most: u64,
    visit: &mut dyn FnMut(ObjectId, &[u8]),
) -> io::Result<()> {
    let odd = || {
        io::Error::new(
            io::ErrorKind::InvalidData,
            "git cat-file said something odd",
        )
    };
    let (mut line, mut bytes) = (String::new(), Vec::new());
    for id in blobs {
        line.clear();
        output.by_ref().take(LINE).read_line(&mut line)?;
        if !line.ends_with('\n') {
            return Err(odd());
        }
        let mut words = line.trim_end().split(' ');
        let (_, kind, size) = (words.next(), words.next(), words.next());
        let Some(size) = size.and_then(|size| size.parse::<u64>().ok()) else {
            continue;
        };
        bytes.clear();
        let is_wanted = kind == Some(ObjectType::Blob.str()) && size <= most;
        let mut content = output.by_ref().take(size);
        let read = match is_wanted {
            true => content.read_to_end(&mut bytes)? as u64,
            false => io::copy(&mut content, &mut io::sink())?,
        };
        let mut end = [0];
        output.read_exact(&mut end)?;
        if read != size || end != *b"\n" {
            return Err(odd());
        }
        if is_wanted && is_object(*id, ObjectType::Blob, &bytes) {
            visit(*id, &bytes);
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use git2::Oid;

    use super::*;

    fn id_of(bytes: &[u8]) -> ObjectId {
        crate::store::oid::object_id(Oid::hash_object(ObjectType::Blob, bytes).unwrap())
    }

    fn read_answers(output: &str, blobs: &[ObjectId]) -> (bool, Vec<String>) {
        let mut texts = Vec::new();
        let read = answers(output.as_bytes(), blobs, 5, &mut |id, bytes| {
            assert_eq!(id, id_of(bytes));
            texts.push(String::from_utf8_lossy(bytes).into_owned());
        });
        (read.is_ok(), texts)
    }

    #[test]
    fn what_cannot_be_read_costs_itself() {
        let (one, two) = (id_of(b"one"), id_of(b"two\n"));
        let blobs = [two, one, two, one, one, two];
        let output = format!(
            "{two} missing\n{one} blob 3\none\n{two} tree 4\ntwo\n\n{one} blob 3\nsix\n{one} blob 6\nlonger\n{two} blob 4\ntwo\n\n"
        );
        let read = read_answers(&output, &blobs);
        assert_eq!(read, (true, vec!["one".to_owned(), "two\n".to_owned()]));
    }

    #[test]
    fn an_answer_that_breaks_off_is_none() {
        let one = id_of(b"one");
        let whole = format!("{one} blob 3\none\n");
        for end in 0..whole.len() {
            assert_eq!(
                read_answers(&whole[..end], &[one]),
                (false, vec![]),
                "{end}"
            );
        }
        let odd = format!("{one} blob 2\none\n");
        assert_eq!(read_answers(&odd, &[one]), (false, vec![]));
    }
}
