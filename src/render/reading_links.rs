//! Links and raw HTML as [`PageReader`] takes them in.

use comrak::nodes::Node;

use crate::domain::link::LinkRole;
use crate::render::link_spans::{LinkForm, ParsedLink};
use crate::render::links::{self, AddressTarget};
use crate::render::page_reader::PageReader;
use crate::render::raw_elements::{ContentModel, is_missed, is_written};
use crate::render::raw_links::{TagLocations, raw_lead, raw_spot};
use crate::render::raw_tokens::{Token, Tokens, decode};
use crate::render::slips::Slip;

impl PageReader<'_> {
    pub(super) fn lead(&self, node: Node<'_>, href: &str, role: LinkRole) -> AddressTarget {
        links::lead(href, self.file, role, self.position(node))
    }

    pub(super) fn note(&mut self, lead: AddressTarget) {
        match lead {
            AddressTarget::Inside(link) => self.found.links.push(link),
            AddressTarget::Refused(problem) => self.found.problems.push(problem),
            AddressTarget::External(_) | AddressTarget::Site(_) | AddressTarget::Data(_) => {}
        }
    }

    /// Notes where a link into the site stands, if anybody asks.
    pub(super) fn note_spot(
        &mut self,
        lead: &AddressTarget,
        form: LinkForm,
        node: Node<'_>,
        url: &str,
    ) {
        if let (Some(spots), AddressTarget::Inside(_)) = (&mut self.spots, lead) {
            let sourcepos = node.data().sourcepos;
            spots.links.push(ParsedLink {
                form,
                url: url.to_owned(),
                start: sourcepos.start,
                end: sourcepos.end,
            });
        }
    }

    /// Notes the lines of what is shown as it is, if anybody asks.
    pub(super) fn note_verbatim(&mut self, node: Node<'_>) {
        if let Some(spots) = &mut self.spots {
            let sourcepos = node.data().sourcepos;
            spots
                .verbatim
                .push((sourcepos.start.line, sourcepos.end.line));
        }
    }

    pub(super) fn html(&mut self, node: Node<'_>, html: &str, model: ContentModel) {
        let mut locations = TagLocations::new(self.body, node, html);
        for token in Tokens::new(html) {
            match token {
                Token::Text(text) => self.push(&decode(text)),
                Token::Open(tag) => {
                    if is_written(&tag.name, model)
                        && let Some(name) = self.anchors.name(&tag)
                    {
                        self.found.anchors.push(name.into());
                    } else if is_missed(&tag.name) {
                        let what = format!("<{}>", tag.name);
                        self.slips
                            .add(locations.location(tag.offset), Slip::Html, &what);
                    }
                    if let Some(lead) = raw_lead(&tag, self.file, &mut locations) {
                        if let (Some(spots), AddressTarget::Inside(_)) = (&mut self.spots, &lead) {
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
                    self.slips
                        .add(locations.location(lost.offset), slip, &lost.what);
                }
            }
        }
    }
}
