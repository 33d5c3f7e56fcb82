//! How fast values are sealed and opened, beside the bare cipher on the same bytes in the same run.
//!
//! `cargo bench -p gallra-vault --bench seal` prints seal and open together, per second on one core (the best of 10,000 short runs
//! that take turns, so that a busy machine counts little). The bare cipher gets its nonces from a counter, binds nothing
//! and works in one buffer; ours draws nonces, binds the place and gives a new buffer each time. Then what a person costs:
//! a key to unwrap, a token, a passphrase.
#![allow(clippy::print_stdout, clippy::unwrap_used, reason = "a bench prints and may stop")]

use std::hint::black_box;
use std::time::Instant;

use aws_lc_rs::aead::{AES_256_GCM_SIV, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use gallra_vault::{Kek, Keyring, Owner, Place, Work};

const RUNS: u32 = 10_000;
/// As many as nonces are drawn at once, so that no run is spared the drawing.
const TIMES: u32 = 128;

fn main() {
    let folder = tempfile::tempdir().unwrap();
    let ring = Keyring::new(Kek::create(&folder.path().join("kek")).unwrap());
    let owner = Owner { tenant: "tenant-1", id: "person/17" };
    let (key, wrapped) = ring.new_key(owner).unwrap();
    let place = Place { kind: "contact", record: "1007", field: "email" };
    let cipher = LessSafeKey::new(UnboundKey::new(&AES_256_GCM_SIV, &[7; 32]).unwrap());

    println!("{:8} {:>12} {:>12} {:>8}", "bytes", "cipher /s", "vault /s", "ratio");
    for length in [200, 1024] {
        let plain = vec![b'a'; length];
        let mut buffer = plain.clone();
        let mut number = 0_u64;
        let raw = || {
            number += 1;
            let mut nonce = [0; NONCE_LEN];
            nonce[..8].copy_from_slice(&number.to_le_bytes());
            let nonce = || Nonce::assume_unique_for_key(nonce);
            buffer.truncate(length);
            buffer.copy_from_slice(&plain);
            cipher.seal_in_place_append_tag(nonce(), Aad::empty(), &mut buffer).unwrap();
            black_box(cipher.open_in_place(nonce(), Aad::empty(), &mut buffer).unwrap());
        };
        let ours = || {
            let sealed = key.seal(place, black_box(&plain)).unwrap();
            black_box(key.open(place, &sealed).unwrap());
        };
        let [raw, ours] = best(raw, ours);
        println!("{length:<8} {:12.0} {:12.0} {:8.2}", 1.0 / raw, 1.0 / ours, raw / ours);
    }

    let (index, _) = ring.new_index("tenant-1").unwrap();
    let unwrap = || drop(black_box(ring.open_key(owner, &wrapped).unwrap()));
    let token = || {
        black_box(index.token("email", b"anna@example.se").unwrap());
    };
    let [unwrap, token] = best(unwrap, token);
    println!("unwrap a data key {:.1} µs, a token {:.1} µs", unwrap * 1e6, token * 1e6);
    let start = Instant::now();
    Kek::create_with_passphrase(&folder.path().join("kek-2"), "a passphrase", Work::default()).unwrap();
    println!("a KEK from a passphrase {:.0} ms", start.elapsed().as_secs_f64() * 1e3);
}

/// Seconds of one call of each, the best of many runs by turns.
fn best(mut first: impl FnMut(), mut second: impl FnMut()) -> [f64; 2] {
    let mut seconds = [f64::INFINITY; 2];
    for _ in 0..RUNS {
        let tasks: [&mut dyn FnMut(); 2] = [&mut first, &mut second];
        for (task, seconds) in tasks.into_iter().zip(&mut seconds) {
            let start = Instant::now();
            for _ in 0..TIMES {
                task();
            }
            *seconds = seconds.min(start.elapsed().as_secs_f64() / f64::from(TIMES));
        }
    }
    seconds
}
