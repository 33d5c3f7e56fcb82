//! One of each letter, with what people would put into it.

use gallra_documents::letters::*;
use gallra_rules::plan::decide::{Anonymised, Because};
use gallra_rules::policy::{Localised, Source};
use gallra_rules::request::{Ground, Kind, Refusal};
use jiff::civil::date;

/// Name of the sample, letter.
pub(super) fn all(code: &str) -> Vec<(&'static str, Letter)> {
    let mut all = on_the_way(code);
    all.extend(answers(code));
    all.extend(to_businesses(code));
    all.extend(certificates(code));
    all.extend(breaches(code));
    all
}

/// What somebody writes in the letter's language.
fn t(code: &str, sv: &str, en: &str) -> String {
    if code == "sv" { sv } else { en }.to_owned()
}

fn on_the_way(code: &str) -> Vec<(&'static str, Letter)> {
    let (received, last_day) = (date(2026, 11, 2), date(2026, 12, 2));
    let acknowledged = |kind| Letter::Acknowledged(Acknowledged { kind, received, last_day });
    let refusal = Refusal {
        ground: Ground::Excessive,
        reasons: t(
            code,
            "Det här är din elfte begäran i år. Ingenting har ändrats sedan den förra besvarades den 12 oktober 2026.",
            "This is your eleventh request this year. Nothing has changed since we answered the last one on 12 October 2026.",
        ),
        authority: t(
            code,
            "Integritetsskyddsmyndigheten (IMY)",
            "Integritetsskyddsmyndigheten (IMY, the Swedish Authority for Privacy Protection)",
        ),
        court: t(code, "Exempelstads tingsrätt", "Exempelstad District Court"),
    };
    let identity = IdentityAsked {
        kind: Kind::Access,
        received,
        doubt: t(
            code,
            "begäran kom från en annan e-postadress än den som vi har.",
            "the request came from another e-mail address than the one we have.",
        ),
        asked: vec![t(
            code,
            "svara från den e-postadress som du brukar använda hos oss",
            "a reply from the e-mail address that you usually use with us",
        )],
        paused: true,
    };
    let reasons = t(
        code,
        "Uppgifterna finns i flera arkiv som måste gås igenom för hand.",
        "The data is in several archives that have to be gone through by hand.",
    );
    let forwarded = |customer: Option<&str>| {
        Letter::Forwarded(Forwarded {
            kind: Kind::Erase,
            received,
            customer: customer.map(str::to_owned),
            contact: customer.map(|_| "info@bryggeriet.example".to_owned()),
            told: date(2026, 11, 3),
        })
    };
    vec![
        ("acknowledged-access", acknowledged(Kind::Access)),
        ("acknowledged-rectify", acknowledged(Kind::Rectify)),
        ("acknowledged-erase", acknowledged(Kind::Erase)),
        ("acknowledged-restrict", acknowledged(Kind::Restrict)),
        ("acknowledged-port", acknowledged(Kind::Port)),
        ("acknowledged-object", acknowledged(Kind::Object)),
        ("acknowledged-human", acknowledged(Kind::Human)),
        ("code", Letter::Code(Code { code: "493-772".to_owned(), minutes: 30 })),
        ("identity", Letter::IdentityAsked(identity)),
        (
            "extended",
            Letter::Extended(Extended { kind: Kind::Access, received, last_day: date(2027, 2, 2), reasons }),
        ),
        ("refused", Letter::Refused(Refused { kind: Kind::Access, received, refusal })),
        ("forwarded", forwarded(Some("Bryggeriet i Dalen AB"))),
        ("forwarded-unnamed", forwarded(None)),
    ]
}

fn recipients(code: &str) -> Vec<Recipient> {
    let told = |name: &str, told| Recipient { name: name.to_owned(), told };
    vec![
        told("Molnet Inc.", ToldRecipient::Confirmed(date(2026, 11, 21))),
        told("Posten i Dalen AB", ToldRecipient::Told(date(2026, 11, 20))),
        told("Inkasso Exempel AB", ToldRecipient::NotYet),
        told(
            "Gamla Tryckeriet AB",
            ToldRecipient::Impossible(t(code, "företaget finns inte längre", "the company no longer exists")),
        ),
    ]
}

