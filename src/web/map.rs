//! `/map`: two facets against each other, as a page, as CSV and as a picture.

use std::collections::BTreeMap;
use std::ops::RangeInclusive;

use askama::Template;
use axum::http::header;

use crate::domain::vocabulary::{COLUMNS, Facet, ROWS, Term};
use crate::domain::{Kind, PagePath, country};
use crate::search::{Cross, CrossRequest, KindCounts, Request};
use crate::web::attachment::content_disposition;
use crate::web::context::{Context, query_string};
use crate::web::error::Error;
use crate::web::messages::{Words, sort_key};
use crate::web::respond::Reply;
use crate::web::shell::Shell;
use crate::web::take_along::quoted;

/// The kinds that the map counts unless others are asked for: a lesson or a note does not fill a gap.
const KINDS: [Kind; 1] = [Kind::CaseStudy];
/// The kinds that can be counted as well by one choice.
const MORE_KINDS: [Kind; 2] = [Kind::Lesson, Kind::LiteratureNote];
/// How many shades there are.
const SHADES: usize = 5;
/// The page that tells how to write one.
const CONTRIBUTE: &str = "contribute";

/// What a map is asked to show.
#[derive(Clone, Debug)]
pub(super) struct MapQuery {
    pub(super) rows: String,
    pub(super) columns: String,
    pub(super) kinds: Vec<Kind>,
    pub(super) country: Option<String>,
    pub(super) years: Option<RangeInclusive<u16>>,
}

impl Default for MapQuery {
    fn default() -> Self {
        Self {
            rows: ROWS.to_owned(),
            columns: COLUMNS.to_owned(),
            kinds: KINDS.to_vec(),
            country: None,
            years: None,
        }
    }
}

impl MapQuery {
    /// Reads `rows`, `columns`, `kind`, `country`, `from` and `to`.
    pub(super) fn read(context: &Context) -> Result<Self, Error> {
        let query = &context.query;
        let vocabulary = context.edition.vocabulary();
        let facet = |name: &str, default: &str| match query.get(name) {
            "" => Ok(default.to_owned()),
            key if vocabulary.facet(key).is_some() => Ok(key.to_owned()),
            key => Err(Error::BadRequest(format!(
                "“{name}={key}” is not a facet of the vocabulary"
            ))),
        };
        let kind = |name: &str| {
            Kind::from_name(name)
                .ok_or_else(|| Error::BadRequest(format!("“{name}” is not a kind")))
        };
        let kinds: Vec<Kind> = query.all("kind").map(kind).collect::<Result<_, _>>()?;
        let country = Some(query.get("country").to_uppercase()).filter(|code| !code.is_empty());
        if let Some(code) = &country
            && !country::is_known(code)
        {
            return Err(Error::BadRequest(format!("“{code}” is not a country")));
        }
        let from = query.number("from", 1, 9999)?;
        let to = query.number("to", 9999, 9999)?;
        let asked = !(query.get("from").is_empty() && query.get("to").is_empty());
        Ok(Self {
            rows: facet("rows", ROWS)?,
            columns: facet("columns", COLUMNS)?,
            kinds: if kinds.is_empty() {
                KINDS.to_vec()
            } else {
                kinds
            },
            country,
            years: asked.then_some(from as u16..=to as u16),
        })
    }

    /// Returns the counts.
    pub(super) fn cross(&self, context: &Context) -> Cross {
        let kinds = self
            .kinds
            .iter()
            .map(|kind| ("kind".to_owned(), kind.name().to_owned()));
        let country = self
            .country
            .iter()
            .map(|code| ("country".to_owned(), code.clone()));
        let filters: Vec<(String, String)> = kinds.chain(country).collect();
        context.view().cross(&CrossRequest {
            rows: &self.rows,
            columns: &self.columns,
            query: "",
            filters: &filters,
            years: self.years.clone(),
        })
    }

    /// Returns the address of the pages behind a row, a column, or a cell of both.
    fn address(&self, row: Option<&str>, column: Option<&str>) -> String {
        let mut pairs: Vec<(&str, &str)> = Vec::new();
        pairs.extend(row.map(|term| (self.rows.as_str(), term)));
        pairs.extend(column.map(|term| (self.columns.as_str(), term)));
        pairs.extend(self.kinds.iter().map(|kind| ("kind", kind.name())));
        pairs.extend(self.country.iter().map(|code| ("country", code.as_str())));
        format!("/search?{}", query_string(pairs))
    }

