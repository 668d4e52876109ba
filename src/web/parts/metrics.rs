//! [`Metrics`]: what is counted of requests while the program runs, for operators.
//!
//! Whoever asks is nobody here: a request counts by its route, its method and the status of its
//! answer, never by its address, so that the figures tell of no page and no person, and their number
//! is bounded. What stands in the site itself is looked at when somebody asks for the figures, see
//! `formats/metrics.rs`.

use std::borrow::Cow;
use std::fmt;
use std::time::Duration;

use axum::http::{Method, StatusCode};
use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::encoding::text::encode_registry;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::{Registry, Unit};

/// The upper bounds of the classes of durations, in seconds.
const BOUNDS: [f64; 12] = [
    0.0001, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1.0, 5.0,
];
/// Stands for a route where the answer was kept from before, and none was looked for.
const KEPT: &str = "(kept)";
/// The same where the request was refused before its route was looked for.
const REFUSED: &str = "(refused)";
/// The same where the address is that of a page or a file of the content.
const CONTENT: &str = "(content)";

/// The counts of requests.
pub(crate) struct Metrics {
    registry: Registry,
    requests: Family<RequestLabels, Counter>,
    durations: Family<RouteLabels, Histogram, fn() -> Histogram>,
    /// Ready at hand for the answers that take microseconds.
    kept: Counter,
    unchanged: Counter,
    kept_durations: Histogram,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct RequestLabels {
    route: Cow<'static, str>,
    method: &'static str,
    status: u16,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct RouteLabels {
    route: Cow<'static, str>,
}

impl Default for Metrics {
    fn default() -> Self {
        let requests = Family::<RequestLabels, Counter>::default();
        let new: fn() -> Histogram = || Histogram::new(BOUNDS);
        let durations = Family::new_with_constructor(new);
        let mut registry = Registry::default();
        registry.register(
            "concord_http_requests",
            "Requests by route, method and status; sign-ins are those of /-/sign-in by POST",
            requests.clone(),
        );
        registry.register_with_unit(
            "concord_http_request_duration",
            "Time until the head of an answer, by route",
            Unit::Seconds,
            durations.clone(),
        );
        let kept_with = |status| {
            let label = RequestLabels {
                route: Cow::Borrowed(KEPT),
                method: "GET",
                status,
            };
            requests.get_or_create_owned(&label)
        };
        let route = Cow::Borrowed(KEPT);
        Self {
            kept: kept_with(200),
            unchanged: kept_with(304),
            kept_durations: durations.get_or_create_owned(&RouteLabels { route }),
            registry,
            requests,
            durations,
        }
    }
}

impl Metrics {
    /// Counts an answer that was given before a route was looked for.
    pub(crate) fn answered_at_once(&self, status: StatusCode, took: Duration) {
        let counter = match status {
            StatusCode::OK => &self.kept,
            StatusCode::NOT_MODIFIED => &self.unchanged,
            status => return self.count(Cow::Borrowed(REFUSED), "", status, took),
        };
        counter.inc();
        self.kept_durations.observe(took.as_secs_f64());
    }

    /// Counts an answer that a route gave; without one it is a page or a file of the content.
    pub(crate) fn answered(
        &self,
        route: Option<&str>,
        method: &Method,
        status: StatusCode,
        took: Duration,
    ) {
        let route = route.map_or(Cow::Borrowed(CONTENT), |route| Cow::Owned(route.to_owned()));
        self.count(route, known(method), status, took);
    }

    fn count(
        &self,
        route: Cow<'static, str>,
        method: &'static str,
        status: StatusCode,
        took: Duration,
    ) {
        let duration = self.durations.get_or_create_owned(&RouteLabels {
            route: route.clone(),
        });
        duration.observe(took.as_secs_f64());
        let answered = RequestLabels {
            route,
            method,
            status: status.as_u16(),
        };
        self.requests.get_or_create_owned(&answered).inc();
    }

    /// Writes what was counted.
    pub(crate) fn write(&self, text: &mut String) -> fmt::Result {
        encode_registry(text, &self.registry)
    }
}

/// Returns the name of a method: anyone can invent one, and each would be counted for itself.
fn known(method: &Method) -> &'static str {
    match *method {
        Method::GET => "GET",
        Method::HEAD => "HEAD",
        Method::POST => "POST",
        Method::PUT => "PUT",
        Method::DELETE => "DELETE",
        _ => "other",
    }
}
