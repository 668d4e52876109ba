//! What a form shows, and that what comes back changes nothing else.

use std::path::Path;

use proptest::prelude::*;

use super::*;
use crate::domain::Vocabulary;
use crate::domain::yaml_edit::{body, edit};

const SOURCE: &str = "---\n# about it\ntitle: \"A title\"\nsummary: >\n  Two\n  lines.\nkind: case-study\n\
    countries: [EE, 'FI'] # two\npartners:\n  - { name: Positium, sector: private, note: kept }\n  - Elisa\n\
    colour: [red, {deep: blue}]\ndraft: true\nsessions:\n  - title: One\n    speakers: [Ada, Bea]\n    \
    room: 7\n  - title: Two\nanswers: {q1: Yes, q2: No}\n---\n\nText.\n";

fn vocabulary() -> Vocabulary {
    let text = "[[facet]]\nkey = \"moods\"\nlabel = \"Moods\"\n";
    Vocabulary::parse(text).0
}

fn read(source: &str) -> Entries {
    Entries::read(source, &vocabulary()).unwrap()
}

/// Changes one entry of a form and returns the file that results.
fn changed(source: &str, key: &str, change: impl FnOnce(&mut Entry)) -> String {
    let before = read(source);
    let mut after = before.clone();
    change(after.0.get_mut(key).unwrap());
    let result = edit(source, &edits(&before, &after)).unwrap();
    // What was typed is what the form shows next, but for the numbers of rows.
    if !matches!(after.get(key), Entry::Rows(_)) {
        assert_eq!(edits(&read(&result), &after), [], "{result}");
    }
    result
}

fn set(text: &str) -> impl FnOnce(&mut Entry) + '_ {
    move |entry| *entry = Entry::Text(text.to_owned())
}

fn rows(entry: &mut Entry) -> &mut Vec<Row> {
    match entry {
        Entry::Rows(rows) => rows,
        entry => panic!("{entry:?}"),
    }
}

#[test]
fn a_form_that_comes_back_as_it_went_changes_nothing() {
    let entries = read(SOURCE);
    assert_eq!(edits(&entries, &entries), []);
    assert_eq!(entries.text("summary"), "Two lines.");
    assert_eq!(entries.text("draft"), "true");
    assert_eq!(entries.get("moods"), &Entry::List(Vec::new()));
    // A browser sends other line ends, and text areas keep white space.
    let mut after = entries.clone();
    let sent = Entry::Text("Two lines.\r\n".to_owned());
    after.0.insert("summary".to_owned(), sent);
    assert_eq!(edits(&entries, &after), []);
}

#[test]
fn each_change_is_one_of_its_own_bytes() {
    for (key, text, old, new) in [
        (
            "title",
            "Another: title",
            "\"A title\"",
            "\"Another: title\"",
        ),
        ("draft", "", "draft: true\n", ""),
        ("kind", "lesson", "kind: case-study", "kind: lesson"),
    ] {
        assert_eq!(
            changed(SOURCE, key, set(text)),
            SOURCE.replacen(old, new, 1)
        );
    }
    let dated = changed("---\ntitle: A\n---\n", "date", set("2024-05-01"));
    assert_eq!(dated, "---\ntitle: A\ndate: 2024-05-01\n---\n");
    let drafted = changed("Text.\n", "draft", set("true"));
    assert_eq!(drafted, "---\ndraft: true\n---\nText.\n");
}

#[test]
fn lists_change_item_by_item() {
    let list = |items: &[&str]| Entry::List(items.iter().map(|item| (*item).to_owned()).collect());
    for (items, wanted) in [
        (&["EE", "SE", "FI"][..], "[EE, SE, 'FI'] # two"),
        (&["FI"], "['FI'] # two"),
        (&["EE", "", "LV"], "[EE, 'LV'] # two"),
    ] {
        let result = changed(SOURCE, "countries", |entry| *entry = list(items));
        assert_eq!(result, SOURCE.replacen("[EE, 'FI'] # two", wanted, 1));
    }
    // The order of terms is the file's, whatever the order of the boxes.
    let source = "---\nmoods: [merry, calm]\n---\n";
    let result = changed(source, "moods", |entry| {
        *entry = list(&["calm", "merry", "sad"]);
    });
    assert_eq!(result, "---\nmoods: [merry, calm, sad]\n---\n");
}

