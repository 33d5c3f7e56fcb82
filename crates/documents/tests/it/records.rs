//! Records of processing for programs.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::process::Command;

use gallra_documents::{Controller, Kind, build, dpv, xlsx};
use gallra_rules::scaffold;

use crate::support::{SMALL, edition, example, language, policy};

fn controllers() -> Vec<Controller> {
    let of = |name: &str| Controller {
        name: name.to_owned(),
        contact: "info@kund.example".to_owned(),
        ..Controller::default()
    };
    vec![of("Bryggeriet i Dalen AB"), of("=HYPERLINK(\"https://x.example\")")]
}

fn python() -> PathBuf {
    let given = std::env::var_os("GALLRA_TEST_PYTHON").map(PathBuf::from);
    given.unwrap_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../.tools/venv/bin/python"))
}

/// Runs a script of another program on a file, and gives back its lines.
fn told(script: &str, file: &std::path::Path) -> String {
    let output = Command::new(python()).args(["-c", script]).arg(file).output();
    let output = output.expect("run scripts/install-test-tools.sh");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// rdflib reads the JSON-LD; every term of the vocabulary in it is one of version 2.3.
#[test]
fn linked_data_expands_and_uses_terms_of_the_vocabulary_only() {
    let terms: BTreeSet<&str> =
        include_str!("../dpv-2.3-terms.txt").lines().filter(|line| !line.starts_with('#')).collect();
    let script = "import sys, rdflib
graph = rdflib.Graph().parse(sys.argv[1], format='json-ld')
for triple in graph:
    for term in triple:
        if isinstance(term, rdflib.URIRef): print(term)";
    let folder = tempfile::tempdir().unwrap();
    for (company, _, _) in scaffold::KINDS.iter().filter(|(kind, _, _)| *kind != "empty") {
        let file = folder.path().join(format!("{company}.jsonld"));
        let records = dpv::records(&example(company), &controllers(), &edition());
        std::fs::write(&file, records.to_string()).unwrap();
        let found = told(script, &file);
        let used: BTreeSet<&str> = found.lines().collect();
        let ours = |iri: &&&str| iri.starts_with("https://w3id.org/dpv") && !iri.contains("/dpv/loc#");
        let unknown: Vec<_> = used
            .iter()
            .filter(ours)
            .filter(|iri| !terms.contains(**iri) && **iri != "https://w3id.org/dpv/2.3")
            .collect();
        assert!(unknown.is_empty(), "{company}: {unknown:?}");
        assert!(used.len() > 30, "{company} says something: {used:?}");
        for needed in
            ["Process", "RecordsOfActivities", "hasPurpose", "hasPersonalData", "hasStorageCondition"]
        {
            assert!(used.contains(format!("https://w3id.org/dpv#{needed}").as_str()), "{company}: {needed}");
        }
    }
}

#[test]
fn every_mechanism_and_basis_has_its_term() {
    let terms = include_str!("../dpv-2.3-terms.txt");
    let mechanisms = [
        "adequacy_decision",
        "standard_contractual_clauses",
        "binding_corporate_rules",
        "code_of_conduct",
        "certification",
        "derogation",
    ];
    for mechanism in mechanisms {
        let text = SMALL.replace(
            "role: processor, country: SE,",
            &format!("role: processor, country: US, transfer: {mechanism},"),
        );
        let records = dpv::records(&policy(&text), &[], &edition());
        let basis = records["@graph"][1]["dpv:hasLegalBasis"]["@id"].as_str().unwrap();
        let iri = basis
            .replace("eu-gdpr:", "https://w3id.org/dpv/legal/eu/gdpr#")
            .replace("dpv:", "https://w3id.org/dpv#");
        assert!(terms.lines().any(|line| line == iri), "{mechanism}: {iri}");
    }
}

#[test]
fn linked_data_tells_who_decides_together_and_what_makes_storage_abroad_lawful() {
    let text = SMALL
        .replace("role: controller", "role: joint_controller")
        .replace("notice: {", "notice: {joint_controllers: {sv: Hotell B, en: Hotel B}, ")
        .replace(
            "\"env:URL\", country: SE",
            "\"env:URL\", country: US, transfer: standard_contractual_clauses",
        )
        .replace("Exempelhotellet AB", "\"Hotell\\u202eBA\"");
    let records = dpv::records(&policy(&text), &[], &edition()).to_string();
    for told in [
        "\"dpv:hasJointDataControllers\":{",
        "\"dpv:JointDataControllers\"",
        "Hotel B",
        "\"dpv:StorageLocation\"",
        "\"dpv:hasThirdCountry\":{\"@id\":\"loc:US\"}",
        "\"dpv:hasLegalBasis\":{\"@id\":\"eu-gdpr:A46-2-c\"}",
        "Hotell\u{fffd}BA",
    ] {
        assert!(records.contains(told), "{told}\n{records}");
    }
    assert!(!records.contains('\u{202e}'));
}

#[test]
fn a_name_in_a_script_from_right_to_left_is_whole_in_a_workbook() {
    let controllers = [Controller {
        name: "مخبز".to_owned(),
        contact: "info@kund.example".to_owned(),
        ..Controller::default()
    }];
    let built = build(&example("web-host"), Kind::ProcessorRecords, &language("sv"), &controllers);
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("book.xlsx");
    std::fs::write(&file, xlsx::render(&built.document, &edition()).unwrap()).unwrap();
    let texts = told(
        "import sys, zipfile; print(zipfile.ZipFile(sys.argv[1]).read('xl/sharedStrings.xml').decode())",
        &file,
    );
    assert!(texts.contains("مخبز") && !texts.contains('\u{fffd}'), "{texts}");
}

/// openpyxl is not in the house; a workbook is a zip of XML that Python reads by itself.
#[test]
fn a_workbook_has_a_row_for_each_activity_and_no_formula() {
    let script = "import sys, zipfile, xml.etree.ElementTree as E
book = zipfile.ZipFile(sys.argv[1])
assert book.testzip() is None
n = '{http://schemas.openxmlformats.org/spreadsheetml/2006/main}'
for name in sorted(x for x in book.namelist() if x.startswith('xl/worksheets/sheet')):
    sheet = E.fromstring(book.read(name))
    print(name, 'rows', len(sheet.findall(f'.//{n}row')), 'formulas', len(sheet.findall(f'.//{n}f')))
print(''.join(t.text or '' for t in E.fromstring(book.read('xl/sharedStrings.xml')).iter(f'{n}t')))";
    let folder = tempfile::tempdir().unwrap();
    for (company, _, _) in scaffold::KINDS.iter().filter(|(kind, _, _)| *kind != "empty") {
        let policy = example(company);
        for kind in [Kind::Records, Kind::ProcessorRecords].into_iter().filter(|kind| kind.applies(&policy)) {
            for code in ["sv", "en"] {
                let built = build(&policy, kind, &language(code), &controllers());
                let bytes = xlsx::render(&built.document, &edition()).unwrap();
                assert_eq!(bytes, xlsx::render(&built.document, &edition()).unwrap(), "the same bytes");
                let file = folder.path().join("records.xlsx");
                std::fs::write(&file, bytes).unwrap();
                let found = told(script, &file);
                let section =
                    built.document.sections.iter().find(|section| section.id == "processing").unwrap();
                let rows = format!("rows {} formulas 0", section.sections.len() + 1);
                assert!(found.contains(&rows), "{company} {kind}: {rows}\n{found}");
                assert!(!found.contains("formulas 1"), "{found}");
                for activity in &section.sections {
                    assert!(found.contains(&activity.heading), "{}", activity.heading);
                }
            }
        }
    }
}
