//! What the form of an agenda shows: the event's days and places, its sessions in their order, and beside
//! each of them what is wrong with it.

use std::collections::BTreeMap;

use crate::domain::agenda::{Agenda, Frame};
use crate::domain::form::{Column, Part, Row, Shape, key_at, row_at};
use crate::domain::{Field, Page, Problem};
use crate::site::Item;
use crate::web::editing::editor::sentence;
use crate::web::editing::seminar::building::built::{
    Built, DAYS, LINES, LISTS, NEW, SESSIONS, columns,
};
use crate::web::editing::seminar::building::rows::{Numbered, text};
use crate::web::parts::context::Context;

/// Most days that are offered.
const MOST_DAYS: usize = 60;
/// What of a session is shown at once; all else is folded away.
const BRIEF: [&str; 6] = ["title", "starts", "ends", "track", "room", "format"];
/// What of a session is not typed here: the day has a choice, examples a form of their own, the id stays.
const ELSEWHERE: [&str; 3] = ["day", "examples", "id"];

/// A field of the form.
pub(super) struct CellView {
    pub(super) name: String,
    pub(super) key: &'static str,
    pub(super) label: String,
    pub(super) value: String,
    pub(super) has_lines: bool,
    /// Whether only the source can change it.
    pub(super) is_source: bool,
    /// What is offered for it: the name of a list of the form.
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
    pub(super) brief: Vec<CellView>,
    pub(super) more: Vec<CellView>,
    pub(super) examples: usize,
    /// Where its examples are found, once it is saved.
    pub(super) find: String,
    pub(super) warnings: Vec<String>,
}

/// The sessions of a day.
pub(super) struct DayView {
    pub(super) name: String,
    pub(super) sessions: Vec<SessionView>,
}

/// All of the form.
pub(super) struct FormView {
    /// What the event says of itself.
    pub(super) about: Vec<CellView>,
    pub(super) days: Option<Vec<Vec<CellView>>>,
    pub(super) day_warnings: Vec<String>,
    pub(super) sessions: Vec<DayView>,
    pub(super) new: SessionView,
    /// Numbers and titles of all sessions.
    pub(super) titles: Vec<(usize, String)>,
    pub(super) tracks: Vec<String>,
    pub(super) rooms: Vec<String>,
    /// The days with their names, in which the board shows them.
    pub(super) board: Vec<(String, String)>,
}

/// What a form is made from: the event as it would be.
pub(super) struct Maker<'m> {
    pub(super) context: &'m Context,
    pub(super) item: &'m Item,
    pub(super) built: &'m Built,
    /// The event as it would be, or as it is where what was typed cannot be written.
    pub(super) page: &'m Page,
    /// What is wrong, by the place of the session and the key; without a place, with the event.
    pub(super) told: Told,
}

/// What is wrong: of sessions by their places in the file, of the event by its keys.
#[derive(Default)]
pub(super) struct Told {
    sessions: BTreeMap<(usize, String), Vec<String>>,
    event: BTreeMap<String, Vec<String>>,
}

impl Told {
    pub(super) fn of(source: &str, problems: &[Problem]) -> Self {
        let mut told = Self::default();
        for problem in problems {
            let said = sentence(problem);
            match row_at(source, Field::Sessions.key(), problem.position) {
                Some((at, key)) => {
                    let key = key.unwrap_or_default();
                    told.sessions.entry((at, key)).or_default().push(said);
                }
                None => {
                    let key = key_at(source, problem.position.line).unwrap_or_default();
                    told.event.entry(key).or_default().push(said);
                }
            }
        }
        told
    }

    fn take(&mut self, key: &str) -> Vec<String> {
        self.event.remove(key).unwrap_or_default()
    }

    fn of_session(&mut self, at: usize, key: &str) -> Vec<String> {
        let key = (at, key.to_owned());
        self.sessions.remove(&key).unwrap_or_default()
    }

    /// Takes what is left of a session.
    fn rest(&mut self, at: usize) -> Vec<String> {
        let keys: Vec<(usize, String)> = self.sessions.keys().cloned().collect();
        let keys = keys.into_iter().filter(|(known, _)| *known == at);
        let said = keys.filter_map(|key| self.sessions.remove(&key));
        said.flatten().collect()
    }
}

