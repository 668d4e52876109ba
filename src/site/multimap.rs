//! [`Multimap`]: what goes by which name, as an edition's content keeps it.

use std::hash::{BuildHasher, RandomState};
use std::slice;
use std::sync::{Arc, LazyLock};

use imbl::{OrdMap, OrdSet};

/// More values than this go into a persistent set: changing a slice copies it.
const FEW: usize = 32;

/// One value or more, in order, each once. Cheap to clone.
///
/// Nearly always it is one. A persistent set has room for sixteen values from the first; with three
/// names a page that was most of the memory of a large site and of the time to open it.
#[derive(Clone)]
enum MultimapValues<V> {
    One(V),
    Few(Arc<[V]>),
    /// Boxed, because this is rare and its size would be everyone's.
    Many(Box<OrdSet<V>>),
}

impl<V: Ord + Clone> MultimapValues<V> {
    /// Takes values that are in order, each once, and at least one.
    fn from_sorted(mut values: Vec<V>) -> Option<Self> {
        Some(match values.len() {
            0 => return None,
            1 => Self::One(values.pop()?),
            2..=FEW => Self::Few(values.into()),
            _ => Self::Many(Box::new(values.into_iter().collect())),
        })
    }

    /// Returns the values in their order.
    fn iter(&self) -> impl Iterator<Item = &V> {
        let (slice, set) = match self {
            Self::One(value) => (slice::from_ref(value), None),
            Self::Few(values) => (&values[..], None),
            Self::Many(values) => (&[][..], Some(&**values)),
        };
        slice.iter().chain(set.into_iter().flatten())
    }

    fn insert(&mut self, value: V) {
        if let Self::Many(values) = self {
            values.insert(value);
            return;
        }
        let mut values: Vec<V> = self.iter().cloned().collect();
        if let Err(index) = values.binary_search(&value) {
            values.insert(index, value);
        }
        if let Some(more) = Self::from_sorted(values) {
            *self = more;
        }
    }

    /// Returns what is left without a value; `None` where that is nothing.
    fn without(mut self, value: &V) -> Option<Self> {
        if let Self::Many(values) = &mut self {
            values.remove(value);
            return (!values.is_empty()).then_some(self);
        }
        Self::from_sorted(
            self.iter()
                .filter(|known| *known != value)
                .cloned()
                .collect(),
        )
    }
}

/// Values by the names they go by. Cheap to clone.
///
/// The names are not kept: a hash of 128 bits, mixed with what only this process knows, stands for
/// each. That two names of a site should have the same is less likely than that its memory errs, and
/// nobody can make two that have. Comparing the names themselves was most of a start.
#[derive(Clone)]
pub(super) struct Multimap<V> {
    values: OrdMap<NameHash, MultimapValues<V>>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct NameHash(u64, u64);

impl NameHash {
    fn of(name: &str) -> Self {
        static STATES: LazyLock<[RandomState; 2]> =
            LazyLock::new(|| [RandomState::new(), RandomState::new()]);
        let [first, second] = &*STATES;
        Self(first.hash_one(name), second.hash_one(name))
    }
}

impl<V> Default for Multimap<V> {
    fn default() -> Self {
        Self {
            values: OrdMap::new(),
        }
    }
}

impl<V: Ord + Clone> Multimap<V> {
    /// Returns the values that go by a name, in their order.
    pub(super) fn get<'m>(&'m self, name: &str) -> impl Iterator<Item = &'m V> + use<'m, V> {
        let values = self.values.get(&NameHash::of(name));
        values.into_iter().flat_map(MultimapValues::iter)
    }

    /// Adds values by their names, one or hundreds of thousands.
    pub(super) fn add<N: AsRef<str>>(&mut self, pairs: impl Iterator<Item = (N, V)>) {
        self.add_in_order(in_order(pairs));
    }

