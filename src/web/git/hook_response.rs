//! [`HookResponse`]: what a hook is answered, and what the log has of a push.

use crate::site::{PushReport, Refusal};

/// The most bytes of names of changed files that the log has of a push.
const MAX_NAMES: usize = 4_000;

/// The answer to a hook: lines to show, and whether git may go on.
pub(super) struct HookResponse {
    pub(super) lines: Vec<String>,
    pub(super) accepted: bool,
}

impl HookResponse {
    pub(super) fn refuse(line: impl Into<String>) -> Self {
        Self {
            lines: vec![line.into()],
            accepted: false,
        }
    }

    /// Writes it as hooks read it.
    pub(super) fn text(&self) -> String {
        let mut text = String::new();
        for line in &self.lines {
            text.push(' ');
            text.push_str(&line.replace(['\n', '\r'], " "));
            text.push('\n');
        }
        text.push_str(if self.accepted {
            "accept\n"
        } else {
            "refuse\n"
        });
        text
    }
}

/// Says in the terminal why a push is refused.
pub(super) fn refused(refusal: &Refusal) -> HookResponse {
    let line = match refusal {
        Refusal::Push(verdict) => {
            let count = verdict.refusals.len() + verdict.more;
            tracing::info!(accepted = false, problems = count, "checked a push");
            let problems = if count == 1 { "problem" } else { "problems" };
            let mut lines = lines(verdict);
            lines.push(String::new());
            lines.push(format!(
                "{count} {problems}: nothing was changed; fix them and push again"
            ));
            return HookResponse {
                lines,
                accepted: false,
            };
        }
        Refusal::UpstreamMoved => "the upstream moved; fetch and try again".to_owned(),
        Refusal::UpstreamRefused(reason) => format!("the upstream did not take this: {reason}"),
        Refusal::UpstreamUnreachable => {
            "the upstream cannot be reached; nothing was changed, try again later".to_owned()
        }
        Refusal::Disk(error) => {
            tracing::error!(%error, "cannot put a push on the disk");
            "the site could not store this push; nothing was changed".to_owned()
        }
        Refusal::Unchecked(error) => {
            tracing::error!(
                error = error as &dyn std::error::Error,
                "cannot check a push"
            );
            "the site could not check this push; nothing was changed".to_owned()
        }
        // What only a save meets, which makes its commit itself.
        Refusal::NotAllowed(_)
        | Refusal::Problems(_)
        | Refusal::Conflict { .. }
        | Refusal::Commit(_)
        | Refusal::NoFolder => "the site could not check this push; nothing was changed".to_owned(),
    };
    HookResponse::refuse(line)
}

/// Returns all that is said of a push.
pub(super) fn lines(verdict: &PushReport) -> Vec<String> {
    let mut lines = verdict.refusals.clone();
    if verdict.more > 0 {
        lines.push(format!("and {} more", verdict.more));
    }
    let warnings = verdict.warnings.iter();
    lines.extend(warnings.map(|line| format!("warning: {line}")));
    if verdict.more_warnings > 0 {
        lines.push(format!("and {} more warnings", verdict.more_warnings));
    }
    lines
}

/// Names the files that a push changes, for the log: the first of them, and how many more.
pub(super) fn changed<'f>(files: impl ExactSizeIterator<Item = &'f str>) -> String {
    let (mut text, mut left) = (String::new(), files.len());
    for file in files {
        if text.len() + file.len() > MAX_NAMES {
            break;
        }
        text.push_str(if text.is_empty() { "; changes " } else { ", " });
        text.push_str(file);
        left -= 1;
    }
    match (text.is_empty(), left) {
        (_, 0) => text,
        (true, left) => format!("; changes {left} more with long names"),
        (false, left) => format!("{text} and {left} more"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_log_names_files_up_to_a_length() {
        let named = |files: &[&str]| changed(files.iter().copied());
        assert_eq!(named(&[]), "");
        assert_eq!(named(&["a.md", "b.md"]), "; changes a.md, b.md");
        let long = "x".repeat(3_995);
        assert_eq!(
            named(&[&long, "b.md"]),
            format!("; changes {long} and 1 more")
        );
        assert_eq!(
            named(&[&"x".repeat(4_001)]),
            "; changes 1 more with long names"
        );
    }
}
