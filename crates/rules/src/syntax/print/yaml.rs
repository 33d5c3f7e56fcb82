//! YAML as text: blocks for what has names, flows within a line.

use std::fmt::Write as _;

/// What is written.
#[derive(Clone)]
pub(super) enum Yaml {
    /// Without quotes: a word of the language, a number, null.
    Plain(String),
    /// In quotes, so that it is a text whatever it looks like.
    Text(String),
    List(Vec<Yaml>),
    Map(Vec<(String, Yaml)>),
}

/// A map, entry by entry on lines of their own; anything else on one.
pub(super) fn write_block(out: &mut String, value: &Yaml, depth: usize) {
    match value {
        Yaml::Map(entries) if !entries.is_empty() => {
            for (key, value) in entries {
                let _ = write!(out, "{:1$}{2}:", "", depth * 2, quoted_key(key));
                if let Yaml::Map(inner) = value
                    && !inner.is_empty()
                {
                    out.push('\n');
                    write_block(out, value, depth + 1);
                } else {
                    out.push(' ');
                    write_flow(out, value);
                    out.push('\n');
                }
            }
        }
        other => write_flow(out, other),
    }
}

fn write_flow(out: &mut String, value: &Yaml) {
    match value {
        Yaml::Plain(word) => out.push_str(word),
        Yaml::Text(text) => out.push_str(&quoted(text)),
        Yaml::List(items) => {
            out.push('[');
            for (at, item) in items.iter().enumerate() {
                out.push_str(if at > 0 { ", " } else { "" });
                write_flow(out, item);
            }
            out.push(']');
        }
        Yaml::Map(entries) => {
            out.push('{');
            for (at, (key, value)) in entries.iter().enumerate() {
                out.push_str(if at > 0 { ", " } else { "" });
                let _ = write!(out, "{}: ", quoted_key(key));
                write_flow(out, value);
            }
            out.push('}');
        }
    }
}

fn quoted_key(key: &str) -> String {
    let simple = key.chars().all(|c| c.is_ascii_lowercase() || c == '_') && !key.is_empty();
    // Words that are no text without quotes.
    if simple && !matches!(key, "null" | "true" | "false") { key.to_owned() } else { quoted(key) }
}

/// In double quotes, with everything escaped that YAML does not let stand (1.2.2, 5.7).
fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => {
                out.push('\\');
                out.push(c);
            }
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            c if c.is_control()
                || matches!(c, '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}') =>
            {
                let _ = write!(out, "\\u{:04X}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out.push('"');
    out
}
