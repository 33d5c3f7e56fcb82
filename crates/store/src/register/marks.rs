//! Marks: what is said of records beside their content, for all that an activity has, for all that is about a party, or for
//! one entry. A row for each of these and each field, however many records it reaches.
//!
//! **Which one counts.** The latest that was said, as if each record had been changed then. What an entry brought along was
//! said when it was made; a mark also holds for entries that come later and say nothing themselves (decision 15).

use std::collections::HashMap;
use std::fmt;

use gallra_vault::DataKey;
use jiff::civil::Date;

use super::looks::numbers;
use super::scope::{OnConflict, Scoped};
use super::trail::named;
use super::{EntryId, EntryKind, Held, Level, PartyId, Refusal, Topic, cell, sealed};
use crate::sql::{Arg, Row, args};
use crate::{Store, StoreError};

/// What a mark is about, and which records are asked for.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Of {
    /// All that an activity of the policy has.
    Activity(String),
    /// All that is about a party.
    Party(PartyId),
    /// One.
    Entry(EntryId),
}

impl Of {
    /// The word of its level, and the columns `activity` and `record`.
    pub(super) fn columns(&self) -> (&'static str, &str, i64) {
        match self {
            Self::Activity(name) => ("activity", name, 0),
            Self::Party(id) => ("party", "", id.0),
            Self::Entry(id) => ("entry", "", id.0),
        }
    }
}

/// Names that the policy knows, such as codes of objections or of recipients. Never a person's.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Names(Box<str>);

impl Names {
    /// Takes names of 1 to 64 letters, digits, `_` and `-`.
    ///
    /// # Errors
    /// [`Refusal::Form`].
    pub fn new<'n>(names: impl IntoIterator<Item = &'n str>) -> Result<Self, Refusal> {
        let names: Vec<&str> = names.into_iter().collect();
        names.iter().try_for_each(|name| named(name))?;
        Ok(Self(names.join(",").into()))
    }

    /// One by one.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.0.split(',').filter(|name| !name.is_empty())
    }
}

/// What is to be said.
#[derive(Clone, PartialEq, Eq)]
pub enum Mark {
    /// The last day, of UTC, on which the records are handed out; `None` for no last day.
    Until(Option<Date>),
    /// Names of the policy; may be none.
    Names(Topic, Names),
    /// Somebody's own words, or whom the policy has no name for. Sealed, so not for an activity.
    Words(Topic, String),
}

impl fmt::Debug for Mark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Until(day) => f.debug_tuple("Until").field(day).finish(),
            Self::Names(topic, names) => f.debug_tuple("Names").field(topic).field(names).finish(),
            Self::Words(topic, _) => write!(f, "Words({topic:?}, …)"),
        }
    }
}

impl Mark {
    pub(super) const fn field(&self) -> &'static str {
        match self {
            Self::Until(_) => UNTIL,
            Self::Names(topic, _) | Self::Words(topic, _) => topic.word(),
        }
    }

    /// The columns `value` and `sealed` at a place. Words need the key of the party that they are about.
    pub(super) fn columns(
        &self,
        store: &Store,
        of: &Of,
        key: Option<&DataKey>,
    ) -> Result<Columns, StoreError> {
        Ok(match self {
            Self::Until(day) => (Some(day.map(|day| day.to_string()).unwrap_or_default()), None),
            Self::Names(_, names) => (Some(names.0.to_string()), None),
            Self::Words(_, words) => {
                let key = key.ok_or_else(|| store.damaged("the key for a mark"))?;
                let (level, _, record) = of.columns();
                (None, Some(sealed::seal(store, key, (&kind(level, self.field()), record), words)?))
            }
        })
    }
}

/// What is said about one topic.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Said {
    /// Nothing.
    #[default]
    Nothing,
    /// Names of the policy.
    Names(Names),
    /// Words.
    Words(Held<String>),
}

/// What is said of a record.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Marks {
    /// The last day on which it is handed out.
    pub until: Option<Date>,
    said: [Said; Topic::ALL.len()],
    levels: [Option<Level>; FIELDS],
}

impl Marks {
    /// About a topic.
    pub const fn on(&self, topic: Topic) -> &Said {
        &self.said[topic as usize]
    }

    /// Where what counts about a topic was said; `None` if nothing was.
    pub const fn level_on(&self, topic: Topic) -> Option<Level> {
        self.levels[1 + topic as usize]
    }

    /// Where the last day was said, or that there is none; `None` if neither was.
    pub const fn level_of_until(&self) -> Option<Level> {
        self.levels[0]
    }
}

