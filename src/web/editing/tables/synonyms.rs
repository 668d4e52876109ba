//! `/-/synonyms`: the words that search takes for one another, and beside them what was searched for in
//! vain, each with a way to make it mean what pages say.

use askama::Template;
use axum::response::Response;
use tokio::runtime::Handle;

use crate::accounts::{FailedSearch, in_time};
use crate::domain::vocabulary_edit::VocabularyEdit;
use crate::web::editing::edit::blocking;
use crate::web::editing::planned::FormProblems;
use crate::web::editing::request::EditRequest;
use crate::web::editing::tables::fields::{LONGEST, line};
use crate::web::editing::tables::planned::{
    PlanOutcome, TablePlanView, answer, decide, organizers, saved,
};
use crate::web::http::error::Error;
use crate::web::http::query::query_string;
use crate::web::http::reply::Reply;
use crate::web::parts::shell::Shell;

/// The most searches that are shown.
const MOST_SEARCHES: i64 = 200;

/// Shows the page.
pub(crate) async fn show(request: EditRequest) -> Response {
    blocking(request, |request| answering(request, false)).await
}

/// Changes which words mean the same, or shows what that would change.
pub(crate) async fn send(request: EditRequest) -> Response {
    blocking(request, |request| answering(request, true)).await
}

#[derive(Template)]
#[template(path = "editing/synonyms.html")]
struct SynonymsView {
    shell: Shell,
    account: String,
    /// The commit that was just made, if one was.
    saved: String,
    word: String,
    others: String,
    /// Whether the form is about a word that has others already.
    is_known: bool,
    message: String,
    longest: usize,
    form_problems: FormProblems,
    plan: Option<TablePlanView>,
    all: Vec<SynonymView>,
    searches: Vec<FailedSearchView>,
}

struct SynonymView {
    word: String,
    others: String,
    change: String,
}

/// A search in vain.
struct FailedSearchView {
    query: String,
    address: String,
    corrected: String,
    times: i64,
    make: String,
}

/// The values of the form: a word, and what means the same, one on each line.
struct SynonymInput {
    word: String,
    others: Vec<String>,
}

fn change_address(word: &str) -> String {
    format!("/-/synonyms?{}#c-form", query_string([("word", word)]))
}

fn answering(request: &EditRequest, is_sent: bool) -> Result<Reply, Error> {
    organizers(request)?;
    let context = request.context();
    let synonyms = &context.edition.vocabulary().synonyms;
    let form = &request.visit.form;
    if !is_sent {
        let word = line(request.visit.parameter("word"));
        let others = synonyms.get(&word).cloned().unwrap_or_default();
        return page(
            request,
            &SynonymInput { word, others },
            PlanOutcome::default(),
        );
    }
    let others = form.raw("others").lines().map(line);
    let mut input = SynonymInput {
        word: line(form.get("word")),
        others: others.filter(|other| !other.is_empty()).collect(),
    };
    input.others.dedup();
    let is_too_long = |text: &str| text.chars().count() > LONGEST;
    let wrong = match &input {
        SynonymInput { word, .. } if word.is_empty() => Some("synonyms-no-word"),
        SynonymInput { word, others } if is_too_long(word) || is_too_long(&others.concat()) => {
            Some("synonyms-too-long")
        }
        _ => None,
    };
    if let Some(id) = wrong {
        let shown = PlanOutcome {
            form_problems: FormProblems::saying(context.words.say(id).into_owned()),
            plan: None,
        };
        return page(request, &input, shown);
    }
    let edit = VocabularyEdit::Synonyms {
        word: input.word.clone(),
        others: input.others.clone(),
    };
    let plan = context.view().plan_vocabulary(&[edit], None);
    let otherwise = context.words.with("synonyms-message", "word", &input.word);
    match decide(request, plan, &otherwise)? {
        Ok(written) => {
            let address = format!("/-/synonyms?saved={}", written.commit);
            Ok(Reply::see_other(&address))
        }
        Err(shown) => page(request, &input, shown),
    }
}

/// Returns what was searched for in vain. Only on a thread that may block.
fn searches(request: &EditRequest) -> Result<Vec<FailedSearchView>, Error> {
    let searches = request.visit.accounts.searches();
    let found = Handle::current().block_on(in_time(searches.list(MOST_SEARCHES)));
    let found = found.map_err(|error| Error::Unavailable(request.visit.said(&error).0))?;
    let view = |search: FailedSearch| FailedSearchView {
        address: format!("/search?{}", query_string([("q", search.query.as_str())])),
        make: change_address(&search.query),
        query: search.query,
        corrected: search.corrected,
        times: search.times,
    };
    Ok(found.into_iter().map(view).collect())
}

fn page(request: &EditRequest, input: &SynonymInput, shown: PlanOutcome) -> Result<Reply, Error> {
    let context = request.context();
    let synonyms = &context.edition.vocabulary().synonyms;
    let all = synonyms.iter().map(|(word, others)| SynonymView {
        word: word.clone(),
        others: others.join(", "),
        change: change_address(word),
    });
    let is_wrong = !shown.form_problems.notice.is_empty();
    let view = SynonymsView {
        shell: Shell::new(context, &context.words.say("synonyms")).without_index(),
        account: request.account(),
        saved: saved(request),
        is_known: synonyms.contains_key(&input.word),
        word: input.word.clone(),
        others: input.others.join("\n"),
        message: request.visit.form.get("message").to_owned(),
        longest: LONGEST,
        form_problems: shown.form_problems,
        plan: shown.plan,
        all: all.collect(),
        searches: searches(request)?,
    };
    answer(&view, is_wrong)
}
