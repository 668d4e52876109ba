//! How every request is answered: conditional requests, the response cache, compression, headers.
//!
//! An answer is a function of the edition and the address. So the `ETag` is the commit's id (with
//! the program's build), a 304 to what is at hand costs a comparison, and bodies are rendered and
//! compressed once and kept, bounded by bytes. Old editions' bodies fall out of the cache by
//! themselves. What is kept is looked for before a request is routed (see [`crate::web::service`]),
//! and what was read of one edition is made for the next before that is served.

use std::hash::Hash;
use std::io::Write;
use std::panic::AssertUnwindSafe;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, mpsc};
use std::time::{Duration, Instant};

use axum::body::Body;
use axum::extract::Request;
use axum::handler::Handler;
use axum::http::header::{self, HeaderMap, HeaderName, HeaderValue};
use axum::http::{Method, StatusCode, Uri};
use axum::response::Response;
use bytes::Bytes;
use moka::Equivalent;
use moka::sync::Cache;

use crate::domain::ObjectId;
use crate::domain::date::Date;
use crate::web::Site;
use crate::web::http::assets;
use crate::web::http::caller::Audience;
use crate::web::http::error::Error;
use crate::web::parts::context::{Basis, Context};
use crate::web::parts::day::Clock;
use crate::web::parts::messages::{CHOICE, Locale};

/// How many bytes of answers are kept.
const CAPACITY: u64 = 128 << 20;
/// How many pages are made ahead of an edition at most, and how long it waits for them at most.
const MOST_AHEAD: usize = 100;
const AHEAD: Duration = Duration::from_millis(100);
/// Bodies shorter than this are not worth compressing.
const COMPRESS_FROM: usize = 256;

/// Pages may load nothing but what this site serves; no script or style stands in them.
const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; \
    img-src 'self' data:; font-src 'self'; connect-src 'self'; manifest-src 'self'; \
    form-action 'self'; base-uri 'none'; frame-ancestors 'none'; object-src 'none'; \
    require-trusted-types-for 'script'; trusted-types 'none'";

/// An answer before it meets HTTP: what is printed and what it is.
pub(crate) struct Reply {
    pub(crate) status: StatusCode,
    pub(crate) content_type: &'static str,
    pub(crate) body: Bytes,
    /// More headers: where to go, how to save.
    pub(crate) headers: Vec<(HeaderName, HeaderValue)>,
    /// A policy for what a browser may do with the answer, in place of the pages' own.
    pub(crate) policy: &'static str,
    /// Whether it holds a secret, so that nobody may keep it.
    pub(crate) is_secret: bool,
}

impl Reply {
    /// An answer of a type.
    pub(crate) fn new(content_type: &'static str, body: impl Into<Bytes>) -> Self {
        Self {
            status: StatusCode::OK,
            content_type,
            body: body.into(),
            headers: Vec::new(),
            policy: CONTENT_SECURITY_POLICY,
            is_secret: false,
        }
    }

    /// A page.
    pub(crate) fn html(body: String) -> Self {
        Self::new("text/html; charset=utf-8", body)
    }

    /// JSON.
    pub(crate) fn json(value: &impl serde::Serialize) -> Result<Self, Error> {
        let body = serde_json::to_vec(value).map_err(|error| Error::Internal(error.into()))?;
        Ok(Self::new("application/json", body))
    }

    /// A redirect to an address of this site, for good.
    pub(crate) fn moved(address: &str) -> Self {
        let mut reply = Self::new("text/plain; charset=utf-8", "");
        reply.status = StatusCode::PERMANENT_REDIRECT;
        let location =
            HeaderValue::from_str(&own_address(address)).unwrap_or(HeaderValue::from_static("/"));
        reply.headers.push((header::LOCATION, location));
        reply
    }

    /// A redirect to an address of this site that has what was asked for, for now.
    pub(crate) fn see_other(address: &str) -> Self {
        Self::moved(address).with_status(StatusCode::SEE_OTHER)
    }

