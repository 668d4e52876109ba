//! [`SiteService`]: what stands before the routes.
//!
//! Every request comes in here: its host and its size are looked at, what need not be made is
//! answered at once, everything else is routed. Each answer gets an id and a line in the log.

use std::convert::Infallible;
use std::net::IpAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context as Task, Poll};
use std::time::Instant;

use axum::Router;
use axum::body::{Body, HttpBody};
use axum::extract::{MatchedPath, Request};
use axum::http::header::{self, HeaderMap, HeaderName, HeaderValue};
use axum::http::{Method, Uri};
use axum::response::Response;
use bytes::Bytes;
use tower::Service;

use crate::accounts::Accounts;
use crate::web::http::caller::Caller;
use crate::web::http::encoded::finish;
use crate::web::http::error::{Error, is_for_git, is_for_programs};
use crate::web::http::rate_limit::RateLimit;
use crate::web::parts::context::Context;
use crate::web::parts::error_page;
use crate::web::parts::reading::{Basis, ReadingState};
use crate::web::parts::selection;
use crate::web::read::responses::Responses;
use crate::web::request_log::log_request;

/// Longest address that is looked at.
const MAX_URI: usize = 8 << 10;
/// The same of those that hold a selection of pages, with room for what is asked beside it.
const MAX_SELECTION: usize = selection::LONGEST + (2 << 10);
/// Largest head of a request. The connection reads a little more before it gives up by itself.
const MAX_HEAD: usize = 64 << 10;

/// A site as a service: answers requests.
#[derive(Clone)]
pub struct SiteService {
    reading: Arc<ReadingState>,
    responses: Arc<Responses>,
    rate_limit: Arc<RateLimit>,
    router: Router,
    /// The address at the other end of the connection.
    peer: Option<IpAddr>,
}

/// An answer that is there already, or one that is being made.
pub enum ResponseFuture {
    /// It is there; taken when it is given.
    Ready(Option<Response>),
    /// It is being made.
    Routed(Pin<Box<dyn Future<Output = Response> + Send>>),
}

impl SiteService {
    pub(crate) fn new(
        reading: Arc<ReadingState>,
        responses: Arc<Responses>,
        router: Router,
    ) -> Self {
        Self {
            reading,
            responses,
            rate_limit: Arc::default(),
            router,
            peer: None,
        }
    }

    /// The same service for a connection from an address.
    pub(crate) fn for_peer(mut self, peer: IpAddr) -> Self {
        self.peer = Some(peer);
        self
    }

    /// Returns what can be said without routing the request.
    fn fast_path<B>(&self, request: &Request<B>, basis: &Basis) -> Option<Response> {
        let (uri, headers) = (request.uri(), request.headers());
        let refuse = |error: Error| {
            let context = plain_context(&self.reading, basis, uri.path());
            Some(finish(error_page::reply(&error, &context)))
        };
        let address = uri.path().len() + uri.query().map_or(0, str::len);
        let most = match selection::may_hold(uri.path()) {
            true => MAX_SELECTION,
            false => MAX_URI,
        };
        if address > most {
            return refuse(Error::AddressTooLong(most));
        }
        let line = |(name, value): (&HeaderName, &HeaderValue)| name.as_str().len() + value.len();
        if address + headers.iter().map(line).sum::<usize>() > MAX_HEAD {
            return refuse(Error::HeadTooLarge(MAX_HEAD));
        }
        // Whoever stands before this server may have looked at the other one.
        if headers.get_all(header::HOST).iter().nth(1).is_some() {
            let message = "the request names its host twice".to_owned();
            return refuse(Error::BadRequest(message));
        }
        if is_misdirected(&self.reading, uri, headers) {
            return refuse(Error::Misdirected);
        }
        if request.method() == Method::GET {
            let reading = &self.reading;
            let kept = (self.responses).cached_response(basis, reading, uri, headers);
            if kept.is_some() {
                return kept;
            }
        }
        let paid = self.pay(&basis.caller, request.method(), uri);
        paid.err()
            .and_then(|seconds| refuse(Error::TooMany(seconds)))
    }
}

impl<B> Service<Request<B>> for SiteService
where
    B: HttpBody<Data = Bytes> + Send + 'static,
    B::Error: Into<axum::BoxError>,
{
    type Response = Response;
    type Error = Infallible;
    type Future = ResponseFuture;

    fn poll_ready(&mut self, _: &mut Task<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request<B>) -> ResponseFuture {
        let started = Instant::now();
        let basis = self.basis(&request);
        let Some(accounts) = self.where_to_look(&request, &basis) else {
            return self.answer(request, basis, started);
        };
        let mut service = self.clone();
        ResponseFuture::Routed(Box::pin(async move {
            // What cannot be read just now stays unknown.
            let _ = accounts
                .refresh_briefly(basis.caller.unknown_session.as_ref())
                .await;
            let basis = service.basis(&request);
            let answered = service.answer(request, basis, started).await;
            answered.unwrap_or_else(|never| match never {})
        }))
    }
}

