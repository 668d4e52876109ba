//! Keys that are not known, stand too deep or were swallowed by the text of another.

use std::collections::HashMap;

use crate::domain::fields::{self, Field, VisibilityHint};
use crate::domain::front_matter::parts::below_fence;
use crate::domain::front_matter::reader::{Reader, flat};
use crate::domain::problem::{Position, Problem, ProblemKind};
use crate::domain::visibility::Visibility;
use crate::domain::vocabulary::Vocabulary;
use crate::domain::yaml::{Node, Value};

impl Reader<'_> {
    /// Looks at a key that Concord gives no meaning to: it may be a slip, or say in another
    /// program's words that the page is to be hidden.
    pub(super) fn check_key(
        &mut self,
        key: &Node,
        node: &Node,
        root: &Node,
        vocabulary: &Vocabulary,
    ) {
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
                self.report_with_help(key, message, ask.help(circle));
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
    /// of sessions have the same few keys: `hints` remembers what each asks for.
    pub(super) fn nested<'n>(
        &mut self,
        node: &'n Node,
        depth: usize,
        hints: &mut HashMap<&'n str, Option<VisibilityHint>>,
    ) {
        let items: &[Node] = match &node.value {
            Value::List(items) => items,
            _ => &[],
        };
        for item in items {
            self.nested(item, depth + 1, hints);
        }
        for (key, value) in node.entries() {
            let name = key.as_str().unwrap_or("");
            if depth > 0 {
                let ask = *hints
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
                    self.report_with_help(key, message, "move it to the beginning of a line");
                    self.front.restrict(circle);
                }
            }
            // The answers to a survey go by the ids of its questions.
            if depth > 0 || name != Field::Answers.key() {
                self.nested(value, depth + 1, hints);
            }
        }
    }

    /// Finds lines that say who the page is for and have become part of a text above them.
    pub(super) fn swallowed(&mut self, yaml: &str, root: &Node) {
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
