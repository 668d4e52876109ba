//! Works as BibLaTeX and BibTeX.

use hayagriva::citationberg::taxonomy::{
    DateVariable, Kind, NameVariable, NumberVariable as N, PageVariable, StandardVariable as S,
    Variable,
};
use serde_json::Value;

use super::convert;
use super::entry::BibtexEntry;
use super::types;
use crate::render::citations::dates;
use crate::render::citations::item::{Item, MarkupTag, Names, PersonName, tag};

/// Writes an entry in the words of BibLaTeX.
pub(in crate::render::citations) fn biblatex(work: &Item, source: Option<&BibtexEntry>) -> String {
    let entry = source.map_or_else(|| entry(work), convert::to_biblatex);
    show(&entry)
}

/// Writes an entry in the words of BibTeX.
pub(in crate::render::citations) fn bibtex(work: &Item, source: Option<&BibtexEntry>) -> String {
    let entry = source.map_or_else(|| convert::to_bibtex(&entry(work)), convert::to_bibtex);
    show(&entry)
}

fn show(entry: &BibtexEntry) -> String {
    let mut out = format!("@{}{{{},\n", entry.kind, entry.key);
    for (name, value) in &entry.fields {
        out.push_str(&format!("  {name} = {{{}}},\n", balanced(value)));
    }
    out.push_str("}\n");
    out
}

/// Closes the braces of a value that would end the entry.
fn balanced(value: &str) -> String {
    let (mut depth, mut escaped) = (0usize, false);
    let mut sound = true;
    for mark in value.chars() {
        match mark {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '{' => depth += 1,
            '}' if depth == 0 => sound = false,
            '}' => depth -= 1,
            _ => {}
        }
    }
    if sound && depth == 0 && !escaped {
        value.to_owned()
    } else {
        value
            .replace(['{', '}'], "")
            .trim_end_matches('\\')
            .to_owned()
    }
}

/// Writes a text so that TeX reads it as it is; the markup of CSL-JSON becomes that of TeX.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(mark) = rest.chars().next() {
        if let Some((found, length)) = tag(rest) {
            out.push_str(match found {
                MarkupTag::Italic => "\\emph{",
                MarkupTag::Bold => "\\textbf{",
                MarkupTag::Superscript => "\\textsuperscript{",
                MarkupTag::Subscript => "\\textsubscript{",
                MarkupTag::SmallCaps => "\\textsc{",
                MarkupTag::NoCase => "{",
                _ => "}",
            });
            rest = &rest[length..];
            continue;
        }
        match mark {
            '&' | '%' | '$' | '#' | '_' | '{' | '}' => {
                out.push('\\');
                out.push(mark);
            }
            '\\' => out.push_str("\\textbackslash{}"),
            '~' => out.push_str("\\textasciitilde{}"),
            '\u{A0}' => out.push('~'),
            '—' => out.push_str("---"),
            '–' => out.push_str("--"),
            _ => out.push(mark),
        }
        rest = &rest[mark.len_utf8()..];
    }
    out
}

fn people(names: &Names) -> String {
    let mut list: Vec<String> = names.list.iter().map(person).collect();
    if names.others {
        list.push("others".to_owned());
    }
    list.join(" and ")
}

fn person(name: &PersonName) -> String {
    let part = |text: &str| escape(text);
    if name.office {
        return format!("{{{}}}", part(&name.family));
    }
    let extended = !name.dropping.is_empty() || name.particle.chars().any(char::is_uppercase);
    if extended {
        let mut parts = vec![format!("family={}", guarded(&part(&name.family)))];
        for (label, text) in [("given", &name.given), ("suffix", &name.suffix)] {
            if !text.is_empty() {
                parts.push(format!("{label}={}", guarded(&part(text))));
            }
        }
        let (prefix, keeps) = if name.dropping.is_empty() {
            (&name.particle, "true")
        } else {
            (&name.dropping, "false")
        };
        parts.push(format!(
            "prefix={}, useprefix={keeps}",
            guarded(&part(prefix))
        ));
        return parts.join(", ");
    }
    let mut family = guarded(&part(&name.family));
    if family.chars().next().is_some_and(char::is_lowercase) {
        family = format!("{{{family}}}");
    }
    if !name.particle.is_empty() {
        family = format!("{} {family}", part(&name.particle));
    }
    match (name.suffix.as_str(), name.given.as_str()) {
        ("", "") => family,
        ("", given) => format!("{family}, {}", guarded(&part(given))),
        (suffix, given) => format!("{family}, {}, {}", part(suffix), guarded(&part(given))),
    }
}

/// Puts braces around a part that would be divided.
fn guarded(part: &str) -> String {
    let divides = part.contains(',') || part.split_whitespace().any(|word| word == "and");
    if divides {
        format!("{{{part}}}")
    } else {
        part.to_owned()
    }
}

