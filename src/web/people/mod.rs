//! Accounts as their owners use them: to come in, go out, look after tokens, sessions and each other.
//!
//! Nothing here is kept for others: each answer is made for one person and is `no-store`. Looking
//! changes nothing; what changes something comes by a form of this site, which
//! [`crate::web::people::cross_site`] sees to.

pub(crate) mod account;
mod account_lists;
mod account_page;
mod account_row;
pub(crate) mod accounts;
pub(crate) mod audit;
pub(crate) mod confirm;
pub(crate) mod cross_site;
pub(crate) mod forgotten;
pub(crate) mod join;
pub(crate) mod link;
mod own_account_change;
pub(crate) mod own_data;
pub(crate) mod patience;
pub(crate) mod provider;
pub(crate) mod searches;
pub(crate) mod sign_in;