impl Maker<'_> {
    fn agenda(&self) -> &Agenda {
        &self.page.front.details().agenda
    }

    fn frame(&self) -> Frame {
        self.page.front.details().frame()
    }

    fn say(&self, id: &str) -> String {
        self.context.words.say(id).into_owned()
    }

    pub(super) fn form(mut self) -> FormView {
        let days = self.days_offered();
        let order = self.order();
        let titles = order.iter().filter_map(|at| {
            let one = self.built.sessions.get(*at)?;
            Some((one.number, text(&one.row, "title").to_owned()))
        });
        let titles = titles.collect();
        let mut sessions: Vec<DayView> = Vec::new();
        for at in order {
            let Some(one) = self.built.sessions.get(at) else {
                continue;
            };
            let name = self.name_of_day(&one.row, &days);
            let view = self.session(one, at, &days);
            match sessions.last_mut().filter(|day| day.name == name) {
                Some(day) => day.sessions.push(view),
                None => sessions.push(DayView {
                    name,
                    sessions: vec![view],
                }),
            }
        }
        let new = Numbered {
            number: usize::MAX,
            row: self.built.new.clone(),
        };
        let mut new = self.session(&new, usize::MAX, &days);
        for cell in new.brief.iter_mut().chain(&mut new.more) {
            cell.name = format!("{NEW}.{}", cell.key);
        }
        let list = |field: Field| self.built.lists.get(field.key()).cloned();
        FormView {
            tracks: list(Field::Tracks).unwrap_or_default(),
            rooms: list(Field::Rooms).unwrap_or_default(),
            about: self.about(),
            days: self.days(),
            day_warnings: self.told.take(Field::Days.key()),
            sessions,
            new,
            titles,
            board: days,
        }
    }

    /// Returns the places of the sessions in the order of their days and times, as readers see them.
    fn order(&self) -> Vec<usize> {
        let slots = self.agenda().slots(self.frame());
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

    /// Returns the days of the event, as sessions name them and in words.
    fn days_offered(&self) -> Vec<(String, String)> {
        let (agenda, frame) = (self.agenda(), self.frame());
        let counted = (1..=MOST_DAYS).take_while(|number| {
            let date = agenda.date_of(&number.to_string(), frame);
            date.is_some_and(|date| frame.ends.is_some_and(|last| date <= last))
        });
        let count = agenda.days.len().max(counted.count()).min(MOST_DAYS);
        let day = |number: usize| {
            let key = number.to_string();
            let date = agenda.date_of(&key, frame);
            let title = agenda.day_of(&key, date).map(|day| day.title.clone());
            let title = title.filter(|title| !title.is_empty());
            let words = self.context.words;
            let parts = std::iter::once(words.with("day-number", "number", number))
                .chain(date.map(|date| words.date(date)))
                .chain(title);
            (key, parts.collect::<Vec<_>>().join(" · "))
        };
        (1..=count).map(day).collect()
    }

    /// Returns the key, among those offered, of the day that a session names.
    fn day_key(&self, row: &Row, days: &[(String, String)]) -> String {
        let named = text(row, "day");
        if days.iter().any(|(key, _)| key == named) {
            return named.to_owned();
        }
        let (agenda, frame) = (self.agenda(), self.frame());
        let date = agenda.date_of(named, frame);
        let mut same = days
            .iter()
            .filter(|(key, _)| date.is_some() && agenda.date_of(key, frame) == date);
        let same = same.next().filter(|_| !named.is_empty());
        same.map_or_else(|| named.to_owned(), |(key, _)| key.clone())
    }

    fn name_of_day(&self, row: &Row, days: &[(String, String)]) -> String {
        let key = self.day_key(row, days);
        let known = days.iter().find(|(known, _)| *known == key);
        match (known, key.as_str()) {
            (Some((_, name)), _) => name.clone(),
            (None, "") => self.say("agenda-no-day"),
            (None, key) => key.to_owned(),
        }
    }

    fn session(&mut self, one: &Numbered, at: usize, days: &[(String, String)]) -> SessionView {
        let named = text(&one.row, "day").to_owned();
        let is_known = |key: &str| days.iter().any(|(known, _)| known == key);
        let mut day: Vec<(String, String, bool)> =
            vec![(String::new(), self.say("agenda-no-day"), named.is_empty())];
        let offered = days.iter();
        day.extend(offered.map(|(key, name)| (key.clone(), name.clone(), *key == named)));
        if !named.is_empty() && !is_known(&named) {
            day.push((named.clone(), named, true));
        }
        let (mut brief, mut more) = (Vec::new(), Vec::new());
        for (place, column) in columns(Field::Sessions).iter().enumerate() {
            if ELSEWHERE.contains(&column.key) {
                continue;
            }
            let name = format!("{SESSIONS}.{}.{}", one.number, column.key);
            let mut cell = self.cell(name, column, one.row.parts.get(place));
            cell.warnings = self.told.of_session(at, column.key);
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
            day_key: self.day_key(&one.row, days),
            brief,
            more,
            examples: match examples.next() {
                Some((_, Part::List(list))) => list.len(),
                _ => 0,
            },
            find: key.map_or_else(String::new, |key| format!("/-/examples{address}/{key}")),
            warnings: self.told.rest(at),
        }
    }

    fn cell(&self, name: String, column: &Column, part: Option<&Part>) -> CellView {
        let value = match part {
            Some(Part::Text(text)) => text.clone(),
            Some(Part::List(list)) => list.join("\n"),
            Some(Part::Other) | None => String::new(),
        };
        CellView {
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

    fn about(&mut self) -> Vec<CellView> {
        let mut about = Vec::new();
        for field in LINES.into_iter().chain(LISTS) {
            let (line, list) = (
                self.built.lines.get(field.key()),
                self.built.lists.get(field.key()),
            );
            about.push(CellView {
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
                warnings: self.told.take(field.key()),
            });
        }
        about
    }

    /// Returns the days that are listed, and a line for another.
    fn days(&self) -> Option<Vec<Vec<CellView>>> {
        let days = self.built.days.as_ref()?;
        let columns = columns(Field::Days);
        let next = days.iter().map(|day| day.number + 1).max().unwrap_or(0);
        let cells = |number: usize, row: Option<&Row>| -> Vec<CellView> {
            let cell = |(place, column): (usize, &Column)| {
                let name = format!("{DAYS}.{number}.{}", column.key);
                self.cell(name, column, row.and_then(|row| row.parts.get(place)))
            };
            columns.iter().enumerate().map(cell).collect()
        };
        let rows = days.iter().map(|day| cells(day.number, Some(&day.row)));
        Some(rows.chain(std::iter::once(cells(next, None))).collect())
    }
}
