//! Texts, headings, code, formulas and raw HTML as [`PageWriter`] writes them.

use comrak::nodes::{Node, NodeValue};

use crate::render::citations::citation::{self, TextPiece};
use crate::render::marks::{escape, own};
use crate::render::maths;
use crate::render::raw_elements::ContentModel;
use crate::render::raw_links::TagLocations;
use crate::render::writer::{NodeForm, PageWriter, is_maths};

impl PageWriter<'_> {
    pub(super) fn text(&mut self, text: &str) -> NodeForm {
        if !text.contains('@') {
            self.escape(text);
            return NodeForm::Done;
        }
        let bibliography = self.works.bibliography;
        for piece in citation::pieces(text, &|key| bibliography.contains(key)) {
            match piece {
                TextPiece::Text(text) => self.escape(text),
                TextPiece::Group(group) => {
                    let slot = self.slots.put(String::new(), &mut self.out);
                    self.citations.add(&group, slot);
                }
            }
        }
        NodeForm::Done
    }

    pub(super) fn html(&mut self, node: Node<'_>, html: &str, model: ContentModel) -> NodeForm {
        // The raw HTML and the writer of its links borrow different parts of this.
        let mut raw = std::mem::take(&mut self.raw);
        let mut locations = TagLocations::new(self.body, node, html);
        let mut out = std::mem::take(&mut self.out);
        raw.write(html, model, &mut out, &mut |tag, out| {
            std::mem::swap(out, &mut self.out);
            let written = self.raw_lead(tag, &mut locations);
            std::mem::swap(out, &mut self.out);
            written
        });
        self.raw = raw;
        self.out = out;
        NodeForm::Done
    }

    pub(super) fn code(&mut self, code: &str) -> NodeForm {
        self.out.push_str("<code>");
        self.escape(code);
        self.whole("</code>")
    }

    pub(super) fn code_block(&mut self, info: &str, code: &str) -> NodeForm {
        if is_maths(info) {
            return self.maths(code, true);
        }
        let html = self.code.block(info, code);
        self.slots.put(html, &mut self.out);
        self.whole("\n")
    }

    pub(super) fn maths(&mut self, latex: &str, display: bool) -> NodeForm {
        let html = maths::mathml(latex, display).unwrap_or_else(|_| {
            let mut html = "<code class=\"bad-maths\">".to_owned();
            escape(latex, &mut html);
            html.push_str("</code>");
            html
        });
        self.slots.put(html, &mut self.out);
        NodeForm::Done
    }

    pub(super) fn heading(&mut self, node: Node<'_>) -> NodeForm {
        let Some(heading) = self.headings.heading(node, &mut self.works) else {
            // It stands above the text; the works that it names are cited all the same.
            let written = self.out.len();
            for inner in node.descendants() {
                if let NodeValue::Text(text) = &inner.data().value {
                    self.text(text);
                }
            }
            self.out.truncate(written);
            return NodeForm::Done;
        };
        let (start, end) = match heading.level {
            2 => ("<h2", "</h2>"),
            3 => ("<h3", "</h3>"),
            4 => ("<h4", "</h4>"),
            5 => ("<h5", "</h5>"),
            _ => ("<h6", "</h6>"),
        };
        self.out.push_str(start);
        own("id", &heading.id, &mut self.out);
        self.out.push('>');
        let end = match heading.level {
            2 | 3 if !heading.text.is_empty() && can_be_link(node) => {
                self.out.push_str("<a");
                own("class", "anchor", &mut self.out);
                own("href", &format!("#{}", heading.id), &mut self.out);
                self.out.push('>');
                if heading.level == 2 {
                    "</a></h2>"
                } else {
                    "</a></h3>"
                }
            }
            _ => end,
        };
        self.outline.push(heading);
        NodeForm::Around(end)
    }
}

/// Tells whether a heading can be a link to itself: it has none of its own.
fn can_be_link(heading: Node<'_>) -> bool {
    let mut nodes = heading.descendants().skip(1);
    nodes.all(|node| match &node.data().value {
        NodeValue::Text(text) => !text.contains('@'),
        NodeValue::Link(_)
        | NodeValue::WikiLink(_)
        | NodeValue::Image(_)
        | NodeValue::HtmlInline(_)
        | NodeValue::FootnoteReference(_) => false,
        _ => true,
    })
}