    /// Says that there is nothing of the kinds that are counted.
    fn nothing(&self, words: Words) -> String {
        match self.kinds == KINDS {
            true => words.say("map-no-case").into_owned(),
            false => words.say("nothing-known").into_owned(),
        }
    }

    /// Returns the choices of what is counted: cases, and lessons and notes with them.
    fn switches(&self, words: Words) -> Vec<Switch> {
        let with = |kinds: Vec<Kind>| Self {
            kinds,
            ..self.clone()
        };
        let cases = Switch {
            label: words.kinds(Kind::CaseStudy),
            current: self.kinds == KINDS,
            address: format!("/map?{}", with(KINDS.to_vec()).query()),
        };
        let more = MORE_KINDS.map(|kind| {
            let current = self.kinds.contains(&kind);
            let mut kinds = self.kinds.clone();
            match current {
                true => kinds.retain(|known| *known != kind),
                false => kinds.push(kind),
            }
            Switch {
                label: format!("+ {}", words.kinds(kind).to_lowercase()),
                current,
                address: format!("/map?{}", with(kinds).query()),
            }
        });
        std::iter::once(cases).chain(more).collect()
    }

    /// Returns the query that asks for the same map.
    fn query(&self) -> String {
        let years = self
            .years
            .as_ref()
            .map(|years| (years.start().to_string(), years.end().to_string()));
        let mut pairs: Vec<(&str, &str)> = vec![("rows", &self.rows), ("columns", &self.columns)];
        pairs.extend(self.kinds.iter().map(|kind| ("kind", kind.name())));
        pairs.extend(self.country.iter().map(|code| ("country", code.as_str())));
        if let Some((from, to)) = &years {
            pairs.extend([("from", from.as_str()), ("to", to.as_str())]);
        }
        query_string(pairs)
    }
}

/// The map as it is printed: rows of cells, each with its count, shade, words and address.
pub(super) struct Grid {
    pub(super) caption: String,
    pub(super) columns: Vec<Heading>,
    pub(super) rows: Vec<Row>,
    /// The heads of the shorter axis, which stands across the page.
    pub(super) across: Vec<Heading>,
    /// The longer axis, which goes down the page: names of terms need room beside each other.
    pub(super) down: Vec<Row>,
    /// The numbers of pages that have the same shade, the smallest first.
    pub(super) shades: Vec<Shade>,
}

/// A shade of the map.
pub(super) struct Shade {
    pub(super) number: usize,
    pub(super) from: usize,
    pub(super) to: usize,
}

#[derive(Clone)]
pub(super) struct Heading {
    pub(super) id: String,
    pub(super) label: String,
    pub(super) address: String,
    /// What the term means.
    pub(super) definition: String,
    /// How many pages carry it.
    pub(super) total: usize,
}

#[derive(Clone)]
pub(super) struct Row {
    pub(super) header: Heading,
    pub(super) cells: Vec<Cell>,
}

#[derive(Clone)]
pub(super) struct Cell {
    /// The name of the column's term.
    pub(super) column: String,
    pub(super) total: usize,
    pub(super) kinds: KindCounts,
    /// 0 for a gap, else 1 to 5: so many fifths of the other cells have as many pages or fewer.
    pub(super) shade: usize,
    /// The two terms.
    pub(super) pair: String,
    /// The cell in words, for those who hear it.
    pub(super) label: String,
    /// What other pages there are, where it is a gap.
    pub(super) instead: String,
    pub(super) address: String,
}

