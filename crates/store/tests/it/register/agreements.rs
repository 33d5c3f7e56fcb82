use super::*;
use gallra_store::register::{AgreementState, Refusal, Tells, Told, WantedAgreements};
use gallra_store::{LeafBytes, StoreError};

fn refusal<T: std::fmt::Debug>(outcome: Result<T, StoreError>) -> Refusal {
    match outcome {
        Err(StoreError::Register(refusal)) => refusal,
        other => panic!("{other:?}"),
    }
}

pub(crate) async fn an_agreement_goes_from_draft_to_settled(place: &Place) {
    let (store, ring) = (place.open().await, ring());
    let register = store.register(Scope::Organisation, &ring).await.unwrap();
    let party = register.create_party(&acting(), &new_customer(anna())).await.unwrap();
    let id =
        agreed(&register, &contract(party, AgreementKind::Service, None), date(2026, 2, 1)).await.unwrap();
    register.first_paid(&acting(), id, date(2026, 2, 20)).await.unwrap();
    register.first_paid(&acting(), id, date(2026, 3, 20)).await.unwrap();
    register.end(&acting(), id, date(2026, 8, 31)).await.unwrap();
    register.settle(&acting(), id, date(2026, 9, 15)).await.unwrap();
    let read = register.agreement(&acting(), id).await.unwrap().unwrap();
    assert_eq!((read.state, read.version), (AgreementState::Settled, 1));
    let days = [
        read.offered_on,
        read.accepted_on,
        read.starts_on,
        read.first_paid_on,
        read.ended_on,
        read.settled_on,
    ];
    let expected = [(1, 5), (1, 10), (2, 1), (2, 20), (8, 31), (9, 15)];
    assert_eq!(days, expected.map(|(month, day)| Some(date(2026, month, day))));
    assert_eq!(read.text_hash, hash_of(TEXT));
    let evidence = read.acceptance.open().unwrap();
    assert_eq!(evidence.expose(), &accepting(date(2026, 2, 1)).evidence);

    register.remove_agreement(&acting(), id).await.unwrap();
    assert_eq!(register.agreement(&acting(), id).await.unwrap(), None);
}

pub(crate) async fn a_move_from_the_wrong_state_is_refused(place: &Place) {
    let (store, ring) = (place.open().await, ring());
    let register = store.register(Scope::Organisation, &ring).await.unwrap();
    let party = register.create_party(&acting(), &new_customer(anna())).await.unwrap();
    let id = register.draft(&acting(), &contract(party, AgreementKind::Dpa, None)).await.unwrap();
    let day = date(2026, 6, 1);
    let is = |refusal| match refusal {
        Refusal::Move { is, wanted, .. } => (is, wanted),
        other => panic!("{other:?}"),
    };
    let accept = async || register.accept(&acting(), id, &accepting(day)).await;
    assert_eq!(is(refusal(accept().await)), ("drafted", "accepted"));
    assert_eq!(is(refusal(register.end(&acting(), id, day).await)), ("drafted", "ended"));
    assert_eq!(is(refusal(register.first_paid(&acting(), id, day).await)), ("drafted", "accepted"));
    let early = refusal(register.offer(&acting(), id, date(2025, 12, 31)).await);
    assert_eq!(
        early.to_string(),
        format!("agreement {}: offered_on would come before drafted_on (2026-01-01); correct the day", id.0)
    );
    register.offer(&acting(), id, date(2026, 1, 1)).await.unwrap();
    assert_eq!(is(refusal(register.offer(&acting(), id, day).await)), ("offered", "offered"));
    let another_text = Accepting { text_hash: [2; 32], ..accepting(day) };
    assert!(matches!(refusal(register.accept(&acting(), id, &another_text).await), Refusal::Form { .. }));
    accept().await.unwrap();
    assert_eq!(is(refusal(register.withdraw(&acting(), id).await)), ("accepted", "withdrawn"));
    assert_eq!(is(refusal(register.settle(&acting(), id, day).await)), ("accepted", "settled"));
    let before_it_began = refusal(register.end(&acting(), id, date(2026, 5, 31)).await);
    assert!(matches!(before_it_began, Refusal::Order { .. }), "{before_it_began}");
    register.end(&acting(), id, day).await.unwrap();
    let too_early = refusal(register.settle(&acting(), id, date(2026, 5, 31)).await);
    assert!(matches!(too_early, Refusal::Order { .. }), "{too_early}");

    let other = register.draft(&acting(), &contract(party, AgreementKind::Publication, None)).await.unwrap();
    register.withdraw(&acting(), other).await.unwrap();
    assert_eq!(is(refusal(register.offer(&acting(), other, day).await)), ("withdrawn", "offered"));
    let nobody = refusal(register.offer(&acting(), AgreementId(99), day).await);
    assert_eq!(nobody, Refusal::NoSuchAgreement(AgreementId(99)));
}

