//! Sakila, whose people nobody here made up: the package of one customer.

use gallra_app::subject::access::Options;
use gallra_testkit::{PgVersion, Postgres, samples};
use serde_json::json;

use super::{files_of, made, nowhere, open, person, records, table, text};
use crate::support::House;

/// The rental's policy, as its owner would write it.
pub(crate) fn policy(system: &str) -> String {
    format!(
        r#"
recipients:
  film_cloud: {{name: Filmmolnet AB, role: processor, country: SE, agreement: DPA 2024-7, purpose: {{sv: Drift av kassasystemet, en: Running the till}}}}
  card_co: {{name: Cards Incorporated, role: processor, country: US, transfer: standard_contractual_clauses, agreement: DPA 12, purpose: {{sv: Kortbetalningar, en: Card payments}}}}
systems:
  rental: {system}
datasets:
  customers:
    in: rental
    table: customer
    about: [people]
    called: {{sv: Kunder, en: Customers}}
    subject: {{customer_no: customer_id, email: email}}
    fields: {{first_name: person.name, last_name: person.name}}
    belongs_to:
      addresses: {{by: address_id, as: shares}}
    anchors: {{rented: {{latest: rentals.rented}}}}
  addresses:
    in: rental
    table: address
    about: [people]
    called: {{sv: Adresser, en: Addresses}}
    fields: {{address: contact.address, address2: contact.address, district: contact.city, postal_code: contact.postal_code, phone: contact.phone}}
    anchors: {{rented: {{latest: customers.rented}}}}
  rentals:
    in: rental
    table: rental
    about: [people]
    called: {{sv: Uthyrningar, en: Rentals}}
    fields: {{rental_date: customer.purchases, return_date: customer.purchases}}
    belongs_to:
      customers: customer_id
      staff: {{by: staff_id, as: refers}}
    anchors: {{rented: {{column: rental_date, means: {{sv: filmen hyrdes, en: the film was rented}}}}}}
  payments:
    in: rental
    table: payment
    about: [people]
    called: {{sv: Betalningar, en: Payments}}
    fields: {{amount: finance.payment, payment_date: finance.payment}}
    belongs_to:
      customers: customer_id
      rentals: rental_id
      staff: {{by: staff_id, as: refers}}
    anchors: {{paid: {{column: payment_date, means: {{sv: betalningen gjordes, en: the payment was made}}}}}}
  staff:
    in: rental
    table: staff
    about: [people]
    called: {{sv: Anställda, en: Staff}}
    subject: {{email: email}}
    fields: {{first_name: person.name, last_name: person.name, username: account.login, password: account.secret, picture: person.image}}
    anchors: {{changed: last_update}}
activities:
  renting:
    role: controller
    purpose: {{sv: Uthyrning av film, en: Renting films}}
    basis: contract
    data: [customers, addresses, rentals]
    keep: {{at_most: 24 months after rented}}
    then: delete
    recipients: [film_cloud]
    measures: [access]
    notice: {{source: person, automated_decisions: none}}
  bookkeeping:
    role: controller
    purpose: {{sv: Bokföring, en: Bookkeeping}}
    basis: {{legal_obligation: "BFL 7:2"}}
    data: [payments]
    keep: {{at_least: 7 years after financial_year(paid)}}
    then: delete
    recipients: [card_co]
    measures: [access]
    notice: {{source: {{sv: Från kassan, en: From the till}}, automated_decisions: none}}
  employing:
    role: controller
    purpose: {{sv: Anställning, en: Employment}}
    basis: contract
    data: [staff]
    keep: {{at_most: 24 months after changed}}
    then: delete
    measures: [access]
    notice: {{source: person, automated_decisions: none}}
"#
    )
}

