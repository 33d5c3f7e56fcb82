use super::*;
use gallra_store::StoreError;
use gallra_store::register::{Action, Refusal};

pub(crate) async fn every_call_is_told_without_telling_anything_personal(place: &Place) {
    let (store, ring) = (place.open().await, ring());
    let register = store.register(Scope::Organisation, &ring).await.unwrap();
    let id = register.create_party(&acting(), &new_customer(anna())).await.unwrap();
    read(&register, id).await;
    register.find(&acting(), &anna().identifiers[0]).await.unwrap();
    register.find(&acting(), &Identifier::email("nobody@exempel.se").unwrap()).await.unwrap();
    register.import(&acting(), [new_customer(named("A")), new_customer(named("B"))], |_| ()).await.unwrap();
    register.forget(&acting(), id).await.unwrap();
    register.party(&acting(), id).await.unwrap();

    let trail = register.trail(1, 100).await.unwrap();
    let told: Vec<_> = trail.iter().map(|line| (line.id, line.action, line.record, line.rows)).collect();
    assert_eq!(
        told,
        [
            (1, Action::Create, Some(id.0), 1),
            (2, Action::Read, Some(id.0), 1),
            (3, Action::Find, None, 1),
            (4, Action::Find, None, 0),
            (5, Action::Import, None, 2),
            (6, Action::Remove, Some(id.0), 1),
        ]
    );
    let act = acting();
    assert!(trail.iter().all(|line| line.actor == act.actor && line.at == act.at && line.why == act.why));
    for remark in ["", "Ringde Anna", "anna@exempel.se", "Anna.", &"a".repeat(65)] {
        assert!(Why::new(remark).is_err(), "{remark}");
    }

    // A write that is refused is not told, for nothing happened.
    register.forget(&acting(), id).await.unwrap_err();
    assert_eq!(register.trail(7, 100).await.unwrap(), []);
}

pub(crate) async fn a_sealed_stretch_shows_that_a_line_was_changed(place: &Place) {
    let (store, ring) = (place.open().await, ring());
    let register = store.register(Scope::Organisation, &ring).await.unwrap();
    for _ in 0..3 {
        register.create_party(&acting(), &new_customer(anna())).await.unwrap();
    }
    let sealed = register.seal_trail(1, 3).await.unwrap();
    assert_eq!(register.seal_trail(1, 3).await.unwrap(), sealed);
    assert_ne!(register.seal_trail(1, 2).await.unwrap().hash, sealed.hash);
    for missing in [(1, 4), (0, 3), (5, 9), (3, 1)] {
        let refused = register.seal_trail(missing.0, missing.1).await;
        assert!(matches!(refused, Err(StoreError::Register(Refusal::Trail { .. }))), "{refused:?}");
    }
    let theirs = store.register(customer(1), &ring).await.unwrap();
    for _ in 0..3 {
        theirs.create_party(&acting(), &new_customer(anna())).await.unwrap();
    }
    assert_ne!(theirs.seal_trail(1, 3).await.unwrap().hash, sealed.hash, "another tenant's is another");

    place.told(Side::Data, "UPDATE access SET why = 'other' WHERE tenant = 0 AND id = 2").await;
    assert_ne!(register.seal_trail(1, 3).await.unwrap().hash, sealed.hash);
    place.told(Side::Data, "DELETE FROM access WHERE tenant = 0 AND id = 2").await;
    assert!(register.seal_trail(1, 3).await.is_err());
}
