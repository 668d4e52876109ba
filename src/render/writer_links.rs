//! Links and images as [`PageWriter`] writes them.

use crate::domain::link::{Destination, LinkRole, LinkTarget};
use crate::render::links::AddressTarget;
use crate::render::marks::own;
use crate::render::raw_links::{TagLocations, raw_lead};
use crate::render::raw_tokens::StartTag;
use crate::render::writer::{NodeForm, PageWriter};

impl PageWriter<'_> {
    /// Writes a link or an image of the author's HTML; returns the element to close.
    pub(super) fn raw_lead(
        &mut self,
        tag: &StartTag<'_>,
        locations: &mut TagLocations<'_>,
    ) -> Option<&'static str> {
        let lead = raw_lead(tag, self.file, locations);
        if tag.name == "img" {
            if let Some(lead) = lead {
                let mut size = String::new();
                for name in ["width", "height"] {
                    let digits = tag.get(name).filter(|value| {
                        value.len() < 5 && value.bytes().all(|byte| byte.is_ascii_digit())
                    });
                    if let Some(digits) = digits {
                        own(name, &digits, &mut size);
                    }
                }
                let alt = tag.get("alt").unwrap_or_default();
                let title = tag.get("title").unwrap_or_default();
                self.image(&lead, &alt, &title, &size);
            }
            return None;
        }
        let title = tag.get("title").unwrap_or_default();
        let shape = lead.map_or(NodeForm::Through, |lead| self.link(&lead, &title));
        match shape {
            NodeForm::Around("</a>") => Some("a"),
            NodeForm::Around(_) => Some("span"),
            NodeForm::Through | NodeForm::Done => None,
        }
    }

    /// Begins a link; nothing where the address is refused.
    pub(super) fn link(&mut self, lead: &AddressTarget, title: &str) -> NodeForm {
        let (href, class) = match lead {
            AddressTarget::Inside(link) => match (self.resolve)(link) {
                Destination::Page { address, .. } => (address, ""),
                Destination::MissingHeading { address, .. } => (address, "missing-heading"),
                Destination::File { address } => (address, "file"),
                Destination::Missing { .. } => {
                    return self.missing("This page does not exist yet");
                }
            },
            AddressTarget::External(href) => (href.clone(), "external"),
            AddressTarget::Site(href) => (href.clone(), ""),
            AddressTarget::Data(_) | AddressTarget::Refused(_) => return NodeForm::Through,
        };
        self.anchor(&href, class, title)
    }

    fn anchor(&mut self, href: &str, class: &str, title: &str) -> NodeForm {
        self.out.push_str("<a");
        own("href", href, &mut self.out);
        if !class.is_empty() {
            own("class", class, &mut self.out);
        }
        if class.starts_with("external") {
            own("rel", "noopener", &mut self.out);
        }
        let title = match class {
            "missing-heading" => "The page does not have this heading",
            _ => title,
        };
        if !title.is_empty() {
            own("title", title, &mut self.out);
        }
        self.out.push('>');
        NodeForm::Around("</a>")
    }

    fn missing(&mut self, title: &str) -> NodeForm {
        self.out.push_str("<span");
        own("class", "missing", &mut self.out);
        own("title", title, &mut self.out);
        self.out.push('>');
        NodeForm::Around("</span>")
    }

    /// Writes an image; one that the site may not load is a link to it.
    pub(super) fn image(&mut self, lead: &AddressTarget, alt: &str, title: &str, size: &str) {
        // A picture's link within another link would end that one.
        let linked = self.open.contains(&"</a>");
        let shape = match lead {
            AddressTarget::Inside(link) => match (self.resolve)(link) {
                Destination::File { address } => return self.picture(&address, alt, title, size),
                Destination::Page { address, .. } | Destination::MissingHeading { address, .. } => {
                    (!linked).then(|| self.anchor(&address, "", title))
                }
                Destination::Missing { .. } => Some(self.missing("This file does not exist yet")),
            },
            AddressTarget::Data(data) => return self.picture(data, alt, title, size),
            AddressTarget::External(href) => {
                (!linked).then(|| self.anchor(href, "external image", title))
            }
            AddressTarget::Site(href) => (!linked).then(|| self.anchor(href, "", title)),
            AddressTarget::Refused(_) => None,
        };
        match lead {
            AddressTarget::External(href) if alt.is_empty() => self.escape(href),
            // Without a word in its place nobody would see that something is missing.
            AddressTarget::Inside(link) if alt.is_empty() => self.escape(name_of(&link.target)),
            _ => self.escape(alt),
        }
        if let Some(NodeForm::Around(end)) = shape {
            self.out.push_str(end);
        }
    }

    fn picture(&mut self, src: &str, alt: &str, title: &str, size: &str) {
        self.out.push_str("<img");
        own("src", src, &mut self.out);
        own("alt", alt, &mut self.out);
        if !title.is_empty() {
            own("title", title, &mut self.out);
        }
        self.out.push_str(size);
        own("loading", "lazy", &mut self.out);
        own("decoding", "async", &mut self.out);
        self.out.push('>');
    }

    /// Writes a wikilink; one without a text of its own shows the page's title.
    pub(super) fn wikilink(&mut self, lead: &AddressTarget, target: &str, label: &str) -> NodeForm {
        let named = label.trim() == target.trim();
        if let AddressTarget::Inside(link) = lead {
            if link.role == LinkRole::Image {
                let size = size(label);
                let alt = if named || size.is_some() { "" } else { label };
                self.image(lead, alt, "", &size.unwrap_or_default());
                return NodeForm::Done;
            }
            if named
                && let Destination::Page { title, .. } | Destination::MissingHeading { title, .. } =
                    (self.resolve)(link)
            {
                let shape = self.link(lead, "");
                match target.split_once('#') {
                    Some((page, heading)) if page.trim().is_empty() => self.escape(heading.trim()),
                    Some((_, heading)) => self.escape(&format!("{title} › {}", heading.trim())),
                    None => self.escape(&title),
                }
                if let NodeForm::Around(end) = shape {
                    self.out.push_str(end);
                }
                return NodeForm::Done;
            }
        }
        self.link(lead, "")
    }
}

/// Returns what a target is called.
fn name_of(target: &LinkTarget) -> &str {
    match target {
        LinkTarget::Path(name) | LinkTarget::Name(name) => name,
        LinkTarget::Here => "",
    }
}

/// Reads what stands in the place of an embed's text as a width, or a width and a height.
fn size(label: &str) -> Option<String> {
    let is_number =
        |text: &str| (1..5).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    let label = label.trim();
    let (width, height) = label.split_once('x').unwrap_or((label, ""));
    if !is_number(width) || !(height.is_empty() || is_number(height)) {
        return None;
    }
    let mut size = String::new();
    own("width", width, &mut size);
    if !height.is_empty() {
        own("height", height, &mut size);
    }
    Some(size)
}
