//! Reads the front matter of a divided file, and looks for front matter that stands elsewhere.

use std::collections::HashMap;

use crate::domain::front_matter::matter::FrontMatter;
use crate::domain::front_matter::parts::{Parts, below_fence, line_of};
use crate::domain::front_matter::reader::Reader;
use crate::domain::link::Link;
use crate::domain::misplaced;
use crate::domain::problem::{Position, Problem, ProblemKind};
use crate::domain::visibility::Visibility;
use crate::domain::vocabulary::Vocabulary;
use crate::domain::yaml::{self, Value};

/// Front matter, and whether it was there and could be read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reading {
    /// The front matter of the page.
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
    pub(super) fn parse(
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
            reader.report(&root, "the front matter is not a list of keys and values");
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
}
