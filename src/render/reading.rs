//! The first walk over a page: what an edition knows of it, and its plain text for the index.

use std::borrow::Cow;

use comrak::arena_tree::NodeEdge;
use comrak::nodes::{Node, NodeValue};

use crate::domain::front_matter::FrontMatter;
use crate::domain::link::{Link, LinkRole};
use crate::domain::list::{ListContent, ListMistake, MOST_LISTS, PageList};
use crate::domain::page::{Heading, SITE_LANGUAGE};
use crate::domain::problem::{Position, Problem, ProblemKind};
use crate::domain::{Kind, Name, ObjectId, Page, PagePath, PageText, Section, Vocabulary};
use crate::render::anchors::Anchors;
use crate::render::citations::Bibliography;
use crate::render::headings::{self, Headings};
use crate::render::in_text::InText;
use crate::render::link_places::{Spot, SpotForm, Spots};
use crate::render::links::{self, Lead};
use crate::render::raw::{self, Place};
use crate::render::raw_places::{RawPlaces, raw_lead, raw_spot};
use crate::render::raw_tokens::{Token, Tokens, decode};
use crate::render::slips::{Slip, Slips};
use crate::render::source::{self, Body};
use crate::render::tables::Cut;
use crate::render::tight::place;
use crate::render::{PlacedPage, directives, markdown, maths, writer};

/// How many characters of a gap are kept.
const MAX_GAP: usize = 400;

/// Reads a file; see [`crate::render::read`].
pub(super) fn read(
    path: PagePath,
    file: &str,
    blob: ObjectId,
    bytes: &[u8],
    vocabulary: &Vocabulary,
    bibliography: &Bibliography,
) -> (Page, PageText) {
    read_noting(path, file, blob, bytes, vocabulary, bibliography, &mut None)
}

/// Reads a file; see [`crate::render::read_places`].
pub(super) fn read_places(
    path: PagePath,
    file: &str,
    bytes: &[u8],
    vocabulary: &Vocabulary,
    bibliography: &Bibliography,
) -> PlacedPage {
    let mut spots = Some(Spots::default());
    // What is only read has no object.
    let blob = ObjectId::from_bytes([0; 20]);
    let (page, text) = read_noting(
        path,
        file,
        blob,
        bytes,
        vocabulary,
        bibliography,
        &mut spots,
    );
    let spots = spots.unwrap_or_default();
    let mut places = vec![None; page.links.len().saturating_sub(spots.links.len())];
    let (decoded, _) = source::decode(bytes);
    if matches!(decoded, Cow::Borrowed(_)) && decoded.len() == bytes.len() {
        let (_, body) = Body::split(&decoded, &mut Vec::new());
        places.extend(spots.find(&body, decoded.len() - body.text.len()));
    }
    places.resize(page.links.len(), None);
    PlacedPage { page, text, places }
}

fn read_noting(
    path: PagePath,
    file: &str,
    blob: ObjectId,
    bytes: &[u8],
    vocabulary: &Vocabulary,
    bibliography: &Bibliography,
    spots: &mut Option<Spots>,
) -> (Page, PageText) {
    let (text, unreadable) = source::decode(bytes);
    let mut problems: Vec<Problem> = unreadable.into_iter().collect();
    let (parts, body) = Body::split(&text, &mut problems);
    let mut links = Vec::new();
    let mut reading = FrontMatter::read(parts, vocabulary, &mut links, &mut problems);
    reading.front.restrict(source::beyond(bytes, parts));
    let front = reading.front;
    // What is missing may be in what could not be read, or in an empty page.
    let silent = reading.unreadable || (parts.yaml.is_none() && body.text.trim().is_empty());
    missing(&front, silent, &mut problems);
    if let Some(yaml) = parts.yaml {
        unseen(&front, yaml, &mut problems);
    }

    let mut found = Found {
        links,
        problems,
        ..Found::default()
    };
    let mut title = front.title.clone();
    let below = Below {
        file,
        body: &body,
        vocabulary,
        bibliography,
        language: match front.lang.as_str() {
            "" => SITE_LANGUAGE,
            language => language,
        },
    };
    match source::is_too_long(bytes) {
        true => source::beginning(body.text).clone_into(&mut found.text.text),
        false => match below.walk(&path, &mut title, spots) {
            Ok(walked) => {
                found.add(walked);
                found.problems.extend(cut_tables(&body));
            }
            Err(problem) => {
                found.problems.push(*problem);
                source::beginning(body.text).clone_into(&mut found.text.text);
            }
        },
    }
    if title.is_none() && !silent {
        found.problems.push(no_title());
    }
    found.problems.sort();
    found.mentions.sort();
    found.mentions.dedup_by(|next, first| next.0 == first.0);
    let page = Page {
        title: title.unwrap_or_else(|| headings::from_name(&path)),
        path,
        file: file.to_owned(),
        blob,
        front,
        headings: found.headings,
        anchors: found.anchors,
        links: found.links,
        citations: found.citations,
        mentions: found.mentions,
        lists: found.kinds,
        gaps: found.gaps,
        problems: found.problems,
    };
    (page, found.text)
}

