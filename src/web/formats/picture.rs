//! The picture that other sites show with a link: the page's title, kind and site, as PNG.
//!
//! Drawn from SVG with one embedded font (which has Latin, Greek and Cyrillic letters); titles in
//! other scripts get the site's name alone.

use std::sync::{Arc, LazyLock};

use resvg::{tiny_skia, usvg};

use crate::domain::{Kind, PagePath};
use crate::web::http::error::Error;
use crate::web::http::reply::Reply;
use crate::web::http::xml::escaped;
use crate::web::parts::context::Context;

const WIDTH: u32 = 1200;
const HEIGHT: u32 = 630;
/// Letters of the title on a line, and lines.
const LINE: usize = 34;
const LINES: usize = 4;

static FONTS: LazyLock<Arc<usvg::fontdb::Database>> = LazyLock::new(|| {
    let mut fonts = usvg::fontdb::Database::new();
    fonts.load_font_data(include_bytes!("../../../templates/picture/source-sans.ttf").to_vec());
    Arc::new(fonts)
});

/// Answers `/-/picture.png` and `/-/picture/<page>`.
pub(crate) fn show(context: &Context) -> Result<Reply, Error> {
    let path = context.below("/-/picture/")?;
    let view = context.view();
    let site = context.settings.name.as_str();
    let (title, kind) = if path.is_empty() {
        let home = view.page(&PagePath::home());
        let title = home.map_or(site, |item| item.page.title.as_str());
        (title.to_owned(), String::new())
    } else {
        let parsed = PagePath::parse(&path).map_err(|_| Error::NotFound)?;
        let page = &view.page(&parsed).ok_or(Error::NotFound)?.page;
        let words = context.for_page(page.language("en")).words;
        let kind = Some(page.front.kind).filter(|kind| *kind != Kind::Page);
        (
            page.title.clone(),
            kind.map_or_else(String::new, |kind| words.kind(kind)),
        )
    };
    let title = if is_drawable(&title) {
        title
    } else {
        site.to_owned()
    };
    let png = draw(&svg(&title, &kind, site, &context.look.accent))?;
    Ok(Reply::new("image/png", png))
}

/// Tells whether the font has the letters of a text.
fn is_drawable(text: &str) -> bool {
    text.chars().all(
        |character| matches!(u32::from(character), 0..=0x24F | 0x370..=0x45F | 0x2000..=0x20AC),
    )
}

fn svg(title: &str, kind: &str, site: &str, accent: &str) -> String {
    let mut lines = String::new();
    let size = if title.chars().count() > 70 { 60 } else { 72 };
    let fits = LINE * 72 / size;
    for (at, line) in broken(title, fits).iter().enumerate() {
        let y = 240 + at * (size * 115 / 100);
        lines.push_str(&format!(
            "<text x=\"80\" y=\"{y}\" font-size=\"{size}\" font-weight=\"700\" fill=\"#191d21\">{}</text>",
            escaped(line)
        ));
    }
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{WIDTH}\" height=\"{HEIGHT}\" font-family=\"'Source Sans 3'\">\
         <rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/><rect width=\"100%\" height=\"16\" fill=\"{accent}\"/>\
         <text x=\"80\" y=\"130\" font-size=\"34\" fill=\"{accent}\">{}</text>{lines}\
         <g fill=\"none\" stroke=\"{accent}\" stroke-width=\"5\"><circle cx=\"98\" cy=\"553\" r=\"18\"/><circle cx=\"120\" cy=\"553\" r=\"18\"/></g>\
         <text x=\"156\" y=\"565\" font-size=\"34\" fill=\"#50555b\">{}</text></svg>",
        escaped(kind),
        escaped(&clipped(site, 60)),
    )
}

/// Breaks a text into lines at its spaces; what is too much ends in an ellipsis.
fn broken(text: &str, fits: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        match lines.last_mut() {
            Some(line) if line.chars().count() + 1 + word.chars().count() <= fits => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(clipped(word, fits)),
        }
    }
    if lines.len() > LINES {
        lines.truncate(LINES);
        if let Some(last) = lines.last_mut() {
            last.push('…');
        }
    }
    lines
}

fn clipped(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    text.chars()
        .take(most.saturating_sub(1))
        .chain(['…'])
        .collect()
}

fn draw(svg: &str) -> Result<Vec<u8>, Error> {
    let internal = |reason: String| Error::Internal(anyhow::anyhow!("drawing a picture: {reason}"));
    let options = usvg::Options {
        fontdb: Arc::clone(&FONTS),
        ..usvg::Options::default()
    };
    let tree = usvg::Tree::from_str(svg, &options).map_err(|error| internal(error.to_string()))?;
    let mut pixels = tiny_skia::Pixmap::new(WIDTH, HEIGHT)
        .ok_or_else(|| internal("no memory for it".to_owned()))?;
    resvg::render(
        &tree,
        tiny_skia::Transform::identity(),
        &mut pixels.as_mut(),
    );
    pixels
        .encode_png()
        .map_err(|error| internal(error.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_title_makes_a_picture() {
        let long = "Überlange ".repeat(80);
        for title in [
            "",
            "A & B <c> \"d\"",
            "C:\u{8}ackup \u{FFFE}",
            &long,
            &"x".repeat(500),
            "Партнёрства",
        ] {
            let png = draw(&svg(title, "Case study", "Site", "#0b4f6c")).unwrap();
            assert!(png.starts_with(b"\x89PNG"), "{title}");
        }
        assert!(broken(&long, LINE).len() == LINES);
        assert!(!is_drawable("الشراكات"));
    }
}
