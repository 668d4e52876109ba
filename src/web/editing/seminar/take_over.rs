//! `/-/take-over/<page>?from=<lesson>`: an example takes over what was said of it. The sentences of the
//! lesson are chosen here and stand, with the link to where they are from, in the example's form, where
//! they are read once more and saved as every change is.

use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;

use crate::domain::yaml_edit::body;
use crate::domain::{LinkRole, ObjectId, Page};
use crate::render::{BlockShape, text_blocks};
use crate::site::SitePage;
use crate::web::editing::draft::Draft;
use crate::web::editing::edit::blocking;
use crate::web::editing::editor::show as editor;
use crate::web::editing::editor_state::EditorState;
use crate::web::editing::page_text::text;
use crate::web::editing::request::EditRequest;
use crate::web::editing::seminar::session::may;
use crate::web::editing::target::PageTarget;
use crate::web::http::error::Error;
use crate::web::http::reply::Reply;
use crate::web::parts::context::page_path;
use crate::web::parts::shell::Shell;

/// The most sentences of a lesson that are offered.
const MOST: usize = 200;

/// Shows the sentences.
pub(crate) async fn show(request: EditRequest) -> Response {
    blocking(request, begin).await
}

/// Takes the choice.
pub(crate) async fn send(request: EditRequest) -> Response {
    blocking(request, take).await
}

#[derive(Template)]
#[template(path = "editing/take_over.html")]
struct TakeOverView {
    shell: Shell,
    account: String,
    action: String,
    from: String,
    page: String,
    page_address: String,
    lesson: String,
    lesson_address: String,
    notice: String,
    sentences: Vec<String>,
    /// The headings of the page, in their order.
    sections: Vec<String>,
}

/// The page that takes over, and the lesson that was drawn from it.
struct PageAndLesson {
    page: std::sync::Arc<SitePage>,
    lesson: std::sync::Arc<SitePage>,
    /// The text of the page, and of the lesson.
    source: String,
    said: String,
    base: ObjectId,
}

const PREFIX: &str = "/-/take-over/";

fn both(request: &EditRequest) -> Result<PageAndLesson, Error> {
    let context = request.context();
    let view = context.view();
    let path = page_path(&context.below(PREFIX)?)?;
    let page = std::sync::Arc::clone(view.page(&path).ok_or(Error::NotFound)?);
    let named = match request.visit.parameter("from") {
        "" => request.visit.form.get("from"),
        path_text => path_text,
    };
    let lesson = view.page(&page_path(named)?).ok_or(Error::NotFound)?;
    let lesson = std::sync::Arc::clone(lesson);
    let drawn = view.links().linked(&lesson.page, LinkRole::DrawnFrom);
    if !drawn.iter().any(|item| item.page.path == page.page.path) {
        return Err(Error::NotFound);
    }
    may(request, page.page.front.kind)?;
    let base = context.edition.revision().id;
    let read = |item: &SitePage| text(&view, base, &item.page.file);
    Ok(PageAndLesson {
        source: read(&page)?.ok_or(Error::NotFound)?,
        said: read(&lesson)?.ok_or(Error::NotFound)?,
        page,
        lesson,
        base,
    })
}

fn begin(request: &EditRequest) -> Result<Reply, Error> {
    let both = both(request)?;
    page(request, &both, String::new(), StatusCode::OK)
}

fn page(
    request: &EditRequest,
    both: &PageAndLesson,
    notice: String,
    status: StatusCode,
) -> Result<Reply, Error> {
    let context = request.context();
    let page = &both.page.page;
    let title = context.words.with("take-over-into", "title", &page.title);
    let sections = page.headings.iter();
    let html = TakeOverView {
        shell: Shell::new(context, &title).without_index(),
        account: request.account(),
        action: format!("/-/take-over{}", page.path.address()),
        from: both.lesson.page.path.to_string(),
        page: page.title.clone(),
        page_address: page.path.address(),
        lesson: both.lesson.page.title.clone(),
        lesson_address: both.lesson.page.path.address(),
        notice,
        sentences: sentences(&both.lesson.page, &both.said),
        sections: sections.map(|one| one.text.to_string()).collect(),
    };
    Ok(Reply::html(html.render()?).with_status(status))
}

/// Returns what a lesson says, sentence by sentence: its title, then its text.
fn sentences(lesson: &Page, source: &str) -> Vec<String> {
    let blocks = text_blocks(body(source).as_bytes()).unwrap_or_default();
    let paragraphs = blocks
        .iter()
        .filter(|block| !matches!(block.shape, BlockShape::Heading(_)));
    let split = paragraphs.flat_map(|block| split(&block.text));
    let title = match lesson.title.ends_with(['.', '!', '?', '…']) {
        true => lesson.title.clone(),
        false => format!("{}.", lesson.title),
    };
    std::iter::once(title).chain(split).take(MOST).collect()
}

