//! What a leaf can say: the typed kinds of evidence.
//!
//! Evidence cannot be taken back, so nothing here may hold personal data: persons appear as [`Commitment`]s,
//! reasons as [`Code`]s, and everything else is a name from the policy, a hash, a date or a count.

use std::collections::BTreeMap;

use serde::{Deserialize, Deserializer, Serialize};
use serde_json::{Map, Value};

use crate::commitment::Commitment;
use crate::counts::{Recount, Residue, RowCounts};
use crate::ended::EndedDataset;
use crate::hash::Hash;
use crate::leaf::LeafError;
use crate::requested::RequestedPart;

/// A reason in evidence: 1 to 64 characters of `a-z 0-9 _ . -`, so that no free text, and with it no personal
/// data, can slip into a log that cannot forget.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(transparent)]
pub struct Code(String);

impl Code {
    /// Checks and wraps `text`.
    ///
    /// # Errors
    /// [`LeafError::NotACode`] when it has other characters or another length.
    pub fn new(text: &str) -> Result<Self, LeafError> {
        let plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b"_.-".contains(&b);
        if (1..=64).contains(&text.len()) && text.bytes().all(plain) {
            Ok(Self(text.to_owned()))
        } else {
            Err(LeafError::NotACode)
        }
    }

    /// The code's text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl<'de> Deserialize<'de> for Code {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::new(&String::deserialize(deserializer)?).map_err(serde::de::Error::custom)
    }
}

/// What came of a step. Never merged into “complete”.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "result", rename_all = "snake_case", deny_unknown_fields)]
pub enum Outcome {
    /// The records are gone.
    Erased,
    /// The records stay, without the person.
    Anonymised,
    /// There was nothing to dispose of.
    NothingFound,
    /// The law keeps the records longer.
    Kept {
        /// The legal basis, as the policy cites it, such as `BFL 7:2`.
        basis: String,
        /// The day it ends (ISO 8601), if it has one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        until: Option<String>,
    },
    /// A legal hold keeps the records.
    Held {
        /// Why.
        reason: Code,
        /// The day it ends (ISO 8601), if it has one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        until: Option<String>,
    },
    /// The step was not carried out.
    Skipped {
        /// Why.
        reason: Code,
    },
    /// Nobody looked.
    NotChecked {
        /// Why.
        reason: Code,
    },
    /// The step broke off.
    Failed {
        /// Why.
        reason: Code,
    },
}

