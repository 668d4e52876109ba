//! The meaning of the address of a link or an image, the same for Markdown, wikilinks and raw HTML.

use crate::domain::link::{Href, Link, LinkRole, LinkTarget};
use crate::domain::problem::{Position, Problem, ProblemKind};
use crate::render::headings::slug;

/// The target of an address.
pub(super) enum AddressTarget {
    /// To a page or a file of the site.
    Inside(Link),
    /// Outside.
    External(String),
    /// To a part of the site that is not a page.
    Site(String),
    /// To a picture within the address itself.
    Data(String),
    /// Nowhere: the address is refused.
    Refused(Problem),
}

/// Endings of files that an embed shows as a picture.
const IMAGES: [&str; 7] = ["png", "jpg", "jpeg", "gif", "webp", "avif", "svg"];
/// Schemes that browsers have given up.
const UNLINKED: [&str; 3] = ["ftp", "ftps", "sftp"];
/// Schemes that run what follows, or hold it.
const RUNNING: [&str; 5] = [
    "data",
    "javascript",
    "livescript",
    "vbscript",
    "view-source",
];
/// Pictures that can run no script.
const DATA: [&str; 5] = ["png", "jpeg", "gif", "webp", "avif"];

/// Reads an address that stands in `file`.
pub(super) fn lead(href: &str, file: &str, role: LinkRole, position: Position) -> AddressTarget {
    if role == LinkRole::Image && is_raster(href) {
        return AddressTarget::Data(href.trim().to_owned());
    }
    let refused = |message: String, help: &str| {
        let problem = Problem::new(ProblemKind::BrokenLink, position, message);
        AddressTarget::Refused(problem.with_help(help))
    };
    match Href::parse(href, file) {
        Href::External(href) => AddressTarget::External(href),
        Href::Site(href) => AddressTarget::Site(href),
        Href::Inside(target, fragment) => AddressTarget::Inside(Link {
            target,
            fragment,
            role,
            position,
        }),
        Href::Forbidden(scheme) if UNLINKED.contains(&scheme.as_str()) => {
            let message = format!("addresses of “{scheme}” are shown, but browsers follow none");
            let problem = Problem::new(ProblemKind::UnlinkedAddress, position, message);
            AddressTarget::Refused(
                problem.with_help("link to the same file over https, if it is there"),
            )
        }
        Href::Forbidden(scheme) => refused(
            format!("a link may not begin with “{scheme}”"),
            "use https, http, mailto, tel or a path in the content folder",
        ),
        Href::Incomplete(scheme) => refused(
            format!(
                "the address “{}” lacks “//” behind “{scheme}:”",
                shorten(href)
            ),
            "write both slashes and the name of the site",
        ),
        Href::Invalid => refused(
            format!("the link “{}” leaves the content folder", shorten(href)),
            "name a file in the content folder; a path that begins with / starts at its top",
        ),
    }
}

/// Tells whether a refused address does no harm as the text that it is, as in `<urn:isbn:0>`.
pub(super) fn is_plain_text(href: &str, text: &str) -> bool {
    let scheme = href.split(':').next().unwrap_or("").trim();
    let running = RUNNING
        .iter()
        .any(|known| known.eq_ignore_ascii_case(scheme));
    text == href && !running
}

/// Reads what stands between the brackets of a wikilink, without its text.
pub(super) fn wikilink(target: &str, embed: bool, position: Position) -> AddressTarget {
    let target = target.trim();
    if target.starts_with("https://") || target.starts_with("http://") {
        return match Href::parse(target, "") {
            Href::External(href) => AddressTarget::External(href),
            _ => name(target, None, LinkRole::Text, position),
        };
    }
    let (page, heading) = match target.split_once('#') {
        // Obsidian writes the way down to a heading: `#chapter#section`.
        Some((page, headings)) => (page.trim(), headings.rsplit('#').next()),
        None => (target, None),
    };
    let fragment = heading
        .map(str::trim)
        .filter(|heading| !heading.is_empty())
        .map(slug);
    let ending = page.rsplit_once('.').map(|(_, ending)| ending);
    let picture = ending.is_some_and(|ending| {
        IMAGES
            .iter()
            .any(|known| known.eq_ignore_ascii_case(ending))
    });
    let role = if embed && picture {
        LinkRole::Image
    } else {
        LinkRole::Text
    };
    name(page, fragment, role, position)
}

fn name(page: &str, fragment: Option<String>, role: LinkRole, position: Position) -> AddressTarget {
    let target = if page.is_empty() {
        LinkTarget::Here
    } else {
        LinkTarget::Name(page.to_owned())
    };
    AddressTarget::Inside(Link {
        target,
        fragment,
        role,
        position,
    })
}

/// Tells whether an address holds a picture itself, of a kind that can run no script.
fn is_raster(href: &str) -> bool {
    let Some(rest) = href.trim().strip_prefix("data:image/") else {
        return false;
    };
    let Some((kind, data)) = rest.split_once(";base64,") else {
        return false;
    };
    DATA.contains(&kind)
        && data
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"+/=".contains(&byte))
}

/// Shortens an address for a message.
fn shorten(href: &str) -> String {
    let mut short: String = href.chars().take(80).collect();
    if short.len() < href.len() {
        short.push('…');
    }
    short
}
