//! Answers to requests: conditional requests, the response cache, compression, headers.
//!
//! An answer is a function of the edition and the address. So the `ETag` is the commit's id (with
//! the program's build), a 304 to what is at hand costs a comparison, and bodies are rendered and
//! compressed once and kept, bounded by bytes. Old editions' bodies fall out of the cache by
//! themselves. What is kept is looked for before a request is routed (see [`mod@crate::web::service`]),
//! and what was read of one edition is made for the next before that is served.

use std::hash::Hash;
use std::panic::AssertUnwindSafe;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, mpsc};
use std::time::{Duration, Instant};

use axum::http::header::{HeaderMap, HeaderValue};
use axum::http::{StatusCode, Uri};
use axum::response::Response;
use moka::Equivalent;
use moka::sync::Cache;
use tokio::sync::{Semaphore, SemaphorePermit};

use crate::accounts::SearchCount;
use crate::domain::ObjectId;
use crate::domain::date::Date;
use crate::web::http::assets;
use crate::web::http::caller::ResponseAudience;
use crate::web::http::encoded::EncodedReply;
use crate::web::http::encoding::Encoding;
use crate::web::http::error::Error;
use crate::web::http::freshness::{Freshness, unchanged};
use crate::web::http::reply::Reply;
use crate::web::parts::context::Context;
use crate::web::parts::error_page;
use crate::web::parts::messages::Locale;
use crate::web::parts::open_joins::OpenJoin;
use crate::web::parts::reading::{Basis, ReadingState};

/// The most bytes of answers that are kept.
const CAPACITY: u64 = 128 << 20;
/// The length in bytes from which on an answer makes others go at once. The cache lets 64 be put into
/// it before it looks whether there is room.
const LARGE: usize = 256 << 10;
/// The most pages that are made ahead of an edition, and the longest time it waits for them.
const MOST_AHEAD: usize = 100;
const AHEAD: Duration = Duration::from_millis(100);

/// Answers kept for next time, bounded by bytes.
pub(crate) struct Responses {
    cache: Cache<ResponseKey<Box<str>>, Arc<CachedResponse>>,
    /// The permits for answers that are made at once; the others wait their turn.
    slots: Semaphore,
    /// The same for lists of everything: one, so that pages need not wait for them.
    lists: Semaphore,
}

/// The number and the size of the answers that are kept.
pub(crate) struct CacheUsage {
    pub(crate) answers: u64,
    pub(crate) bytes: u64,
}

/// The values that an answer depends on; the address is borrowed by whoever only looks for one.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct ResponseKey<A> {
    commit: ObjectId,
    audience: ResponseAudience,
    encoding: Encoding,
    address: A,
    /// The interface's language.
    locale: Locale,
}

impl<A> ResponseKey<A> {
    pub(crate) fn of(basis: &Basis, address: A, headers: &HeaderMap) -> Self {
        Self {
            commit: basis.edition.revision().id,
            audience: basis.caller.audience(),
            encoding: Encoding::choose(headers),
            address,
            locale: basis.locale,
        }
    }
}

impl Equivalent<ResponseKey<Box<str>>> for ResponseKey<&str> {
    fn equivalent(&self, other: &ResponseKey<Box<str>>) -> bool {
        *self
            == ResponseKey {
                commit: other.commit,
                audience: other.audience,
                encoding: other.encoding,
                address: &*other.address,
                locale: other.locale,
            }
    }
}

/// An answer in the cache.
pub(crate) struct CachedResponse {
    stored: EncodedReply,
    /// The function by which it was made.
    page: PageHandler,
    /// The day on which it holds, where it depends on one.
    day: Option<Date>,
    /// Whether everybody may join the event that it is of, where it depends on that.
    join: Option<OpenJoin>,
    /// Whether anyone has got it; what was made ahead may wait in vain.
    wanted: AtomicBool,
    /// The counter of how often it is given.
    count: Option<SearchCount>,
}

pub(crate) type PageRenderer = fn(&Context) -> Result<Reply, Error>;

/// A page's function, and how long it may take.
#[derive(Clone, Copy)]
pub(crate) struct PageHandler {
    pub(crate) render: PageRenderer,
    /// Whether it is a list of everything, which may take long to make.
    pub(crate) is_list: bool,
}

impl Default for Responses {
    fn default() -> Self {
        let weigh = |key: &ResponseKey<Box<str>>, kept: &Arc<CachedResponse>| {
            u32::try_from(kept.stored.body.len() + key.address.len() + 1024).unwrap_or(u32::MAX)
        };
        let cache = Cache::builder()
            .max_capacity(CAPACITY)
            .weigher(weigh)
            .build();
        let cores = std::thread::available_parallelism().map_or(2, std::num::NonZero::get);
        Self {
            cache,
            slots: Semaphore::new(cores * 2),
            lists: Semaphore::new(1),
        }
    }
}

impl Responses {
    /// Returns the answer to a `GET` if it need not be made: what is in the cache, or that nothing
    /// has changed.
    pub(crate) fn cached_response(
        &self,
        basis: &Basis,
        reading: &ReadingState,
        uri: &Uri,
        headers: &HeaderMap,
    ) -> Option<Response> {
        let key = ResponseKey::of(basis, address_of(uri), headers);
        Some(self.holding(&key, reading)?.answer(headers))
    }

