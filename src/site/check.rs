//! An edition for `concord check`: all that can be wrong is known, and nothing can be searched.

use std::sync::Arc;

use crate::search::Index;
use crate::site::articles::Articles;
use crate::site::build;
use crate::site::edition::Edition;
use crate::site::lists::Lists;
use crate::site::publisher::PublishError;
use crate::store::Store;

impl Edition {
    /// Reads a store's tip for its problems only: without a search index and without history.
    pub fn for_check(store: Store) -> Result<Self, PublishError> {
        let tip = store.tip()?;
        let (mut content, work) = build::everything(&store, &tip)?;
        work.weigh(&mut content, &store)?;
        work.run(&mut content, &store, None, &|_| None, &|_, _| ())?;
        Ok(Self {
            revision: tip,
            drafts: store.drafts(&tip),
            store: Arc::new(store),
            articles: Arc::new(Articles::default()),
            content,
            search: Index::open(None)?.snapshot(),
            lists: Lists::default(),
        })
    }
}