pub(crate) async fn a_new_version_supersedes_the_old_which_stays(place: &Place) {
    let (store, ring) = (place.open().await, ring());
    let register = store.register(Scope::Organisation, &ring).await.unwrap();
    let party = register.create_party(&acting(), &new_customer(anna())).await.unwrap();
    let old = agreed(&register, &contract(party, AgreementKind::Dpa, None), date(2026, 2, 1)).await.unwrap();
    let new = contract(party, AgreementKind::Dpa, Some(old));
    let too_early = refusal(agreed(&register, &new, date(2026, 1, 31)).await);
    assert!(matches!(too_early, Refusal::Order { .. }), "{too_early}");
    let id = agreed(&register, &new, date(2026, 7, 1)).await.unwrap();
    let chain = register.agreements(&acting(), party).await.unwrap();
    let first = chain.iter().find(|agreement| agreement.id == old).unwrap();
    assert_eq!((first.state, first.ended_on), (AgreementState::Superseded, Some(date(2026, 6, 30))));
    assert!(matches!(first.acceptance, Held::Open(_)), "its evidence stays");
    let second = chain.iter().find(|agreement| agreement.id == id).unwrap();
    assert_eq!((second.state, second.version, second.supersedes), (AgreementState::Accepted, 2, Some(old)));
    for wrong in
        [contract(party, AgreementKind::Dpa, Some(old)), contract(party, AgreementKind::Service, Some(id))]
    {
        assert!(matches!(refusal(register.draft(&acting(), &wrong).await), Refusal::Supersedes(_)));
    }
}

pub(crate) async fn two_of_a_kind_do_not_overlap(place: &Place) {
    let (store, ring) = (place.open().await, ring());
    let register = store.register(Scope::Organisation, &ring).await.unwrap();
    let party = register.create_party(&acting(), &new_customer(anna())).await.unwrap();
    let service = contract(party, AgreementKind::Service, None);
    let first = agreed(&register, &service, date(2026, 2, 1)).await.unwrap();
    let overlap = refusal(agreed(&register, &service, date(2030, 1, 1)).await);
    assert!(matches!(overlap, Refusal::Overlap { other, .. } if other == first), "{overlap}");
    register.end(&acting(), first, date(2026, 8, 31)).await.unwrap();
    let on_its_last_day = refusal(agreed(&register, &service, date(2026, 8, 31)).await);
    assert!(matches!(on_its_last_day, Refusal::Overlap { .. }), "{on_its_last_day}");
    agreed(&register, &service, date(2026, 9, 1)).await.unwrap();
    agreed(&register, &contract(party, AgreementKind::Dpa, None), date(2026, 3, 1)).await.unwrap();
}

pub(crate) async fn a_customers_own_period_stays_below_the_ceiling(place: &Place) {
    let (store, ring) = (place.open().await, ring());
    let register = store.register(customer(4), &ring).await.unwrap();
    let set = async |period: &str, ceiling: &str| {
        let setting = Setting { dataset: "chats".into(), period: period.parse().unwrap(), agreed: today() };
        register.set_period(&acting(), &setting, ceiling.parse().unwrap()).await
    };
    for (period, ceiling) in [
        ("2 months", "1 month"),
        ("32 days", "1 month"),
        ("1 month", "30 days"),
        ("29 days", "1 month"),
        ("1 year 1 day", "12 months"),
        ("24 hours", "1 day"),
    ] {
        let refused = refusal(set(period, ceiling).await);
        assert!(matches!(refused, Refusal::Ceiling { .. }), "{period} {ceiling}");
    }
    assert!(register.settings().await.unwrap().is_empty());
    for (period, ceiling) in
        [("1 month", "1 month"), ("28 days", "1 month"), ("1 month", "31 days"), ("23 hours", "1 day")]
    {
        set(period, ceiling).await.unwrap();
        assert_eq!(register.settings().await.unwrap()[0].period, period.parse().unwrap());
    }
    assert!(register.unset_period(&acting(), "chats").await.unwrap());
    assert!(!register.unset_period(&acting(), "chats").await.unwrap());
}

