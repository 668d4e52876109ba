//! A session as slides: its title, its questions, its examples.

use crate::domain::Page;
use crate::site::View;
use crate::web::http::error::Error;
use crate::web::http::reply::Reply;
use crate::web::parts::agenda::{AgendaSession, session_address};
use crate::web::parts::context::Context;
use crate::web::parts::slides::code::Code;
use crate::web::parts::slides::example;
use crate::web::parts::slides::show::answer;
use crate::web::parts::slides::slide::{
    Deck, LONGEST_LINE, LONGEST_TEXT, LONGEST_TITLE, Slide, cut,
};

/// Most questions on a slide, and most letters of them together.
const MOST_QUESTIONS: usize = 5;
const MOST_LETTERS: usize = 620;
/// Most slides of a session: one that links more is shown as far.
const MOST: usize = 100;

/// A session of an event, with the day that it is on.
pub(crate) struct DaySession<'s, 'a> {
    pub(crate) event: &'a Page,
    pub(crate) key: &'s str,
    pub(crate) day: &'s str,
    pub(crate) entry: &'s AgendaSession<'a>,
}

/// Answers with a session as slides.
pub(crate) fn of_session(
    context: &Context,
    view: &View<'_>,
    of: &DaySession<'_, '_>,
) -> Result<Reply, Error> {
    let session = of.entry.session;
    let mut slides = vec![title(context, of)];
    slides.extend(questions(context, of));
    for one in session.examples.iter().take(MOST) {
        if let Some(item) = view.links().referenced(&one.page) {
            slides.push(example::slide(context, view, item, one.at, &one.note)?);
        }
    }
    let address = session_address(of.event, of.key);
    let deck = Deck {
        title: session.title.clone(),
        language: of.event.language("en").to_owned(),
        own: format!("{address}?slides"),
        back: address,
        notes_are: context.words.say("slides-notes-event").into_owned(),
        name: format!("{}-{}", of.event.path.name(), of.key),
        slides,
    };
    answer(context, deck)
}

fn title(context: &Context, of: &DaySession<'_, '_>) -> Slide {
    let words = context.words;
    let session = of.entry.session;
    let time = of.entry.time.as_ref();
    let time = time.map(|time| match time.zone.is_empty() {
        true => time.wall.clone(),
        false => format!("{} ({})", time.wall, time.zone),
    });
    let when = [of.day.to_owned(), time.unwrap_or_default()];
    let when: Vec<String> = when.into_iter().filter(|text| !text.is_empty()).collect();
    let room = match session.room.is_empty() {
        true => String::new(),
        false => words.with("session-in-room", "room", &session.room),
    };
    let named = |id: &str, text: &str| match text.is_empty() {
        true => String::new(),
        false => format!("{}: {text}", words.say(id)),
    };
    let lines = [
        of.event.title.clone(),
        when.join(" · "),
        room,
        named("session-chair", &session.chair.join(", ")),
        named("session-speakers", &session.speakers.join(", ")),
    ];
    let lines = lines.iter().filter(|line| !line.is_empty());
    let lines = lines.map(|line| cut(line, LONGEST_LINE)).collect();
    let address = session_address(of.event, of.key);
    Slide {
        kind: words.say("session").into_owned(),
        title: cut(&session.title, LONGEST_TITLE),
        lines,
        facts: match session.summary.is_empty() {
            true => Vec::new(),
            false => vec![(String::new(), vec![cut(&session.summary, LONGEST_TEXT)])],
        },
        code: Code::of(context.absolute(&address)),
        notes: notes(context, of),
        ..Slide::default()
    }
}

/// Returns what the speaker sees beside the title.
fn notes(context: &Context, of: &DaySession<'_, '_>) -> Vec<(String, String)> {
    let words = context.words;
    let session = of.entry.session;
    let label = |id: &str| words.say(id).into_owned();
    let material = of.entry.material.iter();
    let material = material.map(|one| (label("session-material"), one.label.clone()));
    let people = [
        (label("session-rapporteur"), session.rapporteur.join(", ")),
        (label("session-audience"), session.audience.clone()),
    ];
    let other = of.entry.other.iter();
    let other = other.map(|(key, value)| (key.clone(), (*value).to_owned()));
    let all = people.into_iter().chain(other).chain(material);
    all.filter(|(_, text)| !text.is_empty()).take(20).collect()
}

/// Returns the slides of the questions to discuss: so many on each as can be read.
fn questions(context: &Context, of: &DaySession<'_, '_>) -> Vec<Slide> {
    let mut slides: Vec<Slide> = Vec::new();
    let mut letters = 0;
    for (number, question) in (1..).zip(&of.entry.session.questions) {
        let question = cut(question, LONGEST_TEXT);
        let length = question.chars().count();
        let fits = slides.last().is_some_and(|slide| {
            slide.questions.len() < MOST_QUESTIONS && letters + length <= MOST_LETTERS
        });
        if !fits {
            if slides.len() >= MOST {
                break;
            }
            letters = 0;
            slides.push(Slide {
                kind: cut(&of.entry.session.title, LONGEST_LINE),
                title: context.words.say("session-discuss").into_owned(),
                first: number,
                ..Slide::default()
            });
        }
        letters += length;
        if let Some(last) = slides.last_mut() {
            last.questions.push(question);
        }
    }
    slides
}
