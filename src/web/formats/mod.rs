//! The formats that programs read: the API, feeds, pictures, tables, citations.

pub(crate) mod api;
pub(crate) mod assets;
pub(crate) mod calendar;
pub(crate) mod changes;
pub(crate) mod citation;
pub(crate) mod events;
pub(crate) mod feeds;
pub(crate) mod health;
pub(crate) mod history;
pub(crate) mod map;
pub(crate) mod metrics;
pub(crate) mod picture;
pub(crate) mod preview;
pub(crate) mod security;
pub(crate) mod suggest;
pub(crate) mod take_along;
pub(crate) mod upstream;
