//! Trusts the certificate of an appliance, in one of three ways:
//!
//! ```sh
//! cargo run --example tls_pin -- pin 9F:86:D0:...
//! cargo run --example tls_pin -- authority authority.pem
//! cargo run --example tls_pin -- resolve nac.example.com 192.0.2.7:8443
//! ```
//!
//! `openssl s_client -connect HOST:8443 </dev/null | openssl x509 -noout -fingerprint -sha256` shows the fingerprint that
//! is presented; compare it with the one that the appliance itself shows.

use fortinac_client::ClientBuilder;

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let builder = ClientBuilder::from_env()?;
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let builder = match arguments[..] {
        // This certificate, whatever names and dates it has. Before a renewal, pin the next one as well.
        ["pin", fingerprint] => builder.pin(fingerprint.parse()?),
        // Whoever signed the certificate; then its names and dates have to be right.
        ["authority", file] => builder.ca_file(file),
        // Where to find the name of FORTINAC_URL, which the certificate has and DNS has not.
        ["resolve", name, address] => builder.resolve(name, address.parse()?),
        _ => {
            anyhow::bail!("give `pin FINGERPRINT`, `authority FILE` or `resolve NAME ADDRESS:PORT`")
        }
    };
    let client = builder.build()?;

    let hosts = client.hosts().count_all().await?;
    println!("the appliance is trusted, and knows {hosts} hosts");
    Ok(())
}
