//! Dates in columns that the database does not know to be dates: text, and digits in text.
//!
//! Three steps: a bare range on the column that an index serves and that lets every candidate through; a test that the
//! value is a real date in its form (so that `''`, `n/a`, `2023-02-30` never count); the exact comparison. The last two
//! stand in a `CASE`, whose order the databases keep, so that nothing is converted that was not tested.

use gallra_rules::predicate::Cutoff;
use jiff::ToSpan as _;
use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;

use crate::error::{ConnectError, ErrorKind};
use crate::sql::anchor::civil_text;
use crate::sql::dialect::Dialect;
use crate::sql::render::{Lit, Render};

/// Real calendar dates of the years 0000–9999, leap years and all; no anchors, so that it can be built upon.
const DATE: &str = "([0-9]{4}-((0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])|(0[469]|11)-(0[1-9]|[12][0-9]|30)|\
                    02-(0[1-9]|1[0-9]|2[0-8]))|([0-9]{2}(0[48]|[2468][048]|[13579][26])|\
                    ([02468][048]|[13579][26])00)-02-29)";
/// A time of day, with an offset or without.
const TIME: &str = "([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9]([.][0-9]{1,9})?)?( ?([Zz]|[+-](0[0-9]|1[0-5])(:?[0-5][0-9])?))?";

/// How a text column writes moments, and what it is compared with.
pub(crate) struct TextDate {
    form: Form,
    since: Date,
    /// First day not covered; for digits see [`Form::Digits`].
    day: Date,
    /// The cutoff on the wall of the column's zone, and in UTC.
    local: DateTime,
    utc: DateTime,
    /// Bare ranges are only right on columns that are text.
    ranged: bool,
}

enum Form {
    /// ISO date, maybe a time.
    Iso,
    /// ISO date; a time after it is not looked at.
    OnlyDate,
    /// `strftime`-like.
    Formatted(String),
    /// Seconds or milliseconds, in digits: low, high.
    Digits(i64, i64),
}

impl TextDate {
    pub(crate) fn iso(zone: &TimeZone, cutoff: Option<&Cutoff>, since: Date, ranged: bool) -> Self {
        Self::new(Form::Iso, zone, cutoff, since, ranged)
    }
    pub(crate) fn only_date(cutoff: Option<&Cutoff>, since: Date) -> Self {
        Self::new(Form::OnlyDate, &TimeZone::UTC, cutoff, since, true)
    }
    pub(crate) fn formatted(format: &str, zone: &TimeZone, cutoff: Option<&Cutoff>, since: Date) -> Self {
        Self::new(Form::Formatted(format.to_owned()), zone, cutoff, since, false)
    }
    pub(crate) fn digits(low: i64, high: Option<i64>) -> Self {
        let since = Date::MIN;
        Self::new(Form::Digits(low, high.unwrap_or(low)), &TimeZone::UTC, None, since, false)
    }

    fn new(form: Form, zone: &TimeZone, cutoff: Option<&Cutoff>, since: Date, ranged: bool) -> Self {
        let wall = |zone: &TimeZone| cutoff.map_or(since.at(0, 0, 0, 0), |c| zone.to_datetime(c.instant));
        Self {
            form,
            since,
            day: cutoff.map_or(since, |cutoff| cutoff.date),
            local: wall(zone),
            utc: wall(&TimeZone::UTC),
            ranged,
        }
    }

    /// Writes: it is a date, not too early, and before the cutoff.
    pub(crate) fn before(&self, w: &mut Render<'_>, name: &str) {
        w.raw("(");
        if let Some((low, high)) = self.range() {
            w.raw(&format!("{name} >= "));
            w.lit(Lit::Text(low));
            w.raw(&format!(" AND {name} < "));
            w.lit(Lit::Text(high));
            w.raw(" AND ");
        }
        if matches!(self.form, Form::OnlyDate) && w.dialect == Dialect::Sqlite {
            // SQLite compares text byte by byte: of what is a date, the range says it all.
            self.valid(w, name);
            w.raw(")");
            return;
        }
        w.raw("CASE WHEN ");
        self.valid(w, name);
        w.raw(" THEN ");
        self.plausible(w, name);
        w.raw(" AND ");
        self.earlier(w, name);
        w.raw(" ELSE FALSE END)");
    }

