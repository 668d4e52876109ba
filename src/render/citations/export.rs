//! Works written in the formats that reference managers read.

use super::bibtex;
use super::import::Work;
use super::{csl_json, ris_write};

/// A format of bibliographies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// BibTeX, as TeX has read it since 1985.
    Bibtex,
    /// BibLaTeX, which has more types and fields.
    Biblatex,
    /// CSL-JSON.
    CslJson,
    /// RIS.
    Ris,
}

impl Format {
    /// All formats.
    pub const ALL: [Self; 4] = [Self::Bibtex, Self::Biblatex, Self::CslJson, Self::Ris];

    /// Returns the format of a name's extension: `bib`, `biblatex`, `json` or `ris`.
    pub fn of_extension(extension: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|format| format.extension() == extension)
    }

    /// Returns the extension that stands for the format in an address.
    pub fn extension(self) -> &'static str {
        match self {
            Self::Bibtex => "bib",
            Self::Biblatex => "biblatex",
            Self::CslJson => "json",
            Self::Ris => "ris",
        }
    }

    /// Returns the media type.
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Bibtex | Self::Biblatex => "application/x-bibtex",
            Self::CslJson => "application/vnd.citationstyles.csl+json",
            Self::Ris => "application/x-research-info-systems",
        }
    }

    /// Returns the name that people know the format by.
    pub fn name(self) -> &'static str {
        match self {
            Self::Bibtex => "BibTeX",
            Self::Biblatex => "BibLaTeX",
            Self::CslJson => "CSL-JSON",
            Self::Ris => "RIS",
        }
    }
}

/// Writes works in a format.
pub(super) fn write<'a>(works: impl Iterator<Item = &'a Work>, format: Format) -> String {
    let mut out = String::new();
    match format {
        Format::CslJson => {
            let items: Vec<serde_json::Value> =
                works.map(|work| csl_json::write(&work.item)).collect();
            out = serde_json::to_string_pretty(&items).unwrap_or_default();
            out.push('\n');
        }
        _ => {
            for work in works {
                if !out.is_empty() {
                    out.push_str(if format == Format::Ris { "\r\n" } else { "\n" });
                }
                let entry = work.entry.as_ref();
                out.push_str(&match format {
                    Format::Bibtex => bibtex::bibtex(&work.item, entry),
                    Format::Biblatex => bibtex::biblatex(&work.item, entry),
                    _ => ris_write::write(&work.item),
                });
            }
        }
    }
    out
}
