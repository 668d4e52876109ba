//! CSL-JSON, the form that reference managers share, read and written.

use hayagriva::citationberg::taxonomy::{Kind, Variable};
use serde_json::{Map, Value, json};

use super::item::{self, Item, Names, PartialDate, PersonName, WorkDate};

/// Reads an item. `None` where it is no object.
pub(super) fn read(value: &Value) -> Option<Item> {
    let object = value.as_object()?;
    let text = |name: &str| object.get(name).and_then(scalar);
    let key = text("citation-key")
        .or_else(|| text("id"))
        .unwrap_or_default();
    let known = text("type").and_then(|name| item::kind(&name));
    let mut work = Item::new(&key, known.unwrap_or(Kind::Document));
    for (name, value) in object {
        let kept = match name.as_str() {
            "id" | "citation-key" => true,
            "type" => known.is_some(),
            "custom" => custom(value, &mut work),
            // Zotero shortens this name.
            "journalAbbreviation" => {
                let short =
                    hayagriva::citationberg::taxonomy::StandardVariable::ContainerTitleShort;
                scalar(value).is_some_and(|text| work.put(short, text))
            }
            _ => field(name, value, &mut work),
        };
        if !kept {
            work.unknown.push((name.clone(), value.clone()));
        }
    }
    Some(work)
}

fn custom(value: &Value, work: &mut Item) -> bool {
    let Some(object) = value.as_object() else {
        return false;
    };
    let fields = object
        .iter()
        .map(|(name, value)| (name.clone(), value.clone()));
    work.custom.extend(fields);
    true
}

fn field(name: &str, value: &Value, work: &mut Item) -> bool {
    match item::variable(name) {
        Some(Variable::Name(role)) => {
            let Some(names) = names(value) else {
                return false;
            };
            if !names.list.is_empty() {
                work.names.push((role, names));
            }
            true
        }
        Some(Variable::Date(variable)) => match date(value) {
            Some(date) => {
                work.dates.push((variable, date));
                true
            }
            None => false,
        },
        Some(variable) => match scalar(value) {
            Some(text) => text.is_empty() || work.put(variable, text),
            None => false,
        },
        None => false,
    }
}

