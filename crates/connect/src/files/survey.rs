//! What a directory tree holds, folder by folder, from its files' names and the beginning of some of them.

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsStr;
use std::io::Read as _;
use std::path::Path;

use gallra_detect::value::{Kind, Tally};
use gallra_rules::predicate::TableRef;
use jiff::Timestamp;
use rustix::fs::Stat;

use super::part::Part;
use super::{Files, Tree, modified, named, size};
use crate::ConnectError;
use crate::parts::SurveyedPart;
use crate::records::{Columns, beside, told};
use crate::tree::{Folder, Seen, Walk, escaped};

/// Files of each folder whose text is looked at.
const SAMPLED: u64 = 60;
/// Bytes of each.
const HEAD: u64 = 64 * 1024;
/// Folders that are told one by one, and endings of each.
const FOLDERS: usize = 500;
const ENDINGS: usize = 12;
/// From so many folders on they may be one for each customer.
const CUSTOMERS: usize = 5;
const TEXTS: [&str; 16] = [
    "txt", "csv", "tsv", "json", "eml", "vcf", "ics", "xml", "html", "htm", "md", "log", "yaml", "yml",
    "sql", "mbox",
];
/// Ways of writing a date in a path.
const DATES: [&str; 6] = ["%Y-%m-%d", "%Y%m%d", "%Y_%m_%d", "%Y/%m/%d", "%Y.%m.%d", "%d-%m-%Y"];

/// One first folder, while the tree is walked.
#[derive(Default)]
struct Group {
    part: SurveyedPart,
    dated: [u64; DATES.len()],
}

impl Files {
    /// Looks over the tree once. Reads only; no link is followed.
    pub(crate) async fn survey(&self) -> Result<Vec<SurveyedPart>, ConnectError> {
        let tree = self.0.clone();
        beside(&self.0.place, move || tree.survey()).await
    }
}

impl Files {
    /// Whether a part's folder is there, or a file of its pattern.
    pub(crate) async fn has_part(&self, part: &str) -> Result<bool, ConnectError> {
        let (tree, table) = (self.0.clone(), TableRef { schema: None, name: part.to_owned() });
        beside(&self.0.place, move || {
            let (root, part) = (tree.folder()?, tree.part(&table)?);
            if let Part::Under(folder) = &part {
                return Ok(root.holding(folder).and_then(|(folder, name)| folder.stat(&name)).is_ok());
            }
            let mut any = matches!(part, Part::All);
            if !any {
                tree.each(&table, &Columns::default(), &mut |_| any = true)?;
            }
            Ok(any)
        })
        .await
    }
}

impl Tree {
    fn survey(&self) -> Result<Vec<SurveyedPart>, ConnectError> {
        let root = self.folder()?;
        let failed = |error| told(&self.place, "its files cannot be listed", &error);
        let mut groups: BTreeMap<String, Group> = BTreeMap::new();
        let mut walk = Walk::new(&root, false).map_err(failed)?;
        while let Some(seen) = walk.next().map_err(failed)? {
            let (path, stat) = match seen {
                Seen::File(path, stat) => (path, Some(stat)),
                Seen::Closed(path) => (path, None),
            };
            let mut names = path.components();
            let first = names.next().map(|first| escaped(Path::new(first.as_os_str())));
            // What lies in the root itself is a part of its own.
            let folder = first.filter(|_| names.next().is_some() || stat.is_none());
            let key = folder.unwrap_or_else(|| "*".to_owned());
            let full = groups.len() >= FOLDERS && !groups.contains_key(&key);
            let group = groups.entry(if full { OTHERS.to_owned() } else { key }).or_default();
            match stat {
                Some(stat) => group.file(&root, path, &stat),
                None => group.part.closed += 1,
            }
        }
        Ok(parts(groups))
    }
}

/// Stands for every further folder: too many to be told one by one.
const OTHERS: &str = "**";

impl Group {
    fn file(&mut self, root: &Folder, path: &Path, stat: &Stat) {
        let part = &mut self.part;
        part.files += 1;
        part.bytes += u64::try_from(size(stat)).unwrap_or(0);
        let at = modified(stat);
        if let Some(moment) = i32::try_from(at.1).ok().and_then(|nanos| Timestamp::new(at.0, nanos).ok()) {
            part.at(moment);
        }
        let text = escaped(path);
        for (count, pattern) in self.dated.iter_mut().zip(DATES) {
            *count += u64::from(named(&text, pattern).is_some());
        }
        let name = path.file_stem().unwrap_or_default().to_string_lossy();
        let ending = path.extension().and_then(OsStr::to_str).unwrap_or_default().to_lowercase();
        part.paths.add(&name.replace('_', " "));
        let is_text = TEXTS.contains(&ending.as_str());
        let known = part.endings.len() < ENDINGS || part.endings.contains_key(&ending);
        *part.endings.entry(if known { ending } else { "…".to_owned() }).or_default() += 1;
        if is_text && part.sampled < SAMPLED {
            let read = root.holding(path).and_then(|(folder, name)| folder.open(&name, false));
            let mut head = Vec::new();
            match read.and_then(|file| file.take(HEAD).read_to_end(&mut head)) {
                Ok(_) => {
                    part.sampled += 1;
                    part.content.add_bytes(&head);
                }
                Err(_) => part.closed += 1,
            }
        }
    }

