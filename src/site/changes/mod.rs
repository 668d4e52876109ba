//! The changes of the site, commit by commit, from the index of the history: with any filter, and
//! how much on which day.
//!
//! - [`building`]: which commits one viewer may be told of. The rule is that of `commits.rs`, which
//!   asks git and is there before the history has been read; both tell the same.
//! - [`filter`]: what somebody wants to see of it.
//! - [`listing`]: the list, the days, and who took part.
//!
//! Filters are about pages as they are now: a page that is gone has no kind and no terms, only its
//! path. A commit that changed other files alone is listed where neither kind, term nor folder is
//! asked for, and counts for no day: whom such a file was for only git can say.
//!
//! Minor is a commit whose author says so (the form's trailer), and one that the repository names
//! among those that only changed how files look. That a text differs in white space alone is not
//! looked for.

mod building;
mod filter;
mod listing;

pub use crate::site::changes::filter::ChangeFilter;
pub use crate::site::changes::listing::{Changes, ListedChange};
