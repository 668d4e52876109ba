//! The group's bibliography: `references.bib`, read entry by entry, with the style of its citations.

use std::collections::HashMap;
use std::sync::{Arc, LazyLock, OnceLock};

use hayagriva::Entry;
use hayagriva::archive::{self, ArchivedStyle};
use hayagriva::citationberg::{IndependentStyle, Locale, Style};

use crate::domain::problem::{LineIndex, Position, Problem, ProblemKind};
use crate::domain::suggestion::nearest;
use crate::render::bibtex::{self, Block, RawEntry};
use crate::render::citation::is_key;
use crate::render::contained::contained;
use crate::render::csl;
use crate::render::references::{self, Reference};

/// The style where none is configured.
const DEFAULT_STYLE: &str = "apa";

/// The works that pages may cite, and how citations look.
#[derive(Clone)]
pub struct Bibliography {
    works: Arc<Works>,
    style: ArchivedStyle,
    parsed: Arc<OnceLock<IndependentStyle>>,
}

#[derive(Default)]
struct Works {
    /// In the order of the file.
    order: Vec<Work>,
    by_key: HashMap<String, usize>,
}

struct Work {
    entry: Entry,
    source: String,
}

/// No citation style has this name.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no citation style is called “{name}”{}", .meant.as_ref().map(|meant| format!("; did you mean “{meant}”?")).unwrap_or_default())]
pub struct UnknownStyle {
    /// The name.
    pub name: String,
    /// The nearest name there is.
    pub meant: Option<String>,
}

impl Default for Bibliography {
    fn default() -> Self {
        Self::new(
            Works::default(),
            ArchivedStyle::AmericanPsychologicalAssociation,
        )
    }
}

impl std::fmt::Debug for Bibliography {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("Bibliography")
            .field("works", &self.works.order.len())
            .field("style", &self.style)
            .finish()
    }
}

impl Bibliography {
    fn new(works: Works, style: ArchivedStyle) -> Self {
        Self {
            works: Arc::new(works),
            style,
            parsed: Arc::default(),
        }
    }

    /// Reads a BibTeX or BibLaTeX file; citations are in APA style. What is wrong with an entry
    /// becomes a problem, and the others hold.
    pub fn parse(text: &str) -> (Self, Vec<Problem>) {
        let (works, problems) = parse(text);
        (Self::new(works, default_style()), problems)
    }

    /// Reads a file as [`Bibliography::parse`] does, for citations in another style of the CSL
    /// archive, such as `chicago-author-date`.
    pub fn parse_with_style(text: &str, style: &str) -> Result<(Self, Vec<Problem>), UnknownStyle> {
        let Some(archived) = ArchivedStyle::by_name(style) else {
            let names = ArchivedStyle::all().iter().flat_map(|style| style.names());
            return Err(UnknownStyle {
                name: style.to_owned(),
                meant: nearest(style, names.copied()).map(str::to_owned),
            });
        };
        let (works, problems) = parse(text);
        Ok((Self::new(works, archived), problems))
    }

    /// Tells whether a work is in the bibliography.
    pub fn contains(&self, key: &str) -> bool {
        self.works.by_key.contains_key(key)
    }

    /// Returns the keys in the order of the file.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        self.works.order.iter().map(|work| work.entry.key())
    }

    /// Returns a work as it stands in a list of references.
    pub fn reference(&self, key: &str, language: &str) -> Option<Reference> {
        references::one(self, key, language)
    }

    /// Returns the names of a work's authors, given names first; its editors where it has none.
    pub fn authors(&self, key: &str) -> Vec<String> {
        let Some(entry) = self.entry(key) else {
            return Vec::new();
        };
        let people = entry.authors().or_else(|| entry.editors()).unwrap_or(&[]);
        people
            .iter()
            .map(|person| person.given_first(false).trim().to_owned())
            .collect()
    }

    /// Returns a work's title.
    pub fn title(&self, key: &str) -> Option<String> {
        Some(self.entry(key)?.title()?.value.to_string())
    }

    /// Returns the words by which a reader looks for a work: its authors, title and publisher.
    pub fn words(&self, key: &str) -> Option<String> {
        let entry = self.entry(key)?;
        let mut words = self.authors(key).join(", ");
        let publisher = entry.publisher().and_then(|publisher| publisher.name());
        let parts = [self.title(key), publisher.map(ToString::to_string)];
        for part in parts.into_iter().flatten() {
            if !words.is_empty() {
                words.push_str(". ");
            }
            words.push_str(&part);
        }
        (!words.is_empty()).then_some(words)
    }

    /// Returns the year a work appeared in.
    pub fn year(&self, key: &str) -> Option<i32> {
        Some(self.entry(key)?.date_any()?.year)
    }

    /// Returns a work's entry as it stands in the file.
    pub fn bibtex(&self, key: &str) -> Option<String> {
        let &at = self.works.by_key.get(key)?;
        self.works.order.get(at).map(|work| work.source.clone())
    }

    /// Returns a work as an item of CSL-JSON.
    pub fn csl_json(&self, key: &str) -> Option<serde_json::Value> {
        self.entry(key).map(csl::item)
    }

    pub(super) fn entry(&self, key: &str) -> Option<&Entry> {
        let &at = self.works.by_key.get(key)?;
        self.works.order.get(at).map(|work| &work.entry)
    }

    /// Returns the citation style, read once.
    pub(super) fn style(&self) -> &IndependentStyle {
        self.parsed.get_or_init(|| independent(self.style))
    }
}

