//! The group's bibliography: `references.bib`, read entry by entry, with the style of its citations.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, OnceLock};

use hayagriva::archive::ArchivedStyle;
use hayagriva::citationberg::taxonomy::{DateVariable, NameVariable, StandardVariable};
use hayagriva::citationberg::{IndependentStyle, LocaleCode, Style as ArchivedCsl};

use super::export::{self, Format};
use super::import::{self, Work};
use super::item::Item;
use super::locales::{self, LOCALES};
use super::style::{self, Style, Terms};
use crate::domain::problem::{LineIndex, Problem, ProblemKind};
use crate::domain::suggestion::nearest;

/// The style where none is configured.
const DEFAULT_STYLE: &str = "apa";
/// Most languages whose words are kept.
const MAX_LANGUAGES: usize = 40;

/// The works that pages may cite, and how citations look.
#[derive(Clone)]
pub struct Bibliography {
    works: Arc<Works>,
    /// Works that stand behind them for a while: see [`Bibliography::with`].
    added: Option<Arc<Works>>,
    style: ArchivedStyle,
    parsed: Arc<OnceLock<Style>>,
    /// The words of the languages that have been asked for.
    words: Arc<Mutex<HashMap<String, Arc<Terms>>>>,
}

#[derive(Default)]
struct Works {
    /// In the order of the file.
    order: Vec<Work>,
    by_key: HashMap<String, usize>,
}

impl Works {
    fn get(&self, key: &str) -> Option<&Work> {
        let &at = self.by_key.get(key)?;
        self.order.get(at)
    }
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
            added: None,
            style,
            parsed: Arc::default(),
            words: Arc::default(),
        }
    }

    /// Reads BibTeX, BibLaTeX, CSL-JSON or RIS; citations are in APA style. What is wrong with a
    /// work becomes a problem, and the others hold.
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

    /// Returns a bibliography of one work in the same style, which need not be read again.
    pub(super) fn with_only(&self, work: Work) -> Self {
        let works = Works {
            by_key: HashMap::from([(work.item.key.clone(), 0)]),
            order: vec![work],
        };
        Self {
            works: Arc::new(works),
            added: None,
            ..self.clone()
        }
    }

    /// Returns the same with other works behind its own, which are not read again. A work whose key is
    /// there already stays as it is.
    #[must_use]
    pub fn with(&self, entries: &str) -> Self {
        let (works, _) = parse(entries);
        Self {
            added: Some(Arc::new(works)),
            ..self.clone()
        }
    }

    /// Tells whether a work is in the bibliography.
    pub fn contains(&self, key: &str) -> bool {
        self.work(key).is_some()
    }

    /// Returns the keys in the order of the file.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        let added = self.added.iter().flat_map(|added| &added.order);
        let new = added.filter(|work| !self.works.by_key.contains_key(&work.item.key));
        let all = self.works.order.iter().chain(new);
        all.map(|work| work.item.key.as_str())
    }

    /// Returns a work as a sentence names it, such as “Salgado and Oancea (2020)”; nothing where the
    /// citation style has numbers in place of names.
    pub fn in_text(&self, key: &str, language: &str) -> Option<String> {
        let terms = self.terms(&locales::locale(language));
        style::in_text(self.style(), &terms, self.item(key)?)
    }

    /// Returns the names of a work's authors, given names first; its editors where it has none.
    pub fn authors(&self, key: &str) -> Vec<String> {
        let Some(item) = self.item(key) else {
            return Vec::new();
        };
        let roles = [
            NameVariable::Author,
            NameVariable::Director,
            NameVariable::Editor,
        ];
        let people = roles.into_iter().find_map(|role| item.names(role));
        let people = people.iter().flat_map(|names| &names.list);
        people.map(super::item::PersonName::spoken).collect()
    }

    /// Returns a work's title.
    pub fn title(&self, key: &str) -> Option<String> {
        self.item(key)?.plain(StandardVariable::Title)
    }

    /// Returns the house or the office that published a work.
    pub fn publisher(&self, key: &str) -> Option<String> {
        self.item(key)?.plain(StandardVariable::Publisher)
    }

    /// Returns the words by which a reader looks for a work: its authors, title and publisher.
    pub fn words(&self, key: &str) -> Option<String> {
        let authors = self.authors(key).join(", ");
        let parts = [Some(authors), self.title(key), self.publisher(key)];
        let parts = parts.into_iter().flatten().filter(|part| !part.is_empty());
        let words = parts.collect::<Vec<_>>().join(". ");
        (!words.is_empty()).then_some(words)
    }

    /// Returns a work's DOI and its address.
    pub fn addresses(&self, key: &str) -> impl Iterator<Item = String> {
        let item = self.item(key);
        let texts = [StandardVariable::DOI, StandardVariable::URL].map(|variable| {
            let text = item.and_then(|item| item.text(variable));
            text.map(str::to_owned)
        });
        texts.into_iter().flatten()
    }

    /// Returns the year a work appeared in.
    pub fn year(&self, key: &str) -> Option<i32> {
        Some(self.item(key)?.date(DateVariable::Issued)?.start?.year)
    }

    /// Returns a work's summary.
    pub fn summary(&self, key: &str) -> Option<String> {
        self.item(key)?.plain(StandardVariable::Abstract)
    }

    /// Returns a work's entry as it stands in the file; one in BibTeX where the file has another
    /// format.
    pub fn bibtex(&self, key: &str) -> Option<String> {
        let work = self.work(key)?;
        match &work.source {
            Some(source) => Some(source.as_ref().to_owned()),
            None => Some(export::write(std::iter::once(work), Format::Bibtex)),
        }
    }

    /// Returns a work as an item of CSL-JSON.
    pub fn csl_json(&self, key: &str) -> Option<serde_json::Value> {
        self.item(key).map(super::csl_json::write)
    }

    /// Writes works in a format, in the order of the keys; keys that nobody knows are left out.
    pub fn export<'k>(&self, keys: impl Iterator<Item = &'k str>, format: Format) -> String {
        export::write(keys.filter_map(|key| self.work(key)), format)
    }

    fn work(&self, key: &str) -> Option<&Work> {
        let added = || self.added.as_ref()?.get(key);
        self.works.get(key).or_else(added)
    }

    pub(super) fn item(&self, key: &str) -> Option<&Item> {
        self.work(key).map(|work| &work.item)
    }

    /// Returns the citation style, read once.
    pub(super) fn style(&self) -> &Style {
        self.parsed
            .get_or_init(|| Style::new(independent(self.style)))
    }

    /// Returns the words of a language in the citation style.
    pub(super) fn terms(&self, language: &LocaleCode) -> Arc<Terms> {
        let mut words = match self.words.lock() {
            Ok(words) => words,
            Err(poisoned) => poisoned.into_inner(),
        };
        if let Some(terms) = words.get(&language.0) {
            return Arc::clone(terms);
        }
        let terms = Arc::new(Terms::new(&self.style().csl, &LOCALES, language));
        if words.len() < MAX_LANGUAGES {
            words.insert(language.0.clone(), Arc::clone(&terms));
        }
        terms
    }
}