impl Grid {
    /// Makes a grid of every term of the two facets; empty where the vocabulary lacks one.
    pub(super) fn new(context: &Context, query: &MapQuery) -> Self {
        let vocabulary = context.edition.vocabulary();
        let (Some(rows), Some(columns)) = (
            vocabulary.facet(&query.rows),
            vocabulary.facet(&query.columns),
        ) else {
            return Self {
                caption: String::new(),
                columns: Vec::new(),
                rows: Vec::new(),
                across: Vec::new(),
                down: Vec::new(),
                shades: Vec::new(),
            };
        };
        let words = context.words;
        let cross = query.cross(context);
        let shades = shades(&cross);
        // What lessons and notes tell where there is no case.
        let others = MapQuery {
            kinds: KINDS.into_iter().chain(MORE_KINDS).collect(),
            ..query.clone()
        };
        let known = others.cross(context);
        let cell = |row: &Term, column: &Term| {
            let pair = (row.id.clone(), column.id.clone());
            let kinds = cross.cells.get(&pair).cloned().unwrap_or_default();
            let total: usize = kinds.values().sum();
            let label = |term: &Term| term.label_in(words.code()).to_owned();
            let instead = match (total, known.cells.get(&pair)) {
                (0, Some(kinds)) => count_words(words, kinds),
                _ => String::new(),
            };
            let found = match total {
                0 => query.nothing(words),
                _ => count_words(words, &kinds),
            };
            let words_of_pair = format!("{}, {}", label(row), label(column));
            Cell {
                shade: shade_of(&shades, total),
                label: match instead.is_empty() {
                    true => format!("{words_of_pair}: {found}"),
                    false => format!("{words_of_pair}: {found} ({instead})"),
                },
                pair: words_of_pair,
                column: label(column),
                address: match total {
                    0 => others.address(Some(&row.id), Some(&column.id)),
                    _ => query.address(Some(&row.id), Some(&column.id)),
                },
                instead,
                total,
                kinds,
            }
        };
        let heading = |term: &Term, counts: &BTreeMap<String, KindCounts>, address| Heading {
            id: term.id.clone(),
            label: term.label_in(words.code()).to_owned(),
            definition: term.definition.clone(),
            total: counts.get(&term.id).map_or(0, |kinds| kinds.values().sum()),
            address,
        };
        let row = |term: &Term| Row {
            header: heading(term, &cross.rows, query.address(Some(&term.id), None)),
            cells: columns
                .terms
                .iter()
                .map(|column| cell(term, column))
                .collect(),
        };
        let column =
            |term: &Term| heading(term, &cross.columns, query.address(None, Some(&term.id)));
        let (across, down): (Vec<Heading>, Vec<Row>) = (
            columns.terms.iter().map(column).collect(),
            rows.terms.iter().map(row).collect(),
        );
        let caption = words.with_two(
            "map-caption",
            "rows",
            rows.label_in(words.code()),
            "columns",
            columns.label_in(words.code()).to_lowercase(),
        );
        let turned = (across.len() > down.len()).then(|| turned(&across, &down));
        let (shown_across, shown_down) = turned.unwrap_or_else(|| (across.clone(), down.clone()));
        Self {
            caption,
            columns: across,
            rows: down,
            across: shown_across,
            down: shown_down,
            shades,
        }
    }
}

impl Grid {
    /// Tells whether a pair has no page.
    pub(super) fn has_gaps(&self) -> bool {
        !self.gaps().is_empty()
    }

    /// Returns the cells that have no page.
    fn gaps(&self) -> Vec<Gap> {
        let cells = self.rows.iter().flat_map(|row| &row.cells);
        let gaps = cells.filter(|cell| cell.total == 0);
        gaps.map(|cell| Gap {
            pair: cell.pair.clone(),
            address: cell.address.clone(),
            instead: cell.instead.clone(),
        })
        .collect()
    }
}

/// A pair of terms that no page carries.
struct Gap {
    pair: String,
    address: String,
    /// What other pages there are.
    instead: String,
}

/// Divides the numbers of pages into fifths, so that each shade says as much as the others.
fn shades(cross: &Cross) -> Vec<Shade> {
    let totals = cross.cells.values().map(|counts| counts.values().sum());
    let mut totals: Vec<usize> = totals.filter(|total| *total > 0).collect();
    totals.sort_unstable();
    let mut shades: Vec<Shade> = Vec::new();
    for (place, total) in totals.iter().enumerate() {
        let number = place * SHADES / totals.len() + 1;
        match shades.last_mut() {
            // What is the same has the same shade.
            Some(last) if last.to == *total || last.number == number => last.to = *total,
            _ => shades.push(Shade {
                number,
                from: *total,
                to: *total,
            }),
        }
    }
    shades
}

fn shade_of(shades: &[Shade], total: usize) -> usize {
    let holds = |shade: &&Shade| (shade.from..=shade.to).contains(&total);
    shades.iter().find(holds).map_or(0, |shade| shade.number)
}

