//! Folders that are not on this disk, as tables: a row is an object, its columns are those of a file
//! ([`crate::files`]): `path` (from the system's `path`), `folder`, `modified`, `size` and, where the system has a
//! `format`, `named`.
//!
//! | Kind | A row is | How a crash is told |
//! |---|---|---|
//! | S3 ([`s3`]) | a version of an object, or a delete marker without any | which of the batch's versions are there |

pub(crate) mod s3;
