//! A text as a form: a field for each key of its kind, with what is wrong beside it.

mod offers;
mod rows;
mod terms;
mod view;

use std::collections::BTreeMap;

use crate::domain::form::{self, ANSWERS, Entries, Entry, Shape};
use crate::domain::vocabulary::Facet;
use crate::domain::{Field, Kind, Role, Status};
use crate::site::View;
use crate::web::editing::draft::Draft;
use crate::web::editing::form::offers::{offer_of, offers};
use crate::web::editing::form::rows::rows;
use crate::web::editing::form::terms::terms;
use crate::web::editing::form::view::{ChoiceView, FieldView};
use crate::web::editing::new_event;
use crate::web::editing::works::choices;
use crate::web::parts::context::Context;
use crate::web::parts::messages::Words;

pub(super) use crate::web::editing::form::view::{Control, FormView};

/// The fewest empty rows that a list has.
const EMPTY_ROWS: usize = 1;
/// The fields that every page should have, which stand first.
const FIRST: [Field; 3] = [Field::Title, Field::Summary, Field::Kind];
/// The values that a form is made from.
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
            let list = match field {
                field if self.is_new_event && new_event::NEEDS.contains(&field) => &mut first,
                _ if self.is_new_event && (for_kind || is_filled) => &mut more,
                field if FIRST.contains(&field) => &mut first,
                _ if special && for_kind => &mut own,
                Field::Countries | Field::Organisations | Field::Sources => &mut own,
                _ if for_kind || is_filled => &mut more,
                _ => continue,
            };
            list.push(self.field(field));
        }
        if self.is_new_event {
            more.splice(0..0, facets.drain(..));
        }
        let all = first.iter().chain(&facets).chain(&own).chain(&more);
        let keys: Vec<&str> = all.map(|field| field.key.as_str()).collect();
        let keys = keys.join(" ");
        FormView {
            more_is_open: more.iter().any(|field| !field.problems.is_empty()),
            offers: offers(self.context, &self.view, kind),
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
                groups: terms(facet, chosen, language),
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
            (Entry::Rows(list), Shape::Rows(columns)) => rows(
                self.context,
                field,
                list,
                columns,
                self.empty_rows(field.key()),
            ),
            (Entry::Rows(list), _) => rows(
                self.context,
                field,
                list,
                &ANSWERS,
                self.empty_rows(field.key()),
            ),
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
        let mut values = list.to_vec();
        values.resize(list.len() + self.empty_rows(key), String::new());
        values
    }

    /// Returns how many empty rows a list has.
    fn empty_rows(&self, key: &str) -> usize {
        let requested = self.draft.rows.get(key).copied().unwrap_or(0);
        requested.max(EMPTY_ROWS)
    }
}
