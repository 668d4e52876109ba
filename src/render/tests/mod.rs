//! The HTML of pages: the promises of this module, checked on whole pages.

use super::*;
use crate::domain::link::LinkTarget;
use crate::domain::problem::{Position, ProblemKind};

mod bibliography;
mod canonical;
mod cited;
mod commonmark;
mod hostile;
mod links;
mod slips;

const BIBLIOGRAPHY: &str = "@article{ahas2014, author={Ahas, Rein and Silm, Siiri}, \
    title={Everyday space-time geographies}, journal={Journal of Maps}, year={2014}, volume={3}, \
    url={https://example.org/a}}\n\
    @techreport{unece2015, author={{UNECE}}, title={In-depth review}, year={2015}}\n";

fn object() -> ObjectId {
    ObjectId::from_bytes([7; 20])
}

fn page_of(source: &[u8]) -> (Page, PageText) {
    let path = PagePath::parse("cases/mobile-data").unwrap();
    let vocabulary = Vocabulary::default();
    let (bibliography, _) = Bibliography::parse(BIBLIOGRAPHY);
    read(
        path,
        "cases/mobile-data.md",
        object(),
        source,
        &vocabulary,
        &bibliography,
    )
}

/// Knows the pages whose names have `known` in them, and files with some endings.
fn resolve(link: &Link) -> Destination {
    let name = match &link.target {
        LinkTarget::Path(name) | LinkTarget::Name(name) => name.as_str(),
        LinkTarget::Here => "known",
    };
    // No file of a repository has such a name.
    if name.contains('\\') {
        return Destination::Missing { path: None };
    }
    if name.ends_with(".png") || name.ends_with(".pdf") {
        let address = format!("/{name}");
        return Destination::File { address };
    }
    if !name.contains("known") {
        return Destination::Missing { path: None };
    }
    let address = format!("/{}", name.trim_end_matches(".md"));
    let title = "The <known> page".to_owned();
    match link.fragment.as_deref() {
        Some("nowhere") => Destination::MissingHeading { address, title },
        Some(fragment) => Destination::Page {
            address: format!("{address}#{fragment}"),
            title,
        },
        None => Destination::Page { address, title },
    }
}

fn shown_bytes(source: &[u8]) -> Article {
    let (page, _) = page_of(source);
    let (bibliography, problems) = Bibliography::parse(BIBLIOGRAPHY);
    assert_eq!(problems, []);
    html(&page, source, &resolve, &bibliography)
}

fn shown(source: &str) -> Article {
    shown_bytes(source.as_bytes())
}

/// Checks the HTML of a text.
fn check(source: &str, expected: &str) {
    let article = shown(source);
    assert_eq!(article.html.as_str().trim(), expected, "{source}");
}

/// Returns the keys of the works that an article lists.
fn listed(article: &Article) -> Vec<&str> {
    let works = article.references.iter();
    works.map(|work| work.key.as_str()).collect()
}

/// Returns the problems of a page with title and summary, as `line:column kind`.
fn problems(source: &str) -> Vec<String> {
    let source = format!("---\ntitle: T\nsummary: S\n---\n{source}");
    let (page, _) = page_of(source.as_bytes());
    let problems = page.problems.iter();
    problems
        .map(|problem| format!("{} {}", problem.position, problem.kind.name()))
        .collect()
}

#[test]
fn headings_are_the_same_wherever_they_are_seen() {
    let source = "# Title\n\n# One\n\n## One\n\n## Été & *Ça* {#own-id}\n\n### C- x\n\n## c-x\n\n## ¿?\n\n## fn-1\n\nText[^1]\n\n[^1]: Note\n";
    let (page, text) = page_of(source.as_bytes());
    assert_eq!(page.title, "Title");
    let ids: Vec<&str> = page
        .headings
        .iter()
        .map(|heading| heading.id.as_str())
        .collect();
    assert_eq!(
        ids,
        [
            "one", "one-1", "own-id", "h-c--x", "h-c-x", "section", "h-fn-1"
        ]
    );
    assert!(page.headings.iter().all(|heading| heading.level >= 2));
    let article = shown(source);
    assert_eq!(article.outline, page.headings);
    assert!(!article.html.as_str().contains("Title"));
    for (section, heading) in text.sections.iter().zip(&page.headings) {
        assert_eq!(
            (&section.id, &section.title),
            (&heading.id.to_string(), &heading.text.to_string())
        );
        assert_eq!(
            text.text[section.start..section.body].trim_end(),
            section.title
        );
        let id = format!("id=\"{}\"", heading.id);
        assert_eq!(article.html.as_str().matches(&id).count(), 1, "{id}");
    }
    assert_eq!(text.sections.len(), page.headings.len());
}

