//! Which files a dataset is: a folder within the system's, or a pattern.

use std::path::{Component, Path, PathBuf};

use globset::{GlobBuilder, GlobMatcher};

/// A part of a tree.
#[derive(Clone, Debug)]
pub(crate) enum Part {
    All,
    Under(PathBuf),
    Glob(GlobMatcher),
}

impl Part {
    /// As the policy writes it; or what is wrong with it.
    pub(crate) fn of(part: &str) -> Result<Self, String> {
        if part == "." {
            return Ok(Self::All);
        }
        if part.contains(['{', '}']) {
            return Err(format!(
                "`{part}`: folders by a record's key are not supported yet; name one folder, or use the column `folder`"
            ));
        }
        if !Path::new(part).components().all(|part| matches!(part, Component::Normal(_))) {
            return Err(format!("`{part}` has to lie within the system's path"));
        }
        if part.contains(['*', '?', '[']) {
            let glob = GlobBuilder::new(part).literal_separator(true).build();
            return Ok(Self::Glob(glob.map_err(|_| format!("`{part}` is no pattern"))?.compile_matcher()));
        }
        Ok(Self::Under(PathBuf::from(part)))
    }

    /// Whether a file belongs to it.
    pub(crate) fn has(&self, path: &Path) -> bool {
        match self {
            Self::All => true,
            Self::Under(folder) => path.starts_with(folder),
            Self::Glob(glob) => glob.is_match(path),
        }
    }

    /// Whether something of it may be in a folder.
    pub(crate) fn may_be_in(&self, folder: &Path) -> bool {
        match self {
            Self::All | Self::Glob(_) => true,
            Self::Under(own) => folder.starts_with(own) || own.starts_with(folder),
        }
    }

    /// Whether a folder is one that is never taken away: the part's own and those that it is in.
    pub(crate) fn needs(&self, folder: &Path) -> bool {
        matches!(self, Self::Under(own) if own.starts_with(folder))
    }
}

/// What is wrong with a part, if anything is.
pub(crate) fn fault(part: &str) -> Option<String> {
    Part::of(part).err()
}

/// Whether two parts may have a file in common. In doubt they do.
pub(crate) fn overlap(one: &str, other: &str) -> bool {
    if one == other || one == "." || other == "." {
        return true;
    }
    let is_plain = |part: &str| !part.contains(['*', '?', '[', '{']);
    if is_plain(one) && is_plain(other) {
        return Path::new(one).starts_with(other) || Path::new(other).starts_with(one);
    }
    let literal = |part: &str| part.split(['*', '?', '[', '{']).next().unwrap_or_default().to_owned();
    let (first, second) = (literal(one), literal(other));
    first.starts_with(&second) || second.starts_with(&first)
}
