//! How long does the first start take, and the next one?
//!
//! The first start is measured against reading, parsing and indexing with the engines alone; the
//! start with an index that stands at the tip against the first start.

use crate::generate;
use crate::plain::Plain;
use crate::support::{Figure, Goal, Server, Table, median, scratch};

/// Measures both starts of sites of these sizes.
pub(crate) fn run(table: &mut Table) -> anyhow::Result<()> {
    for (pages, commits, rounds) in [(10_000, 2_000, 3), (100_000, 0, 1)] {
        let repository = generate::repository(pages, commits)?;
        let (mut first, mut again, mut floor) = (Vec::new(), Vec::new(), Vec::new());
        for _ in 0..rounds {
            let folder = scratch("plain")?;
            let started = std::time::Instant::now();
            Plain::create(&repository, &folder)?.build()?;
            floor.push(started.elapsed().as_secs_f64());
            let index = scratch("index")?;
            let server = Server::start(&repository, &index, &[])?;
            first.push(server.started.as_secs_f64());
            server.stop()?;
            for _ in 0..3 {
                let server = Server::start(&repository, &index, &[])?;
                again.push(server.started.as_secs_f64());
                server.stop()?;
            }
        }
        let seconds = |values: &[f64]| Figure::new(median(values), "s");
        let named = match commits {
            0 => format!("{pages} pages"),
            _ => format!("{pages} pages, {commits} commits"),
        };
        table.add(
            &format!("first start, {named}, against git2 + comrak + tantivy"),
            seconds(&first),
            seconds(&floor),
            Goal::AtMost(1.5),
        );
        // The goal is set for the large site; at small ones the process's own start counts.
        if pages >= 100_000 {
            table.add(
                &format!("start with the index at the tip, {named}, against first start"),
                seconds(&again),
                seconds(&first),
                Goal::AtMost(0.03),
            );
        }
    }
    Ok(())
}
