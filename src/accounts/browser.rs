//! Where somebody is who signs in: their network and their browser.

use std::net::IpAddr;

/// A network that counts as one: an IPv4 address, or the half of an IPv6 address that a provider
/// gives to one customer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Network(IpAddr);

impl Network {
    /// Returns the network of an address.
    pub fn of(address: IpAddr) -> Self {
        match address.to_canonical() {
            IpAddr::V4(address) => Self(address.into()),
            IpAddr::V6(address) => {
                let customer = u128::from(address) >> 64 << 64;
                Self(std::net::Ipv6Addr::from(customer).into())
            }
        }
    }
}

impl std::fmt::Display for Network {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.0 {
            IpAddr::V4(address) => write!(formatter, "{address}"),
            IpAddr::V6(address) => write!(formatter, "{address}/64"),
        }
    }
}

/// The browser of somebody who signs in.
#[derive(Clone, Debug, Default)]
pub struct Browser {
    /// The network it is in.
    pub network: Option<Network>,
    /// The name that it gives itself.
    pub agent: String,
}
