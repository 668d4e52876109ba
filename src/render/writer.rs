//! The second walk over a page: HTML for the gate.
//!
//! Without recursion, so that no nesting can exhaust the stack; elements that would nest too deeply
//! for the gate are left out and their content kept.

use comrak::nodes::{Node, NodeValue};

use crate::domain::Page;
use crate::domain::link::{Destination, Link, LinkRole};
use crate::domain::list::PageList;
use crate::domain::page::{Heading, SITE_LANGUAGE};
use crate::domain::problem::Position;
use crate::render::citations::{Bibliography, Citations};
use crate::render::code::Highlighter;
use crate::render::gate::{self, Slots};
use crate::render::headings::Headings;
use crate::render::in_text::PlainCitations;
use crate::render::marks::{MARK, escape};
use crate::render::raw::RawHtml;
use crate::render::raw_elements::ContentModel;
use crate::render::source::{self, Body};
use crate::render::tight::content_model;
use crate::render::{Article, ListSlot, links, markdown};

/// Most elements of ours open at a time; see [`crate::render::raw`] for the author's.
const MAX_DEPTH: usize = 250;

/// Most bytes of HTML of a page: so many times its own, and some.
const TIMES: usize = 20;
const AND: usize = 500_000;
/// Stands where the rest of a page would be too much.
const TOO_MUCH: &str = "<p>The rest of this page is too large to be shown.</p>\n";

/// Writes a page; see [`crate::render::html`].
pub(super) fn article(
    page: &Page,
    bytes: &[u8],
    resolve: &dyn Fn(&Link) -> Destination,
    bibliography: &Bibliography,
) -> Article {
    let (text, _) = source::decode(bytes);
    let (_, body) = Body::split(&text, &mut Vec::new());
    let parsed = if source::is_too_long(bytes) {
        None
    } else {
        markdown::parse(&body, bibliography, |root, _| {
            let mut writer = PageWriter {
                file: &page.file,
                body: &body,
                resolve,
                works: PlainCitations::new(bibliography, page.language(SITE_LANGUAGE)),
                headings: Headings::new(&page.title),
                out: String::with_capacity(body.text.len() * 3 / 2),
                raw: RawHtml::default(),
                slots: Slots::default(),
                code: Highlighter::default(),
                citations: Citations::default(),
                outline: Vec::new(),
                lists: Vec::new(),
                gaps: 0,
                open: Vec::new(),
                column: 0,
                footnotes: 0,
                most: bytes.len() * TIMES + AND,
            };
            writer.walk(root);
            writer.finish(page)
        })
        .ok()
        .flatten()
    };
    parsed.unwrap_or_else(|| {
        let mut html = "<pre class=\"plain\">".to_owned();
        escape(source::beginning(body.text), &mut html);
        html.push_str("</pre>");
        let references = Citations::default().format(page, bibliography).1;
        Article {
            html: gate::Html::composed(html),
            outline: Vec::new(),
            lists: Vec::new(),
            references,
        }
    })
}

/// Tells whether a code block is a formula.
pub(super) fn is_maths(info: &str) -> bool {
    info.split_whitespace().next() == Some("math")
}

