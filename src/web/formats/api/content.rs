//! A version of a page as the API gives it: its source, its text, its fields and its links.

use serde_json::{Value, json};

use crate::domain::date::Date;
use crate::domain::front_matter::Details;
use crate::domain::link::{Destination, LinkTarget};
use crate::domain::page::SITE_LANGUAGE;
use crate::domain::{Field, FrontMatter, Link, LinkRole, Page, Position, Status, Visibility};
use crate::render::Article;
use crate::site::View;
use crate::web::formats::api::summary::PageSummary;
use crate::web::formats::events;
use crate::web::http::error::Error;

/// Returns what a version of a page says itself.
pub(super) fn described(
    view: &View<'_>,
    page: &Page,
    article: &Article,
    entry: &PageSummary<'_>,
) -> Result<Value, Error> {
    let mut value = serde_json::to_value(entry).map_err(|error| Error::Internal(error.into()))?;
    value["file"] = json!(page.file);
    value["object"] = json!(page.blob.to_string());
    value["source"] = json!(String::from_utf8(view.read(page.blob)?).ok());
    value["front_matter"] = front_matter(page);
    value["html"] = json!(article.html.as_str());
    value["text"] = json!(text(view, page)?);
    value["headings"] = json!(page.headings);
    value["links"] = json!(links(view, page));
    value["linked_from"] = json!([]);
    value["problems"] = json!([]);
    Ok(value)
}

/// Returns the page's plain text, as the index has it.
fn text(view: &View<'_>, page: &Page) -> Result<String, Error> {
    let source = view.read(page.blob)?;
    let (_, text) = crate::render::read(
        page.path.clone(),
        &page.file,
        page.blob,
        &source,
        &crate::domain::Vocabulary::default(),
        view.bibliography(),
    );
    Ok(text.text)
}

/// Returns what the page says of itself, by the names that front matter uses.
fn front_matter(page: &Page) -> Value {
    let front = &page.front;
    let mut value = json!({});
    for field in Field::all() {
        value[field.key()] = field_value(page, field);
    }
    for tag in &front.tags {
        match value[tag.facet.as_str()].as_array_mut() {
            Some(terms) => terms.push(json!(tag.term)),
            None => value[tag.facet.as_str()] = json!([tag.term]),
        }
    }
    for (key, text) in &front.other {
        value[key.as_str()] = json!(text);
    }
    value
}

/// Returns a field of a page; null or an empty list where the page does not have it.
fn field_value(page: &Page, field: Field) -> Value {
    let front = &page.front;
    let details = front.details();
    let keys =
        |list: &[(String, Position)]| json!(list.iter().map(|(key, _)| key).collect::<Vec<_>>());
    let date = |date: Option<Date>| json!(date.map(|date| date.to_string()));
    match field {
        Field::Title => json!(front.title),
        Field::Summary => json!(front.summary),
        Field::Kind => json!(front.kind.name()),
        Field::Partners => json!(front.partners),
        Field::Organisations => json!(front.organisations),
        Field::Countries => json!(front.countries),
        Field::Period => json!(front.period.map(|period| period.to_string())),
        Field::Status => json!(front.status.map(Status::name)),
        Field::Starts => date(details.starts),
        Field::Ends => date(details.ends),
        Field::Date => date(details.date),
        Field::Place => json!(details.place),
        Field::With => json!(details.with),
        Field::Authors => json!(front.authors),
        Field::Sources => keys(&front.sources),
        Field::Citation => json!(front.citation.as_ref().map(|(key, _)| key)),
        Field::DrawnFrom => json!(named_pages(page, LinkRole::DrawnFrom)),
        Field::Session => json!(named_pages(page, LinkRole::Session).first()),
        Field::About => json!(named_pages(page, LinkRole::About)),
        Field::DecidedBy => json!(details.decided_by),
        Field::Timezone => json!(details.agenda.timezone),
        Field::Days => events::days(&details.agenda),
        Field::Tracks => json!(details.agenda.tracks),
        Field::Rooms => json!(details.agenda.rooms),
        Field::Uid => json!(details.uid),
        Field::Sessions => details
            .agenda
            .sessions
            .iter()
            .map(events::session)
            .collect(),
        Field::Questions => json!(details.questions),
        Field::Survey => json!(named_pages(page, LinkRole::Survey).first()),
        Field::Answers => answers(details),
        Field::Chapters => json!(details.chapters),
        Field::Url => json!(details.url),
        Field::Owner => json!(details.owner),
        Field::Lang => json!(page.language(SITE_LANGUAGE)),
        Field::TranslationOf => json!(named_pages(page, LinkRole::Translation).first()),
        Field::Aliases => keys(&front.aliases),
        Field::Visibility => json!(circle(front)),
        Field::Draft => json!(front.visibility == Visibility::Draft),
    }
}

fn answers(details: &Details) -> Value {
    let answers = details.answers.iter();
    let answers = answers.map(|(id, text)| (id.clone(), json!(text)));
    answers.collect()
}

/// Returns who sees a page, as a field of its own says whether it is a draft.
fn circle(front: &FrontMatter) -> &'static str {
    match front.visibility {
        Visibility::Public => "public",
        Visibility::Members | Visibility::Draft => "members",
    }
}

/// Returns the pages that a field names, as it writes them.
fn named_pages(page: &Page, role: LinkRole) -> Vec<String> {
    let links = page.links.iter().filter(|link| link.role == role);
    links.map(written).collect()
}

/// Writes a link's target as front matter does.
fn written(link: &Link) -> String {
    let target = match &link.target {
        LinkTarget::Name(text) | LinkTarget::Path(text) => text.as_str(),
        LinkTarget::Here => "",
    };
    match &link.fragment {
        Some(fragment) => format!("{target}#{fragment}"),
        None => target.to_owned(),
    }
}

fn links(view: &View<'_>, page: &Page) -> Vec<Value> {
    let link = |link: &crate::domain::Link| match view.links().resolve(page, link) {
        Destination::Page { address, title } => json!({"address": address, "title": title}),
        Destination::MissingHeading { address, title } => {
            json!({"address": address, "title": title, "missing": "heading"})
        }
        Destination::File { address } => json!({"address": address}),
        Destination::Missing { path } => {
            json!({"address": path.map(|path| path.address()), "missing": "page"})
        }
    };
    page.links.iter().map(link).collect()
}
