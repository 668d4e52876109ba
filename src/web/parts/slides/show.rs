//! The page of a deck, and the file that it is saved as.

use askama::Template;
use axum::http::header;

use crate::web::http::assets;
use crate::web::http::disposition::content_disposition;
use crate::web::http::error::Error;
use crate::web::http::reply::Reply;
use crate::web::parts::context::Context;
use crate::web::parts::shell::Shell;
use crate::web::parts::slides::saved;
use crate::web::parts::slides::slide::Deck;

/// The parameter that asks for slides; its value `save` for one file.
const PARAMETER: &str = "slides";
const SAVE: &str = "save";

/// Tells whether an address asks for slides.
pub(crate) fn is_requested(context: &Context) -> bool {
    let mut pairs = context.query.pairs().iter();
    pairs.any(|(name, _)| name == PARAMETER)
}

#[derive(Template)]
#[template(path = "parts/slides.html")]
struct SlidesView {
    shell: Shell,
    deck: Deck,
    /// Whether it is a file of its own.
    is_saved: bool,
    stylesheet: String,
    script: String,
    /// The logo: its address, or the picture itself in a file of its own.
    logo: Option<String>,
    /// The absolute address that it comes from.
    from: String,
}

/// Answers with a deck: as a page, or as a file.
pub(super) fn answer(context: &Context, mut deck: Deck) -> Result<Reply, Error> {
    let is_saved = context.query.get(PARAMETER) == SAVE;
    if is_saved {
        saved::put_in(&context.view(), &mut deck.slides)?;
    }
    let shell = Shell::new(context, &deck.title).in_language(&deck.language);
    let name = format!("{}.html", deck.name);
    let view = SlidesView {
        logo: match is_saved {
            true => saved::logo(&context.view(), shell.logo.as_deref())?,
            false => shell.logo.clone(),
        },
        shell: shell.without_index(),
        is_saved,
        stylesheet: context.look.slides.clone(),
        script: assets::address("slides.js"),
        from: context.absolute(&deck.back),
        deck,
    };
    let html = view.render()?;
    if !is_saved {
        return Ok(Reply::html(html));
    }
    let html = saved::whole(&html, &context.settings);
    let disposition = content_disposition("attachment", &name);
    Ok(Reply::html(html).with_header(header::CONTENT_DISPOSITION, &disposition))
}
