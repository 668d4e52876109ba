//! What can be done with a session by whoever looks at it.

use crate::domain::agenda::Session;
use crate::domain::{Kind, Page};
use crate::site::writes;
use crate::web::parts::context::Context;

/// Where one goes on from a session.
pub(crate) struct Doors {
    /// Where examples are found and put in, for whoever writes events.
    pub(crate) examples: Option<String>,
    /// Where a lesson is recorded, for whoever writes lessons.
    pub(crate) lesson: Option<String>,
}

impl Doors {
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
