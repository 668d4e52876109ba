//! [`RateLimit`]: how much anybody may have this server make for them.
//!
//! An answer that is kept already costs nothing and is not counted. All else has a price, and an account, or a
//! network where nobody is signed in, may spend so much at once and so much a second. Whoever sits at
//! this machine is not limited; a proxy on it is, unless it says for whom it asks. That passwords
//! cannot be guessed is another matter: see [`crate::accounts`].

use std::num::NonZeroU32;
use std::sync::atomic::{AtomicU32, Ordering};

use axum::http::{Method, Uri};
use governor::clock::{Clock, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};

use crate::accounts::{AccountId, Network};
use crate::web::http::caller::Caller;

/// The most that may be spent at once: some four hundred searches, or a thousand pages.
const AT_ONCE: NonZeroU32 = NonZeroU32::new(4000).unwrap();
/// The most that may be spent each second: twenty searches. A whole office may stand behind one address.
const A_SECOND: NonZeroU32 = NonZeroU32::new(200).unwrap();
/// After so many requests those are forgotten who can spend everything again.
const SWEEP: u32 = 4096;

/// The price of a page that is in no other line.
const PAGE: u32 = 4;
/// The price of a change.
const CHANGE: u32 = 50;
/// The price of seeing what one types as a page, which changes nothing.
const LIVE: u32 = 5;
/// The prices of addresses by the start of their paths; the first line that fits counts.
const PRICES: [(&str, u32); 26] = [
    ("/content.git/git-receive-pack", 200),
    ("/content.git/git-upload-pack", 100),
    ("/content.git", 50),
    ("/api/", 10),
    ("/search", 10),
    ("/-/suggest", 2),
    ("/-/complete", 2),
    ("/-/assets/", 1),
    ("/-/healthz", 1),
    ("/-/picture", 50),
    ("/-/pages.", 40),
    ("/-/references/", 40),
    ("/-/audit", 20),
    ("/-/problems", 20),
    ("/-/changes.xml", 20),
    ("/-/commits/", 20),
    ("/changes", 20),
    ("/map", 20),
    ("/feed.xml", 20),
    ("/sitemap.xml", 20),
    ("/llms.txt", 20),
    ("/-/first/", CHANGE),
    ("/-/invite/", CHANGE),
    ("/-/forgotten", CHANGE),
    ("/-/reset/", CHANGE),
    ("/-/confirm/", CHANGE),
];

/// Those whose requests count together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Party {
    Account(AccountId),
    Network(Network),
}

/// Counts what each makes this server do.
pub(crate) struct RateLimit {
    parties: DefaultKeyedRateLimiter<Party>,
    clock: DefaultClock,
    requests: AtomicU32,
}

impl Default for RateLimit {
    fn default() -> Self {
        Self {
            parties: RateLimiter::keyed(Quota::per_second(A_SECOND).allow_burst(AT_ONCE)),
            clock: DefaultClock::default(),
            requests: AtomicU32::default(),
        }
    }
}

impl RateLimit {
    /// Has somebody pay for an answer that must be made, to one of so many servers that know the same
    /// accounts. Of three each takes half as much again, so that all together let through twice as much as
    /// one would, and one alone two thirds of it: wherever the requests go, within a factor of two.
    ///
    /// # Errors
    ///
    /// The number of seconds to wait, if they cannot.
    pub(crate) fn pay(
        &self,
        servers: u32,
        caller: &Caller,
        method: &Method,
        uri: &Uri,
    ) -> Result<(), u64> {
        let Some(party) = Party::of(caller) else {
            return Ok(());
        };
        if self.requests.fetch_add(1, Ordering::Relaxed) % SWEEP == SWEEP - 1 {
            self.parties.retain_recent();
            self.parties.shrink_to_fit();
        }
        let price = price(method, uri).saturating_mul(servers.max(2)) / 2;
        let price = NonZeroU32::new(price)
            .unwrap_or(NonZeroU32::MIN)
            .min(AT_ONCE);
        match self.parties.check_key_n(&party, price) {
            Ok(Err(early)) => {
                let wait = early.wait_time_from(self.clock.now());
                Err(wait.as_secs() + 1)
            }
            // Nothing costs more than may be spent at once.
            Ok(Ok(())) | Err(_) => Ok(()),
        }
    }
}

impl Party {
    /// Returns as whom somebody counts; nobody at this machine does.
    fn of(caller: &Caller) -> Option<Self> {
        let client = &caller.client;
        let address = client.address?;
        if address.is_loopback() && !client.is_forwarded {
            return None;
        }
        let account = caller.account().map(Self::Account);
        account.or(Some(Self::Network(Network::of(address))))
    }
}

fn price(method: &Method, uri: &Uri) -> u32 {
    let path = uri.path();
    let listed = PRICES.iter().find(|(start, _)| path.starts_with(start));
    let price = listed.map_or(PAGE, |(_, price)| *price);
    if *method == Method::POST && is_live(uri) {
        return LIVE;
    }
    let reads = matches!(*method, Method::GET | Method::HEAD);
    match reads || path.starts_with("/content.git") {
        true => price,
        false => price.max(CHANGE),
    }
}

