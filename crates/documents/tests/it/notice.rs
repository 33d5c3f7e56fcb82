//! What the notice says follows from the policy, and from nothing else.

use gallra_documents::{Kind, build, markdown};

use crate::support::{SMALL, edition, language, policy};

fn told(kind: Kind, text: &str, code: &str) -> String {
    let built = build(&policy(text), kind, &language(code), &[]);
    assert_eq!(built.missing, []);
    markdown::render(&built.document, &edition(), &[])
}

fn notice(text: &str) -> String {
    told(Kind::Notice, text, "sv")
}

#[test]
fn the_authority_has_its_name_of_today() {
    let imy = "tillsynsmyndigheten: [Integritetsskyddsmyndigheten (IMY)](https://www.imy.se)";
    let named =
        |name: &str| notice(&SMALL.replace("subjects:", &format!("  authority: \"{name}\"\nsubjects:")));
    assert!(notice(SMALL).contains(&format!("{imy}.")));
    for name in [
        "Datainspektionen",
        "IMY",
        "imy.",
        "Integritetsskyddsmyndigheten (IMY)",
        "DATATILLSYNSMYNDIGHETEN",
        "integrationsskyddsmyndigheten",
    ] {
        assert!(named(name).contains(&format!("{imy}.")), "{name}");
    }
    let older = SMALL.replace("subjects:", "  authority: Datatillsynsmyndigheten\nsubjects:");
    let consent = older.replace("basis: contract", "basis: {consent: {source: gästboken}}");
    let cookies = told(Kind::Cookies, &consent, "sv");
    assert!(
        cookies.contains("lämnas till [Integritetsskyddsmyndigheten (IMY)](https://www.imy.se)."),
        "{cookies}"
    );
    assert!(named("Tillsynsverket").contains("tillsynsmyndigheten: Tillsynsverket."));
    assert!(named("IMY-kontoret").contains("tillsynsmyndigheten: IMY-kontoret."));
}

#[test]
fn what_is_written_after_the_authoritys_name_stays() {
    let imy = "tillsynsmyndigheten: [Integritetsskyddsmyndigheten (IMY)](https://www.imy.se)";
    for (name, after) in [
        (
            "Datainspektionen, 08-465 004 09, dataskydd@myndighet.example",
            ", 08-465 004 09, dataskydd@myndighet.example.",
        ),
        ("Integritetsskyddsmyndigheten (IMY), 08-465 004 09", ", 08-465 004 09."),
        ("IMY 08-465 004 09", " 08-465 004 09."),
    ] {
        let text = notice(&SMALL.replace("subjects:", &format!("  authority: \"{name}\"\nsubjects:")));
        assert!(text.contains(&format!("{imy}{after}")), "{name}: {text}");
    }
}

#[test]
fn a_transfer_out_of_the_eea_is_told_with_its_mechanism_and_how_to_get_a_copy() {
    let inside = notice(SMALL);
    assert!(inside.contains("lämnas till en mottagare, inom EU/EES"), "{inside}");
    assert!(!inside.contains("skyddsåtgärder"), "{inside}");
    let text = SMALL.replace(
        "role: processor, country: SE,",
        "role: processor, country: US, transfer: standard_contractual_clauses,",
    );
    let outside = notice(&text);
    for part in [
        "lämnas till en mottagare, utanför EU/EES (USA)",
        "USA, utanför EU/EES, med stöd av EU-kommissionens standardavtalsklausuler (artikel 46.2 c)",
        "en kopia av de skyddsåtgärder",
    ] {
        assert!(outside.contains(part), "{part}: {outside}");
    }
    let records = told(Kind::Records, &text, "en");
    assert!(
        records.contains("**Transfers to third countries:** Molnet Inc.: United States, outside"),
        "{records}"
    );
}

