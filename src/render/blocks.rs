//! A page's text in blocks, as it reads: without what makes Markdown of it. For whoever compares two.

use comrak::arena_tree::NodeEdge;
use comrak::nodes::{Node, NodeValue};

use crate::render::citations::Bibliography;
use crate::render::markdown;
use crate::render::source::{self, Body};

/// A paragraph, a heading, a row of a table, or the like.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct TextBlock {
    /// Its shape.
    pub shape: BlockShape,
    /// Its text as it reads.
    pub text: String,
    /// The targets of its links and pictures, which do not show in its text.
    pub targets: Vec<String>,
    /// Of a row of a table: the texts of its cells.
    pub cells: Vec<String>,
}

/// The shape of a block.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum BlockShape {
    /// A heading of a level.
    Heading(u8),
    /// A paragraph.
    Paragraph,
    /// A paragraph in a list.
    Item,
    /// A paragraph in a quote.
    Quote,
    /// A row of a table.
    Row,
    /// Code, or HTML as it is written.
    Code,
    /// A footnote.
    Note,
}

/// Returns the blocks of a file's text; `None` where it cannot be read as Markdown.
pub(super) fn blocks(source: &[u8]) -> Option<Vec<TextBlock>> {
    let (text, problem) = source::decode(source);
    if problem.is_some() {
        return None;
    }
    let (_, body) = Body::split(&text, &mut Vec::new());
    let read = |root: Node<'_>, _: crate::render::slips::Slips<'_>| {
        let mut walk = BlockWalk::default();
        for edge in root.traverse() {
            match edge {
                NodeEdge::Start(node) => walk.start(node),
                NodeEdge::End(node) => walk.end(node),
            }
        }
        walk.found
    };
    markdown::parse(&body, &Bibliography::default(), read).ok()
}

#[derive(Default)]
struct BlockWalk {
    found: Vec<TextBlock>,
    text: String,
    targets: Vec<String>,
    items: usize,
    quotes: usize,
    notes: usize,
    cells: Vec<String>,
    /// The byte at which the text of a cell begins.
    cell: usize,
}

impl BlockWalk {
    fn start(&mut self, node: Node<'_>) {
        match &node.data().value {
            NodeValue::Item(_) | NodeValue::TaskItem(_) | NodeValue::DescriptionItem(_) => {
                self.items += 1;
            }
            NodeValue::BlockQuote | NodeValue::MultilineBlockQuote(_) | NodeValue::Alert(_) => {
                self.quotes += 1;
            }
            NodeValue::FootnoteDefinition(_) => self.notes += 1,
            NodeValue::CodeBlock(code) => self.code(&code.literal),
            NodeValue::HtmlBlock(html) => self.code(&html.literal),
            NodeValue::TableCell => {
                if !self.cells.is_empty() {
                    self.text.push_str(" | ");
                }
                self.cell = self.text.len();
            }
            NodeValue::Text(text) => self.text.push_str(text),
            NodeValue::Code(code) => self.text.push_str(&code.literal),
            NodeValue::Math(math) => self.text.push_str(&math.literal),
            NodeValue::HtmlInline(html) => self.targets.push(html.clone()),
            NodeValue::SoftBreak | NodeValue::LineBreak => self.text.push(' '),
            NodeValue::FootnoteReference(note) => {
                self.text.push_str(&format!("[{}]", note.name));
            }
            NodeValue::Link(link) | NodeValue::Image(link) => self.targets.push(link.url.clone()),
            NodeValue::WikiLink(link) => self.targets.push(link.url.clone()),
            NodeValue::Strong => self.targets.push("**".to_owned()),
            NodeValue::Emph => self.targets.push("*".to_owned()),
            NodeValue::Strikethrough => self.targets.push("~~".to_owned()),
            NodeValue::BlockDirective(directive) => self.code(&directive.info),
            _ => {}
        }
    }

    fn end(&mut self, node: Node<'_>) {
        let shape = match &node.data().value {
            NodeValue::Item(_) | NodeValue::TaskItem(_) | NodeValue::DescriptionItem(_) => {
                self.items -= 1;
                return;
            }
            NodeValue::BlockQuote | NodeValue::MultilineBlockQuote(_) | NodeValue::Alert(_) => {
                self.quotes -= 1;
                return;
            }
            NodeValue::FootnoteDefinition(_) => {
                self.notes -= 1;
                return;
            }
            NodeValue::TableCell => {
                let text = self.text.get(self.cell..).unwrap_or_default();
                self.cells.push(text.to_owned());
                return;
            }
            NodeValue::Heading(heading) => BlockShape::Heading(heading.level),
            NodeValue::TableRow(_) => BlockShape::Row,
            NodeValue::Paragraph | NodeValue::DescriptionTerm => {
                match (self.notes, self.quotes, self.items) {
                    (1.., ..) => BlockShape::Note,
                    (_, 1.., _) => BlockShape::Quote,
                    (_, _, 1..) => BlockShape::Item,
                    _ => BlockShape::Paragraph,
                }
            }
            _ => return,
        };
        self.finish(shape);
    }

    /// Takes what is there as it is written, line by line.
    fn code(&mut self, text: &str) {
        for line in text.lines().filter(|line| !line.trim().is_empty()) {
            self.text.push_str(line);
            self.finish(BlockShape::Code);
        }
    }

    fn finish(&mut self, shape: BlockShape) {
        let (text, targets, cells) = (
            std::mem::take(&mut self.text),
            std::mem::take(&mut self.targets),
            std::mem::take(&mut self.cells),
        );
        if !text.is_empty() || !targets.is_empty() {
            self.found.push(TextBlock {
                shape,
                text,
                targets,
                cells,
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_its_blocks_without_its_signs() {
        let source = "---\ntitle: T\n---\n\n# A *big* one\n\nTwo\nlines with [a link](b.md).\n\n- One\n  - Two\n\n> Said.\n\n| a | b |\n|---|---|\n| 1 | `2` |\n\n```\nx = 1\n```\n";
        let found = blocks(source.as_bytes()).unwrap();
        let actual: Vec<(BlockShape, &str)> = found
            .iter()
            .map(|block| (block.shape, block.text.as_str()))
            .collect();
        let expected = [
            (BlockShape::Heading(1), "A big one"),
            (BlockShape::Paragraph, "Two lines with a link."),
            (BlockShape::Item, "One"),
            (BlockShape::Item, "Two"),
            (BlockShape::Quote, "Said."),
            (BlockShape::Row, "a | b"),
            (BlockShape::Row, "1 | 2"),
            (BlockShape::Code, "x = 1"),
        ];
        assert_eq!(actual, expected);
        assert_eq!(found[1].targets, ["b.md"]);
        assert_eq!(found[6].cells, ["1", "2"]);
        assert!(found[7].cells.is_empty());
        // How lines are broken makes no difference.
        let again = source.replace("Two\nlines", "Two lines");
        assert_eq!(blocks(again.as_bytes()).unwrap(), found);
        assert_eq!(blocks(b"\xff"), None);
    }
}