    /// The same answer with another status.
    pub(crate) fn with_status(mut self, status: StatusCode) -> Self {
        self.status = status;
        self
    }

    /// The same answer with one more header, unless its value cannot be one.
    pub(crate) fn with_header(mut self, name: HeaderName, value: &str) -> Self {
        self.headers
            .extend(HeaderValue::from_str(value).ok().map(|value| (name, value)));
        self
    }
}

/// Answers kept for next time, bounded by bytes.
pub(crate) struct Responses {
    cache: Cache<Key<Box<str>>, Arc<Kept>>,
    /// How many answers are made at once; the others wait their turn.
    slots: tokio::sync::Semaphore,
    /// The same for lists of everything: one, so that pages need not wait for them.
    lists: tokio::sync::Semaphore,
}

/// What an answer depends on; the address is borrowed by whoever only looks for one.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
struct Key<A> {
    commit: ObjectId,
    audience: Audience,
    encoding: Encoding,
    address: A,
    /// The interface's language.
    locale: Locale,
}

impl<A> Key<A> {
    fn of(basis: &Basis, address: A, headers: &HeaderMap) -> Self {
        Self {
            commit: basis.edition.revision().id,
            audience: basis.caller.audience(),
            encoding: Encoding::choose(headers),
            address,
            locale: basis.locale,
        }
    }
}

impl Equivalent<Key<Box<str>>> for Key<&str> {
    fn equivalent(&self, other: &Key<Box<str>>) -> bool {
        *self
            == Key {
                commit: other.commit,
                audience: other.audience,
                encoding: other.encoding,
                address: &*other.address,
                locale: other.locale,
            }
    }
}

pub(crate) struct Stored {
    status: StatusCode,
    pub(crate) headers: HeaderMap,
    body: Bytes,
}

/// An answer in the cache.
struct Kept {
    stored: Stored,
    /// By which it was made.
    page: Page,
    /// The day on which it holds, where it depends on one.
    day: Option<Date>,
    /// Whether anyone has got it; what was made ahead may wait in vain.
    wanted: AtomicBool,
}

type Render = fn(&Context) -> Result<Reply, Error>;

impl Default for Responses {
    fn default() -> Self {
        let weigh = |key: &Key<Box<str>>, kept: &Arc<Kept>| {
            u32::try_from(kept.stored.body.len() + key.address.len() + 1024).unwrap_or(u32::MAX)
        };
        let cache = Cache::builder()
            .max_capacity(CAPACITY)
            .weigher(weigh)
            .build();
        let cores = std::thread::available_parallelism().map_or(2, std::num::NonZero::get);
        Self {
            cache,
            slots: tokio::sync::Semaphore::new(cores * 2),
            lists: tokio::sync::Semaphore::new(1),
        }
    }
}

impl Responses {
    /// Returns the answer to a `GET` if it need not be made: what is in the cache, or that nothing
    /// has changed.
    pub(crate) fn at_hand(
        &self,
        basis: &Basis,
        clock: &Clock,
        uri: &Uri,
        headers: &HeaderMap,
    ) -> Option<Response> {
        let key = Key::of(basis, address_of(uri), headers);
        Some(self.holding(&key, clock)?.answer(headers))
    }

    /// Returns an answer that holds today.
    fn holding<K>(&self, key: &K, clock: &Clock) -> Option<Arc<Kept>>
    where
        K: Equivalent<Key<Box<str>>> + Hash + ?Sized,
    {
        let kept = self.cache.get(key)?;
        let holds = kept.day.is_none_or(|day| day == clock());
        holds.then_some(kept)
    }

    /// Forgets all answers.
    pub(crate) fn forget(&self) {
        self.cache.invalidate_all();
    }

