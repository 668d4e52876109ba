//! Templates: the files from which pages of a kind are begun, by the vocabulary's `[templates]`.
//!
//! A template is written like the page it becomes, so that a copy of it is a page. It is none itself
//! only because the vocabulary names its file.

use crate::domain::file_role::FileRole;
use crate::domain::kind::Kind;
use crate::domain::problem::{Position, Problem, ProblemKind};
use crate::domain::suggestion::nearest;

/// The file from which pages of a kind are begun.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Template {
    /// The kind.
    pub kind: Kind,
    /// The file, in the content folder.
    pub file: String,
    /// The position where the vocabulary names it.
    pub position: Position,
}

impl Template {
    /// Reads an entry of `[templates]`, or says what is wrong with it.
    pub(super) fn of(name: &str, file: &str, position: Position) -> Result<Self, Problem> {
        let problem = |message: String| Problem::new(ProblemKind::Vocabulary, position, message);
        let Some(kind) = Kind::from_name(name) else {
            let names = Kind::ALL.map(Kind::name);
            let help = match nearest(name, names) {
                Some(meant) => format!("did you mean “{meant}”?"),
                None => format!("the kinds are {}", names.join(", ")),
            };
            let message = format!("there is no kind “{name}” to have a template");
            return Err(problem(message).with_help(help));
        };
        match FileRole::of(file) {
            FileRole::Page(_) => Ok(Self {
                kind,
                file: file.to_owned(),
                position,
            }),
            _ => {
                let message = format!("the template “{file}” cannot be a page when it is copied");
                let help = "name a file of the content folder that ends in .md";
                Err(problem(message).with_help(help))
            }
        }
    }

    /// Returns the address that shows it.
    pub fn address(&self) -> String {
        let stem = self.file.strip_suffix(".md").unwrap_or(&self.file);
        crate::domain::path::encode_address(stem)
    }

    /// Says that it is not there.
    pub fn missing(&self) -> Problem {
        let message = format!("there is no file “{}” to be a template", self.file);
        let problem = Problem::new(ProblemKind::Vocabulary, self.position, message);
        problem.with_help("add the file, or take the line away")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::vocabulary::Vocabulary;

    #[test]
    fn a_template_has_a_kind_and_a_file_that_can_be_a_page() {
        let text = "[templates]\nlesson = \"t/lesson.md\"\nleson = \"t/other.md\"\n\
                    event = \"t/event.txt\"\npage = \"../page.md\"\n";
        let (vocabulary, problems) = Vocabulary::parse(text);
        let template = vocabulary.template(Kind::Lesson).unwrap();
        assert_eq!(
            (template.file.as_str(), template.position.line),
            ("t/lesson.md", 2)
        );
        assert_eq!(template.address(), "/t/lesson");
        assert!(vocabulary.is_template("t/lesson.md") && !vocabulary.is_template("t/other.md"));
        assert_eq!(vocabulary.templates.len(), 1);
        let lines: Vec<u32> = problems.iter().map(|one| one.position.line).collect();
        assert_eq!(lines, [3, 4, 5], "{problems:#?}");
        let help = problems[0].help.as_deref();
        assert_eq!(help, Some("did you mean “lesson”?"));
    }
}