/// A record without its content.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Described {
    /// Its number.
    pub id: EntryId,
    /// About whom.
    pub party: PartyId,
    /// What it is.
    pub kind: EntryKind,
    /// For which activity of the policy.
    pub activity: String,
    /// What is said of it.
    pub marks: Marks,
}

const UNTIL: &str = "until";
/// `until`, and the topics after it.
const FIELDS: usize = 1 + Topic::ALL.len();
pub(super) const COLUMNS: &str = "level, activity, record, field, seq, value, sealed";

/// What kind of record the vault takes a mark for: its number tells neither of which table nor the field.
pub(super) fn kind(level: &str, field: &str) -> String {
    format!("mark/{level}/{field}")
}

/// The columns of a mark.
const MARK: [&str; 7] = ["level", "activity", "record", "field", "seq", "value", "sealed"];

/// Their values.
pub(super) fn row(of: &Of, (field, seq): (&str, i64), (value, sealed): Columns) -> Vec<Arg> {
    let (level, activity, record) = of.columns();
    args![level, activity, record, field, seq, value, Arg::Bytes(sealed)].to_vec()
}

/// `value` and `sealed`, one of which is there.
pub(super) type Columns = (Option<String>, Option<Vec<u8>>);

/// Writes marks, but none over a later one. No two of one place.
pub(super) async fn write(data: &mut Scoped<'_>, rows: &[Vec<Arg>]) -> Result<(), StoreError> {
    data.insert_all("mark", &MARK, OnConflict::Later, rows).await.map(drop)
}

/// The columns `until` and `marks` of an entry that brings these along; words are not among them.
pub(super) fn brought(marks: &[Mark]) -> (Option<Date>, Option<String>) {
    let (mut until, mut lists) = (None, [const { None }; Topic::ALL.len()]);
    for mark in marks {
        match mark {
            Mark::Until(day) => until = *day,
            Mark::Names(topic, names) if names.0.is_empty() => lists[*topic as usize] = Some("!"),
            Mark::Names(topic, names) => lists[*topic as usize] = Some(&names.0),
            Mark::Words(..) => {}
        }
    }
    let any = lists.iter().any(Option::is_some);
    let text = lists.iter().fold(String::new(), |text, list| text + list.unwrap_or_default() + ";");
    (until, any.then_some(text))
}

/// One mark as it stands.
#[derive(Clone, Debug)]
pub(super) struct Standing {
    pub(super) seq: i64,
    pub(super) value: Option<String>,
    pub(super) sealed: Option<Vec<u8>>,
}

type Fields = [Option<Standing>; FIELDS];

/// The marks that reach some entries.
#[derive(Debug, Default)]
pub(super) struct Reaching {
    activities: HashMap<String, Fields>,
    parties: HashMap<i64, Fields>,
    entries: HashMap<i64, Fields>,
}

/// A topic's sealed words that count for a record: at which level and for which number they were sealed.
pub(super) struct Words<'m> {
    topic: Topic,
    place: (String, i64),
    sealed: &'m [u8],
}

