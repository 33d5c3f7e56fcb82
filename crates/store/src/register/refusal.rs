//! What the register does not do.

use jiff::civil::Date;

use super::{AgreementId, AgreementKind, Misread, PartyId, RequestNumber};

/// Why not, with the place and the cure. No personal data.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Refusal {
    /// Not in this scope, or merged into another.
    #[error("party {}: there is none with this number here; look it up again", .0.0)]
    NoSuchParty(PartyId),
    /// Not in this scope, or not of the kind that the call is for.
    #[error("entry {0}: there is none of this kind and number here; look it up again")]
    NoSuchEntry(i64),
    /// Not in this scope.
    #[error("agreement {}: there is none with this number here; look it up again", .0.0)]
    NoSuchAgreement(AgreementId),
    /// Only a contact speaks for a party, and only for one that is none itself.
    #[error(
        "party: a contact belongs to a customer, supplier or partner, and nothing else does; name that party"
    )]
    Belonging,
    /// Both have an identity number, and another one.
    #[error("parties {} and {}: their identity numbers differ, so they are two; correct the wrong number first", keep.0, duplicate.0)]
    TwoPersons {
        /// The one to stay.
        keep: PartyId,
        /// The one to go.
        duplicate: PartyId,
    },
    /// A merge of unlike things.
    #[error("parties {} and {}: one is not the duplicate of the other, for they are the same or of two kinds; name two of one kind", keep.0, duplicate.0)]
    Unlike {
        /// The one to stay.
        keep: PartyId,
        /// The one to go.
        duplicate: PartyId,
    },
    /// Its key was destroyed; the row came back from an old copy.
    #[error("party {}: it was forgotten, and its key destroyed; remove what came back", .0.0)]
    Forgotten(PartyId),
    /// A sweep over data that is older than what its key store has seen.
    #[error(
        "the data's last record is {known}, and the key store has seen {seen}: this is an older copy, and a sweep would destroy the keys of persons whom it does not have yet; put the newer data back, or say that this one is meant"
    )]
    OldData {
        /// The last number in the data.
        known: i64,
        /// The last number that the key store has seen in it.
        seen: i64,
    },
    /// A state that this move does not begin in.
    #[error("agreement {}: it is {is}, and only {expected} can be {wanted}; read it again", id.0)]
    Move {
        /// Which.
        id: AgreementId,
        /// Where it stands.
        is: &'static str,
        /// Where it would have to.
        expected: &'static str,
        /// What was asked for.
        wanted: &'static str,
    },
    /// It would end before it begins, or be accepted before it was offered.
    #[error("agreement {}: {later} would come before {earlier} ({before}); correct the day", id.0)]
    Order {
        /// Which.
        id: AgreementId,
        /// What has to come first.
        earlier: &'static str,
        /// When that was.
        before: Date,
        /// What has to come after.
        later: &'static str,
    },
    /// Two of a kind at a time.
    #[error("agreement {}: another of kind {} is in force then ({}); end that one, or make this its next version", id.0, kind.word(), other.0)]
    Overlap {
        /// Which.
        id: AgreementId,
        /// Its kind.
        kind: AgreementKind,
        /// The other.
        other: AgreementId,
    },
    /// What it would replace is not an accepted agreement of this party and kind.
    #[error("agreement {}: only an accepted one of the same party and kind has a next version; name that one", .0.0)]
    Supersedes(AgreementId),
    /// A review is of a text of the customer's own.
    #[error("agreement {}: its text is not the customer's own instruction, so there is nothing to review; draft one with mode own-instruction", .0.0)]
    NotOwn(AgreementId),
    /// An answer to what nobody asked.
    #[error("agreement {}: nobody asked for a review of it; note the request first, or offer it as it is", .0.0)]
    NotReviewed(AgreementId),
    /// Only a service begins with a payment.
    #[error("agreement {}: only a service begins with the first paid invoice; what is about personal data has to be accepted in writing (GDPR Art. 28(9))", .0.0)]
    NotByPayment(AgreementId),
    /// A customer's own period is longer than the service allows.
    #[error(
        "setting for `{dataset}`: the period is longer than the {ceiling} that the service promises; choose a shorter one"
    )]
    Ceiling {
        /// Where.
        dataset: String,
        /// What is allowed.
        ceiling: String,
    },
    /// A text that cannot be what it should be. The text itself is not told.
    #[error("{what}: that is none; write {cure}")]
    Form {
        /// Such as `e-mail address`.
        what: &'static str,
        /// How it looks.
        cure: &'static str,
    },
    /// An identifier that cannot be read: what, and where in it.
    #[error(transparent)]
    Misread(#[from] Misread),
    /// A day to come, for what has happened.
    #[error("{what}: {on} has not come; correct the day")]
    Ahead {
        /// What.
        what: &'static str,
        /// The day.
        on: Date,
    },
    /// Something would come before what it follows.
    #[error("{later}: {on} would come before {earlier} ({before}); correct the day")]
    Early {
        /// What has to come first.
        earlier: &'static str,
        /// When that was.
        before: Date,
        /// What has to come after.
        later: &'static str,
        /// When that would be.
        on: Date,
    },
    /// Not in this scope, or gone.
    #[error("{0}: there is no request of this number; list them")]
    NoSuchRequest(RequestNumber),
    /// Two moved it at once.
    #[error("{0}: somebody else changed it meanwhile; look at it again")]
    RequestMoved(RequestNumber),
    /// Its key was destroyed; the row came back from an old copy.
    #[error("{0}: its time was over, and its key was destroyed; nobody can read it")]
    RequestGone(RequestNumber),
    /// The trail lacks rows in a range.
    #[error(
        "access trail: {found} of {expected} rows from {from} to {to} are there; name a range that is whole"
    )]
    Trail {
        /// First.
        from: u64,
        /// Last.
        to: u64,
        /// How many there are.
        found: u64,
        /// How many there should be.
        expected: u64,
    },
}
