//! How fast text is scanned with every recogniser on, and how much faster than Presidio's pattern recognisers on the same
//! text in the same run.
//!
//! `cargo bench -p gallra-detect [-- prose log JSON mixed digits]` prints MB/s (10⁶ bytes, the best of a thousand short runs on one core, so that a busy
//! machine counts little) for each kind of text. The
//! comparison makes a Python environment with `presidio-analyzer` in a temporary folder, which takes a minute and some
//! hundreds of megabytes; without Python or the package index it says so and is left out. Presidio's recognisers are
//! called one by one, without a language model; those for countries other than Sweden are left out, which favours it.
#![allow(
    clippy::print_stdout,
    clippy::unwrap_used,
    clippy::cast_precision_loss,
    reason = "a bench prints and may stop"
)]

use std::fmt::Write as _;
use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use gallra_detect::value::Scanner;

const LENGTH: usize = 1 << 20;
/// Presidio reads this much of each text.
const SAMPLE: usize = 1 << 16;
const RUNS: usize = 1000;

fn main() {
    let texts =
        [("prose", prose()), ("log", log()), ("JSON", json()), ("mixed", mixed()), ("digits", numbers())];
    let folder = Folder::new();
    // An environment made before can be given, to save the minute.
    let python = std::env::var_os("GALLRA_BENCH_PRESIDIO").map(PathBuf::from).or_else(|| presidio(&folder.0));
    println!("{:12} {:>8} {:>14} {:>10} {:>8}", "text", "MB/s", "bytes per hit", "Presidio", "ratio");
    let asked: Vec<String> = std::env::args().skip(1).filter(|word| !word.starts_with("--")).collect();
    for (name, text) in
        texts.iter().filter(|(name, _)| asked.is_empty() || asked.iter().any(|word| word == name))
    {
        let hits = Scanner::new().scan(text).count();
        let seconds = (0..RUNS)
            .map(|_| {
                let start = Instant::now();
                black_box(Scanner::new().scan(black_box(text)).count());
                start.elapsed().as_secs_f64()
            })
            .fold(f64::INFINITY, f64::min);
        let speed = text.len() as f64 / seconds / 1e6;
        let theirs = python.as_deref().and_then(|python| presidio_speed(python, &folder.0, text));
        let (theirs, ratio) = theirs.map_or(("-".to_owned(), "-".to_owned()), |theirs| {
            (format!("{theirs:.3}"), format!("{:.0}", speed / theirs))
        });
        println!("{name:12} {speed:8.0} {:14} {theirs:>10} {ratio:>8}", text.len() / hits.max(1));
    }
}

/// The same numbers in every run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % limit
    }
}

const WORDS: [&str; 40] = [
    "och",
    "att",
    "the",
    "of",
    "faktura",
    "kunden",
    "with",
    "our",
    "avtalet",
    "i",
    "på",
    "en",
    "is",
    "uppgifter",
    "service",
    "månaden",
    "skickade",
    "för",
    "to",
    "not",
    "har",
    "som",
    "vi",
    "därför",
    "please",
    "ärendet",
    "system",
    "backup",
    "efter",
    "about",
    "mötet",
    "it",
    "kan",
    "before",
    "återkommer",
    "tack",
    "regards",
    "nästa",
    "vecka",
    "order",
];

fn personal(dice: &mut Dice, text: &mut String) {
    let _ = match dice.below(5) {
        0 => write!(text, "anna.berg{}@example.se", dice.below(900)),
        1 => write!(text, "070-{} {:02} {:02}", 100 + dice.below(900), dice.below(100), dice.below(100)),
        2 => write!(text, "850709-9805"),
        3 => write!(text, "203.0.113.{}", dice.below(255)),
        _ => write!(text, "Storgatan {}", 1 + dice.below(99)),
    };
}

fn prose() -> String {
    let (mut dice, mut text) = (Dice(1), String::new());
    while text.len() < LENGTH {
        for _ in 0..12 + dice.below(10) {
            text.push_str(WORDS[usize::try_from(dice.below(40)).unwrap()]);
            text.push(' ');
        }
        match dice.below(4) {
            0 => drop(write!(text, "den {} november 2026, {} kr", 1 + dice.below(30), dice.below(10_000))),
            _ => personal(&mut dice, &mut text),
        }
        text.push_str(".\n");
    }
    text
}

