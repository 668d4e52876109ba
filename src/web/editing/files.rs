//! Files that are chosen in a form: they wait with the text and come into its commit.

use axum::http::StatusCode;

use crate::domain::portable::check_name;
use crate::domain::slug::slug;
use crate::web::editing::draft::Draft;
use crate::web::editing::editor_state::EditorState;
use crate::web::editing::file_type::{endings_of, is_same_type};
use crate::web::editing::kept;
use crate::web::editing::own_file::replaced_by;
use crate::web::editing::request::{EditRequest, Upload};
use crate::web::editing::sent::SubmittedForm;
use crate::web::editing::target::PageTarget;
use crate::web::editing::waiting::{
    FilesByPath, WaitingFileView, is_waiting_name, size, waiting_name,
};
use crate::web::http::error::Error;
use crate::web::parts::kept_key::KeptKey as Key;

/// The most names that are tried until one is free.
const MOST_TRIED: usize = 1_000;
/// The endings of files that are shown as pictures.
const SHOWN: [&str; 6] = ["png", "jpg", "jpeg", "gif", "webp", "svg"];

/// Returns the files that wait with a text.
pub(super) fn views(request: &EditRequest, key: &Key) -> Result<Vec<WaitingFileView>, Error> {
    let files = kept::list(request, key)?.into_iter();
    let view = |file: crate::accounts::KeptFile| WaitingFileView {
        size: size(u64::try_from(file.size).unwrap_or(0)),
        name: file.name,
    };
    Ok(files.map(view).collect())
}

/// Has the files that came with a form wait with its text, takes those away that shall not come, and
/// puts a link to each new one at the end of the text. Says what could not be taken, and that nothing
/// is to be saved without it.
pub(super) fn take(request: &EditRequest, sent: &mut SubmittedForm) -> Result<EditorState, Error> {
    let mut state = EditorState::default();
    for name in request.visit.form.all("drop-file") {
        kept::remove_file(request, &sent.key, name);
        for (file, own) in &mut sent.draft.files {
            own.is_replaced &= waiting_name(file) != name;
        }
    }
    if request.uploads.is_empty() {
        return Ok(state);
    }
    if let Err(reason) = kept::keep(request, &sent.key, &sent.draft) {
        return Ok(state.wrong(reason, StatusCode::UNPROCESSABLE_ENTITY));
    }
    for upload in &request.uploads {
        let taken = match replaced_by(&request.visit.form, &upload.field) {
            Some(file) => replace(request, sent, upload, file),
            None => add(request, sent, upload),
        };
        if let Err(reason) = taken {
            state = state.wrong(reason, StatusCode::UNPROCESSABLE_ENTITY);
        }
    }
    // With the links in it.
    let _ = kept::keep(request, &sent.key, &sent.draft);
    Ok(state)
}

/// Has a new file wait, with a link to it in the text.
fn add(request: &EditRequest, sent: &mut SubmittedForm, upload: &Upload) -> Result<(), String> {
    let name = free(request, sent, &checked(request, upload)?, &upload.bytes)?;
    kept::add_file(request, &sent.key, &name, upload.bytes.clone())?;
    let link = link(&sent.target, &name, request.visit.form.get("alt"));
    if !sent.draft.text.contains(&link) {
        append(&mut sent.draft.text, &link);
    }
    Ok(())
}

/// Has a file wait that is to take the place of another of the same type.
fn replace(
    request: &EditRequest,
    sent: &mut SubmittedForm,
    upload: &Upload,
    file: &str,
) -> Result<(), String> {
    let words = request.context().words;
    checked(request, upload)?;
    let Some(own) = sent.draft.files.get_mut(file) else {
        return Err(words.with("edit-own-lost", "name", file));
    };
    if !is_same_type(file, &upload.name, &upload.bytes) {
        let (name, file) = (sent_name(upload), file.to_owned());
        return Err(words.with_two("edit-own-type", "name", name, "file", file));
    }
    let name = waiting_name(file);
    kept::add_file(request, &sent.key, &name, upload.bytes.clone())?;
    own.is_replaced = true;
    Ok(())
}