/// Divides a text behind the signs that end a sentence.
fn split(text: &str) -> Vec<String> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let mut sentences: Vec<Vec<&str>> = vec![Vec::new()];
    for (at, word) in words.iter().enumerate() {
        if let Some(last) = sentences.last_mut() {
            last.push(word);
        }
        let ends = word.ends_with(['.', '!', '?', '…']);
        let next = words.get(at + 1).and_then(|next| next.chars().next());
        if ends && next.is_some_and(|first| !first.is_lowercase()) {
            sentences.push(Vec::new());
        }
    }
    let whole = sentences.iter().map(|words| words.join(" "));
    whole.filter(|sentence| !sentence.is_empty()).collect()
}

fn take(request: &EditRequest) -> Result<Reply, Error> {
    let both = both(request)?;
    let words = request.context().words;
    let form = &request.visit.form;
    let offered = sentences(&both.lesson.page, &both.said);
    let chosen = form.all("sentence").filter_map(|number| {
        let number: usize = number.parse().ok()?;
        offered.get(number)
    });
    let chosen: Vec<&str> = chosen.map(String::as_str).collect();
    if chosen.is_empty() {
        let notice = words.say("take-over-choose").into_owned();
        return page(request, &both, notice, StatusCode::UNPROCESSABLE_ENTITY);
    }
    let lesson = &both.lesson.page;
    let written = format!(
        "{} ([{}]({}))",
        escaped(&chosen.join(" ")),
        escaped(&lesson.title),
        lesson.path.address()
    );
    let section: Option<usize> = form.get("section").parse().ok();
    let heading = section.and_then(|number| both.page.page.headings.get(number));
    let heading = heading.map(|heading| heading.text.to_string());
    let (text, line) = inserted(&both.source, heading.as_deref(), &written);
    let mut draft = Draft::new(both.base, text);
    draft.message = words.with("take-over-message", "title", &lesson.title);
    let target = PageTarget::find(&request.context().view(), &both.page.page.path);
    let state = EditorState {
        line,
        ..EditorState::default()
    };
    let state = state.done(words.say("take-over-look"));
    editor(request, &target.ok_or(Error::NotFound)?, &draft, state)
}

/// Writes signs so that Markdown does not take them for markup.
fn escaped(text: &str) -> String {
    let mut written = String::with_capacity(text.len());
    for sign in text.chars() {
        if matches!(
            sign,
            '\\' | '[' | ']' | '*' | '_' | '`' | '<' | '@' | '$' | '|'
        ) {
            written.push('\\');
        }
        written.push(sign);
    }
    written
}

/// Puts a paragraph at the end of a section of a page, or of the page; returns the text, and the line
/// below the front matter where the paragraph stands, from 1.
fn inserted(source: &str, heading: Option<&str>, paragraph: &str) -> (String, usize) {
    let text = body(source);
    let head = &source[..source.len() - text.len()];
    let lines: Vec<&str> = text.lines().collect();
    let mut in_code = false;
    let mut headings: Vec<(usize, &str)> = Vec::new();
    for (number, line) in lines.iter().enumerate() {
        let bare = line.trim_start();
        if bare.starts_with("```") || bare.starts_with("~~~") {
            in_code = !in_code;
        }
        if !in_code && line.starts_with('#') {
            headings.push((number, line.trim_start_matches('#').trim()));
        }
    }
    let wanted = heading.map(str::trim);
    let at = headings
        .iter()
        .position(|(_, title)| wanted.is_some_and(|wanted| *title == wanted));
    let next = at.and_then(|at| headings.get(at + 1));
    let mut end = next.map_or(lines.len(), |(number, _)| *number);
    while end > 0
        && lines
            .get(end - 1)
            .is_some_and(|line| line.trim().is_empty())
    {
        end -= 1;
    }
    let (before, behind) = lines.split_at(end);
    let newline = if source.contains("\r\n") {
        "\r\n"
    } else {
        "\n"
    };
    let mut all: Vec<&str> = before.to_vec();
    all.extend(["", paragraph]);
    let line = all.len();
    all.extend(behind);
    (format!("{head}{}{newline}", all.join(newline)), line)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_divided_into_its_sentences() {
        let text = "Ask early. Then, e.g. by mail, wait! Did it help? 3.5 days.";
        let wanted = [
            "Ask early.",
            "Then, e.g. by mail, wait!",
            "Did it help?",
            "3.5 days.",
        ];
        assert_eq!(split(text), wanted);
        assert!(split("").is_empty());
    }

    #[test]
    fn a_paragraph_is_put_at_the_end_of_its_section() {
        let source = "---\ntitle: A\n---\n\n## One\n\nText.\n\n## Two\n\nMore.\n";
        let (text, line) = inserted(source, Some("One"), "New.");
        assert_eq!(
            text,
            "---\ntitle: A\n---\n\n## One\n\nText.\n\nNew.\n\n## Two\n\nMore.\n"
        );
        assert_eq!(line, 6);
        let (text, _) = inserted(source, None, "New.");
        assert!(text.ends_with("More.\n\nNew.\n"), "{text}");
        let (text, _) = inserted("Text", Some("Gone"), "New.");
        assert_eq!(text, "Text\n\nNew.\n");
    }

    #[test]
    fn signs_of_markdown_are_no_markup() {
        assert_eq!(escaped("a *b* [c](d) @e"), "a \\*b\\* \\[c\\](d) \\@e");
    }
}
