//! The company of thirty linked tables that the benches measure, small: three people at once, one more, and two hundred who each
//! ask for themselves and go in one plan.

use gallra_testkit::linked::Linked;
use gallra_testkit::{PgVersion, Postgres};

use super::{Database, Golden, Somebody};
use crate::support::House;

async fn company(rows: u64, name: &str) -> Golden {
    let server = Postgres::shared(PgVersion::V15).await;
    let (ours, hand) = (server.database(name), server.database(&format!("{name}_by_hand")));
    let company = Linked::of_rows(rows);
    company.make(&ours);
    company.make(&hand);
    assert_eq!(Linked::tables().len(), 30);
    let rows: Vec<String> =
        Linked::tables().iter().map(|table| format!("(SELECT count(*) FROM {table})")).collect();
    assert_eq!(ours.psql(&format!("SELECT {}", rows.join(" + "))), company.rows.to_string());
    let house = House::new();
    let body = format!("systems:\n  shop: {}\n{}", house.system("postgres", &ours.url()), Linked::policy());
    let context = house.open(&body, "2026-11-22T12:00:00+01:00").await;
    Golden::new("Thirty linked tables", house, context, Database::Postgres(ours), Database::Postgres(hand))
}

async fn go(golden: &Golden, (who, whose, expect): (&str, &str, &str)) {
    let which = format!("SELECT id FROM people WHERE {whose}");
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

#[tokio::test]
async fn people_go_from_thirty_linked_tables() {
    let golden = company(4_000, "linked").await;
    go(&golden, ("three at once", "id IN (3, 7, 20)", THREE)).await;
    go(&golden, ("one more", "id = 5", ONE)).await;
}

/// Of 319 people; what is shared among those who go is shared with nobody.
#[tokio::test]
async fn two_hundred_people_go_in_one_plan() {
    let mut golden = company(30_000, "crowd").await;
    golden.each_asks = true;
    go(&golden, ("two hundred at once", "id <= 200", CROWD)).await;
}

const THREE: &str = "addresses -3, audit_notes ~3, basket_items -9, baskets -3, consents -6, device_events -12, devices -6, invoice_lines -24, invoices -12, letters ~12, likes -18, logins -18, mailings -15, order_lines -24, orders -12, parcel_events -12, parcels -12, payments -12, people -3, posts -9, returned -12, review_votes -12, reviews -6, sessions -15, subscriptions -3, threads -3, ticket_messages -9, tickets -3, wishlist_items -9, wishlists -3";
const ONE: &str = "addresses -1, audit_notes ~1, basket_items -3, baskets -1, consents -2, device_events -4, devices -2, invoice_lines -8, invoices -4, letters ~4, likes -5, logins -6, mailings -5, order_lines -8, orders -4, parcel_events -4, parcels -4, payments -4, people -1, posts -3, returned -4, review_votes -3, reviews -2, sessions -5, subscriptions -1, ticket_messages -3, tickets -1, wishlist_items -3, wishlists -1";
const CROWD: &str = "addresses -200, audit_notes ~200, basket_items -600, baskets -200, consents -400, device_events -800, devices -400, invoice_lines -1600, invoices -800, letters -249, letters ~302, likes -824, logins -1200, mailings -1000, order_lines -1600, orders -800, parcel_events -800, parcels -800, payments -800, people -200, posts -600, returned -800, review_votes -550, reviews -400, sessions -1000, subscriptions -200, threads -281, ticket_messages -600, tickets -200, wishlist_items -600, wishlists -200";
