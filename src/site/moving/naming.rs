//! [`LinkNaming`]: the name that a link must have afterwards, so that it leads where it led.

use crate::domain::link::Href;
use crate::domain::path::is_page_name;
use crate::domain::{Link, LinkTarget, Page, PagePath, Viewer};
use crate::render::LinkNotation;
use crate::site::edition::Edition;
use crate::site::moving::address;
use crate::site::moving::selection::{Selection, is_below};
use crate::site::target::ResolvedTarget;
use crate::site::view::View;

/// Answers where links lead, before and afterwards.
pub(super) struct LinkNaming<'p> {
    pub(super) before: View<'p>,
    pub(super) after: View<'p>,
    pub(super) gone: &'p Selection,
}

/// The page or file that a link leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum LinkDestination {
    Page(PagePath),
    Folder(PagePath),
    File(String),
    Nowhere,
}

/// The decision on a link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Decision {
    /// It still leads where it led.
    Stays,
    /// It is to name another path or name, as it is written there, and then has this target.
    Renames(String, LinkTarget),
    /// Its destination is gone: its text is to be left.
    Unlinks,
    /// Nothing that could be written there leads where it led.
    IsLeft,
}

/// A page, and what it will be called.
pub(super) struct RenamedPage<'p> {
    pub(super) page: &'p Page,
    pub(super) file: &'p str,
}

impl<'p> LinkNaming<'p> {
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
        renamed: &RenamedPage<'_>,
        link: &Link,
        raw: &str,
        written: Option<LinkNotation>,
    ) -> Decision {
        let led = destination(&self.before, renamed.page, link);
        let Some(leads) = self.destined(&led) else {
            let now = self.leads(renamed, &link.target);
            return match now {
                LinkDestination::Folder(_) => Decision::Stays,
                _ => Decision::Unlinks,
            };
        };
        match &link.target {
            LinkTarget::Here => Decision::Stays,
            LinkTarget::Path(path) => self.path(renamed, path, &led, &leads, raw, written),
            LinkTarget::Name(name) => self.name(renamed, name, &led, &leads, written),
        }
    }

    /// Returns where something is afterwards; nothing where it is gone.
    fn destined(&self, led: &LinkDestination) -> Option<LinkDestination> {
        match led {
            LinkDestination::Page(path) => match self.gone.pages.get(path) {
                Some(to) => to.clone().map(LinkDestination::Page),
                None => Some(led.clone()),
            },
            LinkDestination::File(file) => match self.gone.files.get(file) {
                Some(going) => going.to.clone().map(LinkDestination::File),
                None => Some(led.clone()),
            },
            LinkDestination::Folder(path) => match self.moved_folder(path.as_str()) {
                Some(to) => Some(LinkDestination::Folder(PagePath::parse(&to?).ok()?)),
                None => Some(led.clone()),
            },
            LinkDestination::Nowhere => Some(LinkDestination::Nowhere),
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
        renamed: &RenamedPage<'_>,
        path: &str,
        led: &LinkDestination,
        leads: &LinkDestination,
        raw: &str,
        written: Option<LinkNotation>,
    ) -> Decision {
        let named = self
            .named_path(path, led)
            .unwrap_or_else(|| path.to_owned());
        let target = LinkTarget::Path(named.clone());
        if *leads != LinkDestination::Nowhere && self.leads(renamed, &target) != *leads {
            return Decision::IsLeft;
        }
        let reads = |raw: &str| match Href::parse(raw, renamed.file) {
            Href::Inside(read, _) => read == target,
            _ => false,
        };
        if named == path && reads(&decoded(raw)) {
            return Decision::Stays;
        }
        let written = written.unwrap_or(LinkNotation::Address);
        match address::write(&named, renamed.file, raw, written) {
            Some(text) if reads(&text) => Decision::Renames(text, target),
            _ => Decision::IsLeft,
        }
    }

    /// Returns the path that a path becomes which names something that moves, in the same form: as a
    /// file or as an address.
    fn named_path(&self, path: &str, led: &LinkDestination) -> Option<String> {
        match led {
            LinkDestination::File(file) if file == path => self.gone.files.get(file)?.to.clone(),
            LinkDestination::Page(page) => {
                let to = self.gone.pages.get(page)?.as_ref()?;
                if let Some(going) = self.gone.files.get(path).filter(|_| is_page_name(path)) {
                    return going.to.clone();
                }
                let ending = path.strip_prefix(page.as_str())?;
                let is_form = ["", "/", ".md", "/index.md", "/README.md"].contains(&ending);
                is_form.then(|| format!("{to}{ending}"))
            }
            LinkDestination::Folder(_) => self.moved_folder(path).flatten(),
            LinkDestination::File(_) | LinkDestination::Nowhere => None,
        }
    }

    fn name(
        &self,
        renamed: &RenamedPage<'_>,
        name: &str,
        led: &LinkDestination,
        leads: &LinkDestination,
        written: Option<LinkNotation>,
    ) -> Decision {
        let trimmed = name.trim().trim_matches('/');
        let plain = trimmed.strip_suffix(".md").unwrap_or(trimmed);
        let is_its_path = match led {
            LinkDestination::Page(path) | LinkDestination::Folder(path) => path.as_str() == plain,
            LinkDestination::File(file) => file == trimmed,
            LinkDestination::Nowhere => return Decision::Stays,
        };
        let moves = led != leads;
        let keeps = LinkTarget::Name(name.to_owned());
        if !(moves && is_its_path) && self.leads(renamed, &keeps) == *leads {
            return Decision::Stays;
        }
        let path = match leads {
            LinkDestination::Page(path) | LinkDestination::Folder(path) => path.as_str(),
            LinkDestination::File(file) => file,
            LinkDestination::Nowhere => return Decision::Stays,
        };
        let ending = match leads {
            LinkDestination::Page(_) if is_its_path && plain.len() < trimmed.len() => ".md",
            _ => "",
        };
        let slash = if is_its_path && name.trim().starts_with('/') {
            "/"
        } else {
            ""
        };
        let text = format!("{slash}{path}{ending}");
        let text = match written {
            Some(written) => address::write(&text, renamed.file, name, written),
            None => Some(text).filter(|text| !text.contains('#')),
        };
        let Some(text) = text else {
            return Decision::IsLeft;
        };
        let target = LinkTarget::Name(text.clone());
        match self.leads(renamed, &target) == *leads {
            true => Decision::Renames(text, target),
            false => Decision::IsLeft,
        }
    }

    /// Returns where a link with a target leads afterwards.
    fn leads(&self, renamed: &RenamedPage<'_>, target: &LinkTarget) -> LinkDestination {
        let link = Link {
            target: target.clone(),
            fragment: None,
            role: crate::domain::LinkRole::Text,
            position: crate::domain::Position::START,
        };
        destination(&self.after, renamed.page, &link)
    }
}

/// Returns what a link of a page leads to.
pub(super) fn destination(view: &View<'_>, page: &Page, link: &Link) -> LinkDestination {
    match view.links().target(page, link) {
        ResolvedTarget::Page(item) => LinkDestination::Page(item.page.path.clone()),
        ResolvedTarget::Folder(path) => LinkDestination::Folder(path),
        ResolvedTarget::File(file) => LinkDestination::File(file),
        ResolvedTarget::Missing(_) => LinkDestination::Nowhere,
    }
}

/// Returns an address without the escapes of HTML and Markdown.
fn decoded(raw: &str) -> String {
    crate::render::unescaped(raw)
}
