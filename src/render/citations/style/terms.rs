//! The words of a language as a style has them: its own terms first, then those of the language.

use std::collections::HashMap;

use hayagriva::citationberg::taxonomy::{Kind, Locator, NumberVariable, OtherTerm, Term};
use hayagriva::citationberg::{
    Date, DateForm, GrammarGender, IndependentStyle, Locale, LocaleCode, LocalizedTerm,
    OrdinalMatch, TermForm,
};

use super::runs::Quotes;

/// The words of one language.
pub(in crate::render::citations) struct Terms {
    terms: HashMap<(Term, TermForm), LocalizedTerm>,
    ordinals: Vec<LocalizedTerm>,
    numeric_date: Option<Date>,
    text_date: Option<Date>,
    pub(super) quotes: Quotes,
    pub(super) ordinal_days_only_first: bool,
    pub(super) english: bool,
}

impl Terms {
    /// Collects the words of a language for a style.
    pub(in crate::render::citations) fn new(
        style: &IndependentStyle,
        locales: &[Locale],
        language: &LocaleCode,
    ) -> Self {
        let chain = chain(style, locales, language);
        let mut terms = HashMap::new();
        let mut ordinals: Vec<LocalizedTerm> = Vec::new();
        let (mut numeric_date, mut text_date) = (None, None);
        let (mut punctuation_inside, mut only_first) = (None, None);
        for locale in chain {
            let own = locale.terms.iter().flat_map(|terms| &terms.terms);
            // A language that has ordinals of its own has none of another.
            if own.clone().any(|term| term.name.is_ordinal()) {
                ordinals = own
                    .clone()
                    .filter(|term| term.name.is_ordinal())
                    .cloned()
                    .collect();
            }
            for term in own {
                terms.insert((same(term.name), term.form), term.clone());
            }
            for date in &locale.date {
                match date.form {
                    Some(DateForm::Numeric) => numeric_date = Some(date.clone()),
                    Some(DateForm::Text) => text_date = Some(date.clone()),
                    None => {}
                }
            }
            if let Some(options) = &locale.style_options {
                punctuation_inside = options.punctuation_in_quote.or(punctuation_inside);
                only_first = options.limit_day_ordinals_to_day_1.or(only_first);
            }
        }
        let quotes = quotes(&terms, punctuation_inside.unwrap_or(false));
        Self {
            terms,
            ordinals,
            numeric_date,
            text_date,
            quotes,
            ordinal_days_only_first: only_first.unwrap_or(false),
            english: base(language) == "en",
        }
    }

    /// Returns a term in a form, or in the one that stands in for it.
    pub(super) fn term(&self, term: Term, form: TermForm, plural: bool) -> Option<&str> {
        let term = same(term);
        let mut form = Some(form);
        while let Some(wanted) = form {
            if let Some(found) = self.terms.get(&(term, wanted)) {
                return if plural {
                    found.multiple()
                } else {
                    found.single()
                };
            }
            form = wanted.fallback();
        }
        None
    }

    pub(super) fn other(&self, term: OtherTerm) -> Option<&str> {
        self.term(Term::Other(term), TermForm::Long, false)
    }

    /// Returns the gender of the word for something that is counted.
    pub(super) fn gender(&self, term: Term) -> Option<GrammarGender> {
        self.terms.get(&(same(term), TermForm::Long))?.gender
    }

    /// Returns the dates of the language.
    pub(super) fn date(&self, form: DateForm) -> Option<&Date> {
        match form {
            DateForm::Numeric => self.numeric_date.as_ref(),
            DateForm::Text => self.text_date.as_ref(),
        }
    }

