//! `/-/style`: every component in every state, for those who design and for tests that look.

use askama::Template;

use crate::web::http::error::Error;
use crate::web::http::reply::Reply;
use crate::web::parts::context::Context;
use crate::web::parts::messages::Locale;
use crate::web::parts::shell::Shell;

#[derive(Template)]
#[template(path = "pages/style.html")]
struct StyleView {
    shell: Shell,
}

/// Answers `/-/style`. The specimens are in English, whoever looks.
pub(crate) fn show(context: &Context) -> Result<Reply, Error> {
    let context = context.clone().with_locale(Locale::English);
    let shell = Shell::new(&context, "Style").without_index();
    Ok(Reply::html(StyleView { shell }.render()?))
}