    /// Takes values away by their names and adds others. What is in both stays untouched.
    pub(super) fn replace<N: AsRef<str>>(
        &mut self,
        old: impl Iterator<Item = (N, V)>,
        new: impl Iterator<Item = (N, V)>,
    ) {
        let (old, mut new) = (in_order(old), in_order(new));
        for pair in &old {
            if new.binary_search(pair).is_err() {
                self.take_by(pair.0, &pair.1);
            }
        }
        new.retain(|pair| old.binary_search(pair).is_err());
        self.add_in_order(new);
    }

    fn add_in_order(&mut self, pairs: Vec<(NameHash, V)>) {
        let was_empty = self.values.is_empty();
        let mut pairs = pairs.into_iter().peekable();
        while let Some((key, value)) = pairs.next() {
            // Of a map that was empty, all values of a key come together.
            if !was_empty && let Some(known) = self.values.get_mut(&key) {
                known.insert(value);
                continue;
            }
            let mut values = vec![value];
            while let Some((_, value)) = pairs.next_if(|(next, _)| *next == key) {
                values.push(value);
            }
            if let Some(values) = MultimapValues::from_sorted(values) {
                self.values.insert(key, values);
            }
        }
    }

    /// Takes one value of a name away, and the name with its last value.
    pub(super) fn take(&mut self, name: &str, value: &V) {
        self.take_by(NameHash::of(name), value);
    }

    fn take_by(&mut self, key: NameHash, value: &V) {
        let Some(values) = self.values.remove(&key) else {
            return;
        };
        if let Some(left) = values.without(value) {
            self.values.insert(key, left);
        }
    }
}

/// Puts values in the order of their keys, so that neighbours share nodes; each once.
fn in_order<N: AsRef<str>, V: Ord>(pairs: impl Iterator<Item = (N, V)>) -> Vec<(NameHash, V)> {
    let mut pairs: Vec<(NameHash, V)> = pairs
        .map(|(name, value)| (NameHash::of(name.as_ref()), value))
        .collect();
    pairs.sort_unstable();
    pairs.dedup();
    pairs
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn replacing_leaves_what_taking_and_adding_would() {
        fn pairs<'p>(of: &'p [(&'p str, u32)]) -> impl Iterator<Item = (&'p str, u32)> {
            of.iter().copied()
        }
        let (mut replaced, mut other) = (Multimap::default(), Multimap::default());
        let rest = [("a", 7), ("b", 7), ("d", 7)];
        let old = [("a", 1), ("b", 1), ("c", 1)];
        let new = [("b", 1), ("b", 2), ("c", 3), ("e", 1)];
        for map in [&mut replaced, &mut other] {
            map.add(pairs(&rest).chain(pairs(&old)));
        }
        replaced.replace(pairs(&old), pairs(&new));
        for (name, value) in old {
            other.take(name, &value);
        }
        other.add(pairs(&new));
        for name in ["a", "b", "c", "d", "e"] {
            assert!(replaced.get(name).eq(other.get(name)), "{name}");
        }
        assert_eq!(replaced.values.len(), other.values.len());
    }

    #[test]
    fn values_are_a_set_at_every_size() {
        let mut map = Multimap::default();
        let mut model = std::collections::BTreeSet::new();
        for step in 0..200_u32 {
            let value = step * 37 % 101;
            map.add([("key", value)].into_iter());
            model.insert(value);
            assert!(map.get("key").eq(&model));
        }
        for value in 0..101 {
            map.take("key", &value);
            model.remove(&value);
            assert!(map.get("key").eq(&model));
        }
        assert!(map.values.is_empty());
    }

    #[test]
    fn many_pairs_at_once_are_as_one_after_the_other() {
        let pairs =
            |count: u32| (0..count).map(|number| (format!("k{}", number % 7), number * 31 % 83));
        let (mut at_once, mut in_turn) = (Multimap::default(), Multimap::default());
        at_once.add(pairs(300));
        for pair in pairs(300) {
            in_turn.add([pair].into_iter());
        }
        for number in 0..8 {
            let name = format!("k{number}");
            assert!(at_once.get(&name).eq(in_turn.get(&name)), "{name}");
        }
        assert_eq!(at_once.values.len(), in_turn.values.len());
    }
}
