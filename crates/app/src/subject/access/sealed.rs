//! What lies sealed in Gallra's own register: opened at the desk, and told to its trail like any other look.

use std::collections::BTreeMap;

use gallra_connect::read::{Datum, ReadQuestion};
use gallra_rules::inventory::ColumnClass;
use gallra_rules::names::DatasetName;
use gallra_rules::plan::decide::Shown;
use gallra_rules::policy::{Basis, Policy};
use gallra_rules::predicate::{Predicate, TableRef};
use gallra_store::register::{Agreement, Entry, EntryKind, Field, Held, Party, PartyKind};
use jiff::civil::Date;

use super::reach::{Column, Wanted, identifies};
use crate::register::desk::{self, Whole};
use crate::subject::{Person, restrict};
use crate::{AppError, Context};

/// What was opened: what is said of each dataset, and its records.
#[derive(Default)]
pub(super) struct Sealed {
    pub(super) wanted: Vec<Wanted>,
    pub(super) records: Vec<Vec<Vec<Datum>>>,
    /// Datasets that could not be opened, and why.
    pub(super) not_checked: BTreeMap<DatasetName, String>,
}

/// A column: its name, its category, and how it is shown.
type Told = (&'static str, Option<&'static str>, Shown);

const PARTY: [Told; 13] = [
    ("id", None, Shown::Yes),
    ("role", None, Shown::Yes),
    ("name", Some("person.name"), Shown::Yes),
    ("email", Some("contact.email"), Shown::Yes),
    ("phone", Some("contact.phone"), Shown::Yes),
    ("number", Some("person.national_id"), Shown::Yes),
    ("reference", Some("customer.number"), Shown::Yes),
    ("address", Some("contact.address"), Shown::Yes),
    ("about", Some("communication.note"), Shown::AfterReview),
    ("keys", None, Shown::Yes),
    ("since", None, Shown::Yes),
    ("last_contact", None, Shown::Yes),
    ("left", None, Shown::Yes),
];
const ENTRY: [Told; 7] = [
    ("id", None, Shown::Yes),
    ("made", None, Shown::Yes),
    ("activity", None, Shown::Yes),
    ("source", None, Shown::Yes),
    ("due", None, Shown::Yes),
    ("state", None, Shown::Yes),
    ("content", Some("communication.note"), Shown::AfterReview),
];
const AGREEMENT: [Told; 9] = [
    ("id", None, Shown::Yes),
    ("kind", None, Shown::Yes),
    ("mode", None, Shown::Yes),
    ("version", None, Shown::Yes),
    ("state", None, Shown::Yes),
    ("accepted", None, Shown::Yes),
    ("starts", None, Shown::Yes),
    ("ended", None, Shown::Yes),
    ("settled", None, Shown::Yes),
];

/// Opens what the register has of the person.
///
/// # Errors
/// The state's.
pub(super) async fn open(context: &Context, person: &Person) -> Result<Sealed, AppError> {
    let parties = restrict::parties(context, person);
    let mut sealed = Sealed::default();
    let Some(activity) = context.activity_of_register().filter(|_| !parties.is_empty()) else {
        return Ok(sealed);
    };
    let acting = context.acting_itself(activity)?;
    let mut sets: BTreeMap<DatasetName, (&[Told], Vec<Vec<Datum>>)> = BTreeMap::new();
    let register = match context.register().await {
        Ok(register) => register,
        Err(fault) => {
            sealed.not_checked.extend(of_register(context, &fault));
            return Ok(sealed);
        }
    };
    for id in parties {
        let whole = match desk::whole(&register, &acting, id).await {
            Ok(whole) => whole,
            Err(fault) => {
                sealed.not_checked.extend(of_register(context, &fault));
                continue;
            }
        };
        let Whole { party, entries, agreements, .. } = whole;
        let mut put = |table: &str, told: &'static [Told], row: Vec<Datum>| {
            sets.entry(called(&context.policy, table)).or_insert((told, Vec::new())).1.push(row);
        };
        put(kind_of(party.kind), &PARTY, of_party(&party));
        for entry in &entries {
            put(table_of(entry.kind), &ENTRY, of_entry(entry));
        }
        for agreement in &agreements {
            put("service_agreements", &AGREEMENT, of_agreement(agreement));
        }
    }
    for (name, (told, records)) in sets {
        sealed.wanted.push(wanted(&context.policy, name, told));
        sealed.records.push(records);
    }
    Ok(sealed)
}

/// The datasets of the register, of which nothing can be told for this reason.
fn of_register(context: &Context, fault: &AppError) -> Vec<(DatasetName, String)> {
    let datasets = context.policy.datasets.iter().filter(|(_, dataset)| dataset.in_register().is_some());
    datasets.map(|(name, _)| (name.clone(), fault.to_string())).collect()
}

