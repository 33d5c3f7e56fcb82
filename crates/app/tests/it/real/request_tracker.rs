//! Request Tracker: mails and answers older than two years go, and the ticket system still shows every ticket.

use gallra_testkit::samples::{request_tracker, request_tracker_says};
use gallra_testkit::{PgVersion, Postgres};

use crate::support::{House, activity, assert_same, dump_postgres, journey, step, told};

/// Two years before are 1 March 2024.
const NOW: &str = "2026-03-01T03:00:00+01:00";

const DATASETS: &str = "
datasets:
  mails:
    in: desk
    table: attachments
    about: [people]
    fields: {subject: communication.email, headers: communication.metadata, content: communication.email, filename: communication.content}
    anchors: {written: created}
";

/// Walks every ticket with its own models.
pub(crate) const EVERY_TICKET: &str = "
my $tickets = RT::Tickets->new(RT->SystemUser);
$tickets->FromSQL('id > 0');
my $count = 0;
while (my $ticket = $tickets->Next) {
    die 'no subject' unless length $ticket->Subject;
    my $transactions = $ticket->Transactions;
    while (my $transaction = $transactions->Next) {
        die 'no words for it' unless length $transaction->BriefDescription;
        $transaction->Content;
    }
    $count++;
}
print $count;
";

#[tokio::test]
async fn a_ticket_system_forgets_old_mails_and_goes_on() {
    let server = Postgres::shared(PgVersion::V15).await;
    let (ours, hand) = (server.database("tickets"), server.database("tickets_by_hand"));
    request_tracker(&ours);
    request_tracker(&hand);
    // Days end at midnight in Stockholm, an hour before UTC's.
    let old = "FROM attachments WHERE created < '2024-03-01 23:00'";
    let before: u64 = ours.psql(&format!("SELECT count(*) {old}")).parse().unwrap();
    assert!(before > 50, "{before}");
    hand.psql(&format!("DELETE {old}"));
    let house = House::new();
    let body = format!(
        "systems:\n  desk: {}\n{DATASETS}activities:{}",
        house.system("postgres", &ours.url()),
        activity("service", "mails", "at_most: 2 years after written", "delete"),
    );
    let context = house.open(&body, NOW).await;
    let (plan, report) = journey(&house, &context).await;
    assert_eq!(step(&plan, "mails").expected.due, before);
    assert_eq!(told(&report, "mails").rows.erased, before);
    assert_eq!(ours.psql(&format!("SELECT count(*) {old}")), "0");
    assert_same(&dump_postgres(&ours), &dump_postgres(&hand));
    assert_eq!(request_tracker_says(&ours, EVERY_TICKET), "20");
    house.evidence_never_says(&["kund.example", "Provsson", "faktura"]);
}
