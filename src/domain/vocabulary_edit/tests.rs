//! Edits leave what they are not about.

use super::*;
use crate::domain::vocabulary::TermGroup;

const TEXT: &str = "# Ours.\n[synonyms]\nMNO = [\"operator\"] # phones\n\n[[facet]]\nkey = \"a\" # first\nlabel = \"A\"\n\n\
    # About x.\n[[facet.term]]\nid = \"x\"\nlabel = \"X\" # stays\nlabels = { fr = \"Ix\" }\n\n\
    [[facet.term]]\nid = \"y\"\nlabel = \"Y\"\n\n# The second.\n[[facet]]\nkey = \"b\"\nlabel = \"B\"\n";

fn term(text: &str, id: &str) -> Term {
    let vocabulary = Vocabulary::as_written(text).unwrap();
    vocabulary.facet("a").unwrap().term(id).unwrap().clone()
}

fn changed(text: &str, id: &str, change: impl FnOnce(&mut Term)) -> String {
    let mut term = term(text, id);
    change(&mut term);
    let facet = "a".to_owned();
    let term = Box::new(term);
    edit(text, &[VocabularyEdit::Change { facet, term }]).unwrap()
}

#[test]
fn a_change_replaces_its_values_alone() {
    let new = changed(TEXT, "x", |term| term.label = "Ex \"y\" \\".to_owned());
    let wanted = TEXT.replace("\"X\"", "\"Ex \\\"y\\\" \\\\\"");
    assert_eq!(new, wanted);
    let new = changed(TEXT, "x", |term| {
        term.definition = "What x is.".to_owned();
        term.labels.insert("es".to_owned(), "Equis".to_owned());
        term.replaced_by = Some("y".to_owned());
        term.retired = true;
    });
    let wanted = TEXT.replace(
        "\"X\" # stays\nlabels = { fr = \"Ix\" }\n",
        "\"X\" # stays\ndefinition = \"What x is.\"\nlabels = { es = \"Equis\", fr = \"Ix\" }\nretired = true\nreplaced_by = \"y\"\n",
    );
    assert_eq!(new, wanted);
    let back = changed(&new, "x", |term| {
        *term = super::tests::term(TEXT, "x");
    });
    assert_eq!(back, TEXT);
}

#[test]
fn a_term_is_added_behind_the_last_of_its_facet() {
    let facet = || "a".to_owned();
    let mut new = term(TEXT, "y");
    new.id = "z".to_owned();
    new.aliases = aliases([("fr".to_owned(), vec!["zède".to_owned()])].into());
    let term = Box::new(new);
    let add = VocabularyEdit::Add {
        facet: facet(),
        term: term.clone(),
    };
    let block = "\n[[facet.term]]\nid = \"z\"\nlabel = \"Y\"\naliases = { fr = [\"zède\"] }\n";
    let wanted = TEXT.replace("label = \"Y\"\n", &format!("label = \"Y\"\n{block}"));
    assert_eq!(edit(TEXT, std::slice::from_ref(&add)).unwrap(), wanted);
    assert_eq!(
        edit(&wanted, &[add]),
        Err(VocabularyEditError::DoesNotFit),
        "twice"
    );
    // A facet without terms, at the end of a file without a line end.
    let facet = "b".to_owned();
    let text = TEXT.trim_end();
    let added = edit(text, &[VocabularyEdit::Add { facet, term }]).unwrap();
    assert_eq!(added, format!("{text}\n{block}"));
}