#[test]
fn a_value_alone_is_a_list_of_one() {
    let list = |items: &[&str]| Entry::List(items.iter().map(|item| (*item).to_owned()).collect());
    for (items, wanted) in [
        (&["sad"][..], "moods: sad # so"),
        (&["calm", "sad"], "moods: [calm, sad] # so"),
        (&["merry", "sad"], "moods: [merry, sad] # so"),
    ] {
        let source = "---\ntitle: A\nmoods: calm # so\ndraft: true\n---\nText.\n";
        let result = changed(source, "moods", |entry| *entry = list(items));
        assert_eq!(result, source.replacen("moods: calm # so", wanted, 1));
    }
    let source = "---\nauthors: Ada\n---\n";
    let result = changed(source, "authors", |entry| *entry = list(&["Bea", "Ada"]));
    assert_eq!(result, "---\nauthors: [Bea, Ada]\n---\n");
    let source = "---\nsessions:\n  - title: One\n    chair: Ada\n---\n";
    let result = changed(source, "sessions", |entry| {
        let names = ["Ada", "Bea"].map(str::to_owned);
        rows(entry)[0].parts[9] = Part::List(names.into());
    });
    assert_eq!(
        result,
        source.replacen("chair: Ada", "chair: [Ada, Bea]", 1)
    );
}

#[test]
fn rows_keep_what_their_columns_do_not_show() {
    let result = changed(SOURCE, "partners", |entry| {
        rows(entry)[0].parts[0] = Part::Text("Positium OÜ".to_owned());
    });
    let wanted = SOURCE.replacen("name: Positium,", "name: Positium OÜ,", 1);
    assert_eq!(result, wanted);
    let result = changed(SOURCE, "partners", |entry| {
        rows(entry)[1].parts[1] = Part::Text("private".to_owned());
    });
    assert!(
        result.contains("note: kept") && result.contains("name: Elisa"),
        "{result}"
    );
    let result = changed(SOURCE, "sessions", |entry| {
        let rows = rows(entry);
        rows.remove(1);
        let parts = read(SOURCE).get("sessions").clone();
        let Entry::Rows(mut like) = parts else {
            panic!()
        };
        let mut new = like.remove(1);
        new.origin = None;
        new.parts[0] = Part::Text("Three".to_owned());
        rows.push(new);
    });
    assert_eq!(result, SOURCE.replacen("title: Two", "title: Three", 1));
    assert!(result.contains("room: 7"));
}

#[test]
fn answers_are_pairs() {
    let result = changed(SOURCE, "answers", |entry| {
        rows(entry)[1].parts[1] = Part::Text("Perhaps".to_owned());
    });
    assert!(result.contains("{q1: Yes, q2: Perhaps}"), "{result}");
    let result = changed(SOURCE, "answers", |entry| {
        let rows = rows(entry);
        rows.remove(0);
        rows.push(Row {
            parts: vec![Part::Text("q3".to_owned()), Part::Text("So".to_owned())],
            ..Row::default()
        });
    });
    assert!(result.contains("{q2: No, q3: So}"), "{result}");
}

#[test]
fn what_a_form_cannot_show_stays() {
    let source = "---\ntitle: {a: b}\ncountries: [[EE]]\npartners: Positium\ndraft: maybe\n---\n";
    let entries = read(source);
    for key in ["title", "countries", "partners", "draft"] {
        assert_eq!(entries.get(key), &Entry::Other, "{key}");
    }
    let mut after = entries.clone();
    for entry in after.0.values_mut() {
        *entry = Entry::Text("typed".to_owned());
    }
    let text = edit(source, &edits(&entries, &after)).unwrap();
    assert!(text.contains("title: {a: b}\ncountries: [[EE]]\npartners: Positium\ndraft: maybe"));
    assert!(Entries::read("---\ntitle: [\n---\n", &vocabulary()).is_err());
}

/// Returns every page of the project's content.
fn pages() -> Vec<String> {
    fn walk(folder: &Path, pages: &mut Vec<String>) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                walk(&path, pages);
            } else if path.extension().is_some_and(|ending| ending == "md") {
                pages.push(std::fs::read_to_string(path).unwrap());
            }
        }
    }
    let mut pages = Vec::new();
    let content = Path::new(env!("CARGO_MANIFEST_DIR")).join("content");
    walk(&content, &mut pages);
    assert!(pages.len() > 80, "{}", pages.len());
    pages
}

