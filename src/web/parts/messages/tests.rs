//! Every language has every message, and says numbers, dates and names as people expect.

use std::collections::{BTreeMap, BTreeSet};

use super::*;
use crate::domain::Field;

/// Each message of a language with the variables in it.
fn messages(locale: Locale) -> BTreeMap<String, BTreeSet<String>> {
    let text = source(locale);
    assert!(
        FluentResource::try_new(text.to_owned()).is_ok(),
        "{locale:?} has a mistake"
    );
    let mut found: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut current = String::new();
    for line in text.lines() {
        if let Some((id, _)) = line.split_once(" = ").filter(|_| !line.starts_with(' ')) {
            assert!(!found.contains_key(id), "{locale:?} has {id} twice");
            id.clone_into(&mut current);
        }
        let variables = line.split('$').skip(1).map(|rest| {
            let end = rest.find(|character: char| !character.is_alphanumeric());
            rest[..end.unwrap_or(rest.len())].to_owned()
        });
        found.entry(current.clone()).or_default().extend(variables);
    }
    found
}

#[test]
fn every_language_has_every_message() {
    let english = messages(Locale::English);
    for locale in Locale::ALL {
        let own = messages(locale);
        for (id, variables) in &english {
            assert_eq!(own.get(id), Some(variables), "{locale:?}: {id}");
        }
        assert_eq!(own.len(), english.len(), "{locale:?} has messages too many");
    }
}

#[test]
fn every_field_has_a_label_and_help() {
    let english = messages(Locale::English);
    for field in Field::all() {
        let id = format!("field-{}", field.key());
        assert!(english.contains_key(&id), "{id}");
        assert!(english.contains_key(&format!("{id}-help")), "{id}-help");
    }
}

#[test]
fn every_message_that_is_used_exists() {
    let english = messages(Locale::English);
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let folders = [root.join("templates"), root.join("src/web")];
    let mut files = Vec::new();
    let mut waiting: Vec<_> = folders.to_vec();
    while let Some(folder) = waiting.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            match path.is_dir() {
                true => waiting.push(path),
                false => files.push(path),
            }
        }
    }
    let own = root.join("src/web/parts/messages");
    for file in files.iter().filter(|path| !path.starts_with(&own)) {
        let text = String::from_utf8_lossy(&std::fs::read(file).unwrap()).into_owned();
        for call in [
            ".say(\"",
            ".count(\"",
            ".with(\"",
            ".with_two(\n",
            ".with_two(\"",
        ] {
            for rest in text.split(call).skip(1) {
                let id: String = rest
                    .trim_start_matches([' ', '"'])
                    .chars()
                    .take_while(|character| character.is_alphanumeric() || *character == '-')
                    .collect();
                assert!(
                    english.contains_key(&id),
                    "{}: there is no message “{id}”",
                    file.display()
                );
            }
        }
    }
    for kind in Kind::ALL {
        for form in ["kind", "kinds", "count"] {
            assert!(english.contains_key(&format!("{form}-{}", kind.name())));
        }
    }
}

#[test]
fn numbers_dates_and_plurals_follow() {
    let [english, french, spanish, russian] = Locale::ALL.map(Words);
    assert_eq!(english.count("pages", 1), "1 page");
    assert_eq!(english.count("pages", 1234), "1,234 pages");
    assert_eq!(french.count("pages", 0), "0 page");
    assert_eq!(spanish.count("pages", 2), "2 páginas");
    assert_eq!(russian.count("pages", 21), "21 страница");
    assert_eq!(russian.count("pages", 3), "3 страницы");
    assert_eq!(russian.count("pages", 11), "11 страниц");
    let date = Date::parse("2018-04-01").unwrap();
    assert_eq!(english.date(date), "1 April 2018");
    assert_eq!(french.date(date), "1er avril 2018");
    assert_eq!(spanish.date(date), "1 de abril de 2018");
    assert_eq!(russian.date(date), "1 апреля 2018 г.");
    let since = Period::parse("2020-03/").unwrap();
    assert_eq!(russian.period(since), "С марта 2020 г.");
}

#[test]
fn accents_do_not_change_the_order() {
    let mut names = ["Zambie", "Émirats", "Espagne", "États-Unis"];
    names.sort_by_key(|name| sort_key(name));
    assert_eq!(names, ["Émirats", "Espagne", "États-Unis", "Zambie"]);
}
