//! The processor agreement: ours, a customer's own, both; and templates that a company wrote.

use std::collections::BTreeMap;

use gallra_documents::pdf::Look;
use gallra_documents::template::{Cause, Template, TemplateFault};
use gallra_documents::{
    Built, Controller, Customer, Given, Kind, Lack, Mode, Told, build_with, html, markdown, own_text, pdf,
};
use gallra_rules::names::DatasetName;
use gallra_rules::period::Period;
use jiff::civil::date;

use crate::support::{SMALL, edition, example, language, policy};

fn bakery() -> Customer {
    Customer {
        who: Controller {
            name: "Bageriet på Torget AB".to_owned(),
            number: "556000-0001".to_owned(),
            contact: "Torget 1, 111 11 Staden, info@bageriet.example".to_owned(),
            ..Controller::default()
        },
        number: "7".to_owned(),
        agreement: Some((date(2026, 3, 1), 2)),
        ..Customer::default()
    }
}

fn built(company: &str, code: &str, given: &Given<'_>) -> Built {
    build_with(&example(company), Kind::Agreement, &language(code), given).expect("a template without faults")
}

fn built_of(kind: Kind, code: &str, given: &Given<'_>) -> Built {
    build_with(&example("chat-service"), kind, &language(code), given).expect("a template without faults")
}

fn text(built: &Built) -> String {
    markdown::render(&built.document, &edition(), &[])
}

fn template(text: &str) -> Template {
    Template { file: "templates/sv/agreement.md".to_owned(), text: text.to_owned() }
}

/// Clause texts in Swedish and in no other language.
fn swedish(text: &str) -> BTreeMap<String, Template> {
    [("sv".to_owned(), template(text))].into()
}

fn faults(text: &str) -> Vec<TemplateFault> {
    let clauses = swedish(text);
    let given = Given { clauses: Some(&clauses), ..Given::default() };
    build_with(&example("chat-service"), Kind::Agreement, &language("sv"), &given).unwrap_err()
}

/// Commission Implementing Decision (EU) 2021/915: ten clauses in three sections, four annexes.
#[test]
fn the_agreement_has_the_clauses_and_annexes_of_the_decision_in_both_languages() {
    for (code, clause, annexes) in [("sv", "Klausul", "Bilaga"), ("en", "Clause", "Annex")] {
        let told = text(&built("web-host", code, &Given::default()));
        let mut wanted: Vec<String> = (1..=10).map(|number| format!("## {clause} {number}: ")).collect();
        wanted.extend((1..=8).map(|number| format!("### 7\\.{number} ")));
        wanted.extend(["### 9\\.1 ", "### 9\\.2 "].map(str::to_owned));
        wanted.extend(["I: ", "II: ", "III: ", "IV: "].map(|number| format!("## {annexes} {number}")));
        for heading in wanted {
            assert_eq!(told.matches(heading.as_str()).count(), 1, "{heading}\n{told}");
        }
    }
}

/// Art. 28(3)(g), (h), in one sentence with the rest.
#[test]
fn a_processor_undertakes_what_happens_at_the_end_and_to_be_audited() {
    for (code, end, audits) in [
        (
            "sv",
            "raderar eller återlämnar alla uppgifter när tjänsten har upphört",
            "bidrar till granskningar",
        ),
        ("en", "erase or return all the data, as the customer chooses", "contribute to audits"),
    ] {
        for kind in [Kind::Instruction, Kind::Agreement] {
            let told = text(&built_of(kind, code, &Given::default()));
            let points: Vec<&str> = told.lines().filter(|line| line.starts_with("- ")).collect();
            let at = |words: &str| points.iter().position(|point| point.contains(words));
            let (end, audits) = (at(end).unwrap(), at(audits).unwrap());
            assert!(points[end - 1].ends_with(','), "{kind} {code}: {}", points[end - 1]);
            assert!([" och", " and"].iter().any(|and| points[end].ends_with(and)), "{}", points[end]);
            assert!(audits == end + 1 && points[audits].ends_with('.'), "{kind} {code}: {}", points[audits]);
        }
    }
}

