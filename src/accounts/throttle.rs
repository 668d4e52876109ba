//! [`Throttle`]: who guesses passwords waits, longer each time.
//!
//! By account and by network, in memory; several servers count together ([`crate::accounts::guesses`]).
//! Where an account was signed in to before, its network is
//! counted by itself, so that strangers who guess at a name do not keep its owner out. Five guesses are free; each further one doubles the wait,
//! up to a quarter of an hour, so that fewer than a hundred an hour are worked out for one account
//! wherever they come from. Unknown names are counted as known ones are.

use std::collections::HashMap;
use std::fmt;
use std::sync::{Mutex, PoisonError};

use crate::accounts::browser::Network;

/// Wrong guesses that cost no time.
const FREE: u32 = 5;
/// Wrong guesses of a network that cost no time: a whole office may stand behind one address.
const FREE_OF_A_NETWORK: u32 = 20;
/// Longest wait, in seconds.
pub(super) const LONGEST: i64 = 15 * 60;
/// After so many quiet seconds all is forgotten.
pub(super) const FORGIVEN: i64 = 60 * 60;
/// For so many seconds it is known from where somebody was signed in.
pub(super) const KNOWN: i64 = 30 * 24 * 60 * 60;
/// The most names and networks that are remembered.
pub(super) const MOST: usize = 50_000;

/// Counts wrong guesses.
#[derive(Default)]
pub(super) struct Throttle {
    counts: Mutex<GuessCounts>,
}

/// The guesses that were counted, by name and network.
#[derive(Default)]
pub(super) struct GuessCounts(HashMap<GuessKey, GuessCount>);

/// The name or network that guesses are counted by.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum GuessKey {
    Name(String),
    /// A name from where it was signed in to before.
    Known(String, Network),
    Network(Network),
}

/// Guesses at one thing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct GuessCount {
    /// The number that were wrong.
    pub(super) wrong: u32,
    /// The time of the last one, in seconds since 1970.
    pub(super) last: i64,
}

impl GuessCount {
    fn wait(self, free: u32, now: i64) -> i64 {
        let over = self.wrong.saturating_sub(free);
        if over == 0 {
            return 0;
        }
        let delay = (1_i64 << over.min(20)).min(LONGEST);
        (self.last + delay - now).clamp(0, LONGEST)
    }
}

impl Throttle {
    /// Counts a guess as wrong until it is known to be right.
    ///
    /// # Errors
    ///
    /// The wait in seconds, if it is too early for another one; this is then no guess.
    pub(super) fn guess(&self, name: &str, network: Option<Network>, now: i64) -> Result<(), i64> {
        let mut counts = self.counts.lock().unwrap_or_else(PoisonError::into_inner);
        if counts.0.len() >= MOST {
            // Where somebody was signed in is known for longer, if there is room.
            counts.0.retain(|key, count| match key {
                GuessKey::Known(..) => now - count.last < KNOWN,
                _ => now - count.last < FORGIVEN,
            });
        }
        counts.guess(name, network, now)
    }

    /// Forgets the guesses at a name: the last was right. The network's count goes back by one, and
    /// the name is known from there.
    pub(super) fn right(&self, name: &str, network: Option<Network>, now: i64) {
        let mut counts = self.counts.lock().unwrap_or_else(PoisonError::into_inner);
        counts.right(name, network, now);
    }
}

impl GuessCounts {
    /// The counts that were kept elsewhere.
    pub(super) fn new(counts: HashMap<GuessKey, GuessCount>) -> Self {
        Self(counts)
    }

    /// Returns how often was guessed at something; nothing where it is not counted.
    pub(super) fn of(&self, key: &GuessKey) -> Option<GuessCount> {
        self.0.get(key).copied()
    }

    /// Returns how many seconds to wait before another guess.
    pub(super) fn wait(&self, name: &str, network: Option<Network>, now: i64) -> i64 {
        let keys = self.keys(name, network);
        let waits = keys.iter().map(|(key, free)| {
            let count = self.of(key).unwrap_or_default();
            count.wait(*free, now)
        });
        waits.max().unwrap_or(0)
    }

    /// As [`Throttle::guess`].
    pub(super) fn guess(
        &mut self,
        name: &str,
        network: Option<Network>,
        now: i64,
    ) -> Result<(), i64> {
        match self.wait(name, network, now) {
            0 => {}
            wait => return Err(wait),
        }
        for (key, _) in self.keys(name, network) {
            // When too many are counted to know the new ones, the new ones wait.
            if self.0.len() >= MOST && !self.0.contains_key(&key) {
                return Err(LONGEST);
            }
            let count = self.0.entry(key).or_default();
            if now - count.last >= FORGIVEN {
                count.wrong = 0;
            }
            *count = GuessCount {
                wrong: count.wrong.saturating_add(1),
                last: now,
            };
        }
        Ok(())
    }

