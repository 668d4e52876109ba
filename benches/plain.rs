//! The other side of most ratios: the engines alone, with nothing of Concord around them.
//!
//! git2 reads the pages, comrak parses them, tantivy indexes title and text with positions and keeps
//! the text, with one fast field a facet; a query takes the top 10, the count, a terms aggregation
//! a facet and tantivy's own snippets. Nothing is synced to disk, as in Concord.

#[path = "../src/search/directory.rs"]
mod directory;

use std::path::Path;

use anyhow::Context;
use git2::{ObjectType, Oid, Repository, TreeWalkMode, TreeWalkResult};
use rayon::prelude::*;
use tantivy::aggregation::agg_req::Aggregations;
use tantivy::aggregation::{AggContextParams, AggregationCollector};
use tantivy::collector::{Count, TopDocs};
use tantivy::query::QueryParser;
use tantivy::schema::{
    FAST, Field, IndexRecordOption, STORED, STRING, Schema, TextFieldIndexing, TextOptions, Value,
};
use tantivy::snippet::SnippetGenerator;
use tantivy::{Index, IndexWriter, ReloadPolicy, Searcher, TantivyDocument, Term};

use directory::{FileStates, UnsyncedDirectory};

const FACETS: [&str; 10] = [
    "kind",
    "partnership_types",
    "challenges",
    "data_sources",
    "life_cycle",
    "countries",
    "organisations",
    "sector",
    "status",
    "lang",
];

/// A tantivy index as someone would make it who needs no more than search.
pub(crate) struct Plain {
    index: Index,
    path: Field,
    title: Field,
    body: Field,
    facets: Vec<Field>,
    repository: std::path::PathBuf,
}

impl Plain {
    /// Makes an empty index in a folder.
    pub(crate) fn create(repository: &Path, folder: &Path) -> anyhow::Result<Self> {
        let mut builder = Schema::builder();
        let text = TextFieldIndexing::default()
            .set_tokenizer("en_stem")
            .set_index_option(IndexRecordOption::WithFreqsAndPositions);
        let text = TextOptions::default()
            .set_indexing_options(text)
            .set_stored();
        let path = builder.add_text_field("path", STRING | STORED);
        let title = builder.add_text_field("title", text.clone());
        let body = builder.add_text_field("body", text);
        let facets = FACETS
            .map(|name| builder.add_text_field(name, STRING | FAST))
            .to_vec();
        let index = Index::builder()
            .schema(builder.build())
            .open_or_create(UnsyncedDirectory::open(folder, FileStates::default())?)?;
        Ok(Self {
            index,
            path,
            title,
            body,
            facets,
            repository: repository.to_owned(),
        })
    }

    /// The floor of a first start: reads, parses and indexes every page with two threads. The writer
    /// may be merging segments when it is given back.
    pub(crate) fn build(&self) -> anyhow::Result<IndexWriter> {
        let mut writer: IndexWriter = self.index.writer_with_num_threads(2, 128 << 20)?;
        let pages = pages(&self.repository)?;
        let threads = rayon::ThreadPoolBuilder::new().num_threads(2).build()?;
        threads.install(|| {
            let open = || Repository::open(&self.repository);
            pages
                .par_iter()
                .map_init(open, |handle, (file, id)| -> anyhow::Result<()> {
                    let handle = handle.as_ref().ok().context("no repository")?;
                    writer.add_document(self.document(handle, file, *id)?)?;
                    Ok(())
                })
                .collect::<anyhow::Result<()>>()
        })?;
        writer.commit()?;
        Ok(writer)
    }

    /// Returns a writer for one page at a time.
    pub(crate) fn writer(&self) -> anyhow::Result<IndexWriter> {
        Ok(self.index.writer_with_num_threads(1, 64 << 20)?)
    }

    /// The floor of a change: reads one page and commits it to the index.
    pub(crate) fn update(
        &self,
        writer: &mut IndexWriter,
        handle: &Repository,
        file: &str,
    ) -> anyhow::Result<()> {
        let tree = handle.find_reference("refs/heads/main")?.peel_to_tree()?;
        let id = tree.get_path(Path::new(file))?.id();
        writer.delete_term(Term::from_field_text(self.path, file));
        writer.add_document(self.document(handle, file, id)?)?;
        writer.commit()?;
        Ok(())
    }