    /// Makes the pages that were read of the edition of `before` for the edition of the context, so
    /// that nobody who reads waits for them after the change.
    ///
    /// The edition waits for them, but never longer than [`AHEAD`]: a page that takes long is made
    /// all the same, beside it. Lists of everything are made when somebody asks for them.
    pub(crate) fn make_ahead(self: &Arc<Self>, before: ObjectId, context: &Context) {
        let started = Instant::now();
        let is_page = |key: &Key<Box<str>>| key.commit == before && !key.address.contains('?');
        let read = self.cache.iter().filter(|(key, kept)| {
            is_page(key) && !kept.page.is_list && kept.wanted.load(Ordering::Relaxed)
        });
        let (done, all_done) = mpsc::channel::<()>();
        for (key, kept) in read.take(MOST_AHEAD) {
            let Ok(uri) = key.address.parse::<Uri>() else {
                continue;
            };
            let (responses, page, done) = (Arc::clone(self), kept.page, done.clone());
            let context = context.at(uri).speaking(key.locale).by(key.audience);
            rayon::spawn(move || {
                if started.elapsed() < AHEAD {
                    let commit = context.edition.revision().id;
                    let key = (*key).clone();
                    responses.make(page, &context, Key { commit, ..key });
                }
                drop(done);
            });
        }
        drop(done);
        // An error either way: the time is over, or nobody is left who could send anything.
        let _ = all_done.recv_timeout(AHEAD);
    }

    /// Makes the answer to a request and keeps it if others may get it.
    fn make(&self, page: Page, context: &Context, key: Key<Box<str>>) -> Arc<Kept> {
        let run = AssertUnwindSafe(|| (page.render)(context));
        let reply = match std::panic::catch_unwind(run) {
            Ok(Ok(reply)) => reply,
            Ok(Err(error)) => error.reply(context),
            Err(_) => Error::Internal(anyhow::anyhow!("a page's function panicked")).reply(context),
        };
        let may_be_kept = reply.status == StatusCode::OK || reply.status.is_redirection();
        let keep = may_be_kept && !reply.is_secret;
        let day = context.today.asked();
        let freshness = match keep {
            true => Freshness::Tagged(etag(&key, day), key.audience),
            false => Freshness::None,
        };
        let kept = Arc::new(Kept {
            stored: Stored::new(reply, key.encoding, freshness),
            page,
            day,
            wanted: AtomicBool::new(false),
        });
        if keep {
            self.cache.insert(key, Arc::clone(&kept));
        }
        kept
    }
}

impl Kept {
    /// Answers a request: with what it is, or that the client has it already. Only what is there
    /// has a tag, so that nothing which is not there can be unchanged.
    fn answer(&self, request: &HeaderMap) -> Response {
        self.want();
        let unchanged = unchanged(request, &self.stored.headers);
        unchanged.unwrap_or_else(|| self.stored.response(request))
    }

    fn want(&self) {
        // Looked at first: what many threads write to, each has to fetch from the others.
        if !self.wanted.load(Ordering::Relaxed) {
            self.wanted.store(true, Ordering::Relaxed);
        }
    }
}

fn address_of(uri: &Uri) -> &str {
    uri.path_and_query().map_or("", |address| address.as_str())
}

/// How a body is coded for its way.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Encoding {
    Brotli,
    Gzip,
    Identity,
}

impl Encoding {
    /// Chooses from `Accept-Encoding`; a coding with weight zero is refused.
    pub(crate) fn choose(headers: &HeaderMap) -> Self {
        let accepted = headers
            .get(header::ACCEPT_ENCODING)
            .and_then(|value| value.to_str().ok());
        let accepts = |name: &str| {
            accepted.unwrap_or("").split(',').any(|part| {
                let mut parts = part.split(';').map(str::trim);
                let refused = parts.clone().skip(1).any(|part| {
                    part.strip_prefix("q=")
                        .is_some_and(|weight| weight.parse() == Ok(0.0_f32))
                });
                parts
                    .next()
                    .is_some_and(|coding| coding.eq_ignore_ascii_case(name))
                    && !refused
            })
        };
        if accepts("br") {
            Self::Brotli
        } else if accepts("gzip") {
            Self::Gzip
        } else {
            Self::Identity
        }
    }