/// What stands below the front matter of a file.
struct Below<'a> {
    file: &'a str,
    body: &'a Body<'a>,
    vocabulary: &'a Vocabulary,
    bibliography: &'a Bibliography,
    language: &'a str,
}

impl Below<'_> {
    /// Walks through the text; where the front matter gives no title, its first heading does.
    fn walk(
        &self,
        path: &PagePath,
        title: &mut Option<String>,
        spots: &mut Option<Spots>,
    ) -> Result<Found, Box<Problem>> {
        markdown::parse(self.body, self.bibliography, |root, slips| {
            let mut works = InText::new(self.bibliography, self.language);
            if title.is_none() {
                *title = headings::first(root, &mut works);
            }
            let shown = title.clone();
            let shown = shown.unwrap_or_else(|| headings::from_name(path));
            let mut reader = Reader {
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
                found: Found::default(),
            };
            reader.walk(root);
            *spots = reader.spots;
            let mut found = reader.found;
            found.problems.extend(reader.slips.into_problems());
            found
        })
    }
}

/// Returns where tables are cut, because their rows lack too many cells.
fn cut_tables(body: &Body<'_>) -> Vec<Problem> {
    let message = "the table lacks too many cells: from this row on it is not shown";
    let help = "give each row as many cells as the heading, or make several tables";
    let problem = |line| {
        let problem = Problem::new(ProblemKind::Markdown, body.position(line, 1), message);
        problem.with_help(help)
    };
    Cut::of(body.text).lines.into_iter().map(problem).collect()
}

fn no_title() -> Problem {
    let message = "the page has no title";
    let problem = Problem::new(ProblemKind::MissingTitle, Position::START, message);
    problem.with_help("add “title:” to the front matter")
}

fn missing(front: &FrontMatter, silent: bool, problems: &mut Vec<Problem>) {
    if front.summary.is_none() && !silent {
        let message = "the page has no summary";
        let problem = Problem::new(ProblemKind::MissingSummary, Position::START, message);
        let help = "add “summary:” to the front matter: one or two sentences for lists and search";
        problems.push(problem.with_help(help));
    }
}

/// Names the control characters of what stands in lists, feeds and search: nobody sees them, and
/// nobody wanted them.
fn unseen(front: &FrontMatter, yaml: &str, problems: &mut Vec<Problem>) {
    let texts = [("title", &front.title), ("summary", &front.summary)];
    for (key, text) in texts {
        let is_unseen = |character: &char| {
            let space = matches!(character, '\t' | '\n' | '\r');
            (character.is_control() && !space) || matches!(character, '\u{FFFE}' | '\u{FFFF}')
        };
        let Some(character) = text.as_ref().and_then(|text| text.chars().find(is_unseen)) else {
            continue;
        };
        let is_key = |line: &str| line.trim_start_matches(['"', '\'']).starts_with(key);
        let line = yaml.lines().position(is_key).unwrap_or(0);
        let position = Position {
            line: u32::try_from(line + 2).unwrap_or(u32::MAX),
            column: 1,
        };
        let code = u32::from(character);
        let message =
            format!("the {key} has the control character U+{code:04X}, which nobody sees");
        let problem = Problem::new(ProblemKind::FrontMatter, position, message);
        let help = "in double quotes a backslash begins such a character: write single quotes, or two backslashes";
        problems.push(problem.with_help(help));
    }
}

