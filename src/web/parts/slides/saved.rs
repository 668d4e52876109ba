//! Slides in one file that needs nothing from anywhere: its style, its script, its fonts and its logo are
//! in it, and its own policy lets nothing else in.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};

use crate::site::View;
use crate::web::http::assets;
use crate::web::http::error::Error;
use crate::web::parts::look::brand;
use crate::web::parts::settings::Settings;
use crate::web::parts::slides::slide::Slide;

/// The mark where the template leaves room for the head of a file of its own. No text of a page can look like it:
/// there `<` is written otherwise.
const HEAD: &str = "<!--head-->";
/// Largest picture that is put in, and how much room there is for all of the slides.
const LARGEST: usize = 256 << 10;
const ROOM: usize = 4 << 20;

/// Returns the file, with style and script in it.
pub(super) fn whole(html: &str, settings: &Settings) -> String {
    let style = assets::stylesheet_with_fonts("slides.css") + &brand(settings);
    let script = assets::source("slides.js");
    let hash = |text: &str| format!("'sha256-{}'", STANDARD.encode(Sha256::digest(text)));
    let head = format!(
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; \
         style-src {}; script-src {}; img-src data:; font-src data:; base-uri 'none'; \
         form-action 'none'\">\n<style>{style}</style>\n<script type=\"module\">{script}</script>",
        hash(&style),
        hash(&script)
    );
    html.replacen(HEAD, &head, 1)
}

/// Returns the type of a picture by how its name ends; nothing where it is none that is shown.
pub(super) fn sort_of(file: &str) -> Option<&'static str> {
    let ending = file.rsplit_once('.').map_or("", |(_, ending)| ending);
    Some(match ending.to_ascii_lowercase().as_str() {
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "gif" => "image/gif",
        "webp" => "image/webp",
        "avif" => "image/avif",
        _ => return None,
    })
}

/// Returns a picture as an address that is the picture itself; nothing where the reader may not see it,
/// or it has more than so many bytes.
fn within(view: &View<'_>, file: &str, most: usize) -> Result<Option<String>, Error> {
    let (Some(sort), Some(blob)) = (sort_of(file), view.attachment(file)) else {
        return Ok(None);
    };
    let bytes = view.read(blob)?;
    let is_small = bytes.len() <= most;
    Ok(is_small.then(|| format!("data:{sort};base64,{}", STANDARD.encode(bytes))))
}

/// Returns the logo as an address that is the picture itself.
pub(super) fn logo(view: &View<'_>, logo: Option<&str>) -> Result<Option<String>, Error> {
    match logo.map(|logo| logo.trim_start_matches('/')) {
        Some(file) => within(view, file, LARGEST),
        None => Ok(None),
    }
}

/// Puts the pictures of slides in, as far as they are small and there is room; the others are left out.
pub(super) fn put_in(view: &View<'_>, slides: &mut [Slide]) -> Result<(), Error> {
    let mut room = ROOM;
    for slide in slides {
        let Some(picture) = &mut slide.picture else {
            continue;
        };
        match within(view, &picture.file, LARGEST.min(room))? {
            Some(address) => {
                room = room.saturating_sub(address.len());
                picture.address = address;
            }
            None => slide.picture = None,
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_put_in_ends_no_element_and_asks_for_nothing() {
        let html = whole("<head><!--head--></head>", &Settings::default());
        assert_eq!(html.matches("</style").count(), 1);
        assert_eq!(html.matches("</script").count(), 1);
        for text in ["http://", "https://", "url(\"/", "url(\"source", "@import"] {
            assert!(!html.contains(text), "{text}");
        }
    }
}
