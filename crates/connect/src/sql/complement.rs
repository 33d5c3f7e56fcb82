//! The rule the other way round: which records it does *not* cover.
//!
//! The recount must not repeat the mistakes of the disposal, so it asks the opposite question with conditions that are
//! written apart: negation is pushed down to each atom (De Morgan), and each atom says when it does not hold, NULL
//! included. What is left after taking these from all records is what the rule covers ([`Render::left_over`]). Taken twice, a
//! negation is none: links stay links, which a database joins; only atoms are turned round.

use gallra_rules::predicate::{AnchorValue, Cutoff, Predicate};
use jiff::civil::Date;

use crate::sql::anchor::Reading;
use crate::sql::keys::not_filled_in;
use crate::sql::render::{At, Render, Rendered};

impl Render<'_> {
    /// Writes a condition that holds exactly where `predicate` does not.
    pub(crate) fn complement(&mut self, at: &At, predicate: &Predicate) -> Rendered {
        match predicate {
            Predicate::All(parts) => self.complements(at, parts, " OR ", "FALSE"),
            Predicate::Any(parts) => self.complements(at, parts, " AND ", "TRUE"),
            Predicate::Not(inner) => self.left_over(at, inner),
            Predicate::Before { anchor, cutoff, since } => self.not_before(at, anchor, cutoff, *since),
            Predicate::IsNull { column } => {
                self.shape(at, column)?;
                let name = self.column(at, column);
                self.raw(&format!("{name} IS NOT NULL"));
                Ok(())
            }
            Predicate::Related { join, is } => {
                self.raw("NOT ");
                self.exists(at, join, |w, there| w.left_over(there, is))
            }
            Predicate::KeyIn { .. } => Err(not_filled_in(&at.table)),
            Predicate::Unusable { .. }
            | Predicate::In { .. }
            | Predicate::Among { .. }
            | Predicate::NotAnonymised { .. } => {
                self.raw("COALESCE(");
                self.predicate(at, predicate)?;
                self.raw(", FALSE) IS FALSE");
                Ok(())
            }
        }
    }

    /// Writes a condition that is true exactly where the complement is not.
    pub(crate) fn left_over(&mut self, at: &At, predicate: &Predicate) -> Rendered {
        match predicate {
            Predicate::All(parts) => self.left_overs(at, parts, " AND ", "TRUE"),
            Predicate::Any(parts) if parts.len() == 1 => self.left_overs(at, parts, " OR ", "FALSE"),
            Predicate::Any(parts) => self.loosely(|w| w.left_overs(at, parts, " OR ", "FALSE")),
            Predicate::Not(inner) => self.complement(at, inner),
            Predicate::Related { join, is } => self.exists(at, join, |w, there| w.left_over(there, is)),
            Predicate::Among { column, keys } if self.joins_keys(at, column)? => {
                self.joined_keys(at, column, keys)
            }
            _ => {
                self.raw("(");
                self.loosely(|w| w.complement(at, predicate))?;
                self.raw(") IS NOT TRUE");
                Ok(())
            }
        }
    }

    fn left_overs(&mut self, at: &At, parts: &[Predicate], between: &str, empty: &str) -> Rendered {
        if parts.is_empty() {
            self.raw(empty);
            return Ok(());
        }
        self.raw("(");
        for (i, part) in parts.iter().enumerate() {
            if i > 0 {
                self.raw(between);
            }
            self.left_over(at, part)?;
        }
        self.raw(")");
        Ok(())
    }

    fn complements(&mut self, at: &At, parts: &[Predicate], between: &str, empty: &str) -> Rendered {
        if parts.is_empty() {
            self.raw(empty);
            return Ok(());
        }
        self.raw("(");
        for (i, part) in parts.iter().enumerate() {
            if i > 0 {
                self.raw(between);
            }
            // A link is there or not, and never unknown.
            if between == " AND " && matches!(part, Predicate::Related { .. }) {
                self.complement(at, part)?;
                continue;
            }
            self.raw("COALESCE(");
            self.loosely(|w| w.complement(at, part))?;
            self.raw(", FALSE)");
        }
        self.raw(")");
        Ok(())
    }

    fn not_before(&mut self, at: &At, anchor: &AnchorValue, cutoff: &Cutoff, since: Date) -> Rendered {
        match anchor {
            AnchorValue::Column { column, encoding } => {
                let name = self.column(at, column);
                self.raw(&format!("({name} IS NULL OR "));
                match self.reading(at, column, encoding, Some(cutoff), since)? {
                    Reading::Typed(_) => {
                        self.at_least(at, anchor, cutoff, since)?;
                        self.raw(" OR ");
                        self.implausible(at, anchor, since)?;
                    }
                    Reading::Text(text) => text.implausible_or_later(self, &name),
                }
                self.raw(")");
                Ok(())
            }
            AnchorValue::Keyed { .. } => Err(not_filled_in(&at.table)),
            AnchorValue::Parent { join, of } => {
                self.raw("NOT ");
                self.exists(at, join, |w, there| {
                    w.raw("(");
                    w.not_before(there, of, cutoff, since)?;
                    w.raw(") IS NOT TRUE");
                    Ok(())
                })
            }
            AnchorValue::LatestChild { join, of } => {
                self.raw("(");
                self.exists(at, join, |w, there| w.not_before(there, of, cutoff, since))?;
                self.raw(" OR NOT ");
                self.exists(at, join, |w, _| {
                    w.raw("TRUE");
                    Ok(())
                })?;
                self.raw(")");
                Ok(())
            }
        }
    }
}
