//! Each field of each page through the form of a browser: what one changes changes, and every other byte
//! of the file is what it was.
//!
//! The project's own content has thousands of fields, so this is for the night. So is a folder of other
//! pages, such as a copy of another group's handbook, which `CONCORD_PAGES` names.

use std::path::{Path, PathBuf};

use axum::http::StatusCode;
use concord::domain::form::{Column, Shape, key_at, shape};
use concord::domain::yaml_edit::body;
use concord::domain::{Field, Role};

use crate::editing::{Form, Writer, tip};
use crate::people::Group;

/// Reads every file of a folder that is text.
fn read(root: &Path) -> Vec<(String, String)> {
    let mut files = Vec::new();
    let mut folders: Vec<PathBuf> = vec![root.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            let name = path.strip_prefix(root).unwrap().to_str().unwrap();
            if name.starts_with('.') {
                continue;
            }
            if path.is_dir() {
                folders.push(path);
            } else if let Ok(text) = std::fs::read_to_string(&path) {
                files.push((name.to_owned(), text));
            }
        }
    }
    files.sort();
    files
}

/// Returns the address of a file's form.
fn address(name: &str) -> String {
    let stem = name.strip_suffix(".md").unwrap();
    let path = match stem {
        "index" => "",
        stem => stem.strip_suffix("/index").unwrap_or(stem),
    };
    let path = concord::domain::path::encode_address(path);
    format!("/-/edit{path}")
}

/// Returns a form with one field changed; nothing where a browser has nothing to change in it.
fn changed(form: &Form, key: &str) -> Option<Form> {
    let name = format!("f.{key}");
    let new = "Something: else";
    let form = form.clone();
    let shape = Field::from_key(key).map_or(Shape::List, shape);
    let is_there = |name: &str| form.0.iter().any(|(known, _)| known == name);
    match shape {
        Shape::Line | Shape::Text if is_there(&name) => Some(form.set(&name, new)),
        Shape::Line | Shape::Text => None,
        Shape::Flag if is_there(&name) => {
            let others = form.0.into_iter().filter(|(known, _)| *known != name);
            Some(Form(others.collect()))
        }
        Shape::Flag => Some(form.add(&name, "true")),
        Shape::List | Shape::Examples => Some(form.add(&name, new)),
        Shape::Rows(columns) => row(form, &name, columns),
        Shape::Pairs => row(form, &name, &concord::domain::form::ANSWERS),
    }
}

/// Changes the first column of the first row, if it is shown.
fn row(form: Form, name: &str, columns: &[Column]) -> Option<Form> {
    let first = format!("{name}.0.{}", columns[0].key);
    let is_there = form.0.iter().any(|(known, _)| *known == first);
    is_there.then(|| form.set(&first, "Something: else"))
}

/// Returns the lines of a file that do not belong to a key; a blank one belongs to what is on both sides
/// of it. Where there was no front matter, its fences belong to the first key.
fn others<'t>(text: &'t str, key: &str, had_front: bool) -> Vec<&'t str> {
    let mut others = Vec::new();
    let lines: Vec<&str> = text.split_inclusive('\n').collect();
    for (index, line) in lines.iter().enumerate() {
        let blank = lines[index..]
            .iter()
            .take_while(|line| line.trim().is_empty());
        let number = u32::try_from(index + blank.count() + 1).unwrap();
        let is_key = key_at(text, number).is_some_and(|found| found == key);
        let is_fence = !had_front && line.trim_end() == "---";
        if !is_key && !is_fence {
            others.push(*line);
        }
    }
    others
}

/// Changes each field of each page; returns how many there were.
async fn change_each(files: &[(String, String)]) -> (usize, usize) {
    let borrowed: Vec<(&str, &str)> = files
        .iter()
        .map(|(name, text)| (name.as_str(), text.as_str()))
        .collect();
    let group = Group::new(&borrowed).await;
    let writer = Writer::new(&group, Role::Administrator).await;
    let before = tip(&group);
    let (mut pages, mut fields) = (0, 0);
    let mut wrong = Vec::new();
    for (name, text) in files.iter().filter(|(name, _)| name.ends_with(".md")) {
        let mut address = address(name);
        let mut shown = writer.get(&address).await;
        // A file that stands for its folder has the folder's address.
        if shown.status == StatusCode::SEE_OTHER {
            shown.header("location").clone_into(&mut address);
            shown = writer.get(&address).await;
        }
        if shown.status != StatusCode::OK {
            assert!(name.contains("template"), "{name}: {}", shown.status);
            continue;
        }
        pages += 1;
        let form = Form::of(&shown);
        let same = writer.send(&address, &form, "save").await;
        if !same.text().contains("Nothing changed") {
            wrong.push(format!("{name}: opened and saved, it is not the same"));
        }
        // What cannot be read opens as source.
        if form.get("mode") == "source" {
            assert_eq!(
                form.get("source").replace("\r\n", "\n"),
                text.replace("\r\n", "\n")
            );
            continue;
        }
        let had_front = body(text).len() < text.len();
        for key in form.get("keys").split_whitespace() {
            let Some(changed) = changed(&form, key) else {
                continue;
            };
            let answer = writer.send(&address, &changed, "source").await;
            let source = Form::of(&answer);
            // A form sends its own line ends; the file's come back with what is sent.
            let result = source.get("source").replace("\r\n", "\n");
            let text = text.replace("\r\n", "\n");
            fields += 1;
            let differs = result != text;
            if !differs
                || body(&result) != body(&text)
                || others(&result, key, had_front) != others(&text, key, had_front)
            {
                wrong.push(format!("{name}: {key}: differs: {differs}"));
            }
        }
    }
    assert_eq!(tip(&group), before);
    assert!(
        wrong.is_empty(),
        "{} of {fields} fields of {pages} pages:\n{}",
        wrong.len(),
        wrong[..wrong.len().min(40)].join("\n")
    );
    (pages, fields)
}

#[tokio::test]
#[ignore = "takes minutes; the nightly run asks for it"]
async fn each_field_of_each_page_is_changed_alone_by_the_form() {
    let (pages, fields) = change_each(&crate::content::files()).await;
    eprintln!("the project's content: {fields} fields of {pages} pages, each changed alone");
    assert!(
        pages > 80 && fields > 2_000,
        "{pages} pages, {fields} fields"
    );
}

#[tokio::test]
#[ignore = "needs a folder of pages, which CONCORD_PAGES names"]
async fn each_field_of_the_pages_of_others_is_changed_alone_by_the_form() {
    let Some(folder) = std::env::var_os("CONCORD_PAGES") else {
        eprintln!("skipped: CONCORD_PAGES names no folder of pages");
        return;
    };
    let files = read(Path::new(&folder));
    let (pages, fields) = change_each(&files).await;
    eprintln!("{}: {fields} fields of {pages} pages", folder.display());
    assert!(pages > 0, "no page in {}", folder.display());
}
