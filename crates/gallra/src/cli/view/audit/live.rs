//! What systems promise besides age, in words.

use gallra_app::audit::{Live, Report};
use gallra_rules::audit::Verdict;
use gallra_rules::live::{
    Bearing, CertificateFault, Check, ExtraRight, Finding, Opening, Place, Port, PortState, TlsFault,
    Unanswered, Unseen,
};

use crate::cli::text::{Texts, t};
use crate::cli::ui::{Style, Ui};
use crate::cli::view::{Column, labelled, table};

const COLUMNS: [Column; 3] = [("col-verdict", false), ("col-system", false), ("col-promise", false)];
/// Sentences of one kind in the text; the page and JSON have them all.
const SHOWN: usize = 12;

/// The section for people; nothing where no system promises anything.
pub(super) fn section(ui: &Ui, report: &Report, zone: &str) -> Vec<String> {
    let texts = ui.texts;
    if report.live.is_empty() {
        return Vec::new();
    }
    let rows = report.live.iter().map(|found| {
        let verdict = super::verdict_word(&found.verdict, texts);
        vec![verdict, found.promise.system.to_string(), promise(found.promise.promise, texts)]
    });
    let mut lines = vec![
        ui.paint(Style::Bold, t!(texts, "live-title")),
        String::new(),
        table(ui, &COLUMNS, rows.collect()),
    ];
    let details: Vec<String> = report.live.iter().filter_map(|found| details(found, texts, zone)).collect();
    if !details.is_empty() {
        lines.push(String::new());
        lines.extend(details);
    }
    lines
}

/// What is wrong, could not be seen, or soon will be wrong.
fn details(found: &Live, texts: Texts, zone: &str) -> Option<String> {
    let worth = found.findings.iter().filter(|finding| finding.bearing() != Bearing::Good);
    let mut said: Vec<String> = worth.map(|finding| sentence(finding, texts, zone)).collect();
    let more = said.len().saturating_sub(SHOWN);
    if more > 0 {
        said.truncate(SHOWN);
        said.push(t!(texts, "live-more", more = more));
    }
    if found.verdict != Verdict::Kept {
        said.insert(0, t!(texts, "audit-since", at = texts.moment(found.since, zone)));
        if found.findings.is_empty() {
            said.push(unseen(&Unseen::Nothing, texts));
        }
    }
    let mut label = found.promise.system.as_str();
    let lines = said.iter().map(|text| {
        let line = labelled(label, text, 2, 18);
        label = "";
        line
    });
    let lines: Vec<String> = lines.collect();
    (!lines.is_empty()).then(|| lines.join("\n"))
}

/// What is promised.
pub(super) fn promise(check: Check, texts: Texts) -> String {
    texts.plain(match check {
        Check::Https => "live-https",
        Check::NoPlainText => "live-no-plain-text",
        Check::LeastRights => "live-least-rights",
        Check::Region => "live-region",
    })
}