    /// Writes: it is a date, not too early, and not before the cutoff.
    pub(crate) fn at_least(&self, w: &mut Render<'_>, name: &str) {
        w.raw("(");
        if let Some((_, _)) = self.range() {
            w.raw(&format!("{name} >= "));
            w.lit(Lit::Text(self.surely_before().to_string()));
            w.raw(" AND ");
        }
        w.raw("CASE WHEN ");
        self.valid(w, name);
        w.raw(" THEN ");
        self.plausible(w, name);
        w.raw(" AND NOT (");
        self.earlier(w, name);
        w.raw(") ELSE FALSE END)");
    }

    /// Writes: there is something, but no date, or one too early.
    pub(crate) fn implausible(&self, w: &mut Render<'_>, name: &str) {
        w.raw(&format!("CASE WHEN {name} IS NULL THEN FALSE WHEN "));
        self.valid(w, name);
        w.raw(" THEN NOT (");
        self.plausible(w, name);
        w.raw(") ELSE TRUE END");
    }

    /// Writes: no date, too early, or not before the cutoff. What lies beyond every possible cutoff is settled by one
    /// comparison.
    pub(crate) fn implausible_or_later(&self, w: &mut Render<'_>, name: &str) {
        w.raw("CASE");
        if let Some((_, high)) = self.range() {
            w.raw(&format!(" WHEN {name} >= "));
            w.lit(Lit::Text(high));
            w.raw(" THEN TRUE");
        }
        w.raw(" WHEN ");
        self.valid(w, name);
        w.raw(" THEN NOT (");
        self.earlier(w, name);
        w.raw(") OR NOT (");
        self.plausible(w, name);
        w.raw(") ELSE TRUE END");
    }

    /// Texts outside of this are certainly not before the cutoff, or too early.
    fn range(&self) -> Option<(String, String)> {
        if !self.ranged {
            return None;
        }
        let high = match self.form {
            Form::OnlyDate => self.day,
            _ => self.latest_day().saturating_add(2.days()),
        };
        Some((self.since.to_string(), high.to_string()))
    }

    /// The latest of the days that the cutoff falls on, as a date, on the wall and in UTC.
    fn latest_day(&self) -> Date {
        self.days().into_iter().fold(self.day, Date::max)
    }

    /// Every date below this one is before the cutoff, whatever its time and offset.
    fn surely_before(&self) -> Date {
        self.days().into_iter().fold(self.day, Date::min).saturating_sub(1.days())
    }

    fn days(&self) -> [Date; 2] {
        [self.local.date(), self.utc.date()]
    }

    /// Writes the test of the form.
    fn valid(&self, w: &mut Render<'_>, name: &str) {
        match (&self.form, w.dialect) {
            (Form::Iso, Dialect::Postgres) => {
                w.raw(&format!("({name})::text ~ '^{DATE}([T ]{TIME})?$'"));
            }
            (Form::Iso, Dialect::Mysql { .. }) => w.raw(&format!("{name} REGEXP '^{DATE}([T ]{TIME})?$'")),
            (Form::Iso, Dialect::Sqlite) => {
                sqlite_date(w, name);
                w.raw(&format!(
                    " AND (length({name}) = 10 OR (substr({name}, 11, 1) IN (' ', 'T') \
                     AND length({name}) >= 16 AND substr({name}, 12, 2) < '24' AND julianday({name}) IS NOT NULL))"
                ));
            }
            (Form::OnlyDate, Dialect::Sqlite) => {
                // Most dates are dates alone, before the 29th: one look at the form tells that they are real.
                w.raw(&format!(
                    "({name} GLOB '[0-9][0-9][0-9][0-9]-0[1-9]-[01][1-9]' \
                     OR {name} GLOB '[0-9][0-9][0-9][0-9]-0[1-9]-2[0-8]' \
                     OR {name} GLOB '[0-9][0-9][0-9][0-9]-1[0-2]-[01][1-9]' OR "
                ));
                sqlite_date(w, name);
                w.raw(&format!(" AND (length({name}) = 10 OR substr({name}, 11, 1) IN (' ', 'T')))"));
            }
            (Form::OnlyDate, Dialect::Postgres) => w.raw(&format!("({name})::text ~ '^{DATE}([T ]|$)'")),
            (Form::OnlyDate, Dialect::Mysql { .. }) => w.raw(&format!("{name} REGEXP '^{DATE}([T ]|$)'")),
            (Form::Formatted(format), dialect) => formatted_valid(w, format, name, dialect),
            (Form::Digits(..), Dialect::Postgres) => w.raw(&format!("({name})::text ~ '^-?[0-9]{{1,18}}$'")),
            (Form::Digits(..), Dialect::Mysql { .. }) => {
                w.raw(&format!("{name} REGEXP '^-?[0-9]{{1,18}}$'"));
            }
            (Form::Digits(..), Dialect::Sqlite) => w.raw(&format!(
                "(typeof({name}) = 'integer' OR (ltrim({name}, '-') <> '' AND ltrim({name}, '-') NOT GLOB '*[^0-9]*' \
                 AND length({name}) <= 19))"
            )),
        }
    }

