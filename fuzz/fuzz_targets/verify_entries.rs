//! Whatever the bytes, an entry bundle and its leaves answer; what parses accounts for every byte.
#![no_main]

use gallra_ledger::{Leaf, parse_bundle};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let Some((width, bundle)) = bytes.split_first() else { return };
    if let Ok(entries) = parse_bundle(bundle, usize::from(*width)) {
        assert_eq!(entries.len(), usize::from(*width));
        assert_eq!(entries.iter().map(|entry| entry.len() + 2).sum::<usize>(), bundle.len());
        for entry in entries {
            if let Ok(leaf) = Leaf::parse(entry) {
                // What is understood is written again as it was, or not at all.
                if let Ok(again) = leaf.to_bytes() {
                    assert_eq!(again, entry);
                }
            }
        }
    }
});
