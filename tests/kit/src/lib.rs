//! Scripted HTTP and HTTPS servers on the loopback interface, and certificates for them.
//!
//! A [`Server`] sends each [`Response`] exactly as the test defines it, including invalid ones, and logs each
//! [`Request`]. For an appliance that follows the spec, use `fortinac_mock::Appliance`.

mod certificates;
mod response;
mod server;
mod tls;

pub use certificates::{Ca, Identity, expired, marked_as_ca, params};
pub use response::Response;
pub use server::{Request, Server};

/// The secrets of a test, which no output may contain. A [`Server`] repeats all three in every response.
pub mod canary {
    /// The API token of the client.
    pub const TOKEN: &str = "canary-token";
    /// The password in the body of a request.
    pub const PASSWORD: &str = "canary-password";
    /// The value of a query parameter.
    pub const QUERY: &str = "canary-query";
    /// A placeholder in the body of a response. The server replaces it with the password if the request contains the
    /// password, and otherwise with the token.
    pub const ECHO: &str = "$ECHO";
}
