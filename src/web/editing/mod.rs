//! Writing in the browser: forms whose save is a commit in somebody's name.
//!
//! What somebody types is a file's text; [`draft`] puts it together from a form, [`form`] shows it as
//! one, [`save`] merges it with what others did and commits it. Nothing typed is lost: whatever is
//! wrong, the answer is the form with the text in it.

mod acknowledged;
pub(crate) mod api;
pub(in crate::web) mod commit;
pub(crate) mod complete;
mod conflict;
mod draft;
pub(crate) mod edit;
mod editor;
mod editor_state;
mod file_type;
mod files;
mod form;
pub(in crate::web) mod kept;
mod live;
mod meanwhile;
pub(crate) mod moving;
pub(crate) mod new;
mod new_event;
mod own_changes;
mod own_file;
mod own_files;
mod page_text;
mod planned;
mod preview;
mod problem_text;
mod refused;
mod request;
pub(crate) mod restore;
mod save;
mod saved;
mod script_words;
pub(crate) mod seminar;
mod sent;
mod session_ids;
pub(crate) mod tables;
mod target;
pub(crate) mod undo;
mod undone_page;
mod waiting;
mod works;

pub(in crate::web) use crate::web::editing::request::LONGEST;
