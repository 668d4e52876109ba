//! [`Values`]: what a key of an edition's maps leads to. Nearly always that is one value.
//!
//! A persistent set has room for sixteen values from the first; with three keys a page that was
//! most of the memory of a large site and of the time to open it.

use std::slice;
use std::sync::Arc;

use imbl::{OrdMap, OrdSet};

/// More values than this go into a persistent set: changing a slice copies it.
const FEW: usize = 32;

/// One value or more, in order, each once. Cheap to clone.
#[derive(Clone)]
pub(super) enum Values<V> {
    One(V),
    Few(Arc<[V]>),
    /// Boxed, because this is rare and its size would be everyone's.
    Many(Box<OrdSet<V>>),
}

impl<V: Ord + Clone> Values<V> {
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
    pub(super) fn iter(&self) -> impl Iterator<Item = &V> {
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
        if let Err(place) = values.binary_search(&value) {
            values.insert(place, value);
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

/// Adds pairs to a map, one or hundreds of thousands: in order, so that neighbours share nodes.
pub(super) fn add<V: Ord + Clone>(
    map: &mut OrdMap<Box<str>, Values<V>>,
    mut pairs: Vec<(Box<str>, V)>,
) {
    pairs.sort_unstable();
    pairs.dedup();
    let mut pairs = pairs.into_iter().peekable();
    while let Some((key, value)) = pairs.next() {
        if let Some(known) = map.get_mut(&key) {
            known.insert(value);
            continue;
        }
        let mut values = vec![value];
        while let Some((_, value)) = pairs.next_if(|(next, _)| *next == key) {
            values.push(value);
        }
        if let Some(values) = Values::from_sorted(values) {
            map.insert(key, values);
        }
    }
}

/// Takes one value of a key away, and the key with its last value.
pub(super) fn take<V: Ord + Clone>(map: &mut OrdMap<Box<str>, Values<V>>, key: &str, value: &V) {
    let Some(values) = map.remove(key) else {
        return;
    };
    if let Some(left) = values.without(value) {
        map.insert(key.into(), left);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_a_set_at_every_size() {
        let mut map = OrdMap::new();
        let mut model = std::collections::BTreeSet::new();
        for step in 0..200_u32 {
            let value = step * 37 % 101;
            add(&mut map, vec![("key".into(), value)]);
            model.insert(value);
            assert!(map["key"].iter().eq(&model));
        }
        for value in 0..101 {
            take(&mut map, "key", &value);
            model.remove(&value);
            let left: Vec<u32> = map
                .get("key")
                .map_or_else(Vec::new, |values| values.iter().copied().collect());
            assert!(left.iter().eq(&model));
        }
        assert!(map.is_empty());
    }

    #[test]
    fn many_pairs_at_once_are_as_one_after_the_other() {
        let pairs = |count: u32| {
            (0..count).map(|number| (Box::from(format!("k{}", number % 7)), number * 31 % 83))
        };
        let (mut at_once, mut in_turn) = (OrdMap::new(), OrdMap::new());
        add(&mut at_once, pairs(300).collect());
        for pair in pairs(300) {
            add(&mut in_turn, vec![pair]);
        }
        for (key, values) in &in_turn {
            assert!(values.iter().eq(at_once[key].iter()));
        }
        assert_eq!(at_once.len(), in_turn.len());
    }
}
