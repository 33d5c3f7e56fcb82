//! Anchors: before a cutoff, missing, implausible, at or after a cutoff.
//!
//! An anchor of a parent or of children is never fetched: the question about it is asked over there, in a subquery.

use gallra_rules::inventory::ColumnClass;
use gallra_rules::predicate::{AnchorValue, Cutoff, Encoding, TableRef};
use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan as _};

use crate::error::{ConnectError, ErrorKind};
use crate::sql::dialect::Dialect;
use crate::sql::keys::not_filled_in;
use crate::sql::render::{At, Lit, Render, Rendered};
use crate::sql::text_date::TextDate;

/// MariaDB's `TIMESTAMP` ends in 2106 (since 11.5; in 2038 before).
const TIMESTAMP_ENDS: i64 = 4_294_967_295;

/// The bounds of an anchor in a column whose type the database itself orders.
pub(crate) struct Typed {
    low: Lit,
    high: Option<Lit>,
}

impl Render<'_> {
    /// The anchor is present, plausible and before the cutoff.
    pub(crate) fn before(&mut self, at: &At, anchor: &AnchorValue, cutoff: &Cutoff, since: Date) -> Rendered {
        match anchor {
            AnchorValue::Column { column, encoding } => {
                let name = self.column(at, column);
                match self.reading(at, column, encoding, Some(cutoff), since)? {
                    Reading::Typed(Typed { low, high }) => {
                        self.raw(&format!("({name} >= "));
                        self.lit(low);
                        if let Some(high) = high {
                            self.raw(&format!(" AND {name} < "));
                            self.lit(high);
                        }
                        if let Some(whole) = self.whole_date(encoding, &name) {
                            self.raw(&format!(" AND {whole}"));
                        }
                        self.raw(")");
                    }
                    Reading::Text(text) => text.before(self, &name),
                }
                Ok(())
            }
            AnchorValue::Keyed { .. } => Err(not_filled_in(&at.table)),
            AnchorValue::Parent { join, of } => {
                self.exists(at, join, |w, there| w.before(there, of, cutoff, since))
            }
            // The latest is before the cutoff when there is one and none is later, missing or unreadable.
            AnchorValue::LatestChild { join, of } => {
                self.raw("(");
                self.exists(at, join, |w, _| {
                    w.raw("TRUE");
                    Ok(())
                })?;
                self.raw(" AND NOT ");
                self.exists(at, join, |w, there| {
                    w.raw("(");
                    w.before(there, of, cutoff, since)?;
                    w.raw(") IS NOT TRUE");
                    Ok(())
                })?;
                self.raw(")");
                Ok(())
            }
        }
    }

    /// The anchor is NULL, or there is no record to read it from.
    pub(crate) fn missing(&mut self, at: &At, anchor: &AnchorValue) -> Rendered {
        match anchor {
            AnchorValue::Column { column, .. } => {
                let shape = self.shape(at, column)?;
                let name = self.column(at, column);
                if self.dialect.is_mysql() && !shape.nullable {
                    // There `date IS NULL` is true of 0000-00-00 in a column that cannot be NULL.
                    self.raw("FALSE");
                } else {
                    self.raw(&format!("{name} IS NULL"));
                }
                Ok(())
            }
            AnchorValue::Keyed { .. } => Err(not_filled_in(&at.table)),
            AnchorValue::Parent { join, of } => {
                self.raw("NOT ");
                self.exists(at, join, |w, there| {
                    w.raw("(");
                    w.missing(there, of)?;
                    w.raw(") IS NOT TRUE");
                    Ok(())
                })
            }
            AnchorValue::LatestChild { join, of } => {
                self.raw("(NOT ");
                self.exists(at, join, |w, _| {
                    w.raw("TRUE");
                    Ok(())
                })?;
                self.raw(" OR ");
                self.exists(at, join, |w, there| w.missing(there, of))?;
                self.raw(")");
                Ok(())
            }
        }
    }

    /// The anchor is there, but is no date of its encoding or is earlier than plausible.
    pub(crate) fn implausible(&mut self, at: &At, anchor: &AnchorValue, since: Date) -> Rendered {
        match anchor {
            AnchorValue::Column { column, encoding } => {
                let name = self.column(at, column);
                match self.reading(at, column, encoding, None, since)? {
                    Reading::Typed(Typed { low, .. }) => {
                        if self.dialect == Dialect::Sqlite {
                            // Numbers sort before every text: what is no number is implausible too.
                            self.raw(&format!(
                                "({name} IS NOT NULL AND (typeof({name}) NOT IN ('integer', 'real') OR {name} < "
                            ));
                            self.lit(low);
                            self.raw("))");
                        } else if let Some(whole) = self.whole_date(encoding, &name) {
                            self.raw(&format!("({name} < "));
                            self.lit(low);
                            self.raw(&format!(" OR NOT {whole})"));
                        } else {
                            self.raw(&format!("{name} < "));
                            self.lit(low);
                        }
                    }
                    Reading::Text(text) => text.implausible(self, &name),
                }
                Ok(())
            }
            AnchorValue::Keyed { .. } => Err(not_filled_in(&at.table)),
            AnchorValue::Parent { join, of } => {
                self.exists(at, join, |w, there| w.implausible(there, of, since))
            }
            AnchorValue::LatestChild { join, of } => {
                self.raw("(");
                self.exists(at, join, |w, there| w.implausible(there, of, since))?;
                self.raw(" AND NOT ");
                self.exists(at, join, |w, there| w.missing(there, of))?;
                self.raw(")");
                Ok(())
            }
        }
    }

    /// The anchor is present, plausible and not before the cutoff; only for columns of the record itself.
    pub(crate) fn at_least(
        &mut self,
        at: &At,
        anchor: &AnchorValue,
        cutoff: &Cutoff,
        since: Date,
    ) -> Rendered {
        let AnchorValue::Column { column, encoding } = anchor else {
            self.raw("(");
            self.before(at, anchor, cutoff, since)?;
            self.raw(") IS NOT TRUE");
            return Ok(());
        };
        let name = self.column(at, column);
        match self.reading(at, column, encoding, Some(cutoff), since)? {
            Reading::Typed(Typed { low, high }) => {
                let numeric = if self.dialect == Dialect::Sqlite {
                    format!(" AND typeof({name}) IN ('integer', 'real')")
                } else {
                    String::new()
                };
                let Some(high) = high else {
                    self.raw("FALSE");
                    return Ok(());
                };
                self.raw(&format!("({name} >= "));
                self.lit(high);
                self.raw(&format!(" AND {name} >= "));
                self.lit(low);
                if let Some(whole) = self.whole_date(encoding, &name) {
                    self.raw(&format!(" AND {whole}"));
                }
                self.raw(&format!("{numeric})"));
            }
            Reading::Text(text) => text.at_least(self, &name),
        }
        Ok(())
    }

    /// MariaDB may hold dates whose month or day is zero, such as `2025-00-00`: nobody knows when that was.
    fn whole_date(&self, encoding: &Encoding, name: &str) -> Option<String> {
        let dated = matches!(encoding, Encoding::Date | Encoding::Local(_));
        (dated && self.dialect.is_mysql()).then(|| format!("(MONTH({name}) > 0 AND DAYOFMONTH({name}) > 0)"))
    }

    /// The anchor as one value that `min()` understands.
    pub(crate) fn anchor_value(&mut self, at: &At, anchor: &AnchorValue) -> Rendered {
        match anchor {
            AnchorValue::Column { column, encoding } => {
                self.shape(at, column)?;
                let name = self.column(at, column);
                let value = match encoding {
                    Encoding::FormattedText { format, .. } => {
                        TextDate::formatted_value(self.dialect, format, &name)?
                    }
                    Encoding::IsoText(_) if self.dialect == Dialect::Postgres => {
                        format!("({name})::text COLLATE \"C\"")
                    }
                    _ => name,
                };
                self.raw(&value);
                Ok(())
            }
            AnchorValue::Keyed { .. } => Err(not_filled_in(&at.table)),
            AnchorValue::Parent { join, of } | AnchorValue::LatestChild { join, of } => {
                let there = self.fresh(&join.table);
                self.raw("(SELECT max(");
                self.anchor_value(&there, of)?;
                self.raw(&format!(") FROM {} AS {} WHERE ", self.dialect.table(&join.table), there.alias));
                self.joined(at, &there, join)?;
                self.raw(")");
                Ok(())
            }
        }
    }

    /// How the column's anchor is to be read.
    pub(crate) fn reading(
        &self,
        at: &At,
        column: &str,
        encoding: &Encoding,
        cutoff: Option<&Cutoff>,
        since: Date,
    ) -> Result<Reading, ConnectError> {
        let shape = self.shape(at, column)?;
        let place = &at.table;
        let text = |zone: &str| -> Result<Reading, ConnectError> {
            Ok(Reading::Text(TextDate::iso(
                &zone_of(zone, place)?,
                cutoff,
                since,
                shape.class == ColumnClass::Text,
            )))
        };
        match (encoding, self.dialect) {
            // SQLite has no date types: its dates are text in ISO form.
            (Encoding::IsoText(zone), _) | (Encoding::Local(zone), Dialect::Sqlite) => text(zone),
            (Encoding::FormattedText { format, zone }, _) => {
                Ok(Reading::Text(TextDate::formatted(format, &zone_of(zone, place)?, cutoff, since)))
            }
            (Encoding::Date, Dialect::Sqlite) => Ok(Reading::Text(TextDate::only_date(cutoff, since))),
            (Encoding::Instant, Dialect::Sqlite) => text("UTC"),
            (Encoding::Date, _) => Ok(Reading::Typed(Typed {
                low: Lit::Date(since),
                high: cutoff.map(|cutoff| Lit::Date(cutoff.date)),
            })),
            (Encoding::Instant, _) => {
                let mut low = first_moment(since, self.zone);
                if self.dialect.is_mysql() && shape.class == ColumnClass::Instant {
                    // TIMESTAMP begins here; a constant before it would keep the index from being used.
                    low = low.max(Timestamp::UNIX_EPOCH + 1.second());
                }
                // Beyond what a TIMESTAMP can hold there is no bound: every value is before it.
                let far = |moment: &Timestamp| self.dialect.is_mysql() && moment.as_second() > TIMESTAMP_ENDS;
                let high = cutoff.map(|cutoff| cutoff.instant).filter(|moment| !far(moment));
                Ok(Reading::Typed(Typed { low: Lit::Instant(low), high: high.map(Lit::Instant) }))
            }
            (Encoding::Local(zone), _) => {
                let zone = zone_of(zone, place)?;
                Ok(Reading::Typed(Typed {
                    low: Lit::Local(since.at(0, 0, 0, 0)),
                    high: cutoff.map(|cutoff| Lit::Local(zone.to_datetime(cutoff.instant))),
                }))
            }
            (Encoding::EpochSeconds, _) => Ok(self.epoch(shape.class, 1_000, cutoff, since)),
            (Encoding::EpochMillis, _) => Ok(self.epoch(shape.class, 1, cutoff, since)),
        }
    }

    fn epoch(&self, class: ColumnClass, millis: i64, cutoff: Option<&Cutoff>, since: Date) -> Reading {
        // Whole units before the cutoff: below its ceiling.
        let units = |moment: Timestamp| {
            let nanos = moment.as_nanosecond();
            let unit = i128::from(millis) * 1_000_000;
            i64::try_from(nanos.div_euclid(unit) + i128::from(nanos.rem_euclid(unit) != 0))
                .unwrap_or(i64::MAX)
        };
        let low = units(first_moment(since, self.zone));
        let high = cutoff.map(|cutoff| units(cutoff.instant));
        if class == ColumnClass::Text {
            Reading::Text(TextDate::digits(low, high))
        } else {
            Reading::Typed(Typed { low: Lit::Int(low), high: high.map(Lit::Int) })
        }
    }
}

