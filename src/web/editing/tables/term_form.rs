//! The form of a term: what it is about, what stands in it, and how it is shown.

use askama::Template;

use crate::domain::vocabulary::{Facet, Term};
use crate::web::editing::planned::FormProblems;
use crate::web::editing::request::EditRequest;
use crate::web::editing::tables::fields::{
    FATE, FieldConflict, FieldValues, LONGEST, RETIRED, label_field,
};
use crate::web::editing::tables::planned::{PlanOutcome, TablePlanView, answer};
use crate::web::editing::tables::vocabulary::address;
use crate::web::http::error::Error;
use crate::web::http::reply::Reply;
use crate::web::parts::facets;
use crate::web::parts::messages::{Locale, Words};
use crate::web::parts::shell::Shell;

#[derive(Template)]
#[template(path = "editing/term.html")]
struct TermFormView {
    shell: Shell,
    account: String,
    action: String,
    base: String,
    facet: String,
    is_new: bool,
    /// Whether the vocabulary has the term, or is to get it: otherwise it can only be replaced.
    is_defined: bool,
    id: String,
    /// The id that a term is to have, and whether its old one goes on leading to it.
    new_id: String,
    keep: bool,
    labels: Vec<LabelFieldView>,
    groups: Vec<GroupChoice>,
    definition: String,
    note: String,
    aliases: Vec<LabelFieldView>,
    fates: Vec<GroupChoice>,
    rewrite: bool,
    pages: usize,
    search: String,
    message: String,
    longest: usize,
    form_problems: FormProblems,
    clashes: Vec<String>,
    plan: Option<TablePlanView>,
}

/// A line of text in a language.
pub(super) struct LabelFieldView {
    pub(super) name: String,
    pub(super) label: String,
    pub(super) language: &'static str,
    pub(super) value: String,
}

/// Returns the fields of the names in each language.
pub(super) fn labels(words: Words, fields: &FieldValues) -> Vec<LabelFieldView> {
    let languages = Locale::ALL.into_iter().map(Locale::code);
    let labels = languages.map(|language| {
        let name = label_field(language);
        LabelFieldView {
            label: field_label(words, &name),
            value: fields.get(&name).to_owned(),
            language,
            name,
        }
    });
    labels.collect()
}

/// Says what others changed meanwhile.
pub(super) fn clash_lines(words: Words, clashes: &[FieldConflict]) -> Vec<String> {
    let lines = clashes.iter().map(|clash| {
        let now = clash.now.replace('\n', ", ");
        let field = field_label(words, &clash.field);
        words.with_two("term-clash", "field", field, "now", now)
    });
    lines.collect()
}

struct GroupChoice {
    value: String,
    label: String,
    is_chosen: bool,
}

/// The term that a form is about.
pub(super) struct TermSubject<'f> {
    pub(super) facet: &'f Facet,
    /// The term as the vocabulary has it.
    pub(super) term: Option<&'f Term>,
    pub(super) id: String,
    pub(super) is_new: bool,
    pub(super) pages: usize,
}

/// The values of a form.
#[derive(Default)]
pub(super) struct TermInput {
    pub(super) fields: FieldValues,
    pub(super) clashes: Vec<FieldConflict>,
    pub(super) rewrite: bool,
    /// The id that the term is to have; its own where it keeps that.
    pub(super) new_id: String,
    /// Whether the id that it had goes on leading to it.
    pub(super) keep: bool,
}

/// Returns what a term is called; its id where the vocabulary lacks it.
pub(super) fn label<'a>(facet: &'a Facet, id: &'a str, words: Words) -> &'a str {
    let term = facet.term(id);
    term.map_or(id, |term| term.label_in(words.code()))
}