/// Returns a grid with rows for columns.
fn turned(across: &[Heading], down: &[Row]) -> (Vec<Heading>, Vec<Row>) {
    let rows = across.iter().enumerate().map(|(at, header)| Row {
        header: header.clone(),
        cells: down
            .iter()
            .filter_map(|row| row.cells.get(at).cloned())
            .collect(),
    });
    let heads = down.iter().map(|row| row.header.clone());
    (heads.collect(), rows.collect())
}

/// Says in words how many pages of each kind there are.
fn count_words(words: Words, kinds: &KindCounts) -> String {
    let counts: Vec<String> = kinds
        .iter()
        .filter(|(_, count)| **count > 0)
        .filter_map(|(name, count)| {
            let kind = Kind::from_name(name)?;
            Some(words.count(&format!("count-{}", kind.name()), *count))
        })
        .collect();
    if counts.is_empty() {
        words.say("nothing-known").into_owned()
    } else {
        counts.join(", ")
    }
}

/// A choice of what is counted, as a link.
struct Switch {
    label: String,
    current: bool,
    address: String,
}

/// A choice of a form: value, label, whether it is chosen.
type Choice = (String, String, bool);

#[derive(Template)]
#[template(path = "map.html")]
struct MapView {
    shell: Shell,
    lead: String,
    /// Whether something else than the whole map was asked for.
    filtered: bool,
    row_label: String,
    column_label: String,
    kinds: Vec<Choice>,
    countries: Vec<Choice>,
    row_choices: Vec<Choice>,
    column_choices: Vec<Choice>,
    from: String,
    to: String,
    map: Grid,
    switches: Vec<Switch>,
    /// How many pairs have no page, in a sentence.
    gap_sentence: String,
    gaps: Vec<Gap>,
    /// Where it is told how to write a page.
    contribute: Option<String>,
    csv: String,
    svg: String,
}

/// Returns where it is told how to write a page, if it is.
fn contribute(context: &Context) -> Option<String> {
    let path = PagePath::parse(CONTRIBUTE).ok()?;
    let view = context.view();
    view.page(&path).map(|item| item.page.path.address())
}

/// Says how many pairs have no page.
pub(super) fn gap_sentence(words: Words, query: &MapQuery, map: &Grid) -> String {
    let pairs = map.rows.len() * map.columns.len();
    let id = match query.kinds == KINDS {
        true => "map-gaps-cases",
        false => "map-gaps",
    };
    let gaps = words.number(map.gaps().len());
    words.with_two(id, "gaps", gaps, "pairs", words.number(pairs))
}

/// Answers `/map`.
pub(super) fn show(context: &Context) -> Result<Reply, Error> {
    let query = MapQuery::read(context)?;
    let vocabulary = context.edition.vocabulary();
    let map = Grid::new(context, &query);
    let words = context.words;
    let label = |key: &str| {
        vocabulary
            .facet(key)
            .map_or_else(String::new, |facet| facet.label_in(words.code()).to_owned())
    };
    let facet_choices = |chosen: &str| {
        let choice = |facet: &Facet| {
            let label = facet.label_in(words.code()).to_owned();
            (facet.key.clone(), label, facet.key == chosen)
        };
        vocabulary.facets.iter().map(choice).collect()
    };
    let lead = words.with_two(
        "map-against",
        "rows",
        label(&query.rows),
        "columns",
        label(&query.columns).to_lowercase(),
    );
    let mut shell = Shell::new(context, &words.say("map"));
    shell.description.clone_from(&lead);
    let html = MapView {
        shell,
        lead,
        filtered: context.uri.query().is_some(),
        row_label: label(&query.rows),
        column_label: label(&query.columns),
        kinds: Kind::ALL
            .into_iter()
            .filter(|kind| *kind != Kind::Page)
            .map(|kind| {
                (
                    kind.name().to_owned(),
                    words.kinds(kind),
                    query.kinds.contains(&kind),
                )
            })
            .collect(),
        countries: countries(context, query.country.as_deref()),
        row_choices: facet_choices(&query.rows),
        column_choices: facet_choices(&query.columns),
        from: context.query.get("from").to_owned(),
        to: context.query.get("to").to_owned(),
        switches: query.switches(words),
        gap_sentence: gap_sentence(words, &query, &map),
        gaps: map.gaps(),
        contribute: contribute(context),
        map,
        csv: format!("/map.csv?{}", query.query()),
        svg: format!("/map.svg?{}", query.query()),
    }
    .render()?;
    Ok(Reply::html(html))
}

