//! Request Tracker in PostgreSQL: people are tied to tickets through groups and memberships, without a single foreign key, and
//! several of one table are told apart by `where`. A ticket lives as long as somebody who asked it.

use gallra_app::subject::GivenKind;
use gallra_testkit::samples::{request_tracker, request_tracker_says};
use gallra_testkit::{PgVersion, Postgres};

use super::{Database, Golden, Somebody, agreed};
use crate::real::request_tracker::EVERY_TICKET;
use crate::support::House;

const NOW: &str = "2026-11-22T12:00:00+01:00";

/// A ticket's history names former owners, requestors and those who were told by number, in a text: no link can be cut there, so these
/// lines are found by the number, and go. `creator: 1` is the system's own user there, `owner: 6` nobody. `MADE` is who made a record and who changed it last.
const DATASETS: &str = "
datasets:
  users:
    in: desk
    table: users
    about: [people]
    subject: {email: emailaddress, user_number: id}
    fields: {name: account.login, realname: person.name, comments: communication.note}
  principals_of_users: {in: desk, table: principals, where: {principaltype: User}, about: [people], belongs_to: {users: id}}
  user_groups: {in: desk, table: groups, where: {domain: ACLEquivalence}, about: [people], belongs_to: {users: [{by: instance}, MADE]}}
  requestors:
    in: desk
    table: groups
    where: {domain: \"RT::Ticket-Role\", name: Requestor}
    about: [people]
    belongs_to: {tickets: {by: instance, as: shares}, users: [MADE]}
  other_roles:
    in: desk
    table: groups
    where: {domain: \"RT::Ticket-Role\", name: [Owner, Cc, AdminCc]}
    about: [people]
    belongs_to: {tickets: instance, users: [MADE]}
  principals_of_groups:
    in: desk
    table: principals
    where: {principaltype: Group}
    about: [people]
    belongs_to: {user_groups: id, requestors: id, other_roles: id}
  memberships:
    in: desk
    table: groupmembers
    about: [people]
    belongs_to: {users: [{by: memberid}, MADE], user_groups: groupid, requestors: {by: groupid, as: shares}, other_roles: groupid}
  cached_memberships:
    in: desk
    table: cachedgroupmembers
    about: [people]
    belongs_to: {users: memberid, user_groups: [{by: groupid}, {by: memberid}], requestors: [{by: groupid}, {by: memberid}], other_roles: [{by: groupid}, {by: memberid}]}
  rights: {in: desk, table: acl, about: [people], belongs_to: {user_groups: principalid}}
  tickets:
    in: desk
    table: tickets
    about: [people]
    belongs_to: {users: [MADE, {by: owner, as: refers, anonymise: {owner: 6}}]}
    fields: {subject: communication.content}
  history_of_tickets:
    in: desk
    table: transactions
    where: {objecttype: \"RT::Ticket\"}
    about: [people]
    belongs_to: {tickets: objectid, users: [{by: creator, as: refers, anonymise: {creator: 1}}]}
  named_before: {in: desk, table: transactions, where: {objecttype: \"RT::Ticket\", field: [Owner, Requestor, Cc, AdminCc]}, about: [people], subject: {user_number: oldvalue}}
  named_after: {in: desk, table: transactions, where: {objecttype: \"RT::Ticket\", field: [Owner, Requestor, Cc, AdminCc]}, about: [people], subject: {user_number: newvalue}}
  history_of_users:
    in: desk
    table: transactions
    where: {objecttype: \"RT::User\"}
    about: [people]
    belongs_to: {users: objectid}
  history_of_groups:
    in: desk
    table: transactions
    where: {objecttype: \"RT::Group\"}
    about: [people]
    belongs_to: {user_groups: objectid, requestors: objectid, other_roles: objectid, users: [{by: creator, as: refers, anonymise: {creator: 1}}]}
  mails:
    in: desk
    table: attachments
    about: [people]
    belongs_to: {history_of_tickets: transactionid, users: [{by: creator, as: refers, anonymise: {creator: 1}}]}
    fields: {subject: communication.email, headers: communication.metadata, content: communication.email}
  custom_fields:
    in: desk
    table: objectcustomfieldvalues
    where: {objecttype: \"RT::Ticket\"}
    about: [people]
    belongs_to: {tickets: objectid, users: [MADE]}
    fields: {content: customer.number}
  links_of_tickets: {in: desk, table: links, about: [people], belongs_to: {tickets: [{by: localbase}, {by: localtarget}], users: [MADE]}}
";
const MADE: &str = "{by: creator, as: refers, anonymise: {creator: 1}}, {by: lastupdatedby, as: refers, anonymise: {lastupdatedby: 1}}";

/// A second person asks with the first; somebody is told of a ticket (Cc).
const MORE: &str = "
my $ticket = RT::Ticket->new(RT->SystemUser);
$ticket->Load(3);
my ($ok, $said) = $ticket->AddWatcher(Type => 'Requestor', Email => 'kund4@kund.example');
die $said unless $ok;
($ok, $said) = $ticket->AddWatcher(Type => 'Cc', Email => 'kund7@kund.example');
die $said unless $ok;
print 'more';
";

/// For the user whose number stands for `WHO`.
const BY_HAND: &str = "
CREATE TEMP TABLE gone_ticket AS SELECT g.instance AS id FROM groups g JOIN groupmembers m ON m.groupid = g.id
  WHERE g.domain = 'RT::Ticket-Role' AND g.name = 'Requestor' GROUP BY g.instance HAVING bool_and(m.memberid = WHO);
CREATE TEMP TABLE gone_group AS SELECT id FROM groups WHERE (domain = 'ACLEquivalence' AND instance = WHO)
  OR (domain = 'RT::Ticket-Role' AND instance IN (SELECT id FROM gone_ticket));
DELETE FROM attachments a USING transactions t WHERE a.transactionid = t.id AND t.objecttype = 'RT::Ticket'
  AND t.objectid IN (SELECT id FROM gone_ticket);
DELETE FROM transactions WHERE (objecttype = 'RT::Ticket' AND objectid IN (SELECT id FROM gone_ticket))
  OR (objecttype = 'RT::Group' AND objectid IN (SELECT id FROM gone_group)) OR (objecttype = 'RT::User' AND objectid = WHO);
DELETE FROM transactions WHERE objecttype = 'RT::Ticket' AND field IN ('Owner', 'Requestor', 'Cc', 'AdminCc') AND (oldvalue = 'WHO' OR newvalue = 'WHO');
DELETE FROM objectcustomfieldvalues WHERE objecttype = 'RT::Ticket' AND objectid IN (SELECT id FROM gone_ticket);
DELETE FROM links WHERE localbase IN (SELECT id FROM gone_ticket) OR localtarget IN (SELECT id FROM gone_ticket);
DELETE FROM cachedgroupmembers WHERE memberid = WHO OR groupid IN (SELECT id FROM gone_group) OR memberid IN (SELECT id FROM gone_group);
DELETE FROM groupmembers WHERE memberid = WHO OR groupid IN (SELECT id FROM gone_group);
DELETE FROM acl WHERE principalid IN (SELECT id FROM gone_group);
DELETE FROM principals WHERE id = WHO OR id IN (SELECT id FROM gone_group);
DELETE FROM groups WHERE id IN (SELECT id FROM gone_group);
DELETE FROM tickets WHERE id IN (SELECT id FROM gone_ticket);
DELETE FROM users WHERE id = WHO;
UPDATE tickets SET owner = 6 WHERE owner = WHO;
UPDATE tickets SET creator = 1 WHERE creator = WHO;
UPDATE tickets SET lastupdatedby = 1 WHERE lastupdatedby = WHO;
UPDATE transactions SET creator = 1 WHERE creator = WHO;
UPDATE attachments SET creator = 1 WHERE creator = WHO;
UPDATE objectcustomfieldvalues SET creator = 1 WHERE creator = WHO;
UPDATE objectcustomfieldvalues SET lastupdatedby = 1 WHERE lastupdatedby = WHO;
UPDATE groups SET creator = 1 WHERE creator = WHO;
UPDATE groups SET lastupdatedby = 1 WHERE lastupdatedby = WHO;
UPDATE groupmembers SET creator = 1 WHERE creator = WHO;
UPDATE groupmembers SET lastupdatedby = 1 WHERE lastupdatedby = WHO;
UPDATE links SET creator = 1 WHERE creator = WHO;
UPDATE links SET lastupdatedby = 1 WHERE lastupdatedby = WHO;
DROP TABLE gone_ticket, gone_group;
";

#[tokio::test]
async fn people_of_a_ticket_system_are_erased_and_it_goes_on() {
    let server = Postgres::shared(PgVersion::V15).await;
    let (ours, hand) = (server.database("tickets_golden"), server.database("tickets_golden_by_hand"));
    request_tracker(&ours);
    assert_eq!(request_tracker_says(&ours, MORE), "more");
    hand.psql(&ours.dump());
    // As a server that has been at work for a while: without statistics every link is looked up row by row.
    ours.psql("ANALYZE");
    let house = House::new();
    let body = format!(
        "systems:\n  desk: {}\n{}activities:{}",
        house.system("postgres", &ours.url()),
        DATASETS.replace("MADE", MADE),
        agreed(
            "users, principals_of_users, user_groups, requestors, other_roles, principals_of_groups, memberships, cached_memberships, rights, \
             tickets, history_of_tickets, named_before, named_after, history_of_users, history_of_groups, mails, custom_fields, links_of_tickets"
        ),
    );
    let context = house.open(&body, NOW).await;
    let (ours, hand) = (Database::Postgres(ours), Database::Postgres(hand));
    let golden = Golden::new("Request Tracker", house, context, ours, hand);
    for (who, email, expect, tickets) in PEOPLE {
        let which = format!("SELECT id FROM users WHERE emailaddress = '{email}'");
        let number = golden.ours.sql(&which);
        let given = &[(GivenKind::Email, *email)];
        let named = |column| {
            format!(
                "SELECT id FROM transactions WHERE objecttype = 'RT::Ticket' AND field IN ('Owner', 'Requestor', 'Cc', 'AdminCc') AND {column} = '{number}'"
            )
        };
        let (named_before, named_after) = (named("oldvalue"), named("newvalue"));
        let mut found = vec![
            ("users", "id", which.as_str()),
            ("named_before", "id", &named_before),
            ("named_after", "id", &named_after),
        ];
        found.retain(|(.., sql)| !golden.ours.sql(sql).is_empty());
        let by_hand = BY_HAND.replace("WHO", &number);
        golden.erase(&Somebody { who, given, found: &found, by_hand: &by_hand, expect }).await;
        let Database::Postgres(desk) = &golden.ours else { panic!("PostgreSQL") };
        assert_eq!(
            request_tracker_says(desk, EVERY_TICKET),
            *tickets,
            "{who}: the desk still shows the others"
        );
    }
    golden.house.evidence_never_says(&["kund.example", "desk.example"]);
}

/// Who, address, counts, tickets that are left.
const PEOPLE: &[(&str, &str, &str, &str)] = &[
    (
        "who asked with somebody else, and asked alone too",
        "kund4@kund.example",
        "attachments -12, cachedgroupmembers -11, groupmembers -6, groups -5, objectcustomfieldvalues -1, principals -6, tickets -1, transactions -17, users -1",
        "19",
    ),
    (
        "an agent who answered, commented and owned",
        "disa.3@desk.example",
        "acl -1, attachments ~10, cachedgroupmembers -7, groupmembers -6, groups -1, objectcustomfieldvalues ~5, principals -2, tickets ~4, transactions -7, transactions ~18, users -1",
        "19",
    ),
];