/// Shows the form.
pub(super) fn page(
    request: &EditRequest,
    subject: &TermSubject<'_>,
    input: &TermInput,
    shown: PlanOutcome,
) -> Result<Reply, Error> {
    let context = request.context();
    let words = context.words;
    let facet_label = subject.facet.label_in(words.code());
    let name = label(subject.facet, &subject.id, words);
    let title = match (subject.is_new, subject.term) {
        (true, _) => words.with("term-title-new", "facet", facet_label),
        (false, Some(_)) => words.with("term-title", "term", name),
        (false, None) => words.with("term-title-undefined", "term", name),
    };
    let fields = &input.fields;
    let is_wrong = !shown.form_problems.notice.is_empty();
    let view = TermFormView {
        shell: Shell::new(context, &title).without_index(),
        account: request.account(),
        action: match subject.is_new {
            true => format!("/-/vocabulary/{}", subject.facet.key),
            false => address(&subject.facet.key, &subject.id),
        },
        base: context.edition.revision().id.to_string(),
        facet: facet_label.to_owned(),
        is_new: subject.is_new,
        is_defined: subject.is_new || subject.term.is_some(),
        id: subject.id.clone(),
        new_id: input.new_id.clone(),
        keep: input.keep,
        labels: labels(words, fields),
        groups: groups(subject.facet, fields.get("group"), words),
        definition: fields.get("definition").to_owned(),
        note: fields.get("note").to_owned(),
        aliases: aliases(words, fields),
        fates: fates(subject, fields.get(FATE), words),
        rewrite: input.rewrite,
        pages: subject.pages,
        search: facets::address(&subject.facet.key, &subject.id),
        message: request.visit.form.get("message").to_owned(),
        longest: LONGEST,
        form_problems: shown.form_problems,
        clashes: clash_lines(words, &input.clashes),
        plan: shown.plan,
    };
    answer(&view, is_wrong)
}

/// Returns the lines of other words for a term, one for each language.
fn aliases(words: Words, fields: &FieldValues) -> Vec<LabelFieldView> {
    let languages = Locale::ALL.into_iter().map(Locale::code);
    let aliases = languages.map(|language| {
        let name = format!("aliases-{language}");
        LabelFieldView {
            label: field_label(words, &name),
            value: fields.get(&name).to_owned(),
            language,
            name,
        }
    });
    aliases.collect()
}

/// Returns what a field is called.
fn field_label(words: Words, name: &str) -> String {
    match name.split_once('-') {
        Some(("label", code)) => {
            words.with("term-label-in", "language", facets::language_name(code))
        }
        Some((_, code)) => words.with("term-aliases-in", "language", facets::language_name(code)),
        None => {
            let id = match name {
                "label" => "term-label",
                "group" => "term-group",
                "definition" => "term-definition",
                "note" => "term-note",
                "brief" => "facet-in-brief",
                _ => "term-fate",
            };
            words.say(id).into_owned()
        }
    }
}

/// Returns the groups of a facet to choose from; nothing where it has none.
fn groups(facet: &Facet, chosen: &str, words: Words) -> Vec<GroupChoice> {
    let none = words.say("term-group-none").into_owned();
    let groups = facet.groups.iter();
    let groups = groups.map(|group| (group.id.clone(), group.label_in(words.code()).to_owned()));
    let all = [(String::new(), none)].into_iter().chain(groups);
    match facet.groups.is_empty() {
        true => Vec::new(),
        false => all.map(|pair| choice(pair, chosen)).collect(),
    }
}

fn choice((value, label): (String, String), chosen: &str) -> GroupChoice {
    GroupChoice {
        is_chosen: value == chosen,
        value,
        label,
    }
}

/// Returns what can become of a term.
fn fates(subject: &TermSubject<'_>, chosen: &str, words: Words) -> Vec<GroupChoice> {
    let mut fates = match subject.term {
        Some(_) => vec![
            (String::new(), words.say("term-fate-used").into_owned()),
            (RETIRED.to_owned(), words.say("term-fate-retired").into()),
        ],
        None => vec![(String::new(), words.say("edit-no-choice").into_owned())],
    };
    let others = subject
        .facet
        .terms_in_use()
        .filter(|one| one.id != subject.id);
    fates.extend(others.map(|one| {
        let label = one.label_in(words.code());
        (one.id.clone(), words.with("term-fate-by", "term", label))
    }));
    fates.into_iter().map(|pair| choice(pair, chosen)).collect()
}