/// Whatever people write, say or show may be about health; only who has nothing of the kind can say that it is not there.
#[test]
fn what_somebody_else_fills_in_is_not_promised_to_be_harmless() {
    let processor = SMALL.replace("role: controller", "role: processor").replace("    basis: contract\n", "");
    let told = |field: &str| {
        let policy = policy(&processor.replace("name: person.name}", &format!("name: person.name{field}}}")));
        text(&build_with(&policy, Kind::Agreement, &language("en"), &Given::default()).unwrap())
    };
    let (open, besides) =
        ("shown in pictures is decided by the customer", "Apart from that, the processing is meant neither");
    let closed = told("");
    assert!(!closed.contains(open) && closed.contains("The processing is meant neither"), "{closed}");
    for category in [
        "hosted.content",
        "communication.content",
        "communication.email",
        "communication.recording",
        "communication.note",
        "image",
        "person.image",
    ] {
        let told = told(&format!(", more: {category}"));
        assert!(told.contains(open) && told.contains(besides), "{category}: {told}");
    }
    // What is named is named, and that does not make the rest of it harmless.
    let both = told(", more: communication.content, ill: health");
    assert!(
        both.contains("the agreement covers: health.") && both.contains(open) && !both.contains(besides),
        "{both}"
    );
}

/// Art. 28(3)(a)–(h): each has its words.
#[test]
fn what_article_28_asks_for_stands_in_it() {
    let told = text(&built("web-host", "en", &Given::default()));
    for words in [
        "only on documented instructions",
        "committed to confidentiality",
        "technical and organisational measures",
        "general authorisation to engage the sub-processors",
        "answer requests from data subjects",
        "Articles 33 and 34",
        "erases all data processed on the controller's behalf",
        "allows and contributes to audits",
        "an instruction infringes the GDPR",
    ] {
        assert!(told.contains(words), "{words}");
    }
}

#[test]
fn a_customers_agreement_names_it_and_tells_what_it_chose() {
    let policy = example("chat-service");
    let own =
        policy.activities.values().find(|activity| activity.role == gallra_rules::policy::Role::Processor);
    let dataset = own.expect("it processes for others").data.first().expect("data").clone();
    let mut customer = bakery();
    customer.periods.insert(dataset, Period::days(14));
    customer.periods.insert(DatasetName::new("gone"), Period::days(1));
    customer.objected.push("Molnet Inc.".to_owned());
    let given = Given { customer: Some(&customer), ..Given::default() };
    for code in ["sv", "en"] {
        insta::assert_snapshot!(
            format!("chat-service-agreement-customer-{code}"),
            text(&built("chat-service", code, &given))
        );
    }
}

#[test]
fn a_customers_own_instruction_stands_in_place_of_the_clauses_and_a_negotiated_one_beside_them() {
    let mut customer = bakery();
    customer.own_text = Some((date(2026, 2, 1), "ab".repeat(32)));
    customer.mode = Mode::Own;
    let told = text(&built("chat-service", "sv", &Given { customer: Some(&customer), ..Given::default() }));
    assert!(
        !told.contains("Klausul 1")
            && told.contains("gäller i stället för avsnitten")
            && told.contains("## Bilaga IV")
    );
    assert!(told.contains("1 februari 2026") && told.contains(&"ab".repeat(32)));
    // Nobody has read it, so whoever signs sees what the law wants of it.
    assert!(
        told.contains("Det är kundens text som gäller")
            && told.contains("har inte prövat den texten mot artikel 28.3")
    );
    let before_the_annexes = told.split("## Bilaga I").next().unwrap();
    for point in 'a'..='h' {
        assert!(before_the_annexes.contains(&format!("\n({point}) ")), "{point}: {before_the_annexes}");
    }
    customer.mode = Mode::Both;
    let told = text(&built("chat-service", "sv", &Given { customer: Some(&customer), ..Given::default() }));
    assert!(told.contains("Klausul 1") && told.contains("gäller före klausulerna"));
    assert!(!told.contains("Vad kundens text ska innehålla"));
}

