//! One way of writing each identifier, so that the same person always gives the same token.

use std::fmt;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{Field, Refusal};

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
    /// [`Refusal::Form`].
    pub fn email(text: &str) -> Result<Self, Refusal> {
        let text = text.trim();
        let parts = text.rsplit_once('@').filter(|(user, host)| {
            !user.is_empty()
                && host.contains('.')
                && !text.contains(|c: char| c.is_whitespace() || c.is_control())
        });
        parts.ok_or(Refusal::Form { what: "e-mail address", cure: "it as name@example.se" })?;
        Ok(Self::of(Field::Email, text.to_lowercase()))
    }

    /// A telephone number: digits with the country's in front. One that begins with a single 0 is Swedish.
    ///
    /// # Errors
    /// [`Refusal::Form`].
    pub fn phone(text: &str) -> Result<Self, Refusal> {
        let none =
            Refusal::Form { what: "telephone number", cure: "it as +46 70 123 45 67 or 070-123 45 67" };
        // The zero in +46 (0)70 is for callers at home.
        let text = text.trim().replacen("(0)", "", usize::from(text.trim().starts_with(['+', '0'])));
        let written =
            |c: char| c.is_ascii_digit() || matches!(c, '+' | ' ' | '-' | '(' | ')' | '/' | '.' | '\u{a0}');
        if !text.chars().all(written) || text.chars().skip(1).any(|c| c == '+') {
            return Err(none);
        }
        let digits: String = text.chars().filter(char::is_ascii_digit).collect();
        let whole = if text.starts_with('+') {
            digits
        } else if let Some(abroad) = digits.strip_prefix("00") {
            abroad.to_owned()
        } else if let Some(national) = digits.strip_prefix('0') {
            format!("{AT_HOME}{national}")
        } else {
            return Err(none);
        };
        // E.164: 15 digits at most, no country begins with 0.
        if !(7..=15).contains(&whole.len()) || whole.starts_with('0') {
            return Err(none);
        }
        Ok(Self::of(Field::Phone, whole))
    }

    /// A Swedish personal, coordination or organisation number in 10 or 12 digits, with its check digit: twelve for a person,
    /// ten for an organisation. `today` decides the century of ten digits: `+` is written from the year somebody turns 100
    /// (folkbokföringslagen 1991:481, § 18).
    ///
    /// # Errors
    /// [`Refusal::Form`].
    pub fn number(text: &str, today: Date) -> Result<Self, Refusal> {
        let none = || Refusal::Form { what: "identity number", cure: "it as YYMMDD-NNNN or NNNNNN-NNNN" };
        let text: String = text.chars().filter(|c| !c.is_whitespace()).collect();
        let (front, mark, back) = match text.char_indices().find(|(_, c)| !c.is_ascii_digit()) {
            None => {
                text.split_at_checked(text.len().saturating_sub(4)).map(|(front, back)| (front, '-', back))
            }
            Some((at, mark @ ('-' | '+'))) => Some((&text[..at], mark, &text[at + 1..])),
            Some(_) => None,
        }
        .ok_or_else(none)?;
        let ten = match front.len() {
            6 => format!("{front}{back}"),
            8 => format!("{}{back}", &front[2..]),
            _ => return Err(none()),
        };
        if back.len() != 4 || !ten.bytes().all(|byte| byte.is_ascii_digit()) || !has_check_digit(&ten) {
            return Err(none());
        }
        let pair = |from: usize| ten[from..from + 2].parse::<i16>().unwrap_or(0);
        if pair(2) >= 20 {
            // An organisation; written with 16 in front where a system wants twelve.
            let alone = front.len() == 6 || front.starts_with("16");
            return if alone && mark == '-' { Ok(Self::of(Field::Number, ten)) } else { Err(none()) };
        }
        let year = if front.len() == 8 {
            front[..4].parse().map_err(|_| none())?
        } else {
            let this_century = today.year() / 100 * 100 + pair(0);
            let born = if this_century > today.year() { this_century - 100 } else { this_century };
            if mark == '+' { born - 100 } else { born }
        };
        let day = i8::try_from(pair(4) % 60).map_err(|_| none())?;
        let month = i8::try_from(pair(2)).map_err(|_| none())?;
        let born = Date::new(year, month, day).map_err(|_| none())?;
        if pair(4) > 91 || born > today || year < 1800 {
            return Err(none());
        }
        Ok(Self::of(Field::Number, format!("{:02}{ten}", year / 100)))
    }

    /// A number or name that the organisation or another system gave.
    ///
    /// # Errors
    /// [`Refusal::Form`] for nothing at all.
    pub fn reference(text: &str) -> Result<Self, Refusal> {
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ").to_uppercase();
        if text.is_empty() {
            return Err(Refusal::Form { what: "reference", cure: "at least one character" });
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

/// The Luhn sum of ten digits.
fn has_check_digit(ten: &str) -> bool {
    let digits = ten.bytes().map(|byte| u32::from(byte - b'0')).enumerate();
    let sum: u32 =
        digits.map(|(at, digit)| if at % 2 == 0 { digit * 2 / 10 + digit * 2 % 10 } else { digit }).sum();
    sum.is_multiple_of(10)
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
