//! What was judged of one record holds for the next, as long as no limit lies between their times.

use gallra_rules::predicate::eval::{Value, Witness};
use gallra_rules::predicate::{AnchorValue, Predicate};
use jiff::Timestamp;
use jiff::tz::TimeZone;

/// The last judgement, and the times for which it holds. Where predicates ask for one moment of a record and for nothing
/// else, they only compare it with limits, and between two limits they say the same of every record.
#[derive(Clone, Debug)]
pub(crate) struct Memo<V> {
    /// The one column, and the limits in order; none where predicates ask for more.
    limits: Option<(String, Vec<Timestamp>)>,
    last: Option<V>,
    /// From the first of these times and before the second the last holds.
    holds: Option<(Timestamp, Timestamp)>,
}

impl<V> Memo<V> {
    pub(crate) fn of<'p>(predicates: impl IntoIterator<Item = &'p Predicate>) -> Self {
        let (mut column, mut limits) = (None, Vec::new());
        let alone = predicates.into_iter().all(|predicate| collect(predicate, &mut column, &mut limits));
        limits.sort_unstable();
        let limits = column.filter(|_| alone).map(|column| (column.to_owned(), limits));
        Self { limits, last: None, holds: None }
    }

    /// The judgement of a record: the last one, or a new one.
    pub(crate) fn get(&mut self, record: &Witness, judge: impl FnOnce() -> V) -> &V {
        let moment = self.limits.as_ref().and_then(|(column, limits)| match record.columns.get(column) {
            Some(Value::Instant(at)) => Some((*at, limits)),
            _ => None,
        });
        let holds = match (moment, self.holds) {
            (Some((at, _)), Some((from, to))) if from <= at && at < to => self.holds,
            (Some((at, limits)), _) => {
                self.last = None;
                let next = limits.partition_point(|limit| *limit <= at);
                let from = next.checked_sub(1).map_or(Timestamp::MIN, |before| limits[before]);
                Some((from, limits.get(next).copied().unwrap_or(Timestamp::MAX)))
            }
            (None, _) => {
                self.last = None;
                None
            }
        };
        self.holds = holds;
        self.last.get_or_insert_with(judge)
    }
}

/// The limits of a predicate; `false` if it asks for anything but one moment.
fn collect<'p>(predicate: &'p Predicate, column: &mut Option<&'p str>, limits: &mut Vec<Timestamp>) -> bool {
    let (anchor, since) = match predicate {
        Predicate::All(parts) | Predicate::Any(parts) => {
            return parts.iter().all(|part| collect(part, column, limits));
        }
        Predicate::Not(inner) => return collect(inner, column, limits),
        Predicate::Before { anchor, cutoff, since } => {
            limits.push(cutoff.instant);
            (anchor, since)
        }
        Predicate::Unusable { anchor, since, .. } => (anchor, since),
        _ => return false,
    };
    let AnchorValue::Column { column: own, .. } = anchor else { return false };
    let Ok(since) = since.to_zoned(TimeZone::UTC) else { return false };
    limits.push(since.timestamp());
    *column.get_or_insert(own) == own
}

#[cfg(test)]
mod tests {
    use gallra_rules::predicate::{Cutoff, Encoding, Unusable};
    use jiff::ToSpan as _;
    use jiff::civil::date;

    use super::*;

    /// Every second around every limit, forwards and backwards, is judged as if nothing were remembered.
    #[test]
    fn what_is_remembered_is_what_would_be_judged() {
        let anchor = || AnchorValue::Column { column: "logged".to_owned(), encoding: Encoding::Instant };
        let cutoff = |day: i8| {
            let date = date(2026, 5, day);
            Cutoff { date, instant: date.at(1, 30, 0, 0).to_zoned(TimeZone::UTC).unwrap().timestamp() }
        };
        let since = date(2026, 4, 30);
        let before = |day| Predicate::Before { anchor: anchor(), cutoff: cutoff(day), since };
        let unusable = Predicate::Unusable { anchor: anchor(), why: Unusable::Implausible, since };
        let predicates = [
            before(2),
            Predicate::Not(Box::new(before(3))),
            Predicate::Any(vec![
                unusable,
                Predicate::All(vec![before(4), Predicate::Not(Box::new(before(3)))]),
            ]),
        ];
        let judge = |record: &Witness| predicates.iter().map(|it| it.eval(record)).collect::<Vec<_>>();
        let mut memo = Memo::of(&predicates);
        let mut judged = 0;
        let mut limits: Vec<Timestamp> = (2..5).map(|day| cutoff(day).instant).collect();
        limits.push(since.to_zoned(TimeZone::UTC).unwrap().timestamp());
        for limit in limits.iter().chain(limits.iter().rev()) {
            for by in [-2, -1, 0, 1, 2, 0, -1] {
                let mut record = Witness::default();
                record.columns.insert("logged".to_owned(), Value::Instant(*limit + by.seconds()));
                let remembered = memo.get(&record, || {
                    judged += 1;
                    judge(&record)
                });
                assert_eq!(*remembered, judge(&record), "{limit} {by}");
                let odd = Witness::default();
                assert_eq!(*Memo::of(&predicates).get(&odd, || judge(&odd)), judge(&odd));
            }
        }
        assert!(judged < 8 * 7, "something was remembered");
        record_without_a_moment_is_judged_each_time(&mut memo, &judge);
    }

    fn record_without_a_moment_is_judged_each_time(
        memo: &mut Memo<Vec<bool>>,
        judge: &dyn Fn(&Witness) -> Vec<bool>,
    ) {
        for value in [Value::Null, Value::Text("unreadable".to_owned()), Value::Null] {
            let mut record = Witness::default();
            record.columns.insert("logged".to_owned(), value);
            assert_eq!(*memo.get(&record, || judge(&record)), judge(&record));
        }
    }

    #[test]
    fn where_another_column_is_asked_for_nothing_is_remembered() {
        let other = Predicate::IsNull { column: "line".to_owned() };
        let (mut memo, mut record) = (Memo::of([&other]), Witness::default());
        assert!(*memo.get(&record, || other.eval(&record)));
        record.columns.insert("line".to_owned(), Value::Bool(true));
        assert!(!*memo.get(&record, || other.eval(&record)));
    }
}
