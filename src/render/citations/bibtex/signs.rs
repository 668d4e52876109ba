//! Signs, accents and formulas of TeX.

use unicode_normalization::UnicodeNormalization;

/// Commands and the signs that they stand for.
const SIGNS: [(&str, &str); 96] = [
    ("ss", "ß"),
    ("SS", "ẞ"),
    ("ae", "æ"),
    ("AE", "Æ"),
    ("oe", "œ"),
    ("OE", "Œ"),
    ("o", "ø"),
    ("O", "Ø"),
    ("aa", "å"),
    ("AA", "Å"),
    ("l", "ł"),
    ("L", "Ł"),
    ("i", "ı"),
    ("j", "ȷ"),
    ("dh", "ð"),
    ("DH", "Ð"),
    ("th", "þ"),
    ("TH", "Þ"),
    ("dj", "đ"),
    ("DJ", "Đ"),
    ("ng", "ŋ"),
    ("textbackslash", "\\"),
    ("textendash", "–"),
    ("textemdash", "—"),
    ("textasciitilde", "~"),
    ("textunderscore", "_"),
    ("ldots", "…"),
    ("dots", "…"),
    ("textellipsis", "…"),
    ("textquoteleft", "‘"),
    ("textquoteright", "’"),
    ("textquotedblleft", "“"),
    ("textquotedblright", "”"),
    ("textquotesingle", "'"),
    ("guillemotleft", "«"),
    ("guillemotright", "»"),
    ("copyright", "©"),
    ("textregistered", "®"),
    ("texttrademark", "™"),
    ("pounds", "£"),
    ("textsterling", "£"),
    ("euro", "€"),
    ("texteuro", "€"),
    ("S", "§"),
    ("P", "¶"),
    ("textdegree", "°"),
    ("degree", "°"),
    ("textless", "<"),
    ("textgreater", ">"),
    ("textbar", "|"),
    ("slash", "/"),
    ("textdollar", "$"),
    ("textperiodcentered", "·"),
    ("cdot", "·"),
    ("times", "×"),
    ("pm", "±"),
    ("le", "≤"),
    ("leq", "≤"),
    ("ge", "≥"),
    ("geq", "≥"),
    ("neq", "≠"),
    ("approx", "≈"),
    ("sim", "∼"),
    ("infty", "∞"),
    ("to", "→"),
    ("rightarrow", "→"),
    ("alpha", "α"),
    ("beta", "β"),
    ("gamma", "γ"),
    ("delta", "δ"),
    ("epsilon", "ϵ"),
    ("varepsilon", "ε"),
    ("zeta", "ζ"),
    ("eta", "η"),
    ("theta", "θ"),
    ("iota", "ι"),
    ("kappa", "κ"),
    ("lambda", "λ"),
    ("mu", "μ"),
    ("nu", "ν"),
    ("xi", "ξ"),
    ("pi", "π"),
    ("rho", "ρ"),
    ("sigma", "σ"),
    ("tau", "τ"),
    ("phi", "φ"),
    ("chi", "χ"),
    ("psi", "ψ"),
    ("omega", "ω"),
    ("Gamma", "Γ"),
    ("Delta", "Δ"),
    ("Sigma", "Σ"),
    ("Omega", "Ω"),
    ("TeX", "TeX"),
    ("LaTeX", "LaTeX"),
    ("BibTeX", "BibTeX"),
];

/// Reads a formula as far as plain text goes: raised, lowered, Greek.
pub(super) fn formula(source: &str) -> String {
    let mut out = String::new();
    let mut marks = source.chars().peekable();
    while let Some(mark) = marks.next() {
        match mark {
            '^' | '_' => {
                let tag = if mark == '^' { "sup" } else { "sub" };
                let mut inner = String::new();
                match marks.next() {
                    Some('{') => {
                        for mark in marks.by_ref().take_while(|mark| *mark != '}') {
                            inner.push(mark);
                        }
                    }
                    Some('\\') => {
                        inner.push('\\');
                        while let Some(letter) = marks.next_if(|letter| letter.is_alphabetic()) {
                            inner.push(letter);
                        }
                    }
                    Some(mark) => inner.push(mark),
                    None => {}
                }
                let inner = if inner.contains('\\') {
                    formula_words(&inner)
                } else {
                    inner
                };
                out.push_str(&format!("<{tag}>{inner}</{tag}>"));
            }
            '\\' => {
                let mut name = String::new();
                while let Some(letter) = marks.next_if(|letter| letter.is_alphabetic()) {
                    name.push(letter);
                }
                if name.is_empty() {
                    out.extend(marks.next());
                } else {
                    out.push_str(&formula_words(&format!("\\{name}")));
                }
            }
            '{' | '}' => {}
            _ => out.push(mark),
        }
    }
    out
}

fn formula_words(source: &str) -> String {
    let name = source.trim_start_matches('\\');
    match symbol(name) {
        Some(sign) => sign.to_owned(),
        None if [
            "mathrm", "mathbf", "mathcal", "mathit", "text", "left", "right",
        ]
        .contains(&name) =>
        {
            String::new()
        }
        None => name.to_owned(),
    }
}

/// Puts an accent on a letter.
pub(super) fn accent(accent: char, base: &str) -> String {
    let sign = match accent {
        '\'' => '\u{301}',
        '`' => '\u{300}',
        '^' => '\u{302}',
        '"' => '\u{308}',
        '~' => '\u{303}',
        '=' => '\u{304}',
        '.' => '\u{307}',
        'u' => '\u{306}',
        'v' => '\u{30C}',
        'H' => '\u{30B}',
        'c' => '\u{327}',
        'k' => '\u{328}',
        'r' => '\u{30A}',
        'd' => '\u{323}',
        'b' => '\u{331}',
        _ => '\u{361}',
    };
    let mut letters = base.chars();
    let Some(first) = letters.next() else {
        return String::new();
    };
    // An accent takes the place of the dot of an i.
    let first = match first {
        'ı' if accent != '.' => 'i',
        'ȷ' => 'j',
        other => other,
    };
    let joined: String = [first, sign].into_iter().nfc().collect();
    format!("{joined}{}", letters.as_str())
}

/// Returns the sign that a command stands for.
pub(super) fn symbol(name: &str) -> Option<&'static str> {
    SIGNS
        .iter()
        .find(|(sign, _)| *sign == name)
        .map(|(_, text)| *text)
}
