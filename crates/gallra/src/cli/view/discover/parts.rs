//! Logs and folders that were discovered, as YAML to paste into a policy.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use gallra_app::discover::{Discovery, FoundPart, plain};
use gallra_rules::links::IDENTIFYING;
use gallra_rules::policy::SystemKind;

use super::{category, scalar, why};
use crate::cli::text::{Texts, t};

pub(super) fn yaml(discovery: &Discovery, texts: Texts) -> String {
    let looks = |part: &&FoundPart| !part.personal.is_empty() && !part.not_personal;
    let mut text = format!(
        "# {}\n",
        t!(
            texts,
            "discover-parts-head",
            system = discovery.system.as_str(),
            product = &discovery.product,
            personal = discovery.parts.iter().filter(looks).count(),
            parts = discovery.parts.len(),
        )
    );
    let new: Vec<&FoundPart> =
        discovery.parts.iter().filter(looks).filter(|part| part.datasets.is_empty()).collect();
    if !new.is_empty() {
        text.push_str("datasets:\n");
    }
    let mut taken = BTreeSet::new();
    for part in &new {
        dataset(&mut text, discovery, part, &mut taken, texts);
    }
    for part in discovery.parts.iter().filter(|part| !part.datasets.is_empty()) {
        for one in part.personal.iter().filter(|one| !one.declared) {
            let dataset = part.datasets.first().map(ToString::to_string).unwrap_or_default();
            let (field, category) = (&one.field, &one.category);
            let told = t!(texts, "discover-column", dataset = dataset, column = field, category = category);
            let _ = writeln!(text, "# {told}: {}", why::all(&one.reasons, texts));
        }
    }
    for part in discovery.parts.iter().filter(|part| part.personal.is_empty() && part.datasets.is_empty()) {
        let told = t!(texts, "discover-part-nothing", part = &part.part, files = part.files);
        let _ = writeln!(text, "# {told}");
    }
    for part in discovery.parts.iter().filter(|part| part.closed > 0) {
        let told = t!(texts, "discover-part-closed", part = &part.part, closed = part.closed);
        let _ = writeln!(text, "# {told}");
    }
    text
}

fn dataset(
    text: &mut String,
    discovery: &Discovery,
    part: &FoundPart,
    taken: &mut BTreeSet<String>,
    texts: Texts,
) {
    let fixed = part.part.split(['*', '?', '[']).next().unwrap_or_default();
    let stem = fixed.trim_matches(|letter: char| !letter.is_alphanumeric());
    let stem = if stem.is_empty() { discovery.system.as_str() } else { stem };
    let (mut name, mut again) = (plain(stem), 1);
    while !taken.insert(name.clone()) {
        again += 1;
        name = format!("{}_{again}", plain(stem));
    }
    let day = |moment: Option<jiff::Timestamp>| {
        moment.map_or_else(|| "?".to_owned(), |moment| moment.strftime("%Y-%m-%d").to_string())
    };
    let megabytes = part.bytes.div_ceil(1_000_000);
    let facts = t!(
        texts,
        "discover-part-facts",
        files = part.files,
        megabytes = megabytes,
        oldest = day(part.oldest),
        newest = day(part.newest),
    );
    let _ = writeln!(text, "  {name}:   # {facts}");
    let _ = writeln!(text, "    in: {}", scalar(discovery.system.as_str()));
    if part.part != "." {
        let _ = writeln!(text, "    part: {}", scalar(&part.part));
    }
    let is_log = discovery.kind == SystemKind::Logs;
    match &part.format {
        Some(format) if is_log => {
            let read = discovery.product.contains(format.as_str());
            let id = if read { "discover-part-format" } else { "discover-part-other-format" };
            let _ = writeln!(text, "    # {}", t!(texts, id, format = format));
        }
        Some(format) => {
            let _ = writeln!(text, "    # {}", t!(texts, "discover-part-dates", format = format));
        }
        None if is_log => {
            let _ = writeln!(text, "    # {}", texts.plain("discover-part-no-format"));
        }
        None => {}
    }
    if part.customers > 0 {
        let _ = writeln!(text, "    # {}", t!(texts, "discover-part-customers", count = part.customers));
    }
    if !part.endings.is_empty() {
        let mut endings: Vec<(&String, &u64)> = part.endings.iter().collect();
        endings.sort_by_key(|(_, files)| std::cmp::Reverse(**files));
        let endings: Vec<String> =
            endings.iter().take(6).map(|(ending, files)| format!("{files} {ending}")).collect();
        let _ = writeln!(text, "    # {}", endings.join(", "));
    }
    text.push_str("    fields:\n");
    for one in &part.personal {
        let line = format!("      {}: {}", scalar(&one.field), category(&one.category, texts));
        let _ = writeln!(text, "{line:<44}  # {} %: {}", one.confidence, why::all(&one.reasons, texts));
    }
    if !part.personal.iter().any(|one| IDENTIFYING.contains(&one.category.as_str())) {
        let _ = writeln!(text, "    # {}", texts.plain("discover-unreached"));
    }
}
