//! What an import refuses before it writes, and what it adds up.

use super::register::{desk, done, shop};

#[test]
fn an_import_judges_days_before_it_writes_and_two_rows_of_one_party_add_up() {
    let place = shop();
    place.write(
        "days.csv",
        "name,kind,since,left,last_contact\nEva Prov,customer,2024-01-01,2023-01-01,2999-01-01\n",
    );
    let refused = desk(&place, &["register", "import", "days.csv", "--json"]);
    assert_eq!(refused.code, Some(1), "{refused:?}");
    assert_eq!(refused.json()["diagnostics"].as_array().unwrap().len(), 2, "{refused:?}");
    assert!(!refused.stdout.contains("2023"), "a value was told: {refused:?}");
    place.write("twice.csv", "id,name,kind\n7,Ett AB,customer\n7,Annat AB,customer\n");
    let twice = desk(&place, &["register", "import", "twice.csv"]);
    assert_eq!(twice.code, Some(1), "{twice:?}");
    assert!(
        twice.stderr.contains("line 3") && twice.stderr.contains("line 2 has that number already"),
        "{twice:?}"
    );
    place.write("one.csv", "name,kind,number\nFirman AB,customer,556016-0680\n");
    done(&place, &["register", "import", "one.csv"]);
    place.write(
        "two.csv",
        "name,kind,number,email,phone\nFirman AB,customer,556016-0680,a@firman.example,\nFirman AB,customer,556016-0680,,08-4650000\n",
    );
    done(&place, &["register", "import", "two.csv", "--update"]);
    for known in ["a@firman.example", "08-4650000"] {
        assert_eq!(desk(&place, &["register", "find", known]).code, Some(0), "{known}");
    }
}
