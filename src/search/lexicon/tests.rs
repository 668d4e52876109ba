//! Tests of what the group calls things.

use super::*;

fn lexicon() -> Lexicon {
    let text = "[synonyms]\nMNO = [\"mobile network operator\", \"telco\"]\n\
                    [[facet]]\nkey = \"challenges\"\nlabel = \"Challenge\"\n[[facet.term]]\nid = \"concluding\"\n\
                    label = \"Concluding partnerships\"\nlabels = { fr = \"Conclure les partenariats\" }\n\
                    aliases = { en = [\"termination\"], ru = [\"завершение\"] }\n";
    Lexicon::new(&Arc::new(Vocabulary::parse(text).0))
}

#[test]
fn labels_and_aliases_are_found_by_any_of_their_words() {
    let lexicon = lexicon();
    let concluding = [("challenges", "concluding")];
    for word in [
        "conclude",
        "Terminations",
        "завершения",
        "conclure",
        "partenariat",
    ] {
        let found = lexicon.values_with(word, &crate::search::words::fold(word));
        assert_eq!(found, concluding, "{word}");
    }
    assert_eq!(lexicon.values_with("les", "les"), []);
    assert!(lexicon.knows("telcos", "telcos") && lexicon.knows("MNO", "mno"));
    assert!(!lexicon.knows("blockchain", "blockchain"));
}

#[test]
fn synonyms_go_both_ways() {
    let lexicon = lexicon();
    let of = |phrase: &str| lexicon.synonyms(&key_of(phrase)).to_vec();
    assert!(of("mno").contains(&vec!["telco".to_owned()]));
    assert!(of("Mobile Network Operators").contains(&vec!["mno".to_owned()]));
    assert_eq!(of("network"), Vec::<Vec<String>>::new());
}

#[test]
fn countries_go_by_many_names() {
    for name in [
        "Netherlands",
        "the Netherlands",
        "Dutch",
        "Holland",
        "néerlandais",
        "Нидерланды",
    ] {
        let key = key_of(name.trim_start_matches("the "));
        assert_eq!(Lexicon::countries(&key), ["NL"], "{name}");
    }
    assert_eq!(Lexicon::countries(&key_of("UK")), ["GB"]);
    assert_eq!(Lexicon::countries(&key_of("États-Unis")), ["US"]);
}