#[test]
fn a_page_has_a_title_whatever_it_says() {
    let title = |source: &str| page_of(source.as_bytes()).0.title;
    assert_eq!(title("---\ntitle: A\n---\n# B\n"), "A");
    assert_eq!(title("text\n\n## B `c`\n"), "B c");
    assert_eq!(title("text"), "Mobile data");
    let kinds = |source: &str| -> Vec<ProblemKind> {
        let problems = page_of(source.as_bytes()).0.problems;
        problems.iter().map(|problem| problem.kind).collect()
    };
    assert_eq!(
        kinds("text"),
        [ProblemKind::MissingTitle, ProblemKind::MissingSummary]
    );
    assert_eq!(kinds("# B"), [ProblemKind::MissingSummary]);
    assert_eq!(kinds(""), []);
}

#[test]
fn the_plain_text_has_what_people_search_for() {
    let source = "---\ntitle: T\n---\nOne *two*\nthree `code`.\n\n| a | b |\n|---|---|\n| c | [[d]] |\n\n\
                  ```sql\nSELECT 1;\n```\n\n![alt text](x.png) note[^1] <b>raw</b> $x^2$\n\n[^1]: Foot note\n";
    let (_, text) = page_of(source.as_bytes());
    assert_eq!(
        text.text,
        "One two three code.\na\tb\t\nc\td\nSELECT 1;\nalt text note raw x^2\nFoot note"
    );
}

#[test]
fn blocks_come_from_a_fixed_list() {
    check(
        ":::lesson Start *small*\ntext\n:::\n\n:::lessn\nkept\n:::",
        "<aside class=\"block block-lesson\"><p class=\"block-title\">Start *small*</p>\n<p>text</p>\n</aside>\n<p>kept</p>",
    );
    assert_eq!(problems("x\n\n:::lessn\nkept\n:::"), ["7:1 markdown"]);
    assert_eq!(problems("$\\nosuch{x}$"), ["5:1 markdown"]);
}

#[test]
fn harmless_html_stays_and_is_made_whole() {
    check(
        "<details open><summary>More</summary>\n\n*text* <kbd title=\"k\">K</kbd> H<sub>2</sub>O <b>bold\n\n</details>\n\nafter",
        "<details open=\"\"><summary>More</summary>\n<p><em>text</em> <kbd title=\"k\">K</kbd> H<sub>2</sub>O <b>bold</b></p>\n</details>\n<p>after</p>",
    );
    check(
        "<table><tr><td>a<td>b</table></div></body></html><h1>x</h1>",
        "<table><tbody><tr><td>a</td><td>b</td></tr></tbody></table><h2>x</h2>",
    );
    check(
        "- <a href=\"known.md\">k</a></li></ul>x",
        "<ul><li><a href=\"/cases/known\">k</a>x</li>\n</ul>",
    );
}

#[test]
fn what_cannot_be_read_is_shown_as_text() {
    let article = shown_bytes(b"a \xff <b>\0");
    assert_eq!(
        article.html.as_str().trim(),
        "<p>a \u{FFFD} <b>\u{FFFD}</b></p>"
    );
    let (page, _) = page_of("é\nab\u{e9}".as_bytes());
    assert!(
        page.problems
            .iter()
            .all(|problem| problem.kind != ProblemKind::Unreadable)
    );
    let (page, _) = page_of(b"\xc3\xa9\nab\xff");
    let unreadable = page
        .problems
        .iter()
        .find(|problem| problem.kind == ProblemKind::Unreadable);
    assert_eq!(
        unreadable.unwrap().position,
        Position { line: 2, column: 3 }
    );
    let long = format!("---\ntitle: Long\n---\n<b>{}", "word ".repeat(2_100_000));
    let (page, text) = page_of(long.as_bytes());
    assert_eq!(page.title, "Long");
    assert_eq!(page.problems[0].kind, ProblemKind::Unreadable);
    assert!(text.text.len() <= 200_000);
    let article = shown(&long);
    assert!(
        article
            .html
            .as_str()
            .starts_with("<pre class=\"plain\">&lt;b&gt;word")
    );
    assert!(article.html.as_str().len() < 210_000);
    let (page, text) =
        page_of("\u{FEFF}---\r\ntitle: B\r\nsummary: S\r\n---\r\nText\r\n".as_bytes());
    assert_eq!((page.title.as_str(), text.text.as_str()), ("B", "Text"));
    assert_eq!(page.problems, []);
}
