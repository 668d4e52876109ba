//! The history of every page, from an index of our own: git would take seconds to tell one.
//!
//! - [`index`]: which commit changed which file, what it was before and after, and who may see it.
//! - [`adding`]: how commits come into it, [`filling`] the long way; `facts` reads what there is to know
//!   of a version, `renames` tells which file was which before.
//! - [`customs`]: what the repository says of the history itself: whose names are one person's, and
//!   which commits only changed how files look.
//! - [`keeper`]: fills it while the site already serves, and brings it forward with each edition.
//! - [`kept`]: it is derived; a copy in the index folder makes the next start short.
//! - [`pins`]: which files were there at which commits, where that was asked of git.
//!
//! It holds what everyone may see and what they may not: what of it is told, and to whom, is decided
//! in `site/versions.rs`.

mod adding;
mod customs;
mod facts;
mod filling;
mod index;
mod keeper;
mod kept;
mod pins;
mod renames;

pub(super) use crate::site::history::facts::KnownVisibilities;
pub(super) use crate::site::history::index::{Blob, FileNumber, HistoryIndex, HistoryRow, Record};
pub(super) use crate::site::history::keeper::{HistorySlot, Keeper};
