//! Scripted HTTP and HTTPS servers on the loopback interface, and certificates for them.
//!
//! A [`Server`] sends each [`Response`] byte by byte as a test says, also broken ones, and keeps each [`Request`]. For
//! an appliance that behaves, use `fortinac_mock::Appliance`.

mod certificates;
mod response;
mod server;

pub use certificates::{Ca, Identity, expired, marked_as_ca, params};
pub use response::Response;
pub use server::{Request, Server};

/// The secrets of a test, which nothing may show. A [`Server`] repeats all three in everything that it sends.
pub mod canary {
    /// The API token of the client.
    pub const TOKEN: &str = "canary-token";
    /// The password in the body of a request.
    pub const PASSWORD: &str = "canary-password";
    /// The value of a query parameter.
    pub const QUERY: &str = "canary-query";
    /// In the body of a response: the server replaces it by the password if the request carries it, and otherwise by the
    /// token. A server repeats only what it was sent.
    pub const ECHO: &str = "$ECHO";
}
