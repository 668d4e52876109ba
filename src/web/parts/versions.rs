//! A version of a page, as pages name it.

use crate::domain::PagePath;
use crate::site::{HistoryError, PageVersion, VersionChange, Versions};
use crate::web::http::error::Error;
use crate::web::parts::context::Context;

/// A version of a page in a list or above a comparison.
pub(crate) struct VersionView {
    pub(crate) commit: String,
    pub(crate) short: String,
    pub(crate) date: String,
    pub(crate) iso: String,
    pub(crate) clock: String,
    pub(crate) author: String,
    pub(crate) subject: String,
    /// The kinds of change, and remarks of a word or two.
    pub(crate) marks: Vec<String>,
    /// The growth of the page.
    pub(crate) growth: String,
    /// The page as it was; empty where the commit took it away.
    pub(crate) address: String,
    /// The address of what the commit changed of the page.
    pub(crate) change: String,
    /// The address of what was changed since; empty for the newest.
    pub(crate) since: String,
    /// The address where it is made the newest again; empty where it is, or where somebody may not.
    pub(crate) restore: String,
    /// The address where the commit is undone; empty where somebody may not.
    pub(crate) undo: String,
}

/// Tells whether whoever asks writes pages.
pub(crate) fn may_restore(context: &Context) -> bool {
    context.can_write && context.audience.role() >= Some(crate::domain::Role::Contributor)
}

impl VersionView {
    /// Returns how a version is shown; `position` is where it stands among all, from the newest.
    pub(crate) fn of(
        context: &Context,
        path: &PagePath,
        versions: &Versions<'_>,
        version: &PageVersion<'_>,
        position: usize,
    ) -> Self {
        let words = context.words;
        let (date, iso) = words.time(version.time).unwrap_or_default();
        let (id, page) = (version.commit.to_string(), path.address());
        let is_there = version.change != VersionChange::Removed;
        let is_newest = position == 0;
        let restore = !(is_newest && versions.page.is_some()) && is_there && may_restore(context);
        let given = |is_given: bool, address: String| match is_given {
            true => address,
            false => String::new(),
        };
        Self {
            short: version.commit.short(),
            clock: format!("{} UTC", iso.get(11..16).unwrap_or("")),
            author: version.author.to_owned(),
            subject: version.subject.unwrap_or_default().to_owned(),
            marks: marks(context, version),
            growth: match is_there {
                true => growth(context, version.growth),
                false => String::new(),
            },
            address: given(is_there, format!("{page}?at={id}")),
            change: format!("/-/diff{page}?to={id}"),
            since: given(!is_newest, format!("/-/diff{page}?from={id}")),
            restore: given(restore, format!("/-/restore{page}?at={id}")),
            undo: given(may_restore(context), format!("/-/undo/{id}")),
            commit: id,
            date,
            iso,
        }
    }
}

fn marks(context: &Context, version: &PageVersion<'_>) -> Vec<String> {
    let words = context.words;
    let say = |id: &str| words.say(id).into_owned();
    let change = match version.change {
        VersionChange::Added => Some(say("change-added")),
        VersionChange::Moved(from) => Some(words.with("history-moved", "path", from)),
        VersionChange::Removed => Some(say("change-removed")),
        VersionChange::Changed => None,
    };
    let mut marks: Vec<String> = change.into_iter().collect();
    for (is_so, id) in [
        (version.is_minor, "history-minor"),
        (version.is_formatting, "history-formatting"),
        (version.in_browser, "history-in-browser"),
    ] {
        marks.extend(is_so.then(|| say(id)));
    }
    marks
}

fn growth(context: &Context, bytes: i64) -> String {
    let sign = match bytes {
        0 => "±",
        1.. => "+",
        _ => "−",
    };
    let number = usize::try_from(bytes.unsigned_abs()).unwrap_or(usize::MAX);
    format!("{sign}{}", context.words.number(number))
}

/// Returns the page whose history is asked for, below a prefix.
pub(crate) fn page_below(context: &Context, prefix: &str) -> Result<PagePath, Error> {
    PagePath::parse(&context.below(prefix)?).map_err(|_| Error::NotFound)
}

/// Says why the history cannot be told.
pub(crate) fn history_error(context: &Context, error: HistoryError) -> Error {
    match error {
        HistoryError::Store(error) => error.into(),
        HistoryError::Reading(commits) => {
            Error::Unavailable(context.words.count("history-reading", commits))
        }
        HistoryError::Unreadable => {
            Error::Unavailable(context.words.say("history-unreadable").into_owned())
        }
    }
}
