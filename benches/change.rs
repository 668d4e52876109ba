//! How long does it take from a commit to its edition?
//!
//! One page is changed and committed; measured is the publisher's step. The other side reads the
//! page with git2 and commits one document to a tantivy index, without syncing. The step must also
//! not grow with the site.

use std::time::{Duration, Instant};

use anyhow::ensure;
use concord::site::Publisher;
use concord::store::{Location, Store};

use crate::generate;
use crate::plain::Plain;
use crate::support::{Figure, Goal, Table, copy, percentile, scratch, settle};

/// How many changes are made, after some that only warm up.
const ROUNDS: usize = 60;
const WARM: usize = 10;

/// Measures changes of a small and a large site.
pub(crate) fn run(table: &mut Table) -> anyhow::Result<()> {
    let small = measure(table, 1_000)?;
    let large = measure(table, 100_000)?;
    table.add(
        "one page changed, 100,000 pages, against 1,000 pages",
        Figure::time(large),
        Figure::time(small),
        Goal::AtMost(1.5),
    );
    Ok(())
}

fn measure(table: &mut Table, pages: usize) -> anyhow::Result<Duration> {
    let repository = copy(&generate::repository(pages, 0)?, "change.git")?;
    let folder = scratch("plain")?;
    let plain = Plain::create(&repository, &folder)?;
    plain.build()?.wait_merging_threads()?;
    let mut writer = plain.writer()?;
    let handle = git2::Repository::open(&repository)?;
    let store = Store::open(&Location {
        repository: repository.clone(),
        ..Location::default()
    })?;
    let index = scratch("index")?;
    let (publisher, _) = Publisher::open(store, Some(&index), &|_, _| ())?;
    settle(&index.join("segments"))?;
    let (mut ours, mut other) = (Vec::new(), Vec::new());
    for round in 1..=WARM + ROUNDS {
        let page = round * 37 % pages;
        generate::change(&repository, &[page], pages, round)?;
        let started = Instant::now();
        let published = publisher.publish()?;
        let taken = started.elapsed();
        ensure!(
            published.is_some_and(|published| published.pages_read == 1),
            "a change of one page should be read as one page"
        );
        let started = Instant::now();
        plain.update(&mut writer, &handle, &generate::file(page))?;
        if round > WARM {
            ours.push(taken);
            other.push(started.elapsed());
        }
    }
    let ours = percentile(&ours, 0.5);
    table.add(
        &format!("one page changed → new edition, {pages} pages, against git2 + tantivy commit"),
        Figure::time(ours),
        Figure::time(percentile(&other, 0.5)),
        Goal::AtMost(1.5),
    );
    Ok(ours)
}