#[test]
fn synonyms_are_added_changed_and_taken_out() {
    let synonyms = |text: &str, word: &str, others: &[&str]| {
        let others = others.iter().map(|other| (*other).to_owned()).collect();
        let word = word.to_owned();
        edit(text, &[VocabularyEdit::Synonyms { word, others }]).unwrap()
    };
    let more = synonyms(TEXT, "MNO", &["operator", "telco"]);
    assert_eq!(
        more,
        TEXT.replace("[\"operator\"]", "[\"operator\", \"telco\"]")
    );
    let new = synonyms(TEXT, "job ad", &["vacancy"]);
    assert_eq!(
        new,
        TEXT.replace("# phones\n", "# phones\n\"job ad\" = [\"vacancy\"]\n")
    );
    assert_eq!(synonyms(&new, "job ad", &[]), TEXT);
    let none = synonyms(TEXT, "MNO", &[]);
    assert!(none.contains("[synonyms]\n\n[[facet]]"), "{none}");
    let empty = synonyms(&none, "a", &["b"]);
    assert!(empty.contains("[synonyms]\na = [\"b\"]\n"), "{empty}");
    assert_eq!(
        synonyms("", "a", &["b"]),
        "\n[synonyms]\na = [\"b\"]\n".trim_start_matches("")
    );
    assert_eq!(synonyms(TEXT, "nothing", &[]), TEXT);
}

#[test]
fn line_ends_stay() {
    let text = TEXT.replace('\n', "\r\n");
    let new = changed(&text, "x", |term| term.note = "N".to_owned());
    let wanted = "label = \"X\" # stays\r\nnote = \"N\"\r\nlabels";
    assert!(new.contains(wanted), "{new}");
    assert_eq!(new.matches('\n').count(), new.matches("\r\n").count());
    let marked = format!("\u{feff}{TEXT}");
    let new = changed(&marked, "y", |term| term.label = "Why".to_owned());
    assert_eq!(new, marked.replace("\"Y\"", "\"Why\""));
}

#[test]
fn what_is_written_in_another_way_is_left_alone() {
    let text = "facet = [{ key = \"a\", label = \"A\", term = [{ id = \"x\", label = \"X\" }] }]\n";
    let mut new = term(text, "x");
    let change = |term: &Term| VocabularyEdit::Change {
        facet: "a".to_owned(),
        term: Box::new(term.clone()),
    };
    new.label = "Y".to_owned();
    assert_eq!(
        edit(text, &[change(&new)]).unwrap(),
        text.replace("\"X\"", "\"Y\"")
    );
    new.note = "N".to_owned();
    assert_eq!(
        edit(text, &[change(&new)]),
        Err(VocabularyEditError::WouldNotReadBack)
    );
    let broken = edit("[[facet]\n", &[change(&new)]);
    assert!(matches!(broken, Err(VocabularyEditError::Unreadable(_))));
}

#[test]
fn a_term_gets_another_id_also_where_it_took_the_place_of_others() {
    let rename = |text: &str, from: &str, to: &str| {
        let edits = [VocabularyEdit::Rename {
            facet: "a".to_owned(),
            from: from.to_owned(),
            to: to.to_owned(),
        }];
        edit(text, &edits)
    };
    let led = TEXT.replace("id = \"y\"", "id = \"y\"\nreplaced_by = \"x\" # so");
    let wanted = led
        .replace("id = \"x\"", "id = \"ex\"")
        .replace("replaced_by = \"x\"", "replaced_by = \"ex\"");
    assert_eq!(rename(&led, "x", "ex").as_deref(), Ok(&*wanted));
    // Neither the id of another, nor of a term that is not there.
    for (from, to) in [("x", "y"), ("z", "ex")] {
        let none = Err(VocabularyEditError::DoesNotFit);
        assert_eq!(rename(TEXT, from, to), none, "{from} {to}");
    }
}

fn facet(text: &str, key: &str) -> Facet {
    let vocabulary = Vocabulary::as_written(text).unwrap();
    vocabulary.facet(key).unwrap().clone()
}

fn edited(text: &str, edit: FacetEdit) -> Result<String, VocabularyEditError> {
    super::edit(text, &[VocabularyEdit::Facet(edit)])
}

