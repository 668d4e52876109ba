//! The integration tests, as one program.

mod git_harness;
mod git_http;
mod git_refusals;
mod git_trouble;