#[test]
fn a_companys_own_clauses_replace_ours_and_the_annexes_stay() {
    let own = swedish(
        "# Våra villkor\n\nMellan {{ processor.name }} och {{customer.name}}.\n\n## Omfattning\n\n(a) Enligt [lagen](https://lagen.example) \
         och *bara* den.\n\n(b) Detta:\n\n- ett\n- två\n\n1. Först\n2. Sedan\n\n| Sak | Tid |\n| --- | --- |\n| Logg | 6 månader |\n\n\
         [illa](javascript:alert(1)) <script>x</script>\n",
    );
    let customer = bakery();
    let given = Given { clauses: Some(&own), customer: Some(&customer), ..Given::default() };
    let found = built("chat-service", "sv", &given);
    let page = html::render(&found.document, &edition(), &[], &Look::default());
    for piece in [
        "<h2 id=\"clause-1-heading\">Våra villkor</h2>",
        "och Bageriet på Torget AB.",
        "<li><span>(a)</span><div>Enligt <a href=\"https://lagen.example\">lagen</a> och bara den.</div></li>",
        "<div>– två</div>",
        "<th scope=\"row\" role=\"rowheader\"><div>Logg</div></th>",
        "&lt;script&gt;",
        "Bilaga II",
    ] {
        assert!(page.contains(piece), "{piece}\n{page}");
    }
    assert!(!page.contains("javascript:") && !page.contains("<script"), "{page}");
}

#[test]
fn faults_in_a_template_name_the_file_the_line_the_cause_and_the_cure() {
    let found = faults("# Villkor\n\nåäö {{custmer.name}} och {{kundens hund}}\n\n{{processor.name\n");
    let places: Vec<_> = found.iter().map(|fault| (fault.file.as_str(), fault.line, fault.column)).collect();
    let file = "templates/sv/agreement.md";
    assert_eq!(places, [(file, 3, 5), (file, 3, 26), (file, 5, 1)]);
    let (sv, en) = (language("sv"), language("en"));
    assert_eq!(found[0].cause(&sv), "det finns ingen variabel som heter custmer.name");
    assert_eq!(found[0].cure(&en), "Did you mean customer.name?");
    assert!(found[1].cure(&sv).contains("processor.name"));
    assert_eq!(found[2].cause(&en), "the variable is not closed: there is {{ but no }} on the same line");
    assert_eq!(found[2].cure(&sv), "Skriv }} efter variabelns namn.");
    assert!(matches!(
        faults("text\n\n![bild](x.png)\n")[..],
        [TemplateFault { line: 3, cause: Cause::Picture, .. }]
    ));
    assert!(matches!(faults("#\n")[..], [TemplateFault { line: 1, cause: Cause::Heading, .. }]));
    assert!(matches!(faults(" \n")[..], [TemplateFault { cause: Cause::Empty, .. }]));
    assert!(matches!(faults(&"a".repeat(2 << 20))[..], [TemplateFault { cause: Cause::TooLong, .. }]));
}

/// What stands in a name is never a variable, a heading or markup, in any form.
#[test]
fn a_customers_name_is_text_in_every_form() {
    let mut customer = bakery();
    customer.who.name =
        "# {{processor.name}} <b>#panic()</b> [x](https://x.example) \u{202e}BA | ~".to_owned();
    let given = Given { customer: Some(&customer), ..Given::default() };
    let found = built("chat-service", "sv", &given);
    let shown = "# {{processor.name}} <b>#panic()</b> [x](https://x.example) \u{fffd}BA | ~";
    assert!(found.document.title.contains(shown), "{}", found.document.title);
    let page = html::render(&found.document, &edition(), &[], &Look::default());
    assert!(
        !page.contains("<b>")
            && !page.contains("href=\"https://x.example\"")
            && page.contains("&lt;b&gt;#panic()")
    );
    let paper = pdf::render(&found.document, &edition(), &[], &pdf::Look::default()).unwrap();
    assert!(paper.archivable && paper.unshown.is_empty());
}

