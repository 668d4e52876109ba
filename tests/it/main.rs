//! Integration tests: through the router and the real program, on real repositories in temporary
//! folders. One binary, so that it links once.

mod api;
mod architecture;
mod content;
mod damage;
mod gate;
mod http;
mod incremental;
mod pages;
mod program;
mod search;
mod wiki;
