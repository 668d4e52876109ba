//! Words of questions: they ask, and do not say about what.
//!
//! The index leaves out the lists that the engine brings (`language.rs`). These here are left out
//! of queries only, unless quoted or in capitals: pages have them, and a phrase may need them.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::domain::Viewer;
use crate::search::clause::QueryWord;
use crate::search::dictionary::Dictionary;
use crate::search::language::Language;
use crate::search::words::lower_into;

/// Words of questions in the languages that pages are read in, folded. A word that means something
/// in another of these languages is left out, for a query does not say its language.
const QUESTIONS: [(&str, &str); 8] = [
    (
        "en",
        "a about also am an and any anybody anyone anything are aren as at be been being but by can cannot \
         could couldn did didn do does doesn doing don deal dealing deals done else for from get gets getting give given go \
         goes going got had has hasn have haven having he help her here hers him his how i if in into \
         is isn it its ll m may me might mine must my need needed needs no nor not of off on onto or other others \
         our ours out over per please re s shall she say should shouldn so some somebody someone something such \
         t than that the their theirs them then there these they this those to too up upon us ve very \
         want wants was wasn way ways we were weren what whatever when where whether which while who \
         whom whose why will with won would wouldn you your yours",
    ),
    (
        "fr",
        "au aux avec ce ces cet cette ceux chez comment d dans de des doit doivent donc du elle elles \
         en est et etes eux faire fait faut il ils j je l la le les leur leurs lors lui ma mais me meme \
         mes n ne nos notre nous ont ou par peut peuvent peux pour pourquoi qu quand que quel quelle \
         quelles quels qui quoi sa sans se sera ses si sommes sont sous sur ta te tes toi tu un une vos \
         votre vous y",
    ),
    (
        "es",
        "al como con cual cuales cuando cuanto cuantos de debe deben debo del desde donde e el ella \
         ellas ellos en entre es esta estas este esto estos hace hacer hacia hasta hay la las le les lo \
         los me mi mis muy nos nosotros o para pero podemos por porque puede pueden puedo que quien \
         quienes se segun si sin sobre son su sus te tener tiene tienen tu tus u un una unas uno unos \
         y ya yo",
    ),
    (
        "ru",
        "а без бы был была были было быть в вам вас во вот все всех вы где да для до его ее если есть \
         же за зачем и из или им их к как какая какие какой какую когда кого кому кто ли мне могу мож \
         может можем можно мои моя мы на над надо нам нас наш не него нее нет ни них но нужно о об \
         один он она они от по под почему при про с свои себя со так такое там то того тоже только у \
         уже чего чем что чтобы эта эти это этого этой этом этот я",
    ),
    (
        "de",
        "aber als am an auch auf aus bei bin bis da damit dann das dass dem den der des die dies diese \
         dieser doch du durch ein eine einem einen einer eines er es fur gibt haben hat ich ihr im in \
         ins ist kann kannst konnen machen man mein mit muss nach nicht oder sein sich sie sind soll \
         sollen uber um und uns unser vom von vor wann warum was welche welcher welches wenn wer werden \
         wie wieso wir wird wo zu zum zur",
    ),
    (
        "it",
        "agli ai al alla alle anche che chi ci come con cosa da dai dal dalla degli dei del della delle \
         dello di dove e ed gli ha hanno i il in la le lo ma nei nel nella noi o per perche piu possiamo \
         posso puo quale quali quando quanto questa questo se si sono su sul sulla tra un una uno",
    ),
    (
        "nl",
        "aan als bij dan dat de deze die dit een en er hebben heeft het hoe ik in is je kan kunnen maar \
         met mijn moet naar niet of om onze ook op te tot uit van voor waar waarom wanneer wat we welke \
         wie wij worden wordt zijn",
    ),
    (
        "pt",
        "ao aos as com como da das de do dos e em entre essa esse esta este eu fazer foi ha isso isto \
         mais mas na nas no nos o os ou para pela pelas pelo pelos podemos por porque posso qual quais \
         quando que quem se sem ser seu sua um uma umas uns",
    ),
];

/// Languages in which questions are asked of every site: those of its interface.
const INTERFACE: [&str; 4] = ["en", "fr", "es", "ru"];

/// Words of the lists above that mean something in English, or are short forms of names in it.
const MEANINGFUL: [&str; 14] = [
    "sin", "son", "sur", "as", "do", "no", "me", "hat", "die", "man", "worden", "per", "war", "met",
];

impl Dictionary<'_> {
    /// Tells whether a word of a query says nothing of what is asked for. A short word in capitals
    /// is a name: WHO, IT.
    pub(crate) fn is_stop_word(&self, word: &QueryWord, viewer: Viewer) -> bool {
        let letters = word.text.chars().count();
        let capitals = letters > 1 && letters <= 4 && word.text.chars().all(char::is_uppercase);
        if capitals {
            return false;
        }
        let mut lower = String::new();
        lower_into(&word.text, &mut lower);
        let languages = self.languages(viewer);
        let indexed = languages
            .iter()
            .any(|language| language.is_stop_word(&lower) || language.is_stop_word(&word.folded));
        indexed || is_of_question(&word.folded, languages)
    }
}

/// The words of the lists, with the languages in which they are words of questions, as bits.
static BY_WORD: LazyLock<HashMap<&'static str, u8>> = LazyLock::new(|| {
    let mut by_word: HashMap<&str, u8> = HashMap::new();
    for (number, (code, list)) in QUESTIONS.iter().enumerate() {
        let words = list.split(' ');
        for word in words.filter(|word| *code == "en" || !MEANINGFUL.contains(word)) {
            *by_word.entry(word).or_default() |= 1 << number;
        }
    }
    by_word
});

/// Tells whether a folded word is one of a question in the languages of the interface or others.
fn is_of_question(folded: &str, languages: &[Language]) -> bool {
    let Some(bits) = BY_WORD.get(folded) else {
        return false;
    };
    QUESTIONS.iter().enumerate().any(|(number, (code, _))| {
        let applies = INTERFACE.contains(code) || languages.contains(&Language::from_code(code));
        bits & (1 << number) != 0 && applies
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_questions_say_nothing() {
        for word in [
            "how",
            "do",
            "we",
            "get",
            "should",
            "say",
            "who",
            "pourquoi",
            "donde",
            "почему",
            "des",
        ] {
            assert!(is_of_question(word, &[]), "{word}");
        }
        for word in [
            "data",
            "son",
            "sin",
            "agreement",
            "wie",
            "case",
            "first",
            "end",
        ] {
            assert!(!is_of_question(word, &[]), "{word}");
        }
        assert!(is_of_question("wie", &[Language::from_code("de")]));
    }
}
