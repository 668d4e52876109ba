//! Front matter: what a page says of itself, read from YAML into typed values.
//!
//! Nothing here fails: what cannot be read is left out and becomes a problem with its place.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use crate::domain::agenda::{self, Agenda, Day, Example, Frame, Session};
use crate::domain::country;
use crate::domain::date::{Date, Period};
use crate::domain::fields::{self, Field, VisibilityHint};
use crate::domain::kind::{Kind, Status};
use crate::domain::link::{Link, LinkRole, LinkTarget};
use crate::domain::misplaced;
use crate::domain::name::Name;
use crate::domain::problem::{Position, Problem, ProblemKind};
use crate::domain::suggestion::nearest;
use crate::domain::visibility::Visibility;
use crate::domain::vocabulary::{COLUMNS, Facet, Tag, Term, Vocabulary};
use crate::domain::yaml::{self, Node, Value};

/// What a page says of itself.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FrontMatter {
    /// The title, when given.
    pub title: Option<String>,
    /// The kind.
    pub kind: Kind,
    /// One or two sentences for lists and search results.
    pub summary: Option<String>,
    /// Country codes, upper case, known ones only.
    pub countries: Vec<String>,
    /// The statistical organisations.
    pub organisations: Vec<String>,
    /// The others in the partnership.
    pub partners: Vec<Partner>,
    /// When the partnership ran.
    pub period: Option<Period>,
    /// How far it has come.
    pub status: Option<Status>,
    /// Keys of the bibliography, with their places.
    pub sources: Vec<(String, Position)>,
    /// The language's code, as in BCP 47, lower case; empty for the site's own.
    pub lang: String,
    /// Who the page is for: the narrowest circle that anything in it asks for.
    pub visibility: Visibility,
    /// Old addresses and other names, with their places.
    pub aliases: Vec<(String, Position)>,
    /// Who wrote what the page tells, when not known from git.
    pub authors: Vec<String>,
    /// The bibliography key of the work that a literature note is about.
    pub citation: Option<(String, Position)>,
    /// The terms it carries.
    pub tags: Vec<Tag>,
    /// What only some kinds have.
    pub details: Option<Box<Details>>,
    /// Keys that Concord gives no meaning to, with their values as text.
    pub other: Vec<(String, String)>,
}

/// The front matter that only some kinds of page have.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Details {
    /// A resource's address outside: http or https.
    pub url: Option<String>,
    /// Who keeps a resource.
    pub owner: Option<String>,
    /// When an event begins.
    pub starts: Option<Date>,
    /// When an event ends.
    pub ends: Option<Date>,
    /// Where an event is held.
    pub place: Option<String>,
    /// The date of a consultation or an answer.
    pub date: Option<Date>,
    /// Whom a consultation was held with.
    pub with: Option<String>,
    /// The agenda of an event.
    pub agenda: Agenda,
    /// What calendars know an event by.
    pub uid: Option<String>,
    /// Who decided.
    pub decided_by: Vec<String>,
    /// The questions of a survey.
    pub questions: Vec<Question>,
    /// The answers to a survey, by the question's id.
    pub answers: Vec<(String, String)>,
    /// The chapters of a publication.
    pub chapters: Vec<Chapter>,
}

impl Details {
    /// Returns the ids, on the page, of the sessions of the agenda, in their order.
    pub fn session_anchors(&self) -> impl Iterator<Item = String> {
        let keys = self.agenda.keys().into_iter();
        keys.map(|key| format!("c-session-{key}"))
    }

    /// Returns the id, on the page, of the session that a fragment names: by its key, or by this id.
    pub fn session_anchor(&self, fragment: &str) -> Option<String> {
        let keys = self.agenda.keys();
        let named = fragment.strip_prefix("c-session-").unwrap_or(fragment);
        let key = keys.into_iter().find(|key| key == named)?;
        Some(format!("c-session-{key}"))
    }

    /// Returns the days that an event takes.
    pub fn frame(&self) -> Frame {
        Frame::new(self.starts, self.ends)
    }

    /// Returns the ids, on the page, of the questions, in their order: by the id that answers use,
    /// or by number where that is none or not the only one.
    pub fn question_anchors(&self) -> impl Iterator<Item = String> {
        let slug = |id: &str| -> String {
            let letters = id.chars().map(|letter| match letter {
                letter if letter.is_alphanumeric() => letter,
                _ => '-',
            });
            letters.flat_map(char::to_lowercase).collect()
        };
        let slugs: Vec<String> = self.questions.iter().map(|one| slug(&one.id)).collect();
        let mut taken = std::collections::HashSet::new();
        let anchors: Vec<String> = (1..)
            .zip(slugs)
            .map(|(number, slug)| {
                let free = !slug.is_empty() && taken.insert(slug.clone());
                let name = if free { slug } else { format!("n{number}") };
                format!("c-question-{name}")
            })
            .collect();
        anchors.into_iter()
    }
}

/// Someone in a partnership.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Partner {
    /// The name.
    pub name: String,
    /// The sector, a term of the vocabulary.
    pub sector: Option<Name>,
}

/// Of a facet with so many terms at most, all are named where one is not known.
const NAMED_TERMS: usize = 10;

/// One question of a survey.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Question {
    /// The id that answers use.
    pub id: String,
    /// The part of the questionnaire.
    pub part: String,
    /// The heading it stands under.
    pub heading: String,
    /// The question.
    pub text: String,
    /// How it is answered: single, multiple, scale, text, table.
    pub form: String,
    /// What can be chosen.
    pub options: Vec<String>,
    /// What it asks about: a challenge, or a term of another facet by that facet's key.
    pub topics: Vec<Topic>,
}

/// What a question asks about: a term of the vocabulary.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Topic {
    /// The facet's key.
    pub facet: Name,
    /// The term's id.
    pub term: Name,
}

/// One chapter of a publication.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Chapter {
    /// The title.
    pub title: String,
    /// What it says.
    pub summary: String,
    /// The pages it uses, as named.
    pub pages: Vec<String>,
}

