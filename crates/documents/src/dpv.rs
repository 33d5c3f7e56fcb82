//! Records of processing as linked data: JSON-LD in the terms of the W3C Data Privacy Vocabulary 2.3
//! (<https://w3id.org/dpv>), for programs that compare and audit them.
//!
//! Every activity is a `dpv:Process`. What the vocabulary has a term for is that term; what it has none for (a purpose in
//! a company's own words) is a concept of our own of the right class, with its words in every language.

use std::collections::{BTreeMap, BTreeSet};

use gallra_rules::category;
use gallra_rules::names::{DatasetName, RecipientName};
use gallra_rules::period::Period;
use gallra_rules::policy::{
    Activity, Basis, Contact, Dataset, Limit, Localised, PolicySet, RecipientRole, RegisterTable, Role,
    Transfer,
};
use serde_json::{Map, Value, json};

use crate::compose::Composer;
use crate::retention::of_customer;
use crate::safe::plain;
use crate::{Controller, Edition, Kind, Language};

/// The version of the vocabulary whose terms are used.
pub const VERSION: &str = "2.3";

/// Records of processing as JSON-LD: Art. 30(1) for what we decide, Art. 30(2) for each of the controllers.
pub fn records(policy: &PolicySet, controllers: &[Controller], edition: &Edition) -> Value {
    let writer = Writer { policy };
    let mut graph = vec![writer.organisation()];
    graph.extend(policy.recipients.keys().map(|name| writer.recipient(name)));
    graph.extend(controllers.iter().enumerate().map(|(at, one)| controller(at, one)));
    graph.extend(policy.subjects.iter().map(|(name, group)| {
        let mut node = node(&format!("#subjects-{name}"), "dpv:DataSubject");
        node.insert("skos:prefLabel".to_owned(), words(&group.name));
        Value::Object(node)
    }));
    graph.extend(policy.measures.iter().map(|(name, measure)| {
        let mut node = node(&format!("#measures-{name}"), "dpv:TechnicalOrganisationalMeasure");
        node.insert("skos:prefLabel".to_owned(), words(&measure.description));
        Value::Object(node)
    }));
    let mut processes = Vec::new();
    for (name, activity) in &policy.activities {
        if activity.role == Role::Processor && !controllers.is_empty() {
            // Art. 30(2)(b): what is done on behalf of each controller.
            for (at, one) in controllers.iter().enumerate() {
                let id = format!("#activities-{name}-for-{at}");
                processes.push(writer.process(&id, name.as_str(), activity, Some((at, one))));
            }
        } else {
            processes.push(writer.process(&format!("#activities-{name}"), name.as_str(), activity, None));
        }
    }
    let ids: Vec<Value> = processes.iter().map(|one| json!({"@id": one["@id"]})).collect();
    let mut record = node("#records", "dpv:RecordsOfActivities");
    record.insert("dct:issued".to_owned(), json!({"@value": edition.date.to_string(), "@type": "xsd:date"}));
    record.insert("dct:hasVersion".to_owned(), json!(edition.version));
    record.insert("dct:source".to_owned(), json!(format!("sha256:{}", edition.policy)));
    record.insert("dct:conformsTo".to_owned(), json!({"@id": format!("https://w3id.org/dpv/{VERSION}")}));
    record.insert("dpv:hasResponsibleEntity".to_owned(), json!({"@id": "#organisation"}));
    record.insert("dpv:hasProcess".to_owned(), Value::Array(ids));
    graph.push(Value::Object(record));
    graph.extend(processes);
    json!({"@context": context(), "@graph": graph})
}

fn context() -> Value {
    json!({
        "@base": "urn:gallra:records",
        "dpv": "https://w3id.org/dpv#",
        "pd": "https://w3id.org/dpv/pd#",
        "eu-gdpr": "https://w3id.org/dpv/legal/eu/gdpr#",
        "loc": "https://w3id.org/dpv/loc#",
        "dct": "http://purl.org/dc/terms/",
        "skos": "http://www.w3.org/2004/02/skos/core#",
        "xsd": "http://www.w3.org/2001/XMLSchema#",
    })
}

fn node(id: &str, kind: &str) -> Map<String, Value> {
    Map::from_iter([("@id".to_owned(), json!(id)), ("@type".to_owned(), json!(kind))])
}