/// How an anchor column is read.
pub(crate) enum Reading {
    /// The database orders its values itself.
    Typed(Typed),
    /// It is text that has to be looked at.
    Text(TextDate),
}

/// The zone of that name.
pub(crate) fn zone_of(name: &str, table: &TableRef) -> Result<TimeZone, ConnectError> {
    TimeZone::get(name).map_err(|_| {
        ConnectError::new(
            ErrorKind::Unsupported,
            format!("table {table}"),
            format!("there is no time zone `{name}`"),
            "Write an IANA name such as `Europe/Stockholm`",
        )
    })
}

/// The first moment of a day in a zone.
pub(crate) fn first_moment(day: Date, zone: &TimeZone) -> Timestamp {
    day.to_zoned(zone.clone()).map_or(Timestamp::MIN, |start| start.timestamp())
}

/// A moment as the clock on the wall shows it there, to the microsecond below.
pub(crate) fn moment_text(moment: Timestamp, zone: &TimeZone) -> String {
    civil_text(zone.to_datetime(moment))
}

/// `YYYY-MM-DD HH:MM:SS`, with a fraction only if there is one.
pub(crate) fn civil_text(at: DateTime) -> String {
    let micros = at.subsec_nanosecond() / 1_000;
    let whole = format!("{} {:02}:{:02}:{:02}", at.date(), at.hour(), at.minute(), at.second());
    if micros == 0 { whole } else { format!("{whole}.{micros:06}") }
}

