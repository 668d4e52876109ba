//! The words of the domain: paths, kinds, facets, pages, links and problems.
//!
//! No I/O and no async: everything here is a value or a total function on values. Bad content is
//! never an error but a [`Problem`] beside the value. Start reading at [`page`] and [`path`].

pub mod agenda;
pub mod causes;
pub mod country;
pub mod date;
pub mod fields;
pub mod file_role;
pub mod form;
pub mod front_matter;
pub mod front_matter_merge;
pub mod hex;
pub mod kind;
pub mod link;
pub mod list;
pub mod misplaced;
pub mod name;
pub mod object_id;
pub mod page;
pub mod path;
pub mod portable;
pub mod problem;
pub mod role;
pub mod slug;
pub mod suggestion;
pub mod template;
pub mod text;
pub mod visibility;
pub mod vocabulary;
pub mod vocabulary_edit;
pub mod yaml;
pub mod yaml_edit;

pub use fields::Field;
pub use file_role::FileRole;
pub use front_matter::FrontMatter;
pub use kind::{Kind, Status};
pub use link::{Link, LinkRole, LinkTarget};
pub use name::Name;
pub use object_id::ObjectId;
pub use page::Page;
pub use path::PagePath;
pub use problem::{Position, Problem, ProblemKind};
pub use role::Role;
pub use template::Template;
pub use text::{PageText, Section};
pub use visibility::{Viewer, Visibility};
pub use vocabulary::Vocabulary;