/// A text in each of its languages.
fn words(text: &Localised) -> Value {
    let value = |(language, text): (&String, &String)| {
        let text = plain(text);
        if language.is_empty() { json!(text) } else { json!({"@value": text, "@language": language}) }
    };
    Value::Array(text.0.iter().map(value).collect())
}

fn reference(id: impl Into<String>) -> Value {
    json!({"@id": id.into()})
}

fn put_contact(node: &mut Map<String, Value>, contact: &Contact) {
    let ways: Vec<String> =
        [&contact.email, &contact.phone].into_iter().flatten().map(|way| plain(way)).collect();
    if !ways.is_empty() {
        node.insert("dpv:hasContact".to_owned(), json!(ways));
    }
    if let Some(address) = &contact.address {
        node.insert("dpv:hasAddress".to_owned(), json!(plain(address)));
    }
}

fn controller(at: usize, one: &Controller) -> Value {
    let mut node = node(&format!("#controllers-{at}"), "dpv:DataController");
    let told =
        [("dpv:hasName", &one.name), ("dpv:hasContact", &one.contact), ("dpv:hasIdentifier", &one.number)];
    for (property, text) in told.into_iter().filter(|(_, text)| !text.trim().is_empty()) {
        node.insert(property.to_owned(), json!(plain(text)));
    }
    let named = [("dpv:hasRepresentative", &one.representative), ("dpv:hasDataProtectionOfficer", &one.dpo)];
    for (property, text) in named.into_iter().filter(|(_, text)| !text.is_empty()) {
        node.insert(property.to_owned(), json!({"dpv:hasName": plain(text)}));
    }
    Value::Object(node)
}

struct Writer<'p> {
    policy: &'p PolicySet,
}

