//! The form of a facet, or of a group of its terms.

use askama::Template;

use crate::domain::vocabulary::{Facet, TermGroup};
use crate::web::editing::planned::FormProblems;
use crate::web::editing::request::EditRequest;
use crate::web::editing::tables::fields::{FieldConflict, FieldValues, IN_BRIEF, LONGEST, YES};
use crate::web::editing::tables::planned::{PlanOutcome, TablePlanView, answer};
use crate::web::editing::tables::term_form::{LabelFieldView, clash_lines, labels};
use crate::web::http::error::Error;
use crate::web::http::reply::Reply;
use crate::web::parts::shell::Shell;

/// The address at which facets are changed, with the key behind it.
pub(super) const FACETS: &str = "/-/facets/";
/// The address at which groups are changed, with the facet's key and the group's id behind it.
pub(super) const GROUPS: &str = "/-/groups/";

#[derive(Template)]
#[template(path = "editing/heading.html")]
struct HeadingView {
    shell: Shell,
    account: String,
    action: String,
    base: String,
    /// The facet of a group.
    facet: String,
    is_group: bool,
    is_new: bool,
    id: String,
    labels: Vec<LabelFieldView>,
    definition: String,
    in_brief: bool,
    /// Whether it can be taken out, and whether that is wanted.
    can_go: bool,
    remove: bool,
    message: String,
    longest: usize,
    form_problems: FormProblems,
    clashes: Vec<String>,
    plan: Option<TablePlanView>,
}

/// The facet or the group that a form is about.
pub(super) struct HeadingSubject<'f> {
    /// The facet, or that of the group; nothing where a facet is to come.
    pub(super) facet: Option<&'f Facet>,
    /// The group as the vocabulary has it.
    pub(super) group: Option<&'f TermGroup>,
    pub(super) is_group: bool,
    /// The key or the id.
    pub(super) id: String,
    /// The number of pages or terms that need it.
    pub(super) uses: usize,
}

/// The values of a form.
#[derive(Default)]
pub(super) struct HeadingInput {
    pub(super) fields: FieldValues,
    pub(super) clashes: Vec<FieldConflict>,
    pub(super) remove: bool,
}

impl HeadingSubject<'_> {
    pub(super) fn is_new(&self) -> bool {
        match self.is_group {
            true => self.group.is_none(),
            false => self.facet.is_none(),
        }
    }

    /// Tells whether nothing needs it.
    pub(super) fn can_go(&self) -> bool {
        !self.is_new() && self.uses == 0
    }

    fn action(&self) -> String {
        let key = self.facet.map_or("", |facet| facet.key.as_str());
        let encode = crate::domain::path::encode_address;
        match (self.is_group, self.group) {
            (true, Some(group)) => {
                let id = encode(&group.id);
                format!("{GROUPS}{key}/{}", id.trim_start_matches('/'))
            }
            (true, None) => format!("{GROUPS}{key}"),
            (false, _) if key.is_empty() => FACETS.trim_end_matches('/').to_owned(),
            (false, _) => format!("{FACETS}{key}"),
        }
    }
}

/// Shows the form.
pub(super) fn page(
    request: &EditRequest,
    subject: &HeadingSubject<'_>,
    input: &HeadingInput,
    shown: PlanOutcome,
) -> Result<Reply, Error> {
    let context = request.context();
    let words = context.words;
    let code = words.code();
    let facet = subject.facet.map_or("", |facet| facet.label_in(code));
    let title = match (subject.is_group, subject.group, subject.facet) {
        (true, Some(group), _) => words.with("group-title", "group", group.label_in(code)),
        (true, None, _) => words.with("group-title-new", "facet", facet),
        (false, _, Some(_)) => words.with("facet-title", "facet", facet),
        (false, _, None) => words.say("facet-title-new").into_owned(),
    };
    let is_wrong = !shown.form_problems.notice.is_empty();
    let view = HeadingView {
        shell: Shell::new(context, &title).without_index(),
        account: request.account(),
        action: subject.action(),
        base: context.edition.revision().id.to_string(),
        facet: facet.to_owned(),
        is_group: subject.is_group,
        is_new: subject.is_new(),
        id: subject.id.clone(),
        labels: labels(words, &input.fields),
        definition: input.fields.get("definition").to_owned(),
        in_brief: input.fields.get(IN_BRIEF) == YES,
        can_go: subject.can_go(),
        remove: input.remove,
        message: request.visit.form.get("message").to_owned(),
        longest: LONGEST,
        form_problems: shown.form_problems,
        clashes: clash_lines(words, &input.clashes),
        plan: shown.plan,
    };
    answer(&view, is_wrong)
}
