//! Working on the sessions of an event where one is: examples found and put in, a page added to a
//! session, a lesson recorded. Each is one commit.

pub(crate) mod add;
pub(crate) mod chosen;
pub(super) mod copy;
pub(crate) mod examples;
mod finding;
mod place;
pub(crate) mod record;
