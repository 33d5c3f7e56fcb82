//! Chinook, a music shop in SQLite: lines block invoices, invoices block customers, employees report to each other.

use std::path::Path;

use gallra_ledger::Outcome;
use gallra_rules::inventory::CountKind;
use gallra_rules::plan::{GuardHit, Why};
use gallra_testkit::samples::chinook;
use gallra_testkit::sqlite_cli;

use crate::support::{
    House, activity, assert_same, dump_sqlite, journey, make_plan, not_checked, resting, step, told,
};

const NOW: &str = "2026-06-01T03:00:00+02:00";

fn datasets(file: &Path) -> String {
    format!(
        "
systems:
  shop: {{kind: sqlite, path: \"{}\", country: SE, time_zone: UTC}}
datasets:
  lines:
    in: shop
    table: InvoiceLine
    belongs_to: {{invoices: InvoiceId}}
    about: [people]
    anchors: {{issued: {{from: invoices.issued}}}}
  invoices:
    in: shop
    table: Invoice
    belongs_to: {{customers: CustomerId}}
    about: [people]
    fields: {{BillingAddress: contact.address}}
    anchors: {{issued: InvoiceDate}}
  customers:
    in: shop
    table: Customer
    about: [people]
    subject: {{email: Email}}
    fields: {{FirstName: person.name, LastName: person.name, Phone: contact.phone, Address: contact.address}}
    anchors: {{last_order: {{latest: invoices.issued}}}}
  employees:
    in: shop
    table: Employee
    about: [people]
    fields: {{LastName: person.name, FirstName: person.name}}
    anchors: {{hired: HireDate}}
",
        file.display()
    )
}

#[tokio::test]
async fn a_music_shop_keeps_its_promises() {
    let house = House::new();
    let Some(file) = chinook(house.path()) else { return };
    let hand = house.path().join("by-hand.sqlite");
    std::fs::copy(&file, &hand).unwrap();
    // Financial years 2021 and 2022 are more than three years ago on 1 June 2026; two years before it is 1 June 2024.
    sqlite_cli(
        &hand,
        "PRAGMA foreign_keys = ON;
         UPDATE Customer SET FirstName = 'removed', LastName = 'removed', Address = NULL, Phone = NULL
         WHERE (SELECT max(InvoiceDate) FROM Invoice i WHERE i.CustomerId = Customer.CustomerId) < '2024-06-02';
         DELETE FROM InvoiceLine WHERE InvoiceId IN (SELECT InvoiceId FROM Invoice WHERE InvoiceDate < '2023-01-01');
         DELETE FROM Invoice WHERE InvoiceDate < '2023-01-01';
         DELETE FROM Employee WHERE EmployeeId IN (7, 8);
         DELETE FROM Employee WHERE EmployeeId = 6;",
    );
    let policy = format!(
        "{}activities:{}{}{}",
        datasets(&file),
        activity(
            "bookkeeping",
            "invoices, lines",
            "at_least: 3 years after financial_year(issued)",
            "delete"
        ),
        activity(
            "register",
            "customers",
            "at_most: 2 years after last_order",
            "{anonymise: {FirstName: \"removed\", LastName: \"removed\", Address: null, Phone: null}}"
        ),
        activity("staff", "employees", "at_most: 22 years after hired", "delete"),
    );
    let context = house.open(&policy, NOW).await;
    let (plan, report) = journey(&house, &context).await;

    assert_same(&dump_sqlite(&file), &dump_sqlite(&hand));
    assert_eq!(sqlite_cli(&file, "PRAGMA foreign_key_check;"), "");
    assert_eq!(told(&report, "invoices").rows.erased, 166);
    assert_eq!(sqlite_cli(&file, "SELECT count(*) FROM Invoice;"), (412 - 166).to_string());
    let lines: u64 = sqlite_cli(&file, "SELECT count(*) FROM InvoiceLine;").parse().unwrap();
    assert_eq!(told(&report, "lines").rows.erased, 2240 - lines);
    assert_eq!(told(&report, "customers").rows.anonymised, 1);
    // All eight employees are due; three may go, the others are needed by customers or by those who report to them.
    let staff = step(&plan, "employees");
    assert_eq!((staff.expected.due, staff.expected.disposable), (8, 3));
    assert_eq!(staff.guard, Some(GuardHit::Share { limit_percent: 20 }));
    let staff = told(&report, "employees");
    assert_eq!((staff.rows.erased, staff.rows.kept), (3, 5));
    assert_eq!(staff.outcome, Outcome::Erased {});
    // Children first, and a latest date is read before it goes.
    let place = |name: &str| plan.steps.iter().position(|step| step.dataset.as_str() == name).unwrap();
    assert!(place("lines") < place("invoices"));
    assert!(place("customers") < place("invoices"));
    house.evidence_never_says(&["Peacock", "Köhler", "Callahan"]);
}

#[tokio::test]
async fn invoices_whose_lines_are_kept_stay_with_them() {
    let house = House::new();
    let Some(file) = chinook(house.path()) else { return };
    let before = dump_sqlite(&file);
    let keep = "at_most: 2 years after issued";
    let policy = format!(
        "{}activities:{}{}",
        datasets(&file),
        activity("orders", "invoices", keep, "delete"),
        resting("lines, customers, employees")
    );
    let context = house.open(&policy, NOW).await;
    let (plan, report) = journey(&house, &context).await;

    let invoices = step(&plan, "invoices");
    let due: u64 =
        sqlite_cli(&file, "SELECT count(*) FROM Invoice WHERE InvoiceDate < '2024-06-02';").parse().unwrap();
    assert_eq!((invoices.expected.due, invoices.expected.disposable), (due, 0));
    let [kept] = invoices.except.as_slice() else { panic!("{:#?}", invoices.except) };
    assert!(matches!(&kept.why, Why::Referenced { table, .. } if table.name == "InvoiceLine"));
    let told = told(&report, "invoices");
    assert_eq!((told.rows.kept, told.rows.erased), (due, 0));
    assert_eq!(told.outcome, Outcome::Kept { basis: "referenced by InvoiceLine".to_owned(), until: None });
    assert_same(&dump_sqlite(&file), &before);
}

#[tokio::test]
async fn a_customer_whose_date_goes_with_the_invoices_is_not_deleted_blindly() {
    let house = House::new();
    let Some(file) = chinook(house.path()) else { return };
    let policy = format!(
        "{}activities:{}{}",
        datasets(&file),
        activity("orders", "invoices, lines", "at_most: 2 years after issued", "delete"),
        activity("register", "customers", "at_most: 2 years after last_order", "delete")
            + &resting("employees"),
    );
    let context = house.open(&policy, NOW).await;
    let plan = make_plan(&context).await;
    assert!(not_checked(&plan, "customers").contains("the date goes with them"));

    // Without a rule for the invoices the customers can be read, and all of them are still needed by an invoice.
    let keep = "at_most: 2 years after last_order";
    let policy = format!(
        "{}activities:{}{}",
        datasets(&file),
        activity("register", "customers", keep, "delete"),
        resting("lines, invoices, employees")
    );
    let context = house.open(&policy, NOW).await;
    let before = dump_sqlite(&file);
    let (plan, report) = journey(&house, &context).await;
    assert_eq!(step(&plan, "customers").expected.due, 1);
    assert_eq!(told(&report, "customers").rows.kept, 1);
    assert_eq!(crate::support::noted(&plan, "customers", CountKind::NoAnchor), 0);
    assert_same(&dump_sqlite(&file), &before);
}
