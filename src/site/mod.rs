//! The site: what a commit means, composed of `store`, `render` and `search`.
//!
//! An [`Edition`] is one commit fully understood; it never changes. A [`View`] is an edition as
//! somebody may see it, and the only way to its pages. The [`Publisher`] makes editions. Nothing
//! here knows HTTP or HTML pages.

mod archive;
mod articles;
mod build;
mod check;
mod commits;
mod consequences;
mod edition;
mod entries;
mod files;
mod following;
mod kept_index;
mod lists;
mod multimap;
mod novelty;
mod problems;
mod publisher;
mod push;
mod resolve;
mod saved;
mod step;
mod view;
mod works;

pub use crate::site::archive::Archive;
pub use crate::site::articles::Articles;
pub use crate::site::commits::{Changed, Commits, Deed, Told, What};
pub use crate::site::edition::{Edition, Item};
pub use crate::site::entries::FILE_LIMIT;
pub use crate::site::following::Trouble;
pub use crate::site::problems::FileProblem;
pub use crate::site::publisher::{Progress, PublishError, Published, Publisher};
pub use crate::site::push::{ChangedPage, PushRules, Update, Verdict};
pub use crate::site::view::{FolderEntry, Version, View};
