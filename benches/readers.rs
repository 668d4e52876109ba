//! Do readers notice when others write?
//!
//! 64 connections read fifty pages of a site in turn, with and without one commit a second.

use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use crate::generate;
use crate::support::{
    Figure, Goal, Load, Server, Table, copy, get, in_rotation, median, missing, scratch, wrk,
};

const CONNECTIONS: usize = 64;
const SECONDS: usize = 8;
const ROUNDS: usize = 3;
const PAGES: usize = 1_000;

/// Measures readers with and without a writer, in turn.
pub(crate) fn run(table: &mut Table) -> anyhow::Result<()> {
    if let Some(missing) = missing("wrk") {
        table.skip(&format!("readers while commits land ({missing})"));
        return Ok(());
    }
    let repository = copy(&generate::repository(PAGES, 0)?, "readers.git")?;
    let server = Server::start(&repository, &scratch("index")?, &[])?;
    let mut paths = Vec::new();
    for number in (0..PAGES).step_by(PAGES / 50) {
        let path = format!("/{}", generate::file(number).trim_end_matches(".md"));
        get(server.address, &path, &[])?;
        paths.push(path);
    }
    let script = in_rotation(&paths)?;
    let url = format!("http://{}/", server.address);
    let load = || wrk(&url, CONNECTIONS, SECONDS, &[], Some(&script));
    let (mut quiet, mut busy): (Vec<Load>, Vec<Load>) = (Vec::new(), Vec::new());
    for round in 0..ROUNDS {
        quiet.push(load()?);
        busy.push(while_committing(&repository, round, load)?);
    }
    let middle = |loads: &[Load], value: fn(&Load) -> f64| {
        median(&loads.iter().map(value).collect::<Vec<_>>())
    };
    table.add(
        "64 readers while one commit a second lands, against no commits",
        Figure::new(middle(&busy, |load| load.rate), "/s"),
        Figure::new(middle(&quiet, |load| load.rate), "/s"),
        Goal::AtLeast(0.9),
    );
    table.add(
        "the same, p99",
        Figure::new(middle(&busy, |load| load.p99 * 1e3), "ms"),
        Figure::new(middle(&quiet, |load| load.p99 * 1e3), "ms"),
        Goal::AtMost(2.0),
    );
    server.stop()
}

fn while_committing(
    repository: &Path,
    round: usize,
    load: impl Fn() -> anyhow::Result<Load>,
) -> anyhow::Result<Load> {
    let stop = AtomicBool::new(false);
    std::thread::scope(|scope| {
        let writer = scope.spawn(|| -> anyhow::Result<()> {
            for number in 1.. {
                if stop.load(Ordering::Relaxed) {
                    break;
                }
                let revision = round * 1_000 + number;
                generate::change(repository, &[number * 37 % PAGES], PAGES, revision)?;
                std::thread::sleep(Duration::from_secs(1));
            }
            Ok(())
        });
        let measured = load();
        stop.store(true, Ordering::Relaxed);
        writer
            .join()
            .map_err(|_| anyhow::anyhow!("the writer panicked"))??;
        measured
    })
}
