//! How much memory does a page cost?
//!
//! The real server, started with the index at the tip and asked nothing yet; its resident memory
//! with 100,000 pages less that with 10 pages, by page.

use crate::generate;
use crate::support::{Figure, Goal, Server, Table, scratch};

/// Measures both sites.
pub(crate) fn run(table: &mut Table) -> anyhow::Result<()> {
    let small = resident(10)?;
    let large = resident(100_000)?;
    eprintln!("resident: {small} bytes with 10 pages, {large} with 100,000");
    table.add(
        "memory at 100,000 pages above 10 pages, a page, against 1 KB",
        Figure::new((large.saturating_sub(small)) as f64 / 100_000.0, "B"),
        Figure::new(1024.0, "B"),
        Goal::AtMost(3.0),
    );
    Ok(())
}

fn resident(pages: usize) -> anyhow::Result<u64> {
    let repository = generate::repository(pages, 0)?;
    let index = scratch("index")?;
    Server::start(&repository, &index, &[])?.stop()?;
    let server = Server::start(&repository, &index, &[])?;
    let resident = server.resident()?;
    server.stop()?;
    Ok(resident)
}
