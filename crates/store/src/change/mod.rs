//! What changes a person's data without erasing it, and what keeps an erasure erased (GDPR Art. 16, 18, 19, 21). Persons
//! appear only as keyed hashes; a request is named by its number.

mod changed;
mod opposed;
mod pending;
mod suppressed;
mod told;

pub use changed::Changed;
pub use opposed::{Opposed, OpposedKind, OpposedOutcome};
pub use pending::{Pending, PendingKind};
pub use suppressed::{Suppressed, SuppressedKind, SuppressedSource};
pub use told::{About, Told, ToldOutcome};

/// 128 bits of a keyed hash.
pub type KeyedHash = [u8; 16];

/// An enum whose variants are words in a column.
macro_rules! words {
    ($($(#[$about:meta])* $name:ident { $($(#[$of:meta])* $variant:ident = $word:literal,)* })*) => { $(
        $(#[$about])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum $name { $($(#[$of])* $variant,)* }

        impl $name {
            /// Its word in the state.
            pub const fn word(self) -> &'static str {
                match self { $(Self::$variant => $word,)* }
            }

            /// From its word.
            pub fn read(word: &str) -> Option<Self> {
                match word { $($word => Some(Self::$variant),)* _ => None }
            }
        }
    )* };
}
pub(crate) use words;

/// A column that holds a day, or nothing; the outer `None` is a damaged state.
#[expect(clippy::option_option, reason = "damaged, none, or a day: three things")]
fn day(row: &crate::sql::Row, column: &str) -> Option<Option<jiff::civil::Date>> {
    match row.get::<Option<String>>(column)? {
        None => Some(None),
        Some(text) => text.parse().ok().map(Some),
    }
}

/// A keyed hash.
fn hash(row: &crate::sql::Row) -> Option<KeyedHash> {
    row.get::<Vec<u8>>("hash")?.try_into().ok()
}
