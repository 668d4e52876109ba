//! How long a run is, what it chooses, and the figures it ends with.

use std::fs::OpenOptions;
use std::io::Write;
use std::time::{Duration, SystemTime};

/// Tells whether the long form is wanted.
pub(crate) fn is_long() -> bool {
    std::env::var("CONCORD_NIGHTLY").is_ok_and(|form| form == "long")
}

/// Returns how often something is done: what the variable says, else by the form of the run.
pub(crate) fn count(variable: &str, short: usize, long: usize) -> usize {
    let given = std::env::var(variable).ok();
    let given = given.and_then(|number| number.parse().ok());
    given.unwrap_or(if is_long() { long } else { short })
}

/// Tells a figure: the run, what was counted, and what it was.
pub(crate) fn tell(run: &str, what: &str, figure: impl std::fmt::Display) {
    let line = format!("| {run} | {what} | {figure} |");
    eprintln!("{line}");
    if let Some(path) = std::env::var_os("CONCORD_FIGURES") {
        let mut file = OpenOptions::new()
            .create(true)
            .append(true)
            .open(path)
            .unwrap();
        writeln!(file, "{line}").unwrap();
    }
}

/// Ends a run: it fails where anything went wrong, with all of it.
#[track_caller]
pub(crate) fn end(run: &str, wrong: &[String]) {
    tell(run, "went wrong", wrong.len());
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Milliseconds, for people.
pub(crate) fn milliseconds(duration: Duration) -> String {
    format!("{:.1} ms", duration.as_secs_f64() * 1000.0)
}

/// Returns the duration below which this share of all lies.
pub(crate) fn percentile(durations: &mut [Duration], share: f64) -> Duration {
    durations.sort_unstable();
    let place = (durations.len() as f64 * share) as usize;
    let last = durations.len().saturating_sub(1);
    durations.get(place.min(last)).copied().unwrap_or_default()
}

/// A stream of numbers: `CONCORD_SEED`'s, else another on each run.
pub(crate) struct Random(u64);

impl Random {
    pub(crate) fn new(run: &str) -> Self {
        let given = std::env::var("CONCORD_SEED").ok();
        let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
        let seed = given
            .and_then(|seed| seed.parse().ok())
            .unwrap_or_else(|| now.unwrap().as_nanos() as u64);
        eprintln!("{run}: CONCORD_SEED={seed}");
        Self(seed)
    }

    /// Returns the next number (SplitMix64).
    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// Returns a number below `end`.
    pub(crate) fn below(&mut self, end: usize) -> usize {
        (self.next() % end.max(1) as u64) as usize
    }
}
