//! Code blocks with their syntax marked by classes.

use std::sync::LazyLock;
use std::time::{Duration, Instant};

use syntect::html::{ClassStyle, ClassedHTMLGenerator};
use syntect::parsing::SyntaxSet;
use syntect::util::LinesWithEndings;

use crate::render::catch_panic::catch_panic;
use crate::render::marks::escape;

/// Begins each class of highlighted code.
const PREFIX: &str = "hl-";
/// Longest block that is highlighted, in bytes.
const MAX_BLOCK: usize = 50_000;
/// Longest line that is highlighted, in bytes: the grammars are regular expressions that backtrack.
const MAX_LINE: usize = 1_000;
/// Longest time that highlighting may take on one page; an ordinary page takes a hundredth of it.
const BUDGET: Duration = Duration::from_secs(2);

static SYNTAXES: LazyLock<SyntaxSet> = LazyLock::new(SyntaxSet::load_defaults_newlines);

/// Highlights the code blocks of one page.
#[derive(Default)]
pub(super) struct Highlighter {
    spent: Duration,
}

impl Highlighter {
    /// Returns a code block as HTML; plain where the language is not known.
    pub(super) fn block(&mut self, info: &str, code: &str) -> String {
        let language = info
            .split([' ', ',', '{', '\t'])
            .next()
            .unwrap_or("")
            .trim();
        let start = Instant::now();
        let highlighted = self.highlighted(language, code, start);
        self.spent += start.elapsed();
        let mut out = String::with_capacity(code.len() * 2);
        out.push_str("<pre class=\"code\"><code>");
        match highlighted {
            Some(html) => out.push_str(&html),
            None => escape(code, &mut out),
        }
        out.push_str("</code></pre>");
        out
    }

    fn highlighted(&self, language: &str, code: &str, start: Instant) -> Option<String> {
        let long = code.len() > MAX_BLOCK || code.lines().any(|line| line.len() > MAX_LINE);
        if language.is_empty() || long || self.spent > BUDGET {
            return None;
        }
        let syntax = SYNTAXES.find_syntax_by_token(language)?;
        let spent = self.spent;
        catch_panic(|| {
            let style = ClassStyle::SpacedPrefixed { prefix: PREFIX };
            let mut generator =
                ClassedHTMLGenerator::new_with_class_style(syntax, &SYNTAXES, style);
            for line in LinesWithEndings::from(code) {
                generator
                    .parse_html_for_line_which_includes_newline(line)
                    .ok()?;
                if spent + start.elapsed() > BUDGET {
                    return None;
                }
            }
            Some(generator.finalize())
        })
        .flatten()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_languages_are_marked_by_classes() {
        let mut highlighter = Highlighter::default();
        let html = highlighter.block("python", "def f():\n    return \"<b>\"\n");
        assert!(html.contains("class=\"hl-"), "{html}");
        assert!(html.contains("&lt;b&gt;"), "{html}");
        assert!(!html.contains("style="), "{html}");
        let html = highlighter.block("nosuch", "<b>");
        assert_eq!(html, "<pre class=\"code\"><code>&lt;b&gt;</code></pre>");
    }
}
