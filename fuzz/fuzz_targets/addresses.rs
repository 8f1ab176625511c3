#![no_main]

libfuzzer_sys::fuzz_target!(
    |input: &[u8]| (fortinac_fuzz_targets::Target::named("addresses").run)(input)
);
