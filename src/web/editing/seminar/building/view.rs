//! The view of the form of an agenda: the event's days and places, its sessions in their order, and beside
//! each of them what is wrong with it.

use crate::domain::form::{Column, Part, Row, Shape};
use crate::domain::{Field, Page};
use crate::site::SitePage;
use crate::web::editing::seminar::building::built::{
    AgendaDraft, DAYS, LINES, LISTS, NEW, SESSIONS, columns,
};
use crate::web::editing::seminar::building::days::Days;
use crate::web::editing::seminar::building::problems::AgendaProblems;
use crate::web::editing::seminar::building::rows::{NumberedRow, text};
use crate::web::parts::context::Context;

/// The fields of a session that are shown at once; all others are folded away.
const BRIEF: [&str; 6] = ["title", "starts", "ends", "track", "room", "format"];
/// The fields of a session that are not typed here: the day has a choice, examples a form of their own, the id stays.
const ELSEWHERE: [&str; 3] = ["day", "examples", "id"];

/// A field of the form.
pub(super) struct AgendaFieldView {
    pub(super) name: String,
    pub(super) key: &'static str,
    pub(super) label: String,
    pub(super) value: String,
    pub(super) has_lines: bool,
    /// Whether only the source can change it.
    pub(super) is_source: bool,
    /// The name of the list of the form with what is offered for it.
    pub(super) offer: &'static str,
    pub(super) warnings: Vec<String>,
}

/// A session.
pub(super) struct SessionView {
    pub(super) number: usize,
    pub(super) title: String,
    /// The id of one that is not saved yet.
    pub(super) id: String,
    pub(super) is_new: bool,
    pub(super) day: Vec<(String, String, bool)>,
    /// The key of its day among those of the board.
    pub(super) day_key: String,
    pub(super) brief: Vec<AgendaFieldView>,
    pub(super) more: Vec<AgendaFieldView>,
    pub(super) examples: usize,
    /// The address at which its examples are found, once it is saved.
    pub(super) find: String,
    pub(super) warnings: Vec<String>,
}

/// The sessions of a day.
pub(super) struct AgendaDayView {
    pub(super) name: String,
    pub(super) sessions: Vec<SessionView>,
}

/// All of the form.
pub(super) struct AgendaFormView {
    /// The fields of the event itself.
    pub(super) about: Vec<AgendaFieldView>,
    pub(super) days: Option<Vec<Vec<AgendaFieldView>>>,
    pub(super) day_warnings: Vec<String>,
    pub(super) sessions: Vec<AgendaDayView>,
    pub(super) new: SessionView,
    /// Numbers and titles of all sessions.
    pub(super) titles: Vec<(usize, String)>,
    pub(super) tracks: Vec<String>,
    pub(super) rooms: Vec<String>,
    /// The days with their names, in which the board shows them.
    pub(super) board: Vec<(String, String)>,
}

/// The values that a form is made from: the event as it would be.
pub(super) struct AgendaFormBuilder<'m> {
    pub(super) context: &'m Context,
    pub(super) item: &'m SitePage,
    pub(super) built: &'m AgendaDraft,
    /// The event as it would be, or as it is where what was typed cannot be written.
    pub(super) page: &'m Page,
    /// The problems by the index of the session and the key; without an index, those of the event.
    pub(super) problems: AgendaProblems,
}

