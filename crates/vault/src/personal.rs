//! A value about a person that cannot be shown by accident.

use std::fmt;

/// Personal data: what is inside cannot be printed, logged or serialised without [`Personal::expose`].
///
/// `Debug` prints `Personal(…)` whatever is inside; there is no `Display`, no `Serialize`, no `Deref` and no `Hash`.
/// Comparing is allowed, because it tells one bit.
///
/// ```
/// use gallra_vault::Personal;
/// let name = Personal::new("Anna Berg".to_owned());
/// assert_eq!(format!("{name:?}"), "Personal(…)");
/// assert_eq!(name.expose().len(), 9);
/// ```
/// ```compile_fail
/// let name = gallra_vault::Personal::new("Anna Berg".to_owned());
/// println!("{name}");
/// ```
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Personal<T>(T);

impl<T> Personal<T> {
    /// Wraps a value.
    pub const fn new(value: T) -> Self {
        Self(value)
    }

    /// The value, for the one place that must see it: a page for its reader, a mail to the person, a comparison.
    pub const fn expose(&self) -> &T {
        &self.0
    }

    /// The value itself.
    pub fn into_exposed(self) -> T {
        self.0
    }

    /// Another value about the same person, such as a part of it.
    pub fn map<U>(self, change: impl FnOnce(T) -> U) -> Personal<U> {
        Personal(change(self.0))
    }

    /// As [`Personal::map`], for a change that can fail. See to it that the error repeats nothing of the value.
    pub fn try_map<U, E>(self, change: impl FnOnce(T) -> Result<U, E>) -> Result<Personal<U>, E> {
        change(self.0).map(Personal)
    }
}

impl<T> fmt::Debug for Personal<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Personal(…)")
    }
}

impl<T> From<T> for Personal<T> {
    fn from(value: T) -> Self {
        Self(value)
    }
}
