//! The site's own address in what pages say: in a text, `https://SITE` stands for it.

use crate::web::parts::context::Context;

/// The text that stands for the address of the site.
const PLACEHOLDER: &str = "https://SITE";

/// Fills in the address of the site in an answer.
pub(crate) fn fill(context: &Context, html: String) -> String {
    if !html.contains(PLACEHOLDER) {
        return html;
    }
    let address = &context.settings.base_url;
    let is_plain = |character: char| character.is_alphanumeric() || "-._:/[]".contains(character);
    // Whatever else an address has could mean something in HTML; there are none of these.
    match address.chars().all(is_plain) {
        true => html.replace(PLACEHOLDER, address),
        false => html,
    }
}
