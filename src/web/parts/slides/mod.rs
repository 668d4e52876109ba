//! Slides: a session or a selection of pages, one thing at a time, to be shown in a hall.
//!
//! 1. `session` and `selection` make a `Deck` of what the reader may see; `example` makes the slide of
//!    one page, in the version that is meant, and `code` the picture that leads a telephone there.
//! 2. `show` writes the deck as a page, which reads as a plain page without script, or as one file that
//!    needs no network; `saved` puts styles, script and fonts into that.

mod code;
mod example;
mod saved;
mod selection;
mod session;
mod show;
mod slide;

pub(crate) use selection::of_selection;
pub(crate) use session::{DaySession, of_session};
pub(crate) use show::is_requested;
