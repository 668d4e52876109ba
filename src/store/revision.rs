//! [`Revision`]: the content at one commit.

use crate::domain::ObjectId;

/// One commit, with the content folder's tree at that commit. Of a working tree it is a scan of the
/// files on disk, whose id is the commit's only where nothing differs from that.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Revision {
    /// The commit.
    pub id: ObjectId,
    /// The tree of the content folder.
    pub tree: ObjectId,
    /// The time of the commit, in seconds since 1970.
    pub time: i64,
}

/// The commit of a branch that has none yet.
pub(super) const UNBORN: ObjectId = ObjectId::from_bytes([0; 20]);
/// Git's empty tree, which is in every repository: 4b825dc642cb6eb9a060e54bf8d69288fbee4904.
pub(super) const EMPTY_TREE: ObjectId = ObjectId::from_bytes([
    0x4b, 0x82, 0x5d, 0xc6, 0x42, 0xcb, 0x6e, 0xb9, 0xa0, 0x60, 0xe5, 0x4b, 0xf8, 0xd6, 0x92, 0x88,
    0xfb, 0xee, 0x49, 0x04,
]);

impl Revision {
    /// Returns the content of a branch that has no commit yet.
    pub fn unborn() -> Self {
        Self {
            id: UNBORN,
            tree: EMPTY_TREE,
            time: 0,
        }
    }

    /// Tells whether nothing was committed yet.
    pub fn is_unborn(&self) -> bool {
        self.id == UNBORN
    }
}