    fn name(self) -> Option<&'static str> {
        match self {
            Self::Brotli => Some("br"),
            Self::Gzip => Some("gzip"),
            Self::Identity => None,
        }
    }

    fn encode(self, body: &[u8]) -> std::io::Result<Vec<u8>> {
        match self {
            Self::Identity => Ok(body.to_vec()),
            Self::Gzip => {
                let level = flate2::Compression::new(6);
                let mut encoder = flate2::write::GzEncoder::new(Vec::new(), level);
                encoder.write_all(body)?;
                encoder.finish()
            }
            Self::Brotli => {
                let mut encoded = Vec::new();
                let mut encoder = brotli::CompressorWriter::new(&mut encoded, 32 << 10, 5, 20);
                encoder.write_all(body)?;
                encoder.flush()?;
                drop(encoder);
                Ok(encoded)
            }
        }
    }
}

/// Makes a handler of a page's function.
pub(crate) fn page(
    render: Render,
) -> impl Handler<(axum::extract::State<Site>, Method, Uri, HeaderMap), Site> {
    Page {
        render,
        is_list: false,
    }
}

/// Makes a handler of the function of a list of everything, which may take long to make.
pub(crate) fn list(
    render: Render,
) -> impl Handler<(axum::extract::State<Site>, Method, Uri, HeaderMap), Site> {
    Page {
        render,
        is_list: true,
    }
}

#[derive(Clone, Copy)]
struct Page {
    render: Render,
    is_list: bool,
}

impl Handler<(axum::extract::State<Site>, Method, Uri, HeaderMap), Site> for Page {
    type Future = std::pin::Pin<Box<dyn Future<Output = Response> + Send>>;

    fn call(self, request: Request, site: Site) -> Self::Future {
        Box::pin(async move { answer(self, request, site).await })
    }
}

async fn answer(page: Page, request: Request, site: Site) -> Response {
    let (parts, _) = request.into_parts();
    if let Some(response) = choose_language(&parts.uri) {
        return response;
    }
    let basis = Basis::of(&site, &parts);
    let key: Key<Box<str>> = Key::of(&basis, address_of(&parts.uri).into(), &parts.headers);
    let headers = parts.headers;
    let uri = parts.uri;
    let responses = Arc::clone(&site.responses);
    let slots = match page.is_list {
        true => &responses.lists,
        false => &responses.slots,
    };
    let slot = slots.acquire().await;
    // After a commit everyone asks for the same pages: whoever waited may find what another made.
    if let Some(kept) = responses.holding(&key, &*site.clock) {
        return kept.answer(&headers);
    }
    let work = move || {
        let context = Context::new(&site, &basis, uri);
        site.responses.make(page, &context, key)
    };
    let made = tokio::task::spawn_blocking(work).await;
    drop(slot);
    match made {
        Ok(kept) => kept.answer(&headers),
        Err(_) => finish(
            Reply::new("text/plain; charset=utf-8", "something went wrong")
                .with_status(StatusCode::INTERNAL_SERVER_ERROR),
        ),
    }
}

/// Returns the tag of everything that an edition says to an audience in a language: the commit, the
/// program's build, the language, the audience, and the day where it depends on one.
fn etag(key: &Key<Box<str>>, day: Option<Date>) -> HeaderValue {
    let (commit, build, code) = (key.commit.short(), assets::build(), key.locale.code());
    let day = day.map(|day| format!("-{day}")).unwrap_or_default();
    let tag = format!("W/\"{commit}-{build}-{code}{}{day}\"", key.audience.mark());
    HeaderValue::from_str(&tag).unwrap_or(HeaderValue::from_static("W/\"\""))
}

