//! Marks: what is said of records beside their content, for all that an activity has, for all that is about a party, or for
//! one entry. A row for each of these and each field, however many records it reaches.
//!
//! **Which one counts.** The latest that was said, as if each record had been changed then. What an entry brought along was
//! said when it was made; a mark also holds for entries that come later and say nothing themselves (decision 15).

use std::collections::HashMap;
use std::fmt;

use gallra_vault::DataKey;
use jiff::civil::Date;

use super::scope::{OnConflict, Scoped};
use super::trail::named;
use super::{EntryId, EntryKind, Held, PartyId, Refusal, Topic, cell, sealed};
use crate::sql::{Arg, Row, args};
use crate::{Store, StoreError};

/// What a mark is about, and which records are asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
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
    ) -> Result<(Option<String>, Option<Vec<u8>>), StoreError> {
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
}

impl Marks {
    /// About a topic.
    pub const fn on(&self, topic: Topic) -> &Said {
        &self.said[topic as usize]
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

/// Writes a mark, unless a later one is there.
pub(super) async fn write(
    data: &mut Scoped<'_>,
    of: &Of,
    (field, seq): (&str, i64),
    (value, sealed): (Option<String>, Option<Vec<u8>>),
) -> Result<(), StoreError> {
    let (level, activity, record) = of.columns();
    let columns = ["level", "activity", "record", "field", "seq", "value", "sealed"];
    let values = args![level, activity, record, field, seq, value, Arg::Bytes(sealed)];
    data.insert("mark", &columns, OnConflict::Later, values).await.map(drop)
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
    /// Those that reach the entries of a condition on the table `entry`.
    pub(super) async fn load(data: &mut Scoped<'_>, only: &str, args: &[Arg]) -> Result<Self, StoreError> {
        let these = |column: &str| format!("SELECT {column} FROM entry WHERE tenant = $1 AND ({only})");
        let level = |level: &str, place: &str, column: &str| {
            format!("level = '{level}' AND {place} IN ({})", these(column))
        };
        let more = |only: String| format!(" UNION ALL SELECT {COLUMNS} FROM mark WHERE tenant = $1 AND {only}");
        let of_party = more(format!("activity = '' AND {}", level("party", "record", "party")));
        let of_entry = more(format!("activity = '' AND {}", level("entry", "record", "id")));
        let first = level("activity", "activity", "activity");
        let rows = data.select(COLUMNS, "mark", (&first, &(of_party + &of_entry)), args).await?;
        let mut reaching = Self::default();
        for row in &rows {
            reaching.take(data.store(), row)?;
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
        let at = if field == UNTIL {
            0
        } else {
            1 + Topic::read(&field).ok_or_else(damaged)? as usize
        };
        let record: i64 = cell(store, row, "record")?;
        let fields = match cell::<String>(store, row, "level")?.as_str() {
            "activity" => self.activities.entry(cell(store, row, "activity")?).or_default(),
            "party" => self.parties.entry(record).or_default(),
            "entry" => self.entries.entry(record).or_default(),
            _ => return Err(damaged()),
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
            ("activity", 0, self.activities.get(activity)),
            ("party", party, self.parties.get(&party)),
            ("entry", id, self.entries.get(&id)),
        ];
        let latest = |at: usize, own: i64| {
            let marks = levels.iter().filter_map(|(level, record, fields)| {
                Some((*level, *record, fields.and_then(|fields| fields[at].as_ref())?))
            });
            marks.filter(|(_, _, mark)| mark.seq > own).max_by_key(|(_, _, mark)| mark.seq)
        };
        let (mut marks, mut words) = (Marks::default(), Vec::new());
        let until = match latest(0, if until.is_some() { id } else { 0 }) {
            Some((_, _, mark)) => mark.value.clone().filter(|day| !day.is_empty()),
            None => until,
        };
        marks.until = until
            .map(|day| day.parse().map_err(|_| store.damaged("the last day of a record")))
            .transpose()?;
        let mut own = own.unwrap_or_default().split(';');
        for topic in Topic::ALL {
            let own = own.next().filter(|names| !names.is_empty());
            let said = &mut marks.said[*topic as usize];
            match latest(1 + *topic as usize, if own.is_some() { id } else { 0 }) {
                Some((level, record, Standing { sealed: Some(sealed), .. })) => {
                    let place = (kind(level, topic.word()), record);
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
