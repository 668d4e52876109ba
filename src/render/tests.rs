//! What pages come out as: the promises of this module, checked on whole pages.

use std::collections::HashSet;

use proptest::prelude::*;
use scraper::{Html as Parsed, Selector};

use super::*;
use crate::domain::link::{LinkRole, LinkTarget};
use crate::domain::problem::{Position, ProblemKind};

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
fn dump() {
    for entry in std::env::var("DUMP")
        .iter()
        .flat_map(|dir| walk(std::path::Path::new(dir)))
    {
        let bytes = std::fs::read(&entry).unwrap();
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let (page, text2) = page_of(text.as_bytes());
        println!(
            "=== {} {:?}\n{:#?}",
            entry.display(),
            page.title,
            page.problems
        );
        println!("links {:?}\ncites {:?}", page.links, page.citations);
        println!("{}", shown(&text).html);
        println!("--- {}", text2.text);
    }
}

fn walk(dir: &std::path::Path) -> Vec<std::path::PathBuf> {
    let mut files = Vec::new();
    if dir.is_file() {
        return vec![dir.to_owned()];
    }
    for entry in std::fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files.extend(walk(&path));
        } else if path.extension().is_some_and(|e| e == "md") {
            files.push(path);
        }
    }
    files
}