fn erasure(code: &str) -> Erasure {
    let part = |sv: &str, en: &str, records, fate| Part { what: t(code, sv, en), records, fate };
    let down = t(
        code,
        "Systemet har inte svarat sedan den 19 november 2026. Vi försöker igen varje dag.",
        "The system has not answered since 19 November 2026. We try again every day.",
    );
    let duty = Fate::Kept {
        purpose: Some(t(code, "Bokföring", "Bookkeeping")),
        because: Because::Duty {
            source: Source(Localised(
                [
                    ("sv".to_owned(), "bokföringslagen 7 kap. 2 §".to_owned()),
                    ("en".to_owned(), "the Swedish Bookkeeping Act, chapter 7, section 2".to_owned()),
                ]
                .into(),
            )),
        },
        until: Until::Between(date(2031, 12, 31), date(2033, 12, 31)),
    };
    let claim = Fate::Kept {
        purpose: Some(t(code, "Kundtjänst", "Customer service")),
        because: Because::Exempt(Ground::LegalClaims),
        until: Until::Review(date(2027, 6, 30)),
    };
    let task = |due, done| Fate::Task {
        what: t(code, "Pärmen i receptionen gås igenom", "The binder at the reception is gone through"),
        due,
        done,
    };
    Erasure {
        received: date(2026, 11, 2),
        parts: vec![
            part("Bokningar", "Bookings", Some(14), Fate::Erased),
            part("E-post till oss", "E-mail to us", Some(1), Fate::Erased),
            part("Recensioner", "Reviews", Some(2), Fate::Anonymised(Anonymised::Link)),
            part("Fakturor", "Invoices", Some(12_345), duty),
            part("Reklamationer", "Complaints", Some(1), claim),
            part("Passerkort", "Access cards", Some(3), Fate::Held),
            part("Kameraarkiv", "Camera archive", Some(3), Fate::Locked),
            part("Gästbok på papper", "Guest book on paper", None, task(Some(date(2026, 12, 1)), None)),
            part("Besökslistor", "Visitors' lists", None, task(None, Some(date(2026, 11, 18)))),
            part(
                "Konferensdeltagare",
                "Conference participants",
                Some(2),
                Fate::NotOurs {
                    customer: Some("Bryggeriet i Dalen AB".to_owned()),
                    told: Some(date(2026, 11, 3)),
                },
            ),
            part("Gruppbokningar", "Group bookings", Some(1), Fate::Shared),
            part("Ärendesystem", "Case system", None, Fate::NotChecked { reason: down.clone() }),
            part("Kundregister", "Customer register", Some(1), Fate::NotDone { reason: down }),
            part("Åtkomstloggar", "Access logs", Some(0), Fate::NothingFound),
        ],
        backups: Some(Backups { period: t(code, "6 månader", "6 months"), gone: date(2027, 5, 23) }),
        recipients: recipients(code),
        certificate: true,
    }
}

