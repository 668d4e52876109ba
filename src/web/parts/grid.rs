//! [`MapGrid`]: two facets against each other, with the number of pages in every cell.

use std::collections::BTreeMap;
use std::ops::RangeInclusive;

use crate::domain::vocabulary::{COLUMNS, Facet, ROWS, Term};
use crate::domain::{Kind, Vocabulary, country};
use crate::search::{Cross, CrossRequest, KindCounts};
use crate::web::http::error::Error;
use crate::web::http::query::query_string;
use crate::web::parts::context::Context;
use crate::web::parts::facets;
use crate::web::parts::messages::Words;

/// The kinds that the map counts unless others are asked for: a lesson or a note does not fill a gap.
const KINDS: [Kind; 1] = [Kind::CaseStudy];
/// The kinds that can be counted as well by one choice.
const MORE_KINDS: [Kind; 2] = [Kind::Lesson, Kind::LiteratureNote];
/// How many shades there are.
const SHADES: usize = 5;
/// What a map is asked to show.
#[derive(Clone, Debug)]
pub(crate) struct MapQuery {
    pub(crate) rows: String,
    pub(crate) columns: String,
    pub(crate) kinds: Vec<Kind>,
    pub(crate) country: Option<String>,
    pub(crate) years: Option<RangeInclusive<u16>>,
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
    pub(crate) fn read(context: &Context) -> Result<Self, Error> {
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
    pub(crate) fn cross(&self, context: &Context) -> Cross {
        let kinds = self
            .kinds
            .iter()
            .map(|kind| ("kind".to_owned(), kind.name().to_owned()));
        let country = self
            .country
            .iter()
            .map(|code| ("country".to_owned(), code.clone()));
        let filters: Vec<(String, String)> = kinds.chain(country).collect();
        context.view().finder().cross(&CrossRequest {
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
    pub(crate) fn switches(&self, words: Words) -> Vec<Switch> {
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
    pub(crate) fn query(&self) -> String {
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

/// How many pages carry each term, by kind.
type Totals = BTreeMap<String, KindCounts>;

/// The map as it is printed: rows of cells, each with its count, shade, words and address.
pub(crate) struct MapGrid {
    pub(crate) caption: String,
    pub(crate) columns: Vec<MapHeading>,
    pub(crate) rows: Vec<MapRow>,
    /// The heads of the shorter axis, which stands across the page.
    pub(crate) across: Vec<MapHeading>,
    /// The longer axis, which goes down the page: names of terms need room beside each other.
    pub(crate) down: Vec<MapRow>,
    /// The numbers of pages that have the same shade, the smallest first.
    pub(crate) shades: Vec<Shade>,
}

/// A shade of the map.
pub(crate) struct Shade {
    pub(crate) number: usize,
    pub(crate) from: usize,
    pub(crate) to: usize,
}

#[derive(Clone)]
pub(crate) struct MapHeading {
    pub(crate) id: String,
    pub(crate) label: String,
    pub(crate) address: String,
    /// What the term means.
    pub(crate) definition: String,
    /// The group of terms that it belongs to, in the reader's language.
    pub(crate) group: String,
    /// How many pages carry it.
    pub(crate) total: usize,
}

#[derive(Clone)]
pub(crate) struct MapRow {
    /// The group of terms that begins with this row, if one does.
    pub(crate) group: Option<String>,
    pub(crate) header: MapHeading,
    pub(crate) cells: Vec<MapCell>,
}

#[derive(Clone)]
pub(crate) struct MapCell {
    /// The name of the column's term.
    pub(crate) column: String,
    pub(crate) total: usize,
    pub(crate) kinds: KindCounts,
    /// 0 for a gap, else 1 to 5: so many fifths of the other cells have as many pages or fewer.
    pub(crate) shade: usize,
    /// The two terms.
    pub(crate) pair: String,
    /// The cell in words, for those who hear it.
    pub(crate) label: String,
    /// What other pages there are, where it is a gap.
    pub(crate) instead: String,
    pub(crate) address: String,
}

impl MapGrid {
    /// Makes a grid of every term of the two facets; empty where the vocabulary lacks one.
    pub(crate) fn new(context: &Context, query: &MapQuery) -> Self {
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
        // What lessons and notes tell where there is no case.
        let others = MapQuery {
            kinds: KINDS.into_iter().chain(MORE_KINDS).collect(),
            ..query.clone()
        };
        let cross = query.cross(context);
        let making = MapGridBuilder {
            vocabulary,
            words: context.words,
            query,
            shades: shades(&cross),
            cross,
            known: others.cross(context),
            others,
        };
        making.grid(rows, columns)
    }
}

/// What a grid is made from.
struct MapGridBuilder<'m> {
    vocabulary: &'m Vocabulary,
    words: Words,
    query: &'m MapQuery,
    /// How many pages carry which terms.
    cross: Cross,
    shades: Vec<Shade>,
    /// The same with all the kinds that may tell of a gap.
    others: MapQuery,
    known: Cross,
}

impl MapGridBuilder<'_> {
    fn grid(self, rows: &Facet, columns: &Facet) -> MapGrid {
        // What is retired stands there as long as pages carry it.
        let shown = |terms: &[Term], totals: &Totals| -> Vec<Term> {
            let terms = terms.iter();
            let shown = terms.filter(|term| !term.is_retired() || totals.contains_key(&term.id));
            shown.cloned().collect()
        };
        let column_terms = shown(&columns.terms, &self.cross.columns);
        let row_terms = shown(&rows.terms, &self.cross.rows);
        let across: Vec<MapHeading> = column_terms
            .iter()
            .map(|term| {
                let address = self.query.address(None, Some(&term.id));
                self.heading(columns, term, &self.cross.columns, address)
            })
            .collect();
        let down: Vec<MapRow> = row_terms
            .iter()
            .map(|term| {
                let address = self.query.address(Some(&term.id), None);
                let cells = column_terms.iter();
                MapRow {
                    group: None,
                    header: self.heading(rows, term, &self.cross.rows, address),
                    cells: cells.map(|column| self.cell(term, column)).collect(),
                }
            })
            .collect();
        let caption = self.words.with_two(
            "map-caption",
            "rows",
            rows.label_in(self.words.code()),
            "columns",
            columns.label_in(self.words.code()).to_lowercase(),
        );
        let turned = (across.len() > down.len()).then(|| turned(&across, &down));
        let (shown_across, mut shown_down) =
            turned.unwrap_or_else(|| (across.clone(), down.clone()));
        begin_groups(&mut shown_down);
        MapGrid {
            caption,
            columns: across,
            rows: down,
            across: shown_across,
            down: shown_down,
            shades: self.shades,
        }
    }

    fn heading(&self, facet: &Facet, term: &Term, totals: &Totals, address: String) -> MapHeading {
        let group = facets::group_label(self.vocabulary, &facet.key, &term.id, self.words);
        MapHeading {
            group: group.to_owned(),
            id: term.id.clone(),
            label: term.label_in(self.words.code()).to_owned(),
            definition: term.definition.clone(),
            total: totals.get(&term.id).map_or(0, |kinds| kinds.values().sum()),
            address,
        }
    }

    fn cell(&self, row: &Term, column: &Term) -> MapCell {
        let words = self.words;
        let pair = (row.id.clone(), column.id.clone());
        let kinds = self.cross.cells.get(&pair).cloned().unwrap_or_default();
        let total: usize = kinds.values().sum();
        let label = |term: &Term| term.label_in(words.code()).to_owned();
        let instead = match (total, self.known.cells.get(&pair)) {
            (0, Some(kinds)) => count_words(words, kinds),
            _ => String::new(),
        };
        let (found, query) = match total {
            0 => (self.query.nothing(words), &self.others),
            _ => (count_words(words, &kinds), self.query),
        };
        let words_of_pair = format!("{}, {}", label(row), label(column));
        MapCell {
            shade: shade_of(&self.shades, total),
            label: match instead.is_empty() {
                true => format!("{words_of_pair}: {found}"),
                false => format!("{words_of_pair}: {found} ({instead})"),
            },
            pair: words_of_pair,
            column: label(column),
            address: query.address(Some(&row.id), Some(&column.id)),
            instead,
            total,
            kinds,
        }
    }
}

impl MapGrid {
    /// Returns the groups of the terms across the page, each with how many columns it takes; nothing
    /// where no term is in one.
    pub(crate) fn groups(&self) -> Vec<(&str, usize)> {
        let mut groups: Vec<(&str, usize)> = Vec::new();
        for heading in &self.across {
            match groups.last_mut() {
                Some((group, columns)) if *group == heading.group => *columns += 1,
                _ => groups.push((&heading.group, 1)),
            }
        }
        groups.retain(|_| self.across.iter().any(|heading| !heading.group.is_empty()));
        groups
    }

    /// Tells whether a pair has no page.
    pub(crate) fn has_gaps(&self) -> bool {
        !self.gaps().is_empty()
    }

    /// Returns the cells that have no page.
    pub(crate) fn gaps(&self) -> Vec<Gap> {
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

/// Notes with which rows a group of terms begins.
fn begin_groups(rows: &mut [MapRow]) {
    let mut before = String::new();
    for row in rows {
        let group = &row.header.group;
        row.group = (!group.is_empty() && *group != before).then(|| group.clone());
        before.clone_from(group);
    }
}

/// A pair of terms that no page carries.
pub(crate) struct Gap {
    pub(crate) pair: String,
    pub(crate) address: String,
    /// What other pages there are.
    pub(crate) instead: String,
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
fn turned(across: &[MapHeading], down: &[MapRow]) -> (Vec<MapHeading>, Vec<MapRow>) {
    let rows = across.iter().enumerate().map(|(at, header)| MapRow {
        group: None,
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
pub(crate) struct Switch {
    pub(crate) label: String,
    pub(crate) current: bool,
    pub(crate) address: String,
}

/// Says how many pairs have no page.
pub(crate) fn gap_sentence(words: Words, query: &MapQuery, map: &MapGrid) -> String {
    let pairs = map.rows.len() * map.columns.len();
    let id = match query.kinds == KINDS {
        true => "map-gaps-cases",
        false => "map-gaps",
    };
    let gaps = words.number(map.gaps().len());
    words.with_two(id, "gaps", gaps, "pairs", words.number(pairs))
}
