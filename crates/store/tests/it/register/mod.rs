//! The register, tried on each engine.

mod agreements;
mod anchors;
mod crash;
mod days;
mod entries;
mod hidden;
mod identifiers;
mod kept;
mod keys;
mod killed;
mod lost;
mod marks;
mod merge;
mod misread;
mod parties;
mod requests;
mod restore;
mod scope;
mod trail;

use gallra_store::Store;
use gallra_store::register::{
    Acceptance, Accepting, Acting, Actor, AgreementId, AgreementKind, Answer, Content, EntryState, Held,
    Identifier, Mark, Mode, Names, NewAgreement, NewEntry, NewParty, Of, Party, PartyId, PartyKind, Person,
    Register, Role, Scope, Setting, Source, TenantId, Topic, Why, hash_of,
};
use gallra_vault::{Kek, Keyring};
use jiff::civil::{Date, date};

use crate::{Place, Side, at};

on_each_engine! {
    parties::a_party_is_read_as_it_was_written,
    parties::a_party_is_found_by_whatever_is_known_of_it,
    parties::a_party_is_found_by_the_keys_of_other_systems,
    parties::what_a_party_is_no_longer_called_finds_nothing,
    parties::a_list_comes_in_pages,
    parties::a_contact_needs_somebody_to_speak_for,
    parties::a_forgotten_customer_takes_its_contacts_along,
    parties::thousands_come_in_by_chunks,
    merge::a_duplicate_goes_into_the_one_that_stays,
    merge::two_persons_are_not_merged,
    merge::a_contact_leaves_and_what_hung_on_it_is_taken_over_or_told,
    entries::entries_of_every_kind_are_read_as_written,
    entries::each_showing_of_a_credential_is_told,
    marks::the_latest_of_the_three_levels_counts,
    marks::what_is_said_of_thousands_is_one_row,
    marks::what_has_passed_its_last_day_is_not_handed_out_and_goes,
    marks::thousands_are_purged_in_batches,
    marks::entries_come_in_by_the_hundred_with_what_is_said_of_each,
    marks::who_is_forgotten_takes_what_was_said_along,
    marks::what_was_said_of_a_duplicate_or_of_one_who_left_stays_with_the_records,
    marks::many_at_once_share_commits_and_each_is_told,
    marks::of_several_who_remove_one_entry_at_once_one_has_removed_it,
    agreements::an_agreement_goes_from_draft_to_settled,
    agreements::a_move_from_the_wrong_state_is_refused,
    agreements::a_new_version_supersedes_the_old_which_stays,
    agreements::two_of_a_kind_do_not_overlap,
    agreements::the_text_is_there_years_later_to_the_byte,
    agreements::a_service_begins_with_a_payment_if_that_comes_first,
    agreements::a_customers_own_instruction_is_reviewed_and_answered,
    agreements::a_move_and_its_leaf_are_one,
    agreements::a_customers_own_period_stays_below_the_ceiling,
    anchors::the_keys_of_parties_are_opened_with_one_line_of_the_trail,
    anchors::what_customers_set_is_told_to_the_organisation,
    anchors::rows_that_went_by_other_means_are_noticed_and_swept,
    anchors::an_agreement_knows_when_it_began_and_whose_it_is_while_it_counts,
    scope::no_call_reaches_into_another_tenant,
    scope::tenants_find_nothing_of_each_other,
    keys::a_wrong_kek_writes_nothing,
    keys::after_a_rotation_the_old_kek_is_needed_no_more,
    keys::a_newer_key_store_is_refused,
    keys::a_sweep_finishes_what_was_interrupted,
    keys::several_write_at_once,
    trail::every_call_is_told_without_telling_anything_personal,
    trail::a_sealed_stretch_shows_that_a_line_was_changed,
    hidden::nothing_personal_lies_on_disk_in_plain_text,
    restore::a_key_store_that_came_back_forgets_again,
    restore::who_was_forgotten_stays_so_after_a_restore,
    kept::a_backup_of_the_keys_brings_back_who_lives_and_nobody_else,
    kept::after_the_last_backup_nobody_can_read_who_was_forgotten,
    kept::a_backup_lies_apart_and_what_a_crash_left_of_one_goes,
    kept::a_sweep_over_an_older_copy_of_the_data_destroys_nothing,
    kept::a_copy_that_lacks_only_what_was_said_is_an_older_one_too,
    kept::an_empty_state_beside_a_full_key_store_is_refused,
    kept::a_lost_kek_locks_the_register_that_it_was_for,
    lost::another_states_key_store_is_refused,
    lost::keys_that_are_lost_for_good_are_made_anew_when_somebody_says_so,
    lost::what_a_newer_gallra_wrote_is_left_to_the_byte,
    requests::a_request_is_read_through_its_moves_and_moved_with_its_leaf,
    requests::a_request_belongs_to_one_tenant_and_its_number_to_all,
    requests::when_a_request_is_gone_its_key_goes_with_it,
    days::days_that_cannot_be_are_refused_and_nothing_is_written,
    killed::killed_in_any_write_nobody_is_lost_and_nobody_left_over,
    crash::killed_while_writing_every_committed_party_can_be_read,
}

