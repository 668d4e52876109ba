//! [`EngineWriter`]: the writer of the engine, made for a first build or for later changes.

use std::thread;

use tantivy::IndexWriter;
use tantivy::indexer::LogMergePolicy;

use crate::search::error::SearchError;

/// Memory in which a thread of a first build collects pages before it writes them as a segment.
const MEMORY_TO_BUILD: usize = 64 << 20;

/// The same for later changes. The engine clears tables in proportion to it for each commit.
const MEMORY_TO_CHANGE: usize = 16 << 20;

/// Beyond two threads, more segments to merge cost what the threads bring.
const MOST_THREADS: usize = 4;

/// The engine's writer, with the number of threads that it was made for.
pub(super) struct EngineWriter {
    pub(super) engine: IndexWriter,
    threads: usize,
    /// Whether it was made for a first build.
    pub(super) builds: bool,
}

impl std::fmt::Debug for EngineWriter {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "Writer({} threads)", self.threads)
    }
}

impl EngineWriter {
    /// Opens the writer of an index, for a first build or for later changes.
    pub(super) fn open(index: &tantivy::Index, builds: bool) -> Result<Self, SearchError> {
        // A first build uses the cores; later changes are a page or two, and one thread makes one
        // segment of them.
        let threads = match thread::available_parallelism() {
            Ok(cores) if builds => cores.get().min(MOST_THREADS),
            _ => 1,
        };
        let memory = if builds {
            MEMORY_TO_BUILD
        } else {
            MEMORY_TO_CHANGE
        };
        let engine = index
            .writer_with_num_threads(threads, threads * memory)
            .map_err(SearchError::engine("opened for writing"))?;
        engine.set_merge_policy(Box::new(merge_policy()));
        Ok(Self {
            engine,
            threads,
            builds,
        })
    }
}

/// Merges segments of like size, and before deleted pages fill them: a wiki changes by replacing.
///
/// The engine's defaults count all segments below 10,000 pages as one size, so that every few saves
/// would rewrite the whole index of a smaller site.
fn merge_policy() -> LogMergePolicy {
    let mut policy = LogMergePolicy::default();
    policy.set_min_layer_size(32);
    policy.set_level_log_size(2.0);
    policy.set_min_num_segments(5);
    policy.set_del_docs_ratio_before_merge(0.2);
    policy
}
