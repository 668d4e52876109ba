//! `/-/vocabulary/<facet>` and `/-/vocabulary/<facet>/<term>`: a term is added, given other words,
//! retired, or replaced by another in all pages that carry it; also one that the vocabulary lacks.

use askama::Template;
use axum::response::Response;

use crate::domain::file_role::VOCABULARY_FILE;
use crate::domain::slug::slug;
use crate::domain::vocabulary::{Facet, Term};
use crate::domain::vocabulary_edit::VocabularyEdit;
use crate::domain::{ObjectId, Vocabulary};
use crate::site::Written;
use crate::site::tables::Retagging;
use crate::web::editing::edit::blocking;
use crate::web::editing::planned::Trouble;
use crate::web::editing::request::EditRequest;
use crate::web::editing::tables::fields::{Clash, FATE, Fields, LONGEST, RETIRED, line};
use crate::web::editing::tables::planned::{PlanView, Shown, answer, decide, organizers};
use crate::web::editing::tables::vocabulary::{address, uses};
use crate::web::http::error::Error;
use crate::web::http::reply::Reply;
use crate::web::parts::facets;
use crate::web::parts::messages::{Locale, Words};
use crate::web::parts::shell::Shell;

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

#[derive(Template)]
#[template(path = "editing/term.html")]
struct TermView {
    shell: Shell,
    account: String,
    action: String,
    base: String,
    facet: String,
    is_new: bool,
    /// Whether the vocabulary has the term, or is to get it: otherwise it can only be replaced.
    is_defined: bool,
    id: String,
    labels: Vec<FieldView>,
    groups: Vec<Choice>,
    definition: String,
    note: String,
    aliases: Vec<FieldView>,
    fates: Vec<Choice>,
    rewrite: bool,
    pages: usize,
    search: String,
    message: String,
    longest: usize,
    trouble: Trouble,
    clashes: Vec<String>,
    plan: Option<PlanView>,
}

struct FieldView {
    name: String,
    label: String,
    language: &'static str,
    value: String,
}

struct Choice {
    value: String,
    label: String,
    is_chosen: bool,
}

/// What a form is about.
struct Asked<'f> {
    facet: &'f Facet,
    /// The term as the vocabulary has it.
    term: Option<&'f Term>,
    id: String,
    is_new: bool,
    pages: usize,
}

/// What stands in a form.
#[derive(Default)]
struct Typed {
    fields: Fields,
    clashes: Vec<Clash>,
    rewrite: bool,
}

fn facet_of<'f>(request: &'f EditRequest, key: &str) -> Result<&'f Facet, Error> {
    let vocabulary = request.context().edition.vocabulary();
    vocabulary.facet(key).ok_or(Error::NotFound)
}

fn adding(request: &EditRequest, is_sent: bool) -> Result<Reply, Error> {
    organizers(request)?;
    let context = request.context();
    let form = &request.visit.form;
    let mut asked = Asked {
        facet: facet_of(request, &context.below("/-/vocabulary/")?)?,
        term: None,
        id: line(request.visit.asked("id")),
        is_new: true,
        pages: 0,
    };
    let mut typed = Typed::default();
    if !is_sent {
        return page(request, &asked, typed, Shown::default());
    }
    typed.fields = Fields::typed(form);
    typed.fields.set(FATE, "");
    asked.id = match line(form.get("id")) {
        id if id.is_empty() => slug(typed.fields.get("label")),
        id => id,
    };
    if let Some(shown) = wrong(request, &typed.fields) {
        return page(request, &asked, typed, shown);
    }
    let mut term = empty(&asked.id);
    typed.fields.write(&mut term);
    let label = term.label.clone();
    let add = VocabularyEdit::Add {
        facet: asked.facet.key.clone(),
        term: Box::new(term),
    };
    let plan = context.view().plan_vocabulary(&[add], None);
    let otherwise = context.words.with("term-message-add", "term", label);
    match decide(request, plan, &otherwise)? {
        Ok(written) => Ok(to_list(&written, &asked)),
        Err(shown) => page(request, &asked, typed, shown),
    }
}