    /// Writes: not too early. Assumes a valid value.
    fn plausible(&self, w: &mut Render<'_>, name: &str) {
        match &self.form {
            Form::Digits(low, _) => {
                let number = digits_value(w.dialect, name);
                w.raw(&format!("{number} >= "));
                w.lit(Lit::Int(*low));
            }
            Form::Formatted(format) => {
                let value = assembled(w.dialect, format, name).date;
                w.raw(&format!("{value} >= "));
                w.lit(Lit::Text(self.since.to_string()));
            }
            Form::Iso | Form::OnlyDate => {
                let day = first_ten(w.dialect, name);
                w.raw(&format!("{day} >= "));
                w.lit(Lit::Text(self.since.to_string()));
            }
        }
    }

    /// Writes: before the cutoff. Assumes a valid value.
    fn earlier(&self, w: &mut Render<'_>, name: &str) {
        let day = first_ten(w.dialect, name);
        match &self.form {
            Form::OnlyDate => {
                w.raw(&format!("{day} < "));
                w.lit(Lit::Text(self.day.to_string()));
            }
            Form::Iso => {
                w.raw(&format!("CASE WHEN {day} < "));
                w.lit(Lit::Text(self.surely_before().to_string()));
                w.raw(&format!(" THEN TRUE WHEN {} = 10 THEN {day} < ", length(w.dialect, name)));
                w.lit(Lit::Text(self.day.to_string()));
                w.raw(&format!(" WHEN {} THEN {} < ", has_offset(w.dialect, name), in_utc(w.dialect, name)));
                Self::moment(w, self.utc, true);
                w.raw(&format!(" ELSE {} < ", on_the_wall(w.dialect, name)));
                Self::moment(w, self.local, false);
                w.raw(" END");
            }
            Form::Formatted(format) => {
                let value = assembled(w.dialect, format, name);
                match value.time {
                    None => {
                        w.raw(&format!("{} < ", value.date));
                        w.lit(Lit::Text(self.day.to_string()));
                    }
                    Some(time) => {
                        let moment = concat(w.dialect, &[&value.date, "' '", &time]);
                        w.raw(&format!("{moment} < "));
                        w.lit(Lit::Text(civil_text(self.local)));
                    }
                }
            }
            Form::Digits(_, high) => {
                let number = digits_value(w.dialect, name);
                w.raw(&format!("{number} < "));
                w.lit(Lit::Int(*high));
            }
        }
    }

    fn moment(w: &mut Render<'_>, at: DateTime, utc: bool) {
        match w.dialect {
            Dialect::Postgres if utc => {
                w.lit(TimeZone::UTC.to_timestamp(at).map_or(Lit::Local(at), Lit::Instant));
            }
            Dialect::Postgres | Dialect::Mysql { .. } => w.lit(Lit::Local(at)),
            // strftime's %f has exactly three places.
            Dialect::Sqlite => {
                let text = civil_text(at);
                let (whole, fraction) = text.split_once('.').unwrap_or((&text, "000"));
                w.lit(Lit::Text(format!("{whole}.{}", fraction.get(..3).unwrap_or("000"))));
            }
        }
    }

