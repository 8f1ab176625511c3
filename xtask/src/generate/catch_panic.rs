//! Panics of the generator, as errors.

use std::cell::Cell;
use std::panic::{self, AssertUnwindSafe};
use std::sync::Once;

thread_local! {
    static IS_QUIET: Cell<bool> = const { Cell::new(false) };
}

/// Runs `generate`. A panic in it is an error with its text, and prints nothing.
pub(super) fn catch_panic<T>(generate: impl FnOnce() -> T) -> Result<T, String> {
    // The hook is the whole program's, so it is set once, and is quiet for the threads that ask for it.
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        let hook = panic::take_hook();
        panic::set_hook(Box::new(move |panic| {
            if !IS_QUIET.get() {
                hook(panic);
            }
        }));
    });
    IS_QUIET.set(true);
    let outcome = panic::catch_unwind(AssertUnwindSafe(generate));
    IS_QUIET.set(false);
    outcome.map_err(|panic| {
        let text = panic.downcast_ref::<String>().map(String::as_str);
        text.or_else(|| panic.downcast_ref::<&str>().copied())
            .unwrap_or("no message")
            .to_owned()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_is_an_error() {
        assert_eq!(catch_panic(|| 1), Ok(1));
        assert_eq!(catch_panic(|| -> i32 { panic!("why") }), Err("why".into()));
        let name = "802.1X";
        let panic = catch_panic(|| super::super::ident(name)).unwrap_err();
        assert!(panic.contains(name), "{panic}");
    }
}
