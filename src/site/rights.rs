//! The files of the content that somebody may change: one table for a push and a save.

use crate::domain::{FileRole, Kind, PagePath, Role, Viewer};
use crate::site::edition::Edition;

/// Says why somebody in a role may not make of a file what it is after a change, if so.
///
/// Contributors write pages of every kind but those that the group speaks by (events, surveys,
/// guidance), and add works to the bibliography. Organizers write everything.
pub(super) fn beyond(
    before: &Edition,
    after: &Edition,
    file: &str,
    role: Role,
) -> Option<&'static str> {
    if role >= Role::Organizer {
        return None;
    }
    if role < Role::Contributor {
        return Some("readers change nothing");
    }
    match FileRole::of(file) {
        FileRole::Page(path) | FileRole::Readme(path) => {
            let is_theirs = |edition| kind(edition, &path).is_none_or(is_contributors);
            match is_theirs(before) && is_theirs(after) {
                true => None,
                false => Some("events, surveys and guidance are written by organizers"),
            }
        }
        FileRole::Vocabulary => Some("the vocabulary is written by organizers"),
        FileRole::Bibliography if keeps_works(before, after) => None,
        FileRole::Bibliography => {
            Some("contributors add works; one that is there is changed or taken out by organizers")
        }
        FileRole::Ignored => Some("files of git and of editors are written by organizers"),
        FileRole::Attachment | FileRole::Unusable(_) => None,
    }
}

/// Tells whether somebody in a role writes pages of a kind.
pub fn writes(role: Role, kind: Kind) -> bool {
    role >= Role::Organizer || role == Role::Contributor && is_contributors(kind)
}

/// Tells whether contributors write pages of a kind.
fn is_contributors(kind: Kind) -> bool {
    !matches!(kind, Kind::Event | Kind::Survey | Kind::Guidance)
}

fn kind(edition: &Edition, path: &PagePath) -> Option<Kind> {
    let view = edition.view(Viewer::Contributor);
    view.page(path).map(|item| item.page.front.kind)
}

/// Tells whether every work that was there is there as it was.
fn keeps_works(before: &Edition, after: &Edition) -> bool {
    let (before, after) = (
        before.view(Viewer::Contributor).bibliography(),
        after.view(Viewer::Contributor).bibliography(),
    );
    before
        .keys()
        .all(|key| after.bibtex(key) == before.bibtex(key))
}
