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
mod commit_filter;
mod commit_summary;
mod commits;
mod consequences;
mod content;
mod content_tables;
mod correction_finder;
mod difference;
mod drafted;
mod edition;
mod entries;
mod error;
mod file_problem;
mod file_text;
mod files;
mod finder;
mod first_edition;
mod following;
mod gone;
mod hidden_pages;
mod history;
mod item;
mod kept_index;
mod likeness;
mod link_problems;
mod links;
mod lists;
mod mending;
mod merge;
mod mistyped;
pub mod moving;
mod multimap;
mod names;
mod new_problems;
mod page_files;
mod page_version;
mod past_files;
mod past_pages;
mod pending_pages;
mod pictures;
mod problems;
mod publisher;
mod push;
mod push_report;
mod push_trees;
mod reading_difference;
mod refusal;
mod resolve;
mod rights;
mod row_visibility;
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
mod version_position;
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
pub use crate::site::commit_summary::{ChangedItem, CommitChange, CommitSummary};
pub use crate::site::commits::Commits;
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
    Choice, ConflictLocation, ConflictPart, FileConflict, MergeOutcome, News, Pair,
    ResolutionError, merge,
};
pub use crate::site::page_files::{PageFile, PageFiles};
pub use crate::site::page_version::{HistoryError, PageVersion, VersionChange};
pub use crate::site::past_pages::Version;
pub use crate::site::pictures::Picture;
pub use crate::site::problems::Checks;
pub use crate::site::publisher::{PublishOutcome, Publisher, PublisherTotals};
pub use crate::site::push::{PushRules, Update};
pub use crate::site::push_report::PushReport;
pub use crate::site::reading_difference::reading_difference;
pub use crate::site::reading_difference::rows::{
    BlockChange, ReadingDifference, ReadingRow, WordRun,
};
pub use crate::site::refusal::{Refusal, SavedCommit};
pub use crate::site::rights::writes;
pub use crate::site::subjects::NamedEntity;
pub use crate::site::tally::Tally;
pub use crate::site::versions::Versions;
pub use crate::site::view::{FolderEntry, View};
pub use crate::site::works::CitedWorks;
pub use crate::site::writing::{ReadyUpdate, SiteWriter};
