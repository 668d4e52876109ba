//! [`PageReader`]: the walk over a parsed page that finds its links, headings, gaps and plain text.

use comrak::arena_tree::NodeEdge;
use comrak::nodes::{Node, NodeValue};

use crate::domain::link::LinkRole;
use crate::domain::problem::{Position, Problem, ProblemKind};
use crate::domain::{PagePath, Section, Vocabulary};
use crate::render::anchors::Anchors;
use crate::render::citations::Bibliography;
use crate::render::headings::{self, Headings};
use crate::render::in_text::PlainCitations;
use crate::render::link_spans::{LinkForm, LinkNotes};
use crate::render::links::{self, AddressTarget};
use crate::render::page_findings::PageFindings;
use crate::render::raw_elements::ContentModel;
use crate::render::slips::Slips;
use crate::render::source::Body;
use crate::render::tight::content_model;
use crate::render::{markdown, maths, writer};

/// The text below the front matter of a file, with all that reading it needs.
pub(super) struct BodyWalk<'a> {
    pub(super) file: &'a str,
    pub(super) body: &'a Body<'a>,
    pub(super) vocabulary: &'a Vocabulary,
    pub(super) bibliography: &'a Bibliography,
    pub(super) language: &'a str,
}

impl BodyWalk<'_> {
    /// Walks through the text; where the front matter gives no title, its first heading does.
    pub(super) fn walk(
        &self,
        path: &PagePath,
        title: &mut Option<String>,
        spots: &mut Option<LinkNotes>,
    ) -> Result<PageFindings, Box<Problem>> {
        markdown::parse(self.body, self.bibliography, |root, slips| {
            let mut works = PlainCitations::new(self.bibliography, self.language);
            if title.is_none() {
                *title = headings::first(root, &mut works);
            }
            let shown = title.clone();
            let shown = shown.unwrap_or_else(|| headings::from_name(path));
            let mut reader = PageReader {
                file: self.file,
                body: self.body,
                works,
                headings: Headings::new(&shown),
                anchors: Anchors::default(),
                vocabulary: self.vocabulary,
                lists: 0,
                gap: None,
                slips,
                spots: spots.take(),
                found: PageFindings::default(),
            };
            reader.walk(root);
            *spots = reader.spots;
            let mut found = reader.found;
            found.problems.extend(reader.slips.into_problems());
            found
        })
    }
}

/// The state of the walk while it reads.
pub(super) struct PageReader<'a> {
    pub(super) file: &'a str,
    pub(super) body: &'a Body<'a>,
    pub(super) works: PlainCitations<'a>,
    headings: Headings<'a>,
    pub(super) anchors: Anchors,
    pub(super) vocabulary: &'a Vocabulary,
    /// The number of lists that fill themselves so far.
    pub(super) lists: usize,
    /// The byte at which the text of the open block `:::gap` begins.
    pub(super) gap: Option<usize>,
    pub(super) slips: Slips<'a>,
    /// Notes for those who rewrite links, if they ask.
    pub(super) spots: Option<LinkNotes>,
    pub(super) found: PageFindings,
}

