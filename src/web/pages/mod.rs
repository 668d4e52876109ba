//! The pages that people read, one file each: query, function, view.

pub(crate) mod attachment;
pub(crate) mod blame;
pub(crate) mod change_form;
pub(crate) mod changes;
pub(crate) mod commit;
pub(crate) mod coverage;
pub(crate) mod decisions;
pub(crate) mod deleted;
pub(crate) mod diff;
pub(crate) mod folder;
pub(crate) mod glossary;
pub(crate) mod history;
pub(crate) mod home;
pub(crate) mod map;
pub(crate) mod page;
pub(crate) mod person;
pub(crate) mod problems;
pub(crate) mod search;
pub(crate) mod selection;
pub(crate) mod session;
pub(crate) mod style;
pub(crate) mod subject;
pub(crate) mod template_source;
