//! The second walk over a page: HTML for the gate.
//!
//! Without recursion, so that no nesting can exhaust the stack; elements that would nest too deeply
//! for the gate are left out and their content kept.

use comrak::nodes::{Node, NodeValue};

use crate::domain::Page;
use crate::domain::link::{Destination, Link, LinkRole};
use crate::domain::list::{ListContent, MOST_LISTS, PageList};
use crate::domain::page::{Heading, SITE_LANGUAGE};
use crate::domain::problem::Position;
use crate::render::citations::citation::{self, Piece};
use crate::render::citations::{Bibliography, Citations};
use crate::render::code::Highlighter;
use crate::render::gate::{self, Slots};
use crate::render::headings::Headings;
use crate::render::in_text::InText;
use crate::render::links;
use crate::render::marks::{MARK, escape, own};
use crate::render::raw::{Place, Raw};
use crate::render::raw_places::RawPlaces;
use crate::render::source::{self, Body};
use crate::render::tight::place;
use crate::render::{Article, ListPlace, markdown, maths};

/// Most elements of ours open at a time; see [`crate::render::raw`] for the author's.
const MAX_DEPTH: usize = 250;

/// How many bytes of HTML a page may become: so many times its own, and some.
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
            let mut writer = Writer {
                file: &page.file,
                body: &body,
                resolve,
                works: InText::new(bibliography, page.language(SITE_LANGUAGE)),
                headings: Headings::new(&page.title),
                out: String::with_capacity(body.text.len() * 3 / 2),
                raw: Raw::default(),
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

/// What is to be done next.
enum Step<'a> {
    Enter(Node<'a>),
    Leave(Node<'a>),
}

/// How a node is written: the end tags that close it, and whether what is in it is written too.
pub(super) enum Shape {
    /// Between what has been written and these end tags.
    Around(&'static str),
    /// Nothing of its own.
    Through,
    /// All of it has been written.
    Done,
}

/// What the walk knows while it writes.
pub(super) struct Writer<'a> {
    pub(super) file: &'a str,
    body: &'a Body<'a>,
    pub(super) resolve: &'a dyn Fn(&Link) -> Destination,
    works: InText<'a>,
    headings: Headings<'a>,
    pub(super) out: String,
    pub(super) raw: Raw,
    pub(super) slots: Slots,
    code: Highlighter,
    citations: Citations,
    outline: Vec<Heading>,
    /// The lists that fill themselves, with the level of headings in them.
    pub(super) lists: Vec<(u8, PageList)>,
    /// How many blocks `:::gap` there were.
    pub(super) gaps: usize,
    /// The end tags of each node that is open; empty for one that wrote none.
    pub(super) open: Vec<&'static str>,
    /// The column of the table's cell.
    pub(super) column: usize,
    /// The footnotes that have been begun.
    pub(super) footnotes: usize,
    /// How many bytes there may be.
    most: usize,
}

impl Writer<'_> {
    fn walk<'n>(&mut self, root: Node<'n>) {
        self.raw.enter();
        let mut steps: Vec<Step<'n>> = vec![Step::Enter(root)];
        while let Some(step) = steps.pop() {
            match step {
                Step::Enter(_) if self.is_full() => {}
                Step::Enter(node) => {
                    if self.enter(node) {
                        steps.push(Step::Leave(node));
                        steps.extend(node.reverse_children().map(Step::Enter));
                    }
                }
                Step::Leave(node) => self.leave(node),
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
            Shape::Done => return false,
            Shape::Through => self.open.push(""),
            Shape::Around(_) if self.open.len() >= MAX_DEPTH => {
                self.out.truncate(start);
                self.open.push("");
            }
            Shape::Around(end) => {
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
        let places = open.into_iter().zip(self.lists);
        Some(Article {
            html,
            outline: self.outline,
            lists: places
                .map(|(at, (level, list))| ListPlace { at, level, list })
                .collect(),
            references,
        })
    }

    /// Writes the start of a node, or all of it.
    fn start(&mut self, node: Node<'_>) -> Shape {
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
            NodeValue::HtmlBlock(block) => self.html(node, &block.literal, Place::Block),
            NodeValue::HtmlInline(html) => self.html(node, html, place(node)),
            NodeValue::Paragraph => self.paragraph(node),
            NodeValue::Heading(_) => self.heading(node),
            NodeValue::ThematicBreak => {
                self.out.push_str("<hr>\n");
                Shape::Done
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
            NodeValue::Code(code) => {
                self.out.push_str("<code>");
                self.escape(&code.literal);
                self.whole("</code>")
            }
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
                Shape::Done
            }
            NodeValue::WikiLink(link) => {
                let lead = links::wikilink(&link.url, link.embed, self.position(node));
                self.wikilink(&lead, &link.url, &markdown::plain(node))
            }
            NodeValue::FootnoteReference(note) => self.footnote_reference(note.ix, note.ref_num),
            _ => Shape::Through,
        }
    }

    /// Leaves a place for a list that fills itself.
    pub(super) fn list_place(&mut self, what: ListContent, text: &str) -> Shape {
        if self.lists.len() < MOST_LISTS {
            let above = self.outline.last().map_or(1, |heading| heading.level);
            let (list, _) = PageList::parse(what, text);
            self.lists.push(((above + 1).min(6), list));
            self.slots.leave_open(&mut self.out);
        }
        Shape::Through
    }

    pub(super) fn position(&self, node: Node<'_>) -> Position {
        let start = node.data().sourcepos.start;
        self.body.position(start.line, start.column)
    }

    pub(super) fn tag(&mut self, start: &str, end: &'static str) -> Shape {
        self.out.push_str(start);
        Shape::Around(end)
    }

    fn whole(&mut self, text: &str) -> Shape {
        self.out.push_str(text);
        Shape::Done
    }

    /// Writes text, without the mark that only our attributes may have.
    pub(super) fn escape(&mut self, text: &str) {
        for piece in text.split(MARK) {
            escape(piece, &mut self.out);
        }
    }

    fn text(&mut self, text: &str) -> Shape {
        if !text.contains('@') {
            self.escape(text);
            return Shape::Done;
        }
        let bibliography = self.works.bibliography;
        for piece in citation::pieces(text, &|key| bibliography.contains(key)) {
            match piece {
                Piece::Text(text) => self.escape(text),
                Piece::Group(group) => {
                    let slot = self.slots.put(String::new(), &mut self.out);
                    self.citations.add(&group, slot);
                }
            }
        }
        Shape::Done
    }

    fn html(&mut self, node: Node<'_>, html: &str, place: Place) -> Shape {
        // The raw HTML and the writer of its links borrow different parts of this.
        let mut raw = std::mem::take(&mut self.raw);
        let mut places = RawPlaces::new(self.body, node, html);
        let mut out = std::mem::take(&mut self.out);
        raw.write(html, place, &mut out, &mut |tag, out| {
            std::mem::swap(out, &mut self.out);
            let written = self.raw_lead(tag, &mut places);
            std::mem::swap(out, &mut self.out);
            written
        });
        self.raw = raw;
        self.out = out;
        Shape::Done
    }

    fn code_block(&mut self, info: &str, code: &str) -> Shape {
        if is_maths(info) {
            return self.maths(code, true);
        }
        let html = self.code.block(info, code);
        self.slots.put(html, &mut self.out);
        self.whole("\n")
    }

    fn maths(&mut self, latex: &str, display: bool) -> Shape {
        let html = maths::mathml(latex, display).unwrap_or_else(|_| {
            let mut html = "<code class=\"bad-maths\">".to_owned();
            escape(latex, &mut html);
            html.push_str("</code>");
            html
        });
        self.slots.put(html, &mut self.out);
        Shape::Done
    }

    fn heading(&mut self, node: Node<'_>) -> Shape {
        let Some(heading) = self.headings.heading(node, &mut self.works) else {
            // It stands above the text; the works that it names are cited all the same.
            let written = self.out.len();
            for inner in node.descendants() {
                if let NodeValue::Text(text) = &inner.data().value {
                    self.text(text);
                }
            }
            self.out.truncate(written);
            return Shape::Done;
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
        Shape::Around(end)
    }
}
