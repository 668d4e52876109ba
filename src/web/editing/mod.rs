//! Writing in the browser: forms whose save is a commit in somebody's name.
//!
//! What somebody types is a file's text; [`draft`] puts it together from a form, [`form`] shows it as
//! one, [`save`] merges it with what others did and commits it. Nothing typed is lost: whatever is
//! wrong, the answer is the form with the text in it.

pub(crate) mod api;
pub(in crate::web) mod commit;
mod conflict;
mod draft;
pub(crate) mod edit;
mod editor;
mod file_type;
mod files;
mod form;
pub(in crate::web) mod kept;
pub(crate) mod moving;
pub(crate) mod new;
mod own_changes;
mod own_file;
mod own_files;
mod request;
pub(crate) mod restore;
mod save;
pub(crate) mod seminar;
mod sent;
mod session_ids;
mod target;
pub(crate) mod undo;
mod waiting;
mod works;

pub(in crate::web) use crate::web::editing::request::LONGEST;