fn log() -> String {
    let (mut dice, mut text) = (Dice(2), String::new());
    while text.len() < LENGTH {
        let _ = writeln!(
            text,
            "203.0.113.{} - - [22/Nov/2026:07:{:02}:{:02} +0100] \"GET /shop/{}/item-{}?page={} HTTP/1.1\" 200 {} \"https://www.example.se/\" \
             \"Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Safari/537.36\" {:08x}-{:04x}",
            dice.below(255),
            dice.below(60),
            dice.below(60),
            dice.below(1000),
            dice.below(100_000),
            dice.below(9),
            dice.below(90_000),
            dice.below(1 << 30),
            dice.below(1 << 16),
        );
    }
    text
}

fn json() -> String {
    let (mut dice, mut text) = (Dice(3), String::new());
    while text.len() < LENGTH {
        let _ = write!(
            text,
            "{{\"id\":{},\"uuid\":\"{:08x}-e29b-41d4-a716-{:012x}\",\"created\":\"2026-11-22T07:{:02}:00.123Z\",\"amount\":{}.50,\"status\":\"open\",\
             \"customer\":{{\"name\":\"Anna Berg\",\"contact\":\"",
            dice.below(1 << 30),
            dice.below(1 << 30),
            dice.below(1 << 31),
            dice.below(60),
            dice.below(10_000),
        );
        personal(&mut dice, &mut text);
        text.push_str("\"},\"note\":\"");
        for _ in 0..8 {
            text.push_str(WORDS[usize::try_from(dice.below(40)).unwrap()]);
            text.push(' ');
        }
        text.push_str("\"}\n");
    }
    text
}

fn mixed() -> String {
    let parts = [prose(), log(), json()];
    let mut lines: Vec<_> = parts.iter().map(|part| part.lines()).collect();
    let mut text = String::new();
    while text.len() < LENGTH {
        for lines in &mut lines {
            text.push_str(lines.next().unwrap_or_default());
            text.push('\n');
        }
    }
    text
}

/// The worst that a table of numbers can be.
fn numbers() -> String {
    let (mut dice, mut text) = (Dice(4), String::new());
    while text.len() < LENGTH {
        let _ = writeln!(
            text,
            "{},{},{}",
            dice.below(1 << 31),
            dice.below(1 << 20),
            dice.below(1 << 31) * 100_000
        );
    }
    text
}

struct Folder(PathBuf);

impl Folder {
    fn new() -> Self {
        let folder = std::env::temp_dir().join(format!("gallra-detect-bench-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        Self(folder)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        drop(std::fs::remove_dir_all(&self.0));
    }
}

/// A Python that has Presidio, in a new environment.
fn presidio(folder: &Path) -> Option<PathBuf> {
    let python = folder.join("venv/bin/python");
    let done = |command: &mut Command| command.status().is_ok_and(|status| status.success());
    let made = done(Command::new("python3").args(["-m", "venv"]).arg(folder.join("venv")))
        && done(Command::new(&python).args([
            "-m",
            "pip",
            "install",
            "--quiet",
            "--disable-pip-version-check",
            "presidio-analyzer",
        ]));
    if !made {
        println!("Presidio cannot be installed here; the comparison is left out");
    }
    made.then_some(python)
}

/// MB/s of Presidio's recognisers over the beginning of a text, the best of three runs.
fn presidio_speed(python: &Path, folder: &Path, text: &str) -> Option<f64> {
    let end = (0..=SAMPLE).rev().find(|end| text.is_char_boundary(*end))?;
    let path = folder.join("text");
    std::fs::write(&path, &text[..end]).unwrap();
    let output = Command::new(python).arg("-c").arg(PYTHON).arg(&path).output().ok()?;
    let seconds: f64 = String::from_utf8_lossy(&output.stdout).trim().parse().ok()?;
    Some(end as f64 / seconds / 1e6)
}

const PYTHON: &str = r"
import sys, time, logging
logging.disable(logging.CRITICAL)
import tldextract
tldextract.extract = tldextract.TLDExtract(suffix_list_urls=())
import presidio_analyzer.predefined_recognizers as all_of_them
names = ['CreditCardRecognizer', 'EmailRecognizer', 'IbanRecognizer', 'IpRecognizer', 'PhoneRecognizer', 'UrlRecognizer',
         'MacAddressRecognizer', 'SePersonnummerRecognizer', 'SeOrganisationsnummerRecognizer']
recognizers = [getattr(all_of_them, name)() for name in names if hasattr(all_of_them, name)]
lines = open(sys.argv[1], encoding='utf-8').read().splitlines()
def run():
    start = time.perf_counter()
    for line in lines:
        for recognizer in recognizers:
            recognizer.analyze(line, recognizer.supported_entities, None)
    return time.perf_counter() - start
print(min(run() for _ in range(3)))
";
