//! What Gallra's own register holds, under the names that a policy gives it (`kind: register`): which rows of which table a
//! name means, what they are about, and the moments that they know by themselves. The register's own documentation tells
//! what the columns are; a policy never names one.

use crate::policy::Missing;

/// The organisation's own rows; those that it keeps for a customer have the customer's number.
pub(crate) const OWN_TENANT: i64 = 0;

/// The table with rows of all customers and none of the organisation's own.
const OF_CUSTOMERS: &str = "customers_requests";

/// A table of the register, as a policy sees it.
#[derive(Debug, PartialEq, Eq)]
pub struct RegisterTable {
    /// Its name in a policy.
    pub name: &'static str,
    /// The table of the state.
    pub(crate) table: &'static str,
    /// Which of its rows: each column has one of the values.
    pub(crate) only: &'static [(&'static str, &'static [&'static str])],
    /// Columns that a policy's `where` may name besides.
    pub(crate) more: &'static [&'static str],
    /// The column with what is personal, and its category.
    pub(crate) personal: (&'static str, &'static str),
    /// The column with the number of the party that a row is of: under its key, and found by its keys elsewhere.
    pub(crate) party: Option<&'static str>,
    /// The column with the number of the party that a row belongs to.
    pub(crate) belongs: Option<&'static str>,
    /// The moments that it knows: name, column, what it means that there is none.
    pub(crate) anchors: &'static [(&'static str, &'static str, Missing)],
}

const IN_FORCE: &[&str] = &["accepted", "ended", "settled"];
const LEFT: [(&str, &str, Missing); 4] = [
    ("closed", "left_on", Missing::Ongoing),
    ("left", "left_on", Missing::Ongoing),
    ("last_contact", "last_contact", Missing::Unknown),
    ("since", "since", Missing::Unknown),
];
const AGREED: [(&str, &str, Missing); 4] = [
    ("accepted", "accepted_on", Missing::Unknown),
    ("started", "started", Missing::Unknown),
    ("ended", "ended_on", Missing::Ongoing),
    ("settled", "settled_on", Missing::Ongoing),
];

macro_rules! party {
    ($name:literal $kind:literal $belongs:expr) => {
        RegisterTable {
            name: $name,
            table: "party",
            only: &[("kind", &[$kind])],
            more: &["role"],
            personal: ("sealed", "person.name"),
            party: Some("id"),
            belongs: $belongs,
            anchors: &LEFT,
        }
    };
}

macro_rules! entry {
    ($name:literal $kind:literal $category:literal) => {
        RegisterTable {
            name: $name,
            table: "entry",
            only: &[("kind", &[$kind])],
            more: &["state", "activity", "source"],
            personal: ("sealed", $category),
            party: Some("party"),
            belongs: Some("party"),
            anchors: &[("made", "at", Missing::Unknown), ("due", "due", Missing::Ongoing)],
        }
    };
}

macro_rules! agreement {
    ($name:literal $kind:literal $of:literal) => {
        RegisterTable {
            name: $name,
            table: "agreement",
            only: &[("kind", &[$kind]), ("state", IN_FORCE)],
            more: &["mode"],
            personal: ("sealed", "person.name"),
            party: Some("party"),
            belongs: Some($of),
            anchors: &AGREED,
        }
    };
}