/// Returns a work as an entry of BibLaTeX.
fn entry(work: &Item) -> BibtexEntry {
    let (kind, subtype) = types::written(work.kind);
    let mut entry = BibtexEntry {
        kind: kind.to_owned(),
        key: work.key.clone(),
        fields: Vec::new(),
    };
    let mut put = |name: &str, value: String| {
        if !value.is_empty() {
            entry.fields.push((name.to_owned(), value));
        }
    };
    for (role, names) in &work.names {
        let name = match (role, work.kind) {
            (NameVariable::Director, Kind::MotionPicture) => "author".to_owned(),
            (NameVariable::ContainerAuthor, _) => "bookauthor".to_owned(),
            (NameVariable::CollectionEditor, _) => "serieseditor".to_owned(),
            (NameVariable::OriginalAuthor, _) => "origauthor".to_owned(),
            _ => role.to_string(),
        };
        put(&name, people(names));
    }
    for (variable, text) in &work.texts {
        let (name, value) = field(work, *variable, text);
        put(&name, value);
    }
    for (variable, date) in &work.dates {
        let name = match variable {
            DateVariable::Issued => "date".to_owned(),
            DateVariable::Accessed => "urldate".to_owned(),
            DateVariable::OriginalDate => "origdate".to_owned(),
            DateVariable::EventDate => "eventdate".to_owned(),
            other => other.to_string(),
        };
        put(&name, dates::write(date));
    }
    for (name, value) in work.custom.iter().chain(&work.unknown) {
        let text = value
            .as_str()
            .map_or_else(|| value.to_string(), str::to_owned);
        put(
            name,
            if value.is_string() {
                text
            } else {
                escape(&text)
            },
        );
    }
    if let Some(subtype) = subtype {
        entry.fields.push(("entrysubtype".to_owned(), subtype));
    }
    entry
}

/// Returns the field for the title of what a work of a kind is a part of.
fn container_field(kind: &Kind) -> &'static str {
    match kind {
        Kind::ArticleJournal
        | Kind::ArticleMagazine
        | Kind::ArticleNewspaper
        | Kind::Periodical
        | Kind::Review
        | Kind::Legislation
        | Kind::LegalCase => "journaltitle",
        Kind::Webpage | Kind::PostWeblog | Kind::Post => "titleaddon",
        _ => "booktitle",
    }
}

fn field(work: &Item, variable: Variable, text: &str) -> (String, String) {
    let container = container_field(&work.kind);
    let serial =
        container == "journaltitle" && !matches!(work.kind, Kind::Legislation | Kind::LegalCase);
    let main = work.text(S::VolumeTitle).is_some();
    let name = match variable {
        Variable::Standard(S::Title) if main && container == "booktitle" => "maintitle",
        Variable::Standard(S::VolumeTitle) => "title",
        Variable::Standard(S::ContainerTitle) => container,
        Variable::Standard(S::ContainerTitleShort) => "shortjournal",
        Variable::Standard(S::TitleShort) => "shorttitle",
        Variable::Standard(S::CollectionTitle) => "series",
        Variable::Standard(S::EventTitle) => "eventtitle",
        Variable::Standard(S::EventPlace) => "venue",
        Variable::Standard(S::Publisher) if matches!(work.kind, Kind::Report | Kind::Thesis) => {
            "institution"
        }
        Variable::Standard(S::PublisherPlace) => "location",
        Variable::Standard(S::OriginalTitle) => "origtitle",
        Variable::Standard(S::OriginalPublisher) => "origpublisher",
        Variable::Standard(S::OriginalPublisherPlace) => "origlocation",
        Variable::Standard(S::Genre) => "type",
        Variable::Standard(S::Status) => "pubstate",
        Variable::Standard(S::Annote) => "annotation",
        Variable::Standard(S::Keyword) => "keywords",
        Variable::Standard(S::CallNumber) => "library",
        Variable::Standard(S::License) => "rights",
        Variable::Standard(S::Authority) if work.kind == Kind::LegalCase => "institution",
        Variable::Standard(S::DOI) => "doi",
        Variable::Standard(S::URL) => "url",
        Variable::Standard(S::ISBN) => "isbn",
        Variable::Standard(S::ISSN) => "issn",
        Variable::Standard(S::PMID) => "pmid",
        Variable::Standard(S::PMCID) => "pmcid",
        Variable::Page(PageVariable::Page) => "pages",
        Variable::Number(N::Issue) if serial => "number",
        Variable::Number(N::Number) if serial => "eid",
        Variable::Number(N::CollectionNumber) if work.text(S::CollectionTitle).is_some() => {
            "number"
        }
        Variable::Number(N::NumberOfVolumes) => "volumes",
        Variable::Number(N::PartNumber) => "part",
        Variable::Number(N::ChapterNumber) => "chapter",
        Variable::Number(N::NumberOfPages) => "pagetotal",
        other => return (other.to_string(), escape(text)),
    };
    let verbatim = matches!(name, "doi" | "url");
    let value = if verbatim {
        text.replace(['{', '}'], "")
    } else {
        escape(text)
    };
    (name.to_owned(), value)
}

/// Puts the value of a custom field, for other formats that write it in a line.
pub(in crate::render::citations) fn custom_text(value: &Value) -> String {
    value
        .as_str()
        .map_or_else(|| value.to_string(), str::to_owned)
}
