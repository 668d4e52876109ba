//! The text of a page as the index takes it in: with what the front matter describes, and without
//! the sections that list what is elsewhere.

use std::borrow::Cow;

use crate::domain::{Page, PageText, Section};
use crate::search::words::{fold_text, head};

/// Returns the text of a page with the parts that its front matter describes: each question of a
/// questionnaire and each session of an agenda is a section.
pub(super) fn whole_text<'d>(page: &Page, text: &'d PageText) -> Cow<'d, PageText> {
    let details = page.front.details();
    if details.agenda.sessions.is_empty() && details.questions.is_empty() {
        return Cow::Borrowed(text);
    }
    let mut text = text.clone();
    add_sessions(page, &mut text);
    add_questions(page, &mut text);
    Cow::Owned(text)
}

/// Adds the sessions of the agenda of a page to its text.
fn add_sessions(page: &Page, text: &mut PageText) {
    let details = page.front.details();
    for (session, id) in details
        .agenda
        .sessions
        .iter()
        .zip(details.session_anchors())
    {
        let (chair, speakers) = (session.chair.join(", "), session.speakers.join(", "));
        let rapporteur = session.rapporteur.join(", ");
        let said = [&session.summary, &session.format, &chair, &speakers];
        let more = [
            &rapporteur,
            &session.audience,
            &session.room,
            &session.track,
        ];
        let body = said.into_iter().chain(more).chain(&session.questions);
        let body: Vec<&str> = body.map(String::as_str).collect();
        add_section(text, id, &session.title, &body);
    }
}

/// Adds the questions of the questionnaire of a page to its text.
fn add_questions(page: &Page, text: &mut PageText) {
    let details = page.front.details();
    for (question, id) in details.questions.iter().zip(details.question_anchors()) {
        let title = match (question.heading.is_empty(), question.id.is_empty()) {
            (false, _) => question.heading.as_str(),
            (true, false) => question.id.as_str(),
            (true, true) => question.text.as_str(),
        };
        let options = question.options.iter().map(String::as_str);
        let body: Vec<&str> = std::iter::once(question.text.as_str())
            .chain(options)
            .filter(|line| *line != title)
            .collect();
        add_section(text, id, title, &body);
    }
}

fn add_section(text: &mut PageText, id: String, title: &str, body: &[&str]) {
    if !text.text.is_empty() && !text.text.ends_with('\n') {
        text.text.push('\n');
    }
    let start = text.text.len();
    text.text.push_str(title);
    text.text.push('\n');
    text.sections.push(Section {
        start,
        body: text.text.len(),
        id,
        title: title.to_owned(),
    });
    for line in body.iter().filter(|line| !line.is_empty()) {
        text.text.push_str(line);
        text.text.push('\n');
    }
}

/// Divides a text into what is the page's own and what stands beside it: the sections that list
/// related pages and sources.
pub(super) fn divided(text: &PageText) -> (String, String) {
    let mut own = String::with_capacity(text.text.len());
    let mut aside = String::new();
    let first = text.sections.first();
    own.push_str(&text.text[..first.map_or(text.text.len(), |first| first.start)]);
    for (index, section) in text.sections.iter().enumerate() {
        let end = text.sections.get(index + 1);
        let end = end.map_or(text.text.len(), |next| next.start);
        let part = text.text.get(section.start..end).unwrap_or("");
        let side = is_aside(&section.title);
        let to = if side { &mut aside } else { &mut own };
        to.push_str(part);
        to.push('\n');
    }
    (own, aside)
}

/// The beginnings of the headings of sections that list what is elsewhere, folded.
const ASIDE: [&str; 24] = [
    "related",
    "linked from",
    "links",
    "sources",
    "references",
    "bibliography",
    "further reading",
    "see also",
    "use in this knowledge base",
    "voir aussi",
    "liens",
    "references bibliographiques",
    "bibliographie",
    "pages liees",
    "vease tambien",
    "enlaces",
    "fuentes",
    "referencias",
    "bibliografia",
    "paginas relacionadas",
    "см также",
    "ссылки",
    "источники",
    "литература",
];

/// Tells whether a section lists what is elsewhere, by its heading.
pub(crate) fn is_aside(heading: &str) -> bool {
    let folded = fold_text(head(heading, 80));
    ASIDE.iter().any(|beginning| {
        let rest = folded.strip_prefix(beginning);
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
    })
}
