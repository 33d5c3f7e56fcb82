//! What is done about the bytes that a store keeps of records that were disposed of.

use std::fmt;
use std::str::FromStr;

use jiff::civil::Time;
use serde::{Deserialize, Serialize};

/// What is done, and when it may begin.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Residue {
    /// What is done.
    pub what: ResidueWork,
    /// In which hours of the day clearing may begin, in the organisation's zone; any if none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub window: Option<Window>,
}

impl Residue {
    /// Whether it is what is done where nothing is said. Plans and policies leave that out, so that those from before
    /// there was a choice keep their hashes.
    pub fn is_usual(&self) -> bool {
        *self == Self::default()
    }
}

/// What is done about residue.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ResidueWork {
    /// It is looked for, cheaply, and told.
    #[default]
    Report,
    /// What can be cleared is cleared first: tables are rewritten.
    Clear,
}

/// Hours of the day, written `01:00-05:00`; `22:00-04:00` goes over midnight.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Window {
    from: Time,
    to: Time,
}

impl Window {
    /// Whether a time of the day lies in it. The end does not.
    pub fn contains(&self, at: Time) -> bool {
        if self.from < self.to { (self.from..self.to).contains(&at) } else { at >= self.from || at < self.to }
    }
}

/// The text is no window.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a window of time is written `01:00-05:00`, with two different times")]
pub struct BadWindow;

impl FromStr for Window {
    type Err = BadWindow;

    fn from_str(text: &str) -> Result<Self, BadWindow> {
        let time = |text: &str| match text.trim().split_once(':') {
            Some((hour, minute)) if hour.len() == 2 && minute.len() == 2 => {
                Time::new(hour.parse().map_err(|_| BadWindow)?, minute.parse().map_err(|_| BadWindow)?, 0, 0)
                    .map_err(|_| BadWindow)
            }
            _ => Err(BadWindow),
        };
        let (from, to) = text.split_once('-').ok_or(BadWindow)?;
        let window = Self { from: time(from)?, to: time(to)? };
        if window.from == window.to { Err(BadWindow) } else { Ok(window) }
    }
}

impl fmt::Display for Window {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = |at: Time| format!("{:02}:{:02}", at.hour(), at.minute());
        f.pad(&format!("{}-{}", text(self.from), text(self.to)))
    }
}

impl TryFrom<String> for Window {
    type Error = BadWindow;
    fn try_from(text: String) -> Result<Self, BadWindow> {
        text.parse()
    }
}

impl From<Window> for String {
    fn from(window: Window) -> Self {
        window.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::time;

    #[test]
    fn a_window_may_go_over_midnight() {
        let day: Window = "01:00-05:00".parse().unwrap();
        assert!(day.contains(time(1, 0, 0, 0)) && day.contains(time(4, 59, 59, 0)));
        assert!(!day.contains(time(5, 0, 0, 0)) && !day.contains(time(0, 59, 0, 0)));
        let night: Window = "22:30-04:00".parse().unwrap();
        assert!(night.contains(time(23, 0, 0, 0)) && night.contains(time(3, 0, 0, 0)));
        assert!(!night.contains(time(4, 0, 0, 0)) && !night.contains(time(12, 0, 0, 0)));
        assert_eq!(night.to_string(), "22:30-04:00");
        for bad in ["", "1:00-5:00", "01:00", "25:00-05:00", "01:00-01:00", "01:00-05:60", "-1:00-05:00"] {
            assert_eq!(bad.parse::<Window>(), Err(BadWindow), "{bad}");
        }
    }
}
