//! What a link has to name afterwards, so that it leads where it led.

use crate::domain::link::Href;
use crate::domain::path::is_page_name;
use crate::domain::{Link, LinkTarget, Page, PagePath, Viewer};
use crate::render::LinkNotation;
use crate::site::edition::Edition;
use crate::site::moving::address;
use crate::site::moving::selection::{Selection, is_below};
use crate::site::target::Target;
use crate::site::view::View;

/// Answers where links lead, before and afterwards.
pub(super) struct Naming<'p> {
    pub(super) before: View<'p>,
    pub(super) after: View<'p>,
    pub(super) gone: &'p Selection,
}

/// What a link leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Place {
    Page(PagePath),
    Folder(PagePath),
    File(String),
    Nowhere,
}

/// What is to be done with a link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Decision {
    /// It still leads where it led.
    Stays,
    /// It is to name another path or name, as it is written there, and then has this target.
    Renames(String, LinkTarget),
    /// What it leads to is gone: its text is to be left.
    Unlinks,
    /// Nothing that could be written there leads where it led.
    IsLeft,
}

/// A page, and what it will be called.
pub(super) struct Standing<'p> {
    pub(super) page: &'p Page,
    pub(super) file: &'p str,
}

impl<'p> Naming<'p> {
    pub(super) fn new(before: &'p Edition, after: &'p Edition, gone: &'p Selection) -> Self {
        Self {
            before: before.view(Viewer::Contributor),
            after: after.view(Viewer::Contributor),
            gone,
        }
    }

    /// Says what becomes of a link. `raw` is its path or name as it is written; how, `written` says,
    /// which front matter does not.
    pub(super) fn decide(
        &self,
        standing: &Standing<'_>,
        link: &Link,
        raw: &str,
        written: Option<LinkNotation>,
    ) -> Decision {
        let led = place(&self.before, standing.page, link);
        let Some(leads) = self.destined(&led) else {
            let now = self.leads(standing, &link.target);
            return match now {
                Place::Folder(_) => Decision::Stays,
                _ => Decision::Unlinks,
            };
        };
        match &link.target {
            LinkTarget::Here => Decision::Stays,
            LinkTarget::Path(path) => self.path(standing, path, &led, &leads, raw, written),
            LinkTarget::Name(name) => self.name(standing, name, &led, &leads, written),
        }
    }

    /// Returns where something is afterwards; nothing where it is gone.
    fn destined(&self, led: &Place) -> Option<Place> {
        match led {
            Place::Page(path) => match self.gone.pages.get(path) {
                Some(to) => to.clone().map(Place::Page),
                None => Some(led.clone()),
            },
            Place::File(file) => match self.gone.files.get(file) {
                Some(going) => going.to.clone().map(Place::File),
                None => Some(led.clone()),
            },
            Place::Folder(path) => match self.moved_folder(path.as_str()) {
                Some(to) => Some(Place::Folder(PagePath::parse(&to?).ok()?)),
                None => Some(led.clone()),
            },
            Place::Nowhere => Some(Place::Nowhere),
        }
    }

    /// Returns what a path in a folder that goes becomes: nothing where it is deleted. `None` where no
    /// such folder goes.
    fn moved_folder(&self, path: &str) -> Option<Option<String>> {
        let parsed = PagePath::parse(path.trim_end_matches('/')).ok()?;
        let mut folders = self.gone.folders.iter();
        let holds = |folder: &PagePath| parsed == *folder || is_below(&parsed, folder);
        let (folder, to) = folders.find(|(folder, _)| holds(folder))?;
        let rest = parsed.as_str().get(folder.as_str().len()..).unwrap_or("");
        Some(to.as_ref().map(|to| format!("{to}{rest}")))
    }

