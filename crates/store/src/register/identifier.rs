//! One way of writing each identifier, so that the same person always gives the same token.

use std::fmt;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::fault::{Fault, Misread, Span};
use super::{Field, Refusal, number};

/// The country code of a number that begins with one 0 (Sweden's).
const AT_HOME: &str = "46";

/// An identifier in its normal form. `Debug` shows its field only.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Identifier {
    field: Field,
    value: String,
}

impl Identifier {
    /// An e-mail address. Case does not count, although RFC 5321 lets a server tell upper case from lower: none does.
    ///
    /// # Errors
    /// [`Refusal::Misread`].
    pub fn email(text: &str) -> Result<Self, Refusal> {
        let refuse = |fault| Refusal::from(Misread { field: Field::Email, fault });
        let trimmed = text.trim();
        if trimmed.is_empty() {
            return Err(refuse(Fault::Empty));
        }
        let ahead = text.chars().take_while(|c| c.is_whitespace()).count();
        if let Some(at) = trimmed.chars().position(|c| c.is_whitespace() || c.is_control()) {
            return Err(refuse(Fault::Character(Span::at(ahead + at + 1))));
        }
        let (user, host) = trimmed.rsplit_once('@').ok_or_else(|| refuse(Fault::User))?;
        if user.is_empty() {
            return Err(refuse(Fault::User));
        }
        if !host.contains('.') || host.starts_with('.') || host.ends_with('.') {
            return Err(refuse(Fault::Server));
        }
        Ok(Self::of(Field::Email, trimmed.to_lowercase()))
    }

    /// A telephone number: digits with the country's in front. One that begins with a single 0 is Swedish.
    ///
    /// # Errors
    /// [`Refusal::Misread`].
    pub fn phone(text: &str) -> Result<Self, Refusal> {
        let refuse = |fault| Refusal::from(Misread { field: Field::Phone, fault });
        let mut begins = None;
        let mut digits = String::new();
        for (at, c) in text.chars().enumerate() {
            let span = Span::at(at + 1);
            match c {
                '+' if begins.is_none() => begins = Some((c, span)),
                '0'..='9' => {
                    begins = begins.or(Some((c, span)));
                    digits.push(c);
                }
                '-' | '(' | ')' | '/' | '.' => {}
                _ if c.is_whitespace() => {}
                _ => return Err(refuse(Fault::Character(span))),
            }
        }
        let Some((first, span)) = begins else { return Err(refuse(Fault::Empty)) };
        // The zero in +46 (0)70 is for callers at home.
        let trimmed = text.trim();
        let digits = match trimmed.split_once("(0)") {
            Some((country, rest)) if trimmed.starts_with(['+', '0']) => {
                country.chars().chain(rest.chars()).filter(char::is_ascii_digit).collect()
            }
            _ => digits,
        };
        let whole = if first == '+' {
            digits
        } else if let Some(abroad) = digits.strip_prefix("00") {
            abroad.to_owned()
        } else if let Some(national) = digits.strip_prefix('0') {
            format!("{AT_HOME}{national}")
        } else {
            return Err(refuse(Fault::Beginning(span)));
        };
        // E.164: 15 digits at most, no country begins with 0.
        if whole.starts_with('0') {
            return Err(refuse(Fault::Country(country(text, first))));
        }
        if !(7..=15).contains(&whole.len()) {
            return Err(refuse(Fault::Length { digits: whole.len() }));
        }
        Ok(Self::of(Field::Phone, whole))
    }

    /// A Swedish personal, coordination or organisation number in 10 or 12 digits, with its check digit: twelve for a person,
    /// ten for an organisation. `today` decides the century of ten digits ([`super::number`]).
    ///
    /// # Errors
    /// [`Refusal::Misread`], with the place of the digit.
    pub fn number(text: &str, today: Date) -> Result<Self, Refusal> {
        let normal = number::normal(text, today).map_err(|fault| Misread { field: Field::Number, fault })?;
        Ok(Self::of(Field::Number, normal))
    }

    /// A number or name that the organisation or another system gave.
    ///
    /// # Errors
    /// [`Refusal::Misread`] for nothing at all.
    pub fn reference(text: &str) -> Result<Self, Refusal> {
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ").to_uppercase();
        if text.is_empty() {
            return Err(Misread { field: Field::Reference, fault: Fault::Empty }.into());
        }
        Ok(Self::of(Field::Reference, text))
    }

    fn of(field: Field, value: String) -> Self {
        Self { field, value }
    }

    /// Which kind of identifier it is.
    pub const fn field(&self) -> Field {
        self.field
    }

    /// The normal form: personal data.
    pub fn expose(&self) -> &str {
        &self.value
    }
}

/// The first digit of the country in what was written.
fn country(text: &str, first: char) -> Span {
    let mut digits = text.chars().enumerate().filter(|(_, c)| c.is_ascii_digit());
    // After + it is the first digit, after 00 the third.
    let at = if first == '+' { digits.next() } else { digits.nth(2) };
    Span::at(at.map_or(1, |(at, _)| at + 1))
}

impl fmt::Debug for Identifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Identifier({}, …)", self.field.word())
    }
}

impl Serialize for Identifier {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        (self.field.word(), &self.value).serialize(to)
    }
}

impl<'de> Deserialize<'de> for Identifier {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let (field, value) = <(String, String)>::deserialize(from)?;
        let field = Field::read(&field).ok_or_else(|| serde::de::Error::custom("unknown field"))?;
        Ok(Self::of(field, value))
    }
}
