//! `/-/complete?what=&q=`: what somebody who writes may be about to type, as JSON: a page or a section
//! of one, a source, a block.

use axum::response::Response;
use serde::Serialize;

use crate::domain::PagePath;
use crate::search::Suggestion;
use crate::site::View;
use crate::web::editing::edit::blocking;
use crate::web::editing::request::EditRequest;
use crate::web::editing::works;
use crate::web::http::error::Error;
use crate::web::http::reply::Reply;
use crate::web::parts::context::Context;

/// The most completions that are offered.
const MOST: usize = 12;
/// The blocks that a text can have, and whether text stands in them.
const BLOCKS: [&str; 8] = [
    "lesson",
    "example",
    "quote",
    "definition",
    "question",
    "gap",
    "list",
    "gaps",
];

#[derive(Serialize)]
struct Completions {
    offers: Vec<Completion>,
}

#[derive(Serialize)]
struct Completion {
    /// The words that are shown.
    text: String,
    /// A note on what it is.
    note: String,
    /// The words to put into the text, between the signs that stand there.
    insert: String,
}

/// Answers whoever writes.
pub(crate) async fn show(request: EditRequest) -> Response {
    blocking(request, answer).await
}

fn answer(request: &EditRequest) -> Result<Reply, Error> {
    let context = request.context();
    let input = request.visit.parameter("q");
    let offers = match request.visit.parameter("what") {
        "page" => pages(context, input),
        "source" => sources(context, input),
        "block" => blocks(context, input),
        _ => return Err(Error::NotFound),
    };
    Reply::json(&Completions { offers })
}

/// Returns the pages and sections that fit; of a page that is named already, behind `#`, its sections.
fn pages(context: &Context, input: &str) -> Vec<Completion> {
    let view = context.view();
    if let Some((page, heading)) = input.split_once('#') {
        let path = PagePath::parse(page.trim()).ok();
        return path.map_or_else(Vec::new, |path| sections(&view, &path, heading));
    }
    let names = context.names.of(&context.edition);
    let language = context.words.code();
    let found = view.finder().suggest(input, MOST * 2, &names, language);
    let offer = |suggestion: Suggestion| match suggestion {
        Suggestion::Page { path } => view.page(&path).map(|item| Completion {
            text: item.page.title.clone(),
            note: context.words.kind(item.page.front.kind),
            insert: link(&path, "", &item.page.title),
        }),
        Suggestion::Section { path, section } => view.page(&path).map(|item| Completion {
            insert: link(&path, &section.title, &section.title),
            note: context
                .words
                .with("suggestion-in", "title", &item.page.title),
            text: section.title,
        }),
        Suggestion::Value { .. } | Suggestion::Term { .. } => None,
    };
    found.into_iter().filter_map(offer).take(MOST).collect()
}

fn sections(view: &View<'_>, path: &PagePath, input: &str) -> Vec<Completion> {
    let Some(item) = view.page(path) else {
        return Vec::new();
    };
    let wanted = input.trim().to_lowercase();
    let headings = item.page.headings.iter();
    let headings = headings.map(|heading| heading.text.to_string());
    let fits = headings.filter(|heading| heading.to_lowercase().contains(&wanted));
    let offer = |heading: String| Completion {
        insert: link(path, &heading, &heading),
        note: item.page.title.clone(),
        text: heading,
    };
    fits.take(MOST).map(offer).collect()
}

/// Writes what stands in a link between pages: the path, a heading of the page, and how it reads.
fn link(path: &PagePath, heading: &str, reads: &str) -> String {
    let plain = |text: &str| text.replace(['[', ']', '|', '#', '\n'], " ");
    let heading = match plain(heading).trim() {
        "" => String::new(),
        heading => format!("#{heading}"),
    };
    let reads = plain(reads);
    match path.is_home() {
        true => reads.trim().to_owned(),
        false => format!("{path}{heading}|{}", reads.trim()),
    }
}

fn sources(context: &Context, input: &str) -> Vec<Completion> {
    let found = works::offered(&context.view(), input, context.words);
    let offer = |work: works::WorkChoice| Completion {
        text: work.key.clone(),
        note: work.text,
        insert: work.key,
    };
    found.into_iter().take(MOST).map(offer).collect()
}

fn blocks(context: &Context, input: &str) -> Vec<Completion> {
    let fits = BLOCKS.iter().filter(|block| block.starts_with(input));
    let offer = |block: &&str| Completion {
        text: (*block).to_owned(),
        note: context.words.say(&format!("block-{block}")).into_owned(),
        insert: (*block).to_owned(),
    };
    fits.map(offer).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_names_the_page_by_its_path_and_reads_as_its_title() {
        let path = PagePath::parse("cases/a").unwrap();
        assert_eq!(link(&path, "", "A [b] | c"), "cases/a|A  b    c");
        assert_eq!(link(&path, "Two #1", "Two"), "cases/a#Two  1|Two");
        assert_eq!(link(&PagePath::home(), "", "Welcome"), "Welcome");
    }
}
