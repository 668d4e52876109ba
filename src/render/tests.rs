//! What pages come out as: the promises of this module, checked on whole pages.

use super::*;
use crate::domain::link::LinkTarget;

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
    read(path, "cases/mobile-data.md", object(), source, &vocabulary)
}

/// Knows the pages whose names begin with `known`, and files with an ending.
fn resolve(link: &Link) -> Destination {
    let name = match &link.target {
        LinkTarget::Path(name) | LinkTarget::Name(name) => name.as_str(),
        LinkTarget::Here => "known",
    };
    let fragment = link.fragment.as_deref();
    if name.contains("known") {
        let address = format!("/{}", name.trim_end_matches(".md"));
        let title = "The <known> page".to_owned();
        match fragment {
            Some("nowhere") => Destination::MissingHeading { address, title },
            Some(fragment) => Destination::Page {
                address: format!("{address}#{fragment}"),
                title,
            },
            None => Destination::Page { address, title },
        }
    } else if name.ends_with(".png") || name.ends_with(".pdf") {
        Destination::File {
            address: format!("/{name}"),
        }
    } else {
        Destination::Missing { path: None }
    }
}

fn shown(source: &str) -> Article {
    let (page, _) = page_of(source.as_bytes());
    let (bibliography, problems) = Bibliography::parse(BIBLIOGRAPHY);
    assert_eq!(problems, []);
    html(&page, source.as_bytes(), &resolve, &bibliography)
}

fn check(source: &str, expected: &str) {
    let article = shown(source);
    assert_eq!(article.html.as_str().trim(), expected, "{source}");
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
}