impl AgendaFormBuilder<'_> {
    fn say(&self, id: &str) -> String {
        self.context.words.say(id).into_owned()
    }

    pub(super) fn form(mut self) -> AgendaFormView {
        let days = Days::of(self.context, self.page);
        let order = self.order();
        let titles = order.iter().filter_map(|at| {
            let one = self.built.sessions.get(*at)?;
            Some((one.number, text(&one.row, "title").to_owned()))
        });
        let titles = titles.collect();
        let mut sessions: Vec<AgendaDayView> = Vec::new();
        for at in order {
            let Some(one) = self.built.sessions.get(at) else {
                continue;
            };
            let name = match days.name(&one.row) {
                name if name.is_empty() => self.say("agenda-no-day"),
                name => name,
            };
            let view = self.session(one, at, &days);
            match sessions.last_mut().filter(|day| day.name == name) {
                Some(day) => day.sessions.push(view),
                None => sessions.push(AgendaDayView {
                    name,
                    sessions: vec![view],
                }),
            }
        }
        let new = NumberedRow {
            number: usize::MAX,
            row: self.built.new.clone(),
        };
        let mut new = self.session(&new, usize::MAX, &days);
        for cell in new.brief.iter_mut().chain(&mut new.more) {
            cell.name = format!("{NEW}.{}", cell.key);
        }
        let list = |field: Field| self.built.lists.get(field.key()).cloned();
        AgendaFormView {
            tracks: list(Field::Tracks).unwrap_or_default(),
            rooms: list(Field::Rooms).unwrap_or_default(),
            about: self.about(),
            days: self.days(),
            day_warnings: self.problems.take(Field::Days.key()),
            sessions,
            new,
            titles,
            board: days.offered,
        }
    }

    /// Returns the indices of the sessions in the order of their days and times, as readers see them.
    fn order(&self) -> Vec<usize> {
        let details = self.page.front.details();
        let slots = details.agenda.slots(details.frame());
        let mut order: Vec<usize> = (0..self.built.sessions.len()).collect();
        order.sort_by_key(|at| {
            let slot = slots.get(*at).copied().unwrap_or_default();
            let one = self.built.sessions.get(*at);
            let day = one.map_or("", |one| text(&one.row, "day"));
            let number = day.parse::<usize>().unwrap_or(usize::MAX);
            (
                slot.date.is_none(),
                slot.date,
                number,
                slot.begins.is_none(),
                slot.begins,
            )
        });
        order
    }

    fn session(&mut self, one: &NumberedRow, at: usize, days: &Days<'_>) -> SessionView {
        let named = text(&one.row, "day").to_owned();
        let is_known = |key: &str| days.offered.iter().any(|(known, _)| known == key);
        let mut day: Vec<(String, String, bool)> =
            vec![(String::new(), self.say("agenda-no-day"), named.is_empty())];
        let offered = days.offered.iter();
        day.extend(offered.map(|(key, name)| (key.clone(), name.clone(), *key == named)));
        if !named.is_empty() && !is_known(&named) {
            day.push((named.clone(), named, true));
        }
        let (mut brief, mut more) = (Vec::new(), Vec::new());
        for (index, column) in columns(Field::Sessions).iter().enumerate() {
            if ELSEWHERE.contains(&column.key) {
                continue;
            }
            let name = format!("{SESSIONS}.{}.{}", one.number, column.key);
            let mut cell = self.cell(name, column, one.row.parts.get(index));
            cell.warnings = self.problems.of_session(at, column.key);
            match BRIEF.contains(&column.key) {
                true => brief.push(cell),
                false => more.push(cell),
            }
        }
        let sessions = &self.item.page.front.details().agenda;
        let keys = sessions.keys();
        let key = one.row.origin.and_then(|origin| keys.get(origin));
        let address = self.item.page.path.address();
        let of_examples = columns(Field::Sessions).iter().zip(&one.row.parts);
        let mut examples = of_examples.filter(|(column, _)| column.key == "examples");
        SessionView {
            number: one.number,
            title: text(&one.row, "title").to_owned(),
            id: text(&one.row, "id").to_owned(),
            is_new: one.row.origin.is_none(),
            day,
            day_key: days.key(&one.row),
            brief,
            more,
            examples: match examples.next() {
                Some((_, Part::List(list))) => list.len(),
                _ => 0,
            },
            find: key.map_or_else(String::new, |key| format!("/-/examples{address}/{key}")),
            warnings: self.problems.rest(at),
        }
    }

    fn cell(&self, name: String, column: &Column, part: Option<&Part>) -> AgendaFieldView {
        let value = match part {
            Some(Part::Text(text)) => text.clone(),
            Some(Part::List(list)) => list.join("\n"),
            Some(Part::Other) | None => String::new(),
        };
        AgendaFieldView {
            name,
            key: column.key,
            label: self.say(&format!("column-{}", column.key)),
            has_lines: matches!(column.shape, Shape::List | Shape::Examples | Shape::Text)
                || value.contains('\n'),
            value,
            is_source: matches!(part, Some(Part::Other)),
            offer: match column.key {
                "track" => "tracks",
                "room" => "rooms",
                "format" => "formats",
                _ => "",
            },
            warnings: Vec::new(),
        }
    }

    fn about(&mut self) -> Vec<AgendaFieldView> {
        let mut about = Vec::new();
        for field in LINES.into_iter().chain(LISTS) {
            let (line, list) = (
                self.built.lines.get(field.key()),
                self.built.lists.get(field.key()),
            );
            about.push(AgendaFieldView {
                name: format!("f.{}", field.key()),
                key: field.key(),
                label: self.say(&format!("field-{}", field.key())),
                is_source: line.is_none() && list.is_none(),
                has_lines: LISTS.contains(&field),
                value: match (line, list) {
                    (Some(line), _) => line.clone(),
                    (None, Some(list)) => list.join("\n"),
                    (None, None) => String::new(),
                },
                offer: match field {
                    Field::Timezone => "zones",
                    _ => "",
                },
                warnings: self.problems.take(field.key()),
            });
        }
        about
    }

    /// Returns the days that are listed, and a line for another.
    fn days(&self) -> Option<Vec<Vec<AgendaFieldView>>> {
        let days = self.built.days.as_ref()?;
        let columns = columns(Field::Days);
        let next = days.iter().map(|day| day.number + 1).max().unwrap_or(0);
        let cells = |number: usize, row: Option<&Row>| -> Vec<AgendaFieldView> {
            let cell = |(index, column): (usize, &Column)| {
                let name = format!("{DAYS}.{number}.{}", column.key);
                self.cell(name, column, row.and_then(|row| row.parts.get(index)))
            };
            columns.iter().enumerate().map(cell).collect()
        };
        let rows = days.iter().map(|day| cells(day.number, Some(&day.row)));
        Some(rows.chain(std::iter::once(cells(next, None))).collect())
    }
}
