//! Recipients: how customers reach those who process for us.

use gallra_rules::policy::PolicySet;
use gallra_rules::recipients::sub_processors;
use gallra_rules::syntax::print;

use crate::planning::support::{activity, try_policy, try_whole};

fn cloud(contact: &str) -> Result<PolicySet, String> {
    let head = format!(
        "recipients:\n  cloud: {{name: Molnet AB, role: sub_processor, country: SE, agreement: DPA 1{contact}}}\n"
    );
    let data = "datasets:\n  users: {in: db, table: users, subject: {email: email}, anchors: {left: left_on}}\nactivities:\n";
    let all = activity("all", "users", "at_most: 1 year after left", "delete");
    try_policy(&format!("{head}{data}{all}    recipients: [cloud]\n"))
}

/// Decision (EU) 2021/915, annex IV. A policy without it is approved as it was: not a byte of it is new.
#[test]
fn how_a_recipient_is_reached_is_part_of_the_policy_only_where_it_is_said() {
    let silent = cloud("").unwrap();
    assert!(!serde_json::to_string(&silent.recipients).unwrap().contains("contact"));
    let said = cloud(
        ", contact: {name: Dataskydd, address: \"Molngatan 1: Kiruna\", email: a@b.example, phone: 0980-12 30 00}",
    )
    .unwrap();
    assert_ne!(said.hash(), silent.hash());
    let contact = said.recipients["cloud"].contact.as_ref().unwrap();
    assert_eq!(contact.address.as_deref(), Some("Molngatan 1: Kiruna"));
    let again = try_whole(&print(&said)).unwrap();
    assert_eq!(again.hash(), said.hash(), "{}", print(&said));
    // Another telephone is nothing that customers could object to.
    assert_eq!(sub_processors(&silent), sub_processors(&said));
}

#[test]
fn a_slip_in_how_a_recipient_is_reached_is_found() {
    let told = cloud(", contact: {adress: Molngatan 1}").unwrap_err();
    assert!(told.contains("adress") && told.contains("address"), "{told}");
}