/// Tells whether a form asks for a preview while somebody types; with that alone in its address it
/// changes nothing.
fn is_live(uri: &Uri) -> bool {
    let path = uri.path();
    let is_form = path == "/-/new" || path.starts_with("/-/edit/");
    let pairs = form_urlencoded::parse(uri.query().unwrap_or("").as_bytes());
    let mut live = pairs.filter(|(name, _)| name == "live").peekable();
    let is_preview = |value: &str| matches!(value, "preview" | "difference");
    is_form && live.peek().is_some() && live.all(|(_, value)| is_preview(&value))
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderMap;

    use super::*;
    use crate::domain::Viewer;
    use crate::web::http::client::{Client, Trust};
    use crate::web::http::credentials::RequestCredentials;

    fn caller(peer: &str, forwarded: Option<&str>, proxies: &[&str]) -> Caller {
        let proxies: Vec<_> = proxies.iter().map(|text| text.parse().unwrap()).collect();
        let trust = Trust {
            proxies: &proxies,
            is_https: true,
            is_insecure: false,
        };
        let mut headers = HeaderMap::new();
        if let Some(forwarded) = forwarded {
            headers.insert("x-forwarded-for", forwarded.parse().unwrap());
        }
        let client = Client::of(&headers, Some(peer.parse().unwrap()), trust);
        Caller::new(Viewer::Anonymous, RequestCredentials::default(), client)
    }

    fn let_through(limit: &RateLimit, caller: &Caller, method: &Method, address: &str) -> usize {
        let uri = address.parse().unwrap();
        let pay = |_: &usize| limit.pay(1, caller, method, &uri).is_ok();
        (0..3000).filter(pay).count()
    }

    #[test]
    fn a_preview_while_one_types_is_cheap_and_nothing_else_gets_cheap_by_its_name() {
        for (method, address, wanted) in [
            (Method::POST, "/-/edit/a?live=preview", LIVE),
            (Method::POST, "/-/new?kind=lesson&live=difference", LIVE),
            (Method::POST, "/-/edit/a", CHANGE),
            (Method::POST, "/-/edit/a?live=files", CHANGE),
            (Method::POST, "/-/edit/a?live=files&live=preview", CHANGE),
            (Method::POST, "/-/delete/a?live=preview", CHANGE),
            (Method::GET, "/search?live=preview", 10),
        ] {
            assert_eq!(
                price(&method, &address.parse().unwrap()),
                wanted,
                "{address}"
            );
        }
    }

    #[test]
    fn each_network_may_spend_so_much_at_once() {
        let limit = RateLimit::default();
        let stranger = caller("192.0.2.1", None, &[]);
        let searches = let_through(&limit, &stranger, &Method::GET, "/search?q=a");
        assert!((400..500).contains(&searches), "{searches}");
        let wait = limit.pay(1, &stranger, &Method::POST, &"/-/sign-in".parse().unwrap());
        assert_eq!(wait, Err(1));
        let other = caller("192.0.2.2", None, &[]);
        let forms = let_through(&limit, &other, &Method::POST, "/-/sign-in");
        assert!((80..100).contains(&forms), "{forms}");
    }

    #[test]
    fn this_machine_is_not_limited_and_a_proxy_on_it_is() {
        let limit = RateLimit::default();
        let all = |caller: &Caller| let_through(&limit, caller, &Method::GET, "/cases") == 3000;
        assert!(all(&caller("127.0.0.1", None, &[])));
        assert!(!all(&caller("127.0.0.1", Some("192.0.2.7"), &[])));
        // Behind one that is trusted, each counts for themselves.
        let proxied = |from: &str| caller("127.0.0.1", Some(from), &["127.0.0.1/32"]);
        assert!(!all(&proxied("198.51.100.1")));
        let first = "/search".parse().unwrap();
        let second = limit.pay(1, &proxied("198.51.100.2"), &Method::GET, &first);
        assert_eq!(second, Ok(()));
    }

    #[test]
    fn several_servers_let_through_as_much_as_one_within_a_factor_of_two() {
        let stranger = caller("192.0.2.1", None, &[]);
        let search: Uri = "/search?q=a".parse().unwrap();
        let through = |servers: u32| {
            let limit = RateLimit::default();
            let pay = |_: &usize| limit.pay(servers, &stranger, &Method::GET, &search).is_ok();
            (0..3000).filter(pay).count()
        };
        let one = through(1);
        for servers in [2, 3, 4] {
            let each = through(servers);
            let all = each * servers as usize;
            // While this counts, a little more may be spent.
            assert!(
                2 * each + 40 >= one && all <= 2 * one + 80,
                "{servers}: {each}, {one}"
            );
        }
        assert!(through(1_000_000) >= 1, "never nothing at all");
    }

    #[test]
    fn no_price_is_more_than_can_be_paid() {
        for (path, price) in PRICES {
            assert!(price * 5 <= AT_ONCE.get(), "{path}");
        }
    }

    #[test]
    fn those_who_can_spend_everything_again_are_forgotten() {
        let limit = RateLimit::default();
        let uri: Uri = "/-/assets/site.css".parse().unwrap();
        for number in 0..3 * SWEEP {
            let address = std::net::Ipv4Addr::from(0x0a00_0000 + number).to_string();
            let stranger = caller(&address, None, &[]);
            limit.pay(1, &stranger, &Method::GET, &uri).unwrap();
        }
        let known = limit.parties.len();
        assert!(known < 2 * SWEEP as usize, "{known}");
    }
}
