//! Files that are chosen in a form: they wait with the text and come into its commit.

use axum::http::StatusCode;

use crate::domain::portable::check_name;
use crate::domain::slug::slug;
use crate::web::editing::editor::{Around, FileView};
use crate::web::editing::kept;
use crate::web::editing::request::{EditRequest, Upload};
use crate::web::editing::save::Target;
use crate::web::editing::sent::Sent;
use crate::web::http::error::Error;
use crate::web::parts::kept_key::KeptKey as Key;

/// How pictures begin, and the endings that they have.
const PICTURES: [(&[u8], &str, &[&str]); 5] = [
    (b"\x89PNG\r\n\x1a\n", "png", &["png"]),
    (b"\xff\xd8\xff", "jpg", &["jpg", "jpeg"]),
    (b"GIF8", "gif", &["gif"]),
    (b"RIFF", "webp", &["webp"]),
    (b"%PDF-", "pdf", &["pdf"]),
];
/// The endings of files that are shown as pictures.
const SHOWN: [&str; 6] = ["png", "jpg", "jpeg", "gif", "webp", "svg"];

/// Returns the files that wait with a text.
pub(super) fn views(request: &EditRequest, key: &Key) -> Result<Vec<FileView>, Error> {
    let files = kept::list(request, key)?.into_iter();
    let view = |file: crate::accounts::KeptFile| FileView {
        size: size(u64::try_from(file.size).unwrap_or(0)),
        name: file.name,
    };
    Ok(files.map(view).collect())
}

/// Writes a number of bytes for people.
fn size(bytes: u64) -> String {
    match bytes {
        ..1_000 => format!("{bytes} B"),
        1_000..1_000_000 => format!("{} kB", bytes / 1_000),
        _ => format!("{}.{} MB", bytes / 1_000_000, bytes / 100_000 % 10),
    }
}

/// Has the files that came with a form wait with its text, takes those away that shall not come, and
/// puts a link to each new one at the end of the text. Says what could not be taken.
pub(super) fn take(request: &EditRequest, sent: &mut Sent) -> Result<Around, Error> {
    let mut around = Around::default();
    for name in request.visit.form.all("drop-file") {
        kept::remove_file(request, &sent.key, name);
    }
    if request.uploads.is_empty() {
        return Ok(around);
    }
    if let Err(reason) = kept::keep(request, &sent.key, &sent.draft) {
        return Ok(around.wrong(reason, StatusCode::UNPROCESSABLE_ENTITY));
    }
    for upload in &request.uploads {
        let added = checked(request, upload).and_then(|name| {
            kept::add_file(request, &sent.key, &name, upload.bytes.clone())?;
            Ok(name)
        });
        match added {
            Ok(name) => {
                let alt = request.visit.form.get("alt");
                let link = link(&sent.target, &name, alt);
                if !sent.draft.text.contains(&link) {
                    append(&mut sent.draft.text, &link);
                }
            }
            Err(reason) => around = around.wrong(reason, StatusCode::UNPROCESSABLE_ENTITY),
        }
    }
    // With the links in it.
    let _ = kept::keep(request, &sent.key, &sent.draft);
    Ok(around)
}

/// Returns the name that a file gets: clean, and with the ending of what is in it.
fn checked(request: &EditRequest, upload: &Upload) -> Result<String, String> {
    let words = request.context().words;
    let typed = upload.name.rsplit(['/', '\\']).next().unwrap_or("");
    let most = request.writer.rules().file_limit;
    let bytes = upload.bytes.len() as u64;
    if bytes == 0 {
        return Err(words.with("edit-file-empty", "name", typed));
    }
    if bytes > most {
        let most = size(most);
        return Err(words.with_two("edit-file-large", "name", typed, "most", most));
    }
    let name = name(typed, &upload.bytes);
    match check_name(&name) {
        Ok(()) => Ok(name),
        Err(error) => Err(words.with_two("edit-file-name", "name", typed, "reason", error)),
    }
}

