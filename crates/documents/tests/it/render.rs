//! Pages are well formed, and nothing that a company wrote becomes markup.

use gallra_documents::colour::{DARK, LEAST_CONTRAST, contrast};
use gallra_documents::pdf::Look;
use gallra_documents::{Kind, build, html, markdown};
use proptest::prelude::*;

use crate::support::{SMALL, edition, example, language, policy};

#[test]
fn names_with_markup_and_direction_marks_are_shown_and_do_nothing() {
    let hostile =
        r#"</title><script>alert(1)</script> & "Söner" \u202E\u2066 [x](javascript:alert(1)) | *a* `b`"#;
    let text = SMALL
        .replace("Exempelhotellet AB", &format!("{:?}", "X").replace('X', &hostile.replace('"', "\\\"")));
    let built = build(&policy(&text), Kind::Notice, &language("sv"), &[]);
    let page = html::render(&built.document, &edition(), &[], &Look::default());
    assert!(!page.contains("<script"), "{page}");
    assert!(!page.contains("href=\"javascript"), "{page}");
    assert!(page.contains("&lt;script&gt;alert(1)&lt;/script&gt; &amp; &quot;Söner&quot;"), "{page}");
    assert!(!page.contains(['\u{202e}', '\u{2066}']), "{page}");
    let text = markdown::render(&built.document, &edition(), &[]);
    assert!(text.contains(r"\</title\>\<script\>"), "{text}");
    assert!(text.contains(r"\[x\](javascript:alert(1)) \| \*a\* \`b\`"), "{text}");
    assert!(!text.contains(['\u{202e}', '\u{2066}']), "{text}");
}

#[test]
fn a_name_that_runs_from_right_to_left_keeps_to_itself() {
    let built = build(&policy(&SMALL.replace("Molnet Inc.", "מאפייה")), Kind::Notice, &language("en"), &[]);
    let page = html::render(&built.document, &edition(), &[], &Look::default());
    assert!(page.contains("\u{2068}מאפייה\u{2069} (processor), Sweden"), "{page}");
}

#[test]
fn the_page_says_its_language_day_version_and_policy_and_loads_nothing() {
    let policy = example("hosting-company");
    for (code, day) in [("sv", "22 november 2026"), ("en", "22 November 2026")] {
        let built = build(&policy, Kind::Notice, &language(code), &[]);
        let page = html::render(&built.document, &edition(), &built.banner(), &Look::default());
        assert!(page.starts_with(&format!("<!DOCTYPE html>\n<html lang=\"{code}\">")));
        assert!(
            page.contains(&format!(
                "<time datetime=\"2026-11-22\">{}</time>",
                day.replacen(' ', "\u{a0}", 1)
            )),
            "{page}"
        );
        assert!(page.contains(&"0".repeat(64)));
        assert!(page.contains("prefers-color-scheme: dark"));
        for loaded in ["<script", "<link", "<img", "src=", "url(", "@import"] {
            assert!(!page.contains(loaded), "{loaded}");
        }
    }
}

#[test]
fn every_link_within_a_page_leads_to_one_place_and_levels_are_not_skipped() {
    for company in ["web-agency", "chat-service", "hosting-company", "backup-provider", "web-host"] {
        let policy = example(company);
        for kind in Kind::ALL.into_iter().filter(|kind| kind.applies(&policy)) {
            let page = html::render(
                &build(&policy, kind, &language("sv"), &[]).document,
                &edition(),
                &[],
                &Look::default(),
            );
            for link in page.split("href=\"#").skip(1) {
                let id = link.split('"').next().unwrap();
                assert_eq!(page.matches(&format!(" id=\"{id}\"")).count(), 1, "{company} {kind}: #{id}");
            }
            let mut above = 0;
            for heading in page.split("<h").skip(1).filter_map(|rest| rest.chars().next()?.to_digit(10)) {
                assert!(heading <= above + 1, "{company} {kind}: h{heading} after h{above}");
                above = heading;
            }
        }
    }
}