/// One finding.
pub(super) fn sentence(finding: &Finding, texts: Texts, zone: &str) -> String {
    match finding {
        Finding::Certificate { until, days } => {
            let id =
                if finding.bearing() == Bearing::Warning { "live-ends-soon" } else { "live-certificate" };
            let days = u64::try_from(*days).unwrap_or(0);
            texts.with(id, vec![("until", texts.moment(*until, zone).into()), ("days", grown(days))])
        }
        Finding::BadCertificate(fault) => texts.plain(match fault {
            CertificateFault::Expired => "live-expired",
            CertificateFault::NotYetValid => "live-not-yet-valid",
            CertificateFault::OtherName => "live-other-name",
            CertificateFault::UnknownIssuer => "live-unknown-issuer",
            CertificateFault::Revoked => "live-revoked",
            CertificateFault::Unusable => "live-unusable",
        }),
        Finding::BadTls(fault) => texts.plain(match fault {
            TlsFault::TooOld => "live-tls-too-old",
            TlsFault::AlsoOld => "live-tls-also-old",
            TlsFault::NoTls => "live-tls-none",
            TlsFault::Address => "live-tls-address",
        }),
        Finding::Port { port, state } => {
            let id = match state {
                PortState::Closed => "live-port-closed",
                PortState::Encrypts => "live-port-encrypts",
                PortState::Redirects => "live-port-redirects",
                PortState::Open(Opening::Login) => "live-port-login",
                PortState::Open(Opening::NoTls) => "live-port-no-tls",
                PortState::Open(Opening::Pages) => "live-port-pages",
                PortState::Open(Opening::Elsewhere) => "live-port-elsewhere",
            };
            texts.with(id, vec![("port", place_of(port).into())])
        }
        Finding::Rights => t!(texts, "live-rights"),
        Finding::TooMuch(extra) => {
            t!(texts, "live-cure", right = right(&extra.right, texts), cure = &extra.cure)
        }
        Finding::Region { code, place, as_declared } => {
            let place = match place {
                Place::Country(country) => country.clone(),
                Place::Union => "EU".to_owned(),
            };
            let id = if *as_declared { "live-region-fits" } else { "live-region-elsewhere" };
            texts.with(id, vec![("region", code.clone().into()), ("place", place.into())])
        }
        Finding::Unseen(why) => unseen(why, texts),
    }
}

fn grown(number: u64) -> crate::cli::text::Value {
    crate::cli::text::IntoValue::into_value(number)
}

/// `mail.example.com, IMAP (143)`.
fn place_of(port: &Port) -> String {
    let what = format!("{} ({})", port.protocol.name(), port.number);
    port.host.as_ref().map_or_else(|| what.clone(), |host| format!("{host}, {what}"))
}

fn right(right: &ExtraRight, texts: Texts) -> String {
    match right {
        ExtraRight::Power(power) => t!(texts, "live-extra-power", power = power),
        ExtraRight::Member(role) => t!(texts, "live-extra-member", role = role),
        ExtraRight::Owner(object) => t!(texts, "live-extra-owner", object = object),
        ExtraRight::Privilege { privilege, columns, on } => {
            let columns =
                if columns.is_empty() { String::new() } else { format!(" ({})", columns.join(", ")) };
            t!(texts, "live-extra-privilege", privilege = format!("{privilege}{columns}"), object = on)
        }
        ExtraRight::AnyHost => t!(texts, "live-extra-host"),
        ExtraRight::File { may, file } => t!(texts, "live-extra-file", may = may, file = file),
    }
}

/// Why something could not be looked at.
pub(super) fn unseen(why: &Unseen, texts: Texts) -> String {
    match why {
        Unseen::Port { port, why } => {
            let id = match why {
                Unanswered::NoName => "live-no-name",
                Unanswered::Unreachable => "live-unreachable",
                Unanswered::Refused => "live-refused",
                Unanswered::Timeout => "live-timeout",
                Unanswered::Closed => "live-hung-up",
                Unanswered::Unclear => "live-unclear",
            };
            texts.with(id, vec![("port", place_of(port).into())])
        }
        Unseen::Address => t!(texts, "live-no-address"),
        Unseen::Authorities => t!(texts, "live-no-ca"),
        Unseen::NoAuthorities => t!(texts, "live-no-authorities"),
        Unseen::System(told) => t!(texts, "live-system", told = told),
        Unseen::Needs(dataset) => t!(texts, "live-needs", dataset = dataset.as_str()),
        Unseen::Roles => t!(texts, "live-roles"),
        Unseen::RegionNotTold => t!(texts, "live-region-not-told"),
        Unseen::RegionUnknown(region) => t!(texts, "live-region-unknown", region = region),
        Unseen::NoCountry => t!(texts, "live-no-country"),
        Unseen::RegionTooWide(region) => t!(texts, "live-region-wide", region = region),
        Unseen::Nothing => t!(texts, "live-nothing-seen"),
    }
}
