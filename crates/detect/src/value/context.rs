//! What the words before a number say about it, in Swedish and English.

use super::bytes::byte;
use super::{Evidence, Hit, Kind};

/// How far back words are read.
const WINDOW: usize = 48;
/// How many words are read.
const WORDS: usize = 5;
/// What a hit is worth at least when a word says what it is.
const NAMED: u8 = 95;
/// What a weak hit loses when a word says that it is something else.
const DENIED: u8 = 30;

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Context {
    For,
    Against,
    Silent,
}

/// A hit whose confidence is this base, raised or lowered by the words before it. A weak one (digits without a form of
/// their own) can be talked down, one with a form and a check digit cannot.
pub(super) fn weigh(
    text: &[u8],
    kind: Kind,
    range: (usize, usize),
    base: u8,
    evidence: Evidence,
    weak: bool,
) -> Hit {
    let (confidence, evidence) = match context(text, range.0, kind) {
        Context::For => (base.max(NAMED), evidence.and(Evidence::CONTEXT)),
        Context::Against if weak => (base.saturating_sub(DENIED), evidence.and(Evidence::AGAINST)),
        _ => (base, evidence),
    };
    Hit { kind, start: range.0, end: range.1, confidence, evidence }
}

/// The verdict of the nearest word that has one.
pub(super) fn context(text: &[u8], start: usize, kind: Kind) -> Context {
    let first = start.saturating_sub(WINDOW);
    let mut end = start;
    for _ in 0..WORDS {
        while end > first && !is_letter(byte(text, end - 1)) {
            end -= 1;
        }
        let mut begin = end;
        while begin > first && is_letter(byte(text, begin - 1)) {
            begin -= 1;
        }
        if begin == end {
            break;
        }
        let mut word = [0_u8; WINDOW];
        let word = &mut word[..end - begin];
        word.copy_from_slice(&text[begin..end]);
        word.make_ascii_lowercase();
        if speaks_for(kind, word) {
            return Context::For;
        }
        if speaks_against(word) {
            return Context::Against;
        }
        end = begin;
    }
    Context::Silent
}

const fn is_letter(byte: u8) -> bool {
    byte.is_ascii_alphabetic() || byte >= 0x80
}

fn speaks_for(kind: Kind, word: &[u8]) -> bool {
    // Short words must be the whole word, longer ones may be part of a compound: `kundtelefon`, `phoneNumber`.
    let (whole, part): (&[&str], &[&str]) = match kind {
        Kind::PersonalNumber | Kind::CoordinationNumber => (
            &["pnr", "ssn", "pin", "persnr"],
            &[
                "personnummer",
                "personnr",
                "samordningsn",
                "personalnumber",
                "personalid",
                "nationalid",
                "identitetsn",
                "personalidentity",
            ],
        ),
        Kind::OrganisationNumber => (
            &["org", "vat", "orgnr"],
            &["organisationsn", "organizationn", "orgnummer", "orgnumber", "momsreg", "företag"],
        ),
        Kind::Phone => (
            &["tel", "tfn", "mob", "ring", "call", "fax", "cell", "ph", "sms", "nås"],
            &["telefon", "phone", "mobil", "växel", "msisdn"],
        ),
        Kind::Ipv4 | Kind::Ipv6 => (
            &["ip", "ipv", "addr", "host", "from", "src", "source", "client", "peer", "rhost", "från"],
            &["ipaddr", "remoteaddr", "remoteip", "clientip", "forwarded"],
        ),
        Kind::Mac => (&["mac"], &["ethernet", "hwaddr"]),
        Kind::Iban => (&["iban"], &["konto", "account"]),
        Kind::Bankgiro => (&["bg", "bgnr"], &["bankgiro"]),
        Kind::Plusgiro => (&["pg", "pgnr"], &["plusgiro", "postgiro"]),
        Kind::PaymentCard => (
            &["card", "kort", "visa", "pan", "amex"],
            &["kortn", "cardn", "creditcard", "mastercard", "betalkort", "kreditkort"],
        ),
        Kind::PostalAddress => (&["adr", "zip", "addr"], &["adress", "address", "postn", "postcode"]),
        Kind::Email | Kind::Secret => (&[], &[]),
    };
    whole.iter().any(|one| word == one.as_bytes()) || part.iter().any(|one| contains(word, one.as_bytes()))
}

fn speaks_against(word: &[u8]) -> bool {
    const WHOLE: [&str; 30] = [
        "order", "ocr", "artikel", "article", "sku", "ref", "version", "ver", "build", "release", "ts",
        "time", "epoch", "hash", "commit", "isbn", "ean", "amount", "belopp", "price", "pris", "sum",
        "total", "id", "size", "bytes", "offset", "seq", "pid", "batch",
    ];
    const PART: [&str; 10] = [
        "ordern",
        "faktur",
        "invoice",
        "serial",
        "serien",
        "referen",
        "timestamp",
        "tracking",
        "kolli",
        "parcel",
    ];
    WHOLE.iter().any(|one| word == one.as_bytes()) || PART.iter().any(|one| contains(word, one.as_bytes()))
}

fn contains(word: &[u8], part: &[u8]) -> bool {
    word.windows(part.len()).any(|window| window == part)
}
