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

/// The published table (S4-9), row by row, and the two dates of what also lies in backups (X2).
#[test]
fn the_web_hosts_page_says_every_period_that_it_published() {
    let policy = example("web-host");
    let text = |kind, code| {
        let built = build(&policy, kind, &language(code), &[]);
        markdown::render(&built.document, &edition(), &[])
    };
    let notice = text(Kind::Notice, "sv");
    for figure in [
        "| Kunders kontaktuppgifter | Högst 7 år efter att avtalet har upphört och är slutreglerat |",
        "| Bokföringsrelaterat material | Högst 7 år efter att avtalet har upphört och är slutreglerat | Minst 7 år",
        "| Intern chatt | – | Högst 12 månader efter att meddelandet skickades |",
        "| E-post till oss | – | Högst 2 år efter att meddelandet togs emot |",
        "| Säkerhetskopierade data | – | Högst 6 månader efter att säkerhetskopian togs |",
        "| Åtkomstloggar från servrar | – | Högst 6 månader efter att händelsen loggades |",
        "Det som har raderats kan finnas kvar i säkerhetskopior i upp till 6 månader",
        "550505-0053",
        "Integritetsskyddsmyndigheten",
    ] {
        assert!(notice.contains(figure), "{figure}\n{notice}");
    }
    let instruction = text(Kind::Instruction, "sv");
    let hosted = "| Data lagrad av våra kunder | Högst 1 månad efter att avtalet har upphört och är slutreglerat | Sammanlagt högst 7 månader |";
    assert!(instruction.contains(hosted), "{instruction}");
}
