//! The company of thirty linked tables that the benches measure, small: three people at once, and one more.

use gallra_testkit::linked::Linked;
use gallra_testkit::{PgVersion, Postgres};

use super::{Database, Golden, Somebody};
use crate::support::House;

#[tokio::test]
#[ignore = "its plan takes minutes where the database is asked along many links: see docs/golden.md"]
async fn people_go_from_thirty_linked_tables() {
    let server = Postgres::shared(PgVersion::V15).await;
    let (ours, hand) = (server.database("linked"), server.database("linked_by_hand"));
    let company = Linked::of_rows(4_000);
    company.make(&ours);
    company.make(&hand);
    assert_eq!(Linked::tables().len(), 30);
    let rows: Vec<String> =
        Linked::tables().iter().map(|table| format!("(SELECT count(*) FROM {table})")).collect();
    assert_eq!(ours.psql(&format!("SELECT {}", rows.join(" + "))), company.rows.to_string());
    let house = House::new();
    let body = format!("systems:\n  shop: {}\n{}", house.system("postgres", &ours.url()), Linked::policy());
    let context = house.open(&body, "2026-11-22T12:00:00+01:00").await;
    let golden = Golden::new(
        "Thirty linked tables",
        house,
        context,
        Database::Postgres(ours),
        Database::Postgres(hand),
    );
    for (who, numbers, expect) in [("three at once", "3, 7, 20", THREE), ("one more", "5", ONE)] {
        let which = format!("SELECT id FROM people WHERE id IN ({numbers})");
        golden
            .erase(&Somebody {
                who,
                given: &[],
                found: &[("people", "id", &which)],
                by_hand: &Linked::by_hand(&which),
                expect,
            })
            .await;
    }
}

const THREE: &str = "";
const ONE: &str = "";