    /// As [`Throttle::right`].
    pub(super) fn right(&mut self, name: &str, network: Option<Network>, now: i64) {
        for (key, _) in self.keys(name, network) {
            match &key {
                GuessKey::Name(_) | GuessKey::Known(..) => {
                    self.0.remove(&key);
                }
                GuessKey::Network(_) => {
                    if let Some(count) = self.0.get_mut(&key) {
                        count.wrong = count.wrong.saturating_sub(1);
                    }
                }
            }
        }
        if let Some(network) = network
            && self.0.len() < MOST
        {
            let known = GuessCount {
                wrong: 0,
                last: now,
            };
            self.0.insert(GuessKey::Known(short(name), network), known);
        }
    }

    /// Returns what a guess counts for, with how many wrong ones are free.
    fn keys(&self, name: &str, network: Option<Network>) -> Vec<(GuessKey, u32)> {
        let name = short(name);
        let known = network.map(|network| GuessKey::Known(name.clone(), network));
        let known = known.filter(|known| self.0.contains_key(known));
        let network = network.map(|network| (GuessKey::Network(network), FREE_OF_A_NETWORK));
        std::iter::once((known.unwrap_or(GuessKey::Name(name)), FREE))
            .chain(network)
            .collect()
    }
}

impl GuessKey {
    /// Returns all that a guess may count for.
    pub(super) fn all(name: &str, network: Option<Network>) -> Vec<Self> {
        let name = short(name);
        let mut keys = vec![Self::Name(name.clone())];
        if let Some(network) = network {
            keys.extend([Self::Known(name, network), Self::Network(network)]);
        }
        keys
    }
}

impl fmt::Display for GuessKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Name(name) => write!(formatter, "name {name}"),
            Self::Known(name, network) => write!(formatter, "known {name} {network}"),
            Self::Network(network) => write!(formatter, "network {network}"),
        }
    }
}

/// Returns a name as it is counted. It may be as long as somebody likes; a longer one than any
/// account has is counted as one.
fn short(name: &str) -> String {
    name.trim().to_lowercase().chars().take(64).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn network(text: &str) -> Option<Network> {
        Some(Network::of(text.parse().unwrap()))
    }

    /// Guesses once a second for an hour; returns how many were let through.
    fn let_through(networks: u32) -> usize {
        let throttle = Throttle::default();
        let guess = |now: i64| {
            let from =
                std::net::Ipv4Addr::from(0x0a00_0000 + u32::try_from(now).unwrap() % networks);
            throttle
                .guess("anna", Some(Network::of(from.into())), now)
                .is_ok()
        };
        (0..3600).filter(|now| guess(*now)).count()
    }

    #[test]
    fn fewer_than_a_hundred_guesses_an_hour_are_worked_out() {
        for networks in [1, 200] {
            let through = let_through(networks);
            assert!((10..100).contains(&through), "{networks}: {through}");
        }
    }

    #[test]
    fn who_is_right_starts_anew() {
        let throttle = Throttle::default();
        for _ in 0..5 {
            throttle.guess("Anna", network("192.0.2.1"), 0).unwrap();
        }
        throttle.guess("anna ", network("192.0.2.1"), 0).unwrap();
        assert_eq!(throttle.guess("anna", network("192.0.2.2"), 0), Err(2));
        assert_eq!(throttle.guess("anna", network("192.0.2.2"), 1), Err(1));
        throttle.guess("ben", network("192.0.2.2"), 1).unwrap();
        throttle.right("ANNA", network("192.0.2.1"), 1);
        throttle.guess("anna", network("192.0.2.2"), 1).unwrap();
    }

    #[test]
    fn guesses_of_others_do_not_keep_out_who_was_signed_in_from_there() {
        let throttle = Throttle::default();
        throttle.guess("anna", network("192.0.2.1"), 0).unwrap();
        throttle.right("anna", network("192.0.2.1"), 0);
        for second in 0..1000 {
            let _ = throttle.guess("anna", network("198.51.100.1"), second);
        }
        assert!(throttle.guess("anna", network("192.0.2.9"), 1000).is_err());
        throttle.guess("anna", network("192.0.2.1"), 1000).unwrap();
        // From there, too, nobody guesses for long.
        let tries = (0..10).filter(|_| throttle.guess("anna", network("192.0.2.1"), 1000).is_ok());
        assert_eq!(tries.count(), FREE as usize);
    }

    #[test]
    fn a_network_waits_whatever_name_it_tries() {
        let throttle = Throttle::default();
        let tries = |from: &str| {
            let guess = |number: usize| throttle.guess(&format!("n{number}"), network(from), 0);
            (0..40).filter(|number| guess(*number).is_ok()).count()
        };
        assert_eq!(tries("192.0.2.1"), 21);
        assert_eq!(tries("2001:db8::1"), 21);
        assert_eq!(tries("2001:db8::2"), 0);
        assert_eq!(tries("2001:db8:0:1::2"), 21);
    }

    #[test]
    fn what_is_remembered_is_bounded() {
        let throttle = Throttle::default();
        for number in 0..MOST + 100 {
            let _ = throttle.guess(&format!("name {number}"), None, 0);
        }
        assert_eq!(throttle.counts.lock().unwrap().0.len(), MOST);
        throttle.guess("somebody", None, FORGIVEN).unwrap();
        assert_eq!(throttle.counts.lock().unwrap().0.len(), 1);
    }
}