#[test]
fn a_draft_says_so_above_everything() {
    let built = build(&policy(&SMALL.replace("source: person, ", "")), Kind::Notice, &language("sv"), &[]);
    let page = html::render(&built.document, &edition(), &built.banner(), &Look::default());
    let (banner, title) = (page.find("får inte publiceras").unwrap(), page.find("<h1>").unwrap());
    assert!(banner < title);
    assert!(page.contains("Artikel 14.2 f: inget om varifrån uppgifterna kommer"), "{page}");
}

#[test]
fn a_clause_of_fifty_thousand_letters_is_shown_whole() {
    let long = "ord ".repeat(12_500);
    let text = SMALL.replace("en: Access by need", &format!("en: {}", long.trim()));
    let built = build(&policy(&text), Kind::Records, &language("en"), &[]);
    assert!(html::render(&built.document, &edition(), &[], &Look::default()).contains(long.trim()));
}

proptest! {
    /// Whatever stands in a name, tags are ours alone: each that opens is closed, and none is new.
    #[test]
    fn no_name_makes_a_tag(name in "[a-z<>&\"'/=!\\-\\[\\]`\\\\\u{200e}-\u{202e}א]{1,40}") {
        prop_assume!(!name.trim().is_empty());
        let quoted = serde_json::to_string(&name).unwrap();
        let plain = build(&policy(SMALL), Kind::Notice, &language("en"), &[]);
        let odd = build(&policy(&SMALL.replace("Exempelhotellet AB", &quoted)), Kind::Notice, &language("en"), &[]);
        let page = |built: &gallra_documents::Built| html::render(&built.document, &edition(), &[], &Look::default());
        let (plain, odd) = (page(&plain), page(&odd));
        prop_assert_eq!(plain.matches('<').count(), odd.matches('<').count());
        prop_assert_eq!(plain.matches('"').count(), odd.matches('"').count());
    }
}

#[test]
fn a_page_in_a_companys_looks_loads_nothing_and_runs_nothing() {
    let look = crate::valid::company();
    let built = build(&policy(SMALL), Kind::Notice, &language("sv"), &[]);
    let page = html::render(&built.document, &edition(), &[], &look);
    assert!(
        page.contains(
            "alt=\"Webbvärden &quot;Exempel&quot; &lt;AB&gt;\" src=\"data:image/svg+xml;base64,PHN2"
        )
    );
    assert_eq!(page.matches("src=").count(), 1);
    for word in ["<script", "url(", "@import", "http://"] {
        assert!(!page.contains(word), "{word}");
    }
    // Each of the three styles has a colour of its own; the dark one was made so that it can be read.
    let colours: Vec<&str> = page.split("--accent: #").skip(1).map(|rest| &rest[..6]).collect();
    let [light, dark, print] = colours[..] else { panic!("{colours:?}") };
    assert_eq!((light, print), ("7a1f2b", "7a1f2b"));
    let links: Vec<&str> = page.rsplit("--link: #").skip(1).take(2).map(|rest| &rest[..6]).collect();
    let [dark_link, link] = links[..] else { panic!("{links:?}") };
    assert_eq!((link, dark_link), (light, dark), "links have the company's colour, too");
    let of = |hex: &str| [0, 2, 4].map(|at| u8::from_str_radix(&hex[at..at + 2], 16).unwrap());
    assert!(contrast(of(dark), DARK) >= LEAST_CONTRAST, "{dark}");
    assert!(contrast(of(light), DARK) < LEAST_CONTRAST, "{light} would not do in the dark");
    // One that is said goes before.
    let said = Look { dark: Some([0xff, 0xc0, 0xcb]), ..look };
    assert!(html::render(&built.document, &edition(), &[], &said).contains("--accent: #ffc0cb"));
    assert!(!html::render(&built.document, &edition(), &[], &Look::default()).contains("--accent: #"));
}
