//! Benchmarks: one question a module, each answered by two sides of one run and their ratio.
//!
//! `benches/run` asks them all and prints one table; `benches/README.md` explains them and keeps the
//! last figures. Ask one with `cargo bench --bench concord -- search`.

#![expect(clippy::print_stdout, reason = "the table is what this program is for")]

mod accounts;
mod change;
mod contribute;
mod event;
mod generate;
mod guesses;
mod history;
mod memory;
mod page_view;
mod people;
mod plain;
#[path = "../tests/it/postgres_server.rs"]
#[expect(dead_code, reason = "a benchmark uses a part of the suite's harness")]
mod postgres_server;
mod provider;
mod readers;
mod search;
mod servers;
mod start;
mod support;
mod write;

use anyhow::bail;

use crate::support::Table;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

type Question = fn(&mut Table) -> anyhow::Result<()>;

const QUESTIONS: [(&str, Question); 13] = [
    ("page-view", page_view::run),
    ("search", search::run),
    ("start", start::run),
    ("change", change::run),
    ("memory", memory::run),
    ("readers", readers::run),
    ("contribute", contribute::run),
    ("accounts", accounts::run),
    ("provider", provider::run),
    ("servers", servers::run),
    ("write", write::run),
    ("history", history::run),
    ("event", event::run),
];

fn main() -> anyhow::Result<()> {
    // Cargo adds `--bench`.
    let arguments: Vec<String> = std::env::args()
        .skip(1)
        .filter(|text| text != "--bench")
        .collect();
    let mut table = Table::default();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["generate", pages, commits] => {
            let made = generate::repository(pages.parse()?, commits.parse()?)?;
            println!("{}", made.display());
            return Ok(());
        }
        ref names => {
            let known = |name: &&str| QUESTIONS.iter().any(|(known, _)| known == name);
            if let Some(unknown) = names.iter().find(|name| !known(name)) {
                let all: Vec<&str> = QUESTIONS.iter().map(|(name, _)| *name).collect();
                bail!(
                    "there is no question “{unknown}”; ask {} or generate PAGES COMMITS",
                    all.join(", ")
                );
            }
            for (name, question) in QUESTIONS {
                if names.is_empty() || names.contains(&name) {
                    let started = std::time::Instant::now();
                    question(&mut table)?;
                    eprintln!("{name}: {:.0} s", started.elapsed().as_secs_f64());
                }
            }
        }
    }
    println!("{}", table.text());
    Ok(())
}