impl PageReader<'_> {
    fn walk(&mut self, root: Node<'_>) {
        self.found.text.text.reserve(self.body.text.len());
        // The title's own heading is no part of the text: the title is indexed by itself.
        let mut hidden: Option<Node<'_>> = None;
        for edge in root.traverse() {
            match edge {
                NodeEdge::Start(node) if hidden.is_none() => {
                    if self.enter(node) {
                        hidden = Some(node);
                    }
                }
                NodeEdge::End(node) => {
                    if hidden.is_some_and(|start| start.same_node(node)) {
                        hidden = None;
                    }
                    self.leave(node);
                }
                NodeEdge::Start(_) => {}
            }
        }
        let text = &mut self.found.text.text;
        text.truncate(text.trim_end().len());
        for section in &mut self.found.text.sections {
            section.start = section.start.min(text.len());
            section.body = section.body.min(text.len());
        }
    }

    /// Takes in a node; returns whether what is in it is to be left out.
    fn enter(&mut self, node: Node<'_>) -> bool {
        self.slips.look_at(node);
        let data = node.data();
        match &data.value {
            NodeValue::Text(text) => self.text(node, text),
            NodeValue::Code(code) => self.push(&code.literal),
            NodeValue::SoftBreak | NodeValue::LineBreak => self.push(" "),
            NodeValue::Math(math) => {
                self.push(&math.literal);
                self.maths(node, &math.literal, math.display_math);
            }
            NodeValue::CodeBlock(block) => {
                self.code_block(node, &block.info, &block.literal);
            }
            NodeValue::HtmlBlock(block) => {
                self.note_verbatim(node);
                self.block();
                self.html(node, &block.literal, ContentModel::Block);
            }
            NodeValue::HtmlInline(html) => self.html(node, html, content_model(node)),
            NodeValue::Link(link) => {
                self.link(node, &link.url);
            }
            NodeValue::Image(link) => {
                let lead = self.lead(node, &link.url, LinkRole::Image);
                self.note_spot(&lead, LinkForm::Image, node, &link.url);
                self.note(lead);
            }
            NodeValue::WikiLink(link) => {
                let lead = links::wikilink(&link.url, link.embed, self.position(node));
                self.note_spot(&lead, LinkForm::Wiki, node, &link.url);
                self.note(lead);
            }
            NodeValue::Heading(_) => return self.heading(node),
            NodeValue::BlockDirective(directive) => self.directive(node, &directive.info),
            NodeValue::Alert(alert) => {
                self.block();
                if let Some(title) = &alert.title {
                    self.push(title);
                    self.block();
                }
            }
            NodeValue::TableCell => self.table_cell(node),
            value if value.block() => self.block(),
            _ => {}
        }
        false
    }

    fn code_block(&mut self, node: Node<'_>, info: &str, code: &str) {
        self.note_verbatim(node);
        self.block();
        self.push(code);
        if writer::is_maths(info) {
            self.maths(node, code, true);
        }
    }

    fn link(&mut self, node: Node<'_>, url: &str) {
        let mut lead = self.lead(node, url, LinkRole::Text);
        if let AddressTarget::Refused(problem) = &mut lead
            && links::is_plain_text(url, &markdown::plain(node))
        {
            problem.kind = ProblemKind::UnlinkedAddress;
        }
        self.note_spot(&lead, LinkForm::Link, node, url);
        self.note(lead);
    }

    /// Says in the plain text, and so in snippets, where one cell ends.
    fn table_cell(&mut self, node: Node<'_>) {
        if node.previous_sibling().is_some() {
            return self.push("\t");
        }
        let row = node.parent();
        if row.is_some_and(|row| row.previous_sibling().is_some()) {
            let text = &mut self.found.text.text;
            text.truncate(text.trim_end_matches('\n').len());
            self.push("\t");
        }
        self.block();
    }

    fn leave(&mut self, node: Node<'_>) {
        if self.gap.is_some() {
            self.end_gap(node);
        }
        if let NodeValue::Heading(_) = node.data().value {
            let end = self.found.text.text.len();
            if let Some(section) = self.found.text.sections.last_mut()
                && section.body == usize::MAX
            {
                self.found.text.text.push('\n');
                section.body = end + 1;
            }
        }
    }

    /// Begins a new line of the plain text, once.
    pub(super) fn block(&mut self) {
        let text = &mut self.found.text.text;
        if !text.is_empty() && !text.ends_with('\n') {
            text.push('\n');
        }
    }

    pub(super) fn push(&mut self, text: &str) {
        self.found.text.text.push_str(text);
    }

    pub(super) fn position(&self, node: Node<'_>) -> Position {
        let start = node.data().sourcepos.start;
        self.body.position(start.line, start.column)
    }

    fn heading(&mut self, node: Node<'_>) -> bool {
        let Some(heading) = self.headings.heading(node, &mut self.works) else {
            // Works that the title names are cited all the same.
            let end = self.found.text.text.len();
            for inner in node.descendants() {
                if let NodeValue::Text(text) = &inner.data().value {
                    self.text(inner, text);
                }
            }
            self.found.text.text.truncate(end);
            return true;
        };
        self.block();
        self.found.text.sections.push(Section {
            start: self.found.text.text.len(),
            // Set when the heading ends.
            body: usize::MAX,
            id: heading.id.to_string(),
            title: heading.text.to_string(),
        });
        self.found.headings.push(heading);
        false
    }

    fn maths(&mut self, node: Node<'_>, latex: &str, display: bool) {
        if let Err(message) = maths::mathml(latex, display) {
            let message = format!("the formula cannot be read: {message}");
            let problem = Problem::new(ProblemKind::Markdown, self.position(node), message);
            let help = "write LaTeX between the dollar signs, or \\$ for a dollar";
            self.found.problems.push(problem.with_help(help));
        }
    }
}
