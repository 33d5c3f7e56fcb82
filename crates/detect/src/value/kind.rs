//! What can be found, and how sure a hit is.

/// What a hit is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(u8)]
pub enum Kind {
    /// A Swedish personal identity number (folkbokföringslagen 18 §).
    PersonalNumber,
    /// A Swedish coordination number (the day plus 60).
    CoordinationNumber,
    /// A Swedish organisation number (lagen 1974:174), which a VAT number contains too.
    OrganisationNumber,
    /// An e-mail address.
    Email,
    /// A telephone number, Swedish or international.
    Phone,
    /// An IPv4 address.
    Ipv4,
    /// An IPv6 address.
    Ipv6,
    /// The hardware address of a network card.
    Mac,
    /// An international bank account number (ISO 13616).
    Iban,
    /// A bankgiro number.
    Bankgiro,
    /// A plusgiro number.
    Plusgiro,
    /// The number of a payment card (ISO/IEC 7812).
    PaymentCard,
    /// A Swedish street address or postal code with its town.
    PostalAddress,
    /// A user name with a password, or a token, in a URL.
    Secret,
}

impl Kind {
    /// Every kind, in the order of [`Kind::index`].
    pub const ALL: [Self; 14] = [
        Self::PersonalNumber,
        Self::CoordinationNumber,
        Self::OrganisationNumber,
        Self::Email,
        Self::Phone,
        Self::Ipv4,
        Self::Ipv6,
        Self::Mac,
        Self::Iban,
        Self::Bankgiro,
        Self::Plusgiro,
        Self::PaymentCard,
        Self::PostalAddress,
        Self::Secret,
    ];

    /// Its place in [`Kind::ALL`].
    pub const fn index(self) -> usize {
        self as usize
    }

    /// The category of personal data, by its name in the policy language.
    pub const fn category(self) -> &'static str {
        match self {
            Self::PersonalNumber | Self::CoordinationNumber => "person.national_id",
            Self::OrganisationNumber => "organisation.number",
            Self::Email => "contact.email",
            Self::Phone => "contact.phone",
            Self::Ipv4 | Self::Ipv6 => "online.ip",
            Self::Mac => "online.device",
            Self::Iban | Self::Bankgiro | Self::Plusgiro => "finance.bank_account",
            Self::PaymentCard => "finance.card",
            Self::PostalAddress => "contact.address",
            Self::Secret => "account.secret",
        }
    }

    /// What it is called in English.
    pub const fn label(self) -> &'static str {
        match self {
            Self::PersonalNumber => "personal identity number",
            Self::CoordinationNumber => "coordination number",
            Self::OrganisationNumber => "organisation number",
            Self::Email => "e-mail address",
            Self::Phone => "telephone number",
            Self::Ipv4 => "IPv4 address",
            Self::Ipv6 => "IPv6 address",
            Self::Mac => "MAC address",
            Self::Iban => "IBAN",
            Self::Bankgiro => "bankgiro number",
            Self::Plusgiro => "plusgiro number",
            Self::PaymentCard => "payment card number",
            Self::PostalAddress => "postal address",
            Self::Secret => "secret in a URL",
        }
    }
}

/// What speaks for a hit, and against it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Evidence(u8);

impl Evidence {
    /// Nothing yet.
    pub const NONE: Self = Self(0);
    /// Its check digit is right (Luhn, or ISO 7064 mod 97-10).
    pub const CHECK_DIGIT: Self = Self(1);
    /// It has the separators that the field uses.
    pub const FORM: Self = Self(2);
    /// It holds a real date, or lies in a range that is given out.
    pub const RANGE: Self = Self(4);
    /// A word before it says what it is.
    pub const CONTEXT: Self = Self(8);
    /// A word before it says that it is something else.
    pub const AGAINST: Self = Self(16);
    /// It can be read in another way: as a time, a version, a message's identifier.
    pub const AMBIGUOUS: Self = Self(32);
    /// It belongs to an office rather than to a person: `info@`, a private network.
    pub const ROLE: Self = Self(64);

    const TEXTS: [(Self, &'static str); 7] = [
        (Self::CHECK_DIGIT, "the check digit is right"),
        (Self::FORM, "it is written in the usual form"),
        (Self::RANGE, "it lies in a range that is given out"),
        (Self::CONTEXT, "a word before it says so"),
        (Self::AGAINST, "a word before it says that it is something else"),
        (Self::AMBIGUOUS, "it can be read in another way"),
        (Self::ROLE, "it belongs to an office rather than to a person"),
    ];

    /// Both together.
    #[must_use]
    pub const fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Whether all of the other is in this.
    pub const fn has(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }

    /// The reasons in English, one each.
    pub fn reasons(self) -> impl Iterator<Item = &'static str> {
        Self::TEXTS.into_iter().filter(move |(one, _)| self.has(*one)).map(|(_, text)| text)
    }
}

/// Something found. It holds no part of the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hit {
    /// What it is.
    pub kind: Kind,
    /// The first byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
    /// From 0 (surely not) to 100 (surely).
    pub confidence: u8,
    /// What the confidence rests on.
    pub evidence: Evidence,
}

impl Hit {
    /// Its place in the text.
    pub fn range(&self) -> std::ops::Range<usize> {
        self.start..self.end
    }
}
