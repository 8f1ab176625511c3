//! What is fuzzed: a function of bytes for each reader of input that others write.
//!
//! `cargo fuzz` runs them in `fuzz/`, and needs a nightly compiler. The test of this package runs them on their seeds and on
//! changes to these with any compiler, so that none of them rots.

mod addresses;
mod appliance;
mod captures;
mod profiles;
mod records;
mod responses;
mod seeds;
mod tables;
mod xml;

/// A reader, and what to begin with.
#[derive(Debug, Clone, Copy)]
pub struct Target {
    /// The name, which is that of the file in `fuzz/fuzz_targets` too.
    pub name: &'static str,
    /// Reads one input. Panics if what is promised does not hold.
    pub run: fn(&[u8]),
    /// Inputs that reach far into the reader.
    pub seeds: fn() -> Vec<Vec<u8>>,
}

impl Target {
    /// The target of this name.
    ///
    /// # Panics
    /// When there is none.
    pub fn named(name: &str) -> Self {
        let found = TARGETS.iter().find(|target| target.name == name);
        *found.unwrap_or_else(|| panic!("there is no target {name}"))
    }
}

/// All targets.
pub const TARGETS: &[Target] = &[
    Target {
        name: "addresses",
        run: addresses::run,
        seeds: addresses::seeds,
    },
    Target {
        name: "appliance",
        run: appliance::run,
        seeds: appliance::seeds,
    },
    Target {
        name: "captures",
        run: captures::run,
        seeds: captures::seeds,
    },
    Target {
        name: "profiles",
        run: profiles::run,
        seeds: profiles::seeds,
    },
    Target {
        name: "records",
        run: records::run,
        seeds: records::seeds,
    },
    Target {
        name: "responses",
        run: responses::run,
        seeds: responses::seeds,
    },
    Target {
        name: "tables",
        run: tables::run,
        seeds: tables::seeds,
    },
    Target {
        name: "xml",
        run: xml::run,
        seeds: xml::seeds,
    },
];
