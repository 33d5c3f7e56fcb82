//! Certificates in readable form. What proves is the signed one that comes beside it; this tells what stands in it.

use jiff::civil::Date;

use super::writer::{Body, Tone, Writer, v};
use crate::letters::said;
use crate::safe::shown;
use crate::tree::{Block, Line, Section, Table, line};

/// What an erasure matched and did, kind of data by kind of data.
#[derive(Clone, Debug)]
pub struct ErasureCertificate {
    /// When the request came in.
    pub received: Date,
    /// When it was carried out.
    pub carried_out: Date,
    /// Everything that was searched, and what could not be.
    pub rows: Vec<ErasureRow>,
    /// What stores may still hold of what was erased, in the letter's language; nothing is said of it if nobody looked.
    pub residue: Option<Vec<String>>,
    /// How to check it.
    pub proof: Proof,
}

/// A kind of data in a certificate.
#[derive(Clone, Debug)]
pub struct ErasureRow {
    /// What it is called, in the letter's language.
    pub what: String,
    /// What was found.
    pub found: Found,
}

/// What was found of a kind of data.
#[derive(Clone, Debug)]
pub enum Found {
    /// It was searched and counted.
    Counted(Counts),
    /// A person attests that it is done.
    Attested(Date),
    /// Nobody looked; why, in the letter's language.
    NotChecked(String),
}

/// Records of a kind, by what became of them. The parts make up what was matched, or the certificate says that not all
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
        let heads = ["data", "matched", "erased", "anonymised", "kept", "held", "open"];
        let head = heads.iter().map(|id| w.text(&format!("letter-head-{id}"))).collect();
        let row = |row: &ErasureRow| -> Vec<Vec<Line>> {
            let told = |id: &str, value| vec![line(w.texts.with(id, &[value]))];
            let uncounted = |first| std::iter::once(first).chain((0..5).map(|_| vec![line("–")]));
            let mut cells = vec![vec![said(&row.what)]];
            match &row.found {
                Found::Counted(it) => {
                    let counts = [it.matched, it.erased, it.anonymised, it.kept, it.held, it.open];
                    cells.extend(counts.map(|count| vec![line(w.number(count))]));
                }
                Found::Attested(day) => {
                    cells.extend(uncounted(told("letter-cell-attested", ("day", v(w.day(*day))))));
                }
                Found::NotChecked(why) => {
                    cells.extend(uncounted(told("letter-cell-not-checked", ("why", v(shown(why))))));
                }
            }
            cells
        };
        let rows = self.rows.iter().map(row).collect();
        lead.push(Block::Table(Table { caption: w.text("letter-certificate-caption"), head, rows }));
        let whole = |it: &Counts| it.matched == it.erased + it.anonymised + it.kept + it.held + it.open;
        if self.rows.iter().any(|row| matches!(&row.found, Found::Counted(it) if !whole(it))) {
            lead.push(w.note("letter-certificate-not-whole", &[]));
        }
        if self.rows.iter().any(|row| matches!(row.found, Found::NotChecked(_))) {
            lead.push(w.note("letter-certificate-gaps", &[]));
        }
        let residue = match self.residue.as_deref() {
            None => Vec::new(),
            Some([]) => vec![w.p("letter-residue-none", &[])],
            Some(all) => vec![w.p("letter-residue-lead", &[]), super::writer::points(all)],
        };
        let sections = w.section("residue", residue).into_iter().chain(self.proof.section(w)).collect();
        Body { tone: Tone::Person, title: w.text("letter-certificate-title"), lead, sections }
    }
}