/// Reads what `min()` gave back, as a date in the organisation's zone.
pub(crate) fn date_of(text: &str, anchor: &AnchorValue, zone: &TimeZone) -> Option<Date> {
    let encoding = leaf(anchor);
    let day = || text.get(..10)?.parse::<Date>().ok();
    let moment = |millis: i64| {
        let number: i64 = text.split('.').next()?.parse().ok()?;
        let moment = Timestamp::from_millisecond(number.checked_mul(millis)?).ok()?;
        Some(zone.to_datetime(moment).date())
    };
    match encoding {
        Encoding::EpochSeconds => moment(1_000),
        Encoding::EpochMillis => moment(1),
        Encoding::Instant => {
            let civil: DateTime = text.get(..19)?.replace(' ', "T").parse().ok()?;
            let moment = TimeZone::UTC.to_timestamp(civil).ok()?;
            Some(zone.to_datetime(moment).date())
        }
        Encoding::IsoText(_) => {
            let with_offset: Option<Timestamp> = text.replace(' ', "T").parse().ok();
            with_offset.map(|moment| zone.to_datetime(moment).date()).or_else(day)
        }
        Encoding::Date | Encoding::Local(_) | Encoding::FormattedText { .. } => day(),
    }
}

pub(crate) fn leaf(anchor: &AnchorValue) -> &Encoding {
    match anchor {
        AnchorValue::Column { encoding, .. } => encoding,
        AnchorValue::Keyed { .. } => &Encoding::Instant,
        AnchorValue::Parent { of, .. } | AnchorValue::LatestChild { of, .. } => leaf(of),
    }
}
