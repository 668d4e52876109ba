//! BibTeX: a broken entry costs itself alone, and what is shown of a work is harmless.

use concord::render::Bibliography;

use super::html::assert_harmless;

/// Entries before and after the input, which nothing in it may take away.
const FIRST: &str = "@book{zz-first, author={First, Ada}, title={The first}, year={2001}}\n";
const LAST: &str = "\n@book{zz-last, author={Last, Ben}, title={The last}, year={2002}}\n";

/// Reads a bibliography, and each of its works in every form.
pub fn hold(data: &[u8]) {
    let input = String::from_utf8_lossy(data);
    let text = format!("{FIRST}{input}{LAST}");
    let (bibliography, problems) = Bibliography::parse(&text);
    assert!(
        bibliography.contains("zz-first"),
        "the first is gone: {text:?}"
    );
    let commented = input.lines().last().is_some_and(|line| line.contains('%'));
    let again = input.contains("zz-");
    assert!(
        bibliography.contains("zz-last") || commented || again,
        "the last is gone: {text:?}"
    );
    let lines = text.split(['\n', '\r']).count();
    for problem in &problems {
        let line = problem.position.line as usize;
        assert!((1..=lines).contains(&line), "{problem:?} in {text:?}");
        assert!(!problem.message.trim().is_empty(), "{problem:?}");
    }
    let keys: Vec<String> = bibliography.keys().map(str::to_owned).collect();
    for key in keys.iter().take(20) {
        show(&bibliography, key, &text);
    }
}

fn show(bibliography: &Bibliography, key: &str, text: &str) {
    for language in ["en", "fr"] {
        let reference = bibliography.reference(key, language);
        let Some(reference) = reference else {
            continue;
        };
        assert_harmless(reference.html.as_str());
        if let Some(url) = reference.url {
            let lower = url.to_ascii_lowercase();
            let web = lower.starts_with("http://") || lower.starts_with("https://");
            assert!(web, "{key} leads to {url:?}");
        }
    }
    let source = bibliography.bibtex(key).expect("a work has a source");
    assert!(text.contains(&source), "{source:?} is not in the file");
    assert!(
        bibliography
            .csl_json(key)
            .is_some_and(|item| item.is_object())
    );
    let _ = (bibliography.title(key), bibliography.year(key));
    for name in bibliography.authors(key) {
        assert_eq!(name, name.trim());
    }
}
