//! The five companies' documents, whole, in both languages.

use gallra_documents::{Controller, Kind, build, markdown};
use gallra_rules::scaffold;

use crate::support::{edition, example, language};

fn controllers() -> Vec<Controller> {
    vec![Controller {
        name: "Bryggeriet i Dalen AB".to_owned(),
        number: "556000-0001".to_owned(),
        contact: "info@bryggeriet.example".to_owned(),
        ..Controller::default()
    }]
}

#[test]
fn every_company_has_all_its_documents_in_both_languages() {
    for (company, _, _) in scaffold::KINDS.iter().filter(|(kind, _, _)| *kind != "empty") {
        let policy = example(company);
        for kind in Kind::ALL.into_iter().filter(|kind| kind.applies(&policy)) {
            for code in ["sv", "en"] {
                let built = build(&policy, kind, &language(code), &controllers());
                assert_eq!(built.missing, [], "{company} {kind} {code}");
                let text = markdown::render(&built.document, &edition(), &built.banner());
                insta::assert_snapshot!(format!("{company}-{kind}-{code}"), text);
            }
        }
    }
}
