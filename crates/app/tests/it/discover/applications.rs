//! Real applications, each with data that its own installer and its own interface made, against lists of their personal
//! columns that were written from their schemas and manuals before any rule (`crates/detect/tests/truth`).

use gallra_testkit::samples::{helpdesk, mediawiki, prosody, request_tracker};
use gallra_testkit::{PgVersion, Postgres};

use super::{good, looked_at, measured};
use crate::support::House;

#[tokio::test]
async fn a_ticket_system_that_reads_mail() {
    let database = Postgres::shared(PgVersion::V15).await.database("discovered_tickets");
    request_tracker(&database);
    let house = House::new();
    let discovery = looked_at(&house, "postgres", &database.url()).await;
    assert_eq!(discovery.tables.len(), 33);
    good(measured(&discovery, "request-tracker"));
}

#[tokio::test]
async fn a_help_desk() {
    let house = House::new();
    let desk = helpdesk(house.path());
    good(measured(&looked_at(&house, "sqlite", &desk.display().to_string()).await, "django-helpdesk"));
}

#[tokio::test]
async fn a_wiki() {
    let house = House::new();
    let wiki = mediawiki(house.path());
    good(measured(&looked_at(&house, "sqlite", &wiki.display().to_string()).await, "mediawiki"));
}

#[tokio::test]
async fn a_chat_server_with_an_archive() {
    let house = House::new();
    let chat = prosody(house.path());
    good(measured(&looked_at(&house, "sqlite", &chat.display().to_string()).await, "prosody"));
}