#[test]
fn a_facet_is_added_gets_other_words_and_goes_again() {
    let mut new = facet(TEXT, "b");
    new.key = "c".to_owned();
    new.label = "C".to_owned();
    new.labels.insert("fr".to_owned(), "Cé".to_owned());
    let added = edited(TEXT, FacetEdit::Add(Box::new(new.clone()))).unwrap();
    let block = "\n[[facet]]\nkey = \"c\"\nlabel = \"C\"\nlabels = { fr = \"Cé\" }\n";
    assert_eq!(added, format!("{TEXT}{block}"));
    let twice = edited(&added, FacetEdit::Add(Box::new(new)));
    assert_eq!(twice, Err(VocabularyEditError::DoesNotFit));
    assert_eq!(
        edited(&added, FacetEdit::Remove("c".to_owned())).as_deref(),
        Ok(TEXT)
    );
    let mut first = facet(TEXT, "a");
    first.label = "First".to_owned();
    first.definition = "What is first.".to_owned();
    first.in_brief = true;
    // Terms are sorted by their groups where they are read: that is no change.
    first.terms.reverse();
    let changed = edited(TEXT, FacetEdit::Change(Box::new(first))).unwrap();
    let lines = "label = \"First\"\ndefinition = \"What is first.\"\nin_brief = true\n\n# About x.";
    assert_eq!(changed, TEXT.replace("label = \"A\"\n\n# About x.", lines));
    let back = edited(&changed, FacetEdit::Change(Box::new(facet(TEXT, "a"))));
    assert_eq!(back.as_deref(), Ok(TEXT));
    let gone = edited(TEXT, FacetEdit::Remove("a".to_owned())).unwrap();
    let wanted = "# Ours.\n[synonyms]\nMNO = [\"operator\"] # phones\n\n# The second.\n[[facet]]\nkey = \"b\"\nlabel = \"B\"\n";
    assert_eq!(gone, wanted);
}

#[test]
fn a_group_stands_before_the_terms_and_goes_only_when_none_belongs_to_it() {
    let group = |id: &str, label: &str| TermGroup {
        id: id.to_owned(),
        label: label.to_owned(),
        definition: String::new(),
        labels: BTreeMap::new(),
    };
    let add = |group: TermGroup| FacetEdit::AddGroup {
        facet: "a".to_owned(),
        group,
    };
    let one = edited(TEXT, add(group("g", "G"))).unwrap();
    let block =
        |id: &str, label: &str| format!("\n[[facet.group]]\nid = \"{id}\"\nlabel = \"{label}\"\n");
    let own = "label = \"A\"\n";
    assert_eq!(one, TEXT.replace(own, &format!("{own}{}", block("g", "G"))));
    let two = edited(&one, add(group("h", "H"))).unwrap();
    let both = format!("{own}{}{}", block("g", "G"), block("h", "H"));
    assert_eq!(two, TEXT.replace(own, &both));
    let change = FacetEdit::ChangeGroup {
        facet: "a".to_owned(),
        group: group("g", "Gee"),
    };
    let changed = edited(&two, change.clone()).unwrap();
    assert_eq!(changed, two.replace("label = \"G\"", "label = \"Gee\""));
    assert_eq!(edited(TEXT, change), Err(VocabularyEditError::DoesNotFit));
    let remove = |text: &str| {
        let (facet, group) = ("a".to_owned(), "h".to_owned());
        edited(text, FacetEdit::RemoveGroup { facet, group })
    };
    assert_eq!(remove(&two), Ok(one));
    let used = super::tests::changed(&two, "x", |term| term.group = Some("h".to_owned()));
    assert_eq!(remove(&used), Err(VocabularyEditError::DoesNotFit));
    // Written in another way, it stays.
    let inline =
        "facet = [{ key = \"a\", label = \"A\", group = [{ id = \"h\", label = \"H\" }] }]\n";
    assert_eq!(remove(inline), Err(VocabularyEditError::WouldNotReadBack));
}
