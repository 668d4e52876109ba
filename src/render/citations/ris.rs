//! RIS, the form of databases and of EndNote, read.

use hayagriva::citationberg::taxonomy::{
    DateVariable, Kind, NameVariable, NumberVariable as N, PageVariable, StandardVariable as S,
    Variable,
};
use serde_json::Value;

use super::dates;
use super::item::{self, Item, Names, PersonName};
use super::ris_tags::{PEOPLE, TEXTS, TYPES};

/// Tells whether a text begins as RIS does.
pub(super) fn is_ris(text: &str) -> bool {
    line(text.trim_start().lines().next().unwrap_or_default()).is_some_and(|(tag, _)| tag == "TY")
}

pub(super) fn line(text: &str) -> Option<(&str, &str)> {
    let (tag, rest) = text.trim_end().split_at_checked(2)?;
    let value = rest.trim_start().strip_prefix('-')?;
    let sound = tag
        .bytes()
        .all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit());
    sound.then(|| (tag, value.trim()))
}

/// Reads the records of a file, each with the line it begins in.
pub(super) fn read(text: &str) -> Vec<(usize, Item)> {
    let mut works = Vec::new();
    let mut record: Option<(usize, Vec<(String, String)>)> = None;
    let mut offset = 0;
    for whole in text.split_inclusive('\n') {
        let start = offset;
        offset += whole.len();
        match line(whole) {
            Some(("TY", kind)) => {
                works.extend(record.take().map(|(at, fields)| (at, work(&fields))));
                record = Some((start, vec![("TY".to_owned(), kind.to_owned())]));
            }
            Some(("ER", _)) => works.extend(record.take().map(|(at, fields)| (at, work(&fields)))),
            Some((tag, value)) => {
                if let Some((_, fields)) = &mut record {
                    fields.push((tag.to_owned(), value.to_owned()));
                }
            }
            // A line without a tag goes on with the one before.
            None => {
                let last = record.as_mut().and_then(|(_, fields)| fields.last_mut());
                if let Some((_, value)) = last.filter(|_| !whole.trim().is_empty()) {
                    value.push('\n');
                    value.push_str(whole.trim());
                }
            }
        }
    }
    works.extend(record.map(|(at, fields)| (at, work(&fields))));
    works
}

fn work(fields: &[(String, String)]) -> Item {
    let kind = fields
        .first()
        .and_then(|(_, kind)| TYPES.iter().find(|(name, _)| name == kind));
    let mut work = Item::new("", kind.map_or(Kind::Document, |(_, kind)| *kind));
    let mut pages = (None, None);
    for (tag, value) in fields.iter().filter(|(_, value)| !value.is_empty()) {
        match tag.as_str() {
            "TY" => {}
            "ID" => work.key = value.clone(),
            "SP" => pages.0 = Some(value.as_str()),
            "EP" => pages.1 = Some(value.as_str()),
            "U1" if own(value, &mut work) => {}
            _ => {
                if !field(tag, value, &mut work) {
                    work.custom
                        .push((tag.clone(), Value::String(value.clone())));
                }
            }
        }
    }
    let page = match pages {
        (Some(first), Some(last)) if first != last && !first.contains(['-', '–']) => {
            format!("{first}–{last}")
        }
        (Some(first), _) => first.to_owned(),
        (None, Some(last)) => last.to_owned(),
        (None, None) => String::new(),
    };
    work.put(PageVariable::Page, page);
    if work.key.is_empty() {
        work.key = super::key::key(&work);
    }
    work
}

/// Reads a variable that RIS has no tag for: `U1  - event-title: …`.
fn own(value: &str, work: &mut Item) -> bool {
    let Some((name, text)) = value.split_once(": ") else {
        return false;
    };
    match name {
        "type" => match item::kind(text) {
            Some(kind) => work.kind = kind,
            None => return false,
        },
        _ => match (name.strip_prefix("custom "), item::variable(name)) {
            (Some(name), _) => work
                .custom
                .push((name.to_owned(), Value::String(text.to_owned()))),
            (None, Some(Variable::Name(role))) => add(work, role, person(text), text == "others"),
            (None, Some(Variable::Date(variable))) => {
                work.dates.push((variable, dates::read(text)));
            }
            (None, Some(variable)) => {
                return work.put(variable, text) || work.mark_up(variable, text);
            }
            (None, None) => return false,
        },
    }
    true
}

fn add(work: &mut Item, role: NameVariable, name: PersonName, others: bool) {
    let at = work
        .names
        .iter()
        .position(|(known, _)| *known == role)
        .unwrap_or_else(|| {
            work.names.push((role, Names::default()));
            work.names.len() - 1
        });
    let names = &mut work.names[at].1;
    if others {
        names.others = true;
    } else {
        names.list.push(name);
    }
}