impl Reaching {
    /// Those that reach these rows of `entry`.
    ///
    /// Where few marks lie between the first and the last party, or entry, of the rows, all these are taken at once;
    /// otherwise those of just these parties or entries. Neither leaves it to the engine to guess how many there are.
    pub(super) async fn load(data: &mut Scoped<'_>, rows: &[Row]) -> Result<Self, StoreError> {
        let store = data.store();
        let (entries, parties) = (numbers(store, rows, "id")?, numbers(store, rows, "party")?);
        let mut activities = Vec::new();
        for row in rows {
            let activity: String = cell(store, row, "activity")?;
            if !activities.contains(&activity) {
                activities.push(activity);
            }
        }
        let ends =
            |numbers: &[i64]| numbers.first().copied().zip(numbers.last().copied()).unwrap_or_default();
        let ((first, last), (first_party, last_party)) = (ends(&entries), ends(&parties));
        let few = |level: &str, from: u8, to: u8| {
            format!(
                " UNION ALL SELECT * FROM (SELECT {COLUMNS} FROM mark WHERE tenant = $1 AND level = '{level}'
                  AND activity = '' AND record >= ${from} AND record <= ${to} LIMIT $2) AS {level}"
            )
        };
        let between = few("party", 3, 4) + &few("entry", 5, 6);
        let most = rows.len() + 64;
        let mut values =
            args![i64::try_from(most).unwrap_or(i64::MAX), first_party, last_party, first, last].to_vec();
        // A page of one party may tell of many activities; each is a place in the statement.
        let places: Vec<String> = (7..7 + activities.len()).map(|place| format!("${place}")).collect();
        values.extend(activities.iter().map(Arg::from));
        let only = format!("level = 'activity' AND activity IN ({}) AND record = 0", places.join(", "));
        let found = data.select(COLUMNS, "mark", (&only, &between), &values).await?;
        let mut reaching = Self::default();
        for row in &found {
            reaching.take(store, row)?;
        }
        for (level, numbers) in [("party", &parties), ("entry", &entries)] {
            let number =
                found.iter().filter(|row| row.get::<String>("level").as_deref() == Some(level)).count();
            if number == most {
                let only = format!("level = '{level}' AND activity = ''");
                for row in data.select_among(COLUMNS, "mark", (&only, "record"), numbers).await? {
                    reaching.take(store, &row)?;
                }
            }
        }
        Ok(reaching)
    }

    /// Whether any of them is sealed.
    pub(super) fn has_words(&self) -> bool {
        let all = self.parties.values().chain(self.entries.values()).flatten().flatten();
        all.into_iter().any(|mark| mark.sealed.is_some())
    }

    fn take(&mut self, store: &Store, row: &Row) -> Result<(), StoreError> {
        let damaged = || store.damaged("a mark");
        let field: String = cell(store, row, "field")?;
        let at = if field == UNTIL { 0 } else { 1 + Topic::read(&field).ok_or_else(damaged)? as usize };
        let record: i64 = cell(store, row, "record")?;
        let fields = match Level::read(&cell::<String>(store, row, "level")?).ok_or_else(damaged)? {
            Level::Activity => self.activities.entry(cell(store, row, "activity")?).or_default(),
            Level::Party => self.parties.entry(record).or_default(),
            Level::Entry => self.entries.entry(record).or_default(),
        };
        fields[at] = Some(Standing {
            seq: cell(store, row, "seq")?,
            value: cell(store, row, "value")?,
            sealed: cell(store, row, "sealed")?,
        });
        Ok(())
    }

    /// What counts for an entry, given what it brought along. Words come apart, for they need a key.
    pub(super) fn on<'m>(
        &'m self,
        store: &Store,
        (id, party, activity): (i64, i64, &str),
        (until, own): (Option<String>, Option<&str>),
    ) -> Result<(Marks, Vec<Words<'m>>), StoreError> {
        let levels = [
            (Level::Activity, 0, self.activities.get(activity)),
            (Level::Party, party, self.parties.get(&party)),
            (Level::Entry, id, self.entries.get(&id)),
        ];
        let latest = |at: usize, own: i64| {
            let marks = levels.iter().filter_map(|(level, record, fields)| {
                Some((*level, *record, fields.and_then(|fields| fields[at].as_ref())?))
            });
            marks.filter(|(_, _, mark)| mark.seq > own).max_by_key(|(_, _, mark)| mark.seq)
        };
        let (mut marks, mut words) = (Marks::default(), Vec::new());
        let until = if let Some((level, _, mark)) = latest(0, if until.is_some() { id } else { 0 }) {
            marks.levels[0] = Some(level);
            mark.value.clone().filter(|day| !day.is_empty())
        } else {
            marks.levels[0] = until.is_some().then_some(Level::Entry);
            until
        };
        marks.until = until
            .map(|day| day.parse().map_err(|_| store.damaged("the last day of a record")))
            .transpose()?;
        let mut own = own.unwrap_or_default().split(';');
        for topic in Topic::ALL {
            let own = own.next().filter(|names| !names.is_empty());
            let said = &mut marks.said[*topic as usize];
            let found = latest(1 + *topic as usize, if own.is_some() { id } else { 0 });
            let brought = own.map(|_| Level::Entry);
            marks.levels[1 + *topic as usize] = found.as_ref().map_or(brought, |(level, ..)| Some(*level));
            match found {
                Some((level, record, Standing { sealed: Some(sealed), .. })) => {
                    let place = (kind(level.word(), topic.word()), record);
                    words.push(Words { topic: *topic, place, sealed });
                }
                Some((_, _, mark)) => {
                    *said = Said::Names(Names(mark.value.clone().unwrap_or_default().into()));
                }
                None => {
                    if let Some(names) = own {
                        *said = Said::Names(Names(if names == "!" { "" } else { names }.into()));
                    }
                }
            }
        }
        Ok((marks, words))
    }
}

impl Marks {
    /// Opens words. Tells whether all could be read.
    pub(super) fn open(
        &mut self,
        store: &Store,
        key: Option<&DataKey>,
        words: &[Words<'_>],
    ) -> Result<bool, StoreError> {
        for word in words {
            let held = sealed::open::<String>(store, key, (&word.place.0, word.place.1), Some(word.sealed))?;
            self.said[word.topic as usize] = Said::Words(held);
        }
        Ok(key.is_some() || words.is_empty())
    }
}
