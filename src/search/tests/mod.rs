//! Tests of the index as a whole, by what its users may rely on.

mod corrections;
mod damage;
mod engine_queries;
mod facets;
mod finding;
mod gate;
mod language;
mod leaks;
mod map;
mod meaning;
mod offers;
mod order;
mod sections;

use crate::domain::page::Heading;
use crate::domain::vocabulary::Tag;
use crate::domain::{
    FrontMatter, Kind, ObjectId, Page, PagePath, PageText, Position, Section, Viewer, Visibility,
};
use crate::search::{Document, Index, Note, Request, Results, Snapshot, SortOrder};

/// A page to index, with its text.
#[derive(Clone, Debug)]
pub(crate) struct Sample {
    pub(crate) page: Page,
    pub(crate) text: PageText,
    pub(crate) language: &'static str,
    pub(crate) updated: i64,
    pub(crate) authors: Vec<String>,
    pub(crate) cited: Vec<String>,
    pub(crate) own_addresses: Vec<String>,
    pub(crate) cited_addresses: Vec<String>,
}

/// Makes a public English page; lines that begin with `# ` are headings.
pub(crate) fn sample(path: &str, title: &str, source: &str) -> Sample {
    let mut text = PageText::default();
    let mut headings = Vec::new();
    for line in source.lines() {
        if let Some(heading) = line.strip_prefix("# ") {
            let start = text.text.len();
            let id = heading.to_lowercase().replace(' ', "-");
            headings.push(Heading {
                level: 2,
                id: id.as_str().into(),
                text: heading.into(),
            });
            text.text.push_str(heading);
            text.text.push('\n');
            text.sections.push(Section {
                start,
                body: text.text.len(),
                id,
                title: heading.to_owned(),
            });
        } else {
            text.text.push_str(line);
            text.text.push('\n');
        }
    }
    Sample {
        page: Page {
            path: PagePath::parse(path).unwrap(),
            file: format!("{path}.md"),
            blob: commit(0),
            title: title.to_owned(),
            front: FrontMatter::default(),
            headings,
            anchors: Vec::new(),
            links: Vec::new(),
            citations: Vec::new(),
            mentions: Vec::new(),
            lists: Vec::new(),
            gaps: Vec::new(),
            problems: Vec::new(),
        },
        text,
        language: "en",
        updated: 0,
        authors: Vec::new(),
        cited: Vec::new(),
        own_addresses: Vec::new(),
        cited_addresses: Vec::new(),
    }
}

impl Sample {
    pub(crate) fn kind(mut self, kind: Kind) -> Self {
        self.page.front.kind = kind;
        self
    }

    pub(crate) fn summary(mut self, summary: &str) -> Self {
        self.page.front.summary = Some(summary.to_owned());
        self
    }

    pub(crate) fn tag(mut self, facet: &str, term: &str) -> Self {
        self.page.front.tags.push(Tag {
            facet: facet.into(),
            term: term.into(),
            position: Position { line: 1, column: 1 },
        });
        self
    }

    pub(crate) fn country(mut self, code: &str) -> Self {
        self.page.front.countries.push(code.to_owned());
        self
    }

    pub(crate) fn organisation(mut self, name: &str) -> Self {
        self.page.front.organisations.push(name.to_owned());
        self
    }

    pub(crate) fn author(mut self, name: &str) -> Self {
        self.authors.push(name.to_owned());
        self
    }

    pub(crate) fn cites(mut self, work: &str) -> Self {
        self.cited.push(work.to_owned());
        self
    }

    pub(crate) fn about(mut self, address: &str) -> Self {
        self.own_addresses.push(address.to_owned());
        self
    }

    pub(crate) fn cites_at(mut self, address: &str) -> Self {
        self.cited_addresses.push(address.to_owned());
        self
    }

    pub(crate) fn alias(mut self, alias: &str) -> Self {
        let position = Position { line: 1, column: 1 };
        self.page.front.aliases.push((alias.to_owned(), position));
        self
    }

    pub(crate) fn draft(mut self) -> Self {
        self.page.front.visibility = Visibility::Draft;
        self
    }

    pub(crate) fn period(mut self, period: &str) -> Self {
        self.page.front.period = crate::domain::date::Period::parse(period);
        self
    }

    pub(crate) fn language(mut self, language: &'static str) -> Self {
        self.language = language;
        self
    }

    pub(crate) fn updated(mut self, updated: i64) -> Self {
        self.updated = updated;
        self
    }

    pub(crate) fn members(mut self) -> Self {
        self.page.front.visibility = Visibility::Members;
        self
    }
}

/// A commit id that differs for each number.
pub(crate) fn commit(number: u8) -> ObjectId {
    ObjectId::from_bytes([number; 20])
}

/// Adds pages in one batch.
pub(crate) fn add(index: &Index, samples: &[Sample], number: u8) -> Snapshot {
    let batch = index.begin().unwrap();
    for sample in samples {
        batch.add(&document(sample)).unwrap();
    }
    batch.commit(commit(number)).unwrap()
}

pub(crate) fn document(sample: &Sample) -> Document<'_> {
    Document {
        page: &sample.page,
        text: &sample.text,
        language: sample.language,
        updated: sample.updated,
        authors: sample.authors.clone(),
        cited: sample.cited.clone(),
        own_addresses: sample.own_addresses.clone(),
        cited_addresses: sample.cited_addresses.clone(),
    }
}

/// Indexes pages in memory.
pub(crate) fn indexed(samples: &[Sample]) -> Snapshot {
    add(&Index::open(None).unwrap(), samples, 1)
}

/// A request of an anonymous reader for the first ten hits.
pub(crate) fn request(query: &str) -> Request<'_> {
    Request {
        query,
        filters: &[],
        sort: SortOrder::Relevance,
        offset: 0,
        limit: 10,
        names: None,
        partial: false,
        verbatim: false,
    }
}

pub(crate) fn search(snapshot: &Snapshot, query: &str) -> Results {
    snapshot.search(Viewer::Anonymous, &request(query))
}

/// The paths that a query finds, in order.
pub(crate) fn found(snapshot: &Snapshot, query: &str) -> Vec<String> {
    paths(&search(snapshot, query))
}

pub(crate) fn paths(results: &Results) -> Vec<String> {
    let hits = results.hits.iter();
    hits.map(|hit| hit.path.as_str().to_owned()).collect()
}

/// The snippet with marked words in brackets.
pub(crate) fn snippet(results: &Results, hit: usize) -> String {
    let fragments = results.hits[hit].snippet.iter();
    fragments
        .map(|fragment| {
            if fragment.marked {
                format!("[{}]", fragment.text)
            } else {
                fragment.text.clone()
            }
        })
        .collect()
}