    /// Returns the ending that makes a number an ordinal.
    pub(super) fn ordinal(&self, number: i32, gender: Option<GrammarGender>) -> &str {
        let fits = |term: &&LocalizedTerm, kind: OrdinalMatch| {
            let Term::Other(OtherTerm::OrdinalN(n)) = term.name else {
                return false;
            };
            let n = i32::from(n);
            let usual = if n < 10 {
                OrdinalMatch::LastDigit
            } else {
                OrdinalMatch::LastTwoDigits
            };
            term.match_.unwrap_or(usual) == kind
                && n == match kind {
                    OrdinalMatch::LastDigit => number % 10,
                    OrdinalMatch::LastTwoDigits => number % 100,
                    OrdinalMatch::WholeNumber => number,
                }
        };
        let kinds = [
            OrdinalMatch::WholeNumber,
            OrdinalMatch::LastTwoDigits,
            OrdinalMatch::LastDigit,
        ];
        for kind in kinds {
            for wanted in [gender, None] {
                let mut terms = self.ordinals.iter().filter(|term| fits(term, kind));
                if let Some(found) = terms.find(|term| term.gender_form == wanted) {
                    return found.single().unwrap_or_default();
                }
            }
        }
        let plain = |term: &&LocalizedTerm| term.name == Term::Other(OtherTerm::Ordinal);
        let plain: Vec<&LocalizedTerm> = self.ordinals.iter().filter(plain).collect();
        let found = plain.iter().find(|term| term.gender_form == gender);
        let found = found.or_else(|| plain.first());
        found.and_then(|term| term.single()).unwrap_or_default()
    }

    /// Returns an ordinal in words.
    pub(super) fn long_ordinal(&self, number: i32) -> Option<&str> {
        let number = u8::try_from(number)
            .ok()
            .filter(|number| (1..=10).contains(number))?;
        let term = Term::Other(OtherTerm::LongOrdinal(number));
        self.terms.get(&(term, TermForm::Long))?.single()
    }
}

/// Returns the language of a locale, without its country.
fn base(language: &LocaleCode) -> &str {
    language.0.split('-').next().unwrap_or("en")
}

/// Returns the locales that have words of a language, from the most general to the most special:
/// later ones replace earlier ones.
fn chain<'l>(
    style: &'l IndependentStyle,
    locales: &'l [Locale],
    language: &LocaleCode,
) -> Vec<&'l Locale> {
    let named = |locale: &&Locale, name: &str| {
        let lang = locale.lang.as_ref();
        lang.is_some_and(|lang| lang.0.eq_ignore_ascii_case(name))
    };
    let (base, own) = (base(language), style.locale.iter());
    let mut chain: Vec<&Locale> = Vec::new();
    chain.extend(locales.iter().find(|locale| named(locale, "en-US")));
    chain.extend(locales.iter().find(|locale| named(locale, &language.0)));
    chain.extend(own.clone().filter(|locale| locale.lang.is_none()));
    chain.extend(own.clone().filter(|locale| named(locale, base)));
    if base != language.0 {
        chain.extend(own.filter(|locale| named(locale, &language.0)));
    }
    chain
}

/// Returns the quotation marks among the words of a language.
fn quotes(terms: &HashMap<(Term, TermForm), LocalizedTerm>, punctuation_inside: bool) -> Quotes {
    let mark = |term: OtherTerm, default: &str| {
        let found = terms.get(&(Term::Other(term), TermForm::Long));
        let found = found.and_then(LocalizedTerm::single);
        found.unwrap_or(default).to_owned()
    };
    Quotes {
        open: mark(OtherTerm::OpenQuote, "“"),
        close: mark(OtherTerm::CloseQuote, "”"),
        open_inner: mark(OtherTerm::OpenInnerQuote, "‘"),
        close_inner: mark(OtherTerm::CloseInnerQuote, "’"),
        punctuation_inside,
    }
}

/// Returns the one name of a term that the taxonomy has under several.
fn same(term: Term) -> Term {
    match term {
        Term::Locator(Locator::Issue) => Term::NumberVariable(NumberVariable::Issue),
        Term::Locator(Locator::Page) => Term::PageVariable,
        Term::Locator(Locator::Section) => Term::NumberVariable(NumberVariable::Section),
        Term::Locator(Locator::Volume) => Term::NumberVariable(NumberVariable::Volume),
        Term::Locator(Locator::Book) => Term::Kind(Kind::Book),
        Term::Locator(Locator::Chapter) => Term::Kind(Kind::Chapter),
        Term::NumberVariable(NumberVariable::ChapterNumber) => Term::Kind(Kind::Chapter),
        Term::Locator(Locator::Figure) => Term::Kind(Kind::Figure),
        _ => term,
    }
}
