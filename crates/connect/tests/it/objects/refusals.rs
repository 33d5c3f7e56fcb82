//! What cannot be done is said, with its cause and its cure, and without anybody's name.

use gallra_connect::{Connector, ErrorKind};
use gallra_rules::names::DatasetName;
use gallra_rules::plan::Action;
use gallra_rules::policy::Dataset;
use gallra_rules::predicate::{Replacement, TableRef};
use gallra_testkit::{S3Key, S3Store};

use super::{World, before, later, open, plan, store};
use crate::support::{Notes, dataset, kind_of, limits};

async fn refusal(url: &str) -> gallra_connect::ConnectError {
    open(url, None).await.err().unwrap_or_else(|| panic!("it opened"))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_key_bucket_or_address_is_told() {
    let store = store().await;
    let bucket = store.bucket("refusals");
    let url = bucket.url(S3Key::Owner);
    let of = |secret: &str| url.replacen("owner%2Fsecret%2B%25", secret, 1);
    let error = refusal(&of("hemlig")).await;
    assert_eq!(error.kind(), ErrorKind::WrongCredentials);
    assert!(error.cause().contains("SignatureDoesNotMatch") && !error.to_string().contains("hemlig"));
    let error = refusal(&url.replacen("owner:", "nobody:", 1)).await;
    assert_eq!(error.kind(), ErrorKind::WrongCredentials);
    let error = refusal(&store.url(S3Key::Owner, "no-such-bucket")).await;
    assert_eq!(error.kind(), ErrorKind::NoSuchDatabase);
    let error = refusal("https://owner:hemlig@store.invalid/b").await;
    assert_eq!(error.kind(), ErrorKind::Gone);
    let error = refusal("http://owner:hemlig@store.example/b").await;
    assert_eq!(error.kind(), ErrorKind::Secret, "unencrypted over a network, whoever says so");
}

#[tokio::test(flavor = "multi_thread")]
async fn who_may_not_list_versions_checks_nothing() {
    let bucket = store().await.versioned("unlisted");
    bucket.put(&["anna andersson.pdf"], "x");
    let connector = open(&bucket.url(S3Key::Stranger), None).await.unwrap();
    let sets = [("d".into(), dataset(before(".", later()).table))];
    let shapes = connector.shapes(&sets).await.unwrap();
    let reason = &shapes.not_checked[&DatasetName::from("d")];
    assert!(reason.contains("may not list the versions") && reason.contains("s3:ListBucketVersions"));
    let (_, step) = World::of(bucket).await.plan(before(".", later())).await;
    let error = connector.recount(&step).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::NotPermitted);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_may_not_delete_deletes_nothing() {
    let bucket = store().await.bucket("read-only");
    bucket.put(&["anna andersson.pdf"], "x");
    let connector = open(&bucket.url(S3Key::Reader), None).await.unwrap();
    let (measure, step) = plan(&connector, before(".", later())).await;
    assert_eq!(measure.due, 1);
    let told = match connector.dispose(&step, &limits(9), &mut Notes::default()).await {
        Ok(done) => {
            assert_eq!(done.rows, 0);
            assert_eq!(connector.recount(&step).await.unwrap().unexplained(), 1);
            String::new()
        }
        Err(error) => {
            assert_eq!(kind_of(&error), ErrorKind::NotPermitted);
            format!("{error} {error:?}")
        }
    };
    assert!(!told.contains("anna"), "{told}");
    assert_eq!(bucket.listed().len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_empty_bucket_is_empty() {
    let world = World::of(store().await.bucket("empty")).await;
    let (measure, step) = world.plan(before(".", later())).await;
    assert_eq!((measure.total, measure.due, measure.oldest), (0, 0, None));
    world.repeat(&step).await;
    assert_eq!(world.connector.region().await.unwrap(), None, "this store says nothing of regions");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_objects_do_not_have_is_refused() {
    let world = World::of(store().await.bucket("shapes")).await;
    let of = |part: &str| Dataset {
        part: Some(part.to_owned()),
        ..dataset(TableRef { schema: None, name: String::new() })
    };
    let keyed = Dataset { key: vec!["owner".to_owned()], ..of("keyed") };
    let sets = [
        ("a".into(), of("acme")),
        ("b".into(), of("acme/letters/")),
        ("c".into(), of("c")),
        ("k".into(), keyed),
    ];
    let shapes = world.connector.shapes(&sets).await.unwrap();
    assert_eq!(shapes.not_checked.len(), 3, "{:?}", shapes.not_checked);
    assert!(shapes.not_checked[&DatasetName::from("k")].contains("they have folder, modified"));
    let (_, mut step) = world.plan(before(".", later())).await;
    step.action = Action::Anonymise([("path".to_owned(), Replacement::Null)].into());
    let error = world.connector.dispose(&step, &limits(1), &mut Notes::default()).await.unwrap_err();
    assert_eq!(kind_of(&error), ErrorKind::Unsupported);
}

/// The store dies in the middle and comes back: nothing is lost and nothing is counted twice.
#[tokio::test(flavor = "multi_thread")]
async fn a_store_that_dies_meanwhile_goes_on_later() {
    let store = S3Store::start().await;
    let world = World::of(store.versioned("dies")).await;
    let names: Vec<String> = (0..1500).map(|number| format!("anna andersson/{number:04}")).collect();
    world.bucket.put(&names.iter().map(String::as_str).collect::<Vec<_>>(), "x");
    let (_, step) = world.plan(before(".", later())).await;
    let other = store.clone();
    let meanwhile = move |n| {
        if n == 2 {
            other.kill9();
        }
    };
    let mut notes = Notes { meanwhile: Some(std::sync::Mutex::new(Box::new(meanwhile))), ..Notes::default() };
    let error = world.connector.dispose(&step, &limits(u64::MAX), &mut notes).await.unwrap_err();
    assert_eq!(kind_of(&error), ErrorKind::Gone);
    assert!(!format!("{error} {error:?}").contains("anna"));
    store.restart();
    let done = gone(&world.connector, &step, &notes).await;
    assert_eq!(done, 1000);
    assert_eq!(world.rows(&step).await, 500);
    world.repeat(&step).await;
}

async fn gone(connector: &Connector, step: &gallra_rules::plan::Step, notes: &Notes) -> u64 {
    use gallra_connect::contract::Settled;
    let mut gone = 0;
    for batch in &notes.prepared {
        gone += match connector.settle(step, batch).await.unwrap() {
            Settled::Committed => batch.rows,
            Settled::InPart { rows } => rows,
            Settled::RolledBack | Settled::Unknown => 0,
        };
    }
    gone
}