/// Every table, in the order in which they are told.
pub const REGISTER_TABLES: &[RegisterTable] = &[
    party!("customers" "customer" None),
    party!("contacts" "contact" Some("belongs_to")),
    party!("suppliers" "supplier" None),
    party!("partners" "partner" None),
    entry!("notes" "note" "communication.content"),
    entry!("calls" "call" "communication.content"),
    entry!("sms" "sms" "communication.content"),
    entry!("credentials" "credential" "account.secret"),
    entry!("binders" "binder" "person.name"),
    entry!("printed" "printed" "person.name"),
    entry!("quotes" "quote" "communication.content"),
    entry!("phone_places" "phone_place" "person.name"),
    entry!("calendar_places" "calendar_place" "person.name"),
    agreement!("service_agreements" "service" "of_service"),
    agreement!("processor_agreements" "dpa" "of_dpa"),
    agreement!("instructions" "instruction" "of_instruction"),
    agreement!("publications" "publication" "of_publication"),
    // What never came into force, and what a later version took the place of: no agreement for anybody to count from, but
    // rows that hang on a party all the same.
    RegisterTable {
        name: "drafts",
        table: "agreement",
        only: &[("state", &["drafted", "offered", "withdrawn"])],
        more: &["kind", "mode"],
        personal: ("sealed", "person.name"),
        party: Some("party"),
        belongs: Some("party"),
        anchors: &[("drafted", "drafted_on", Missing::Unknown), ("offered", "offered_on", Missing::Ongoing)],
    },
    RegisterTable {
        name: "superseded",
        table: "agreement",
        only: &[("state", &["superseded"])],
        more: &["kind", "mode"],
        personal: ("sealed", "person.name"),
        party: Some("party"),
        belongs: Some("party"),
        anchors: &[("accepted", "accepted_on", Missing::Unknown), ("ended", "ended_on", Missing::Unknown)],
    },
    // What people asked for, each under a key of its own.
    RegisterTable {
        name: "requests",
        table: "request",
        only: &[],
        more: &["kind", "state"],
        personal: ("sealed", "person.name"),
        party: None,
        belongs: None,
        anchors: &[
            ("received", "received_on", Missing::Unknown),
            ("answered", "closed_on", Missing::Ongoing),
        ],
    },
    // The same of those that were routed to a customer, which decides about them; kept by this organisation's policy.
    RegisterTable {
        name: OF_CUSTOMERS,
        table: "request",
        only: &[("kept_for", &["customer"])],
        more: &["kind", "state"],
        personal: ("sealed", "person.name"),
        party: None,
        belongs: None,
        anchors: &[
            ("received", "received_on", Missing::Unknown),
            ("answered", "closed_on", Missing::Ongoing),
        ],
    },
    RegisterTable {
        name: "trail",
        table: "access",
        only: &[],
        more: &["action", "why"],
        personal: ("actor", "person.name"),
        party: None,
        belongs: None,
        anchors: &[("done", "at", Missing::Unknown)],
    },
];

impl RegisterTable {
    /// The table of this name.
    pub fn find(name: &str) -> Option<&'static Self> {
        REGISTER_TABLES.iter().find(|table| table.name == name)
    }

    /// Whether its rows are agreements of this kind.
    pub fn is_of_kind(&self, kind: &str) -> bool {
        self.table == "agreement"
            && self.only.iter().any(|(column, values)| *column == "kind" && values.contains(&kind))
    }

    /// The categories of what may lie sealed in a row, for whoever tells people of it.
    pub fn holds(&self) -> Vec<&'static str> {
        let more: &[&str] = match self.table {
            "party" => &["contact.email", "contact.phone", "contact.address", "customer.number"],
            // Who accepted, and from which address.
            "agreement" => &["online.ip"],
            "request" => &[
                "contact.email",
                "contact.phone",
                "person.national_id",
                "customer.number",
                "communication.content",
            ],
            _ => &[],
        };
        [&[self.personal.1], more].concat()
    }

    /// The column with the number of the party that a row is of.
    pub const fn party_column(&self) -> Option<&'static str> {
        self.party
    }

    /// Whether its rows are entries.
    pub fn is_of_entries(&self) -> bool {
        self.table == "entry"
    }

    /// Whether its rows are parties.
    pub fn is_of_parties(&self) -> bool {
        self.table == "party"
    }

    /// Whether each of its rows has a key of its own, which goes when the row has gone.
    pub fn has_keys(&self) -> bool {
        self.is_of_parties() || self.table == "request"
    }

    /// Whether its rows are kept for customers, under their keys, and not the organisation's own.
    pub fn is_kept_for_customers(&self) -> bool {
        self.name == OF_CUSTOMERS
    }

    /// Whether the column of its party is there only in its own rows, so that nothing else has to be asked of them.
    pub(crate) fn is_found_by_itself(&self) -> bool {
        self.belongs.is_some_and(|column| column.starts_with("of_"))
    }

    /// The column of a moment that it knows.
    pub(crate) fn column(&self, anchor: &str) -> Option<&'static str> {
        self.anchors.iter().find(|(name, ..)| *name == anchor).map(|(_, column, _)| *column)
    }

    /// Whether a row of `parent` is what rows of this one belong to: a party. Only what was kept about a person belongs to a
    /// contact; contacts and agreements belong to those whom it speaks for.
    pub(crate) fn may_belong_to(&self, parent: &Self) -> bool {
        let of_contacts = parent.belongs.is_some();
        self.belongs.is_some() && parent.is_of_parties() && (!of_contacts || self.table == "entry")
    }
}
