//! SARIF: what code hosts need to show a finding beside its line.

use gallra_rules::check;
use gallra_rules::diagnostic::{Code, Lang};

#[test]
fn a_finding_with_related_places() {
    let files = [("mått å.yaml", "measures: {access: A}\n"), ("b.yaml", "measures: {access: B}\n")];
    let outcome = check(files, &gallra_rules::Options::default());
    let mut log = outcome.to_sarif(Lang::En, "policies/");
    let driver = &mut log["runs"][0]["tool"]["driver"];
    let rules = driver["rules"].as_array().expect("rules").len();
    assert_eq!(rules, Code::ALL.len());
    driver["rules"] = serde_json::json!("each code with its page");
    driver["semanticVersion"] = serde_json::json!("of this build");
    insta::assert_json_snapshot!(log);
}

#[test]
fn json_has_the_same_places() {
    let outcome = check([("a.yaml", "organisation: {nämn: x}\n")], &gallra_rules::Options::default());
    insta::assert_json_snapshot!(outcome.to_json(Lang::Sv));
}
