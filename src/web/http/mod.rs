//! The parts of HTTP that every answer has: replies, coding, caching, who asks.

pub(crate) mod assets;
pub(crate) mod caller;
pub(crate) mod client;
pub(crate) mod credentials;
pub(crate) mod csv;
pub(crate) mod disposition;
pub(crate) mod encoded;
pub(crate) mod encoding;
pub(crate) mod error;
pub(crate) mod freshness;
pub(crate) mod query;
pub(crate) mod range;
pub(crate) mod rate_limit;
pub(crate) mod reply;
pub(crate) mod secret;
pub(crate) mod xml;
