//! The certificate, verified with the public key alone, and what happens when somebody touches it.

use std::fs;
use std::path::Path;

use gallra_app::demo::Prepared;
use gallra_app::keys::PUBLIC_KEY;
use gallra_app::report::Report;
use gallra_ledger::{VerifyingKey, verify_certificate};

use super::Story;
use crate::cli::commands::{not_read, not_written};
use crate::cli::failure::Failure;
use crate::cli::text::t;
use crate::cli::{translate, view};

/// What came of it.
pub(super) struct Proof {
    pub(super) verified: bool,
    pub(super) tampering_noticed: bool,
}

pub(super) fn show(story: &Story<'_>, prepared: &Prepared, report: &Report) -> Result<Proof, Failure> {
    let ui = story.ui;
    let mut proof = Proof { verified: false, tampering_noticed: false };
    let Some(path) = &report.certificate else { return Ok(proof) };
    story.chapter("demo-verify");
    let key_path = prepared.state_dir.join(PUBLIC_KEY);
    let key = fs::read_to_string(&key_path).map_err(|fault| not_read(ui, &key_path, &fault))?;
    let key =
        VerifyingKey::parse(key.trim()).map_err(|fault| translate::verify(&key_path, &fault, ui.texts))?;
    let bytes = fs::read(path).map_err(|fault| not_read(ui, path, &fault))?;
    let shown =
        verify_certificate(&bytes, &key).map_err(|fault| translate::verify(path, &fault, ui.texts))?;
    ui.say(view::verify::certificate(ui, &shown, &key, false));
    proof.verified = shown.run == report.run && shown.totals == report.rows;

    story.chapter("demo-tamper");
    let copy = prepared.folder.join("tampered.json");
    let mut altered = bytes;
    let at = flip(&mut altered);
    fs::write(&copy, &altered).map_err(|fault| not_written(ui, &copy, &fault))?;
    ui.say(t!(ui.texts, "demo-flipped", byte = at, path = "tampered.json"));
    if let Err(fault) = verify_certificate(&altered, &key) {
        proof.tampering_noticed = true;
        story.say(&translate::verify(Path::new("tampered.json"), &fault, ui.texts).to_text(ui));
    }
    Ok(proof)
}

/// Changes the last digit of the number of erased rows, as somebody with something to hide would; tells which byte.
fn flip(bytes: &mut [u8]) -> usize {
    let wanted = b"\"erased\":";
    let found = bytes.windows(wanted.len()).rposition(|window| window == wanted).map(|at| at + wanted.len());
    let digits =
        found.map_or(0, |from| bytes.iter().skip(from).take_while(|byte| byte.is_ascii_digit()).count());
    let at = found.map_or(bytes.len() / 2, |from| from + digits.saturating_sub(1));
    if let Some(byte) = bytes.get_mut(at) {
        *byte ^= 1;
    }
    at
}
