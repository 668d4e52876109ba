//! `/-/session/<event>/<id>`: one session of an event, at an address of its own.

use askama::Template;

use crate::domain::Page;
use crate::site::{SitePage, View};
use crate::web::http::error::Error;
use crate::web::http::reply::Reply;
use crate::web::parts::agenda::times::Zones;
use crate::web::parts::agenda::{AgendaSession, PageAgenda, session_address};
use crate::web::parts::context::{Context, page_path};
use crate::web::parts::session_doors::SessionLinks;
use crate::web::parts::shell::Shell;
use crate::web::parts::slides::{self, DaySession};
use crate::web::parts::trail::{Crumb, trail};

#[derive(Template)]
#[template(path = "pages/session.html")]
struct SessionPage<'a> {
    shell: Shell,
    trail: Vec<Crumb>,
    event: SessionLink,
    day: String,
    agenda: AgendaZones,
    /// The address of its calendar; empty where its time is not known.
    calendar: String,
    address: String,
    entry: AgendaSession<'a>,
    before: Option<SessionLink>,
    behind: Option<SessionLink>,
    doors: SessionLinks,
}

/// The zones that the choice of one needs to know.
struct AgendaZones {
    zones: Zones,
}

struct SessionLink {
    address: String,
    text: String,
}

/// Returns the event and the number of the session that an address names.
fn find<'e>(view: &View<'e>, rest: &str) -> Result<(&'e SitePage, String), Error> {
    let (path, key) = rest.rsplit_once('/').ok_or(Error::NotFound)?;
    let item = view.page(&page_path(path)?).ok_or(Error::NotFound)?;
    let details = item.page.front.details();
    details.agenda.find(key).ok_or(Error::NotFound)?;
    Ok((item, key.to_owned()))
}

/// Answers `/-/session/<event>/<id>`.
pub(crate) fn show(context: &Context) -> Result<Reply, Error> {
    let rest = context.below("/-/session/")?;
    let view = context.view();
    let (item, key) = find(&view, &rest)?;
    let context = &context.for_page(item.page.language("en"));
    let page = &item.page;
    let agenda = PageAgenda::of(context, &view, page);
    let (before, behind) = neighbours(&agenda, &key);
    let (day, entry, zones) = entry_of(agenda, &key).ok_or(Error::NotFound)?;
    if slides::is_requested(context) {
        let of = DaySession {
            event: page,
            key: &key,
            day: &day,
            entry: &entry,
        };
        return slides::of_session(context, &view, &of);
    }
    let mut shell = Shell::new(context, &entry.session.title);
    shell.description.clone_from(&entry.session.summary);
    shell.canonical = context.absolute(&session_address(page, &key));
    let is_timed = entry
        .time
        .as_ref()
        .is_some_and(|time| !time.from.is_empty());
    let mut crumbs = trail(context, &view, &page.path);
    crumbs.push(Crumb {
        address: page.path.address(),
        label: page.title.clone(),
    });
    let html = SessionPage {
        shell,
        trail: crumbs,
        event: event(page),
        day,
        agenda: AgendaZones { zones },
        calendar: match is_timed {
            true => format!("/-/calendar{}.ics?session={key}", page.path.address()),
            false => String::new(),
        },
        address: session_address(page, &key),
        doors: SessionLinks::of(context, page, &key, entry.session),
        entry,
        before,
        behind,
    };
    Ok(Reply::html(html.render()?))
}

/// Returns a session with the name of its day, and the zones of time of its event.
fn entry_of<'a>(agenda: PageAgenda<'a>, key: &str) -> Option<(String, AgendaSession<'a>, Zones)> {
    let anchor = format!("c-session-{key}");
    let (day, entry) = agenda.days.into_iter().find_map(|day| {
        let mut sessions = day.sessions.into_iter();
        let found = sessions.find(|one| one.anchor == anchor);
        found.map(|one| (day.name, one))
    })?;
    Some((day, entry, agenda.zones))
}

fn event(page: &Page) -> SessionLink {
    SessionLink {
        address: page.path.address(),
        text: page.title.clone(),
    }
}

/// Returns the sessions before and behind one, pauses aside.
fn neighbours(agenda: &PageAgenda<'_>, key: &str) -> (Option<SessionLink>, Option<SessionLink>) {
    let anchor = format!("c-session-{key}");
    let link = |session: &AgendaSession<'_>| SessionLink {
        address: session.address.clone(),
        text: session.session.title.clone(),
    };
    let sessions: Vec<&AgendaSession<'_>> = agenda
        .sessions()
        .filter(|one| !one.session.is_break() || one.anchor == anchor)
        .collect();
    let at = sessions.iter().position(|one| one.anchor == anchor);
    let near = |at: Option<usize>| at.and_then(|at| sessions.get(at)).map(|one| link(one));
    (
        near(at.and_then(|at| at.checked_sub(1))),
        near(at.map(|at| at + 1)),
    )
}
