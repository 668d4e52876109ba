//! A text as a form: a field for each key of its kind, with what is wrong beside it.

use std::collections::BTreeMap;

use crate::domain::form::{self, ANSWERS, Column, Entries, Entry, Part, Row, Shape};
use crate::domain::vocabulary::Facet;
use crate::domain::{Field, Kind, Role, Status, country};
use crate::search::Request;
use crate::site::View;
use crate::web::editing::draft::Draft;
use crate::web::editing::new_event;
use crate::web::editing::works::{WorkChoice, choices};
use crate::web::parts::agenda::times::OFFERED;
use crate::web::parts::context::Context;
use crate::web::parts::facets;
use crate::web::parts::messages::Words;

/// How many known values a field offers.
const MOST_OFFERED: usize = 300;
/// How many empty rows a list has at least.
const EMPTY_ROWS: usize = 1;
/// The fields that every page should have, which stand first.
const FIRST: [Field; 3] = [Field::Title, Field::Summary, Field::Kind];
/// The languages that a page may be offered in first.
const SECTORS: &str = "sectors";

/// The fields of a form.
pub(super) struct FormView {
    /// Those that stand first.
    pub(super) first: Vec<FieldView>,
    /// The terms of the vocabulary.
    pub(super) facets: Vec<FieldView>,
    /// Those of the kind.
    pub(super) own: Vec<FieldView>,
    /// All others.
    pub(super) more: Vec<FieldView>,
    /// Whether one of the others needs a look.
    pub(super) more_is_open: bool,
    /// The keys of all of them.
    pub(super) keys: String,
    /// What fields offer, by the name of the list.
    pub(super) offers: Vec<(&'static str, Vec<(String, String)>)>,
    /// Of a new event: whether it is one session.
    pub(super) is_one_session: Option<bool>,
}

/// A field.
pub(super) struct FieldView {
    pub(super) key: String,
    pub(super) label: String,
    pub(super) help: String,
    pub(super) control: Control,
    /// What is wrong with it.
    pub(super) problems: Vec<String>,
}

/// How a value is typed.
pub(super) enum Control {
    /// A line, which may offer what is known, of a sort that browsers help with.
    Line {
        value: String,
        offer: &'static str,
        sort: &'static str,
    },
    /// A text of several lines.
    Text { value: String },
    /// Yes or no.
    Flag { is_set: bool },
    /// One of several.
    Choice { choices: Vec<ChoiceView> },
    /// Terms of the vocabulary.
    Terms { groups: Vec<TermsView> },
    /// Lines.
    List {
        values: Vec<String>,
        offer: &'static str,
    },
    /// Works of the bibliography.
    Works {
        chosen: Vec<WorkChoice>,
        found: Vec<WorkChoice>,
    },
    /// Rows.
    Rows { rows: Vec<RowView>, count: usize },
    /// Nothing: it is changed in the source.
    Source,
}

pub(super) struct ChoiceView {
    pub(super) value: String,
    pub(super) label: String,
    pub(super) is_chosen: bool,
}

pub(super) struct TermsView {
    pub(super) label: String,
    pub(super) terms: Vec<TermChoiceView>,
}

pub(super) struct TermChoiceView {
    pub(super) id: String,
    pub(super) label: String,
    pub(super) definition: String,
    pub(super) is_chosen: bool,
}

pub(super) struct RowView {
    pub(super) number: usize,
    /// Whether it can change places with the row above, and with the one below.
    pub(super) has_above: bool,
    pub(super) has_below: bool,
    pub(super) cells: Vec<CellView>,
}

pub(super) struct CellView {
    pub(super) key: &'static str,
    pub(super) label: String,
    pub(super) control: Control,
}

/// What a form is made from.
struct FormBuilder<'a> {
    context: &'a Context,
    view: View<'a>,
    draft: &'a Draft,
    entries: Entries,
    role: Role,
    problems: &'a BTreeMap<String, Vec<String>>,
    /// Whether it is of an event that is begun: then it asks for what an event needs, and for all else
    /// below that.
    is_new_event: bool,
}

