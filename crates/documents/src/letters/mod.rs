//! Letters: to the person who asked, to the customer whose processor we are, to recipients, to the authority.
//!
//! What a letter says comes as plain values; nothing here knows a state, a request's file or a system. A [`Letter`]
//! becomes the same tree as every other document, with a [`crate::tree::Letterhead`], and is rendered as page, Markdown or
//! plain text. A letter never says more than it was given: each outcome has a text of its own, and what was not checked
//! is named.
//!
//! Names, addresses, codes and what was written about a person are personal data: the types that hold them print none of
//! it.

mod answers;
mod breach;
mod certificates;
mod customers;
mod erasure;
mod head;
mod requests;
mod words;
mod writer;

use jiff::civil::Date;

use crate::letters::writer::{Body, Writer};
use crate::pdf::{self, Look, Pdf, PdfFault};
use crate::text::Texts;
use crate::tree::{Document, Letterhead, line};
use crate::{Edition, Lack, Language, Missing, html, markdown, plain};

pub use answers::{
    Access, Corrected, Objection, ObjectionOutcome, Package, Protection, Rectified, Restricted,
    RestrictionEnds, Reviewed,
};
pub use breach::{Affected, Breach, BreachToAuthority, BreachToCustomer, BreachToPerson, Moment};
pub use certificates::{Counts, ErasureCertificate, ErasureRow, Found, Proof};
pub use customers::{CustomerNotice, Held, RecipientNotice, What};
pub use erasure::{Backups, Erasure, Fate, Part, Recipient, ToldRecipient, Undecided, Until};
pub use head::{Addressee, Head, Sender};
pub use requests::{Acknowledged, Code, Extended, Forwarded, IdentityAsked, Refused};
pub use words::{Said, Words};

/// A letter, with what it says.
#[derive(Clone, Debug)]
pub enum Letter {
    /// The request has come in; the last day to answer (Art. 12(3)).
    Acknowledged(Acknowledged),
    /// A code by which the person shows that the address is theirs.
    Code(Code),
    /// More is needed to know who asks (Art. 12(6)).
    IdentityAsked(IdentityAsked),
    /// The answer to a request for access or portability (Art. 15, 20).
    Access(Access),
    /// What became of each kind of data (Art. 17).
    Erasure(Erasure),
    /// What was corrected (Art. 16).
    Rectified(Rectified),
    /// What is only stored from now on (Art. 18).
    Restricted(Restricted),
    /// The restriction will be lifted: told before it is (Art. 18(3)).
    RestrictionEnds(RestrictionEnds),
    /// An objection was granted or refused (Art. 21).
    Objection(Objection),
    /// A human has looked at an automated decision (Art. 22(3)).
    Reviewed(Reviewed),
    /// The time was extended (Art. 12(3)).
    Extended(Extended),
    /// The request was refused (Art. 12(4)).
    Refused(Refused),
    /// A customer answers the request (Art. 28(3)(e)): to the person.
    Forwarded(Forwarded),
    /// A request about a customer's data: to the customer, with what it needs (Art. 28(3)(e)).
    CustomerNotice(CustomerNotice),
    /// What was done to data that a recipient has received (Art. 19).
    RecipientNotice(RecipientNotice),
    /// What an erasure matched and did, kind of data by kind of data.
    ErasureCertificate(ErasureCertificate),
    /// A breach, to the authority (Art. 33(1), 33(3)).
    BreachToAuthority(BreachToAuthority),
    /// A breach, to the customer whose processor we are (Art. 33(2)).
    BreachToCustomer(BreachToCustomer),
    /// A breach, to a person (Art. 34).
    BreachToPerson(BreachToPerson),
    /// What the caller has words for.
    Words(Words),
}

/// A letter in one language.
#[derive(Clone, Debug)]
pub struct Written {
    /// The letter as a tree.
    pub document: Document,
    /// Texts that the language lacks. A letter with any is not to be sent.
    pub missing: Vec<Missing>,
    /// Its day.
    pub day: Date,
}

/// Writes a letter. Who it is from and to, and its day, stand in `head`.
pub fn write(letter: &Letter, head: &Head, language: &Language) -> Written {
    let writer = Writer { texts: Texts::new(language), head };
    let body = match letter {
        Letter::Acknowledged(it) => it.compose(&writer),
        Letter::Code(it) => it.compose(&writer),
        Letter::IdentityAsked(it) => it.compose(&writer),
        Letter::Access(it) => it.compose(&writer),
        Letter::Erasure(it) => it.compose(&writer),
        Letter::Rectified(it) => it.compose(&writer),
        Letter::Restricted(it) => it.compose(&writer),
        Letter::RestrictionEnds(it) => it.compose(&writer),
        Letter::Objection(it) => it.compose(&writer),
        Letter::Reviewed(it) => it.compose(&writer),
        Letter::Extended(it) => it.compose(&writer),
        Letter::Refused(it) => it.compose(&writer),
        Letter::Forwarded(it) => it.compose(&writer),
        Letter::CustomerNotice(it) => it.compose(&writer),
        Letter::RecipientNotice(it) => it.compose(&writer),
        Letter::ErasureCertificate(it) => it.compose(&writer),
        Letter::BreachToAuthority(it) => it.compose(&writer),
        Letter::BreachToCustomer(it) => it.compose(&writer),
        Letter::BreachToPerson(it) => it.compose(&writer),
        Letter::Words(it) => it.compose(&writer),
    };
    finish(&writer, body, language)
}

fn finish(writer: &Writer<'_>, body: Body, language: &Language) -> Written {
    let letterhead: Letterhead = writer.letterhead(&body);
    let document = Document {
        language: language.as_str().to_owned(),
        title: body.title,
        lead: body.lead,
        summary: None,
        sections: body.sections,
        labels: writer.texts.labels(),
        letterhead: Some(letterhead),
    };
    let absent = writer.texts.absent().into_iter().map(|id| Missing {
        article: "12(1)",
        place: format!("locales/{language}: {id}"),
        lack: Lack::Translation,
        language: Some(language.to_string()),
    });
    Written { document, missing: absent.collect(), day: writer.head.day }
}

impl Written {
    /// As a page.
    pub fn html(&self, look: &Look) -> String {
        html::render(&self.document, &no_edition(), &[], look)
    }

    /// As Markdown.
    pub fn markdown(&self) -> String {
        markdown::render(&self.document, &no_edition(), &[])
    }

    /// As PDF, tagged and archivable.
    ///
    /// # Errors
    /// [`PdfFault::Logo`], [`PdfFault::Page`].
    pub fn pdf(&self, look: &Look) -> Result<Pdf, PdfFault> {
        pdf::render(&self.document, &Edition { date: self.day, ..no_edition() }, &[], look)
    }

    /// As plain text, for mail and for paper.
    pub fn text(&self) -> String {
        plain::render(&self.document)
    }
}

/// Letters have none: their day stands in the letterhead, and what they say is about one case.
fn no_edition() -> Edition {
    Edition { version: String::new(), date: jiff::civil::Date::ZERO, policy: String::new() }
}

/// A line of what somebody wrote, safe to show.
fn said(text: &str) -> crate::tree::Line {
    line(crate::safe::shown(text))
}
