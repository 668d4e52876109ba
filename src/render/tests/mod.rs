//! What pages come out as: the promises of this module, checked on whole pages.

use crate::domain::link::{LinkRole, LinkTarget};
use crate::domain::problem::{Position, ProblemKind};

use super::*;

mod cited;
mod commonmark;
mod hostile;
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
fn links_lead_where_the_caller_says() {
    check(
        "[a](known.md) [b](gone.md) [[known page#Some Heading]] [c](https://x.org) [d](javascript:x)",
        "<p><a href=\"/cases/known\">a</a> \
         <span class=\"missing\" title=\"This page does not exist yet\">b</span> \
         <a href=\"/known page#some-heading\">The &lt;known&gt; page › Some Heading</a> \
         <a href=\"https://x.org\" class=\"external\" rel=\"noopener\">c</a> d</p>",
    );
    check(
        "[a](known.md#nowhere) [[#Here]] [[known|*b*]] ![[known]] ![[x.png]] [[a: b]]",
        "<p><a href=\"/cases/known\" class=\"missing-heading\" \
         title=\"The page does not have this heading\">a</a> <a href=\"/known#here\">Here</a> \
         <a href=\"/known\">*b*</a> <a href=\"/known\">The &lt;known&gt; page</a> \
         <img src=\"/x.png\" alt=\"\" loading=\"lazy\" decoding=\"async\"> \
         <span class=\"missing\" title=\"This page does not exist yet\">a: b</span></p>",
    );
}

#[test]
fn links_are_known_with_their_places_in_the_file() {
    let source = "---\ntitle: T\nsummary: S\ndrawn_from: [a]\n---\né [x](b.md#y) [[N#Z z]]\n\n> ![p](q.png)\n\
                  <details>\n<a href=\"r.md\">r</a></details>\n\n[out](https://x.org) [map](/map)\n";
    let (page, _) = page_of(source.as_bytes());
    let found: Vec<String> = page
        .links
        .iter()
        .map(|link| {
            let fragment = link.fragment.as_deref().unwrap_or("");
            format!(
                "{} {:?} {fragment} {:?}",
                link.position, link.target, link.role
            )
        })
        .collect();
    assert_eq!(
        found,
        [
            "4:14 Name(\"a\")  DrawnFrom",
            "6:3 Path(\"cases/b.md\") y Text",
            "6:15 Name(\"N\") z-z Text",
            "8:3 Path(\"cases/q.png\")  Image",
            "10:1 Path(\"cases/r.md\")  Text",
        ]
    );
    assert_eq!(page.problems, []);
}

#[test]
fn images_that_may_not_be_loaded_are_links() {
    check(
        "![map](https://x.org/a.png)",
        "<p><a href=\"https://x.org/a.png\" class=\"external image\" rel=\"noopener\">map</a></p>",
    );
    check(
        "[![map](https://x.org/a.png)](known.md)",
        "<p><a href=\"/cases/known\">map</a></p>",
    );
    check(
        "![x](data:image/png;base64,aGk=) ![y](data:image/svg+xml;base64,aGk=)",
        "<p><img src=\"data:image/png;base64,aGk=\" alt=\"x\" loading=\"lazy\" decoding=\"async\"> y</p>",
    );
    check(
        "![alt](a.png \"A *caption*\")",
        "<figure><img src=\"/cases/a.png\" alt=\"alt\" loading=\"lazy\" decoding=\"async\">\
         <figcaption>A *caption*</figcaption></figure>",
    );
    assert_eq!(problems("![y](data:text/html,x)"), ["5:1 broken-link"]);
}

