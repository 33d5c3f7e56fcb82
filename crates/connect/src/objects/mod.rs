//! Folders that are not on this disk, as tables: a row is an object, its columns are those of a file
//! ([`crate::files`]): `path` (from the system's `path`), `folder`, `modified`, `size` and, where the system has a
//! `format`, `named`.
//!
//! | Kind | A row is | How a crash is told |
//! |---|---|---|
//! | S3 ([`s3`]) | a version of an object, or a delete marker without any | which of the batch's versions are there |
//! | SFTP, WebDAV ([`remote`]) | a file | which of the batch's files are there |

mod http;
pub(crate) mod remote;
pub(crate) mod s3;

use futures_util::future::BoxFuture;
use futures_util::{StreamExt as _, TryStreamExt as _, stream};

use crate::error::ConnectError;

/// Does these, so many at once, and keeps their order. The first failure ends it.
async fn at_once<T: Send>(
    many: usize,
    work: Vec<BoxFuture<'_, Result<T, ConnectError>>>,
) -> Result<Vec<T>, ConnectError> {
    stream::iter(work).buffered(many).try_collect().await
}
