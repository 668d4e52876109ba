//! The values that every page may have: kind, countries, partners, language, status and visibility.

use crate::domain::country;
use crate::domain::fields::{Field, VisibilityHint};
use crate::domain::front_matter::matter::Partner;
use crate::domain::front_matter::parts::below_fence;
use crate::domain::front_matter::reader::{Reader, flat};
use crate::domain::kind::{Kind, Status};
use crate::domain::name::Name;
use crate::domain::problem::{Problem, ProblemKind};
use crate::domain::suggestion::nearest;
use crate::domain::visibility::Visibility;
use crate::domain::yaml::Node;

impl Reader<'_> {
    pub(super) fn kind(&mut self, node: &Node) {
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

    pub(super) fn countries(&mut self, node: &Node) {
        for (code, position) in self.with_positions("countries", node) {
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

    pub(super) fn partners(&mut self, node: &Node) {
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
                None => self.report(item, "a partner has no name"),
            }
        }
    }

    pub(super) fn lang(&mut self, node: &Node) {
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

    pub(super) fn status(&mut self, node: &Node) {
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
                self.report_with_help(node, message, help);
            }
            (Visibility::Public, None) => self.report(node, message),
            _ => {
                let message = format!("{message}; the page is hidden");
                self.report_with_help(node, message, VisibilityHint::Names.help(circle));
            }
        }
    }

    /// A visibility that cannot be read hides the page: the other way round a typing error would
    /// publish what was meant for members.
    pub(super) fn visibility(&mut self, node: &Node) {
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
                self.report_with_help(node, message, help);
                self.front.restrict(circle);
            }
        }
    }

    /// Reads whether the page is not finished. What cannot be read hides it.
    pub(super) fn draft(&mut self, node: &Node) {
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
            self.report(node, message);
        }
        self.front.restrict(VisibilityHint::Draft.circle(&text));
    }
}