/// The summary says no less than the sections below it.
#[test]
fn data_that_is_stored_outside_the_eea_is_told_in_brief_whoever_receives_it() {
    let stored = SMALL.replace(
        "url: \"env:URL\", country: SE",
        "url: \"env:URL\", country: US, transfer: adequacy_decision",
    );
    let nobody = stored.replace("    recipients: [cloud]\n", "");
    let both = stored.replace(
        "role: processor, country: SE,",
        "role: processor, country: US, transfer: standard_contractual_clauses,",
    );
    let told = "Uppgifter lagras utanför EU/EES (USA).";
    for (text, words) in [
        (&stored, "- Uppgifter lämnas till en mottagare. Uppgifter lagras utanför EU/EES (USA)."),
        (&nobody, "om inte lagen kräver det. Uppgifter lagras utanför EU/EES (USA)."),
        // Once is enough.
        (&both, "- Uppgifter lämnas till en mottagare, utanför EU/EES (USA). [Läs mer"),
    ] {
        let notice = notice(text);
        assert!(notice.contains(words), "{words}: {notice}");
        assert!(
            !notice.contains("inom EU/EES") && notice.contains("en kopia av de skyddsåtgärder"),
            "{notice}"
        );
    }
    assert!(!notice(SMALL).contains(told));
}

/// Art. 13(2)(e): what each of the bases makes of it, and no "yes" for somebody who is asked for nothing.
#[test]
fn whether_data_has_to_be_provided_follows_from_every_basis() {
    let answer = |basis: &str| {
        let told = notice(&SMALL.replace("basis: contract", &format!("basis: {basis}")));
        let line = told.lines().find_map(|line| line.strip_prefix("- **Måste uppgifterna lämnas?** "));
        line.unwrap_or_else(|| panic!("{told}")).to_owned()
    };
    let interest =
        "{legitimate_interest: {interest: {sv: Trivsel, en: Comfort}, balancing_test: 2026-01-31}}";
    assert_eq!(answer(interest), "Nej. Varken lag eller avtal kräver det.");
    assert!(answer("{consent: {source: x}}").starts_with("Nej, det är frivilligt."));
    let contract = answer("contract");
    assert!(
        contract
            .starts_with("De uppgifter som vi ber dig om för att ingå och fullgöra ett avtal måste lämnas.")
    );
    for (bases, parts) in [
        (
            format!("[{interest}, contract]"),
            [contract.as_str(), "I övrigt kräver varken lag eller avtal det."],
        ),
        (
            "[contract, {consent: {source: x}}]".to_owned(),
            [&contract, "Det som bara har stöd i samtycke är frivilligt."],
        ),
        (
            "[contract, {legal_obligation: BFL 7:2}]".to_owned(),
            ["för att lagen kräver det måste lämnas.", &contract],
        ),
    ] {
        let told = answer(&bases);
        let places: Vec<_> =
            parts.iter().map(|part| told.find(part).unwrap_or_else(|| panic!("{part}: {told}"))).collect();
        assert!(places.is_sorted() && !told.contains("Nej") && !told.contains("Ja"), "{told}");
    }
}

/// A processor has no disputes of its own to keep customers' data for (Art. 28(3)(g)).
#[test]
fn who_processes_for_others_keeps_longer_only_by_law_or_as_the_customer_instructs() {
    let own = "behöver vi dem i en tvist";
    assert!(notice(SMALL).contains(own));
    let processor = SMALL.replace("role: controller", "role: processor").replace("    basis: contract\n", "");
    for kind in [Kind::Instruction, Kind::Agreement] {
        let told = told(kind, &processor, "sv");
        assert!(
            !told.contains(own) && told.contains("ger kunden oss i uppdrag att spara dem för en tvist"),
            "{told}"
        );
        assert!(!told.contains("Vem som ansvarar"), "{kind}: the customer is the controller");
    }
    assert!(told(Kind::Instruction, &processor, "sv").contains("## Vem som behandlar uppgifterna"));
}

#[test]
fn the_rights_follow_from_the_basis() {
    let has = |basis: &str| {
        let text = notice(&SMALL.replace("basis: contract", &format!("basis: {basis}")));
        ["Dataportabilitet", "Invändning", "Återkalla samtycke"].map(|right| text.contains(right))
    };
    assert_eq!(has("contract"), [true, false, false]);
    assert_eq!(has("{consent: {source: gästboken}}"), [true, false, true]);
    assert_eq!(has("{legal_obligation: BFL 7:2}"), [false, false, false]);
    let weighed = "{legitimate_interest: {interest: {sv: Trivsel, en: Comfort}, balancing_test: 2026-01-31}}";
    assert_eq!(has(weighed), [false, true, false]);
}