/// The next thing to do.
enum WriteStep<'a> {
    Enter(Node<'a>),
    Leave(Node<'a>),
}

/// The form of a node in HTML: its end tags, and whether what is in it is written too.
pub(super) enum NodeForm {
    /// Between what has been written and these end tags.
    Around(&'static str),
    /// Nothing of its own.
    Through,
    /// All of it has been written.
    Done,
}

/// The state of the walk while it writes.
pub(super) struct PageWriter<'a> {
    pub(super) file: &'a str,
    pub(super) body: &'a Body<'a>,
    pub(super) resolve: &'a dyn Fn(&Link) -> Destination,
    pub(super) works: PlainCitations<'a>,
    pub(super) headings: Headings<'a>,
    pub(super) out: String,
    pub(super) raw: RawHtml,
    pub(super) slots: Slots,
    pub(super) code: Highlighter,
    pub(super) citations: Citations,
    pub(super) outline: Vec<Heading>,
    /// The lists that fill themselves, with the level of headings in them.
    pub(super) lists: Vec<(u8, PageList)>,
    /// The number of blocks `:::gap` so far.
    pub(super) gaps: usize,
    /// The end tags of each node that is open; empty for one that wrote none.
    pub(super) open: Vec<&'static str>,
    /// The column of the table's cell.
    pub(super) column: usize,
    /// The footnotes that have been begun.
    pub(super) footnotes: usize,
    /// The most bytes that there may be.
    most: usize,
}

impl PageWriter<'_> {
    fn walk<'n>(&mut self, root: Node<'n>) {
        self.raw.enter();
        let mut steps: Vec<WriteStep<'n>> = vec![WriteStep::Enter(root)];
        while let Some(step) = steps.pop() {
            match step {
                WriteStep::Enter(_) if self.is_full() => {}
                WriteStep::Enter(node) => {
                    if self.enter(node) {
                        steps.push(WriteStep::Leave(node));
                        steps.extend(node.reverse_children().map(WriteStep::Enter));
                    }
                }
                WriteStep::Leave(node) => self.leave(node),
            }
        }
        self.raw.leave(&mut self.out);
        if self.footnotes > 0 {
            self.out.push_str("</ol></section>");
        }
        if self.is_full() {
            self.out.push_str(TOO_MUCH);
        }
    }

    fn is_full(&self) -> bool {
        self.out.len() + self.slots.bytes() > self.most
    }

    /// Writes the start of a node; returns whether it has to be left.
    fn enter(&mut self, node: Node<'_>) -> bool {
        if node.data().value.block() {
            self.raw.close_inline(&mut self.out);
        }
        let start = self.out.len();
        match self.start(node) {
            NodeForm::Done => return false,
            NodeForm::Through => self.open.push(""),
            NodeForm::Around(_) if self.open.len() >= MAX_DEPTH => {
                self.out.truncate(start);
                self.open.push("");
            }
            NodeForm::Around(end) => {
                self.raw.enter();
                self.open.push(end);
            }
        }
        true
    }

    fn leave(&mut self, node: Node<'_>) {
        let end = self.open.pop().unwrap_or("");
        if end.is_empty() {
            return;
        }
        self.raw.leave(&mut self.out);
        self.back_references(node);
        self.out.push_str(end);
        if node.data().value.block() {
            self.out.push('\n');
        }
    }

    /// Returns the page; `None` where its citations make it too large.
    fn finish(mut self, page: &Page) -> Option<Article> {
        let written = self.slots.bytes();
        let (citations, references) =
            std::mem::take(&mut self.citations).format(page, self.works.bibliography);
        for (slot, html) in citations {
            self.slots.set(slot, html);
        }
        if self.is_full() && self.slots.bytes() > written {
            return None;
        }
        let (html, open) = gate::pass(&self.out, &self.slots);
        let slots = open.into_iter().zip(self.lists);
        Some(Article {
            html,
            outline: self.outline,
            lists: slots
                .map(|(at, (level, list))| ListSlot { at, level, list })
                .collect(),
            references,
        })
    }

    /// Writes the start of a node, or all of it.
    fn start(&mut self, node: Node<'_>) -> NodeForm {
        let data = node.data();
        match &data.value {
            NodeValue::BlockQuote | NodeValue::MultilineBlockQuote(_) => {
                self.tag("<blockquote>", "</blockquote>")
            }
            NodeValue::List(list) => self.list(list),
            NodeValue::Item(_) => self.tag("<li>", "</li>"),
            NodeValue::TaskItem(task) => self.task(node, task.symbol.is_some()),
            NodeValue::DescriptionList => self.tag("<dl>", "</dl>"),
            NodeValue::DescriptionTerm => self.tag("<dt>", "</dt>"),
            NodeValue::DescriptionDetails => self.tag("<dd>", "</dd>"),
            NodeValue::CodeBlock(block) => self.code_block(&block.info, &block.literal),
            NodeValue::HtmlBlock(block) => self.html(node, &block.literal, ContentModel::Block),
            NodeValue::HtmlInline(html) => self.html(node, html, content_model(node)),
            NodeValue::Paragraph => self.paragraph(node),
            NodeValue::Heading(_) => self.heading(node),
            NodeValue::ThematicBreak => {
                self.out.push_str("<hr>\n");
                NodeForm::Done
            }
            NodeValue::FootnoteDefinition(_) => self.footnote(),
            NodeValue::Table(_) => self.table(node),
            NodeValue::TableRow(header) => self.row(node, *header),
            NodeValue::TableCell => self.cell(node),
            NodeValue::Alert(alert) => self.alert(alert),
            NodeValue::BlockDirective(block) => self.block(&block.info),
            NodeValue::Text(text) => self.text(text),
            NodeValue::SoftBreak => self.whole("\n"),
            NodeValue::LineBreak => self.whole("<br>\n"),
            NodeValue::Code(code) => self.code(&code.literal),
            NodeValue::Math(math) => self.maths(&math.literal, math.display_math),
            NodeValue::Emph => self.tag("<em>", "</em>"),
            NodeValue::Strong => self.tag("<strong>", "</strong>"),
            NodeValue::Strikethrough => self.tag("<del>", "</del>"),
            NodeValue::Link(link) => {
                let lead = links::lead(&link.url, self.file, LinkRole::Text, self.position(node));
                self.link(&lead, &link.title)
            }
            NodeValue::Image(link) => {
                let lead = links::lead(&link.url, self.file, LinkRole::Image, self.position(node));
                self.image(&lead, &markdown::plain(node), &link.title, "");
                NodeForm::Done
            }
            NodeValue::WikiLink(link) => {
                let lead = links::wikilink(&link.url, link.embed, self.position(node));
                self.wikilink(&lead, &link.url, &markdown::plain(node))
            }
            NodeValue::FootnoteReference(note) => self.footnote_reference(note.ix, note.ref_num),
            _ => NodeForm::Through,
        }
    }

    pub(super) fn position(&self, node: Node<'_>) -> Position {
        let start = node.data().sourcepos.start;
        self.body.position(start.line, start.column)
    }

    pub(super) fn tag(&mut self, start: &str, end: &'static str) -> NodeForm {
        self.out.push_str(start);
        NodeForm::Around(end)
    }

    pub(super) fn whole(&mut self, text: &str) -> NodeForm {
        self.out.push_str(text);
        NodeForm::Done
    }

    /// Writes text, without the mark that only our attributes may have.
    pub(super) fn escape(&mut self, text: &str) {
        for piece in text.split(MARK) {
            escape(piece, &mut self.out);
        }
    }
}
