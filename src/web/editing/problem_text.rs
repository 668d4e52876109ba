//! Problems of a draft, in the words of the check: beside their fields, and on lines.

use crate::domain::Problem;
use crate::domain::form::key_at;
use crate::web::editing::editor_state::EditorState;

/// Puts problems beside the fields that they are about.
pub(super) fn sort(problems: &[Problem], text: &str, state: &mut EditorState) {
    for problem in problems {
        let key = key_at(text, problem.position.line).unwrap_or_default();
        let said = match key.as_str() {
            "" => format!("{}: {}", problem.position, sentence(problem)),
            _ => sentence(problem),
        };
        state.problems.entry(key).or_default().push(said);
    }
}

/// Writes a problem in the words of the check.
pub(super) fn sentence(problem: &Problem) -> String {
    match &problem.help {
        Some(help) => format!("{}; {help}", problem.message),
        None => problem.message.clone(),
    }
}

/// Writes a problem of a file on one line, as the check does.
pub(super) fn line(file: &str, problem: &Problem) -> String {
    format!("{file}:{}: {}", problem.position, sentence(problem))
}
