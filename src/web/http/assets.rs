//! The style sheet, the script and the icons: in the binary, at addresses that name their content.
//!
//! An address has the start of the file's hash in it, so browsers keep the file for ever and a new
//! build brings new addresses.

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use rust_embed::RustEmbed;

use crate::web::http::encoded::EncodedReply;
use crate::web::http::encoding::Encoding;
use crate::web::http::freshness::Freshness;
use crate::web::http::reply::Reply;

#[derive(RustEmbed)]
#[folder = "templates/assets"]
struct AssetFiles;

/// The ending of a file that is another one compressed as well as can be, which takes too long to be done here.
const COMPRESSED: &str = "br";

/// The files by the last part of their address, such as `site.0a1b2c3d.css`.
static ASSETS: LazyLock<BTreeMap<String, Asset>> = LazyLock::new(|| {
    let load = |name: std::borrow::Cow<'static, str>| {
        let file = AssetFiles::get(&name)?;
        let (_, ending) = name.rsplit_once('.')?;
        if ending == COMPRESSED {
            return None;
        }
        let address = addressed(&name, &file.data);
        let content_type = content_type(ending);
        Some((
            address,
            Asset {
                name: name.into_owned(),
                content_type,
                body: file.data.into_owned(),
            },
        ))
    };
    AssetFiles::iter().filter_map(load).collect()
});

/// Every asset in every coding, made when first asked for.
static STORED: LazyLock<BTreeMap<(String, Encoding), Arc<EncodedReply>>> = LazyLock::new(|| {
    let mut stored = BTreeMap::new();
    for (address, asset) in &*ASSETS {
        for encoding in [Encoding::Brotli, Encoding::Gzip, Encoding::Identity] {
            let made = asset.encoded(encoding);
            stored.insert((address.clone(), encoding), Arc::new(made));
        }
    }
    stored
});

/// Returns the name under which a file is served: with the start of a hash of its content.
pub(crate) fn addressed(name: &str, content: &[u8]) -> String {
    let mut crc = flate2::Crc::new();
    crc.update(content);
    match name.rsplit_once('.') {
        Some((stem, ending)) => format!("{stem}.{:08x}.{ending}", crc.sum()),
        None => name.to_owned(),
    }
}

/// Makes the answer for an asset, to be kept by browsers for ever.
pub(crate) fn stored(content_type: &'static str, body: Bytes, encoding: Encoding) -> EncodedReply {
    EncodedReply::new(Reply::new(content_type, body), encoding, Freshness::Forever)
}

/// Returns the icon as SVG, in the colour of sites that choose none.
pub(crate) fn icon_source() -> String {
    AssetFiles::get("icon.svg").map_or_else(String::new, |file| {
        String::from_utf8_lossy(&file.data).trim().to_owned()
    })
}

/// Returns a text among the assets as its file has it.
pub(crate) fn source(name: &str) -> String {
    AssetFiles::get(name).map_or_else(String::new, |file| {
        String::from_utf8_lossy(&file.data).into_owned()
    })
}

/// Returns a style sheet with the addresses of the fonts in place of their files' names.
pub(crate) fn stylesheet(name: &str) -> String {
    with_fonts(name, |address, _| format!("/-/assets/{address}"))
}

/// Returns a style sheet with the fonts in it, for a file that stands alone.
pub(crate) fn stylesheet_with_fonts(name: &str) -> String {
    with_fonts(name, |_, body| {
        format!("data:font/woff2;base64,{}", STANDARD.encode(body))
    })
}

fn with_fonts(name: &str, font_address: impl Fn(&str, &[u8]) -> String) -> String {
    let mut css = source(name);
    for (address, asset) in ASSETS
        .iter()
        .filter(|(_, asset)| asset.content_type == "font/woff2")
    {
        let name = format!("url(\"{}\")", asset.name);
        if css.contains(&name) {
            css = css.replace(
                &name,
                &format!("url(\"{}\")", font_address(address, &asset.body)),
            );
        }
    }
    css
}

struct Asset {
    name: String,
    content_type: &'static str,
    body: Vec<u8>,
}

impl Asset {
    /// Returns it in a coding: as it lies beside it, or made.
    fn encoded(&self, encoding: Encoding) -> EncodedReply {
        let beside = match encoding {
            Encoding::Brotli => AssetFiles::get(&format!("{}.{COMPRESSED}", self.name)),
            Encoding::Gzip | Encoding::Identity => None,
        };
        match beside {
            Some(file) => {
                let reply = Reply::new(self.content_type, file.data.into_owned());
                EncodedReply::compressed(reply, encoding, Freshness::Forever)
            }
            None => stored(self.content_type, self.body.clone().into(), encoding),
        }
    }
}

fn content_type(ending: &str) -> &'static str {
    match ending {
        "css" => "text/css; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "woff2" => "font/woff2",
        "webmanifest" => "application/manifest+json",
        _ => "application/octet-stream",
    }
}

/// Returns the address of an asset by its file's name.
pub(crate) fn address(name: &str) -> String {
    let found = ASSETS.iter().find(|(_, asset)| asset.name == name);
    found.map_or_else(String::new, |(address, _)| format!("/-/assets/{address}"))
}

/// Returns a mark of this build: it changes when the program or an asset does.
pub(crate) fn build() -> &'static str {
    static BUILD: LazyLock<String> = LazyLock::new(|| {
        let mut crc = flate2::Crc::new();
        crc.update(env!("CARGO_PKG_VERSION").as_bytes());
        crc.update(env!("CONCORD_BUILD").as_bytes());
        for address in ASSETS.keys() {
            crc.update(address.as_bytes());
        }
        format!("{:08x}", crc.sum())
    });
    &BUILD
}

/// Returns an asset in a coding by the last part of its address.
pub(crate) fn find(name: String, encoding: Encoding) -> Option<&'static Arc<EncodedReply>> {
    STORED.get(&(name, encoding))
}