fn default_style() -> ArchivedStyle {
    ArchivedStyle::by_name(DEFAULT_STYLE).unwrap_or(ArchivedStyle::AmericanPsychologicalAssociation)
}

/// Follows a style that only names another.
fn independent(style: ArchivedStyle) -> IndependentStyle {
    let mut style = style;
    // A style names its parent directly; a chain longer than this would be a mistake in the archive.
    for _ in 0..4 {
        match style.get() {
            ArchivedCsl::Independent(independent) => return independent,
            ArchivedCsl::Dependent(dependent) => {
                style =
                    ArchivedStyle::by_id(&dependent.parent_link.href).unwrap_or(default_style());
            }
        }
    }
    match default_style().get() {
        ArchivedCsl::Independent(independent) => independent,
        ArchivedCsl::Dependent(_) => unreachable!("APA is a style of its own in the archive"),
    }
}

fn parse(text: &str) -> (Works, Vec<Problem>) {
    let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
    let (order, import_problems) = import::read(text);
    let index = LineIndex::new(text);
    let problems = import_problems.into_iter().map(|problem| {
        let position = index.position(text, problem.offset);
        let kind = if problem.slight {
            ProblemKind::BibliographyField
        } else {
            ProblemKind::Bibliography
        };
        Problem::new(kind, position, problem.message)
    });
    let keys = order.iter().enumerate();
    let by_key = keys.map(|(at, work)| (work.item.key.clone(), at)).collect();
    (Works { order, by_key }, problems.collect())
}
