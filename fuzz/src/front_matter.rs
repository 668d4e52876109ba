//! Front matter: whoever asks to be hidden is hidden, whatever else stands there.

use concord::domain::{Page, PagePath, Visibility, Vocabulary};
use concord::render::{self, Bibliography};

use super::site;

/// How a page asks for fewer readers.
const DEMANDS: [&str; 2] = ["visibility: members", "draft: true"];

/// Reads a file; the input as front matter of its own, and beside a demand to be hidden.
pub fn hold(data: &[u8]) {
    let page = read(data);
    assert_positions(&page, data);
    let Ok(text) = std::str::from_utf8(data) else {
        return;
    };
    // A fence in the input ends the front matter before the demand.
    let fenced = text
        .split(['\n', '\r'])
        .any(|line| matches!(line.trim_end(), "---" | "..."));
    if fenced {
        return;
    }
    for demand in DEMANDS {
        for source in [
            format!("---\n{demand}\n{text}\n---\n\nText\n"),
            format!("---\n{text}\n{demand}\n---\n\nText\n"),
        ] {
            let page = read(source.as_bytes());
            let hidden = page.front.visibility != Visibility::Public;
            assert!(hidden, "public, though it asks to be hidden: {source:?}");
            assert_positions(&page, source.as_bytes());
        }
    }
}

fn read(source: &[u8]) -> Page {
    let path = PagePath::parse("cases/page").expect("a path");
    let vocabulary = Vocabulary::default();
    let bibliography = Bibliography::default();
    let object = site::object();
    let (page, _) = render::read(
        path,
        "cases/page.md",
        object,
        source,
        &vocabulary,
        &bibliography,
    );
    // The reader of one thing and the reader of all agree.
    assert_eq!(render::visibility(source), page.front.visibility);
    page
}

/// Asserts that each problem has words, and a place that is in the file.
pub(crate) fn assert_positions(page: &Page, source: &[u8]) {
    let text = String::from_utf8_lossy(source);
    // For YAML a carriage return ends a line, for the rest it does not.
    let count = text.split(['\n', '\r']).count();
    let lines = text.split('\n').map(|line| line.chars().count());
    let longest = lines.max().unwrap_or(0);
    // In a file of two or four bytes a character a line ends elsewhere than its bytes say.
    let wide = source.starts_with(&[0xFF, 0xFE])
        || source.starts_with(&[0xFE, 0xFF])
        || source.contains(&0);
    let (count, longest) = if wide {
        (source.len(), source.len())
    } else {
        (count, longest)
    };
    for problem in &page.problems {
        let position = problem.position;
        let inside = (1..=count + 1).contains(&(position.line as usize))
            && (1..=longest + 2).contains(&(position.column as usize));
        assert!(
            inside,
            "{position} is not in the file: {problem:?} of {text:?}"
        );
        assert!(!problem.message.trim().is_empty(), "{problem:?}");
        let seen = problem.message.chars().count();
        assert!(seen <= 2_000, "a message of {seen} characters: {problem:?}");
    }
}