/// A ring with a KEK of its own.
pub(crate) fn ring() -> Keyring {
    let folder = tempfile::tempdir().unwrap();
    Keyring::new(Kek::create(&folder.path().join("kek")).unwrap())
}

pub(crate) fn acting() -> Acting {
    Acting { at: at("2026-11-22T03:00:00Z"), actor: Actor([7; 32]), why: Why::new("support").unwrap() }
}

fn today() -> Date {
    date(2026, 11, 22)
}

fn customer(number: i64) -> Scope {
    Scope::Customer(TenantId::new(number).unwrap())
}

fn named(name: &str) -> Person {
    Person { name: name.to_owned(), ..Person::default() }
}

fn anna() -> Person {
    Person {
        name: "Anna Exempel".into(),
        identifiers: vec![
            Identifier::email("Anna@Exempel.se").unwrap(),
            Identifier::phone("070-174 06 05").unwrap(),
            Identifier::number("811218-9876", today()).unwrap(),
            Identifier::reference("K-1007").unwrap(),
        ],
        address: Some("Provgatan 1, 123 45 Exempelstad".into()),
        about: Some("Ring efter tre".into()),
        keys: [("customer_no".to_owned(), ["1007".to_owned()].into())].into(),
    }
}

fn new_customer(person: Person) -> NewParty {
    NewParty {
        kind: PartyKind::Customer,
        role: Role::Controller,
        belongs_to: None,
        since: Some(date(2020, 1, 2)),
        last_contact: Some(date(2026, 10, 1)),
        person,
    }
}

fn new_contact(of: PartyId, person: Person) -> NewParty {
    NewParty { kind: PartyKind::Contact, role: Role::Subject, belongs_to: Some(of), ..new_customer(person) }
}

fn note(party: PartyId, text: &str) -> NewEntry {
    NewEntry {
        party,
        at: date(2026, 11, 1),
        activity: "support".into(),
        source: Source::Staff,
        due: None,
        state: None,
        content: Content::Note { text: text.into() },
    }
}

fn credential(party: PartyId) -> NewEntry {
    let content =
        Content::Credential { place: "Webbplatsen".into(), user: "admin".into(), secret: "hemligt".into() };
    NewEntry { content, ..note(party, "") }
}

/// What is agreed on in these tests.
const TEXT: &[u8] = "Avtalet mellan oss och Anna Exempel".as_bytes();

fn contract(party: PartyId, kind: AgreementKind, supersedes: Option<AgreementId>) -> NewAgreement {
    let drafted_on = date(2026, 1, 1);
    NewAgreement { party, kind, mode: Mode::Standard, text: TEXT.to_vec(), drafted_on, supersedes }
}

