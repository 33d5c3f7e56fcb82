//! What the words before a number say about it, in Swedish and English.

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

/// The verdict of the nearest word on the same line that has one.
pub(super) fn context(text: &[u8], start: usize, kind: Kind) -> Context {
    let first = start.saturating_sub(WINDOW);
    let mut end = start;
    for _ in 0..WORDS {
        while end > first && !is_letter(text[end - 1]) {
            if text[end - 1] == b'\n' {
                return Context::Silent;
            }
            end -= 1;
        }
        let mut word = [0_u8; WINDOW];
        let mut begin = end;
        let mut place = WINDOW;
        while begin > first && is_letter(text[begin - 1]) {
            begin -= 1;
            place -= 1;
            word[place] = text[begin].to_ascii_lowercase();
        }
        let word = &word[place..];
        if word.is_empty() {
            break;
        }
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

/// Short words must be the whole word, longer ones may be part of a compound: `kundtelefon`, `phoneNumber`.
fn speaks_for(kind: Kind, word: &[u8]) -> bool {
    match kind {
        Kind::PersonalNumber | Kind::CoordinationNumber => {
            matches!(word, b"pnr" | b"ssn" | b"pin")
                || holds(
                    word,
                    &[
                        "persnr",
                        "personn",
                        "personaln",
                        "personid",
                        "personalid",
                        "samordningsn",
                        "nationalid",
                        "identit",
                    ],
                )
        }
        Kind::OrganisationNumber => {
            matches!(word, b"org" | b"vat")
                || holds(
                    word,
                    &["orgnr", "orgnummer", "orgnumber", "organisationsn", "organizationn", "momsreg"],
                )
        }
        Kind::Phone => {
            matches!(word, b"tel" | b"tfn" | b"mob" | b"ring" | b"call" | b"fax" | b"cell" | b"sms")
                || holds(word, &["telefon", "phone", "mobil", "växel", "msisdn"])
        }
        Kind::Ipv4 | Kind::Ipv6 => {
            matches!(
                word,
                b"ip"
                    | b"ipv"
                    | b"addr"
                    | b"host"
                    | b"from"
                    | b"src"
                    | b"source"
                    | b"client"
                    | b"peer"
                    | b"rhost"
                    | b"address"
                    | b"forwarded"
                    | b"ipaddr"
                    | b"remoteaddr"
                    | b"remoteip"
                    | b"clientip"
            ) || word == "från".as_bytes()
        }
        Kind::Bankgiro => matches!(word, b"bg" | b"bgnr") || holds(word, &["bankgiro"]),
        Kind::Plusgiro => matches!(word, b"pg" | b"pgnr") || holds(word, &["plusgiro", "postgiro"]),
        Kind::PaymentCard => {
            matches!(word, b"card" | b"kort" | b"visa" | b"pan" | b"amex" | b"mastercard")
                || holds(word, &["kortn", "cardn", "creditcard", "betalkort", "kreditkort"])
        }
        Kind::PostalAddress => {
            matches!(word, b"adr" | b"zip" | b"addr")
                || holds(word, &["adress", "address", "postn", "postcode"])
        }
        Kind::Email | Kind::Secret | Kind::Mac | Kind::Iban => false,
    }
}

fn speaks_against(word: &[u8]) -> bool {
    matches!(
        word,
        b"order"
            | b"ocr"
            | b"artikel"
            | b"article"
            | b"sku"
            | b"ref"
            | b"version"
            | b"ver"
            | b"build"
            | b"release"
            | b"ts"
            | b"time"
            | b"epoch"
            | b"hash"
            | b"commit"
            | b"isbn"
            | b"ean"
            | b"amount"
            | b"belopp"
            | b"price"
            | b"pris"
            | b"sum"
            | b"total"
            | b"id"
            | b"size"
            | b"bytes"
            | b"offset"
            | b"seq"
            | b"pid"
            | b"batch"
            | b"timestamp"
    ) || word.len() >= 5
        && holds(
            word,
            &["ordern", "faktur", "invoice", "serial", "serien", "referen", "tracking", "kolli", "parcel"],
        )
}

/// Whether one of the parts stands in the word.
fn holds(word: &[u8], parts: &[&str]) -> bool {
    parts.iter().map(|part| part.as_bytes()).any(|part| {
        let Some(last) = word.len().checked_sub(part.len()) else { return false };
        (0..=last).any(|at| word[at] == part[0] && word[at..].starts_with(part))
    })
}
