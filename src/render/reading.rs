//! The first walk over a page: what an edition knows of it, and its plain text for the index.

use std::borrow::Cow;

use crate::domain::front_matter::FrontMatter;
use crate::domain::page::SITE_LANGUAGE;
use crate::domain::problem::{Position, Problem, ProblemKind};
use crate::domain::{ObjectId, Page, PagePath, PageText, Vocabulary};
use crate::render::citations::Bibliography;
use crate::render::link_spans::LinkNotes;
use crate::render::page_findings::PageFindings;
use crate::render::page_reader::BodyWalk;
use crate::render::source::{self, Body};
use crate::render::tables::LeftOutLines;
use crate::render::{PageWithLinkSpans, headings};

/// Reads a file; see [`crate::render::read`].
pub(super) fn read(
    path: PagePath,
    file: &str,
    blob: ObjectId,
    bytes: &[u8],
    vocabulary: &Vocabulary,
    bibliography: &Bibliography,
) -> (Page, PageText) {
    read_noting(path, file, blob, bytes, vocabulary, bibliography, &mut None)
}

/// Reads a file; see [`crate::render::read_with_link_spans`].
pub(super) fn read_with_link_spans(
    path: PagePath,
    file: &str,
    bytes: &[u8],
    vocabulary: &Vocabulary,
    bibliography: &Bibliography,
) -> PageWithLinkSpans {
    let mut spots = Some(LinkNotes::default());
    // What is only read has no object.
    let blob = ObjectId::from_bytes([0; 20]);
    let (page, text) = read_noting(
        path,
        file,
        blob,
        bytes,
        vocabulary,
        bibliography,
        &mut spots,
    );
    let spots = spots.unwrap_or_default();
    let mut link_spans = vec![None; page.links.len().saturating_sub(spots.links.len())];
    let (decoded, _) = source::decode(bytes);
    if matches!(decoded, Cow::Borrowed(_)) && decoded.len() == bytes.len() {
        let (_, body) = Body::split(&decoded, &mut Vec::new());
        link_spans.extend(spots.find(&body, decoded.len() - body.text.len()));
    }
    link_spans.resize(page.links.len(), None);
    PageWithLinkSpans {
        page,
        text,
        link_spans,
    }
}

fn read_noting(
    path: PagePath,
    file: &str,
    blob: ObjectId,
    bytes: &[u8],
    vocabulary: &Vocabulary,
    bibliography: &Bibliography,
    spots: &mut Option<LinkNotes>,
) -> (Page, PageText) {
    let (text, unreadable) = source::decode(bytes);
    let mut problems: Vec<Problem> = unreadable.into_iter().collect();
    let (parts, body) = Body::split(&text, &mut problems);
    let mut found = PageFindings {
        problems,
        ..PageFindings::default()
    };
    let mut reading = FrontMatter::read(parts, vocabulary, &mut found.links, &mut found.problems);
    reading.front.restrict(source::beyond(bytes, parts));
    let front = reading.front;
    // What is missing may be in what could not be read, or in an empty page.
    let silent = reading.unreadable || (parts.yaml.is_none() && body.text.trim().is_empty());
    missing(&front, silent, &mut found.problems);
    if let Some(yaml) = parts.yaml {
        unseen(&front, yaml, &mut found.problems);
    }

    let mut title = front.title.clone();
    let below = BodyWalk {
        file,
        body: &body,
        vocabulary,
        bibliography,
        language: match front.lang.as_str() {
            "" => SITE_LANGUAGE,
            language => language,
        },
    };
    if source::is_too_long(bytes) {
        source::beginning(body.text).clone_into(&mut found.text.text);
    } else {
        read_body(&below, &path, &mut title, spots, &mut found);
    }
    if title.is_none() && !silent {
        found.problems.push(no_title());
    }
    found.problems.sort();
    found.mentions.sort();
    found.mentions.dedup_by(|next, first| next.0 == first.0);
    let title = title.unwrap_or_else(|| headings::from_name(&path));
    found.into_page(path, file, blob, title, front)
}

/// Adds what is found below the front matter; of a text that cannot be read, its beginning.
fn read_body(
    below: &BodyWalk<'_>,
    path: &PagePath,
    title: &mut Option<String>,
    spots: &mut Option<LinkNotes>,
    found: &mut PageFindings,
) {
    match below.walk(path, title, spots) {
        Ok(walked) => {
            found.add(walked);
            found.problems.extend(cut_tables(below.body));
        }
        Err(problem) => {
            found.problems.push(*problem);
            source::beginning(below.body.text).clone_into(&mut found.text.text);
        }
    }
}

/// Returns where tables are cut, because their rows lack too many cells.
fn cut_tables(body: &Body<'_>) -> Vec<Problem> {
    let message = "the table lacks too many cells: from this row on it is not shown";
    let help = "give each row as many cells as the heading, or make several tables";
    let problem = |line| {
        let problem = Problem::new(ProblemKind::Markdown, body.position(line, 1), message);
        problem.with_help(help)
    };
    LeftOutLines::of(body.text)
        .lines
        .into_iter()
        .map(problem)
        .collect()
}

fn no_title() -> Problem {
    let message = "the page has no title";
    let problem = Problem::new(ProblemKind::MissingTitle, Position::START, message);
    problem.with_help("add “title:” to the front matter")
}

fn missing(front: &FrontMatter, silent: bool, problems: &mut Vec<Problem>) {
    if front.summary.is_none() && !silent {
        let message = "the page has no summary";
        let problem = Problem::new(ProblemKind::MissingSummary, Position::START, message);
        let help = "add “summary:” to the front matter: one or two sentences for lists and search";
        problems.push(problem.with_help(help));
    }
}

/// Names the control characters of what stands in lists, feeds and search: nobody sees them, and
/// nobody wanted them.
fn unseen(front: &FrontMatter, yaml: &str, problems: &mut Vec<Problem>) {
    let texts = [("title", &front.title), ("summary", &front.summary)];
    for (key, text) in texts {
        let is_unseen = |character: &char| {
            let space = matches!(character, '\t' | '\n' | '\r');
            (character.is_control() && !space) || matches!(character, '\u{FFFE}' | '\u{FFFF}')
        };
        let Some(character) = text.as_ref().and_then(|text| text.chars().find(is_unseen)) else {
            continue;
        };
        let is_key = |line: &str| line.trim_start_matches(['"', '\'']).starts_with(key);
        let line = yaml.lines().position(is_key).unwrap_or(0);
        let position = Position {
            line: u32::try_from(line + 2).unwrap_or(u32::MAX),
            column: 1,
        };
        let code = u32::from(character);
        let message =
            format!("the {key} has the control character U+{code:04X}, which nobody sees");
        let problem = Problem::new(ProblemKind::FrontMatter, position, message);
        let help = "in double quotes a backslash begins such a character: write single quotes, or two backslashes";
        problems.push(problem.with_help(help));
    }
}
