//! The codes of diagnostics. A code never changes its meaning and is never used again for another.

use std::fmt;
use std::str::FromStr;

use super::Severity;

macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident = $number:literal $text:literal $severity:ident,)*) => {
        /// What a diagnostic is about; `gallra explain CODE` tells the rule behind it.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[repr(u16)]
        pub enum Code {
            $($(#[$doc])* $name = $number,)*
        }

        impl Code {
            /// Every code, in order.
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// The code as written: `G001`.
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$name => $text,)*
                }
            }

            /// How serious it is.
            pub const fn severity(self) -> Severity {
                match self {
                    $(Self::$name => Severity::$severity,)*
                }
            }
        }
    };
}

codes! {
    /// The file is not YAML.
    YamlSyntax = 1 "G001" Error,
    /// A file, or the whole folder, is larger than any policy.
    TooLarge = 2 "G002" Error,
    /// The file is not UTF-8.
    NotUtf8 = 3 "G003" Error,
    /// No folder, no policy file in it, or one that cannot be read.
    NothingToRead = 4 "G004" Error,
    /// The same key twice in one mapping.
    DuplicateKey = 5 "G005" Error,
    /// Nested too deeply, or aliases that multiply.
    TooMuch = 6 "G006" Error,
    /// A field that the language does not have.
    UnknownField = 7 "G007" Error,
    /// A list where a text is expected, and the like.
    WrongShape = 8 "G008" Error,
    /// A field that must be there is not.
    MissingField = 9 "G009" Error,
    /// The same name is given to two things.
    NameTwice = 10 "G010" Error,
    /// A value that is none of the allowed ones.
    UnknownValue = 11 "G011" Error,
    /// Neither a period nor a limit.
    BadPeriod = 12 "G012" Error,
    /// Not a date.
    BadDate = 13 "G013" Error,
    /// Not a name that may be given.
    BadName = 14 "G014" Error,
    /// A version of the language that this build does not read.
    BadVersion = 15 "G015" Error,
    /// A number outside its range.
    OutOfRange = 16 "G016" Error,
    /// Not an ISO 3166-1 country code.
    UnknownCountry = 20 "G020" Error,
    /// Not an IANA time zone.
    UnknownTimeZone = 21 "G021" Error,
    /// Not a valid organisation number.
    BadNumber = 22 "G022" Error,
    /// Not a category of personal data.
    UnknownCategory = 23 "G023" Error,
    /// Not a format in which a column can write a moment.
    BadFormat = 24 "G024" Error,
    /// A name that nothing in the policy has.
    UnknownName = 30 "G030" Error,
    /// A name that nothing in the policy uses.
    UnusedName = 31 "G031" Warning,
    /// Datasets or anchors that refer to themselves in a circle.
    Cycle = 32 "G032" Error,
    /// An anchor is taken from a dataset that is not related in that way.
    NotRelated = 33 "G033" Error,
    /// An anchor of another system, and nothing says by which key it is found.
    NoKey = 34 "G034" Error,
    /// Personal data that no data subject's request can reach (Art. 15–22), where the policy wants no more than a warning.
    NotReached = 35 "G035" Warning,
    /// The same, refused.
    NotReachedRefused = 36 "G036" Error,
    /// A link, or what is said instead of one, that cannot be.
    TieDoesNotFit = 37 "G037" Error,
    /// No legal basis (Art. 6).
    NoBasis = 40 "G040" Error,
    /// More than one legal basis for one purpose (X4).
    SeveralBases = 41 "G041" Warning,
    /// Consent, and nothing says where consents are recorded (Art. 7(1)).
    ConsentSource = 42 "G042" Error,
    /// Legitimate interest without a dated balancing test (Art. 6(1)(f)).
    BalancingTest = 43 "G043" Error,
    /// Special categories or criminal data without a basis of their own (Art. 9, 10).
    SpecialBasis = 44 "G044" Error,
    /// A national identification number without a stated reason (dataskyddslagen 3:10).
    NationalId = 45 "G045" Error,
    /// Data outside the EEA without a transfer mechanism (Art. 44–46).
    NoTransfer = 46 "G046" Error,
    /// An adequacy decision is claimed that is not known (Art. 45).
    NotAdequate = 47 "G047" Warning,
    /// A processor without an agreement (Art. 28(3)).
    NoAgreement = 48 "G048" Error,
    /// An activity without security measures (Art. 5, 32).
    NoMeasures = 49 "G049" Warning,
    /// Personal data in no activity (Art. 5(1)(b), 30).
    NoActivity = 50 "G050" Error,
    /// Neither a period nor a review date (Art. 5(1)(e), X5).
    NoRetention = 51 "G051" Error,
    /// A review date that has passed.
    ReviewPassed = 52 "G052" Warning,
    /// A text in one of the two languages only.
    NoTranslation = 53 "G053" Warning,
    /// Must be kept longer than it may be kept.
    FloorAboveCap = 60 "G060" Error,
    /// Disposal runs too seldom for the promise (X1).
    Cadence = 61 "G061" Error,
    /// Data stays in backups after it is gone from the live system (X2).
    BackupSum = 62 "G062" Warning,
    /// The bookkeeping act's period is counted from the wrong day (X3).
    StatutoryFloor = 63 "G063" Warning,
    /// A customer's setting is longer than the ceiling.
    SettingAboveCeiling = 64 "G064" Error,
    /// Customers' settings without a ceiling.
    NoCeiling = 65 "G065" Error,
    /// Two activities dispose of one dataset differently.
    DisposalsDisagree = 66 "G066" Warning,
    /// Records cannot go while others that belong to them are kept.
    ParentBlocked = 67 "G067" Warning,
    /// A column is anonymised that no dataset lists as personal.
    AnonymisesOther = 68 "G068" Note,
    /// Anonymisation leaves a personal column as it is.
    AnonymisesLess = 69 "G069" Warning,
    /// Only a person can dispose of what is in a manual system.
    OnlyAPerson = 70 "G070" Error,
    /// A duty in one activity outlasts the promise in another.
    LawOutlastsPromise = 71 "G071" Warning,
    /// Something is said not to be personal without a reason, or although it identifies somebody.
    NotPersonal = 72 "G072" Error,
    /// A duty that nothing brings back, or that is nobody's.
    DutyUndone = 73 "G073" Error,
    /// A protocol that does not encrypt (Art. 32).
    PlainText = 80 "G080" Error,
    /// A password in the policy.
    SecretInPolicy = 81 "G081" Error,
    /// A field or an address that does not fit the kind of system.
    DoesNotFit = 82 "G082" Error,
    /// A company's own text, colour or logo cannot be used as it is.
    Template = 90 "G090" Error,
    /// A file among a company's own texts that nothing reads.
    UnreadTemplate = 91 "G091" Warning,
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// The text is no code.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is no code; codes are written G001 and up to G091")]
pub struct UnknownCode(pub String);

impl FromStr for Code {
    type Err = UnknownCode;

    fn from_str(text: &str) -> Result<Self, UnknownCode> {
        let wanted = text.trim();
        let found = Self::ALL.iter().copied().find(|code| code.as_str().eq_ignore_ascii_case(wanted));
        found.ok_or_else(|| UnknownCode(wanted.to_owned()))
    }
}

impl serde::Serialize for Code {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}
