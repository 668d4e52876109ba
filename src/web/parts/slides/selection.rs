//! A selection as slides: a title, then a slide for each page that the reader may see.

use crate::site::SitePage;
use crate::web::http::error::Error;
use crate::web::http::reply::Reply;
use crate::web::parts::context::Context;
use crate::web::parts::selection::SelectedPage;
use crate::web::parts::slides::code::Code;
use crate::web::parts::slides::example;
use crate::web::parts::slides::show::answer;
use crate::web::parts::slides::slide::{Deck, Slide};

/// Answers with the pages of a selection as slides; `query` is the selection as an address has it.
pub(crate) fn of_selection(
    context: &Context,
    found: &[(&SitePage, SelectedPage)],
    query: &str,
) -> Result<Reply, Error> {
    let view = context.view();
    let words = context.words;
    let address = format!("/-/selection?{query}");
    let title = words.say("selection").into_owned();
    let mut slides = vec![Slide {
        kind: context.settings.name.clone(),
        title: title.clone(),
        lines: vec![words.count("pages", found.len())],
        code: Code::of(context.absolute(&address)),
        ..Slide::default()
    }];
    for (item, chosen) in found {
        slides.push(example::slide(context, &view, item, None, &chosen.note)?);
    }
    let deck = Deck {
        title,
        language: words.code().to_owned(),
        own: format!("{address}&slides"),
        back: address,
        notes_are: words.say("slides-notes-selection").into_owned(),
        name: "selection".to_owned(),
        slides,
    };
    answer(context, deck)
}
