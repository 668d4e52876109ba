//! Front matter: what a page says of itself, read from YAML into typed values.
//!
//! Nothing here fails: what cannot be read is left out and becomes a problem with its place.

use serde::{Deserialize, Serialize};

use crate::domain::country;
use crate::domain::date::{Date, Period};
use crate::domain::kind::{Kind, Status};
use crate::domain::link::{Link, LinkRole, LinkTarget};
use crate::domain::name::Name;
use crate::domain::problem::{Position, Problem, ProblemKind};
use crate::domain::suggestion::nearest;
use crate::domain::visibility::Visibility;
use crate::domain::vocabulary::{Tag, Vocabulary};
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
    /// Who the page is for.
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
    pub sessions: Vec<Session>,
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
        (1..=self.sessions.len()).map(|number| format!("c-session-{number}"))
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

/// One part of an event's agenda. The links of its examples are in the page's links.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Session {
    /// The title.
    pub title: String,
    /// What it is about.
    pub summary: String,
    /// The day of the event, from 1, or a date.
    pub day: String,
    /// When it begins, as written.
    pub starts: String,
    /// When it ends, as written.
    pub ends: String,
    /// Plenary, break-out and the like.
    pub format: String,
    /// How well the session is documented.
    pub basis: String,
    /// The examples, as named.
    pub examples: Vec<String>,
}

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
    let mut lines = source.split_inclusive('\n');
    let Some(first) = lines.next().filter(|line| line.trim_end() == "---") else {
        return all;
    };
    let mut offset = first.len();
    for (number, line) in lines.enumerate() {
        if matches!(line.trim_end(), "---" | "...") {
            return Parts {
                yaml: Some(&source[first.len()..offset]),
                body: &source[offset + line.len()..],
                body_line: number as u32 + 2,
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

impl FrontMatter {
    /// Reads the YAML of a page. The links that it makes are added to `links`, what is wrong to
    /// `problems`.
    pub fn parse(
        yaml: &str,
        vocabulary: &Vocabulary,
        links: &mut Vec<Link>,
        problems: &mut Vec<Problem>,
    ) -> Self {
        let root = match yaml::parse(yaml) {
            Ok(root) => root,
            Err(error) => {
                let message = format!("the front matter is not valid YAML: {}", error.message);
                problems.push(
                    Problem::new(
                        ProblemKind::FrontMatter,
                        below_fence(error.position),
                        message,
                    )
                    .with_help("check the indentation, and put text with a colon in quotes"),
                );
                return Self::unreadable(yaml.contains("visibility"));
            }
        };
        let mut reader = Reader {
            links,
            problems,
            front: Self::default(),
        };
        match &root.value {
            Value::Null => {}
            Value::Map(entries) => {
                for (key, node) in entries {
                    let known = reader.read(key.as_str().unwrap_or(""), node);
                    let facet = key.as_str().is_some_and(|key| {
                        vocabulary
                            .facets
                            .iter()
                            .any(|facet| facet.from.is_none() && facet.key == key)
                    });
                    if !known && !facet {
                        let name = key.as_str().unwrap_or("?").to_owned();
                        reader.front.other.push((name, flat(node)));
                    }
                }
                reader.tags(&root, vocabulary);
            }
            Value::Scalar(_) | Value::List(_) => {
                reader.complain(&root, "the front matter is not a list of keys and values");
            }
        }
        reader.front
    }

    /// Returns what a text without front matter says of itself. That is nothing; but where it
    /// begins with front matter that is never closed, it may have meant to hide the page.
    pub fn without(text: &str) -> Self {
        let mut lines = text.lines();
        let opened = lines.next().is_some_and(|line| line.trim_end() == "---");
        let mut above = lines.take_while(|line| !line.trim().is_empty());
        Self::unreadable(opened && above.any(|line| line.starts_with("visibility")))
    }

    /// Returns front matter of which no more can be told than whether it says who the page is for.
    /// If so, the page is hidden, as for a visibility that cannot be read.
    fn unreadable(restricted: bool) -> Self {
        Self {
            visibility: if restricted {
                Visibility::Members
            } else {
                Visibility::Public
            },
            ..Self::default()
        }
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
fn below_fence(position: Position) -> Position {
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

struct Reader<'a> {
    links: &'a mut Vec<Link>,
    problems: &'a mut Vec<Problem>,
    front: FrontMatter,
}

impl Reader<'_> {
    /// Reads one key; returns whether it is one that Concord knows.
    fn read(&mut self, key: &str, node: &Node) -> bool {
        match key {
            "title" => self.front.title = self.text(key, node),
            "summary" => self.front.summary = self.text(key, node),
            "kind" => self.kind(node),
            "countries" => self.countries(node),
            "organisations" => self.front.organisations = self.texts(key, node),
            "partners" => self.partners(node),
            "period" => {
                self.front.period = self.value(key, node, Period::parse, "2008/2019 or 2020-03/");
            }
            "status" => {
                let choice = "planned, ongoing, concluded or ended early";
                self.front.status = self.value(key, node, Status::from_name, choice);
            }
            "sources" => self.front.sources = self.placed(key, node),
            "lang" => self.lang(node),
            "visibility" => self.visibility(node),
            "aliases" => self.front.aliases = self.placed(key, node),
            "authors" => self.front.authors = self.texts(key, node),
            "citation" => self.front.citation = self.placed(key, node).into_iter().next(),
            "drawn_from" => drop(self.references(node, LinkRole::DrawnFrom)),
            "translation_of" => drop(self.references(node, LinkRole::Translation)),
            "survey" => drop(self.references(node, LinkRole::Survey)),
            "url" | "owner" | "starts" | "ends" | "place" | "date" | "with" | "sessions"
            | "questions" | "answers" | "chapters" => self.detail(key, node),
            _ => return false,
        }
        true
    }

    fn detail(&mut self, key: &str, node: &Node) {
        let mut details = self.front.details.take().unwrap_or_default();
        match key {
            "url" => {
                let web = |text: &str| {
                    let lower = text.to_ascii_lowercase();
                    let valid = lower.starts_with("https://") || lower.starts_with("http://");
                    valid.then(|| text.to_owned())
                };
                details.url = self.value(key, node, web, "an address that begins with https://");
            }
            "owner" => details.owner = self.text(key, node),
            "place" => details.place = self.text(key, node),
            "with" => details.with = self.text(key, node),
            "starts" => details.starts = self.date(key, node),
            "ends" => details.ends = self.date(key, node),
            "date" => details.date = self.date(key, node),
            "sessions" => details.sessions = self.sessions(node),
            "questions" => details.questions = self.questions(node),
            "chapters" => details.chapters = self.chapters(node),
            _ => {
                let entries = node.entries().iter();
                details.answers = entries
                    .map(|(key, value)| (flat(key), flat(value)))
                    .collect();
            }
        }
        self.front.details = Some(details);
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

    /// Reads a value with a form of its own; `form` says in words what is expected.
    fn value<T>(
        &mut self,
        key: &str,
        node: &Node,
        parse: impl Fn(&str) -> Option<T>,
        form: &str,
    ) -> Option<T> {
        let text = self.text(key, node)?;
        let value = parse(&text);
        if value.is_none() {
            self.complain(node, format!("“{key}: {text}” is not {form}"));
        }
        value
    }

    fn date(&mut self, key: &str, node: &Node) -> Option<Date> {
        self.value(
            key,
            node,
            Date::parse,
            "a date such as 2018, 2018-04 or 2018-04-17",
        )
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
        self.front.lang = self
            .value("lang", node, form, "a language code such as en or fr")
            .unwrap_or_default();
    }

    /// A visibility that cannot be read hides the page: the other way round a typing error would
    /// publish what was meant for members.
    fn visibility(&mut self, node: &Node) {
        let form = |text: &str| match text {
            "public" => Some(Visibility::Public),
            "members" => Some(Visibility::Members),
            _ => None,
        };
        let read = self.value(
            "visibility",
            node,
            form,
            "public or members; the page is hidden",
        );
        self.front.visibility = read.unwrap_or(Visibility::Members);
    }

    fn references(&mut self, node: &Node, role: LinkRole) -> Vec<String> {
        let mut names = Vec::new();
        for (name, position) in self.placed("pages", node) {
            let (target, fragment) = match name.split_once('#') {
                Some((target, fragment)) => (target.to_owned(), Some(fragment.to_owned())),
                None => (name.clone(), None),
            };
            let target = LinkTarget::Name(target);
            self.links.push(Link {
                target,
                fragment,
                role,
                position,
            });
            names.push(name);
        }
        names
    }

    fn part(&mut self, node: &Node, key: &str) -> String {
        node.get(key)
            .and_then(|value| self.text(key, value))
            .unwrap_or_default()
    }

    fn sessions(&mut self, node: &Node) -> Vec<Session> {
        let mut sessions = Vec::new();
        for item in node.items() {
            let mut session = Session {
                title: self.part(item, "title"),
                summary: self.part(item, "summary"),
                day: self.part(item, "day"),
                starts: self.part(item, "starts"),
                ends: self.part(item, "ends"),
                format: self.part(item, "format"),
                basis: self.part(item, "basis"),
                examples: Vec::new(),
            };
            if session.title.is_empty() {
                self.complain(item, "a session has no title");
            }
            if let Some(examples) = item.get("examples") {
                session.examples = self.references(examples, LinkRole::Example);
            }
            sessions.push(session);
        }
        sessions
    }

    fn questions(&mut self, node: &Node) -> Vec<Question> {
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
            };
            if question.text.is_empty() {
                self.complain(item, "a question has no text");
            }
            questions.push(question);
        }
        questions
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
                    if facet.term(&term).is_none() {
                        let message = format!("unknown {} “{term}”", facet.label.to_lowercase());
                        let ids = facet.terms.iter().map(|term| term.id.as_str());
                        let help = match nearest(&term, ids) {
                            Some(meant) => format!("did you mean “{meant}”?"),
                            None => format!("the vocabulary defines the terms of {}", facet.key),
                        };
                        let problem = Problem::new(ProblemKind::UnknownTerm, position, message);
                        self.problems.push(problem.with_help(help));
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
        let front = FrontMatter::parse(yaml, &vocabulary, &mut links, &mut problems);
        (front, links, problems)
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

    #[test]
    fn front_matter_that_cannot_be_read_hides_the_page_if_it_says_who_it_is_for() {
        let of = |yaml: &str| read(yaml).0.visibility;
        assert_eq!(of("title: [a\nvisibility: members\n"), Visibility::Members);
        assert_eq!(of("title: [a\n"), Visibility::Public);
        let without = |text: &str| FrontMatter::without(text).visibility;
        let open = "---\ntitle: a\nvisibility: members\n\nText\n";
        assert_eq!(without(open), Visibility::Members);
        assert_eq!(without("---\n\nvisibility is poor\n"), Visibility::Public);
        assert_eq!(without("visibility: members\n"), Visibility::Public);
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