    /// Waits until one more answer may be made.
    pub(crate) async fn slot(&self, page: PageHandler) -> Option<SemaphorePermit<'_>> {
        let slots = match page.is_list {
            true => &self.lists,
            false => &self.slots,
        };
        slots.acquire().await.ok()
    }

    /// Returns an answer that holds now.
    pub(crate) fn holding<K>(&self, key: &K, reading: &ReadingState) -> Option<Arc<CachedResponse>>
    where
        K: Equivalent<ResponseKey<Box<str>>> + Hash + ?Sized,
    {
        let kept = self.cache.get(key)?;
        let is_today = kept.day.is_none_or(|day| day == (reading.clock)());
        let join = kept.join.as_ref();
        let holds = join.is_none_or(|join| join.holds(reading.accounts.as_ref()));
        (is_today && holds).then_some(kept)
    }

    /// Returns what is kept, for operators.
    pub(crate) fn kept(&self) -> CacheUsage {
        CacheUsage {
            answers: self.cache.entry_count(),
            bytes: self.cache.weighted_size(),
        }
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
    pub(crate) fn prerender(self: &Arc<Self>, before: ObjectId, context: &Context) {
        let started = Instant::now();
        let is_page =
            |key: &ResponseKey<Box<str>>| key.commit == before && !key.address.contains('?');
        let read = self.cache.iter().filter(|(key, kept)| {
            is_page(key) && !kept.page.is_list && kept.wanted.load(Ordering::Relaxed)
        });
        let (done, all_done) = mpsc::channel::<()>();
        for (key, kept) in read.take(MOST_AHEAD) {
            let Ok(uri) = key.address.parse::<Uri>() else {
                continue;
            };
            let (responses, page, done) = (Arc::clone(self), kept.page, done.clone());
            let context = context.at(uri).with_locale(key.locale).by(key.audience);
            rayon::spawn(move || {
                if started.elapsed() < AHEAD {
                    let commit = context.edition.revision().id;
                    let key = (*key).clone();
                    responses.make(page, &context, ResponseKey { commit, ..key });
                }
                drop(done);
            });
        }
        drop(done);
        // An error either way: the time is over, or nobody is left who could send anything.
        let _ = all_done.recv_timeout(AHEAD);
    }

    /// Makes the answer to a request and keeps it if others may get it.
    pub(crate) fn make(
        &self,
        page: PageHandler,
        context: &Context,
        key: ResponseKey<Box<str>>,
    ) -> Arc<CachedResponse> {
        let run = AssertUnwindSafe(|| (page.render)(context));
        let mut reply = match std::panic::catch_unwind(run) {
            Ok(Ok(reply)) => reply,
            Ok(Err(error)) => error_page::reply(&error, context),
            Err(_) => {
                let error = anyhow::anyhow!("a page's function panicked");
                error_page::reply(&Error::Internal(error), context)
            }
        };
        let may_be_kept = reply.status == StatusCode::OK || reply.status.is_redirection();
        let keep = may_be_kept && !reply.is_secret;
        let day = context.today.used();
        let join = context.open_joins.used();
        let freshness = match keep {
            true => Freshness::Tagged(etag(&key, day, join.as_ref()), key.audience),
            false => Freshness::None,
        };
        let kept = Arc::new(CachedResponse {
            count: reply.count.take(),
            stored: EncodedReply::new(reply, key.encoding, freshness),
            page,
            day,
            join,
            wanted: AtomicBool::new(false),
        });
        if keep {
            self.cache.insert(key, Arc::clone(&kept));
            if kept.stored.body.len() > LARGE {
                self.cache.run_pending_tasks();
            }
        }
        kept
    }
}

impl CachedResponse {
    /// Answers a request: with what it is, or that the client has it already. Only what is there
    /// has a tag, so that nothing which is not there can be unchanged.
    pub(crate) fn answer(&self, request: &HeaderMap) -> Response {
        self.want();
        if let Some(count) = &self.count {
            count.fetch_add(1, Ordering::Relaxed);
        }
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

pub(crate) fn address_of(uri: &Uri) -> &str {
    uri.path_and_query().map_or("", |address| address.as_str())
}

/// Returns the tag of everything that an edition says to an audience in a language: the commit, the
/// program's build, the language, the audience, the day where it depends on one, and whether everybody
/// may join an event.
fn etag(key: &ResponseKey<Box<str>>, day: Option<Date>, join: Option<&OpenJoin>) -> HeaderValue {
    let (commit, build, code) = (key.commit.short(), assets::build(), key.locale.code());
    let day = day.map(|day| format!("-{day}")).unwrap_or_default();
    let join = if join.is_some_and(|join| join.is_open) {
        "-open"
    } else {
        ""
    };
    let tag = format!(
        "W/\"{commit}-{build}-{code}{}{day}{join}\"",
        key.audience.mark()
    );
    HeaderValue::from_str(&tag).unwrap_or(HeaderValue::from_static("W/\"\""))
}