impl SiteService {
    /// Finds out what the answer to a request is made from.
    fn basis<B>(&self, request: &Request<B>) -> Basis {
        Basis::find(&self.reading, request.uri(), request.headers(), self.peer)
    }

    /// Has somebody pay for an answer to this server, which may be one of several.
    fn pay(&self, caller: &Caller, method: &Method, uri: &Uri) -> Result<(), u64> {
        let accounts = self.reading.accounts.as_ref();
        let servers = accounts.map_or(1, |accounts| accounts.servers());
        self.rate_limit.pay(servers, caller, method, uri)
    }

    /// Returns where to look once for a token that nobody here knows: a command may have made it a
    /// moment ago; and for a session, where another server may have begun it. Whoever shows too many of
    /// them is not looked for.
    fn where_to_look<B>(&self, request: &Request<B>, basis: &Basis) -> Option<Arc<Accounts>> {
        let accounts = self.reading.accounts.as_ref();
        let caller = &basis.caller;
        // While nothing can be read, nobody is looked for: each would wait for the database.
        let accounts = accounts.filter(|_| !caller.is_in_doubt)?;
        // What a page is dressed with is the same for everybody.
        let is_asset = request.uri().path().starts_with("/-/assets/");
        let may_be_elsewhere =
            caller.unknown_session.is_some() && accounts.is_shared() && !is_asset;
        if !caller.has_unknown_secret && !may_be_elsewhere {
            return None;
        }
        let paid = self.pay(caller, request.method(), request.uri());
        paid.ok().map(|()| Arc::clone(accounts))
    }

    /// Answers a request: at once, or by a route.
    fn answer<B>(
        &mut self,
        mut request: Request<B>,
        basis: Basis,
        started: Instant,
    ) -> ResponseFuture
    where
        B: HttpBody<Data = Bytes> + Send + 'static,
        B::Error: Into<axum::BoxError>,
    {
        if let Some(response) = self.fast_path(&request, &basis) {
            let took = started.elapsed();
            self.reading
                .metrics
                .answered_at_once(response.status(), took);
            let response = log_request(response, request.method(), request.uri(), took);
            return ResponseFuture::Ready(Some(response));
        }
        request.extensions_mut().insert(basis);
        let (method, uri) = (request.method().clone(), request.uri().clone());
        let routed = self.router.call(request.map(Body::new));
        let metrics = Arc::clone(&self.reading.metrics);
        ResponseFuture::Routed(Box::pin(async move {
            let response = routed.await.unwrap_or_else(|never| match never {});
            let took = started.elapsed();
            let route = response.extensions().get().map(MatchedPath::as_str);
            metrics.answered(route, &method, response.status(), took);
            log_request(response, &method, &uri, took)
        }))
    }
}

impl Future for ResponseFuture {
    type Output = Result<Response, Infallible>;

    fn poll(self: Pin<&mut Self>, task: &mut Task<'_>) -> Poll<Self::Output> {
        match self.get_mut() {
            Self::Ready(response) => Poll::Ready(Ok(response
                .take()
                .expect("nothing is asked again after it has answered"))),
            Self::Routed(future) => future.as_mut().poll(task).map(Ok),
        }
    }
}

/// Returns a context for what is refused before its address is looked at. Of that nothing counts
/// but whether git, another program or a person reads the answer.
fn plain_context(reading: &ReadingState, basis: &Basis, path: &str) -> Context {
    let address = if is_for_git(path) {
        "/content.git"
    } else if is_for_programs(path) {
        "/api/"
    } else {
        "/"
    };
    Context::new(reading, basis, Uri::from_static(address))
}

fn is_misdirected(reading: &ReadingState, uri: &Uri, headers: &HeaderMap) -> bool {
    let hosts = &reading.settings.hosts;
    if hosts.is_empty() {
        return false;
    }
    let is_foreign = |host: &str| {
        !hosts
            .iter()
            .any(|known| known.eq_ignore_ascii_case(name(host)))
    };
    let host = headers.get(header::HOST).map(HeaderValue::to_str);
    let host = host.and_then(Result::ok).unwrap_or("");
    // An address may name a host, too, and counts more then.
    is_foreign(host)
        || uri
            .authority()
            .is_some_and(|host| is_foreign(host.as_str()))
}

/// Returns a host without its port.
fn name(host: &str) -> &str {
    // The port is not part of the name; an IPv6 address stands in brackets.
    match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => name,
        _ => host,
    }
}
