//! Concord: a git-backed, wiki-style knowledge base of best practice.
//!
//! Every change is a commit; everything anyone sees is a function of one commit. A request reads
//! one [`site::Edition`]; the [`site::Publisher`] makes editions out of commits of a
//! [`store::Store`]. Modules depend downwards only:
//!
//! ```text
//! cli ─▶ web ─▶ site, mail ─▶ accounts, store, render, search ─▶ domain
//! ```

pub mod accounts;
pub mod cli;
pub mod domain;
pub mod mail;
pub mod render;
pub mod search;
pub mod site;
pub mod store;
pub mod web;