pub(crate) async fn the_text_is_there_years_later_to_the_byte(place: &Place) {
    let (store, ring) = (place.open().await, ring());
    let register = store.register(Scope::Organisation, &ring).await.unwrap();
    let party = register.create_party(&acting(), &new_customer(anna())).await.unwrap();
    let first =
        agreed(&register, &contract(party, AgreementKind::Dpa, None), date(2026, 2, 1)).await.unwrap();
    let bytes: Vec<u8> = (0..=255).collect();
    let second = NewAgreement { text: bytes.clone(), ..contract(party, AgreementKind::Dpa, Some(first)) };
    let second = register.draft(&acting(), &second).await.unwrap();
    for (id, text) in [(first, TEXT), (second, &bytes[..])] {
        let kept = register.agreement_text(&acting(), id).await.unwrap().unwrap().open().unwrap();
        assert_eq!(kept.expose(), text);
    }
    let dpas = WantedAgreements { state: Some(AgreementState::Accepted), ..WantedAgreements::default() };
    let listed = register.list_agreements(&acting(), dpas, 10).await.unwrap();
    assert_eq!(listed.iter().map(|agreement| agreement.id).collect::<Vec<_>>(), [first]);
    let next = WantedAgreements { after: Some(first), party: Some(party), ..WantedAgreements::default() };
    let listed = register.list_agreements(&acting(), next, 10).await.unwrap();
    assert_eq!(listed.iter().map(|agreement| agreement.id).collect::<Vec<_>>(), [second]);
}

pub(crate) async fn a_service_begins_with_a_payment_if_that_comes_first(place: &Place) {
    let (store, ring) = (place.open().await, ring());
    let register = store.register(Scope::Organisation, &ring).await.unwrap();
    let party = register.create_party(&acting(), &new_customer(anna())).await.unwrap();
    let offered = async |kind| {
        let id = register.draft(&acting(), &contract(party, kind, None)).await.unwrap();
        register.offer(&acting(), id, date(2026, 1, 5)).await.unwrap();
        id
    };
    let read = async |id| register.agreement(&acting(), id).await.unwrap().unwrap();
    let id = offered(AgreementKind::Service).await;
    let early = refusal(register.first_paid(&acting(), id, date(2026, 1, 4)).await);
    assert!(matches!(early, Refusal::Order { .. }), "{early}");
    register.first_paid(&acting(), id, date(2026, 1, 8)).await.unwrap();
    let paid = read(id).await;
    assert_eq!((paid.state, paid.starts_on), (AgreementState::Accepted, Some(date(2026, 1, 8))));
    assert!(paid.acceptance.open().unwrap().expose().by_payment);
    // Who signs afterwards is noted; the beginning stays.
    register.accept(&acting(), id, &accepting(date(2026, 2, 1))).await.unwrap();
    let signed = read(id).await;
    assert_eq!(signed.starts_on, Some(date(2026, 1, 8)));
    assert_eq!(signed.acceptance.open().unwrap().expose().by, "Anna Exempel");
    let twice = refusal(register.accept(&acting(), id, &accepting(date(2026, 2, 1))).await);
    assert!(matches!(twice, Refusal::Move { .. }), "{twice}");
    register.end(&acting(), id, date(2026, 3, 31)).await.unwrap();

    let signed_first =
        agreed(&register, &contract(party, AgreementKind::Service, None), date(2026, 6, 1)).await.unwrap();
    let while_another_runs = refusal(register.first_paid(&acting(), signed_first, date(2026, 3, 31)).await);
    assert!(matches!(while_another_runs, Refusal::Overlap { other, .. } if other == id));
    register.first_paid(&acting(), signed_first, date(2026, 5, 1)).await.unwrap();
    assert_eq!(read(signed_first).await.starts_on, Some(date(2026, 5, 1)));

    let dpa = offered(AgreementKind::Dpa).await;
    let in_writing = refusal(register.first_paid(&acting(), dpa, date(2026, 1, 8)).await);
    assert_eq!(in_writing, Refusal::NotByPayment(dpa));
}

