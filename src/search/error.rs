//! Errors of the index itself. A query never goes wrong.

use std::path::PathBuf;

/// A failure of the index. It is derived data: the answer is always to build it anew.
#[derive(Debug, thiserror::Error)]
pub enum SearchError {
    /// Another process writes to this index.
    #[error("the search index in {} is used by another process", directory.display())]
    InUse {
        /// The folder of the index.
        directory: PathBuf,
    },
    /// The folder cannot be read or written.
    #[error("the search index in {} cannot be used", directory.display())]
    Folder {
        /// The folder of the index.
        directory: PathBuf,
        /// The error of the system.
        #[source]
        source: std::io::Error,
    },
    /// The engine failed, for instance because the disk is full. The last snapshot still answers.
    #[error("the search index cannot be {doing}")]
    Engine {
        /// The step that failed, as a participle: opened, written.
        doing: &'static str,
        /// The error of the engine.
        #[source]
        source: Box<dyn std::error::Error + Send + Sync>,
    },
}

impl SearchError {
    /// Wraps the engine's own error, whose type stays inside this module.
    pub(crate) fn engine(doing: &'static str) -> impl FnOnce(tantivy::TantivyError) -> Self {
        move |source| Self::Engine {
            doing,
            source: Box::new(source),
        }
    }
}