fn accepting(starts_on: Date) -> Accepting {
    let evidence = Acceptance { by: "Anna Exempel".into(), address: "192.0.2.7".into(), by_payment: false };
    Accepting { on: date(2026, 1, 10), starts_on, text_hash: hash_of(TEXT), evidence }
}

/// Drafted, offered and accepted.
async fn agreed(
    register: &Register<'_>,
    new: &NewAgreement,
    starts_on: Date,
) -> Result<AgreementId, gallra_store::StoreError> {
    let id = register.draft(&acting(), new).await?;
    register.offer(&acting(), id, date(2026, 1, 5)).await?;
    register.accept(&acting(), id, &accepting(starts_on)).await?;
    Ok(id)
}

async fn read(register: &Register<'_>, id: PartyId) -> Party {
    register.party(&acting(), id).await.unwrap().unwrap()
}

fn name_of(party: &Party) -> &str {
    match &party.person {
        Held::Open(person) => &person.expose().name,
        other => panic!("{other:?}"),
    }
}

/// A row in every table, a value in every column.
pub(crate) async fn fill(store: &Store, ring: &Keyring) {
    let register = store.register(Scope::Organisation, ring).await.unwrap();
    let id = register.create_party(&acting(), &new_customer(anna())).await.unwrap();
    let again = register.create_party(&acting(), &new_customer(named("Anna E."))).await.unwrap();
    register.merge(&acting(), id, again).await.unwrap();
    let contact = register.create_party(&acting(), &new_contact(id, named("Bo"))).await.unwrap();
    let entry = NewEntry { due: Some(today()), state: Some(EntryState::Open), ..note(contact, "Åska") };
    let until = Mark::Until(Some(today()));
    let own = [until.clone(), Mark::Names(Topic::Access, Names::new(["sales"]).unwrap())];
    let entry = register.create_marked(&acting(), &entry, &own).await.unwrap();
    register.mark(&acting(), &Of::Activity("support".into()), &until).await.unwrap();
    register.mark(&acting(), &Of::Entry(entry), &Mark::Words(Topic::Sharing, "Åsa".into())).await.unwrap();
    register.leave(&acting(), contact, today(), None).await.unwrap();
    let first = contract(id, AgreementKind::Service, None);
    let first = agreed(&register, &first, date(2026, 2, 1)).await.unwrap();
    let second = contract(id, AgreementKind::Service, Some(first));
    let second = agreed(&register, &second, date(2026, 3, 1)).await.unwrap();
    register.first_paid(&acting(), second, date(2026, 3, 5)).await.unwrap();
    register.end(&acting(), second, date(2026, 9, 30)).await.unwrap();
    register.settle(&acting(), second, date(2026, 10, 5)).await.unwrap();
    let own = NewAgreement {
        mode: Mode::OwnInstruction,
        text: b"Gallra efter tio dagar".to_vec(),
        ..contract(id, AgreementKind::Instruction, None)
    };
    let own = register.draft(&acting(), &own).await.unwrap();
    register.review(&acting(), own, date(2026, 1, 4)).await.unwrap();
    register.answer(&acting(), own, date(2026, 1, 9), Answer::Price).await.unwrap();
    let theirs = store.register(customer(id.0), ring).await.unwrap();
    let setting = Setting { dataset: "chats".into(), period: "20 days".parse().unwrap(), agreed: today() };
    theirs.set_period(&acting(), &setting, "30 days".parse().unwrap()).await.unwrap();
    let number = register.open_request(&acting(), &requests::asked(), &"Åsa".to_owned(), 0).await.unwrap();
    requests::withdrawn(&register, number).await;
    store.backup_keys(&store.folder().with_file_name("keys"), acting().at, 7).await.unwrap();
}

/// What [`fill`] wrote can be read and found.
pub(crate) async fn is_there(store: &Store, ring: &Keyring) {
    let register = store.register(Scope::Organisation, ring).await.unwrap();
    let found = register.find(&acting(), &Identifier::email("anna@exempel.se").unwrap()).await.unwrap();
    assert_eq!(name_of(&found[0]), "Anna Exempel");
}
