//! Vocabularies with mistakes, groups, aliases and retired terms.

use super::*;

#[test]
fn a_mistake_costs_itself() {
    let text = "[[facet]]\nkey = \"a\"\nlabel = \"A\"\n[[facet.term]]\nid = \"x\"\nlabel = \"X\"\n\
                    [[facet.term]]\nid = \"x\"\nlabel = \"Y\"\n[[facet]]\nkey = \"q\"\nlabel = \"Q\"\n";
    let (vocabulary, problems) = Vocabulary::parse(text);
    assert_eq!(vocabulary.facets.len(), 1);
    assert_eq!(vocabulary.term_label("a", "x", "fr"), "X");
    assert_eq!(problems.len(), 2, "{problems:?}");
    let (empty, problems) = Vocabulary::parse("[[facet]\n");
    assert!(empty.facets.is_empty());
    assert_eq!(problems[0].position.line, 1);
}

#[test]
fn a_facet_cannot_have_a_key_that_is_in_use() {
    for (key, why) in [
        ("date", "a key of front matter"),
        ("view", "a parameter of addresses"),
        ("country", "a filter that every site has"),
        ("Über", "other characters"),
    ] {
        let text = format!("[[facet]]\nkey = \"{key}\"\nlabel = \"L\"\n");
        let (vocabulary, problems) = Vocabulary::parse(&text);
        assert!(vocabulary.facets.is_empty(), "{key}");
        assert_eq!(problems.len(), 1, "{key}");
        assert!(problems[0].message.contains(why), "{problems:?}");
        assert_eq!(problems[0].position.line, 2, "{problems:?}");
    }
}

#[test]
fn the_terms_of_a_group_stand_together() {
    let text = "[[facet]]\nkey = \"a\"\nlabel = \"A\"\n\
                    [[facet.group]]\nid = \"g\"\nlabel = \"G\"\nlabels = { fr = \"Groupe\" }\n\
                    [[facet.term]]\nid = \"x\"\nlabel = \"X\"\ngroup = \"g\"\n\
                    [[facet.term]]\nid = \"y\"\nlabel = \"Y\"\n\
                    [[facet.term]]\nid = \"z\"\nlabel = \"Z\"\ngroup = \"g\"\n\
                    [[facet.term]]\nid = \"u\"\nlabel = \"U\"\ngroup = \"h\"\n";
    let (vocabulary, problems) = Vocabulary::parse(text);
    let facet = &vocabulary.facets[0];
    let terms: Vec<&str> = facet.terms.iter().map(|term| term.id.as_str()).collect();
    assert_eq!(terms, ["x", "z", "y", "u"]);
    let group = facet.group_of("z").unwrap();
    assert_eq!(
        (group.label_in("fr"), group.label_in("ru")),
        ("Groupe", "G")
    );
    assert_eq!((facet.group_of("y"), facet.group_of("u")), (None, None));
    assert_eq!(problems.len(), 1, "{problems:?}");
    assert!(problems[0].message.contains("group “h”"), "{problems:?}");
    assert_eq!(problems[0].position.line, 22, "{problems:?}");
}

#[test]
fn aliases_are_a_list_or_by_language() {
    let text = "[[facet]]\nkey = \"a\"\nlabel = \"A\"\n[[facet.term]]\nid = \"x\"\nlabel = \"X\"\n\
                    aliases = [\"ex\"]\n[[facet.term]]\nid = \"y\"\nlabel = \"Y\"\n\
                    aliases = { en = [\"why\"], fr = [\"i grec\"] }\n";
    let (vocabulary, problems) = Vocabulary::parse(text);
    assert_eq!(problems, []);
    let terms = &vocabulary.facets[0].terms;
    assert_eq!(terms[0].aliases.all(), [("en", "ex")]);
    assert_eq!(terms[1].aliases.all(), [("en", "why"), ("fr", "i grec")]);
    let shared = text.replace("\"why\"", "\"Ex\"");
    let (_, problems) = Vocabulary::parse(&shared);
    assert_eq!(problems.len(), 1);
    assert!(problems[0].message.contains("two terms"), "{problems:?}");
    let label = text.replace("\"why\"", "\"x\"");
    assert_eq!(Vocabulary::parse(&label).1.len(), 1);
}

#[test]
fn a_retired_term_leads_to_the_one_in_its_place() {
    let text = "[[facet]]\nkey = \"a\"\nlabel = \"A\"\n[[facet.term]]\nid = \"x\"\nlabel = \"X\"\n\
                    replaced_by = \"y\"\n[[facet.term]]\nid = \"y\"\nlabel = \"Y\"\n\
                    [[facet.term]]\nid = \"z\"\nlabel = \"Z\"\nretired = true\n";
    let (vocabulary, problems) = Vocabulary::parse(text);
    assert_eq!(problems, []);
    let facet = &vocabulary.facets[0];
    assert_eq!((facet.current("x"), facet.current("z")), ("y", "z"));
    assert_eq!((facet.meant("X"), facet.current("u")), (Some("y"), "u"));
    let used: Vec<&str> = facet.terms_in_use().map(|term| term.id.as_str()).collect();
    assert_eq!(used, ["y"]);
    // Neither a term that is not there nor one that is retired can take a place.
    for by in ["u", "x", "z"] {
        let text = text.replace("replaced_by = \"y\"", &format!("replaced_by = \"{by}\""));
        let (vocabulary, problems) = Vocabulary::parse(&text);
        assert_eq!(problems.len(), 1, "{by}: {problems:?}");
        let term = vocabulary.facets[0].term("x").unwrap();
        assert_eq!((term.is_retired(), &term.replaced_by), (true, &None));
    }
}

#[test]
fn synonyms_do_not_go_round() {
    let (vocabulary, problems) =
        Vocabulary::parse("[synonyms]\nMNO = [\"mobile network operator\", \"telco\"]\n");
    assert_eq!(problems, []);
    assert_eq!(vocabulary.synonyms["MNO"].len(), 2);
    let round = "[synonyms]\na = [\"B\"]\nb = [\"c\"]\nc = [\"x\", \"A\"]\nd = []\n";
    let (_, problems) = Vocabulary::parse(round);
    let messages: Vec<&str> = problems.iter().map(|one| one.message.as_str()).collect();
    assert_eq!(
        messages,
        [
            "the synonyms go round in a circle: “a” → “b” → “c” → “a”; take one of these lines out, \
             for each word finds the others anyway",
            "the synonym “d” has no other words; write some, or take the line out"
        ]
    );
}
