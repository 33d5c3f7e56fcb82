//! Keys, notes and checkpoints against the vectors that Go and C2SP publish.

use gallra_ledger::{Checkpoint, CommitmentKey, Domain, Hash, Note, SigningKey, VerifyCode, VerifyingKey};

use crate::support::{assert_code, key};

/// From the tests of Go's `golang.org/x/mod/sumdb/note`.
const PETER_SECRET: &str = "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz";
const PETER: &str = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
const ENOCH: &str = "EnochRoot+af0cfe78+ATtqJ7zOtqQtYqOo0CpvDXNlMhV3HeJDpjrASKGLWdop";
const TEXT: &str =
    "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n";
const PETER_SIGNS: &str = "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n";
const ENOCH_SIGNS: &str = "— EnochRoot rwz+eBzmZa0SO3NbfRGzPCpDckykFXSdeX+MNtCOXm2/5n2tiOHp+vAF1aGrQ5ovTG01oOTGwnWLox33WWd1RvMc+QQ=\n";
/// The Go checksum database, whose key is published in every Go toolchain.
const SUMDB: &str = "sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8";
const SUMDB_CHECKPOINT: &str = "go.sum database tree\n35225469\nvt5T6GaLCXvyHFl9VUvvItR43XZxfLgftEcTyO3eJCQ=\n\n— sum.golang.org Az3grpukl5AXaVfYkLiDGORx/DN2nlcS5kZHR5uYOBV2KA2HgXpD+gu9HHONebHLAyaKbbTM75QTtPydhKCExixSfwQ=\n";
/// From the C2SP signed-note specification.
const C2SP_KEY: &str = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k";
const C2SP_NOTE: &str = "This is an example message.\n\n— example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n";

fn vkey(text: &str) -> VerifyingKey {
    VerifyingKey::parse(text).unwrap()
}

#[test]
fn the_published_keys_are_read_and_written_as_published() {
    for text in [PETER, ENOCH, SUMDB, C2SP_KEY] {
        assert_eq!(vkey(text).to_string(), text);
    }
    let secret = SigningKey::parse(PETER_SECRET).unwrap();
    assert_eq!(secret.verifying_key().to_string(), PETER);
    assert_eq!(*secret.expose(), PETER_SECRET);
    assert_eq!(secret.verifying_key().label(), "PeterNeumann+c74f20a3");
}

#[test]
fn the_published_note_is_signed_byte_for_byte() {
    let secret = SigningKey::parse(PETER_SECRET).unwrap();
    assert_eq!(Note::sign(TEXT, &secret).unwrap(), format!("{TEXT}\n{PETER_SIGNS}"));
}

#[test]
fn the_published_notes_verify() {
    let both = Note::parse(format!("{TEXT}\n{PETER_SIGNS}{ENOCH_SIGNS}").as_bytes()).unwrap();
    assert_eq!(both.verify(&vkey(PETER)).unwrap(), TEXT);
    assert_eq!(both.verify(&vkey(ENOCH)).unwrap(), TEXT);
    assert_code(both.verify(&vkey(SUMDB)), VerifyCode::NotSigned);
    let c2sp = Note::parse(C2SP_NOTE.as_bytes()).unwrap();
    assert_eq!(c2sp.verify(&vkey(C2SP_KEY)).unwrap(), "This is an example message.\n");
}

#[test]
fn a_checkpoint_of_the_go_checksum_database_verifies() {
    let key = vkey(SUMDB);
    let note = SUMDB_CHECKPOINT.as_bytes();
    let checkpoint = Checkpoint::open_with_origin(note, &key, "go.sum database tree").unwrap();
    assert_eq!(checkpoint.size(), 35_225_469);
    assert_eq!(checkpoint.root().to_base64(), "vt5T6GaLCXvyHFl9VUvvItR43XZxfLgftEcTyO3eJCQ=");
    assert_eq!(checkpoint.note(), SUMDB_CHECKPOINT);
    // Its origin is not its key's name, which our own logs insist on.
    assert_code(Checkpoint::open(note, &key), VerifyCode::WrongOrigin);
    let forged = SUMDB_CHECKPOINT.replace("35225469", "35225468");
    assert_code(Checkpoint::open(forged.as_bytes(), &key), VerifyCode::BadSignature);
}