fn answers(code: &str) -> Vec<(&'static str, Letter)> {
    let received = date(2026, 11, 2);
    let file = |name: &str, sv: &str, en: &str| (name.to_owned(), t(code, sv, en));
    let gap = (
        t(code, "Ärendesystemet", "The case system"),
        t(
            code,
            "Det har inte svarat sedan den 19 november 2026.",
            "It has not answered since 19 November 2026.",
        ),
    );
    let access = Access {
        received,
        portable_only: false,
        package: Some(Package {
            files: vec![
                file("svar.html", "allt i läsbar form", "everything in readable form"),
                file("data.json", "samma uppgifter för ett program", "the same data, for a program"),
            ],
            protection: Protection::Passphrase,
            available_until: Some(date(2026, 12, 22)),
        }),
        redacted: 2,
        withheld: 1,
        not_checked: vec![gap.clone()],
    };
    let port = Access {
        portable_only: true,
        redacted: 1,
        withheld: 0,
        not_checked: Vec::new(),
        package: Some(Package {
            files: vec![file("data.json", "uppgifterna för ett program", "the data, for a program")],
            protection: Protection::Key,
            available_until: None,
        }),
        ..access.clone()
    };
    let nothing =
        Access { package: None, redacted: 0, withheld: 0, not_checked: Vec::new(), ..access.clone() };
    let corrected = vec![Corrected {
        what: t(code, "Efternamn", "Family name"),
        places: vec![t(code, "Bokningar", "Bookings"), t(code, "Fakturor", "Invoices")],
    }];
    let rectified =
        Rectified { received, corrected, not_corrected: Vec::new(), recipients: recipients(code) };
    let invoices = (
        t(code, "Adress på äldre fakturor", "Address on older invoices"),
        t(
            code,
            "Adressen var den rätta när fakturorna skickades, och bokförda fakturor får inte ändras.",
            "The address was right when the invoices were sent, and invoices that are in the books must not be altered.",
        ),
    );
    let partly = Rectified { not_corrected: vec![invoices], recipients: Vec::new(), ..rectified.clone() };
    let what = vec![t(code, "Bokningar", "Bookings"), t(code, "Reklamationer", "Complaints")];
    let restricted = Restricted {
        received,
        from: date(2026, 11, 4),
        what: what.clone(),
        not_done: vec![gap],
        recipients: Vec::new(),
    };
    let ends = RestrictionEnds {
        since: date(2026, 11, 4),
        ends: date(2026, 12, 6),
        reasons: t(
            code,
            "Vi har nu kontrollerat att uppgifterna stämmer, så skälet till begränsningen finns inte längre.",
            "We have now verified that the data is accurate, so the reason for the restriction is gone.",
        ),
        what,
    };
    let objection = |outcome| {
        let purpose = t(code, "Kundundersökningar", "Customer surveys");
        Letter::Objection(Objection { received, purpose, outcome })
    };
    let weighed = ObjectionOutcome::Refused {
        reasons: t(
            code,
            "Undersökningen krävs för att upptäcka bedrägerier som drabbar andra gäster.",
            "The survey is needed to detect fraud that harms other guests.",
        ),
        weighed: date(2026, 11, 12),
    };
    let reviewed = |changed| {
        Letter::Reviewed(Reviewed {
            received,
            decision: t(code, "avslag på köp mot faktura", "refusal of purchase on account"),
            reviewed: date(2026, 11, 13),
            changed,
            outcome: if changed {
                t(code, "Du kan handla mot faktura.", "You can buy on account.")
            } else {
                t(code, "En obetald skuld kvarstår hos oss.", "An unpaid debt to us remains.")
            },
        })
    };
    let all_gone = Erasure {
        parts: vec![Part { what: t(code, "Bokningar", "Bookings"), records: Some(14), fate: Fate::Erased }],
        recipients: Vec::new(),
        ..erasure(code)
    };
    vec![
        ("access", Letter::Access(access)),
        ("access-nothing", Letter::Access(nothing)),
        ("port", Letter::Access(port)),
        ("erasure", Letter::Erasure(erasure(code))),
        ("erasure-all", Letter::Erasure(all_gone)),
        ("rectified", Letter::Rectified(rectified)),
        ("rectified-partly", Letter::Rectified(partly)),
        ("restricted", Letter::Restricted(restricted)),
        ("unrestricted", Letter::RestrictionEnds(ends)),
        ("marketing-stopped", objection(ObjectionOutcome::MarketingStopped { on: date(2026, 11, 2) })),
        ("objection-granted", objection(ObjectionOutcome::Granted { on: date(2026, 11, 12) })),
        ("objection-refused", objection(weighed)),
        ("reviewed", reviewed(true)),
        ("reviewed-stands", reviewed(false)),
    ]
}

fn to_businesses(code: &str) -> Vec<(&'static str, Letter)> {
    let held = vec![
        Held {
            what: t(code, "Deltagarlistor", "Lists of participants"),
            records: Some(2),
            not_checked: None,
        },
        Held {
            what: t(code, "Filer i molnet", "Files in the cloud"),
            records: None,
            not_checked: Some(t(code, "lagringen svarade inte", "the storage did not answer")),
        },
    ];
    let customer = |kind| {
        Letter::CustomerNotice(CustomerNotice {
            kind,
            received: date(2026, 11, 2),
            last_day: date(2026, 12, 2),
            about: t(code, "kundnummer 1204", "customer number 1204"),
            identity: Some(t(
                code,
                "Personen svarade med en engångskod från sin e-postadress.",
                "The person replied with a one-time code from their e-mail address.",
            )),
            held: held.clone(),
        })
    };
    let recipient = |what| {
        Letter::RecipientNotice(RecipientNotice {
            what,
            on: date(2026, 11, 20),
            about: t(code, "kundnummer 1204", "customer number 1204"),
            data: vec![t(code, "Namn och adress", "Name and address")],
            answer_by: date(2026, 12, 20),
        })
    };
    vec![
        ("customer-access", customer(Kind::Access)),
        ("customer-rectify", customer(Kind::Rectify)),
        ("customer-erase", customer(Kind::Erase)),
        ("customer-restrict", customer(Kind::Restrict)),
        ("customer-port", customer(Kind::Port)),
        ("customer-object", customer(Kind::Object)),
        ("customer-human", customer(Kind::Human)),
        ("recipient-erased", recipient(What::Erased)),
        ("recipient-rectified", recipient(What::Rectified)),
        ("recipient-restricted", recipient(What::Restricted)),
        ("recipient-unrestricted", recipient(What::Unrestricted)),
    ]
}

