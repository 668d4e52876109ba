//! [`SessionPhrases`]: what many sessions of an agenda say in the same words, each asked of the messages once.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use crate::domain::Kind;
use crate::web::parts::messages::Words;

/// The phrases that sessions share.
pub(super) struct SessionPhrases<'a> {
    words: Words,
    kinds: RefCell<Vec<(Kind, Rc<str>)>>,
    counts: RefCell<HashMap<(&'static str, usize), Rc<str>>>,
    rooms: RefCell<HashMap<&'a str, Rc<str>>>,
}

impl<'a> SessionPhrases<'a> {
    pub(super) fn new(words: Words) -> Self {
        Self {
            words,
            kinds: RefCell::default(),
            counts: RefCell::default(),
            rooms: RefCell::default(),
        }
    }

    /// Returns the word for one page of a kind.
    pub(super) fn kind(&self, kind: Kind) -> Rc<str> {
        let mut kinds = self.kinds.borrow_mut();
        if let Some((_, word)) = kinds.iter().find(|(known, _)| *known == kind) {
            return Rc::clone(word);
        }
        let word: Rc<str> = self.words.kind(kind).into();
        kinds.push((kind, Rc::clone(&word)));
        word
    }

    /// Returns a message about a number of things; nothing where there are none.
    pub(super) fn count(&self, message: &'static str, number: usize) -> Rc<str> {
        let mut counts = self.counts.borrow_mut();
        let said = counts.entry((message, number)).or_insert_with(|| {
            let said = (number > 0).then(|| self.words.count(message, number));
            said.unwrap_or_default().into()
        });
        Rc::clone(said)
    }

    /// Says in which room something is; nothing where that is not known.
    pub(super) fn in_room(&self, room: &'a str) -> Rc<str> {
        let mut rooms = self.rooms.borrow_mut();
        let said = rooms.entry(room).or_insert_with(|| {
            let said = (!room.is_empty()).then(|| self.words.with("session-in-room", "room", room));
            said.unwrap_or_default().into()
        });
        Rc::clone(said)
    }
}
