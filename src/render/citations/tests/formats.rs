//! Works through each format and back.

use hayagriva::citationberg::taxonomy::{Kind, Variable};
use serde_json::Value;

use super::*;
use crate::render::citations::export::{self, Format};
use crate::render::citations::import::{self, Work};
use crate::render::citations::item::Item;

/// Orders what has no order of its own.
fn sorted(work: &Item) -> Item {
    let mut item = work.clone();
    item.names.sort_by_key(|(role, _)| role.to_string());
    item.dates.sort_by_key(|(variable, _)| variable.to_string());
    item.texts.sort_by_key(|(variable, _)| variable.to_string());
    // Names that BibTeX and BibLaTeX have for the same field.
    for (name, _) in &mut item.custom {
        match name.as_str() {
            "primaryclass" => *name = "eprintclass".to_owned(),
            "archiveprefix" => *name = "eprinttype".to_owned(),
            _ => {}
        }
    }
    item.custom.sort_by_key(|(name, _)| name.clone());
    item
}

fn through(work: &Work, format: Format) -> Item {
    let text = export::write(std::iter::once(work), format);
    let (works, _) = import::read(&text);
    assert_eq!(works.len(), 1, "{text}");
    works.into_iter().next().unwrap().item
}

#[test]
fn every_format_keeps_every_field() {
    for text in [CORPUS, STARTER] {
        let (works, _) = import::read(text);
        for work in &works {
            for format in Format::ALL {
                assert_eq!(
                    sorted(&through(work, format)),
                    sorted(&work.item),
                    "{format:?}"
                );
            }
        }
    }
}

#[test]
fn ris_has_no_markup_in_its_titles() {
    let (works, _) = import::read(
        "@misc{a, title={A {PARIS21} \\emph{paper}}, journal={J}, year=2020, abstract={x}}",
    );
    let ris = export::write(works.iter(), Format::Ris);
    assert!(ris.contains("TI  - A PARIS21 paper\r\n"), "{ris}");
    assert!(ris.contains("U1  - title: A <span"), "{ris}");
}

#[test]
fn works_of_other_formats_come_through_bibtex() {
    let ris = "TY  - JOUR\r\nAU  - van den Brakel, Jan\r\nAU  - Statistics Netherlands,\r\nTI  - A title\r\nT2  - Survey Methodology\r\n\
               PY  - 2019\r\nDA  - 2019/05/03\r\nVL  - 4\r\nIS  - 2\r\nSP  - 10\r\nEP  - 12\r\nDO  - 10.1000/1\r\nC7  - 77\r\nKW  - one\r\nKW  - two\r\nER  - \r\n";
    let json = r#"[{"id":"j","type":"report","title":"A <i>b</i>","author":[{"family":"Beethoven","given":"Ludwig","non-dropping-particle":"van"},{"literal":"WHO"}],
        "issued":{"date-parts":[[2019],[2020]]},"number":"7-8","custom":{"mine":[1,2]},"strange":{"a":1}}]"#;
    for text in [ris, json] {
        let (works, problems) = import::read(text);
        assert_eq!((works.len(), problems.len()), (1, 0));
        let back = through(&works[0], Format::CslJson);
        assert_eq!(sorted(&back), sorted(&works[0].item));
        for format in [Format::Bibtex, Format::Biblatex, Format::Ris] {
            let back = through(&works[0], format);
            let (ours, theirs) = (sorted(&works[0].item), sorted(&back));
            assert_eq!(
                (ours.kind, ours.names, ours.dates, ours.texts),
                (theirs.kind, theirs.names, theirs.dates, theirs.texts),
                "{format:?}"
            );
        }
    }
    let (works, _) = import::read(ris);
    let item = &works[0].item;
    assert_eq!(item.kind, Kind::ArticleJournal);
    assert_eq!(item.key, "brakel2019title");
    assert_eq!(item.custom, [("C7".to_owned(), Value::from("77"))]);
    assert_eq!(
        item.text(Variable::Page(
            hayagriva::citationberg::taxonomy::PageVariable::Page
        )),
        Some("10–12")
    );
}