#[test]
fn bad_keys_are_refused() {
    let bad = [
        "",
        "PeterNeumann",
        "PeterNeumann+c74f20a3",
        "PeterNeumann+c74f20a4+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW", // id of another key
        "PeterNeumann+C74F20A3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW", // upper case
        "PeterNeumann+173116ae+ZRpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW", // unknown type
        "PeterNeumann+cc469956+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TWBADKEY==", // too long
        "Peter Neumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
        "+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
    ];
    for text in bad {
        assert_code(VerifyingKey::parse(text), VerifyCode::BadKey);
    }
    for name in ["", "with space", "with+plus", "with\nnewline", "with\u{a0}nbsp"] {
        assert_code(SigningKey::from_seed(name, &[1; 32]).map(|_| ()), VerifyCode::BadKey);
    }
    for secret in ["", PETER, &PETER_SECRET[..60], &PETER_SECRET.replace("c74f20a3", "c74f20a4")] {
        let error = SigningKey::parse(secret).map(|_| ()).unwrap_err();
        assert_eq!(error.code(), VerifyCode::BadKey);
        assert!(!error.to_string().contains("AYEK"), "an error must not repeat the secret");
    }
}

#[test]
fn malformed_notes_are_refused() {
    let good = format!("{TEXT}\n{PETER_SIGNS}");
    let bad = [
        String::new(),
        "\n\n".to_owned(),
        TEXT.to_owned(),
        good.trim_end().to_owned(),
        format!("{good}\n"),
        format!("{good}x"),
        good.replace("— ", "- "),
        good.replace("— PeterNeumann ", "— Peter Neumann "),
        good.replace("problem,", "problem,\r"),
        good.replace("problem,", "problem\u{0}"),
        good.replace("nAM=\n", "nAN=\n"), // stray bits in the last base64 digit
        good.replace("nAM=\n", "nAM\n"),
        format!("{TEXT}\n— PeterNeumann x08gow==\n"), // a key id and no signature
        format!("{TEXT}\n{}", PETER_SIGNS.repeat(101)),
        "x".repeat((1 << 20) + 1),
    ];
    for text in &bad {
        assert_code(Note::parse(text.as_bytes()), VerifyCode::BadNote);
    }
    assert_code(Note::parse(b"\xff\n\n\n"), VerifyCode::BadNote);
    assert_code(Note::sign("no newline at the end", &key()), VerifyCode::BadNote);
    // As many signatures as the specification asks for, and more, are fine.
    Note::parse(format!("{TEXT}\n{}", PETER_SIGNS.repeat(100)).as_bytes()).unwrap();
}

#[test]
fn a_signed_text_that_is_no_checkpoint_is_refused() {
    let key = key();
    let name = key.name();
    let root = Hash::of(b"root").to_base64();
    let bad = [
        format!("{name}\n"),
        format!("{name}\n1\n"),
        format!("{name}\n01\n{root}\n"),
        format!("{name}\n+1\n{root}\n"),
        format!("{name}\n18446744073709551616\n{root}\n"),
        format!("{name}\n1\n{}\n", &root[..20]),
        format!("{name}\n1\n{root}\n\nextension\n"),
        format!("{name}\n0\n{root}\n"), // nothing has another root
        format!("\n1\n{root}\n"),
    ];
    for text in &bad {
        let note = Note::sign(text, &key).unwrap();
        assert_code(Checkpoint::open(note.as_bytes(), key.verifying_key()), VerifyCode::BadCheckpoint);
    }
    let extended = Note::sign(&format!("{name}\n1\n{root}\nan extension\n"), &key).unwrap();
    assert_eq!(Checkpoint::open(extended.as_bytes(), key.verifying_key()).unwrap().size(), 1);
    let other = Note::sign(&format!("other.example\n1\n{root}\n"), &key).unwrap();
    assert_code(Checkpoint::open(other.as_bytes(), key.verifying_key()), VerifyCode::WrongOrigin);
}

#[test]
fn a_commitment_opens_only_with_its_key_domain_and_value() {
    let key = CommitmentKey::new(&[1; 32]);
    let commitment = key.commit(Domain::Actor, b"anna");
    assert!(key.opens(&commitment, Domain::Actor, b"anna"));
    assert!(!key.opens(&commitment, Domain::Actor, b"anne"));
    assert!(!key.opens(&commitment, Domain::Subject, b"anna"));
    assert!(!CommitmentKey::new(&[2; 32]).opens(&commitment, Domain::Actor, b"anna"));
    // Computed by another HMAC implementation (Python's hmac module).
    assert_eq!(commitment.to_string(), "0273536dceed3e0093b66dd945eb7e2d62d3e090624c24ffeefdbfb5f47d6d80");
}