/// What a walk finds.
#[derive(Default)]
pub(super) struct Found {
    headings: Vec<Heading>,
    anchors: Vec<Name>,
    links: Vec<Link>,
    pub(super) citations: Vec<(String, Position)>,
    pub(super) mentions: Vec<(String, Position)>,
    kinds: Vec<Kind>,
    gaps: Vec<Name>,
    problems: Vec<Problem>,
    pub(super) text: PageText,
}

impl Found {
    fn add(&mut self, other: Self) {
        self.headings.extend(other.headings);
        self.anchors.extend(other.anchors);
        self.links.extend(other.links);
        self.citations.extend(other.citations);
        self.mentions.extend(other.mentions);
        self.kinds.extend(other.kinds);
        self.gaps.extend(other.gaps);
        self.problems.extend(other.problems);
        self.text = other.text;
    }
}

/// What the walk knows while it reads.
pub(super) struct Reader<'a> {
    file: &'a str,
    pub(super) body: &'a Body<'a>,
    pub(super) works: InText<'a>,
    headings: Headings<'a>,
    anchors: Anchors,
    vocabulary: &'a Vocabulary,
    /// How many lists that fill themselves there were.
    lists: usize,
    /// Where the text of the block `:::gap` begins that is open.
    gap: Option<usize>,
    slips: Slips<'a>,
    /// What is noted for those who rewrite links, if they ask.
    spots: Option<Spots>,
    pub(super) found: Found,
}

