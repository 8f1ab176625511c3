//! All tests of this package in one program: linking the client, TLS and JSON Schema twenty times would take longer
//! than running the tests.
//!
//! The environment, the default crypto provider and panic hooks belong to a whole process. A test that changes one of
//! them runs itself in a process of its own, as those in `settings` do.

mod blocking;
mod by_id;
mod changing_lists;
mod client_secrets;
mod codings;
mod documents;
mod echoes;
mod evidence;
mod exchanges;
mod faults;
mod fuzz;
#[rustfmt::skip]
mod generated {
    pub(crate) mod typed_calls;
}
mod limits;
mod lists;
mod lossless;
mod odd_operations;
mod oddities;
mod own_client;
mod packages;
mod preview;
mod promises;
mod proxies;
mod raw;
mod resources;
mod responses;
mod retries;
mod same_as_typed;
mod schemars;
mod secrets;
mod settings;
mod strictness;
mod support;
mod tls;
mod tolerance;
mod unexpected;
mod wire;
mod xml;
