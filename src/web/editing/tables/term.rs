//! `/-/vocabulary/<facet>` and `/-/vocabulary/<facet>/<term>`: a term is added, given other words,
//! retired, or replaced by another in all pages that carry it; also one that the vocabulary lacks.

use axum::response::Response;

use crate::domain::slug::slug;
use crate::domain::vocabulary::{Facet, Term};
use crate::domain::vocabulary_edit::VocabularyEdit;
use crate::site::SavedCommit;
use crate::site::tables::TermReplacement;
use crate::web::editing::edit::blocking;
use crate::web::editing::planned::FormProblems;
use crate::web::editing::request::EditRequest;
use crate::web::editing::tables::fields::{FATE, FieldValues, LONGEST, RETIRED, line};
use crate::web::editing::tables::planned::{PlanOutcome, decide, organizers, vocabulary_at_base};
use crate::web::editing::tables::renaming::{empty, is_renamed, renaming, wrong_id};
use crate::web::editing::tables::term_form::{TermInput, TermSubject, label, page};
use crate::web::editing::tables::vocabulary::uses;
use crate::web::http::error::Error;
use crate::web::http::reply::Reply;
use crate::web::parts::messages::Words;

/// Shows the form of a new term.
pub(crate) async fn show_new(request: EditRequest) -> Response {
    blocking(request, |request| adding(request, false)).await
}

/// Adds a term, or shows what that would change.
pub(crate) async fn send_new(request: EditRequest) -> Response {
    blocking(request, |request| adding(request, true)).await
}

/// Shows the form of a term.
pub(crate) async fn show(request: EditRequest) -> Response {
    blocking(request, |request| changing(request, false)).await
}

/// Changes a term, or shows what that would change.
pub(crate) async fn send(request: EditRequest) -> Response {
    blocking(request, |request| changing(request, true)).await
}

fn facet_of<'f>(request: &'f EditRequest, key: &str) -> Result<&'f Facet, Error> {
    let vocabulary = request.context().edition.vocabulary();
    vocabulary.facet(key).ok_or(Error::NotFound)
}

fn adding(request: &EditRequest, is_sent: bool) -> Result<Reply, Error> {
    organizers(request)?;
    let context = request.context();
    let form = &request.visit.form;
    let mut subject = TermSubject {
        facet: facet_of(request, &context.below("/-/vocabulary/")?)?,
        term: None,
        id: line(request.visit.parameter("id")),
        is_new: true,
        pages: 0,
    };
    let mut input = TermInput::default();
    if !is_sent {
        return page(request, &subject, &input, PlanOutcome::default());
    }
    input.fields = FieldValues::of_form(form);
    input.fields.set(FATE, "");
    subject.id = match line(form.get("id")) {
        id if id.is_empty() => slug(input.fields.get("label")),
        id => id,
    };
    if let Some(shown) = wrong(request, &input.fields) {
        return page(request, &subject, &input, shown);
    }
    let mut term = empty(&subject.id);
    input.fields.write(&mut term);
    let label = term.label.clone();
    let add = VocabularyEdit::Add {
        facet: subject.facet.key.clone(),
        term: Box::new(term),
    };
    let plan = context.view().plan_vocabulary(&[add], None);
    let otherwise = context.words.with("term-message-add", "term", label);
    match decide(request, plan, &otherwise)? {
        Ok(written) => Ok(to_list(&written, &subject)),
        Err(shown) => page(request, &subject, &input, shown),
    }
}

fn changing(request: &EditRequest, is_sent: bool) -> Result<Reply, Error> {
    organizers(request)?;
    let context = request.context();
    let mut subject = subject_of(request)?;
    let now = unchanged(&subject);
    if !is_sent {
        return page(request, &subject, &now, PlanOutcome::default());
    }
    let input = merged_input(request, &subject, now)?;
    if subject.term.is_some()
        && let Some(shown) =
            wrong(request, &input.fields).or_else(|| wrong_id(request, &subject, &input))
    {
        return page(request, &subject, &input, shown);
    }
    let mut edits = edits(&subject, &input.fields);
    edits.extend(renaming(&subject, &input));
    let plan = (context.view()).plan_vocabulary(&edits, retagging(&subject, &input).as_ref());
    let otherwise = message(context.words, &subject, &input);
    match decide(request, plan, &otherwise)? {
        Ok(written) => {
            subject.id.clone_from(&input.new_id);
            Ok(to_list(&written, &subject))
        }
        Err(shown) => page(request, &subject, &input, shown),
    }
}

/// Returns the term that the address names: one of the vocabulary, or one that only pages carry.
fn subject_of(request: &EditRequest) -> Result<TermSubject<'_>, Error> {
    let context = request.context();
    let rest = context.below("/-/vocabulary/")?;
    let (key, id) = rest.split_once('/').ok_or(Error::NotFound)?;
    let facet = facet_of(request, key)?;
    let uses = uses(&context.view());
    let pages = uses.get(&(key.to_owned(), id.to_owned()));
    let term = facet.term(id);
    if term.is_none() && pages.is_none() {
        return Err(Error::NotFound);
    }
    Ok(TermSubject {
        facet,
        term,
        id: id.to_owned(),
        is_new: false,
        pages: pages.copied().unwrap_or_default(),
    })
}

