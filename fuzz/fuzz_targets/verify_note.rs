//! Whatever the bytes, a note and a checkpoint answer.
#![no_main]

use std::sync::LazyLock;

use gallra_ledger::{Checkpoint, Note, SigningKey, VerifyingKey};
use libfuzzer_sys::fuzz_target;

/// The key of the corpus.
static KEY: LazyLock<SigningKey> = LazyLock::new(|| {
    SigningKey::from_seed("exempelhotellet.example/gallra", &[42; 32]).expect("the name is a key name")
});

fuzz_target!(|bytes: &[u8]| {
    if let Ok(note) = Note::parse(bytes) {
        let _ = note.verify(KEY.verifying_key());
    }
    if let Ok(checkpoint) = Checkpoint::open(bytes, KEY.verifying_key()) {
        assert_eq!(checkpoint.size(), 9, "only the corpus's own checkpoint is signed");
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        if let Ok(key) = VerifyingKey::parse(text) {
            assert_eq!(key.to_string(), text);
        }
        let _ = SigningKey::parse(text);
    }
});