    fn add(&mut self, other: Self) {
        let (part, more) = (&mut self.part, other.part);
        part.files += more.files;
        part.bytes += more.bytes;
        part.sampled += more.sampled;
        part.closed += more.closed;
        part.content.merge(&more.content);
        part.paths.merge(&more.paths);
        if let Some((first, last)) = more.span {
            part.at(first);
            part.at(last);
        }
        for (ending, files) in more.endings {
            *part.endings.entry(ending).or_default() += files;
        }
        for (mine, theirs) in self.dated.iter_mut().zip(other.dated) {
            *mine += theirs;
        }
    }

    fn done(mut self, part: String) -> SurveyedPart {
        let most = self.dated.iter().zip(DATES).max_by_key(|(count, _)| **count);
        let dated = most.filter(|(count, _)| **count > 0 && **count * 10 >= self.part.files * 6);
        self.part.format = dated.map(|(_, pattern)| pattern.to_owned());
        self.part.part = part;
        self.part
    }
}

/// Folders alike that look like one for each customer become one part.
fn parts(mut groups: BTreeMap<String, Group>) -> Vec<SurveyedPart> {
    let folders: Vec<String> =
        groups.keys().filter(|name| !["*", OTHERS].contains(&name.as_str())).cloned().collect();
    let alike = customers(&folders);
    let mut found = Vec::new();
    if groups.contains_key(OTHERS) && alike.is_none() {
        let mut all = Group::default();
        for group in groups.into_values() {
            all.add(group);
        }
        return vec![all.done(".".to_owned())];
    }
    if let Some((part, names)) = alike {
        let mut all = Group::default();
        all.part.customers = names.len() as u64;
        for name in &names {
            all.part.paths.add(&name.replace('_', " "));
            if let Some(group) = groups.remove(name) {
                all.add(group);
            }
        }
        let part = if groups.is_empty() { ".".to_owned() } else { part };
        found.push(all.done(part));
    }
    found.extend(groups.into_iter().map(|(name, group)| group.done(name)));
    found
}

/// The folders that are named alike in a way that tells customers apart, and a pattern for what is in them: numbers
/// (`1042`, `kund-1042`), addresses, domains, identity numbers.
fn customers(folders: &[String]) -> Option<(String, BTreeSet<String>)> {
    let mut by_shape: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for name in folders {
        by_shape.entry(shape(name)).or_default().insert(name.clone());
    }
    let (shape, names) = by_shape.into_iter().max_by_key(|(_, names)| names.len())?;
    // Years and days are no customers.
    let dates = names.iter().filter(|name| is_date(name)).count();
    if names.len() < CUSTOMERS || dates * 2 > names.len() || shape == "a" {
        return None;
    }
    let pattern = match shape.as_str() {
        "@" => "*@*/**".to_owned(),
        "." => "*.*/**".to_owned(),
        _ => {
            let first = names.first()?;
            let prefix: String = first.chars().take_while(|letter| !letter.is_ascii_digit()).collect();
            format!("{prefix}[0-9]*/**")
        }
    };
    Some((pattern, names))
}

/// `9` for a number, `kund-9` for what begins alike and ends with one, `@` for an address, `.` for a domain, `a` else.
fn shape(name: &str) -> String {
    let mut tally = Tally::default();
    tally.add(name);
    if tally.count(Kind::Email).whole > 0 {
        return "@".to_owned();
    }
    let digits = name.trim_start_matches(|letter: char| !letter.is_ascii_digit());
    let prefix = &name[..name.len() - digits.len()];
    if !digits.is_empty() && digits.chars().all(|letter| letter.is_ascii_digit() || letter == '-') {
        return format!("{prefix}9");
    }
    let domain = name.rsplit_once('.').is_some_and(|(before, top)| {
        !before.is_empty()
            && (2..=10).contains(&top.len())
            && top.chars().all(|letter| letter.is_ascii_lowercase())
    });
    if domain { ".".to_owned() } else { "a".to_owned() }
}

fn is_date(name: &str) -> bool {
    let year = name.len() == 4 && name.parse::<u16>().is_ok_and(|year| (1970..2100).contains(&year));
    year || DATES.iter().any(|pattern| named(name, pattern).is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pattern(names: &[&str]) -> Option<String> {
        let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
        customers(&names).map(|(pattern, _)| pattern)
    }

    #[test]
    fn folders_named_alike_by_number_address_or_domain_are_customers() {
        assert_eq!(pattern(&["1001", "1002", "1003", "77", "8"]).as_deref(), Some("[0-9]*/**"));
        assert_eq!(pattern(&["k-1", "k-2", "k-3", "k-4", "k-5", "src"]).as_deref(), Some("k-[0-9]*/**"));
        let domains = ["a.example", "b.example", "c.example", "d.example", "e.example"];
        assert_eq!(pattern(&domains).as_deref(), Some("*.*/**"));
        let people = ["a@x.example", "b@x.example", "c@x.example", "d@x.example", "e@x.example"];
        assert_eq!(pattern(&people).as_deref(), Some("*@*/**"));
    }

    #[test]
    fn years_days_and_plain_words_are_not() {
        assert_eq!(pattern(&["2021", "2022", "2023", "2024", "2025"]), None);
        assert_eq!(pattern(&["2026-01-01", "2026-01-02", "2026-01-03", "2026-01-04", "2026-01-05"]), None);
        assert_eq!(pattern(&["docs", "src", "target", "tests", "scripts", "crates"]), None);
        assert_eq!(pattern(&["1001", "1002"]), None, "too few to tell");
    }
}
