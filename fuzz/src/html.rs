//! What a browser may be given, checked on the output as another parser reads it.

use std::collections::HashSet;

use scraper::{ElementRef, Html, Selector};

/// Elements that load, run, frame, submit or change how the rest is read. Nothing of a page's own
/// text may become one of them.
const FORBIDDEN: [&str; 34] = [
    "script",
    "style",
    "iframe",
    "frame",
    "frameset",
    "object",
    "embed",
    "applet",
    "form",
    "button",
    "textarea",
    "select",
    "option",
    "base",
    "meta",
    "link",
    "svg",
    "foreignobject",
    "template",
    "noscript",
    "noembed",
    "noframes",
    "plaintext",
    "xmp",
    "audio",
    "video",
    "source",
    "track",
    "portal",
    "dialog",
    "marquee",
    "animate",
    "set",
    "title",
];

/// Attributes that run, load or submit; those that begin with `on` besides.
const FORBIDDEN_ATTRIBUTES: [&str; 17] = [
    "style",
    "srcdoc",
    "srcset",
    "formaction",
    "action",
    "background",
    "poster",
    "data",
    "ping",
    "manifest",
    "usemap",
    "xlink:href",
    "http-equiv",
    "autofocus",
    "target",
    "contenteditable",
    "nonce",
];

/// Asserts that nothing in the HTML runs, loads, submits or leaves its place.
pub fn assert_harmless(html: &str) {
    let parsed = Html::parse_fragment(html);
    let all = Selector::parse("*").expect("a selector");
    let mut ids = HashSet::new();
    for element in parsed.select(&all).skip(1) {
        let name = element.value().name();
        assert!(!FORBIDDEN.contains(&name), "<{name}> in {html}");
        for (attribute, value) in element.value().attrs() {
            let forbidden =
                attribute.starts_with("on") || FORBIDDEN_ATTRIBUTES.contains(&attribute);
            assert!(!forbidden, "{attribute} in {html}");
            if ["href", "src", "cite"].contains(&attribute) {
                assert_address(name, value, html);
            }
            if attribute == "id" {
                assert!(ids.insert(value.to_owned()), "id {value} twice in {html}");
            }
        }
        if name == "input" {
            assert_checkbox(element, html);
        }
    }
    assert!(!html.contains(['\0', '\u{E0F0}']), "{html}");
}

fn assert_checkbox(element: ElementRef<'_>, html: &str) {
    let kind = element.value().attr("type");
    let disabled = element.value().attr("disabled").is_some();
    assert!(kind == Some("checkbox") && disabled, "an input in {html}");
}

fn assert_address(name: &str, value: &str, html: &str) {
    // What a browser drops before it looks at the scheme.
    let seen: String = value
        .trim_matches(|character: char| character <= ' ')
        .chars()
        .filter(|character| !matches!(character, '\t' | '\n' | '\r'))
        .collect();
    let lower = seen.to_ascii_lowercase();
    let inside = seen.starts_with('/') && !seen[1..].starts_with(['/', '\\']);
    let outside = ["https://", "http://", "mailto:", "tel:"]
        .iter()
        .any(|scheme| name == "a" && lower.starts_with(scheme));
    let picture = name == "img"
        && ["png", "jpeg", "gif", "webp", "avif"]
            .iter()
            .any(|kind| lower.starts_with(&format!("data:image/{kind}")));
    let safe = inside || outside || picture || seen.starts_with('#');
    assert!(safe, "{name} to {value:?} in {html}");
}