    /// The value that `min()` compares: an ISO date, whatever the column's own form.
    pub(crate) fn formatted_value(
        dialect: Dialect,
        format: &str,
        name: &str,
    ) -> Result<String, ConnectError> {
        if !(format.contains("%Y") && format.contains("%m") && format.contains("%d")) {
            return Err(ConnectError::new(
                ErrorKind::Unsupported,
                "a date format in the policy",
                format!("`{format}` lacks the year, the month or the day"),
                "Write it with %Y, %m and %d",
            ));
        }
        Ok(assembled(dialect, format, name).date)
    }
}

fn first_ten(dialect: Dialect, name: &str) -> String {
    match dialect {
        Dialect::Postgres => format!("left(({name})::text, 10) COLLATE \"C\""),
        Dialect::Mysql { .. } => format!("LEFT({name}, 10)"),
        Dialect::Sqlite => format!("substr({name}, 1, 10)"),
    }
}

fn length(dialect: Dialect, name: &str) -> String {
    match dialect {
        Dialect::Postgres => format!("length(({name})::text)"),
        Dialect::Mysql { .. } => format!("CHAR_LENGTH({name})"),
        Dialect::Sqlite => format!("length({name})"),
    }
}

fn has_offset(dialect: Dialect, name: &str) -> String {
    match dialect {
        Dialect::Postgres => format!("substr(({name})::text, 12) ~ '[Zz+-]'"),
        Dialect::Mysql { .. } => format!("SUBSTR({name}, 12) REGEXP '[Zz+-]'"),
        Dialect::Sqlite => format!("substr({name}, 12) GLOB '*[-Zz+]*'"),
    }
}

/// A value with an offset as a moment that compares with UTC.
fn in_utc(dialect: Dialect, name: &str) -> String {
    match dialect {
        Dialect::Postgres => format!("(({name})::text)::timestamptz"),
        Dialect::Mysql { .. } => {
            // '' for Z; hours and minutes after the sign otherwise. The '0' before them keeps '' from being a cast error.
            let offset = format!("REPLACE(REGEXP_SUBSTR(SUBSTR({name}, 12), '[+-].*$'), ':', '')");
            let minutes = format!(
                "(CAST(CONCAT('0', SUBSTR({offset}, 2, 2)) AS SIGNED) * 60 + \
                 CAST(CONCAT('0', SUBSTR({offset}, 4, 2)) AS SIGNED))"
            );
            format!(
                "DATE_SUB({}, INTERVAL IF(LEFT({offset}, 1) = '-', -1, 1) * {minutes} MINUTE)",
                on_the_wall(dialect, name)
            )
        }
        Dialect::Sqlite => format!("strftime('%Y-%m-%d %H:%M:%f', {name})"),
    }
}

/// A value without an offset as a date and time.
fn on_the_wall(dialect: Dialect, name: &str) -> String {
    match dialect {
        Dialect::Postgres => format!("(({name})::text)::timestamp"),
        Dialect::Mysql { .. } => format!(
            "CAST(CONCAT(LEFT({name}, 10), ' ', REGEXP_SUBSTR(SUBSTR({name}, 12), \
             '^[0-9:]+([.][0-9]{{1,6}})?')) AS DATETIME(6))"
        ),
        Dialect::Sqlite => format!("strftime('%Y-%m-%d %H:%M:%f', {name})"),
    }
}

fn digits_value(dialect: Dialect, name: &str) -> String {
    match dialect {
        Dialect::Postgres => format!("(({name})::text)::bigint"),
        Dialect::Mysql { .. } => format!("CAST({name} AS SIGNED)"),
        Dialect::Sqlite => format!("CAST({name} AS INTEGER)"),
    }
}

/// SQLite has no regular expressions of its own: the form by GLOB, the calendar by asking for the date again. Only
/// days after the 28th need the calendar.
fn sqlite_date(w: &mut Render<'_>, name: &str) {
    w.raw(&format!(
        "{name} GLOB '[0-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]*' AND substr({name}, 6, 5) >= '01-01' \
         AND substr({name}, 6, 2) <= '12' AND substr({name}, 9, 2) >= '01' AND (substr({name}, 9, 2) < '29' \
         OR date(substr({name}, 1, 10), '+0 days') = substr({name}, 1, 10))"
    ));
}