impl Writer<'_> {
    fn organisation(&self) -> Value {
        let organisation = &self.policy.organisation;
        let roles = |role| self.policy.activities.values().any(|activity| activity.role == role);
        let mut kinds = Vec::new();
        if roles(Role::Controller) || roles(Role::JointController) {
            kinds.push("dpv:DataController");
        }
        if roles(Role::Processor) {
            kinds.push("dpv:DataProcessor");
        }
        let mut node = node("#organisation", "");
        node.insert("@type".to_owned(), json!(kinds));
        node.insert("dpv:hasName".to_owned(), json!(plain(&organisation.name)));
        node.insert("dpv:hasCountry".to_owned(), reference(format!("loc:{}", organisation.country)));
        if let Some(number) = &organisation.number {
            node.insert("dpv:hasIdentifier".to_owned(), json!(plain(number)));
        }
        if let Some(contact) = &organisation.contact {
            put_contact(&mut node, contact);
        }
        let people = [
            ("dpv:hasDataProtectionOfficer", "dpv:DataProtectionOfficer", &organisation.dpo),
            ("dpv:hasRepresentative", "dpv:Representative", &organisation.representative),
        ];
        for (property, kind, person) in people {
            let Some(person) = person else { continue };
            let mut inner = Map::from_iter([("@type".to_owned(), json!(kind))]);
            if let Some(name) = &person.name {
                inner.insert("dpv:hasName".to_owned(), json!(plain(name)));
            }
            put_contact(&mut inner, person);
            node.insert(property.to_owned(), Value::Object(inner));
        }
        Value::Object(node)
    }

    fn recipient(&self, name: &RecipientName) -> Value {
        let Some(recipient) = self.policy.recipients.get(name) else { return Value::Null };
        let kind = match recipient.role {
            RecipientRole::Controller => "dpv:DataController",
            RecipientRole::Processor => "dpv:DataProcessor",
            RecipientRole::SubProcessor => "dpv:DataSubProcessor",
            RecipientRole::Authority => "dpv:Authority",
        };
        let mut node = node(&format!("#recipients-{name}"), kind);
        node.insert("dpv:hasName".to_owned(), json!(plain(&recipient.name)));
        let abroad = !gallra_rules::check::in_eea(&recipient.country);
        let property = if abroad { "dpv:hasThirdCountry" } else { "dpv:hasCountry" };
        node.insert(property.to_owned(), reference(format!("loc:{}", recipient.country)));
        if let Some(transfer) = recipient.transfer.filter(|_| abroad) {
            node.insert("dpv:hasLegalBasis".to_owned(), reference(mechanism(transfer)));
        }
        Value::Object(node)
    }

    fn process(
        &self,
        id: &str,
        name: &str,
        activity: &Activity,
        controller: Option<(usize, &Controller)>,
    ) -> Value {
        let policy = self.policy;
        let mut node = node(id, "dpv:Process");
        let mut put = |property: &str, value: Value| {
            if !value.is_null() && value.as_array().is_none_or(|all| !all.is_empty()) {
                node.insert(property.to_owned(), value);
            }
        };
        let purpose = json!({"@id": format!("#purposes-{name}"), "@type": "dpv:Purpose",
            "skos:prefLabel": words(&activity.purpose)});
        put("dpv:hasPurpose", purpose);
        match activity.role {
            Role::Controller => put("dpv:hasDataController", reference("#organisation")),
            Role::JointController => {
                put("dpv:hasDataController", reference("#organisation"));
                put("dpv:hasJointDataControllers", jointly(name, activity));
            }
            Role::Processor => {
                put("dpv:hasDataProcessor", reference("#organisation"));
                if let Some((at, _)) = controller {
                    put("dpv:hasDataController", reference(format!("#controllers-{at}")));
                }
            }
        }
        let bases = activity.basis.iter().chain(&activity.other_bases);
        let special = activity.special_basis.as_deref().and_then(special_term);
        let bases = bases.map(|basis| basis_term(basis).to_owned()).chain(special);
        put("dpv:hasLegalBasis", bases.map(reference).collect());
        let datasets: Vec<_> = activity
            .data
            .iter()
            .filter_map(|name| policy.datasets.get_key_value(name))
            .filter(|(_, dataset)| dataset.is_personal())
            .collect();
        let mut categories: BTreeSet<String> = BTreeSet::new();
        for (_, dataset) in &datasets {
            categories.extend(dataset.fields.values().map(|field| field.category.clone()));
            categories
                .extend(dataset.in_register().into_iter().flat_map(RegisterTable::holds).map(str::to_owned));
        }
        let terms: BTreeSet<String> =
            category::all().filter(|it| categories.contains(it.name)).map(|it| it.iri()).collect();
        put("dpv:hasPersonalData", terms.into_iter().map(reference).collect());
        let groups: BTreeSet<String> =
            datasets.iter().flat_map(|(_, it)| it.groups.iter().map(ToString::to_string)).collect();
        put(
            "dpv:hasDataSubject",
            groups.iter().map(|group| reference(format!("#subjects-{group}"))).collect(),
        );
        let composer = Composer::new(policy, Kind::Records, &english());
        let recipients = composer.recipients_of(activity);
        put(
            "dpv:hasRecipient",
            recipients.iter().map(|name| reference(format!("#recipients-{name}"))).collect(),
        );
        let measures = activity.measures.iter();
        put(
            "dpv:hasTechnicalOrganisationalMeasure",
            measures.map(|measure| reference(format!("#measures-{measure}"))).collect(),
        );
        let countries: BTreeSet<String> = activity
            .data
            .iter()
            .filter_map(|name| policy.systems.get(&policy.datasets.get(name)?.system)?.country.clone())
            .collect();
        put("dpv:hasLocation", countries.into_iter().map(|code| reference(format!("loc:{code}"))).collect());
        let chosen = controller.map(|(_, one)| &one.periods);
        let mut conditions = self.storage(activity, &datasets, chosen);
        conditions.extend(self.abroad(activity));
        put("dpv:hasStorageCondition", Value::Array(conditions));
        Value::Object(node)
    }

    /// Where data is stored outside the EEA, each with what makes the transfer lawful (Art. 30(1)(e), 30(2)(c)).
    fn abroad(&self, activity: &Activity) -> Vec<Value> {
        let policy = self.policy;
        let systems = activity
            .data
            .iter()
            .filter_map(|name| policy.systems.get(&policy.datasets.get(name)?.system))
            .filter_map(|system| Some((system.country.as_deref()?, system.transfer)))
            .filter(|(country, _)| !gallra_rules::check::in_eea(country));
        let mut told = Vec::new();
        for (country, transfer) in systems {
            let mut place = Map::from_iter([("@type".to_owned(), json!("dpv:StorageLocation"))]);
            place.insert("dpv:hasThirdCountry".to_owned(), reference(format!("loc:{country}")));
            if let Some(transfer) = transfer {
                place.insert("dpv:hasLegalBasis".to_owned(), reference(mechanism(transfer)));
            }
            let place = Value::Object(place);
            if !told.contains(&place) {
                told.push(place);
            }
        }
        told
    }

    /// How long, as a duration where it is one, and in words in every language; for a customer as it has chosen.
    fn storage(
        &self,
        activity: &Activity,
        datasets: &[(&DatasetName, &Dataset)],
        chosen: Option<&BTreeMap<DatasetName, Period>>,
    ) -> Vec<Value> {
        let mut conditions = Vec::new();
        for (name, dataset) in datasets {
            let chosen = chosen.and_then(|chosen| chosen.get(*name).copied());
            let cap = activity.keep.at_most.as_ref().map(|cap| of_customer(cap, chosen));
            let sides = [("limit-at-least", &activity.keep.at_least), ("limit-at-most", &cap)];
            for (id, limit) in sides.iter().filter_map(|(id, limit)| Some((*id, limit.as_ref()?))) {
                let told: Vec<Value> = Language::all()
                    .iter()
                    .map(|language| {
                        let mut composer = Composer::new(self.policy, Kind::Records, language);
                        let text = composer.limit(id, limit, name, dataset);
                        json!({"@value": text, "@language": language.as_str()})
                    })
                    .collect();
                conditions.push(json!({"@type": "dpv:StorageDuration", "skos:prefLabel": told,
                    "dpv:hasDuration": duration(limit)}));
            }
        }
        if let (true, Some(review)) = (conditions.is_empty(), activity.review) {
            let until = json!({"@value": review.to_string(), "@type": "xsd:date"});
            conditions.push(json!({"@type": "dpv:StorageCondition", "dct:valid": until}));
        }
        conditions
    }
}