/// Returns a name that neither a file of the page nor another that waits has: the one that is wanted, or
/// the same with a number. The same file has the same name again.
fn free(
    request: &EditRequest,
    sent: &SubmittedForm,
    wanted: &str,
    bytes: &[u8],
) -> Result<String, String> {
    let view = request.context().view();
    let waiting = kept::files(request, &sent.key).unwrap_or_default();
    let folder = folder(&sent.target);
    let is_free = |name: &String| {
        if let Some((_, waits)) = waiting.iter().find(|(known, _)| known == name) {
            return waits == bytes;
        }
        let there = view.attachment(&format!("{folder}{name}"));
        there.is_none_or(|object| view.read(object).is_ok_and(|there| there == bytes))
    };
    let (stem, ending) = match wanted.rsplit_once('.') {
        Some((stem, ending)) => (stem, format!(".{ending}")),
        None => (wanted, String::new()),
    };
    let numbered = (2..MOST_TRIED).map(|number| format!("{stem}-{number}{ending}"));
    let mut names = std::iter::once(wanted.to_owned()).chain(numbered);
    let words = request.context().words;
    let taken = || words.with("edit-file-there", "name", wanted);
    names.find(is_free).ok_or_else(taken)
}

fn sent_name(upload: &Upload) -> &str {
    upload.name.rsplit(['/', '\\']).next().unwrap_or("")
}

/// Returns the name that a file gets: clean, and with the ending of what is in it.
fn checked(request: &EditRequest, upload: &Upload) -> Result<String, String> {
    let words = request.context().words;
    let name_sent = sent_name(upload);
    let most = request.writer.rules().file_limit;
    let bytes = upload.bytes.len() as u64;
    if bytes == 0 {
        return Err(words.with("edit-file-empty", "name", name_sent));
    }
    if bytes > most {
        let most = size(most);
        return Err(words.with_two("edit-file-large", "name", name_sent, "most", most));
    }
    let name = name(name_sent, &upload.bytes);
    match check_name(&name) {
        Ok(()) => Ok(name),
        Err(error) => Err(words.with_two("edit-file-name", "name", name_sent, "reason", error)),
    }
}

fn name(name_sent: &str, bytes: &[u8]) -> String {
    let (stem, ending) = name_sent.rsplit_once('.').unwrap_or((name_sent, ""));
    let ending: String = ending
        .to_ascii_lowercase()
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .collect();
    let ending = match endings_of(bytes) {
        Some(endings @ [right, ..]) if !endings.contains(&ending.as_str()) => *right,
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
fn folder(target: &PageTarget) -> String {
    match target.path.is_home() {
        true => String::new(),
        false => format!("{}/", target.path),
    }
}

/// Returns the files that wait with a text, new ones with the paths that they get in the content folder
/// and those that take the places of others with theirs.
pub(super) fn with_paths(
    target: &PageTarget,
    draft: &Draft,
    files: Vec<(String, Vec<u8>)>,
) -> (FilesByPath, FilesByPath) {
    let folder = folder(target);
    let (replacing, new): (FilesByPath, FilesByPath) = files
        .into_iter()
        .partition(|(name, _)| is_waiting_name(name));
    let replaced = draft.files.iter().filter(|(_, own)| own.is_replaced);
    let paths: Vec<(String, &String)> = replaced
        .map(|(file, _)| (waiting_name(file), file))
        .collect();
    let to_path = |(name, bytes): (String, Vec<u8>)| {
        let mut paths = paths.iter();
        let (_, file) = paths.find(|(known, _)| *known == name)?;
        Some(((*file).clone(), bytes))
    };
    let new = new.into_iter();
    (
        new.map(|(name, bytes)| (format!("{folder}{name}"), bytes))
            .collect(),
        replacing.into_iter().filter_map(to_path).collect(),
    )
}

/// Returns the Markdown that shows a file, or leads to it.
fn link(target: &PageTarget, name: &str, alt: &str) -> String {
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
    }

    #[test]
    fn a_link_leads_from_the_page_to_the_file() {
        let page = |path: &str, file: &str| PageTarget {
            path: PagePath::parse(path).unwrap(),
            file: file.to_owned(),
            is_new: false,
        };
        let case = page("cases/a", "cases/a.md");
        assert_eq!(link(&case, "b.png", "A [map]"), "![A  map ](a/b.png)");
        let draft = Draft::new(crate::domain::ObjectId::from_bytes([1; 20]), String::new());
        let path_of = |page: &PageTarget| {
            let (new, _) = with_paths(page, &draft, vec![("b.png".to_owned(), vec![1])]);
            new[0].0.clone()
        };
        assert_eq!(path_of(&case), "cases/a/b.png");
        let folder = page("cases", "cases/index.md");
        assert_eq!(link(&folder, "b.csv", ""), "[b.csv](b.csv)");
        let home = page("", "index.md");
        assert_eq!(link(&home, "b.gif", ""), "![](b.gif)");
        assert_eq!(path_of(&home), "b.png");
        let mut text = "Text".to_owned();
        append(&mut text, "x");
        assert_eq!(text, "Text\n\nx\n");
    }
}
