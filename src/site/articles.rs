//! Rendered pages, each made once per text and per change of the names that it links to.

use std::collections::hash_map::DefaultHasher;
use std::hash::Hasher;
use std::sync::{Arc, Condvar, Mutex, PoisonError};

use moka::sync::Cache;

use crate::domain::ObjectId;
use crate::render::Article;
use crate::store::{Store, StoreError};

/// The number of bytes of rendered pages that are kept.
const CAPACITY: u64 = 64 << 20;
/// From how many bytes on a page makes others go at once. The cache lets 64 be put into it before it
/// looks whether there is room.
const LARGE: usize = 256 << 10;

/// The number of bytes of texts that are rendered at once, short ones and long ones by themselves: of each byte
/// may come many, and a short text never waits for a long one.
const AT_ONCE: usize = 128 << 10;

/// Texts up to this size are short. Most are much shorter.
const SHORT: usize = 64 << 10;

/// A cache of rendered pages, bounded by bytes.
pub struct Articles {
    cache: Cache<ArticleKey, Arc<Article>>,
    short: Room,
    long: Room,
}

/// Room for texts that are being rendered.
struct Room {
    free: Mutex<usize>,
    freed: Condvar,
}

/// Room that is given back at the end.
struct RoomPermit<'r> {
    room: &'r Room,
    bytes: usize,
}

impl Default for Room {
    fn default() -> Self {
        Self {
            free: Mutex::new(AT_ONCE),
            freed: Condvar::new(),
        }
    }
}

impl Room {
    /// Waits until there is room for a text.
    fn take(&self, text: &[u8]) -> RoomPermit<'_> {
        let bytes = text.len().min(AT_ONCE);
        let free = self.free.lock().unwrap_or_else(PoisonError::into_inner);
        let free = self.freed.wait_while(free, |free| *free < bytes);
        *free.unwrap_or_else(PoisonError::into_inner) -= bytes;
        RoomPermit { room: self, bytes }
    }
}

impl Drop for RoomPermit<'_> {
    fn drop(&mut self) {
        let mut free = self
            .room
            .free
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        *free += self.bytes;
        self.room.freed.notify_all();
    }
}

/// The sources of a rendered page: its text, and all that its links and citations lead to.
#[derive(Clone, PartialEq, Eq, Hash)]
struct ArticleKey {
    blob: ObjectId,
    context: u64,
}

impl Default for Articles {
    fn default() -> Self {
        let weigh = |_: &ArticleKey, article: &Arc<Article>| {
            let references: usize = article
                .references
                .iter()
                .map(|reference| reference.html.as_str().len())
                .sum();
            let outline: usize = article
                .outline
                .iter()
                .map(|heading| 64 + heading.text.as_str().len())
                .sum();
            let bytes = article.html.as_str().len() + references + outline + 512;
            u32::try_from(bytes).unwrap_or(u32::MAX)
        };
        Self {
            cache: Cache::builder()
                .max_capacity(CAPACITY)
                .weigher(weigh)
                .build(),
            short: Room::default(),
            long: Room::default(),
        }
    }
}

impl Articles {
    /// Forgets everything.
    pub(super) fn forget(&self) {
        self.cache.invalidate_all();
    }

    /// Returns the rendered page of a text, from the cache where nothing it was made from has
    /// changed: `context` hashes what that is beside the text.
    pub(super) fn get_or_make(
        &self,
        blob: ObjectId,
        context: impl FnOnce(&mut DefaultHasher),
        store: &Store,
        render: impl FnOnce(&[u8]) -> Article,
    ) -> Result<Arc<Article>, StoreError> {
        let mut hasher = DefaultHasher::new();
        context(&mut hasher);
        let key = ArticleKey {
            blob,
            context: hasher.finish(),
        };
        if let Some(article) = self.cache.get(&key) {
            return Ok(article);
        }
        let source = store.read(blob)?;
        let article = Arc::new(self.make(&source, render));
        self.cache.insert(key, Arc::clone(&article));
        if article.html.as_str().len() > LARGE {
            self.cache.run_pending_tasks();
        }
        Ok(article)
    }

    /// Renders a page, which is not kept.
    pub(super) fn make(&self, source: &[u8], render: impl FnOnce(&[u8]) -> Article) -> Article {
        let room = match source.len() {
            0..=SHORT => &self.short,
            _ => &self.long,
        };
        let _taken = room.take(source);
        render(source)
    }
}
