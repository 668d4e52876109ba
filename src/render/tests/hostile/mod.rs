//! Hostile pages: nothing that runs, nothing that hangs, nothing that panics.

use std::collections::HashSet;
use std::time::Duration;

use proptest::prelude::*;
use scraper::{ElementRef, Html as Parsed, Selector};

use super::*;

mod heavy;
mod markup;

use markup::{ATTRIBUTES, CLASSES, FRAGMENTS, VECTORS};

/// Checks that a browser may be given a page, on the parsed output, as another parser reads it.
fn assert_harmless(source: &str, html: &str) {
    let parsed = Parsed::parse_fragment(html);
    let all = Selector::parse("*").unwrap();
    let mut ids = HashSet::new();
    for element in parsed.select(&all).skip(1) {
        let name = element.value().name();
        let known = crate::render::raw_elements::elements().any(|known| known == name)
            || ["input", "math"].contains(&name)
            || in_math(element);
        assert!(known, "<{name}> in {html}\nfrom {source}");
        for (attribute, value) in element.value().attrs() {
            let known = ATTRIBUTES.contains(&attribute) || attribute == "type" || in_math(element);
            assert!(known, "{attribute} in {html}\nfrom {source}");
            assert!(
                !attribute.starts_with("on") && attribute != "style",
                "{html}"
            );
            if ["href", "src"].contains(&attribute) {
                assert_address(name, value, html);
            }
            if attribute == "class" && !in_math(element) {
                for class in value.split(' ') {
                    let known = CLASSES.contains(&class)
                        || ["hl-", "block-", "tasks", "right"]
                            .iter()
                            .any(|start| class.starts_with(start));
                    assert!(known, "class {class} in {html}\nfrom {source}");
                }
            }
            if attribute == "id" {
                assert!(!value.starts_with("c-"), "{html}");
                assert!(
                    ids.insert(value.to_owned()),
                    "id {value} twice in {html}\nfrom {source}"
                );
            }
        }
        if name == "input" {
            assert_eq!(element.value().attr("type"), Some("checkbox"));
            assert!(element.value().attr("disabled").is_some());
        }
    }
    assert!(!html.contains('\u{E0F0}'), "{html}");
}

fn in_math(element: ElementRef<'_>) -> bool {
    element.value().name() == "math"
        || element
            .ancestors()
            .filter_map(ElementRef::wrap)
            .any(|above| above.value().name() == "math")
}

fn assert_address(name: &str, value: &str, html: &str) {
    let safe = value.starts_with('/') && !value.starts_with("//") && !value.starts_with("/\\")
        || value.starts_with('#')
        || ["https://", "http://", "mailto:", "tel:"]
            .iter()
            .any(|scheme| name == "a" && value.to_ascii_lowercase().starts_with(scheme))
        || name == "img" && value.starts_with("data:image/png;base64,");
    assert!(safe, "{name} to {value} in {html}");
}

#[test]
fn nothing_that_runs_survives() {
    assert!(VECTORS.len() > 80);
    let contexts = [
        "{}",
        "x {} y",
        "> {}",
        "- {}\n- x",
        "# {}",
        "| a |\n|---|\n| {} |",
        "[^f]: {}\n\nx[^f]",
        "<details>\n\n{}\n\n</details>",
        "*x {} y*",
    ];
    let mut all = String::new();
    for vector in VECTORS {
        for context in contexts {
            let source = context.replace("{}", vector);
            assert_harmless(&source, shown(&source).html.as_str());
        }
        all.push_str(vector);
        all.push_str("\n\n");
    }
    assert_harmless(&all, shown(&all).html.as_str());
}

#[test]
fn a_table_that_would_be_too_large_is_refused_at_its_line() {
    let heading = format!("|{}\n|{}\n", "a|".repeat(2_000), "-|".repeat(2_000));
    let source = format!(
        "---\ntitle: T\nsummary: S.\n---\n\nBefore.\n\n{heading}{}\nAfter.\n",
        "|b\n".repeat(200)
    );
    let (page, text) = page_of(source.as_bytes());
    let problem = &page.problems[0];
    assert!(
        problem.message.contains("lacks too many cells"),
        "{problem:?}"
    );
    let line = source.lines().nth(problem.position.line as usize - 1);
    assert_eq!(line, Some("|b"));
    assert!(text.text.contains("Before.") && text.text.ends_with("After."));
    let article = shown(&source);
    let shown = article.html.as_str();
    assert!(shown.contains("<p>After.</p>") && shown.contains("<td>b</td>"));
    assert!(shown.len() < source.len() * 20 + 1_000_000);
}

#[test]
fn what_becomes_too_large_ends_with_a_word() {
    let long = "x".repeat(20_000);
    let resolve = |_: &Link| Destination::Page {
        address: format!("/{long}"),
        title: long.clone(),
    };
    let source = "[a](known.md)\n\n".repeat(2_000);
    let (page, _) = page_of(source.as_bytes());
    let (bibliography, _) = Bibliography::parse("");
    let article = html(&page, source.as_bytes(), &resolve, &bibliography);
    let shown = article.html.as_str();
    assert!(
        shown.len() < source.len() * 20 + 1_000_000,
        "{}",
        shown.len()
    );
    assert!(shown.trim_end().ends_with("too large to be shown.</p>"));
    assert_harmless(&source, shown);
}

#[test]
fn no_page_hangs() {
    check_times(heavy::pages());
}

#[test]
fn no_page_of_citations_hangs() {
    check_times(heavy::citations());
}

/// Returns how long this thread has worked: what runs beside it does not count.
fn worked() -> Duration {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::ThreadCPUTime);
    Duration::try_from(time).unwrap()
}

fn check_times(pages: Vec<(&str, String)>) {
    for (name, source) in pages {
        let start = worked();
        let (page, _) = page_of(source.as_bytes());
        let read = worked().saturating_sub(start);
        let (bibliography, _) = Bibliography::parse(BIBLIOGRAPHY);
        let article = html(&page, source.as_bytes(), &resolve, &bibliography);
        let all = worked().saturating_sub(start);
        // Generous, for an unoptimised build; quadratic work takes minutes here.
        assert!(all < Duration::from_secs(5), "{name}: {read:?}, {all:?}");
        let length = article.html.as_str().len();
        assert!(length < source.len() * 20 + 1_000_000, "{name}: {length}");
        if std::env::var_os("TIMES").is_some() {
            eprintln!("{name}: {read:?} {:?} {length}", all - read);
        }
    }
}

fn fragment() -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(FRAGMENTS), 0..60).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn rendering_is_total_and_agrees_with_reading(source in fragment()) {
        let (page, text) = page_of(source.as_bytes());
        let (bibliography, _) = Bibliography::parse(BIBLIOGRAPHY);
        let article = html(&page, source.as_bytes(), &|link| {
            assert!(page.links.contains(link), "{link:?} in {source:?}");
            resolve(link)
        }, &bibliography);
        prop_assert_eq!(&article.outline, &page.headings);
        prop_assert_eq!(text.sections.len(), page.headings.len());
        for section in &text.sections {
            prop_assert!(text.text.get(section.start..section.body).is_some());
        }
        assert_harmless(&source, article.html.as_str());
    }

    #[test]
    fn any_bytes_are_a_page(source in prop::collection::vec(any::<u8>(), 0..300)) {
        let (page, _) = page_of(&source);
        html(&page, &source, &resolve, &Bibliography::default());
    }

    #[test]
    fn any_text_is_a_bibliography(text in "[@{}\"a-z=, \\n\\\\#%()]{0,80}") {
        Bibliography::parse(&text);
    }
}
