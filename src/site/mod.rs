//! The site: what a commit means, composed of `store`, `render` and `search`.
//!
//! An [`Edition`] is one commit fully understood; it never changes. A [`View`] is an edition as
//! somebody may see it, and the only way to its pages. The [`Publisher`] makes editions. Nothing
//! here knows HTTP or HTML pages.

mod advance;
mod archive;
mod articles;
mod build;
mod candidate;
mod commits;
mod consequences;
mod edition;
mod entries;
mod error;
mod files;
mod following;
mod kept_index;
mod lists;
mod multimap;
mod new_problems;
mod problems;
mod publisher;
mod push;
mod resolve;
mod rights;
mod saved;
mod sink;
mod step;
mod subjects;
mod templates;
mod view;
mod works;
mod writing;

pub use crate::site::archive::Archive;
pub use crate::site::articles::Articles;
pub use crate::site::candidate::{Candidate, ChangedPage};
pub use crate::site::commits::{Changed, Commits, Deed, Told, What};
pub use crate::site::edition::{Edition, Item};
pub use crate::site::entries::FILE_LIMIT;
pub use crate::site::error::{Progress, PublishError};
pub use crate::site::following::Trouble;
pub use crate::site::problems::FileProblem;
pub use crate::site::publisher::{Published, Publisher};
pub use crate::site::push::{PushRules, Update, Verdict};
pub use crate::site::subjects::Subject;
pub use crate::site::view::{FolderEntry, Version, View};
pub use crate::site::writing::{Ready, Refusal, Writer, Written};
