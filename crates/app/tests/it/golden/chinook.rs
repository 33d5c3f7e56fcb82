//! Chinook, a music shop in SQLite: customers whose invoices the law keeps for seven years, and clerks who help them.

use gallra_testkit::samples::chinook;

use super::{Database, Golden, Somebody, agreed, bookkeeping};
use crate::support::House;

/// In 2031 invoices of 2023 and earlier may go: seven years after the end of 2023 was the end of 2030.
const NOW: &str = "2031-06-01T03:00:00+02:00";

const DATASETS: &str = "
datasets:
  customers:
    in: shop
    table: Customer
    about: [people]
    subject: {email: Email}
    belongs_to: {employees: {by: SupportRepId, as: refers}}
    fields: {FirstName: person.name, LastName: person.name, Company: person.name, Address: contact.address, Phone: contact.phone, Fax: contact.phone}
  invoices:
    in: shop
    table: Invoice
    about: [people]
    belongs_to: {customers: CustomerId}
    fields: {BillingAddress: contact.address}
    anchors: {issued: InvoiceDate}
  lines:
    in: shop
    table: InvoiceLine
    about: [people]
    belongs_to: {invoices: InvoiceId}
    anchors: {issued: {from: invoices.issued}}
  employees:
    in: shop
    table: Employee
    about: [people]
    subject: {email: Email}
    belongs_to: {employees: {by: ReportsTo, as: refers}}
    fields: {FirstName: person.name, LastName: person.name, BirthDate: person.birth_date, Address: contact.address, Phone: contact.phone}
";

/// Somebody who never bought anything and has no clerk; two of one household, with one address and one telephone.
const MORE: &str = "
INSERT INTO Customer (CustomerId, FirstName, LastName, Email) VALUES (60, 'Prov', 'Provsson', 'prov@kund.example');
INSERT INTO Customer (CustomerId, FirstName, LastName, Address, Phone, Email, SupportRepId)
  VALUES (61, 'Sam', 'Samboson', 'Hemgatan 1', '+46 8 123456', 'sam@hem.example', 4),
         (62, 'Tam', 'Samboson', 'Hemgatan 1', '+46 8 123456', 'tam@hem.example', 4);
INSERT INTO Invoice (InvoiceId, CustomerId, InvoiceDate, BillingAddress, Total)
  VALUES (1001, 61, '2022-03-01 00:00:00', 'Hemgatan 1', 1), (1002, 62, '2022-03-01 00:00:00', 'Hemgatan 1', 1);
INSERT INTO InvoiceLine VALUES (9001, 1001, 1, 1, 1), (9002, 1002, 1, 1, 1);
";

#[tokio::test]
async fn customers_and_clerks_of_a_music_shop_are_erased() {
    let house = House::new();
    let Some(file) = chinook(house.path()) else { return };
    let hand = house.path().join("by-hand.sqlite");
    std::fs::copy(&file, &hand).unwrap();
    let (ours, hand) = (Database::Sqlite(file.clone()), Database::Sqlite(hand));
    ours.sql(MORE);
    hand.sql(MORE);
    let body = format!(
        "systems:\n  shop: {{kind: sqlite, path: \"{}\", country: SE, time_zone: UTC}}\n{DATASETS}activities:{}{}",
        file.display(),
        bookkeeping("invoices, lines", "issued"),
        agreed("customers, employees"),
    );
    let context = house.open(&body, NOW).await;
    let golden = Golden::new("Chinook", house, context, ours, hand);
    for (who, dataset, which, by_hand, expect) in PEOPLE {
        let found = &[(*dataset, "Email", *which)];
        golden.erase(&Somebody { who, given: &[], found, by_hand, expect }).await;
    }
    assert_eq!(golden.ours.sql("PRAGMA foreign_key_check;"), "");
    golden.house.evidence_never_says(&[
        "Kohler",
        "surfeu",
        "Peacock",
        "chinookcorp",
        "samboson",
        "hem.example",
    ]);
}

/// Who, dataset, SQL for the address, SQL by hand, counts.
const PEOPLE: &[(&str, &str, &str, &str, &str)] = &[
    (
        // Invoices 1, 12, 67, 196, 219 and 241 are of 2021 to 2023; one of 2024 is left, and it names her.
        "a customer with invoices before and after the limit",
        "customers",
        "SELECT Email FROM Customer WHERE CustomerId = 2",
        "DELETE FROM InvoiceLine WHERE InvoiceId IN (SELECT InvoiceId FROM Invoice WHERE CustomerId = 2 AND InvoiceDate < '2024-01-01');
         DELETE FROM Invoice WHERE CustomerId = 2 AND InvoiceDate < '2024-01-01';
         UPDATE Customer SET FirstName = 'anon', LastName = '', Company = NULL, Address = NULL, Phone = NULL, Fax = NULL,
           Email = 'anon' WHERE CustomerId = 2;",
        "Customer ~1, Invoice -6, InvoiceLine -37",
    ),
    (
        "a customer who never bought anything",
        "customers",
        "SELECT Email FROM Customer WHERE CustomerId = 60",
        "DELETE FROM Customer WHERE CustomerId = 60;",
        "Customer -1",
    ),
    (
        "one of a household, whose one invoice is old",
        "customers",
        "SELECT Email FROM Customer WHERE CustomerId = 61",
        "DELETE FROM InvoiceLine WHERE InvoiceLineId = 9001;
         DELETE FROM Invoice WHERE InvoiceId = 1001;
         DELETE FROM Customer WHERE CustomerId = 61;",
        "Customer -1, Invoice -1, InvoiceLine -1",
    ),
    (
        "a clerk who helps twenty-one customers",
        "employees",
        "SELECT Email FROM Employee WHERE EmployeeId = 3",
        "UPDATE Customer SET SupportRepId = NULL WHERE SupportRepId = 3;
         DELETE FROM Employee WHERE EmployeeId = 3;",
        "Customer ~21, Employee -1",
    ),
    (
        "a manager: those who report stay, and report to nobody",
        "employees",
        "SELECT Email FROM Employee WHERE EmployeeId = 2",
        "UPDATE Employee SET ReportsTo = NULL WHERE ReportsTo = 2;
         DELETE FROM Employee WHERE EmployeeId = 2;",
        "Employee -1, Employee ~2",
    ),
    (
        "two at once: somebody and who manages them",
        "employees",
        "SELECT Email FROM Employee WHERE EmployeeId IN (6, 7)",
        "UPDATE Employee SET ReportsTo = NULL WHERE ReportsTo = 6;
         DELETE FROM Employee WHERE EmployeeId = 7;
         DELETE FROM Employee WHERE EmployeeId = 6;",
        "Employee -2, Employee ~1",
    ),
];