/// The policy's dataset of a table of the register; the table's own name if it has none.
fn called(policy: &Policy, table: &str) -> DatasetName {
    let mut datasets = policy.datasets.iter();
    let found = datasets.find(|(_, dataset)| dataset.register.as_deref() == Some(table));
    found.map_or_else(|| DatasetName::new(table), |(name, _)| name.clone())
}

const fn kind_of(kind: PartyKind) -> &'static str {
    match kind {
        PartyKind::Customer => "customers",
        PartyKind::Contact => "contacts",
        PartyKind::Supplier => "suppliers",
        PartyKind::Partner => "partners",
    }
}

const fn table_of(kind: EntryKind) -> &'static str {
    match kind {
        EntryKind::Note => "notes",
        EntryKind::Call => "calls",
        EntryKind::Sms => "sms",
        EntryKind::Credential => "credentials",
        EntryKind::Binder => "binders",
        EntryKind::Printed => "printed",
        EntryKind::Quote => "quotes",
        EntryKind::PhonePlace => "phone_places",
        EntryKind::CalendarPlace => "calendar_places",
    }
}

fn wanted(policy: &Policy, dataset: DatasetName, told: &[Told]) -> Wanted {
    let by_consent_or_contract = policy.activities.values().any(|activity| {
        activity.data.contains(&dataset)
            && matches!(activity.basis, Some(Basis::Consent { .. } | Basis::Contract))
    });
    let column = |(name, category, shown): &Told| Column {
        name: (*name).to_owned(),
        category: category.map(str::to_owned),
        shown: *shown,
        // What was noted about somebody they have not provided.
        portable: by_consent_or_contract && category.is_some() && *shown == Shown::Yes,
        identifies: category.is_some_and(identifies),
        tells_when: false,
    };
    let question = ReadQuestion {
        dataset: dataset.clone(),
        table: TableRef { schema: None, name: dataset.as_str().to_owned() },
        which: Predicate::never(),
        marks: Vec::new(),
        columns: told.iter().map(|(name, ..)| ((*name).to_owned(), ColumnClass::Other)).collect(),
        order: Vec::new(),
        content: false,
    };
    let columns = told.iter().map(column).collect();
    Wanted { dataset, question, columns, links: Vec::new(), content: None, restricted: None }
}

fn of_party(party: &Party) -> Vec<Datum> {
    let mut row = vec![Datum::Integer(party.id.0), text(party.role.word())];
    let Held::Open(person) = &party.person else {
        row.resize(PARTY.len() - 3, Datum::Null);
        row.extend([party.since, party.last_contact, party.left_on].map(day));
        return row;
    };
    let person = person.expose();
    let known = |field: Field| {
        let of_field = person.identifiers.iter().filter(|known| known.field() == field);
        several(&of_field.map(crate::register::export::written).collect::<Vec<_>>())
    };
    row.push(text(&person.name));
    row.extend([Field::Email, Field::Phone, Field::Number, Field::Reference].map(known));
    row.push(person.address.as_deref().map_or(Datum::Null, text));
    row.push(person.about.as_deref().map_or(Datum::Null, text));
    let keys =
        person.keys.iter().flat_map(|(name, keys)| keys.iter().map(move |key| format!("{name}: {key}")));
    row.push(several(&keys.collect::<Vec<_>>()));
    row.extend([party.since, party.last_contact, party.left_on].map(day));
    row
}

/// A login that was kept is shown by nobody but who looks it up by itself.
fn of_entry(entry: &Entry) -> Vec<Datum> {
    let content = match &entry.content {
        Held::Open(content) => serde_json::to_string(content.expose()).map_or(Datum::Null, Datum::Json),
        Held::Withheld | Held::Unreadable | Held::Nothing => Datum::Null,
    };
    vec![
        Datum::Integer(entry.id.0),
        day(Some(entry.at)),
        text(&entry.activity),
        text(entry.source.word()),
        day(entry.due),
        entry.state.map_or(Datum::Null, |state| text(state.word())),
        content,
    ]
}

fn of_agreement(agreement: &Agreement) -> Vec<Datum> {
    let mut row = vec![
        Datum::Integer(agreement.id.0),
        text(agreement.kind.word()),
        text(agreement.mode.word()),
        Datum::Integer(agreement.version),
        text(agreement.state.word()),
    ];
    row.extend(
        [agreement.accepted_on, agreement.starts_on, agreement.ended_on, agreement.settled_on].map(day),
    );
    row
}

fn text(text: &str) -> Datum {
    Datum::Text(text.to_owned())
}

fn several(values: &[String]) -> Datum {
    if values.is_empty() { Datum::Null } else { Datum::Text(values.join("; ")) }
}

fn day(day: Option<Date>) -> Datum {
    day.map_or(Datum::Null, |day| Datum::Date(day.to_string()))
}
