//! `/-/style`: every component in every state, for those who design and for tests that look.

use askama::Template;

use crate::web::context::Context;
use crate::web::error::Error;
use crate::web::messages::Locale;
use crate::web::respond::Reply;
use crate::web::shell::Shell;

#[derive(Template)]
#[template(path = "style.html")]
struct StyleView {
    shell: Shell,
}

/// Answers `/-/style`. The specimens are in English, whoever looks.
pub(super) fn show(context: &Context) -> Result<Reply, Error> {
    let context = context.clone().speaking(Locale::English);
    let shell = Shell::new(&context, "Style").without_index();
    Ok(Reply::html(StyleView { shell }.render()?))
}