#[tokio::test]
async fn one_customers_package_has_all_their_rows_and_nobody_elses() {
    let server = Postgres::shared(PgVersion::V15).await;
    let database = server.database("package");
    let Some(()) = samples::sakila_postgres(&database) else { return };
    let house = House::new();
    let context =
        house.open(&policy(&house.system("postgres", &database.url())), "2026-11-22T12:00:00Z").await;
    let eleanor = person(&[("customers", "customer_id", &["148"])]);
    let out = house.path().join("out");
    let package = made(&context, &eleanor, &open(&out)).await;
    let files = files_of(&package);

    // Counted by psql.
    for (dataset, table_name) in [("customers", "customer"), ("rentals", "rental"), ("payments", "payment")] {
        let sql = format!("SELECT count(*) FROM {table_name} WHERE customer_id = 148");
        let wanted: u64 = database.psql(&sql).parse().unwrap();
        assert_eq!(package.records[dataset], wanted, "{dataset}");
        assert_eq!(records(&files, dataset).len() as u64, wanted);
        assert_eq!(table(&files, &format!("csv/{dataset}.csv")).1.len() as u64, wanted);
    }
    assert_eq!(package.not_checked.len(), 0, "{:?}", package.not_checked);
    assert_eq!(package.missing, []);

    let own: Vec<String> = database
        .psql("SELECT rental_id FROM rental WHERE customer_id = 148 ORDER BY 1")
        .lines()
        .map(str::to_owned)
        .collect();
    let mut told: Vec<u64> =
        records(&files, "rentals").iter().map(|it| it["values"]["rental_id"].as_u64().unwrap()).collect();
    told.sort_unstable();
    assert_eq!(told.iter().map(u64::to_string).collect::<Vec<_>>(), own);

    // Money is exact, moments have no zone that nobody wrote.
    let sum: i64 = records(&files, "payments")
        .iter()
        .map(|it| it["values"]["amount"].to_string().replace('.', "").parse::<i64>().unwrap())
        .sum();
    let by_hand = database.psql("SELECT (sum(amount) * 100)::bigint FROM payment WHERE customer_id = 148");
    assert_eq!(sum.to_string(), by_hand);
    let first = &records(&files, "rentals")[0];
    let wanted = database.psql("SELECT replace(rental_date::text, ' ', 'T') FROM rental WHERE customer_id = 148 ORDER BY rental_id LIMIT 1");
    assert_eq!(first["values"]["rental_date"], json!(wanted));

    // Who took the order is somebody else, and so is everyone else.
    assert!(records(&files, "rentals").iter().all(|it| it["left_out"]["staff_id"] == "other_person"));
    let others = database.psql("SELECT email FROM customer WHERE customer_id <> 148 UNION SELECT username FROM staff WHERE false UNION SELECT email FROM staff");
    nowhere(&files, &others.lines().collect::<Vec<_>>());
    let hash = database.psql("SELECT password FROM staff WHERE password IS NOT NULL LIMIT 1");
    nowhere(&files, &[&hash, &database.owner().password]);

    // The page, in both languages.
    let page = text(&files, "answer.html");
    for words in
        ["ELEANOR", "Uthyrning av film", "Filmmolnet AB", "Cards Incorporated", "imy.se", "[annan person]"]
    {
        assert!(page.contains(words), "{words}");
    }
    let english = Options { language: "en".to_owned(), ..open(&house.path().join("en")) };
    let english = files_of(&made(&context, &eleanor, &english).await);
    assert!(text(&english, "answer.html").contains("Renting films"));
    assert!(text(&english, "answer.md").contains("another person"));
    if let Some(folder) = std::env::var_os("GALLRA_KEEP_ANSWERS") {
        for (language, files) in [("sv", &files), ("en", &english)] {
            for name in [
                "answer.html",
                "answer.md",
                "data.json",
                "manifest.json",
                "csv/rentals.csv",
                "portable/data.json",
            ] {
                let kept = std::path::Path::new(&folder).join(language).join(name);
                std::fs::create_dir_all(kept.parent().unwrap()).unwrap();
                std::fs::write(kept, &files[name]).unwrap();
            }
        }
    }
}

#[tokio::test]
async fn what_may_be_taken_along_rests_on_a_contract_or_a_consent() {
    let server = Postgres::shared(PgVersion::V15).await;
    let database = server.database("portable");
    let Some(()) = samples::sakila_postgres(&database) else { return };
    let house = House::new();
    let context =
        house.open(&policy(&house.system("postgres", &database.url())), "2026-11-22T12:00:00Z").await;
    let files = files_of(
        &made(&context, &person(&[("customers", "customer_id", &["148"])]), &open(house.path())).await,
    );
    let portable = super::json(&files, "portable/data.json");
    let names: Vec<&String> = portable["datasets"].as_object().unwrap().keys().collect();
    // Payments are kept because the law asks for it.
    assert_eq!(names, ["addresses", "customers", "rentals"]);
    let customer = &portable["datasets"]["customers"]["records"][0]["values"];
    let columns: Vec<&String> = customer.as_object().unwrap().keys().collect();
    assert_eq!(columns, ["customer_id", "email", "first_name", "last_name"]);
    assert_eq!(table(&files, "portable/csv/rentals.csv").0, ["rental_date", "return_date"]);
}