impl Reader<'_> {
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
                self.note_verbatim(node);
                self.block();
                self.push(&block.literal);
                if writer::is_maths(&block.info) {
                    self.maths(node, &block.literal, true);
                }
            }
            NodeValue::HtmlBlock(block) => {
                self.note_verbatim(node);
                self.block();
                self.html(node, &block.literal, Place::Block);
            }
            NodeValue::HtmlInline(html) => self.html(node, html, place(node)),
            NodeValue::Link(link) => {
                let mut lead = self.lead(node, &link.url, LinkRole::Text);
                if let Lead::Refused(problem) = &mut lead
                    && links::is_plain_text(&link.url, &markdown::plain(node))
                {
                    problem.kind = ProblemKind::UnlinkedAddress;
                }
                self.note_spot(&lead, SpotForm::Link, node, &link.url);
                self.note(lead);
            }
            NodeValue::Image(link) => {
                let lead = self.lead(node, &link.url, LinkRole::Image);
                self.note_spot(&lead, SpotForm::Image, node, &link.url);
                self.note(lead);
            }
            NodeValue::WikiLink(link) => {
                let lead = links::wikilink(&link.url, link.embed, self.position(node));
                self.note_spot(&lead, SpotForm::Wiki, node, &link.url);
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

    fn directive(&mut self, node: Node<'_>, info: &str) {
        self.block();
        match directives::directive(info, self.position(node)) {
            Err(problem) => self.found.problems.push(*problem),
            Ok((directives::GAP, _)) => self.gap = Some(self.found.text.text.len()),
            Ok((name, text)) => {
                if let Some(what) = directives::listed(name) {
                    self.list(node, what, text);
                }
            }
        }
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

    /// Looks at what a list that fills itself asks for.
    fn list(&mut self, node: Node<'_>, what: ListContent, text: &str) {
        let (list, mut mistakes) = PageList::parse(what, text);
        mistakes.extend(list.check(self.vocabulary));
        let kind = list.whole_kind();
        self.found
            .kinds
            .extend(kind.filter(|kind| !self.found.kinds.contains(kind)));
        self.lists += 1;
        if self.lists == MOST_LISTS + 1 {
            mistakes.push(ListMistake {
                message: format!("a page has {MOST_LISTS} lists at most; this one is not shown"),
                help: "divide the page".to_owned(),
            });
        }
        let position = self.position(node);
        let problem = |mistake: ListMistake| {
            let problem = Problem::new(ProblemKind::Markdown, position, mistake.message);
            problem.with_help(mistake.help)
        };
        self.found
            .problems
            .extend(mistakes.into_iter().map(problem));
    }

    /// Notes what a block `:::gap` says is missing, once it ends.
    fn end_gap(&mut self, node: Node<'_>) {
        let is_gap = matches!(&node.data().value, NodeValue::BlockDirective(block)
            if directives::directive(&block.info, Position::START).is_ok_and(|(name, _)| name == directives::GAP));
        if let Some(start) = self.gap.take_if(|_| is_gap) {
            let text = self.found.text.text.get(start..).unwrap_or("");
            let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
            let short: String = text.chars().take(MAX_GAP).collect();
            let cut = if short.len() < text.len() { "…" } else { "" };
            self.found.gaps.push(format!("{short}{cut}").into());
        }
    }

    /// Begins a new line of the plain text, once.
    fn block(&mut self) {
        let text = &mut self.found.text.text;
        if !text.is_empty() && !text.ends_with('\n') {
            text.push('\n');
        }
    }

    pub(super) fn push(&mut self, text: &str) {
        self.found.text.text.push_str(text);
    }

    fn position(&self, node: Node<'_>) -> Position {
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

    fn lead(&self, node: Node<'_>, href: &str, role: LinkRole) -> Lead {
        links::lead(href, self.file, role, self.position(node))
    }

    fn note(&mut self, lead: Lead) {
        match lead {
            Lead::Inside(link) => self.found.links.push(link),
            Lead::Refused(problem) => self.found.problems.push(problem),
            Lead::External(_) | Lead::Site(_) | Lead::Data(_) => {}
        }
    }

    /// Notes where a link into the site stands, if anybody asks.
    fn note_spot(&mut self, lead: &Lead, form: SpotForm, node: Node<'_>, url: &str) {
        if let (Some(spots), Lead::Inside(_)) = (&mut self.spots, lead) {
            let place = node.data().sourcepos;
            spots.links.push(Spot {
                form,
                url: url.to_owned(),
                start: place.start,
                end: place.end,
            });
        }
    }

    /// Notes the lines of what is shown as it is, if anybody asks.
    fn note_verbatim(&mut self, node: Node<'_>) {
        if let Some(spots) = &mut self.spots {
            let place = node.data().sourcepos;
            spots.verbatim.push((place.start.line, place.end.line));
        }
    }

    fn html(&mut self, node: Node<'_>, html: &str, place: Place) {
        let mut places = RawPlaces::new(self.body, node, html);
        for token in Tokens::new(html) {
            match token {
                Token::Text(text) => self.push(&decode(text)),
                Token::Open(tag) => {
                    if raw::is_written(&tag.name, place)
                        && let Some(name) = self.anchors.name(&tag)
                    {
                        self.found.anchors.push(name.into());
                    } else if raw::is_missed(&tag.name) {
                        let what = format!("<{}>", tag.name);
                        self.slips.add(places.place(tag.offset), Slip::Html, &what);
                    }
                    if let Some(lead) = raw_lead(&tag, self.file, &mut places) {
                        if let (Some(spots), Lead::Inside(_)) = (&mut self.spots, &lead) {
                            spots.links.push(raw_spot(&tag, html, node));
                        }
                        self.note(lead);
                    }
                    if let Some(alt) = tag.get("alt").filter(|_| tag.name == "img") {
                        self.push(&alt);
                    }
                }
                Token::Close(_) => {}
                Token::Lost(lost) => {
                    let slip = if lost.unclosed {
                        Slip::HtmlOpen
                    } else {
                        Slip::Html
                    };
                    self.slips.add(places.place(lost.offset), slip, &lost.what);
                }
            }
        }
    }
}
