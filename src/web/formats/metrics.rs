//! `/-/metrics`: what operators watch, in the text format of Prometheus.
//!
//! For administrators, and for whoever asks from this machine itself. Hidden pages count in the
//! number of pages, so for everybody else it is not there.

use std::fs;
use std::sync::Arc;

use axum::extract::State;
use axum::http::header::{self, HeaderMap};
use axum::http::request::Parts;
use axum::response::Response;
use prometheus_client::encoding::text::{encode_eof, encode_registry};
use prometheus_client::metrics::counter::ConstCounter;
use prometheus_client::metrics::gauge::ConstGauge;
use prometheus_client::metrics::info::Info;
use prometheus_client::registry::{Registry, Unit};

use crate::accounts::{Accounts, in_time};
use crate::site::SiteWriter;
use crate::web::http::encoded::finish;
use crate::web::http::error::Error;
use crate::web::http::reply::Reply;
use crate::web::parts::context::Context;
use crate::web::parts::error_page;
use crate::web::parts::reading::{Basis, ReadingState};
use crate::web::read::responses::Responses;

const CONTENT_TYPE: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";

/// Answers with the figures of now.
pub(crate) async fn show(
    State(reading): State<Arc<ReadingState>>,
    State(responses): State<Arc<Responses>>,
    State(writer): State<Option<Arc<SiteWriter>>>,
    request: Parts,
) -> Response {
    let basis = Basis::of(&reading, &request);
    let context = Context::new(&reading, &basis, request.uri.clone());
    let is_near = is_this_machine(&reading, &basis, &request.headers);
    if !basis.caller.is_administrator && !is_near {
        return finish(error_page::reply(&Error::NotFound, &context));
    }
    let mut registry = Registry::default();
    of_site(&mut registry, &reading, &basis, &responses);
    if let Some(writer) = &writer {
        of_writing(&mut registry, writer);
    }
    if let Some(accounts) = reading.accounts.as_ref().filter(|one| one.sends_mail()) {
        of_mail(&mut registry, accounts).await;
    }
    of_process(&mut registry);
    let mut text = String::new();
    let written = reading.metrics.write(&mut text);
    let written = written.and_then(|()| encode_registry(&mut text, &registry));
    match written.and_then(|()| encode_eof(&mut text)) {
        Ok(()) => finish(Reply::new(CONTENT_TYPE, text)),
        Err(error) => finish(error_page::reply(&Error::Internal(error.into()), &context)),
    }
}

/// Tells whether somebody asks from this machine, by its own name, and not through it. Where readers use HTTPS, a
/// proxy stands before the site; one on this machine that nobody named may say nothing of itself.
fn is_this_machine(reading: &ReadingState, basis: &Basis, headers: &HeaderMap) -> bool {
    let client = &basis.caller.client;
    let is_loopback = client.address.is_some_and(|address| address.is_loopback());
    let may_be_proxy = reading.settings.is_https() && reading.settings.proxies.is_empty();
    let host = headers
        .get(header::HOST)
        .and_then(|host| host.to_str().ok());
    let is_local_name = host.is_some_and(|host| {
        let names = ["localhost", "127.0.0.1", "[::1]"];
        let port = |rest: &str| rest.is_empty() || rest.starts_with(':');
        names
            .iter()
            .any(|name| host.strip_prefix(name).is_some_and(port))
    });
    is_loopback && is_local_name && !client.is_forwarded && !may_be_proxy
}