/// Answers a client that has what the commit says already. The headers of what it has stay valid,
/// so only those that say so are sent.
fn unchanged(request: &HeaderMap, now: &HeaderMap) -> Option<Response> {
    let etag = now.get(header::ETAG)?;
    let mut known = request.get_all(header::IF_NONE_MATCH).iter();
    let matches = |value: &HeaderValue| {
        let mut tags = value.as_bytes().split(|&byte| byte == b',');
        tags.any(|tag| tag.trim_ascii() == etag.as_bytes())
    };
    if !known.any(matches) {
        return None;
    }
    let mut response = Response::new(Body::empty());
    *response.status_mut() = StatusCode::NOT_MODIFIED;
    for name in [header::CACHE_CONTROL, header::ETAG] {
        if let Some(value) = now.get(&name) {
            response.headers_mut().insert(name, value.clone());
        }
    }
    Some(response)
}

/// Answers an address with `?ui=fr`: keeps the choice and leads to the address without it.
fn choose_language(uri: &Uri) -> Option<Response> {
    let pairs: Vec<(String, String)> = form_urlencoded::parse(uri.query()?.as_bytes())
        .into_owned()
        .collect();
    let (_, code) = pairs.iter().find(|(name, _)| name == CHOICE)?;
    let locale = Locale::from_code(code)?;
    let rest = form_urlencoded::Serializer::new(String::new())
        .extend_pairs(pairs.iter().filter(|(name, _)| name != CHOICE))
        .finish();
    let path = own_address(uri.path());
    let address = if rest.is_empty() {
        path
    } else {
        format!("{path}?{rest}")
    };
    let cookie = format!(
        "{CHOICE}={}; Path=/; Max-Age=31536000; SameSite=Lax; HttpOnly",
        locale.code()
    );
    let reply = Reply::new("text/plain; charset=utf-8", "")
        .with_status(StatusCode::SEE_OTHER)
        .with_header(header::LOCATION, &address)
        .with_header(header::SET_COOKIE, &cookie);
    Some(finish(reply))
}

/// Returns an address as one of this site. What begins with two slashes, or with a slash and a
/// backslash, leads to another host in browsers, which also look past what cannot be seen.
fn own_address(address: &str) -> String {
    let is_lead = |character: char| {
        matches!(character, '/' | '\\') || character.is_control() || character.is_whitespace()
    };
    format!("/{}", address.trim_start_matches(is_lead))
}