/// A file divided into front matter and text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Parts<'a> {
    /// The YAML between the two lines of hyphens, when there are any.
    pub yaml: Option<&'a str>,
    /// The text below.
    pub body: &'a str,
    /// How many lines stand above the text.
    pub body_line: u32,
}

/// Divides a file. A file whose front matter is never closed is all text, with a problem.
pub fn split<'a>(source: &'a str, problems: &mut Vec<Problem>) -> Parts<'a> {
    let source = source.strip_prefix('\u{FEFF}').unwrap_or(source);
    let all = Parts {
        yaml: None,
        body: source,
        body_line: 0,
    };
    let first = line_of(source);
    if first.trim_end() != "---" {
        return all;
    }
    let mut offset = first.len();
    let mut number = 1;
    while let Some(line) = source
        .get(offset..)
        .map(line_of)
        .filter(|line| !line.is_empty())
    {
        number += 1;
        if matches!(line.trim_end(), "---" | "...") {
            if first.ends_with('\r') {
                let message =
                    "the lines end in carriage returns alone, which git shows as one line";
                let problem = Problem::new(ProblemKind::FrontMatter, Position::START, message);
                let help = "save the file with the line ends of Unix or of Windows";
                problems.push(problem.with_help(help));
            }
            return Parts {
                yaml: Some(&source[first.len()..offset]),
                body: &source[offset + line.len()..],
                body_line: number,
            };
        }
        offset += line.len();
    }
    problems.push(
        Problem::new(
            ProblemKind::FrontMatter,
            Position::START,
            "the front matter is not closed",
        )
        .with_help("end it with a line of three hyphens: ---"),
    );
    all
}

/// Returns the first line of a text with its end: a line feed, a carriage return or both.
pub(super) fn line_of(text: &str) -> &str {
    let end = text.find(['\n', '\r']).map_or(text.len(), |end| {
        end + if text[end..].starts_with("\r\n") {
            2
        } else {
            1
        }
    });
    &text[..end]
}

/// Front matter, and whether it was there and could be read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reading {
    /// What the page says of itself.
    pub front: FrontMatter,
    /// Whether something was there that could not be read, so that what is missing may be in it.
    pub unreadable: bool,
}

impl FrontMatter {
    /// Reads what a divided file says of itself. The links that it makes are added to `links`, what
    /// is wrong to `problems`.
    pub fn read(
        parts: Parts<'_>,
        vocabulary: &Vocabulary,
        links: &mut Vec<Link>,
        problems: &mut Vec<Problem>,
    ) -> Reading {
        let mut reading = match parts.yaml {
            Some(yaml) => Self::parse(yaml, vocabulary, links, problems),
            None => Reading::default(),
        };
        let Some(found) = misplaced::find(parts.body, parts.yaml.is_some()) else {
            return reading;
        };
        reading.front.restrict(found.circle);
        reading.unreadable |= parts.yaml.is_none();
        // Front matter that is not closed is told where files are divided.
        if parts.yaml.is_some() || line_of(parts.body).trim_end() != "---" {
            let message = match found.circle {
                Visibility::Public => "this looks like front matter, but it is not read",
                _ => "this looks like front matter, but it is not read; the page is hidden",
            };
            let line = parts.body_line.saturating_add(found.line);
            let position = Position { line, column: 1 };
            let problem = Problem::new(ProblemKind::FrontMatter, position, message);
            problems.push(problem.with_help(found.help));
        }
        reading
    }

    /// Reads YAML.
    fn parse(
        yaml: &str,
        vocabulary: &Vocabulary,
        links: &mut Vec<Link>,
        problems: &mut Vec<Problem>,
    ) -> Reading {
        let root = match yaml::parse(yaml) {
            Ok(root) => root,
            Err(error) => {
                let message = format!("the front matter is not valid YAML: {}", error.message);
                let at = below_fence(error.position);
                let problem = Problem::new(ProblemKind::FrontMatter, at, message);
                problems.push(problem.with_help(error.help));
                let mut reading = Reading {
                    unreadable: true,
                    ..Reading::default()
                };
                reading.front.restrict(misplaced::circle_of(yaml));
                return reading;
            }
        };
        let mut reader = Reader {
            links,
            problems,
            front: Self::default(),
        };
        let unreadable = matches!(root.value, Value::Scalar(_) | Value::List(_));
        if unreadable {
            reader.complain(&root, "the front matter is not a list of keys and values");
            reader.front.restrict(misplaced::circle_of(yaml));
        }
        reader.entries(&root, vocabulary);
        reader.tags(&root, vocabulary);
        reader.nested(&root, 0, &mut HashMap::new());
        reader.swallowed(yaml, &root);
        reader.agenda(&root);
        Reading {
            front: reader.front,
            unreadable,
        }
    }

    /// Narrows the circle that the page is for.
    pub fn restrict(&mut self, circle: Visibility) {
        self.visibility = self.visibility.max(circle);
    }

    /// Returns the parts that only some kinds have; empty ones where there are none.
    pub fn details(&self) -> &Details {
        static NONE: std::sync::LazyLock<Details> = std::sync::LazyLock::new(Details::default);
        self.details.as_deref().unwrap_or(&NONE)
    }

    /// Returns the terms of one facet that the page carries.
    pub fn terms<'a>(&'a self, facet: &'a str) -> impl Iterator<Item = &'a str> {
        self.tags
            .iter()
            .filter(move |tag| tag.facet == facet)
            .map(|tag| tag.term.as_str())
    }
}

/// Positions in the YAML count from the line below the opening hyphens.
pub(super) fn below_fence(position: Position) -> Position {
    Position {
        line: position.line + 1,
        column: position.column,
    }
}

/// Writes a value that has no meaning to Concord as text.
fn flat(node: &Node) -> String {
    match &node.value {
        Value::Null => String::new(),
        Value::Scalar(text) => text.clone(),
        Value::List(items) => items.iter().map(flat).collect::<Vec<_>>().join(", "),
        Value::Map(entries) => {
            let pairs = entries
                .iter()
                .map(|(key, value)| format!("{}: {}", flat(key), flat(value)));
            pairs.collect::<Vec<_>>().join("; ")
        }
    }
}

