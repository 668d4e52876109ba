//! Answers to every `GET`: an answer is a function of the edition, the address and who asks, so
//! one place makes and keeps them all.

pub(crate) mod handler;
pub(crate) mod responses;
