//! The slide of one page: what it is, who did it, what came of it, what is learnt, its first picture, and
//! the code of the very version that is shown.

use crate::domain::link::Href;
use crate::domain::path::encode_address;
use crate::domain::{LinkRole, LinkTarget, ObjectId, Page};
use crate::render::{BlockShape, TextBlock, text_blocks, text_pictures};
use crate::site::{SitePage, Version, View};
use crate::web::http::error::Error;
use crate::web::parts::actions::{ShownVersion, permalink};
use crate::web::parts::context::Context;
use crate::web::parts::slides::code::Code;
use crate::web::parts::slides::saved;
use crate::web::parts::slides::slide::{
    LONGEST_LINE, LONGEST_TEXT, LONGEST_TITLE, Slide, SlidePicture, cut,
};

/// Most lessons on a slide.
const MOST_LESSONS: usize = 2;
/// Largest text that is looked into.
const LARGEST: usize = 256 << 10;
/// The headings under which pages say what came of something, and what they learnt, in the languages of
/// the interface.
const OUTCOME: [&str; 12] = [
    "outcome",
    "outcomes",
    "result",
    "results",
    "résultat",
    "résultats",
    "resultado",
    "resultados",
    "результат",
    "результаты",
    "итог",
    "итоги",
];
const LESSONS: [&str; 8] = [
    "lessons",
    "lessons learned",
    "lessons learnt",
    "enseignements",
    "leçons",
    "lecciones",
    "lecciones aprendidas",
    "уроки",
];

/// Returns the slide of a page, at the version that is meant where there is one that the reader may see.
pub(super) fn slide(
    context: &Context,
    view: &View<'_>,
    item: &SitePage,
    at: Option<ObjectId>,
    note: &str,
) -> Result<Slide, Error> {
    let meant = match at {
        Some(commit) => view.earlier(&item.page, commit)?.map(|it| (commit, it)),
        None => None,
    };
    let (page, address) = match &meant {
        Some((_, Version::Earlier(version))) => {
            let (page, _, revision) = &**version;
            (page, permalink(page, ShownVersion::earlier(revision)))
        }
        Some((commit, Version::Unchanged)) => {
            let address = format!("{}?at={commit}", item.page.path.address());
            (&item.page, address)
        }
        None => (
            &item.page,
            permalink(&item.page, ShownVersion::current(view, item)),
        ),
    };
    let words = context.words;
    let mut notes = Vec::new();
    if !note.is_empty() {
        notes.push((words.say("slides-why").into_owned(), note.to_owned()));
    }
    if meant.is_some() {
        let version = at.map(|commit| commit.short()).unwrap_or_default();
        let label = words.say("slides-version").into_owned();
        notes.push((label, version));
    }
    let source = view.read(page.blob)?;
    let source = match source.len() <= LARGEST {
        true => source.as_slice(),
        false => &[],
    };
    Ok(Slide {
        kind: words.kind(page.front.kind),
        title: cut(&page.title, LONGEST_TITLE),
        facts: facts(context, view, item, page, source),
        picture: picture(view, page, source),
        code: Code::of(context.absolute(&address)),
        notes,
        ..Slide::default()
    })
}

/// Returns what is said of a page, in the order in which one tells it.
fn facts(
    context: &Context,
    view: &View<'_>,
    item: &SitePage,
    page: &Page,
    source: &[u8],
) -> Vec<(String, Vec<String>)> {
    let blocks = text_blocks(source).unwrap_or_default();
    let what = page.front.summary.iter().cloned().collect();
    let outcome = below(&blocks, &OUTCOME).take(1).map(without_citations);
    let telling = view
        .links()
        .linking_as(&item.page, |role| role == LinkRole::DrawnFrom);
    let mut lessons: Vec<String> = telling
        .iter()
        .take(MOST_LESSONS)
        .map(|lesson| cut(&lesson.page.title, LONGEST_LINE))
        .collect();
    if lessons.is_empty() {
        let own = below(&blocks, &LESSONS).take(1);
        lessons.extend(own.map(|text| cut(&without_citations(text), LONGEST_LINE)));
    }
    let all: [(&str, Vec<String>); 4] = [
        ("slides-what", what),
        ("slides-who", who(page).into_iter().collect()),
        ("slides-outcome", outcome.collect()),
        ("slides-lesson", lessons),
    ];
    let all = all.into_iter().filter(|(_, texts)| !texts.is_empty());
    let label = |id: &str| context.words.say(id).into_owned();
    let fact = |(id, texts): (&str, Vec<String>)| {
        let texts = texts.iter().map(|text| cut(text, LONGEST_TEXT));
        (label(id), texts.collect())
    };
    all.map(fact).collect()
}

/// Returns the first picture of a text that is a file of this site, which the reader may see.
fn picture(view: &View<'_>, page: &Page, source: &[u8]) -> Option<SlidePicture> {
    let pictures = text_pictures(source).into_iter();
    let mut own = pictures.filter_map(|picture| {
        let Href::Inside(LinkTarget::Path(file), _) = Href::parse(&picture.href, &page.file) else {
            return None;
        };
        let is_there = saved::sort_of(&file).is_some() && view.attachment(&file).is_some();
        is_there.then(|| SlidePicture {
            address: encode_address(&file),
            alt: cut(&picture.alt, LONGEST_TEXT),
            file,
        })
    });
    own.next()
}

/// Returns who did it: the offices, then their partners.
fn who(page: &Page) -> Option<String> {
    let offices = page.front.organisations.iter().map(String::as_str);
    let partners = page.front.partners.iter().map(|one| one.name.as_str());
    let names: Vec<&str> = offices.chain(partners).collect();
    (!names.is_empty()).then(|| names.join(" · "))
}

/// Returns the paragraphs and items below the first heading that has one of some names.
fn below<'b>(blocks: &'b [TextBlock], names: &[&str]) -> impl Iterator<Item = &'b str> {
    let is_named = |text: &str| names.contains(&text.trim().to_lowercase().as_str());
    let heading = blocks
        .iter()
        .position(|block| matches!(block.shape, BlockShape::Heading(_) if is_named(&block.text)));
    let behind = heading.map_or(&[][..], |at| blocks.get(at + 1..).unwrap_or(&[]));
    let section = behind
        .iter()
        .take_while(|block| !matches!(block.shape, BlockShape::Heading(_)));
    section
        .filter(|block| matches!(block.shape, BlockShape::Paragraph | BlockShape::Item))
        .map(|block| block.text.as_str())
}

/// Leaves out what a text cites in brackets: its page says it.
fn without_citations(text: &str) -> String {
    let mut left = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, behind)) = rest.split_once('[') {
        let Some((cited, after)) = behind.split_once(']') else {
            break;
        };
        if cited.contains('@') {
            left.push_str(before.trim_end());
        } else {
            left.extend([before, "[", cited, "]"]);
        }
        rest = after;
    }
    left.push_str(rest);
    left
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_cited_is_left_out_and_other_brackets_stay() {
        let text =
            "Used since 2017 [@ons2017vat; @osrvat, p. 3]. A [small] part [see @x], and [open";
        let left = "Used since 2017. A [small] part, and [open";
        assert_eq!(without_citations(text), left);
    }
}
