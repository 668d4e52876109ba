//! A work as CSL-JSON, the form that reference managers read.

use hayagriva::Entry;
use hayagriva::types::{Date, EntryType, Person};
use serde_json::{Map, Value, json};

/// Returns an entry as an item of CSL-JSON.
pub(super) fn item(entry: &Entry) -> Value {
    let mut item = Map::new();
    let container = entry.parents().first();
    item.insert("id".to_owned(), json!(entry.key()));
    item.insert("type".to_owned(), json!(kind(entry)));
    let mut put = |name: &str, value: Option<Value>| {
        if let Some(value) = value {
            item.insert(name.to_owned(), value);
        }
    };
    put(
        "title",
        entry.title().map(|title| json!(title.value.to_string())),
    );
    put("author", entry.authors().map(people));
    put("editor", entry.editors().map(people));
    put("issued", entry.date_any().map(date));
    let titled = container.and_then(Entry::title);
    put(
        "container-title",
        titled.map(|title| json!(title.value.to_string())),
    );
    let publisher = entry.map(|entry| entry.publisher());
    let house = publisher.and_then(|publisher| publisher.name());
    let house = house.or_else(|| entry.map(|entry| entry.organization()));
    put("publisher", house.map(|name| json!(name.value.to_string())));
    let place = publisher.and_then(|publisher| publisher.location());
    let place = place.or_else(|| entry.map(|entry| entry.location()));
    put(
        "publisher-place",
        place.map(|place| json!(place.value.to_string())),
    );
    let volume = entry.map(|entry| entry.volume());
    put("volume", volume.map(|volume| json!(volume.to_string())));
    let issue = entry.map(|entry| entry.issue());
    put("issue", issue.map(|issue| json!(issue.to_string())));
    let pages = entry.page_range();
    put("page", pages.map(|pages| json!(pages.to_string())));
    let edition = entry.map(|entry| entry.edition());
    put("edition", edition.map(|edition| json!(edition.to_string())));
    put(
        "genre",
        entry.genre().map(|genre| json!(genre.value.to_string())),
    );
    let number = entry.keyed_serial_number("serial");
    put("number", number.map(|number| json!(number)));
    put("DOI", entry.map(|entry| entry.doi()).map(|doi| json!(doi)));
    put(
        "ISBN",
        entry.map(|entry| entry.isbn()).map(|isbn| json!(isbn)),
    );
    put(
        "ISSN",
        entry.map(|entry| entry.issn()).map(|issn| json!(issn)),
    );
    put("URL", entry.url_any().map(|url| json!(url.value.as_str())));
    let visited = entry.url_any().and_then(|url| url.visit_date.as_ref());
    put("accessed", visited.map(date));
    put(
        "note",
        entry.note().map(|note| json!(note.value.to_string())),
    );
    let summary = entry.abstract_();
    put(
        "abstract",
        summary.map(|text| json!(text.value.to_string())),
    );
    let language = entry.language().map(|language| json!(language.to_string()));
    put("language", language);
    Value::Object(item)
}

/// Returns the type that CSL calls a work.
fn kind(entry: &Entry) -> &'static str {
    let within = entry.parents().first().map(Entry::entry_type);
    match (entry.entry_type(), within) {
        (EntryType::Article, Some(EntryType::Newspaper)) => "article-newspaper",
        (EntryType::Article, Some(EntryType::Proceedings | EntryType::Conference)) => {
            "paper-conference"
        }
        (EntryType::Article, Some(EntryType::Blog)) => "post-weblog",
        (EntryType::Article, _) => "article-journal",
        (EntryType::Chapter | EntryType::Anthos, _) => "chapter",
        (EntryType::Entry, _) => "entry",
        (EntryType::Report, _) => "report",
        (EntryType::Thesis, _) => "thesis",
        (EntryType::Web | EntryType::Blog, _) => "webpage",
        (EntryType::Patent, _) => "patent",
        (EntryType::Case, _) => "legal_case",
        (EntryType::Legislation, _) => "legislation",
        (EntryType::Manuscript, _) => "manuscript",
        (EntryType::Post | EntryType::Thread, _) => "post",
        (EntryType::Performance, _) => "performance",
        (EntryType::Periodical | EntryType::Newspaper, _) => "periodical",
        (EntryType::Book | EntryType::Proceedings | EntryType::Anthology, _) => "book",
        (EntryType::Reference, _) => "entry-encyclopedia",
        (EntryType::Conference, _) => "paper-conference",
        (EntryType::Repository, _) => "software",
        (EntryType::Video | EntryType::Scene, _) => "motion_picture",
        (EntryType::Audio, _) => "song",
        (EntryType::Artwork | EntryType::Exhibition, _) => "graphic",
        _ => "document",
    }
}

fn people(people: &[Person]) -> Value {
    people
        .iter()
        .map(|person| match &person.given_name {
            Some(given) => {
                let mut name = Map::new();
                name.insert("family".to_owned(), json!(person.name));
                name.insert("given".to_owned(), json!(given));
                if let Some(prefix) = &person.prefix {
                    name.insert("non-dropping-particle".to_owned(), json!(prefix));
                }
                if let Some(suffix) = &person.suffix {
                    name.insert("suffix".to_owned(), json!(suffix));
                }
                Value::Object(name)
            }
            None => json!({ "literal": person.name }),
        })
        .collect()
}

fn date(date: &Date) -> Value {
    let mut parts = vec![date.year];
    if let Some(month) = date.month {
        parts.push(i32::from(month) + 1);
        if let Some(day) = date.day {
            parts.push(i32::from(day) + 1);
        }
    }
    json!({ "date-parts": [parts] })
}
