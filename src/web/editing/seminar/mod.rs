//! Working on the sessions of an event where one is: the agenda built, examples found and put in, a page
//! added to a session, a lesson recorded. Each is one commit.

pub(crate) mod add;
pub(crate) mod building;
pub(crate) mod chosen;
pub(super) mod copy;
pub(crate) mod examples;
mod finding;
mod fitting;
pub(crate) mod record;
mod session;
pub(crate) mod take_over;
