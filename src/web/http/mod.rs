//! What every answer has, whatever it says: the server, replies, coding, caching, who asks.

pub(crate) mod assets;
pub(crate) mod caller;
pub(crate) mod error;
pub(crate) mod respond;
pub(crate) mod server;
pub(crate) mod xml;
