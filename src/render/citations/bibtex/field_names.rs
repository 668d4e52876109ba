//! The fields of BibTeX and BibLaTeX that become one variable each, and words for states.

use hayagriva::citationberg::taxonomy::{NameVariable, NumberVariable as N, StandardVariable as S};

/// Fields that become one variable each, text with TeX in it.
pub(super) const TEXTS: [(&str, S); 24] = [
    ("shorttitle", S::TitleShort),
    ("shortjournal", S::ContainerTitleShort),
    ("eventtitle", S::EventTitle),
    ("venue", S::EventPlace),
    ("location", S::PublisherPlace),
    ("address", S::PublisherPlace),
    ("origtitle", S::OriginalTitle),
    ("origpublisher", S::OriginalPublisher),
    ("origlocation", S::OriginalPublisherPlace),
    ("abstract", S::Abstract),
    ("annote", S::Annote),
    ("annotation", S::Annote),
    ("keywords", S::Keyword),
    ("keyword", S::Keyword),
    ("note", S::Note),
    ("library", S::CallNumber),
    ("archive", S::Archive),
    ("archive_location", S::ArchiveLocation),
    ("archivelocation", S::ArchiveLocation),
    ("rights", S::License),
    ("license", S::License),
    ("medium", S::Medium),
    ("parttitle", S::PartTitle),
    ("authority", S::Authority),
];
/// Fields that become one number each.
pub(super) const NUMBERS: [(&str, N); 7] = [
    ("volume", N::Volume),
    ("volumes", N::NumberOfVolumes),
    ("part", N::PartNumber),
    ("chapter", N::ChapterNumber),
    ("pagetotal", N::NumberOfPages),
    ("version", N::Version),
    ("section", N::Section),
];
/// Fields that become one identifier each.
pub(super) const CODES: [(&str, S); 4] = [
    ("isbn", S::ISBN),
    ("issn", S::ISSN),
    ("pmid", S::PMID),
    ("pmcid", S::PMCID),
];
pub(super) const PEOPLE: [(&str, NameVariable); 10] = [
    ("author", NameVariable::Author),
    ("editor", NameVariable::Editor),
    ("translator", NameVariable::Translator),
    ("bookauthor", NameVariable::ContainerAuthor),
    ("director", NameVariable::Director),
    ("illustrator", NameVariable::Illustrator),
    ("compiler", NameVariable::Compiler),
    ("serieseditor", NameVariable::CollectionEditor),
    ("origauthor", NameVariable::OriginalAuthor),
    ("interviewer", NameVariable::Interviewer),
];

/// Fields that a slip of the pen is taken for: those that most works need.
pub(super) const COMMON: [&str; 18] = [
    "address",
    "author",
    "booktitle",
    "date",
    "editor",
    "howpublished",
    "institution",
    "journal",
    "journaltitle",
    "month",
    "number",
    "organization",
    "pages",
    "publisher",
    "school",
    "title",
    "volume",
    "year",
];

/// Words for a work that has not appeared.
pub(super) const STATES: [(&str, &str); 12] = [
    ("inpreparation", "in preparation"),
    ("in preparation", "in preparation"),
    ("submitted", "submitted"),
    ("under review", "under review"),
    ("forthcoming", "forthcoming"),
    ("to appear", "forthcoming"),
    ("inpress", "in press"),
    ("in press", "in press"),
    ("in-press", "in press"),
    ("accepted", "accepted"),
    ("prepublished", "prepublished"),
    ("advance online publication", "advance online publication"),
];
