//! The types of entries, and the kinds of works they are.

use hayagriva::citationberg::taxonomy::Kind;

use super::entry::BibtexEntry;
use crate::domain::suggestion::distance;
use crate::render::citations::item;

/// Types of BibLaTeX and BibTeX, with the kinds they are read as. The first type of a kind is the one
/// that it is written as.
const TYPES: [(&str, Kind); 60] = [
    ("article", Kind::ArticleJournal),
    ("book", Kind::Book),
    ("mvbook", Kind::Book),
    ("ebook", Kind::Book),
    ("manual", Kind::Book),
    ("collection", Kind::Book),
    ("mvcollection", Kind::Book),
    ("proceedings", Kind::Book),
    ("mvproceedings", Kind::Book),
    ("booklet", Kind::Pamphlet),
    ("incollection", Kind::Chapter),
    ("inbook", Kind::Chapter),
    ("bookinbook", Kind::Chapter),
    ("suppbook", Kind::Chapter),
    ("suppcollection", Kind::Chapter),
    ("inreference", Kind::EntryEncyclopedia),
    ("reference", Kind::Book),
    ("mvreference", Kind::Book),
    ("inproceedings", Kind::PaperConference),
    ("conference", Kind::PaperConference),
    ("report", Kind::Report),
    ("techreport", Kind::Report),
    ("thesis", Kind::Thesis),
    ("phdthesis", Kind::Thesis),
    ("mastersthesis", Kind::Thesis),
    ("masterthesis", Kind::Thesis),
    ("dataset", Kind::Dataset),
    ("data", Kind::Dataset),
    ("software", Kind::Software),
    ("online", Kind::Webpage),
    ("electronic", Kind::Webpage),
    ("www", Kind::Webpage),
    ("webpage", Kind::Webpage),
    ("unpublished", Kind::Manuscript),
    ("patent", Kind::Patent),
    ("standard", Kind::Standard),
    ("legislation", Kind::Legislation),
    ("legal", Kind::Legislation),
    ("jurisdiction", Kind::LegalCase),
    ("video", Kind::MotionPicture),
    ("movie", Kind::MotionPicture),
    ("audio", Kind::Song),
    ("music", Kind::Song),
    ("artwork", Kind::Graphic),
    ("image", Kind::Graphic),
    ("letter", Kind::PersonalCommunication),
    ("periodical", Kind::Periodical),
    ("suppperiodical", Kind::ArticleJournal),
    ("performance", Kind::Performance),
    ("review", Kind::Review),
    ("preprint", Kind::Article),
    ("misc", Kind::Document),
    ("commentary", Kind::Document),
    ("bibnote", Kind::Document),
    ("customa", Kind::Document),
    ("customb", Kind::Document),
    ("customc", Kind::Document),
    ("webpost", Kind::Post),
    ("map", Kind::Map),
    ("speech", Kind::Speech),
];

/// Returns the type that is one slip of the pen from an unknown one.
pub(super) fn meant(kind: &str) -> Option<&'static str> {
    let mut names = TYPES.iter().map(|(name, _)| *name);
    if names.clone().any(|name| name == kind) {
        return None;
    }
    // `custom` itself is somebody's own.
    let is_near = |name: &&str| name.len().abs_diff(kind.len()) <= 1 && distance(name, kind) == 1;
    names.find(|name| is_near(name) && !name.starts_with("custom"))
}

/// Returns the kind of work that an entry is.
pub(super) fn kind(entry: &BibtexEntry) -> Kind {
    if let Some(subtype) = entry.field("entrysubtype") {
        let subtype = subtype.to_ascii_lowercase();
        match subtype.as_str() {
            "newspaper" => return Kind::ArticleNewspaper,
            "magazine" => return Kind::ArticleMagazine,
            _ => {}
        }
        if let Some(kind) = item::kind(&subtype) {
            return kind;
        }
    }
    let found = TYPES.iter().find(|(name, _)| *name == entry.kind);
    let kind = found.map_or(Kind::Document, |(_, kind)| *kind);
    match (entry.kind.as_str(), kind) {
        ("misc" | "online", _) if is_preprint(entry) => Kind::Article,
        (_, Kind::Song) if !entry.kind.starts_with("music") => Kind::Broadcast,
        (_, Kind::Document) if entry.field("howpublished").is_some_and(is_web) => Kind::Webpage,
        (_, Kind::Document)
            if entry.field("url").is_some()
                && [
                    "publisher",
                    "howpublished",
                    "doi",
                    "organization",
                    "institution",
                ]
                .iter()
                .all(|name| entry.field(name).is_none()) =>
        {
            Kind::Webpage
        }
        (_, kind) => kind,
    }
}

fn is_preprint(entry: &BibtexEntry) -> bool {
    let archive = entry
        .field("eprinttype")
        .or_else(|| entry.field("archiveprefix"));
    let archive = archive.map(str::to_ascii_lowercase);
    entry.field("eprint").is_some() && archive.is_none_or(|name| name.contains("xiv"))
}

/// Tells whether a way of publishing is only the web.
pub(super) fn is_web(how: &str) -> bool {
    let how = how.trim().trim_matches(['{', '}']).to_lowercase();
    how.starts_with("\\url")
        || how.starts_with("http://")
        || how.starts_with("https://")
        || [
            "web page", "webpage", "website", "web site", "web", "online", "internet", "blog",
        ]
        .contains(&how.trim_end_matches('.'))
}

/// Returns the type that a kind is written as, and the subtype that tells kinds of one type apart.
pub(super) fn written(kind: Kind) -> (&'static str, Option<String>) {
    match kind {
        Kind::ArticleNewspaper => ("article", Some("newspaper".to_owned())),
        Kind::ArticleMagazine => ("article", Some("magazine".to_owned())),
        Kind::Document => ("misc", Some("document".to_owned())),
        Kind::Broadcast => ("audio", None),
        Kind::Song => ("music", None),
        _ => {
            let found = TYPES.iter().find(|(_, known)| *known == kind);
            match found {
                Some((name, _)) => (name, None),
                None => ("misc", Some(item::kind_name(kind))),
            }
        }
    }
}
