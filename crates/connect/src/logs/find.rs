//! Which files a log is: the system's path, the dataset's part of it, and the names that rotation gives.

use std::ffi::OsStr;
use std::io;
use std::os::unix::ffi::OsStrExt as _;
use std::path::{Path, PathBuf};

use globset::{GlobBuilder, GlobMatcher};

use crate::tree::{Folder, Seen, Walk};

/// Which paths below the root belong to a system or to a part of it.
#[derive(Clone, Debug)]
pub(super) enum Matcher {
    All,
    /// This folder, or this file with those that rotation made of it.
    Literal(PathBuf),
    Glob(GlobMatcher),
}

impl Matcher {
    /// A part as the policy writes it; or what is wrong with it.
    pub(super) fn of(part: &str) -> Result<Self, String> {
        if part.is_empty() || part == "." {
            return Ok(Self::All);
        }
        if part.contains(['{', '}']) {
            return Err(format!("`{part}`: a name in braces is not supported here"));
        }
        let path = Path::new(part);
        let plain = path.components().all(|part| matches!(part, std::path::Component::Normal(_)));
        if !plain {
            return Err(format!("`{part}` has to lie within the system's path"));
        }
        if is_glob(part) {
            let glob = GlobBuilder::new(part).literal_separator(true).build();
            return Ok(Self::Glob(glob.map_err(|_| format!("`{part}` is no pattern"))?.compile_matcher()));
        }
        Ok(Self::Literal(path.to_owned()))
    }

    pub(super) fn matches(&self, path: &Path) -> bool {
        match self {
            Self::All => true,
            Self::Glob(glob) => glob.is_match(path),
            Self::Literal(wanted) => {
                let (name, wanted_name) = (path.file_name(), wanted.file_name());
                path.starts_with(wanted)
                    || path.parent() == wanted.parent()
                        && name.zip(wanted_name).is_some_and(|(name, base)| {
                            name.as_bytes().strip_prefix(base.as_bytes()).is_some_and(is_suffix)
                        })
            }
        }
    }
}

pub(super) fn is_glob(text: &str) -> bool {
    text.contains(['*', '?', '['])
}

/// Whether two parts may have a file in common. In doubt they do.
pub(crate) fn overlap(one: &str, other: &str) -> bool {
    if one == other || one == "." || other == "." {
        return true;
    }
    if let (Ok(Matcher::Literal(first)), Ok(Matcher::Literal(second))) =
        (Matcher::of(one), Matcher::of(other))
    {
        let (first_too, second_too) = (Matcher::Literal(second.clone()), Matcher::Literal(first.clone()));
        return first_too.matches(&first) || second_too.matches(&second);
    }
    let literal = |part: &str| part.split(['*', '?', '[', '{']).next().unwrap_or_default().to_owned();
    let (first, second) = (literal(one), literal(other));
    first.starts_with(&second) || second.starts_with(&first)
}

/// `.1`, `.2.gz`, `-20261122`, `.2026-11-22.zst`: what rotation puts behind a name.
pub(super) fn is_suffix(text: &[u8]) -> bool {
    let text = text.strip_suffix(b".gz").or_else(|| text.strip_suffix(b".zst")).unwrap_or(text);
    let parts = |byte: &u8| byte.is_ascii_digit() || matches!(byte, b'.' | b'-' | b'_');
    matches!(text.first(), Some(b'.' | b'-')) && text.iter().all(parts) && text.iter().any(u8::is_ascii_digit)
}

/// Whether a name is one that rotation gives.
pub(super) fn is_rotated(name: &OsStr) -> bool {
    let bytes = name.as_bytes();
    (1..bytes.len()).any(|at| is_suffix(&bytes[at..]))
}

/// The files of a part, by name; and how many folders could not be looked into.
pub(super) fn files(root: &Folder, clear: bool, wanted: &[&Matcher]) -> io::Result<(Vec<PathBuf>, u64)> {
    let (mut found, mut closed, mut walk) = (Vec::new(), 0, Walk::new(root, clear)?);
    while let Some(seen) = walk.next()? {
        match seen {
            Seen::File(path, _) if wanted.iter().all(|matcher| matcher.matches(path)) => {
                found.push(path.to_owned());
            }
            Seen::File(..) => {}
            Seen::Closed(_) => closed += 1,
        }
    }
    found.sort();
    Ok((found, closed))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rotated_files_belong_to_their_log() {
        let log = Matcher::of("access.log").unwrap();
        for name in ["access.log", "access.log.1", "access.log.12.gz", "access.log-20261122.zst"] {
            assert!(log.matches(Path::new(name)), "{name}");
        }
        for name in ["access.log.old", "error.log", "access.logs", "a/access.log", "access.log.gz"] {
            assert!(!log.matches(Path::new(name)), "{name}");
        }
        assert!(Matcher::of("customers").unwrap().matches(Path::new("customers/a/access.log")));
        assert!(!Matcher::of("customers").unwrap().matches(Path::new("customers2/a.log")));
        let glob = Matcher::of("*/access.log*").unwrap();
        assert!(glob.matches(Path::new("acme/access.log.2.gz")));
        assert!(!glob.matches(Path::new("acme/old/access.log")));
        for name in ["access.log", "app2", "messages.old"] {
            assert!(!is_rotated(OsStr::new(name)), "{name}");
        }
        for name in ["access.log.1", "access.log.2.gz", "x-20261122"] {
            assert!(is_rotated(OsStr::new(name)), "{name}");
        }
        for wrong in ["../x", "/x", "{customer}"] {
            assert!(Matcher::of(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn parts_that_may_share_a_file_are_told() {
        for (one, other) in [
            (".", "access.log"),
            ("access.log", "access.log.1"),
            ("a", "a/b"),
            ("access*", "access.log*"),
            ("*.log", "access.log"),
            ("{customer}", "acme"),
        ] {
            assert!(overlap(one, other) && overlap(other, one), "{one} {other}");
        }
        for (one, other) in [("access.log*", "error.log*"), ("a", "ab"), ("access.log", "error.log")] {
            assert!(!overlap(one, other) && !overlap(other, one), "{one} {other}");
        }
    }
}
