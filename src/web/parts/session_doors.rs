//! The actions that a reader is offered on a session, an event or an example of one.

use crate::domain::agenda::Session;
use crate::domain::{Kind, Page};
use crate::site::writes;
use crate::web::http::query::query_string;
use crate::web::parts::context::Context;

/// The links from a session to what is done next.
pub(crate) struct SessionLinks {
    /// The address where examples are found and put in, for whoever writes events.
    pub(crate) examples: Option<String>,
    /// The address where a lesson is recorded, for whoever writes lessons.
    pub(crate) lesson: Option<String>,
}

/// Returns where a page becomes an example of a session, for whoever writes events.
pub(crate) fn add_to_session(context: &Context, page: &Page) -> Option<String> {
    let may = may_build(context) && page.front.kind != Kind::Event;
    may.then(|| format!("/-/add-to-session{}", page.path.address()))
}

/// Returns where the agenda of an event is built, for whoever writes events.
pub(crate) fn build(context: &Context, page: &Page) -> Option<String> {
    let may = may_build(context) && page.front.kind == Kind::Event;
    may.then(|| format!("/-/agenda{}", page.path.address()))
}

/// Returns where it stands how an event is joined, until it is over: for whoever is signed in, whether
/// there is an address or not, and for everybody where everybody may be told.
pub(crate) fn join(context: &Context, page: &Page) -> Option<String> {
    if !context.has_accounts || page.front.kind != Kind::Event {
        return None;
    }
    if is_over(context, page) {
        return None;
    }
    let is_shown = match (context.audience.role(), page.front.details().uid.as_deref()) {
        (Some(role), id) => id.is_some() || writes(role, Kind::Event),
        (None, Some(id)) => context.open_joins.has(id),
        (None, None) => false,
    };
    is_shown.then(|| join_address(page))
}

/// Returns the address at which it stands how an event is joined.
pub(crate) fn join_address(page: &Page) -> String {
    format!("/-/join{}", page.path.address())
}

/// Tells whether an event is over, wherever on Earth its last day was.
pub(crate) fn is_over(context: &Context, page: &Page) -> bool {
    let details = page.front.details();
    let last = details.ends.or(details.starts);
    last.is_some_and(|day| day.plus_days(1).is_over_on(context.today.get()))
}

/// Returns where an event begins, on pages that list events, for whoever writes them.
pub(crate) fn new_event(context: &Context, page: &Page) -> Option<String> {
    let may = may_build(context) && page.lists.contains(&Kind::Event);
    may.then(|| format!("/-/new?kind={}", Kind::Event.name()))
}

/// Returns where what a lesson says is taken over into a page, for whoever writes pages of its kind.
pub(crate) fn take_over(context: &Context, page: &Page, lesson: &Page) -> Option<String> {
    let role = context.audience.role()?;
    let may = context.can_write && writes(role, page.front.kind);
    let from = query_string([("from", lesson.path.as_str())]);
    may.then(|| format!("/-/take-over{}?{from}", page.path.address()))
}

fn may_build(context: &Context) -> bool {
    let role = context.audience.role();
    context.can_write && role.is_some_and(|role| writes(role, Kind::Event))
}

impl SessionLinks {
    pub(crate) fn of(context: &Context, page: &Page, key: &str, session: &Session) -> Self {
        let role = context.audience.role().filter(|_| context.can_write);
        let may = |kind| role.is_some_and(|role| writes(role, kind)) && !session.is_break();
        let address = page.path.address();
        Self {
            examples: may(page.front.kind).then(|| format!("/-/examples{address}/{key}")),
            lesson: may(Kind::Lesson).then(|| format!("/-/record{address}/{key}")),
        }
    }
}