#[test]
fn a_clause_of_fifty_thousand_characters_and_a_word_without_an_end_are_set() {
    let long =
        format!("# Villkor\n\n(a) {}\n\n{}\n", "Ordet och åter ordet. ".repeat(2_300), "x".repeat(5_000));
    let own = swedish(&long);
    let given = Given { clauses: Some(&own), ..Given::default() };
    let found = built("chat-service", "sv", &given);
    let paper = pdf::render(&found.document, &edition(), &[], &pdf::Look::default()).unwrap();
    assert!(paper.archivable && paper.bytes.len() > 20_000);
}

/// Whoever reads a list of sub-processors must not think that one is used already that is yet to come.
#[test]
fn a_sub_processor_that_is_yet_to_come_has_its_day_wherever_it_is_listed() {
    let small = SMALL
        .replace("role: controller", "role: processor")
        .replace("    basis: contract\n", "")
        .replace("role: processor, country: SE,", "role: processor, country: SE, from: 2027-02-01,");
    let policy = policy(&small);
    for kind in [Kind::Agreement, Kind::Instruction, Kind::SubProcessors] {
        let told = text(&build_with(&policy, kind, &language("en"), &Given::default()).unwrap());
        assert!(told.contains("Molnet Inc. (from 1 February 2027)"), "{kind}: {told}");
    }
}

#[test]
fn what_a_company_wrote_in_one_language_is_no_agreement_in_another() {
    let own = swedish("# Villkor\n\nVi gör som {{customer.name}} säger.\n");
    let given = Given { clauses: Some(&own), ..Given::default() };
    assert!(built("chat-service", "sv", &given).is_complete());
    let english = built("chat-service", "en", &given);
    let [missing] = english.missing.as_slice() else { panic!("{:?}", english.missing) };
    assert_eq!((missing.lack, missing.place.as_str()), (Lack::OwnText, "templates/en/agreement.md"));
    assert_eq!(missing.cause(&language("en")), "your own text is not there in English");
    let terms = built_of(Kind::Terms, "en", &given);
    assert_eq!(
        terms.missing.iter().map(|one| one.place.as_str()).collect::<Vec<_>>(),
        ["templates/en/terms.md"]
    );
}

#[test]
fn general_terms_and_a_customers_own_text_are_documents_too() {
    let policy = example("chat-service");
    let terms = Template {
        file: "templates/sv/terms.md".to_owned(),
        text: "# Pris\n\n1.1 Enligt prislista.\n".to_owned(),
    };
    let given = Given { terms: Some(&terms), ..Given::default() };
    let told = text(&build_with(&policy, Kind::Terms, &language("sv"), &given).unwrap());
    assert!(told.contains("# Allmänna villkor för") && told.contains("1\\.1 Enligt prislista."), "{told}");
    // A customer's text is nobody's template: braces are braces.
    let document = own_text(&policy, &language("sv"), &bakery(), "Våra krav {{x}}\n\n![](y.png)\n");
    assert!(markdown::render(&document, &edition(), &[]).contains("Våra krav {{x}}"));
}

#[test]
fn the_list_of_sub_processors_tells_what_was_announced_and_says_nothing_if_nobody_looked() {
    let policy = example("web-host");
    let told = |notices: Option<&[Told]>| {
        let given = Given { notices, ..Given::default() };
        text(&build_with(&policy, Kind::SubProcessors, &language("en"), &given).unwrap())
    };
    assert!(!told(None).contains("Notices to customers"));
    assert!(told(Some(&[])).contains("Customers have not been notified of any changes."));
    let one = Told {
        on: date(2026, 5, 1),
        until: date(2026, 5, 31),
        name: "Molnet <Inc>".to_owned(),
        change: gallra_documents::Change::Added,
    };
    assert!(told(Some(&[one])).contains("| 1 May 2026 | Molnet \\<Inc\\> | Added | 31 May 2026 |"));
}
