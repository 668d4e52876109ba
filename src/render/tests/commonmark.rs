//! The examples of the CommonMark specification: what they mean, and where we mean to differ.
//!
//! Compared is what a reader gets: elements, text, addresses and titles. Our own markup (classes,
//! ids of headings, highlighted code) is taken off, and both sides pass through the same rules for
//! addresses, so that what is left to differ is Markdown.

use super::*;
use crate::render::tests::canonical::{canonical, everywhere};

const SPECIFICATION: &str = include_str!("../../../tests/data/commonmark/spec.txt");

/// The reason why an example differs. Addresses of other schemes than http, https, mailto and tel are text on
/// both sides here: they are no matter of Markdown.
const CLEANED: &str = "HTML is cleaned: comments, declarations, scripts and unknown elements go";
const BALANCED: &str = "HTML is balanced within the block that it stands in";
const LINKED: &str = "bare addresses are links, as on git hosting";
const REFERENCE: &str = "addresses in raw HTML know only the character references they need";
const WIKILINK: &str = "double brackets are wikilinks";

/// The examples that are meant to differ.
const MEANT: &[(&str, &[usize])] = &[
    (
        CLEANED,
        &[
            150, 163, 170, 171, 172, 173, 176, 178, 201, 491, 524, 536, 613, 614, 615, 617,
        ],
    ),
    (BALANCED, &[148, 167, 187, 344, 476, 477, 494, 642, 643]),
    (LINKED, &[602, 608, 611, 612]),
    (REFERENCE, &[31, 630]),
    (WIKILINK, &[559, 590]),
];

struct CommonMarkExample {
    number: usize,
    markdown: String,
    html: String,
}

fn examples() -> Vec<CommonMarkExample> {
    let fence = "`".repeat(32);
    let mut found = Vec::new();
    let mut lines = SPECIFICATION.lines();
    while let Some(line) = lines.next() {
        if line.strip_prefix(fence.as_str()).map(str::trim) != Some("example") {
            continue;
        }
        let mut part = |end: &str| {
            let mut text = String::new();
            for line in lines.by_ref().take_while(|line| *line != end) {
                text.push_str(&line.replace('→', "\t"));
                text.push('\n');
            }
            text
        };
        found.push(CommonMarkExample {
            number: found.len() + 1,
            markdown: part("."),
            html: part(&fence),
        });
    }
    found
}

fn rendered(markdown: &str) -> String {
    let source = format!("---\ntitle: T\nsummary: S\n---\n{markdown}");
    let path = PagePath::parse("x").unwrap();
    let vocabulary = Vocabulary::default();
    let (mut page, _) = read(
        path,
        "x.md",
        object(),
        source.as_bytes(),
        &vocabulary,
        &Bibliography::default(),
    );
    // No heading says the same.
    page.title = "\u{1}".to_owned();
    let article = html(
        &page,
        source.as_bytes(),
        &everywhere,
        &Bibliography::default(),
    );
    without_anchors(article.html.as_str())
}

/// Takes off the links that headings are to themselves.
fn without_anchors(html: &str) -> String {
    let mut out = String::new();
    let mut rest = html;
    while let Some(start) = rest.find("<a class=\"anchor\"") {
        out.push_str(&rest[..start]);
        let begin = start + rest[start..].find('>').map_or(0, |end| end + 1);
        let end = begin + rest[begin..].find("</a>").unwrap_or(0);
        out.push_str(&rest[begin..end]);
        rest = &rest[end + "</a>".len()..];
    }
    out + rest
}

#[test]
fn the_specification_holds_but_where_we_mean_to_differ() {
    let examples = examples();
    assert_eq!(examples.len(), 652);
    let mut wrong = String::new();
    for example in &examples {
        let ours = canonical(&rendered(&example.markdown), true);
        let theirs = canonical(&example.html, false);
        let number = example.number;
        let meant = MEANT.iter().find(|(_, numbers)| numbers.contains(&number));
        match (ours == theirs, meant) {
            (true, None) | (false, Some(_)) => {}
            (true, Some((why, _))) => {
                wrong.push_str(&format!("example {number} is as specified, not: {why}\n"));
            }
            (false, None) => wrong.push_str(&format!(
                "example {number}\n{}\nspecified:\n{theirs}\nours:\n{ours}\n",
                example.markdown
            )),
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}
