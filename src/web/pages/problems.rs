//! Everything that is wrong with the content, for those who mend it.

use askama::Template;

use crate::domain::PagePath;
use crate::domain::problem::Severity;
use crate::web::http::error::Error;
use crate::web::http::reply::Reply;
use crate::web::parts::context::Context;
use crate::web::parts::shell::Shell;

/// The most problems that are listed.
const MOST: usize = 1000;

#[derive(Template)]
#[template(path = "pages/problems.html")]
struct ProblemsView {
    shell: Shell,
    total: usize,
    files: Vec<FileView>,
}

struct FileView {
    file: String,
    address: Option<String>,
    problems: Vec<ProblemView>,
}

struct ProblemView {
    position: String,
    message: String,
    help: String,
    warning: bool,
}

/// Answers `/-/problems`.
pub(crate) fn show(context: &Context) -> Result<Reply, Error> {
    let view = context.view();
    let all = view.checks().listed_problems();
    let total = all.len();
    let mut files: Vec<FileView> = Vec::new();
    for entry in all.iter().take(MOST).cloned() {
        let problem = ProblemView {
            position: entry.problem.position.to_string(),
            message: entry.problem.message,
            help: entry.problem.help.unwrap_or_default(),
            warning: entry.problem.kind.severity() == Severity::Warning,
        };
        match files.last_mut().filter(|last| last.file == entry.file) {
            Some(last) => last.problems.push(problem),
            None => {
                let item = view.page_of_file(&entry.file);
                let item = item.or_else(|| view.page(&PagePath::from_file(&entry.file).ok()?));
                let address = item.map(|item| item.page.path.address());
                files.push(FileView {
                    file: entry.file,
                    address,
                    problems: vec![problem],
                });
            }
        }
    }
    let shell = Shell::new(context, &context.words.say("problems-title")).without_index();
    Ok(Reply::html(
        ProblemsView {
            shell,
            total,
            files,
        }
        .render()?,
    ))
}