/// Returns the countries that pages are about, by name.
fn countries(context: &Context, chosen: Option<&str>) -> Vec<Choice> {
    let results = context.view().search(&Request {
        limit: 0,
        ..Request::default()
    });
    let counts = results
        .facets
        .into_iter()
        .find(|facet| facet.key == "country");
    let mut countries: Vec<Choice> = counts
        .map_or_else(Vec::new, |facet| facet.counts)
        .into_iter()
        .map(|(code, _)| {
            let name = context.words.country(&code).unwrap_or(&code).to_owned();
            let is_chosen = chosen == Some(code.as_str());
            (code, name, is_chosen)
        })
        .collect();
    countries.sort_by_cached_key(|(_, name, _)| sort_key(name));
    countries
}

/// Answers `/map.csv`: one line a cell, as RFC 4180 has it.
pub(super) fn csv(context: &Context) -> Result<Reply, Error> {
    let query = MapQuery::read(context)?;
    let grid = Grid::new(context, &query);
    let mut text = String::from("row,row_label,column,column_label,total");
    for kind in &query.kinds {
        text.push(',');
        text.push_str(kind.name());
    }
    text.push_str("\r\n");
    for row in &grid.rows {
        for (column, cell) in grid.columns.iter().zip(&row.cells) {
            let mut fields = vec![
                quoted(&row.header.id),
                quoted(&row.header.label),
                quoted(&column.id),
                quoted(&column.label),
                cell.total.to_string(),
            ];
            let counts = query.kinds.iter();
            fields.extend(counts.map(|kind| cell.kinds.get(kind.name()).unwrap_or(&0).to_string()));
            text.push_str(&fields.join(","));
            text.push_str("\r\n");
        }
    }
    let reply = Reply::new("text/csv; charset=utf-8", text);
    Ok(reply.with_header(
        header::CONTENT_DISPOSITION,
        &content_disposition("attachment", "map.csv"),
    ))
}

#[derive(Template)]
#[template(path = "map.svg")]
struct MapPicture<'a> {
    map: &'a Grid,
    width: usize,
    height: usize,
    left: usize,
    top: usize,
    columns: Vec<(usize, &'a str)>,
    rows: Vec<PictureRow<'a>>,
}

struct PictureRow<'a> {
    label: &'a str,
    y: usize,
    cells: Vec<PictureCell>,
}

struct PictureCell {
    x: usize,
    y: usize,
    fill: &'static str,
    ink: &'static str,
    total: usize,
}

/// Answers `/map.svg`.
pub(super) fn svg(context: &Context) -> Result<Reply, Error> {
    const LEFT: usize = 270;
    const TOP: usize = 250;
    const FILLS: [&str; 6] = [
        "url(#gap)",
        "#dceaf0",
        "#b4d2df",
        "#82b3c8",
        "#2f7896",
        "#0b4f6c",
    ];
    let query = MapQuery::read(context)?;
    let map = Grid::new(context, &query);
    let rows = map.rows.iter().enumerate().map(|(at, row)| {
        let y = TOP + at * 36;
        let cells = row
            .cells
            .iter()
            .enumerate()
            .map(|(column, cell)| PictureCell {
                x: LEFT + column * 48,
                y,
                fill: FILLS[cell.shade.min(5)],
                ink: if cell.shade > 3 { "#ffffff" } else { "#1a1a1a" },
                total: cell.total,
            });
        PictureRow {
            label: &row.header.label,
            y: y + 22,
            cells: cells.collect(),
        }
    });
    let columns = map.columns.iter().enumerate();
    let picture = MapPicture {
        width: LEFT + map.columns.len() * 48 + 200,
        height: TOP + map.rows.len() * 36 + 16,
        left: LEFT - 10,
        top: TOP - 8,
        columns: columns
            .map(|(at, column)| (LEFT + at * 48 + 28, column.label.as_str()))
            .collect(),
        rows: rows.collect(),
        map: &map,
    };
    let reply = Reply::new("image/svg+xml", picture.render()?);
    Ok(reply.with_header(
        header::CONTENT_DISPOSITION,
        &content_disposition("attachment", "map.svg"),
    ))
}
