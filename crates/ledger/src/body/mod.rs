//! What a leaf can say: the typed kinds of evidence.
//!
//! Evidence cannot be taken back, so nothing here may hold personal data: persons appear as
//! [`Commitment`](crate::Commitment)s, reasons as [`Code`]s, and everything else is a name from the policy, a hash, a date or a
//! count.

mod customers;
mod holds;
mod in_force;
mod promises;
mod requests;
mod runs;
mod words;

use serde_json::{Map, Value};

pub use customers::{
    AgreementEnded, AgreementMoved, ObjectionMade, ObjectionSettled, SettingChanged, SubProcessorsAnnounced,
    TrailSealed,
};
pub use holds::{HoldAdded, HoldLifted, RestrictionAdded, RestrictionLifted};
pub use in_force::{DocumentPublished, KeyCreated, PolicyAdopted};
pub use promises::{Attested, Audited, DutyAttested, IndexStruck};
pub use requests::{
    Opposed, OpposedDecided, RecipientAnswered, RecipientTold, Rectified, RectifyIntended, Replayed,
    RequestDone, RequestMoved,
};
pub use runs::{PlanApproved, RunFinished, RunInterrupted, RunStarted, StepFinished, StepIntended};
pub use words::{Code, Outcome};

/// Declares the kinds once: the enum, each one's name in the log, and the strict parser.
macro_rules! kinds {
    ($( $kind:literal => $name:ident, )*) => {
        $(
            impl From<$name> for LeafBody {
                fn from(body: $name) -> Self { Self::$name(body) }
            }
        )*

        /// What a leaf says. Later versions may say more: what this one does not know is kept as
        /// [`LeafBody::Unknown`] and survives reading and writing unchanged.
        #[derive(Debug, Clone, PartialEq, Eq)]
        #[non_exhaustive]
        pub enum LeafBody {
            $( #[doc = concat!("`", $kind, "`: see [`", stringify!($name), "`].")] $name($name), )*
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
    "policy_adopted" => PolicyAdopted,
    "plan_approved" => PlanApproved,
    "run_started" => RunStarted,
    "step_intended" => StepIntended,
    "step_finished" => StepFinished,
    "run_finished" => RunFinished,
    "run_interrupted" => RunInterrupted,
    "hold_added" => HoldAdded,
    "hold_lifted" => HoldLifted,
    "restriction_added" => RestrictionAdded,
    "restriction_lifted" => RestrictionLifted,
    "rectify_intended" => RectifyIntended,
    "rectified" => Rectified,
    "opposed" => Opposed,
    "opposed_decided" => OpposedDecided,
    "replayed" => Replayed,
    "recipient_told" => RecipientTold,
    "recipient_answered" => RecipientAnswered,
    "audited" => Audited,
    "attested" => Attested,
    "index_struck" => IndexStruck,
    "duty_attested" => DutyAttested,
    "sub_processors_announced" => SubProcessorsAnnounced,
    "objection_made" => ObjectionMade,
    "objection_settled" => ObjectionSettled,
    "document_published" => DocumentPublished,
    "trail_sealed" => TrailSealed,
    "agreement_moved" => AgreementMoved,
    "setting_changed" => SettingChanged,
    "agreement_ended" => AgreementEnded,
    "request_moved" => RequestMoved,
    "request_done" => RequestDone,
    "key_created" => KeyCreated,
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
