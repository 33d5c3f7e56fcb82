//! Whatever the bytes, verifying a certificate answers; what it accepts is written in exactly one way.
#![no_main]

use std::sync::LazyLock;

use gallra_ledger::{SigningKey, verify_certificate};
use libfuzzer_sys::fuzz_target;

/// The key of the corpus.
static KEY: LazyLock<SigningKey> = LazyLock::new(|| {
    SigningKey::from_seed("exempelhotellet.example/gallra", &[42; 32]).expect("the name is a key name")
});

fuzz_target!(|bytes: &[u8]| {
    if let Ok(shown) = verify_certificate(bytes, KEY.verifying_key()) {
        assert_eq!(shown.run, "run-7", "only the corpus's own certificates are signed");
    }
});
