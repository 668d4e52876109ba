//! `/-/facets`, `/-/facets/<facet>`, `/-/groups/<facet>` and `/-/groups/<facet>/<group>`: what stands above
//! terms, a facet or a group of its terms, is added, given other words, or taken out where nothing
//! needs it.

use axum::response::Response;

use crate::domain::slug::slug;
use crate::domain::vocabulary::{Facet, TermGroup};
use crate::domain::vocabulary_edit::{FacetEdit, VocabularyEdit};
use crate::site::View;
use crate::web::editing::edit::blocking;
use crate::web::editing::planned::FormProblems;
use crate::web::editing::request::EditRequest;
use crate::web::editing::tables::fields::{FieldValues, IN_BRIEF, LONGEST, YES, line};
use crate::web::editing::tables::heading_form::{
    FACETS, GROUPS, HeadingInput, HeadingSubject, page,
};
use crate::web::editing::tables::planned::{PlanOutcome, decide, organizers, vocabulary_at_base};
use crate::web::http::error::Error;
use crate::web::http::reply::Reply;
use crate::web::parts::messages::Words;

/// Shows the form.
pub(crate) async fn show(request: EditRequest) -> Response {
    blocking(request, |request| answering(request, false)).await
}

/// Changes the vocabulary, or shows what would change.
pub(crate) async fn send(request: EditRequest) -> Response {
    blocking(request, |request| answering(request, true)).await
}

fn answering(request: &EditRequest, is_sent: bool) -> Result<Reply, Error> {
    organizers(request)?;
    let context = request.context();
    let mut subject = subject_of(request)?;
    let now = fields_of(&subject);
    let mut input = HeadingInput {
        fields: now.clone(),
        ..HeadingInput::default()
    };
    if !is_sent {
        return page(request, &subject, &input, PlanOutcome::default());
    }
    let form = &request.visit.form;
    let sent = now.read_again(form);
    input.remove = form.get("remove") == YES && subject.can_go();
    if subject.is_new() {
        input.fields = sent;
        subject.id = new_id(&subject, &line(form.get("id")), input.fields.get("label"));
    } else {
        let base = at_base(request, &subject)?.unwrap_or_else(|| now.clone());
        (input.fields, input.clashes) = sent.onto(&base, &now);
    }
    if let Some(notice) = wrong(context.words, &subject, &input.fields) {
        let form_problems = FormProblems::saying(notice);
        let shown = PlanOutcome {
            form_problems,
            plan: None,
        };
        return page(request, &subject, &input, shown);
    }
    let edit = VocabularyEdit::Facet(edit(&subject, &input));
    let plan = context.view().plan_vocabulary(&[edit], None);
    let otherwise = message(context.words, &subject, &input);
    match decide(request, plan, &otherwise)? {
        Ok(written) => {
            let anchor = match (subject.facet, input.remove && !subject.is_group) {
                (Some(facet), false) => format!("#{}", facet.key),
                (None, _) => format!("#{}", subject.id),
                (Some(_), true) => String::new(),
            };
            let address = format!("/-/vocabulary?saved={}{anchor}", written.commit);
            Ok(Reply::see_other(&address))
        }
        Err(shown) => page(request, &subject, &input, shown),
    }
}

/// Finds by the address what the form is about.
fn subject_of(request: &EditRequest) -> Result<HeadingSubject<'_>, Error> {
    let context = request.context();
    let vocabulary = context.edition.vocabulary();
    let facet_of = |key: &str| vocabulary.facet(key).ok_or(Error::NotFound);
    let of_group = context.below(GROUPS)?;
    if !of_group.is_empty() {
        let (key, id) = of_group.split_once('/').unwrap_or((&of_group, ""));
        let facet = facet_of(key)?;
        let group = match id {
            "" => None,
            id => Some(facet.group(id).ok_or(Error::NotFound)?),
        };
        let belongs = facet.terms.iter().filter(|term| {
            let own = term.group.as_deref();
            group.is_some_and(|group| own == Some(group.id.as_str()))
        });
        return Ok(HeadingSubject {
            facet: Some(facet),
            group,
            is_group: true,
            id: id.to_owned(),
            uses: belongs.count(),
        });
    }
    let key = context.below(FACETS)?;
    let facet = match key.as_str() {
        "" => None,
        key => Some(facet_of(key)?),
    };
    Ok(HeadingSubject {
        uses: facet.map_or(0, |facet| carrying(&context.view(), &facet.key)),
        facet,
        group: None,
        is_group: false,
        id: key,
    })
}