/// Declares the kinds once: the enum, its name in the log, and the strict parser.
macro_rules! kinds {
    ($( $(#[$doc:meta])* $kind:literal => $name:ident { $( $(#[$field_meta:meta])* $field:ident: $type:ty, )* } )*) => {
        $(
            $(#[$doc])*
            #[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
            #[serde(deny_unknown_fields)]
            pub struct $name { $( $(#[$field_meta])* pub $field: $type, )* }

            impl From<$name> for LeafBody {
                fn from(body: $name) -> Self { Self::$name(body) }
            }
        )*

        /// What a leaf says. Later versions may say more: what this one does not know is kept as
        /// [`LeafBody::Unknown`] and survives reading and writing unchanged.
        #[derive(Debug, Clone, PartialEq, Eq)]
        #[non_exhaustive]
        pub enum LeafBody {
            $( $(#[$doc])* $name($name), )*
            /// A kind, or a shape of a known kind, that this version does not know.
            Unknown {
                /// The kind it names.
                kind: String,
                /// Everything else it says, apart from its time.
                fields: Map<String, Value>,
            },
        }

        impl LeafBody {
            /// The kinds this version knows.
            pub const KINDS: &'static [&'static str] = &[$($kind),*];

            /// The name the leaf bears in the log.
            pub fn kind(&self) -> &str {
                match self {
                    $( Self::$name(_) => $kind, )*
                    Self::Unknown { kind, .. } => kind,
                }
            }

            /// The fields apart from `kind` and `at`.
            pub(crate) fn to_fields(&self) -> serde_json::Result<Value> {
                match self {
                    $( Self::$name(body) => serde_json::to_value(body), )*
                    Self::Unknown { fields, .. } => Ok(Value::Object(fields.clone())),
                }
            }

            pub(crate) fn from_fields(kind: &str, fields: Map<String, Value>) -> Self {
                let fields = Value::Object(fields);
                let known = match kind {
                    $( $kind => serde_json::from_value(fields.clone()).ok().map(Self::$name), )*
                    _ => None,
                };
                // Understood only if nothing it says is lost by writing it again.
                let known = known.filter(|body| body.to_fields().is_ok_and(|again| again == fields));
                match (known, fields) {
                    (Some(body), _) => body,
                    (None, Value::Object(fields)) => Self::Unknown { kind: kind.to_owned(), fields },
                    // Not reached: `fields` was made an object above.
                    (None, _) => Self::Unknown { kind: kind.to_owned(), fields: Map::new() },
                }
            }
        }
    };
}

kinds! {
    /// A policy came into force.
    "policy_adopted" => PolicyAdopted {
        /// SHA-256 of the policy.
        policy: Hash,
    }
    /// A named actor approved a plan.
    "plan_approved" => PlanApproved {
        /// SHA-256 of the plan.
        plan: Hash,
        /// SHA-256 of the policy it follows.
        policy: Hash,
        /// SHA-256 of the inventory it was made from.
        inventory: Hash,
        /// SHA-256 of the holds it respects.
        holds: Hash,
        /// Who approved.
        actor: Commitment,
        /// How many steps the plan has.
        steps: u64,
        /// How many rows it would touch.
        rows: u64,
    }
    /// The carrying out of a plan began.
    "run_started" => RunStarted {
        /// The run's id.
        run: String,
        /// SHA-256 of the plan.
        plan: Hash,
    }
    /// A step is about to be carried out. Written before anything is touched.
    "step_intended" => StepIntended {
        /// The run's id.
        run: String,
        /// The step's number in the plan.
        step: u64,
        /// The system's name in the policy.
        system: String,
        /// The dataset's name in the policy.
        dataset: String,
        /// What is to be done, such as `delete` or `anonymise`.
        action: Code,
        /// The date the rule cuts at (ISO 8601).
        cutoff: String,
        /// How many rows the plan names.
        rows_planned: u64,
    }
    /// A step ended, with what came of it.
    "step_finished" => StepFinished {
        /// The run's id.
        run: String,
        /// The step's number in the plan.
        step: u64,
        /// What came of the step.
        outcome: Outcome,
        /// What came of its rows.
        rows: RowCounts,
        /// Rows of other tables that went along, by table.
        cascaded: BTreeMap<String, u64>,
        /// The independent count afterwards.
        recount: Recount,
        /// What the store still keeps.
        residue: Vec<Residue>,
    }
    /// The run ended, with the sums over its steps.
    "run_finished" => RunFinished {
        /// The run's id.
        run: String,
        /// How many steps ended.
        steps: u64,
        /// The sum of the steps' rows.
        rows: RowCounts,
    }
    /// The run broke off; it may go on later.
    "run_interrupted" => RunInterrupted {
        /// The run's id.
        run: String,
        /// Why.
        reason_code: Code,
    }
    /// A legal hold was placed.
    "hold_added" => HoldAdded {
        /// The hold's id.
        hold: String,
        /// The dataset's name in the policy.
        dataset: String,
        /// What it covers.
        scope: Commitment,
        /// Why.
        reason_code: Code,
        /// The legal basis, such as `GDPR 17(3)(e)`, if one is cited.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        basis: Option<String>,
        /// The day it ends (ISO 8601), if it has one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        until: Option<String>,
    }
    /// A legal hold was lifted.
    "hold_lifted" => HoldLifted {
        /// The hold's id.
        hold: String,
        /// Who lifted it.
        actor: Commitment,
    }
    /// A person's records were restricted (GDPR Art. 18): the hold that stands for it.
    "restriction_added" => RestrictionAdded {
        /// The hold's id.
        hold: String,
        /// The request's number.
        request: String,
        /// The dataset's name in the policy.
        dataset: String,
        /// Which of the four grounds: `accuracy`, `unlawful`, `claims` or `objection`.
        ground: Code,
        /// How many keys it covers.
        keys: u64,
    }
    /// A restriction was lifted, after the person had been told (GDPR Art. 18(3)).
    "restriction_lifted" => RestrictionLifted {
        /// The hold's id.
        hold: String,
        /// The request's number.
        request: String,
        /// The day on which the person was told (ISO 8601).
        told_on: String,
        /// Who lifted it.
        actor: Commitment,
    }
    /// A value is about to be put right in a column (GDPR Art. 16). Written before anything is touched.
    "rectify_intended" => RectifyIntended {
        /// The request's number.
        request: String,
        /// The system's name in the policy.
        system: String,
        /// The dataset's name in the policy.
        dataset: String,
        /// The column.
        field: String,
        /// The value as it was: what was found, each spelling once.
        before: Commitment,
        /// The value as it is to be.
        after: Commitment,
    }
    /// A value was put right in a column, as it had been intended.
    "rectified" => Rectified {
        /// The request's number.
        request: String,
        /// The system's name in the policy.
        system: String,
        /// The dataset's name in the policy.
        dataset: String,
        /// The column.
        field: String,
        /// Records that were changed.
        rows: u64,
        /// Records that still have the old value, counted again afterwards.
        left: u64,
    }
    /// A person objected (GDPR Art. 21, 22(3)).
    "opposed" => Opposed {
        /// The request's number.
        request: String,
        /// The activity's name in the policy.
        activity: String,
        /// To what: `marketing`, `interest` or `automated`.
        to: Code,
    }
    /// An objection was decided.
    "opposed_decided" => OpposedDecided {
        /// The request's number.
        request: String,
        /// The activity's name in the policy.
        activity: String,
        /// To what: `marketing`, `interest` or `automated`.
        to: Code,
        /// What came of it: `stopped`, `grounds` or `looked_at`.
        outcome: Code,
        /// What was weighed.
        reasons: Commitment,
        /// Who decided.
        actor: Commitment,
    }
    /// Somebody looked for erased data that has come back.
    "replayed" => Replayed {
        /// Datasets that were looked through.
        datasets: u64,
        /// Datasets that could not be.
        not_checked: u64,
        /// Erased records that were found again.
        returned: u64,
        /// Records that are like erased ones and were left alone.
        reported: u64,
    }
    /// A recipient was told of an erasure, a correction or a restriction (GDPR Art. 19).
    "recipient_told" => RecipientTold {
        /// The request's number.
        request: String,
        /// The recipient's name in the policy.
        recipient: String,
        /// What of: `erased`, `rectified`, `restricted` or `lifted`.
        about: Code,
        /// The day (ISO 8601).
        on: String,
        /// The last day for an answer (ISO 8601).
        answer_by: String,
        /// Who told it.
        actor: Commitment,
    }
    /// What came of that.
    "recipient_answered" => RecipientAnswered {
        /// The request's number.
        request: String,
        /// The recipient's name in the policy.
        recipient: String,
        /// What of.
        about: Code,
        /// The day (ISO 8601).
        on: String,
        /// What came of it: `done`, `nothing_held`, `not_done` or `impossible`.
        outcome: Code,
        /// Who wrote it down.
        actor: Commitment,
    }
    /// The promises were measured against reality.
    "audited" => Audited {
        /// SHA-256 of the report, as canonical JSON.
        report: Hash,
        /// SHA-256 of the policy that was measured.
        policy: Hash,
        /// Promises that were found kept.
        kept: u64,
        /// Promises that were found broken.
        broken: u64,
        /// Promises that could not be checked.
        not_checked: u64,
    }
    /// A person attested what only a person can look at.
    "attested" => Attested {
        /// The activity's name in the policy.
        activity: String,
        /// The dataset's name in the policy.
        dataset: String,
        /// The role in which the person spoke, as the policy names it.
        role: String,
        /// Who.
        actor: Commitment,
        /// What they said.
        statement: Commitment,
        /// The last day it is good for (ISO 8601).
        until: String,
        /// Rows that were to be struck off the index with it. Written by versions before `index_struck`.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        struck: Option<u64>,
        /// The promise as the policy stated it then.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        rule: Option<String>,
    }
    /// Rows were struck off an index of papers, because somebody attested that the papers are gone.
    "index_struck" => IndexStruck {
        /// The activity's name in the policy.
        activity: String,
        /// The dataset's name in the policy.
        dataset: String,
        /// How many rows.
        rows: u64,
    }
    /// A person attested that a duty was done.
    "duty_attested" => DutyAttested {
        /// The duty's name in the policy.
        duty: String,
        /// The role or recipient that it was done for, as the policy names it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        of: Option<String>,
        /// The promise as the policy stated it then.
        rule: String,
        /// The role in which the person spoke, as the policy names it.
        role: String,
        /// Who.
        actor: Commitment,
        /// What they said.
        statement: Commitment,
        /// The last day it is good for (ISO 8601).
        until: String,
        /// SHA-256 of the certificate's file.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        document: Option<Hash>,
    }
    /// Customers were told of sub-processors.
    "sub_processors_announced" => SubProcessorsAnnounced {
        /// Names in the policy of what is new, by what is new about them: `added`, `changed`, `removed`.
        recipients: BTreeMap<String, Code>,
        /// How many customers were written to; none where the agreements name them.
        customers: u64,
        /// SHA-256 of what the letters said, without who they were to.
        letter: Hash,
        /// The day (ISO 8601).
        on: String,
        /// The last day for objections (ISO 8601).
        window_ends: String,
        /// Who announced it.
        actor: Commitment,
    }
    /// A customer objected to a sub-processor.
    "objection_made" => ObjectionMade {
        /// The recipient's name in the policy.
        recipient: String,
        /// Which customer.
        subject: Commitment,
        /// What they said.
        statement: Commitment,
        /// The day (ISO 8601).
        on: String,
        /// Whether the window had passed.
        late: bool,
        /// Who wrote it down.
        actor: Commitment,
    }
    /// A customer's objections to a sub-processor were withdrawn or agreed upon.
    "objection_settled" => ObjectionSettled {
        /// The recipient's name in the policy.
        recipient: String,
        /// Which customer.
        subject: Commitment,
        /// What was agreed.
        statement: Commitment,
        /// The day (ISO 8601).
        on: String,
        /// Who wrote it down.
        actor: Commitment,
    }
    /// A document was published.
    "document_published" => DocumentPublished {
        /// Which publication: 1, and one more for each that follows.
        publication: u64,
        /// Which document, by its word: `notice`.
        document: Code,
        /// Its language (ISO 639-1).
        language: Code,
        /// Its form: `html`, `md`, `pdf`.
        form: Code,
        /// Its version: the beginning of the hash of what it says.
        version: Code,
        /// SHA-256 of the file.
        file: Hash,
        /// The hash of the policy that it was made from.
        policy: Hash,
        /// The day that it bears (ISO 8601).
        on: String,
    }
    /// A stretch of the register's access trail was sealed.
    "trail_sealed" => TrailSealed {
        /// Whose register: 0 is the organisation's own, else the customer's number.
        tenant: u64,
        /// First line.
        from: u64,
        /// Last line.
        to: u64,
        /// SHA-256 of the lines, as the register writes them.
        lines: Hash,
    }
    /// An agreement was drafted, or moved on.
    "agreement_moved" => AgreementMoved {
        /// Its number.
        agreement: u64,
        /// With whom.
        customer: Commitment,
        /// What it is about: `service`, `dpa`, `instruction` or `publication`.
        about: Code,
        /// How its text came about: `standard`, `negotiated` or `own_instruction`.
        mode: Code,
        /// Its version.
        version: u64,
        /// SHA-256 of its text.
        text: Hash,
        /// What was done, such as `offered`.
        done: Code,
        /// Where it stands now.
        state: Code,
        /// On which day (ISO 8601), if that was said.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        day: Option<String>,
        /// Who wrote it down.
        actor: Commitment,
    }
    /// A customer's own period was set, or taken back.
    "setting_changed" => SettingChanged {
        /// Whose.
        customer: Commitment,
        /// The dataset's name in the policy.
        dataset: String,
        /// The period; none if it was taken back.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        period: Option<String>,
        /// Who wrote it down.
        actor: Commitment,
    }
    /// What became of a customer's data when its agreement ended (GDPR Art. 28(3)(g)), counted now.
    "agreement_ended" => AgreementEnded {
        /// The agreement's number.
        agreement: u64,
        /// With whom.
        customer: Commitment,
        /// Its last day (ISO 8601).
        last_day: String,
        /// The day it was finally settled (ISO 8601), if it was.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        settled: Option<String>,
        /// SHA-256 of the policy that was followed.
        policy: Hash,
        /// What was found, by dataset.
        datasets: Vec<EndedDataset>,
        /// Who issued it.
        actor: Commitment,
    }
    /// A data subject's request came in, or moved on (GDPR Art. 12, 15-22).
    "request_moved" => RequestMoved {
        /// Its number.
        request: u64,
        /// What is asked for, such as `erase`.
        about: Code,
        /// What was done, such as `received` or `located`.
        done: Code,
        /// Where it stands now.
        state: Code,
        /// On which day (ISO 8601).
        day: String,
        /// The last day to answer, as of then (ISO 8601).
        last_day: String,
        /// Tasks for people that were open then.
        open_tasks: u64,
        /// Names in the policy of systems that were not done.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        not_done: Vec<String>,
        /// Who moved it.
        actor: Commitment,
    }
    /// What became of a person's data when they asked.
    "request_done" => RequestDone {
        /// The request's number.
        request: u64,
        /// What was asked for.
        about: Code,
        /// The day it came in (ISO 8601).
        received: String,
        /// SHA-256 of the policy that was followed.
        policy: Hash,
        /// SHA-256 of the plan that was carried out, if one was.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        plan: Option<Hash>,
        /// The ids of the runs that carried it out, each with a certificate of its own.
        runs: Vec<String>,
        /// What was found and done, by dataset.
        parts: Vec<RequestedPart>,
        /// Who issued it.
        actor: Commitment,
    }
    /// A signing key came into use.
    "key_created" => KeyCreated {
        /// The public key as a C2SP vkey.
        public_key: String,
    }
}

impl LeafBody {
    /// The run the leaf belongs to, if it belongs to one.
    pub fn run(&self) -> Option<&str> {
        match self {
            Self::RunStarted(RunStarted { run, .. })
            | Self::StepIntended(StepIntended { run, .. })
            | Self::StepFinished(StepFinished { run, .. })
            | Self::RunFinished(RunFinished { run, .. })
            | Self::RunInterrupted(RunInterrupted { run, .. }) => Some(run),
            Self::Unknown { fields, .. } => fields.get("run").and_then(Value::as_str),
            _ => None,
        }
    }
}