#[test]
fn citations_are_formatted_and_listed() {
    let source = "---\nsources: [unece2015, nokey]\n---\n[@ahas2014, p. 3] [-@ahas2014, p. 4] [@gone;\n@ahas2014] [@gone]";
    let article = shown(source);
    assert_eq!(
        article.html.as_str().trim(),
        "<p><span class=\"citation\">(<a href=\"#ref-ahas2014\">Ahas &amp; Silm, 2014, p. 3</a>)</span> \
         <span class=\"citation\">(<a href=\"#ref-ahas2014\">2014, p. 4</a>)</span> \
         <span class=\"citation\">(<a href=\"#ref-ahas2014\">Ahas &amp; Silm, 2014</a>)</span> \
         <span class=\"citation missing\" title=\"The bibliography does not have this work\">[@gone]</span> \
         <span class=\"citation missing\" title=\"The bibliography does not have this work\">[@gone]</span></p>",
    );
    assert_eq!(listed(&article), ["ahas2014", "unece2015"]);
    let work = &article.references[0];
    assert_eq!(work.id, "ref-ahas2014");
    assert!(work.html.as_str().contains("<em>"), "{}", work.html);
    assert!(!work.html.as_str().contains("style="), "{}", work.html);
    assert_eq!(work.url.as_deref(), Some("https://example.org/a"));
    let (page, _) = page_of("é [@a, p. 3; @b]\n".as_bytes());
    let place = |column| Position { line: 1, column };
    assert_eq!(
        page.citations,
        [("a".to_owned(), place(4)), ("b".to_owned(), place(14))]
    );
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

#[test]
fn roles_tell_links_from_images() {
    let (page, _) = page_of(b"[a](x.pdf) ![b](y.png)");
    let roles: Vec<LinkRole> = page.links.iter().map(|link| link.role).collect();
    assert_eq!(roles, [LinkRole::Text, LinkRole::Image]);
}

#[test]
fn a_bibliography_is_read_entry_by_entry() {
    let text = "@string{jm = {Journal of Maps}}\n@article{a, title={A}, author={Doe, Jane}, journal=jm, year=2014, doi={10.1/x}}\n\
                @book{b, title={B}\n@book{c, title={C}, year={not a year}}\n@book{d, title={D}}\n@book{a, title={Again}}\n";
    let (bibliography, problems) = Bibliography::parse(text);
    let keys: Vec<&str> = bibliography.keys().collect();
    assert!(
        keys.contains(&"a") && keys.contains(&"d") && !keys.contains(&"b"),
        "{keys:?}"
    );
    assert!(problems.iter().any(|problem| problem.position.line == 3));
    assert!(
        problems
            .iter()
            .any(|problem| problem.message.contains("twice"))
    );
    assert_eq!(bibliography.authors("a"), ["Jane Doe"]);
    assert_eq!(bibliography.title("a").as_deref(), Some("A"));
    assert_eq!(bibliography.year("a"), Some(2014));
    assert!(bibliography.bibtex("a").unwrap().starts_with("@article{a,"));
    let item = bibliography.csl_json("a").unwrap();
    assert_eq!(item["author"][0]["family"], "Doe");
    assert_eq!(item["container-title"], "Journal of Maps");
    let reference = bibliography.reference("a", "fr").unwrap();
    assert!(
        reference.html.as_str().contains("Doe, J."),
        "{}",
        reference.html
    );
    assert_eq!(reference.url.as_deref(), Some("https://doi.org/10.1/x"));
    assert!(bibliography.reference("none", "en").is_none());
    assert_eq!(
        Bibliography::parse_with_style("", "chicago-author-dat")
            .unwrap_err()
            .meant
            .as_deref(),
        Some("chicago-author-date")
    );
    assert!(Bibliography::parse_with_style("", "ieee").is_ok());
}

#[test]
fn a_bibliography_brings_no_markup() {
    let text = "@misc{x, title={A <script>alert(1)</script> costs $2m}, author={{<b>A</b>}}, year={2020}, \
                url={javascript:alert(1)}}\n@online{y, title={Y}, author={Doe, Jane}, year={2021}, \
                url={https://x.org/?a=\"b\"&c}}";
    let (bibliography, problems) = Bibliography::parse(text);
    assert_eq!(problems.len(), 1);
    assert!(problems[0].message.contains("leads nowhere"));
    let work = bibliography.reference("x", "en").unwrap();
    assert!(!work.html.as_str().contains("<script"), "{}", work.html);
    assert!(!work.html.as_str().contains("<b>"), "{}", work.html);
    assert!(!work.html.as_str().contains("href"), "{}", work.html);
    assert_eq!(work.url, None);
    let work = bibliography.reference("y", "en").unwrap();
    assert!(work.html.as_str().contains("(2021)."), "{}", work.html);
    assert!(!work.html.as_str().contains("Retrieved"), "{}", work.html);
}
