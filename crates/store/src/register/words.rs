//! The words that stand in plain columns, and ids.

/// An enum whose variants are words in a column.
macro_rules! words {
    ($($(#[$about:meta])* $name:ident { $($(#[$of:meta])* $variant:ident = $word:literal,)* })*) => { $(
        $(#[$about])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $($(#[$of])* $variant,)* }

        impl $name {
            /// All of them.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// Its word in the state.
            pub const fn word(self) -> &'static str {
                match self { $(Self::$variant => $word,)* }
            }

            pub(super) fn read(word: &str) -> Option<Self> {
                match word { $($word => Some(Self::$variant),)* _ => None }
            }
        }

        impl From<$name> for crate::sql::Arg {
            fn from(value: $name) -> Self { Self::from(value.word()) }
        }
        impl From<Option<$name>> for crate::sql::Arg {
            fn from(value: Option<$name>) -> Self { Self::from(value.map($name::word)) }
        }
    )* };
}

/// The number of a record within its tenant. Never given out twice.
macro_rules! ids {
    ($($(#[$about:meta])* $name:ident,)*) => { $(
        $(#[$about])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub i64);

        impl From<$name> for crate::sql::Arg {
            fn from(id: $name) -> Self { Self::from(id.0) }
        }
        impl From<Option<$name>> for crate::sql::Arg {
            fn from(id: Option<$name>) -> Self { Self::from(id.map(|id| id.0)) }
        }
    )* };
}

ids! {
    /// A party's.
    PartyId,
    /// An entry's.
    EntryId,
    /// An agreement's.
    AgreementId,
}

words! {
    /// What a party is to whom the register belongs to.
    PartyKind {
        /// Buys.
        Customer = "customer",
        /// A person who speaks for another party.
        Contact = "contact",
        /// Sells.
        Supplier = "supplier",
        /// Works beside.
        Partner = "partner",
    }

    /// In which role it handles or lends data (GDPR Art. 4).
    Role {
        /// Decides why and how.
        Controller = "controller",
        /// Acts for a controller.
        Processor = "processor",
        /// Acts for a processor.
        SubProcessor = "sub_processor",
        /// Is whom the data is about.
        Subject = "subject",
        /// Is given data.
        Recipient = "recipient",
    }

    /// What an entry is.
    EntryKind {
        /// A note.
        Note = "note",
        /// A telephone call.
        Call = "call",
        /// An SMS.
        Sms = "sms",
        /// A login at the party's. Shown one at a time only.
        Credential = "credential",
        /// Where in the binders something is.
        Binder = "binder",
        /// Printed material.
        Printed = "printed",
        /// A quote.
        Quote = "quote",
        /// A telephone that holds the party's number.
        PhonePlace = "phone_place",
        /// A calendar that holds meetings with the party.
        CalendarPlace = "calendar_place",
    }

    /// Where an entry came from (GDPR Art. 14(2)(f)).
    Source {
        /// The person.
        Subject = "subject",
        /// A customer.
        Customer = "customer",
        /// Staff wrote it.
        Staff = "staff",
        /// A program did.
        System = "system",
        /// Somebody else.
        ThirdParty = "third_party",
    }

    /// Where an entry stands: a quote that is open, won or lost; a task that is done.
    EntryState {
        /// Undecided.
        Open = "open",
        /// The quote became an order.
        Won = "won",
        /// It did not.
        Lost = "lost",
        /// Nothing is left to do.
        Done = "done",
    }

    /// What is said of a record beside its content.
    Topic {
        /// What its person objects to (GDPR Art. 21).
        Objections = "objections",
        /// Decisions that machines take with it (Art. 22).
        Decisions = "decisions",
        /// Given to whom.
        Sharing = "sharing",
        /// Who may read it.
        Access = "access",
        /// Where it came from, where that is more than a [`Source`] (Art. 14(2)(f)).
        Source = "source",
        /// What kind of data it is.
        Category = "category",
    }

    /// Of how much something is said at once.
    Level {
        /// Of all that an activity of the policy has.
        Activity = "activity",
        /// Of all that is about a party.
        Party = "party",
        /// Of one entry.
        Entry = "entry",
    }

    /// What was agreed on.
    AgreementKind {
        /// A service, support included.
        Service = "service",
        /// Processing of personal data (GDPR Art. 28(3)).
        Dpa = "dpa",
        /// Instructions for processing (Art. 28(3)(a)).
        Instruction = "instruction",
        /// That material may be published.
        Publication = "publication",
    }

    /// How the text came about.
    Mode {
        /// The organisation's own, for all.
        Standard = "standard",
        /// Agreed one by one.
        Negotiated = "negotiated",
        /// The customer's.
        OwnInstruction = "own_instruction",
    }

    /// What the organisation answered to a customer's own instruction.
    Answer {
        /// It is followed, at a price.
        Price = "price",
        /// Another service fits it.
        OtherService = "other_service",
    }

    /// Where an agreement stands. `drafted → offered → accepted → ended → settled`; before acceptance it can be withdrawn,
    /// and a later version supersedes an accepted one.
    AgreementState {
        /// Written.
        Drafted = "drafted",
        /// Sent.
        Offered = "offered",
        /// In force from its first day.
        Accepted = "accepted",
        /// Ended, or to end on a day that is known.
        Ended = "ended",
        /// Ended, and nothing is owed.
        Settled = "settled",
        /// Replaced by a later version; kept.
        Superseded = "superseded",
        /// Never came about.
        Withdrawn = "withdrawn",
    }

    /// What was done with records.
    Action {
        /// New ones.
        Create = "create",
        /// Brought in from elsewhere.
        Import = "import",
        /// One was read.
        Read = "read",
        /// Several were read.
        List = "list",
        /// Looked for by an identifier.
        Find = "find",
        /// A credential was shown.
        Show = "show",
        /// Changed.
        Change = "change",
        /// Removed.
        Remove = "remove",
        /// A duplicate went into another.
        Merge = "merge",
        /// What hung on one who left went to another.
        Reassign = "reassign",
        /// Something was said of records ([`super::Mark`]).
        Mark = "mark",
    }

    /// How a party is looked for.
    Field {
        /// An e-mail address.
        Email = "email",
        /// A telephone number.
        Phone = "phone",
        /// A personal, coordination or organisation number.
        Number = "number",
        /// A number or name that the organisation or another system gave it.
        Reference = "reference",
    }
}
