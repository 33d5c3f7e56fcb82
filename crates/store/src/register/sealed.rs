//! What is sealed in a row: one JSON text, under the key of the party that it is about.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use gallra_vault::{DataKey, Personal, Place};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::{EntryKind, Field, Identifier};
use crate::{Store, StoreError};

/// Who a party is. Cannot be printed.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// Of a person or an organisation.
    pub name: String,
    /// What it is found by.
    pub identifiers: Vec<Identifier>,
    /// Postal address.
    pub address: Option<String>,
    /// Title, place of work and the like.
    pub about: Option<String>,
    /// How other systems write it, such as `customer_no: 1042` or `folder: acme`: what a policy's `by` names. To the byte.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub keys: BTreeMap<String, BTreeSet<String>>,
}

impl Person {
    /// Takes in what a duplicate knows besides. `None` if their identity numbers differ.
    pub(super) fn joined(mut self, other: Self) -> Option<Self> {
        let number = |person: &Self| {
            let numbers = person.identifiers.iter().filter(|known| known.field() == Field::Number);
            let mut numbers: Vec<_> = numbers.cloned().collect();
            numbers.sort();
            numbers
        };
        let (ours, theirs) = (number(&self), number(&other));
        if !ours.is_empty() && !theirs.is_empty() && ours != theirs {
            return None;
        }
        self.identifiers.extend(other.identifiers);
        self.identifiers.sort();
        self.identifiers.dedup();
        self.address = self.address.or(other.address);
        self.about = self.about.or(other.about);
        for (name, keys) in other.keys {
            self.keys.entry(name).or_default().extend(keys);
        }
        Some(self)
    }
}

/// What an entry says. Cannot be printed.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Content {
    /// A note.
    Note {
        /// What it says.
        text: String,
    },
    /// A telephone call.
    Call {
        /// With which number.
        number: String,
        /// What was said.
        text: String,
    },
    /// An SMS.
    Sms {
        /// With which number.
        number: String,
        /// What it said.
        text: String,
    },
    /// A login at the party's.
    Credential {
        /// Where.
        place: String,
        /// As whom.
        user: String,
        /// The password, key or code.
        secret: String,
    },
    /// Where in the binders something is.
    Binder {
        /// Which binder, and where in it.
        place: String,
        /// What.
        label: String,
    },
    /// Printed material.
    Printed {
        /// Where it lies.
        place: String,
        /// What.
        label: String,
    },
    /// A quote.
    Quote {
        /// What for.
        title: String,
        /// What it says.
        text: String,
    },
    /// A telephone that holds the party's number.
    PhonePlace {
        /// Whose.
        place: String,
        /// Under which name.
        label: String,
    },
    /// A calendar that holds meetings with the party.
    CalendarPlace {
        /// Whose.
        place: String,
        /// Under which name.
        label: String,
    },
}

impl Content {
    /// The kind of entry that says this.
    pub const fn kind(&self) -> EntryKind {
        match self {
            Self::Note { .. } => EntryKind::Note,
            Self::Call { .. } => EntryKind::Call,
            Self::Sms { .. } => EntryKind::Sms,
            Self::Credential { .. } => EntryKind::Credential,
            Self::Binder { .. } => EntryKind::Binder,
            Self::Printed { .. } => EntryKind::Printed,
            Self::Quote { .. } => EntryKind::Quote,
            Self::PhonePlace { .. } => EntryKind::PhonePlace,
            Self::CalendarPlace { .. } => EntryKind::CalendarPlace,
        }
    }
}

/// The evidence that an agreement was accepted. Cannot be printed.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Acceptance {
    /// Who, and for whom.
    pub by: String,
    /// From which address: of the network, of mail, of a street.
    pub address: String,
    /// Whether nobody signed, and the first paid invoice began it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub by_payment: bool,
}

macro_rules! unprintable {
    ($($name:ident)*) => { $(
        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(concat!(stringify!($name), "(…)"))
            }
        }
    )* };
}
unprintable! { Person Content Acceptance }

/// What came out of a sealed column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Held<T> {
    /// What was in it.
    Open(Personal<T>),
    /// A credential, which is shown by [`super::Register::show_credential`] alone.
    Withheld,
    /// Nobody can read it any more: its key was destroyed, and the row came back from an old copy.
    Unreadable,
    /// There is nothing in it: a duplicate that was merged, or an agreement that nobody accepted.
    Nothing,
}

impl<T> Held<T> {
    /// What is in it, if it was opened.
    pub fn open(self) -> Option<Personal<T>> {
        match self {
            Self::Open(value) => Some(value),
            Self::Withheld | Self::Unreadable | Self::Nothing => None,
        }
    }
}

/// Seals a value for the `sealed` column of a row.
pub(super) fn seal<T: Serialize>(
    store: &Store,
    key: &DataKey,
    (table, id): (&str, i64),
    value: &T,
) -> Result<Vec<u8>, StoreError> {
    let plain = serde_json::to_vec(value).map_err(|_| store.damaged("a record to be sealed"))?;
    Ok(key.seal(Place { kind: table, record: &id.to_string(), field: "sealed" }, &plain)?)
}

/// Seals the text of an agreement: bytes as they were handed in.
pub(super) fn seal_text(key: &DataKey, id: i64, text: &[u8]) -> Result<Vec<u8>, StoreError> {
    Ok(key.seal(Place { kind: "agreement", record: &id.to_string(), field: "text" }, text)?)
}

/// Opens the text of an agreement.
pub(super) fn open_text(
    key: Option<&DataKey>,
    id: i64,
    sealed: Option<&[u8]>,
) -> Result<Held<Vec<u8>>, StoreError> {
    let Some(sealed) = sealed else { return Ok(Held::Nothing) };
    let Some(key) = key else { return Ok(Held::Unreadable) };
    let place = Place { kind: "agreement", record: &id.to_string(), field: "text" };
    Ok(Held::Open(key.open(place, sealed)?))
}

/// Opens the `sealed` column of a row.
pub(super) fn open<T: DeserializeOwned>(
    store: &Store,
    key: Option<&DataKey>,
    (table, id): (&str, i64),
    sealed: Option<&[u8]>,
) -> Result<Held<T>, StoreError> {
    let Some(sealed) = sealed else { return Ok(Held::Nothing) };
    let Some(key) = key else { return Ok(Held::Unreadable) };
    let plain = key.open(Place { kind: table, record: &id.to_string(), field: "sealed" }, sealed)?;
    // The parser's own words may repeat what it read.
    let read = plain.try_map(|plain| serde_json::from_slice(&plain));
    read.map(Held::Open).map_err(|_| store.damaged("a sealed record"))
}
