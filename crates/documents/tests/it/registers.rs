//! Lists: sub-processors as customers are told of them, and what rests on consent.

use gallra_documents::{Kind, build, markdown};

use crate::support::{SMALL, edition, language, policy};

fn told(kind: Kind, text: &str, code: &str) -> String {
    let built = build(&policy(text), kind, &language(code), &[]);
    assert_eq!(built.missing, []);
    markdown::render(&built.document, &edition(), &[])
}

fn with_consent(fields: &str) -> String {
    SMALL
        .replace("basis: contract", "basis: {consent: {source: gästboken}}")
        .replace("fields: {name: person.name}", &format!("fields: {{{fields}}}"))
}

/// Decision (EU) 2021/915, annex IV: name, address, contact.
#[test]
fn customers_are_told_how_to_reach_a_sub_processor_where_the_policy_says_it() {
    let silent = SMALL.replace("role: controller", "role: processor").replace("    basis: contract\n", "");
    let contact =
        "contact: {name: Dataskydd, address: \"Molngatan 1, Kiruna\", email: moln@molnet.example}, purpose:";
    let said = silent.replacen("purpose:", contact, 1);
    for kind in [Kind::Agreement, Kind::Instruction, Kind::SubProcessors] {
        let before = told(kind, &silent, "sv");
        assert!(before.contains("| Underbiträde | Ändamål | Land |\n"), "{before}");
        let after = told(kind, &said, "sv");
        assert!(after.contains("| Underbiträde | Ändamål | Land | Kontakt |\n"), "{after}");
        assert!(
            after.contains("| Drift | Sverige | Dataskydd<br>Molngatan 1, Kiruna<br>[moln@molnet.example]"),
            "{after}"
        );
    }
    let own = SMALL.replacen("purpose:", contact, 1);
    assert!(!told(Kind::Notice, &own, "sv").contains("Molngatan"), "people turn to the controller");
}

/// LEK (2022:482) 9:28 is about what is stored on or read from a device; Art. 7 about all consent.
#[test]
fn a_page_on_consent_speaks_of_cookies_only_where_there_are_any() {
    let without = told(Kind::Cookies, &with_consent("name: person.name, seen: online.ip"), "sv");
    assert!(
        without.contains("# Samtycke hos Exempelhotellet AB") && without.contains("### Logi"),
        "{without}"
    );
    for word in ["Kak", "kak", "Webbläsaren", "elektronisk kommunikation", "Post- och telestyrelsen"] {
        assert!(!without.contains(word), "{word}: {without}");
    }
    for category in ["online.cookie", "online.device"] {
        let with = told(Kind::Cookies, &with_consent(&format!("visitor: {category}")), "sv");
        for words in [
            "# Kakor och samtycke hos Exempelhotellet AB",
            "### Kakor och annat som lagras på eller läses från enheter",
            "#### Logi",
            "9 kap. 28 § lagen (2022:482)",
            "Post- och telestyrelsen",
        ] {
            assert!(with.contains(words), "{category} {words}: {with}");
        }
        assert!(!with.contains("### Annan behandling"), "{with}");
    }
    let both = with_consent("name: person.name")
        .replace("datasets:\n", "datasets:\n  visits: {in: booking, table: visits, about: [guests], fields: {id: online.cookie}, anchors: {seen: {column: at, means: {sv: besöket ägde rum, en: the visit}}}}\n")
        + "  counting:
    role: controller
    purpose: {sv: Besöksräkning, en: Counting visits}
    basis: {consent: {source: kakrutan}}
    data: [visits]
    keep: {at_most: 3 months after seen}
    measures: [access]
    notice: {source: person, automated_decisions: none}
";
    let both = told(Kind::Cookies, &both, "en");
    let order =
        ["### Cookies, and what else", "#### Counting visits", "### Other processing", "#### Lodging"];
    let places: Vec<_> =
        order.iter().map(|part| both.find(part).unwrap_or_else(|| panic!("{part}: {both}"))).collect();
    assert!(places.is_sorted(), "{both}");
}

#[test]
fn what_rests_on_consent_beside_something_else_says_so_and_complaints_go_where_the_notice_sends_them() {
    let text = SMALL
        .replace("basis: contract", "basis: [contract, {consent: {source: gästboken}}]")
        .replace("subjects:", "  authority: Datainspektionen\nsubjects:");
    let page = told(Kind::Cookies, &text, "sv");
    assert!(
        page.contains("**Rättslig grund:** Avtal (artikel 6.1 b); även samtycke (artikel 6.1 a)"),
        "{page}"
    );
    assert!(page.contains("lämnas till [Integritetsskyddsmyndigheten (IMY)](https://www.imy.se)."), "{page}");
}