/// A floor of another activity keeps the record beyond its cap, so the cap plus the backups' time is not when it is gone.
#[test]
fn the_sum_with_the_backups_is_told_only_where_no_law_keeps_the_record() {
    let backups = SMALL
        .replace("country: SE}}\ndatasets:\n", "country: SE}, vault: {kind: backup, path: /b, country: SE}}\ndatasets:\n  copies: {in: vault, about: [guests], fields: {all: person.name}}\n")
        + "  restoring:
    role: controller
    purpose: {sv: Återställning, en: Recovery}
    basis: contract
    data: [copies]
    keep: {at_most: 90 days after taken}
    measures: [access]
    notice: {source: person, automated_decisions: none}
";
    let row = |text: &str| {
        let told = notice(text);
        let row = told.lines().find(|line| line.starts_with("| Namn | Högst 6 månader"));
        row.unwrap_or_else(|| panic!("{told}")).to_owned()
    };
    assert!(row(&backups).contains("| Sammanlagt högst 6 månader och 90 dagar |"), "{}", row(&backups));
    let reviewed = notice(&backups.replace("at_most: 6 months after left", "until_review: 2099-01-31"));
    assert!(
        reviewed.contains("senast den 31 januari 2099 | Högst 90 dagar efter gallringen |"),
        "{reviewed}"
    );
    let kept = backups
        + "  accounts:
    role: controller
    purpose: {sv: Bokföring, en: Bookkeeping}
    basis: {legal_obligation: BFL 7:2}
    data: [guests]
    keep: {at_least: 7 years after financial_year(left)}
    measures: [access]
    notice: {source: person, automated_decisions: none}
";
    assert!(row(&kept).contains("| Högst 90 dagar därefter |"), "{}", row(&kept));
}

#[test]
fn a_law_is_named_in_the_documents_language_and_lacks_where_it_has_no_name() {
    let law = |source: &str| {
        SMALL.replace("basis: contract", &format!("basis: [{{public_task: {source}}}, contract]"))
    };
    let both = law("{sv: Skollagen 2:8, en: The Education Act}");
    let (sv, en) = (told(Kind::Notice, &both, "sv"), told(Kind::Notice, &both, "en"));
    assert!(sv.contains("Skollagen 2:8") && !sv.contains("Education Act"), "{sv}");
    assert!(en.contains("The Education Act") && !en.contains("Skollagen"), "{en}");
    let one = policy(&law("{sv: Skollagen 2:8}"));
    let [in_swedish, in_english] =
        ["sv", "en"].map(|code| build(&one, Kind::Notice, &language(code), &[]).missing);
    assert_eq!(in_swedish, []);
    let [lacks] = in_english.as_slice() else { panic!("{in_english:?}") };
    assert!(lacks.place.contains("basis") && lacks.cause(&language("en")).contains("English"), "{lacks:?}");
    // Without a language it is for every language.
    for code in ["sv", "en"] {
        assert!(told(Kind::Notice, &law("SkolL 2:8"), code).contains("SkolL 2:8"));
    }
}

#[test]
fn who_processes_for_a_controller_is_a_processor_and_for_a_processor_a_sub_processor() {
    let controller = SMALL.replace("role: processor,", "role: sub_processor,");
    assert!(notice(&controller).contains("| Molnet Inc. | Personuppgiftsbiträde |"));
    let processor = SMALL.replace("role: controller", "role: processor").replace("    basis: contract\n", "");
    let instruction = told(Kind::Instruction, &processor, "sv");
    assert!(instruction.contains("| Underbiträde | Ändamål | Land |"), "{instruction}");
}

#[test]
fn automated_decisions_are_told_where_they_are_made() {
    let text = SMALL.replace(
        "automated_decisions: none",
        "automated_decisions: {sv: Rum tilldelas av ett program., en: A program assigns rooms.}",
    );
    let told = notice(&text);
    assert!(told.contains("**Automatiserade beslut:** Rum tilldelas av ett program."), "{told}");
    assert!(told.contains("att en människa prövar beslutet"), "{told}");
    assert!(notice(SMALL).contains("Vi fattar inga beslut om dig enbart på automatisk väg"));
}

#[test]
fn nothing_runs_by_itself_where_no_period_counts() {
    let text = SMALL.replace("at_most: 6 months after left", "until_review: 2099-01-31");
    let told = notice(&text);
    assert!(told.contains("**Lagringstid:** Behovet omprövas senast den 31 januari 2099"), "{told}");
    assert!(told.contains("Uppgifterna raderas när de inte längre behövs"), "{told}");
    assert!(!told.contains("varje dag"), "{told}");
}