#[test]
fn every_field_of_every_page_changes_alone() {
    let mut count = 0;
    for source in pages() {
        let entries = read(&source);
        for (key, entry) in &entries.0 {
            let mut after = entries.clone();
            let new = match entry {
                Entry::Text(_) => Entry::Text("Something: else".to_owned()),
                Entry::List(list) => {
                    Entry::List([&list[..], &["Another: one".to_owned()]].concat())
                }
                Entry::Rows(rows) => {
                    let mut rows = rows.clone();
                    let Some(Part::Text(first)) =
                        rows.first_mut().and_then(|row| row.parts.first_mut())
                    else {
                        continue;
                    };
                    "Something: else".clone_into(first);
                    Entry::Rows(rows)
                }
                Entry::Other => continue,
            };
            after.0.insert(key.clone(), new);
            let result = edit(&source, &edits(&entries, &after)).unwrap();
            assert_eq!(body(&result), body(&source));
            let again = read(&result);
            for (other, value) in &entries.0 {
                if other != key {
                    assert_eq!(again.get(other), value, "{other} after {key}:\n{result}");
                }
            }
            count += 1;
        }
    }
    assert!(count > 2_000, "{count}");
}

proptest! {
    #[test]
    fn whatever_is_typed_is_read_back(text in "\\PC{0,20}", key in prop::sample::select(vec!["title", "summary", "place", "date"])) {
        let before = read(SOURCE);
        let mut after = before.clone();
        after.0.insert(key.to_owned(), Entry::Text(text.clone()));
        let result = edit(SOURCE, &edits(&before, &after)).unwrap();
        // Nothing that is typed becomes a key.
        let mut others = read(&result);
        prop_assert_eq!(others.text(key), text.trim());
        others.0.remove(key);
        let mut known = before;
        known.0.remove(key);
        prop_assert_eq!(others, known);
    }
}

#[test]
fn a_line_belongs_to_a_key_or_to_the_text() {
    let key = |line| key_at(SOURCE, line).unwrap_or_default();
    let lines: Vec<String> = (1..=25).map(key).collect();
    assert_eq!(lines[..3], ["", "", "title"]);
    assert_eq!(lines[5], "summary");
    assert_eq!(lines[9], "partners");
    assert_eq!(lines[18], "answers");
    assert_eq!(lines[19..], [""; 6]);
}

#[test]
fn examples_are_lines_that_change_one_by_one() {
    let source = "---\nsessions:\n  - id: one # kept\n    examples:\n      - cases/a # first\n      - {page: cases/b,   note: Why}\n      - {page: cases/c, other: kept}\n  - id: two\n    examples: [cases/a, {page: cases/b, note: Why}]\n---\n";
    let of = |row: usize, change: fn(&mut Vec<String>)| {
        changed(source, "sessions", |entry| {
            let Part::List(lines) = &mut rows(entry)[row].parts[15] else {
                panic!("examples are lines")
            };
            change(lines);
        })
    };
    let before = read(source);
    let Entry::Rows(shown) = before.get("sessions") else {
        panic!("sessions are rows")
    };
    // What a line cannot say stays in the source.
    assert_eq!(shown[0].parts[15], Part::Other);
    let lines = ["cases/a", "cases/b | Why"].map(str::to_owned);
    assert_eq!(shown[1].parts[15], Part::List(lines.into()));
    for (change, wanted) in [
        (
            (|lines| lines.push("cases/c".to_owned())) as fn(&mut Vec<String>),
            "[cases/a, {page: cases/b, note: Why}, cases/c]",
        ),
        (
            |lines| lines[0] = "cases/a | New: here".to_owned(),
            "[{page: cases/a, note: \"New: here\"}, {page: cases/b, note: Why}]",
        ),
        (
            |lines| lines[1] = "cases/b".to_owned(),
            "[cases/a, cases/b]",
        ),
        (
            |lines| lines.swap(0, 1),
            "[{page: cases/b, note: Why}, cases/a]",
        ),
    ] {
        let result = of(1, change);
        let was = "[cases/a, {page: cases/b, note: Why}]";
        assert_eq!(result, source.replacen(was, wanted, 1));
    }
}
