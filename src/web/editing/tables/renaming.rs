//! A term gets another id: what that changes of the vocabulary, and when it cannot be.

use crate::domain::vocabulary::Term;
use crate::domain::vocabulary_edit::VocabularyEdit;
use crate::web::editing::planned::FormProblems;
use crate::web::editing::request::EditRequest;
use crate::web::editing::tables::fields::FATE;
use crate::web::editing::tables::planned::PlanOutcome;
use crate::web::editing::tables::term_form::{TermInput, TermSubject};

/// Tells whether a term is to have another id.
pub(super) fn is_renamed(subject: &TermSubject<'_>, input: &TermInput) -> bool {
    subject.term.is_some() && input.new_id != subject.id
}

/// Says why a term cannot have the id that was typed. What other characters an id may not have, the
/// check of the vocabulary says.
pub(super) fn wrong_id(
    request: &EditRequest,
    subject: &TermSubject<'_>,
    input: &TermInput,
) -> Option<PlanOutcome> {
    if !is_renamed(subject, input) {
        return None;
    }
    let words = request.context().words;
    let is_taken = subject.facet.term(&input.new_id).is_some();
    let notice = match input.fields.get(FATE).is_empty() {
        false => words.say("term-rename-fate").into_owned(),
        true if is_taken => words.with("term-rename-taken", "id", &input.new_id),
        true => return None,
    };
    Some(PlanOutcome {
        form_problems: FormProblems::saying(notice),
        plan: None,
    })
}

/// Returns what gives a term another id: the one that it had may stay as one that leads to it.
pub(super) fn renaming(subject: &TermSubject<'_>, input: &TermInput) -> Vec<VocabularyEdit> {
    if !is_renamed(subject, input) {
        return Vec::new();
    }
    let (facet, to) = (subject.facet.key.clone(), input.new_id.clone());
    let mut edits = vec![VocabularyEdit::Rename {
        facet: facet.clone(),
        from: subject.id.clone(),
        to: to.clone(),
    }];
    if input.keep {
        let mut old = empty(&subject.id);
        input.fields.get("label").clone_into(&mut old.label);
        old.replaced_by = Some(to);
        edits.push(VocabularyEdit::Add {
            facet,
            term: Box::new(old),
        });
    }
    edits
}

/// Returns a term of which nothing is said yet.
pub(super) fn empty(id: &str) -> Term {
    Term {
        id: id.to_owned(),
        label: String::new(),
        group: None,
        definition: String::new(),
        note: String::new(),
        labels: Default::default(),
        aliases: Default::default(),
        retired: false,
        replaced_by: None,
    }
}