    fn path(
        &self,
        standing: &Standing<'_>,
        path: &str,
        led: &Place,
        leads: &Place,
        raw: &str,
        written: Option<LinkNotation>,
    ) -> Decision {
        let named = self
            .named_path(path, led)
            .unwrap_or_else(|| path.to_owned());
        let target = LinkTarget::Path(named.clone());
        if *leads != Place::Nowhere && self.leads(standing, &target) != *leads {
            return Decision::IsLeft;
        }
        let reads = |raw: &str| match Href::parse(raw, standing.file) {
            Href::Inside(read, _) => read == target,
            _ => false,
        };
        if named == path && reads(&decoded(raw)) {
            return Decision::Stays;
        }
        let written = written.unwrap_or(LinkNotation::Address);
        match address::write(&named, standing.file, raw, written) {
            Some(text) if reads(&text) => Decision::Renames(text, target),
            _ => Decision::IsLeft,
        }
    }

    /// Returns the path that a path becomes which names something that moves, in the same form: as a
    /// file or as an address.
    fn named_path(&self, path: &str, led: &Place) -> Option<String> {
        match led {
            Place::File(file) if file == path => self.gone.files.get(file)?.to.clone(),
            Place::Page(page) => {
                let to = self.gone.pages.get(page)?.as_ref()?;
                if let Some(going) = self.gone.files.get(path).filter(|_| is_page_name(path)) {
                    return going.to.clone();
                }
                let ending = path.strip_prefix(page.as_str())?;
                let is_form = ["", "/", ".md", "/index.md", "/README.md"].contains(&ending);
                is_form.then(|| format!("{to}{ending}"))
            }
            Place::Folder(_) => self.moved_folder(path).flatten(),
            Place::File(_) | Place::Nowhere => None,
        }
    }

    fn name(
        &self,
        standing: &Standing<'_>,
        name: &str,
        led: &Place,
        leads: &Place,
        written: Option<LinkNotation>,
    ) -> Decision {
        let trimmed = name.trim().trim_matches('/');
        let plain = trimmed.strip_suffix(".md").unwrap_or(trimmed);
        let is_its_path = match led {
            Place::Page(path) | Place::Folder(path) => path.as_str() == plain,
            Place::File(file) => file == trimmed,
            Place::Nowhere => return Decision::Stays,
        };
        let moves = led != leads;
        let keeps = LinkTarget::Name(name.to_owned());
        if !(moves && is_its_path) && self.leads(standing, &keeps) == *leads {
            return Decision::Stays;
        }
        let path = match leads {
            Place::Page(path) | Place::Folder(path) => path.as_str(),
            Place::File(file) => file,
            Place::Nowhere => return Decision::Stays,
        };
        let ending = match leads {
            Place::Page(_) if is_its_path && plain.len() < trimmed.len() => ".md",
            _ => "",
        };
        let slash = if is_its_path && name.trim().starts_with('/') {
            "/"
        } else {
            ""
        };
        let text = format!("{slash}{path}{ending}");
        let text = match written {
            Some(written) => address::write(&text, standing.file, name, written),
            None => Some(text).filter(|text| !text.contains('#')),
        };
        let Some(text) = text else {
            return Decision::IsLeft;
        };
        let target = LinkTarget::Name(text.clone());
        match self.leads(standing, &target) == *leads {
            true => Decision::Renames(text, target),
            false => Decision::IsLeft,
        }
    }

    /// Returns where a link with a target leads afterwards.
    fn leads(&self, standing: &Standing<'_>, target: &LinkTarget) -> Place {
        let link = Link {
            target: target.clone(),
            fragment: None,
            role: crate::domain::LinkRole::Text,
            position: crate::domain::Position::START,
        };
        place(&self.after, standing.page, &link)
    }
}

/// Returns what a link of a page leads to.
pub(super) fn place(view: &View<'_>, page: &Page, link: &Link) -> Place {
    match view.links().target(page, link) {
        Target::Page(item) => Place::Page(item.page.path.clone()),
        Target::Folder(path) => Place::Folder(path),
        Target::File(file) => Place::File(file),
        Target::Missing(_) => Place::Nowhere,
    }
}

/// Returns an address without the escapes of HTML and Markdown.
fn decoded(raw: &str) -> String {
    crate::render::unescaped(raw)
}
