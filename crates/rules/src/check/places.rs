//! Who and where: the organisation's own data, countries and transfers, and fields that fit the kind of system.

use super::countries::{in_eea, is_adequate, is_country, meant};
use super::numbers::{NumberFault, check_swedish};
use super::{Checker, is_database};
use crate::diagnostic::{Arg, Code, Finding, Span};
use crate::policy::{RecipientRole, ResidueWork, SystemKind, Transfer};
use crate::syntax::surface::{Got, Sp, System};

impl Checker<'_> {
    pub(super) fn check_organisation(&mut self) {
        let Some(organisation) = &self.surface.organisation else {
            if !self.incomplete {
                self.report(Finding::new(Code::MissingField, "g009-organisation").help("help"));
            }
            return;
        };
        let organisation = &organisation.value;
        self.check_country(&organisation.country);
        self.check_time_zone(&organisation.time_zone);
        if let (Some(number), Some("SE")) =
            (organisation.number.good(), organisation.country.value().map(String::as_str))
            && let Err(fault) = check_swedish(&number.value)
        {
            let help = match fault {
                NumberFault::Shape => "shape",
                NumberFault::CheckDigit => "check-digit",
                NumberFault::Neither => "neither",
            };
            self.report(Finding::new(Code::BadNumber, "g022").at(number.span).help(help));
        }
    }

    pub(super) fn check_places(&mut self) {
        for (name, recipient) in &self.surface.recipients {
            let place = recipient.name;
            let recipient = &recipient.value;
            self.check_country(&recipient.country);
            let owner = Arg::Thing("term-recipient", name.clone());
            self.check_transfer(owner, place, &recipient.country, &recipient.transfer);
            let is_processor = matches!(
                recipient.role.value(),
                Some(RecipientRole::Processor | RecipientRole::SubProcessor)
            );
            if is_processor && recipient.agreement.is_absent() {
                let finding = Finding::new(Code::NoAgreement, "g048").arg("recipient", name).at(place);
                self.report(finding.help("help"));
            }
        }
        for (name, system) in &self.surface.systems {
            let place = system.name;
            let system = &system.value;
            self.check_country(&system.country);
            self.check_time_zone(&system.time_zone);
            let owner = Arg::Thing("term-system", name.clone());
            self.check_transfer(owner, place, &system.country, &system.transfer);
            self.check_fields_fit(name, place, system);
        }
        for (name, dataset) in &self.surface.datasets {
            let Some(kind) = self.kind_of(&dataset.value) else { continue };
            let owner = Arg::Thing("term-dataset", name.clone());
            let table = &dataset.value.table;
            if is_database(kind) && table.is_absent() {
                let finding =
                    Finding::new(Code::MissingField, "g009").arg("key", "table").arg("owner", owner);
                self.report(finding.at(dataset.name));
            } else if let (false, Some(table)) = (is_database(kind), table.good()) {
                let finding = Finding::new(Code::DoesNotFit, "g082").arg("key", "table").arg("owner", owner);
                self.report(finding.arg("kind", kind_word(kind)).at(table.span));
            }
        }
    }

    fn check_country(&mut self, country: &Got<String>) {
        let Some(Sp { value, span }) = country.good() else { return };
        if is_country(value) {
            return;
        }
        let finding = Finding::new(Code::UnknownCountry, "g020").arg("value", value).at(*span);
        self.report(match meant(value) {
            Some(code) => finding.arg("close", code).help("close"),
            None => finding.help("help"),
        });
    }

    fn check_time_zone(&mut self, zone: &Got<String>) {
        let Some(Sp { value, span }) = zone.good() else { return };
        if jiff::tz::TimeZone::get(value).is_ok() {
            return;
        }
        let zones = [
            "Europe/Stockholm",
            "Europe/Helsinki",
            "Europe/Oslo",
            "Europe/Copenhagen",
            "Europe/Berlin",
            "UTC",
        ];
        let finding = Finding::new(Code::UnknownTimeZone, "g021").arg("value", value).at(*span);
        self.report(finding.did_you_mean(value, zones, Some("help")));
    }

    /// Art. 44–46.
    fn check_transfer(&mut self, owner: Arg, place: Span, country: &Got<String>, transfer: &Got<Transfer>) {
        let Some(country) = country.good() else { return };
        let code = country.value.as_str();
        if !is_country(code) || in_eea(code) {
            return;
        }
        match transfer {
            Got::Absent => {
                let finding = Finding::new(Code::NoTransfer, "g046").arg("owner", owner).arg("country", code);
                let finding = finding.at(country.span).also(place, "owner");
                self.report(finding.help(if is_adequate(code) { "adequate" } else { "help" }));
            }
            Got::Good(transfer) if transfer.value == Transfer::AdequacyDecision && !is_adequate(code) => {
                let finding = Finding::new(Code::NotAdequate, "g047").arg("country", code).at(transfer.span);
                self.report(finding.also(country.span, "country").help("help"));
            }
            Got::Good(_) | Got::Bad => {}
        }
    }

    /// How a log is written has to be known; of a database there is nothing to say.
    fn check_format(&mut self, owner: &Arg, kind: SystemKind, system: &System) {
        let Some(Sp { value, span }) = system.format.good() else { return };
        if is_database(kind) {
            let finding =
                Finding::new(Code::DoesNotFit, "g082").arg("key", "format").arg("owner", owner.clone());
            self.report(finding.arg("kind", kind_word(kind)).at(*span));
        } else if kind == SystemKind::Logs && !LOG_FORMATS.contains(&value.as_str()) {
            let finding = Finding::new(Code::UnknownValue, "g011").arg("value", value).at(*span);
            let known = LOG_FORMATS.join(", ");
            self.report(finding.arg("known", known).did_you_mean(value, LOG_FORMATS, Some("help")));
        } else if kind == SystemKind::Files && !tells_a_day(value) {
            let finding = Finding::new(Code::BadFormat, "g024-path").arg("value", value).at(*span);
            self.report(finding.help("help"));
        }
    }

    /// What each kind of system needs to be found, and what makes no sense for it.
    fn check_fields_fit(&mut self, name: &str, place: Span, system: &System) {
        let Some(kind) = system.kind.value().copied() else { return };
        let needed: &[&str] = match kind {
            SystemKind::Postgres
            | SystemKind::Mysql
            | SystemKind::Imap
            | SystemKind::Caldav
            | SystemKind::Carddav
            | SystemKind::S3
            | SystemKind::Webdav
            | SystemKind::Sftp
            | SystemKind::Microsoft365
            | SystemKind::Website => &["url"],
            // A repository is a folder or a server.
            SystemKind::Backup if system.path.is_absent() => &["url"],
            SystemKind::Sqlite | SystemKind::Files | SystemKind::Logs | SystemKind::Backup => &["path"],
            SystemKind::Manual => &["place", "responsible"],
            SystemKind::Register => &[],
        };
        let owner = Arg::Thing("term-system", name.to_owned());
        let span = |got: &Got<String>| got.good().map(|good| good.span);
        self.check_residue(kind, &owner, system);
        self.check_live(kind, &owner, system);
        let written = [
            ("url", system.url.is_absent(), system.url.good().map(|good| good.span)),
            ("path", system.path.is_absent(), span(&system.path)),
            ("place", system.place.is_absent(), span(&system.place)),
            ("responsible", system.responsible.is_absent(), span(&system.responsible)),
            ("index", system.index.is_absent(), span(&system.index)),
        ];
        self.check_format(&owner, kind, system);
        for (key, absent, span) in written {
            if needed.contains(&key) && absent {
                let finding =
                    Finding::new(Code::MissingField, "g009").arg("key", key).arg("owner", owner.clone());
                self.report(finding.at(place));
            } else if let (false, Some(span)) = (needed.contains(&key) || may_have(kind, key), span) {
                let finding =
                    Finding::new(Code::DoesNotFit, "g082").arg("key", key).arg("owner", owner.clone());
                self.report(finding.arg("kind", kind_word(kind)).at(span));
            }
        }
    }

    /// What is looked at from outside: authorities of websites, regions of buckets, hosts of whatever has one.
    fn check_live(&mut self, kind: SystemKind, owner: &Arg, system: &System) {
        let misplaced = [
            ("ca", kind != SystemKind::Website, system.ca.good().map(|good| good.span)),
            ("region", kind != SystemKind::S3, system.region.good().map(|good| good.span)),
            ("hosts", kind == SystemKind::Manual, system.hosts.first().map(|first| first.span)),
        ];
        for (key, _, span) in misplaced.into_iter().filter(|(_, wrong, _)| *wrong) {
            let Some(span) = span else { continue };
            let finding = Finding::new(Code::DoesNotFit, "g082").arg("key", key).arg("owner", owner.clone());
            self.report(finding.arg("kind", kind_word(kind)).at(span));
        }
        for host in system.hosts.iter().filter(|host| crate::live::parse_host(&host.value).is_none()) {
            let finding = Finding::new(Code::DoesNotFit, "g082-host").arg("owner", owner.clone());
            self.report(finding.arg("host", &host.value).at(host.span).help("help"));
        }
    }

    /// Databases keep what they deleted in a way that they can be asked about; of files the blocks can be overwritten as
    /// they go, at whatever hour that is.
    fn check_residue(&mut self, kind: SystemKind, owner: &Arg, system: &System) {
        let window = system.residue_window.good();
        if !is_database(kind) {
            let of_files = matches!(kind, SystemKind::Logs | SystemKind::Files);
            let residue = system.residue.good().filter(|_| !of_files);
            let residue = residue.map(|good| ("residue", good.span));
            let window = window.map(|good| ("residue_window", good.span));
            for (key, span) in residue.into_iter().chain(window) {
                let finding = Finding::new(Code::DoesNotFit, "g082").arg("key", key);
                let finding = finding.arg("owner", owner.clone()).arg("kind", kind_word(kind));
                self.report(finding.at(span));
            }
        } else if let Some(window) = window
            && system.residue.value() != Some(&ResidueWork::Clear)
        {
            let finding = Finding::new(Code::DoesNotFit, "g082-window").arg("owner", owner.clone());
            self.report(finding.at(window.span).help("help"));
        }
    }
}

/// Whether it is a store of files that is reached over a network.
fn is_store(kind: SystemKind) -> bool {
    matches!(kind, SystemKind::S3 | SystemKind::Webdav | SystemKind::Sftp)
}

/// Who answers for a system may be said of any, and within a store there may be folders.
fn may_have(kind: SystemKind, key: &str) -> bool {
    key == "responsible" || key == "index" && kind == SystemKind::Manual || key == "path" && is_store(kind)
}

/// How logs are written.
const LOG_FORMATS: [&str; 5] = ["combined", "common", "json", "syslog", "journal"];

pub(super) fn kind_word(kind: SystemKind) -> &'static str {
    crate::syntax::shape::KINDS.iter().find(|(_, known)| *known == kind).map_or("", |(word, _)| word)
}

/// Whether a pattern has year, month and day, each once and in digits, and no other letters behind a percent sign.
fn tells_a_day(pattern: &str) -> bool {
    let parts = pattern.split('%').skip(1);
    let mut letters: Vec<char> = parts.map(|part| part.chars().next().unwrap_or_default()).collect();
    letters.sort_unstable();
    letters == ['Y', 'd', 'm']
}