impl Stored {
    pub(crate) fn new(reply: Reply, encoding: Encoding, freshness: Freshness) -> Self {
        let Reply {
            status,
            content_type,
            body,
            headers: more,
            policy,
            is_secret: _,
        } = reply;
        let mut headers = HeaderMap::new();
        dress(&mut headers, policy);
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(content_type));
        headers.insert(
            header::CACHE_CONTROL,
            HeaderValue::from_static(freshness.cache_control()),
        );
        headers.extend(more);
        let worth = body.len() >= COMPRESS_FROM && is_text(content_type);
        let encoded = worth
            .then(|| encoding.name().zip(encoding.encode(&body).ok()))
            .flatten();
        let body = match encoded {
            Some((name, encoded)) => {
                headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static(name));
                Bytes::from(encoded)
            }
            None => body,
        };
        if is_text(content_type) {
            // Pages speak the reader's language; see `Locale::preferred`.
            let vary = if content_type.starts_with("text/html") {
                "Accept-Encoding, Accept-Language, Cookie"
            } else {
                "Accept-Encoding"
            };
            headers
                .entry(header::VARY)
                .or_insert(HeaderValue::from_static(vary));
        } else {
            headers.insert(header::ACCEPT_RANGES, HeaderValue::from_static("bytes"));
        }
        if freshness.is_for_some() {
            let who = HeaderValue::from_static("Cookie, Authorization");
            headers.append(header::VARY, who);
        }
        if let Freshness::Tagged(etag, _) = freshness {
            headers.insert(header::ETAG, etag);
        }
        Self {
            status,
            headers,
            body,
        }
    }

    pub(crate) fn response(&self, request: &HeaderMap) -> Response {
        if self.headers.contains_key(header::ACCEPT_RANGES)
            && self.status == StatusCode::OK
            && let Some(response) = self.part(request)
        {
            return response;
        }
        let mut response = Response::new(Body::from(self.body.clone()));
        *response.status_mut() = self.status;
        *response.headers_mut() = self.headers.clone();
        response
    }

    /// Answers a request for one range of bytes (RFC 9110, section 14); others get the whole.
    fn part(&self, request: &HeaderMap) -> Option<Response> {
        let range = request
            .get(header::RANGE)?
            .to_str()
            .ok()?
            .strip_prefix("bytes=")?;
        // A range of another version of the file would be glued to this one's.
        if request.contains_key(header::IF_RANGE) {
            return None;
        }
        let (first, last) = range.split_once('-')?;
        let length = self.body.len();
        let bounds = match (first.trim().parse::<usize>(), last.trim().parse::<usize>()) {
            (Ok(first), Ok(last)) if first <= last => (first, last.min(length.saturating_sub(1))),
            (Ok(first), Err(_)) if last.trim().is_empty() => (first, length.saturating_sub(1)),
            (Err(_), Ok(last)) if first.trim().is_empty() && last > 0 => {
                (length.saturating_sub(last), length.saturating_sub(1))
            }
            _ => return None,
        };
        let mut response = Response::new(Body::empty());
        *response.headers_mut() = self.headers.clone();
        let (status, content_range) = if bounds.0 >= length {
            (
                StatusCode::RANGE_NOT_SATISFIABLE,
                format!("bytes */{length}"),
            )
        } else {
            *response.body_mut() = Body::from(self.body.slice(bounds.0..=bounds.1));
            (
                StatusCode::PARTIAL_CONTENT,
                format!("bytes {}-{}/{length}", bounds.0, bounds.1),
            )
        };
        *response.status_mut() = status;
        let content_range = HeaderValue::from_str(&content_range).ok()?;
        response
            .headers_mut()
            .insert(header::CONTENT_RANGE, content_range);
        Some(response)
    }
}

fn is_text(content_type: &str) -> bool {
    content_type.starts_with("text/")
        || content_type.ends_with("json")
        || content_type.contains("xml")
        || content_type.starts_with("application/javascript")
}

/// Makes a response of an answer that is not kept.
pub(crate) fn finish(reply: Reply) -> Response {
    Stored::new(reply, Encoding::Identity, Freshness::None).response(&HeaderMap::new())
}

/// Sets the headers that every answer has.
pub(crate) fn dress(headers: &mut HeaderMap, policy: &'static str) {
    for (name, value) in [
        (header::CONTENT_SECURITY_POLICY, policy),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "same-origin"),
        (
            HeaderName::from_static("cross-origin-opener-policy"),
            "same-origin",
        ),
        (
            HeaderName::from_static("cross-origin-resource-policy"),
            "same-origin",
        ),
        (
            HeaderName::from_static("permissions-policy"),
            "camera=(), geolocation=(), microphone=()",
        ),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
}

/// Who may keep an answer, and how they ask whether it still holds.
pub(crate) enum Freshness {
    /// Nobody: it holds only now, or it is a secret.
    None,
    /// Browsers, and for everybody's answers whoever is on the way; each time they ask with this tag.
    Tagged(HeaderValue, Audience),
    /// Anyone for ever: its address names its content.
    Forever,
}

impl Freshness {
    fn cache_control(&self) -> &'static str {
        match self {
            Self::None => "no-store",
            Self::Tagged(_, audience) if audience.is_everyone() => "public, no-cache",
            Self::Tagged(..) => "private, no-cache",
            Self::Forever => "public, max-age=31536000, immutable",
        }
    }

    /// Tells whether it is only for those who show who they are.
    fn is_for_some(&self) -> bool {
        matches!(self, Self::Tagged(_, audience) if !audience.is_everyone())
    }
}
