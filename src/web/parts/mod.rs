//! What pages and formats are made of.
//!
//! Nothing here answers an address.

pub(crate) mod access;
pub(crate) mod account_words;
pub(crate) mod actions;
pub(crate) mod again;
pub(crate) mod agenda;
pub(crate) mod around;
pub(crate) mod asked;
pub(crate) mod card;
pub(crate) mod context;
pub(crate) mod day;
pub(crate) mod differences;
pub(crate) mod error_page;
pub(crate) mod facets;
pub(crate) mod facts;
pub(crate) mod filters;
pub(crate) mod following;
pub(crate) mod found;
pub(crate) mod grid;
pub(crate) mod hit;
pub(crate) mod kept_key;
pub(crate) mod language_choice;
pub(crate) mod linked_data;
pub(crate) mod lists;
pub(crate) mod look;
pub(crate) mod messages;
pub(crate) mod names;
pub(crate) mod new_page;
pub(crate) mod notes;
pub(crate) mod openings;
pub(crate) mod outline;
pub(crate) mod own_address;
pub(crate) mod page_difference;
pub(crate) mod preview_bar;
pub(crate) mod problem_lines;
pub(crate) mod questions;
pub(crate) mod reading;
pub(crate) mod search_views;
pub(crate) mod settings;
pub(crate) mod shell;
pub(crate) mod trail;
pub(crate) mod versions;
pub(crate) mod visit;
pub(crate) mod works;
