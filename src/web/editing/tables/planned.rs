//! The plan of a change to a table, as a form shows it, and who may ask for one.

use askama::Template;

use crate::domain::file_role::VOCABULARY_FILE;
use crate::domain::{ObjectId, Role, Vocabulary};
use crate::site::SavedCommit;
use crate::site::tables::{ChangedLine, PageChange, TableError, TablePlan};
use crate::web::editing::planned::{FormProblems, MOST_LISTED, is_confirmed, save};
use crate::web::editing::request::EditRequest;
use crate::web::http::error::Error;

/// The changes that a plan would make.
pub(super) struct TablePlanView {
    pub(super) fingerprint: String,
    pub(super) table: Vec<ChangedLine>,
    pub(super) pages: Vec<PageChange>,
    pub(super) more_pages: usize,
    pub(super) left: Vec<PageChange>,
    pub(super) more_left: usize,
}

/// The outcome of what was asked for above a form: that something is wrong, or what it would change.
#[derive(Default)]
pub(super) struct PlanOutcome {
    pub(super) form_problems: FormProblems,
    pub(super) plan: Option<TablePlanView>,
}

impl TablePlanView {
    fn of(plan: &TablePlan) -> Self {
        let some = |pages: &[PageChange]| pages.iter().take(MOST_LISTED).cloned().collect();
        let more = |count: usize| count.saturating_sub(MOST_LISTED);
        Self {
            fingerprint: plan.fingerprint(),
            table: plan.table.iter().take(MOST_LISTED).cloned().collect(),
            pages: some(&plan.pages),
            more_pages: more(plan.pages.len()),
            left: some(&plan.left),
            more_left: more(plan.left.len()),
        }
    }
}

/// Says that a page is for organizers.
pub(super) fn organizers(request: &EditRequest) -> Result<(), Error> {
    match request.role() >= Role::Organizer {
        true => Ok(()),
        false => {
            let message = request.context().words.say("tables-not-yours");
            Err(Error::Forbidden(message.into_owned()))
        }
    }
}

/// Shows what would change; or does it, where that was confirmed.
pub(super) fn decide(
    request: &EditRequest,
    plan: Result<TablePlan, TableError>,
    otherwise: &str,
) -> Result<Result<SavedCommit, PlanOutcome>, Error> {
    let words = request.context().words;
    let mut shown = PlanOutcome::default();
    let say = |id: &str| words.say(id).into_owned();
    let plan = match plan {
        Ok(plan) => plan,
        Err(TableError::Store(error)) => return Err(error.into()),
        Err(TableError::Nothing) => {
            shown.form_problems.notice = say("edit-nothing");
            return Ok(Err(shown));
        }
        Err(TableError::Wrong(problems)) => {
            shown.form_problems.notice = say("move-refused");
            shown.form_problems.problems = problems;
            return Ok(Err(shown));
        }
        Err(TableError::TooMany(most)) => {
            shown.form_problems.notice = words.with("tables-too-many", "most", most);
            return Ok(Err(shown));
        }
        Err(error) => {
            shown.form_problems.notice = say("tables-cannot");
            shown.form_problems.problems.push(error.to_string());
            return Ok(Err(shown));
        }
    };
    if is_confirmed(request, &plan.fingerprint(), &mut shown.form_problems) {
        match save(request, plan.base, plan.changes.clone(), otherwise, &[]) {
            Ok(written) => return Ok(Ok(written)),
            Err(refused) => shown.form_problems = FormProblems::of(words, &refused),
        }
    }
    shown.plan = Some(TablePlanView::of(&plan));
    Ok(Err(shown))
}

/// Returns the commit that was just made, where an address names one.
pub(super) fn saved(request: &EditRequest) -> String {
    let commit = request.visit.parameter("saved").parse::<ObjectId>();
    commit.map_or_else(|_| String::new(), |commit| commit.to_string())
}

/// Renders a form, and what was decided of it.
pub(super) fn answer(
    view: &impl Template,
    is_wrong: bool,
) -> Result<crate::web::http::reply::Reply, Error> {
    crate::web::editing::planned::answer(view.render()?, is_wrong)
}

/// Returns the vocabulary as it was when the form was shown; `None` where that is not known.
pub(super) fn vocabulary_at_base(request: &EditRequest) -> Result<Option<Vocabulary>, Error> {
    let Ok(base) = request.visit.form.get("base").parse::<ObjectId>() else {
        return Ok(None);
    };
    let text = request.context().view().text_at(base, VOCABULARY_FILE)?;
    let text = text.map(|text| String::from_utf8_lossy(&text).into_owned());
    Ok(text.map(|text| Vocabulary::parse(&text).0))
}
