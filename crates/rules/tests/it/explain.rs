//! Every page of `gallra explain` holds: its wrong example gives exactly its code, its right one gives nothing.

use gallra_rules::diagnostic::{Code, Lang};
use gallra_rules::explain;

use crate::stock::{check_pieces, codes};

/// Codes about files rather than about what they say; `language::files` shows those.
const WITHOUT_EXAMPLE: &[Code] =
    &[Code::TooLarge, Code::NotUtf8, Code::NothingToRead, Code::Template, Code::UnreadTemplate];

/// `# a.yaml` at the start of a line divides an example into files.
fn pieces(example: &str) -> Vec<String> {
    let mut pieces = vec![String::new()];
    for line in example.lines() {
        if matches!(line, "# a.yaml" | "# b.yaml") {
            pieces.push(String::new());
        }
        let last = pieces.last_mut().expect("there is one");
        last.push_str(line);
        last.push('\n');
    }
    pieces.retain(|piece| !piece.is_empty());
    pieces
}

fn codes_of(example: &str) -> Vec<&'static str> {
    let pieces = pieces(example);
    let pieces: Vec<&str> = pieces.iter().map(String::as_str).collect();
    codes(&check_pieces(&pieces))
}

#[test]
fn every_example_does_what_its_page_says() {
    let mut wrong_pages = Vec::new();
    for code in Code::ALL.iter().copied() {
        for lang in Lang::ALL {
            let Some((wrong, right)) = explain::examples(code, lang) else {
                assert!(WITHOUT_EXAMPLE.contains(&code), "{code} has no example");
                continue;
            };
            let (found_wrong, found_right) = (codes_of(wrong), codes_of(right));
            if found_wrong != [code.as_str()] || !found_right.is_empty() {
                wrong_pages.push(format!(
                    "{code} {lang:?}: wrong gives {found_wrong:?}, right gives {found_right:?}"
                ));
            }
        }
    }
    assert_eq!(wrong_pages, [] as [String; 0]);
}

#[test]
fn every_page_has_a_title_and_a_law_in_both_languages() {
    for code in Code::ALL.iter().copied() {
        let (english, swedish) = (explain::page(code, Lang::En), explain::page(code, Lang::Sv));
        assert!(english.starts_with(&format!("# {code} ")) && english.contains("**Law:**"), "{code} en");
        assert!(swedish.starts_with(&format!("# {code} ")) && swedish.contains("**Lag:**"), "{code} sv");
        assert_ne!(explain::title(code, Lang::En), explain::title(code, Lang::Sv), "{code}");
        assert_eq!(explain::examples(code, Lang::En), explain::examples(code, Lang::Sv), "{code}");
    }
}
