//! The ids of objects, as git2 has them and as everybody else does.

use git2::{ObjectType, Oid};
use sha1::{Digest, Sha1};

use crate::domain::ObjectId;

pub(super) fn oid(id: ObjectId) -> Oid {
    Oid::from_bytes(id.as_bytes()).expect("an object id has the 20 bytes of a SHA-1")
}

pub(super) fn object_id(oid: Oid) -> ObjectId {
    let mut bytes = [0; 20];
    bytes.copy_from_slice(&oid.as_bytes()[..20]);
    ObjectId::from_bytes(bytes)
}

/// Tells whether bytes are the object that an id names. This finds what is damaged; that two objects were
/// made to have one id is found by git when they are pushed, in four times as long.
pub(super) fn is_object(id: ObjectId, kind: ObjectType, bytes: &[u8]) -> bool {
    let mut sum = Sha1::new();
    sum.update(format!("{} {}\0", kind.str(), bytes.len()));
    sum.update(bytes);
    sum.finalize()[..] == *id.as_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn objects_are_known_by_their_ids_as_git_knows_them() {
        for kind in [ObjectType::Blob, ObjectType::Tree, ObjectType::Commit] {
            for bytes in [&b""[..], b"one\n", &[7; 5_000]] {
                let id = object_id(Oid::hash_object(kind, bytes).unwrap());
                assert!(is_object(id, kind, bytes));
                assert!(!is_object(id, ObjectType::Tag, bytes));
                assert!(!is_object(id, kind, &[bytes, b"x"].concat()));
            }
        }
    }
}
