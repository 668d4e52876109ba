//! Text in XML: feeds, sitemaps and pictures.
//!
//! XML has no way to write most control characters: one in a title or in an author's name, and
//! readers refuse the whole feed. Every template that ends in `.xml` or `.svg` goes through here
//! (`askama.toml` says so), and what is composed without a template calls [`escaped`].

use std::fmt::{self, Write};

/// Escapes text for XML, and leaves out what XML does not allow.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Xml;

impl askama::filters::Escaper for Xml {
    fn write_escaped_str<W: Write>(&self, mut dest: W, string: &str) -> fmt::Result {
        let mut done = 0;
        for (at, character) in string.char_indices() {
            let escaped = match character {
                '&' => "&amp;",
                '<' => "&lt;",
                '>' => "&gt;",
                '"' => "&quot;",
                '\'' => "&#39;",
                _ if is_allowed(character) => continue,
                _ => "",
            };
            dest.write_str(&string[done..at])?;
            dest.write_str(escaped)?;
            done = at + character.len_utf8();
        }
        dest.write_str(&string[done..])
    }
}

/// Returns text as it stands in XML.
pub(crate) fn escaped(text: &str) -> String {
    use askama::filters::Escaper;
    let mut out = String::with_capacity(text.len());
    // A string takes all that is written to it.
    let _ = Xml.write_escaped_str(&mut out, text);
    out
}

/// Tells whether XML 1.0 can hold a character, by its production 2.
fn is_allowed(character: char) -> bool {
    matches!(character, '\t' | '\n' | '\r' | ' '..='\u{D7FF}' | '\u{E000}'..='\u{FFFD}' | '\u{10000}'..)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_xml_cannot_hold_is_left_out() {
        assert_eq!(
            escaped("a\u{8}b\0\u{1F}\u{FFFE}\u{FFFF}\t<&>\"'é\u{1F600}"),
            "ab\t&lt;&amp;&gt;&quot;&#39;é\u{1F600}"
        );
        assert_eq!(escaped(""), "");
    }

    #[test]
    fn templates_of_xml_go_through_here() {
        #[derive(askama::Template)]
        #[template(source = "<a>{{ text }}</a>", ext = "xml")]
        struct XmlView<'a> {
            text: &'a str,
        }
        let view = XmlView { text: "C:\u{8}<" };
        assert_eq!(askama::Template::render(&view).unwrap(), "<a>C:&lt;</a>");
    }
}
