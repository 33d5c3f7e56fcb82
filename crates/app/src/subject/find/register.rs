//! The register's part of a search: parties are sealed, so no column can be compared. The blind index finds them by e-mail
//! address, telephone and personal number, and by how other systems write them.
//!
//! Each look is a line of the trail, and so is a search in which the register has no part: whoever looks for people is seen.

use std::collections::{BTreeMap, BTreeSet};

use gallra_rules::names::DatasetName;
use gallra_rules::policy::REGISTER_TABLES;
use gallra_rules::spelling::Compared;
use gallra_store::StoreError;
use gallra_store::register::{Acting, Field, Held, Identifier, Party, PartyId, PartyKind};

use super::judge::Record;
use super::look::Looking;
use super::name::Name;
use super::terms::{Realm, TermId};
use crate::{AppError, Context};

/// The column by which a party is named in what is told.
pub(super) const ID: &str = "id";

/// What is known of the register's parties.
#[derive(Default)]
pub(super) struct Parties {
    is_open: bool,
    acting: Option<Acting>,
    opened: BTreeMap<PartyId, Party>,
}

impl Looking<'_> {
    /// Sees whether there is a register, and whether it can be opened.
    pub(super) async fn open_register(&mut self) -> Result<(), AppError> {
        let context = self.context;
        let of_register: Vec<DatasetName> = context
            .policy
            .datasets
            .iter()
            .filter(|(_, dataset)| dataset.in_register().is_some_and(|table| table.party_column().is_some()))
            .map(|(name, _)| name.clone())
            .collect();
        if !context.store.has_register().await? {
            return Ok(());
        }
        let acting = match &self.acting {
            Some(acting) => Some(acting.clone()),
            None => by_itself(context)?,
        };
        let fault = match (context.register().await, acting) {
            (Ok(_), Some(acting)) => {
                self.parties.is_open = true;
                self.parties.acting = Some(acting);
                return Ok(());
            }
            (Ok(_), None) => "the policy has no activity for which it could be looked into".to_owned(),
            (Err(AppError::Store(StoreError::Vault(fault))), _) => fault.to_string(),
            (Err(fault), _) => return Err(fault),
        };
        for name in of_register {
            self.not_checked.insert(name, format!("the register cannot be opened: {fault}"));
        }
        Ok(())
    }

    /// Looks for what is new.
    pub(super) async fn round_of_register(&mut self, new: &[TermId]) -> Result<(), AppError> {
        let Some(acting) = self.parties.acting.clone().filter(|_| self.parties.is_open) else {
            return Ok(());
        };
        let register = self.context.register().await?;
        for id in new {
            let Some(term) = self.terms.get(*id).cloned() else { continue };
            let found = match identifier(&term.realm, term.value(), self.context.today()) {
                Some(identifier) => register.find(&acting, &identifier).await?,
                None => match &term.realm {
                    Realm::Of(kind) => register.find_by_key(&acting, kind, term.value()).await?,
                    _ => Vec::new(),
                },
            };
            for party in found {
                let number = party.id;
                self.parties.opened.insert(number, party);
                self.take_in_party(number, *id);
            }
        }
        Ok(())
    }

    fn take_in_party(&mut self, id: PartyId, term: TermId) {
        let Some(party) = self.parties.opened.get(&id).cloned() else { return };
        let Held::Open(person) = &party.person else { return };
        let person = person.expose();
        let mut gives = Vec::new();
        for known in &person.identifiers {
            let (realm, column) = match known.field() {
                Field::Email => (Realm::Email, "email"),
                Field::Phone => (Realm::Phone, "phone"),
                Field::Number => (Realm::Number, "number"),
                Field::Reference => (Realm::Of("reference".to_owned()), "reference"),
            };
            gives.extend(self.term(&realm, &written(known)).map(|term| (column.to_owned(), term)));
        }
        for (name, keys) in &person.keys {
            for key in keys {
                for realm in [Realm::Of(name.clone()), Realm::Party(name.clone())] {
                    gives.extend(self.term(&realm, key).map(|term| (name.clone(), term)));
                }
            }
        }
        let dataset = dataset_of(self.context, party.kind);
        let by = self.terms.get(term).map(|term| term.realm.word()).unwrap_or_default();
        let record = Record {
            dataset,
            cells: BTreeMap::from([(ID.to_owned(), id.0.to_string())]),
            name: Name::of([person.name.as_str()]),
            shown: person.name.clone(),
            gives,
            numbers: BTreeSet::new(),
        };
        self.put(record, vec![(term, by, Compared::Same)]);
    }
}

/// The policy's dataset of such parties; the register itself if it has none.
fn dataset_of(context: &Context, kind: PartyKind) -> DatasetName {
    let table = match kind {
        PartyKind::Customer => "customers",
        PartyKind::Contact => "contacts",
        PartyKind::Supplier => "suppliers",
        PartyKind::Partner => "partners",
    };
    debug_assert!(REGISTER_TABLES.iter().any(|known| known.name == table));
    let mut datasets = context.policy.datasets.iter();
    let found = datasets.find(|(_, dataset)| dataset.register.as_deref() == Some(table));
    found.map_or_else(|| DatasetName::new("register"), |(name, _)| name.clone())
}

fn by_itself(context: &Context) -> Result<Option<Acting>, AppError> {
    let activity = context.activity_of_register().or_else(|| context.policy.activities.keys().next());
    activity.map(|activity| context.acting_itself(activity)).transpose()
}

fn identifier(realm: &Realm, value: &str, today: jiff::civil::Date) -> Option<Identifier> {
    match realm {
        Realm::Email => Identifier::email(value).ok(),
        Realm::Phone => Identifier::phone(&format!("+{value}")).ok(),
        Realm::Number => Identifier::number(value, today).ok(),
        Realm::Of(kind) if kind == "reference" => Identifier::reference(value).ok(),
        _ => None,
    }
}

/// As [`gallra_rules::spelling`] reads it.
fn written(known: &Identifier) -> String {
    match known.field() {
        Field::Phone => format!("+{}", known.expose()),
        _ => known.expose().to_owned(),
    }
}