impl FormView {
    /// Shows a draft as a form; nothing where its front matter cannot be read. `problems` are those of
    /// each key.
    pub(super) fn of(
        context: &Context,
        draft: &Draft,
        role: Role,
        problems: &BTreeMap<String, Vec<String>>,
        is_new: bool,
    ) -> Option<Self> {
        let entries = Entries::read(&draft.text, context.edition.vocabulary()).ok()?;
        let kind = Kind::from_name(entries.text(Field::Kind.key()));
        let maker = FormBuilder {
            context,
            view: context.view(),
            draft,
            entries,
            role,
            problems,
            is_new_event: is_new && kind == Some(Kind::Event),
        };
        Some(maker.form())
    }
}

impl FormBuilder<'_> {
    fn words(&self) -> Words {
        self.context.words
    }

    fn form(&self) -> FormView {
        let kind = Kind::from_name(self.entries.text(Field::Kind.key())).unwrap_or_default();
        let vocabulary = self.context.edition.vocabulary();
        let facets = vocabulary
            .facets
            .iter()
            .filter(|facet| facet.from.is_none());
        let mut facets: Vec<FieldView> = facets.map(|facet| self.facet(facet)).collect();
        let (mut first, mut own, mut more) = (Vec::new(), Vec::new(), Vec::new());
        for field in Field::all() {
            let is_filled = !self.is_empty(field);
            let for_kind = field.is_for(kind);
            let special = !matches!(field.definition().kinds, crate::domain::fields::Kinds::All);
            let place = match field {
                field if self.is_new_event && new_event::NEEDS.contains(&field) => &mut first,
                _ if self.is_new_event && (for_kind || is_filled) => &mut more,
                field if FIRST.contains(&field) => &mut first,
                _ if special && for_kind => &mut own,
                Field::Countries | Field::Organisations | Field::Sources => &mut own,
                _ if for_kind || is_filled => &mut more,
                _ => continue,
            };
            place.push(self.field(field));
        }
        if self.is_new_event {
            more.splice(0..0, facets.drain(..));
        }
        let all = first.iter().chain(&facets).chain(&own).chain(&more);
        let keys: Vec<&str> = all.map(|field| field.key.as_str()).collect();
        let keys = keys.join(" ");
        FormView {
            more_is_open: more.iter().any(|field| !field.problems.is_empty()),
            offers: self.offers(kind),
            is_one_session: self.is_one_session(),
            first,
            facets,
            own,
            more,
            keys,
        }
    }

    /// Tells whether a new event is to be one session; nothing where it has an agenda by now.
    fn is_one_session(&self) -> Option<bool> {
        let asks = self.is_new_event && self.is_empty(Field::Sessions);
        asks.then_some(self.draft.is_one_session)
    }

    fn is_empty(&self, field: Field) -> bool {
        match self.entries.get(field.key()) {
            Entry::Text(text) => text.is_empty(),
            Entry::List(list) => list.is_empty(),
            Entry::Rows(rows) => rows.is_empty(),
            Entry::Other => false,
        }
    }

    fn facet(&self, facet: &Facet) -> FieldView {
        let language = self.words().code();
        let control = match self.entries.get(&facet.key) {
            Entry::List(chosen) => Control::Terms {
                groups: self.terms(facet, chosen),
            },
            _ => Control::Source,
        };
        FieldView {
            key: facet.key.clone(),
            label: facet.label_in(language).to_owned(),
            help: facet.definition.clone(),
            control,
            problems: self.problems_of(&facet.key),
        }
    }

    fn terms(&self, facet: &Facet, chosen: &[String]) -> Vec<TermsView> {
        let language = self.words().code();
        let term = |id: &str, label: &str, definition: &str| TermChoiceView {
            id: id.to_owned(),
            label: label.to_owned(),
            definition: definition.to_owned(),
            is_chosen: chosen.iter().any(|own| own == id),
        };
        let of = |group: Option<&str>| {
            let terms = facet
                .terms
                .iter()
                .filter(|one| !one.is_retired() || chosen.contains(&one.id))
                .filter(|one| one.group.as_deref() == group);
            terms
                .map(|one| term(&one.id, one.label_in(language), &one.definition))
                .collect::<Vec<_>>()
        };
        let mut groups: Vec<TermsView> = facet
            .groups
            .iter()
            .map(|group| TermsView {
                label: group.label_in(language).to_owned(),
                terms: of(Some(&group.id)),
            })
            .collect();
        let mut others = of(None);
        // What the vocabulary does not have is shown, so that it does not go unseen.
        let is_known = |id: &&String| facet.terms.iter().any(|one| one.id == **id);
        let unknown = chosen.iter().filter(|id| !is_known(id));
        others.extend(unknown.map(|id| term(id, id, "")));
        groups.push(TermsView {
            label: String::new(),
            terms: others,
        });
        groups.retain(|group| !group.terms.is_empty());
        groups
    }

    fn field(&self, field: Field) -> FieldView {
        let key = field.key();
        let words = self.words();
        FieldView {
            key: key.to_owned(),
            label: words.say(&format!("field-{key}")).into_owned(),
            help: words.say(&format!("field-{key}-help")).into_owned(),
            control: self.control(field),
            problems: self.problems_of(key),
        }
    }

    fn problems_of(&self, key: &str) -> Vec<String> {
        self.problems.get(key).cloned().unwrap_or_default()
    }

    fn control(&self, field: Field) -> Control {
        match (self.entries.get(field.key()), form::shape(field)) {
            (Entry::Other, _) => Control::Source,
            (Entry::Text(text), Shape::Flag) => Control::Flag {
                is_set: text == "true",
            },
            (Entry::Text(text), shape) => self.line(field, text, shape),
            (Entry::List(list), _) if field == Field::Sources => {
                let (chosen, found) = choices(&self.view, list, &self.draft.find, self.words());
                Control::Works { chosen, found }
            }
            (Entry::List(list), _) => Control::List {
                values: self.with_empty(list, field.key()),
                offer: offer_of(field),
            },
            (Entry::Rows(rows), Shape::Rows(columns)) => self.rows(field, rows, columns),
            (Entry::Rows(rows), _) => self.rows(field, rows, &ANSWERS),
        }
    }

    fn line(&self, field: Field, text: &str, shape: Shape) -> Control {
        let words = self.words();
        let choice = |value: &str, label: String| ChoiceView {
            value: value.to_owned(),
            label,
            is_chosen: value == text,
        };
        let mut choices = match field {
            Field::Kind => Kind::ALL
                .into_iter()
                .filter(|kind| self.may_have(*kind, text))
                .map(|kind| choice(kind.name(), words.kind(kind)))
                .collect(),
            Field::Status => Status::ALL
                .into_iter()
                .map(|status| choice(status.name(), words.status(status)))
                .collect(),
            Field::Visibility => ["public", "members"]
                .into_iter()
                .map(|name| choice(name, words.say(&format!("visibility-{name}")).into_owned()))
                .collect(),
            _ => Vec::new(),
        };
        if choices.is_empty() {
            let value = text.to_owned();
            return match shape == Shape::Text || value.contains('\n') {
                true => Control::Text { value },
                false => Control::Line {
                    sort: match self.is_new_event {
                        true => new_event::sort_of(field, &value),
                        false => "",
                    },
                    value,
                    offer: offer_of(field),
                },
            };
        }
        if !choices.iter().any(|choice| choice.is_chosen) {
            // Nothing, or what is no choice: it stays until another is chosen.
            choices.insert(
                0,
                ChoiceView {
                    value: text.to_owned(),
                    label: match text {
                        "" => words.say("edit-no-choice").into_owned(),
                        text => text.to_owned(),
                    },
                    is_chosen: true,
                },
            );
        } else if field != Field::Kind {
            choices.insert(0, choice("", words.say("edit-no-choice").into_owned()));
        }
        Control::Choice { choices }
    }

    /// Tells whether a page may become one of a kind, or is one.
    fn may_have(&self, kind: Kind, now: &str) -> bool {
        let is_organizers = matches!(kind, Kind::Event | Kind::Survey | Kind::Guidance);
        !is_organizers || self.role >= Role::Organizer || kind.name() == now
    }

    fn with_empty(&self, list: &[String], key: &str) -> Vec<String> {
        let asked = self.draft.rows.get(key).copied().unwrap_or(0);
        let empty = asked.max(EMPTY_ROWS);
        let mut values = list.to_vec();
        values.resize(list.len() + empty, String::new());
        values
    }

    fn rows(&self, field: Field, rows: &[Row], columns: &[Column]) -> Control {
        let asked = self.draft.rows.get(field.key()).copied().unwrap_or(0);
        let count = rows.len() + asked.max(EMPTY_ROWS);
        let cell = |column: &Column, part: Option<&Part>| CellView {
            key: column.key,
            label: self.column(column.key),
            control: match (part, column.shape) {
                (Some(Part::Other), _) => Control::Source,
                (Some(Part::List(list)), _) => Control::Text {
                    value: list.join("\n"),
                },
                (None, Shape::List | Shape::Examples) => Control::Text {
                    value: String::new(),
                },
                (Some(Part::Text(text)), Shape::Text) => Control::Text {
                    value: text.clone(),
                },
                (Some(Part::Text(text)), _) if text.contains('\n') => Control::Text {
                    value: text.clone(),
                },
                (None, Shape::Text) => Control::Text {
                    value: String::new(),
                },
                (part, _) => {
                    let text = match part {
                        Some(Part::Text(text)) => text.as_str(),
                        _ => "",
                    };
                    self.cell(field, column.key, text)
                }
            },
        };
        let is_list = matches!(form::shape(field), Shape::Rows(_));
        let row = |number: usize| RowView {
            number,
            has_above: is_list && number > 0 && number < rows.len(),
            has_below: is_list && number + 1 < rows.len(),
            cells: columns
                .iter()
                .enumerate()
                .map(|(place, column)| {
                    let row = rows.get(number);
                    cell(column, row.and_then(|row| row.parts.get(place)))
                })
                .collect(),
        };
        Control::Rows {
            rows: (0..count).map(row).collect(),
            count: asked.max(EMPTY_ROWS),
        }
    }

    /// Returns a cell of one line; a sector is one of the vocabulary's.
    fn cell(&self, field: Field, column: &str, text: &str) -> Control {
        let vocabulary = self.context.edition.vocabulary();
        let sectors = vocabulary
            .facet(SECTORS)
            .filter(|_| field == Field::Partners);
        let Some(facet) = sectors.filter(|_| column == "sector") else {
            return Control::Line {
                value: text.to_owned(),
                offer: match (field, column) {
                    (Field::Partners, "name") => "organisations",
                    _ => "",
                },
                sort: "",
            };
        };
        let language = self.words().code();
        let choice = |value: &str, label: &str| ChoiceView {
            value: value.to_owned(),
            label: label.to_owned(),
            is_chosen: value == text,
        };
        let none = self.words().say("edit-no-choice");
        let mut choices = vec![choice("", &none)];
        let terms = facet.terms_in_use();
        choices.extend(terms.map(|term| choice(&term.id, term.label_in(language))));
        if !choices.iter().any(|choice| choice.is_chosen) {
            choices.push(choice(text, text));
        }
        Control::Choice { choices }
    }

    fn column(&self, column: &str) -> String {
        let id = format!("column-{column}");
        self.words().say(&id).into_owned()
    }

    /// Returns what is known already of countries, organisations and people; for events, zones of time.
    fn offers(&self, kind: Kind) -> Vec<(&'static str, Vec<(String, String)>)> {
        let request = Request {
            limit: 1,
            ..Request::default()
        };
        let known = self.view.search(&request).facets;
        let known = facets::offered(&self.context.settings, &known);
        let of = |key: &str| {
            let facet = known.iter().find(|facet| facet.key == key);
            let counts = facet
                .map(|facet| facet.counts.as_slice())
                .unwrap_or_default();
            let values = counts.iter().take(MOST_OFFERED);
            values
                .map(|(value, _)| (value.clone(), String::new()))
                .collect::<Vec<_>>()
        };
        let name = |code: &&str| self.words().country(code).map(str::to_owned);
        let countries = country::codes().filter_map(|code| {
            let label = name(&code)?;
            Some((code.to_owned(), label))
        });
        let zones = OFFERED.map(|zone| (zone.to_owned(), String::new()));
        let mut offers = vec![
            ("countries", countries.collect()),
            ("organisations", of("organisation")),
            ("people", of("author")),
            (
                "languages",
                facets::LANGUAGES
                    .iter()
                    .map(|code| ((*code).to_owned(), facets::language_name(code).to_owned()))
                    .collect(),
            ),
        ];
        if kind == Kind::Event {
            offers.push(("zones", zones.into()));
        }
        offers
    }
}

/// Returns the list of known values that a field offers.
fn offer_of(field: Field) -> &'static str {
    match field {
        Field::Countries => "countries",
        Field::Organisations | Field::Owner | Field::With => "organisations",
        Field::Authors => "people",
        Field::Lang => "languages",
        Field::Timezone => "zones",
        _ => "",
    }
}
