//! Front matter: what a page says of itself, read from YAML into typed values.
//!
//! Nothing here fails: what cannot be read is left out and becomes a problem with its position.

mod event;
mod keys;
mod matter;
mod page_values;
mod parts;
mod reader;
mod reading;
mod survey;
mod tags;
#[cfg(test)]
mod tests;

pub use crate::domain::front_matter::matter::{
    Chapter, Details, FrontMatter, Partner, Question, Topic,
};
pub use crate::domain::front_matter::parts::{Parts, split};
pub(super) use crate::domain::front_matter::parts::{below_fence, line_of};
pub use crate::domain::front_matter::reading::Reading;
