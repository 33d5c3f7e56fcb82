//! Reading: files and folders, texts in both languages.

mod files;
mod texts;

pub(crate) use files::unreadable_folders;
pub(crate) use texts::texts;
