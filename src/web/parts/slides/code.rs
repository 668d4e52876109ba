//! [`Code`]: an address as a picture that telephones read (a QR code).

use std::fmt::Write as _;

use fast_qr::qr::QRBuilder;
use fast_qr::{ECL, QRCode};

/// The quiet edge around a code, in modules: what the standard asks for.
const EDGE: usize = 4;
/// Longest address that becomes a code; the modules of a longer one are too small to be read in a hall.
const LONGEST: usize = 400;

/// An address, and its picture.
pub(super) struct Code {
    pub(super) address: String,
    /// The width and height of the picture, in modules.
    pub(super) size: usize,
    /// The dark modules, as the path of an SVG.
    pub(super) path: String,
}

impl Code {
    /// Returns the code of an address; nothing for one that is too long.
    pub(super) fn of(address: String) -> Option<Self> {
        if address.len() > LONGEST {
            return None;
        }
        let code = QRBuilder::new(address.as_str()).ecl(ECL::M).build().ok()?;
        Some(Self {
            address,
            size: code.size + 2 * EDGE,
            path: path(&code),
        })
    }
}

/// Draws what is dark: for each row, the runs of dark modules.
fn path(code: &QRCode) -> String {
    let mut path = String::new();
    for (y, row) in code.data.chunks(code.size).take(code.size).enumerate() {
        let mut x = 0;
        for run in row.chunk_by(|a, b| a.value() == b.value()) {
            if run.first().is_some_and(|module| module.value()) {
                let (left, top, wide) = (x + EDGE, y + EDGE, run.len());
                // An error is impossible: a `String` takes everything.
                let _ = write!(path, "M{left} {top}h{wide}v1h-{wide}z");
            }
            x += run.len();
        }
    }
    path
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_drawn_is_read_again() {
        for address in [
            "https://example.org/cases/a?at=0123456789abcdef0123456789abcdef01234567".to_owned(),
            format!("https://example.org/{}", "%D1%8B".repeat(60)),
        ] {
            let code = Code::of(address.clone()).unwrap();
            let svg = format!(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {0} {0}\"><path d=\"{1}\"/></svg>",
                code.size, code.path
            );
            let tree = resvg::usvg::Tree::from_str(&svg, &resvg::usvg::Options::default()).unwrap();
            let side = u32::try_from(code.size * 4).unwrap();
            let mut pixels = resvg::tiny_skia::Pixmap::new(side, side).unwrap();
            pixels.fill(resvg::tiny_skia::Color::WHITE);
            let scale = resvg::tiny_skia::Transform::from_scale(4.0, 4.0);
            resvg::render(&tree, scale, &mut pixels.as_mut());
            let dark = |x: usize, y: usize| pixels.data()[(y * side as usize + x) * 4] < 128;
            let side = side as usize;
            let mut image = rqrr::PreparedImage::prepare_from_bitmap(side, side, dark);
            let (_, read) = image.detect_grids()[0].decode().unwrap();
            assert_eq!(read, address);
        }
        assert!(Code::of("a".repeat(LONGEST + 1)).is_none());
    }
}
