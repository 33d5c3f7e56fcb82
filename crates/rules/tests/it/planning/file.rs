//! Plan files.

use gallra_rules::inventory::ColumnClass;
use gallra_rules::plan::{MAX_PLAN_BYTES, Plan, PlanReadError};

use super::support::{Db, activity, no_holds, policy};

fn a_plan() -> Plan {
    let sections = "datasets:\n  mail: {in: db, table: mail, about: [people], fields: {sender: contact.email}, \
                    anchors: {received: received_on}}\nactivities:\n";
    let policy = policy(&format!(
        "{sections}{}",
        activity("support", "mail", "at_most: 2 years after received", "delete")
    ));
    Db::default()
        .table("mail", &[("received_on", ColumnClass::Date), ("sender", ColumnClass::Text)])
        .plan(&policy, &no_holds())
}

#[test]
fn a_plan_that_was_written_reads_back_as_itself() {
    let plan = a_plan();
    let bytes = serde_json::to_vec_pretty(&plan).unwrap();
    let read = Plan::from_json(&bytes).unwrap();
    assert_eq!(read, plan);
    assert_eq!(read.hash().unwrap(), plan.hash().unwrap());
}

#[test]
fn a_truncated_file_is_called_truncated_wherever_it_ends() {
    let bytes = serde_json::to_vec(&a_plan()).unwrap();
    for end in [1, bytes.len() / 3, bytes.len() / 2, bytes.len() - 1] {
        let error = Plan::from_json(&bytes[..end]).unwrap_err();
        assert!(matches!(error, PlanReadError::Truncated { .. }), "{end}: {error}");
    }
}

#[test]
fn a_file_of_another_kind_version_or_size_is_told_apart() {
    let text = serde_json::to_string(&a_plan()).unwrap();
    let error = |text: &str| Plan::from_json(text.as_bytes()).unwrap_err().to_string();
    assert!(error("rubbish").contains("not a plan"));
    assert!(error("{}").contains("no `format`"));
    assert!(error(&text.replace("\"format\":1", "\"format\":7")).contains("format 7"));
    assert!(error(&text.replace("\"steps\"", "\"stepz\"")).contains("stepz"));
    let large = Plan::from_json(&vec![b' '; MAX_PLAN_BYTES + 1]).unwrap_err();
    assert!(matches!(large, PlanReadError::TooLarge { .. }));
}

#[test]
fn a_damaged_file_is_refused_or_is_another_plan() {
    let plan = a_plan();
    let bytes = serde_json::to_vec(&plan).unwrap();
    let (mut refused, mut other) = (0, 0);
    for position in 0..bytes.len() {
        let mut damaged = bytes.clone();
        damaged[position] ^= 0x11;
        match Plan::from_json(&damaged) {
            Err(_) => refused += 1,
            // Such as `t` for `T` in a moment: the same plan, with the same hash.
            Ok(read) if read == plan => assert_eq!(read.hash().unwrap(), plan.hash().unwrap()),
            Ok(read) => {
                assert_ne!(read.hash().unwrap(), plan.hash().unwrap(), "byte {position}");
                other += 1;
            }
        }
    }
    assert!(refused > 100 && other > 100, "{refused} refused, {other} read as another plan");
}
