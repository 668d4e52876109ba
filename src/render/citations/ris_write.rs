//! Works as RIS.

use hayagriva::citationberg::taxonomy::{
    DateVariable, NameVariable, NumberVariable as N, StandardVariable as S, Variable,
};

use super::item::{self, Item, Names, PersonName, WorkDate, plain};
use super::ris::{field, line, person};
use super::ris_tags::{PEOPLE, TEXTS, TYPES};
use super::{bibtex, dates};

/// Writes a work as a record.
pub(super) fn write(work: &Item) -> String {
    let mut out = String::new();
    let kind = TYPES.iter().find(|(_, kind)| *kind == work.kind);
    let mut put = |tag: &str, text: &str| {
        let words = text
            .split([' ', '\n', '\r', '\t'])
            .filter(|word| !word.is_empty());
        let text = words.collect::<Vec<_>>().join(" ");
        if !text.is_empty() || tag == "ER" {
            out.push_str(&format!("{tag}  - {text}\r\n"));
        }
    };
    put("TY", kind.map_or("GEN", |(name, _)| name));
    if kind.is_none() {
        put("U1", &format!("type: {}", item::kind_name(work.kind)));
    }
    put("ID", &work.key);
    for (role, names) in &work.names {
        people(*role, names, &mut put);
    }
    for (variable, text) in &work.texts {
        text_line(work, *variable, text, &mut put);
    }
    for (variable, date) in &work.dates {
        date_line(*variable, date, &mut put);
    }
    for (name, value) in work.custom.iter().chain(&work.unknown) {
        let text = bibtex::custom_text(value);
        let known =
            TEXTS.iter().any(|(tag, _)| tag == name) || PEOPLE.iter().any(|(tag, _)| tag == name);
        let own = name.len() == 2 && !known && line(&format!("{name}  - x")).is_some();
        if own {
            put(name, &text);
        } else {
            put("U1", &format!("custom {name}: {text}"));
        }
    }
    put("ER", "");
    out
}

fn people(role: NameVariable, names: &Names, put: &mut dyn FnMut(&str, &str)) {
    let tag = PEOPLE
        .iter()
        .find(|(_, known)| *known == role)
        .map(|(tag, _)| *tag);
    let mut write = |text: &str| match tag {
        Some(tag) => put(tag, text),
        None => put("U1", &format!("{role}: {text}")),
    };
    for name in &names.list {
        let family = [name.particle.as_str(), name.family.as_str()];
        let family: Vec<&str> = family.into_iter().filter(|part| !part.is_empty()).collect();
        let given = [name.given.as_str(), name.dropping.as_str()];
        let given: Vec<&str> = given.into_iter().filter(|part| !part.is_empty()).collect();
        let parts = [family.join(" "), given.join(" "), name.suffix.clone()];
        let parts: Vec<String> = parts
            .into_iter()
            .filter(|part| !part.is_empty())
            .map(|part| plain(&part))
            .collect();
        let text = parts.join(", ");
        let office = name.office && person(&text) != PersonName::office(text.as_str());
        write(&if office { format!("{text},") } else { text });
    }
    if names.others {
        write("others");
    }
}

fn text_line(work: &Item, variable: Variable, text: &str, put: &mut dyn FnMut(&str, &str)) {
    let mut probe = Item::new("", work.kind);
    let tag = match variable {
        Variable::Standard(S::ContainerTitle) => "T2",
        Variable::Standard(S::CollectionTitle) => "T3",
        Variable::Standard(S::DOI) => "DO",
        Variable::Standard(S::URL) => "UR",
        Variable::Standard(S::ISBN | S::ISSN) => "SN",
        Variable::Number(N::Issue) => "IS",
        Variable::Number(N::Number) => "M1",
        _ => TEXTS
            .iter()
            .find(|(_, known)| *known == variable)
            .map_or("", |(tag, _)| tag),
    };
    if let Variable::Page(_) = variable {
        match text.split_once(['–', '-']) {
            Some((first, last))
                if format!("{first}–{last}") == text && !text.contains(',') && first != last =>
            {
                put("SP", first);
                put("EP", last);
            }
            Some(_) => put("U1", &format!("page: {text}")),
            None => put("SP", text),
        }
        return;
    }
    // A tag that would be read as another variable is none for this one.
    let bare = plain(text);
    let returns =
        !tag.is_empty() && field(tag, &bare, &mut probe) && probe.text(variable) == Some(&bare);
    if returns {
        put(tag, &bare);
    }
    // Most programs show markup as it is written, so that stands in a line of its own.
    if !returns || bare != text {
        put("U1", &format!("{variable}: {text}"));
    }
}

fn date_line(variable: DateVariable, date: &WorkDate, put: &mut dyn FnMut(&str, &str)) {
    let text = dates::write(date);
    let simple = date.end.is_none() && !date.open && !date.circa;
    let start = date
        .start
        .filter(|day| simple && day.season.is_none() && (1000..=9999).contains(&day.year));
    match (variable, start) {
        (DateVariable::Issued, Some(day)) => {
            put("PY", &day.year.to_string());
            if day.month.is_some() {
                put("DA", &text.replace('-', "/"));
            }
        }
        (DateVariable::Accessed, Some(_)) => put("Y2", &text.replace('-', "/")),
        _ => put("U1", &format!("{variable}: {text}")),
    }
}
