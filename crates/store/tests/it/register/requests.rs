use super::*;
use gallra_rules::request::{Actor as Who, Kind, Request, Role as Capacity, State, Terms};
use gallra_store::LeafBytes;
use gallra_store::StoreError;
use gallra_store::register::{Refusal, RequestChange, RequestNumber, Swept, Tells, Told};

/// Says what it was told.
#[derive(Debug)]
struct Loud;

impl Tells for Loud {
    fn leaf(&self, _: &Acting, told: &Told<'_>) -> Result<LeafBytes, StoreError> {
        let Told::Request(told) = told else { panic!("{told:?}") };
        Ok(LeafBytes(format!("{} {} {:?}", told.number, told.done, told.request.state()).into_bytes()))
    }
}

pub(super) fn asked() -> Request {
    Request::received(Kind::Erase, today(), Terms::of("SE"))
}

/// The person takes it back.
pub(super) async fn withdrawn(register: &Register<'_>, number: RequestNumber) {
    let mut request = asked();
    request.withdraw(today(), Who { role: Capacity::Subject, who: "Åsa".into() }).unwrap();
    let content = "Åsa".to_owned();
    register
        .change_request(&acting(), number, &change(&request, &content, 1, State::Received))
        .await
        .unwrap();
}

fn karin() -> Who {
    Who { role: Capacity::Handler, who: "Karin".into() }
}

pub(super) fn change<'r>(
    request: &'r Request,
    content: &'r String,
    version: i64,
    was: State,
) -> RequestChange<'r, String> {
    RequestChange { version, was, request, content, told: Some("identity_verified"), open_tasks: 0 }
}

pub(super) async fn a_request_is_read_through_its_moves_and_moved_with_its_leaf(place: &Place) {
    let (store, ring) = (place.open().await, ring());
    let register = store.register(Scope::Organisation, &ring).await.unwrap().telling(&Loud);
    let secret = "anna@marker.example".to_owned();
    let number = register.open_request(&acting(), &asked(), &secret, 0).await.unwrap();
    assert_eq!(number, RequestNumber(1));
    assert_eq!(store.request_scope(number).await.unwrap(), Scope::Organisation);
    let mut moved = asked();
    moved.verify_identity(today(), karin()).unwrap();
    register.change_request(&acting(), number, &change(&moved, &secret, 1, State::Received)).await.unwrap();
    // Whoever read it before comes too late.
    let late = register.change_request(&acting(), number, &change(&moved, &secret, 1, State::Received)).await;
    assert!(matches!(late, Err(StoreError::Register(Refusal::RequestMoved(_)))), "{late:?}");

    let read = register.request::<String>(&acting(), number).await.unwrap().unwrap();
    assert_eq!((read.state, read.version, read.closed_on), (State::IdentityVerified, 2, None));
    let sealed = read.held.open().unwrap().into_exposed();
    assert_eq!((sealed.request, sealed.content), (moved, secret.clone()));
    let leaves = store.leaves(0, 10).await.unwrap();
    let said: Vec<String> = leaves.into_iter().map(|leaf| String::from_utf8(leaf.0).unwrap()).collect();
    assert_eq!(said, ["R-1 received Received", "R-1 identity_verified IdentityVerified"]);
    assert_eq!(store.leaves_of(&number.leaves()).await.unwrap(), [0, 1]);
    let shown = format!("{:?}", place.dump().await);
    assert!(!shown.contains("anna"), "it lies sealed");
}

pub(super) async fn a_request_belongs_to_one_tenant_and_its_number_to_all(place: &Place) {
    let (store, ring) = (place.open().await, ring());
    let ours = store.register(Scope::Organisation, &ring).await.unwrap();
    let theirs = store.register(customer(2), &ring).await.unwrap();
    let one = ours.open_request(&acting(), &asked(), &"ours".to_owned(), 0).await.unwrap();
    let two = theirs.open_request(&acting(), &asked(), &"theirs".to_owned(), 0).await.unwrap();
    assert_eq!((one, two), (RequestNumber(1), RequestNumber(2)));
    assert_eq!(store.request_scope(two).await.unwrap(), customer(2));
    assert_eq!(store.request_scopes().await.unwrap(), [Scope::Organisation, customer(2)]);
    assert_eq!(ours.request::<String>(&acting(), two).await.unwrap(), None);
    assert_eq!(ours.requests::<String>(&acting(), true).await.unwrap().len(), 1);
}

/// As when a retention rule takes the row.
pub(super) async fn when_a_request_is_gone_its_key_goes_with_it(place: &Place) {
    let (store, ring) = (place.open().await, ring());
    let register = store.register(Scope::Organisation, &ring).await.unwrap();
    let number = register.open_request(&acting(), &asked(), &"Anna".to_owned(), 0).await.unwrap();
    let other = register.open_request(&acting(), &asked(), &"Bo".to_owned(), 0).await.unwrap();
    assert_eq!(register.sweep().await.unwrap(), Swept::default(), "a request's key is no stray");
    assert!(!register.is_behind().await.unwrap());
    place.told(Side::Data, "DELETE FROM request WHERE number = 1").await;
    let gone = store.request_scope(number).await;
    assert!(matches!(gone, Err(StoreError::Register(Refusal::NoSuchRequest(_)))), "{gone:?}");
    assert!(register.is_behind().await.unwrap());
    assert_eq!(register.sweep().await.unwrap().keys, 1);
    assert!(register.request::<String>(&acting(), other).await.unwrap().unwrap().held.open().is_some());
    // The same for what is kept for a customer, of whom nothing else is looked at.
    let theirs = store.register(customer(2), &ring).await.unwrap();
    let party = theirs.create_party(&acting(), &new_customer(anna())).await.unwrap();
    theirs.open_request(&acting(), &asked(), &"Dag".to_owned(), 0).await.unwrap();
    assert_eq!(theirs.sweep_gone().await.unwrap(), 0);
    place.told(Side::Data, "DELETE FROM request WHERE tenant = 2").await;
    assert_eq!((register.sweep_gone().await.unwrap(), theirs.sweep_gone().await.unwrap()), (0, 1));
    assert!(read(&theirs, party).await.person.open().is_some() && !theirs.is_behind().await.unwrap());
    let next = register.open_request(&acting(), &asked(), &"Cia".to_owned(), 0).await.unwrap();
    assert_eq!(next, RequestNumber(4), "a number never comes again");
}
