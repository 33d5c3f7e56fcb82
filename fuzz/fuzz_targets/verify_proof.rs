//! Whatever the bytes, a tlog-proof answers; what parses is written again as it was.
#![no_main]

use std::sync::LazyLock;

use gallra_ledger::{SigningKey, TlogProof, verify_proof};
use libfuzzer_sys::fuzz_target;

/// The key of the corpus.
static KEY: LazyLock<SigningKey> = LazyLock::new(|| {
    SigningKey::from_seed("exempelhotellet.example/gallra", &[42; 32]).expect("the name is a key name")
});

fuzz_target!(|bytes: &[u8]| {
    if let Ok(proof) = TlogProof::parse(bytes) {
        assert_eq!(proof.to_string().as_bytes(), bytes);
    }
    if let Ok(shown) = verify_proof(bytes, b"leaf number 269", KEY.verifying_key()) {
        assert_eq!(shown.index, 269);
    }
});