/// The terms of all languages, read once.
pub(super) static LOCALES: LazyLock<Vec<Locale>> = LazyLock::new(archive::locales);

fn default_style() -> ArchivedStyle {
    ArchivedStyle::by_name(DEFAULT_STYLE).unwrap_or(ArchivedStyle::AmericanPsychologicalAssociation)
}

/// Follows a style that only names another.
fn independent(style: ArchivedStyle) -> IndependentStyle {
    let mut style = style;
    // A style names its parent directly; a chain longer than this would be a mistake in the archive.
    for _ in 0..4 {
        match style.get() {
            Style::Independent(independent) => return independent,
            Style::Dependent(dependent) => {
                style =
                    ArchivedStyle::by_id(&dependent.parent_link.href).unwrap_or(default_style());
            }
        }
    }
    match default_style().get() {
        Style::Independent(independent) => independent,
        Style::Dependent(_) => unreachable!("APA is a style of its own in the archive"),
    }
}

fn parse(text: &str) -> (Works, Vec<Problem>) {
    let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
    let index = LineIndex::new(text);
    let mut problems = Vec::new();
    let mut complain = |offset: usize, message: String| {
        let position: Position = index.position(text, offset);
        problems.push(Problem::new(ProblemKind::Bibliography, position, message));
    };
    let blocks = bibtex::blocks(text);
    let mut abbreviations: Vec<(&str, &str)> = Vec::new();
    let mut sources: HashMap<&str, &RawEntry<'_>> = HashMap::new();
    for block in &blocks {
        match block {
            Block::Abbreviation { name, source } => abbreviations.push((name, source)),
            Block::Entry(entry) => {
                sources.entry(entry.key).or_insert(entry);
            }
            Block::Broken { .. } => {}
        }
    }
    let mut works = Works::default();
    for block in &blocks {
        let raw = match block {
            Block::Entry(raw) => raw,
            Block::Broken { offset, message } => {
                complain(*offset, (*message).to_owned());
                continue;
            }
            Block::Abbreviation { .. } => continue,
        };
        if works.by_key.contains_key(raw.key) {
            complain(raw.offset, format!("the key “{}” is used twice", raw.key));
            continue;
        }
        if !is_key(raw.key) {
            let message = format!(
                "no page can cite the key “{}”: it has a sign that keys cannot have",
                raw.key
            );
            complain(raw.offset, message);
            continue;
        }
        match entry(raw, &abbreviations, &sources) {
            Ok(entry) => {
                works.by_key.insert(raw.key.to_owned(), works.order.len());
                works.order.push(Work {
                    entry,
                    source: raw.source.to_owned(),
                });
            }
            Err(message) => complain(raw.offset, message),
        }
    }
    (works, problems)
}

/// Reads one entry, with the abbreviations and the entries that it refers to.
fn entry(
    raw: &RawEntry<'_>,
    abbreviations: &[(&str, &str)],
    sources: &HashMap<&str, &RawEntry<'_>>,
) -> Result<Entry, String> {
    let mut source = String::with_capacity(raw.source.len() + 100);
    for (name, abbreviation) in abbreviations {
        if raw.source.contains(name) {
            source.push_str(abbreviation);
            source.push('\n');
        }
    }
    source.push_str(raw.source);
    for name in ["crossref", "xdata"] {
        let parent = bibtex::field(raw.source, name).and_then(|key| sources.get(key));
        if let Some(parent) = parent.filter(|parent| parent.key != raw.key) {
            source.push('\n');
            source.push_str(parent.source);
        }
    }
    let read = |source: &str| contained(|| hayagriva::io::from_biblatex_str(source));
    let mut read_once = read(&source);
    if !matches!(read_once, Some(Ok(_))) && raw.source.contains('$') {
        // In TeX a single dollar sign begins maths that never ends; people mean dollars.
        read_once = read(&source.replace("\\$", "$").replace('$', "\\$"));
    }
    let broken = |reason: &str| format!("the entry “{}” cannot be read: {reason}", raw.key);
    match read_once {
        Some(Ok(library)) => library
            .get(raw.key)
            .cloned()
            .ok_or_else(|| broken("its key is not found")),
        Some(Err(errors)) => {
            let reason = errors.first().map(ToString::to_string);
            Err(broken(reason.as_deref().unwrap_or("unknown reason")))
        }
        None => Err(broken("it is not BibTeX")),
    }
}
