//! Formatted works and citations as HTML.

use hayagriva::citationberg::VerticalAlign;

use super::style::{Line, Run, Runs};
use crate::render::marks::escape;

/// Writes a text. `cited` names the work that a piece of a citation belongs to, which becomes a link
/// to its entry in the list.
pub(super) fn write<'k>(runs: &Runs, out: &mut String, cited: &dyn Fn(usize) -> Option<&'k str>) {
    let mut open: Option<usize> = None;
    for run in &runs.0 {
        let work = run.cite.filter(|work| cited(*work).is_some());
        if work != open {
            out.push_str(if open.is_some() { "</a>" } else { "" });
            if let Some(key) = work.and_then(cited) {
                out.push_str("<a href=\"#");
                escape(&id(key), out);
                out.push_str("\">");
            }
            open = work;
        }
        piece(run, out);
    }
    out.push_str(if open.is_some() { "</a>" } else { "" });
}

fn piece(run: &Run, out: &mut String) {
    match run.line {
        Some(Line::Start) => out.push_str("<span class=\"line\">"),
        Some(Line::End) => out.push_str("</span>"),
        None => {}
    }
    if run.text.is_empty() {
        return;
    }
    let format = run.format;
    let raised = format.raised();
    let tags = [
        (format.italic(), "<em>", "</em>"),
        (format.bold(), "<strong>", "</strong>"),
        (raised == Some(VerticalAlign::Sup), "<sup>", "</sup>"),
        (raised == Some(VerticalAlign::Sub), "<sub>", "</sub>"),
        (
            format.small_caps(),
            "<span class=\"small-caps\">",
            "</span>",
        ),
        (
            format.underlined(),
            "<span class=\"underlined\">",
            "</span>",
        ),
    ];
    if let Some(address) = &run.link {
        out.push_str("<a class=\"external\" rel=\"noopener\" href=\"");
        escape(address, out);
        out.push_str("\">");
    }
    for (_, start, _) in tags.iter().filter(|(applies, ..)| *applies) {
        out.push_str(start);
    }
    escape(&run.text, out);
    for (_, _, end) in tags.iter().rev().filter(|(applies, ..)| *applies) {
        out.push_str(end);
    }
    out.push_str(if run.link.is_some() { "</a>" } else { "" });
}

/// Tells whether an address is one of the web.
pub(super) fn is_web(url: &str) -> bool {
    url.starts_with("https://") || url.starts_with("http://")
}

/// Returns the id of a work in a list of references.
pub(super) fn id(key: &str) -> String {
    let mut id = "ref-".to_owned();
    for character in key.chars() {
        let plain = character.is_alphanumeric() || "-_.:".contains(character);
        id.push(if plain { character } else { '-' });
    }
    id
}
