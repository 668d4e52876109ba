//! What has to hold for every input, however hostile: the oracles of the fuzz targets.
//!
//! Each module has one function, `hold`, which panics where a promise is broken. The fuzz targets
//! in `fuzz_targets/` call it with what libFuzzer makes up; the ordinary test suite calls it with
//! every file of `seeds/`, so that what was found once stays mended.

#![forbid(unsafe_code)]

pub mod bibtex;
pub mod front_matter;
pub mod html;
pub mod markdown;
pub mod path;
pub mod push;
pub mod query;
pub mod site;
