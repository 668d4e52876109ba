//! Markdown: nothing runs, nothing is unbounded, and the two walks over a page agree.

use std::cell::Cell;
use std::time::{Duration, Instant};

use concord::domain::link::{Destination, Link, LinkTarget};
use concord::domain::{PagePath, Vocabulary};
use concord::render::{self, Bibliography};

use super::html::assert_harmless;
use super::{front_matter, site};

/// More output than this many times the input, and a megabyte beside, is too much.
const GROWTH: usize = 20;

const BIBLIOGRAPHY: &str = "@article{ahas2014, author={Ahas, Rein and Silm, Siiri}, \
    title={Everyday space-time geographies}, journal={Journal of Maps}, year={2014}}\n\
    @techreport{unece2015, author={{UNECE}}, title={In-depth review}, year={2015}}\n";

/// Shows a page.
pub fn hold(data: &[u8]) {
    let path = PagePath::parse("cases/page").expect("a path");
    let vocabulary = Vocabulary::default();
    let (bibliography, _) = Bibliography::parse(BIBLIOGRAPHY);
    let object = site::object();
    let (page, text) = render::read(
        path,
        "cases/page.md",
        object,
        data,
        &vocabulary,
        &bibliography,
    );
    front_matter::assert_positions(&page, data);

    let mut last = 0;
    for section in &text.sections {
        assert!(section.start >= last && section.body >= section.start);
        assert!(text.text.is_char_boundary(section.start));
        assert!(text.text.is_char_boundary(section.body));
        last = section.start;
    }

    let stranger = Cell::new(false);
    let resolve = |link: &Link| {
        if !page.links.contains(link) {
            stranger.set(true);
        }
        destination(link)
    };
    let started = Instant::now();
    let article = render::html(&page, data, &resolve, &bibliography);
    assert!(
        !stranger.get(),
        "a link is asked for that is not the page's"
    );
    let html = article.html.as_str();
    assert_harmless(html);
    let limit = data.len() * GROWTH + (1 << 20);
    assert!(
        html.len() <= limit,
        "{} of {} bytes",
        html.len(),
        data.len()
    );
    assert_eq!(article.outline, page.headings);
    for reference in &article.references {
        assert_harmless(reference.html.as_str());
    }
    let again = render::html(&page, data, &destination, &bibliography);
    // Beyond that, time may be what decides: code is highlighted as long as there is some.
    if started.elapsed() < Duration::from_millis(500) {
        assert_eq!(again.html.as_str(), html, "shown differently a second time");
    }
}

/// Links lead anywhere that links lead to: what decides is the name.
fn destination(link: &Link) -> Destination {
    let name = match &link.target {
        LinkTarget::Path(name) | LinkTarget::Name(name) => name.as_str(),
        LinkTarget::Here => "here",
    };
    let title = format!("The <{name}> page");
    match name.len() % 4 {
        0 => Destination::Missing { path: None },
        1 => Destination::File {
            address: "/file.png".to_owned(),
        },
        2 => Destination::MissingHeading {
            address: "/page".to_owned(),
            title,
        },
        _ => Destination::Page {
            address: "/page#there".to_owned(),
            title,
        },
    }
}