    fn document(
        &self,
        handle: &Repository,
        file: &str,
        id: Oid,
    ) -> anyhow::Result<TantivyDocument> {
        let blob = handle.find_blob(id)?;
        let source = std::str::from_utf8(blob.content())?;
        let text = parse(source);
        let mut document = TantivyDocument::new();
        document.add_text(self.path, file);
        let (head, _) = source.split_once("\n---\n").unwrap_or(("", source));
        for line in head.lines() {
            let Some((key, value)) = line.split_once(": ") else {
                continue;
            };
            if key == "title" {
                document.add_text(self.title, value);
            }
            let value = match value.split_once("sector: ") {
                Some((_, sector)) => sector.trim_end_matches(" }"),
                None => value.trim_matches(['[', ']']),
            };
            let key = if line.contains("sector: ") {
                "sector"
            } else {
                key
            };
            if let Some(facet) = FACETS.iter().position(|name| *name == key) {
                for term in value.split(", ") {
                    document.add_text(self.facets[facet], term);
                }
            }
        }
        document.add_text(self.body, text);
        Ok(document)
    }

    /// Opens what was built for queries.
    pub(crate) fn searcher(&self) -> anyhow::Result<Bare<'_>> {
        let reader = self
            .index
            .reader_builder()
            .reload_policy(ReloadPolicy::Manual)
            .try_into()?;
        let mut parser = QueryParser::for_index(&self.index, vec![self.title, self.body]);
        parser.set_conjunction_by_default();
        let facets = FACETS
            .iter()
            .map(|name| format!(r#""{name}":{{"terms":{{"field":"{name}","size":1000}}}}"#))
            .collect::<Vec<_>>();
        let aggregations = serde_json::from_str(&format!("{{{}}}", facets.join(",")))?;
        Ok(Bare {
            plain: self,
            searcher: reader.searcher(),
            parser,
            aggregations,
        })
    }
}

/// Queries of a plain index.
pub(crate) struct Bare<'p> {
    plain: &'p Plain,
    searcher: Searcher,
    parser: QueryParser,
    aggregations: Aggregations,
}

impl Bare<'_> {
    /// Answers one query in full; returns how many pages match and how long the snippets are.
    pub(crate) fn answer(&self, query: &str) -> anyhow::Result<(usize, usize)> {
        let query = self.parser.parse_query(query)?;
        let context = AggContextParams::new(
            tantivy::aggregation::AggregationLimitsGuard::default(),
            self.plain.index.tokenizers().clone(),
        );
        let facets = AggregationCollector::from_aggs(self.aggregations.clone(), context);
        let top = TopDocs::with_limit(10).order_by_score();
        let (top, count, facets) = self.searcher.search(&query, &(top, Count, facets))?;
        let generator = SnippetGenerator::create(&self.searcher, &query, self.plain.body)?;
        let mut length = facets.0.len();
        for (_, address) in top {
            let document: TantivyDocument = self.searcher.doc(address)?;
            let text = document
                .get_first(self.plain.body)
                .and_then(|text| text.as_str());
            length += generator.snippet(text.unwrap_or("")).to_html().len();
        }
        Ok((count, length))
    }
}

/// Returns every page of a repository's branch.
pub(crate) fn pages(repository: &Path) -> anyhow::Result<Vec<(String, Oid)>> {
    git2::opts::strict_hash_verification(false);
    let repository = Repository::open(repository)?;
    let tree = repository.head()?.peel_to_tree()?;
    let mut pages = Vec::new();
    tree.walk(TreeWalkMode::PreOrder, |folder, entry| {
        let name = entry.name().unwrap_or_default();
        if entry.kind() == Some(ObjectType::Blob) && name.ends_with(".md") {
            pages.push((format!("{folder}{name}"), entry.id()));
        }
        TreeWalkResult::Ok
    })?;
    Ok(pages)
}

/// Parses Markdown and returns its text.
fn parse(source: &str) -> String {
    let arena = comrak::Arena::new();
    let mut options = comrak::Options::default();
    options.extension.table = true;
    options.extension.strikethrough = true;
    options.extension.tasklist = true;
    options.extension.footnotes = true;
    options.extension.autolink = true;
    options.extension.wikilinks_title_after_pipe = true;
    options.extension.front_matter_delimiter = Some("---".to_owned());
    let root = comrak::parse_document(&arena, source, &options);
    let mut text = String::with_capacity(source.len());
    for node in root.descendants() {
        match &node.data().value {
            comrak::nodes::NodeValue::Text(part) => text.push_str(part),
            comrak::nodes::NodeValue::Code(code) => text.push_str(&code.literal),
            comrak::nodes::NodeValue::SoftBreak => text.push(' '),
            value if value.block() => text.push('\n'),
            _ => {}
        }
    }
    text
}
