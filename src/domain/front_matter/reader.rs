//! The reader of front matter: hands each key to what reads its value, and reads plain values.

use crate::domain::date::{Date, Period};
use crate::domain::fields::{self, Field};
use crate::domain::front_matter::matter::FrontMatter;
use crate::domain::front_matter::parts::below_fence;
use crate::domain::link::{Link, LinkRole, LinkTarget};
use crate::domain::problem::{Position, Problem, ProblemKind};
use crate::domain::vocabulary::Vocabulary;
use crate::domain::yaml::{Node, Value};

pub(super) struct Reader<'a> {
    pub(super) links: &'a mut Vec<Link>,
    pub(super) problems: &'a mut Vec<Problem>,
    pub(super) front: FrontMatter,
}

impl Reader<'_> {
    /// Reads every key.
    pub(super) fn entries(&mut self, root: &Node, vocabulary: &Vocabulary) {
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
            Field::Sources => self.front.sources = self.with_positions(key, node),
            Field::Lang => self.lang(node),
            Field::Visibility => self.visibility(node),
            Field::Draft => self.draft(node),
            Field::Aliases => self.front.aliases = self.with_positions(key, node),
            Field::Authors => self.front.authors = self.texts(key, node),
            Field::Citation => {
                self.front.citation = self.with_positions(key, node).into_iter().next();
            }
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

    pub(super) fn report_with_help(
        &mut self,
        node: &Node,
        message: String,
        help: impl Into<String>,
    ) {
        let position = below_fence(node.position);
        let problem = Problem::new(ProblemKind::FrontMatter, position, message);
        self.problems.push(problem.with_help(help));
    }

    pub(super) fn report(&mut self, node: &Node, message: impl Into<String>) {
        let position = below_fence(node.position);
        self.problems
            .push(Problem::new(ProblemKind::FrontMatter, position, message));
    }

    pub(super) fn text(&mut self, key: &str, node: &Node) -> Option<String> {
        match &node.value {
            Value::Scalar(text) if !text.trim().is_empty() => {
                Some(text.split_whitespace().collect::<Vec<_>>().join(" "))
            }
            Value::Scalar(_) | Value::Null => None,
            Value::List(_) | Value::Map(_) => {
                self.report(node, format!("“{key}” is not a text"));
                None
            }
        }
    }

    pub(super) fn with_positions(&mut self, key: &str, node: &Node) -> Vec<(String, Position)> {
        if matches!(node.value, Value::Map(_)) {
            self.report(node, format!("“{key}” is not a list"));
        }
        let mut texts = Vec::new();
        for item in node.items() {
            if let Some(text) = self.text(key, item) {
                texts.push((text, below_fence(item.position)));
            }
        }
        texts
    }

    pub(super) fn texts(&mut self, key: &str, node: &Node) -> Vec<String> {
        self.with_positions(key, node)
            .into_iter()
            .map(|(text, _)| text)
            .collect()
    }

    /// Reads a value with a form of its own.
    pub(super) fn value<T>(
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
                    self.report_with_help(node, message, format!("did you mean “{meant}”?"));
                }
                None => self.report(node, message),
            }
        }
        value
    }

    pub(super) fn references(&mut self, node: &Node, role: LinkRole) -> Vec<String> {
        let mut names = Vec::new();
        for (name, position) in self.with_positions("pages", node) {
            self.reference(&name, role, position);
            names.push(name);
        }
        names
    }

    /// Adds the link that a name makes.
    pub(super) fn reference(&mut self, name: &str, role: LinkRole, position: Position) {
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

    pub(super) fn part(&mut self, node: &Node, key: &str) -> String {
        node.get(key)
            .and_then(|value| self.text(key, value))
            .unwrap_or_default()
    }

    pub(super) fn lines(&mut self, node: &Node, key: &str) -> Vec<String> {
        let found = node.get(key).map(|node| self.texts(key, node));
        found.unwrap_or_default()
    }

    /// Reads people, each a name, or a name with what else there is to say: `{ name: …, office: … }`.
    pub(super) fn people(&mut self, node: &Node, key: &str) -> Vec<String> {
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
    pub(super) fn others(&mut self, node: &Node, known: &[&str]) -> Vec<(String, String)> {
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
}

/// Writes a value that has no meaning to Concord as text.
pub(super) fn flat(node: &Node) -> String {
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