/// Returns what the form says before anything is typed; of a term that the vocabulary lacks, the one that
/// may be meant.
fn unchanged(subject: &TermSubject<'_>) -> TermInput {
    let fields = match subject.term {
        Some(term) => FieldValues::of(term),
        None => {
            let mut fields = FieldValues::default();
            let meant = subject.facet.meant(&subject.id);
            fields.set(FATE, meant.unwrap_or_default());
            fields
        }
    };
    TermInput {
        fields,
        clashes: Vec::new(),
        rewrite: true,
        new_id: subject.id.clone(),
        keep: true,
    }
}

/// Returns what was typed, on top of what the vocabulary says now.
fn merged_input(
    request: &EditRequest,
    subject: &TermSubject<'_>,
    now: TermInput,
) -> Result<TermInput, Error> {
    let form = &request.visit.form;
    let mut input = TermInput {
        rewrite: form.get("rewrite") == "yes" || subject.term.is_none(),
        keep: form.get("keep") == "yes",
        ..now
    };
    let id = line(form.get("new-id"));
    if !id.is_empty() {
        input.new_id = id;
    }
    match subject.term {
        Some(_) => {
            let now = input.fields;
            let base = at_base(request, subject)?.unwrap_or_else(|| now.clone());
            (input.fields, input.clashes) = FieldValues::of_form(form).onto(&base, &now);
        }
        None => input.fields.set(FATE, &line(form.get(FATE))),
    }
    Ok(input)
}

/// Returns the term as it was when the form was shown.
fn at_base(request: &EditRequest, subject: &TermSubject<'_>) -> Result<Option<FieldValues>, Error> {
    let vocabulary = vocabulary_at_base(request)?;
    let term = vocabulary.as_ref().and_then(|vocabulary| {
        let facet = vocabulary.facet(&subject.facet.key)?;
        facet.term(&subject.id)
    });
    Ok(term.map(FieldValues::of))
}

/// Says what is wrong with the fields themselves.
fn wrong(request: &EditRequest, fields: &FieldValues) -> Option<PlanOutcome> {
    let words = request.context().words;
    let notice = match fields {
        fields if fields.get("label").is_empty() => words.say("term-no-name").into_owned(),
        fields if fields.is_too_long() => words.with("term-too-long", "most", LONGEST),
        _ => return None,
    };
    Some(PlanOutcome {
        form_problems: FormProblems::saying(notice),
        plan: None,
    })
}

/// Returns what changes of the vocabulary: the term, and those that it had taken the place of.
fn edits(subject: &TermSubject<'_>, fields: &FieldValues) -> Vec<VocabularyEdit> {
    let Some(now) = subject.term else {
        return Vec::new();
    };
    let mut new = now.clone();
    fields.write(&mut new);
    let change = |term: Term| VocabularyEdit::Change {
        facet: subject.facet.key.clone(),
        term: Box::new(term),
    };
    let mut edits = Vec::new();
    if new.is_retired() && !now.is_retired() {
        let is_led_here = |term: &&Term| term.replaced_by.as_deref() == Some(now.id.as_str());
        let led = subject.facet.terms.iter().filter(is_led_here);
        edits.extend(led.map(|term| {
            let mut term = term.clone();
            term.retired = term.retired || new.replaced_by.is_none();
            term.replaced_by.clone_from(&new.replaced_by);
            change(term)
        }));
    }
    if new != *now {
        edits.push(change(new));
    }
    edits
}

/// Returns what the pages are to carry in the term's place, if that is wanted: always the id that it is
/// to have, where that is another.
fn retagging(subject: &TermSubject<'_>, input: &TermInput) -> Option<TermReplacement> {
    if is_renamed(subject, input) {
        return Some(TermReplacement {
            facet: subject.facet.key.clone(),
            from: subject.id.clone(),
            to: input.new_id.clone(),
        });
    }
    let fate = input.fields.get(FATE);
    let is_term = !fate.is_empty() && fate != RETIRED;
    (input.rewrite && is_term && subject.facet.term(fate).is_some()).then(|| TermReplacement {
        facet: subject.facet.key.clone(),
        from: subject.id.clone(),
        to: fate.to_owned(),
    })
}

/// Returns what the commit says where nothing was typed.
fn message(words: Words, subject: &TermSubject<'_>, input: &TermInput) -> String {
    if is_renamed(subject, input) {
        let (from, to) = (&subject.id, &input.new_id);
        return words.with_two("term-message-rename", "term", from, "to", to);
    }
    let name = label(subject.facet, &subject.id, words);
    let was = subject.term.and_then(|term| term.replaced_by.as_deref());
    match input.fields.get(FATE) {
        fate if was == Some(fate) => words.with("term-message-change", "term", name),
        "" => words.with("term-message-change", "term", name),
        RETIRED => words.with("term-message-retire", "term", name),
        by => {
            let by = label(subject.facet, by, words);
            words.with_two("term-message-replace", "term", name, "by", by)
        }
    }
}

fn to_list(written: &SavedCommit, subject: &TermSubject<'_>) -> Reply {
    let anchor = match subject.is_new || subject.term.is_some() {
        true => format!("#{}-{}", subject.facet.key, subject.id),
        false => String::new(),
    };
    Reply::see_other(&format!("/-/vocabulary?saved={}{anchor}", written.commit))
}