fn scalar(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.trim().to_owned()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

fn names(value: &Value) -> Option<Names> {
    let mut names = Names::default();
    for value in value.as_array()? {
        let text = |name: &str| value.get(name).and_then(scalar).unwrap_or_default();
        let literal = match value {
            Value::String(name) => name.trim().to_owned(),
            _ => text("literal"),
        };
        if literal == "others" {
            names.others = true;
        } else if !literal.is_empty() {
            names.list.push(PersonName::office(literal));
        } else {
            let name = PersonName {
                family: text("family"),
                given: text("given"),
                particle: text("non-dropping-particle"),
                dropping: text("dropping-particle"),
                suffix: text("suffix"),
                office: false,
            };
            if name != PersonName::default() {
                names.list.push(divided(name));
            }
        }
    }
    Some(names)
}

/// Divides the particles of a name that has them within its parts: `van den Brakel`.
fn divided(mut name: PersonName) -> PersonName {
    if name.family.is_empty() {
        name.family = std::mem::take(&mut name.given);
        return name;
    }
    if name.particle.is_empty() && name.dropping.is_empty() && !name.given.is_empty() {
        let end = small_words(&name.family);
        if end > 0 {
            name.particle = name.family[..end].trim_end().to_owned();
            name.family = name.family[end..].to_owned();
        }
    }
    name
}

/// Returns where the words that begin with a small letter end, before the last word.
pub(super) fn small_words(text: &str) -> usize {
    let mut end = 0;
    for word in text.split_inclusive(' ') {
        let small = word.chars().next().is_some_and(char::is_lowercase);
        if !small || end + word.len() == text.len() {
            break;
        }
        end += word.len();
    }
    end
}

fn date(value: &Value) -> Option<WorkDate> {
    if let Some(raw) = value
        .as_str()
        .or_else(|| value.get("raw").and_then(Value::as_str))
    {
        return Some(super::dates::read(raw));
    }
    let object = value.as_object()?;
    let mut date = WorkDate {
        literal: object.get("literal").and_then(scalar).unwrap_or_default(),
        circa: object.get("circa").is_some_and(|circa| match circa {
            Value::Bool(circa) => *circa,
            other => scalar(other).is_some_and(|text| text == "1" || text == "true"),
        }),
        ..WorkDate::default()
    };
    let mut days = object
        .get("date-parts")
        .and_then(Value::as_array)
        .into_iter()
        .flatten();
    date.start = days.next().and_then(day);
    if let Some(end) = days.next() {
        date.end = day(end);
        date.open = date.end.is_none();
    }
    let season = object
        .get("season")
        .and_then(scalar)
        .and_then(|season| season.parse().ok());
    if let (Some(start), Some(season)) = (&mut date.start, season) {
        start.season = Some(season);
    }
    (date != WorkDate::default()).then_some(date)
}

fn day(value: &Value) -> Option<PartialDate> {
    let number = |part: &Value| scalar(part).and_then(|text| text.parse::<i32>().ok());
    let parts: Vec<i32> = value.as_array()?.iter().map_while(number).collect();
    let year = *parts
        .first()
        .filter(|year| (-99_999..=99_999).contains(*year))?;
    let part = |at: usize, most: u8| {
        let part = parts.get(at).and_then(|part| u8::try_from(*part).ok());
        part.filter(|part| (1..=most).contains(part))
    };
    let season = parts.get(1).and_then(|part| u8::try_from(*part).ok());
    let season = season.and_then(|part| match part {
        13..=16 => Some(part - 12),
        21..=24 => Some(part - 20),
        _ => None,
    });
    Some(PartialDate {
        year,
        month: part(1, 12),
        day: part(2, 31),
        season,
    })
}

/// Writes an item.
pub(super) fn write(work: &Item) -> Value {
    let mut out = Map::new();
    out.insert("id".to_owned(), json!(work.key));
    out.insert("type".to_owned(), json!(item::kind_name(work.kind)));
    for (variable, text) in &work.texts {
        out.insert(variable.to_string(), json!(text));
    }
    for (role, names) in &work.names {
        out.insert(role.to_string(), write_names(names));
    }
    for (variable, date) in &work.dates {
        out.insert(variable.to_string(), write_date(date));
    }
    if !work.custom.is_empty() {
        out.insert(
            "custom".to_owned(),
            Value::Object(work.custom.iter().cloned().collect()),
        );
    }
    for (name, value) in &work.unknown {
        out.insert(name.clone(), value.clone());
    }
    Value::Object(out)
}

fn write_names(names: &Names) -> Value {
    let mut list: Vec<Value> = names.list.iter().map(write_name).collect();
    if names.others {
        list.push(json!({ "literal": "others" }));
    }
    Value::Array(list)
}

fn write_name(name: &PersonName) -> Value {
    if name.office {
        return json!({ "literal": name.family });
    }
    let parts = [
        ("family", &name.family),
        ("given", &name.given),
        ("non-dropping-particle", &name.particle),
        ("dropping-particle", &name.dropping),
        ("suffix", &name.suffix),
    ];
    let parts = parts.into_iter().filter(|(_, part)| !part.is_empty());
    Value::Object(
        parts
            .map(|(name, part)| (name.to_owned(), json!(part)))
            .collect(),
    )
}

fn write_date(date: &WorkDate) -> Value {
    let mut out = Map::new();
    let day = |day: PartialDate| {
        let mut parts = vec![day.year];
        if let Some(month) = day.month {
            parts.push(i32::from(month));
            parts.extend(day.day.map(i32::from));
        }
        json!(parts)
    };
    if let Some(start) = date.start {
        let mut days = vec![day(start)];
        match date.end {
            Some(end) => days.push(day(end)),
            None if date.open => days.push(json!([])),
            None => {}
        }
        out.insert("date-parts".to_owned(), Value::Array(days));
        if let Some(season) = start.season {
            out.insert("season".to_owned(), json!(season));
        }
    }
    if date.circa {
        out.insert("circa".to_owned(), json!(true));
    }
    if !date.literal.is_empty() {
        out.insert("literal".to_owned(), json!(date.literal));
    }
    Value::Object(out)
}
