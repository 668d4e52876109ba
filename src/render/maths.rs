//! Maths: LaTeX to MathML.
//!
//! What the other crate writes is not trusted: it is taken apart and written anew from a list of
//! MathML elements and attributes, without the inline styles that the site's policy forbids.

use pulldown_latex::config::{DisplayMode, RenderConfig};
use pulldown_latex::{Parser, Storage, push_mathml};

use crate::render::catch_panic::catch_panic;
use crate::render::marks::escape;
use crate::render::raw_tokens::{Token, Tokens, decode};

/// Longest formula in bytes.
const MAX_LENGTH: usize = 10_000;
/// Deepest nesting of braces and of `\left`, `\begin` and the like.
const MAX_DEPTH: usize = 60;

const ELEMENTS: [&str; 27] = [
    "math",
    "mfrac",
    "mi",
    "mmultiscripts",
    "mn",
    "mo",
    "mover",
    "mpadded",
    "mphantom",
    "mprescripts",
    "mroot",
    "mrow",
    "ms",
    "mspace",
    "msqrt",
    "mstyle",
    "msub",
    "msubsup",
    "msup",
    "mtable",
    "mtd",
    "mtext",
    "mtr",
    "munder",
    "munderover",
    "none",
    "menclose",
];
const ATTRIBUTES: [&str; 26] = [
    "accent",
    "accentunder",
    "class",
    "columnalign",
    "columnspan",
    "depth",
    "display",
    "displaystyle",
    "fence",
    "form",
    "height",
    "largeop",
    "linethickness",
    "lspace",
    "mathsize",
    "mathvariant",
    "maxsize",
    "minsize",
    "movablelimits",
    "notation",
    "rowspan",
    "rspace",
    "scriptlevel",
    "stretchy",
    "symmetric",
    "width",
];

/// Returns the MathML of a formula, or what is wrong with it.
pub(super) fn mathml(latex: &str, display: bool) -> Result<String, String> {
    if latex.len() > MAX_LENGTH {
        return Err(format!("the formula is longer than {MAX_LENGTH} bytes"));
    }
    if depth(latex) > MAX_DEPTH {
        return Err(format!("the formula nests deeper than {MAX_DEPTH} levels"));
    }
    let made = catch_panic(|| {
        let storage = Storage::new();
        let events: Result<Vec<_>, _> = Parser::new(latex, &storage).collect();
        let events = events.map_err(|error| first_line(&error.to_string()))?;
        let config = RenderConfig {
            display_mode: if display {
                DisplayMode::Block
            } else {
                DisplayMode::Inline
            },
            ..RenderConfig::default()
        };
        let mut out = String::new();
        let events = events.into_iter().map(Ok::<_, std::convert::Infallible>);
        push_mathml(&mut out, events, config).map_err(|error| error.to_string())?;
        Ok(out)
    });
    let made = made.unwrap_or_else(|| Err("the formula cannot be read".to_owned()))?;
    rewrite(&made).ok_or_else(|| "the formula cannot be shown".to_owned())
}

/// Writes MathML anew from what is on the lists; `None` where anything else is in it.
fn rewrite(mathml: &str) -> Option<String> {
    let mut out = String::with_capacity(mathml.len());
    let mut open: Vec<String> = Vec::new();
    for token in Tokens::new(mathml) {
        match token {
            Token::Text(text) => escape(&decode(text), &mut out),
            Token::Open(tag) => {
                if !ELEMENTS.contains(&tag.name.as_str()) {
                    return None;
                }
                out.push('<');
                out.push_str(&tag.name);
                for (name, value) in &tag.attributes {
                    if ATTRIBUTES.contains(&name.as_str()) {
                        out.push(' ');
                        out.push_str(name);
                        out.push_str("=\"");
                        escape(&decode(value), &mut out);
                        out.push('"');
                    }
                }
                out.push('>');
                if matches!(tag.name.as_str(), "mspace" | "mprescripts" | "none") {
                    out.push_str("</");
                    out.push_str(&tag.name);
                    out.push('>');
                } else {
                    open.push(tag.name);
                }
            }
            Token::Lost(_) => return None,
            Token::Close(name) => {
                if matches!(name.as_str(), "mspace" | "mprescripts" | "none") {
                    continue;
                }
                if open.pop()? != name {
                    return None;
                }
                out.push_str("</");
                out.push_str(&name);
                out.push('>');
            }
        }
    }
    open.is_empty().then_some(out)
}

/// Counts how deep a formula can nest, whatever its commands mean.
fn depth(latex: &str) -> usize {
    let (mut depth, mut deepest) = (0usize, 0);
    let mut commands = 0;
    for (at, byte) in latex.bytes().enumerate() {
        match byte {
            b'{' | b'(' | b'[' => depth += 1,
            b'}' | b')' | b']' => depth = depth.saturating_sub(1),
            b'^' | b'_' => commands += 1,
            b'\\' => {
                let rest = &latex[at + 1..];
                commands += usize::from(
                    rest.starts_with("left")
                        || rest.starts_with("begin")
                        || rest.starts_with("sqrt"),
                );
            }
            _ => {}
        }
        deepest = deepest.max(depth);
    }
    // Scripts and commands in a row nest only when braces or thousands of them do.
    if commands > 1000 { usize::MAX } else { deepest }
}

fn first_line(message: &str) -> String {
    message.lines().next().unwrap_or("").trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_become_mathml() {
        let html = mathml(r"\frac{a}{b} < \sqrt{2} \text{<script>}", false).unwrap();
        assert!(html.starts_with("<math"), "{html}");
        assert!(html.contains("<mfrac>"), "{html}");
        assert!(html.contains("&lt;script&gt;"), "{html}");
        assert!(!html.contains("style="), "{html}");
    }

    #[test]
    fn what_is_wrong_is_said() {
        assert!(mathml(r"\frac{a", false).is_err());
        assert!(mathml(r"\nosuchcommand", true).is_err());
        assert!(mathml(&"{".repeat(5000), true).is_err());
    }
}
