//! An identifier that cannot be read, in the reader's words: what, where in it, and how it is written.

use gallra_app::{Fault, Field, Misread};

use super::text::{Texts, Value};

pub(crate) fn told(misread: &Misread, texts: Texts) -> String {
    let Misread { field, fault } = misread;
    let Some(text) = text(*field, *fault) else { return misread.to_string() };
    let place = fault.span().map(|span| {
        let values: Vec<(&'static str, Value)> = vec![("from", span.from.into()), ("to", span.to.into())];
        texts.with(if span.from == span.to { "misread-place" } else { "misread-places" }, values)
    });
    let digits: Value = match *fault {
        Fault::Length { digits } => digits.into(),
        Fault::CheckDigit { would_be, .. } => would_be.into(),
        _ => 0.into(),
    };
    let (what, form) = match field {
        Field::Email => ("misread-email", "misread-email-form"),
        Field::Phone => ("misread-phone", "misread-phone-form"),
        Field::Number => ("misread-number", "misread-number-form"),
        Field::Reference => ("misread-reference", "misread-reference-form"),
    };
    let fault = texts.with(text, vec![("place", place.unwrap_or_default().into()), ("digits", digits)]);
    format!("{}: {fault}; {}", texts.plain(what), texts.plain(form))
}

/// The text for a fault; none for one that a later store finds.
fn text(field: Field, fault: Fault) -> Option<&'static str> {
    Some(match fault {
        Fault::Empty => "misread-empty",
        Fault::Character(_) => "misread-character",
        Fault::Length { .. } if field == Field::Phone => "misread-length-phone",
        Fault::Length { .. } => "misread-length",
        Fault::Mark(_) => "misread-mark",
        Fault::Century(_) => "misread-century",
        Fault::Month(_) => "misread-month",
        Fault::Day(_) => "misread-day",
        Fault::Date(_) => "misread-date",
        Fault::Future(_) => "misread-future",
        Fault::CheckDigit { .. } => "misread-check-digit",
        Fault::Beginning(_) => "misread-beginning",
        Fault::Country(_) => "misread-country",
        Fault::User => "misread-user",
        Fault::Server => "misread-server",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use gallra_app::{Fault, Field, Misread, Span};
    use gallra_rules::diagnostic::Lang;

    use super::*;

    #[test]
    fn every_fault_has_its_words_in_both_languages() {
        let span = Span { from: 3, to: 4 };
        let of = |field, fault| Misread { field, fault };
        let faults = [
            of(Field::Reference, Fault::Empty),
            of(Field::Phone, Fault::Character(span)),
            of(Field::Number, Fault::Length { digits: 9 }),
            of(Field::Phone, Fault::Length { digits: 4 }),
            of(Field::Number, Fault::Mark(span)),
            of(Field::Number, Fault::Century(span)),
            of(Field::Number, Fault::Month(span)),
            of(Field::Number, Fault::Day(span)),
            of(Field::Number, Fault::Date(span)),
            of(Field::Number, Fault::Future(span)),
            of(Field::Number, Fault::CheckDigit { span: Span { from: 11, to: 11 }, would_be: 6 }),
            of(Field::Phone, Fault::Beginning(span)),
            of(Field::Phone, Fault::Country(span)),
            of(Field::Email, Fault::User),
            of(Field::Email, Fault::Server),
        ];
        for lang in [Lang::En, Lang::Sv] {
            for misread in &faults {
                let told = told(misread, Texts { lang });
                assert!(!told.contains("misread") && !told.contains('{'), "{told}");
                if lang == Lang::En {
                    assert_eq!(told, misread.to_string(), "the store's own words and the page's agree");
                }
            }
        }
        assert_eq!(
            told(&faults[10], Texts { lang: Lang::Sv }),
            "person- eller organisationsnumret: kontrollsiffran (tecken 11) skulle vara 6; någon siffra är fel, eller så \
             har två bytt plats; skriv det som ÅÅMMDD-NNNN eller NNNNNN-NNNN"
        );
    }
}
