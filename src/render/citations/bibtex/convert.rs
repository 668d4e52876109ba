//! The words of BibTeX and those of BibLaTeX for each other. Values stay as they are.

use super::entry::BibtexEntry;
use crate::render::citations::dates;

/// Fields that have one name in BibTeX and another in BibLaTeX.
const FIELDS: [(&str, &str); 5] = [
    ("journal", "journaltitle"),
    ("address", "location"),
    ("annote", "annotation"),
    ("archiveprefix", "eprinttype"),
    ("primaryclass", "eprintclass"),
];

/// Types that BibTeX does not have, and what they are in it. The subtype keeps what they were.
const TYPES: [&str; 20] = [
    "online",
    "dataset",
    "software",
    "standard",
    "legislation",
    "jurisdiction",
    "patent",
    "video",
    "movie",
    "audio",
    "music",
    "artwork",
    "image",
    "letter",
    "performance",
    "review",
    "preprint",
    "webpost",
    "map",
    "speech",
];

/// Returns an entry in the words of BibLaTeX.
pub(super) fn to_biblatex(entry: &BibtexEntry) -> BibtexEntry {
    let mut out = entry.clone();
    out.kind = match entry.kind.as_str() {
        "techreport" => "report",
        "phdthesis" | "mastersthesis" | "masterthesis" => "thesis",
        "conference" => "inproceedings",
        "electronic" | "www" => "online",
        other => other,
    }
    .to_owned();
    let genre = match entry.kind.as_str() {
        "phdthesis" => Some("phdthesis"),
        "mastersthesis" | "masterthesis" => Some("mathesis"),
        _ => None,
    };
    for (name, _) in &mut out.fields {
        if let Some((_, new)) = FIELDS.iter().find(|(old, _)| old == name) {
            *name = (*new).to_owned();
        } else if name == "school" {
            *name = "institution".to_owned();
        }
    }
    if let Some(genre) = genre.filter(|_| entry.field("type").is_none()) {
        out.fields.push(("type".to_owned(), genre.to_owned()));
    }
    date(&mut out);
    out
}

/// Puts year, month and day together, where they are a date.
fn date(entry: &mut BibtexEntry) {
    if entry.field("date").is_some() {
        return;
    }
    let Some(year) = entry
        .field("year")
        .filter(|year| year.len() == 4 && year.bytes().all(|byte| byte.is_ascii_digit()))
    else {
        return;
    };
    let month = entry.field("month").map(dates::month);
    let day = entry
        .field("day")
        .map(|day| day.parse::<u8>().ok().filter(|day| (1..=31).contains(day)));
    let date = match (month, day) {
        (None, None) => year.to_owned(),
        (Some(Some(month)), None) => format!("{year}-{month:02}"),
        (Some(Some(month)), Some(Some(day))) => format!("{year}-{month:02}-{day:02}"),
        _ => return,
    };
    entry
        .fields
        .retain(|(name, _)| !matches!(name.as_str(), "month" | "day"));
    if let Some((name, value)) = entry.fields.iter_mut().find(|(name, _)| name == "year") {
        *name = "date".to_owned();
        *value = date;
    }
}

/// Returns an entry in the words of BibTeX.
pub(super) fn to_bibtex(entry: &BibtexEntry) -> BibtexEntry {
    let mut out = entry.clone();
    let genre = entry.field("type").map(str::to_lowercase);
    let is_master = genre
        .as_deref()
        .is_some_and(|genre| genre.contains("master") || genre == "mathesis");
    out.kind = match entry.kind.as_str() {
        "report" => "techreport",
        "thesis" if is_master => "mastersthesis",
        "thesis" => "phdthesis",
        "mvbook" | "ebook" => "book",
        "collection" | "mvcollection" | "reference" | "mvreference" => "book",
        "inreference" | "suppcollection" | "bookinbook" | "suppbook" => "incollection",
        kind if TYPES.contains(&kind) => "misc",
        other => other,
    }
    .to_owned();
    for (name, _) in &mut out.fields {
        if let Some((old, _)) = FIELDS.iter().find(|(_, new)| new == name) {
            *name = (*old).to_owned();
        } else if name == "institution" && out.kind.ends_with("thesis") {
            *name = "school".to_owned();
        }
    }
    if entry.kind == "thesis" && matches!(genre.as_deref(), Some("phdthesis" | "mathesis")) {
        out.fields.retain(|(name, _)| name != "type");
    }
    // What BibTeX does not tell apart stays told apart.
    let kind = super::types::kind(entry);
    if super::types::kind(&out) != kind {
        out.fields.retain(|(name, _)| name != "entrysubtype");
        let name = crate::render::citations::item::kind_name(kind);
        out.fields.push(("entrysubtype".to_owned(), name));
    }
    year(&mut out);
    out
}

/// Divides a date into year, month and day; a period or an uncertain date stays beside its year.
fn year(entry: &mut BibtexEntry) {
    const MONTHS: [&str; 12] = [
        "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
    ];
    let Some(value) = entry.field("date").map(str::to_owned) else {
        return;
    };
    let date = dates::read(&value);
    let simple = date.end.is_none() && !date.open && !date.circa;
    let Some(start) = date
        .start
        .filter(|day| simple && (1000..=9999).contains(&day.year) && day.season.is_none())
    else {
        if entry.field("year").is_none() && date.start.is_none() {
            entry.fields.push(("year".to_owned(), value));
        }
        return;
    };
    let Some(at) = entry.fields.iter().position(|(name, _)| name == "date") else {
        return;
    };
    entry.fields[at] = ("year".to_owned(), format!("{:04}", start.year));
    if let Some(month) = start.month {
        let name = MONTHS[usize::from(month) - 1];
        entry
            .fields
            .insert(at + 1, ("month".to_owned(), name.to_owned()));
    }
    if let Some(day) = start.day {
        entry
            .fields
            .insert(at + 2, ("day".to_owned(), day.to_string()));
    }
}
