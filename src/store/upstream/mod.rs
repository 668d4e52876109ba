//! Following a branch of a repository elsewhere, and giving it what happens here.
//!
//! [`Upstream::sync`] makes both sides the same: it fetches, then fast-forwards the branch that is
//! served, pushes it, or merges and pushes. A merge that conflicts changes nothing: both sides are
//! kept (the upstream's at `refs/concord/upstream`) until one of them moves.
//! [`Upstream::offer`] gives the upstream a commit before the branch here moves to it.
//!
//! Several servers can follow one upstream. Nothing but the upstream's own compare-and-swap keeps
//! them apart, and nothing else is needed: whoever is rejected fetches, merges and pushes again.

mod address;
mod merge;
mod offer;
mod offers;
mod reconcile;
mod state;
mod sync;
#[cfg(test)]
mod tests;
mod transport;

pub use crate::store::upstream::address::{Address, AddressError};
pub use crate::store::upstream::offer::OfferAnswer;
pub use crate::store::upstream::state::{UpstreamState, UpstreamStatus};
pub use crate::store::upstream::sync::Upstream;
pub use crate::store::upstream::transport::{PushOutcome, TransportError};