/// Notes the lines of all keys.
fn lines_of_keys(node: &Node, lines: &mut Vec<u32>) {
    if let Value::List(items) = &node.value {
        items.iter().for_each(|item| lines_of_keys(item, lines));
    }
    for (key, value) in node.entries() {
        lines.push(key.position.line);
        lines_of_keys(value, lines);
    }
}

struct Reader<'a> {
    links: &'a mut Vec<Link>,
    problems: &'a mut Vec<Problem>,
    front: FrontMatter,
}

impl Reader<'_> {
    /// Reads every key.
    fn entries(&mut self, root: &Node, vocabulary: &Vocabulary) {
        for (key, node) in root.entries() {
            let name = key.as_str().unwrap_or("?");
            if let Some(field) = Field::from_key(name) {
                self.field(field, node, vocabulary);
                continue;
            }
            let mut facets = vocabulary.facets.iter();
            if !facets.any(|facet| facet.from.is_none() && facet.key == name) {
                self.check_key(key, node, root, vocabulary);
                self.front.other.push((name.to_owned(), flat(node)));
            }
        }
    }

    fn field(&mut self, field: Field, node: &Node, vocabulary: &Vocabulary) {
        let key = field.key();
        match field {
            Field::Title => self.front.title = self.text(key, node),
            Field::Summary => self.front.summary = self.text(key, node),
            Field::Kind => self.kind(node),
            Field::Countries => self.countries(node),
            Field::Organisations => self.front.organisations = self.texts(key, node),
            Field::Partners => self.partners(node),
            Field::Period => {
                self.front.period = self.value(field, node, Period::parse);
            }
            Field::Status => self.status(node),
            Field::Sources => self.front.sources = self.placed(key, node),
            Field::Lang => self.lang(node),
            Field::Visibility => self.visibility(node),
            Field::Draft => self.draft(node),
            Field::Aliases => self.front.aliases = self.placed(key, node),
            Field::Authors => self.front.authors = self.texts(key, node),
            Field::Citation => self.front.citation = self.placed(key, node).into_iter().next(),
            Field::DrawnFrom => drop(self.references(node, LinkRole::DrawnFrom)),
            Field::TranslationOf => drop(self.references(node, LinkRole::Translation)),
            Field::Survey => drop(self.references(node, LinkRole::Survey)),
            Field::Session => drop(self.references(node, LinkRole::Session)),
            Field::About => drop(self.references(node, LinkRole::About)),
            Field::Url
            | Field::Owner
            | Field::Starts
            | Field::Ends
            | Field::Place
            | Field::Date
            | Field::With
            | Field::Timezone
            | Field::Days
            | Field::Tracks
            | Field::Rooms
            | Field::Uid
            | Field::DecidedBy
            | Field::Sessions
            | Field::Questions
            | Field::Answers
            | Field::Chapters => self.detail(field, node, vocabulary),
        }
    }

    fn detail(&mut self, field: Field, node: &Node, vocabulary: &Vocabulary) {
        let key = field.key();
        let mut details = self.front.details.take().unwrap_or_default();
        match field {
            Field::Url => {
                let web = |text: &str| {
                    let lower = text.to_ascii_lowercase();
                    let valid = lower.starts_with("https://") || lower.starts_with("http://");
                    valid.then(|| text.to_owned())
                };
                details.url = self.value(field, node, web);
            }
            Field::Owner => details.owner = self.text(key, node),
            Field::Place => details.place = self.text(key, node),
            Field::With => details.with = self.text(key, node),
            Field::Starts => details.starts = self.value(field, node, Date::parse),
            Field::Ends => details.ends = self.value(field, node, Date::parse),
            Field::Date => details.date = self.value(field, node, Date::parse),
            Field::Timezone => details.agenda.timezone = self.text(key, node),
            Field::Days => details.agenda.days = self.days(node),
            Field::Tracks => details.agenda.tracks = self.texts(key, node),
            Field::Rooms => details.agenda.rooms = self.texts(key, node),
            Field::Uid => details.uid = self.text(key, node),
            Field::DecidedBy => details.decided_by = self.texts(key, node),
            Field::Sessions => details.agenda.sessions = self.sessions(node),
            Field::Questions => details.questions = self.questions(node, vocabulary),
            Field::Chapters => details.chapters = self.chapters(node),
            _ => {
                let entries = node.entries().iter();
                details.answers = entries
                    .map(|(key, value)| (flat(key), flat(value)))
                    .collect();
            }
        }
        self.front.details = Some(details);
    }

    /// Looks at a key that Concord gives no meaning to: it may be a slip, or say in another
    /// program's words that the page is to be hidden.
    fn check_key(&mut self, key: &Node, node: &Node, root: &Node, vocabulary: &Vocabulary) {
        let name = key.as_str().unwrap_or("");
        if let Some(ask) = VisibilityHint::of(name) {
            let circle = ask.circle(&flat(node));
            let slip = matches!(ask, VisibilityHint::Visibility | VisibilityHint::Draft);
            if slip || circle > Visibility::Public {
                let hidden = match circle {
                    Visibility::Public => "",
                    _ => "; the page is hidden",
                };
                let message = format!("“{name}” is not a key that is read{hidden}");
                self.complain_with(key, message, ask.help(circle));
                self.front.restrict(circle);
                return;
            }
        }
        let facets = vocabulary
            .facets
            .iter()
            .filter(|facet| facet.from.is_none());
        let mut known: Vec<&str> = Field::all().map(Field::key).collect();
        for facet in facets {
            known.push(&facet.key);
        }
        let Some(meant) = fields::meant(name, known) else {
            return;
        };
        // Where the key that could be meant is there too, this is one of the group's own.
        if meant == fields::fold(name) || root.get(meant).is_none() {
            let message = format!("“{name}” is not a key that is read");
            let at = below_fence(key.position);
            let problem = Problem::new(ProblemKind::UnknownKey, at, message);
            self.problems
                .push(problem.with_help(format!("did you mean “{meant}”?")));
        }
    }

    /// Finds keys that say who the page is for inside of other keys, where they say nothing. Hundreds
    /// of sessions have the same few keys: `asked` remembers what each asks for.
    fn nested<'n>(
        &mut self,
        node: &'n Node,
        depth: usize,
        asked: &mut HashMap<&'n str, Option<VisibilityHint>>,
    ) {
        let items: &[Node] = match &node.value {
            Value::List(items) => items,
            _ => &[],
        };
        for item in items {
            self.nested(item, depth + 1, asked);
        }
        for (key, value) in node.entries() {
            let name = key.as_str().unwrap_or("");
            if depth > 0 {
                let ask = *asked
                    .entry(name)
                    .or_insert_with(|| VisibilityHint::of(name));
                let circle = match ask {
                    Some(ask @ VisibilityHint::Visibility) => ask.circle(&flat(value)),
                    // What other lists call a draft is no wish unless it reads like one.
                    Some(ask @ VisibilityHint::Draft) if flat(value) == "true" => {
                        ask.circle("true")
                    }
                    _ => Visibility::Public,
                };
                if circle > Visibility::Public {
                    let message = format!(
                        "“{name}” stands inside another key, where it is not read; the page is hidden"
                    );
                    self.complain_with(key, message, "move it to the beginning of a line");
                    self.front.restrict(circle);
                }
            }
            // The answers to a survey go by the ids of its questions.
            if depth > 0 || name != Field::Answers.key() {
                self.nested(value, depth + 1, asked);
            }
        }
    }

    /// Finds lines that say who the page is for and have become part of a text above them.
    fn swallowed(&mut self, yaml: &str, root: &Node) {
        if !yaml.contains(['|', '>', '"', '\'']) {
            return;
        }
        let mut keys = Vec::new();
        lines_of_keys(root, &mut keys);
        for (number, line) in (1..).zip(yaml.lines()) {
            let Some((key, value)) = line.split_once(':') else {
                continue;
            };
            let ask = VisibilityHint::of(key.trim())
                .filter(|ask| matches!(ask, VisibilityHint::Visibility | VisibilityHint::Draft));
            let Some(ask) = ask.filter(|_| !keys.contains(&number)) else {
                continue;
            };
            let value = value.trim();
            let circle = ask.circle(value);
            if circle > Visibility::Public && !value.contains(char::is_whitespace) {
                let position = Position {
                    line: number + 1,
                    column: 1,
                };
                let message =
                    "this line is part of the text above it and is not read; the page is hidden";
                let problem = Problem::new(ProblemKind::FrontMatter, position, message);
                self.problems
                    .push(problem.with_help("move it to the beginning of the line"));
                self.front.restrict(circle);
            }
        }
    }

    fn complain_with(&mut self, node: &Node, message: String, help: impl Into<String>) {
        let position = below_fence(node.position);
        let problem = Problem::new(ProblemKind::FrontMatter, position, message);
        self.problems.push(problem.with_help(help));
    }

    fn complain(&mut self, node: &Node, message: impl Into<String>) {
        let position = below_fence(node.position);
        self.problems
            .push(Problem::new(ProblemKind::FrontMatter, position, message));
    }

    fn text(&mut self, key: &str, node: &Node) -> Option<String> {
        match &node.value {
            Value::Scalar(text) if !text.trim().is_empty() => {
                Some(text.split_whitespace().collect::<Vec<_>>().join(" "))
            }
            Value::Scalar(_) | Value::Null => None,
            Value::List(_) | Value::Map(_) => {
                self.complain(node, format!("“{key}” is not a text"));
                None
            }
        }
    }

    fn placed(&mut self, key: &str, node: &Node) -> Vec<(String, Position)> {
        if matches!(node.value, Value::Map(_)) {
            self.complain(node, format!("“{key}” is not a list"));
        }
        let mut texts = Vec::new();
        for item in node.items() {
            if let Some(text) = self.text(key, item) {
                texts.push((text, below_fence(item.position)));
            }
        }
        texts
    }

    fn texts(&mut self, key: &str, node: &Node) -> Vec<String> {
        self.placed(key, node)
            .into_iter()
            .map(|(text, _)| text)
            .collect()
    }

    /// Reads a value with a form of its own.
    fn value<T>(
        &mut self,
        field: Field,
        node: &Node,
        parse: impl Fn(&str) -> Option<T>,
    ) -> Option<T> {
        let text = self.text(field.key(), node)?;
        let value = parse(&text);
        if value.is_none() {
            let (key, form) = (field.key(), field.form().expected());
            let message = format!("“{key}: {text}” is not {form}");
            match Period::meant(&text).filter(|_| field == Field::Period) {
                Some(meant) => {
                    self.complain_with(node, message, format!("did you mean “{meant}”?"));
                }
                None => self.complain(node, message),
            }
        }
        value
    }

    fn kind(&mut self, node: &Node) {
        let Some(name) = self.text("kind", node) else {
            return;
        };
        match Kind::from_name(&name) {
            Some(kind) => self.front.kind = kind,
            None => {
                let names = Kind::ALL.map(Kind::name);
                let help = match nearest(&name, names) {
                    Some(meant) => format!("did you mean “{meant}”?"),
                    None => format!("the kinds are {}", names.join(", ")),
                };
                let message = format!("unknown kind “{name}”");
                let at = below_fence(node.position);
                let problem = Problem::new(ProblemKind::UnknownKind, at, message);
                self.problems.push(problem.with_help(help));
            }
        }
    }

    fn countries(&mut self, node: &Node) {
        for (code, position) in self.placed("countries", node) {
            let upper = code.to_ascii_uppercase();
            if country::is_known(&upper) {
                self.front.countries.push(upper);
                continue;
            }
            let help = match country::code_of(&code) {
                Some(meant) => format!("did you mean “{meant}”?"),
                None => "use the two letters of ISO 3166-1, for example EE or CA".to_owned(),
            };
            let message = format!("unknown country “{code}”");
            let problem = Problem::new(ProblemKind::UnknownCountry, position, message);
            self.problems.push(problem.with_help(help));
        }
    }

    fn partners(&mut self, node: &Node) {
        for item in node.items() {
            let partner = match item.as_str() {
                Some(name) => Some(Partner {
                    name: name.to_owned(),
                    sector: None,
                }),
                None => item
                    .get("name")
                    .and_then(|name| self.text("name", name))
                    .map(|name| {
                        let sector = item.get("sector").and_then(Node::as_str).map(Name::from);
                        Partner { name, sector }
                    }),
            };
            match partner {
                Some(partner) => self.front.partners.push(partner),
                None => self.complain(item, "a partner has no name"),
            }
        }
    }

    fn lang(&mut self, node: &Node) {
        let form = |text: &str| {
            let valid = text.len() <= 35
                && text.split('-').all(|part| {
                    (1..=8).contains(&part.len())
                        && part.bytes().all(|byte| byte.is_ascii_alphanumeric())
                })
                && (2..=3).contains(&text.split('-').next().unwrap_or("").len());
            valid.then(|| text.to_ascii_lowercase())
        };
        self.front.lang = self.value(Field::Lang, node, form).unwrap_or_default();
    }

    fn status(&mut self, node: &Node) {
        let Some(text) = self.text("status", node) else {
            return;
        };
        self.front.status = Status::from_name(&text);
        if self.front.status.is_some() {
            return;
        }
        let message = format!("“status: {text}” is not planned, ongoing, concluded or ended early");
        // Other programs say there that a page is not to be shown.
        let circle = VisibilityHint::Names.circle(&text);
        self.front.restrict(circle);
        match (circle, Status::meant(&text)) {
            (Visibility::Public, Some(meant)) => {
                let help = format!("did you mean “{}”?", meant.name());
                self.complain_with(node, message, help);
            }
            (Visibility::Public, None) => self.complain(node, message),
            _ => {
                let message = format!("{message}; the page is hidden");
                self.complain_with(node, message, VisibilityHint::Names.help(circle));
            }
        }
    }

    /// A visibility that cannot be read hides the page: the other way round a typing error would
    /// publish what was meant for members.
    fn visibility(&mut self, node: &Node) {
        let text = flat(node);
        match (node.as_str().map(str::trim), text.trim()) {
            (Some("public"), _) => {}
            (Some("members"), _) => self.front.restrict(Visibility::Members),
            (_, text) => {
                let circle = VisibilityHint::Visibility
                    .circle(text)
                    .max(Visibility::Members);
                let message = match text {
                    "" => "“visibility” has no value; the page is hidden".to_owned(),
                    _ => {
                        format!("“visibility: {text}” is not public or members; the page is hidden")
                    }
                };
                let help = match nearest(text, ["public", "members"]) {
                    Some(meant) => format!("did you mean “visibility: {meant}”?"),
                    None => VisibilityHint::Visibility.help(circle),
                };
                self.complain_with(node, message, help);
                self.front.restrict(circle);
            }
        }
    }

    /// Reads whether the page is not finished. What cannot be read hides it.
    fn draft(&mut self, node: &Node) {
        let text = flat(node);
        if !matches!(node.as_str().map(str::trim), Some("true" | "false")) {
            let hidden = match VisibilityHint::Draft.circle(&text) {
                Visibility::Public => "",
                _ => "; the page is hidden",
            };
            let value = if text.is_empty() {
                "without a value"
            } else {
                &text
            };
            let message = format!("“draft: {value}” is not true or false{hidden}");
            self.complain(node, message);
        }
        self.front.restrict(VisibilityHint::Draft.circle(&text));
    }

    fn references(&mut self, node: &Node, role: LinkRole) -> Vec<String> {
        let mut names = Vec::new();
        for (name, position) in self.placed("pages", node) {
            self.reference(&name, role, position);
            names.push(name);
        }
        names
    }

    /// Adds the link that a name makes.
    fn reference(&mut self, name: &str, role: LinkRole, position: Position) {
        let (target, fragment) = match name.split_once('#') {
            Some((target, fragment)) => (target, Some(fragment.to_owned())),
            None => (name, None),
        };
        self.links.push(Link {
            target: LinkTarget::Name(target.to_owned()),
            fragment,
            role,
            position,
        });
    }

    fn part(&mut self, node: &Node, key: &str) -> String {
        node.get(key)
            .and_then(|value| self.text(key, value))
            .unwrap_or_default()
    }

    fn sessions(&mut self, node: &Node) -> Vec<Session> {
        let mut sessions = Vec::new();
        for item in node.items() {
            let session = Session {
                id: self.part(item, "id"),
                title: self.part(item, "title"),
                summary: self.part(item, "summary"),
                day: self.part(item, "day"),
                starts: self.part(item, "starts"),
                ends: self.part(item, "ends"),
                track: self.part(item, "track"),
                room: self.part(item, "room"),
                format: self.part(item, "format"),
                basis: self.part(item, "basis"),
                chair: self.people(item, "chair"),
                speakers: self.people(item, "speakers"),
                rapporteur: self.people(item, "rapporteur"),
                audience: self.part(item, "audience"),
                questions: self.lines(item, "questions"),
                material: self.material(item),
                examples: self.examples(item),
                other: self.others(item, &agenda::KEYS),
                position: below_fence(item.position),
            };
            if session.title.is_empty() {
                self.complain(item, "a session has no title");
            }
            sessions.push(session);
        }
        sessions
    }

    fn lines(&mut self, node: &Node, key: &str) -> Vec<String> {
        let found = node.get(key).map(|node| self.texts(key, node));
        found.unwrap_or_default()
    }

    /// Reads what a session shows: pages and files, which are links, and addresses outside.
    fn material(&mut self, node: &Node) -> Vec<String> {
        let Some(node) = node.get("material") else {
            return Vec::new();
        };
        let mut names = Vec::new();
        for (name, position) in self.placed("material", node) {
            if !agenda::is_outside(&name) {
                self.reference(&name, LinkRole::Material, position);
            }
            names.push(name);
        }
        names
    }

    /// Reads the examples of a session: a name, or a map with a note and the version that is meant.
    fn examples(&mut self, node: &Node) -> Vec<Example> {
        let Some(node) = node.get("examples") else {
            return Vec::new();
        };
        if matches!(node.value, Value::Map(_)) {
            self.complain(node, "“examples” is not a list");
        }
        let mut examples = Vec::new();
        for item in node.items().iter().filter(|item| item.value != Value::Null) {
            let Some(example) = Example::read(item) else {
                let message = "an example cannot be read".to_owned();
                let help = "write the page, or “{ page: …, note: …, at: … }” with a whole commit";
                self.complain_with(item, message, help);
                continue;
            };
            let at = Example::named(item).map_or(item.position, |(node, _)| node.position);
            self.reference(&example.page, LinkRole::Example, below_fence(at));
            examples.push(example);
        }
        examples
    }

    fn days(&mut self, node: &Node) -> Vec<Day> {
        let mut days = Vec::new();
        for item in node.items() {
            let text = match item.as_str() {
                Some(text) => text.to_owned(),
                None => self.part(item, "date"),
            };
            let date = Date::parse(&text).filter(|date| date.day.is_some());
            if date.is_none() && !text.is_empty() {
                let message = format!("“{text}” is not a day such as 2018-04-17");
                self.complain(item.get("date").unwrap_or(item), message);
            }
            days.push(Day {
                date,
                title: self.part(item, "title"),
                starts: self.part(item, "starts"),
                ends: self.part(item, "ends"),
            });
        }
        days
    }

    /// Looks for what is wrong with the agenda, once all of it is read.
    fn agenda(&mut self, root: &Node) {
        let details = self.front.details();
        let found = agenda::check(root, &details.agenda, details.frame());
        self.problems.extend(found.into_iter().map(|mut problem| {
            problem.position = below_fence(problem.position);
            problem
        }));
    }

    /// Reads people, each a name, or a name with what else there is to say: `{ name: …, office: … }`.
    fn people(&mut self, node: &Node, key: &str) -> Vec<String> {
        let items = node.get(key).map(Node::items).unwrap_or_default();
        let mut people = Vec::new();
        for item in items {
            let said = item.entries().iter().map(|(_, value)| flat(value));
            match item.value {
                Value::Map(_) => people.push(said.collect::<Vec<_>>().join(", ")),
                _ => people.extend(self.text(key, item)),
            }
        }
        people
    }

    /// Returns what a part of the page says under keys that nobody reads there; one that was meant to
    /// be another is told.
    fn others(&mut self, node: &Node, known: &[&str]) -> Vec<(String, String)> {
        let mut others = Vec::new();
        for (key, value) in node.entries() {
            let name = key.as_str().unwrap_or("?");
            if known.contains(&name) {
                continue;
            }
            let meant = fields::meant(name, known.iter().copied());
            // Where the key that could be meant is there too, this is one of the group's own.
            if let Some(meant) =
                meant.filter(|meant| *meant == fields::fold(name) || node.get(meant).is_none())
            {
                let message = format!("“{name}” is not a key that is read here");
                let at = below_fence(key.position);
                let problem = Problem::new(ProblemKind::UnknownKey, at, message);
                self.problems
                    .push(problem.with_help(format!("did you mean “{meant}”?")));
            }
            others.push((name.to_owned(), flat(value)));
        }
        others
    }

    fn questions(&mut self, node: &Node, vocabulary: &Vocabulary) -> Vec<Question> {
        let mut questions = Vec::new();
        for item in node.items() {
            let question = Question {
                id: self.part(item, "id"),
                part: self.part(item, "part"),
                heading: self.part(item, "heading"),
                text: self.part(item, "text"),
                form: self.part(item, "type"),
                options: item
                    .get("options")
                    .map(|options| self.texts("options", options))
                    .unwrap_or_default(),
                topics: self.topics(item, vocabulary),
            };
            if question.text.is_empty() {
                self.complain(item, "a question has no text");
            }
            questions.push(question);
        }
        questions
    }

    /// Reads what a question asks about: its `challenge`, and terms under the keys of facets.
    fn topics(&mut self, node: &Node, vocabulary: &Vocabulary) -> Vec<Topic> {
        let mut topics = Vec::new();
        for facet in &vocabulary.facets {
            let singular = (facet.key == COLUMNS).then(|| node.get("challenge"));
            let said = [singular.flatten(), node.get(&facet.key)];
            for value in said.into_iter().flatten() {
                for (term, position) in self.placed(&facet.key, value) {
                    if facet.term(&term).is_none() {
                        self.unknown_term(facet, &term, position);
                        continue;
                    }
                    topics.push(Topic {
                        facet: Name::from(facet.key.as_str()),
                        term: Name::from(term.as_str()),
                    });
                }
            }
        }
        topics
    }

    /// Says that the vocabulary lacks a term, and which one may be meant.
    fn unknown_term(&mut self, facet: &Facet, term: &str, position: Position) {
        let message = format!("unknown {} “{term}”", facet.label.to_lowercase());
        let ids = || facet.terms.iter().map(|term| term.id.as_str());
        let help = match facet.meant(term) {
            Some(meant) => format!("did you mean “{meant}”?"),
            None if (1..=NAMED_TERMS).contains(&ids().count()) => {
                format!("the terms are {}", ids().collect::<Vec<_>>().join(", "))
            }
            None => format!("the vocabulary defines the terms of {}", facet.key),
        };
        let problem = Problem::new(ProblemKind::UnknownTerm, position, message);
        self.problems.push(problem.with_help(help));
    }

    /// Says that pages are no longer to be tagged with a term, and what took its place.
    fn retired_term(&mut self, facet: &Facet, term: &Term, position: Position) {
        let message = format!(
            "the {} “{}” is retired",
            facet.label.to_lowercase(),
            term.id
        );
        let help = match &term.replaced_by {
            Some(by) => format!("write “{by}” in its place"),
            None => "take it out, or choose another".to_owned(),
        };
        let problem = Problem::new(ProblemKind::RetiredTerm, position, message);
        self.problems.push(problem.with_help(help));
    }

    fn chapters(&mut self, node: &Node) -> Vec<Chapter> {
        let mut chapters = Vec::new();
        for item in node.items() {
            let mut chapter = Chapter {
                title: self.part(item, "title"),
                summary: self.part(item, "summary"),
                pages: Vec::new(),
            };
            if chapter.title.is_empty() {
                self.complain(item, "a chapter has no title");
            }
            if let Some(pages) = item.get("pages") {
                chapter.pages = self.references(pages, LinkRole::Chapter);
            }
            chapters.push(chapter);
        }
        chapters
    }

    /// Reads the terms of every facet of the vocabulary.
    fn tags(&mut self, root: &Node, vocabulary: &Vocabulary) {
        for facet in &vocabulary.facets {
            let mut nodes = Vec::new();
            match facet.from.as_deref().unwrap_or(&facet.key).split_once('.') {
                None => nodes.extend(root.get(facet.from.as_deref().unwrap_or(&facet.key))),
                Some((list, key)) => {
                    let items = root.get(list).map(Node::items).unwrap_or_default();
                    nodes.extend(items.iter().filter_map(|item| item.get(key)));
                }
            }
            for node in nodes {
                for (term, position) in self.placed(&facet.key, node) {
                    match facet.term(&term) {
                        None => self.unknown_term(facet, &term, position),
                        Some(known) if known.is_retired() => {
                            self.retired_term(facet, known, position);
                        }
                        Some(_) => {}
                    }
                    let known = self.front.tags.iter();
                    if !known
                        .clone()
                        .any(|tag| tag.facet == facet.key && tag.term == term)
                    {
                        self.front.tags.push(Tag {
                            facet: facet.key.as_str().into(),
                            term: term.into(),
                            position,
                        });
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(yaml: &str) -> (FrontMatter, Vec<Link>, Vec<Problem>) {
        let vocabulary = "[[facet]]\nkey = \"challenges\"\nlabel = \"Challenge\"\n[[facet.term]]\n\
                          id = \"confidentiality-and-data-sharing\"\nlabel = \"C\"\n[[facet]]\n\
                          key = \"sectors\"\nlabel = \"Sector\"\nfrom = \"partners.sector\"\n\
                          [[facet.term]]\nid = \"private\"\nlabel = \"Private\"\n";
        let (vocabulary, problems) = Vocabulary::parse(vocabulary);
        assert_eq!(problems, []);
        let (mut links, mut problems) = (Vec::new(), Vec::new());
        let reading = FrontMatter::parse(yaml, &vocabulary, &mut links, &mut problems);
        (reading.front, links, problems)
    }

    #[test]
    fn a_misspelt_term_is_named_with_its_place() {
        let (_, _, problems) = read("title: A\nkind: page\nchallenges: [confidentialty]\n");
        let found: Vec<String> = problems
            .iter()
            .map(|problem| format!("{}: {}", problem.position, problem.message))
            .collect();
        assert_eq!(found, ["4:14: unknown challenge “confidentialty”"]);
        assert!(
            problems[0]
                .help
                .as_deref()
                .unwrap()
                .contains("confidentiality-and-data-sharing")
        );
    }

    #[test]
    fn partners_give_their_sector_to_the_facet() {
        let (front, _, problems) = read("partners:\n  - { name: Positium, sector: private }\n");
        assert_eq!(problems, []);
        assert_eq!(front.partners[0].name, "Positium");
        assert_eq!(front.terms("sectors").collect::<Vec<_>>(), ["private"]);
    }

    #[test]
    fn what_cannot_be_read_costs_itself() {
        let (front, links, problems) = read(
            "title: [a]\nkind: case study\ncountries: [Estonia, EE]\nperiod: soon\nother: [1, b]\n\
             drawn_from: [cases/a#x]\nvisibility: member\nsessions: [{title: T, examples: [b]}]\n",
        );
        assert_eq!(front.title, None);
        assert_eq!(front.countries, ["EE"]);
        assert_eq!(front.other, [("other".to_owned(), "1, b".to_owned())]);
        assert_eq!(front.visibility, Visibility::Members);
        assert_eq!(links.len(), 2);
        assert_eq!(problems.len(), 5, "{problems:#?}");
        assert!(problems[1].help.as_deref().unwrap().contains("case-study"));
        assert!(problems[2].help.as_deref().unwrap().contains("EE"));
    }

    fn whole(source: &str) -> (Reading, Vec<Problem>) {
        let mut problems = Vec::new();
        let parts = split(source, &mut problems);
        let vocabulary = Vocabulary::default();
        let reading = FrontMatter::read(parts, &vocabulary, &mut Vec::new(), &mut problems);
        (reading, problems)
    }

    #[test]
    fn front_matter_that_cannot_be_read_hides_the_page_if_it_says_who_it_is_for() {
        let of = |yaml: &str| read(yaml).0.visibility;
        assert_eq!(of("title: [a\nvisibility: members\n"), Visibility::Members);
        assert_eq!(of("title: [a\n"), Visibility::Public);
        assert_eq!(of("title: [a\ndraft: true\n"), Visibility::Draft);
        let whole = |text: &str| whole(text).0.front.visibility;
        let open = "---\ntitle: a\nvisibility: members\n\nText\n";
        assert_eq!(whole(open), Visibility::Members);
        let gap = "---\ntitle: a\n\nvisibility: members\n\nText\n";
        assert_eq!(whole(gap), Visibility::Members);
        assert_eq!(whole("---\n\nvisibility is poor\n"), Visibility::Public);
    }

    #[test]
    fn a_key_that_could_say_who_the_page_is_for_is_an_error_and_hides_it() {
        use Visibility::{Draft, Members, Public};
        for (yaml, circle, help) in [
            ("Visibility: members", Members, "visibility: members"),
            ("visiblity: members", Members, "visibility: members"),
            ("Visibility: public", Public, "“visibility”"),
            ("VISIBILITY: draft", Draft, "draft: true"),
            ("vis\u{AD}ibility: members", Members, "visibility: members"),
            ("Draft: true", Draft, "“draft”"),
            ("drafts: [x]", Draft, "“draft”"),
            ("Draft: false", Public, "“draft”"),
            ("private: true", Members, "visibility: members"),
            ("published: false", Members, "visibility: members"),
            ("access: members", Members, "visibility: members"),
            ("wip: yes", Draft, "draft: true"),
            ("visibility: Members", Members, "visibility: members"),
            ("visibility: draft", Draft, "draft: true"),
            ("visibility: [members]", Members, ""),
            ("visibility:", Members, "visibility: members"),
            ("draft: yes", Draft, ""),
            ("draft:", Draft, ""),
            ("draft: no", Public, ""),
            ("status: draft", Draft, "draft: true"),
            (
                "meta:\n  visibility: members",
                Members,
                "beginning of a line",
            ),
            ("list:\n  - draft: true", Draft, "beginning of a line"),
            (
                "note: |\n  text\n  visibility: members",
                Members,
                "beginning of the line",
            ),
            (
                "visibility: public\nVisibility: members",
                Members,
                "visibility: members",
            ),
        ] {
            let (front, _, problems) = read(&format!("title: T\n{yaml}\n"));
            assert_eq!(front.visibility, circle, "{yaml}");
            assert_eq!(problems.len(), 1, "{yaml}: {problems:#?}");
            assert_eq!(problems[0].kind, ProblemKind::FrontMatter, "{yaml}");
            let said = problems[0].help.as_deref().unwrap_or("");
            assert!(said.contains(help), "{yaml}: {said}");
            let hides = problems[0].message.contains("the page is hidden");
            assert_eq!(hides, circle > Public, "{yaml}: {}", problems[0].message);
        }
        for (yaml, circle) in [
            ("visibility: members", Members),
            ("visibility: \"members\"", Members),
            ("visibility: public", Public),
            ("draft: true", Draft),
            ("draft: false", Public),
            ("draft: true\nvisibility: members", Draft),
            ("draft: false\nvisibility: members", Members),
            ("published: 2024-05-01", Public),
            ("private: false", Public),
            ("partners:\n  - {name: P, sector: private}", Public),
            ("answers: {draft: true}", Public),
            ("# visibility: members", Public),
            ("codename: bluebird", Public),
        ] {
            let (front, _, problems) = read(&format!("title: T\n{yaml}\n"));
            assert_eq!(problems, [], "{yaml}");
            assert_eq!(front.visibility, circle, "{yaml}");
        }
    }

    #[test]
    fn a_key_that_was_meant_to_be_another_is_a_warning() {
        for (yaml, meant) in [
            ("Title: A", "title"),
            ("sumary: s", "summary"),
            ("chalenges: [x]", "challenges"),
            ("drawn-from: [x]", "drawn_from"),
        ] {
            let (_, _, problems) = read(yaml);
            assert_eq!(problems.len(), 1, "{yaml}: {problems:#?}");
            assert_eq!(problems[0].kind, ProblemKind::UnknownKey, "{yaml}");
            assert_eq!(problems[0].position, Position { line: 2, column: 1 });
            let help = problems[0].help.as_deref().unwrap();
            assert_eq!(help, format!("did you mean “{meant}”?"));
        }
        assert_eq!(read("data: x\ndate: 2024\n").2, []);
    }

    #[test]
    fn no_key_of_a_session_disappears() {
        let (front, _, problems) = read(
            "sessions:\n  - title: T\n    chair: Ada\n    speakers: [Bo, {name: Cy, office: INSEE}]\n\
             \x20   room: XIX\n    speaker: Di\n    sumary: s\n",
        );
        let session = &front.details().agenda.sessions[0];
        assert_eq!(session.chair, ["Ada"]);
        assert_eq!(session.speakers, ["Bo", "Cy, INSEE"]);
        let keys: Vec<&str> = session.other.iter().map(|(key, _)| key.as_str()).collect();
        assert_eq!(session.room, "XIX");
        assert_eq!(keys, ["speaker", "sumary"]);
        // “speaker” may be a key of the group's own, because the speakers are there too.
        assert_eq!(problems.len(), 1, "{problems:#?}");
        assert_eq!(problems[0].position.line, 8);
        let help = problems[0].help.as_deref();
        assert_eq!(help, Some("did you mean “summary”?"));
    }

    #[test]
    fn a_question_names_its_challenge() {
        let (front, _, problems) = read(
            "questions:\n  - {text: A, challenge: confidentiality-and-data-sharing}\n\
             \x20 - {text: B, challenge: confidentialty}\n",
        );
        let questions = &front.details().questions;
        assert_eq!(questions[0].topics.len(), 1);
        assert_eq!(questions[1].topics, []);
        assert_eq!(problems.len(), 1, "{problems:#?}");
        assert_eq!(problems[0].message, "unknown challenge “confidentialty”");
    }

    #[test]
    fn front_matter_elsewhere_is_an_error_with_its_line() {
        let (reading, problems) = whole("\n---\ntitle: a\nvisibility: members\n---\nText\n");
        assert_eq!(reading.front.visibility, Visibility::Members);
        assert!(reading.unreadable);
        assert_eq!(problems.len(), 1, "{problems:#?}");
        assert_eq!(problems[0].position.line, 2);
        let late = "---\ntitle: a\n---\n---\nvisibility: members\n---\nText\n";
        let (reading, problems) = whole(late);
        assert_eq!(reading.front.visibility, Visibility::Members);
        assert_eq!(reading.front.title.as_deref(), Some("a"));
        assert_eq!(problems[0].position.line, 4);
        let (reading, problems) = whole("---\rtitle: a\rvisibility: members\r---\rText\r");
        assert_eq!(reading.front.visibility, Visibility::Members);
        assert_eq!(reading.front.title.as_deref(), Some("a"));
        assert_eq!(problems.len(), 1, "{problems:#?}");
    }

    #[test]
    fn files_are_divided_at_the_hyphens() {
        let mut problems = Vec::new();
        let parts = split("---\r\ntitle: a\r\n---\r\nText\n", &mut problems);
        assert_eq!(parts.yaml, Some("title: a\r\n"));
        assert_eq!((parts.body, parts.body_line), ("Text\n", 3));
        assert_eq!(split("no front\n---\n", &mut problems).yaml, None);
        assert_eq!(problems, []);
        assert_eq!(split("---\ntitle: a\n", &mut problems).yaml, None);
        assert_eq!(problems.len(), 1);
    }
}