/// Where the parts of a format stand.
struct Assembled {
    /// `YYYY-MM-DD`.
    date: String,
    /// `HH:MM:SS`, if the format has a time.
    time: Option<String>,
}

enum Piece {
    Digits(char, usize),
    Literal(char),
}

fn pieces(format: &str) -> Vec<Piece> {
    let mut out = Vec::new();
    let mut chars = format.chars();
    while let Some(c) = chars.next() {
        match c {
            '%' => match chars.next() {
                Some('Y') => out.push(Piece::Digits('Y', 4)),
                Some(part @ ('m' | 'd' | 'H' | 'M' | 'S')) => out.push(Piece::Digits(part, 2)),
                Some(other) => out.push(Piece::Literal(other)),
                None => out.push(Piece::Literal('%')),
            },
            other => out.push(Piece::Literal(other)),
        }
    }
    out
}

fn assembled(dialect: Dialect, format: &str, name: &str) -> Assembled {
    let mut position = 1;
    let mut found = std::collections::BTreeMap::new();
    for piece in pieces(format) {
        match piece {
            Piece::Digits(part, width) => {
                found.entry(part).or_insert_with(|| match dialect {
                    Dialect::Postgres => format!("substr(({name})::text, {position}, {width})"),
                    _ => format!("substr({name}, {position}, {width})"),
                });
                position += width;
            }
            Piece::Literal(_) => position += 1,
        }
    }
    let part = |letter: char| found.get(&letter).cloned();
    let or = |letter: char, missing: &str| part(letter).unwrap_or_else(|| format!("'{missing}'"));
    let date = concat(dialect, &[&or('Y', "0000"), "'-'", &or('m', "00"), "'-'", &or('d', "00")]);
    let time = part('H').map(|hour| concat(dialect, &[&hour, "':'", &or('M', "00"), "':'", &or('S', "00")]));
    Assembled { date, time }
}

fn concat(dialect: Dialect, parts: &[&str]) -> String {
    match dialect {
        Dialect::Mysql { .. } => format!("CONCAT({})", parts.join(", ")),
        Dialect::Postgres => format!("(({}) COLLATE \"C\")", parts.join(" || ")),
        Dialect::Sqlite => format!("({})", parts.join(" || ")),
    }
}

fn formatted_valid(w: &mut Render<'_>, format: &str, name: &str, dialect: Dialect) {
    let value = assembled(dialect, format, name);
    if dialect == Dialect::Sqlite {
        w.raw(&format!("({name} GLOB "));
        w.lit(Lit::Text(glob(format)));
        w.raw(&format!(" AND date({0}, '+0 days') = {0}", value.date));
        if let Some(time) = &value.time {
            w.raw(&format!(" AND time({time}) IS NOT NULL AND {time} < '24'"));
        }
        w.raw(")");
        return;
    }
    let (matches, text) = match dialect {
        Dialect::Postgres => ("~", format!("({name})::text")),
        _ => ("REGEXP", name.to_owned()),
    };
    w.raw(&format!("({text} {matches} "));
    w.lit(Lit::Text(shape_regex(format)));
    w.raw(&format!(" AND {} {matches} '^{DATE}$')", value.date));
}

fn shape_regex(format: &str) -> String {
    let mut regex = String::from("^");
    for piece in pieces(format) {
        match piece {
            Piece::Digits('Y', _) => regex.push_str("[0-9]{4}"),
            Piece::Digits('H', _) => regex.push_str("([01][0-9]|2[0-3])"),
            Piece::Digits('M' | 'S', _) => regex.push_str("[0-5][0-9]"),
            Piece::Digits(..) => regex.push_str("[0-9]{2}"),
            Piece::Literal(c) => {
                if "^$.|?*+()[]{}\\".contains(c) {
                    regex.push('\\');
                }
                regex.push(c);
            }
        }
    }
    regex.push('$');
    regex
}

fn glob(format: &str) -> String {
    let mut glob = String::new();
    for piece in pieces(format) {
        match piece {
            Piece::Digits(_, width) => glob.push_str(&"[0-9]".repeat(width)),
            Piece::Literal(c @ ('*' | '?' | '[')) => {
                glob.push('[');
                glob.push(c);
                glob.push(']');
            }
            Piece::Literal(c) => glob.push(c),
        }
    }
    glob
}
