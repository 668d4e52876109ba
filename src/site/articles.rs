//! Rendered pages, each made once per text and per change of the names that it links to.

use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

use moka::sync::Cache;

use crate::domain::{Link, ObjectId, Page};
use crate::render::Article;
use crate::site::view::View;
use crate::store::{Store, StoreError};

/// How many bytes of rendered pages are kept.
const CAPACITY: u64 = 64 << 20;

/// A cache of rendered pages, bounded by bytes.
pub struct Articles {
    cache: Cache<Key, Arc<Article>>,
}

/// What a rendered page is made from: its text, and all that its links and citations lead to.
#[derive(Clone, PartialEq, Eq, Hash)]
struct Key {
    blob: ObjectId,
    context: u64,
}

impl Default for Articles {
    fn default() -> Self {
        let weigh = |_: &Key, article: &Arc<Article>| {
            let references: usize = article
                .references
                .iter()
                .map(|reference| reference.html.as_str().len())
                .sum();
            u32::try_from(article.html.as_str().len() + references + 512).unwrap_or(u32::MAX)
        };
        Self {
            cache: Cache::builder()
                .max_capacity(CAPACITY)
                .weigher(weigh)
                .build(),
        }
    }
}

impl Articles {
    /// Forgets everything.
    pub(super) fn forget(&self) {
        self.cache.invalidate_all();
    }

    /// Returns the rendered page, from the cache where nothing it was made from has changed.
    pub(super) fn article(
        &self,
        view: &View<'_>,
        page: &Page,
        store: &Store,
    ) -> Result<Arc<Article>, StoreError> {
        let resolve = |link: &Link| view.resolve(page, link);
        let mut hasher = DefaultHasher::new();
        // The file decides what relative links mean, the front matter what is cited.
        page.file.hash(&mut hasher);
        for link in &page.links {
            resolve(link).hash(&mut hasher);
        }
        view.bibliography_id().hash(&mut hasher);
        let key = Key {
            blob: page.blob,
            context: hasher.finish(),
        };
        if let Some(article) = self.cache.get(&key) {
            return Ok(article);
        }
        let source = store.read(page.blob)?;
        let article = Arc::new(crate::render::html(
            page,
            &source,
            &resolve,
            view.bibliography(),
        ));
        self.cache.insert(key, Arc::clone(&article));
        Ok(article)
    }
}
