//! [`Client`]: where a request comes from, as far as that can be believed.

use std::net::IpAddr;

use axum::http::header::{self, HeaderMap, HeaderName};
use ipnet::IpNet;

use crate::accounts::Network;

const FORWARDED_FOR: HeaderName = HeaderName::from_static("x-forwarded-for");
const FORWARDED_PROTO: HeaderName = HeaderName::from_static("x-forwarded-proto");
/// The headers that proxies add. Every request is looked at for them, so their names are
/// ready.
const FORWARDING: [HeaderName; 4] = [
    header::FORWARDED,
    FORWARDED_FOR,
    HeaderName::from_static("x-real-ip"),
    header::VIA,
];

/// The settings that decide whether a forwarding header is believed, and a secret may be taken.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Trust<'t> {
    /// The networks of proxies that say truly for whom they ask.
    pub(crate) proxies: &'t [IpNet],
    /// Whether readers use `https://`.
    pub(crate) is_https: bool,
    /// Whether the operator lets secrets come over plain HTTP.
    pub(crate) is_insecure: bool,
}

/// The client that a request comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Client {
    /// The address; nothing where the request came without a connection.
    pub(crate) address: Option<IpAddr>,
    /// Whether a proxy passed the request on, so that the loopback is not where it came from.
    pub(crate) is_forwarded: bool,
    /// Whether nobody on the way could read a secret in it.
    pub(crate) is_secure: bool,
}

impl Client {
    /// Finds out where a request comes from: the neighbour at the other end of the connection, or,
    /// where that is a proxy that is trusted, the last one whom no trusted proxy stands for.
    pub(crate) fn of(headers: &HeaderMap, peer: Option<IpAddr>, trust: Trust<'_>) -> Self {
        let peer = peer.map(|address| address.to_canonical());
        let is_forwarded = FORWARDING.iter().any(|name| headers.contains_key(name));
        let is_trusted = |address: IpAddr| {
            trust
                .proxies
                .iter()
                .any(|network| network.contains(&address))
        };
        let is_proxied = peer.is_some_and(is_trusted);
        let is_near = peer.is_none_or(|address| address.is_loopback());
        let scheme = headers.get(&FORWARDED_PROTO).map(|value| value.as_bytes());
        let is_plain = scheme.is_some_and(|scheme| !scheme.eq_ignore_ascii_case(b"https"));
        let is_secure = match (is_proxied, is_near) {
            (true, _) => scheme.map_or(trust.is_https, |_| !is_plain),
            // A proxy on this machine that nobody named: readers use HTTPS if the operator says so.
            (false, true) if is_forwarded => trust.is_https && !is_plain,
            (false, near) => near,
        };
        let address = match is_proxied {
            true => forwarded_for(headers, is_trusted).or(peer),
            false => peer,
        };
        Self {
            address,
            is_forwarded,
            is_secure: is_secure || trust.is_insecure,
        }
    }

    /// Returns the network that counts for limits.
    pub(crate) fn network(&self) -> Option<Network> {
        self.address.map(Network::of)
    }
}

/// Reads `X-Forwarded-For` from its end: each proxy adds whom it asks for, and only what trusted
/// ones added is true.
fn forwarded_for(headers: &HeaderMap, is_trusted: impl Fn(IpAddr) -> bool) -> Option<IpAddr> {
    let values = headers.get_all(&FORWARDED_FOR).iter().rev();
    let texts = values.filter_map(|value| value.to_str().ok());
    let mut last = None;
    for text in texts.flat_map(|text| text.rsplit(',')) {
        let address: IpAddr = text.trim().parse().ok()?;
        let address = address.to_canonical();
        last = Some(address);
        if !is_trusted(address) {
            break;
        }
    }
    last
}

#[cfg(test)]
mod tests {
    use axum::http::{HeaderName, HeaderValue};

    use super::*;

    fn client(peer: &str, is_https: bool, headers: &[(&str, &str)]) -> Client {
        let proxies = ["10.0.0.0/8".parse().unwrap()];
        let trust = Trust {
            proxies: &proxies,
            is_https,
            is_insecure: false,
        };
        let headers = headers.iter().map(|(name, value)| {
            let name: HeaderName = name.parse().unwrap();
            (name, HeaderValue::from_str(value).unwrap())
        });
        Client::of(&headers.collect(), Some(peer.parse().unwrap()), trust)
    }

    fn address(peer: &str, forwarded: &str) -> String {
        let client = client(peer, true, &[("x-forwarded-for", forwarded)]);
        client.address.unwrap().to_string()
    }

    #[test]
    fn only_trusted_proxies_are_believed() {
        assert_eq!(address("192.0.2.9", "198.51.100.1"), "192.0.2.9");
        assert_eq!(address("127.0.0.1", "198.51.100.1"), "127.0.0.1");
        assert_eq!(address("10.0.0.5", "198.51.100.1"), "198.51.100.1");
        assert_eq!(
            address("10.0.0.5", "1.2.3.4, 198.51.100.1, 10.1.1.1"),
            "198.51.100.1"
        );
        assert_eq!(address("10.0.0.5", "10.2.2.2"), "10.2.2.2");
        assert_eq!(address("10.0.0.5", "1.2.3.4, nonsense"), "10.0.0.5");
        assert_eq!(
            address("::ffff:10.0.0.5", "::ffff:198.51.100.1"),
            "198.51.100.1"
        );
    }

    #[test]
    fn secrets_come_from_this_machine_or_over_https() {
        let secure = |peer: &str, is_https: bool, headers: &[(&str, &str)]| {
            client(peer, is_https, headers).is_secure
        };
        assert!(secure("127.0.0.1", false, &[]));
        assert!(secure("::1", false, &[]));
        assert!(!secure("192.0.2.9", false, &[]));
        assert!(!secure(
            "192.0.2.9",
            true,
            &[("x-forwarded-proto", "https")]
        ));
        assert!(secure("10.0.0.5", false, &[("x-forwarded-proto", "https")]));
        assert!(!secure("10.0.0.5", true, &[("x-forwarded-proto", "http")]));
        assert!(secure("10.0.0.5", true, &[]));
        assert!(!secure(
            "127.0.0.1",
            false,
            &[("x-forwarded-for", "192.0.2.9")]
        ));
        assert!(secure(
            "127.0.0.1",
            true,
            &[("x-forwarded-for", "192.0.2.9")]
        ));
        let plain = [
            ("x-forwarded-for", "192.0.2.9"),
            ("x-forwarded-proto", "http"),
        ];
        assert!(!secure("127.0.0.1", true, &plain));
    }
}
