//! The site: what a commit means, composed of `store`, `render` and `search`.
//!
//! An [`Edition`] is one commit fully understood; it never changes. A [`View`] is an edition as
//! somebody may see it, and the only way to its pages. The [`Publisher`] makes editions. Nothing
//! here knows HTTP or HTML pages.

mod advance;
mod agenda_problems;
mod archive;
mod articles;
mod blame;
mod blaming;
mod build;
mod candidate;
mod change_log;
mod changes;
mod circles;
mod commits;
mod consequences;
mod content;
mod difference;
mod drafted;
mod edition;
mod entries;
mod error;
mod file_problem;
mod files;
mod finder;
mod following;
mod gone;
mod hidden_pages;
mod history;
mod item;
mod kept_index;
mod likeness;
mod links;
mod lists;
mod merge;
pub mod moving;
mod multimap;
mod names;
mod new_problems;
mod page_files;
mod pictures;
mod problems;
mod publisher;
mod push;
mod reading_difference;
mod refusal;
mod resolve;
mod rights;
mod saved;
mod saves;
mod saving;
mod sink;
mod step;
mod subjects;
pub mod tables;
mod tally;
mod target;
mod templates;
mod versions;
mod view;
mod works;
mod writing;

pub use crate::site::archive::Archive;
pub use crate::site::articles::Articles;
pub use crate::site::blame::{Blame, BlamedBlock};
pub use crate::site::candidate::{CandidateEdition, ChangedPage};
pub use crate::site::change_log::{ChangeKind, Contributor};
pub use crate::site::changes::{ChangeFilter, Changes, ListedChange};
pub use crate::site::commits::{ChangedItem, CommitChange, CommitSummary, Commits};
pub use crate::site::difference::{
    DifferenceLine, DifferenceRow, LineEnd, LineKind, LineRun, TextDifference, difference,
};
pub use crate::site::drafted::DraftedPage;
pub use crate::site::edition::Edition;
pub use crate::site::entries::FILE_LIMIT;
pub use crate::site::error::{Progress, PublishError};
pub use crate::site::file_problem::FileProblem;
pub use crate::site::files::Files;
pub use crate::site::finder::IndexFinder;
pub use crate::site::following::FollowFailure;
pub use crate::site::item::SitePage;
pub use crate::site::links::PageLinks;
pub use crate::site::merge::{
    Choice, ConflictPart, ConflictPlace, FileConflict, MergeOutcome, News, Pair, ResolutionError,
    merge,
};
pub use crate::site::page_files::{PageFile, PageFiles};
pub use crate::site::pictures::Picture;
pub use crate::site::problems::Checks;
pub use crate::site::publisher::{PublishOutcome, Publisher, PublisherTotals};
pub use crate::site::push::{PushReport, PushRules, Update};
pub use crate::site::reading_difference::{
    BlockChange, ReadingDifference, ReadingRow, WordRun, reading_difference,
};
pub use crate::site::refusal::{Refusal, SavedCommit};
pub use crate::site::rights::writes;
pub use crate::site::subjects::NamedEntity;
pub use crate::site::tally::Tally;
pub use crate::site::versions::{HistoryError, PageVersion, VersionChange, Versions};
pub use crate::site::view::{FolderEntry, Version, View};
pub use crate::site::works::CitedWorks;
pub use crate::site::writing::{ReadyUpdate, SiteWriter};