pub(crate) async fn a_customers_own_instruction_is_reviewed_and_answered(place: &Place) {
    let (store, ring) = (place.open().await, ring());
    let register = store.register(Scope::Organisation, &ring).await.unwrap();
    let party = register.create_party(&acting(), &new_customer(anna())).await.unwrap();
    let own =
        NewAgreement { mode: Mode::OwnInstruction, ..contract(party, AgreementKind::Instruction, None) };
    let id = register.draft(&acting(), &own).await.unwrap();
    let price = async |on| register.answer(&acting(), id, on, Answer::Price).await;
    assert_eq!(refusal(price(date(2026, 1, 5)).await), Refusal::NotReviewed(id));
    register.review(&acting(), id, date(2026, 1, 4)).await.unwrap();
    let before_it_was_asked = refusal(price(date(2026, 1, 3)).await);
    assert!(matches!(before_it_was_asked, Refusal::Order { .. }));
    price(date(2026, 1, 9)).await.unwrap();
    let read = register.agreement(&acting(), id).await.unwrap().unwrap();
    assert_eq!((read.state, read.answer), (AgreementState::Offered, Some(Answer::Price)));
    assert_eq!((read.review_on, read.offered_on), (Some(date(2026, 1, 4)), Some(date(2026, 1, 9))));
    register.accept(&acting(), id, &accepting(date(2026, 2, 1))).await.unwrap();

    let other = register.draft(&acting(), &own).await.unwrap();
    register.review(&acting(), other, date(2026, 1, 4)).await.unwrap();
    register.answer(&acting(), other, date(2026, 1, 9), Answer::OtherService).await.unwrap();
    register.withdraw(&acting(), other).await.unwrap();

    let standard = contract(party, AgreementKind::Dpa, None);
    let standard = register.draft(&acting(), &standard).await.unwrap();
    assert_eq!(
        refusal(register.review(&acting(), standard, date(2026, 1, 4)).await),
        Refusal::NotOwn(standard)
    );
}

/// Tells of everything but one kind of change, which fails.
#[derive(Debug)]
struct AllBut(&'static str);

impl Tells for AllBut {
    fn leaf(&self, _: &Acting, told: &Told<'_>) -> Result<LeafBytes, StoreError> {
        match told {
            Told::Agreement(told) if told.done == self.0 => Err(StoreError::Address),
            Told::Agreement(told) => Ok(LeafBytes(format!("{}:{}", told.id.0, told.done).into())),
            Told::Setting { dataset, .. } => Ok(LeafBytes((*dataset).into())),
            Told::Request(told) => Ok(LeafBytes(told.done.into())),
        }
    }
}

pub(crate) async fn a_move_and_its_leaf_are_one(place: &Place) {
    let (store, ring) = (place.open().await, ring());
    let register = store.register(Scope::Organisation, &ring).await.unwrap().telling(&AllBut("withdrawn"));
    let party = register.create_party(&acting(), &new_customer(anna())).await.unwrap();
    let first =
        agreed(&register, &contract(party, AgreementKind::Dpa, None), date(2026, 2, 1)).await.unwrap();
    agreed(&register, &contract(party, AgreementKind::Dpa, Some(first)), date(2026, 7, 1)).await.unwrap();
    let open = register.draft(&acting(), &contract(party, AgreementKind::Service, None)).await.unwrap();
    register.withdraw(&acting(), open).await.unwrap_err();
    let still = register.agreement(&acting(), open).await.unwrap().unwrap().state;
    assert_eq!(still, AgreementState::Drafted, "without its leaf nothing happened");
    let theirs = store.register(customer(party.0), &ring).await.unwrap().telling(&AllBut(""));
    let setting = Setting { dataset: "chats".into(), period: "20 days".parse().unwrap(), agreed: today() };
    theirs.set_period(&acting(), &setting, "30 days".parse().unwrap()).await.unwrap();
    assert!(!theirs.unset_period(&acting(), "mail").await.unwrap(), "nothing to tell");
    let leaves = store.leaves(0, 100).await.unwrap();
    let told: Vec<_> = leaves.iter().map(|leaf| String::from_utf8(leaf.0.clone()).unwrap()).collect();
    let [one, two, three] = [first.0, first.0 + 1, open.0];
    let expected = [
        format!("{one}:drafted"),
        format!("{one}:offered"),
        format!("{one}:accepted"),
        format!("{two}:drafted"),
        format!("{two}:offered"),
        format!("{one}:superseded"),
        format!("{two}:accepted"),
        format!("{three}:drafted"),
        "chats".to_owned(),
    ];
    assert_eq!(told, expected);
}