fn certificates(code: &str) -> Vec<(&'static str, Letter)> {
    let proof = Proof {
        file: "certificate.json".to_owned(),
        origin: "exempelhotellet.example/log".to_owned(),
        size: 12_345,
        root: "VvmU+Xz0Cn3iJ0Hk2pS0yq7Xw0p7kq3m1u8Qb2q0b1E=".to_owned(),
        policy: "0".repeat(64),
    };
    let counts = Counts { matched: 20, erased: 14, anonymised: 2, kept: 3, held: 1, open: 0 };
    let erasure = ErasureCertificate {
        received: date(2026, 11, 2),
        carried_out: date(2026, 11, 20),
        rows: vec![
            ErasureRow { what: t(code, "Bokningar", "Bookings"), found: Found::Counted(counts) },
            ErasureRow {
                what: t(code, "Pärmen i receptionen", "The binder in the lobby"),
                found: Found::Attested(date(2026, 11, 19)),
            },
            ErasureRow {
                what: t(code, "Ärenden", "Cases"),
                found: Found::NotChecked(t(code, "svarade inte", "did not answer")),
            },
        ],
        residue: Some(vec![t(
            code,
            "Bokningssystemet: databasens transaktionslogg, tills den skrivs över",
            "The booking system: the database's transaction log, until it is overwritten",
        )]),
        proof,
    };
    vec![("certificate", Letter::ErasureCertificate(erasure))]
}

fn breaches(code: &str) -> Vec<(&'static str, Letter)> {
    let moment = |day, hour, minute| Moment(date(2026, 11, day).at(hour, minute, 0, 0));
    let breach = Breach {
        began: Some(moment(14, 2, 5)),
        ended: None,
        aware: moment(16, 8, 30),
        nature: t(
            code,
            "En säkerhetskopia av bokningssystemet låg öppen på en server som kunde nås utifrån.",
            "A backup of the booking system lay open on a server that could be reached from outside.",
        ),
        subjects: Affected { categories: vec![t(code, "Gäster", "Guests")], about: Some(1204) },
        records: Affected {
            categories: vec![t(code, "Namn och e-postadress", "Name and e-mail address")],
            about: None,
        },
        consequences: vec![t(code, "Bedrägliga meddelanden i vårt namn", "Fraudulent messages in our name")],
        measures: vec![t(code, "Servern är stängd.", "The server is closed.")],
        contact: t(
            code,
            "Kim Exempel, dataskyddsombud, 010-000 00 00",
            "Kim Exempel, data protection officer, +46 10 000 00 00",
        ),
    };
    let follow = vec![t(code, "Om någon har hämtat filen", "Whether anybody fetched the file")];
    let authority = |late: bool, adds_to| {
        Letter::BreachToAuthority(BreachToAuthority {
            breach: breach.clone(),
            number: Some("556000-0001".to_owned()),
            late: late
                .then(|| t(code, "Larmet nådde inte jouren.", "The alarm did not reach the duty officer.")),
            people: t(
                code,
                "De underrättas med brev den 23 november 2026.",
                "They are told by letter on 23 November 2026.",
            ),
            to_follow: follow.clone(),
            adds_to,
        })
    };
    let customer = BreachToCustomer { breach: breach.clone(), to_follow: follow.clone() };
    let person = BreachToPerson {
        breach: breach.clone(),
        advice: vec![t(
            code,
            "Öppna inga länkar i meddelanden som säger sig komma från oss.",
            "Do not open links in messages that claim to come from us.",
        )],
    };
    vec![
        ("breach-authority", authority(true, None)),
        ("breach-authority-adds", authority(false, Some(date(2026, 11, 18)))),
        ("breach-customer", Letter::BreachToCustomer(customer)),
        ("breach-person", Letter::BreachToPerson(person)),
    ]
}