fn name(typed: &str, bytes: &[u8]) -> String {
    let (stem, ending) = typed.rsplit_once('.').unwrap_or((typed, ""));
    let ending: String = ending
        .to_ascii_lowercase()
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .collect();
    let known = PICTURES.iter().find(|(start, ..)| bytes.starts_with(start));
    let ending = match known {
        Some((_, right, endings)) if !endings.contains(&ending.as_str()) => *right,
        _ => ending.as_str(),
    };
    let stem = match slug(stem) {
        stem if stem.is_empty() => "file".to_owned(),
        stem => stem.chars().take(80).collect(),
    };
    match ending {
        "" => stem,
        ending => format!("{stem}.{ending}"),
    }
}

/// Returns the folder in which a page's files lie, in the content folder: the page's own.
fn folder(target: &Target) -> String {
    match target.path.is_home() {
        true => String::new(),
        false => format!("{}/", target.path),
    }
}

/// Returns files with the paths that they get in the content folder.
pub(super) fn placed(target: &Target, files: &[(String, Vec<u8>)]) -> Vec<(String, Vec<u8>)> {
    let folder = folder(target);
    let files = files.iter();
    files
        .map(|(name, bytes)| (format!("{folder}{name}"), bytes.clone()))
        .collect()
}

/// Returns the Markdown that shows a file, or leads to it.
fn link(target: &Target, name: &str, alt: &str) -> String {
    // Beside the page's own file, or below it where that is `index.md`.
    let own = match target.path.is_home() || target.file.ends_with("/index.md") {
        true => String::new(),
        false => format!("{}/", target.path.name()),
    };
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
    let plain = |text: &str| text.replace(['[', ']', '\n', '\r'], " ");
    match SHOWN.contains(&ending) {
        true => format!("![{}]({own}{name})", plain(alt)),
        false => format!("[{name}]({own}{name})"),
    }
}

fn append(text: &mut String, link: &str) {
    let end = if text.contains("\r\n") { "\r\n" } else { "\n" };
    if !text.is_empty() && !text.ends_with('\n') {
        text.push_str(end);
    }
    text.push_str(end);
    text.push_str(link);
    text.push_str(end);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::PagePath;

    #[test]
    fn names_are_cleaned_and_say_what_is_in_them() {
        let png = b"\x89PNG\r\n\x1a\n...";
        assert_eq!(name("My Picture (1).PNG", png), "my-picture-1.png");
        assert_eq!(name("photo.jpg", png), "photo.png");
        assert_eq!(name("photo.JPEG", b"\xff\xd8\xff"), "photo.jpeg");
        assert_eq!(name("..", b"x"), "file");
        assert_eq!(name("table.csv", b"a,b"), "table.csv");
        assert_eq!(name("Отчёт.pdf", b"%PDF-1"), "отчет.pdf");
        assert_eq!(size(999), "999 B");
        assert_eq!(size(12_345), "12 kB");
        assert_eq!(size(5_250_000), "5.2 MB");
    }

    #[test]
    fn a_link_leads_from_the_page_to_the_file() {
        let page = |path: &str, file: &str| Target {
            path: PagePath::parse(path).unwrap(),
            file: file.to_owned(),
            is_new: false,
        };
        let case = page("cases/a", "cases/a.md");
        assert_eq!(link(&case, "b.png", "A [map]"), "![A  map ](a/b.png)");
        assert_eq!(
            placed(&case, &[("b.png".to_owned(), vec![1])])[0].0,
            "cases/a/b.png"
        );
        let folder = page("cases", "cases/index.md");
        assert_eq!(link(&folder, "b.csv", ""), "[b.csv](b.csv)");
        let home = page("", "index.md");
        assert_eq!(link(&home, "b.gif", ""), "![](b.gif)");
        assert_eq!(
            placed(&home, &[("b.gif".to_owned(), vec![1])])[0].0,
            "b.gif"
        );
        let mut text = "Text".to_owned();
        append(&mut text, "x");
        assert_eq!(text, "Text\n\nx\n");
    }
}
