//! Northwind, a wholesaler in SQLite: staff who manage staff, orders that the law keeps as they are, links that name nobody.

use gallra_testkit::samples::northwind;

use super::{Database, Golden, Somebody, agreed, bookkeeping};
use crate::support::House;

/// In 2004 the orders of 1996 may go: seven years after the end of 1996 was the end of 2003. Those of 1997 and 1998 stay.
const NOW: &str = "2004-06-01T03:00:00+02:00";

const DATASETS: &str = "
datasets:
  customers:
    in: shop
    table: Customers
    about: [people]
    subject: {customer_no: CustomerID}
    fields: {ContactName: person.name, Address: contact.address, Phone: contact.phone, Fax: contact.phone}
  groups_of_customers:
    in: shop
    table: CustomerCustomerDemo
    about: [people]
    belongs_to: {customers: CustomerID}
  orders:
    in: shop
    table: Orders
    about: [people]
    belongs_to: {customers: CustomerID, employees: {by: EmployeeID, as: refers}}
    fields: {ShipName: person.name, ShipAddress: contact.address}
    anchors: {placed: OrderDate}
  order_lines:
    in: shop
    table: Order Details
    about: [people]
    belongs_to: {orders: OrderID}
    anchors: {placed: {from: orders.placed}}
  employees:
    in: shop
    table: Employees
    about: [people]
    subject: {staff_no: EmployeeID}
    belongs_to: {employees: {by: ReportsTo, as: refers}}
    fields: {LastName: person.name, FirstName: person.name, BirthDate: person.birth_date, Address: contact.address, HomePhone: contact.phone, Photo: person.image, Notes: work.evaluation}
  territories_of_employees:
    in: shop
    table: EmployeeTerritories
    about: [people]
    belongs_to: {employees: EmployeeID}
";

/// Groups that a customer is in; an order that names neither customer nor clerk; somebody who manages himself; two who manage
/// each other.
const MORE: &str = "
INSERT INTO CustomerDemographics VALUES ('LOYAL', 'often here'), ('LATE', 'pays late');
INSERT INTO CustomerCustomerDemo VALUES ('BERGS', 'LOYAL'), ('BERGS', 'LATE'), ('FISSA', 'LATE');
INSERT INTO Orders (OrderID, OrderDate, ShipName) VALUES (20001, '1996-08-01 00:00:00.000', 'nobody known');
INSERT INTO Employees (EmployeeID, LastName, ReportsTo) VALUES (10, 'Självsson', 10), (11, 'Parsson', NULL), (12, 'Parsdotter', 11);
UPDATE Employees SET ReportsTo = 12 WHERE EmployeeID = 11;
INSERT INTO EmployeeTerritories VALUES (10, '06897'), (11, '06897');
";

#[tokio::test]
async fn customers_and_staff_of_a_wholesaler_are_erased() {
    let house = House::new();
    let Some(file) = northwind(house.path()) else { return };
    let hand = house.path().join("by-hand.sqlite");
    std::fs::copy(&file, &hand).unwrap();
    let (ours, hand) = (Database::Sqlite(file.clone()), Database::Sqlite(hand));
    ours.sql(MORE);
    hand.sql(MORE);
    let body = format!(
        "systems:\n  shop: {{kind: sqlite, path: \"{}\", country: SE, time_zone: UTC}}\n{DATASETS}activities:{}{}",
        file.display(),
        bookkeeping("orders, order_lines", "placed"),
        agreed("customers, groups_of_customers, employees, territories_of_employees"),
    );
    let context = house.open(&body, NOW).await;
    let golden = Golden::new("Northwind", house, context, ours, hand);
    for (who, dataset, column, key, by_hand, expect) in PEOPLE {
        let which = format!("SELECT '{key}'");
        let found: &[(&str, &str, &str)] = &[(*dataset, *column, &which)];
        golden.erase(&Somebody { who, given: &[], found, by_hand, expect }).await;
    }
    assert_eq!(golden.ours.sql("PRAGMA foreign_key_check;"), "");
    golden.house.evidence_never_says(&["BERGS", "Berglund", "Buchanan", "Självsson"]);
}

/// Who, dataset, column, key, SQL by hand, counts.
const PEOPLE: &[(&str, &str, &str, &str, &str, &str)] = &[
    (
        "a customer whose orders are partly kept by law",
        "customers",
        "CustomerID",
        "BERGS",
        "DELETE FROM [Order Details] WHERE OrderID IN (SELECT OrderID FROM Orders WHERE CustomerID = 'BERGS' AND OrderDate < '1997-01-01');
         DELETE FROM Orders WHERE CustomerID = 'BERGS' AND OrderDate < '1997-01-01';
         DELETE FROM CustomerCustomerDemo WHERE CustomerID = 'BERGS';
         UPDATE Customers SET ContactName = NULL, Address = NULL, Phone = NULL, Fax = NULL WHERE CustomerID = 'BERGS';",
        "CustomerCustomerDemo -2, Customers ~1, Order Details -9, Orders -3",
    ),
    (
        "a customer with one old order",
        "customers",
        "CustomerID",
        "CENTC",
        "DELETE FROM [Order Details] WHERE OrderID = 10259;
         DELETE FROM Orders WHERE OrderID = 10259;
         DELETE FROM Customers WHERE CustomerID = 'CENTC';",
        "Customers -1, Order Details -2, Orders -1",
    ),
    (
        "a customer without orders",
        "customers",
        "CustomerID",
        "FISSA",
        "DELETE FROM CustomerCustomerDemo WHERE CustomerID = 'FISSA';
         DELETE FROM Customers WHERE CustomerID = 'FISSA';",
        "CustomerCustomerDemo -1, Customers -1",
    ),
    (
        // The kept orders are not altered, so the manager stays without a name.
        "a manager with orders that the law keeps",
        "employees",
        "EmployeeID",
        "5",
        "UPDATE Orders SET EmployeeID = NULL WHERE EmployeeID = 5 AND OrderDate < '1997-01-01';
         UPDATE Employees SET ReportsTo = NULL WHERE ReportsTo = 5;
         DELETE FROM EmployeeTerritories WHERE EmployeeID = 5;
         UPDATE Employees SET LastName = NULL, FirstName = NULL, BirthDate = NULL, Address = NULL, HomePhone = NULL,
           Photo = NULL, Notes = NULL WHERE EmployeeID = 5;",
        "EmployeeTerritories -7, Employees ~4, Orders ~11",
    ),
    (
        "somebody who manages himself",
        "employees",
        "EmployeeID",
        "10",
        "DELETE FROM EmployeeTerritories WHERE EmployeeID = 10;
         DELETE FROM Employees WHERE EmployeeID = 10;",
        "EmployeeTerritories -1, Employees -1",
    ),
    (
        "one of two who manage each other",
        "employees",
        "EmployeeID",
        "11",
        "DELETE FROM EmployeeTerritories WHERE EmployeeID = 11;
         UPDATE Employees SET ReportsTo = NULL WHERE EmployeeID = 12;
         DELETE FROM Employees WHERE EmployeeID = 11;",
        "EmployeeTerritories -1, Employees -1, Employees ~1",
    ),
];
