//! Integration tests: through the router and the real program, on real repositories in temporary
//! folders. One binary, so that it links once.

mod api;
mod architecture;
mod audience;
mod changes;
mod content;
mod damage;
mod damaged;
mod durable;
mod gate;
mod git_harness;
mod git_http;
mod git_members;
mod git_refusals;
mod git_trouble;
mod glossary;
mod http;
mod incremental;
mod init;
mod limits;
mod lists;
mod modules;
mod oracles;
mod pages;
mod preview;
mod program;
mod readme;
mod recovery;
mod references;
mod relevance;
mod search;
mod templates;
mod twin;
mod vaults;
mod wiki;
mod writing;
