//! Names that a policy gives to things. A name of one kind cannot be mistaken for another.

use std::borrow::Borrow;
use std::fmt;

use serde::{Deserialize, Serialize};

macro_rules! name {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(String);

        impl $name {
            /// Takes the name as it stands; the checker has already refused what is not a name.
            pub fn new(name: impl Into<String>) -> Self {
                Self(name.into())
            }
            /// The name as text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(&self.0)
            }
        }
        impl From<&str> for $name {
            fn from(name: &str) -> Self {
                Self(name.to_owned())
            }
        }
        impl Borrow<str> for $name {
            fn borrow(&self) -> &str {
                &self.0
            }
        }
    };
}

name!(
    /// A system that holds data: a database, a folder, a mailbox, a binder.
    SystemName
);
name!(
    /// A set of records of one kind in one system: a table, a mailbox, a log.
    DatasetName
);
name!(
    /// A processing activity (GDPR Art. 30).
    ActivityName
);
name!(
    /// A moment in a record's life that a period is counted from.
    AnchorName
);
name!(
    /// A recipient or sub-processor.
    RecipientName
);
name!(
    /// A technical or organisational security measure (GDPR Art. 32).
    MeasureName
);
name!(
    /// A group of data subjects: customers, staff, suppliers.
    SubjectGroupName
);
name!(
    /// Something that people promise to do again and again.
    DutyName
);
name!(
    /// A customer whose own setting shortens a period.
    CustomerKey
);