/// Counts the pages that carry a term of a facet, or ask about one.
fn carrying(view: &View<'_>, facet: &str) -> usize {
    let carries = view.pages().filter(|item| {
        let front = &item.page.front;
        let questions = front.details().questions.iter();
        let mut topics = questions.flat_map(|one| &one.topics);
        front.terms(facet).next().is_some() || topics.any(|topic| *topic.facet == *facet)
    });
    carries.count()
}

fn fields_of(subject: &HeadingSubject<'_>) -> FieldValues {
    match (subject.is_group, subject.facet, subject.group) {
        (true, _, Some(group)) => FieldValues::of_group(group),
        (true, _, None) => FieldValues::of_group(&empty_group("")),
        (false, Some(facet), _) => FieldValues::of_facet(facet),
        (false, None, _) => FieldValues::of_facet(&empty_facet("")),
    }
}

/// Returns what it said when the form was shown.
fn at_base(
    request: &EditRequest,
    subject: &HeadingSubject<'_>,
) -> Result<Option<FieldValues>, Error> {
    let vocabulary = vocabulary_at_base(request)?;
    let key = subject.facet.map_or("", |facet| facet.key.as_str());
    let facet = vocabulary.as_ref().and_then(|known| known.facet(key));
    Ok(facet.and_then(|facet| match subject.is_group {
        true => facet.group(&subject.id).map(FieldValues::of_group),
        false => Some(FieldValues::of_facet(facet)),
    }))
}

/// Returns the key or id of what is new: as typed, or made from the name. Those of facets are written as
/// keys of front matter are.
fn new_id(subject: &HeadingSubject<'_>, input: &str, label: &str) -> String {
    match (input, subject.is_group) {
        ("", true) => slug(label),
        ("", false) => slug(label).replace('-', "_"),
        (input, _) => input.to_owned(),
    }
}

/// Says what is wrong with the fields themselves. What key a facet may not have, the check of the
/// vocabulary says.
fn wrong(words: Words, subject: &HeadingSubject<'_>, fields: &FieldValues) -> Option<String> {
    let is_plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    let is_bad_id = subject.is_group
        && subject.is_new()
        && (subject.id.is_empty() || subject.id.len() > 80 || !subject.id.bytes().all(is_plain));
    match fields {
        fields if fields.get("label").is_empty() => Some(words.say("heading-no-name").into_owned()),
        fields if fields.is_too_long() => Some(words.with("term-too-long", "most", LONGEST)),
        _ if is_bad_id => Some(words.say("group-id-wrong").into_owned()),
        _ => None,
    }
}

fn edit(subject: &HeadingSubject<'_>, input: &HeadingInput) -> FacetEdit {
    let fields = &input.fields;
    let Some(facet) = subject.facet else {
        let mut new = empty_facet(&subject.id);
        write_facet(fields, &mut new);
        return FacetEdit::Add(Box::new(new));
    };
    let key = facet.key.clone();
    let mut group = subject.group.cloned().unwrap_or(empty_group(&subject.id));
    fields.write_names(&mut group.label, &mut group.labels, &mut group.definition);
    match (subject.is_group, input.remove) {
        (true, true) => FacetEdit::RemoveGroup {
            facet: key,
            group: group.id,
        },
        (true, false) if subject.group.is_none() => FacetEdit::AddGroup { facet: key, group },
        (true, false) => FacetEdit::ChangeGroup { facet: key, group },
        (false, true) => FacetEdit::Remove(key),
        (false, false) => {
            let mut new = facet.clone();
            write_facet(fields, &mut new);
            FacetEdit::Change(Box::new(new))
        }
    }
}

fn write_facet(fields: &FieldValues, facet: &mut Facet) {
    fields.write_names(&mut facet.label, &mut facet.labels, &mut facet.definition);
    facet.in_brief = fields.get(IN_BRIEF) == YES;
}

fn empty_facet(key: &str) -> Facet {
    Facet {
        key: key.to_owned(),
        label: String::new(),
        definition: String::new(),
        labels: Default::default(),
        from: None,
        in_brief: false,
        groups: Vec::new(),
        terms: Vec::new(),
    }
}

fn empty_group(id: &str) -> TermGroup {
    TermGroup {
        id: id.to_owned(),
        label: String::new(),
        definition: String::new(),
        labels: Default::default(),
    }
}

/// Returns what the commit says where nothing was typed.
fn message(words: Words, subject: &HeadingSubject<'_>, input: &HeadingInput) -> String {
    let id = match (subject.is_group, subject.is_new(), input.remove) {
        (false, true, _) => "facet-message-add",
        (false, false, false) => "facet-message-change",
        (false, false, true) => "facet-message-remove",
        (true, true, _) => "group-message-add",
        (true, false, false) => "group-message-change",
        (true, false, true) => "group-message-remove",
    };
    words.with(id, "name", input.fields.get("label"))
}