/// Tells whether a work stands in another, which has a title of its own.
fn is_in_container(kind: Kind) -> bool {
    matches!(
        kind,
        Kind::ArticleJournal
            | Kind::ArticleMagazine
            | Kind::ArticleNewspaper
            | Kind::Chapter
            | Kind::PaperConference
            | Kind::EntryEncyclopedia
            | Kind::EntryDictionary
            | Kind::Webpage
            | Kind::PostWeblog
    )
}

fn keyword(value: &str, work: &mut Item) -> bool {
    let mut texts = work.texts.iter_mut();
    match texts.find(|(name, _)| *name == Variable::Standard(S::Keyword)) {
        Some((_, words)) => {
            words.push_str(&format!(", {value}"));
            true
        }
        None => work.put(S::Keyword, value),
    }
}

pub(super) fn field(tag: &str, value: &str, work: &mut Item) -> bool {
    if let Some((_, role)) = PEOPLE.iter().find(|(known, _)| *known == tag) {
        add(
            work,
            *role,
            person(value),
            matches!(value, "others" | "et al."),
        );
        return true;
    }
    if let Some((_, variable)) = TEXTS.iter().find(|(known, _)| *known == tag) {
        let text = if tag == "ET" {
            value.trim_end_matches(" ed.").to_owned()
        } else {
            value.to_owned()
        };
        return work.put(*variable, text);
    }
    match tag {
        "T2" | "JF" | "JO" | "BT" if is_in_container(work.kind) => {
            work.put(S::ContainerTitle, value)
        }
        "T2" | "T3" | "BT" => work.put(S::CollectionTitle, value),
        "IS" if matches!(
            work.kind,
            Kind::ArticleJournal | Kind::ArticleMagazine | Kind::ArticleNewspaper
        ) =>
        {
            work.put(N::Issue, value)
        }
        "IS" | "M1" => work.put(N::Number, value),
        "DO" => work.put(S::DOI, bibtex_doi(value)),
        "UR" | "L2" => work.put(S::URL, value),
        "SN" => {
            let book = matches!(work.kind, Kind::Book | Kind::Chapter)
                || value.replace(['-', ' '], "").len() > 9;
            work.put(if book { S::ISBN } else { S::ISSN }, value)
        }
        "KW" => keyword(value, work),
        "PY" | "Y1" | "DA" | "Y2" => date(tag, value, work),
        _ => false,
    }
}

fn bibtex_doi(value: &str) -> String {
    let lower = value.to_lowercase();
    let at = lower
        .find("10.")
        .filter(|_| lower.starts_with("http") || lower.starts_with("doi"));
    at.map_or(value, |at| &value[at..]).to_owned()
}

/// Reads `2019/05/03/words`.
fn date(tag: &str, value: &str, work: &mut Item) -> bool {
    let parts: Vec<&str> = value.split('/').collect();
    let digits = |part: &&str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let known: Vec<&str> = parts
        .iter()
        .take(3)
        .copied()
        .take_while(|part| digits(part))
        .collect();
    let spans = parts.len() == 2 && parts[1].len() == 4;
    let found = if known.is_empty() || spans {
        dates::read(value)
    } else {
        dates::read(&known.join("-"))
    };
    let variable = if tag == "Y2" {
        DateVariable::Accessed
    } else {
        DateVariable::Issued
    };
    let before = work.dates.iter().position(|(name, _)| *name == variable);
    match before {
        // The fuller of the year and the date counts.
        Some(at) if found.start.is_some_and(|day| day.month.is_some()) => work.dates[at].1 = found,
        Some(_) => {}
        None => work.dates.push((variable, found)),
    }
    true
}

/// Reads `van Beethoven, Ludwig, Jr.`; a name of several words without a comma is an office, and so
/// is one with a comma at its end, as EndNote has it.
pub(super) fn person(value: &str) -> PersonName {
    if let Some(office) = value.trim().strip_suffix(',') {
        return PersonName::office(office.trim());
    }
    if !value.contains(',') && !value.trim().contains(' ') {
        return PersonName {
            family: value.trim().to_owned(),
            ..PersonName::default()
        };
    }
    let parts: Vec<&str> = value
        .split(',')
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .collect();
    let (family, given, suffix) = match parts[..] {
        [family, given] => (family, given, ""),
        [family, given, suffix] if suffix.len() <= 6 => (family, given, suffix),
        _ => return PersonName::office(value.trim().trim_end_matches(',')),
    };
    // An office with a comma, as “National Academies of Sciences, Engineering, and Medicine”.
    if family.split(' ').count() > 4 || given.split(' ').count() > 4 {
        return PersonName::office(value.trim());
    }
    let end = super::csl_json::small_words(family);
    PersonName {
        particle: family[..end].trim_end().to_owned(),
        family: family[end..].to_owned(),
        given: given.to_owned(),
        suffix: suffix.to_owned(),
        ..PersonName::default()
    }
}