/// Those who decide together (Art. 26): who they are, in the company's own words of their arrangement.
fn jointly(name: &str, activity: &Activity) -> Value {
    let mut node = node(&format!("#activities-{name}-jointly"), "dpv:JointDataControllers");
    node.insert("dpv:hasDataController".to_owned(), reference("#organisation"));
    if let Some(text) = &activity.notice.joint_controllers {
        node.insert("dct:description".to_owned(), words(text));
    }
    Value::Object(node)
}

/// `P7Y`, `PT72H` (XML Schema's duration).
fn duration(limit: &Limit) -> Value {
    let text = match limit.period {
        Period::Hours(hours) => format!("PT{hours}H"),
        Period::Calendar { months, days } => {
            let part =
                |count: u32, unit: char| if count > 0 { format!("{count}{unit}") } else { String::new() };
            let told = format!("P{}{}{}", part(months / 12, 'Y'), part(months % 12, 'M'), part(days, 'D'));
            if told == "P" { "P0D".to_owned() } else { told }
        }
    };
    json!({"@value": text, "@type": "xsd:duration"})
}

fn english() -> Language {
    let all = Language::all();
    all.into_iter().next().unwrap_or_else(|| unreachable!("documents are written in some language"))
}

const fn basis_term(basis: &Basis) -> &'static str {
    match basis {
        Basis::Consent { .. } => "eu-gdpr:A6-1-a",
        Basis::Contract => "eu-gdpr:A6-1-b",
        Basis::LegalObligation { .. } => "eu-gdpr:A6-1-c",
        Basis::VitalInterests => "eu-gdpr:A6-1-d",
        Basis::PublicTask { .. } => "eu-gdpr:A6-1-e",
        Basis::LegitimateInterest { .. } => "eu-gdpr:A6-1-f",
    }
}

/// `9(2)(b)` as the vocabulary names it; other bases (Art. 10, national law) have no term there.
fn special_term(cited: &str) -> Option<String> {
    let letter = cited.trim().strip_prefix("9(2)(")?.strip_suffix(')')?;
    let known = matches!(letter.as_bytes(), [b'a'..=b'j']);
    known.then(|| format!("eu-gdpr:A9-2-{letter}"))
}

/// Art. 45–49.
const fn mechanism(transfer: Transfer) -> &'static str {
    match transfer {
        Transfer::AdequacyDecision => "eu-gdpr:A45-3",
        Transfer::StandardContractualClauses => "eu-gdpr:A46-2-c",
        Transfer::BindingCorporateRules => "eu-gdpr:A46-2-b",
        Transfer::CodeOfConduct => "eu-gdpr:A46-2-e",
        Transfer::Certification => "eu-gdpr:A46-2-f",
        Transfer::Derogation => "dpv:DataTransferLegalBasis",
    }
}
