//! The long runs: the real program, real git, and what happens to both in years of use.
//!
//! | run | what happens | what has to hold |
//! |---|---|---|
//! | [`kills`] | `kill -9` at any moment while several clones push | nothing acknowledged is lost, nothing refused is there, the repository is whole, the next start needs nobody |
//! | [`saves`] | `kill -9` at any moment while 64 save the same pages | nothing acknowledged is lost, branch, edition and search agree, the repository is whole |
//! | [`history`] | `kill -9` while the index of a long history fills | the next start fills it, and it tells what `git log --follow` tells |
//! | [`index_damage`] | files of the index cut, flipped, deleted, of another type, from another time | the program starts and answers as with a fresh index |
//! | [`repository_damage`] | objects, references and configuration of the repository damaged | it starts and serves the rest, or says why not; it never hangs |
//! | [`pathological`] | pages made to stall parsers, at three sizes, while others read | bounded time, output and memory, and readers do not wait |
//!
//! `cargo test` runs a short form of each. `.ci/nightly` runs the long form:
//! `CONCORD_NIGHTLY=long` takes the long counts, a variable named after a run (`KILLS=50`) takes
//! another, and `CONCORD_BIN` names the program where it is not the one of this build. Each run
//! prints its figures, and adds them to the table in the file that `CONCORD_FIGURES` names.
//! `CONCORD_SEED` repeats a run's choices; moments stay what the machine makes of them.

#[path = "../it/git_harness.rs"]
#[expect(dead_code, reason = "the long runs use a part of the suite's harness")]
mod git_harness;

mod figures;
mod history;
mod index_damage;
mod kills;
mod pathological;
mod program;
mod repository_damage;
mod saves;
