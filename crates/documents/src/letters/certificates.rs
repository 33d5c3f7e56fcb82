//! Certificates in readable form. What proves is the signed one that comes beside it; this tells what stands in it.

use jiff::civil::Date;

use super::writer::{Body, Tone, Writer, v};
use crate::letters::said;
use crate::safe::shown;
use crate::tree::{Block, Line, Section, Table, line};

/// What an erasure matched and did, system by system.
#[derive(Clone, Debug)]
pub struct ErasureCertificate {
    /// When the request came in.
    pub received: Date,
    /// When it was carried out.
    pub carried_out: Date,
    /// Every system that was asked, and those that could not be.
    pub rows: Vec<ErasureRow>,
    /// What stores may still hold of what was erased, in the letter's language.
    pub residue: Vec<String>,
    /// How to check it.
    pub proof: Proof,
}

/// A system in a certificate.
#[derive(Clone, Debug)]
pub struct ErasureRow {
    /// What it is called, in the letter's language.
    pub system: String,
    /// What was found in it, or why it was not looked at.
    pub found: Result<Counts, String>,
}

/// Records of a system, by what became of them. The parts make up what was matched, or the certificate says that not all
/// of it is accounted for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Found to be the person's.
    pub matched: u64,
    /// Gone.
    pub erased: u64,
    /// Without the person.
    pub anonymised: u64,
    /// Kept on a ground that the letter tells.
    pub kept: u64,
    /// Under a hold, or locked.
    pub held: u64,
    /// Left to a person, to a customer, or not done.
    pub open: u64,
}

/// What the end of an agreement left (Art. 28(3)(g)).
#[derive(Clone, Debug)]
pub struct EndCertificate {
    /// The customer's registered name.
    pub customer: String,
    /// When the agreement ended.
    pub ended: Date,
    /// The day on which it was counted again.
    pub counted: Date,
    /// Each kind of data.
    pub rows: Vec<EndRow>,
    /// The last day on which a backup may hold a copy; none if no backup is promised about.
    pub backups_until: Option<Date>,
    /// How to check it.
    pub proof: Proof,
}

/// A kind of data at an agreement's end.
#[derive(Clone, Debug)]
pub struct EndRow {
    /// What, in the letter's language.
    pub what: String,
    /// Disposed of since the end.
    pub gone: u64,
    /// Still there, or why it could not be counted.
    pub left: Result<u64, String>,
    /// Why and until when the rest is kept, in the letter's language.
    pub kept: Option<String>,
}

/// Where a certificate stands in the log.
#[derive(Clone, Debug)]
pub struct Proof {
    /// The certificate's file.
    pub file: String,
    /// The log's origin.
    pub origin: String,
    /// How many entries the log had.
    pub size: u64,
    /// The root hash of the checkpoint.
    pub root: String,
    /// The hash of the policy it was carried out under.
    pub policy: String,
}

impl Proof {
    fn section(&self, w: &Writer<'_>) -> Option<Section> {
        let entry = |id, text: &str| w.term(id, vec![said(text)]);
        let terms = vec![
            entry("letter-proof-file", &self.file),
            entry("letter-proof-origin", &self.origin),
            w.term("letter-proof-size", vec![line(w.number(self.size))]),
            entry("letter-proof-root", &self.root),
            entry("letter-proof-policy", &self.policy),
        ];
        let blocks =
            vec![w.p("letter-proof-lead", &[]), Block::Definitions(terms), w.p("letter-proof-how", &[])];
        w.section("proof", blocks)
    }
}

impl ErasureCertificate {
    pub(crate) fn compose(&self, w: &Writer<'_>) -> Body {
        let values = [("received", v(w.day(self.received))), ("on", v(w.day(self.carried_out)))];
        let mut lead = vec![w.p("letter-certificate-lead", &values)];
        let heads = ["system", "matched", "erased", "anonymised", "kept", "held", "open"];
        let head = heads.iter().map(|id| w.text(&format!("letter-head-{id}"))).collect();
        let row = |row: &ErasureRow| -> Vec<Vec<Line>> {
            let mut cells = vec![vec![said(&row.system)]];
            match &row.found {
                Ok(it) => {
                    let counts = [it.matched, it.erased, it.anonymised, it.kept, it.held, it.open];
                    cells.extend(counts.map(|count| vec![line(w.number(count))]));
                }
                Err(why) => {
                    cells
                        .push(vec![line(w.texts.with("letter-cell-not-checked", &[("why", v(shown(why)))]))]);
                    cells.extend((0..5).map(|_| vec![line("–")]));
                }
            }
            cells
        };
        let rows = self.rows.iter().map(row).collect();
        lead.push(Block::Table(Table { caption: w.text("letter-certificate-caption"), head, rows }));
        let whole = |it: &Counts| it.matched == it.erased + it.anonymised + it.kept + it.held + it.open;
        if self.rows.iter().filter_map(|row| row.found.as_ref().ok()).any(|it| !whole(it)) {
            lead.push(w.note("letter-certificate-not-whole", &[]));
        }
        if self.rows.iter().any(|row| row.found.is_err()) {
            lead.push(w.note("letter-certificate-gaps", &[]));
        }
        let residue = if self.residue.is_empty() {
            vec![w.p("letter-residue-none", &[])]
        } else {
            vec![w.p("letter-residue-lead", &[]), super::writer::points(&self.residue)]
        };
        let sections = w.section("residue", residue).into_iter().chain(self.proof.section(w)).collect();
        Body { tone: Tone::Person, title: w.text("letter-certificate-title"), lead, sections }
    }
}

impl EndCertificate {
    pub(crate) fn compose(&self, w: &Writer<'_>) -> Body {
        let values = [
            ("customer", v(shown(&self.customer))),
            ("ended", v(w.day(self.ended))),
            ("counted", v(w.day(self.counted))),
        ];
        let mut lead = vec![w.p("letter-end-lead", &values)];
        let heads = ["data", "gone", "left", "why"];
        let head = heads.iter().map(|id| w.text(&format!("letter-head-{id}"))).collect();
        let row = |row: &EndRow| -> Vec<Vec<Line>> {
            let left = match &row.left {
                Ok(count) => line(w.number(*count)),
                Err(why) => line(w.texts.with("letter-cell-not-counted", &[("why", v(shown(why)))])),
            };
            let kept = row.kept.as_deref().map_or_else(|| line("–"), said);
            vec![vec![said(&row.what)], vec![line(w.number(row.gone))], vec![left], vec![kept]]
        };
        let rows = self.rows.iter().map(row).collect();
        lead.push(Block::Table(Table { caption: w.text("letter-end-caption"), head, rows }));
        let unknown = self.rows.iter().any(|row| row.left.is_err());
        let left = self.rows.iter().any(|row| row.left.as_ref().is_ok_and(|count| *count > 0));
        lead.push(w.p(
            match (unknown, left) {
                (true, _) => "letter-end-unknown",
                (false, true) => "letter-end-some",
                (false, false) => "letter-end-all",
            },
            &[],
        ));
        if let Some(day) = self.backups_until {
            lead.push(w.p("letter-end-backups", &[("day", v(w.day(day)))]));
        }
        let sections = self.proof.section(w).into_iter().collect();
        Body { tone: Tone::Business, title: w.text("letter-end-title"), lead, sections }
    }
}
