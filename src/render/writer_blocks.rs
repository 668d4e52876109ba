//! Lists, tables, footnotes and blocks as [`PageWriter`] writes them.

use comrak::nodes::{ListType, Node, NodeAlert, NodeList, NodeValue, TableAlignment};

use crate::domain::Page;
use crate::domain::link::LinkRole;
use crate::domain::list::{ListContent, MOST_LISTS, PageList};
use crate::domain::problem::Position;
use crate::render::directives::{GAP, directive, listed};
use crate::render::links;
use crate::render::markdown;
use crate::render::marks::own;
use crate::render::tight::is_tight;
use crate::render::writer::{NodeForm, PageWriter};

impl PageWriter<'_> {
    pub(super) fn list(&mut self, list: &NodeList) -> NodeForm {
        let (start, end) = match list.list_type {
            ListType::Bullet => ("<ul", "</ul>"),
            ListType::Ordered => ("<ol", "</ol>"),
        };
        self.out.push_str(start);
        if list.is_task_list {
            own("class", "tasks", &mut self.out);
        }
        if list.list_type == ListType::Ordered && list.start != 1 {
            own("start", &list.start.to_string(), &mut self.out);
        }
        self.out.push('>');
        NodeForm::Around(end)
    }

    /// Leaves a slot for a list that fills itself.
    fn list_slot(&mut self, what: ListContent, text: &str) -> NodeForm {
        if self.lists.len() < MOST_LISTS {
            let above = self.outline.last().map_or(1, |heading| heading.level);
            let (list, _) = PageList::parse(what, text);
            self.lists.push(((above + 1).min(6), list));
            self.slots.leave_open(&mut self.out);
        }
        NodeForm::Through
    }

    pub(super) fn task(&mut self, node: Node<'_>, done: bool) -> NodeForm {
        let item = node
            .parent()
            .is_some_and(|parent| matches!(parent.data().value, NodeValue::List(_)));
        if item {
            self.out.push_str("<li>");
        }
        let mark = if done { " checked" } else { "" };
        let input = format!("<input type=\"checkbox\" disabled{mark}> ");
        self.slots.put(input, &mut self.out);
        if item {
            NodeForm::Around("</li>")
        } else {
            NodeForm::Through
        }
    }

    pub(super) fn paragraph(&mut self, node: Node<'_>) -> NodeForm {
        if is_tight(node) {
            if node.previous_sibling().is_some() {
                self.out.push('\n');
            }
            return NodeForm::Through;
        }
        if self.figure(node) {
            return NodeForm::Done;
        }
        self.tag("<p>", "</p>")
    }

    /// Writes an image that stands alone and has a title as a figure.
    fn figure(&mut self, paragraph: Node<'_>) -> bool {
        let Some(node) = paragraph.first_child() else {
            return false;
        };
        let data = node.data();
        let NodeValue::Image(image) = &data.value else {
            return false;
        };
        if node.next_sibling().is_some() || image.title.trim().is_empty() {
            return false;
        }
        let lead = links::lead(&image.url, self.file, LinkRole::Image, self.position(node));
        self.out.push_str("<figure>");
        self.image(&lead, &markdown::plain(node), "", "");
        self.out.push_str("<figcaption>");
        self.escape(&image.title);
        self.out.push_str("</figcaption></figure>\n");
        true
    }

    /// Begins a footnote, and before the first one the part of the page that holds them.
    pub(super) fn footnote(&mut self) -> NodeForm {
        if self.footnotes == 0 {
            self.raw.leave(&mut self.out);
            self.raw.enter();
            self.out.push_str("<section");
            own("class", "footnotes", &mut self.out);
            self.out.push_str("><ol>\n");
        }
        self.footnotes += 1;
        self.out.push_str("<li");
        own("id", &format!("fn-{}", self.footnotes), &mut self.out);
        self.out.push('>');
        NodeForm::Around("</li>")
    }

    pub(super) fn footnote_reference(&mut self, number: u32, repeat: u32) -> NodeForm {
        self.out.push_str("<sup");
        own("class", "footnote", &mut self.out);
        own("id", &reference_id(number as usize, repeat), &mut self.out);
        self.out.push_str("><a");
        own("href", &format!("#fn-{number}"), &mut self.out);
        self.out.push('>');
        self.out.push_str(&number.to_string());
        self.out.push_str("</a></sup>");
        NodeForm::Done
    }

    /// Writes the ways back from a footnote, in its last paragraph where it has one.
    pub(super) fn back_references(&mut self, node: Node<'_>) {
        let is_note = |node: Node<'_>| match node.data().value {
            NodeValue::FootnoteDefinition(ref note) => Some(note.total_references),
            _ => None,
        };
        let is_paragraph = |node: Node<'_>| matches!(node.data().value, NodeValue::Paragraph);
        let references = match is_note(node) {
            Some(references) => {
                let written = node.last_child().is_some_and(is_paragraph);
                (!written).then_some(references)
            }
            None if is_paragraph(node) && node.next_sibling().is_none() => {
                node.parent().and_then(is_note)
            }
            None => None,
        };
        for repeat in 1..=references.unwrap_or(0).min(50) {
            self.out.push_str(" <a");
            let id = reference_id(self.footnotes, repeat);
            own("href", &format!("#{id}"), &mut self.out);
            own("class", "back", &mut self.out);
            own("aria-label", "Back to the text", &mut self.out);
            self.out.push_str(">↩</a>");
        }
    }

    pub(super) fn table(&mut self, node: Node<'_>) -> NodeForm {
        self.out.push_str("<div");
        own("class", "table", &mut self.out);
        self.out.push_str("><table>\n");
        let rows = node.children().take(2).count();
        NodeForm::Around(if rows > 1 {
            "</tbody></table></div>"
        } else {
            "</table></div>"
        })
    }

    pub(super) fn row(&mut self, node: Node<'_>, header: bool) -> NodeForm {
        self.column = 0;
        if header {
            return self.tag("<thead><tr>", "</tr></thead>");
        }
        let first = node
            .previous_sibling()
            .is_none_or(|row| matches!(row.data().value, NodeValue::TableRow(true)));
        self.tag(if first { "<tbody><tr>" } else { "<tr>" }, "</tr>")
    }

    pub(super) fn cell(&mut self, node: Node<'_>) -> NodeForm {
        let row = node.parent();
        let header = row.is_some_and(|row| matches!(row.data().value, NodeValue::TableRow(true)));
        let alignment =
            row.and_then(|row| row.parent())
                .and_then(|table| match &table.data().value {
                    NodeValue::Table(table) => table.alignments.get(self.column).copied(),
                    _ => None,
                });
        self.column += 1;
        let (start, end) = if header {
            ("<th", "</th>")
        } else {
            ("<td", "</td>")
        };
        self.out.push_str(start);
        match alignment {
            Some(TableAlignment::Right) => own("class", "right", &mut self.out),
            Some(TableAlignment::Center) => own("class", "centre", &mut self.out),
            _ => {}
        }
        self.out.push('>');
        NodeForm::Around(end)
    }

    pub(super) fn alert(&mut self, alert: &NodeAlert) -> NodeForm {
        let name = alert.alert_type.default_title();
        let class = format!("alert alert-{}", name.to_ascii_lowercase());
        self.aside(&class, None, alert.title.as_deref().unwrap_or(name))
    }

    /// Writes a block of the fixed list; one with another name is only its content.
    pub(super) fn block(&mut self, info: &str) -> NodeForm {
        match directive(info, Position::START) {
            Ok((name, title)) => match listed(name) {
                Some(what) => self.list_slot(what, title),
                None => {
                    let class = format!("block block-{name}");
                    self.gaps += usize::from(name == GAP);
                    let id = (name == GAP).then(|| Page::gap_id(self.gaps));
                    self.aside(&class, id.as_deref(), title)
                }
            },
            Err(_) => NodeForm::Through,
        }
    }

    fn aside(&mut self, class: &str, id: Option<&str>, title: &str) -> NodeForm {
        self.out.push_str("<aside");
        if let Some(id) = id {
            own("id", id, &mut self.out);
        }
        own("class", class, &mut self.out);
        self.out.push('>');
        if !title.is_empty() {
            self.out.push_str("<p");
            own("class", "block-title", &mut self.out);
            self.out.push('>');
            self.escape(title);
            self.out.push_str("</p>\n");
        }
        NodeForm::Around("</aside>")
    }
}

fn reference_id(number: usize, repeat: u32) -> String {
    if repeat > 1 {
        format!("fnref-{number}-{repeat}")
    } else {
        format!("fnref-{number}")
    }
}