fn empty(id: &str) -> Term {
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

fn changing(request: &EditRequest, is_sent: bool) -> Result<Reply, Error> {
    organizers(request)?;
    let context = request.context();
    let rest = context.below("/-/vocabulary/")?;
    let (key, id) = rest.split_once('/').ok_or(Error::NotFound)?;
    let facet = facet_of(request, key)?;
    let uses = uses(&context.view());
    let pages = uses.get(&(key.to_owned(), id.to_owned()));
    let asked = Asked {
        facet,
        term: facet.term(id),
        id: id.to_owned(),
        is_new: false,
        pages: pages.copied().unwrap_or_default(),
    };
    if asked.term.is_none() && pages.is_none() {
        return Err(Error::NotFound);
    }
    let now = match asked.term {
        Some(term) => Fields::of(term),
        None => {
            let mut fields = Fields::default();
            fields.set(FATE, facet.meant(id).unwrap_or_default());
            fields
        }
    };
    let mut typed = Typed {
        fields: now.clone(),
        clashes: Vec::new(),
        rewrite: true,
    };
    if !is_sent {
        return page(request, &asked, typed, Shown::default());
    }
    let form = &request.visit.form;
    typed.rewrite = form.get("rewrite") == "yes" || asked.term.is_none();
    match asked.term {
        Some(_) => {
            let base = at_base(request, &asked)?.unwrap_or_else(|| now.clone());
            (typed.fields, typed.clashes) = Fields::typed(form).onto(&base, &now);
        }
        None => typed.fields.set(FATE, &line(form.get(FATE))),
    }
    if asked.term.is_some()
        && let Some(shown) = wrong(request, &typed.fields)
    {
        return page(request, &asked, typed, shown);
    }
    let plan = (context.view()).plan_vocabulary(
        &edits(&asked, &typed.fields),
        retagging(&asked, &typed).as_ref(),
    );
    let otherwise = message(context.words, &asked, typed.fields.get(FATE));
    match decide(request, plan, &otherwise)? {
        Ok(written) => Ok(to_list(&written, &asked)),
        Err(shown) => page(request, &asked, typed, shown),
    }
}

/// Returns the term as it was when the form was shown.
fn at_base(request: &EditRequest, asked: &Asked<'_>) -> Result<Option<Fields>, Error> {
    let Ok(base) = request.visit.form.get("base").parse::<ObjectId>() else {
        return Ok(None);
    };
    let text = request.context().view().text_at(base, VOCABULARY_FILE)?;
    let text = text.map(|text| String::from_utf8_lossy(&text).into_owned());
    let vocabulary = text.map(|text| Vocabulary::parse(&text).0);
    let term = vocabulary.as_ref().and_then(|vocabulary| {
        let facet = vocabulary.facet(&asked.facet.key)?;
        facet.term(&asked.id)
    });
    Ok(term.map(Fields::of))
}

/// Says what is wrong with the fields themselves.
fn wrong(request: &EditRequest, fields: &Fields) -> Option<Shown> {
    let words = request.context().words;
    let notice = match fields {
        fields if fields.get("label").is_empty() => words.say("term-no-name").into_owned(),
        fields if fields.is_too_long() => words.with("term-too-long", "most", LONGEST),
        _ => return None,
    };
    Some(Shown {
        trouble: Trouble::saying(notice),
        plan: None,
    })
}

/// Returns what changes of the vocabulary: the term, and those that it had taken the place of.
fn edits(asked: &Asked<'_>, fields: &Fields) -> Vec<VocabularyEdit> {
    let Some(now) = asked.term else {
        return Vec::new();
    };
    let mut new = now.clone();
    fields.write(&mut new);
    let change = |term: Term| VocabularyEdit::Change {
        facet: asked.facet.key.clone(),
        term: Box::new(term),
    };
    let mut edits = Vec::new();
    if new.is_retired() && !now.is_retired() {
        let is_led_here = |term: &&Term| term.replaced_by.as_deref() == Some(now.id.as_str());
        let led = asked.facet.terms.iter().filter(is_led_here);
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

/// Returns what the pages are to carry in the term's place, if that is wanted.
fn retagging(asked: &Asked<'_>, typed: &Typed) -> Option<Retagging> {
    let fate = typed.fields.get(FATE);
    let is_term = !fate.is_empty() && fate != RETIRED;
    (typed.rewrite && is_term && asked.facet.term(fate).is_some()).then(|| Retagging {
        facet: asked.facet.key.clone(),
        from: asked.id.clone(),
        to: fate.to_owned(),
    })
}

fn label<'a>(facet: &'a Facet, id: &'a str, words: Words) -> &'a str {
    let term = facet.term(id);
    term.map_or(id, |term| term.label_in(words.code()))
}

/// Returns what the commit says where nothing was typed.
fn message(words: Words, asked: &Asked<'_>, fate: &str) -> String {
    let name = label(asked.facet, &asked.id, words);
    let was = asked.term.and_then(|term| term.replaced_by.as_deref());
    match fate {
        fate if was == Some(fate) => words.with("term-message-change", "term", name),
        "" => words.with("term-message-change", "term", name),
        RETIRED => words.with("term-message-retire", "term", name),
        by => {
            let by = label(asked.facet, by, words);
            words.with_two("term-message-replace", "term", name, "by", by)
        }
    }
}

fn to_list(written: &Written, asked: &Asked<'_>) -> Reply {
    let (key, id) = (&asked.facet.key, &asked.id);
    Reply::see_other(&format!(
        "/-/vocabulary?saved={}#{key}-{}",
        written.commit,
        slug(id)
    ))
}

fn page(
    request: &EditRequest,
    asked: &Asked<'_>,
    typed: Typed,
    shown: Shown,
) -> Result<Reply, Error> {
    let context = request.context();
    let words = context.words;
    let facet_label = asked.facet.label_in(words.code());
    let name = label(asked.facet, &asked.id, words);
    let title = match (asked.is_new, asked.term) {
        (true, _) => words.with("term-title-new", "facet", facet_label),
        (false, Some(_)) => words.with("term-title", "term", name),
        (false, None) => words.with("term-title-undefined", "term", name),
    };
    let fields = &typed.fields;
    let field = |name: String, label: String, code: &'static str| FieldView {
        value: fields.get(&name).to_owned(),
        language: code,
        label,
        name,
    };
    let languages = || Locale::ALL.into_iter().map(Locale::code);
    let labels = languages().map(|code| match code {
        "en" => field("label".to_owned(), words.say("term-label").into(), code),
        code => {
            let language = facets::language_name(code);
            let label = words.with("term-label-in", "language", language);
            field(format!("label-{code}"), label, code)
        }
    });
    let aliases = languages().map(|code| {
        let language = facets::language_name(code);
        let label = words.with("term-aliases-in", "language", language);
        field(format!("aliases-{code}"), label, code)
    });
    let clashes = typed.clashes.iter().map(|clash| {
        let now = clash.now.replace('\n', ", ");
        words.with_two("term-clash", "field", &clash.field, "now", now)
    });
    let is_wrong = !shown.trouble.notice.is_empty();
    let view = TermView {
        shell: Shell::new(context, &title).without_index(),
        account: request.account(),
        action: match asked.is_new {
            true => format!("/-/vocabulary/{}", asked.facet.key),
            false => address(&asked.facet.key, &asked.id),
        },
        base: context.edition.revision().id.to_string(),
        facet: facet_label.to_owned(),
        is_new: asked.is_new,
        is_defined: asked.is_new || asked.term.is_some(),
        id: asked.id.clone(),
        labels: labels.collect(),
        groups: groups(asked.facet, fields.get("group"), words),
        definition: fields.get("definition").to_owned(),
        note: fields.get("note").to_owned(),
        aliases: aliases.collect(),
        fates: fates(asked, fields.get(FATE), words),
        rewrite: typed.rewrite,
        pages: asked.pages,
        search: facets::address(&asked.facet.key, &asked.id),
        message: request.visit.form.get("message").to_owned(),
        longest: LONGEST,
        trouble: shown.trouble,
        clashes: clashes.collect(),
        plan: shown.plan,
    };
    answer(&view, is_wrong)
}

/// Returns the groups of a facet to choose from; nothing where it has none.
fn groups(facet: &Facet, chosen: &str, words: Words) -> Vec<Choice> {
    let none = words.say("term-group-none").into_owned();
    let groups = facet.groups.iter();
    let groups = groups.map(|group| (group.id.clone(), group.label_in(words.code()).to_owned()));
    let all = [(String::new(), none)].into_iter().chain(groups);
    match facet.groups.is_empty() {
        true => Vec::new(),
        false => all.map(|pair| choice(pair, chosen)).collect(),
    }
}

fn choice((value, label): (String, String), chosen: &str) -> Choice {
    Choice {
        is_chosen: value == chosen,
        value,
        label,
    }
}

/// Returns what can become of a term.
fn fates(asked: &Asked<'_>, chosen: &str, words: Words) -> Vec<Choice> {
    let mut fates = match asked.term {
        Some(_) => vec![
            (String::new(), words.say("term-fate-used").into_owned()),
            (RETIRED.to_owned(), words.say("term-fate-retired").into()),
        ],
        None => vec![(String::new(), words.say("edit-no-choice").into_owned())],
    };
    let others = asked.facet.terms_in_use().filter(|one| one.id != asked.id);
    fates.extend(others.map(|one| {
        let label = one.label_in(words.code());
        (one.id.clone(), words.with("term-fate-by", "term", label))
    }));
    fates.into_iter().map(|pair| choice(pair, chosen)).collect()
}
