//! Bibliographies, and the references of a page.

use super::*;
use crate::domain::problem::Position;

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
    let position = |column| Position { line: 1, column };
    assert_eq!(
        page.citations,
        [
            ("a".to_owned(), position(4)),
            ("b".to_owned(), position(14))
        ]
    );
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
