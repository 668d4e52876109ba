//! The store: a branch and a folder of a git repository, where all content lives.
//!
//! Reads trees, blobs and history. It knows nothing of Markdown or pages. Everything is read from
//! git objects; files on disk are looked at only by a store that was opened on the working tree,
//! for a preview or a check (`working_tree.rs`). git2 is named here and nowhere else, and so is the
//! `git` program. Start reading at [`Store`].

mod ancestry;
mod blob_pipe;
mod branch;
mod branch_folder;
mod budget;
mod budget_check;
mod bundle;
mod commit;
mod commits;
mod content_cache;
mod create;
mod diff;
mod difference;
mod durable;
mod edit;
mod error;
mod excess;
mod git;
mod head_content;
mod history;
mod hooks;
mod incoming;
mod leftovers;
mod lines;
mod lock;
mod log;
mod log_entry;
mod log_pipe;
mod loose_object;
mod merge;
mod object;
mod objects;
mod oid;
mod open;
mod opening;
mod process;
mod quarantine;
mod reachable_tips;
mod repository;
mod revision;
mod scan;
mod stale_locks;
mod transfer;
mod tree;
mod upstream;
mod versions;
mod walk;
mod working_tree;

pub use crate::store::branch::{BranchMove, BranchWriter, pause};
pub use crate::store::budget::{Budget, MAX_DEPTH};
pub use crate::store::budget_check::BudgetCheck;
pub use crate::store::bundle::{read_bundle, write_bundle};
pub use crate::store::commit::{
    CommitError, FileChange, NewCommit, RebaseOutcome, Signature, SignatureError,
};
pub use crate::store::commits::{Commit, WalkEnd};
pub use crate::store::create::{FIRST_BRANCH, NewFile, NewRepository};
pub use crate::store::diff::EntryChange;
pub use crate::store::difference::{Difference, PathChange};
pub use crate::store::error::StoreError;
pub use crate::store::excess::{Excess, grouped};
pub use crate::store::git::{Git, GitService, ReceiveOptions};
pub use crate::store::history::{History, LastChange, LastChanges};
pub use crate::store::hooks::Hooks;
pub use crate::store::incoming::IncomingObjects;
pub use crate::store::leftovers::Claim;
pub use crate::store::lines::merge_lines;
pub use crate::store::log_entry::{FileVersions, LogEntry};
pub use crate::store::merge::Conflict;
pub use crate::store::objects::Objects;
pub use crate::store::opening::Location;
pub use crate::store::quarantine::Quarantine;
pub use crate::store::reachable_tips::AddedFile;
pub use crate::store::repository::Store;
pub use crate::store::revision::Revision;
pub use crate::store::scan::Drafts;
pub use crate::store::stale_locks::StaleLocks;
pub use crate::store::tree::{ContentEntry, EntryKind};
pub use crate::store::upstream::{
    Address, AddressError, OfferAnswer, PushOutcome, TransportError, Upstream, UpstreamState,
    UpstreamStatus,
};
pub use crate::store::working_tree::WorkingTree;