fn of_site(registry: &mut Registry, reading: &ReadingState, basis: &Basis, responses: &Responses) {
    let (publisher, edition) = (&reading.publisher, &basis.edition);
    let made = publisher.made();
    let kept = responses.kept();
    let build = Info::new([
        ("version", env!("CARGO_PKG_VERSION").to_owned()),
        ("commit", edition.revision().id.to_string()),
    ]);
    registry.register(
        "concord_edition",
        "What is served, and by which version",
        build,
    );
    let follows = i64::from(publisher.follow_failure().is_none());
    for (name, help, value) in [
        (
            "concord_follows_branch",
            "1 while the branch can be followed",
            follows,
        ),
        (
            "concord_pages",
            "Pages of the commit that is served, hidden ones included",
            signed(edition.page_count()),
        ),
        (
            "concord_index_segments",
            "Segments of the search's index",
            signed(edition.segment_count()),
        ),
        (
            "concord_kept_answers",
            "Answers that are kept for next time",
            signed(kept.answers),
        ),
    ] {
        registry.register(name, help, ConstGauge::new(value));
    }
    let bytes = ConstGauge::new(signed(kept.bytes));
    registry.register_with_unit(
        "concord_kept_answers_size",
        "What they weigh",
        Unit::Bytes,
        bytes,
    );
    let editions = ConstCounter::new(made.editions);
    registry.register("concord_editions", "Editions made", editions);
    let pages = ConstCounter::new(made.pages_read);
    registry.register("concord_pages_read", "Pages read for them", pages);
    let time = ConstCounter::new(made.time.as_secs_f64());
    let help = "Time that making them took";
    registry.register_with_unit("concord_editions_time", help, Unit::Seconds, time);
}

fn of_writing(registry: &mut Registry, writer: &SiteWriter) {
    let waiting = ConstGauge::new(signed(writer.waiting()));
    registry.register(
        "concord_saves_waiting",
        "Saves that wait for their turn",
        waiting,
    );
    let (saved, pushes) = (writer.saved(), writer.pushes());
    for (name, help, value) in [
        ("concord_saves", "Saves that became a commit", saved.done()),
        (
            "concord_saves_refused",
            "Saves that were refused",
            saved.refused(),
        ),
        (
            "concord_pushes",
            "Pushes that were found right",
            pushes.done(),
        ),
        (
            "concord_pushes_refused",
            "Pushes that were refused",
            pushes.refused(),
        ),
    ] {
        registry.register(name, help, ConstCounter::new(value));
    }
}

/// Registers what waits to be mailed, and what became of the rest. What waits is left out while the accounts
/// cannot be read.
async fn of_mail(registry: &mut Registry, accounts: &Accounts) {
    let waiting = match accounts.is_in_doubt() {
        true => None,
        false => in_time(accounts.queue().waiting()).await.ok(),
    };
    if let Some(waiting) = waiting {
        let waiting = ConstGauge::new(waiting);
        registry.register(
            "concord_mail_waiting",
            "Mail that waits to be sent",
            waiting,
        );
    }
    let posted = accounts.posted();
    for (name, help, value) in [
        (
            "concord_mail_sent",
            "Mail that the mail server took",
            posted.sent,
        ),
        (
            "concord_mail_failed",
            "Tries to send mail that failed and are made again",
            posted.failed,
        ),
        (
            "concord_mail_given_up",
            "Mail that is not tried again",
            posted.given_up,
        ),
    ] {
        registry.register(name, help, ConstCounter::new(value));
    }
}

/// Registers what the system says of this process; nothing where it does not say so.
fn of_process(registry: &mut Registry) {
    if let Some(bytes) = resident() {
        let help = "Resident memory";
        let bytes = ConstGauge::new(bytes);
        registry.register_with_unit("process_resident_memory", help, Unit::Bytes, bytes);
    }
    if let Ok(files) = fs::read_dir("/proc/self/fd") {
        let count = ConstGauge::new(signed(files.count()));
        registry.register("process_open_fds", "Open files and connections", count);
    }
}

/// Returns the process's resident memory in bytes.
fn resident() -> Option<i64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmRSS:"))?;
    let kilobytes: i64 = line.trim().strip_suffix(" kB")?.trim().parse().ok()?;
    kilobytes.checked_mul(1024)
}

fn signed(count: impl TryInto<i64>) -> i64 {
    count.try_into().unwrap_or(i64::MAX)
}
